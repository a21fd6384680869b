//! The log as rows, each chained to the one before by a digest; and its export as a file, from
//! which another laptop can continue.

use super::{Entry, Exercise, Game};
use balcony_scenario::scenario::files::Texts;
use balcony_scenario::scenario::{Authorities, Faults, Library};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Number of the row, from 1; numbers increase.
    pub number: u64,
    /// Identifier of the command that caused it.
    pub command: String,
    /// The entry.
    pub entry: Entry,
    /// Digest of the row before, the command and the entry.
    pub digest: String,
}

/// Largest number of a row; no session comes near it.
const MOST_ENTRIES: u64 = 1 << 32;

/// Digest of a row: the first half of a SHA-256 over the digest before, the command and the entry,
/// in hexadecimal.
pub fn chained(last: &str, command: &str, entry: &str) -> String {
    let mut hash = Sha256::new();
    for part in [last, command, entry] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    balcony_numeric::hex(&hash.finalize()[..16])
}

/// A session's log as a file from which another laptop can continue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Always `balcony-exercise`.
    pub format: String,
    /// Version of the format: 1.
    pub version: u32,
    /// Name of the exercise.
    pub name: String,
    /// Digest of the exercise and of the engine.
    pub exercise: String,
    /// Text of the exercise file.
    pub source: String,
    /// Other files of the user that the exercise names: path and text.
    #[serde(default)]
    pub attached: BTreeMap<String, String>,
    /// Index in [`super::TEAMS`] of the first team, so that a team that played alone keeps its
    /// name.
    #[serde(default)]
    pub first: u32,
    /// Digests by team and round, so that a replay can be verified.
    pub digests: Vec<Vec<String>>,
    /// The log.
    pub log: Vec<Row>,
}

impl Row {
    /// Creates the row after `last`, or the first row.
    pub fn after(last: Option<&Self>, command: &str, entry: Entry) -> Self {
        let text = serde_json::to_string(&entry).unwrap_or_default();
        Self {
            number: last.map_or(1, |last| last.number + 1),
            command: command.to_owned(),
            digest: chained(last.map_or("", |last| last.digest.as_str()), command, &text),
            entry,
        }
    }
}

impl Export {
    /// Exports a game with its log; `first` is the index of its first team's name.
    pub fn of(game: &Game, first: u32, log: Vec<Row>) -> Self {
        let exercise = game.exercise();
        let digests = game
            .teams()
            .iter()
            .map(|team| team.rounds.iter().map(|round| round.digest.clone()).collect())
            .collect();
        Self {
            format: "balcony-exercise".to_owned(),
            version: 1,
            name: exercise.name.clone(),
            exercise: Game::identity(exercise),
            source: exercise.source.clone(),
            attached: exercise.attached.clone(),
            first,
            digests,
            log,
        }
    }

    /// Reads the exercise from the export. It reads only attached files and files that come with
    /// the program.
    ///
    /// # Errors
    /// If the exercise is not valid in this version.
    pub fn exercise(&self, authorities: &dyn Authorities) -> Result<Exercise, Faults> {
        let texts =
            self.attached.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
        super::read_text(&self.name, &self.source, &Library::new(&Texts(texts), authorities))
    }

    /// The export as text.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads an export.
    ///
    /// # Errors
    /// If the text is no export, or if the chain of digests is broken; the message says where.
    pub fn read(text: &str) -> Result<Self, String> {
        let export: Self = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| format!("this is no export of a room: {error}"))?;
        if export.format != "balcony-exercise" || export.version != 1 {
            return Err("this is no export of a room, or of a newer Balcony".to_owned());
        }
        let (mut last, mut number) = (String::new(), 0);
        for row in &export.log {
            if row.number <= number || row.number > MOST_ENTRIES {
                return Err(format!("entry {} stands after entry {number}", row.number));
            }
            number = row.number;
            let text = serde_json::to_string(&row.entry).unwrap_or_default();
            if row.digest != chained(&last, &row.command, &text) {
                return Err(format!(
                    "entry {} was changed after it was written: its digest does not fit",
                    row.number
                ));
            }
            last.clone_from(&row.digest);
        }
        Ok(export)
    }
}
