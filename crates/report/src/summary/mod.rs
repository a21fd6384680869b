//! The terminal output of `run` and `compare`: 80 columns, small pictures made of characters, and
//! words that a councillor understands beside each number. The module only reads results. Colour
//! never carries meaning by itself.

mod answer;
pub mod ceiling;
mod compare;
mod groups;
mod indicators;
mod json;
mod label;
mod lead;
mod look;
mod number;
mod other;
mod picture;
mod places;
mod run;
mod sentences;
mod so_far;
mod sure;
mod text;
mod turns;
mod unknown;
mod why;

use std::path::Path;

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Outcome;

use balcony_study::experiment::Table;
use balcony_study::experiment::stats::count;
use ceiling::Ceiling;

pub use answer::{Answer, answer};
pub use compare::compare;
pub use compare::{ends, pair_on, pairs};
pub use groups::groups;
pub use indicators::{Basis, Beside, Indicator, Reading, beside, gist, indicators};
pub use json::json_line;
pub use label::apart;
pub use lead::{BESIDES, Lead, NOTHING_ELSE, ON_THE_WAY, WOULD_CHANGE};
pub use look::Look;
pub use number::{Figures, amount, fixed, interval, many, percent, signed};
pub use other::{UNDER_ANY, unmoved, widest};
pub use places::side_by_side;
pub use run::run;
pub use sentences::measured_plain as measured;
pub use so_far::so_far;
pub use text::{clean, item, list, small, width, wrap};
pub use unknown::hundredths;

/// The years that the published figures are of.
pub const YEARS: &str = "Figures of England's authorities are those of 2018-19 (workforce: 2017 to 2022). Dates \
                         only place the weeks in a year: nothing that happened in those years is included unless the scenario names it.";

/// Facts about a run that a summary needs besides its numbers.
#[derive(Debug, Clone)]
pub struct About<'a> {
    /// Title of the scenario.
    pub title: &'a str,
    /// Name of the authority.
    pub authority: &'a str,
    /// The question of the scenario.
    pub question: &'a str,
    /// Index of the primary outcome in the registry.
    pub primary: usize,
    /// Largest number of replicates; a comparison may stop earlier.
    pub most: u32,
    /// Weeks of each replicate.
    pub weeks: u32,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Number of parameters that are sampled from their ranges; 0 if all have their central values.
    pub drawn: usize,
    /// Whether samples are members of the ensemble that was fitted again to published figures.
    pub worlds: bool,
    /// The sampled numbers by key, each with its value in every sample; own figures of an authority
    /// are left out.
    pub numbers: &'a [(String, Vec<f64>)],
    /// Whether the reader is on the page, where a tick box takes the place of an option.
    pub on_page: bool,
    /// Titles of strategies that have one, as `name: title`.
    pub titles: &'a [String],
    /// Values that the command line overrides in the scenario, as `key = value`.
    pub laid: &'a [String],
    /// Published or own figures by index of the outcome; may be shorter than the registry.
    pub published: &'a [Option<Figure>],
    /// The strategies of a 2 x 2 factorial design, in the order 00, 10, 01, 11, if all four were
    /// run.
    pub corners: Option<Corners<'a>>,
    /// The ceiling of the primary outcome, if one is known for this engine.
    pub ceiling: Option<&'a Ceiling>,
    /// Folder of the results, if they were kept.
    pub folder: Option<&'a Path>,
}

/// An authority's own or published figure, shown beside an outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// Value in the outcome's unit.
    pub value: f64,
    /// Whether the user gave it in place of a published figure.
    pub own: bool,
}

/// Four strategies that differ in two factors only.
#[derive(Debug, Clone, Copy)]
pub struct Corners<'a> {
    /// Names of the two factors.
    pub factors: [&'a str; 2],
    /// Names of the strategies: with neither factor, the first, the second, both.
    pub arms: [&'a str; 4],
}

impl About<'_> {
    fn outcome(&self) -> &'static Outcome {
        &OUTCOMES[self.primary.min(OUTCOMES.len() - 1)]
    }
}

/// Values that the command line laid on a scenario, in a sentence. A question may speak of the
/// value that was there before.
pub fn laid(laid: &[String], question: &str) -> String {
    let with = format!("With {}", text::clean(&text::list(laid)));
    if question.trim().is_empty() {
        return format!("{with}.");
    }
    let (it, was) = if laid.len() == 1 { ("it", "this value") } else { ("them", "these values") };
    format!("{with}: the question was written without {it}, and may speak of another than {was}.")
}

/// Writes the head of every summary: title, question and what was run.
fn head(about: &About<'_>, table: &Table, paired: bool, look: &Look, out: &mut String) {
    let title = text::fit(about.title, 52, look);
    let authority = text::fit(about.authority, 26, look);
    out.push_str(&format!("{}, {authority}\n", look.strong(&title)));
    for line in text::wrap(&text::clean(about.question), look.width, look) {
        out.push_str(&line);
        out.push('\n');
    }
    if !about.laid.is_empty() {
        let line = laid(about.laid, about.question);
        for line in text::wrap(&line, look.width, look) {
            out.push_str(&format!("{line}\n"));
        }
    }
    for title in about.titles {
        out.push_str(&text::item("  ", &text::clean(title), look));
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
            "{many} in {} draws of the uncertain parameters: the same children, the same draws and the same luck under every strategy",
            table.draws
        ),
        (many, false) if table.draws > 0 => {
            format!(
                "{many} runs in {} draws of the uncertain parameters, each with its own luck",
                table.draws
            )
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

/// Says how many runs have no value of an outcome, if any: `Repeat plans: 46 of 100 runs under
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
            "Runs without a value, left out of these figures because the share has nothing to be taken of: {}.",
            list.join("; ")
        )
    })
}

/// Writes the heading of a section and a short description beside it.
fn heading(name: &str, rest: &str, look: &Look, out: &mut String) {
    let room = look.width.saturating_sub(text::width(name) + 2);
    let rest = look.faint(&text::fit(rest, room, look));
    out.push_str(&format!("\n{}", look.strong(name)));
    if !rest.is_empty() {
        out.push_str(&format!("  {rest}"));
    }
    out.push('\n');
}

/// Writes where the results are.
fn foot(about: &About<'_>, out: &mut String) {
    let line = match about.folder {
        Some(folder) => format!("Results: {}", text::clean(&folder.display().to_string())),
        None => "The results were not kept: run again with --out DIR to keep them.".to_owned(),
    };
    out.push('\n');
    // The path is not cut, so that the user can copy it. All other lines keep to the width.
    out.push_str(&format!("{line}\n"));
}
