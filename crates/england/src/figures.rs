//! What the faces say of each figure of a year: its title, its unit, which way is better, and the
//! smallest difference that matters. **All margins are assumptions**: five per cent of the base as
//! a rule, and never less than a size that somebody would notice.
//!
//! The figures themselves, and how they are counted, are [`balcony_market::counts`].

use balcony_engine::registry::{Better, Margin};
use balcony_market::counts::Year;

/// What the faces say of one figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Its key, as in [`Year::FIGURES`].
    pub key: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The unit in which it is shown.
    pub unit: &'static str,
    /// Which way is better.
    pub better: Better,
    /// The smallest difference that matters, in the shown unit (assumption).
    pub margin: Margin,
    /// Digits after the point.
    pub digits: u8,
    /// What a value is multiplied by before it is shown.
    pub scale: f64,
}

/// Declares the rows, in the order of the figures: key, title, unit, better, share, floor, digits.
macro_rules! rows {
    ($($key:literal $title:literal, $unit:literal, $better:ident, $share:literal, $floor:literal, $digits:literal;)*) => {
        /// Every figure, in the order of [`Year::FIGURES`].
        pub const ROWS: &[Row] = &[$(Row {
            key: $key,
            title: $title,
            unit: $unit,
            better: Better::$better,
            margin: Margin { share: $share, floor: $floor },
            digits: $digits,
            scale: 1.0,
        },)* SPENT];
    };
}

/// Money is counted in pounds and shown in millions.
const SPENT: Row = Row {
    key: "spent",
    title: "Spent on programmes",
    unit: "£m a year",
    better: Better::Lower,
    margin: Margin { share: 0.05, floor: 0.1 },
    digits: 2,
    scale: 1e-6,
};

rows! {
    "changes" "Changes of director", "a year", Lower, 0.05, 1.0, 1;
    "permanent-exits" "Permanent directors who went", "a year", Lower, 0.05, 1.0, 1;
    "retired" "Directors who retired", "a year", Neither, 0.05, 0.5, 1;
    "moves" "Directors who went to another authority", "a year", Neither, 0.05, 0.5, 1;
    "one-change" "Authorities with one change", "a year", Neither, 0.05, 1.0, 1;
    "more-changes" "Authorities with several changes", "a year", Lower, 0.1, 0.5, 1;
    "appointed" "Permanent directors appointed", "a year", Neither, 0.05, 1.0, 1;
    "first-time" "First-time directors", "a year", Neither, 0.05, 1.0, 1;
    "second-tier" "First-time directors, from the second tier", "share", Neither, 0.0, 0.03, 2;
    "third-tier" "Heads of service who became director", "a year", Neither, 0.05, 0.5, 1;
    "inside" "Second tier appointed in their own house", "share", Neither, 0.0, 0.03, 2;
    "made-permanent" "Interims made permanent", "a year", Neither, 0.05, 0.5, 1;
    "interim-appointments" "Interims appointed", "a year", Lower, 0.05, 0.5, 1;
    "interims-own" "Interims from their own house", "share", Neither, 0.0, 0.03, 2;
    "interims-former" "Interims who are former directors", "share", Neither, 0.0, 0.03, 2;
    "panels" "Panels that met", "a year", Neither, 0.05, 1.0, 1;
    "failed" "Panels that did not appoint", "a year", Lower, 0.1, 0.5, 1;
    "applicants" "Applicants for each panel", "applicants", Higher, 0.05, 0.2, 1;
    "vacancy-weeks" "Weeks without a permanent director", "weeks a year", Lower, 0.05, 20.0, 1;
    "interim-spell" "Length of an interim spell", "weeks", Lower, 0.05, 1.0, 1;
    "interims-in-post" "Interims in post in March", "posts", Lower, 0.05, 0.5, 1;
    "tenure" "Time in post of permanent directors", "months", Higher, 0.0, 1.0, 1;
    "tenure-all" "Time in post of all directors", "months", Higher, 0.0, 1.0, 1;
    "holder-differs" "Posts with another holder after a year", "% of posts", Lower, 0.0, 1.0, 1;
    "age-directors" "Age of directors", "years", Neither, 0.0, 0.5, 1;
    "age-second" "Age of assistant directors", "years", Neither, 0.0, 0.5, 1;
    "age-third" "Age of heads of service", "years", Neither, 0.0, 0.5, 1;
    "age-aspirants" "Age of assistant directors who aspire", "years", Neither, 0.0, 0.5, 1;
    "age-attracted-third" "Age of heads of service who want to rise", "years", Neither, 0.0, 0.5, 1;
    "aspire" "Assistant directors who aspire", "share", Higher, 0.0, 0.03, 2;
    "social-care" "Directors from social care", "share", Neither, 0.0, 0.03, 2;
    "elsewhere-before" "Directors who were one elsewhere before", "share", Neither, 0.0, 0.03, 2;
    "from-social-care" "Appointed from tier 2 in social care", "share", Neither, 0.0, 0.03, 2;
    "age-appointed" "Age of those appointed", "years", Neither, 0.0, 0.5, 1;
    "readiness-appointed" "Readiness of those appointed", "readiness", Higher, 0.0, 0.01, 3;
    "competence-appointed" "Competence of those appointed", "0 to 1", Higher, 0.0, 0.01, 3;
}

/// The figure that a national scenario is decided by unless it says otherwise.
pub const USUAL: &str = "vacancy-weeks";

/// The position of a figure.
///
/// ```
/// use balcony_england::figures::{ROWS, position};
/// assert_eq!(ROWS[position("tenure").unwrap()].unit, "months");
/// assert_eq!(position("nothing"), None);
/// ```
pub fn position(key: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.key == key)
}

/// How a figure is counted.
///
/// ```
/// use balcony_england::figures::{meaning, position};
/// assert!(meaning(position("tenure").unwrap()).starts_with("Mean time in post"));
/// ```
pub fn meaning(figure: usize) -> &'static str {
    Year::FIGURES[figure].meaning
}

/// The figures of a year as they are shown.
pub fn shown(year: &Year) -> Vec<f64> {
    ROWS.iter().zip(year.values()).map(|(row, value)| row.scale * value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_its_row() {
        let keys = |rows: &[Row]| rows.iter().map(|row| row.key).collect::<Vec<_>>();
        let counted: Vec<&str> = Year::FIGURES.iter().map(|figure| figure.key).collect();
        assert_eq!(keys(ROWS), counted);
        assert!(position(USUAL).is_some());
        for row in ROWS {
            assert!(row.title.len() <= 44 && row.margin.floor > 0.0, "{}", row.title);
        }
    }
}
