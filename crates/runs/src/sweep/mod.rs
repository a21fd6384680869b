//! Experiments: from a TOML file to points, from points to rows. A point is a setting of the
//! factors; a task is one replicate of a point, lived under every strategy on the same luck; a row
//! is one strategy of a task.
//!
//! `read` turns a text into an [`Experiment`] or into all its faults; `order` says which task comes
//! when; `task` lives one; `run` lives them all. Where rows are kept is the business of
//! [`crate::results::rows`].

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

use crate::design::Design;
use crate::results::rows::DesignFacts;
use crate::scenario::Scenario;
use crate::scenario::schema::{Key, Schema};

pub use crate::results::rows::{Form, Level};
pub use factor::{Factor, FactorValues};
pub use order::{Order, Share};
pub use points::{Texts, of_csv};
pub use read::{read, read_text};
pub use run::{Pace, Swept, pilot, run};
pub use task::Tasks;
pub use warned::warnings;
pub use words::{bytes, manifest, range};

/// How often a point is lived through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Replicates {
    /// So many times.
    Count(u32),
    /// Until intervals are narrow.
    Until {
        /// Half the width of the 95 % interval that is asked for, in the outcome's unit.
        half_width: f64,
        /// The outcome: a row of the registry.
        outcome: usize,
        /// Replicates before the interval is looked at.
        least: u32,
        /// Replicates at which a point ends anyway.
        most: u32,
    },
}

impl Replicates {
    /// The most replicates that a point can have.
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
    /// The file or name it was read from.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it is to answer; empty if nobody said.
    pub question: String,
    /// The scenario, with authority, length, seed and fixed values laid on it: every point begins
    /// from it.
    pub scenario: Scenario,
    /// Names of the strategies, sorted.
    pub strategies: Vec<String>,
    /// The strategy that the others are compared with: a place among them.
    pub baseline: usize,
    /// What is moved, in the order of the file.
    pub factors: Vec<Factor>,
    /// The points.
    pub design: Design,
    /// Of what is set at every point, an authority's own figures: they hold whichever authority a
    /// point names.
    pub own: Vec<String>,
    /// How they were laid.
    pub laid: DesignFacts,
    /// Values given point by point, where they come from a file: points times factors.
    pub given: Vec<Level>,
    /// How often each is lived through.
    pub replicates: Replicates,
    /// The outcomes that are looked at: rows of the registry.
    pub responses: Vec<usize>,
    /// What is to be said of the file of points.
    pub notes: Vec<String>,
    /// The text that was read.
    pub source: String,
    /// The experiment as a text that says all of it in one way: what makes two experiments the
    /// same.
    pub resolved: String,
}

impl Experiment {
    /// The value of every factor at a point.
    pub fn levels(&self, point: usize) -> Vec<Level> {
        if !self.given.is_empty() {
            let factors = self.factors.len();
            return self.given[point * factors..][..factors].to_vec();
        }
        let mut place = vec![0.0; self.factors.len()];
        self.design.point(point, &mut place);
        self.factors.iter().zip(place).map(|(factor, u)| factor.level(u)).collect()
    }

    /// What `--set` is given for a point.
    pub fn settings(&self, point: usize) -> Vec<String> {
        self.factors.iter().zip(self.levels(point)).map(|(factor, level)| factor.setting(&level)).collect()
    }

    /// Points of the design.
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

/// One key of the table, by its name.
pub fn key(name: &str) -> Option<Key> {
    keys::all().into_iter().find(|key| key.name() == name)
}
