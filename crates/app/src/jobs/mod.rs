//! From what is asked to results: what every face with files and threads shares. A scenario with
//! all that is laid on it, a job, its end in memory or in a folder, and its words. Prints nothing,
//! and knows neither options nor Python.

pub mod idle;
mod load;
mod published;
mod story;
mod sweep;
mod words;
mod work;

use crate::experiment::Stop;
use crate::results::ResultsError;
use crate::scenario::{Faults, NoStrategy};

pub use load::{Laid, evidence, known, lay, library, with_strategies, without_own};
pub use published::attribution;
pub use story::{Ask, Whom, story};
pub use sweep::{Sweeping, findings, sweep};
pub use words::Words;
pub use work::{Done, JobOptions, Kept, Ready};

/// Why what was asked for did not come about.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The scenario, or what was laid on it.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// A strategy that the scenario does not have.
    #[error("there is no strategy `{}`; there are {}{}", .0.name, .0.known.join(", "), near(.0))]
    NoStrategy(#[from] NoStrategy),
    /// What was asked for cannot be: one sentence.
    #[error("{0}")]
    Usage(String),
    /// The run stopped; whether anything is kept in a folder.
    #[error("{0}")]
    Stop(Stop, bool),
    /// The folder of results cannot be used.
    #[error(transparent)]
    Results(#[from] ResultsError),
}

fn near(no: &NoStrategy) -> String {
    no.nearest.as_ref().map_or(String::new(), |nearest| format!("; did you mean {nearest}?"))
}
