//! Ensures that only one process writes to a folder. It uses an advisory lock of the operating
//! system, which a killed process cannot leave behind.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use balcony_files as files;

use super::{ResultsError, atomic_write::storage};

/// Name of the file that is locked.
pub(super) const LOCK: &str = "balcony.lock";

/// The exclusive right to write to a folder, until it is dropped.
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
                // The file system has no locks. Writing without protection is better than refusing.
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

    /// Releases the lock and removes its file.
    pub(super) fn release(self) {
        // Removed while the lock is held: a process that has opened the old file notices that it is
        // gone, and opens a new one.
        let _ = fs::remove_file(&self.path);
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A child process that was just started may still share the file, so closing it is not
        // enough. If unlocking fails, closing must do.
        let _ = self.file.unlock();
    }
}

/// Whether the path still leads to the locked file. The last holder may have removed it after it
/// was opened.
#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(named)) => held.ino() == named.ino() && held.dev() == named.dev(),
        _ => false,
    }
}

/// On other systems an open file keeps its name.
#[cfg(not(unix))]
fn is_still_there(_: &File, path: &Path) -> bool {
    path.exists()
}
