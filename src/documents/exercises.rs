//! How exercises are written: prose, and the table of keys that the reader of exercise files is made from.

use super::head;
use crate::exercise;

/// The prose, up to the table.
const PROSE: &str = include_str!("exercises.md");

pub(super) fn text() -> String {
    let (about, prose) = PROSE.split_once("\n\n").unwrap_or((PROSE, ""));
    let mut text = head("Exercises", about);
    text.push_str(prose);
    text.push_str("| Key | What it takes | Default | Meaning |\n|---|---|---|---|\n");
    for key in &exercise::schema().keys {
        let name = key.name().replace('*', "NAME");
        text.push_str(&format!("| `{name}` | {} | {} | {} |\n", key.allowed(), key.default, key.meaning));
    }
    text
}
