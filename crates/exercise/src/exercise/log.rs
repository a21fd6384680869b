//! The log as rows, each bound to the one before by a digest, and as a file from which another
//! laptop goes on.

use super::{Entry, Exercise, Game};
use crate::scenario::files::Texts;
use crate::scenario::{Authorities, Faults, Library};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number, from 1.
    pub number: u64,
    /// The command that brought it.
    pub command: String,
    /// The entry.
    pub entry: Entry,
    /// Digest of the row before, the command and the entry.
    pub digest: String,
}

/// The greatest number of an entry: no day has as many.
const MOST_ENTRIES: u64 = 1 << 32;

/// Digest of a row: hex of half a SHA-256 over the row before, the command and the entry.
pub fn chained(last: &str, command: &str, entry: &str) -> String {
    let mut hash = Sha256::new();
    for part in [last, command, entry] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    balcony_numeric::hex(&hash.finalize()[..16])
}

/// The log of a room as a file: another laptop goes on from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// `balcony-exercise`.
    pub format: String,
    /// Of this file: 1.
    pub version: u32,
    /// The exercise's name.
    pub name: String,
    /// Digest of exercise and engine.
    pub exercise: String,
    /// The text of the exercise file.
    pub source: String,
    /// Other files of one's own that it names: path and text.
    #[serde(default)]
    pub attached: BTreeMap<String, String>,
    /// The place in [`super::TEAMS`] of the first team: a team that played by itself keeps its
    /// name.
    #[serde(default)]
    pub first: u32,
    /// The digest of every team after every round played, so that whoever lives it again can tell
    /// that it is the same.
    pub digests: Vec<Vec<String>>,
    /// The log.
    pub log: Vec<Row>,
}

impl Row {
    /// The row after another, or the first.
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
    /// A game with its log; `first` is the place of its first team's name.
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

    /// The exercise that it holds, its own files included: nothing is read from elsewhere but what
    /// comes with the program.
    ///
    /// # Errors
    /// If the exercise is not one of this version.
    pub fn exercise(&self, authorities: &dyn Authorities) -> Result<Exercise, Faults> {
        let texts =
            self.attached.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
        super::read_text(&self.name, &self.source, &Library::new(&Texts(texts), authorities))
    }

    /// As a text.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads an export.
    ///
    /// # Errors
    /// In words: what it is instead, or where its chain is broken.
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
