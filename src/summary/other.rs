//! What else changes, and what it costs.

use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::Outcome;

use super::compare::{coloured, name_columns, pairs, said};
use super::number::{fixed, interval, short_unit, signed};
use super::text::{fit, left, right, width};
use super::{About, Look, heading};
use crate::experiment::Table;
use crate::experiment::stats::{Direction, Paired, Verdict, mean};

/// The key of what it costs.
pub(super) const COST: &str = "cost";

/// The outcomes shown beside the primary one: those a director is asked about first.
const SHOWN: [(&str, &str); 9] = [
    ("harm", "Serious harm, a year"),
    ("re-referrals", "Re-referrals, %"),
    ("timely-assessments", "Assessments in time, %"),
    ("unserved", "Children nobody serves"),
    ("caseload", "Cases per case holder"),
    ("turnover", "Workers who leave, %"),
    ("strain", "Strain of staff, 0 to 1"),
    ("trust", "Partners' trust, 0 to 1"),
    ("school-missed", "School missed, weeks"),
];

/// Strategies side by side in one block.
const ACROSS: usize = 4;
/// Columns of a cell.
const CELL: usize = 14;

/// A short table of other outcomes.
pub(super) fn outcomes(about: &About<'_>, table: &Table, look: &Look, out: &mut String) {
    let base = super::clean(&table.arms[table.baseline]);
    heading("WHAT ELSE CHANGES", &format!("mean paired difference to {base}"), look, out);
    let others: Vec<usize> = (0..table.arms.len()).filter(|arm| *arm != table.baseline).collect();
    let shown = SHOWN.iter().filter_map(|(key, words)| outcome_index(key).map(|at| (at, *words)));
    let rows: Vec<(usize, &str)> = shown.filter(|(at, _)| *at != about.primary).take(8).collect();
    for block in others.chunks(ACROSS) {
        let labels = (look.width - block.len() * CELL).min(42);
        let names: String = block.iter().map(|arm| right(&table.arms[*arm], CELL, look)).collect();
        out.push_str(&format!("{}{}\n", " ".repeat(labels), look.faint(&names)));
        for (at, words) in &rows {
            let outcome = &OUTCOMES[*at];
            let row: String = pairs(table, *at, outcome)
                .iter()
                .filter(|(arm, _)| block.contains(arm))
                .map(|(_, pair)| cell(pair, outcome, look))
                .collect();
            out.push_str(&format!("{}{}\n", left(words, labels, look), row.trim_end()));
        }
    }
    out.push_str(&look.faint("better, worse, lower, higher: unlike; tie: a tie; ?: undecided"));
    out.push('\n');
}

/// Title and unit of an outcome. Where there is no room for both, a title that fits goes without its unit, since titles
/// tell outcomes apart; one that does not is cut.
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
    let word = match pair.verdict {
        Verdict::Tie => "tie",
        Verdict::Undecided => "?",
        Verdict::Unlike(direction) => match (direction.is_better(outcome.better), direction) {
            (Some(true), _) => "better",
            (Some(false), _) => "worse",
            (None, Direction::Lower) => "lower",
            (None, Direction::Higher) => "higher",
        },
    };
    let number = right(&signed(pair.difference, outcome.digits), CELL - 7, look);
    format!("{number} {}{}", coloured(word, pair.verdict, outcome.better, look), " ".repeat(6 - word.len()))
}

/// What each strategy costs.
pub(super) fn cost(about: &About<'_>, table: &Table, look: &Look, out: &mut String) {
    let Some(at) = outcome_index(COST).filter(|at| *at != about.primary) else {
        return;
    };
    let outcome = &OUTCOMES[at];
    let unit = short_unit(outcome.unit, look);
    let baseline = fixed(mean(table.outcome(table.baseline, at)), outcome.digits);
    let base = super::clean(&table.arms[table.baseline]);
    heading("WHAT IT COSTS", &format!("{unit}; {base} spends {baseline}"), look, out);
    for (arm, pair) in pairs(table, at, outcome) {
        let verdict = coloured(said(pair.verdict, outcome.better), pair.verdict, outcome.better, look);
        out.push_str(&format!(
            "{}  {}  {}  {}  {}  {verdict}\n",
            left(&table.arms[arm], name_columns(table), look),
            right(&signed(pair.difference, outcome.digits), 8, look),
            right(&fixed(pair.error, outcome.digits + 1), 7, look),
            right(&interval(pair.interval, outcome.digits), 17, look),
            " ".repeat(10),
        ));
    }
}
