//! A manifest on its way to and from the disk. What a folder says of itself is believed only where
//! it can be checked: the manifest ends with a digest of all that stands before it, and its counts
//! keep within what this program writes.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::disk::Disk;
use super::manifest::{FORM, KIND};
use super::{MANIFEST, Manifest, ResultsError, atomic_write, rows};
use crate::experiment::StorageError;
use crate::files::{self, Links};

/// The most bytes of a manifest: it holds a scenario, an experiment and its file, of 1 MiB each at
/// most, with every sign escaped.
const MOST: u64 = 32 << 20;

/// What stands between the other fields and their digest, without blanks.
const FIELD: &str = ",\"digest\":\"";

/// A manifest whose fields can be checked against each other.
pub(super) trait Checked: Serialize + DeserializeOwned {
    /// What cannot be, in one sentence.
    fn check(&self) -> Result<(), String>;
}

/// Reads the manifest of a folder as one of a kind; none if the folder has none.
pub(super) fn read<M: Checked>(folder: &Path, kind: &str, form: u32) -> Result<Option<M>, ResultsError> {
    let path = folder.join(MANIFEST);
    let not_ours = |what: String| ResultsError::NotOurs { path: folder.to_owned(), what };
    let text = match files::bytes(&path, Links::Refused, MOST) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        // A fault of the disk has a number; what is said of the kind and the size has none.
        Err(error) if error.raw_os_error().is_none() => {
            return Err(not_ours(format!("its {MANIFEST} cannot be read: {error}")));
        }
        Err(error) => return Err(atomic_write::storage(&path, "read the manifest")(error).into()),
    };
    parse(folder, &text, kind, form).map(Some)
}

/// The manifest that a text is.
pub(super) fn parse<M: Checked>(
    folder: &Path,
    text: &[u8],
    kind: &str,
    form: u32,
) -> Result<M, ResultsError> {
    let not_ours = |what: String| ResultsError::NotOurs { path: folder.to_owned(), what };
    let tree: serde_json::Value = serde_json::from_slice(text)
        .map_err(|error| not_ours(format!("its {MANIFEST} cannot be read: {error}")))?;
    match tree.get("kind").and_then(|kind| kind.as_str()) {
        Some(found) if found == kind => {}
        Some(KIND) => {
            return Err(ResultsError::OtherKind {
                path: folder.to_owned(),
                holds: "runs or a comparison",
                takes: "report and plot take it",
            });
        }
        Some(rows::KIND) => {
            return Err(ResultsError::OtherKind {
                path: folder.to_owned(),
                holds: "a sweep",
                takes: "analyse and merge take it",
            });
        }
        _ => return Err(not_ours(format!("its {MANIFEST} is another program's"))),
    }
    let found =
        tree.get("form").and_then(serde_json::Value::as_u64).and_then(|form| u32::try_from(form).ok());
    if let Some(found) = found.filter(|found| *found != form) {
        let version =
            tree.pointer("/identity/version").and_then(|version| version.as_str()).unwrap_or("unknown");
        let (path, version) = (folder.to_owned(), version.to_owned());
        return Err(if found > form {
            ResultsError::Newer { path, version, found, known: form }
        } else {
            ResultsError::Older { path, version, found, known: form }
        });
    }
    let damaged =
        |what| ResultsError::Damaged { path: folder.to_owned(), what: format!("{MANIFEST} {what}") };
    if !is_whole(text) {
        return Err(damaged("was changed after it was written".to_owned()));
    }
    let manifest: M = serde_json::from_value(tree)
        .map_err(|error| damaged(format!("does not say what it should: {error}")))?;
    manifest.check().map_err(damaged)?;
    Ok(manifest)
}

/// Writes a manifest in its place.
pub(super) fn write(
    manifest: &impl Serialize,
    disk: &Arc<dyn Disk>,
    folder: &Path,
) -> Result<(), StorageError> {
    let path = folder.join(MANIFEST);
    atomic_write::write(disk, &path, "write the manifest", |file| file.write_all(text(manifest)?.as_bytes()))
        .map(|_| ())
}

/// The text of a manifest: its fields, then a digest of them.
fn text(manifest: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(manifest)?;
    let fields = text.strip_suffix("\n}").map_or(text.len(), str::len);
    text.truncate(fields);
    let digest = super::hex(&Sha256::digest(without_blanks(text.as_bytes())));
    text.push_str(&format!(",\n  \"digest\": \"{digest}\"\n}}\n"));
    Ok(text)
}

/// Whether a text ends with the digest of what stands before it. Blanks between words do not count:
/// ends of lines may have been changed on the way.
fn is_whole(text: &[u8]) -> bool {
    let text = without_blanks(text);
    let tail = FIELD.len() + 64 + "\"}".len();
    let Some((fields, tail)) = text.len().checked_sub(tail).and_then(|fields| text.split_at_checked(fields))
    else {
        return false;
    };
    let expected = format!("{FIELD}{}\"}}", super::hex(&Sha256::digest(fields)));
    tail == expected.as_bytes()
}

/// A text of JSON without the blanks between its words.
fn without_blanks(text: &[u8]) -> Vec<u8> {
    let (mut quoted, mut escaped) = (false, false);
    let counts = |byte: &u8| {
        let blank = !quoted && byte.is_ascii_whitespace();
        if *byte == b'"' && !escaped {
            quoted = !quoted;
        }
        escaped = *byte == b'\\' && !escaped;
        !blank
    };
    let mut counts = counts;
    text.iter().copied().filter(|byte| counts(byte)).collect()
}

/// Reads the manifest of a folder; none if the folder has none.
pub(super) fn of_results(folder: &Path) -> Result<Option<Manifest>, ResultsError> {
    read(folder, KIND, FORM)
}

/// Whether a text is a manifest of either kind; its digest is made right first, so that what stands
/// behind it is looked at.
pub fn is_manifest(fields: &[u8]) -> bool {
    let Ok(mut tree) = serde_json::from_slice::<serde_json::Value>(fields) else { return false };
    tree.as_object_mut().map(|fields| fields.remove("digest"));
    let Ok(text) = text(&tree) else { return false };
    let here = Path::new("");
    parse::<Manifest>(here, text.as_bytes(), KIND, FORM).is_ok()
        || parse::<rows::RowsManifest>(here, text.as_bytes(), rows::KIND, rows::FORM).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(fields: &serde_json::Value) -> String {
        text(fields).expect("an object")
    }

    #[test]
    fn blanks_between_words_do_not_count_and_everything_else_does() {
        let text = sealed(&serde_json::json!({ "a": "x \" y", "b": [1, 1e-7], "c": {} }));
        assert!(is_whole(text.as_bytes()));
        assert!(is_whole(text.replace('\n', "\r\n").as_bytes()));
        for (at, byte) in text.bytes().enumerate() {
            if byte.is_ascii_whitespace() && !text[..at].ends_with("x") && !text[at + 1..].starts_with('y') {
                continue;
            }
            for bit in 0..8 {
                let mut changed = text.clone().into_bytes();
                changed[at] ^= 1 << bit;
                assert!(!is_whole(&changed), "byte {at}, bit {bit}");
            }
        }
        assert!(!is_whole(b"") && !is_whole(b"{}"));
    }
}
