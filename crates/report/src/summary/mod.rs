//! What `run` and `compare` say on a terminal: 80 columns, small pictures made of characters, words
//! that a councillor understands, with the number beside them. Reads results, never makes them;
//! colour is never needed to understand.

mod answer;
pub mod ceiling;
mod compare;
mod json;
mod label;
mod lead;
mod look;
mod number;
mod other;
mod picture;
mod run;
mod sentences;
mod so_far;
mod text;
mod unknown;

use std::path::Path;

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Outcome;

use crate::experiment::Table;
use crate::experiment::stats::count;
use ceiling::Ceiling;

pub use answer::{Answer, answer};
pub use compare::compare;
pub use compare::{ends, pair_on, pairs};
pub use json::json_line;
pub use label::apart;
pub use lead::Lead;
pub use look::Look;
pub use number::{Figures, amount, fixed, interval, many, percent, signed};
pub use run::run;
pub use sentences::measured_plain as measured;
pub use so_far::so_far;
pub use text::{clean, item, list, width, wrap};
pub use unknown::hundredths;

/// What a summary needs to know besides the numbers.
#[derive(Debug, Clone)]
pub struct About<'a> {
    /// The scenario's title.
    pub title: &'a str,
    /// The authority's name.
    pub authority: &'a str,
    /// The question asked.
    pub question: &'a str,
    /// The primary outcome: a row of the registry.
    pub primary: usize,
    /// Replicates at most: a comparison may be settled earlier.
    pub most: u32,
    /// Weeks of each replicate.
    pub weeks: u32,
    /// The seed.
    pub seed: u64,
    /// Numbers that are drawn from their ranges; 0 where every one has its central value.
    pub drawn: usize,
    /// Whether they are drawn as registered worlds, which were fitted again to published figures.
    pub worlds: bool,
    /// What the command line laid on the scenario, as `key = value`.
    pub laid: &'a [String],
    /// Published or own figures, by row of the registry; may be shorter.
    pub published: &'a [Option<Figure>],
    /// The strategies at the corners of the square, if all four are there: 00, 10, 01, 11 of two
    /// factors.
    pub corners: Option<Corners<'a>>,
    /// How far the primary outcome can move at all, where that is known of this engine.
    pub ceiling: Option<&'a Ceiling>,
    /// Where the results are, if they were kept.
    pub folder: Option<&'a Path>,
}

/// A figure of an authority that stands beside an outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// In the outcome's unit.
    pub value: f64,
    /// Whether the user gave it in the place of a published one.
    pub own: bool,
}

/// Four strategies that differ in two factors only.
#[derive(Debug, Clone, Copy)]
pub struct Corners<'a> {
    /// Names of the factors.
    pub factors: [&'a str; 2],
    /// Names of the strategies: neither, the first, the second, both.
    pub arms: [&'a str; 4],
}

impl About<'_> {
    fn outcome(&self) -> &'static Outcome {
        &OUTCOMES[self.primary.min(OUTCOMES.len() - 1)]
    }
}

/// Title, question and what was run: the head of every summary.
fn head(about: &About<'_>, table: &Table, paired: bool, look: &Look, out: &mut String) {
    let title = text::fit(about.title, 52, look);
    let authority = text::fit(about.authority, 26, look);
    out.push_str(&format!("{}, {authority}\n", look.strong(&title)));
    for line in text::wrap(&text::clean(about.question), look.width, look) {
        out.push_str(&line);
        out.push('\n');
    }
    if !about.laid.is_empty() {
        let line = format!("With {}", text::clean(&text::list(about.laid)));
        for line in text::wrap(&line, look.width, look) {
            out.push_str(&format!("{line}\n"));
        }
    }
    let many = match table.stopping.settled(table, about.primary) {
        Some(true) => format!("Settled after {} of at most {} paired runs", table.replicates, about.most),
        Some(false) => format!("{} paired runs, not settled", table.replicates),
        None => format!("{} paired runs", table.replicates),
    };
    let runs = match (table.replicates, paired) {
        (1, false) => "1 run".to_owned(),
        (1, true) => "1 paired run: the same children and the same luck under every strategy".to_owned(),
        (_, true) if table.draws > 0 => format!(
            "{many} in {} draws of what is not known: the same children, the same draws and the same luck under every strategy",
            table.draws
        ),
        (many, false) if table.draws > 0 => {
            format!("{many} runs in {} draws of what is not known, each with its own luck", table.draws)
        }
        (_, true) => format!("{many}: the same children and the same luck under every strategy"),
        (many, false) => format!("{many} runs, each with its own luck"),
    };
    let line = format!("{runs}; {}; seed {}", number::many(about.weeks.into(), "week", "weeks"), about.seed);
    for line in text::wrap(&line, look.width, look) {
        out.push_str(&format!("{}\n", look.faint(&line)));
    }
    out.push_str(&look.rule());
    out.push('\n');
}

/// How many runs have no value of some outcomes, if any: `Repeat plans: 46 of 100 runs under
/// connected`.
fn without_value(table: &Table, outcomes: impl IntoIterator<Item = usize>) -> Option<String> {
    let mut list = Vec::new();
    for at in outcomes {
        for (arm, name) in table.arms.iter().enumerate() {
            let values = table.outcome(arm, at);
            let missing = values.len() - count(values);
            if missing > 0 {
                list.push(format!(
                    "{}: {missing} of {} runs under {}",
                    OUTCOMES[at].title,
                    values.len(),
                    text::clean(name)
                ));
            }
        }
    }
    (!list.is_empty()).then(|| {
        format!(
            "No value, and left out of everything said of it, since there was nothing to take a share of: {}.",
            list.join("; ")
        )
    })
}

/// The heading of a part, and what it is about.
fn heading(name: &str, rest: &str, look: &Look, out: &mut String) {
    let room = look.width.saturating_sub(text::width(name) + 2);
    let rest = look.faint(&text::fit(rest, room, look));
    out.push_str(&format!("\n{}", look.strong(name)));
    if !rest.is_empty() {
        out.push_str(&format!("  {rest}"));
    }
    out.push('\n');
}

/// Where the results are.
fn foot(about: &About<'_>, out: &mut String) {
    let line = match about.folder {
        Some(folder) => format!("Results: {}", text::clean(&folder.display().to_string())),
        None => "The results were not kept: run again with --out DIR to keep them.".to_owned(),
    };
    out.push('\n');
    // A path is not cut, so that it can be copied; every other line stays within the width.
    out.push_str(&format!("{line}\n"));
}
