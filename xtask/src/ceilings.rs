//! `cargo xtask ceilings`: how far each outcome can move at all. Practice is made perfect in one
//! respect after the other, and in all at once, by setting parameters to the ends of their
//! registered ranges. England's average authority runs under its incumbent, with common random
//! numbers with and without the change. The best of these for an outcome is its ceiling.
//!
//! It is a ceiling of the model, not of the real world: a range may be too narrow, and what no
//! parameter represents is left out.

use crate::model::{each, whole, with_library};
use anyhow::{Context, Result, anyhow};
use balcony::experiment::stats::{ErrorUnit, mean};
use balcony::profiles::ENGLAND_AVERAGE;
use balcony::results::engine;
use balcony::scenario::{Scenario, read_text};
use balcony::summary::ceiling::{Ceiling, HEAD};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Better;
use balcony_engine::rng::RngKey;
use clap::Args;

/// The file with the ceilings.
const FILE: &str = "data/ceilings.csv";
/// The authority for which they are computed.
const CONTEXT: &str = "England's average authority";

/// Practices that are made perfect: name and settings.
const PRACTICE: [(&str, &[&str]); 5] = [
    (
        "everything shared",
        &[
            "start.trust=1",
            "start.language=1",
            "belief.unseen=0",
            "belief.floor_visit=0.3",
            "belief.floor_plan=0.5",
            "belief.floor_enquiry=0.9",
            "belief.stale=0.005",
            "belief.lost=0",
        ],
    ),
    ("least noise of decisions", &["decisions.sigma=0.03", "decisions.least_noise=0"]),
    (
        "no change of worker",
        &["pathway.handover=0.2", "workforce.quits=0.1", "workforce.agency_out=0.02", "help.stranger=1"],
    ),
    ("no joint work missing", &["help.together=0"]),
    ("most help", &["help.gain=0.15"]),
];
/// Name of the combination of all practices.
const ALL: &str = "all of it";

/// What it may be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Paired runs of each practice
    #[arg(long, default_value_t = 40)]
    replicates: u32,
    /// Weeks of each after the warm-up
    #[arg(long, default_value_t = 156)]
    weeks: u32,
    /// Seed
    #[arg(long, default_value_t = 1)]
    seed: u32,
}

/// Computes the ceilings and writes the file.
pub(crate) fn run(options: &Options) -> Result<()> {
    let base = lived(options, &[])?;
    let all: Vec<&str> = PRACTICE.iter().flat_map(|(_, sets)| sets.iter().copied()).collect();
    let mut arms = Vec::new();
    for (name, sets) in PRACTICE.iter().copied().chain([(ALL, &all[..])]) {
        eprintln!("{name}: {}", sets.join(" "));
        arms.push((name, lived(options, sets)?));
    }
    let lines: Vec<String> = (0..OUTCOMES.len())
        .filter_map(|at| best(options, at, &base, &arms))
        .map(|found| found.line())
        .collect();
    std::fs::write(FILE, text(&lines)).with_context(|| format!("{FILE} cannot be written"))?;
    println!("{FILE}: {} of {} outcomes have a ceiling.", lines.len(), OUTCOMES.len());
    Ok(())
}

fn text(lines: &[String]) -> String {
    let mut text = String::from(
        "# What perfect practice reaches: the change of each outcome against the incumbent, on the same luck, in England's average authority.\n\
         # Made by `cargo xtask ceilings`; the summary tells only lines that its own engine made. Practice was made perfect by:\n",
    );
    for (name, sets) in PRACTICE {
        text.push_str(&format!("# {name}: {}\n", sets.join(" ")));
    }
    text.push_str(&format!("{HEAD}\n"));
    lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
    text
}

/// A scenario of the average authority without events, with some settings applied.
fn scenario(sets: &[&str]) -> Result<Scenario> {
    let file = format!(
        "[scenario]\ntitle = \"Ceilings\"\nprimary = \"harm\"\n[authority]\narchetype = \"{ENGLAND_AVERAGE}\"\n"
    );
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    with_library(|library| read_text("ceilings.toml", &file, library)?.apply_sets(&sets, library))
        .map_err(|faults| anyhow!("{faults}"))
}

