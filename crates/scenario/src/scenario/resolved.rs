//! A scenario as one text with every value filled in, and its hash: what manifests carry.
//!
//! The text reads back to the same text. Own figures of an authority can be kept out of it.

use super::key_tables::NAMING;
use super::layer::Leaf;
use super::{Entry, Origin, Scenario};
use sha2::{Digest, Sha256};

impl Scenario {
    /// The whole scenario as TOML, every value filled in, in a fixed order.
    pub fn resolved(&self) -> String {
        write(self.entries.iter())
    }

    /// The same without an authority's own figures: only their hash, as a comment. A single own
    /// figure can be guessed from its hash by trying, as from any hash of one number; the hash
    /// shows sameness, it is not a lock.
    pub fn resolved_public(&self) -> String {
        let own: Vec<&Entry> = self.entries.iter().filter(|entry| is_own(entry)).collect();
        let text = write(self.entries.iter().filter(|entry| !is_own(entry)));
        if own.is_empty() {
            return text;
        }
        let note = format!(
            "# Own figures of the authority that are kept out: {}; sha256 {}\n",
            own.len(),
            digest(&write(own.iter().copied()))
        );
        format!("{note}{text}")
    }

    /// Whether the authority has own figures, given in the file or on the command line.
    pub fn has_own_figures(&self) -> bool {
        self.entries.iter().any(is_own)
    }

    /// A digest of what files and options said, before anything was worked out from it: what values
    /// laid on later meet.
    pub fn layers_digest(&self) -> String {
        let said: Vec<String> = self
            .layers
            .layer
            .leaves
            .iter()
            .map(|(path, given)| format!("{path:?} {:?}", given.leaf))
            .collect();
        digest(&format!("{} {}", said.join("\n"), self.layers.cut))[..16].to_owned()
    }

    /// SHA-256 over [`Self::resolved`], in hexadecimal: equal exactly if every value is.
    pub fn hash(&self) -> String {
        digest(&self.resolved())
    }
}

fn is_own(entry: &Entry) -> bool {
    entry.path[0] == "authority"
        && !NAMING.contains(&entry.path[1].as_str())
        && entry.path[1] != "currency"
        && !matches!(entry.origin, Origin::Published(_))
}

fn digest(text: &str) -> String {
    balcony_numeric::hex(&Sha256::digest(text.as_bytes()))
}

fn write<'a>(entries: impl Iterator<Item = &'a Entry>) -> String {
    let mut text = String::new();
    let mut table: Option<&[String]> = None;
    for entry in entries {
        let Some((key, under)) = entry.path.split_last() else {
            continue;
        };
        if table != Some(under) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&format!("[{}]\n", under.join(".")));
            table = Some(under);
        }
        let key = if key.contains('.') { quote(key) } else { key.clone() };
        text.push_str(&format!("{key} = {}\n", value(&entry.leaf)));
    }
    text
}

/// A value as TOML.
pub(super) fn value(leaf: &Leaf) -> String {
    match leaf {
        Leaf::Text(text) => quote(text),
        Leaf::Texts(texts) => {
            format!("[{}]", texts.iter().map(|text| quote(text)).collect::<Vec<_>>().join(", "))
        }
        Leaf::Whole(whole) => whole.to_string(),
        Leaf::Number(number) => format!("{number:?}"),
        Leaf::Range { low, central, high } => {
            format!("{{ low = {low:?}, central = {central:?}, high = {high:?} }}")
        }
        Leaf::Day(date) => date.to_string(),
        Leaf::Margin(margin) => format!("{{ share = {:?}, floor = {:?} }}", margin.share, margin.floor),
    }
}

/// A TOML string.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
