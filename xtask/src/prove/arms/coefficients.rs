//! How the order of the arms on the primary outcome hangs on coefficients that nobody has measured.

use super::{known, plans, ranking, run};
use crate::model::{scenario, set};
use crate::prove::Options;
use crate::report::Report;
use anyhow::{Context, Result};
use balcony::scenario::SHIPPED;
use balcony_engine::parameters::Parameters;

/// Coefficients that the order may hang on.
const COEFFICIENTS: [&str; 12] = [
    "decisions.valve",
    "sites.hop",
    "sites.director_capacity",
    "sites.meeting_each",
    "influence.chi_line",
    "influence.chi_relations",
    "sites.escalated",
    "belief.slope",
    "help.together",
    "influence.lost",
    "programme.pace",
    "work.change",
];

/// One coefficient at a time, at both ends of its range; the others as the scenario says.
pub(super) fn vary(options: &Options, report: &mut Report) -> Result<()> {
    let pairs = options.size(40, 4).min(40);
    let title = format!("Order at the ends of ranges, {pairs} pairs each");
    report.table(&title, &["scenario", "coefficient", "value", "order on the primary outcome"]);
    let scenarios = if options.quick { &SHIPPED[..1] } else { &SHIPPED[..] };
    for (name, _) in scenarios {
        let scenario = scenario(name)?;
        let (at, outcome) = known(&scenario.primary)?;
        let plans = plans(&scenario)?;
        let mut row = |key: &str, value: Option<f64>| -> Result<()> {
            let mut setting = options.setting_of(&scenario)?;
            if let Some(value) = value {
                set(&mut setting, key, value)?;
            }
            let table = run(options, &setting, &plans, pairs, scenario.weeks)?;
            let shown = value.map_or("as given".to_owned(), |value| value.to_string());
            report.row([(*name).to_owned(), key.to_owned(), shown, ranking(outcome, &table, at)]);
            Ok(())
        };
        row("-", None)?;
        for key in COEFFICIENTS {
            let registered = Parameters::registry().find(|row| row.key == key).context("a coefficient")?;
            row(key, Some(registered.low))?;
            row(key, Some(registered.high))?;
        }
    }
    Ok(())
}
