//! The texts that were read, and the faults found so far.

use super::fault::{Fault, Faults, cut, nearest};
use super::tree::SourceSpan;
use std::ops::Range;

/// With more faults than this, no nearest names are looked for: such a text is not a scenario with
/// slips.
const MOST_NEAREST: usize = 500;

/// Why a text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The user named it.
    Asked,
    /// Another text names it as its base.
    Base,
    /// It comes from the command line.
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
    /// Adds a fault for each text that mentions pounds although the scenario uses another currency.
    /// The reader cannot know which currency is meant.
    pub(super) fn speaks_of_pounds(&mut self, texts: Vec<(String, SourceSpan)>, currency: &str) {
        for (key, place) in texts {
            let message = format!("this speaks of pounds, and authority.currency is {currency}");
            let allowed = "the amount in that currency, or pounds in words".to_owned();
            self.fault(&place, &key, message, Some(allowed), None);
        }
    }

    /// Stores a text and returns its number.
    pub(super) fn take(&mut self, name: &str, role: Role, text: String) -> usize {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.sources.push(Source { name: name.to_owned(), role, text, lines });
        self.sources.len() - 1
    }

    /// The text with this number.
    pub(super) fn text(&self, file: usize) -> &str {
        &self.sources[file].text
    }

    /// Line of a place, counted from 1.
    pub(super) fn line(&self, place: &SourceSpan) -> usize {
        self.sources[place.file].lines.partition_point(|start| *start <= place.span.start)
    }

    /// Adds a fault.
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

    /// Adds a fault for a file that could not be read.
    pub(super) fn unread(&mut self, name: &str, message: String, nearest: Option<String>) {
        self.unread_but(name, message, None, nearest);
    }

    /// Adds a fault for a file that could not be read, with advice.
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

    /// The nearest of some names. With too many faults it is not looked for.
    pub(super) fn nearest<'a>(&self, name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
        if self.faults.len() > MOST_NEAREST {
            return None;
        }
        nearest(name, names).map(str::to_owned)
    }

    /// Fails with all faults so far, if there are any.
    pub(super) fn finish(&mut self, file: &str) -> Result<(), Faults> {
        if self.faults.is_empty() { Ok(()) } else { Err(Faults::new(file, std::mem::take(&mut self.faults))) }
    }
}

/// A text of the user, shortened for a message.
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
