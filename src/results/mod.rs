//! A folder of results: begun, kept in parts while the work goes on, joined at the end, read back for reports.
//!
//! | File | Holds |
//! |---|---|
//! | `manifest.json` | what was run, with what, how far it came; written last |
//! | `outcomes.parquet` | a row per strategy and replicate, a column per outcome |
//! | `quarters.parquet` | a row per strategy, replicate and quarter: the primary outcome |
//! | `series.parquet` | a row per strategy, replicate and week, a column per measure (when a series is wanted) |
//! | `summary.csv` | a row per strategy and outcome: mean, spread, paired difference, verdict |
//! | `draws.csv` | a row per draw and number: the value drawn (only where what is not known is drawn) |
//! | `parts/` | finished replicates of a run that goes on; gone when it is complete |
//!
//! Where what is not known is drawn, `outcomes` has a column `draw` behind `replicate`; elsewhere it has none, and its bytes are what
//! they were before there were draws. An authority's own figures are drawn too, but never written down: `draws.csv` leaves them out.
//!
//! Strategies are sorted by name, then replicates, then time. Everything but the manifest has the same bytes whatever the
//! threads, the order of the strategies, and the interruptions. A folder that is not ours is never written to or deleted.

mod aside;
mod csv_table;
pub mod disk;
mod draws_csv;
mod error;
mod folder;
mod frame;
mod identity;
mod join;
mod lock;
mod manifest;
mod parquet_table;
mod part;
mod read;
mod summary_csv;

pub use crate::experiment::StorageError;
pub use draws_csv::Drawn;
pub use error::{Difference, ResultsError};
pub use folder::{Folder, Mode, Opened, Request};
pub use identity::{Format, Identity};
pub use manifest::{FileFacts, MANIFEST, Manifest, Status, Timings};
pub use part::PART;
pub use read::{Results, read};

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Puts a text in its place as a whole: written aside, put on the disk, renamed.
///
/// # Errors
/// If the disk fails.
pub fn put(path: &std::path::Path, doing: &str, text: &str) -> Result<(), StorageError> {
    use std::io::Write;
    let disk: std::sync::Arc<dyn disk::Disk> = std::sync::Arc::new(disk::RealDisk);
    aside::write(&disk, path, doing, |file| file.write_all(text.as_bytes())).map(|_| ())
}
