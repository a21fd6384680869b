//! The answer so far, in one line: what a terminal shows while a comparison runs.

use balcony_engine::measure::OUTCOMES;

use super::clean;
use super::number::Figures;
use crate::experiment::Table;
use crate::experiment::stats::verdict;
use crate::experiment::stopping::look;

/// `After 12 pairs: connected -0.031 (-0.052 to -0.010), clearly better`: the strategy whose difference is largest, with an interval that
/// holds at every look.
pub fn so_far(table: &Table, primary: usize) -> String {
    let outcome = &OUTCOMES[primary.min(OUTCOMES.len() - 1)];
    let found = look(table, primary, table.replicates);
    let far = |(_, found): &(usize, crate::experiment::stats::Estimate)| found.mean.abs();
    let Some((arm, found)) = found.differences.into_iter().max_by(|a, b| far(a).total_cmp(&far(b))) else {
        return String::new();
    };
    let ends = found.interval.map_or([found.mean; 3], |interval| [found.mean, interval.low, interval.high]);
    let figures = Figures::of(outcome, ends);
    format!(
        "After {} pairs: {} {} ({}), {}",
        table.replicates,
        clean(&table.arms[arm]),
        figures.signed(found.mean),
        figures.interval(found.interval),
        verdict(found.interval, table.yardstick(primary).size()).words(outcome.better),
    )
}
