//! Analysis of a sweep: how much of the variation is random, which factors move an outcome or a
//! difference between strategies, which strategy is best where, and which factors reverse an order.
//!
//! Everything is computed from a folder of rows alone, in the order of its rows, with seeded
//! resampling. So the same folder always gives the same results. Intervals cover the random choice
//! of points, not whether the model is right.

mod gather;
mod machine;
mod order_reversals;
mod page;
mod regimes;
mod text;
mod views;

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Outcome;

use balcony_runs::results::rows::RowsManifest;

pub use gather::gather;
pub use machine::{csv, json};
pub use order_reversals::Turn;
pub use page::page;
pub use regimes::Regimes;
pub use text::text;
pub use views::{FactorFigures, Quantity, View};

/// Options of an analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Keys of the outcomes to study; empty for those of the experiment.
    pub outcomes: Vec<String>,
    /// Number of bootstrap resamples.
    pub resamples: u32,
    /// Seed of the resampling.
    pub seed: u64,
    /// Number of threads; 0 means one per processor. The results do not depend on it.
    pub threads: usize,
}

/// Confidence level of every interval.
pub const LEVEL: f64 = 0.95;

/// Results of an analysis.
#[derive(Debug, Clone)]
pub struct Findings {
    /// Manifest of the sweep.
    pub manifest: RowsManifest,
    /// Number of failed runs.
    pub failed: u64,
    /// Number of successful runs.
    pub came_through: u64,
    /// Number of points in the sample on which shares, shifts and reversals rest. In a Saltelli
    /// design these are its two base samples.
    pub sample: usize,
    /// For each outcome, the level under the baseline and the difference of every other strategy.
    pub views: Vec<View>,
    /// Which strategy is best where, by the first outcome; `None` for a single strategy, or if the
    /// outcome has no better direction.
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

/// Why an analysis is not possible.
#[derive(Debug, thiserror::Error)]
pub enum NoFindings {
    /// The rows do not contain a requested outcome.
    #[error("there is no outcome `{name}` in these rows{}", .nearest.as_ref().map_or(String::new(), |near| format!("; did you mean {near}?")))]
    NoOutcome {
        /// The unknown name.
        name: String,
        /// Nearest name, if one is near.
        nearest: Option<String>,
    },
    /// The rows do not agree with the manifest.
    #[error("the rows cannot be read: {0}")]
    Rows(String),
    /// There are fewer than two points, so nothing was varied.
    #[error(
        "these rows have one point: nothing was varied, so nothing can be said of what varies; use compare"
    )]
    OnePoint,
}

/// Analyses a sweep; `rows` is the path of its rows.
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
