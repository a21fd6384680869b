//! The glossary of the field's terms.

use crate::glossary::WORDS;

/// Text of the document.
pub(super) fn text() -> String {
    let mut text = super::head("Glossary", "The field's words as Balcony uses them.");
    for (word, meaning) in WORDS {
        text.push_str(&format!("**{word}**: {meaning}\n\n"));
    }
    text.pop();
    text
}
