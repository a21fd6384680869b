//! Two sections of `compare`: other outcomes that change, and the cost.

use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::{Concerns, Outcome};

use super::compare::{coloured, ends, pairs, row, share};
use super::number::{Figures, amount, short_unit};
use super::sentences::measured;
use super::text::{arm as arm_label, fit, item, left, right, small, width, wrap};
use super::{About, Look, heading};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::words::{NOT_SEEN, SIGNS};
use balcony_study::experiment::stats::{Interval, Paired, Verdict, mean};

/// Key of the outcome that measures cost.
pub(super) const COST: &str = "cost";

/// Outcomes shown beside the primary one, in words that fit beside four strategies: those that
/// directors are asked about first, and every other one that concerns children.
const SHOWN: [(&str, &str); 25] = [
    ("harm", "Serious harm, a year"),
    ("re-referrals", "Re-referrals, %"),
    ("timely-assessments", "Assessed in time, %"),
    ("unserved", "Children not served"),
    ("caseload", "Cases per worker"),
    ("turnover", "Workers who leave, %"),
    ("strain", "Strain, 0 to 1"),
    ("trust", "Trust, 0 to 1"),
    ("school-missed", "School missed, weeks"),
    ("harm-open", "Harm, held, a year"),
    ("harm-unserved", "Harm, unheld, a year"),
    ("referrals", "Referrals, a year"),
    ("no-further-action", "No further action, %"),
    ("not-in-need", "Not in need, %"),
    ("in-need", "Children in need"),
    ("plans", "Protection plans"),
    ("looked-after", "Looked after"),
    ("enquiries", "Enquiries, a year"),
    ("repeat-plans", "Second plans, %"),
    ("worker-changes", "Changes of worker"),
    ("face-to-face", "Face to face, hours"),
    ("decision-wait", "Waiting, weeks"),
    ("inclusion", "Inclusion, 0 to 1"),
    ("exclusions", "Exclusions, in 100"),
    ("known", "Leaders know, 0 to 1"),
];

/// Behind [`NOT_SEEN`]: under which strategies, and what stands behind each outcome.
pub const UNDER_ANY: &str = "under any strategy (widest 95 % interval)";

/// Number of strategies side by side in one block.
const ACROSS: usize = 4;
/// Width of a cell in columns.
const CELL: usize = 15;

/// Writes a short table of other outcomes.
pub(super) fn outcomes(about: &About<'_>, table: &Table, look: &Look, out: &mut String) {
    let base = super::clean(&table.arms[table.baseline]);
    heading("WHAT ELSE CHANGES", &format!("mean paired difference to {base}"), look, out);
    let others: Vec<usize> = (0..table.arms.len()).filter(|arm| *arm != table.baseline).collect();
    let shown = SHOWN.iter().filter_map(|(key, words)| outcome_index(key).map(|at| (at, *words)));
    let answered = |at: usize| at == about.primary || table.also.contains(&at);
    let unmoved = unmoved(table, about.primary);
    let is_told = |at: usize| answered(at) || unmoved.iter().any(|(told, _)| *told == at);
    let rows: Vec<(usize, &str)> = shown.filter(|(at, _)| !is_told(*at)).collect();
    for block in others.chunks(ACROSS) {
        let labels = (look.width - block.len() * CELL).min(42);
        // One column less than the cell, so that neighbouring names do not touch.
        let name = |at: &usize| right(&arm_label(&table.arms[*at], table, CELL - 1, look), CELL, look);
        let names: String = block.iter().map(name).collect();
        out.push_str(&format!("{}{}\n", " ".repeat(labels), look.faint(&names)));
        for (at, words) in &rows {
            let outcome = &OUTCOMES[*at];
            let row: String = pairs(table, *at)
                .iter()
                .filter(|(arm, _)| block.contains(arm))
                .map(|(_, pair)| cell(pair, outcome, look))
                .collect();
            out.push_str(&format!("{}{}\n", left(words, labels, look), row.trim_end()));
        }
    }
    wrap(SIGNS, look.width, look).iter().for_each(|line| out.push_str(&format!("{}\n", look.faint(line))));
    let unmoved: Vec<String> =
        unmoved.into_iter().filter(|(at, _)| !answered(*at)).map(|(_, said)| said).collect();
    if !unmoved.is_empty() {
        let said = format!("{}.", unmoved.join("; "));
        let said = if look.unicode { said } else { said.replace('£', "GBP ") };
        out.push_str(&item("", &format!("For children, {NOT_SEEN} {UNDER_ANY}: {said}"), look));
    }
}

