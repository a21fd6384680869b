//! A manifest on its way to and from the disk.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::disk::Disk;
use super::manifest::{FORM, KIND};
use super::{MANIFEST, Manifest, ResultsError, aside, rows};
use crate::experiment::StorageError;

/// Reads the manifest of a folder as one of a kind; none if the folder has none.
pub(super) fn read<M: DeserializeOwned>(
    folder: &Path,
    kind: &str,
    form: u32,
) -> Result<Option<M>, ResultsError> {
    let path = folder.join(MANIFEST);
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(aside::storage(&path, "read the manifest")(error).into()),
    };
    let not_ours = |what: String| ResultsError::NotOurs { path: folder.to_owned(), what };
    let tree: serde_json::Value = serde_json::from_slice(&text)
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
    if let Some(found) = found.filter(|found| *found > form) {
        let version =
            tree.pointer("/identity/version").and_then(|version| version.as_str()).unwrap_or("unknown");
        let version = version.to_owned();
        return Err(ResultsError::Newer { path: folder.to_owned(), version, found, known: form });
    }
    let manifest = serde_json::from_value(tree);
    let what =
        |error| ResultsError::Damaged { path: folder.to_owned(), what: format!("{MANIFEST}: {error}") };
    manifest.map(Some).map_err(what)
}

/// Writes a manifest in its place.
pub(super) fn write(
    manifest: &impl Serialize,
    disk: &Arc<dyn Disk>,
    folder: &Path,
) -> Result<(), StorageError> {
    let path = folder.join(MANIFEST);
    aside::write(disk, &path, "write the manifest", |file| {
        serde_json::to_writer_pretty(&mut *file, manifest)?;
        file.write_all(b"\n")
    })
    .map(|_| ())
}

impl Manifest {
    /// Reads the manifest of a folder; none if the folder has none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, ResultsError> {
        read(folder, KIND, FORM)
    }

    /// Writes it in its place.
    pub(super) fn write(&self, disk: &Arc<dyn Disk>, folder: &Path) -> Result<(), StorageError> {
        write(self, disk, folder)
    }
}
