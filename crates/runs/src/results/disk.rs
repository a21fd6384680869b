//! The few things that writing needs of a disk, behind a trait, so that tests can fill it up at any
//! write.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::files;

/// A file being written.
pub trait Sink: Write + Send {
    /// Everything written so far is on the disk when this returns.
    fn sync(&mut self) -> io::Result<()>;
}

/// What writing needs of a disk.
pub trait Disk: Send + Sync + std::fmt::Debug {
    /// A new file, in the place of an unfinished one of ours.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>>;
    /// Puts a finished file in its place.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// The names in a folder are on the disk when this returns.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Sink for BufWriter<File> {
    fn sync(&mut self) -> io::Result<()> {
        self.flush()?;
        self.get_ref().sync_all()
    }
}

impl Disk for RealDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        Ok(Box::new(BufWriter::with_capacity(64 * 1024, files::create(path)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows cannot open a folder as a file, and keeps names without being asked.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}
