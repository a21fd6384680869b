//! Two sections of `compare`: other outcomes that change, and the cost.

use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::Outcome;

use super::compare::{coloured, ends, pairs, row, share};
use super::number::{Figures, amount, short_unit};
use super::sentences::measured;
use super::text::{arm as arm_label, fit, left, right, width, wrap};
use super::{About, Look, heading};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::words::SIGNS;
use balcony_study::experiment::stats::{Paired, mean};

/// Key of the outcome that measures cost.
pub(super) const COST: &str = "cost";

/// Outcomes shown beside the primary one: those that directors are asked about first.
const SHOWN: [(&str, &str); 9] = [
    ("harm", "Serious harm, a year"),
    ("re-referrals", "Re-referrals, %"),
    ("timely-assessments", "Assessed in time, %"),
    ("unserved", "Children not served"),
    ("caseload", "Cases per worker"),
    ("turnover", "Workers who leave, %"),
    ("strain", "Strain, 0 to 1"),
    ("trust", "Trust, 0 to 1"),
    ("school-missed", "School missed, weeks"),
];

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
    let rows: Vec<(usize, &str)> = shown.filter(|(at, _)| !answered(*at)).take(8).collect();
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
