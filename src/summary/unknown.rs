//! What a summary says where what is not known is drawn: how much of a spread is luck and how much is not knowing.

use balcony_engine::registry::Outcome;

use super::compare::name_columns;
use super::number::interval;
use super::text::{clean, item, left, right, small, wrap};
use super::{About, Look, heading};
use crate::experiment::Table;
use crate::experiment::stats::{Paired, Split};

/// A share of a spread in whole hundredths, and the rest of it.
fn shares(split: &Split) -> Option<(f64, f64)> {
    let unknown = libm::round(100.0 * split.share?);
    Some((unknown, 100.0 - unknown))
}

/// The share of a spread that is not known, such as `62 %`.
pub(super) fn share(split: Option<&Split>) -> String {
    split.and_then(shares).map_or("-".to_owned(), |(unknown, _)| format!("{unknown:.0} %"))
}

/// What was drawn and how often: `20 draws of 176 numbers, each from its range; 2 runs of luck in a draw`.
fn dealt(about: &About<'_>, table: &Table) -> String {
    let (least, rest) = (table.replicates / table.draws, table.replicates % table.draws);
    let runs = if rest == 0 { least.to_string() } else { format!("{least} or {}", least + 1) };
    format!("{} draws of {} numbers from their ranges, {runs} runs of each", table.draws, about.drawn)
}

/// The part of `compare`: for every strategy what the spread of its difference is made of.
pub(super) fn differences(
    about: &About<'_>,
    table: &Table,
    pairs: &[(usize, Paired)],
    look: &Look,
    out: &mut String,
) {
    if table.draws == 0 {
        return;
    }
    let outcome = about.outcome();
    heading("WHAT IS NOT KNOWN", &dealt(about, table), look, out);
    let names = name_columns(table);
    let row = |cells: [&str; 5]| {
        let [name, unknown, agree, luck, world] = cells;
        let row = format!(
            "{} {} {} {} {}",
            left(name, names, look),
            right(unknown, 10, look),
            right(agree, 12, look),
            right(luck, 19, look),
            right(world, 20, look)
        );
        format!("{}\n", row.trim_end())
    };
    out.push_str(&row(["", "not known", "same sign", "luck alone, 95 %", "one world, 95 %"]));
    for (arm, pair) in pairs {
        let Some(split) = &pair.split else { continue };
        out.push_str(&row([
            &table.arms[*arm],
            &share(Some(split)),
            &format!("{} of {}", split.agree, split.draws),
            &interval(Some(split.by_luck), outcome.digits),
            &interval(Some(split.world), outcome.digits),
        ]));
    }
    let words = "not known: share of the spread between runs that comes from the drawn numbers; the rest is luck. same sign: draws in \
        which the difference has the sign of the mean. luck alone: the mean, had luck alone been drawn anew. one world: where the \
        difference of a single further draw may lie; more draws do not narrow it.";
    wrap(words, look.width, look).iter().for_each(|line| out.push_str(&format!("{}\n", look.faint(line))));
}

/// The sentence of `compare` on a strategy: what the spread of its difference is made of, and in how many draws its sign holds.
pub(super) fn sentence(table: &Table, outcome: &Outcome, (arm, pair): &(usize, Paired)) -> Option<String> {
    let split = pair.split.as_ref()?;
    let (name, base) = (clean(&table.arms[*arm]), clean(&table.arms[table.baseline]));
    let (unknown, luck) = shares(split)?;
    let way = if pair.difference < 0.0 { "lower" } else { "higher" };
    Some(format!(
        "Of the spread of this difference, {unknown:.0} % is what we do not know (parameters), {luck:.0} % is luck. In {} of {} \
         draws of what is not known {} was {way} under {name} than under {base}{}.",
        split.agree,
        split.draws,
        small(outcome.title),
        if split.agree == split.draws { "" } else { ", in the others not" }
    ))
}

/// The last words of `compare`.
pub(super) fn caution(table: &Table, pairing: &str) -> String {
    format!(
        "Luck and what is not known: the intervals and verdicts rest on {} draws, each of them one world, and are about the mean over \
         all such worlds{pairing}. A draw takes every number from its range by itself and is not fitted again: some of these worlds \
         do not match the published figures. Still not known: how true the model and the ranges are; no interval here covers that. \
         A difference in the model is a reason to look, not a proof.",
        table.draws
    )
}

/// The part of `run`: the spread of the primary outcome, and what the figures above rest on.
pub(super) fn figures(about: &About<'_>, table: &Table, arm: usize, look: &Look, out: &mut String) {
    let outcome = about.outcome();
    let values = table.outcome(arm, about.primary);
    let Some(split) = crate::experiment::stats::split(values, table.draws as usize) else {
        return;
    };
    heading("WHAT IS NOT KNOWN", &dealt(about, table), look, out);
    if let Some((unknown, luck)) = shares(&split) {
        let words = format!(
            "Of the spread of {} between runs, {unknown:.0} % is what we do not know (parameters), {luck:.0} % is luck. Its mean has a \
             95 % interval of {} by luck alone and of {} with what is not known; one further world may lie anywhere from {}.",
            small(outcome.title),
            super::number::range(split.by_luck.low, split.by_luck.high, outcome.digits),
            table.unit().estimate(values).interval.map_or("-".to_owned(), |interval| {
                super::number::range(interval.low, interval.high, outcome.digits)
            }),
            super::number::range(split.world.low.max(0.0), split.world.high, outcome.digits),
        );
        out.push_str(&item("", &words, look));
    }
}

/// The last words of `run`.
pub(super) fn caution_of_run(table: &Table) -> String {
    format!(
        "s.e. is the standard error of a mean over {} draws of what is not known, luck included; 10 to 90 % is how far single runs \
         spread; unkn. is the share of that spread which comes from the drawn numbers, the rest is luck. A draw takes every number from \
         its range by itself and is not fitted again: some of these worlds do not match the published figures (publ.). Still not \
         known: how true the model and the ranges are.",
        table.draws
    )
}
