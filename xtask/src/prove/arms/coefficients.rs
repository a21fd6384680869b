//! How far the order of the arms on the primary outcome depends on coefficients that nobody has
//! measured. It varies a few of the coefficients of `balcony audit --coefficients`, with its cases
//! and its rule.

use crate::model::scenario;
use crate::prove::Options;
use crate::report::Report;
use anyhow::{Context, Result, anyhow};
use balcony::audit::coefficients::{cases, reversals};
use balcony::audit::{AuditOptions, Case, Row, arms, contexts, measure};
use balcony::experiment::stats::Call;
use balcony::experiment::{Cancel, Progress};

/// Coefficients on which the order may depend.
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

/// Varies one coefficient at a time to both ends of its range; the others stay as the scenario has
/// them.
pub(super) fn vary(options: &Options, report: &mut Report) -> Result<()> {
    let pairs = options.size(40, 4).min(40);
    let title = format!("Order at the ends of ranges, {pairs} pairs each");
    report.table(&title, &["scenario", "coefficient", "end", "order on the primary outcome"]);
    let (progress, cancel) = (Progress::silent(), Cancel::default());
    let how = AuditOptions { pairs, null: false, threads: 0, progress: &progress, cancel: &cancel };
    let shipped = Case::shipped(options.luck(0).seed, &[]).map_err(|faults| anyhow!("{faults}"))?;
    let mut rows = Vec::new();
    for mut shipped in shipped.into_iter().take(if options.quick { 1 } else { usize::MAX }) {
        options.adjust(&mut shipped.setting)?;
        let primary = scenario(&shipped.about.name)?.primary;
        let at = contexts::OUTCOMES.iter().position(|key| *key == primary).context("a primary outcome")?;
        for case in cases(&[shipped]) {
            let mut parts = case.about.name.splitn(3, ':');
            let (name, key, end) = (parts.next(), parts.next(), parts.next());
            if key.is_some_and(|key| !COEFFICIENTS.contains(&key)) {
                continue;
            }
            let row = measure(&case, &how)?;
            report.row([
                name.unwrap_or_default().to_owned(),
                key.unwrap_or("-").to_owned(),
                end.unwrap_or("as given").to_owned(),
                order(&row, at),
            ]);
            rows.push(row);
        }
    }
    report.table("Orders reversed", &["scenario", "outcome", "coefficient", "pair", "low, given, high"]);
    for found in reversals(&rows) {
        report.row([
            found.scenario,
            contexts::OUTCOMES[found.outcome].to_owned(),
            found.key,
            format!("{} to {}", arms()[found.pair.0], arms()[found.pair.1]),
            format!("{:?}", found.relations).to_lowercase(),
        ]);
    }
    Ok(())
}

/// Arms ordered by mean, best first (lower is better on every primary outcome), and whether the
/// first is clearly best.
fn order(row: &Row, outcome: usize) -> String {
    let judged = &row.judged[outcome];
    let mut order: Vec<usize> = (0..arms().len()).collect();
    order.sort_by(|a, b| judged.means[*a].total_cmp(&judged.means[*b]));
    let letters: String = order.iter().map(|arm| ['i', 'p', 'a', 'd', 'c'][*arm]).collect();
    let told = match judged.standing.call() {
        Call::Best(_) => "the first apart from all",
        _ => "the first not apart from all",
    };
    let spread = judged.means[order[order.len() - 1]] - judged.means[order[0]];
    let connected = judged.means[4] - judged.means[0];
    format!("{letters}, {told}; spread {spread:.4}, connected {connected:+.4}")
}
