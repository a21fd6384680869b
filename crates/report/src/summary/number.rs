//! Formats numbers for people: digits as in the registry, a sign for a difference, the unit in
//! words.

use balcony_engine::registry::Outcome;

use balcony_study::experiment::stats::{Interval, Paired, Verdict};

use super::Look;

/// Formats a number with `digits` decimal places. Negative zero becomes zero; a number that is not
/// finite becomes a dash.
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

/// Formats a difference, with its sign unless it rounds to zero.
pub fn signed(value: f64, digits: u8) -> String {
    let text = fixed(value, digits);
    if value > 0.0 && !nought(&text) { format!("+{text}") } else { text }
}

/// For example `2.85 to 3.19`; a dash if an end is not finite.
pub(super) fn range(low: f64, high: f64, digits: u8) -> String {
    if low.is_finite() && high.is_finite() {
        format!("{} to {}", fixed(low, digits), fixed(high, digits))
    } else {
        "-".to_owned()
    }
}

/// For example `-0.14 to +0.02`; a dash if there is no interval. Ends that would look equal get
/// more digits, and an end that is not 0 never looks like 0; an interval of a single value is
/// called exact.
pub fn interval(interval: Option<Interval>, digits: u8) -> String {
    let Some(Interval { low, high }) = interval else { return "-".to_owned() };
    match apart(low, high, digits) {
        Some(digits) => format!("{} to {}", end(low, digits), end(high, digits)),
        None if low == high => format!("exactly {}", signed(low, digits)),
        None => format!("about {}", signed(low, digits.saturating_add(MOST_MORE))),
    }
}

/// Whether a text has no digit but 0.
fn nought(text: &str) -> bool {
    text.chars().all(|sign| !sign.is_ascii_digit() || sign == '0')
}

/// The end of an interval with its sign. An end close to 0 gets one more digit; if that is not
/// enough, it is said to be `under 0` or `over 0`, because the side of 0 decides the verdict.
fn end(value: f64, digits: u8) -> String {
    let shown = |digits| signed(value, digits);
    match (value, shown(digits), shown(digits.saturating_add(1))) {
        (value, text, _) if value == 0.0 || !nought(&text) => text,
        (_, _, text) if !nought(&text) => text,
        (value, ..) if value < 0.0 => "under 0".to_owned(),
        _ => "over 0".to_owned(),
    }
}

/// Largest number of extra digits that are used to distinguish two numbers.
const MOST_MORE: u8 = 3;

/// Number of digits at which two numbers look different; `None` if even [`MOST_MORE`] extra digits
/// are not enough.
pub(super) fn apart(low: f64, high: f64, digits: u8) -> Option<u8> {
    (digits..=digits.saturating_add(MOST_MORE)).find(|digits| fixed(low, *digits) != fixed(high, *digits))
}

/// Scale, digits and unit for the figures of an outcome. Small sums of money are shown in thousands
/// of pounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Factor by which a figure is multiplied before it is shown.
    pub factor: f64,
    /// Number of decimal places.
    pub digits: u8,
    /// Unit of the shown figures.
    pub unit: &'static str,
}

impl Figures {
    /// Chooses scale, digits and unit for the given figures of an outcome.
    pub fn of(outcome: &Outcome, values: impl IntoIterator<Item = f64>) -> Self {
        let greatest = values.into_iter().filter(|value| value.is_finite()).map(f64::abs).fold(0.0, f64::max);
        if outcome.unit == MILLIONS && greatest < 1.0 {
            Self { factor: 1000.0, digits: 0, unit: "£ thousand a year" }
        } else {
            Self { factor: 1.0, digits: outcome.digits, unit: outcome.unit }
        }
    }

    /// Those of an outcome as the registry has them, whatever the size of its figures.
    pub fn plain(outcome: &Outcome) -> Self {
        Self { factor: 1.0, digits: outcome.digits, unit: outcome.unit }
    }

    /// The same with up to two more digits, so that the largest of some differences has two that
    /// are not leading zeros.
    pub fn finer(self, differences: impl IntoIterator<Item = f64>) -> Self {
        let sizes = differences.into_iter().filter(|value| value.is_finite()).map(f64::abs);
        let greatest = self.factor * sizes.fold(0.0, f64::max);
        let seen = |digits: &u8| greatest * libm::pow(10.0, f64::from(*digits)) >= 9.5;
        let most = self.digits + 2;
        let digits = if greatest == 0.0 || self.factor > 1.0 {
            self.digits
        } else {
            (self.digits..most).find(seen).unwrap_or(most)
        };
        Self { digits, ..self }
    }

    /// Chooses them for a comparison, from its difference and interval.
    pub fn of_pair(outcome: &Outcome, pair: &Paired) -> Self {
        let ends = pair.interval.map_or([pair.difference; 2], |interval| [interval.low, interval.high]);
        Self::of(outcome, ends.into_iter().chain([pair.difference]))
    }

    /// Formats a number.
    pub fn fixed(&self, value: f64) -> String {
        fixed(self.factor * value, self.digits)
    }

