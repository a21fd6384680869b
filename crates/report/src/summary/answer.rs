//! The sentences of a comparison as data, for the report and the page.

use super::compare::pairs;
use super::{About, Lead, Look, lead, sentences};
use balcony_study::experiment::Table;

/// The sentences of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The answer, the outcomes that moved, the price and the caveat.
    pub lead: Lead,
    /// Details: the difference with its interval, which strategy stands out, and how many other
    /// outcomes moved.
    pub sentences: Vec<String>,
    /// What the intervals cover and what they do not.
    pub luck: String,
    /// Index of the strategy that the sentences are about; `None` if there is only one strategy.
    pub foremost: Option<usize>,
    /// Index of the strategy that it is compared with in the answer: the other one where the
    /// question is which of two, else the baseline.
    pub against: usize,
}

/// Returns the sentences of [`super::compare`], without line breaks.
pub fn answer(about: &About<'_>, table: &Table) -> Answer {
    let pairs = pairs(table, about.primary);
    let foremost = lead::foremost(about.outcome(), &pairs).map(|(arm, _)| *arm);
    Answer {
        lead: lead::lead(about, table, &pairs, &Look::PLAIN),
        sentences: sentences::detail(about, table, &pairs, &Look::PLAIN),
        luck: sentences::luck(about, table, &pairs),
        foremost,
        against: foremost.map_or(table.baseline, |arm| lead::against(table, arm)),
    }
}
