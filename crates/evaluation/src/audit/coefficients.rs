//! Which parameters determine the order of the presets: each is set to both ends of its range, one
//! at a time, in the shipped scenarios.
//!
//! Two presets are reversed on an outcome if one is clearly better at one of three values (low end,
//! given value, high end) and the other at another. At each value the rule has its own error
//! probability (5 % for any false claim among ten pairs). A false reversal needs two false claims,
//! or a false and a true one. Nothing corrects for the number of parameters.

use super::case::{ARMS, Case};
use super::contexts::OUTCOMES;
use super::row::Row;
use balcony_engine::parameters::Parameters;
use balcony_runs::experiment::stats::Relation;

/// Separator between the parts of a case's name.
const BETWEEN: char = ':';

/// Two presets whose order a parameter reverses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// Name of the shipped scenario.
    pub scenario: String,
    /// Key of the parameter.
    pub key: String,
    /// Index of the outcome in [`OUTCOMES`].
    pub outcome: usize,
    /// Indices of the two arms.
    pub pair: (usize, usize),
    /// Relation of the first arm to the second at the low end, at the given value, and at the high
    /// end.
    pub relations: [Relation; 3],
}

/// Every scenario unchanged, followed by every parameter at both ends of its range. An end that
/// equals the given value is left out.
pub fn cases(scenarios: &[Case]) -> Vec<Case> {
    let mut cases = Vec::new();
    for scenario in scenarios {
        cases.push(scenario.clone());
        for parameter in Parameters::registry() {
            for (end, value) in [("low", parameter.low), ("high", parameter.high)] {
                if scenario.parameter(parameter.key) == Some(value) {
                    continue;
                }
                let name = [&scenario.about.name, parameter.key, end].join(&BETWEEN.to_string());
                cases.extend(scenario.with(name, parameter.key, value));
            }
        }
    }
    cases
}

/// The reversals among the rows of [`cases`], ordered by scenario, outcome and parameter.
pub fn reversals(rows: &[Row]) -> Vec<Reversal> {
    let mut found = Vec::new();
    for given in rows.iter().filter(|row| !row.about.name.contains(BETWEEN)) {
        let end = |key: &str, end: &str| {
            let name = [&given.about.name, key, end].join(&BETWEEN.to_string());
            rows.iter().find(|row| row.about.name == name).unwrap_or(given)
        };
        for outcome in 0..OUTCOMES.len() {
            for parameter in Parameters::registry() {
                let places = [end(parameter.key, "low"), given, end(parameter.key, "high")];
                for pair in (1..ARMS).flat_map(|a| (a + 1..ARMS).map(move |b| (a, b))) {
                    let relations = places.map(|row| row.judged[outcome].standing.relations[pair.0][pair.1]);
                    if relations.contains(&Relation::Better) && relations.contains(&Relation::Worse) {
                        let (scenario, key) = (given.about.name.clone(), parameter.key.to_owned());
                        found.push(Reversal { scenario, key, outcome, pair, relations });
                    }
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::row::tests::row;

    #[test]
    fn every_parameter_has_both_ends_but_those_it_has_already() {
        let scenarios = Case::shipped(1, &[]).expect("sound");
        let cases = cases(&scenarios[..1]);
        let ends = Parameters::registry()
            .map(|row| u32::from(row.low != row.default) + u32::from(row.high != row.default));
        assert_eq!(cases.len() as u32, 1 + ends.sum::<u32>());
        let mut names: Vec<&str> = cases.iter().map(|case| &*case.about.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), cases.len());
    }

    #[test]
    fn a_pair_that_turns_round_is_found_and_one_that_opens_is_not() {
        let key = Parameters::registry().next().expect("a parameter").key;
        // The fifth letter is the relation of the first two presets.
        let rows = [
            row("s", 1, "oooobooooo"),
            row(&format!("s:{key}:low"), 1, "oooowooooo"),
            row(&format!("s:{key}:high"), 1, "oooooooooo"),
        ];
        let found = reversals(&rows);
        assert_eq!(found.len(), OUTCOMES.len());
        assert_eq!((found[0].pair, &*found[0].key), ((1, 2), key));
        assert_eq!(found[0].relations, [Relation::Worse, Relation::Better, Relation::CannotTell]);
        assert!(reversals(&[rows[0].clone(), rows[2].clone()]).is_empty());
    }
}
