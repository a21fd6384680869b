//! A fault of a scenario, and how a list of faults is displayed.
//!
//! A fault says where it is (file, line, column, key), what was found, what is allowed, and which
//! valid name is nearest. The reader never stops at the first fault and never prints; its callers
//! print.

use super::show::wrap;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};
use std::fmt;
use std::ops::Range;

/// Most faults that are shown with their line of text. The others are only counted.
pub(super) const MOST_DRAWN: usize = 100;

/// Most bytes of a line that are shown. A longer line is cut around the fault.
const WIDEST: usize = 160;

/// One fault of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File of the fault as the user named it; `--set` for the command line.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// Dotted key that the fault concerns; empty if it concerns the whole file.
    pub key: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Allowed range with its unit, allowed choices, or advice.
    pub allowed: Option<String>,
    /// Nearest valid name, if one is near.
    pub nearest: Option<String>,
    /// The line of text and the byte range to point at; `None` if the text could not be read.
    pub shown: Option<(String, Range<usize>)>,
}

/// All faults of a scenario and its bases, sorted by file and line. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The file that the user named.
    pub file: String,
    /// Faults of that file and of its bases.
    pub list: Vec<Fault>,
}

impl Faults {
    /// Sorts the faults: the file that the user named first, then by file and line.
    pub(super) fn new(file: &str, mut list: Vec<Fault>) -> Self {
        list.sort_by(|a, b| {
            // Options keep the order in which they were given, because each has line 1.
            let line = |fault: &Fault| {
                if fault.file.starts_with("--") { (0, 0) } else { (fault.line, fault.column) }
            };
            (a.file != file, &a.file, line(a)).cmp(&(b.file != file, &b.file, line(b)))
        });
        list.dedup();
        Self { file: file.to_owned(), list }
    }

    /// The faults as text for people; `colour` adds terminal colours.
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

/// Cuts a long line around a span, so that a line of a megabyte is not shown whole.
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

/// The name in a list that is nearest to `name`, if any is near.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The cost grows with the product of the lengths, so very long names are skipped.
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
