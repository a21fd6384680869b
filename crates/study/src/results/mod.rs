//! The description and the results of a run: a manifest, a table of outcomes, and a summary as CSV.
//! The crate `balcony-runs` reads and writes the folders.

mod error;
pub mod identity;
pub mod manifest;
mod margins;
mod summary_csv;

pub use crate::experiment::StorageError;
pub use error::{Difference, ResultsError};
pub use identity::{Format, Identity, engine};
pub use manifest::{FileFacts, KEPT_OUT, MANIFEST, Manifest, PLACE, RunRequest, Status, Timings};
pub use margins::{KeptMargin, Margins};
pub use summary_csv::text as summary_csv;

use crate::experiment::Table;

/// Results of a folder, or of a run in memory.
#[derive(Debug)]
pub struct Results {
    /// The folder; empty for a run in memory.
    pub path: std::path::PathBuf,
    /// Manifest of the run.
    pub manifest: Manifest,
    /// Outcomes of every strategy and replicate, with means over time. Reading a folder gives
    /// exactly the table that the run made.
    pub table: Table,
    /// The primary outcome, ordered by strategy, replicate and quarter.
    pub quarters: Vec<f64>,
    /// The sampled numbers by key, each with its value in every sample, without an authority's own
    /// figures; empty if parameters are not sampled.
    pub numbers: Vec<(String, Vec<f64>)>,
}

impl Results {
    /// Results of a complete run in memory; `quarters` as in [`Results::quarters`], `numbers` as in
    /// [`Results::numbers`].
    pub fn in_memory(
        asked: RunRequest,
        table: Table,
        quarters: Vec<f64>,
        numbers: Vec<(String, Vec<f64>)>,
    ) -> Self {
        let outcomes_digest = Some(table.digest());
        let manifest = Manifest {
            status: Status::Complete,
            ran: Some(table.replicates),
            outcomes_digest,
            ..Manifest::begun(asked)
        };
        Self { path: std::path::PathBuf::new(), manifest, table, quarters, numbers }
    }
}

/// The text of `summary.csv`.
pub fn summary(results: &Results) -> String {
    summary_csv(&results.manifest.identity, &results.manifest.currency, &results.table)
}

/// The column of a table for a key: hyphens become underscores, so that every name is a name in R,
/// Python and SQL too.
pub fn column(key: &str) -> String {
    key.replace('-', "_")
}

/// A field of comma-separated text, quoted if necessary.
pub fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
