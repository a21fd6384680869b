//! What replicates of a scenario bring under every strategy, and how strategies are compared in
//! pairs.
//!
//! Nothing here may depend on the number of threads, on the clock or on the order
//! in which strategies were listed; nothing here draws a number.

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

/// What one strategy did in one replicate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ArmResult {
    /// One figure for each row of the registry of outcomes, in its order.
    pub outcomes: Vec<f64>,
    /// Weeks times measures, a week after the other; empty when no series is wanted.
    pub series: Vec<f32>,
    /// The primary outcome by quarter of 13 weeks; a quarter in which it has no meaning holds NaN.
    pub primary_by_quarter: Vec<f64>,
    /// Finer counts, in the order of [`details`]; NaN where one is undefined.
    pub details: Vec<f64>,
}

/// One replicate: the same children and the same luck under every strategy.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replicate {
    /// Its number, from 0.
    pub replicate: u32,
    /// A result for every strategy, in the order of their sorted names.
    pub arms: Vec<ArmResult>,
    /// Weeks of open cases simulated, those of the warm-up included.
    pub case_weeks: u64,
    /// Those of the warm-up alone.
    pub warm_up_case_weeks: u64,
}

/// How long a simulation took.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Timing {
    /// Seconds by the clock on the wall.
    pub wall: f64,
    /// Seconds of processors, where the system tells.
    pub cpu: Option<f64>,
    /// Threads that simulated.
    pub threads: usize,
}

/// The model did something that no model may do. Exit code 3.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the model failed: {message} (authority {authority}, {agent}{}, {mechanism})", .week.map_or(String::new(), |week| format!(", week {week}")))]
pub struct ModelFailure {
    /// The authority in which it happened.
    pub authority: String,
    /// Who or what it happened to.
    pub agent: String,
    /// The week of the run, where it belongs to one.
    pub week: Option<u32>,
    /// The mechanism at fault.
    pub mechanism: String,
    /// What went wrong.
    pub message: String,
}

impl ModelFailure {
    /// The engine's failure in the words of an experiment; `first` is the week of the calendar that is
    /// week 0 of the run.
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

    /// The same, with the draw of what is not known in which it happened.
    #[must_use]
    pub fn in_draw(mut self, draw: Option<u32>) -> Self {
        if let Some(draw) = draw {
            self.agent.push_str(&format!(", draw {draw} of what is not known"));
        }
        self
    }
}

/// What is counted of the harm of each quarter in which it was due; a number where the primary
/// outcome is counted later too (`simulate`), since only then it is worked out for every quarter.
pub const DUE: [&str; 2] = ["harm-open", "harm-unserved"];

/// Figure and class of every finer count of a run of so many weeks: those of the engine, then harm
/// by the quarter in which it was due.
pub fn details(weeks: u32) -> Vec<(&'static str, String)> {
    let counted = balcony_engine::details::details().map(|detail| (detail.figure, detail.band.to_owned()));
    let quarters = 1..=weeks.div_ceil(13);
    let due = DUE
        .iter()
        .flat_map(|figure| quarters.clone().map(move |quarter| (*figure, format!("quarter {quarter}"))));
    counted.chain(due).collect()
}

/// The size of what each replicate brings: fixed before the run, the same for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Strategies.
    pub arms: usize,
    /// Outcomes of a strategy.
    pub outcomes: usize,
    /// Quarters of the primary outcome.
    pub quarters: usize,
    /// Finer counts; 0 when none are wanted.
    pub details: usize,
    /// Weeks of the series; 0 when none is wanted.
    pub weeks: usize,
    /// Measures of a week.
    pub measures: usize,
}

impl Shape {
    /// The shape of a run over so many weeks under the registry's outcomes and measures.
    pub fn new(arms: usize, weeks: u32, series: bool) -> Self {
        Self {
            arms,
            outcomes: balcony_engine::measure::OUTCOMES.len(),
            quarters: weeks.div_ceil(13) as usize,
            details: details(weeks).len(),
            weeks: if series { weeks as usize } else { 0 },
            measures: MEASURES.len(),
        }
    }
}
