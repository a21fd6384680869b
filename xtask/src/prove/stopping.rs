//! The shipped scenarios in several authorities: when their verdicts are settled, and whether a run
//! of all pairs contradicts them.

use super::Options;
use crate::model::with_library;
use crate::report::Report;
use crate::stored_parts::{StoredParts, day};
use anyhow::{Result, anyhow};
use balcony::experiment::stats::{Direction, ErrorUnit, Verdict, paired, quantile};
use balcony::experiment::{Cancel, Job, Progress, Shape, Stopping, Table, run};
use balcony::scenario::{SHIPPED, Scenario};
use balcony::simulate::{Scratch, Simulation};
use balcony_engine::measure::{OUTCOMES, outcome_index};
use serde_json::{Value, json};
use std::hash::{Hash as _, Hasher as _};
use std::time::Instant;

const CLAIM: &str = "What a settled comparison says of its primary outcome is what all pairs say: at most one verdict of a hundred is contradicted.";
/// Authorities from the smallest to a large one.
const PLACES: [&str; 6] = ["Rutland", "Hartlepool", "York", "Norfolk", "Leeds", "Kent"];
/// Default for the largest number of pairs.
const USUAL: u32 = 200;
/// Largest share of verdicts that may be contradicted.
const CONTRADICTED: f64 = 0.01;
/// Number of pairs of a full run, by the largest number of children of the authority: as many as
/// this proof has time for.
const FULL: [(f64, u32); 3] = [(15_000.0, 1000), (60_000.0, 250), (f64::INFINITY, 60)];

/// Runs every shipped scenario in six authorities, with the stopping rule and in full.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let heads = [
        "authority",
        "scenarios",
        "pairs, mean",
        "most",
        "settled at 20",
        "not settled",
        "seconds, median",
        "of all pairs",
        "verdicts",
        "contradicted",
        "direction found later",
        "full pairs",
        "measured on",
    ];
    let mut report = Report::new("stopping", CLAIM, &heads);
    let kept = StoredParts::of("stopping");
    let (mut verdicts, mut contradicted) = (0, 0);
    for place in PLACES {
        let children = scenario(SHIPPED[0].0, place)?.authority.children;
        let full = FULL.iter().find(|(most, _)| children <= *most).map_or(40, |(_, pairs)| *pairs);
        let full = options.size(full, 40);
        let sort = sort(place, full, options.seed)?;
        let was = kept.read(place).filter(|found| found["sort"] == *sort);
        let (day, found) = match was.and_then(|was| Some((day(&was), Measured::read(&was)?))) {
            Some(found) => found,
            None => {
                let found = measured(place, full)?;
                let mut value = found.value();
                value["sort"] = sort.into();
                // A quick measurement does not replace one that took an hour.
                if options.quick || options.n.is_some() {
                    value["day"] = crate::machine::today()?.into();
                } else {
                    kept.write(place, &mut value)?;
                }
                (day(&value), found)
            }
        };
        verdicts += found.verdicts;
        contradicted += found.contradicted;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let shares: Vec<f64> = found.seconds.iter().map(|[stopped, all]| stopped / all).collect();
        let stopped: Vec<f64> = found.seconds.iter().map(|[stopped, _]| *stopped).collect();
        report.row([
            place.to_owned(),
            found.pairs.len().to_string(),
            format!("{:.0}", mean(&found.pairs)),
            format!("{:.0}", found.pairs.iter().copied().fold(0.0, f64::max)),
            found.pairs.iter().filter(|pairs| **pairs == 20.0).count().to_string(),
            found.open.to_string(),
            format!("{:.1}", quantile(&stopped, 0.5)),
            format!("{:.2}", quantile(&shares, 0.5)),
            found.verdicts.to_string(),
            found.contradicted.to_string(),
            found.later.to_string(),
            full.to_string(),
            day,
        ]);
        for line in found.lines {
            report.note(line);
        }
    }
    let share = f64::from(contradicted) / f64::from(verdicts.max(1));
    report
        .expect(share <= CONTRADICTED, || format!("{contradicted} of {verdicts} verdicts are contradicted"));
    report.note(format!(
        "At most {USUAL} pairs, all threads of this machine; \"of all pairs\": seconds over those of {USUAL} pairs without stopping, median. Full \
         pairs run on luck of the same seed, so that they begin with the same pairs. A settled verdict is contradicted if all pairs say \
         that a difference matters where it said none does, that one does not where it said so, or give it the other sign. Direction \
         found later: settled as no difference that matters, and all pairs find which way the small difference goes. Of {verdicts} \
         verdicts {contradicted} are contradicted."
    ));
    Ok(report)
}