    /// Formats a positive size so that it does not look like 0: it gets more digits if the usual
    /// ones would show only zeros.
    pub fn least(&self, value: f64) -> String {
        let value = self.factor * value;
        let seen = |digits: &u8| !nought(&fixed(value, *digits));
        let digits = (self.digits..=self.digits.saturating_add(MOST_MORE)).find(seen);
        fixed(value, digits.unwrap_or(self.digits))
    }

    /// Formats a difference with its sign.
    pub fn signed(&self, value: f64) -> String {
        signed(self.factor * value, self.digits)
    }

    /// Formats the mean of a paired difference. If its direction is sure, it gets more digits where
    /// the usual ones would show 0.
    pub fn mean(&self, pair: &Paired) -> String {
        let value = self.factor * pair.difference;
        let sure = matches!(pair.verdict, Verdict::Clearly(_) | Verdict::Slightly(_));
        let most = if sure { self.digits.saturating_add(MOST_MORE) } else { self.digits };
        let seen = |digits: &u8| !nought(&signed(value, *digits));
        signed(value, (self.digits..=most).find(seen).unwrap_or(self.digits))
    }

    /// Formats a difference for a place where the unit beside it may be millions: it adds
    /// `thousand` where needed.
    pub fn signed_with_unit(&self, value: f64) -> String {
        let thousand = if self.factor > 1.0 { " thousand" } else { "" };
        format!("{}{thousand}", self.signed(value))
    }

    /// Formats an interval.
    pub fn interval(&self, of: Option<Interval>) -> String {
        let scaled = |of: Interval| Interval { low: self.factor * of.low, high: self.factor * of.high };
        interval(of.map(scaled), self.digits)
    }
}

/// What is counted: of these there are fewer or more, and not lower or higher.
const COUNTED: [&str; 5] = [" children", " child", " cases", " case", " serious incidents a year"];

/// A difference as its size and its direction: `2 fewer children`, `0.12 more serious incidents a
/// year`, `1.5 percentage points of referrals lower`.
pub(super) fn change(value: f64, outcome: &Outcome, look: &Look) -> String {
    let size = amount(value.abs(), outcome, look);
    let [way, counted] = if value < 0.0 { ["lower", "fewer"] } else { ["higher", "more"] };
    // `less than 1 fewer child` would be read twice.
    let counts = COUNTED.iter().filter(|_| !size.starts_with("less than"));
    match counts.into_iter().find_map(|name| Some((size.strip_suffix(name)?, name))) {
        Some((number, name)) => format!("{number} {counted}{name}"),
        None => format!("{size} {way}"),
    }
}

/// The registry's unit of money.
const MILLIONS: &str = "£m a year";

/// A size with its unit in words, such as `0.12 serious incidents a year`, `1.5 percentage points
/// of referrals` or `£40 thousand a year`. A size that is not 0 but would look like 0 is shown as
/// `less than` the smallest number that can be shown.
pub fn amount(value: f64, outcome: &Outcome, look: &Look) -> String {
    let figures = Figures::of(outcome, [value]);
    let scaled = figures.factor * value;
    let (before, number) = match fixed(scaled, figures.digits) {
        text if nought(&text) && value != 0.0 => {
            ("less than ", fixed(libm::pow(10.0, -f64::from(figures.digits)), figures.digits))
        }
        text => ("", text),
    };
    let one = number == "1";
    let words = match figures.unit {
        "0 to 1" => format!("{number} (scale 0 to 1)"),
        "ratio" => number,
        "children" if one => format!("{number} child"),
        "cases" if one => format!("{number} case"),
        unit if unit.starts_with('%') => {
            format!("{number} percentage point{}{}", if one { "" } else { "s" }, &unit[1..])
        }
        unit if unit.starts_with('£') => {
            let pounds = if look.unicode { "£" } else { "GBP " };
            let thousand = if figures.factor > 1.0 { "" } else { "m" };
            let unit = unit['£'.len_utf8()..].trim_start_matches('m');
            format!("{pounds}{number}{thousand}{unit}")
        }
        unit => format!("{number} {unit}"),
    };
    format!("{before}{words}")
}

/// Describes the interval beside a size. If it lies on one side of 0, its ends are shown as sizes,
/// otherwise with signs.
pub(super) fn sized(pair: &Paired, outcome: &Outcome) -> String {
    let figures = Figures::of_pair(outcome, pair);
    let Some(Interval { low, high }) = pair.interval else {
        return "no interval from a single pair".to_owned();
    };
    let thousand = if figures.factor > 1.0 { " thousand" } else { "" };
    let turned = match (low, high) {
        (low, high) if low > 0.0 => Interval { low, high },
        (low, high) if high < 0.0 => Interval { low: -high, high: -low },
        _ => return format!("95 % interval {}{thousand}", figures.interval(pair.interval)),
    };
    let (low, high) = (figures.factor * turned.low, figures.factor * turned.high);
    match apart(low, high, figures.digits) {
        Some(digits) => {
            let plain = |value| end(value, digits).replace('+', "");
            format!("95 % interval {} to {}{thousand}", plain(low), plain(high))
        }
        None => "by the same amount in every pair".to_owned(),
    }
}

