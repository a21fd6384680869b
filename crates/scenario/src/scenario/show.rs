//! Output of `balcony show`: every value of a scenario with its origin, in tables of 80 columns.

use super::layer::Leaf;
use super::resolved::value;
use super::{Entry, Scenario};

/// Width of the output in columns.
pub(super) const WIDE: usize = 80;

/// Lists every value of a scenario with its origin.
pub fn show(scenario: &Scenario) -> String {
    let mut text = format!("{} ({})\n", scenario.title, scenario.name);
    for (words, before) in [(&scenario.question, "Question: "), (&scenario.story, "")] {
        if !words.is_empty() {
            text.push_str(&wrap(words.trim(), before, "", WIDE));
            text.push('\n');
        }
    }
    text.push_str(&format!("Authority: {}\n", scenario.authority_label));
    let spoken = |entry: &&Entry| {
        !(entry.path[0] == "scenario" && ["title", "question", "story"].contains(&entry.path[1].as_str()))
    };
    let mut table = String::new();
    for entry in scenario.entries.iter().filter(spoken) {
        let (key, under) = split(entry);
        if under != table {
            text.push_str(&format!("\n[{under}]\n"));
            table = under;
        }
        text.push_str(&row(&key, &plain(&entry.leaf), &entry.origin.to_string()));
    }
    text
}

/// Splits a path into row and table. Rights and attention belong to the table of their style, so
/// that a strategy is one table.
fn split(entry: &Entry) -> (String, String) {
    let deep = entry.path.iter().position(|name| name == "rights" || name == "attention");
    let at = deep.filter(|at| *at > 0).unwrap_or(entry.path.len() - 1);
    (entry.path[at..].join("."), entry.path[..at].join("."))
}

/// One row with key, value and origin. What does not fit continues on the next line.
fn row(key: &str, value: &str, origin: &str) -> String {
    let start = format!("  {key:<27} {value}");
    let taken = start.chars().count();
    let indent = " ".repeat(43);
    if taken <= 41 {
        format!("{}\n", wrap(origin, &format!("{start:<43}"), &indent, WIDE))
    } else {
        format!(
            "{}\n{}\n",
            wrap(value, &format!("  {key:<27} "), &" ".repeat(30), WIDE),
            wrap(origin, &indent, &indent, WIDE)
        )
    }
}

/// A value in the form that people read.
pub(super) fn plain(leaf: &Leaf) -> String {
    match leaf {
        Leaf::Text(text) => text.clone(),
        Leaf::Texts(texts) => texts.join("; "),
        Leaf::Number(number) => rounded(*number),
        Leaf::Range { low, central, high } => {
            format!("{} ({} to {})", rounded(*central), rounded(*low), rounded(*high))
        }
        Leaf::Margin(margin) => margin.to_string(),
        other => value(other),
    }
}

/// A number with at most six digits, with separators between thousands.
pub(super) fn rounded(number: f64) -> String {
    let size = number.abs();
    if size >= 10_000.0 {
        let whole = format!("{:.0}", size);
        let mut text = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        return if number < 0.0 { format!("-{text}") } else { text };
    }
    let text = format!("{number:.6}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text };
    if text == "0" && number != 0.0 { format!("{number:e}") } else { text }
}

/// Wraps words to a width in columns. A longer word gets a line of its own.
pub(super) fn wrap(words: &str, first: &str, next: &str, columns: usize) -> String {
    let mut text = first.to_owned();
    let mut column = first.chars().count();
    let mut empty = true;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if !empty && column + 1 + length > columns {
            text = text.trim_end().to_owned();
            text.push('\n');
            text.push_str(next);
            column = next.chars().count();
            empty = true;
        }
        if !empty {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
        empty = false;
    }
    text
}
