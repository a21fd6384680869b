//! The benefit of common random numbers: variance of the difference between two arms with and
//! without them.

use super::Options;
use super::sanity::digits;
use crate::model::{Measured, each, go_on, moved, scenario, warm};
use crate::report::Report;
use anyhow::Result;
use balcony::experiment::stats::{mean, sd};
use balcony::presets;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::rng::RngKey;

const CLAIM: &str = "The same luck in both arms takes variance out of their difference: connected minus incumbent, culture \
                     shift, the average authority.";
const OUTCOMES: [&str; 8] = [
    "harm",
    "re-referrals",
    "timely-assessments",
    "in-need",
    "unserved",
    "turnover",
    "worker-changes",
    "utilisation",
];
/// Changes the seed for independent random numbers after week 0.
const OTHER: u32 = 0x5bd1_e995;

/// Measurements by year of the incumbent, of connected, and of connected from the same week 0 with
/// other random numbers.
struct Triple([Vec<Measured>; 3]);

/// Runs a hundred pairs over three years.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let pairs = options.size(100, 8);
    let scenario = moved(&scenario("culture-shift")?, "england-average")?;
    let setting = options.setting_of(&scenario)?;
    let place = ForkPoint::new(setting.clone());
    let connected = scenario.strategy(presets::CONNECTED)?;
    let incumbent = scenario.strategy(presets::INCUMBENT)?;
    let triples = each(pairs, |replicate| {
        let rng_key = options.luck(replicate);
        let start = warm(&place, rng_key)?;
        let years = |plan, rng_key: RngKey| {
            let mut world = start.clone();
            world.rng_key = rng_key;
            (0..3).map(|_| go_on(&mut world, plan, &place, 52)).collect::<Result<Vec<_>>>()
        };
        let other = RngKey { seed: rng_key.seed ^ OTHER, ..rng_key };
        Ok(Triple([years(&incumbent, rng_key)?, years(&connected, rng_key)?, years(&connected, other)?]))
    })?;
    let heads = [
        "outcome",
        "year",
        "mean difference",
        "sd, same luck",
        "same / independent",
        "s.e.",
        "same start, other luck / independent",
        "s.e.",
    ];
    let mut report = Report::new("pairing", CLAIM, &heads);
    for key in OUTCOMES {
        for year in [0, 2] {
            let arm = |at: usize| triples.iter().map(|t| t.0[at][year].outcome(key)).collect::<Vec<f64>>();
            let (base, same, other) = (arm(0), arm(1), arm(2));
            let differences: Vec<f64> = same.iter().zip(&base).map(|(a, b)| a - b).collect();
            let (paired, paired_error) = jackknife(&same, &base);
            let (start, start_error) = jackknife(&other, &base);
            report.row([
                key.to_owned(),
                (year + 1).to_string(),
                digits(mean(&differences)),
                digits(sd(&differences)),
                format!("{paired:.3}"),
                format!("{paired_error:.3}"),
                format!("{start:.3}"),
                format!("{start_error:.3}"),
            ]);
            report.expect(paired < 1.0, || {
                format!("{key}, year {}: pairing does harm ({paired:.3})", year + 1)
            });
        }
    }
    report.note(format!("{pairs} pairs. *Independent*: another population and other luck, Var a + Var b."));
    report.note("Standard errors: delete-one jackknife over pairs.".to_owned());
    Ok(report)
}

/// Var(a - b) / (Var a + Var b), and its jackknife standard error.
fn jackknife(a: &[f64], b: &[f64]) -> (f64, f64) {
    let ratio = |without: Option<usize>| {
        let keep = |values: &[f64]| {
            values
                .iter()
                .enumerate()
                .filter(|(at, _)| Some(*at) != without)
                .map(|(_, v)| *v)
                .collect::<Vec<_>>()
        };
        let (a, b) = (keep(a), keep(b));
        let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
        let square = |x: f64| x * x;
        square(sd(&differences)) / (square(sd(&a)) + square(sd(&b)))
    };
    let n = a.len();
    let parts: Vec<f64> = (0..n).map(|at| ratio(Some(at))).collect();
    let centre = mean(&parts);
    let squares: f64 = parts.iter().map(|part| (part - centre) * (part - centre)).sum();
    (ratio(None), libm::sqrt(squares * (n - 1) as f64 / n as f64))
}

#[cfg(test)]
mod tests {
    use super::jackknife;

    #[test]
    fn sameness_gives_nothing_and_independence_one() {
        let a: Vec<f64> = (0..200).map(|i| f64::from(i * 7919 % 211)).collect();
        let b: Vec<f64> = (0..200).map(|i| f64::from(i * 104_729 % 199)).collect();
        let shifted: Vec<f64> = a.iter().map(|a| a + 3.0).collect();
        assert!(jackknife(&a, &shifted).0 < 1e-20);
        let (ratio, error) = jackknife(&a, &b);
        assert!((ratio - 1.0).abs() < 4.0 * error && error < 0.15, "{ratio} {error}");
    }
}
