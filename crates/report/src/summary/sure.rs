//! Which of many differences are told: the clear ones, and the small ones that are sure also when
//! all are tested together, because of many small ones some look sure by luck alone.

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Better;

use super::lead::{between, unit_between};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::{Paired, sure_together};

/// Those of some outcomes that differ for certain between two strategies, the largest first.
pub(super) fn sure_differences(table: &Table, two: [usize; 2], outcomes: &[usize]) -> Vec<(usize, Paired)> {
    let figures: Vec<(&[f64], &[f64])> =
        outcomes.iter().map(|at| (table.outcome(two[0], *at), table.outcome(two[1], *at))).collect();
    let together = sure_together(&figures, unit_between(table, two));
    let mut sure: Vec<(usize, Paired)> = outcomes
        .iter()
        .zip(together)
        .map(|(at, together)| (*at, between(table, *at, two), together))
        .filter(|(_, pair, together)| {
            pair.verdict.is_clear() || *together && pair.verdict.direction().is_some()
        })
        .map(|(at, pair, _)| (at, pair))
        .collect();
    let size = |pair: &Paired| pair.yardstick.steps(pair.difference).abs();
    sure.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)).then(a.0.cmp(&b.0)));
    sure
}

/// Indices of the outcomes that can be better or worse.
pub(super) fn judged() -> Vec<usize> {
    (0..OUTCOMES.len()).filter(|at| OUTCOMES[*at].better != Better::Neither).collect()
}

/// The first few names, and how many there are besides: titles have commas and `and` of their own.
pub(super) fn few(names: impl IntoIterator<Item = String>, most: usize) -> String {
    let mut names: Vec<String> = names.into_iter().collect();
    let more = names.len().saturating_sub(most);
    names.truncate(most);
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    names.join("; ")
}
