//! The report, made from rows alone: for a terminal of 80 columns, as Markdown, and as one JSON
//! object. It uses no clock; whoever publishes the file adds the date.

mod json;
mod tables;
mod words;

use super::case::arms;
use super::row::Row;
use super::section::Section;
use balcony_report::summary::{Look, clean, wrap};
use balcony_runs::experiment::stats::{Call, Ranking, Relation};
use balcony_scenario::presets::PRESETS;

pub use json::line as json_line;

/// Content of a report.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// Version of Balcony.
    pub version: &'a str,
    /// Seed of the audit.
    pub seed: u32,
    /// Number of pairs per case.
    pub pairs: u32,
    /// Number of registered contexts.
    pub of: usize,
    /// Horizon of every context in years, if it replaces their own.
    pub years: Option<u32>,
    /// Settings that were applied to every context.
    pub sets: &'a [String],
    /// Rows of the shipped scenarios.
    pub shipped: &'a [Row],
    /// Rows of the registered contexts that were run, in order from the first.
    pub contexts: &'a [Row],
    /// Runs for the coefficients, if requested.
    pub coefficients: Option<Coefficients<'a>>,
}

/// Runs for the coefficients.
#[derive(Debug, Clone, Copy)]
pub struct Coefficients<'a> {
    /// Number of pairs per case.
    pub pairs: u32,
    /// Rows of [`super::coefficients::cases`].
    pub rows: &'a [Row],
}

/// One-letter abbreviation of an arm.
fn letter(arm: usize) -> &'static str {
    arms()[arm].get(..1).unwrap_or("?")
}

/// Explanation of the letters.
fn letters() -> String {
    let each = |arm: usize| format!("{} {}", letter(arm), arms()[arm]);
    (0..arms().len()).map(each).collect::<Vec<_>>().join(", ")
}

/// A call in a few characters: `c` clearly best; `c=d` no difference that matters between several
/// at the top; `none` no difference between any; `?cd` cannot tell yet between these.
fn short(standing: &Ranking) -> String {
    let ahead = &standing.relations[standing.leading];
    let not_worse = || (0..arms().len()).filter(|arm| ahead[*arm] != Relation::Better);
    match standing.call() {
        Call::Best(arm) => letter(arm).to_owned(),
        Call::Several(top) => top.into_iter().map(letter).collect::<Vec<_>>().join("="),
        Call::NoDifference => "none".to_owned(),
        Call::CannotTell => format!("?{}", not_worse().map(letter).collect::<String>()),
    }
}

/// Explanation of [`short`].
const SHORT: &str = "One letter: clearly best; c=d: no difference between them that matters, the others clearly worse; none: no \
                     difference that matters; ?cd: cannot tell yet between these.";

impl Report<'_> {
    fn head(&self) -> (String, String) {
        let contexts = match self.contexts.len() {
            0 => "no registered context".to_owned(),
            some if some == self.of => format!("all {some} registered contexts"),
            some => format!("the first {some} of {} registered contexts", self.of),
        };
        (
            "Honesty report: which way of leading comes first, and how often".to_owned(),
            format!(
                "{} shipped scenarios and {contexts}; {} pairs each: the same children and the same luck under five ways \
                 of leading ({}){}{}; seed {}; Balcony {}",
                self.shipped.len(),
                self.pairs,
                letters(),
                self.years.map_or(String::new(), |years| format!("; each lived for {years} years")),
                if self.sets.is_empty() {
                    String::new()
                } else {
                    format!("; with {}", clean(&self.sets.join(", ")))
                },
                self.seed,
                self.version
            ),
        )
    }

    /// The report for a terminal.
    pub fn terminal(&self, look: &Look) -> String {
        let (title, about) = self.head();
        let mut text = format!("{title}\n");
        wrap(&about, look.width, look).iter().for_each(|line| text.push_str(&format!("{line}\n")));
        text.push_str(&if look.unicode { "─" } else { "-" }.repeat(look.width));
        text.push('\n');
        for section in self.short_sections(look) {
            text.push_str(&section.terminal(look));
        }
        text
    }

    /// The report as a Markdown file.
    pub fn markdown(&self) -> String {
        let (title, about) = self.head();
        let mut text = format!("# {title}\n\n{about}.\n\n{}\n", words::RULE);
        for section in self.full_sections() {
            text.push_str(&section.markdown());
        }
        text
    }

    /// Sections for a terminal: counts, effects, null run, shipped scenarios, words.
    fn short_sections(&self, look: &Look) -> Vec<Section> {
        let mut sections = Vec::new();
        if !self.contexts.is_empty() {
            sections.push(tables::first(self.contexts));
            sections.push(tables::at_top(self.contexts));
            sections.push(tables::beaten(self.contexts));
            sections.push(tables::against(self.contexts));
            sections.push(tables::effects_short(self.contexts));
            sections.push(tables::traits(self.contexts));
        }
        sections.push(tables::shipped(self.shipped));
        sections.push(tables::own(self.shipped));
        sections.push(tables::null(self));
        sections.extend(self.coefficients.as_ref().map(tables::reversals));
        sections.push(words::plain(self, look));
        sections
    }

    /// All sections, for the file.
    fn full_sections(&self) -> Vec<Section> {
        let mut sections = vec![words::plain(self, &Look::PLAIN), tables::outcomes()];
        if !self.contexts.is_empty() {
            sections.push(tables::first(self.contexts));
            sections.push(tables::at_top(self.contexts));
            sections.push(tables::beaten(self.contexts));
            sections.push(tables::against(self.contexts));
            sections.push(tables::effects(self.contexts));
            sections.extend(tables::by_trait(self.contexts));
        }
        sections.push(tables::shipped(self.shipped));
        sections.push(tables::own(self.shipped));
        sections.push(tables::shipped_effects(self.shipped));
        sections.push(tables::null(self));
        sections.extend(self.coefficients.as_ref().map(tables::reversals));
        if !self.contexts.is_empty() {
            sections.push(tables::every(self.contexts));
        }
        sections.push(words::limits(self));
        sections
    }
}

/// Names of the presets.
fn presets() -> [&'static str; PRESETS.len()] {
    PRESETS.map(|preset| preset.0)
}
