//! The answer to a national scenario's question in one sentence.

use crate::compare::{foremost, others, pair};
use crate::figures::ROWS;
use crate::replicates::Runs;
use crate::scenario::National;
use balcony_engine::registry::Better;
use balcony_report::summary::{fixed, list, percent};
use balcony_study::experiment::stats::words::{CANNOT_TELL, NO_DIFFERENCE};
use balcony_study::experiment::stats::{Paired, Verdict};

/// The first letter small.
pub(super) fn small(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or(String::new(), |first| first.to_lowercase().chain(signs).collect())
}

/// The size of a difference: a share of the base where the margin is one, else in its unit.
pub(super) fn size(figure: usize, pair: &Paired) -> String {
    let row = &ROWS[figure];
    match pair.yardstick.share_of_level(pair.difference) {
        Some(share) if row.margin.share > 0.0 => percent(share),
        _ => match row.unit {
            "share" | "0 to 1" | "readiness" | "a year" => fixed(pair.difference.abs(), row.digits),
            unit if unit.starts_with('%') => format!("{} points", fixed(pair.difference.abs(), row.digits)),
            unit if unit.starts_with('£') => format!("£{}m", fixed(pair.difference.abs(), row.digits)),
            unit => format!("{} {unit}", fixed(pair.difference.abs(), row.digits)),
        },
    }
}

/// The answer: whether a policy is better than the base on the primary figure, and which.
///
/// ```
/// use balcony_england::{report::answer, replicates, scenario::read};
/// use balcony_scenario::scenario::{England, Library, files::Texts};
/// let files = Texts::default();
/// let library = Library::new(&files, &England);
/// let sets = ["england.weeks=52", "england.replicates=2"].map(str::to_owned);
/// let national = read("twin-posts", &sets, &library).unwrap();
/// let runs = replicates::run(&national, 1, &|| false, &|| ()).unwrap();
/// assert!(answer(&national, &runs).starts_with("On weeks without a permanent director, "));
/// ```
pub fn answer(national: &National, runs: &Runs) -> String {
    let figure = national.primary;
    let row = &ROWS[figure];
    let base = &national.policies[national.base].name;
    let on = format!("On {}", small(row.title));
    let Some((policy, first)) = foremost(national, runs) else {
        return "There is one policy: nothing to compare it with.".to_owned();
    };
    let name = &national.policies[policy].name;
    let pairs: Vec<(usize, Paired)> =
        others(national).map(|policy| (policy, pair(national, runs, policy, figure))).collect();
    if pairs.iter().all(|(_, pair)| pair.same == pair.pairs) {
        return format!("{on}, every policy gives the very same as {base}.");
    }
    let several = pairs.len() > 1;
    let verdict = first.verdict.words(row.better);
    let size = size(figure, &first);
    match (first.verdict, first.verdict.is_better(row.better)) {
        (Verdict::CannotTell, _) if several => {
            format!("{on}, one {CANNOT_TELL} whether any policy is better than {base}.")
        }
        (Verdict::CannotTell, _) => {
            let than = if row.better == Better::Neither { "differs from" } else { "is better than" };
            format!("{on}, one {CANNOT_TELL} whether {name} {than} {base}.")
        }
        (Verdict::NoDifference, _) => {
            let open = pairs.iter().any(|(_, pair)| pair.verdict == Verdict::CannotTell);
            match (several, open) {
                (true, true) => format!("{on}, one {CANNOT_TELL} whether any policy is better than {base}."),
                (true, false) => {
                    format!("{on}, no policy is better than {base}; {name} makes {NO_DIFFERENCE}.")
                }
                _ => format!("{on}, {name} makes {NO_DIFFERENCE} to {base}."),
            }
        }
        (_, Some(false)) if several => {
            format!("{on}, no policy is better than {base}; the nearest, {name}, is {verdict} ({size}).")
        }
        (_, Some(false)) => format!("{on}, {name} is {verdict} than {base} ({size})."),
        (_, better) => {
            let worse: Vec<String> = pairs
                .iter()
                .filter(|(_, pair)| {
                    pair.verdict.is_clear() && pair.verdict.is_better(row.better) == Some(false)
                })
                .map(|(policy, _)| national.policies[*policy].name.clone())
                .collect();
            let count = if better.is_none() && first.difference > 0.0 {
                first.pairs - first.better - first.same
            } else {
                first.better
            };
            let tail = match worse.len() {
                0 => String::new(),
                1 | 2 => format!("; {} clearly worse", is_are(&list(&worse), worse.len())),
                many => format!("; {many} policies are clearly worse"),
            };
            format!("{on}, {name} is {verdict} than {base} ({size}, in {count} of {}){tail}.", first.pairs)
        }
    }
}

fn is_are(names: &str, count: usize) -> String {
    format!("{names} {}", if count == 1 { "is" } else { "are" })
}