/// A share in per cent, in few digits: `3.8 %`, `12 %`, `under 0.1 %`.
pub fn percent(share: f64) -> String {
    match 100.0 * share.abs() {
        percent if percent >= 9.95 => format!("{percent:.0} %"),
        percent if percent >= 0.05 => format!("{percent:.1} %"),
        percent if percent > 0.0 => "under 0.1 %".to_owned(),
        _ => "0 %".to_owned(),
    }
}

/// A count with its noun: `1 paired run`, `200 paired runs`.
pub fn many(count: u64, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// A shorter form of the unit for narrow columns.
pub(super) fn short_unit(unit: &'static str, look: &Look) -> &'static str {
    match unit {
        "£m a year" if !look.unicode => "GBP m a year",
        "£ thousand a year" if !look.unicode => "GBP thousand a year",
        "0 to 1" | "ratio" | "£m a year" | "£ thousand a year" | "weeks a year" | "a child and year" => {
            unit
        }
        unit if unit.starts_with('%') => "%",
        unit if unit.ends_with("a year") => "a year",
        unit => unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_engine::measure::{OUTCOMES, outcome_index};

    // "2 children lower" stood in an answer.
    #[test]
    fn of_what_is_counted_there_are_fewer_or_more() {
        let said = |value: f64, key: &str| {
            change(value, &OUTCOMES[outcome_index(key).expect("an outcome")], &Look::PLAIN)
        };
        assert_eq!(said(-2.0, "plans"), "2 fewer children");
        assert_eq!(said(1.0, "plans"), "1 more child");
        assert_eq!(said(-0.12, "harm"), "0.120 fewer serious incidents a year");
        assert_eq!(said(0.0002, "harm"), "less than 0.001 serious incidents a year higher");
        assert_eq!(said(-1.5, "re-referrals"), "1.5 percentage points of referrals lower");
        assert_eq!(said(0.05, "culture"), "0.050 (scale 0 to 1) higher");
    }

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
        assert_eq!(amount(1.0, outcome("re-referrals"), &look), "1.0 percentage points of referrals");
        assert_eq!(amount(1.0, outcome("plans"), &look), "1 child");
        assert_eq!(amount(0.05, outcome("culture"), &look), "0.050 (scale 0 to 1)");
        assert_eq!(amount(1.25, outcome("cost"), &look), "£1.2m a year");
        assert_eq!(amount(0.25, outcome("cost"), &look), "£250 thousand a year");
        assert_eq!(amount(0.0002, outcome("cost"), &look), "less than £1 thousand a year");
        assert_eq!(amount(0.0, outcome("cost"), &look), "£0 thousand a year");
        assert_eq!(amount(0.0002, outcome("harm"), &look), "less than 0.001 serious incidents a year");
        assert_eq!(
            amount(0.25, outcome("cost"), &Look { unicode: false, ..look }),
            "GBP 250 thousand a year"
        );
    }

    #[test]
    fn ends_of_intervals_never_look_alike() {
        let of = |low, high, digits| interval(Some(Interval { low, high }), digits);
        assert_eq!(of(-0.054, -0.033, 3), "-0.054 to -0.033");
        assert_eq!(of(0.0011, 0.0012, 3), "+0.0011 to +0.0012");
        assert_eq!((of(0.05, 0.05, 3), of(0.0, 0.0, 1)), ("exactly +0.050".into(), "exactly 0.0".into()));
        assert_eq!(of(1.0, 1.000_000_000_1, 1), "about +1.0000");
        let harm = &OUTCOMES[outcome_index("harm").expect("an outcome")];
        let digits = |value: f64| Figures::of(harm, [value]).finer([value]).digits;
        assert_eq!([0.2, 0.01, 0.002, 0.0003, 1e-7, 0.0].map(digits), [3, 3, 4, 5, 5, 3]);
        // An end that is not 0 does not look like 0.
        assert_eq!(
            (of(-0.054, -0.0003, 3), of(-0.054, -0.000_02, 3), of(0.000_02, 0.054, 3)),
            ("-0.054 to -0.0003".into(), "-0.054 to under 0".into(), "over 0 to +0.054".into())
        );
        assert_eq!((of(-0.1, 0.0, 1), of(-0.1, 0.04, 1)), ("-0.1 to 0.0".into(), "-0.1 to +0.04".into()));
        assert_eq!(interval(None, 3), "-");
        let cost = &OUTCOMES[outcome_index("cost").expect("an outcome")];
        let figures = Figures::of(cost, [-0.03, 0.12]);
        assert_eq!(figures.interval(Some(Interval { low: -0.03, high: 0.12 })), "-30 to +120");
        assert_eq!(Figures::of(cost, [-0.03, 1.2]).signed(1.2), "+1.2");
    }

    #[test]
    fn shares_and_counts_in_words() {
        assert_eq!(
            [0.038, 0.123, 0.0996, 0.0004, 0.0, -0.02].map(percent),
            ["3.8 %", "12 %", "10 %", "under 0.1 %", "0 %", "2.0 %"]
        );
        assert_eq!((many(1, "week", "weeks"), many(2, "week", "weeks")), ("1 week".into(), "2 weeks".into()));
    }
}
