//! What would change an answer: over draws of uncertain numbers, the number with which the
//! difference is tied most closely, and the draws in which the answer turns; without draws, the
//! difference beside the smallest one that matters, and how to ask.

use super::lead::between;
use super::number::{amount, fixed, many};
use super::text::{clean, small};
use super::why::differences;
use super::{About, Look};
use balcony_scenario::scenario::meaning;
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::{Paired, RankCorrelation, Verdict, mean};

/// Where the page asks for draws: the words of its tick box.
const TICK: &str = "Include uncertainty about the model's parameters";
/// The option of the command that asks for them.
const OPTION: &str = "--parameters worlds";
/// Draws that would show more, and the options of the command that ask for as many.
const MANY: u32 = 200;
const MORE: &str = "--parameters ranges --replicates 1000";

/// The sentences about two strategies.
pub(super) fn would_change(about: &About<'_>, table: &Table, two: [usize; 2], look: &Look) -> String {
    let pair = between(table, about.primary, two);
    if table.draws == 0 {
        return how_far(about, table, &pair, look);
    }
    let differences = differences(table, about.primary, two);
    let turns = turns(&pair, &differences);
    match with(about, table, two, &differences) {
        Some(with) => format!("{with} {turns}"),
        None => turns,
    }
}

/// A difference beside the smallest one that matters, in the outcome's unit.
fn how_far(about: &About<'_>, table: &Table, pair: &Paired, look: &Look) -> String {
    let outcome = about.outcome();
    let title = small(outcome.title);
    if pair.interval.is_none() {
        return format!("Too few pairs to say how far the difference in {title} lies from what matters.");
    }
    if pair.same == pair.pairs {
        return format!("In every pair {title} is the very same.");
    }
    // What matters is a share of the baseline's level, also between two other strategies.
    let matters = table.yardstick(about.primary).size();
    let is_beyond = pair.difference.abs() > matters;
    let [differs, matters] = [pair.difference.abs(), matters].map(|value| amount(value, outcome, look));
    let sure = if pair.verdict == Verdict::CannotTell { ", and its direction is not sure" } else { "" };
    let turn = match is_beyond {
        true => format!("below {matters} it would not matter"),
        false => format!("from {matters} on it would matter"),
    };
    format!("The difference in {title} is {differs}{sure}; {turn}.")
}

/// How to ask what the answer hangs on; nothing where it was asked.
pub(super) fn how_to_ask(about: &About<'_>, table: &Table) -> String {
    let ask = "To see whether it changes with the model's parameters,";
    if table.draws > 0 {
        String::new()
    } else if about.on_page {
        format!("{ask} tick \u{201c}{TICK}\u{201d} and compare again.")
    } else {
        format!("{ask} add {OPTION}.")
    }
}

/// The drawn number to which the difference is tied most closely: its rank correlation over the
/// draws excludes 0, all numbers looked at together.
fn with(about: &About<'_>, table: &Table, two: [usize; 2], differences: &[f64]) -> Option<String> {
    let varies = |values: &[f64]| values.iter().any(|value| *value != values[0]);
    let numbers: Vec<_> = about.numbers.iter().filter(|(_, values)| varies(values)).collect();
    let title = small(about.outcome().title);
    let draws = many(table.draws.into(), "draw", "draws");
    if numbers.is_empty() {
        return None;
    }
    let found = numbers.iter().filter_map(|(key, values)| {
        let both: Vec<(f64, f64)> = values.iter().copied().zip(differences.iter().copied()).collect();
        let found = RankCorrelation::of(&both, numbers.len()).filter(RankCorrelation::is_sure)?;
        Some((key, found))
    });
    let most = found.max_by(|a, b| a.1.r.abs().total_cmp(&b.1.r.abs()));
    let Some((key, RankCorrelation { r, interval })) = most else {
        let more = if about.on_page || table.draws >= MANY {
            String::new()
        } else {
            format!(" {MANY} draws ({MORE}) would show weaker ties.")
        };
        return Some(format!(
            "Over {draws}, none of {} drawn numbers clearly rises or falls with the difference in {title}, all tested together.{more}",
            numbers.len()
        ));
    };
    let key = clean(key);
    let what = match meaning(&key) {
        Some(meaning) => format!("{key} ({})", small(meaning.trim_end_matches('.'))),
        None => key,
    };
    let [one, other] = two.map(|arm| clean(&table.arms[arm]));
    let way = if r > 0.0 { "higher" } else { "lower" };
    Some(format!(
        "Over {draws}, the difference is tied most closely to {what}: the higher it is, the {way} {title} under {one} beside {other} \
         (rank correlation {}, {} to {}).",
        fixed(r, 2),
        fixed(interval.low, 2),
        fixed(interval.high, 2)
    ))
}

/// In how many draws the difference has the other sign.
fn turns(pair: &Paired, differences: &[f64]) -> String {
    let draws: Vec<f64> = differences.iter().copied().filter(|value| value.is_finite()).collect();
    let all = draws.len();
    let middle = mean(&draws);
    let other = draws.iter().filter(|value| **value * middle < 0.0).count();
    match (pair.verdict.direction().is_some(), other) {
        _ if pair.same == pair.pairs => "In every draw both give the very same.".to_owned(),
        (true, 0) => format!("In none of {all} draws does the answer turn."),
        (true, _) => format!("In {other} of {all} draws the answer turns, luck included."),
        (false, _) => format!("In {other} of {all} draws the difference has the other sign, luck included."),
    }
}
