//! Several places in one answer: the same strategies in each, against the baseline of that place.

use balcony_engine::measure::{OUTCOMES, outcome_index};

use super::compare::{coloured, name_columns, pair_on, pairs, share};
use super::lead::{foremost, lead, within};
use super::other::COST;
use super::text::{arm as arm_label, clean, fit, item, left, small, wrap};
use super::{About, Look, heading, laid};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::Verdict;

/// Columns of one place: a share of the baseline and a verdict.
const CELL: usize = 25;

/// The whole text; all places have the same scenario and the same strategies.
pub fn side_by_side(all: &[(About<'_>, &Table)], look: &Look) -> String {
    let mut out = String::new();
    let Some((about, table)) = all.first() else { return out };
    out.push_str(&format!("{}, {} places\n", look.strong(&fit(about.title, 52, look)), all.len()));
    out.push_str(&item("", &clean(about.question), look));
    if !about.laid.is_empty() {
        out.push_str(&item("", &laid(about.laid, about.question), look));
    }
    for title in about.titles {
        out.push_str(&item("  ", &clean(title), look));
    }
    out.push_str(&format!("{}\n", look.rule()));
    heading("ANSWER", "", look, &mut out);
    for line in wrap(&answer(all), look.width, look) {
        out.push_str(&format!("{}\n", look.strong(&line)));
    }
    for (about, table) in all {
        let told = lead(about, table, &pairs(table, about.primary), look);
        let mut said = vec![told.answer];
        said.extend(told.also);
        out.push_str(&item(&format!("{}: ", clean(about.authority)), &said.join(" "), look));
    }
    let pairs: Vec<String> =
        all.iter().map(|(about, table)| format!("{} {}", table.replicates, clean(about.authority))).collect();
    let caveat = format!(
        "Each place is compared with its own {}, not with another place. Paired runs: {}. They cover luck, not how true the \
         model is.",
        clean(&table.arms[table.baseline]),
        pairs.join(", ")
    );
    out.push_str(&item("Caveat: ", &caveat, look));
    let cost = outcome_index(COST).filter(|at| *at != about.primary && !table.also.contains(at));
    for at in std::iter::once(about.primary).chain(table.also.iter().copied()).chain(cost) {
        outcome(all, at, look, &mut out);
    }
    out.push('\n');
    out
}

/// One outcome: a row for each strategy, a column for each place.
fn outcome(all: &[(About<'_>, &Table)], at: usize, look: &Look, out: &mut String) {
    let outcome = &OUTCOMES[at];
    let Some((_, table)) = all.first() else { return };
    let names = name_columns(table);
    let what = format!("share of {}, verdict", clean(&table.arms[table.baseline]));
    heading(&outcome.title.to_uppercase(), &what, look, out);
    let across = ((look.width - names) / (CELL + 2)).max(1);
    for block in all.chunks(across) {
        let heads: String =
            block.iter().map(|(about, _)| format!("  {}", left(about.authority, CELL, look))).collect();
        out.push_str(&format!("{}{}\n", " ".repeat(names), look.faint(heads.trim_end())));
        for arm in (0..table.arms.len()).filter(|arm| *arm != table.baseline) {
            let cell = |(_, table): &(About<'_>, &Table)| {
                let Some(pair) = pair_on(table, at, arm) else { return String::new() };
                let words = pair.verdict.short(outcome.better);
                let gap = " ".repeat(CELL.saturating_sub(8 + words.len()));
                let colour = coloured(words, pair.verdict, outcome.better, look);
                format!("  {} {colour}{gap}", left(&share(&pair), 7, look))
            };
            let cells: String = block.iter().map(cell).collect();
            let name = arm_label(&table.arms[arm], table, names, look);
            out.push_str(&format!("{}{}\n", left(&name, names, look), cells.trim_end()));
        }
    }
}

/// Whether no strategy makes a difference that matters in any place.
fn all_same(all: &[(About<'_>, &Table)]) -> bool {
    let none = |(about, table): &(About<'_>, &Table)| {
        pairs(table, about.primary).iter().all(|(_, pair)| pair.verdict == Verdict::NoDifference)
    };
    all.iter().all(none)
}

/// Whether the places agree, in at most twenty words. It says nothing of how places differ from one
/// another.
pub(super) fn answer(all: &[(About<'_>, &Table)]) -> String {
    let Some((about, table)) = all.first() else { return String::new() };
    let outcome = about.outcome();
    let base = clean(&table.arms[table.baseline]);
    let on = format!("On {}", small(outcome.title));
    let many = all.len();
    let verdicts = |arm: usize| {
        all.iter()
            .filter_map(move |(about, table)| pair_on(table, about.primary, arm).map(|pair| pair.verdict))
    };
    let first = |(about, table): &(About<'_>, &Table)| {
        foremost(about.outcome(), &pairs(table, about.primary)).map(|(arm, pair)| (*arm, pair.verdict))
    };
    let firsts: Vec<_> = all.iter().filter_map(first).collect();
    if let Some((arm, verdict)) = firsts.first().copied()
        && firsts.iter().all(|one| *one == (arm, verdict))
        && verdict.direction().is_some()
    {
        let (name, words) = (clean(&table.arms[arm]), verdict.words(outcome.better));
        return within([
            format!("{on}, {name} is {words} than {base} in all {many} places."),
            format!("{name} is {words} than {base} in all {many} places."),
        ]);
    }
    let better =
        |arm: usize| verdicts(arm).filter(|verdict| verdict.is_better(outcome.better) == Some(true)).count();
    let most = (0..table.arms.len())
        .filter(|arm| *arm != table.baseline)
        .max_by_key(|arm| (better(*arm), table.arms.len() - arm));
    match most.map(|arm| (clean(&table.arms[arm]), better(arm))) {
        Some((name, count)) if count > 0 => within([
            format!("{on}, {name} is better than {base} in {count} of {many} places."),
            format!("{name} is better than {base} in {count} of {many} places."),
        ]),
        _ if all_same(all) => within([
            format!("{on}, no strategy makes a difference that matters in any of the {many} places."),
            format!("No strategy makes a difference that matters in any of the {many} places."),
        ]),
        _ => within([
            format!("{on}, no strategy is shown to be better than {base} in any place."),
            "No strategy is shown to be better in any place.".to_owned(),
        ]),
    }
}
