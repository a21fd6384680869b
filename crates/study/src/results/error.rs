//! What can be wrong with a folder of results, each with the way out.

use std::path::PathBuf;

use crate::experiment::StorageError;

/// One thing in which a folder differs from what is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs, such as `seed`.
    pub what: &'static str,
    /// What the folder has.
    pub there: String,
    /// What was asked for.
    pub here: String,
}

/// A folder of results cannot be used as asked.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// There are results already.
    #[error("{} holds results already ({status}): choose another folder, or use --resume to go on or --force to replace them", .path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
        /// How far they are.
        status: String,
    },
    /// The folder has something else in it.
    #[error("{} is not a folder of Balcony results ({what}): nothing in it was touched; choose another folder", .path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The folder holds results of ours, of another kind.
    #[error("{} holds {holds}: {takes}", .path.display())]
    OtherKind {
        /// The folder.
        path: PathBuf,
        /// What it holds.
        holds: &'static str,
        /// What takes it.
        takes: &'static str,
    },
    /// The results there are of another run.
    #[error("{} holds results of another run and cannot be resumed:{}\nChoose another folder, or use --force to replace them", .path.display(), listed(.differences))]
    Differs {
        /// The folder.
        path: PathBuf,
        /// In what.
        differences: Vec<Difference>,
    },
    /// Somebody else is writing there.
    #[error("another Balcony is writing to {}: wait until it is done, or choose another folder", .path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// More is asked for than a folder of results can hold.
    #[error("{}: the results cannot be kept, since a folder of results {what}; run without --out, or ask for less", .path.display())]
    TooMuch {
        /// The folder.
        path: PathBuf,
        /// What there is too much of.
        what: String,
    },
    /// A file is missing, cut short or changed.
    #[error("the results in {} are damaged: {what}. Run the same command again with --force to make them anew", .path.display())]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The run was not finished.
    #[error("the results in {} are not finished ({kept} of {replicates} replicates): run the same command again with --resume", .path.display())]
    HalfWritten {
        /// The folder.
        path: PathBuf,
        /// Replicates kept, as far as parts are there.
        kept: u32,
        /// Replicates asked for.
        replicates: u32,
    },
    /// The sweep was not finished.
    #[error("the sweep in {} is not finished: run its command again, a sweep with --resume, a merge with --force", .path.display())]
    HalfSwept {
        /// The folder.
        path: PathBuf,
    },
    /// Folders that are no shares of one sweep.
    #[error("these folders cannot be merged: {what}")]
    NoShares {
        /// Why not.
        what: String,
    },
    /// A newer Balcony wrote them.
    #[error("the results in {} were written by Balcony {version}, in a form ({found}) newer than this one knows ({known}): use that version or a newer one", .path.display())]
    Newer {
        /// The folder.
        path: PathBuf,
        /// The version that wrote them.
        version: String,
        /// The form found.
        found: u32,
        /// The newest form known.
        known: u32,
    },
    /// An older Balcony wrote them.
    #[error("the results in {} were written by Balcony {version}, in a form ({found}) that this version does not read any more (it reads {known}): use that version, or run the same command again with --force to make them anew", .path.display())]
    Older {
        /// The folder.
        path: PathBuf,
        /// The version that wrote them.
        version: String,
        /// The form found.
        found: u32,
        /// The form that is read.
        known: u32,
    },
    /// The disk failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl ResultsError {
    /// Whether the folder is one of ours from which nothing can be learnt: there is nothing to lose
    /// by replacing it.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::Older { .. })
    }

    /// The exit code that goes with it.
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
