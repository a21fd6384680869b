//! Six outcomes beside a strategy while it is shaped: the question's own, and those that a room of
//! leaders asks about first. Each is measured in steps of the smallest difference that matters, so
//! that all six share one scale.

use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::{Better, Outcome};

use super::lead::{between, pairs_among};
use super::number::{Figures, apart, percent};
use super::other::COST;
use super::text::{clean, list, small};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::words::way;
use balcony_study::experiment::stats::{
    Direction, FirstLook, Interval, Verdict, Yardstick, mean, sd, verdict_of, whole,
};

/// Number of indicators.
const SHOWN: usize = 6;

/// Outcomes by key, with a name in plain words and one for a phone. The first six are shown beside
/// every question. The others stand first where they are the question's own.
const NAMES: [(&str, &str, &str); 12] = [
    ("harm", "Serious harm", "Harm"),
    ("culture", "Learning culture", "Culture"),
    ("turnover", "Workers who leave", "Leavers"),
    ("trust", "Partners\u{2019} trust", "Trust"),
    (COST, "Spending", "Cost"),
    ("strain", "Strain of staff", "Strain"),
    ("unserved", "Children nobody helps", "Unhelped"),
    ("re-referrals", "Children who come back", "Back"),
    ("worker-changes", "Changes of worker", "Changes"),
    ("school-missed", "School missed", "School"),
    ("exclusions", "Exclusions from school", "Excluded"),
    ("change-late", "Weeks the programme is late", "Late"),
];

/// What the intervals rest on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Basis {
    /// A few pairs, looked at a few times.
    Sketch {
        /// Number of strategies of the full comparison.
        strategies: usize,
    },
    /// An ordinary comparison.
    Run,
}

/// An outcome under the baseline, and under every other strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its key in the registry.
    pub key: &'static str,
    /// Its name in plain words.
    pub name: &'static str,
    /// Its name on a phone.
    pub short: &'static str,
    /// Unit of its levels.
    pub unit: String,
    /// Level under the baseline.
    pub found: String,
    /// The smallest difference that matters, as a share of that level or in the unit.
    pub matters: String,
    /// The other strategies, in the order of the table.
    pub readings: Vec<Reading>,
}

/// An outcome under one strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Name of the strategy.
    pub strategy: String,
    /// Its level.
    pub level: String,
    /// Paired difference to the baseline in steps of what matters; more is better.
    pub steps: f64,
    /// Its interval, in the same steps.
    pub interval: Option<Interval>,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in words.
    pub words: &'static str,
    /// The verdict in a few letters, for a phone.
    pub short: &'static str,
    /// Whether a sure difference is better; `None` if it is not sure.
    pub better: Option<bool>,
    /// The difference in one sentence.
    pub told: String,
}

/// Index of each indicator in the registry, with its names: the primary outcome first.
fn indicators_of(primary: usize) -> Vec<(usize, &'static str, &'static str)> {
    let known =
        NAMES.iter().filter_map(|(key, name, short)| outcome_index(key).map(|at| (at, *name, *short)));
    let title = OUTCOMES[primary].title;
    let first = known.clone().find(|one| one.0 == primary).unwrap_or((primary, title, title));
    let others = known.take(SHOWN).filter(|one| one.0 != primary);
    std::iter::once(first).chain(others).take(SHOWN).collect()
}

/// The indicators of a table; `own` are the strategies that are read beside its baseline.
pub fn indicators(table: &Table, primary: usize, basis: Basis, own: &[usize]) -> Vec<Indicator> {
    let all = indicators_of(primary).into_iter();
    all.map(|(at, name, short)| indicator(table, at, (name, short), basis, own)).collect()
}

