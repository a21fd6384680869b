//! The guide to experiments: prose, and the table of keys that the reader of experiment files
//! itself uses.

use super::{head, keys};
use crate::sweep;

/// The prose, up to the table.
const PROSE: &str = include_str!("experiments.md");

pub(super) fn text() -> String {
    let (about, prose) = PROSE.split_once("\n\n").unwrap_or((PROSE, ""));
    let mut text = head("Experiments", about);
    text.push_str(prose);
    let schema = sweep::schema();
    let rows = schema.keys.iter().map(|key| (key.name(), key.allowed(), key.default.clone(), key.meaning));
    text.push_str(&keys(rows));
    text
}
