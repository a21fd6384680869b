//! The answer without the terminal: the same sentences, for a report and a page.

use super::compare::pairs;
use super::{About, Lead, Look, lead, sentences};
use crate::experiment::Table;

/// What is to be said of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What is said first.
    pub lead: Lead,
    /// What was found in more detail: the difference with its interval, who stands out, how many
    /// other outcomes moved.
    pub sentences: Vec<String>,
    /// What the intervals cover and what they do not.
    pub luck: String,
    /// The strategy that the sentences are about; none where there is one strategy only.
    pub foremost: Option<usize>,
}

/// The sentences of [`super::compare`], unwrapped.
pub fn answer(about: &About<'_>, table: &Table) -> Answer {
    let pairs = pairs(table, about.primary);
    Answer {
        lead: lead::lead(about, table, &pairs, &Look::PLAIN),
        sentences: sentences::detail(about, table, &pairs, &Look::PLAIN),
        luck: sentences::luck(about, table, &pairs),
        foremost: lead::foremost(about.outcome(), &pairs).map(|(arm, _)| *arm),
    }
}
