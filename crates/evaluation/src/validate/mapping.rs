//! Maps a published figure to a figure of the model, by the table `data/validate_mapping.csv`.
//!
//! A rule matches a row if its phrase occurs in the quantity and its unit in the unit, ignoring
//! capitals and spaces. If several rules match, the one with the longest phrase applies; two of the
//! same length are a fault that a test looks for. A rule gives either a figure of `super::figures`,
//! its form, and whether it is a result or an input, or a reason from `super::reason` why there is
//! no comparison.

use super::figures::{FIGURES, place};
use super::reason::Reason;
use std::sync::OnceLock;

/// Contents of the table.
pub const FILE: &str = include_str!("../../../../data/validate_mapping.csv");

/// Form in which a figure of the model is compared with a published one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureForm {
    /// A count, scaled to the children of the place.
    Total,
    /// A count per authority, summed over England.
    Each,
    /// A rate per 10,000 children aged 0-17.
    Rate,
    /// The value unchanged.
    Plain,
    /// Median over authorities.
    Median,
    /// Median over authorities of the rate per 10,000 children aged 0-17.
    MedianRate,
    /// Rank correlation of the rate with deprivation, across authorities.
    Gradient,
}

/// Whether a figure is a result of the model or was put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// No parameter was set for it.
    Emergent,
    /// A parameter was fitted to it.
    Fitted,
    /// The profile or another input contains it, so agreement is by construction.
    Input,
}

impl Kind {
    /// Key of the kind.
    pub fn key(self) -> &'static str {
        match self {
            Self::Emergent => "emergent",
            Self::Fitted => "fitted",
            Self::Input => "input",
        }
    }
}

/// Target of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// A figure (an index in `FIGURES`), with form and kind.
    Figure(usize, FigureForm, Kind),
    /// No figure, for a reason.
    Nowhere(Reason),
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Phrase that must occur in the quantity.
    pub phrase: String,
    /// Phrase that must occur in the unit.
    pub unit: String,
    /// Target of the rule.
    pub to: To,
    /// Remark on the rule.
    pub why: String,
}

/// Normalises a text for comparison.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn form(text: &str) -> Option<FigureForm> {
    Some(match text {
        "total" => FigureForm::Total,
        "each" => FigureForm::Each,
        "rate" => FigureForm::Rate,
        "plain" => FigureForm::Plain,
        "median" => FigureForm::Median,
        "median-rate" => FigureForm::MedianRate,
        "gradient" => FigureForm::Gradient,
        _ => return None,
    })
}

fn kind(text: &str) -> Option<Kind> {
    [Kind::Emergent, Kind::Fitted, Kind::Input].into_iter().find(|kind| kind.key() == text)
}

/// All rules. An invalid line is skipped; a test checks that there is none.
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
/// If no rule matches, or if two match equally well.
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

/// Title of the figure that a rule leads to, or the reason in words.
pub fn title(to: To) -> &'static str {
    match to {
        To::Figure(at, ..) => FIGURES[at].title,
        To::Nowhere(reason) => reason.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_scenario::profiles::observed;

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
        assert!(matches!(found, Ok(To::Figure(at, FigureForm::Plain, Kind::Fitted)) if at == timely));
        assert_eq!(to("Number of swans", "swans"), Err(Reason::Unknown));
        assert_eq!(to("Assessments completed", "£"), Err(Reason::Unknown));
    }
}
