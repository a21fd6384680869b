//! Scenarios: from a TOML text to a checked question that the engine can be asked, with the origin
//! of every value.
//!
//! A text is parsed to a tree that knows places (`tree`), walked against one table of keys
//! (`schema`, `walk`), laid on its bases (`layer`, `read`) and built into a [`Scenario`] (`build`).
//! All faults come at once. Nothing here prints, runs the model, or reads a file outside `files`.
//! The commands that speak of scenarios (`check`, `show`, ...) return text.

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
pub mod what;

pub use acts::OWN as OWN_ACTS;
pub use authorities::{Authorities, England, Middling, Published};
pub use build::WARM_UP;
pub use check::{Check, NS_PER_CASE_WEEK, check, duration};
pub use command::setting_key;
pub use diff::diff;
pub use explain::explain;
pub use fault::{Fault, Faults};
pub use figures::RECORDED;
pub use json_schema::schema;
pub use key_tables::FIGURES;
pub use layer::Leaf;
pub use list::{Listed, list, list_text};
pub use new::new_file;
pub use read::{Library, read, read_text};
pub use shipped::SHIPPED;
pub use show::show;
pub use unknown::{MODES, Unknown, Unknowns};

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
    /// The file that was asked for.
    File(String, usize),
    /// A base of it.
    Base(String, usize),
    /// The command line; the option that gave it.
    Command(String),
    /// A published figure; source and year.
    Published(String),
    /// A model of leadership, or another value of the scenario that implies it.
    Implied(String),
    /// Nothing was said: the default and where it comes from.
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

/// One resolved value: its path, value and origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Names from the top to the key.
    pub path: Vec<String>,
    /// The value.
    pub leaf: Leaf,
    /// Where it comes from.
    pub origin: Origin,
}

impl Entry {
    /// The path with points between.
    pub fn key(&self) -> String {
        self.path.join(".")
    }

    /// The value as a file writes it.
    pub fn value(&self) -> String {
        resolved::value(&self.leaf)
    }
}

/// An event and its name.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedEvent {
    /// Its name in the file.
    pub name: String,
    /// The event, its week absolute.
    pub event: Event,
}

/// A strategy: the styles it decides for, by week.
#[derive(Debug, Clone, PartialEq)]
pub struct StrategyDefinition {
    /// Its name.
    pub name: String,
    /// The styles from each of some weeks after the start on, ascending, and the label of each.
    pub changes: Vec<(u32, String, Style)>,
    /// What else it does, weeks counted from the engine's first week.
    pub acts: Acts,
}

/// What a strategy buys, what it does when something happens or is seen, and whether it adapts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Acts {
    /// What is bought.
    pub investments: Vec<Investment>,
    /// Responses, by name.
    pub responses: Vec<Response>,
    /// Rules, by name.
    pub rules: Vec<Rule>,
    /// What it does on a date.
    pub acts: Vec<Event>,
    /// Is the way of leading itself tried and changed?
    pub adaptive: Option<Adaptive>,
}

