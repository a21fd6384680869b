//! The texts that were read and the faults found in them so far.

use super::fault::{Fault, Faults, cut, nearest};
use super::tree::SourceSpan;
use std::ops::Range;

/// Faults after which no nearest names are looked for: a text with more is not a scenario with
/// slips.
const MOST_NEAREST: usize = 500;

/// How a text came to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It was asked for.
    Asked,
    /// Another names it as its base.
    Base,
    /// It was given on the command line.
    Command,
}

/// One text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) role: Role,
    text: String,
    lines: Vec<usize>,
}

/// All texts and faults of one reading.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Report {
    pub(super) sources: Vec<Source>,
    pub(super) faults: Vec<Fault>,
}

impl Report {
    /// Refuses texts that speak of pounds where money has another symbol: which is meant cannot be
    /// told.
    pub(super) fn speaks_of_pounds(&mut self, texts: Vec<(String, SourceSpan)>, currency: &str) {
        for (key, place) in texts {
            let message = format!("this speaks of pounds, and authority.currency is {currency}");
            let allowed = "the amount in that currency, or pounds in words".to_owned();
            self.fault(&place, &key, message, Some(allowed), None);
        }
    }

    /// Takes in a text and gives its number.
    pub(super) fn take(&mut self, name: &str, role: Role, text: String) -> usize {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.sources.push(Source { name: name.to_owned(), role, text, lines });
        self.sources.len() - 1
    }

    /// The text with a number.
    pub(super) fn text(&self, file: usize) -> &str {
        &self.sources[file].text
    }

    /// The line of a place, from 1.
    pub(super) fn line(&self, place: &SourceSpan) -> usize {
        self.sources[place.file].lines.partition_point(|start| *start <= place.span.start)
    }

    /// Notes a fault.
    pub(super) fn fault(
        &mut self,
        place: &SourceSpan,
        key: &str,
        message: impl Into<String>,
        allowed: Option<String>,
        nearest: Option<String>,
    ) {
        let source = &self.sources[place.file];
        let line = self.line(place);
        let start = source.lines[line - 1];
        let end = source.lines.get(line).map_or(source.text.len(), |next| next - 1);
        let text = source.text[start..end].trim_end_matches('\r');
        let at = floor(text, (place.span.start - start).min(text.len()));
        let span: Range<usize> = at..floor(text, place.span.end.saturating_sub(start).clamp(at, text.len()));
        self.faults.push(Fault {
            file: source.name.clone(),
            line,
            column: text[..at].chars().count() + 1,
            key: short(key),
            message: message.into(),
            allowed,
            nearest,
            shown: Some(cut(text, span)),
        });
    }

    /// Notes a fault of a file that could not be read at all.
    pub(super) fn unread(&mut self, name: &str, message: String, nearest: Option<String>) {
        self.unread_but(name, message, None, nearest);
    }

    /// The same, with what to do.
    pub(super) fn unread_but(
        &mut self,
        name: &str,
        message: String,
        allowed: Option<String>,
        nearest: Option<String>,
    ) {
        self.faults.push(Fault {
            file: name.to_owned(),
            line: 0,
            column: 0,
            key: String::new(),
            message,
            allowed,
            nearest,
            shown: None,
        });
    }

    /// The nearest of some names, unless there are too many faults already for it to help.
    pub(super) fn nearest<'a>(&self, name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
        if self.faults.len() > MOST_NEAREST {
            return None;
        }
        nearest(name, names).map(str::to_owned)
    }

    /// The faults, if any.
    pub(super) fn finish(&mut self, file: &str) -> Result<(), Faults> {
        if self.faults.is_empty() { Ok(()) } else { Err(Faults::new(file, std::mem::take(&mut self.faults))) }
    }
}

/// A text of the user's, cut for a message.
pub(super) fn short(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    }
    let start: String =
        text.chars().take(57).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("{start}...")
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
