//! Plain sentences made from the numbers. They claim no more than the verdicts, in the words of
//! [`balcony_study::experiment::stats::words`]. A strategy is called best only if it leads every
//! other one by more than the smallest effect of interest.

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::{Better, Outcome};

use super::compare::pair_on;
use super::lead::{between, foremost};
use super::number::{amount, change, fixed, many, sized};
use super::other::COST;
use super::text::{clean, list, small};
use super::{About, Look, unknown};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::words::{CANNOT_TELL, CLEARLY_BEST, NO_DIFFERENCE};
use balcony_study::experiment::stats::{Paired, Verdict, ahead, quantile};

/// The sentences in detail: the result, the part of it that parameter uncertainty explains (if
/// parameters are sampled), which strategy stands out, and how many other outcomes moved.
pub(super) fn detail(
    about: &About<'_>,
    table: &Table,
    pairs: &[(usize, Paired)],
    look: &Look,
) -> Vec<String> {
    let Some(first) = foremost(about.outcome(), pairs) else {
        return Vec::new();
    };
    let second =
        if table.arms.len() > 2 { standing(about, table) } else { late(about, table, first.0, look) };
    let mut said = vec![found(about, table, first, look)];
    said.extend(unknown::sentence(table, about.outcome(), first));
    said.extend([second, others(about, table, first.0)]);
    said
}

fn direction(difference: f64) -> &'static str {
    if difference < 0.0 { "lower" } else { "higher" }
}

/// First sentence: the primary outcome against the baseline.
fn found(about: &About<'_>, table: &Table, (arm, pair): &(usize, Paired), look: &Look) -> String {
    let outcome = about.outcome();
    let (name, base) = (clean(&table.arms[*arm]), clean(&table.arms[table.baseline]));
    let on = format!("On {}", small(outcome.title));
    let size = change(pair.difference, outcome, look);
    let words = pair.verdict.words(outcome.better);
    // With parameter samples, the samples are counted: runs of one sample are not independent
    // evidence.
    let drawn = pair.split.is_some();
    let unit = if drawn { "draws of the uncertain parameters" } else { "paired runs" };
    let runs = |count: usize| format!("{count} of {} {unit}", pair.units());
    let not_better = pair.units() - pair.units_better - if drawn { 0 } else { pair.same };
    let over = if drawn { " over the draws" } else { "" };
    let average = format!("on average{over} {size} ({})", sized(pair, outcome));
    let matters = amount(pair.yardstick.size(), outcome, look);
    match pair.verdict {
        Verdict::Clearly(_) | Verdict::Slightly(_) => {
            let count = match pair.verdict.is_better(outcome.better) {
                Some(better) => {
                    if better {
                        pair.units_better
                    } else {
                        not_better
                    }
                }
                None => {
                    if pair.difference < 0.0 {
                        pair.units_better
                    } else {
                        not_better
                    }
                }
            };
            format!("{on}, {name} is {words} than {base}, in {}: {average}.", runs(count))
        }
        Verdict::NoDifference if pair.same == pair.pairs => {
            format!(
                "{on}, {name} and {base} are the same in every one of {}.",
                many(pair.pairs as u64, "paired run", "paired runs")
            )
        }
        Verdict::NoDifference => {
            format!(
                "{on}, {name} makes {NO_DIFFERENCE} to {base}: {average}, which is too small to matter ({matters})."
            )
        }
        Verdict::CannotTell => {
            let question = if outcome.better == Better::Neither { "differs from" } else { "is better than" };
            let more = pair.units_to_decide.filter(|wanted| *wanted > pair.units() as f64 && *wanted < 1e5);
            let more = more.map_or(String::new(), |wanted| {
                let units = if drawn { "draws" } else { "pairs" };
                format!(" About {wanted:.0} {units} would narrow the interval to what matters.")
            });
            format!(
                "{on}, one {CANNOT_TELL} whether {name} {question} {base}: {average}; {matters} would matter.{more}"
            )
        }
    }
}