/// Every outcome of every run under a practice, by replicate.
fn lived(options: &Options, sets: &[&str]) -> Result<Vec<Vec<f64>>> {
    let setting = scenario(sets)?.setting();
    let place = ForkPoint::new(setting.clone());
    each(options.replicates, |replicate| {
        let luck = RngKey { seed: options.seed, replicate };
        Ok(whole(&place, luck, options.weeks)?.outcomes)
    })
}

/// The best practice for an outcome; `None` if no practice surely improves it.
fn best(options: &Options, at: usize, base: &[Vec<f64>], arms: &[(&str, Vec<Vec<f64>>)]) -> Option<Ceiling> {
    let outcome = &OUTCOMES[at];
    let sign = match outcome.better {
        Better::Lower => -1.0,
        Better::Higher => 1.0,
        Better::Neither => return None,
    };
    let mut best: Option<Ceiling> = None;
    for (name, runs) in arms {
        let differences: Vec<f64> = runs.iter().zip(base).map(|(arm, base)| arm[at] - base[at]).collect();
        let found = ErrorUnit::Replicate.estimate(&differences);
        let Some(interval) = found.interval else { continue };
        let sure = if sign < 0.0 { interval.high < 0.0 } else { interval.low > 0.0 };
        if sure && best.as_ref().is_none_or(|best| sign * found.mean > sign * best.change[0]) {
            let level: Vec<f64> = base.iter().map(|run| run[at]).collect();
            best = Some(Ceiling {
                outcome: outcome.key.to_owned(),
                context: CONTEXT.to_owned(),
                baseline: mean(&level),
                change: [found.mean, interval.low, interval.high],
                how: (*name).to_owned(),
                replicates: options.replicates,
                weeks: options.weeks,
                engine: engine(),
            });
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_laid_on_is_there_and_at_the_end_of_its_range() {
        use balcony_engine::parameters::Parameters;
        let all: Vec<&str> = PRACTICE.iter().flat_map(|(_, sets)| sets.iter().copied()).collect();
        let made = scenario(&all).expect("every key is known and in its range");
        for set in all {
            let (key, value) = set.split_once('=').expect("key=value");
            let value: f64 = value.parse().expect("a number");
            if let Some(row) = Parameters::registry().find(|row| row.key == key) {
                assert!(value == row.low || value == row.high, "{set}: {} to {}", row.low, row.high);
                assert_eq!(made.parameters[key], value);
            } else {
                assert!(key.starts_with("start."), "{set}");
            }
        }
    }

    #[test]
    fn the_best_practice_is_the_ceiling_and_what_is_not_sure_is_none() {
        let options = Options { replicates: 3, weeks: 52, seed: 1 };
        let runs = |harm: [f64; 3]| harm.map(|harm| vec![harm; OUTCOMES.len()]).to_vec();
        let base = runs([2.0, 2.1, 1.9]);
        let arms = [
            ("little", runs([1.9, 2.0, 1.8])),
            ("much", runs([1.5, 1.61, 1.4])),
            ("noise", runs([0.1, 9.0, 0.2])),
        ];
        let found = best(&options, 0, &base, &arms).expect("harm falls for sure");
        assert_eq!((found.how.as_str(), found.replicates), ("much", 3));
        assert!((found.change[0] + 0.496_666).abs() < 1e-3);
        // No practice raises trust, which should rise; a purely descriptive outcome has no ceiling.
        let at = |key: &str| balcony_engine::measure::outcome_index(key).expect("an outcome");
        assert!(best(&options, at("trust"), &base, &arms).is_none());
        assert!(best(&options, at("plans"), &base, &arms).is_none());
        let text = text(&[found.line()]);
        assert_eq!(balcony::summary::ceiling::read(&text), [found]);
    }
}