/// Everything that an authority's measurements depend on: engine, stopping rule, scenarios with
/// their figures and margins, pairs, seed. If it differs from the stored one, the authority is
/// measured again.
fn sort(place: &str, full: u32, seed: u64) -> Result<String> {
    let mut hasher = std::hash::DefaultHasher::new();
    for text in [
        include_str!("stopping.rs"),
        include_str!("../../../crates/study/src/experiment/stopping.rs"),
        include_str!("../../../crates/study/src/experiment/table.rs"),
        include_str!("../../../crates/study/src/experiment/stats/paired.rs"),
        include_str!("../../../crates/study/src/experiment/stats/sequence.rs"),
        include_str!("../../../crates/study/src/experiment/stats/variance_components.rs"),
        include_str!("../../../crates/numeric/src/student.rs"),
        include_str!("../../../crates/study/src/experiment/stats/error_unit.rs"),
        include_str!("../../../crates/study/src/experiment/stats/verdict.rs"),
        include_str!("../../../crates/study/src/experiment/stats/yardstick.rs"),
    ] {
        text.hash(&mut hasher);
    }
    for (name, _) in SHIPPED {
        scenario(name, place)?.hash().hash(&mut hasher);
    }
    Ok(format!("{} {:016x} {full} of {USUAL} {seed}", crate::report::engine(), hasher.finish()))
}

fn scenario(name: &str, place: &str) -> Result<Scenario> {
    with_library(|library| {
        balcony::scenario::read(name, library)
            .and_then(|scenario| scenario.with_authority(place, library))
            .map_err(|faults| anyhow!("{faults}"))
    })
}

/// Measures all shipped scenarios in one authority.
fn measured(place: &str, full: u32) -> Result<Measured> {
    let mut found = Measured::default();
    for (name, _) in SHIPPED {
        let scenario = scenario(name, place)?;
        let mut arms = scenario.compared.clone();
        arms.push(scenario.baseline.clone());
        arms.sort();
        arms.dedup();
        if arms.len() < 2 {
            continue;
        }
        let baseline = arms.iter().position(|arm| *arm == scenario.baseline).unwrap_or(0);
        let primary = outcome_index(&scenario.primary).unwrap_or(0);
        let simulation =
            Simulation::new(&scenario, &arms, primary, false).map_err(|unknown| anyhow!("{unknown}"))?;
        let go = |stopping: Stopping, replicates: u32| -> Result<(Table, f64)> {
            let job = Job {
                arms: &arms,
                baseline,
                replicates,
                stopping,
                primary,
                also: &scenario.also,
                draws: 0,
                margins: &scenario.margins,
                shape: Shape::new(arms.len(), scenario.weeks, false),
                threads: 0,
                progress: &Progress::silent(),
                cancel: &Cancel::default(),
            };
            let simulate = |number: u32, scratch: &mut Scratch| simulation.replicate(number, scratch);
            let start = Instant::now();
            let run = run(&job, Scratch::default, simulate, None)?;
            Ok((run.table, start.elapsed().as_secs_f64()))
        };
        let (stopped, seconds) = go(Stopping::Settled, USUAL)?;
        let (all, whole) = go(Stopping::All, full)?;
        found.add(
            &stopped,
            &all,
            primary,
            [seconds, whole * f64::from(USUAL) / f64::from(full)],
            name,
            place,
        );
    }
    Ok(found)
}

