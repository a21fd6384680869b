//! Counts over many cases: calls, relations and effects, also by traits of the cases.

use super::case::ARMS;
use super::contexts::OUTCOMES as KEYS;
use super::row::{EFFECTS, Row};
use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::Outcome;
use balcony_runs::experiment::stats::{
    Call, Direction, Interval, RankStatement, Relation, Verdict, interval, mean, verdict,
};

/// Counts of all judgements on one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Number of cases.
    pub cases: usize,
    /// Cases in which an arm was clearly best, by arm.
    pub best: [usize; ARMS],
    /// Cases in which several arms lead and no difference between them matters.
    pub several: usize,
    /// Cases in which an arm was one of several at the top, by arm.
    pub at_top: [usize; ARMS],
    /// Cases in which no difference matters.
    pub no_difference: usize,
    /// Cases that cannot be decided.
    pub cannot_tell: usize,
    /// Cases in which an arm was clearly worse than the leading one, by arm.
    pub worse: [usize; ARMS],
    /// Relation of each arm to the incumbent: clearly better, no difference that matters, clearly
    /// worse, cannot tell yet.
    pub to_incumbent: [[usize; 4]; ARMS],
}

/// Counts one primary outcome over cases.
pub fn tally<'a>(rows: impl IntoIterator<Item = &'a Row>, outcome: usize) -> Tally {
    let mut tally = Tally::default();
    for row in rows {
        let standing = &row.judged[outcome].standing;
        tally.cases += 1;
        match standing.call() {
            Call::Best(arm) => tally.best[arm] += 1,
            Call::Several(_) => tally.several += 1,
            Call::NoDifference => tally.no_difference += 1,
            Call::CannotTell => tally.cannot_tell += 1,
        }
        for (arm, place) in standing.places().into_iter().enumerate() {
            tally.worse[arm] += usize::from(place == RankStatement::Worse);
            tally.at_top[arm] += usize::from(place == RankStatement::Several);
            let at = match standing.relations[arm][0] {
                Relation::Better => 0,
                Relation::NoDifference => 1,
                Relation::Worse => 2,
                Relation::CannotTell => 3,
            };
            tally.to_incumbent[arm][at] += 1;
        }
    }
    tally
}

/// One effect pooled over many cases, with the case as the unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// Mean of the cases' effects.
    pub mean: f64,
    /// 95 % confidence interval; `None` below two cases.
    pub interval: Option<Interval>,
    /// Verdict on the mean.
    pub verdict: Verdict,
    /// Mean of the effect in per cent of the incumbent's mean, case by case (without cases in which
    /// that is 0), and its interval.
    pub percent: (f64, Option<Interval>),
    /// Cases in which the effect by itself is clearly lower, clearly higher, slightly lower,
    /// slightly higher, no difference that matters, undecided.
    pub counts: [usize; 6],
}

/// Pools an effect (an index in [`EFFECTS`]) on a primary outcome.
pub fn pooled(rows: &[Row], outcome: usize, effect: usize) -> Pooled {
    let margin = known(outcome).margin;
    let mut counts = [0; 6];
    for row in rows {
        let judged = &row.judged[outcome];
        let at = match verdict(Some(judged.effects[effect].interval), margin.at(judged.means[0])) {
            Verdict::Clearly(Direction::Lower) => 0,
            Verdict::Clearly(Direction::Higher) => 1,
            Verdict::Slightly(Direction::Lower) => 2,
            Verdict::Slightly(Direction::Higher) => 3,
            Verdict::NoDifference => 4,
            Verdict::CannotTell => 5,
        };
        counts[at] += 1;
    }
    let values: Vec<f64> = rows.iter().map(|row| row.judged[outcome].effects[effect].mean).collect();
    let share = |row: &Row| {
        let judged = &row.judged[outcome];
        (judged.means[0] != 0.0).then(|| 100.0 * judged.effects[effect].mean / judged.means[0])
    };
    let shares: Vec<f64> = rows.iter().filter_map(share).collect();
    let interval_ = interval(&values);
    let matters: Vec<f64> = rows.iter().map(|row| margin.at(row.judged[outcome].means[0])).collect();
    Pooled {
        mean: mean(&values),
        interval: interval_,
        // The margin for the mean over contexts is the mean of their margins.
        verdict: verdict(interval_, mean(&matters)),
        percent: (mean(&shares), interval(&shares)),
        counts,
    }
}