/// Of the outcomes that concern children, those that no strategy moved, each with its interval as
/// [`widest`] says it. The one at `answered` is left out.
pub fn unmoved(table: &Table, answered: usize) -> Vec<(usize, String)> {
    let of = |(at, outcome): (usize, &Outcome)| {
        let none = pairs(table, at).iter().all(|(_, pair)| pair.verdict == Verdict::NoDifference);
        let is_one = outcome.concerns == Concerns::Children && at != answered && none;
        if is_one { widest(table, at).map(|said| (at, said)) } else { None }
    };
    OUTCOMES.iter().enumerate().filter_map(of).collect()
}

/// An outcome with the widest of the intervals of its differences, from the lowest end under any
/// strategy to the highest: `referrals -12 to +9 a year`.
pub fn widest(table: &Table, at: usize) -> Option<String> {
    let outcome = &OUTCOMES[at];
    let pairs = pairs(table, at);
    let intervals = pairs.iter().filter_map(|(_, pair)| pair.interval);
    let widest = intervals.reduce(|a, b| Interval { low: a.low.min(b.low), high: a.high.max(b.high) })?;
    let figures = Figures::of(outcome, [widest.low, widest.high]);
    Some(format!("{} {} {}", small(outcome.title), figures.interval(Some(widest)), figures.unit))
}

/// Title and unit of an outcome. If both do not fit, a title that fits is shown without its unit,
/// because titles distinguish outcomes. A longer title is cut.
pub(super) fn label(outcome: &'static Outcome, columns: usize, look: &Look) -> String {
    let unit = short_unit(outcome.unit, look);
    let both = format!("{}, {unit}", outcome.title);
    if width(&both) <= columns {
        return left(&both, columns, look);
    }
    if width(outcome.title) <= columns && unit != "%" {
        return left(outcome.title, columns, look);
    }
    let title = fit(outcome.title, columns.saturating_sub(width(unit) + 2), look);
    left(&format!("{title}, {unit}"), columns, look)
}

fn cell(pair: &Paired, outcome: &Outcome, look: &Look) -> String {
    let sign = pair.verdict.sign(outcome.better);
    let number = right(&Figures::plain(outcome).mean(pair), CELL - 8, look);
    format!("{number} {}{}", coloured(sign, pair.verdict, outcome.better, look), " ".repeat(7 - sign.len()))
}

/// Writes the cost of each strategy.
pub(super) fn cost(about: &About<'_>, table: &Table, look: &Look, out: &mut String) {
    let Some(at) = outcome_index(COST).filter(|at| *at != about.primary && !table.also.contains(at)) else {
        return;
    };
    let outcome = &OUTCOMES[at];
    let pairs = pairs(table, at);
    let figures = Figures::of(outcome, pairs.iter().flat_map(|(_, pair)| ends(pair)));
    let unit = short_unit(figures.unit, look);
    let base = super::clean(&table.arms[table.baseline]);
    let spent = amount(mean(table.outcome(table.baseline, at)), outcome, look);
    heading("WHAT IT COSTS", &format!("{unit}; {base} spends {spent}"), look, out);
    for (arm, pair) in &pairs {
        let verdict = coloured(pair.verdict.short(outcome.better), pair.verdict, outcome.better, look);
        let cells = [
            &table.arms[*arm][..],
            &figures.signed(pair.difference),
            &share(pair),
            &figures.interval(pair.interval),
            "",
        ];
        out.push_str(&format!("{}  {verdict}\n", row(cells, table, look)));
    }
    let rule = measured(table, at, outcome, look);
    wrap(&rule, look.width, look).iter().for_each(|line| out.push_str(&format!("{}\n", look.faint(line))));
}

#[cfg(test)]
mod tests {
    use super::*;

    // Beside four strategies there are twenty columns for the words.
    #[test]
    fn every_outcome_of_children_has_words_that_fit() {
        for outcome in OUTCOMES.iter().filter(|outcome| outcome.concerns == Concerns::Children) {
            assert!(SHOWN.iter().any(|(key, _)| *key == outcome.key), "{}", outcome.key);
        }
        for (key, words) in SHOWN {
            assert!(outcome_index(key).is_some() && width(words) <= 80 - ACROSS * CELL, "{key}: {words}");
        }
    }
}
