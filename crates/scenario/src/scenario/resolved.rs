//! A scenario as one text with every value filled in, and its hash. Manifests store both.
//!
//! Reading the text gives the same text. An authority's own figures can be left out.

use super::key_tables::NAMING;
use super::layer::Leaf;
use super::{Entry, Origin, Scenario};
use sha2::{Digest, Sha256};

impl Scenario {
    /// The whole scenario as TOML, every value filled in, in a fixed order.
    pub fn resolved(&self) -> String {
        write(self.entries.iter())
    }

    /// The same without the authority's own figures; a comment gives their hash. The hash shows
    /// whether figures are the same. It does not hide them: a single figure can be found by trying
    /// values.
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

    /// Whether the file or the command line gives own figures of the authority.
    pub fn has_own_figures(&self) -> bool {
        self.entries.iter().any(is_own)
    }

    /// Digest of the values that files and options gave, before anything was derived from them.
    /// Settings that are applied later are merged with these values.
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

    /// SHA-256 of [`Self::resolved`] in hexadecimal. Two scenarios have the same hash exactly if
    /// all their values are equal.
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
