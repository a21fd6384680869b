//! The guide to exercise files: prose, and the table of keys that the reader itself uses.

use super::{head, keys};
use crate::exercise;

/// The prose, up to the table.
const PROSE: &str = include_str!("exercises.md");

pub(super) fn text() -> String {
    let (about, prose) = PROSE.split_once("\n\n").unwrap_or((PROSE, ""));
    let mut text = head("Exercises", about);
    text.push_str(prose);
    let schema = exercise::schema();
    let rows = schema.keys.iter().map(|key| (key.name(), key.allowed(), key.default.clone(), key.meaning));
    text.push_str(&keys(rows));
    text
}
