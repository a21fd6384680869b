//! The text of a file and the settings of the command line, one upon the other.

use super::keys::schema;
use balcony_market::Parameters;
use balcony_scenario::scenario::toml_reader::Sheet;
use balcony_scenario::scenario::{Faults, Leaf, Library, setting_key};

/// The sheets: the file first, then one for each setting. The last that gives a value wins.
pub(super) struct Texts {
    sheets: Vec<Sheet>,
    /// A path that is read as if nobody had given it.
    hidden: Option<Vec<String>>,
}

impl Texts {
    pub(super) fn new(
        name: &str,
        text: &str,
        sets: &[String],
        hidden: Option<Vec<String>>,
        library: &Library<'_>,
    ) -> Self {
        let schema = schema();
        let mut sheets = vec![Sheet::read_with(name, text, schema.clone(), library)];
        for set in sets {
            let mut sheet = Sheet::read_with("--set", &as_toml(set), schema.clone(), library);
            for path in sheet.paths() {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                if sheets[1..].iter().any(|before| before.mentions(&names)) {
                    sheet.fault(&names, format!("{} is set twice", path.join(".")), Some("one value"), None);
                }
            }
            sheets.push(sheet);
        }
        Self { sheets, hidden }
    }

    /// Whether a path is read as if nobody had given it, or lies in a table that is.
    pub(super) fn hides(&self, names: &[&str]) -> bool {
        let hidden = |hidden: &Vec<String>| names.get(..hidden.len()).is_some_and(|names| hidden == names);
        self.hidden.as_ref().is_some_and(hidden)
    }

    /// The valid value at a path.
    pub(super) fn leaf(&self, names: &[&str]) -> Option<&Leaf> {
        if self.hides(names) {
            return None;
        }
        self.sheets.iter().rev().find_map(|sheet| sheet.leaf(names))
    }

    /// The text at a path, without white space around it.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        match self.leaf(names) {
            Some(Leaf::Text(text)) => Some(text.trim().to_owned()),
            _ => None,
        }
    }

    /// The whole number at a path.
    pub(super) fn whole(&self, names: &[&str]) -> Option<u32> {
        match self.leaf(names) {
            Some(Leaf::Whole(whole)) => u32::try_from(*whole).ok(),
            _ => None,
        }
    }

    /// The number at a path.
    pub(super) fn number(&self, names: &[&str]) -> Option<f64> {
        match self.leaf(names) {
            Some(Leaf::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Names of the entries of a table, in the order of the file and then of the settings.
    pub(super) fn entries(&self, names: &[&str]) -> Vec<String> {
        let mut all = Vec::new();
        for name in self.sheets.iter().flat_map(|sheet| sheet.entries(names)) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        all
    }

    /// Whether all texts could be read in full.
    pub(super) fn is_whole(&self) -> bool {
        self.sheets.iter().all(Sheet::is_whole)
    }

    /// Whether a path is given, valid or not.
    pub(super) fn mentions(&self, names: &[&str]) -> bool {
        self.sheets.iter().any(|sheet| sheet.mentions(names))
    }

    /// The paths of all given values; of the settings alone if `laid`.
    pub(super) fn paths(&self, laid: bool) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        for path in self.sheets.iter().skip(usize::from(laid)).flat_map(Sheet::paths) {
            if !all.contains(&path) {
                all.push(path);
            }
        }
        all
    }

    /// Adds a fault where a path is given last, or else in the file.
    pub(super) fn fault(
        &mut self,
        names: &[&str],
        message: impl Into<String>,
        allowed: Option<&str>,
        nearest: Option<String>,
    ) {
        let at = self.sheets.iter().rposition(|sheet| sheet.mentions(names)).unwrap_or(0);
        self.sheets[at].fault(names, message, allowed, nearest);
    }

    /// Ends the check with all faults of all texts.
    pub(super) fn finish(self, name: &str) -> Result<(), Faults> {
        let mut list = Vec::new();
        for sheet in self.sheets {
            if let Err(faults) = sheet.finish() {
                list.extend(faults.list);
            }
        }
        let file = if list.iter().all(|fault| fault.file == "--set") { "--set" } else { name };
        if list.is_empty() { Ok(()) } else { Err(Faults { file: file.to_owned(), list }) }
    }
}

/// A setting as a line of TOML: a parameter may stand without its table, and a text without quotes,
/// which a shell takes away.
fn as_toml(set: &str) -> String {
    let Some((key, value)) = set.split_once('=') else { return set.to_owned() };
    let (key, value) = (key.trim(), value.trim());
    let names = setting_key(set).unwrap_or_default();
    let parameter = Parameters::registry().any(|row| row.key == names.join("."));
    let key = if parameter { format!("parameters.{key}") } else { key.to_owned() };
    let text = format!("{key} = {value}");
    if text.parse::<toml::Table>().is_ok() {
        return text;
    }
    format!("{key} = {}", toml::Value::String(value.to_owned()))
}