fn indicator(
    table: &Table,
    at: usize,
    (name, short): (&'static str, &'static str),
    basis: Basis,
    own: &[usize],
) -> Indicator {
    let outcome = &OUTCOMES[at];
    let yardstick = table.yardstick(at);
    let others = || own.iter().copied().filter(|arm| *arm != table.baseline);
    let level = |arm: usize| match arm == table.baseline {
        true => yardstick.level,
        false => mean(&defined_beside(table, at, arm)),
    };
    let figures = Figures::of(outcome, others().map(level).chain([yardstick.level]));
    // As many digits as show that two levels differ, but not more than two beyond the usual.
    let differ =
        |arm: usize| apart(figures.factor * yardstick.level, figures.factor * level(arm), figures.digits);
    let digits = others().filter_map(differ).max().unwrap_or(figures.digits).min(figures.digits + 2);
    let figures = Figures { digits, ..figures };
    let matters = match yardstick.share_of_level(yardstick.size()) {
        Some(share) if yardstick.by_share() => percent(share),
        _ => figures.least(yardstick.size()),
    };
    Indicator {
        key: outcome.key,
        name,
        short,
        unit: if figures.unit == "0 to 1" { "scale 0 to 1".to_owned() } else { figures.unit.to_owned() },
        found: figures.fixed(yardstick.level),
        matters,
        readings: others().map(|arm| reading(table, at, arm, basis, figures.fixed(level(arm)))).collect(),
    }
}

/// Values of a strategy in the pairs in which both have one.
fn defined_beside(table: &Table, at: usize, arm: usize) -> Vec<f64> {
    whole(table.outcome(arm, at), &differences(table, at, [arm, table.baseline])).into_owned()
}

fn differences(table: &Table, at: usize, [one, other]: [usize; 2]) -> Vec<f64> {
    table.outcome(one, at).iter().zip(table.outcome(other, at)).map(|(one, other)| one - other).collect()
}

/// Mean paired difference of two strategies, with its interval.
fn difference(table: &Table, at: usize, two: [usize; 2], basis: Basis) -> (f64, Option<Interval>) {
    match basis {
        Basis::Run => {
            let pair = between(table, at, two);
            (pair.difference, pair.interval)
        }
        Basis::Sketch { strategies } => {
            let beside = two[1] != table.baseline;
            let looks =
                FirstLook::of(if beside { pairs_among(strategies) } else { strategies.saturating_sub(1) });
            let all = differences(table, at, two);
            let [one, other] = two.map(|arm| sd(&whole(table.outcome(arm, at), &all)));
            let found = looks.estimate(&all, Some(one * one + other * other));
            (found.mean, found.interval)
        }
    }
}

fn reading(table: &Table, at: usize, arm: usize, basis: Basis, level: String) -> Reading {
    let outcome = &OUTCOMES[at];
    let yardstick = table.yardstick(at);
    let (difference, interval) = difference(table, at, [arm, table.baseline], basis);
    let verdict = verdict_of(interval, difference, yardstick.size());
    let sign = if outcome.better == Better::Lower { -1.0 } else { 1.0 };
    let steps = |value: f64| sign * yardstick.steps(value);
    let turned = interval.map(|Interval { low, high }| match sign < 0.0 {
        true => Interval { low: steps(high), high: steps(low) },
        false => Interval { low: steps(low), high: steps(high) },
    });
    Reading {
        strategy: clean(&table.arms[arm]),
        level,
        steps: steps(difference),
        interval: turned,
        verdict,
        words: verdict.words(outcome.better),
        short: verdict.short(outcome.better),
        better: verdict.is_better(outcome.better),
        told: told(outcome, &yardstick, difference, interval, verdict),
    }
}

/// A size as a share of the baseline's level, or in the outcome's unit.
fn sized(outcome: &Outcome, yardstick: &Yardstick, value: f64) -> String {
    match yardstick.share_of_level(value) {
        Some(share) => percent(share),
        None => Figures::of(outcome, [value]).fixed(value.abs()),
    }
}

