//! A fault of a scenario, and how a list of them is drawn.
//!
//! A fault says where (file, line, column, key), what was found, what is allowed and what name is
//! nearest. Reading never stops at the first fault and never prints: the faces draw what they are
//! given.

use super::show::wrap;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};
use std::fmt;
use std::ops::Range;

/// The most faults that are drawn with their line of text; the rest is counted.
pub(super) const MOST_DRAWN: usize = 100;

/// Bytes of one line of text that are drawn; longer lines are cut around the fault.
const WIDEST: usize = 160;

/// One thing wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file it is in, as the user named it; `--set` for the command line.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The key it concerns, with points; empty if it concerns the file.
    pub key: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The allowed range with its unit, or the choices, or what to do.
    pub allowed: Option<String>,
    /// The nearest valid name.
    pub nearest: Option<String>,
    /// The line of text it is in and the bytes of it to point at; none if the text could not be
    /// read.
    pub shown: Option<(String, Range<usize>)>,
}

/// All faults of a scenario and its bases, sorted by file and line. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The file that was asked for.
    pub file: String,
    /// Its faults and those of its bases.
    pub list: Vec<Fault>,
}

impl Faults {
    /// The faults of a file: in the order of its files (the asked one first), then of lines.
    pub(super) fn new(file: &str, mut list: Vec<Fault>) -> Self {
        list.sort_by(|a, b| {
            // Options of the command line keep their order: each is its own first line.
            let line = |fault: &Fault| {
                if fault.file.starts_with("--") { (0, 0) } else { (fault.line, fault.column) }
            };
            (a.file != file, &a.file, line(a)).cmp(&(b.file != file, &b.file, line(b)))
        });
        list.dedup();
        Self { file: file.to_owned(), list }
    }

    /// The faults as text for people; `colour` for a terminal.
    pub fn draw(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(100);
        let mut text = String::new();
        for fault in self.list.iter().take(MOST_DRAWN) {
            text.push_str(&renderer.render(&[fault.group()]));
            text.push_str("\n\n");
        }
        if self.list.len() > MOST_DRAWN {
            text.push_str(&format!("... and {} more.\n\n", self.list.len() - MOST_DRAWN));
        }
        let faults = if self.list.len() == 1 { "fault" } else { "faults" };
        text.push_str(&format!("{} {faults} in {}; nothing was run.\n", self.list.len(), self.file));
        text
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.draw(false))
    }
}

impl std::error::Error for Faults {}

impl Fault {
    fn group(&self) -> Group<'_> {
        let title = if self.key.is_empty() {
            self.message.clone()
        } else {
            format!("{}: {}", self.key, self.message)
        };
        let mut group = Group::with_title(Level::ERROR.primary_title(title));
        if let Some((line, span)) = &self.shown {
            let snippet = Snippet::source(line)
                .line_start(self.line)
                .path(self.file.as_str())
                .annotation(AnnotationKind::Primary.span(span.clone()));
            group = group.element(snippet);
            if line[..span.start.min(line.len())].chars().count() + 1 != self.column {
                group = group.element(
                    Level::NOTE
                        .message(format!("the line is long and was cut; this is its column {}", self.column)),
                );
            }
        } else {
            group = group.element(Level::NOTE.message(format!("in {}", self.file)));
        }
        if let Some(allowed) = &self.allowed {
            group = group.element(Level::HELP.with_name("allowed").message(wrap(allowed, "", "", 86)));
        }
        if let Some(nearest) = &self.nearest {
            group = group.element(Level::HELP.with_name("nearest").message(nearest.as_str()));
        }
        group
    }
}

/// The part of a long line around a span, so that a line of a megabyte is not drawn.
pub(super) fn cut(line: &str, span: Range<usize>) -> (String, Range<usize>) {
    let start = span.start.min(line.len());
    if line.len() <= WIDEST {
        return (line.to_owned(), start..span.end.clamp(start, line.len()));
    }
    let boundary = |mut at: usize| {
        while !line.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = boundary(start.saturating_sub(WIDEST / 2));
    let to = boundary((from + WIDEST).min(line.len()));
    let end = boundary(span.end.clamp(start, to));
    (line[from..to].to_owned(), start - from..end.max(start) - from)
}

/// The name of a list that is nearest to one that is not in it, if any is near.
pub(super) fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The distance costs the product of the lengths: a name of a megabyte is near nothing.
    if name.len() > 100 {
        return None;
    }
    let name = name.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in names {
        let alike = strsim::jaro_winkler(&name, candidate)
            .max(strsim::normalized_damerau_levenshtein(&name, candidate));
        if alike > 0.72 && best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_or_none() {
        assert_eq!(nearest("repliactes", ["replicates", "seed"]), Some("replicates"));
        assert_eq!(nearest("zzz", ["replicates", "seed"]), None);
        assert_eq!(nearest(&"r".repeat(1 << 20), ["replicates"]), None);
    }

    #[test]
    fn long_lines_are_cut_around_the_fault() {
        let line = format!("{}x{}", "é".repeat(400), "é".repeat(400));
        let (cut, span) = cut(&line, 800..801);
        assert_eq!(&cut[span], "x");
        assert!(cut.len() <= WIDEST);
    }
}
