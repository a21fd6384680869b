//! The table of all keys of a scenario: kind, range, unit, default, meaning, source.
//!
//! The reader, the JSON Schema, `explain`, `show` and the files that `new` writes all use this
//! table. Nothing about a key may be defined anywhere else.

pub use super::key_tables::ARCHETYPES;
use super::keys;
use balcony_engine::parameters::Parameters;
use balcony_engine::registry::{Margin, Parameter};
use sha2::{Digest, Sha256};

/// Which values a key accepts.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A text with at most this many characters.
    Text(usize),
    /// A list of texts.
    Texts,
    /// A whole number in a range.
    Whole(i64, i64),
    /// A number in a range.
    Number(f64, f64),
    /// A number in a range, or a range within that range.
    Ranged(f64, f64),
    /// A day, written as 2019-04-01.
    Date,
    /// A day, or a number of weeks after the start.
    When,
    /// One of several names.
    Choice(Vec<&'static str>),
    /// One of several names, or a list of some of them.
    Choices(Vec<&'static str>),
    /// A number or a day: an end of a range.
    Bound,
    /// A list of numbers, texts or days, kept as texts.
    Values,
    /// A margin: a share, a size, or both. Holds the registry's margin, which supplies the missing
    /// part, and the largest size.
    Margin(Margin, f64),
}

/// Largest number of names in a list of [`Kind::Choices`].
pub const MOST_CHOSEN: usize = 5;

impl Kind {
    /// The kind of value in a few words, for a fault.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::Choice(_) => "a text in quotes",
            Self::Choices(_) => "a text in quotes, or a list of texts",
            Self::Texts | Self::Values => "a list in square brackets",
            Self::Whole(..) => "a whole number",
            Self::Number(..) => "a number",
            Self::Ranged(..) => "a number or a range",
            Self::Date => "a day",
            Self::When => "a day or a number of weeks",
            Self::Bound => "a number or a day",
            Self::Margin(..) => "a share in quotes or a number",
        }
    }
}

/// One key.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Path of the key; `*` stands for a name that the author chooses.
    pub path: Vec<String>,
    /// Which values the key accepts.
    pub kind: Kind,
    /// Unit of the value; empty if it has none.
    pub unit: &'static str,
    /// The default, in words.
    pub default: String,
    /// Meaning of the key.
    pub meaning: &'static str,
    /// Source of the range.
    pub source: &'static str,
}

impl Key {
    /// The dotted path.
    pub fn name(&self) -> String {
        self.path.join(".")
    }

    /// The allowed values in words.
    pub fn allowed(&self) -> String {
        let unit = if self.unit.is_empty() { String::new() } else { format!(" ({})", self.unit) };
        match &self.kind {
            Kind::Text(most) => format!("a text of at most {most} characters, in quotes"),
            Kind::Texts => "a list of texts, such as [\"one\", \"two\"]".to_owned(),
            Kind::Whole(low, high) => format!("a whole number from {low} to {high}{unit}"),
            Kind::Number(low, high) => format!("a number from {low} to {high}{unit}"),
            Kind::Ranged(low, high) => {
                format!("a number from {low} to {high}{unit}, or {{ low = ..., high = ... }} within it")
            }
            Kind::Date => "a day, written without quotes: 2019-04-01".to_owned(),
            Kind::When => {
                "a day, written without quotes (2019-04-01), or a number of weeks after the start".to_owned()
            }
            Kind::Choice(names) => format!("one of {}", names.join(", ")),
            Kind::Choices(names) => {
                format!("one of these, or a list of them, the first first: {}", names.join(", "))
            }
            Kind::Bound => "a number, or a day, written without quotes: 2019-04-01".to_owned(),
            Kind::Margin(_, most) => super::margins::allowed(*most, self.unit),
            Kind::Values => "a list of numbers, texts or days, such as [0.2, 0.5, 0.8]".to_owned(),
        }
    }
}

/// Digest of the model's parameters: keys, defaults, ranges and units.
pub fn parameters_digest() -> String {
    let line =
        |row: &Parameter| format!("{},{},{},{},{}\n", row.key, row.default, row.low, row.high, row.unit);
    let text: String = Parameters::registry().map(line).collect();
    balcony_numeric::hex(&Sha256::digest(text.as_bytes()))[..16].to_owned()
}

/// The table that holds parameters.
const PARAMETERS: &str = "parameters";

/// All keys, and all parameters of the model.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The keys, in the order of a scenario file.
    pub keys: Vec<Key>,
    /// The parameters that `[parameters]` accepts.
    pub parameters: Vec<Parameter>,
}

impl Schema {
    /// The table for a registry of parameters.
    pub fn new(parameters: Vec<Parameter>) -> Self {
        Self { keys: keys::all(), parameters }
    }

    /// The key at a path.
    pub fn find(&self, path: &[String]) -> Option<&Key> {
        self.keys.iter().find(|key| key.path.len() == path.len() && starts(&key.path, path))
    }

    /// `None` if the path is not a table. Otherwise whether the author chooses the names of its
    /// entries.
    pub fn table(&self, path: &[String]) -> Option<bool> {
        let inside = |key: &&Key| key.path.len() > path.len() && starts(&key.path, path);
        self.keys.iter().find(inside).map(|key| key.path[path.len()] == "*")
    }

    /// The names that the table at a path may contain.
    pub fn names(&self, path: &[String]) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for key in self.keys.iter().filter(|key| key.path.len() > path.len() && starts(&key.path, path)) {
            let name = key.path[path.len()].as_str();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let inner: Vec<String> = path.iter().cloned().chain([PARAMETERS.to_owned()]).collect();
        if self.holds_parameters(&inner) {
            names.push(PARAMETERS);
        }
        names
    }

    /// Whether the table at a path holds parameters of the model: `[parameters]`, and
    /// `[policies.NAME.parameters]` of a national scenario.
    pub(super) fn holds_parameters(&self, path: &[String]) -> bool {
        let there = match path {
            [name] => name == PARAMETERS,
            [policies, _, name] => {
                name == PARAMETERS && policies == "policies" && self.table(&path[..1]) == Some(true)
            }
            _ => false,
        };
        there && !self.parameters.is_empty()
    }

    /// The parameter with a key.
    pub fn parameter(&self, key: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.key == key)
    }
}

fn starts(key: &[String], path: &[String]) -> bool {
    path.iter().zip(key).all(|(name, segment)| segment == "*" || segment == name)
}
