//! When a comparison ends: after all replicates, or when its verdicts on the primary outcomes are
//! settled.
//!
//! *The rule.* There is a look after every block of ten pairs, from twenty pairs to the requested
//! number. At each look every strategy has a confidence sequence for its difference to the baseline
//! on the primary outcome ([`super::stats::sequence`]), together at 95 %. The comparison ends when
//! each of these intervals lies wholly beyond the smallest effect of interest or wholly within it
//! ([`super::stats::settled`]). If there are several primary outcomes, this must hold for each of
//! them; the 95 % are those of each outcome by itself. Looks follow the order of pairs, so the
//! result does not depend on the number of threads.
//!
//! For fewer than twenty pairs there is one look at the end, with an ordinary interval. If
//! parameters are sampled, the samples are the units and are few, so all replicates are run. A
//! single strategy has no comparison.

use super::Table;
use super::stats::sequence::{BLOCK, LEAST};
use super::stats::{Estimate, Sequence, sd, settled, whole};
use serde::{Deserialize, Serialize};

/// When a comparison ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Stopping {
    /// After all replicates.
    #[default]
    #[serde(rename = "all replicates")]
    All,
    /// When the verdicts on the primary outcome are settled.
    #[serde(rename = "settled: looks after every 10 pairs from 20, together at 95 %")]
    Settled,
}

impl Stopping {
    /// The rule for `arms` strategies and at most `replicates` replicates; `all` requests all of
    /// them.
    pub fn of(all: bool, arms: usize, replicates: u32, draws: u32) -> Self {
        if all || arms < 2 || draws > 0 || replicates < LEAST { Self::All } else { Self::Settled }
    }

    /// The rule in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::All => "all replicates",
            Self::Settled => "settled: looks after every 10 pairs from 20, together at 95 %",
        }
    }

    /// Whether there is a look after `pairs` pairs that may end the comparison.
    pub fn looks(self, pairs: u32) -> bool {
        self == Self::Settled && pairs >= LEAST && pairs.is_multiple_of(BLOCK)
    }

    /// Whether a table needs no more replicates.
    pub fn enough(self, table: &Table, primary: usize) -> bool {
        self.looks(table.replicates) && are_settled(table, primary)
    }

    /// Whether the verdicts were settled when the comparison ended; `None` if all replicates were
    /// requested.
    pub fn settled(self, table: &Table, primary: usize) -> Option<bool> {
        (self == Self::Settled).then(|| are_settled(table, primary))
    }
}

/// Whether the verdicts on all primary outcomes are settled.
fn are_settled(table: &Table, primary: usize) -> bool {
    std::iter::once(&primary).chain(&table.also).all(|outcome| is_settled(table, *outcome))
}

/// Whether every strategy's difference to the baseline lies wholly beyond the margin or within it.
fn is_settled(table: &Table, primary: usize) -> bool {
    let matters = table.yardstick(primary).size();
    others(table).all(|arm| {
        let found = difference_after(table, primary, arm, table.replicates);
        // An error of 0 shows that nothing has varied yet, not that nothing can vary.
        found.error > 0.0 && settled(found.interval, matters)
    })
}

fn others(table: &Table) -> impl Iterator<Item = usize> {
    (0..table.arms.len()).filter(|arm| *arm != table.baseline)
}

/// Difference of a strategy to the baseline after the first `pairs` pairs, with an interval that is
/// valid at every look.
fn difference_after(table: &Table, outcome: usize, arm: usize, pairs: u32) -> Estimate {
    let first = |arm: usize| &table.outcome(arm, outcome)[..pairs as usize];
    let (strategy, base) = (first(arm), first(table.baseline));
    let differences: Vec<f64> = strategy.iter().zip(base).map(|(strategy, base)| strategy - base).collect();
    let [one, other] = [strategy, base].map(|values| sd(&whole(values, &differences)));
    let apart = one * one + other * other;
    Sequence::of(table.arms.len().saturating_sub(1)).estimate(&differences, Some(apart))
}

/// The estimates at one look.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Number of pairs so far.
    pub pairs: u32,
    /// Index of every strategy except the baseline, with its difference.
    pub differences: Vec<(usize, Estimate)>,
}

/// The look at an outcome after the first `pairs` pairs.
pub fn look(table: &Table, outcome: usize, pairs: u32) -> Look {
    let differences = others(table).map(|arm| (arm, difference_after(table, outcome, arm, pairs)));
    Look { pairs, differences: differences.collect() }
}

