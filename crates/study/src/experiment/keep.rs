//! Storage for finished replicates. The runner knows only this trait; `results` writes the files.

use std::path::PathBuf;

use super::Replicate;

/// A file or folder could not be written or read. Exit code 5.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} at {}: {source}. {}", .path.display(), advice(.source))]
pub struct StorageError {
    /// The file or folder.
    pub path: PathBuf,
    /// The operation that failed, such as `write part 3`.
    pub doing: String,
    /// Error of the operating system.
    pub source: std::io::Error,
}

fn advice(source: &std::io::Error) -> &'static str {
    match source.kind() {
        std::io::ErrorKind::PermissionDenied => "Choose a folder that you may write to, and run again",
        _ => "Finished work is kept: free space and run again with --resume",
    }
}

/// Stores replicates in ascending order and returns those of an earlier run.
pub trait Keep {
    /// Whether an earlier run stored this replicate.
    fn has(&self, replicate: u32) -> bool;
    /// Loads a replicate that an earlier run stored.
    ///
    /// # Errors
    /// If it cannot be read.
    fn load(&mut self, replicate: u32) -> Result<Replicate, StorageError>;
    /// Stores a new replicate. The caller adds them in ascending order.
    ///
    /// # Errors
    /// If it cannot be written.
    fn add(&mut self, replicate: &Replicate) -> Result<(), StorageError>;
    /// Number of replicates that are safely on disk.
    fn safe(&self) -> u32;
}
