//! The first lines of a comparison: the answer in at most twenty words, up to three outcomes that
//! moved most, one price and one caveat. Intervals and standard errors follow further below.

use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::{Better, Outcome};

use super::compare::pair_on;
use super::number::{Figures, amount, many, percent};
use super::other::COST;
use super::text::{clean, small};
use super::{About, Look};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::words::{CANNOT_TELL, NO_DIFFERENCE};
use balcony_study::experiment::stats::{Paired, Verdict, ahead};

/// Largest number of words of the answer.
pub(super) const MOST_WORDS: usize = 20;
/// Largest number of outcomes in the list of those that moved.
const MOST_MOVED: usize = 3;

/// The first lines of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The answer to the question.
    pub answer: String,
    /// Outcomes that moved most under the strategy of the answer, measured in units of the smallest
    /// effect of interest.
    pub moved: Vec<String>,
    /// The cost of that strategy, and the outcome that became worse by most.
    pub price: String,
    /// What the answer does not cover.
    pub caveat: String,
}

/// The strategy that the answer is about: the one with the best verdict, and among these the one
/// with the best mean. For an outcome without a better direction it is the one furthest from the
/// baseline.
pub(super) fn foremost<'p>(outcome: &Outcome, pairs: &'p [(usize, Paired)]) -> Option<&'p (usize, Paired)> {
    let merit = |pair: &Paired| match outcome.better {
        Better::Lower => -pair.difference,
        Better::Higher => pair.difference,
        Better::Neither => pair.difference.abs(),
    };
    let rank = |pair: &Paired| match (pair.verdict, pair.verdict.is_better(outcome.better)) {
        (_, Some(false)) => 0,
        (Verdict::NoDifference | Verdict::CannotTell, _) => 1,
        (Verdict::Slightly(_), _) => 2,
        (Verdict::Clearly(_), _) => 3,
    };
    let order = |a: &Paired, b: &Paired| rank(a).cmp(&rank(b)).then(merit(a).total_cmp(&merit(b)));
    pairs.iter().rev().max_by(|a, b| order(&a.1, &b.1))
}

/// Returns the first lines; `pairs` are the comparisons of the primary outcome.
pub(super) fn lead(about: &About<'_>, table: &Table, pairs: &[(usize, Paired)], look: &Look) -> Lead {
    let caveat = caveat(table);
    let Some(first) = foremost(about.outcome(), pairs) else {
        let answer = "There is one strategy: nothing to compare it with.".to_owned();
        return Lead { answer, moved: Vec::new(), price: String::new(), caveat };
    };
    let moved = moved(about, table, first.0);
    Lead {
        answer: answer(about, table, pairs, first),
        price: price(about, table, first.0, &moved, look),
        moved: moved.iter().map(|(at, pair)| line(&OUTCOMES[*at], pair, look)).collect(),
        caveat,
    }
}

/// Returns the first sentence that has at most [`MOST_WORDS`] words. The caller passes the fullest
/// one first. If none is short enough, the last one is cut.
fn within(sentences: impl IntoIterator<Item = String>) -> String {
    let mut last = String::new();
    for sentence in sentences {
        if sentence.split_whitespace().count() <= MOST_WORDS {
            return sentence;
        }
        last = sentence;
    }
    let words: Vec<&str> = last.split_whitespace().take(MOST_WORDS - 1).collect();
    format!("{} ...", words.join(" "))
}

/// Size of a difference in the terms of its margin: a share of the baseline, or an amount in the
/// outcome's unit.
fn size(pair: &Paired, outcome: &Outcome) -> String {
    match pair.yardstick.share_of_level(pair.difference) {
        Some(share) if outcome.margin.share > 0.0 => percent(share),
        _ => {
            let figures = Figures::of_pair(outcome, pair);
            let unit = match outcome.unit {
                "0 to 1" | "ratio" => "",
                unit if unit.starts_with('%') => " points",
                unit => unit.split(' ').next().filter(|word| *word != "a" && *word != "per").unwrap_or(""),
            };
            let gap = if unit.is_empty() || unit.starts_with(' ') { "" } else { " " };
            format!("{}{gap}{unit}", figures.fixed(pair.difference.abs()))
        }
    }
}

