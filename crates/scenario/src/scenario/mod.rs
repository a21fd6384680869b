//! Scenarios: from a TOML text to checked inputs of the engine, with the origin of every value.
//!
//! The reader parses a text to a tree with source positions (`tree`), checks it against one table
//! of keys (`schema`, `walk`), merges it with its bases (`layer`, `read`) and builds a [`Scenario`]
//! (`build`). It reports all faults together. This module does not print or run the model, and only
//! `files` reads from disk. The commands about scenarios (`check`, `show`, ...) return text.

mod acts;
mod authorities;
mod build;
mod check;
mod command;
mod compared;
mod diff;
pub mod events;
mod explain;
mod fault;
mod figures;
pub mod file_kind;
pub mod files;
mod happenings;
pub mod hints;
mod json_schema;
mod key_tables;
mod keys;
mod layer;
mod list;
pub mod margins;
mod moved;
mod new;
mod numbers;
mod programme;
mod read;
mod report;
mod resolved;
pub mod schema;
mod shipped;
mod show;
mod strategies;
pub mod toml_reader;
mod tree;
mod unknown;
mod walk;

pub use acts::OWN as OWN_ACTS;
pub use authorities::{Authorities, England, Middling, Published};
pub use build::WARM_UP;
pub use check::{Check, NS_PER_CASE_WEEK, check, duration};
pub use command::setting_key;
pub use diff::diff;
pub use explain::explain;
pub use fault::{Fault, Faults, nearest};
pub use figures::RECORDED;
pub use json_schema::schema;
pub use key_tables::{FIGURES, Figure};
pub use layer::Leaf;
pub use list::{Listed, list, list_text};
pub use new::new_file;
pub use read::{Library, read, read_text};
pub use schema::parameters_digest;
pub use shipped::SHIPPED;
pub use show::show;
pub use unknown::{MODES, Unknown, Unknowns, meaning};

#[cfg(test)]
mod tests;

use balcony_engine::calendar::{Date, Week};
use balcony_engine::parameters::Parameters;
use balcony_engine::registry::Margin;
use balcony_engine::setting::{Authority, Event, Setting, Start, Structure, Task};
use balcony_engine::strategy::{Adaptive, Investment, Response, Rule, Strategy, Style};
use std::collections::BTreeMap;
use std::fmt;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The file that the user named, with the line.
    File(String, usize),
    /// A base of that file, with the line.
    Base(String, usize),
    /// The command line, with the option.
    Command(String),
    /// A published figure, with source and year.
    Published(String),
    /// A leadership model, or another value of the scenario that implies this one.
    Implied(String),
    /// The default, with its source.
    Default(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file, line) => write!(f, "{file}:{line}"),
            Self::Base(file, line) => write!(f, "base {file}:{line}"),
            Self::Command(option) => write!(f, "{option}"),
            Self::Published(source) => write!(f, "published: {source}"),
            Self::Implied(by) => write!(f, "from {by}"),
            Self::Default(source) if source.is_empty() => write!(f, "default"),
            Self::Default(source) => write!(f, "default: {source}"),
        }
    }
}

/// One resolved value with its path and origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Names from the top of the file to the key.
    pub path: Vec<String>,
    /// The value.
    pub leaf: Leaf,
    /// Origin of the value.
    pub origin: Origin,
}

impl Entry {
    /// The dotted path.
    pub fn key(&self) -> String {
        self.path.join(".")
    }

    /// The value in TOML.
    pub fn value(&self) -> String {
        resolved::value(&self.leaf)
    }
}

/// An event with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedEvent {
    /// Name of the event in the file.
    pub name: String,
    /// The event; its week counts from the engine's first week.
    pub event: Event,
}

/// A strategy: its styles over time, and its other acts.
#[derive(Debug, Clone, PartialEq)]
pub struct StrategyDefinition {
    /// Name of the strategy.
    pub name: String,
    /// Style changes, ascending in time: weeks after the start, label, style.
    pub changes: Vec<(u32, String, Style)>,
    /// The other parts of the strategy, in weeks counted from the engine's first week.
    pub acts: Acts,
}

/// The parts of a strategy other than style.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Acts {
    /// Investments.
    pub investments: Vec<Investment>,
    /// Responses to events, sorted by name.
    pub responses: Vec<Response>,
    /// Rules about what the leader sees, sorted by name.
    pub rules: Vec<Rule>,
    /// Acts on a fixed date.
    pub acts: Vec<Event>,
    /// How the strategy adapts; `None` if it does not.
    pub adaptive: Option<Adaptive>,
}

/// A checked scenario with every value filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Name or path that the scenario was read from.
    pub name: String,
    /// Title of the scenario.
    pub title: String,
    /// Question that the scenario asks; empty if none is given.
    pub question: String,
    /// Story of the scenario; empty if none is given.
    pub story: String,
    /// Sources of the story and the figures.
    pub sources: Vec<String>,
    /// Key of the primary outcome: the one that answers the question.
    pub primary: String,
    /// Keys of further primary outcomes, in the order of the file.
    pub also: Vec<String>,
    /// First day of week 0.
    pub start: Date,
    /// Number of weeks from week 0 on.
    pub weeks: u32,
    /// Number of warm-up weeks before week 0.
    pub warm_up: u32,
    /// Number of replicates of every strategy.
    pub replicates: u32,
    /// Number of parameter samples; 0 if every number has its central value.
    pub draws: u32,
    /// Whether the samples are members of the calibrated ensemble ([`crate::ensemble`]).
    pub worlds: bool,
    /// Seed of the random numbers.
    pub seed: u32,
    /// How long a run takes, in words; empty if not given.
    pub run_time: String,
    /// Name of the authority for display.
    pub authority_label: String,
    /// Whether the place is outside England, so that no authority of England has its name.
    pub elsewhere: bool,
    /// Currency symbol for display.
    pub currency: String,
    /// Figures of the authority.
    pub authority: Authority,
    /// States at week 0.
    pub start_states: Start,
    /// Events, sorted by week and name.
    pub events: Vec<NamedEvent>,
    /// Tasks of the change programme, with their names.
    pub programme: Vec<(String, Task)>,
    /// Who works where and who governs.
    pub structure: Structure,
    /// Strategies by name: declared ones, the four presets, and the incumbent, which changes
    /// nothing.
    pub strategies: BTreeMap<String, StrategyDefinition>,
    /// Names of the strategies that a comparison runs.
    pub compared: Vec<String>,
    /// Name of the strategy that the others are compared with.
    pub baseline: String,
    /// Smallest effect of interest of each outcome, in the registry's order.
    pub margins: Vec<Margin>,
    /// Central values of all parameters, by key.
    pub parameters: BTreeMap<String, f64>,
    /// Every value with its origin, in the order of a scenario file.
    pub entries: Vec<Entry>,
    /// Warnings: allowed values that are probably not intended.
    pub warnings: Vec<String>,
    layers: read::Layers,
}

