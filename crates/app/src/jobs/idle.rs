//! Finds inputs without effect by trying: values that the user gave and that change nothing.
//!
//! The first run is repeated without the value. If no outcome differs in its last bit, the value
//! had no effect there. This finds every cause, including those that nobody anticipated.

use balcony_engine::measure::outcome_index;
use rayon::prelude::*;

use crate::scenario::{Entry, Leaf, Library, NS_PER_CASE_WEEK, Origin, RECORDED, SHIPPED, Scenario};
use crate::simulate::{Scratch, Simulation};
use crate::sweep::{Experiment, Level};

/// Tables whose values describe a run or how it is judged; they are not meant to change results.
const NOT_THE_MODEL: [&str; 4] = ["base", "scenario", "compare", "margins"];
/// Most processor time for all attempts, in estimated nanoseconds.
const MOST: f64 = 20e9;

/// Paths of the values that `--set` gave, except those about the run itself.
pub fn laid_on(scenario: &Scenario) -> Vec<Vec<String>> {
    let laid = |origin: &Origin| matches!(origin, Origin::Command(option) if option == "--set");
    whole(scenario, |entry| laid(&entry.origin))
}

/// Paths of the values that the file or the command line gave, except those about the run itself
/// and about strategies that are not run.
pub fn own(scenario: &Scenario, strategies: &[String]) -> Vec<Vec<String>> {
    let idle = |path: &[String]| {
        path[0] == "strategies" && path.get(1).is_none_or(|name| !strategies.contains(name))
    };
    let own = |entry: &Entry| match &entry.origin {
        Origin::Command(_) => true,
        // The user cannot correct a shipped scenario.
        Origin::File(name, _) => !idle(&entry.path) && SHIPPED.iter().all(|(known, _)| known != name),
        _ => false,
    };
    whole(scenario, own)
}

/// Paths of the selected values, each once. Values that only make sense together share one path.
fn whole(scenario: &Scenario, which: impl Fn(&Entry) -> bool) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = Vec::new();
    let entries = scenario.entries.iter().filter(|entry| which(entry));
    for entry in entries.filter(|entry| !NOT_THE_MODEL.contains(&entry.path[0].as_str())) {
        let names: Vec<&str> = entry.path.iter().map(String::as_str).collect();
        // The scenario itself warns about some of these; the others only describe a place outside
        // England.
        if let ["authority", key] = names.as_slice()
            && (RECORDED.contains(key) || *key == "currency" || *key == "name" && scenario.elsewhere)
        {
            continue;
        }
        let length = match names.as_slice() {
            ["events" | "programme", ..] | ["authority", "sources", ..] => 2,
            ["strategies", _, "investments" | "acts" | "responses" | "rules" | "changes", ..] => 4,
            [.., "rights", _, _] => names.len() - 1,
            _ => names.len(),
        };
        let path = entry.path[..length.min(names.len())].to_vec();
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// One sentence for each value without which the first run of every strategy is the same.
///
/// A value that the scenario needs gives no sentence; nor does a run that fails.
pub fn without_effect(
    scenario: &Scenario,
    paths: &[Vec<String>],
    strategies: &[String],
    library: &Library<'_>,
) -> Vec<String> {
    if paths.is_empty() {
        return Vec::new();
    }
    let most = ((MOST / cost(scenario, strategies.len())) as usize).max(1);
    let Some(first) = bits(scenario, strategies, 0) else { return Vec::new() };
    let told = |path: &Vec<String>| {
        let other = scenario.without(path, library)?;
        let key = path.join(".");
        let values = |of: &Scenario| -> Vec<(Vec<String>, Leaf)> {
            let under = of.entries.iter().filter(|entry| entry.path.starts_with(path));
            under.map(|entry| (entry.path.clone(), entry.leaf.clone())).collect()
        };
        if values(scenario) == values(&other) {
            return Some(format!("{key} has the value that it would have anyway"));
        }
        (bits(&other, strategies, 0)? == first).then(|| {
            format!(
                "{key} changes nothing in the first run, to the last bit: what is rare may come in others"
            )
        })
    };
    let mut found: Vec<String> = paths.par_iter().take(most).filter_map(told).collect();
    if paths.len() > most {
        found.push(format!(
            "of {} values that were given, the first {most} were tried for an effect: more would take too long in so large a place",
            paths.len()
        ));
    }
    found
}

/// Estimated nanoseconds of one attempt.
fn cost(scenario: &Scenario, strategies: usize) -> f64 {
    let weeks = f64::from(scenario.weeks) * strategies as f64 + f64::from(scenario.warm_up);
    NS_PER_CASE_WEEK * scenario.open_cases() * weeks
}

/// The bits of all outcomes and detailed counts of one replicate under all strategies; `None` if
/// the run fails.
pub fn bits(scenario: &Scenario, strategies: &[String], replicate: u32) -> Option<Vec<u64>> {
    let primary = outcome_index(&scenario.primary).unwrap_or(0);
    let simulation = Simulation::new(scenario, strategies, primary, false).ok()?;
    let replicate = simulation.replicate(replicate, &mut Scratch::default()).ok()?;
    let numbers = replicate
        .arms
        .iter()
        .flat_map(|arm| arm.outcomes.iter().chain(&arm.details).chain(&arm.primary_by_quarter));
    Some(numbers.map(|number| number.to_bits()).collect())
}

/// One sentence for each value of the command line and each factor of an experiment that changes
/// nothing in the first run.
pub fn of_sweep(experiment: &Experiment, library: &Library<'_>) -> Vec<String> {
    let scenario = &experiment.scenario;
    let mut found = without_effect(scenario, &laid_on(scenario), &experiment.strategies, library);
    found.extend(factors_without_effect(experiment, library));
    found
}

/// One sentence for each factor whose first two distinct values give the same first run.
fn factors_without_effect(experiment: &Experiment, library: &Library<'_>) -> Vec<String> {
    let scenario = &experiment.scenario;
    let with = |at: usize, level: &Level| {
        let mut sets = experiment.own.clone();
        sets.push(experiment.factors[at].setting(level));
        bits(&scenario.apply_sets(&sets, library).ok()?, &experiment.strategies, 0)
    };
    let told = |at: usize| {
        let level = |point: u32| experiment.levels(point as usize).swap_remove(at);
        let first = level(0);
        let other = (1..experiment.points()).map(level).find(|level| *level != first)?;
        let same = with(at, &first)? == with(at, &other)?;
        same.then(|| {
            let factor = &experiment.factors[at];
            format!(
                "factor {} ({}) changes nothing between {first} and {other} in the first run of the scenario, to the last bit: what is rare may come in others",
                factor.name, factor.key
            )
        })
    };
    let most = (MOST / (2.0 * cost(scenario, experiment.strategies.len()))) as usize;
    let factors = 0..experiment.factors.len().min(most.max(1));
    factors.into_par_iter().filter_map(told).collect()
}
