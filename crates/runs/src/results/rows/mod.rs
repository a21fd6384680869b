//! A folder of rows, the output of a sweep: one row per strategy, replicate and point.
//!
//! | File | Holds |
//! |---|---|
//! | `manifest.json` | request, status, timings; written last |
//! | `rows.parquet` | a row per replicate, point and strategy: keys, factors, outcomes or error |
//! | `parts/` | finished tasks of an unfinished sweep |
//!
//! Rows are ordered by replicate, then point, then strategy. Their bytes do not depend on threads,
//! on interruptions, or on how points were divided into shares. The file's own metadata describes
//! the columns.

mod folder;
mod manifest;
mod merge;
mod part;
mod table;
mod value;

pub use folder::{OpenedFolder, RowsFolder, read};
pub use manifest::{Column, DesignFacts, RowsIdentity, RowsManifest, Timing};
pub use merge::merge;
pub use part::is_part;
pub use table::{Group, ROWS, Reader};
pub use value::{Form, Level};

/// Value of `kind` that marks such a folder.
pub(super) const KIND: &str = "balcony-sweep";
/// Form of folder that this version writes and reads. Form 2 has a digest of its manifest; form 3
/// has columns without hyphens.
pub(super) const FORM: u32 = 3;

/// One replicate of one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// Index of the point, from 0.
    pub point: u32,
    /// Index of the replicate, from 0.
    pub replicate: u32,
}

/// Result of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskResult {
    /// The task.
    pub task: Task,
    /// Weeks of open cases that were simulated, warm-up included.
    pub case_weeks: u64,
    /// Outcomes of every strategy, sorted by the strategies' names; or why there are none.
    pub outcomes: Result<Vec<Vec<f64>>, String>,
}
