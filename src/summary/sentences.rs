//! Plain sentences made from the numbers. They say no more than the verdicts do: what is a tie is called a tie, what is
//! undecided is called undecided, and nobody is called best who is not told apart from every other.

use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::{Better, Outcome};

use super::compare::pairs as paired_on;
use super::number::{amount, fixed, interval};
use super::other::COST;
use super::text::{clean, list, small};
use super::{About, Look, unknown};
use crate::experiment::Table;
use crate::experiment::stats::{Direction, Interval, Paired, Verdict, apart, quantile};

/// What was found, what of it is not known (where that is drawn), who stands out, at what price.
pub(super) fn three(about: &About<'_>, table: &Table, pairs: &[(usize, Paired)], look: &Look) -> Vec<String> {
    let Some(best) = foremost(about.outcome(), pairs) else {
        return vec!["There is one strategy: nothing to compare it with.".to_owned()];
    };
    let second = if table.arms.len() > 2 { standing(about, table) } else { late(about, table, best.0, look) };
    let mut said = vec![found(about, table, best, look)];
    said.extend(unknown::sentence(table, about.outcome(), best));
    said.extend([second, price(about, table, best.0, look)]);
    said
}

/// The strategy that does best against the baseline by its mean; the one furthest from it where neither way is better.
pub(super) fn foremost<'p>(outcome: &Outcome, pairs: &'p [(usize, Paired)]) -> Option<&'p (usize, Paired)> {
    let merit = |pair: &Paired| match outcome.better {
        Better::Lower => -pair.difference,
        Better::Higher => pair.difference,
        Better::Neither => pair.difference.abs(),
    };
    pairs.iter().rev().max_by(|a, b| merit(&a.1).total_cmp(&merit(&b.1)))
}

fn direction(difference: f64) -> &'static str {
    if difference < 0.0 { "lower" } else { "higher" }
}

/// `95 % interval 0.10 to 0.14`: of the size where all of it lies on one side, with signs otherwise.
fn sized(pair: &Paired, outcome: &Outcome) -> String {
    let digits = outcome.digits;
    match pair.interval {
        Some(Interval { low, high }) if low > 0.0 => {
            format!("95 % interval {} to {}", fixed(low, digits), fixed(high, digits))
        }
        Some(Interval { low, high }) if high < 0.0 => {
            format!("95 % interval {} to {}", fixed(-high, digits), fixed(-low, digits))
        }
        Some(_) => format!("95 % interval {}", interval(pair.interval, digits)),
        None => "no interval from a single pair".to_owned(),
    }
}

/// The first sentence: the primary outcome against the baseline.
fn found(about: &About<'_>, table: &Table, (arm, pair): &(usize, Paired), look: &Look) -> String {
    let outcome = about.outcome();
    let (name, base) = (clean(&table.arms[*arm]), clean(&table.arms[table.baseline]));
    let on = format!("On {}", small(outcome.title));
    let size = amount(pair.difference.abs(), outcome, look);
    let way = direction(pair.difference);
    // Where there are draws they are what is counted: runs of one draw are not pieces of evidence of their own.
    let drawn = pair.split.is_some();
    let unit = if drawn { "draws of what is not known" } else { "paired runs" };
    let runs = |count: usize| format!("{count} of {} {unit}", pair.units());
    let worse_count = pair.units() - pair.units_better - if drawn { 0 } else { pair.ties };
    let over = if drawn { " over the draws" } else { "" };
    let average = format!("on average{over} {size} {way} ({})", sized(pair, outcome));
    match pair.verdict {
        Verdict::Unlike(direction) => match direction.is_better(outcome.better) {
            Some(true) => {
                format!("{on}, {name} did better than {base} in {}: {average}.", runs(pair.units_better))
            }
            Some(false) => format!(
                "{on}, no strategy did better than {base}; the nearest, {name}, did worse in {}: {average}.",
                runs(worse_count)
            ),
            None => {
                let count = if direction == Direction::Lower { pair.units_better } else { worse_count };
                format!("{on}, {name} was {way} than {base} in {}: {average}.", runs(count))
            }
        },
        Verdict::Tie if pair.ties == pair.pairs => {
            format!("{on}, {name} and {base} are the same in every one of {} paired runs: a tie.", pair.pairs)
        }
        Verdict::Tie => format!(
            "{on}, {name} and {base} are a tie: {average}, which is less than matters ({}).",
            amount(pair.yardstick.size(), outcome, look)
        ),
        Verdict::Undecided => {
            let question =
                if outcome.better == Better::Neither { "differs from" } else { "does better than" };
            let more = pair.units_to_decide.filter(|wanted| *wanted > pair.units() as f64 && *wanted < 1e5);
            let more = more.map_or(String::new(), |wanted| {
                let units = if drawn { "draws" } else { "pairs" };
                format!(" About {wanted:.0} {units} would narrow the interval to what matters.")
            });
            let matters = amount(pair.yardstick.size(), outcome, look);
            format!(
                "{on}, it is undecided whether {name} {question} {base} by as much as matters ({matters}): {average}.{more}"
            )
        }
    }
}

