//! One line that shows the interim result while a comparison runs.

use balcony_engine::measure::OUTCOMES;

use super::clean;
use super::number::Figures;
use super::text::small;
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::verdict_of;
use balcony_study::experiment::stopping::look;

/// For example `After 12 pairs, on serious harm: connected to incumbent -0.031 a year (-0.052 to
/// -0.010), clearly better`. It names the strategy with the largest difference. Its interval holds
/// simultaneously over all looks.
pub fn so_far(table: &Table, primary: usize) -> String {
    let outcome = &OUTCOMES[primary.min(OUTCOMES.len() - 1)];
    let found = look(table, primary, table.replicates);
    let far = |(_, found): &(usize, balcony_study::experiment::stats::Estimate)| found.mean.abs();
    let Some((arm, found)) = found.differences.into_iter().max_by(|a, b| far(a).total_cmp(&far(b))) else {
        return String::new();
    };
    let ends = found.interval.map_or([found.mean; 3], |interval| [found.mean, interval.low, interval.high]);
    let figures = Figures::of(outcome, ends);
    let verdict = verdict_of(found.interval, found.mean, table.yardstick(primary).size());
    format!(
        "After {} pairs, on {}: {} to {} {} {} ({}), {}",
        table.replicates,
        small(outcome.title),
        clean(&table.arms[arm]),
        clean(&table.arms[table.baseline]),
        figures.signed(found.mean),
        figures.unit,
        figures.interval(found.interval),
        verdict.words(outcome.better),
    )
}