/// For example `20 % higher, clearly better` or `12 % lower to 18 % higher, cannot tell yet`.
fn told(
    outcome: &Outcome,
    yardstick: &Yardstick,
    difference: f64,
    interval: Option<Interval>,
    verdict: Verdict,
) -> String {
    let word = |value: f64| match (outcome.key == COST, value < 0.0) {
        (true, true) => "cheaper",
        (true, false) => "dearer",
        (false, true) => way(Direction::Lower, Better::Neither),
        (false, false) => way(Direction::Higher, Better::Neither),
    };
    let one = |value: f64| format!("{} {}", sized(outcome, yardstick, value), word(value));
    let words = verdict.words(outcome.better);
    match (verdict, interval) {
        (_, None) => format!("{words}: too few pairs"),
        (Verdict::CannotTell, Some(Interval { low, high })) => {
            format!("{} to {}, {words}", one(low), one(high))
        }
        _ if difference == 0.0 => format!("the same, {words}"),
        _ => format!("{}, {words}", one(difference)),
    }
}

/// What is clearly better and what is clearly worse under a strategy, in at most two sentences.
pub fn gist(all: &[Indicator], strategy: &str) -> String {
    let names = |wanted: bool| -> Vec<String> {
        let clear = |one: &&Indicator| {
            one.readings.iter().any(|reading| {
                reading.strategy == strategy && reading.verdict.is_clear() && reading.better == Some(wanted)
            })
        };
        all.iter().filter(clear).map(|one| small(one.name)).collect()
    };
    let (better, worse) = (names(true), names(false));
    match (better.is_empty(), worse.is_empty()) {
        (true, true) => "Nothing is clearly better or worse.".to_owned(),
        (false, true) => format!("Clearly better: {}. Of these six, none is clearly worse.", list(&better)),
        (true, false) => format!("Clearly worse: {}. Nothing is clearly better.", list(&worse)),
        (false, false) => format!("Clearly better: {}. The price: {}.", list(&better), list(&worse)),
    }
}

/// One strategy beside another one that is not the baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Name of the strategy.
    pub strategy: String,
    /// Name of the other one.
    pub other: String,
    /// The verdict on the question's own outcome.
    pub verdict: Verdict,
    /// The same in words: `clearly better than connected`, or `the very same as connected` where
    /// every outcome is so in every pair.
    pub said: String,
    /// Whether a sure difference in it is better; `None` if it is not sure.
    pub better: Option<bool>,
    /// The verdict on the question's own outcome, and which of the other indicators are clearly
    /// better or worse.
    pub words: String,
}