/// A checked scenario with every value filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The name or path it was read from.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The question it is to answer; empty if none is given.
    pub question: String,
    /// The story; empty if none is given.
    pub story: String,
    /// Where story and figures come from.
    pub sources: Vec<String>,
    /// The key of the outcome that decides.
    pub primary: String,
    /// The day the scenario starts.
    pub start: Date,
    /// Weeks after week 0.
    pub weeks: u32,
    /// Weeks before week 0.
    pub warm_up: u32,
    /// Replicates of every strategy.
    pub replicates: u32,
    /// Draws of what is not known; 0 where every number has its central value.
    pub draws: u32,
    /// Whether a draw is a registered world ([`crate::ensemble`]).
    pub worlds: bool,
    /// The seed.
    pub seed: u32,
    /// How long it takes, in words; empty if not given.
    pub run_time: String,
    /// The authority's name for people.
    pub authority_label: String,
    /// Whether it is a place of the user's own, which no authority of England has the name of.
    pub elsewhere: bool,
    /// The symbol of money where it is shown.
    pub currency: String,
    /// Its figures.
    pub authority: Authority,
    /// The states at week 0.
    pub start_states: Start,
    /// Events, by week and name.
    pub events: Vec<NamedEvent>,
    /// The change programme: tasks by name.
    pub programme: Vec<(String, Task)>,
    /// Who sits where and who governs.
    pub structure: Structure,
    /// Strategies by name: declared ones, the four presets, and the incumbent, which changes
    /// nothing.
    pub strategies: BTreeMap<String, StrategyDefinition>,
    /// The strategies that a comparison runs, by name.
    pub compared: Vec<String>,
    /// The strategy that the others are compared with.
    pub baseline: String,
    /// What matters of each outcome, in the registry's order.
    pub margins: Vec<Margin>,
    /// Central values of all parameters, by key.
    pub parameters: BTreeMap<String, f64>,
    /// Every value with its origin, in the order of a file.
    pub entries: Vec<Entry>,
    /// What is allowed but may not be meant.
    pub warnings: Vec<String>,
    layers: read::Layers,
}

/// A strategy that a scenario does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no strategy `{name}`; there are {}", known.join(", "))]
pub struct NoStrategy {
    /// The name that was asked for.
    pub name: String,
    /// The names there are.
    pub known: Vec<String>,
    /// The nearest of them.
    pub nearest: Option<String>,
}

impl Scenario {
    /// Week 0.
    pub fn start_week(&self) -> Week {
        Week::on_or_after(self.start)
    }

    /// What the engine is told of everything but the strategy, the seed and the replicate.
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

    /// What the engine is told of a strategy; nothing at all for the incumbent.
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

    /// All strategies by name: the presets, the incumbent and the declared ones.
    pub fn strategy_names(&self) -> Vec<String> {
        self.strategies.keys().cloned().collect()
    }

    /// Numbers given as ranges: key, low, central, high. A run uses the central value; ignorance
    /// draws from the range.
    pub fn ranges(&self) -> Vec<(String, f64, f64, f64)> {
        let range = |entry: &Entry| match entry.leaf {
            Leaf::Range { low, central, high } => Some((entry.key(), low, central, high)),
            _ => None,
        };
        self.entries.iter().filter_map(range).collect()
    }

    /// The scenario with one `key=value` laid on it, checked as a file is.
    pub fn apply_set(&self, setting: &str, library: &Library<'_>) -> Result<Self, Faults> {
        self.apply_sets(&[setting.to_owned()], library)
    }

    /// The scenario with some `key=value` laid on it, in whatever order; the faults of all at once.
    pub fn apply_sets(&self, settings: &[String], library: &Library<'_>) -> Result<Self, Faults> {
        command::set(self, settings, library)
    }

    /// The scenario with a strategy from a file of its own; also gives the strategy's name.
    pub fn with_strategy_file(&self, file: &str, library: &Library<'_>) -> Result<(Self, String), Faults> {
        command::strategy_file(self, file, library)
    }

    /// The scenario for an authority: a name, a code or an archetype. Own figures stay if it is the
    /// one that they are of; a warning names them if they were another's and go.
    pub fn with_authority(&self, text: &str, library: &Library<'_>) -> Result<Self, Faults> {
        command::authority(self, text, library)
    }

    /// The scenario as if a value, or all of a table, had not been given; none if it is needed.
    pub fn without(&self, path: &[String], library: &Library<'_>) -> Option<Self> {
        command::without(self, path, library)
    }

    /// Open cases at any time, about.
    pub fn open_cases(&self) -> f64 {
        self.authority.in_need * check::OPEN_PER_IN_NEED
    }

    /// The scenario with another length. Events behind it are left out with a warning.
    pub fn with_weeks(&self, weeks: u32, library: &Library<'_>) -> Result<Self, Faults> {
        command::weeks(self, weeks, library)
    }
}
