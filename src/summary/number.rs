//! Numbers for people: with the digits that the registry gives, a sign where it is a difference, the unit in words.

use balcony_engine::registry::Outcome;

use crate::experiment::stats::Interval;

use super::Look;

/// A number with so many digits after the point; never minus nought; a dash where there is none.
pub fn fixed(value: f64, digits: u8) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let text = format!("{value:.*}", usize::from(digits));
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|sign| sign == '0' || sign == '.') => rest.to_owned(),
        _ => text,
    }
}

/// A difference, always with its sign unless it is nought.
pub fn signed(value: f64, digits: u8) -> String {
    let text = fixed(value, digits);
    let nought = text.chars().all(|sign| sign == '0' || sign == '.');
    if value > 0.0 && !nought { format!("+{text}") } else { text }
}

/// `2.85 to 3.19`.
pub(super) fn range(low: f64, high: f64, digits: u8) -> String {
    if low.is_finite() && high.is_finite() {
        format!("{} to {}", fixed(low, digits), fixed(high, digits))
    } else {
        "-".to_owned()
    }
}

/// `-0.14 to +0.02`; a dash without an interval.
pub fn interval(interval: Option<Interval>, digits: u8) -> String {
    match interval {
        Some(Interval { low, high }) => {
            format!("{} to {}", signed(low, digits), signed(high, digits))
        }
        None => "-".to_owned(),
    }
}

/// A size with its unit in words, such as `0.12 serious incidents a year` or `1.5 percentage points of referrals`.
pub fn amount(value: f64, outcome: &Outcome, look: &Look) -> String {
    let number = fixed(value, outcome.digits);
    match outcome.unit {
        "0 to 1" => format!("{number} on a scale of 0 to 1"),
        "ratio" => number,
        unit if unit.starts_with('%') => format!("{number} percentage points{}", &unit[1..]),
        unit if unit.starts_with('£') => {
            let pounds = if look.unicode { "£" } else { "GBP " };
            format!("{pounds}{number}{}", &unit['£'.len_utf8()..])
        }
        unit => format!("{number} {unit}"),
    }
}

/// A unit where there is little room.
pub(super) fn short_unit(unit: &'static str, look: &Look) -> &'static str {
    match unit {
        "£m a year" if !look.unicode => "GBP m a year",
        "0 to 1" | "ratio" | "£m a year" | "weeks a year" | "a child and year" => unit,
        unit if unit.starts_with('%') => "%",
        unit if unit.ends_with("a year") => "a year",
        unit => unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_engine::measure::{OUTCOMES, outcome_index};

    #[test]
    fn numbers_for_people() {
        assert_eq!(
            (fixed(-0.0004, 3), fixed(-0.0006, 3), fixed(f64::NAN, 1)),
            ("0.000".into(), "-0.001".into(), "-".into())
        );
        assert_eq!(
            (signed(0.04, 1), signed(0.06, 1), signed(-2.0, 0)),
            ("0.0".into(), "+0.1".into(), "-2".into())
        );
        let outcome = |key: &str| &OUTCOMES[outcome_index(key).expect("an outcome")];
        let look = Look::PLAIN;
        assert_eq!(amount(0.12, outcome("harm"), &look), "0.120 serious incidents a year");
        assert_eq!(amount(1.5, outcome("re-referrals"), &look), "1.5 percentage points of referrals");
        assert_eq!(amount(0.25, outcome("cost"), &look), "£0.2m a year");
        assert_eq!(amount(0.25, outcome("cost"), &Look { unicode: false, ..look }), "GBP 0.2m a year");
    }
}