fn answer(about: &About<'_>, table: &Table, pairs: &[(usize, Paired)], first: &(usize, Paired)) -> String {
    let outcome = about.outcome();
    let (arm, pair) = first;
    let (name, base) = (clean(&table.arms[*arm]), clean(&table.arms[table.baseline]));
    let on = format!("On {}", small(outcome.title));
    let several = pairs.len() > 1;
    let all = |wanted: fn(Verdict) -> bool| pairs.iter().all(|(_, pair)| wanted(pair.verdict));
    let verdict = pair.verdict.words(outcome.better);
    if pairs.iter().all(|(_, pair)| pair.same == pair.pairs) {
        return within([
            format!("{on}, every strategy gives the very same as {base}."),
            "All give the very same.".to_owned(),
        ]);
    }
    match (pair.verdict, pair.verdict.is_better(outcome.better)) {
        (Verdict::CannotTell, _) => {
            let (what, than) = match outcome.better {
                Better::Neither => ("differs from", "whether any strategy differs from"),
                _ => ("is better than", "whether any strategy is better than"),
            };
            let whom =
                if several { format!("{than} {base}") } else { format!("whether {name} {what} {base}") };
            within([
                format!("{on}, one {CANNOT_TELL} {whom}."),
                format!("One {CANNOT_TELL} {whom}."),
                format!("One {CANNOT_TELL}."),
            ])
        }
        (Verdict::NoDifference, _) if !several => within([
            format!("{on}, {name} makes {NO_DIFFERENCE} to {base}."),
            format!("There is {NO_DIFFERENCE} to {base}."),
            format!("There is {NO_DIFFERENCE}."),
        ]),
        (Verdict::NoDifference, _) if all(|verdict| verdict == Verdict::NoDifference) => within([
            format!("{on}, every strategy makes {NO_DIFFERENCE} to {base}."),
            format!("There is {NO_DIFFERENCE}."),
        ]),
        (Verdict::NoDifference, _) if all(|verdict| verdict != Verdict::CannotTell) => within([
            format!("{on}, no strategy is better than {base}; {name} makes {NO_DIFFERENCE}."),
            format!("{on}, no strategy is better than {base}."),
            "No strategy is better.".to_owned(),
        ]),
        (Verdict::NoDifference, _) => within([
            format!("{on}, one {CANNOT_TELL} whether any strategy is better than {base}."),
            format!("One {CANNOT_TELL}."),
        ]),
        (_, Some(false)) => {
            let who =
                if several { "no strategy is better".to_owned() } else { format!("{name} is {verdict}") };
            let nearest =
                if several { format!("; the nearest, {name}, is {verdict}") } else { String::new() };
            let size = size(pair, outcome);
            within([
                format!("{on}, {who} than {base}{nearest} ({size})."),
                format!("{on}, {who} than {base} ({size})."),
                format!("{on}, {who} than {base}."),
                "No strategy is better.".to_owned(),
            ])
        }
        (_, better) => {
            let size = size(pair, outcome);
            let unit = if pair.split.is_some() { " draws" } else { "" };
            let mut count = pair.units_better;
            if better.is_none() && pair.difference > 0.0 {
                count = pair.units() - pair.units_better - if pair.split.is_some() { 0 } else { pair.same };
            }
            let often = format!("{size}, in {count} of {}{unit}", pair.units());
            let tail = match (several, outcome.better, best(about, table)) {
                (false, ..) | (_, Better::Neither, _) => "",
                (_, _, Some(leading)) if leading == *arm => "; it is clearly best",
                _ => "; no strategy is clearly best",
            };
            let is = format!("{on}, {name} is {verdict} than {base}");
            let bare = format!("{name} is {verdict} than {base}");
            within([
                format!("{is} ({often}){tail}."),
                format!("{is} ({size}){tail}."),
                format!("{is}{tail}."),
                format!("{is} ({size})."),
                format!("{is}."),
                format!("{bare}{tail}."),
                format!("{bare}."),
            ])
        }
    }
}

/// Index of the strategy that is clearly best of all, if there is one.
pub(super) fn best(about: &About<'_>, table: &Table) -> Option<usize> {
    let outcome = about.outcome();
    let values: Vec<&[f64]> = (0..table.arms.len()).map(|arm| table.outcome(arm, about.primary)).collect();
    let found = ahead(&values, outcome.better, table.yardstick(about.primary).size(), table.unit())?;
    found.best.then_some(found.leading)
}

/// A difference as a multiple of the smallest effect of interest.
fn times(pair: &Paired) -> String {
    let steps = pair.yardstick.steps(pair.difference).abs();
    let digits = usize::from(steps < 9.95);
    format!("{steps:.digits$} times what matters")
}

