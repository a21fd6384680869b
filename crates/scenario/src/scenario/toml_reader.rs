//! Reads a TOML text that is not a scenario as carefully as one: the text is checked against a
//! table of keys, and all faults come together, each with line and key. The caller interprets the
//! values.

use super::fault::{Fault, Faults};
use super::files::{MOST_BYTES, NoText};
use super::layer::{Layer, Leaf, Path, path};
use super::read::{Library, one_text};
use super::report::{Report, Role};
use super::schema::{Key, Schema};
use super::tree::{SourceSpan, Value, parse};
use crate::currency::POUND;

/// A checked text and the faults found in it so far.
#[derive(Debug, Clone)]
pub struct Sheet {
    name: String,
    layer: Layer,
    report: Report,
}

impl Sheet {
    /// Checks a text against a table of keys. `name` is the name of the text in faults.
    /// [`Sheet::finish`] returns the faults.
    pub fn read(name: &str, text: &str, keys: Vec<Key>, library: &Library<'_>) -> Self {
        Self::read_with(name, text, Schema { keys, parameters: Vec::new() }, library)
    }

    /// Checks a text against a table of keys and a registry of parameters. Parameters stand in
    /// `[parameters]`, and in `[policies.NAME.parameters]` where the table has policies.
    pub fn read_with(name: &str, text: &str, schema: Schema, library: &Library<'_>) -> Self {
        let mut report = Report::default();
        if text.len() > MOST_BYTES {
            report.unread(name, NoText::TooLarge.to_string(), None);
            return Self { name: name.to_owned(), layer: Layer::default(), report };
        }
        let number = report.take(name, Role::Asked, text.to_owned());
        let library = Library { schema, ..library.clone() };
        let (layer, _) = one_text(number, &library, &mut report);
        Self { name: name.to_owned(), layer, report }
    }

    /// The valid value at a path, if there is one.
    pub fn leaf(&self, names: &[&str]) -> Option<&Leaf> {
        self.layer.get(&path(names)).map(|given| &given.leaf)
    }