/// All looks at an outcome: one after each block, and one at the end.
pub fn course(table: &Table, outcome: usize) -> Vec<Look> {
    let end = table.replicates;
    let blocks = (1..end.div_ceil(BLOCK)).map(|block| block * BLOCK);
    blocks.chain((end > 0).then_some(end)).map(|pairs| look(table, outcome, pairs)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{ArmResult, Replicate, Shape};
    use balcony_engine::measure::OUTCOMES;

    /// Two strategies. The second is above the first by `by`, with a little noise.
    fn table(pairs: u32, by: f64) -> Table {
        let names = ["a", "b"].map(str::to_owned);
        let mut table = Table::new(&names, 0, pairs, 0, Shape::new(2, 0, false));
        for replicate in 0..pairs {
            let luck = f64::from(replicate * 7 % 11);
            let arm = |value: f64| ArmResult { outcomes: vec![value; OUTCOMES.len()], ..Default::default() };
            let arms = vec![arm(luck), arm(luck + by + 0.01 * f64::from(replicate % 3))];
            table.add(&Replicate { replicate, arms, ..Default::default() });
        }
        table
    }

    #[test]
    fn a_rule_where_one_may_look() {
        assert_eq!(Stopping::of(false, 3, 200, 0), Stopping::Settled);
        for (all, arms, replicates, draws) in
            [(true, 3, 200, 0), (false, 1, 200, 0), (false, 3, 19, 0), (false, 3, 200, 20)]
        {
            assert_eq!(Stopping::of(all, arms, replicates, draws), Stopping::All);
        }
        let looks: Vec<u32> = (0..=45).filter(|pairs| Stopping::Settled.looks(*pairs)).collect();
        assert_eq!(looks, [20, 30, 40]);
        assert!(!Stopping::All.looks(20));
    }

    #[test]
    fn the_words_are_those_of_files() {
        for rule in [Stopping::All, Stopping::Settled] {
            assert_eq!(serde_json::to_value(rule).expect("a word"), rule.words());
        }
    }

    #[test]
    fn what_is_far_apart_or_close_is_enough_and_what_is_between_is_not() {
        let primary = balcony_engine::measure::outcome_index("harm").expect("an outcome");
        let margin = table(20, 0.0).yardstick(primary).size();
        let enough = |pairs, by| Stopping::Settled.enough(&table(pairs, by), primary);
        assert!(enough(20, 0.0) && enough(20, 4.0 * margin) && enough(20, -4.0 * margin));
        assert!(!enough(20, margin - 0.01) && !enough(10, 0.0) && !enough(25, 0.0));
    }

    #[test]
    fn all_primary_outcomes_must_be_settled() {
        let harm = balcony_engine::measure::outcome_index("harm").expect("an outcome");
        // The table's values are the same on every outcome, but what matters is not: they differ by
        // what just matters of culture.
        let culture = balcony_engine::measure::outcome_index("culture").expect("an outcome");
        let matters = table(20, 0.0).yardstick(culture).size();
        let table = table(20, matters - 0.01);
        let rule = Stopping::Settled;
        let by = |key: &str| rule.enough(&table.clone().decided_by(&[key.to_owned()]), harm);
        let alone =
            |key: &str| rule.enough(&table, balcony_engine::measure::outcome_index(key).expect("an outcome"));
        let keys: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.key).collect();
        let (open, done): (Vec<&str>, Vec<&str>) = keys.into_iter().partition(|key| !alone(key));
        assert!(!open.is_empty() && done.len() > 1, "{open:?}");
        for key in &open {
            assert!(!by(key), "{key}");
        }
        for key in &done {
            assert_eq!(by(key), alone("harm"), "{key}");
        }
    }

    #[test]
    fn the_course_ends_with_all_pairs() {
        let pairs = |all| course(&table(all, 0.0), 0).iter().map(|look| look.pairs).collect::<Vec<_>>();
        assert_eq!(
            (pairs(0), pairs(5), pairs(20), pairs(25)),
            (vec![], vec![5], vec![10, 20], vec![10, 20, 25])
        );
        let looks = course(&table(30, 0.0), 0);
        assert!(looks.iter().all(|look| look.differences.len() == 1 && look.differences[0].0 == 1));
    }
}
