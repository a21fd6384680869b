//! The headline: how many rows agree, by kind; comparisons across authorities; ten years without
//! events.

use super::ValidationFindings;
use super::across::{Across, Spread};
use super::authority_runs::YEARS;
use super::rows::{Compared, ComparedRow};
use super::text::{number, percent};

/// Kinds of row, in the order of the output.
pub(super) const KINDS: [(&str, &str); 3] = [
    ("emergent", "Emergent: nothing was set for these"),
    ("fitted", "Fitted: a parameter was set for each of these, on the average authority"),
    ("input", "Inputs: the profile or another input holds them, so agreement is no evidence"),
];

/// Scores over several rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Score {
    pub(super) rows: usize,
    /// Number of rows within 10 % and within 25 % of the published value.
    pub(super) near: [usize; 2],
    /// Number of rows inside the 50 % and the 90 % interval, among those with an interval.
    pub(super) inside: [usize; 2],
    /// Number inside the 90 % interval of the replicates of one authority, and number of rows with
    /// that interval.
    pub(super) one: [usize; 2],
    pub(super) with_interval: usize,
    /// Number of rows that beat a baseline forecast by absolute error and by score, among those
    /// with one.
    pub(super) beats: [[usize; 2]; 2],
    pub(super) with_baseline: [usize; 2],
}

pub(super) fn score<'a>(rows: impl Iterator<Item = (f64, &'a Compared)>) -> Score {
    let mut score = Score::default();
    for (published, row) in rows {
        score.rows += 1;
        for (at, within) in [0.1, 0.25].into_iter().enumerate() {
            score.near[at] += usize::from(row.relative.abs() <= within);
        }
        if row.ninety.is_some() {
            score.with_interval += 1;
            for (at, interval) in [row.half, row.ninety].into_iter().enumerate() {
                score.inside[at] += usize::from(Compared::within(interval, published) == Some(true));
            }
        }
        if let Some(inside) = Compared::within(row.one_authority, published) {
            score.one[0] += usize::from(inside);
            score.one[1] += 1;
        }
        for (at, baseline) in [&row.last, &row.trend].into_iter().enumerate() {
            if let Some(baseline) = baseline {
                score.with_baseline[at] += 1;
                score.beats[at][0] += usize::from(row.error < baseline.error);
                score.beats[at][1] += usize::from(row.crps < baseline.crps);
            }
        }
    }
    score
}

/// The rows that were compared, with the published value.
pub(super) fn compared(
    findings: &ValidationFindings,
) -> impl Iterator<Item = (&ComparedRow, f64, &Compared)> {
    findings.rows.iter().filter_map(|row| Some((row, row.observed.value?, row.outcome.as_ref().ok()?)))
}

fn of_kind<'a>(findings: &'a ValidationFindings, kind: &'a str) -> impl Iterator<Item = (f64, &'a Compared)> {
    compared(findings).filter(move |(.., row)| row.kind == kind).map(|(_, value, row)| (value, row))
}

pub(super) fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

pub(super) fn authorities(count: usize) -> String {
    format!("{count} authorit{}", if count == 1 { "y" } else { "ies" })
}

/// The headline sentences.
pub(super) fn headline(findings: &ValidationFindings) -> Vec<String> {
    let mut said = Vec::new();
    let all = compared(findings).count();
    said.push(format!(
        "{} compared, {} not (by reason at the end).",
        plural(all, "row"),
        findings.rows.len() - all
    ));
    for (kind, _) in KINDS {
        let score = score(of_kind(findings, kind));
        if score.rows == 0 {
            continue;
        }
        let mut line = format!(
            "{} {kind}: {} within 10 %, {} within 25 % of what is published; inside the 50 % interval {}, the 90 % interval {} of {}",
            score.rows, score.near[0], score.near[1], score.inside[0], score.inside[1], score.with_interval
        );
        if score.one[1] > 0 {
            line.push_str(&format!(
                " ({} of {} inside what replicates of one authority of 60,000 children span)",
                score.one[0], score.one[1]
            ));
        }
        for (at, name) in ["the last published year", "own mean and trend"].into_iter().enumerate() {
            if score.with_baseline[at] > 0 {
                line.push_str(&format!(
                    "; better than {name} in {} (by score {}) of {}",
                    score.beats[at][0], score.beats[at][1], score.with_baseline[at]
                ));
            }
        }
        line.push('.');
        said.push(line);
    }
    if let Some(across) = &findings.across {
        said.extend(headline_across(across));
    }
    let drift = &findings.drift;
    if !drift.each.is_empty() {
        said.push(format!(
            "Ten quiet years: open cases {}, looked after {}, load {} to {}, vacancy {} to {} %; {} of {} authorities stand still over five years, {} begin above a load of {}.",
            percent(drift.all.change(0, YEARS - 1)),
            percent(drift.all.change(3, YEARS - 1)),
            number(drift.all.years[1][0]),
            number(drift.all.years[1][YEARS - 1]),
            number(drift.all.years[2][0]),
            number(drift.all.years[2][YEARS - 1]),
            drift.standing,
            drift.each.len(),
            drift.overloaded,
            super::drift::OVERLOADED
        ));
    }
    said
}

fn headline_across(across: &Across) -> Vec<String> {
    let wrong = across.spreads.iter().filter(|spread| sign(spread) == Some(false)).count();
    let told = across.spreads.iter().filter(|spread| sign(spread).is_some()).count();
    let wide = |spread: &&Spread| {
        let ratio = relative_spread(&spread.model) / relative_spread(&spread.published);
        (0.67..=1.5).contains(&ratio)
    };
    vec![format!(
        "Across {}: the spread is within a factor of 1.5 of the published in {} of {} figures; of {told} figures that published judgements tell apart, the sign is wrong in {wrong}.",
        authorities(across.authorities.len()),
        across.spreads.iter().filter(wide).count(),
        across.spreads.len()
    )]
}

/// Whether the model's figures change with judgements in the same direction as the published ones.
/// `None` if either is undetermined: the published 95 % interval contains 0, or there is no
/// coefficient.
pub(super) fn sign(spread: &Spread) -> Option<bool> {
    let (published, low, high) = spread.judged.better_published?;
    let (model, ..) = spread.judged.better_model?;
    (low > 0.0 || high < 0.0).then_some(published.signum() == model.signum())
}

/// Distance between the 10 % and the 90 % quantile, over the median.
pub(super) fn relative_spread(quantiles: &[f64; 5]) -> f64 {
    (quantiles[4] - quantiles[0]) / quantiles[2]
}