/// Compares two strategies of a table on the indicators. What matters is a share of the baseline's
/// level. For each outcome all comparisons among the strategies share the probability of error, as
/// everywhere; the outcomes do not.
pub fn beside(table: &Table, primary: usize, basis: Basis, two: [usize; 2]) -> Beside {
    let of = |(at, name, _): (usize, &'static str, &'static str)| {
        let (difference, interval) = difference(table, at, two, basis);
        (at, name, verdict_of(interval, difference, table.yardstick(at).size()))
    };
    let all: Vec<_> = indicators_of(primary).into_iter().map(of).collect();
    let (at, name, verdict) = all[0];
    let named = |wanted: bool| -> Vec<String> {
        let clear = all.iter().skip(1).filter(|(at, _, verdict)| {
            verdict.is_clear() && verdict.is_better(OUTCOMES[*at].better) == Some(wanted)
        });
        clear.map(|(_, name, _)| small(name)).collect()
    };
    let same = |at: usize| differences(table, at, two).iter().all(|value| *value == 0.0 || value.is_nan());
    let [strategy, other] = two.map(|arm| clean(&table.arms[arm]));
    if (0..OUTCOMES.len()).all(same) {
        let words = format!("The very same in all {} pairs.", table.replicates);
        let said = format!("the very same as {other}");
        return Beside { strategy, other, verdict: Verdict::NoDifference, said, better: None, words };
    }
    let said = verdict.words(OUTCOMES[at].better);
    let mut words = format!("{name}: {said}.");
    let joined = match verdict {
        Verdict::NoDifference => "to",
        Verdict::CannotTell => "against",
        _ => "than",
    };
    let said = format!("{said} {joined} {other}");
    let better = verdict.is_better(OUTCOMES[at].better);
    for (title, wanted) in [("better", true), ("worse", false)] {
        let names = named(wanted);
        let also = if verdict.is_clear() && better == Some(wanted) { "Also clearly" } else { "Clearly" };
        if !names.is_empty() {
            words.push_str(&format!(" {also} {title}: {}.", list(&names)));
        }
    }
    Beside { strategy, other, verdict, said, better, words }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Indicators of every strategy.
    fn all_of(table: &Table, primary: usize, basis: Basis) -> Vec<Indicator> {
        indicators(table, primary, basis, &[0, 1, 2])
    }
    use balcony_study::experiment::{ArmResult, Replicate, Shape};

    /// Two strategies beside a baseline: one is better on culture and worse on strain by a fifth in
    /// every pair, the other differs by noise alone.
    fn table(pairs: u32) -> Table {
        let names = ["base", "noise", "ours"].map(str::to_owned);
        let mut table = Table::new(&names, 0, pairs, 0, Shape::new(3, 0, false));
        let (culture, strain) = (outcome_index("culture").unwrap(), outcome_index("strain").unwrap());
        for replicate in 0..pairs {
            let wave = f64::from(replicate % 5) / 50.0;
            let arm = |share: f64, noise: f64| {
                let mut outcomes: Vec<f64> = (0..OUTCOMES.len())
                    .map(|at| 1.0 + wave + noise * (f64::from((replicate + at as u32) % 3) - 1.0))
                    .collect();
                outcomes[culture] = (0.4 + wave) * (1.0 + share) + noise * wave;
                outcomes[strain] = (0.2 + wave) * (1.0 + share) + noise * wave;
                ArmResult { outcomes, ..ArmResult::default() }
            };
            let arms = vec![arm(0.0, 0.0), arm(0.0, 0.3), arm(0.2, 0.0)];
            table.add(&Replicate { replicate, arms, ..Replicate::default() });
        }
        table
    }

    fn of<'a>(all: &'a [Indicator], key: &str, strategy: &str) -> &'a Reading {
        let one = all.iter().find(|one| one.key == key).expect("shown");
        one.readings.iter().find(|one| one.strategy == strategy).expect("compared")
    }

    #[test]
    fn better_lies_right_and_worse_left_in_steps_of_what_matters() {
        let table = table(20);
        let primary = outcome_index("harm").unwrap();
        for basis in [Basis::Sketch { strategies: 3 }, Basis::Run] {
            let all = all_of(&table, primary, basis);
            let keys: Vec<&str> = all.iter().map(|one| one.key).collect();
            assert_eq!(keys, ["harm", "culture", "turnover", "trust", "cost", "strain"]);
            let (culture, strain) = (of(&all, "culture", "ours"), of(&all, "strain", "ours"));
            assert!(culture.steps > 1.0 && strain.steps < -1.0, "{culture:?} {strain:?}");
            assert_eq!((culture.words, strain.words), ("clearly better", "clearly worse"));
            assert_eq!((culture.better, strain.better), (Some(true), Some(false)));
            for reading in [culture, strain] {
                let interval = reading.interval.expect("twenty pairs");
                assert!(interval.low <= reading.steps && reading.steps <= interval.high);
            }
            assert_eq!(culture.told, "20 % higher, clearly better");
            assert_eq!(gist(&all, "ours"), "Clearly better: learning culture. The price: strain of staff.");
            assert!(of(&all, "harm", "noise").told.contains("cannot tell yet"));
        }
    }

    // The panel said "clearly better" of a strategy that was so against the baseline alone.
    #[test]
    fn a_strategy_is_compared_with_the_others_and_not_with_the_baseline_alone() {
        let table = table(20);
        let primary = outcome_index("culture").unwrap();
        for basis in [Basis::Sketch { strategies: 3 }, Basis::Run] {
            let other = beside(&table, primary, basis, [2, 1]);
            assert_eq!((&*other.strategy, &*other.other, other.better), ("ours", "noise", Some(true)));
            assert_eq!(other.words, "Learning culture: clearly better. Clearly worse: strain of staff.");
            let back = beside(&table, primary, basis, [1, 2]);
            assert_eq!(back.words, "Learning culture: clearly worse. Clearly better: strain of staff.");
            let same = beside(&table, primary, basis, [2, 2]);
            assert_eq!((same.better, &*same.words), (None, "The very same in all 20 pairs."));
        }
        // An interval beside another strategy pays for more comparisons than one beside the
        // baseline.
        let wide = |two: [usize; 2], strategies: usize| {
            let (_, found) = difference(&table, primary, two, Basis::Sketch { strategies });
            found.map(|interval| interval.high - interval.low).expect("twenty pairs")
        };
        assert!(wide([1, 0], 3) < wide([1, 0], 5));
        assert!(wide([1, 2], 3) < wide([1, 2], 5));
        // In standard errors, so that both are of one scale.
        let errors = |two: [usize; 2]| {
            let all = differences(&table, primary, two);
            wide(two, 4) / (sd(&all) / libm::sqrt(all.len() as f64))
        };
        assert!(
            (errors([2, 1]) / errors([1, 0]) - 1.0).abs() > 0.02,
            "{} {}",
            errors([2, 1]),
            errors([1, 0])
        );
        assert!(errors([2, 1]) > errors([1, 0]));
    }

    #[test]
    fn only_the_strategies_asked_for_are_read() {
        let all = indicators(&table(20), 0, Basis::Run, &[2, 0]);
        assert!(all.iter().all(|one| one.readings.len() == 1 && one.readings[0].strategy == "ours"));
    }

    #[test]
    fn one_pair_shows_nothing_yet() {
        let all = all_of(&table(1), 0, Basis::Sketch { strategies: 3 });
        assert!(all.iter().flat_map(|one| &one.readings).all(|reading| reading.interval.is_none()));
        assert_eq!(of(&all, "culture", "ours").told, "cannot tell yet: too few pairs");
        assert_eq!(gist(&all, "ours"), "Nothing is clearly better or worse.");
    }

    // A level that looks like the baseline's beside a bar that says otherwise would puzzle.
    #[test]
    fn levels_that_differ_look_different() {
        for one in all_of(&table(20), 0, Basis::Run) {
            let ours = one.readings.iter().find(|reading| reading.strategy == "ours").unwrap();
            let same = ours.steps.abs() < 1e-9;
            assert_eq!(ours.level == one.found, same, "{}: {} {}", one.key, one.found, ours.level);
        }
    }

    #[test]
    fn the_questions_own_outcome_is_first_and_has_its_plain_names() {
        for (name, text) in balcony_scenario::scenario::SHIPPED {
            let keys =
                text.lines().find_map(|line| line.strip_prefix("primary = ")).expect("a primary outcome");
            // One outcome, or a list of which the first leads.
            let key = keys.split('"').nth(1).expect("an outcome in quotes");
            assert!(NAMES.iter().any(|row| row.0 == key), "{name}: no plain name for {key}");
            let shown = indicators_of(outcome_index(key).expect("an outcome"));
            assert_eq!((OUTCOMES[shown[0].0].key, shown.len()), (key, SHOWN));
            assert!(shown.iter().any(|one| OUTCOMES[one.0].key == COST), "{name}: no price");
            let mut apart: Vec<usize> = shown.iter().map(|one| one.0).collect();
            apart.sort_unstable();
            apart.dedup();
            assert_eq!(apart.len(), SHOWN);
        }
    }
}
