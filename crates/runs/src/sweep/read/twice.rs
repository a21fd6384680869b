//! Finds keys that an experiment file sets twice: by two values of `set`, or by `set` and a line or
//! a factor. Without this check the last value would win silently.

use super::Reader;
use super::factors::canonical;
use crate::sweep::factor::Factor;
use balcony_scenario::scenario::margins;

/// Keys of a scenario that have their own line in an experiment file.
const LINES: [(&str, &str); 3] =
    [("scenario.seed", "seed"), ("scenario.weeks", "weeks"), ("authority", "authority")];

impl Reader<'_> {
    /// Adds a fault for every key that is set twice.
    pub(super) fn twice(&mut self, factors: &[Factor]) {
        let settings = self.sheet.texts(&["set"]).map(<[_]>::to_vec).unwrap_or_default();
        let lines = self.sheet.lines(&["set"]);
        let line = |item: usize| lines.get(item).copied().unwrap_or(1);
        let key = |setting: &String| {
            let key = setting.split('=').next().unwrap_or_default().replace(['"', '\'', ' '], "");
            (canonical(&key), key)
        };
        let keys: Vec<(String, String)> = settings.iter().map(key).collect();
        let margins: Vec<String> =
            margins::settings(&self.sheet).iter().map(|setting| key(setting).0).collect();
        for (item, (same, key)) in keys.iter().enumerate() {
            let named = LINES.iter().find(|(known, _)| known == same).map(|(_, line)| *line);
            if let Some(first) = keys[..item].iter().position(|(other, _)| other == same) {
                let lines = if line(first) == line(item) {
                    format!("line {}", line(item))
                } else {
                    format!("line {} and in line {}", line(first), line(item))
                };
                let message = format!("{key} is set twice, in {lines}");
                self.sheet.fault_of_item(&["set"], item, message, Some("once"));
            } else if let Some(named) = named.filter(|named| self.sheet.mentions(&[named])) {
                let other = self.sheet.line(&[named]);
                let message =
                    format!("{key} is set in line {}, and given as `{named}` in line {other}", line(item));
                self.sheet.fault_of_item(&["set"], item, message, Some("one of them"));
            } else if margins.contains(same) {
                let other = self.sheet.line(&[margins::TABLE]);
                let message =
                    format!("{key} is set in line {}, and [margins] in line {other} has it too", line(item));
                self.sheet.fault_of_item(&["set"], item, message, Some("one of them"));
            }
        }
        for factor in factors {
            let same = canonical(&factor.key);
            if let Some(item) = keys.iter().position(|(other, _)| *other == same) {
                let at = ["factors", factor.name.as_str(), "key"];
                let message = format!(
                    "{} is moved by this factor in line {}, and set in line {}",
                    factor.key,
                    self.sheet.line(&at),
                    line(item)
                );
                self.sheet.fault(&at, message, Some("one of them"), None);
            }
        }
    }
}
