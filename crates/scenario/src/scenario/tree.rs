//! A TOML text as a tree in which every key and value has its source position.
//!
//! The parser recovers from errors, so that one pass finds all of them. This file knows nothing
//! about scenarios.

use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Largest depth of nested brackets or dots in a scenario. A deeper text is a fault, so that the
/// stack cannot overflow.
const DEEPEST: usize = 24;

/// Message for a key that occurs twice.
pub(super) const GIVEN_BEFORE: &str = "this was given before";

/// Position in the texts that were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SourceSpan {
    /// Number of the file, in the order of reading.
    pub(super) file: usize,
    /// Byte range in the file's text.
    pub(super) span: Range<usize>,
}

/// A value of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    /// A whole number; `None` if it does not fit in 64 bits.
    Whole(Option<i64>),
    Number(f64),
    Truth,
    /// A date. A time of day may follow it, but no key accepts one.
    Date {
        year: u16,
        month: u8,
        day: u8,
        timed: bool,
    },
    /// A time of day without a date.
    Time,
    List(Vec<Node>),
    Table(Vec<(String, SourceSpan, Node)>),
}

/// A value and its position.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) place: SourceSpan,
}

impl Value {
    /// The kind of the value, in words.
    pub(super) fn what(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Whole(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Truth => "true or false",
            Self::Date { timed: false, .. } => "a date",
            Self::Date { .. } => "a date with a time",
            Self::Time => "a time of day",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Parses a text. Also returns its errors: byte range and message.
pub(super) fn parse(file: usize, text: &str) -> (Node, Vec<(Range<usize>, String)>) {
    let empty = Node { value: Value::Table(Vec::new()), place: SourceSpan { file, span: 0..0 } };
    if let Some(at) = too_deep(text) {
        return (
            empty,
            vec![(at..at + 1, format!("more than {DEEPEST} brackets or points inside each other"))],
        );
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut faults = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(text.len()..text.len());
        let nothing = text[span.start.min(text.len())..]
            .lines()
            .next()
            .is_none_or(|rest| rest.trim_start().is_empty() || rest.trim_start().starts_with('#'));
        faults.push((span, plain(error.message(), nothing)));
    }
    let value = table(file, root.get_ref());
    (Node { value, place: SourceSpan { file, span: 0..0 } }, faults)
}

fn plain(message: &str, nothing: bool) -> String {
    match message {
        "duplicate key" => GIVEN_BEFORE.to_owned(),
        "string values must be quoted, expected literal string" if nothing => {
            "a value is missing behind the equals sign".to_owned()
        }
        "string values must be quoted, expected literal string" => "a text must stand in quotes".to_owned(),
        message => message.to_owned(),
    }
}

fn table(file: usize, table: &DeTable<'_>) -> Value {
    let mut rows: Vec<_> = table
        .iter()
        .map(|(key, value)| {
            let place = SourceSpan { file, span: key.span() };
            (
                key.get_ref().to_string(),
                place,
                Node {
                    value: convert(file, value.get_ref()),
                    place: SourceSpan { file, span: value.span() },
                },
            )
        })
        .collect();
    rows.sort_by_key(|(_, place, _)| place.span.start);
    Value::Table(rows)
}

fn convert(file: usize, value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(whole) => Value::Whole(i64::from_str_radix(whole.as_str(), whole.radix()).ok()),
        DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(_) => Value::Truth,
        DeValue::Datetime(moment) => match moment.date {
            Some(date) => {
                let timed = moment.time.is_some() || moment.offset.is_some();
                Value::Date { year: date.year, month: date.month, day: date.day, timed }
            }
            None => Value::Time,
        },
        DeValue::Array(list) => Value::List(
            list.iter()
                .map(|value| Node {
                    value: convert(file, value.get_ref()),
                    place: SourceSpan { file, span: value.span() },
                })
                .collect(),
        ),
        DeValue::Table(rows) => table(file, rows),
    }
}

/// Position at which brackets or dots are nested too deep. It is found without recursion before the
/// text is parsed.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut brackets, mut points, mut at) = (0usize, 0usize, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'#' => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
                continue;
            }
            quote @ (b'"' | b'\'') => {
                at = skip_text(bytes, at, quote);
                continue;
            }
            b'[' | b'{' => {
                brackets += 1;
                points = 0;
            }
            b']' | b'}' => brackets = brackets.saturating_sub(1),
            b'.' => points += 1,
            b'\n' | b',' | b'=' => points = 0,
            _ => {}
        }
        if brackets > DEEPEST || points > DEEPEST {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn skip_text(bytes: &[u8], start: usize, quote: u8) -> usize {
    let triple = bytes[start..].starts_with(&[quote; 3]);
    let mut at = start + if triple { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 2,
            b'\n' if !triple => return at,
            byte if byte == quote && (!triple || bytes[at..].starts_with(&[quote; 3])) => {
                return at + if triple { 3 } else { 1 };
            }
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_is_refused_and_prose_is_not() {
        assert!(too_deep(&format!("x = {}", "[".repeat(100_000))).is_some());
        assert!(too_deep(&format!("x = {}", "{a=".repeat(100_000))).is_some());
        assert!(too_deep(&format!("{}x = 1", "a.".repeat(100_000))).is_some());
        assert!(too_deep(&format!("x = \"{}\"\n# {}", ".".repeat(99), "[".repeat(99))).is_none());
        assert!(
            too_deep(&format!("x = \"\"\"\n{}\n{}\"\"\"", ".[".repeat(99), "\\\"\".".repeat(99))).is_none()
        );
    }

    #[test]
    fn all_errors_of_a_text_are_found() {
        let (_, faults) = parse(0, "a = \nb = 1\nb = 2\nc = 2019-02-30\n[d\n");
        assert!(faults.len() >= 4, "{faults:?}");
    }
}