/// For example `Learning culture at the end: clearly better, 0.212 (scale 0 to 1) higher, 4.2 times
/// what matters`.
fn line(outcome: &Outcome, pair: &Paired, look: &Look) -> String {
    let way = if pair.difference < 0.0 { "lower" } else { "higher" };
    let size = amount(pair.difference.abs(), outcome, look);
    format!("{}: {}, {size} {way}, {}", outcome.title, pair.verdict.words(outcome.better), times(pair))
}

/// The outcomes that clearly moved most. The primary outcome, its components and money are left
/// out.
fn moved(about: &About<'_>, table: &Table, arm: usize) -> Vec<(usize, Paired)> {
    let part = format!("{}-", about.outcome().key);
    let mut clear: Vec<(usize, Paired)> = (0..OUTCOMES.len())
        .filter(|at| {
            *at != about.primary && OUTCOMES[*at].key != COST && !OUTCOMES[*at].key.starts_with(&part)
        })
        .filter_map(|at| Some((at, pair_on(table, at, arm)?)))
        .filter(|(_, pair)| pair.verdict.is_clear())
        .collect();
    let steps = |pair: &Paired| pair.yardstick.steps(pair.difference).abs();
    clear.sort_by(|a, b| steps(&b.1).total_cmp(&steps(&a.1)).then(a.0.cmp(&b.0)));
    clear.truncate(MOST_MOVED);
    clear
}

/// The cost in money, and the outcome that became worse by most.
fn price(about: &About<'_>, table: &Table, arm: usize, moved: &[(usize, Paired)], look: &Look) -> String {
    let cost = outcome_index(COST).filter(|at| *at != about.primary);
    let money = cost.and_then(|at| Some((&OUTCOMES[at], pair_on(table, at, arm)?))).map_or(
        String::new(),
        |(outcome, pair)| {
            let more = if pair.difference < 0.0 { "less" } else { "more" };
            let share = pair
                .yardstick
                .share_of_level(pair.difference)
                .map_or(String::new(), |share| format!(" ({})", percent(share)));
            match pair.verdict {
                Verdict::NoDifference => format!("spending shows {NO_DIFFERENCE}. "),
                Verdict::CannotTell => format!("whether it costs more one {CANNOT_TELL}. "),
                sure => {
                    let size = amount(pair.difference.abs(), outcome, look);
                    let weight = if sure.is_clear() { "clearly" } else { "surely but slightly" };
                    format!("{weight} {more} is spent, {size}{share}. ")
                }
            }
        },
    );
    let told = moved.iter().any(|(at, pair)| pair.verdict.is_better(OUTCOMES[*at].better) == Some(false));
    let steps = |pair: &Paired| pair.yardstick.steps(pair.difference).abs();
    let worst = (0..OUTCOMES.len())
        .filter(|at| *at != about.primary && OUTCOMES[*at].key != COST)
        .filter_map(|at| Some((at, pair_on(table, at, arm)?)))
        .filter(|(at, pair)| {
            pair.verdict.is_clear() && pair.verdict.is_better(OUTCOMES[*at].better) == Some(false)
        })
        .max_by(|a, b| steps(&a.1).total_cmp(&steps(&b.1)).then(b.0.cmp(&a.0)));
    let worse = match worst {
        None => "Nothing else is clearly worse.".to_owned(),
        // The list of what moved names something worse already.
        Some(_) if told => String::new(),
        Some((at, pair)) => format!("Most that is worse: {}.", small(&line(&OUTCOMES[at], &pair, look))),
    };
    let text = format!("{money}{worse}").trim_end().to_owned();
    let mut signs = text.chars();
    signs.next().map_or(String::new(), |first| first.to_uppercase().chain(signs).collect())
}

/// What no verdict covers.
fn caveat(table: &Table) -> String {
    let over = match (table.draws, table.replicates) {
        (0, 1) => return "One run is one throw of the dice: nothing can be told from it.".to_owned(),
        (0, runs) => format!("the luck of {}", many(runs.into(), "paired run", "paired runs")),
        (draws, _) => format!("luck and what is not known, over {}", many(draws.into(), "draw", "draws")),
    };
    format!("This covers {over}, not how true the model is: a reason to look, not a proof.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_sentence_that_is_short_enough_is_said() {
        let words = |count: usize| vec!["word"; count].join(" ");
        assert_eq!(within([words(21), words(20), words(3)]), words(20));
        let cut = within([words(40), words(30)]);
        assert_eq!(cut.split_whitespace().count(), 20);
        assert!(cut.ends_with(" ..."));
    }
}
