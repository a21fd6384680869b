//! Words for numbers: levels of risk, lengths of time, and names of agencies.

use balcony_engine::world::AGENCIES;

/// Agencies as the subject of a sentence.
pub(super) const SOMEBODY: [&str; AGENCIES] = [
    "A school",
    "A health service",
    "The police",
    "Another council service",
    "The justice service",
    "A voluntary organisation",
    "A member of the public",
];

/// Agencies in the middle of a sentence.
const AGENCY: [&str; AGENCIES] = [
    "the school",
    "health",
    "the police",
    "another council service",
    "the justice service",
    "a voluntary organisation",
    "people close by",
];

/// A risk with the word for its level.
pub(super) fn risk(risk: f64) -> String {
    format!("{:.2} ({})", risk.clamp(0.0, 1.0), level(risk))
}

/// Describes a belief and the truth. The word for the believed level is left out if both levels are
/// the same.
pub(super) fn believed(believed: f64, truth: f64) -> String {
    let believed = believed.clamp(0.0, 1.0);
    if level(believed) == level(truth) {
        format!("judged the risk at {believed:.2}; it was really {}", risk(truth))
    } else {
        format!("judged the risk at {}; it was really {}", risk(believed), risk(truth))
    }
}

/// A number with commas between the thousands.
pub(super) fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The word for a level of risk.
pub(super) fn level(risk: f64) -> &'static str {
    match risk {
        r if r < 0.2 => "low",
        r if r < 0.4 => "moderate",
        r if r < 0.65 => "high",
        _ => "very high",
    }
}

/// A count with its noun: `1 week`, `3 weeks`.
pub(super) fn count(number: u32, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A number up to ten as a word.
pub(super) fn number(number: u32) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    words.get(number as usize).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// An ordinal number as a word.
pub(super) fn nth(number: u32) -> String {
    let words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
    let word = number.checked_sub(1).and_then(|at| words.get(at as usize));
    word.map_or_else(|| format!("{number}th"), |word| (*word).to_owned())
}

/// A length of time: weeks up to half a year, months up to two years, then years and months.
pub(super) fn span(weeks: u32) -> String {
    if weeks <= 26 {
        return count(weeks, "week", "weeks");
    }
    let months = (f64::from(weeks) * 12.0 / 52.18 + 0.5) as u32;
    if months < 24 {
        return format!("{months} months");
    }
    match (months / 12, months % 12) {
        (years, 0) => format!("{years} years"),
        (years, months) => format!("{years} years and {}", count(months, "month", "months")),
    }
}

/// Joins names with commas and `and`.
pub(super) fn list(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Names the agencies of a bit set, for the middle of a sentence.
pub(super) fn agencies(bits: u8) -> String {
    list(&(0..AGENCIES).filter(|agency| bits >> agency & 1 == 1).map(|a| AGENCY[a]).collect::<Vec<_>>())
}

/// Makes the first letter a capital.
pub(super) fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_numbers() {
        assert_eq!((span(1), span(26), span(52)), ("1 week".into(), "26 weeks".into(), "12 months".into()));
        assert_eq!((span(105), span(118)), ("2 years".into(), "2 years and 3 months".into()));
        assert_eq!((risk(0.41), risk(-0.001)), ("0.41 (high)".into(), "0.00 (low)".into()));
        assert_eq!(
            (agencies(0b101), capital("the police")),
            ("the school and the police".into(), "The police".into())
        );
        assert_eq!((thousands(1908.0), thousands(12.4)), ("1,908".into(), "12".into()));
        assert_eq!(believed(0.5, 0.45), "judged the risk at 0.50; it was really 0.45 (high)");
        assert_eq!((nth(2), nth(12), number(0)), ("second".into(), "12th".into(), "no".into()));
    }
}
