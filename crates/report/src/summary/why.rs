//! What differs beside an answer: figures of how the service works (the registry's `on_the_way`)
//! that differ for certain between the two strategies in question. They are never said to cause the
//! outcome, because the runs show no more than that. What is not sure is not reported as a
//! difference.

use balcony_engine::measure::OUTCOMES;

use super::About;
use super::lead::{answers, between, steps};
use super::sure::{few, sure_differences};
use super::text::{list, small};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::words::way;
use balcony_study::experiment::stats::{Paired, RankCorrelation, mean};

/// Largest number of figures that are named.
const MOST: usize = 3;
/// What the figures are about.
const WAY: &str = "figures on the way (staff, time, partners, leaders)";
/// What the sentences do not say.
const NO_CAUSE: &str = "None of this shows a cause.";

/// The sentences, and the figures that they name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Why {
    /// At most two sentences in two lines.
    pub lines: Vec<String>,
    /// Indices of the figures in the registry, the largest first.
    pub told: Vec<(usize, Paired)>,
}

/// Says what surely differs on the way between two strategies. `of` names them: `Under connected,
/// against incumbent`.
pub(super) fn why(about: &About<'_>, table: &Table, two: [usize; 2], of: &str) -> Why {
    let outcome = small(about.outcome().title);
    let answer = between(table, about.primary, two);
    let (moved, looked) = moved(about, table, two);
    let explains = answer.verdict.direction().is_some();
    let none = format!("Of {outcome} there is no sure difference to explain");
    if moved.is_empty() {
        let line = if explains {
            format!(
                "{of}, none of {looked} {WAY} differs for certain, all tested together: these runs do not show why."
            )
        } else {
            format!("{none}. {of}, none of {looked} {WAY} differs for certain, all tested together.")
        };
        return Why { lines: vec![line], told: moved };
    }
    let mut names: Vec<String> = moved.iter().map(named).collect();
    if let Some(first) = names.first_mut() {
        *first = first.replace(" times)", " times the least that matters)");
    }
    let names = few(names, MOST);
    let told: Vec<_> = moved.into_iter().take(MOST).collect();
    let lines = if explains {
        let with = format!("{of}, these differ too, the largest first: {names}.");
        vec![with, format!("{} {NO_CAUSE}", side_by_side(about, table, two, &told))]
    } else {
        vec![format!("{none}. {of}, these differ all the same, the largest first: {names}.")]
    };
    Why { lines, told }
}

/// The figures that clearly moved, and those that moved a little and are sure also when all are
/// tested together: of so many, some small ones would look sure by luck alone. The largest first;
/// and how many were looked at.
fn moved(about: &About<'_>, table: &Table, two: [usize; 2]) -> (Vec<(usize, Paired)>, usize) {
    let all: Vec<usize> =
        (0..OUTCOMES.len()).filter(|at| OUTCOMES[*at].on_the_way && !answers(about, table, *at)).collect();
    (sure_differences(table, two, &all), all.len())
}

/// For example `strain of staff (worse, 1.4 times)`: times the least that matters.
fn named((at, pair): &(usize, Paired)) -> String {
    let outcome = &OUTCOMES[*at];
    let way = pair.verdict.direction().map_or("", |direction| way(direction, outcome.better));
    let times = match pair.yardstick.steps(pair.difference).abs() {
        steps if steps < 0.05 => "under 0.1".to_owned(),
        _ => steps(pair),
    };
    format!("{} ({way}, {times} times)", small(outcome.title))
}

/// With which of the figures the outcome goes, pair by pair: a rank correlation whose interval
/// excludes 0, all named figures looked at together.
fn side_by_side(about: &About<'_>, table: &Table, two: [usize; 2], told: &[(usize, Paired)]) -> String {
    let unit = if table.draws > 0 { "Draw by draw" } else { "Pair by pair" };
    let answer = differences(table, about.primary, two);
    let middle = mean(&answer);
    let (mut more, mut less) = (Vec::new(), Vec::new());
    for (at, pair) in told {
        let figure = differences(table, *at, two);
        let both: Vec<(f64, f64)> = figure.into_iter().zip(answer.iter().copied()).collect();
        let Some(found) = RankCorrelation::of(&both, told.len()).filter(RankCorrelation::is_sure) else {
            continue;
        };
        let alike = (found.r > 0.0) == ((pair.difference > 0.0) == (middle > 0.0));
        let names = if alike { &mut more } else { &mut less };
        names.push(small(OUTCOMES[*at].title));
    }
    let did = |names: &[String]| format!("{} moved more", list(names));
    match (more.is_empty(), less.is_empty()) {
        (true, true) => format!("{unit}, none of these clearly rises or falls with the difference."),
        (false, true) => format!("{unit}, the difference is larger where {}.", did(&more)),
        (true, false) => format!("{unit}, the difference is smaller where {}.", did(&less)),
        (false, false) => format!(
            "{unit}, the difference is larger where {}, and smaller where {}.",
            did(&more),
            did(&less)
        ),
    }
}

/// Differences between two strategies by unit: pair by pair, or the mean of each draw.
pub(super) fn differences(table: &Table, at: usize, [one, other]: [usize; 2]) -> Vec<f64> {
    let pairs: Vec<f64> =
        table.outcome(one, at).iter().zip(table.outcome(other, at)).map(|(one, other)| one - other).collect();
    if table.draws == 0 {
        return pairs;
    }
    let draws = table.draws as usize;
    let of = |draw: usize| pairs.iter().skip(draw).step_by(draws).copied().collect::<Vec<f64>>();
    (0..draws).map(|draw| mean(&of(draw))).collect()
}
