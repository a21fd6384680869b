//! How experiments are written and run: prose, and the table of keys that the reader of experiment files is made from.

use super::head;
use crate::sweep;

/// The prose, up to the table.
const PROSE: &str = include_str!("experiments.md");

pub(super) fn text() -> String {
    let (about, prose) = PROSE.split_once("\n\n").unwrap_or((PROSE, ""));
    let mut text = head("Experiments", about);
    text.push_str(prose);
    text.push_str("| Key | What it takes | Default | Meaning |\n|---|---|---|---|\n");
    for key in &sweep::schema().keys {
        let name = key.name().replace('*', "NAME");
        text.push_str(&format!("| `{name}` | {} | {} | {} |\n", key.allowed(), key.default, key.meaning));
    }
    text
}
