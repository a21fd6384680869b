//! Experiments: from a TOML file to points, and from points to rows. A point is a setting of the
//! factors. A task is one replicate of a point, run under every strategy with common random
//! numbers. A row is one strategy of a task.
//!
//! `read` turns a text into an [`Experiment`] or reports all its faults; `order` determines the
//! order of tasks; `task` runs one task; `run` runs all of them. [`crate::results::rows`] stores
//! the rows.

mod factor;
mod keys;
mod order;
mod points;
mod read;
mod run;
mod tally;
mod task;
mod warned;
mod words;

use balcony_engine::measure::OUTCOMES;

use crate::results::rows::DesignFacts;
use balcony_doe::design::Design;
use balcony_scenario::scenario::Scenario;
use balcony_scenario::scenario::schema::{Key, Schema};

pub use crate::results::rows::{Form, Level};
pub use factor::{Factor, FactorValues};
pub use order::{Order, Share};
pub use points::{Texts, of_csv};
pub use read::{read, read_text};
pub use run::{Pace, Swept, pilot, run};
pub use task::Tasks;
pub use warned::warnings;
pub use words::{bytes, manifest, range};

/// How many replicates of a point are run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Replicates {
    /// This many.
    Count(u32),
    /// Until confidence intervals are narrow enough.
    Until {
        /// Wanted half-width of the 95 % interval, in the outcome's unit.
        half_width: f64,
        /// Index of the outcome in the registry.
        outcome: usize,
        /// Replicates before the first look at the interval.
        least: u32,
        /// Largest number of replicates.
        most: u32,
    },
}

impl Replicates {
    /// Largest number of replicates of a point.
    pub fn most(self) -> u32 {
        match self {
            Self::Count(count) => count,
            Self::Until { most, .. } => most,
        }
    }
}

/// A checked experiment.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// File or name that it was read from.
    pub name: String,
    /// Title of the experiment.
    pub title: String,
    /// Question that the experiment asks; empty if none is given.
    pub question: String,
    /// The scenario with authority, length, seed and fixed values applied. Every point builds on
    /// it.
    pub scenario: Scenario,
    /// Names of the strategies, sorted.
    pub strategies: Vec<String>,
    /// Index of the strategy that the others are compared with.
    pub baseline: usize,
    /// The factors, in the order of the file.
    pub factors: Vec<Factor>,
    /// The points in the unit cube.
    pub design: Design,
    /// Settings with own figures of an authority. They are applied again at every point, so that
    /// they hold for whichever authority the point names.
    pub own: Vec<String>,
    /// Properties of the design.
    pub laid: DesignFacts,
    /// Values from a file of points (points x factors); empty for other designs.
    pub given: Vec<Level>,
    /// How many replicates of each point are run.
    pub replicates: Replicates,
    /// Indices in the registry of the outcomes that are studied.
    pub responses: Vec<usize>,
    /// Remarks on the file of points.
    pub notes: Vec<String>,
    /// Text of the experiment file.
    pub source: String,
    /// A canonical text of the experiment; two experiments are the same exactly if it is equal.
    pub resolved: String,
}

impl Experiment {
    /// Value of every factor at a point.
    pub fn levels(&self, point: usize) -> Vec<Level> {
        if !self.given.is_empty() {
            let factors = self.factors.len();
            return self.given[point * factors..][..factors].to_vec();
        }
        let mut place = vec![0.0; self.factors.len()];
        self.design.point(point, &mut place);
        self.factors.iter().zip(place).map(|(factor, u)| factor.level(u)).collect()
    }

    /// The `key=value` settings of a point.
    pub fn settings(&self, point: usize) -> Vec<String> {
        self.factors.iter().zip(self.levels(point)).map(|(factor, level)| factor.setting(&level)).collect()
    }

    /// Number of points of the design.
    pub fn points(&self) -> u32 {
        u32::try_from(self.design.len()).unwrap_or(u32::MAX)
    }

    /// Keys of the responses.
    pub fn response_keys(&self) -> Vec<&'static str> {
        self.responses.iter().filter_map(|at| OUTCOMES.get(*at)).map(|outcome| outcome.key).collect()
    }
}

/// The table of keys of an experiment file, for editors and for people.
pub fn schema() -> Schema {
    Schema { keys: keys::all(), parameters: Vec::new() }
}

/// A key of the table, by its name.
pub fn key(name: &str) -> Option<Key> {
    keys::all().into_iter().find(|key| key.name() == name)
}
