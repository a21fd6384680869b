//! Compares the average authority with the published figures.

use super::Options;
use crate::figures::{Kind, LINES};
use crate::model::{Measured, each, whole};
use crate::report::Report;
use anyhow::Result;
use balcony::experiment::stats::{mean, standard_error};
use balcony_engine::fork_point::ForkPoint;

const CLAIM: &str = "The average authority of 60,000 children comes within 15 % of every published figure that a parameter \
                     was fitted to; what was not fitted is shown as found.";
const YEARS: u32 = 5;
const NEAR: f64 = 0.15;
const DRIFTING: [&str; 16] = [
    "referrals",
    "open",
    "unserved",
    "care_stock",
    "vacant",
    "utilisation",
    "strain",
    "expertise",
    "culture",
    "prescription",
    "trust",
    "language",
    "routine",
    "credibility",
    "authorisation",
    "salience",
];

/// Runs many replicates of five years.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let replicates = options.size(40, 4);
    let setting = options.average()?;
    let place = ForkPoint::new(setting.clone());
    let ran = each(replicates, |replicate| whole(&place, options.luck(replicate), 52 * YEARS))?;
    let heads = ["figure", "model", "s.e.", "published", "where", "miss, %", "within 15 %", "kind"];
    let mut report = Report::new("sanity", CLAIM, &heads);
    let (mut emergent, mut near) = (0, 0);
    for line in LINES {
        let values: Vec<f64> = ran.iter().map(|ran| (line.model)(ran)).collect();
        let (found, error) = (mean(&values), standard_error(&values));
        let (target, origin) = line.target.value()?;
        let miss = found / target - 1.0;
        let within = miss.abs() <= NEAR;
        report.row([
            line.name.to_owned(),
            digits(found),
            digits(error),
            digits(target),
            origin,
            format!("{:+.1}", 100.0 * miss),
            if within { "yes" } else { "no" }.to_owned(),
            line.kind.word().to_owned(),
        ]);
        if line.kind == Kind::Emergent {
            emergent += 1;
            near += u32::from(within);
        } else {
            // A rare event may miss its target by chance.
            let by_luck = (found - target).abs() <= 2.0 * error;
            report.expect(within || by_luck, || format!("{}: {found:.3}, published {target:.3}", line.name));
        }
    }
    report.note(format!(
        "{replicates} replicates of {YEARS} years after {} weeks of warm-up.",
        setting.warm_up
    ));
    drift(&mut report, &ran);
    report.note(format!("Of {emergent} emergent figures, {near} come within 15 %."));
    report.note(
        "Standard errors are those of luck alone. Counts of England are scaled to 60,000 children with the population \
         that the published referral rate implies (A019 over A020)."
            .to_owned(),
    );
    Ok(report)
}

/// States and stocks by year. The warm-up holds the states; afterwards nothing holds them.
fn drift(report: &mut Report, ran: &[Measured]) {
    report.table("By year, under the incumbent", &["measure", "1", "2", "3", "4", "5"]);
    for key in DRIFTING {
        let year = |year: u32| {
            let from = 52 * year as usize;
            let values: Vec<f64> = ran.iter().map(|ran| ran.mean(key, from, from + 52)).collect();
            format!("{} ({})", digits(mean(&values)), digits(standard_error(&values)))
        };
        report.row(std::iter::once(key.to_owned()).chain((0..YEARS).map(year)));
    }
}

/// Formats a number with about four digits.
pub(super) fn digits(value: f64) -> String {
    match value.abs() {
        size if size >= 1000.0 => format!("{value:.0}"),
        size if size >= 100.0 => format!("{value:.1}"),
        size if size >= 10.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}
