//! A folder of results: begun, kept in parts while the work goes on, joined at the end, read back for reports.
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
//! Where what is not known is drawn, `outcomes` has a column `draw` behind `replicate`; elsewhere it has none, and its bytes are what
//! they were before there were draws. An authority's own figures are drawn too, but never written down: `draws.csv` leaves them out.
//!
//! Strategies are sorted by name, then replicates, then time. Everything but the manifest has the
//! same bytes whatever the threads, the order of the strategies, and the interruptions. A folder
//! that is not ours is never written to or deleted; in one that is, no link is followed, and what
//! is taken away are the files that this table names.

#[cfg(feature = "terminal")]
mod aside;
#[cfg(feature = "terminal")]
mod bounds;
#[cfg(feature = "terminal")]
mod csv_table;
#[cfg(feature = "terminal")]
mod details_table;
#[cfg(feature = "terminal")]
pub mod disk;
#[cfg(feature = "terminal")]
mod draws_csv;
mod error;
#[cfg(feature = "terminal")]
mod folder;
#[cfg(feature = "terminal")]
mod frame;
mod identity;
#[cfg(feature = "terminal")]
mod join;
#[cfg(feature = "terminal")]
mod lock;
mod manifest;
#[cfg(feature = "terminal")]
mod manifest_file;
mod margins;
#[cfg(feature = "terminal")]
mod parquet_table;
#[cfg(feature = "terminal")]
mod part;
#[cfg(feature = "terminal")]
mod read;
#[cfg(feature = "terminal")]
pub mod rows;
mod summary_csv;

pub use crate::experiment::StorageError;
#[cfg(feature = "terminal")]
pub use draws_csv::Drawn;
pub use error::{Difference, ResultsError};
#[cfg(feature = "terminal")]
pub use folder::{Folder, Mode, Opened, Request};
pub use identity::{Format, Identity, engine};
pub use manifest::{Asked, FileFacts, KEPT_OUT, MANIFEST, Manifest, PLACE, Status, Timings};
#[cfg(feature = "terminal")]
pub use manifest_file::is_manifest;
pub use margins::{KeptMargin, Margins};
#[cfg(feature = "terminal")]
pub use part::PART;
#[cfg(feature = "terminal")]
pub use read::read;

use crate::experiment::Table;

/// The results of a folder, or of a run that was kept in memory.
#[derive(Debug)]
pub struct Results {
    /// The folder; empty for a run in memory.
    pub path: std::path::PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// Outcomes of every strategy and replicate, with means over time: the same as when they were made.
    pub table: Table,
    /// The primary outcome by strategy, replicate and quarter, in this order.
    pub quarters: Vec<f64>,
}

impl Results {
    /// The results of a run that was kept in memory, whole as they are; `quarters` as in [`Results::quarters`].
    pub fn in_memory(asked: Asked, table: Table, quarters: Vec<f64>) -> Self {
        let outcomes_digest = Some(table.digest());
        let manifest = Manifest {
            status: Status::Complete,
            ran: Some(table.replicates),
            outcomes_digest,
            ..Manifest::begun(asked)
        };
        Self { path: std::path::PathBuf::new(), manifest, table, quarters }
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The text of `summary.csv`.
pub fn summary(results: &Results) -> String {
    summary_csv::text(&results.manifest.identity, &results.manifest.currency, &results.table)
}

/// Puts a text or bytes in their place as a whole: written aside, put on the disk, renamed.
///
/// # Errors
/// If the disk fails.
#[cfg(feature = "terminal")]
pub fn put(path: &std::path::Path, doing: &str, what: impl AsRef<[u8]>) -> Result<(), StorageError> {
    use std::io::Write;
    let disk: std::sync::Arc<dyn disk::Disk> = std::sync::Arc::new(disk::RealDisk);
    aside::put(&disk, path, doing, |file| file.write_all(what.as_ref())).map(|_| ())
}

/// A field of comma-separated text, in quotes where it must be.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
