//! The disk operations that writing needs, as traits, so that tests can simulate a full disk at any
//! write.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use balcony_files as files;

/// A file that is being written.
pub trait Sink: Write + Send {
    /// Flushes everything written so far to the disk.
    fn sync(&mut self) -> io::Result<()>;
}

/// Operations on a disk.
pub trait Disk: Send + Sync + std::fmt::Debug {
    /// Creates a file; it may replace an unfinished one of an earlier run.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>>;
    /// Renames a finished file to its final name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Flushes the names in a folder to the disk.
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
        // Windows cannot open a folder as a file, and stores names without this.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}
