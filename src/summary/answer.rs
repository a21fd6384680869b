//! The answer without the terminal: the same sentences, for a report and a page.

use super::compare::pairs;
use super::{About, Look, sentences};
use crate::experiment::Table;

/// What is to be said of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was found, who stands out, at what price; one more where what is not known is drawn.
    pub sentences: Vec<String>,
    /// What the intervals cover and what they do not.
    pub luck: String,
    /// The strategy that the sentences are about: the best by its mean; none where there is one strategy only.
    pub foremost: Option<usize>,
}

/// The sentences of [`super::compare`], unwrapped.
pub fn answer(about: &About<'_>, table: &Table) -> Answer {
    let pairs = pairs(table, about.primary, about.outcome());
    Answer {
        sentences: sentences::three(about, table, &pairs, &Look::PLAIN),
        luck: sentences::luck(about, table, &pairs),
        foremost: sentences::foremost(about.outcome(), &pairs).map(|(arm, _)| *arm),
    }
}
