//! What the effects of two policies hang on: one parameter at a time, at the ends of its range.

use super::policies::weeks_without;
use super::{Options, estimate, half, warm, with};
use crate::model::each;
use crate::report::Report;
use anyhow::Result;
use balcony::experiment::stats::{Estimate, mean, sd};
use balcony_market::development::{Kind, Rule, Scheme};
use balcony_market::{Parameters, Setting};

/// How many parameters are shown for each policy.
const SHOWN: usize = 10;
const NAMES: [&str; 2] = ["rule of social work", "programme for aspirants"];

/// Both policies under a setting.
fn policies(base: &Setting) -> [Setting; 2] {
    [
        Setting { rule: Rule::SocialWork, ..base.clone() },
        Setting { schemes: vec![Scheme::usual(Kind::Aspirants)], ..base.clone() },
    ]
}

/// Differences in weeks without a permanent director, a year, by replicate, for both policies.
fn differences(options: &Options, base: &Setting, pairs: u32) -> Result<[Vec<f64>; 2]> {
    let policies = policies(base);
    let found = each(pairs, |replicate| {
        let start = warm(options, base, replicate);
        let without = weeks_without(&start, base);
        Ok(policies.each_ref().map(|policy| weeks_without(&start, policy) - without))
    })?;
    Ok([0, 1].map(|at| found.iter().map(|pair| pair[at]).collect()))
}

/// What one parameter does to both differences.
struct Row {
    key: &'static str,
    range: [f64; 2],
    source: &'static str,
    /// By policy, then by end.
    ends: [[Estimate; 2]; 2],
    /// By policy: the change of the difference from the low end to the high one.
    swing: [Estimate; 2],
}

/// Adds the tables.
pub(super) fn show(options: &Options, base: &Setting, report: &mut Report) -> Result<()> {
    let pairs = options.size(12, 3);
    let usual = differences(options, base, pairs)?;
    let mut rows = Vec::new();
    // What programmes that neither arm has do to people cannot matter here.
    // Nor does anything that only works where authorities are simulated with their children.
    let idle = |key: &str| key.starts_with("coupling.") || key.starts_with("development.");
    let at_work = |key: &str| !idle(key) || key.starts_with("development.aspirant");
    for parameter in Parameters::registry().filter(|parameter| at_work(parameter.key)) {
        let range = [parameter.low, parameter.high];
        let low = differences(options, &with(base, parameter.key, range[0])?, pairs)?;
        let high = differences(options, &with(base, parameter.key, range[1])?, pairs)?;
        let swing = [0, 1].map(|at| {
            let swing: Vec<f64> = high[at].iter().zip(&low[at]).map(|(high, low)| high - low).collect();
            estimate(&swing)
        });
        let ends = [0, 1].map(|at| [estimate(&low[at]), estimate(&high[at])]);
        eprintln!("market: {}: {:.0}, {:.0}", parameter.key, swing[0].mean, swing[1].mean);
        rows.push(Row { key: parameter.key, range, source: parameter.source, ends, swing });
    }
    for (at, name) in NAMES.into_iter().enumerate() {
        let default = estimate(&usual[at]);
        let title = format!(
            "What the {name} hangs on: weeks without a permanent director, difference from the base, a year"
        );
        let heads =
            ["parameter", "from", "to", "at the low end", "at the high end", "swing", "sign", "source"];
        report.table(&title, &heads);
        rows.sort_by(|a, b| b.swing[at].mean.abs().total_cmp(&a.swing[at].mean.abs()));
        for row in rows.iter().take(SHOWN) {
            report.row([
                row.key.to_owned(),
                row.range[0].to_string(),
                row.range[1].to_string(),
                shown(&row.ends[at][0]),
                shown(&row.ends[at][1]),
                shown(&row.swing[at]),
                sign(&default, &row.ends[at]).to_owned(),
                row.source.to_owned(),
            ]);
        }
        let reversed = |sign_is: &str| {
            let keys: Vec<&str> = rows
                .iter()
                .filter(|row| sign(&default, &row.ends[at]) == sign_is)
                .map(|row| row.key)
                .collect();
            if keys.is_empty() { "none".to_owned() } else { keys.join(", ") }
        };
        report.note(format!(
            "What the {name} hangs on: {} at the defaults. Of {} parameters the sign is reversed at an end by: {}; 0 lies in the interval \
             at an end of: {}.",
            shown(&default),
            rows.len(),
            reversed("reversed"),
            reversed("open"),
        ));
        let errors: Vec<f64> = rows.iter().map(|row| row.swing[at].error).collect();
        report.note(format!(
            "The standard error of a swing of the {name} is {:.0} on average (s.d. {:.0}): swings below {:.0} are within luck, and the \
             largest of many are too large on average.",
            mean(&errors),
            sd(&errors),
            2.0 * mean(&errors)
        ));
    }
    report.note(format!(
        "One parameter at a time goes to the ends of its range, all others at their defaults, from 1990 on: n = {pairs} pairs at each end, \
         with the same luck at both. Several parameters were fitted together: an end of one alone leaves the published figures."
    ));
    Ok(())
}

fn shown(estimate: &Estimate) -> String {
    format!("{:+.0} ± {:.0}", estimate.mean, half(estimate))
}

/// Does the effect at an end have another sign than at the defaults?
fn sign(default: &Estimate, ends: &[Estimate; 2]) -> &'static str {
    let side = |estimate: &Estimate| match estimate.interval {
        Some(interval) if interval.low > 0.0 => 1,
        Some(interval) if interval.high < 0.0 => -1,
        _ => 0,
    };
    let usual = side(default);
    match ends.each_ref().map(side) {
        sides if sides.contains(&-usual) && usual != 0 => "reversed",
        sides if sides.contains(&0) => "open",
        _ => "stays",
    }
}
