//! The log of a room on disk: SQLite in WAL mode, synchronous full. What is acknowledged has been synced.
//!
//! `log` holds entries in order, each with the command that brought it (a client's, so that what is sent twice counts once) and a digest
//! chained to the one before. `drafts` and `seats` keep what may be lost without harm to results. Nothing here is personal: a seat is the
//! digest of a random token.

use crate::exercise::{Decision, Entry, Export, Row, chained};
use rusqlite::{Connection, OptionalExtension, params};
use std::path::{Path, PathBuf};

/// Why the store cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite or the disk.
    #[error("{}: {error}", path.display())]
    Sql {
        /// The file.
        path: PathBuf,
        /// What it says.
        error: rusqlite::Error,
    },
    /// The file is something else, or of another version.
    #[error("{}: {why}", path.display())]
    Not {
        /// The file.
        path: PathBuf,
        /// What it is.
        why: String,
    },
}

/// The store of one room.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    sql: Connection,
    last: String,
    next: u64,
}

/// What was found when a store was opened.
#[derive(Debug, Default)]
pub struct Found {
    /// Every sound row.
    pub rows: Vec<Row>,
    /// What is not as it should be, in words.
    pub warnings: Vec<String>,
}

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS log (number INTEGER PRIMARY KEY, command TEXT NOT NULL UNIQUE, entry TEXT NOT NULL, digest TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS drafts (team INTEGER PRIMARY KEY, round INTEGER NOT NULL, draft TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS seats (token TEXT PRIMARY KEY, team INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS observers (token TEXT PRIMARY KEY) STRICT;
    CREATE TABLE IF NOT EXISTS keep (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
";

/// `BALC` in ASCII, so that another program's file is told from ours.
const APPLICATION: i64 = 0x4241_4C43;

impl Store {
    /// Opens or makes the store at a path.
    ///
    /// # Errors
    /// If the file is not a room's, or the disk says no. A damaged end is no error: it is left out, with a warning.
    pub fn open(path: &Path) -> Result<(Self, Found), StoreError> {
        let mut found = Found::default();
        let torn = Torn::look(path);
        let not = |why: &str| StoreError::Not { path: path.to_owned(), why: why.to_owned() };
        let sql = Connection::open(path).map_err(|error| StoreError::Sql { path: path.to_owned(), error })?;
        let mut store = Self { path: path.to_owned(), sql, last: String::new(), next: 1 };
        let ours = store
            .run(|sql| {
                sql.busy_timeout(std::time::Duration::from_secs(3))?;
                // Looked at before anything is changed: another program's file stays as it is.
                let id: i64 = sql.query_row("PRAGMA application_id", [], |row| row.get(0))?;
                let tables: i64 =
                    sql.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
                if id != APPLICATION && tables > 0 {
                    return Ok(false);
                }
                sql.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
                // On a Mac nothing less reaches the drive.
                sql.pragma_update(None, "fullfsync", true)?;
                sql.pragma_update(None, "checkpoint_fullfsync", true)?;
                sql.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
                sql.pragma_update(None, "synchronous", "FULL")?;
                Ok(true)
            })
            .map_err(|error| match error {
                StoreError::Sql { error: rusqlite::Error::SqliteFailure(code, _), .. }
                    if code.code == rusqlite::ErrorCode::NotADatabase =>
                {
                    not("this is not the file of a room")
                }
                StoreError::Sql { error: rusqlite::Error::SqliteFailure(code, _), .. }
                    if code.code == rusqlite::ErrorCode::DatabaseBusy =>
                {
                    not("another balcony has this room open; close it first")
                }
                error => error,
            })?;
        if !ours {
            return Err(not("this is the file of another program"));
        }
        store.run(|sql| {
            sql.pragma_update(None, "application_id", APPLICATION)?;
            sql.execute_batch(SCHEMA)
        })?;
        if torn.is_some_and(|torn| torn.is_torn()) {
            found.warnings.push(
                "the last thing written was damaged and is left out; everything that was acknowledged before it is here"
                    .to_owned(),
            );
        }
        store.read(&mut found)?;
        Ok((store, found))
    }

    /// A store that is nowhere, for what is left of a room that was deleted.
    ///
    /// # Errors
    /// If SQLite cannot begin.
    pub fn nowhere() -> Result<Self, StoreError> {
        let path = PathBuf::from(":memory:");
        let sql =
            Connection::open_in_memory().map_err(|error| StoreError::Sql { path: path.clone(), error })?;
        Ok(Self { path, sql, last: String::new(), next: 1 })
    }

    fn run<T>(&self, act: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        act(&self.sql).map_err(|error| StoreError::Sql { path: self.path.clone(), error })
    }

    /// Reads every sound row; from the first that is not on, rows are set aside.
    fn read(&mut self, found: &mut Found) -> Result<(), StoreError> {
        let raw: Vec<(u64, String, String, String)> = self.run(|sql| {
            let mut all = sql.prepare("SELECT number, command, entry, digest FROM log ORDER BY number")?;
            let rows = all.query_map([], |row| {
                Ok((row.get::<_, i64>(0)? as u64, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
            rows.collect()
        })?;
        let count = raw.len();
        for (number, command, text, digest) in raw {
            if number != self.next || digest != chained(&self.last, &command, &text) {
                break;
            }
            let Ok(entry) = serde_json::from_str::<Entry>(&text) else {
                let why = format!("entry {number} is sound and means nothing here: it is of a newer Balcony");
                return Err(StoreError::Not { path: self.path.clone(), why });
            };
            self.last.clone_from(&digest);
            self.next = number + 1;
            found.rows.push(Row { number, command, entry, digest });
        }
        let lost = count - found.rows.len();
        if lost > 0 {
            if self.next == 1 {
                let why = "its first entry is damaged: nothing can be lived again".to_owned();
                return Err(StoreError::Not { path: self.path.clone(), why });
            }
            let mut aside = self.path.clone().into_os_string();
            aside.push(".damaged");
            let aside = PathBuf::from(aside);
            self.run(|sql| sql.execute("VACUUM INTO ?1", [aside.display().to_string()]))?;
            found.warnings.push(format!(
                "{lost} of {count} entries are damaged and are left out, from entry {} on; the file as it was is kept as {}",
                self.next,
                aside.display()
            ));
            let from = self.next as i64;
            self.run(|sql| sql.execute("DELETE FROM log WHERE number >= ?1", [from]))?;
        }
        Ok(())
    }

    /// The entry that a command brought, if it is in the log already.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn known(&self, command: &str) -> Result<Option<Entry>, StoreError> {
        let found: Option<String> = self.run(|sql| {
            sql.query_row("SELECT entry FROM log WHERE command = ?1", [command], |row| row.get(0)).optional()
        })?;
        Ok(found.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Writes an entry down and syncs it.
    ///
    /// # Errors
    /// If it could not be written, or the command is known.
    pub fn append(&mut self, command: &str, entry: &Entry) -> Result<(), StoreError> {
        let text = serde_json::to_string(entry)
            .map_err(|error| StoreError::Not { path: self.path.clone(), why: error.to_string() })?;
        let digest = chained(&self.last, command, &text);
        let number = self.next as i64;
        // With a round its drafts go, in the same breath: none may come back into a round that is played again.
        let ends = matches!(entry, Entry::Close { .. } | Entry::Rewind { .. });
        self.run(|sql| {
            let all = sql.unchecked_transaction()?;
            all.execute(
                "INSERT INTO log (number, command, entry, digest) VALUES (?1, ?2, ?3, ?4)",
                params![number, command, text, digest],
            )?;
            if ends {
                all.execute("DELETE FROM drafts", [])?;
            }
            if let Entry::Submit { team, .. } = entry {
                // An older draft must not come back over what was handed in.
                all.execute("DELETE FROM drafts WHERE team = ?1", [team])?;
            }
            all.commit()
        })?;
        self.last = digest;
        self.next += 1;
        Ok(())
    }

    /// Keeps teams' drafts of a round, all in one write.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn keep_drafts(&mut self, round: u32, drafts: &[(u32, &Decision)]) -> Result<(), StoreError> {
        let path = self.path.clone();
        let mut all = || -> rusqlite::Result<()> {
            let sql = self.sql.transaction()?;
            for (team, draft) in drafts {
                let text = serde_json::to_string(draft).unwrap_or_default();
                sql.execute(
                    "INSERT OR REPLACE INTO drafts (team, round, draft) VALUES (?1, ?2, ?3)",
                    params![team, round, text],
                )?;
            }
            sql.commit()
        };
        all().map_err(|error| StoreError::Sql { path, error })
    }

    /// The drafts of a round, by team.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn drafts(&self, round: u32) -> Result<Vec<(u32, Decision)>, StoreError> {
        let raw: Vec<(u32, String)> = self.run(|sql| {
            let mut all = sql.prepare("SELECT team, draft FROM drafts WHERE round = ?1")?;
            let rows = all.query_map([round], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })?;
        Ok(raw
            .into_iter()
            .filter_map(|(team, text)| Some((team, serde_json::from_str(&text).ok()?)))
            .collect())
    }

    /// Gives a seat to a device, by the digest of its token: its team, and whether it only observes.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn seat(&self, token: &str, seat: Option<(u32, bool)>) -> Result<(), StoreError> {
        self.run(|sql| {
            sql.execute("DELETE FROM observers WHERE token = ?1", [token])?;
            match seat {
                Some((team, observes)) => {
                    if observes {
                        sql.execute("INSERT INTO observers (token) VALUES (?1)", [token])?;
                    }
                    sql.execute(
                        "INSERT OR REPLACE INTO seats (token, team) VALUES (?1, ?2)",
                        params![token, team],
                    )
                }
                None => sql.execute("DELETE FROM seats WHERE token = ?1", [token]),
            }
        })?;
        Ok(())
    }

    /// Who observes: digests of tokens.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn observers(&self) -> Result<Vec<String>, StoreError> {
        self.run(|sql| {
            let mut all = sql.prepare("SELECT token FROM observers")?;
            let rows = all.query_map([], |row| row.get(0))?;
            rows.collect()
        })
    }

    /// Every seat: digest of the token, team.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn seats(&self) -> Result<Vec<(String, u32)>, StoreError> {
        self.run(|sql| {
            let mut all = sql.prepare("SELECT token, team FROM seats")?;
            let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }

    /// Keeps a word, such as the room's code.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn keep(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.run(|sql| {
            sql.execute("INSERT OR REPLACE INTO keep (key, value) VALUES (?1, ?2)", [key, value])
        })?;
        Ok(())
    }

    /// A word that was kept.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn kept(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.run(|sql| {
            sql.query_row("SELECT value FROM keep WHERE key = ?1", [key], |row| row.get(0)).optional()
        })
    }

    /// Every row, for an export.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn rows(&self) -> Result<Vec<Row>, StoreError> {
        let raw: Vec<(i64, String, String, String)> = self.run(|sql| {
            let mut all = sql.prepare("SELECT number, command, entry, digest FROM log ORDER BY number")?;
            let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            rows.collect()
        })?;
        let row = |(number, command, text, digest): (i64, String, String, String)| {
            Some(Row { number: number as u64, command, entry: serde_json::from_str(&text).ok()?, digest })
        };
        Ok(raw.into_iter().filter_map(row).collect())
    }

    /// Deletes the room: its file and what SQLite keeps beside it.
    ///
    /// # Errors
    /// If a file cannot be deleted.
    pub fn delete(self) -> std::io::Result<()> {
        let path = self.path.clone();
        drop(self);
        for end in ["", "-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(end);
            match std::fs::remove_file(PathBuf::from(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Makes a room's file from an exported log; gives the number of entries.
///
/// # Errors
/// If the disk says no.
pub fn import(path: &Path, export: &Export) -> Result<usize, StoreError> {
    // Made aside and put in its place whole.
    let mut aside = path.to_owned().into_os_string();
    aside.push(".unfinished");
    let aside = PathBuf::from(aside);
    let _ = std::fs::remove_file(&aside);
    let (mut store, _) = Store::open(&aside)?;
    for row in &export.log {
        store.append(&row.command, &row.entry)?;
    }
    drop(store);
    std::fs::rename(&aside, path)
        .map_err(|error| StoreError::Not { path: path.to_owned(), why: error.to_string() })?;
    Ok(export.log.len())
}

/// The write-ahead log as it was before SQLite opened it. SQLite leaves a frame with a wrong checksum out without a word; a frame of the
/// present generation (its salts are the header's) that is cut short or does not add up is one that was damaged.
struct Torn {
    bytes: Vec<u8>,
}

impl Torn {
    fn look(path: &Path) -> Option<Self> {
        let mut name = path.to_owned().into_os_string();
        name.push("-wal");
        let bytes = std::fs::read(PathBuf::from(name)).ok()?;
        (bytes.len() > 32).then_some(Self { bytes })
    }

    fn word(&self, at: usize) -> Option<u32> {
        let four = self.bytes.get(at..at + 4)?;
        Some(u32::from_be_bytes(four.try_into().ok()?))
    }

    fn is_torn(&self) -> bool {
        self.damaged().unwrap_or(true)
    }

    /// Whether some frame of this generation does not add up, by SQLite's own rule for checksums.
    fn damaged(&self) -> Option<bool> {
        let magic = self.word(0)?;
        if magic & !1 != 0x377F_0682 {
            return Some(true);
        }
        let big = magic & 1 == 1;
        let page = self.word(8)? as usize;
        let salts = (self.word(16)?, self.word(20)?);
        let mut sum = self.sum(big, (0, 0), 0, 24)?;
        if sum != (self.word(24)?, self.word(28)?) {
            return Some(true);
        }
        let mut at = 32;
        while at < self.bytes.len() {
            if (self.word(at + 8)?, self.word(at + 12)?) != salts {
                // What is left of an older generation.
                return Some(false);
            }
            if at + 24 + page > self.bytes.len() {
                return Some(true);
            }
            sum = self.sum(big, sum, at, 8)?;
            sum = self.sum(big, sum, at + 24, page)?;
            if sum != (self.word(at + 16)?, self.word(at + 20)?) {
                return Some(true);
            }
            at += 24 + page;
        }
        Some(false)
    }

    fn sum(&self, big: bool, (mut a, mut b): (u32, u32), from: usize, length: usize) -> Option<(u32, u32)> {
        for pair in self.bytes.get(from..from + length)?.chunks_exact(8) {
            let word = |four: &[u8]| -> Option<u32> {
                let four: [u8; 4] = four.try_into().ok()?;
                Some(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
            };
            a = a.wrapping_add(word(&pair[..4])?).wrapping_add(b);
            b = b.wrapping_add(word(&pair[4..])?).wrapping_add(a);
        }
        Some((a, b))
    }
}