/// All pooled effects, `[outcome][effect]`.
pub fn all_pooled(rows: &[Row]) -> Vec<[Pooled; EFFECTS.len()]> {
    let effects = |outcome| std::array::from_fn(|effect| pooled(rows, outcome, effect));
    (0..KEYS.len()).map(effects).collect()
}

/// The registry's row of a primary outcome.
pub fn known(outcome: usize) -> &'static Outcome {
    &OUTCOMES[outcome_index(KEYS[outcome]).unwrap_or(0)]
}

/// A trait by which cases are grouped.
#[derive(Debug, Clone, Copy)]
pub struct Trait {
    /// Name of the trait.
    pub name: &'static str,
    /// Names of the groups.
    pub groups: &'static [&'static str],
    /// Returns the index of a case's group.
    pub of: fn(&Row) -> usize,
}

/// The traits by which cases are grouped, fixed with the contexts.
pub const TRAITS: [Trait; 4] = [
    Trait {
        name: "start culture",
        groups: &["below .35", ".35 or more"],
        of: |row| usize::from(row.about.culture >= 0.35),
    },
    Trait {
        name: "children",
        groups: &["below 40,000", "up to 80,000", "over 80,000"],
        of: |row| usize::from(row.about.children >= 40_000.0) + usize::from(row.about.children > 80_000.0),
    },
    Trait {
        name: "horizon",
        groups: &["52 weeks", "104 weeks", "156 weeks or more"],
        of: |row| usize::from(row.about.weeks > 52) + usize::from(row.about.weeks > 104),
    },
    Trait { name: "events", groups: &["none", "one", "two"], of: |row| row.about.events.min(2) },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::row::tests::row;

    #[test]
    fn calls_and_places_are_counted() {
        // Pairs 01 02 03 04 12 13 14 23 24 34.
        let rows = [
            row("2", 0, "llllllllll"),
            row("3", 0, "oooooooooo"),
            row("4", 1, "wooobbbooo"),
            row("5", 3, "llwllwlwlb"),
            row("6", 3, "llwwlwwwwl"),
        ];
        let found = tally(&rows, 0);
        assert_eq!((found.cases, found.no_difference, found.cannot_tell), (5, 1, 1));
        assert_eq!(found.best, [0, 1, 0, 1, 0]);
        assert_eq!((found.several, found.at_top), (1, [0, 0, 0, 1, 1]));
        assert_eq!(found.worse, [3, 2, 3, 1, 2]);
        assert_eq!(found.to_incumbent[3], [2, 1, 0, 2]);
        assert_eq!(found.to_incumbent[1], [1, 3, 0, 1]);
    }

    #[test]
    fn an_effect_is_pooled_over_cases() {
        let mut rows = vec![row("1", 0, "llllllllll"), row("2", 0, "llllllllll")];
        rows[1].judged[0].effects[0].mean = 0.3;
        let found = pooled(&rows, 0, 0);
        assert!((found.mean - 0.2).abs() < 1e-12);
        // t(0.975; 1) = 12.7062, the standard error 0.1.
        assert!((found.interval.expect("two").high - 0.2 - 1.270_62).abs() < 1e-4);
        assert_eq!(found.counts.iter().sum::<usize>(), 2);
        assert!((found.percent.0 - 20.0).abs() < 1e-12);
    }

    #[test]
    fn every_row_has_a_group_of_every_trait() {
        let row = row("1", 0, "llllllllll");
        assert_eq!(
            TRAITS.map(|one| one.groups[(one.of)(&row)]),
            ["below .35", "up to 80,000", "104 weeks", "one"]
        );
    }
}
