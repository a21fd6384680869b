//! Results of replicates under every strategy, and paired comparison of strategies.
//!
//! Nothing here may depend on the number of threads, on the clock or on the order in which
//! strategies were listed. Nothing here uses random numbers.

pub mod check;
pub mod keep;
pub mod stats;
pub mod stopping;
pub mod table;

pub use keep::{Keep, StorageError};
pub use stopping::Stopping;
pub use table::Table;

use balcony_engine::calendar::Week;
use balcony_engine::measure::MEASURES;

/// Results of one strategy in one replicate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ArmResult {
    /// One value per row of the registry of outcomes, in its order.
    pub outcomes: Vec<f64>,
    /// Weekly measures, week by week (weeks x measures); empty if no series is kept.
    pub series: Vec<f32>,
    /// The primary outcome by quarter of 13 weeks; NaN in a quarter where it is undefined.
    pub primary_by_quarter: Vec<f64>,
    /// Detailed counts, in the order of [`details`]; NaN where one is undefined.
    pub details: Vec<f64>,
    /// Every outcome by quarter, quarter by quarter (quarters x outcomes); empty if only the
    /// primary one is kept.
    pub quarters: Vec<f64>,
}

/// One replicate: the same children and the same random numbers under every strategy.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replicate {
    /// Index of the replicate, counted from 0.
    pub replicate: u32,
    /// One result per strategy, sorted by the strategies' names.
    pub arms: Vec<ArmResult>,
    /// Weeks of open cases that were simulated, warm-up included.
    pub case_weeks: u64,
    /// Weeks of open cases in the warm-up.
    pub warm_up_case_weeks: u64,
}

/// Time that a simulation took.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Timing {
    /// Wall-clock time in seconds.
    pub wall: f64,
    /// Processor time in seconds; `None` if the system does not report it.
    pub cpu: Option<f64>,
    /// Number of threads that simulated.
    pub threads: usize,
}

/// The model did something impossible. Exit code 3.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the model failed: {message} (authority {authority}, {agent}{}, {mechanism})", .week.map_or(String::new(), |week| format!(", week {week}")))]
pub struct ModelFailure {
    /// Authority in which it happened.
    pub authority: String,
    /// Agent or object concerned.
    pub agent: String,
    /// Week of the run; `None` if the failure belongs to no week.
    pub week: Option<u32>,
    /// Mechanism that failed.
    pub mechanism: String,
    /// Description of the failure.
    pub message: String,
}

impl ModelFailure {
    /// Converts the engine's failure to one of an experiment. `first` is the calendar week of the
    /// run's week 0.
    pub fn of(failed: &balcony_engine::error::ModelFailure, authority: &str, first: Week) -> Self {
        let week = failed.week.checked_sub(first.0);
        let when = if week.is_none() { " in the warm-up" } else { "" };
        Self {
            authority: authority.to_owned(),
            agent: format!("replicate {}", failed.replicate),
            week,
            mechanism: format!("{}, checked at the end of the week", failed.what),
            message: format!("{} is {}{when}", failed.what, failed.value),
        }
    }

    /// Adds the index of the parameter sample in which the failure happened.
    #[must_use]
    pub fn in_draw(mut self, draw: Option<u32>) -> Self {
        if let Some(draw) = draw {
            self.agent.push_str(&format!(", draw {draw} of the uncertain parameters"));
        }
        self
    }
}

/// Outcomes that are also counted by the quarter in which the harm was due. They have values only
/// if the primary outcome accrues with delay (`simulate`), because only then the simulation
/// computes them for every quarter.
pub const DUE: [&str; 2] = ["harm-open", "harm-unserved"];

/// Figure and class of every detailed count of a run of `weeks` weeks: those of the engine, then
/// harm by the quarter in which it was due.
pub fn details(weeks: u32) -> Vec<(&'static str, String)> {
    let counted = balcony_engine::details::details().map(|detail| (detail.figure, detail.band.to_owned()));
    let quarters = 1..=weeks.div_ceil(13);
    let due = DUE
        .iter()
        .flat_map(|figure| quarters.clone().map(move |quarter| (*figure, format!("quarter {quarter}"))));
    counted.chain(due).collect()
}

/// The size of each replicate's results. It is fixed before the run and the same for all
/// replicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Number of strategies.
    pub arms: usize,
    /// Number of outcomes per strategy.
    pub outcomes: usize,
    /// Number of quarters of the primary outcome.
    pub quarters: usize,
    /// Number of outcomes that are kept by quarter besides the primary one; 0 if none are.
    pub by_quarter: usize,
    /// Number of detailed counts; 0 if none are kept.
    pub details: usize,
    /// Number of weeks of the series; 0 if none is kept.
    pub weeks: usize,
    /// Number of measures per week.
    pub measures: usize,
}

impl Shape {
    /// The shape of a run of `weeks` weeks with the registry's outcomes and measures. With `series`
    /// everything is kept over time.
    pub fn new(arms: usize, weeks: u32, series: bool) -> Self {
        let outcomes = balcony_engine::measure::OUTCOMES.len();
        Self {
            arms,
            outcomes,
            by_quarter: if series { outcomes } else { 0 },
            quarters: weeks.div_ceil(13) as usize,
            details: details(weeks).len(),
            weeks: if series { weeks as usize } else { 0 },
            measures: MEASURES.len(),
        }
    }
}