#[derive(Debug, Default, PartialEq)]
struct Measured {
    pairs: Vec<f64>,
    seconds: Vec<[f64; 2]>,
    open: u32,
    verdicts: u32,
    contradicted: u32,
    later: u32,
    lines: Vec<String>,
}

impl Measured {
    /// The measurements as JSON.
    fn value(&self) -> Value {
        json!({
            "pairs": self.pairs, "seconds": self.seconds, "open": self.open, "verdicts": self.verdicts,
            "contradicted": self.contradicted, "later": self.later, "lines": self.lines,
        })
    }

    /// Reads the measurements from JSON; `None` if something is missing.
    fn read(value: &Value) -> Option<Self> {
        let count = |key: &str| u32::try_from(value[key].as_u64()?).ok();
        let numbers = |of: &Value| of.as_array()?.iter().map(Value::as_f64).collect::<Option<Vec<f64>>>();
        let seconds = value["seconds"].as_array()?.iter().map(|two| numbers(two)?.try_into().ok());
        let lines = value["lines"].as_array()?.iter().map(|line| line.as_str().map(str::to_owned));
        Some(Self {
            pairs: numbers(&value["pairs"])?,
            seconds: seconds.collect::<Option<_>>()?,
            open: count("open")?,
            verdicts: count("verdicts")?,
            contradicted: count("contradicted")?,
            later: count("later")?,
            lines: lines.collect::<Option<_>>()?,
        })
    }

    fn add(
        &mut self,
        stopped: &Table,
        all: &Table,
        primary: usize,
        seconds: [f64; 2],
        name: &str,
        place: &str,
    ) {
        self.pairs.push(f64::from(stopped.replicates));
        self.seconds.push(seconds);
        let outcome = &OUTCOMES[primary];
        let settled = stopped.stopping.settled(stopped, primary) == Some(true);
        self.open += u32::from(!settled);
        for arm in (0..stopped.arms.len()).filter(|arm| *arm != stopped.baseline && settled) {
            let said = |table: &Table, unit: ErrorUnit| {
                let base = table.outcome(table.baseline, primary);
                paired(table.outcome(arm, primary), base, outcome.better, table.margins[primary], unit)
                    .verdict
            };
            let (short, long) = (said(stopped, stopped.unit()), said(all, ErrorUnit::Replicate));
            self.verdicts += 1;
            match judge(short, long) {
                Agreement::Contradicted => {
                    self.contradicted += 1;
                    let words = [short, long].map(|verdict| verdict.words(outcome.better));
                    self.lines.push(format!(
                        "{place}, {name}, {}: {} after {} pairs, {} after {}.",
                        stopped.arms[arm], words[0], stopped.replicates, words[1], all.replicates
                    ));
                }
                Agreement::Later => self.later += 1,
                Agreement::Same => {}
            }
        }
    }
}

enum Agreement {
    Same,
    Later,
    Contradicted,
}

fn judge(short: Verdict, long: Verdict) -> Agreement {
    use Verdict::{CannotTell, Clearly, NoDifference, Slightly};
    let turned = |a: Direction, b: Direction| if a == b { Agreement::Same } else { Agreement::Contradicted };
    match (short, long) {
        (_, CannotTell) => Agreement::Same,
        (Clearly(a), Clearly(b)) | (Slightly(a), Slightly(b)) => turned(a, b),
        (NoDifference, NoDifference) | (Slightly(_), NoDifference) => Agreement::Same,
        (NoDifference, Slightly(_)) => Agreement::Later,
        _ => Agreement::Contradicted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back_and_what_is_torn_does_not() {
        let found = Measured {
            pairs: vec![20.0, 40.0],
            seconds: vec![[0.5, 4.0], [1.0, 8.5]],
            open: 1,
            verdicts: 7,
            contradicted: 1,
            later: 2,
            lines: vec!["York: a line".to_owned()],
        };
        let value = found.value();
        assert_eq!(Measured::read(&value), Some(found));
        for key in ["pairs", "seconds", "open", "lines"] {
            let mut torn = value.clone();
            torn[key] = Value::Null;
            assert_eq!(Measured::read(&torn), None, "{key}");
        }
    }
}
