//! What a sweep says: how much of it is luck, what moves an outcome and what moves a difference
//! between strategies, which strategy is best where, and what turns an order round.
//!
//! Everything is worked out from a folder of rows alone, in the order of its rows, with seeded
//! resampling: the same folder gives the same figures. Intervals cover the luck of the sample of
//! points; whether the model is right they do not know.

mod gather;
mod machine;
mod order_reversals;
mod page;
mod regimes;
mod text;
mod views;

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Outcome;

use crate::results::rows::RowsManifest;

pub use gather::gather;
pub use machine::{csv, json};
pub use order_reversals::Turn;
pub use page::page;
pub use regimes::Regimes;
pub use text::text;
pub use views::{FactorFigures, View, What};

/// How an analysis is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Outcomes to look at, by their keys; those of the experiment if there are none.
    pub outcomes: Vec<String>,
    /// Resamples of the bootstrap.
    pub resamples: u32,
    /// The seed of resampling.
    pub seed: u64,
    /// Threads; 0 stands for as many as the machine has. No figure depends on them.
    pub threads: usize,
}

/// The level of every interval.
pub const LEVEL: f64 = 0.95;

/// What a sweep says.
#[derive(Debug, Clone)]
pub struct Findings {
    /// What was swept.
    pub manifest: RowsManifest,
    /// Runs without outcomes.
    pub failed: u64,
    /// Runs with outcomes.
    pub came_through: u64,
    /// Points of the sample on which shares, shifts and orders rest: of a Saltelli design its two
    /// base samples.
    pub sample: usize,
    /// A level under the baseline, and the difference of every other strategy, for each outcome.
    pub views: Vec<View>,
    /// Which strategy is best where, by the first outcome; none for one strategy, or where neither
    /// way is better.
    pub regimes: Option<Regimes>,
}

impl Findings {
    /// Names of the factors.
    pub fn factors(&self) -> Vec<&str> {
        self.manifest.identity.factors.iter().map(|column| column.name.as_str()).collect()
    }

    /// The outcome of a view.
    pub fn outcome(view: &View) -> &'static Outcome {
        &OUTCOMES[view.outcome.min(OUTCOMES.len() - 1)]
    }
}

/// Why there is no analysis.
#[derive(Debug, thiserror::Error)]
pub enum NoFindings {
    /// An outcome that was asked for is none.
    #[error("there is no outcome `{name}` in these rows{}", .nearest.as_ref().map_or(String::new(), |near| format!("; did you mean {near}?")))]
    NoOutcome {
        /// The name.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// The rows are not what the manifest says.
    #[error("the rows cannot be read: {0}")]
    Rows(String),
    /// Fewer than two points: nothing was varied.
    #[error(
        "these rows have one point: nothing was varied, so nothing can be said of what varies; use compare"
    )]
    OnePoint,
}

/// Works out what a sweep says; `rows` is the file of its rows.
///
/// # Errors
/// If an outcome is unknown, the rows cannot be read, or nothing was varied.
pub fn analyse(
    manifest: &RowsManifest,
    rows: &std::path::Path,
    options: &Options,
) -> Result<Findings, NoFindings> {
    let gathered = gather(manifest, rows, options)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .build()
        .map_err(|error| NoFindings::Rows(format!("no threads: {error}")))?;
    let views = pool.install(|| views::views(manifest, &gathered, options));
    Ok(Findings {
        manifest: manifest.clone(),
        failed: gathered.failed,
        came_through: gathered.came_through,
        sample: gathered.sample.len(),
        views,
        regimes: regimes::regimes(manifest, &gathered),
    })
}
