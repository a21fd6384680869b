//! Tests for every row of the table of systems whether its lever moves its outcome in the direction
//! that was written down beforehand.

use super::Options;
use super::sanity::digits;
use crate::model::{each, go_on, scenario, warm, with_library};
use crate::report::Report;
use anyhow::{Result, anyhow};
use balcony::documents::rows::{Expected, ROWS, Row, Side};
use balcony::experiment::stats::{mean, sd};
use balcony_engine::fork_point::ForkPoint;

const CLAIM: &str = "Each mechanism, flipped, moves its outcome. The directions were committed before the first run \
                     (crates/app/src/documents/rows.rs); those that came out otherwise stay in the table.";
/// Critical value: two-sided p of about .006 at 23 degrees of freedom. Of 32 levers without effect,
/// .2 would exceed it on average.
const CRITICAL: f64 = 3.0;
/// Weeks of a run.
const WEEKS: u32 = 156;

/// Runs twenty-four pairs of three years for each lever.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let pairs = options.size(24, 6);
    let heads =
        ["row", "system", "scenario", "outcome", "expected", "from", "to", "difference", "s.e.", "verdict"];
    let mut report = Report::new("rows", CLAIM, &heads);
    report.only_shows();
    let (mut held, mut other) = (0, 0);
    for row in ROWS {
        let [a, b] = [run(options, row, row.sides[0], pairs)?, run(options, row, row.sides[1], pairs)?];
        let differences: Vec<f64> = b.iter().zip(&a).map(|(b, a)| b - a).collect();
        let (difference, error) = (mean(&differences), sd(&differences) / f64::from(pairs).sqrt());
        let signed = if row.expected == Expected::Up { difference } else { -difference };
        let verdict = if error == 0.0 && difference == 0.0 {
            "no effect at all"
        } else if signed > CRITICAL * error {
            "as expected"
        } else if signed < -CRITICAL * error {
            "otherwise"
        } else {
            "cannot tell yet"
        };
        held += u32::from(verdict == "as expected");
        other += u32::from(verdict == "otherwise");
        report.row([
            row.number.to_owned(),
            row.system.to_owned(),
            row.scenario.to_owned(),
            row.outcome.to_owned(),
            if row.expected == Expected::Up { "up" } else { "down" }.to_owned(),
            digits(mean(&a)),
            digits(mean(&b)),
            digits(difference),
            digits(error),
            verdict.to_owned(),
        ]);
        report.expect(difference.is_finite(), || format!("row {}: not a number", row.number));
    }
    report.note(format!(
        "n = {pairs} pairs of {WEEKS} weeks for each lever, critical value {CRITICAL} standard errors; of {} levers {held} came \
         out as expected and {other} otherwise.",
        ROWS.len()
    ));
    Ok(report)
}

/// The outcome of one side, by replicate.
fn run(options: &Options, row: &Row, side: Side, pairs: u32) -> Result<Vec<f64>> {
    let sets: Vec<String> = side.sets.iter().map(|set| (*set).to_owned()).collect();
    let scenario = with_library(|library| {
        scenario(row.scenario)?.apply_sets(&sets, library).map_err(|faults| anyhow!("{faults}"))
    })?;
    let plan = scenario.strategy(side.strategy)?;
    let setting = options.setting_of(&scenario)?;
    let place = ForkPoint::new(setting.clone());
    each(pairs, |replicate| {
        let mut world = warm(&place, options.luck(replicate))?;
        Ok(go_on(&mut world, &plan, &place, WEEKS)?.outcome(row.outcome))
    })
}
