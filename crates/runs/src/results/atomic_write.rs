//! Atomic writing: a file is written under a temporary name, flushed to disk, and then renamed. So
//! at every moment its path holds either the complete old file or the complete new one. Only a free
//! name or a regular file is replaced; a link or a device is refused.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::disk::{Disk, Sink};
use super::manifest::FileFacts;
use crate::experiment::StorageError;
use balcony_files as files;

/// Extension of a file that is still being written.
pub(super) const UNFINISHED: &str = "tmp";

/// Converts an I/O error to a storage error that names the operation.
pub(super) fn storage(path: &Path, doing: &str) -> impl FnOnce(io::Error) -> StorageError + use<> {
    let (path, doing) = (path.to_owned(), doing.to_owned());
    move |source| StorageError { path, doing, source }
}

/// A file under its temporary name, with its length and digest so far.
pub(super) struct Aside {
    disk: Arc<dyn Disk>,
    sink: Box<dyn Sink>,
    hash: Sha256,
    bytes: u64,
    unfinished: PathBuf,
    path: PathBuf,
}

impl Aside {
    pub(super) fn create(disk: &Arc<dyn Disk>, path: &Path) -> io::Result<Self> {
        Self::create_as(disk, path, UNFINISHED)
    }

    /// Creates the file with the extension `ending`, which it keeps until it is finished.
    fn create_as(disk: &Arc<dyn Disk>, path: &Path, ending: &str) -> io::Result<Self> {
        files::free_or_regular(path)?;
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        let unfinished = PathBuf::from(name);
        let sink = disk.create(&unfinished)?;
        Ok(Self {
            disk: Arc::clone(disk),
            sink,
            hash: Sha256::new(),
            bytes: 0,
            unfinished,
            path: path.to_owned(),
        })
    }

    /// Length and digest of what was written so far.
    pub(super) fn so_far(&self) -> (u64, [u8; 32]) {
        (self.bytes, self.hash.clone().finalize().into())
    }

    /// Flushes the file to disk and renames it to its final name.
    pub(super) fn finish(mut self) -> io::Result<FileFacts> {
        self.sink.sync()?;
        drop(self.sink);
        // Checked again, because another program may have changed the path while the file was
        // written.
        files::free_or_regular(&self.path)?;
        self.disk.rename(&self.unfinished, &self.path)?;
        if let Some(folder) = self.path.parent() {
            // A name without a folder is in the current one.
            let here = folder.as_os_str().is_empty();
            self.disk.sync_folder(if here { Path::new(".") } else { folder })?;
        }
        Ok(FileFacts { bytes: self.bytes, sha256: balcony_numeric::hex(&self.hash.finalize()) })
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.sink.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

/// Writes a file atomically. After an error the temporary file is removed.
pub(super) fn write(
    disk: &Arc<dyn Disk>,
    path: &Path,
    doing: &str,
    fill: impl FnOnce(&mut Aside) -> io::Result<()>,
) -> Result<FileFacts, StorageError> {
    write_as(disk, path, doing, UNFINISHED, fill)
}

/// The same for a file in a folder of the user, where a name that ends in `tmp` may be the user's
/// file.
pub(super) fn put(
    disk: &Arc<dyn Disk>,
    path: &Path,
    doing: &str,
    fill: impl FnOnce(&mut Aside) -> io::Result<()>,
) -> Result<FileFacts, StorageError> {
    write_as(disk, path, doing, &format!("balcony-{}.{UNFINISHED}", std::process::id()), fill)
}

fn write_as(
    disk: &Arc<dyn Disk>,
    path: &Path,
    doing: &str,
    ending: &str,
    fill: impl FnOnce(&mut Aside) -> io::Result<()>,
) -> Result<FileFacts, StorageError> {
    let mut aside = Aside::create_as(disk, path, ending).map_err(storage(path, doing))?;
    let unfinished = aside.unfinished.clone();
    fill(&mut aside).and_then(|()| aside.finish()).map_err(|error| {
        // The first error is reported. A temporary file that remains is removed when the run is
        // resumed.
        let _ = std::fs::remove_file(&unfinished);
        storage(path, doing)(error)
    })
}
