//! Reads numbers and ranges of a text. They must be finite and within their bounds.

use super::hints;
use super::layer::Leaf;
use super::report::short;
use super::tree::{Node, SourceSpan, Value};
use super::walk::{RANGE, Walk};

/// A suggestion, preceded by a colon, for a value that was probably meant as a number or a day;
/// empty if there is none.
pub(super) fn meant(value: &Value) -> String {
    let found = match value {
        Value::Text(text) => hints::meant(text),
        _ => None,
    };
    found.map_or(String::new(), |found| format!(": {found}"))
}

impl Walk<'_> {
    /// Reads a number; a bad value becomes a fault and `None`.
    pub(super) fn number(
        &mut self,
        low: f64,
        high: f64,
        allowed: &str,
        key: &str,
        node: &Node,
    ) -> Option<f64> {
        let number = match &node.value {
            Value::Number(number) => *number,
            Value::Whole(Some(whole)) => *whole as f64,
            Value::Whole(None) => f64::INFINITY,
            _ => {
                let message = format!("{} must be a number{}", self.found(node), meant(&node.value));
                self.report.fault(&node.place, key, message, Some(allowed.to_owned()), None);
                return None;
            }
        };
        let what = if !number.is_finite() {
            "not a finite number"
        } else if number < low || number > high {
            "out of range"
        } else {
            return Some(if number == 0.0 { 0.0 } else { number });
        };
        let share = hints::share(number, low, high).map_or(String::new(), |share| format!(": {share}"));
        let message = format!("{} is {what}{share}", self.found(node));
        self.report.fault(&node.place, key, message, Some(allowed.to_owned()), None);
        None
    }

    /// The source text of a value, shortened for a message.
    pub(super) fn found(&self, node: &Node) -> String {
        short(self.report.text(node.place.file).get(node.place.span.clone()).unwrap_or("this"))
    }

    /// Reads a range; a bad value becomes a fault and `None`.
    pub(super) fn range(
        &mut self,
        (low, high): (f64, f64),
        allowed: &str,
        key: &str,
        node: &Node,
        rows: &[(String, SourceSpan, Node)],
    ) -> Option<Leaf> {
        let mut parts: [Option<f64>; 3] = [None; 3];
        let mut sound = true;
        for (name, place, part) in rows {
            if let Some(at) = RANGE.iter().position(|known| known == name) {
                parts[at] = self.number(low, high, allowed, &format!("{key}.{name}"), part);
                sound &= parts[at].is_some();
            } else {
                sound = false;
                let nearest = self.report.nearest(name, RANGE);
                self.report.fault(
                    place,
                    key,
                    format!("a range has no `{}`", short(name)),
                    Some("low, high, and central if it is not the middle".to_owned()),
                    nearest,
                );
            }
        }
        if !sound {
            return None;
        }
        let refuse = |walk: &mut Self, message: String| {
            walk.report.fault(
                &node.place,
                key,
                message,
                Some("low, high, and central if it is not the middle".to_owned()),
                None,
            );
            None
        };
        let [Some(low), Some(high), central] = parts else {
            let missing = if parts[0].is_none() { "low" } else { "high" };
            return refuse(self, format!("this range has no `{missing}`"));
        };
        let central = central.unwrap_or(low + (high - low) / 2.0);
        if low > high {
            return refuse(self, format!("low ({low}) is greater than high ({high})"));
        }
        if !(low..=high).contains(&central) {
            return refuse(self, format!("central ({central}) is not between low ({low}) and high ({high})"));
        }
        Some(Leaf::Range { low, central, high })
    }
}
