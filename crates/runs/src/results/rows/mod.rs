//! A folder of rows: what a sweep made, a row for each strategy of each replicate of each point.
//!
//! | File | Holds |
//! |---|---|
//! | `manifest.json` | what was swept, with what, how far it came; written last |
//! | `rows.parquet` | a row per replicate, point and strategy: keys, factors, every outcome, or why there is none |
//! | `parts/` | finished tasks of a sweep that goes on; gone when it is complete |
//!
//! Rows come replicate by replicate, in each of them point by point, in each of them strategy by
//! strategy. Their bytes do not depend on threads, interruptions or on how points were shared out.
//! The columns are described in the file's own metadata.

mod folder;
mod manifest;
mod merge;
mod part;
mod table;
mod value;

pub use folder::{Opened, RowsFolder, read};
pub use manifest::{Column, DesignFacts, RowsIdentity, RowsManifest, Timing};
pub use merge::merge;
pub use part::is_part;
pub use table::{Group, ROWS, Reader};
pub use value::{Form, Level};

/// The word by which such a folder is known.
pub(super) const KIND: &str = "balcony-sweep";
/// The form of folder that this version writes and reads: the second has a digest of its manifest.
pub(super) const FORM: u32 = 2;

/// One replicate of one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// The point, from 0.
    pub point: u32,
    /// The replicate, from 0.
    pub replicate: u32,
}

/// What became of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Lived {
    /// Which task.
    pub task: Task,
    /// Weeks of open cases simulated, those of the warm-up included.
    pub case_weeks: u64,
    /// Every outcome of every strategy, in the order of their names; or why there is none.
    pub outcomes: Result<Vec<Vec<f64>>, String>,
}