    /// The text at a path, if there is one.
    pub fn text(&self, names: &[&str]) -> Option<&str> {
        match self.leaf(names) {
            Some(Leaf::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The list of texts at a path, if there is one.
    pub fn texts(&self, names: &[&str]) -> Option<&[String]> {
        match self.leaf(names) {
            Some(Leaf::Texts(texts)) => Some(texts),
            _ => None,
        }
    }

    /// The whole number at a path, if there is one.
    pub fn whole(&self, names: &[&str]) -> Option<u32> {
        match self.leaf(names) {
            Some(Leaf::Whole(whole)) => u32::try_from(*whole).ok(),
            _ => None,
        }
    }

    /// The number at a path, if there is one.
    pub fn number(&self, names: &[&str]) -> Option<f64> {
        match self.leaf(names) {
            Some(Leaf::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The paths of all valid values, in the order of the text.
    pub fn paths(&self) -> Vec<Vec<String>> {
        let mut all: Vec<_> = self.layer.leaves.iter().collect();
        all.sort_by_key(|(_, given)| given.place.span.start);
        all.into_iter().map(|(path, _)| path.clone()).collect()
    }

    /// Whether the text gives a value at a path, valid or not.
    pub fn mentions(&self, names: &[&str]) -> bool {
        self.layer.mentions(&path(names))
    }

    /// Whether the text could be read in full. If not, a value that seems to be missing may only be
    /// unread.
    pub fn is_whole(&self) -> bool {
        !self.layer.broken && !self.report.sources.is_empty()
    }

    /// Whether a value under a path was refused.
    pub fn refuses(&self, names: &[&str]) -> bool {
        self.layer.refused_under(&path(names))
    }

    /// Line of each entry of the list at a path, counted from 1.
    pub fn lines(&self, names: &[&str]) -> Vec<usize> {
        self.items(names).iter().map(|place| self.report.line(place)).collect()
    }

    /// Line of a path, or of the table that would contain it, counted from 1.
    pub fn line(&self, names: &[&str]) -> usize {
        self.report.line(&self.place(&path(names)))
    }

    /// Adds a fault at an entry of the list at a path.
    pub fn fault_of_item(&mut self, names: &[&str], item: usize, message: String, allowed: Option<&str>) {
        let place = self.items(names).get(item).cloned().unwrap_or_else(|| self.place(&path(names)));
        self.report.fault(&place, &names.join("."), message, allowed.map(str::to_owned), None);
    }

    /// Places of the entries of the list at a path.
    fn items(&self, names: &[&str]) -> Vec<SourceSpan> {
        let Some(file) = self.layer.get(&path(names)).map(|given| given.place.file) else {
            return Vec::new();
        };
        let (mut node, _) = parse(file, self.report.text(file));
        for name in names {
            let Value::Table(rows) = node.value else { return Vec::new() };
            let Some((.., found)) = rows.into_iter().find(|(known, ..)| known == name) else {
                return Vec::new();
            };
            node = found;
        }
        match node.value {
            Value::List(list) => list.into_iter().map(|item| item.place).collect(),
            _ => Vec::new(),
        }
    }

    /// Names of the entries of a table, in the order of the text. Invalid names and entries that
    /// are no tables have a fault of their own and are left out.
    pub fn entries(&self, names: &[&str]) -> Vec<String> {
        let under = path(names);
        let at = |name: &String| {
            let entry: Path = under.iter().chain([name]).cloned().collect();
            let leaves = self.layer.leaves.iter().filter(|(found, _)| found.starts_with(&entry));
            let tables = self.layer.tables.get(&entry).map(|place| place.span.start);
            leaves.map(|(_, given)| given.place.span.start).chain(tables).min().unwrap_or(usize::MAX)
        };
        let refused = |name: &String| {
            let entry: Path = under.iter().chain([name]).cloned().collect();
            self.layer.refused.contains(&entry)
        };
        let entries = self.layer.entries(&under).into_iter();
        let mut entries: Vec<String> = entries.filter(|name| !refused(name)).collect();
        entries.sort_by_key(at);
        entries
    }

    /// Adds a fault at the value of a path, or at its table if there is no value, or else at the
    /// start of the text.
    pub fn fault(
        &mut self,
        names: &[&str],
        message: impl Into<String>,
        allowed: Option<&str>,
        nearest: Option<String>,
    ) {
        let key = names.join(".");
        let place = self.place(&path(names));
        self.report.fault(&place, &key, message, allowed.map(str::to_owned), nearest);
    }

    /// Adds the faults of a text that a value refers to, at the place of the value, each only once.
    pub fn adopt(&mut self, names: &[&str], faults: &Faults) {
        for Fault { message, allowed, nearest, .. } in &faults.list {
            let place = self.place(&path(names));
            let before = self.report.faults.len();
            self.report.fault(&place, &names.join("."), message.as_str(), allowed.clone(), nearest.clone());
            if self.report.faults[..before].contains(&self.report.faults[before]) {
                self.report.faults.truncate(before);
            }
        }
    }

    /// Adds a fault for each text that mentions pounds although the currency is another one. Units
    /// are exempt because they are converted.
    pub fn speaks_of_pounds(&mut self, currency: &str) {
        if currency != POUND {
            let mut texts = self.layer.of_pounds();
            texts.retain(|(key, _)| !key.ends_with(".unit"));
            self.report.speaks_of_pounds(texts, currency);
        }
    }

    /// Adds faults of other texts unchanged.
    pub fn take_in(&mut self, faults: Faults) {
        self.report.faults.extend(faults.list);
    }

    /// The nearest of some names, if one is near.
    pub fn nearest<'a>(&self, name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
        self.report.nearest(name, names)
    }

    /// Whether there are faults so far.
    pub fn is_faulty(&self) -> bool {
        !self.report.faults.is_empty()
    }

    /// Ends the check.
    ///
    /// # Errors
    /// All faults, if there are any.
    pub fn finish(mut self) -> Result<(), Faults> {
        let name = self.name.clone();
        self.report.finish(&name)
    }

    fn place(&self, path: &Path) -> SourceSpan {
        let mut path = path.clone();
        loop {
            if let Some(given) = self.layer.get(&path) {
                return given.place.clone();
            }
            if let Some(place) = self.layer.tables.get(&path) {
                return place.clone();
            }
            if path.pop().is_none() {
                return SourceSpan::default();
            }
        }
    }
}
