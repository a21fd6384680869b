//! One writer to a folder: an advisory lock of the operating system, which a killed process cannot
//! leave behind.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::files;

use super::{ResultsError, atomic_write::storage};

/// The name of the file that is locked.
pub(super) const LOCK: &str = "balcony.lock";

/// The right to write to a folder, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    pub(super) fn take(folder: &Path) -> Result<Self, ResultsError> {
        let path = folder.join(LOCK);
        loop {
            let file = files::lockable(&path).map_err(storage(&path, "lock the folder"))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(ResultsError::Locked { path: folder.to_owned() });
                }
                // A file system without locks: better unguarded than unusable.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => {
                    return Err(storage(&path, "lock the folder")(error).into());
                }
            }
            if is_still_there(&file, &path) {
                return Ok(Self { file, path });
            }
        }
    }

    /// Gives the right back and takes the file away.
    pub(super) fn release(self) {
        // While the lock is held: whoever opened the file before finds that it is gone, and opens a
        // new one.
        let _ = fs::remove_file(&self.path);
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough while a program just started still shares it. A fault here
        // leaves that to closing.
        let _ = self.file.unlock();
    }
}

/// Whether the locked file is the one that has the name now: the last holder may have taken it away
/// in between.
#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(named)) => held.ino() == named.ino() && held.dev() == named.dev(),
        _ => false,
    }
}

/// A file that is open keeps its name on other systems.
#[cfg(not(unix))]
fn is_still_there(_: &File, path: &Path) -> bool {
    path.exists()
}
