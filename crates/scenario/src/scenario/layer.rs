//! One layer of a scenario: the flat list of values of one text, with the place of each. Layers are
//! merged key by key, and a nearer layer wins.

use super::key_tables::NAMING;
use super::tree::SourceSpan;
use crate::currency::POUND;
use balcony_engine::calendar::Date;
use balcony_engine::registry::Margin;
use std::collections::{BTreeMap, BTreeSet};

/// Names that lead from the top of a file to a key.
pub(super) type Path = Vec<String>;

/// A checked value of one key.
#[derive(Debug, Clone, PartialEq)]
pub enum Leaf {
    /// A text.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A number that is not known exactly.
    Range {
        /// Lower end of the range.
        low: f64,
        /// Value that a run uses if it does not sample parameters.
        central: f64,
        /// Upper end of the range.
        high: f64,
    },
    /// A date.
    Day(Date),
    /// A smallest effect of interest.
    Margin(Margin),
}

/// A value and its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GivenValue {
    pub(super) leaf: Leaf,
    pub(super) place: SourceSpan,
}

/// All values that one text gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Layer {
    /// Values by path.
    pub(super) leaves: BTreeMap<Path, GivenValue>,
    /// Places of all tables in the text, including empty ones.
    pub(super) tables: BTreeMap<Path, SourceSpan>,
    /// Keys whose value was refused. They count as given, so that no second fault says they are
    /// missing.
    pub(super) refused: BTreeSet<Path>,
    /// Whether part of the text could not be read. Then a value that seems to be missing may only
    /// be unread.
    pub(super) broken: bool,
}

impl Layer {
    /// The value at a path.
    pub(super) fn get(&self, path: &[String]) -> Option<&GivenValue> {
        self.leaves.get(path)
    }

    /// Whether the text gives a value for a path, valid or not.
    pub(super) fn mentions(&self, path: &[String]) -> bool {
        self.leaves.contains_key(path) || self.refused.contains(path)
    }

    /// Whether something under a path was refused.
    pub(super) fn refused_under(&self, path: &[String]) -> bool {
        self.refused.range(path.to_vec()..).next().is_some_and(|found| found.starts_with(path))
    }

    /// Names of the entries of a table whose names the author chooses.
    pub(super) fn entries(&self, path: &[String]) -> BTreeSet<String> {
        let under = self.tables.keys().chain(self.leaves.keys()).chain(&self.refused);
        under
            .filter(|found| found.len() > path.len() && found.starts_with(path))
            .map(|found| found[path.len()].clone())
            .collect()
    }

    /// Merges a nearer layer into this one. Some values are replaced as a whole, because half of
    /// each means nothing: the authority, the shares of its sources, a row of decision rights, and
    /// the time of an event. A preset in the nearer layer removes coordinates in this one.
    ///
    /// `same` says whether two names mean the same authority. If they do, the user's own figures
    /// stay; if another authority is named, they are removed. Returns the keys of the removed
    /// figures.
    pub(super) fn lay(
        &mut self,
        over: Layer,
        same: impl FnOnce((&str, &str), (&str, &str)) -> bool,
    ) -> Vec<String> {
        let (stays, alike) = match (self.naming(), over.naming()) {
            (Some(under), Some(over)) => (same(under, over), under == over),
            _ => (false, false),
        };
        let mut gone = Vec::new();
        let given: Vec<Path> = over.leaves.keys().chain(&over.refused).cloned().collect();
        for path in &given {
            let names: Vec<&str> = path.iter().map(String::as_str).collect();
            match names.as_slice() {
                // A place outside England may have both a name and an archetype. Naming it again
                // keeps both.
                ["authority", name] if NAMING.contains(name) && !alike => {
                    for name in NAMING {
                        self.drop_under(&[&path[..1], &[name.to_owned()]].concat());
                    }
                    if !stays {
                        gone.extend(self.given_under(&path[..1]));
                        self.drop_under(&path[..1]);
                    }
                }
                ["events", _, "date" | "week"] => {
                    for name in ["date", "week"] {
                        self.drop_under(&[&path[..2], &[name.to_owned()]].concat());
                    }
                }
                ["authority", "sources", _] => self.drop_under(&path[..2]),
                [.., "rights", _, _] => self.drop_under(&path[..path.len() - 1]),
                ["strategies", .., "preset"] => {
                    for name in ["source", "impact"] {
                        self.drop_under(&[&path[..path.len() - 1], &[name.to_owned()]].concat());
                    }
                }
                _ => self.drop_under(path),
            }
        }
        self.add(over);
        gone
    }

    /// Adds the values of another text of the same rank.
    pub(super) fn add(&mut self, other: Layer) {
        self.leaves.extend(other.leaves);
        self.tables.extend(other.tables);
        self.refused.extend(other.refused);
        self.broken |= other.broken;
    }

    /// The key that names the authority, and its value.
    pub(super) fn naming(&self) -> Option<(&'static str, &str)> {
        NAMING.iter().find_map(|key| match &self.get(&path(&["authority", key]))?.leaf {
            Leaf::Text(text) => Some((*key, text.as_str())),
            _ => None,
        })
    }

    /// Keys of all values under a path.
    fn given_under(&self, path: &[String]) -> Vec<String> {
        let under = self.leaves.range(path.to_vec()..).map(|(found, _)| found);
        under.take_while(|found| found.starts_with(path)).map(|found| found.join(".")).collect()
    }

    /// Copies everything that another layer has under a path.
    pub(super) fn restore(&mut self, from: &Layer, path: &[String]) {
        let leaves = from.leaves.iter().filter(|(found, _)| found.starts_with(path));
        self.leaves.extend(leaves.map(|(found, given)| (found.clone(), given.clone())));
        let tables = from.tables.iter().filter(|(found, _)| found.starts_with(path));
        self.tables.extend(tables.map(|(found, place)| (found.clone(), place.clone())));
    }

    /// Keys and places of texts that mention pounds.
    pub(super) fn of_pounds(&self) -> Vec<(String, SourceSpan)> {
        let pounds = |text: &String| text.contains(POUND) || text.contains("GBP ");
        let texts = self.leaves.iter().filter(|(_, given)| match &given.leaf {
            Leaf::Text(text) => pounds(text),
            Leaf::Texts(texts) => texts.iter().any(pounds),
            _ => false,
        });
        texts.map(|(key, given)| (key.join("."), given.place.clone())).collect()
    }

    /// Removes everything under a path.
    pub(super) fn forget(&mut self, path: &[String]) {
        self.drop_under(path);
        self.tables.retain(|found, _| !found.starts_with(path));
    }

    fn drop_under(&mut self, path: &[String]) {
        let under = |found: &Path| found.starts_with(path);
        let leaves: Vec<Path> = self
            .leaves
            .range(path.to_vec()..)
            .map(|(found, _)| found)
            .take_while(|found| under(found))
            .cloned()
            .collect();
        for found in leaves {
            self.leaves.remove(&found);
        }
        let refused: Vec<Path> =
            self.refused.range(path.to_vec()..).take_while(|found| under(found)).cloned().collect();
        for found in refused {
            self.refused.remove(&found);
        }
    }
}

/// Builds a path from names.
pub(super) fn path(names: &[&str]) -> Path {
    names.iter().map(|name| (*name).to_owned()).collect()
}
