//! Which parameters the order of the presets hangs on: each at both ends of its range, one at a
//! time, on the shipped scenarios.
//!
//! Two presets are reversed on an outcome if one is clearly better at one of three places (the low
//! end, the value as given, the high end) and the other at another. Each place has the error of its
//! own rule (5 % for any false claim among ten pairs); a false reversal needs two false or one
//! false and one true claim. Nothing corrects for the number of parameters.

use super::case::{ARMS, Case};
use super::contexts::OUTCOMES;
use super::row::Row;
use crate::experiment::stats::Relation;
use balcony_engine::parameters::Parameters;

/// What stands between the parts of a name.
const BETWEEN: char = ':';

/// Two presets whose order a parameter reverses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// The shipped scenario.
    pub scenario: String,
    /// The parameter.
    pub key: String,
    /// The outcome, as a position in [`OUTCOMES`].
    pub outcome: usize,
    /// The two arms.
    pub pair: (usize, usize),
    /// How the first stands to the second at the low end, as given, and at the high end.
    pub relations: [Relation; 3],
}

/// Every scenario as it is, followed by every parameter at both ends of its range. An end that is
/// the value as given is left out: it is the scenario as it is.
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

/// The reversals among the rows of [`cases`]: scenarios in order, then outcomes, then parameters.
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
        // The fifth letter is the pair of the first two presets.
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
