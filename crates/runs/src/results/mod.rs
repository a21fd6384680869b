//! A folder of results: begun, kept in parts while the work goes on, joined at the end, read back
//! for reports.
//!
//! | File | Holds |
//! |---|---|
//! | `manifest.json` | what was run, with what, how far it came; written last |
//! | `outcomes.parquet` | a row per strategy and replicate, a column per outcome |
//! | `quarters.parquet` | a row per strategy, replicate and quarter: the primary outcome |
//! | `details.parquet` | a row per strategy, replicate, figure and class: finer counts; what is undefined has no row |
//! | `series.parquet` | a row per strategy, replicate and week, a column per measure (when a series is wanted) |
//! | `summary.csv` | a row per strategy and outcome: mean, spread, paired difference, verdict |
//! | `draws.csv` | a row per draw and number: the value drawn (only where what is not known is drawn) |
//! | `parts/` | finished replicates of a run that goes on; gone when it is complete |
//!
//! Where what is not known is drawn, `outcomes` has a column `draw` behind `replicate`; elsewhere
//! it has none, and its bytes are what they were before there were draws. An authority's own
//! figures are drawn too, but never written down: `draws.csv` leaves them out.
//!
//! Strategies are sorted by name, then replicates, then time. Everything but the manifest has the
//! same bytes whatever the threads, the order of the strategies, and the interruptions. A folder
//! that is not ours is never written to or deleted; in one that is, no link is followed, and what
//! is taken away are the files that this table names.

mod atomic_write;
mod bounds;
mod csv_table;
mod details_table;
pub mod disk;
mod draws_csv;
mod folder;
mod frame;
mod join;
mod lock;
mod manifest_file;
mod parquet_table;
mod part;
mod read;
pub mod rows;

pub use balcony_study::results::*;
pub use draws_csv::Drawn;
pub use folder::{Folder, Mode, Opened, Request};
pub use manifest_file::is_manifest;
pub use part::PART;
pub use read::read;

/// Puts a text or bytes in their place as a whole: written aside, put on the disk, renamed.
///
/// # Errors
/// If the disk fails.
pub fn put(path: &std::path::Path, doing: &str, what: impl AsRef<[u8]>) -> Result<(), StorageError> {
    use std::io::Write;
    let disk: std::sync::Arc<dyn disk::Disk> = std::sync::Arc::new(disk::RealDisk);
    atomic_write::put(&disk, path, doing, |file| file.write_all(what.as_ref())).map(|_| ())
}
