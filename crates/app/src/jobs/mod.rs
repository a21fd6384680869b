//! From a request to results: the layer that all front ends with files and threads share. It
//! applies options to a scenario, runs a job, keeps its results in memory or in a folder, and
//! describes them. It does not print, and knows neither command-line options nor Python.

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

pub use load::{Laid, evidence, known, lay, library, places, with_strategies, without_own};
pub use published::attribution;
pub use story::{StoryRequest, StorySubject, story};
pub use sweep::{Sweeping, findings, sweep};
pub use words::{Words, side_by_side};
pub use work::{Done, JobOptions, Ready, ResultsPlace};

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The scenario or an option has faults.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// The scenario does not have a strategy.
    #[error("there is no strategy `{}`; there are {}{}", .0.name, .0.known.join(", "), near(.0))]
    NoStrategy(#[from] NoStrategy),
    /// The request is not possible; one sentence.
    #[error("{0}")]
    Usage(String),
    /// The run stopped. The flag says whether a folder keeps its replicates.
    #[error("{0}")]
    Stop(Stop, bool),
    /// The folder of results cannot be used.
    #[error(transparent)]
    Results(#[from] ResultsError),
}

fn near(no: &NoStrategy) -> String {
    no.nearest.as_ref().map_or(String::new(), |nearest| format!("; did you mean {nearest}?"))
}
