//! Where replicates are kept as they finish. The runner knows only this; files are the business of
//! `results`.

use std::path::PathBuf;

use super::Replicate;

/// Something could not be written or read. Exit code 5.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} at {}: {source}. {}", .path.display(), advice(.source))]
pub struct StorageError {
    /// The file or folder.
    pub path: PathBuf,
    /// What was being done, such as `write part 3`.
    pub doing: String,
    /// What the system said.
    pub source: std::io::Error,
}

fn advice(source: &std::io::Error) -> &'static str {
    match source.kind() {
        std::io::ErrorKind::PermissionDenied => "Choose a folder that you may write to, and run again",
        _ => "Finished work is kept: free space and run again with --resume",
    }
}

/// Keeps replicates, in order, and gives back those kept earlier.
pub trait Keep {
    /// Whether a replicate was kept by an earlier run.
    fn has(&self, replicate: u32) -> bool;
    /// A replicate that was kept earlier.
    fn load(&mut self, replicate: u32) -> Result<Replicate, StorageError>;
    /// Keeps one that is new. They come in ascending order.
    fn add(&mut self, replicate: &Replicate) -> Result<(), StorageError>;
    /// Replicates that are safe on disk.
    fn safe(&self) -> u32;
}
