//! Errors of folders with results. Each message says what to do.

use std::path::PathBuf;

use crate::experiment::StorageError;

/// A difference between a folder and the current request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The property that differs, such as `seed`.
    pub what: &'static str,
    /// Value in the folder.
    pub there: String,
    /// Value of the request.
    pub here: String,
}

/// Why a folder of results cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// The folder holds results already.
    #[error("{} holds results already ({status}): choose another folder, or use --resume to go on or --force to replace them", .path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
        /// How complete the results are.
        status: String,
    },
    /// The folder contains something that Balcony did not write.
    #[error("{} is not a folder of Balcony results ({what}): nothing in it was touched; choose another folder", .path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// What it contains.
        what: String,
    },
    /// The folder holds Balcony results of another kind.
    #[error("{} holds {holds}: {takes}", .path.display())]
    OtherKind {
        /// The folder.
        path: PathBuf,
        /// Kind of the results.
        holds: &'static str,
        /// The command that accepts them.
        takes: &'static str,
    },
    /// The folder holds the results of another run.
    #[error("{} holds results of another run and cannot be resumed:{}\nChoose another folder, or use --force to replace them", .path.display(), listed(.differences))]
    Differs {
        /// The folder.
        path: PathBuf,
        /// The differences.
        differences: Vec<Difference>,
    },
    /// Another process is writing to the folder.
    #[error("another Balcony is writing to {}: wait until it is done, or choose another folder", .path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// The request exceeds what a folder of results can hold.
    #[error("{}: the results cannot be kept, since a folder of results {what}; run without --out, or ask for less", .path.display())]
    TooMuch {
        /// The folder.
        path: PathBuf,
        /// The limit that is exceeded.
        what: String,
    },
    /// A file is missing, truncated or changed.
    #[error("the results in {} are damaged: {what}. Run the same command again with --force to make them anew", .path.display())]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What is damaged.
        what: String,
    },
    /// The run was not finished.
    #[error("the results in {} are not finished ({kept} of {replicates} replicates): run the same command again with --resume", .path.display())]
    HalfWritten {
        /// The folder.
        path: PathBuf,
        /// Number of replicates that were kept.
        kept: u32,
        /// Number of replicates that were requested.
        replicates: u32,
    },
    /// The sweep was not finished.
    #[error("the sweep in {} is not finished: run its command again, a sweep with --resume, a merge with --force", .path.display())]
    HalfSwept {
        /// The folder.
        path: PathBuf,
    },
    /// The folders are not shares of one sweep.
    #[error("these folders cannot be merged: {what}")]
    NoShares {
        /// The reason.
        what: String,
    },
    /// A newer Balcony wrote the folder.
    #[error("the results in {} were written by Balcony {version}, in a form ({found}) newer than this one knows ({known}): use that version or a newer one", .path.display())]
    Newer {
        /// The folder.
        path: PathBuf,
        /// Version that wrote it.
        version: String,
        /// Form of the folder.
        found: u32,
        /// Newest form that this version reads.
        known: u32,
    },
    /// An older Balcony wrote the folder.
    #[error("the results in {} were written by Balcony {version}, in a form ({found}) that this version does not read any more (it reads {known}): use that version, or run the same command again with --force to make them anew", .path.display())]
    Older {
        /// The folder.
        path: PathBuf,
        /// Version that wrote it.
        version: String,
        /// Form of the folder.
        found: u32,
        /// Form that this version reads.
        known: u32,
    },
    /// Reading or writing failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl ResultsError {
    /// Whether Balcony wrote the folder but can no longer read it. Then nothing is lost by
    /// replacing it.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::Older { .. })
    }

    /// The program's exit code for this error.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Storage(_) => 5,
            _ => 4,
        }
    }
}

fn listed(differences: &[Difference]) -> String {
    let line = |difference: &Difference| {
        format!("\n  {}: {} there, {} asked for", difference.what, difference.there, difference.here)
    };
    differences.iter().map(line).collect()
}