/// Error: a scenario has no strategy with a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no strategy `{name}`; there are {}", known.join(", "))]
pub struct NoStrategy {
    /// The unknown name.
    pub name: String,
    /// Names of the strategies that the scenario has.
    pub known: Vec<String>,
    /// The nearest of those names, if one is near.
    pub nearest: Option<String>,
}

impl Scenario {
    /// The week that begins on or after the start day: week 0.
    pub fn start_week(&self) -> Week {
        Week::on_or_after(self.start)
    }

    /// The engine's inputs except strategy, seed and replicate.
    pub fn setting(&self) -> Setting {
        let mut parameters = Parameters::default();
        for (key, value) in &self.parameters {
            if let Some(place) = parameters.value(key) {
                *place = *value;
            }
        }
        Setting {
            authority: self.authority.clone(),
            start_week: self.start_week(),
            warm_up: self.warm_up,
            start: self.start_states.clone(),
            events: self.events.iter().map(|named| named.event).collect(),
            tasks: self.programme.iter().map(|(_, task)| *task).collect(),
            structure: self.structure,
            parameters,
        }
    }

    /// A strategy as the engine's input; for the incumbent it is empty.
    ///
    /// # Errors
    /// If the scenario has no strategy with that name.
    pub fn strategy(&self, name: &str) -> Result<Strategy, NoStrategy> {
        let found = self.strategies.get(name).ok_or_else(|| {
            let known = self.strategy_names();
            let nearest = fault::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
            NoStrategy { name: name.to_owned(), known, nearest }
        })?;
        let start = self.start_week().0;
        Ok(Strategy {
            changes: found.changes.iter().map(|(week, _, style)| (Week(start + week), *style)).collect(),
            investments: found.acts.investments.clone(),
            responses: found.acts.responses.clone(),
            rules: found.acts.rules.clone(),
            acts: found.acts.acts.clone(),
            adaptive: found.acts.adaptive.clone(),
            treatments: Vec::new(),
        })
    }

    /// Names of all strategies: presets, incumbent and declared ones.
    pub fn strategy_names(&self) -> Vec<String> {
        self.strategies.keys().cloned().collect()
    }

    /// Numbers that are given as ranges: key, low, central, high. A run with central parameters
    /// uses the central value; parameter uncertainty samples from the range.
    pub fn ranges(&self) -> Vec<(String, f64, f64, f64)> {
        let range = |entry: &Entry| match entry.leaf {
            Leaf::Range { low, central, high } => Some((entry.key(), low, central, high)),
            _ => None,
        };
        self.entries.iter().filter_map(range).collect()
    }

    /// Applies one `key=value` setting, with the checks of a file.
    ///
    /// # Errors
    /// All faults of the setting and of the changed scenario.
    pub fn apply_set(&self, setting: &str, library: &Library<'_>) -> Result<Self, Faults> {
        self.apply_sets(&[setting.to_owned()], library)
    }

    /// Applies several `key=value` settings; their order does not matter.
    ///
    /// # Errors
    /// All faults of the settings and of the changed scenario.
    pub fn apply_sets(&self, settings: &[String], library: &Library<'_>) -> Result<Self, Faults> {
        command::set(self, settings, library)
    }

    /// Adds a strategy from a strategy file; also returns the strategy's name.
    ///
    /// # Errors
    /// All faults of the file and of the changed scenario.
    pub fn with_strategy_file(&self, file: &str, library: &Library<'_>) -> Result<(Self, String), Faults> {
        command::strategy_file(self, file, library)
    }

    /// Replaces the authority by the one that a name, a code or an archetype means. The user's own
    /// figures stay if it is the same authority. Otherwise they are removed, and a warning lists
    /// them.
    ///
    /// # Errors
    /// If no authority is meant, or the changed scenario has faults.
    pub fn with_authority(&self, text: &str, library: &Library<'_>) -> Result<Self, Faults> {
        command::authority(self, text, library)
    }

    /// The scenario without one value or one table; `None` if the result is not a valid scenario.
    pub fn without(&self, path: &[String], library: &Library<'_>) -> Option<Self> {
        command::without(self, path, library)
    }

    /// Estimated number of open cases at any time.
    pub fn open_cases(&self) -> f64 {
        self.authority.in_need * check::OPEN_PER_IN_NEED
    }

    /// Changes the length of the scenario. Events after the new end are dropped, with a warning.
    ///
    /// # Errors
    /// If the changed scenario has faults.
    pub fn with_weeks(&self, weeks: u32, library: &Library<'_>) -> Result<Self, Faults> {
        command::weeks(self, weeks, library)
    }
}