/// Second sentence for three or more strategies: which one, if any, stands out from all others.
fn standing(about: &About<'_>, table: &Table) -> String {
    let outcome = about.outcome();
    let values: Vec<&[f64]> = (0..table.arms.len()).map(|arm| table.outcome(arm, about.primary)).collect();
    let Some(found) = ahead(&values, outcome.better, table.yardstick(about.primary).size(), table.unit())
    else {
        return String::new();
    };
    let name = clean(&table.arms[found.leading]);
    let all = table.arms.len();
    let word = match outcome.better {
        Better::Lower | Better::Neither => "lowest",
        Better::Higher => "highest",
    };
    let had = format!("Of all {all} strategies, {name} had the {word} mean");
    if found.best {
        return format!(
            "{had} and is {CLEARLY_BEST}: by more than matters against each other one, all pairs tested together."
        );
    }
    if found.close.is_empty() {
        return format!(
            "{had}, by more than matters against each other one; whether that is good, the figure does not say."
        );
    }
    // What is clearly better by the verdict on two alone need not be ahead of all by as much as
    // matters.
    let clear = |arm: &&usize| {
        let pair = between(table, about.primary, [found.leading, **arm]);
        pair.verdict.is_clear()
    };
    let (clear, close): (Vec<&usize>, Vec<&usize>) = found.close.iter().partition(clear);
    let names =
        |arms: Vec<&usize>| list(&arms.into_iter().map(|arm| clean(&table.arms[*arm])).collect::<Vec<_>>());
    let best =
        if outcome.better == Better::Neither { "none stands out" } else { "no strategy is clearly best" };
    if close.is_empty() {
        let to = names(clear);
        return format!(
            "{had}, but {best}: the difference to {to} is sure, and not surely larger than what matters."
        );
    }
    format!("{had}, but {best}: it is not clearly better than {}.", names(close))
}

/// Second sentence for two strategies: the difference in the last quarter.
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

/// Last sentence: how many other outcomes became better or worse.
fn others(about: &About<'_>, table: &Table, arm: usize) -> String {
    let judged = (0..OUTCOMES.len()).filter(|at| {
        *at != about.primary && OUTCOMES[*at].key != COST && OUTCOMES[*at].better != Better::Neither
    });
    let mut worse = Vec::new();
    // In the order clearly better, clearly worse, slightly better, slightly worse, no difference,
    // cannot tell.
    let mut counts = [0usize; 6];
    for at in judged {
        let Some(pair) = pair_on(table, at, arm) else { continue };
        let better = pair.verdict.is_better(OUTCOMES[at].better) == Some(true);
        counts[match pair.verdict {
            Verdict::Clearly(_) => {
                if !better {
                    worse.push(small(OUTCOMES[at].title));
                }
                usize::from(!better)
            }
            Verdict::Slightly(_) => 2 + usize::from(!better),
            Verdict::NoDifference => 4,
            Verdict::CannotTell => 5,
        }] += 1;
    }
    let named = match worse.len() {
        0 => String::new(),
        1..=3 => format!(" ({})", list(&worse)),
        _ => format!(" ({}, ...)", worse[..3].join(", ")),
    };
    let words = [
        "clearly better".to_owned(),
        format!("clearly worse{named}"),
        "a little better".to_owned(),
        "a little worse".to_owned(),
        NO_DIFFERENCE.to_owned(),
        CANNOT_TELL.to_owned(),
    ];
    let met: Vec<String> = counts
        .iter()
        .zip(words)
        .filter(|(count, _)| **count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    let none = if counts[..4].iter().all(|count| *count == 0) { "none better or worse; " } else { "" };
    format!(
        "Of the {} other outcomes that can be better or worse, under {}: {none}{}.",
        counts.iter().sum::<usize>(),
        clean(&table.arms[arm]),
        met.join("; ")
    )
}

/// Returns the sentence of `measured`, formatted without a terminal.
pub fn measured_plain(table: &Table, at: usize) -> String {
    measured(table, at, &OUTCOMES[at], &Look::PLAIN)
}

/// States the smallest effect of interest of an outcome and how it was computed.
pub(super) fn measured(table: &Table, at: usize, outcome: &Outcome, look: &Look) -> String {
    let yardstick = table.yardstick(at);
    let base = clean(&table.arms[table.baseline]);
    let size = amount(yardstick.size(), outcome, look);
    let level = match amount(yardstick.level, outcome, look) {
        pounds if outcome.unit.starts_with('£') => pounds,
        _ => fixed(yardstick.level, outcome.digits),
    };
    let share = format!("{} %", libm::round(1e8 * yardstick.margin.share) / 1e6);
    if yardstick.by_share() {
        format!("What matters: {size}, {share} of {level} under {base}.")
    } else if yardstick.margin.share > 0.0 {
        format!("What matters: {size}, the floor ({share} of {level} under {base} would be less).")
    } else {
        format!("What matters: {size}; under {base} it is {level}.")
    }
}

/// States what the intervals cover and what they do not.
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
        "Luck: the intervals cover the luck of {}{pairing}. Not known: how true the model and its parameters are; \
         no interval here covers that. A difference in the model is a reason to look, not a proof.",
        many(table.replicates.into(), "paired run", "paired runs")
    )
}
