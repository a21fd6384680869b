//! `[margins]`: the smallest effect of interest of each outcome.
//!
//! `harm = "5 %"` is a share of the baseline's mean, with the floor of the registry. `harm = 0.05`
//! is a fixed size in the outcome's unit. `harm = { share = 0.05, floor = 0.01 }` gives both. The
//! registry supplies whatever is missing. A new value replaces the whole margin of a base.

use super::build::Builder;
use super::layer::{Leaf, path};
use super::report::short;
use super::resolved::value;
use super::schema::{Key, Kind};
use super::show::rounded;
use super::toml_reader::Sheet;
use super::tree::{Node, SourceSpan, Value};
use super::walk::Walk;
use super::{Origin, Scenario};
use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::{Margin, Outcome};

/// Keys of a margin that is given in parts.
const PARTS: [&str; 2] = ["share", "floor"];
/// Smallest allowed floor. With a margin of zero every difference would matter.
pub(super) const LEAST: f64 = 1e-6;
/// Name of the table in a scenario.
pub const TABLE: &str = "margins";

/// One row of the table of keys for every outcome.
pub fn keys() -> Vec<Key> {
    let row = |outcome: &Outcome| Key {
        path: path(&[TABLE, outcome.key]),
        kind: Kind::Margin(outcome.margin, most(outcome.unit)),
        unit: outcome.unit,
        default: outcome.margin.to_string(),
        meaning: "The smallest difference of this outcome to the baseline that matters: a share of the baseline's mean and a floor, or one size.",
        source: outcome.margin_source,
    };
    OUTCOMES.iter().map(row).collect()
}

/// Largest floor that makes sense for a unit.
fn most(unit: &str) -> f64 {
    match unit {
        "0 to 1" => 1.0,
        "grades" => 3.0,
        unit if unit.starts_with('%') => 100.0,
        _ => 1e6,
    }
}

/// A margin with its unit, for use in a sentence: `1 percentage point of referrals`.
pub fn with_unit(margin: Margin, unit: &str) -> String {
    let unit = match unit.strip_prefix('%') {
        Some(of) if margin.floor == 1.0 => format!("percentage point{of}"),
        Some(of) => format!("percentage points{of}"),
        None if unit == "0 to 1" => "on a scale of 0 to 1".to_owned(),
        None => unit.to_owned(),
    };
    format!("{margin} {unit}")
}

/// The allowed values of a margin, in words.
pub(super) fn allowed(most: f64, unit: &str) -> String {
    let (least, most) = (rounded(LEAST), rounded(most));
    format!(
        "a share of the baseline's mean in quotes, such as \"5 %\"; or one size, {least} to {most} ({unit}); or both, \
         {{ share = 0.05, floor = ... }}"
    )
}

/// Parses a percentage: digits, optionally a point, then `%`.
fn per_cent(text: &str) -> Option<f64> {
    let number = text.trim().strip_suffix('%')?.trim_end();
    let digits = |letter: char| letter.is_ascii_digit() || letter == '.';
    let sound = number.chars().all(digits) && number.chars().any(|letter| letter.is_ascii_digit());
    // The exponent makes 5 % exactly the number 0.05.
    sound.then(|| format!("{number}e-2").parse().ok()).flatten()
}

impl Walk<'_> {
    /// Reads a margin; a bad value becomes a fault and `None`.
    pub(super) fn margin(
        &mut self,
        (usual, most): (Margin, f64),
        allowed: &str,
        key: &str,
        node: &Node,
    ) -> Option<Leaf> {
        match &node.value {
            Value::Text(text) => {
                let message = match per_cent(text) {
                    Some(share) if share <= 1.0 => return Some(Leaf::Margin(Margin { share, ..usual })),
                    Some(_) => format!("\"{}\" is out of range", short(text)),
                    None => format!("\"{}\" is no share: a number and a %, such as \"5 %\"", short(text)),
                };
                self.report.fault(&node.place, key, message, Some(allowed.to_owned()), None);
                None
            }
            Value::Table(rows) => self.margin_of_parts((usual, most), allowed, key, node, rows),
            _ => {
                let floor = self.number(LEAST, most, allowed, key, node)?;
                Some(Leaf::Margin(Margin { share: 0.0, floor }))
            }
        }
    }

    fn margin_of_parts(
        &mut self,
        (usual, most): (Margin, f64),
        allowed: &str,
        key: &str,
        node: &Node,
        rows: &[(String, SourceSpan, Node)],
    ) -> Option<Leaf> {
        let mut margin = usual;
        let mut sound = true;
        if rows.is_empty() {
            let message = "this margin says neither share nor floor";
            self.report.fault(&node.place, key, message, Some(allowed.to_owned()), None);
            return None;
        }
        for (name, place, part) in rows {
            let (low, high, into) = match name.as_str() {
                "share" => (0.0, 1.0, &mut margin.share),
                "floor" => (LEAST, most, &mut margin.floor),
                _ => {
                    sound = false;
                    let nearest = self.report.nearest(name, PARTS);
                    let message = format!("a margin has no `{}`", short(name));
                    self.report.fault(place, key, message, Some("share and floor".to_owned()), nearest);
                    continue;
                }
            };
            let allowed = format!("a number from {} to {}", rounded(low), rounded(high));
            match self.number(low, high, &allowed, &format!("{key}.{name}"), part) {
                Some(number) => *into = number,
                None => sound = false,
            }
        }
        sound.then_some(Leaf::Margin(margin))
    }
}

impl Builder<'_> {
    /// Margin of every outcome, in the registry's order.
    pub(super) fn margins(&mut self) -> Vec<Margin> {
        let mut margins = Vec::with_capacity(OUTCOMES.len());
        for outcome in OUTCOMES {
            let key = path(&[TABLE, outcome.key]);
            margins.push(match self.take(&key) {
                Some(Leaf::Margin(margin)) => margin,
                _ => {
                    let origin = Origin::Default(outcome.margin_source.to_owned());
                    self.note(&key, Leaf::Margin(outcome.margin), origin);
                    outcome.margin
                }
            });
        }
        margins
    }
}

/// Margins of another kind of file that refers to a scenario, as `--set` texts.
pub fn settings(sheet: &Sheet) -> Vec<String> {
    let setting = |outcome: &Outcome| {
        let leaf = sheet.leaf(&[TABLE, outcome.key])?;
        Some(format!("{TABLE}.{}={}", outcome.key, value(leaf)))
    };
    OUTCOMES.iter().filter_map(setting).collect()
}

impl Scenario {
    /// Margin of an outcome, by its index in the registry.
    pub fn margin(&self, outcome: usize) -> Margin {
        self.margins[outcome]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_is_read_exactly_or_not_at_all() {
        for (text, share) in [
            ("5 %", 0.05),
            ("0.1%", 0.001),
            (" 100 % ", 1.0),
            ("2.5 %", 0.025),
            ("0 %", 0.0),
            (".5 %", 0.005),
        ] {
            assert_eq!(per_cent(text), Some(share), "{text}");
        }
        for text in ["5", "%", "five %", "-5 %", "1e2 %", "NaN %", "inf %", ". %", "5 % %", "1.2.3 %", ""] {
            assert_eq!(per_cent(text), None, "{text}");
        }
    }
}
