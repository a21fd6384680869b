//! The sentences of the report.

use super::super::case::arms;
use super::super::contexts::OUTCOMES;
use super::super::section::Section;
use super::super::tally::{known, tally};
use super::Report;
use balcony_engine::registry::Outcome;
use balcony_report::summary::Look;
use balcony_runs::experiment::stats::words as stats;
use balcony_scenario::scenario::margins::with_unit;

/// The rule of judgement, for the head of the file.
pub(super) const RULE: &str = "\
Who wins is a finding, never a requirement; a way of leading that never wins is an acceptable result, and so is no difference. Contexts, \
outcomes and the smallest differences that matter were fixed before the first run, and no context is left out.

On each outcome the ten pairs of the five ways of leading are compared on the same luck. One of a pair is *clearly better* if \
their mean difference is told to lie beyond the smallest difference that matters; *no difference matters* between them if it is told \
to lie inside it (two one-sided tests); otherwise one *cannot tell yet*; Holm's adjustment over the ten pairs, 5 %. *Clearly best*: \
clearly better than all others. *No difference that matters*: between none of the ten pairs. *No difference that matters at the top*: \
between none of those that the leading one is not clearly better than. *Cannot tell yet*: anything else.";

/// Joins names as `a`, `a and b`, `a, b and c`.
fn list(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Smallest effect of interest of an outcome, in characters that the terminal can show.
fn margin(outcome: &Outcome, look: &Look) -> String {
    let words = with_unit(outcome.margin, outcome.unit);
    if look.unicode { words } else { words.replace('£', "GBP ") }
}

/// The result in plain words: one sentence per outcome, and which models never win.
pub(super) fn plain(report: &Report<'_>, look: &Look) -> Section {
    let mut section = Section::new("In plain words", Vec::<String>::new());
    let rows = report.contexts;
    if rows.is_empty() {
        section
            .note("No registered context was run: the shipped scenarios alone say nothing about how often.");
        return section;
    }
    let tallies: Vec<_> = (0..OUTCOMES.len()).map(|outcome| tally(rows, outcome)).collect();
    for (at, found) in tallies.iter().enumerate() {
        let outcome = known(at);
        let mut winners: Vec<usize> = (0..arms().len()).filter(|arm| found.best[*arm] > 0).collect();
        winners.sort_by_key(|arm| std::cmp::Reverse(found.best[*arm]));
        let winners: Vec<String> =
            winners.into_iter().map(|arm| format!("{} in {}", arms()[arm], found.best[arm])).collect();
        let best: usize = found.best.iter().sum();
        let who = match best {
            0 => "none has a winner".to_owned(),
            1 => format!("1 has a winner ({})", list(&winners)),
            some => format!("{some} have a winner ({})", list(&winners)),
        };
        section.note(format!(
            "{} (a difference matters from {} on): of {} contexts {who}; {}: {}, {}: {}, {}: {}.",
            outcome.title,
            margin(outcome, look),
            found.cases,
            stats::SEVERAL,
            found.several,
            stats::NO_DIFFERENCE,
            found.no_difference,
            stats::CANNOT_TELL,
            found.cannot_tell
        ));
    }
    let never: Vec<String> = arms()
        .iter()
        .enumerate()
        .filter(|(arm, _)| tallies.iter().all(|found| found.best[*arm] == 0))
        .map(|(_, name)| (*name).to_owned())
        .collect();
    section.note(match never.len() {
        0 => "Every way of leading is clearly best somewhere.".to_owned(),
        all if all == arms().len() => "Nobody is clearly best, on any outcome, in any context.".to_owned(),
        _ => format!("Never clearly best, on any outcome, in any context: {}.", list(&never)),
    });
    section.note(
        "Not known: how true the model and its parameters are. A count over contexts says how the model behaves over the \
         registered ranges, not how often a way of leading is best in England.",
    );
    section
}

/// Limits of the report.
pub(super) fn limits(report: &Report<'_>) -> Section {
    let mut section = Section::new("What this does not say", Vec::<String>::new());
    section.note(format!(
        "{} pairs a context decide what they can: *cannot tell yet* is a finding about this number too.",
        report.pairs
    ));
    section.note(
        "The adjustment holds within a context and outcome: of contexts without any difference beyond what matters, fewer than \
         one in twenty has a winner by luck. Nothing corrects over contexts or outcomes.",
    );
    section.note(
        "The contexts are spread evenly over ranges that were assumed; they are no sample of England's authorities and \
         years, and two of them may share an authority (never its luck).",
    );
    section.note(
        "Intervals cover luck and the spread of contexts. They do not cover whether the model is true, and the matrices of \
         decision rights behind the presets are assumptions.",
    );
    if report.coefficients.is_none() {
        section
            .note("This audit did not examine on which parameters the order depends (add `--coefficients`).");
    }
    section
}
