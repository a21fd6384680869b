//! All authorities of England: they run, and what they give is set beside what is published.

use super::Options;
use crate::model::{Measured, each, scenario, whole};
use crate::report::Report;
use anyhow::Result;
use balcony::experiment::stats::quantile;
use balcony::profiles;
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::scene::Constants;
use balcony_engine::setting::Authority;
use std::time::Instant;

const CLAIM: &str =
    "Every authority of England runs a year without failure; what it gives is set beside what is published.";
const WARM_UP: u32 = 208;

/// Name, published, simulated.
type Figure = (&'static str, fn(&Authority) -> f64, fn(&Measured, &Authority) -> f64);

fn rate(count: f64, authority: &Authority) -> f64 {
    10_000.0 * count / authority.children
}

const FIGURES: [Figure; 9] = [
    (
        "referrals per 10,000",
        |a| rate(a.referrals, a),
        |m, a| rate(m.tally.mean("referrals") * WEEKS_A_YEAR, a),
    ),
    ("in need per 10,000", |a| rate(a.in_need, a), |m, a| rate(m.tally.mean("open"), a)),
    ("caseload", |a| a.caseload, |m, _| m.outcome("caseload")),
    ("turnover, %", |a| 100.0 * a.turnover, |m, _| m.outcome("turnover")),
    ("vacancy, %", |a| 100.0 * a.vacancy, |m, _| m.outcome("vacancy")),
    ("agency, %", |a| 100.0 * a.agency, |m, _| m.outcome("agency")),
    ("plans per 10,000", |a| rate(a.plans, a), |m, a| rate(m.tally.mean("plan_stock"), a)),
    ("looked after per 10,000", |a| rate(a.looked_after, a), |m, a| rate(m.tally.mean("care_stock"), a)),
    (
        "enquiries per 10,000",
        |a| rate(a.enquiries, a),
        |m, a| rate(m.tally.mean("enquiries") * WEEKS_A_YEAR, a),
    ),
];

/// Two replicates of a year each.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let replicates = options.size(2, 2);
    let every = if options.quick { 10 } else { 1 };
    let profiles: Vec<_> = profiles::all().iter().step_by(every).collect();
    let base = options.setting_of(&scenario("culture-shift")?)?;
    let start = Instant::now();
    let ran = each(profiles.len() as u32, |at| {
        let authority = profiles[at as usize].authority();
        let mut setting = crate::model::ordinary(authority.clone());
        setting.warm_up = WARM_UP;
        setting.parameters = base.parameters.clone();
        let constants = Constants::of(&setting);
        let begin = Instant::now();
        let runs = (0..replicates)
            .map(|replicate| whole(&setting, &constants, options.luck(replicate), 52))
            .collect::<Result<Vec<_>>>();
        Ok((authority, runs, begin.elapsed().as_secs_f64()))
    })?;
    let mut report = Report::new(
        "authorities",
        CLAIM,
        &["figure", "Spearman", "median ratio", "quartiles", "authorities"],
    );
    let mut misses = Vec::new();
    let mut good = Vec::new();
    for ((authority, runs, _), profile) in ran.iter().zip(&profiles) {
        match runs {
            Ok(runs) => {
                let sound = runs.iter().all(|run| run.outcomes.iter().all(|value| value.is_finite()));
                report.expect(sound, || format!("{}: an outcome is no number", profile.name));
                good.push((authority, runs, profile.name));
            }
            Err(error) => report.expect(false, || format!("{}: {error:#}", profile.name)),
        }
    }
    for (name, published, simulated) in FIGURES {
        let found: Vec<f64> = good
            .iter()
            .map(|(a, runs, _)| runs.iter().map(|run| simulated(run, a)).sum::<f64>() / runs.len() as f64)
            .collect();
        let known: Vec<f64> = good.iter().map(|(a, ..)| published(a)).collect();
        let pairs = found.iter().zip(&known).filter(|(f, k)| **k > 0.0 && f.is_finite());
        let ratios: Vec<f64> = pairs.map(|(found, known)| found / known).collect();
        report.row([
            name.to_owned(),
            format!("{:.3}", spearman(&found, &known)),
            format!("{:.3}", quantile(&ratios, 0.5)),
            format!("{:.2}-{:.2}", quantile(&ratios, 0.25), quantile(&ratios, 0.75)),
            ratios.len().to_string(),
        ]);
        for (((_, _, place), found), known) in good.iter().zip(&found).zip(&known) {
            if *known > 0.0 {
                misses.push((libm::log((found / known).max(1e-3)), *place, name, *found, *known));
            }
        }
    }
    misses.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    report.table("The ten worst misses", &["authority", "figure", "simulated", "published", "ratio"]);
    for (miss, place, name, found, known) in misses.iter().take(10) {
        let ratio = libm::exp(*miss);
        report.row([
            (*place).to_owned(),
            (*name).to_owned(),
            format!("{found:.1}"),
            format!("{known:.1}"),
            format!("{ratio:.2}"),
        ]);
    }
    let seconds: Vec<f64> = ran.iter().map(|(.., seconds)| *seconds).collect();
    report.note(format!(
        "{} authorities, {replicates} replicates of {WARM_UP} weeks of warm-up and a year: {:.1} s in all; an authority {:.2} s \
         in the middle, {:.2} s at most.",
        profiles.len(),
        start.elapsed().as_secs_f64(),
        quantile(&seconds, 0.5),
        quantile(&seconds, 1.0)
    ));
    report.note(
        "These figures are inputs of each authority: agreement shows that the factors of engine/src/authority.rs do what \
         they are for, and nothing more."
            .to_owned(),
    );
    Ok(report)
}

/// Spearman's rank correlation, ties at their middle rank.
fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let product = |x: &[f64], mx: f64, y: &[f64], my: f64| {
        x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>()
    };
    product(&a, mean_a, &b, mean_b)
        / libm::sqrt(product(&a, mean_a, &a, mean_a) * product(&b, mean_b, &b, mean_b))
}

fn ranks(values: &[f64]) -> Vec<f64> {
    values
        .iter()
        .map(|value| {
            let below = values.iter().filter(|other| *other < value).count() as f64;
            let equal = values.iter().filter(|other| *other == value).count() as f64;
            below + (equal + 1.0) / 2.0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::spearman;

    #[test]
    fn ranks_are_correlated() {
        // R: cor(c(1, 2, 3, 4, 5), c(2, 1, 4, 3, 9), method = "spearman")
        assert!((spearman(&[1.0, 2.0, 3.0, 4.0, 5.0], &[2.0, 1.0, 4.0, 3.0, 9.0]) - 0.8).abs() < 1e-12);
        assert!((spearman(&[1.0, 1.0, 2.0], &[3.0, 3.0, 4.0]) - 1.0).abs() < 1e-12);
    }
}