/// The second sentence among several: who, if anybody, stands out from all others.
fn standing(about: &About<'_>, table: &Table) -> String {
    let outcome = about.outcome();
    let values: Vec<&[f64]> = (0..table.arms.len()).map(|arm| table.outcome(arm, about.primary)).collect();
    let Some(apart) = apart(&values, outcome.better, table.yardstick(about.primary).size(), table.unit())
    else {
        return String::new();
    };
    let name = clean(&table.arms[apart.leading]);
    let all = table.arms.len();
    let word = match outcome.better {
        Better::Lower | Better::Neither => "lowest",
        Better::Higher => "highest",
    };
    if apart.best {
        return format!(
            "Of all {all} strategies, {name} had the {word} mean, and by more than matters against each other one (all pairs tested together): it is the best of these."
        );
    }
    if apart.level.is_empty() {
        return format!(
            "Of all {all} strategies, {name} had the {word} mean, and by more than matters against each other one; whether that is good, the figure does not say."
        );
    }
    let level: Vec<String> = apart.level.iter().map(|arm| clean(&table.arms[*arm])).collect();
    format!(
        "Of all {all} strategies, {name} had the {word} mean, but it is not told apart from {} by as much as matters: none of them may be called best.",
        list(&level)
    )
}

/// The second sentence where there are two strategies: where the difference stands in the end.
fn late(about: &About<'_>, table: &Table, arm: usize, look: &Look) -> String {
    let outcome = about.outcome();
    match table.last_difference(arm) {
        Some((mean, error)) => format!(
            "In the last quarter of the run the difference was {} {} (standard error {}).",
            amount(mean.abs(), outcome, look),
            direction(mean),
            fixed(error, outcome.digits)
        ),
        None => "How the difference came about over time was not kept.".to_owned(),
    }
}

/// The third sentence: what it costs, and what gets worse.
fn price(about: &About<'_>, table: &Table, arm: usize, look: &Look) -> String {
    let (name, base) = (clean(&table.arms[arm]), clean(&table.arms[table.baseline]));
    let on = |at: usize| {
        let found = paired_on(table, at, &OUTCOMES[at]);
        found.into_iter().find(|(other, _)| *other == arm).map(|(_, pair)| (pair, &OUTCOMES[at]))
    };
    let cost_at = outcome_index(COST).filter(|at| *at != about.primary);
    let cost = cost_at.and_then(on).map_or(String::new(), |(pair, outcome)| {
        let size = amount(pair.difference.abs(), outcome, look);
        let more = if pair.difference < 0.0 { "less" } else { "more" };
        let range = sized(&pair, outcome);
        match pair.verdict {
            Verdict::Unlike(_) => {
                format!("Under {name} {size} {more} was spent than under {base} ({range}). ")
            }
            Verdict::Tie => format!(
                "Spending under {name} and {base} is a tie (on average {size} {more}, {range}). "
            ),
            Verdict::Undecided => format!(
                "Whether {name} costs more or less than {base} is undecided (on average {size} {more}, {range}). "
            ),
        }
    });
    let judged = (0..OUTCOMES.len())
        .filter(|at| *at != about.primary && Some(*at) != cost_at && OUTCOMES[*at].better != Better::Neither);
    let (mut better, mut ties, mut undecided, mut worse) = (0, 0, 0, Vec::new());
    for (pair, outcome) in judged.filter_map(on) {
        match pair.verdict {
            Verdict::Unlike(direction) if direction.is_better(outcome.better) == Some(true) => better += 1,
            Verdict::Unlike(_) => worse.push(small(outcome.title)),
            Verdict::Tie => ties += 1,
            Verdict::Undecided => undecided += 1,
        }
    }
    let others = better + ties + undecided + worse.len();
    let named = match worse.len() {
        0 => "none worse".to_owned(),
        1..=3 => format!("{} worse ({})", worse.len(), list(&worse)),
        more => format!("{more} worse ({}, ...)", worse[..3].join(", ")),
    };
    format!(
        "{cost}Of the {others} other outcomes that can be better or worse, {better} were better under {name}, {named}, {ties} a tie and {undecided} undecided."
    )
}

/// What the intervals are about, and what they are not about.
pub(super) fn luck(about: &About<'_>, table: &Table, pairs: &[(usize, Paired)]) -> String {
    let saved: Vec<f64> = pairs.iter().filter_map(|(_, pair)| pair.saved).collect();
    let middle = quantile(&saved, 0.5);
    let pairing = if middle.is_finite() && middle > 0.0 {
        let same = if table.draws > 0 { "in the same draws and on" } else { "on" };
        let share = match table.draws {
            0 => format!("{:.0} %", 100.0 * middle),
            _ => unknown::hundredths(middle),
        };
        format!(", and running every strategy {same} the same luck took away {share} of it")
    } else {
        String::new()
    };
    if table.draws > 0 {
        return unknown::caution(about, table, &pairing);
    }
    format!(
        "Luck: the intervals cover the luck of {} paired runs{pairing}. Not known: how true the model and its parameters are; \
         no interval here covers that. A difference in the model is a reason to look, not a proof.",
        table.replicates
    )
}
