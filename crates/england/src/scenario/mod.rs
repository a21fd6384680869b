//! National scenarios: from a TOML text to settings of the market, one for each policy.
//!
//! A file has a table `[england]`, may have `[climate]`, `[parameters]` and dated `[events.NAME]`,
//! and a table `[policies.NAME]` for each policy. The first policy, or the one called `base`, is
//! the one that the others are compared with. All faults are reported together, as for other
//! scenarios.

mod events;
mod idle;
mod keys;
mod read;
mod shipped;
mod tell;
mod texts;

pub use events::{DatedEvent, SIZES, SizeOf, size_of};
pub use idle::without_effect;
pub use keys::schema;
pub use read::{is_national, read};
pub use shipped::{SHIPPED, shipped};
pub use tell::{check, explain, figures_of_start, json_schema, list_text, names, programme};

use balcony_engine::calendar::{Date, Week};
use balcony_market::{Setting, TICK};
use balcony_report::trace::tell::MONTH_NAMES;

/// Weeks of a year of a run: thirteen ticks.
pub const YEAR: u32 = 52;

/// One policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Its name in the file.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// The market under it. Before the start it is the same under all.
    pub setting: Setting,
}

/// A checked national scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct National {
    /// Its name, or the path of its file.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The question that it asks.
    pub question: String,
    /// What happens.
    pub story: String,
    /// Where its numbers come from.
    pub sources: Vec<String>,
    /// The figure that decides: a position in [`crate::figures::ROWS`].
    pub primary: usize,
    /// The day on which policies begin.
    pub start: Date,
    /// Length from the start, in weeks: whole years of [`YEAR`].
    pub weeks: u32,
    /// Number of runs.
    pub replicates: u32,
    /// Seed of all random numbers.
    pub seed: u32,
    /// How long it takes, in words.
    pub run_time: String,
    /// The policies, in the order of the file.
    pub policies: Vec<Policy>,
    /// Position of the policy that the others are compared with.
    pub base: usize,
    /// The market until the start.
    pub history: Setting,
    /// Dated national events, in the order of the file.
    pub events: Vec<DatedEvent>,
    /// What the command line sets, as `key=value`.
    pub sets: Vec<String>,
    /// Values that are given and could change a run: their paths.
    pub(crate) given: Vec<Vec<String>>,
    /// The text of the file.
    pub text: String,
}

impl National {
    /// The first week of the policies: the first tick on or after the start.
    pub fn first_week(&self) -> u32 {
        Week::on_or_after(self.start).0.div_ceil(TICK) * TICK
    }

    /// Years of a run.
    pub fn years(&self) -> u32 {
        self.weeks / YEAR
    }

    /// The calendar year in which a year of the run ends, for its label.
    pub fn ends(&self, year: u32) -> u16 {
        self.start.year + year as u16 + 1
    }

    /// The month in which years of the run end: March if it starts in April.
    pub fn month_of_end(&self) -> &'static str {
        MONTH_NAMES[(usize::from(self.start.month) + 10) % 12]
    }

    /// The position of a policy.
    pub fn policy(&self, name: &str) -> Option<usize> {
        self.policies.iter().position(|policy| policy.name == name)
    }

    /// Keeps some policies, the base among them, in the order of the file.
    pub fn keep(&mut self, policies: &[usize], base: usize) {
        let name = self.policies[base].name.clone();
        let mut at = 0;
        self.policies.retain(|_| {
            at += 1;
            at - 1 == base || policies.contains(&(at - 1))
        });
        self.base = self.policy(&name).unwrap_or(0);
    }
}
