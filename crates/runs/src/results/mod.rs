//! A folder of results: replicates are stored in parts during a run, joined into tables at the end,
//! and read back for reports.
//!
//! | File | Holds |
//! |---|---|
//! | `manifest.json` | request, status, timings; written last |
//! | `outcomes.parquet` | a row per strategy and replicate, a column per outcome |
//! | `quarters.parquet` | a row per strategy, replicate and quarter, a column per outcome |
//! | `details.parquet` | detailed counts: a row per strategy, replicate, figure and class |
//! | `series.parquet` | a row per strategy, replicate and week, a column per measure |
//! | `summary.csv` | a row per strategy and outcome: mean, spread, paired difference, verdict |
//! | `draws.csv` | a row per sample and number: the sampled value (if parameters are sampled) |
//! | `parts/` | finished replicates of an unfinished run |
//!
//! If parameters are sampled, `outcomes` has a column `draw` after `replicate`. Otherwise it has
//! none, and its bytes are the same as before samples existed. An authority's own figures are
//! sampled too, but `draws.csv` omits them.
//!
//! Rows are ordered by strategy name, replicate and time. Everything except the manifest has the
//! same bytes for any number of threads, order of strategies, and interruptions. Balcony never
//! writes to a folder that it did not make, and deletes nothing there. In its own folders it
//! follows no links, and removes only the files in this table.

mod atomic_write;
mod bounds;
mod convert;
mod csv_table;
mod details_table;
pub mod disk;
mod draws_csv;
mod extend;
mod folder;
mod frame;
mod join;
mod lock;
mod manifest_file;
mod metadata;
mod parquet_file;
mod parquet_table;
mod part;
mod read;
pub mod rows;
mod run_store;
mod sealed;

pub use balcony_study::results::*;
pub use convert::Tables;
pub use draws_csv::Drawn;
pub use folder::{Folder, Mode, OpenedFolder, Request, begun_with};
pub use manifest_file::is_manifest;
pub use part::PART;
pub use read::read;
pub use run_store::{RunStore, StoreRequest};

/// Writes a text or bytes atomically: under a temporary name, flushed to disk, then renamed.
///
/// # Errors
/// If the disk fails.
pub fn put(path: &std::path::Path, doing: &str, what: impl AsRef<[u8]>) -> Result<(), StorageError> {
    use std::io::Write;
    let disk: std::sync::Arc<dyn disk::Disk> = std::sync::Arc::new(disk::RealDisk);
    atomic_write::put(&disk, path, doing, |file| file.write_all(what.as_ref())).map(|_| ())
}
