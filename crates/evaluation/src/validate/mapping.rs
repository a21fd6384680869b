//! From a published figure to a figure of the model: one table, `data/validate_mapping.csv`.
//!
//! A rule knows a quantity by a phrase that stands in it and a unit by one that stands in that,
//! capitals and spaces aside. Of the rules that know a row the one with the longest phrase holds;
//! two of the same length are a fault that a test looks for. A rule gives either a figure of
//! `super::figures`, in what form, and how far it is a result, or a reason of `super::reason`.

use super::figures::{FIGURES, place};
use super::reason::Reason;
use std::sync::OnceLock;

/// The table.
pub const FILE: &str = include_str!("../../../../data/validate_mapping.csv");

/// In what form a figure of the model stands beside a published one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A count, carried to the children of the place.
    Total,
    /// A count for every authority, summed over all of England.
    Each,
    /// Per 10,000 children aged 0-17.
    Rate,
    /// As it is.
    Plain,
    /// The middle authority, as it is.
    Median,
    /// The middle authority, per 10,000 children aged 0-17.
    MedianRate,
    /// The rank correlation of its rate with deprivation, across authorities.
    Gradient,
}

/// How far a figure is a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Nothing was set for it.
    Emergent,
    /// A parameter was set for it.
    Fitted,
    /// The profile or another input holds it: agreement is by construction.
    Input,
}

impl Kind {
    /// Its key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Emergent => "emergent",
            Self::Fitted => "fitted",
            Self::Input => "input",
        }
    }
}

/// Where a published figure leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// A place in `FIGURES`, in a form.
    Figure(usize, Form, Kind),
    /// Nowhere.
    Nowhere(Reason),
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What stands in the quantity.
    pub phrase: String,
    /// What stands in the unit.
    pub unit: String,
    /// Where it leads.
    pub to: To,
    /// What to know about it.
    pub why: String,
}

/// A text as rules compare it.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn form(text: &str) -> Option<Form> {
    Some(match text {
        "total" => Form::Total,
        "each" => Form::Each,
        "rate" => Form::Rate,
        "plain" => Form::Plain,
        "median" => Form::Median,
        "median-rate" => Form::MedianRate,
        "gradient" => Form::Gradient,
        _ => return None,
    })
}

fn kind(text: &str) -> Option<Kind> {
    [Kind::Emergent, Kind::Fitted, Kind::Input].into_iter().find(|kind| kind.key() == text)
}

/// The rules; a line that is none is left out, and a test says that there is no such line.
pub fn rules() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| {
        let mut reader = csv::Reader::from_reader(FILE.as_bytes());
        let rule = |record: csv::StringRecord| {
            let field = |at: usize| record.get(at).unwrap_or_default();
            let to = match Reason::of(field(5)) {
                Some(reason) => To::Nowhere(reason),
                None => To::Figure(place(field(2))?, form(field(3))?, kind(field(4))?),
            };
            Some(Rule { phrase: plain(field(0)), unit: plain(field(1)), to, why: field(6).to_owned() })
        };
        reader.records().filter_map(Result::ok).filter_map(rule).collect()
    })
}

/// The rule for a quantity in a unit.
///
/// # Errors
/// If there is none, or if two are equally near.
pub fn find(quantity: &str, unit: &str) -> Result<&'static Rule, Reason> {
    let (quantity, unit) = (plain(quantity), plain(unit));
    let known = || rules().iter().filter(|rule| quantity.contains(&rule.phrase) && unit.contains(&rule.unit));
    let longest = known().map(|rule| rule.phrase.len()).max().ok_or(Reason::Unknown)?;
    let mut best = known().filter(|rule| rule.phrase.len() == longest);
    match (best.next(), best.next()) {
        (Some(rule), None) => Ok(rule),
        _ => Err(Reason::Ambiguous),
    }
}

/// The title of the figure that a rule leads to.
pub fn title(to: To) -> &'static str {
    match to {
        To::Figure(at, ..) => FIGURES[at].title,
        To::Nowhere(reason) => reason.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::observed;

    #[test]
    fn every_line_is_a_rule() {
        let lines = csv::Reader::from_reader(FILE.as_bytes()).records().count();
        assert_eq!(rules().len(), lines);
        assert!(rules().iter().all(|rule| !rule.phrase.is_empty()));
    }

    #[test]
    fn every_observed_row_has_one_rule_and_every_rule_a_row() {
        let mut used = std::collections::BTreeSet::new();
        for row in observed() {
            let rule = find(&row.quantity, &row.unit).unwrap_or_else(|why| panic!("{}: {why:?}", row.id));
            used.insert((&rule.phrase, &rule.unit));
        }
        for rule in rules() {
            assert!(used.contains(&(&rule.phrase, &rule.unit)), "{} knows no row", rule.phrase);
        }
    }

    #[test]
    fn the_longest_phrase_holds_and_capitals_do_not_matter() {
        let to = |quantity: &str, unit: &str| find(quantity, unit).map(|rule| rule.to);
        let timely = place("timely-assessments").unwrap();
        let found = to("assessments  completed within 45 working days", "%");
        assert!(matches!(found, Ok(To::Figure(at, Form::Plain, Kind::Fitted)) if at == timely));
        assert_eq!(to("Number of swans", "swans"), Err(Reason::Unknown));
        assert_eq!(to("Assessments completed", "£"), Err(Reason::Unknown));
    }
}
