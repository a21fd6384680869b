//! `manifest.json`: what a folder of results is, for people and for the next run. The only file that may differ between two
//! runs of the same thing.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::{Identity, ResultsError, aside};
use crate::experiment::StorageError;

/// Its name.
pub const MANIFEST: &str = "manifest.json";
/// The word by which a folder of ours is known.
pub(super) const KIND: &str = "balcony-results";
/// The form of folder that this version writes.
pub(super) const FORM: u32 = 1;

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Begun and not finished.
    Running,
    /// All is there.
    Complete,
}

/// Length and digest of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its length.
    pub bytes: u64,
    /// Its digest.
    pub sha256: String,
}

/// How long the last run took; replicates kept from before are not in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// Seconds of wall time of the simulation proper.
    pub wall: f64,
    /// Seconds of processor time, where the system tells.
    pub cpu: Option<f64>,
    /// Threads.
    pub threads: usize,
    /// Case-weeks simulated, warm-up included.
    pub case_weeks: u64,
    /// Case-weeks of the warm-up.
    pub warm_up_case_weeks: u64,
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `balcony-results`.
    pub kind: String,
    /// The form of folder.
    pub form: u32,
    /// How far it is.
    pub status: Status,
    /// The scenario's title.
    pub title: String,
    /// The authority's name.
    pub authority: String,
    /// The question the scenario asks.
    pub question: String,
    /// What was run.
    pub identity: Identity,
    /// The words of the command.
    pub command: Vec<String>,
    /// The resolved scenario.
    pub scenario: String,
    /// Replicates of a part.
    pub part: u32,
    /// Parts.
    pub parts: u32,
    /// How long it took.
    pub timings: Option<Timings>,
    /// Digest of every outcome's bits.
    pub outcomes_digest: Option<String>,
    /// The tables, with length and digest.
    pub files: BTreeMap<String, FileFacts>,
}

impl Manifest {
    /// Reads the manifest of a folder; none if the folder has none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, ResultsError> {
        let path = folder.join(MANIFEST);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(aside::storage(&path, "read the manifest")(error).into()),
        };
        let not_ours = |what: String| ResultsError::NotOurs { path: folder.to_owned(), what };
        let tree: serde_json::Value = serde_json::from_slice(&text)
            .map_err(|error| not_ours(format!("its {MANIFEST} cannot be read: {error}")))?;
        if tree.get("kind").and_then(|kind| kind.as_str()) != Some(KIND) {
            return Err(not_ours(format!("its {MANIFEST} is another program's")));
        }
        let found =
            tree.get("form").and_then(serde_json::Value::as_u64).and_then(|form| u32::try_from(form).ok());
        if let Some(found) = found.filter(|found| *found > FORM) {
            let version =
                tree.pointer("/identity/version").and_then(|version| version.as_str()).unwrap_or("unknown");
            let version = version.to_owned();
            return Err(ResultsError::Newer { path: folder.to_owned(), version, found, known: FORM });
        }
        let manifest = serde_json::from_value(tree);
        let what =
            |error| ResultsError::Damaged { path: folder.to_owned(), what: format!("{MANIFEST}: {error}") };
        manifest.map(Some).map_err(what)
    }

    /// Writes it in its place.
    pub(super) fn write(&self, disk: &Arc<dyn Disk>, folder: &Path) -> Result<(), StorageError> {
        let path = folder.join(MANIFEST);
        aside::write(disk, &path, "write the manifest", |file| {
            serde_json::to_writer_pretty(&mut *file, self)?;
            file.write_all(b"\n")
        })
        .map(|_| ())
    }
}
