//! Repeats published studies: published and simulated effects, and which parameters would have to
//! change where they differ.

use super::Options;
use crate::report::Report;
use anyhow::{Result, anyhow};
use balcony::experiment::{Cancel, Progress};
use balcony::trial::place::TrialOptions;
use balcony::trial::ranges::ranges;
use balcony::trial::{STUDIES, SimulatedStudy, cells, live};
use balcony::validate::Failed;

const CLAIM: &str = "Each published study is lived again inside the model, several times as large, and shown as found: nothing is set by it.";
/// Number of replicates, as a multiple of what gives the study's size.
const TIMES: u32 = 2;

/// Every study, and the ranges of its parameters if it is missed.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let heads = ["trial", "outcome", "unit", "published", "simulated (95 %)", "verdict", "what it says"];
    let mut report = Report::new("trials", CLAIM, &heads);
    report.only_shows();
    let (progress, cancel) = (Progress::new(true), Cancel::default());
    let mut missed = Vec::new();
    let mut lived = Vec::new();
    for study in STUDIES {
        let ground = TrialOptions {
            authority: None,
            worlds: options.n.unwrap_or(if options.quick { 4 } else { TIMES * study.worlds }),
            seed: options.seed as u32,
            threads: 0,
            sets: options.sets.clone(),
            progress: &progress,
            cancel: &cancel,
        };
        let told = live(study, &ground).map_err(|failed| failure(study.name, &failed))?;
        for finding in &told.lived.findings {
            let [published, simulated] = cells(finding);
            report.row([
                study.name.to_owned(),
                finding.outcome.clone(),
                finding.unit.to_owned(),
                published,
                simulated,
                finding.verdict().word().to_owned(),
                finding.sentence().to_owned(),
            ]);
        }
        lived.push(said(&told));
        if told.lived.findings.iter().any(|finding| finding.verdict().misses()) {
            // The study's own size is enough at the ends of ranges, which show where to look, not
            // how far.
            let ground = TrialOptions {
                worlds: if options.n.is_some() || options.quick { ground.worlds } else { study.worlds },
                ..ground
            };
            let found = ranges(study, &told, &ground).map_err(|failed| failure(study.name, &failed))?;
            missed.push((told, found));
        }
    }
    report.table(
        "What would have to move",
        &["trial", "outcome", "parameter", "range", "outcome at both ends", "met at"],
    );
    for (told, found) in missed {
        for (at, finding) in told.lived.findings.iter().enumerate() {
            for range in found.iter().filter(|_| finding.verdict().misses()) {
                let [low, now, high] = range.values;
                let end =
                    |point: usize| range.found[point].get(at).map_or("-".to_owned(), |x| format!("{x:.3}"));
                report.row([
                    told.study.name.to_owned(),
                    finding.outcome.clone(),
                    range.key.to_owned(),
                    format!("{low} to {high}, now {now}"),
                    format!("{}, now {}, {}", end(0), end(1), end(2)),
                    range
                        .meets(at, &finding.published)
                        .map_or("nowhere in its range".to_owned(), |value| format!("about {value:.3}")),
                ]);
            }
        }
    }
    for line in lived {
        report.note(line);
    }
    report.note(
        "How each figure was published, and what stands for it in the model: `balcony trial NAME`, docs/TRIALS.md.".to_owned(),
    );
    Ok(report)
}

fn said(told: &SimulatedStudy) -> String {
    let counted: Vec<String> = told
        .lived
        .counted
        .iter()
        .map(|(what, n)| format!("{} {what}", n.iter().map(u64::to_string).collect::<Vec<_>>().join(" and ")))
        .collect();
    format!("{}: {} worlds; {}.", told.study.name, told.worlds, counted.join(", "))
}

fn failure(name: &str, failed: &Failed) -> anyhow::Error {
    anyhow!("{name}: {failed}")
}
