//! Reads and writes manifests. A manifest is trusted only as far as it can be checked: it ends with
//! a digest of everything before it, and its counts must be within what this program writes.

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
use balcony_files::{self as files, Links};

/// Largest size of a manifest in bytes. It may contain a scenario, an experiment and its file, of
/// at most 1 MiB each, with every character escaped.
const MOST: u64 = 32 << 20;

/// The text between the other fields and their digest, without white space.
const FIELD: &str = ",\"digest\":\"";

/// A manifest whose fields can be checked against each other.
pub(super) trait Checked: Serialize + DeserializeOwned {
    /// Checks the fields against each other.
    ///
    /// # Errors
    /// What is impossible about the fields, in one sentence.
    fn check(&self) -> Result<(), String>;
}

/// Reads the manifest of a folder, which must have the given kind and form; `None` if the folder
/// has no manifest.
pub(super) fn read<M: Checked>(folder: &Path, kind: &str, form: u32) -> Result<Option<M>, ResultsError> {
    let path = folder.join(MANIFEST);
    let not_ours = |what: String| ResultsError::NotOurs { path: folder.to_owned(), what };
    let text = match files::bytes(&path, Links::Refused, MOST) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        // Only errors of the disk have a number; errors about the kind or size of the file have
        // none.
        Err(error) if error.raw_os_error().is_none() => {
            return Err(not_ours(format!("its {MANIFEST} cannot be read: {error}")));
        }
        Err(error) => return Err(atomic_write::storage(&path, "read the manifest")(error).into()),
    };
    parse(folder, &text, kind, form).map(Some)
}

/// Parses the text of a manifest.
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

/// Writes a manifest atomically.
pub(super) fn write(
    manifest: &impl Serialize,
    disk: &Arc<dyn Disk>,
    folder: &Path,
) -> Result<(), StorageError> {
    let path = folder.join(MANIFEST);
    atomic_write::write(disk, &path, "write the manifest", |file| file.write_all(text(manifest)?.as_bytes()))
        .map(|_| ())
}

/// Text of a manifest: its fields, then a digest of them.
fn text(manifest: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(manifest)?;
    let fields = text.strip_suffix("\n}").map_or(text.len(), str::len);
    text.truncate(fields);
    let digest = balcony_numeric::hex(&Sha256::digest(without_blanks(text.as_bytes())));
    text.push_str(&format!(",\n  \"digest\": \"{digest}\"\n}}\n"));
    Ok(text)
}

/// Whether a text ends with the digest of what precedes it. White space outside strings is ignored,
/// because a transfer may change line endings.
fn is_whole(text: &[u8]) -> bool {
    let text = without_blanks(text);
    let tail = FIELD.len() + 64 + "\"}".len();
    let Some((fields, tail)) = text.len().checked_sub(tail).and_then(|fields| text.split_at_checked(fields))
    else {
        return false;
    };
    let expected = format!("{FIELD}{}\"}}", balcony_numeric::hex(&Sha256::digest(fields)));
    tail == expected.as_bytes()
}

/// JSON text without white space outside strings.
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

/// Reads the manifest of a folder; `None` if it has none.
pub(super) fn of_results(folder: &Path) -> Result<Option<Manifest>, ResultsError> {
    read(folder, KIND, FORM)
}

/// Whether a text is a manifest of either kind. For fuzzing: the digest is replaced by the right
/// one first, so that the fields are checked too.
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
