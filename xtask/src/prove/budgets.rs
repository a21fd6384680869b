//! Effects of budget cuts of 5 to 40 % for three years in five authorities.

use super::Options;
use super::sanity::digits;
use crate::model::{Measured, each, go_on, ordinary, warm, with_event};
use crate::report::Report;
use anyhow::{Result, anyhow};
use balcony::experiment::stats::mean;
use balcony::profiles;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::setting::EventKind;
use balcony_engine::strategy::Strategy;

const CLAIM: &str = "Money bites: a cut of a budget reaches spending, posts, early help and caseload, in proportion, in every \
                     authority; what cannot be saved is overspent.";
const PLACES: [&str; 5] = ["Barnsley", "Rutland", "Kent", "Hackney", "Leeds"];
const CUTS: [f64; 5] = [0.0, 0.05, 0.1, 0.2, 0.4];

/// Simulates every authority under every cut.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let replicates = options.size(24, 4);
    let heads = [
        "authority",
        "cut, %",
        "spending in year 3, %",
        "overspend, %",
        "social workers, %",
        "agency, %",
        "vacancy, %",
        "caseload",
        "load",
        "strain",
        "children nobody serves, %",
        "looked after, %",
        "harm, %",
    ];
    let mut report = Report::new("budgets", CLAIM, &heads);
    for place in PLACES {
        let profile = profiles::find(place).map_err(|_| anyhow!("there is no authority {place}"))?;
        let quiet = ordinary(profile.authority());
        let mut before: Option<Vec<Measured>> = None;
        let mut spent = f64::INFINITY;
        for cut in CUTS {
            let setting = with_event(&quiet, EventKind::BudgetCut, cut, 156);
            let fork = ForkPoint::new(setting.clone());
            let runs = each(replicates, |replicate| {
                let mut world = warm(&fork, options.luck(replicate))?;
                go_on(&mut world, &Strategy::default(), &fork, 104)?;
                go_on(&mut world, &Strategy::default(), &fork, 52)
            })?;
            let m = |runs: &[Measured], key: &str| {
                mean(&runs.iter().map(|run| run.tally.mean(key)).collect::<Vec<_>>())
            };
            let base = before.get_or_insert_with(|| runs.clone());
            let percent = |key: &str| format!("{:+.0}", 100.0 * (m(&runs, key) / m(base, key) - 1.0));
            let outcome = |runs: &[Measured], key: &str| {
                mean(&runs.iter().map(|run| run.outcome(key)).collect::<Vec<_>>())
            };
            let spending = m(&runs, "cost");
            report.row([
                place.to_owned(),
                format!("{:.0}", 100.0 * cut),
                percent("cost"),
                format!("{:+.0}", outcome(&runs, "overspend")),
                percent("employed"),
                percent("agency"),
                digits(outcome(&runs, "vacancy")),
                digits(m(&runs, "caseload")),
                digits(m(&runs, "utilisation")),
                digits(m(&runs, "strain")),
                percent("unserved"),
                percent("care_stock"),
                format!("{:+.1}", 100.0 * (outcome(&runs, "harm") / outcome(base, "harm") - 1.0)),
            ]);
            report.expect(spending < spent, || {
                format!("{place}: a cut of {cut} spends no less than a smaller one")
            });
            spent = spending;
        }
    }
    report.note(format!(
        "{replicates} replicates, the third year of three under the cut, beside the same luck without one."
    ));
    Ok(report)
}
