//! The log of a session on disk: one file that is extended at its end and synced. Everything that
//! was acknowledged is in it.
//!
//! Besides entries it holds drafts, seats and a few values, whose loss does not affect results.
//! Every record can be verified by itself (`records`); damaged parts are left out, counted and set
//! aside. The file holds nothing personal: a seat is the digest of a random token.

use super::append::Appended;
use super::records::{HEAD, Record, foreign, read};
use balcony_exercise::exercise::{Decision, Entry, Export, Row, chained};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Why the store fails.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk fails.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        error: io::Error,
    },
    /// The file is of another kind or version.
    #[error("{}: {why}", path.display())]
    Not {
        /// The file.
        path: PathBuf,
        /// What it is.
        why: String,
    },
}

/// The store of one session.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    /// The open file, or why nothing can be written.
    file: Result<Appended, String>,
    /// Whether the file must be rewritten before the next addition, and, if so, whether the old one
    /// is set aside.
    unfit: Option<bool>,
    /// The file that was opened first, if it has been replaced. Its lock is kept, because another
    /// program may have opened that file meanwhile and must not use it.
    _first: Option<Appended>,
    rows: Vec<Row>,
    drafts: BTreeMap<u32, (u32, Decision)>,
    seats: BTreeMap<String, (u32, bool)>,
    words: BTreeMap<String, String>,
}

/// What was found when a store was opened.
#[derive(Debug, Default)]
pub struct OpenedLog {
    /// All entries that can be read.
    pub rows: Vec<Row>,
    /// Numbers of entries between them that cannot be read, as ranges from and to.
    pub missing: Vec<(u64, u64)>,
    /// Problems, as messages.
    pub warnings: Vec<String>,
}

/// Largest file that is opened; a day of drafts takes a hundredth of it.
const MOST: u64 = 1 << 30;
/// Size from which a file with mostly outdated records is rewritten when it is opened.
const LONG: usize = 4 << 20;

impl Store {
    /// Opens or creates the store at a path. Damage is no error: damaged parts are left out with a
    /// warning. If nothing can be written, the session can still be viewed.
    ///
    /// # Errors
    /// If the file is no session's, is open elsewhere, or cannot be read or created.
    pub fn open(path: &Path) -> Result<(Self, OpenedLog), StoreError> {
        let failed = |error: io::Error| StoreError::Io { path: path.to_owned(), error };
        let not = |why: &str| StoreError::Not { path: path.to_owned(), why: why.to_owned() };
        let mut found = OpenedLog::default();
        let there = match std::fs::metadata(path) {
            Ok(about) if !about.is_file() => return Err(not("this is not the file of a room")),
            Ok(about) if about.len() > MOST => return Err(not("this is too great for the file of a room")),
            Ok(_) => true,
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => return Err(failed(error)),
        };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(!there);
        let (mut file, readonly) = match options.open(path) {
            Ok(file) => (file, None),
            Err(error) if there => (File::open(path).map_err(failed)?, Some(error.to_string())),
            Err(error) => return Err(failed(error)),
        };
        lock(&file, path)?;
        let mut store = Self { path: path.to_owned(), ..Self::nowhere() };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        if bytes.is_empty() && readonly.is_none() {
            if there {
                found.warnings.push(format!("{} was empty: a new room begins in it", path.display()));
            }
            let mut file = Appended::new(file, 0);
            if let Err(error) = file.add(HEAD.as_bytes()) {
                drop(file);
                if !there {
                    let _ = std::fs::remove_file(path);
                }
                return Err(failed(error));
            }
            sync_folder(path);
            store.file = Ok(file);
            return Ok((store, found));
        }
        let read = read(&bytes);
        if let Some(why) = foreign(&bytes, &read) {
            return Err(not(why));
        }
        let damaged = read.unreadable > 0 || !bytes.starts_with(HEAD.as_bytes());
        store.take(read.records);
        let changed = store.chain();
        found.missing = store.missing();
        store.file = match readonly {
            Some(why) => {
                found.warnings.push(format!("nothing can be written to {}: {why}", path.display()));
                Err(why)
            }
            None => Ok(Appended::new(file, bytes.len() as u64)),
        };
        if damaged || changed.is_some() {
            store.unfit = Some(true);
        } else if bytes.len() > LONG && store.text().len() < bytes.len() / 2 {
            store.unfit = Some(false);
        }
        found.rows.clone_from(&store.rows);
        let last = store.rows.last().map_or(0, |row| row.number);
        let aside = store.renew();
        if damaged || changed.is_some() {
            let shown = path.display();
            let what = match changed {
                Some(number) => format!("entry {number} in {shown} is not the one that was written there"),
                None => format!("{} of the {} bytes of {shown} cannot be read", read.unreadable, bytes.len()),
            };
            found.warnings.push(found.told(&what, last, read.open_end, &aside));
        } else if !found.missing.is_empty() {
            found.warnings.push(format!(
                "{} of {last} entries are missing since this room was damaged: {}",
                found.lost(),
                found.listed()
            ));
        }
        Ok((store, found))
    }

    /// A store without a file, for a session that was deleted.
    pub fn nowhere() -> Self {
        Self {
            path: PathBuf::new(),
            file: Err("the room was deleted".to_owned()),
            unfit: None,
            _first: None,
            rows: Vec::new(),
            drafts: BTreeMap::new(),
            seats: BTreeMap::new(),
            words: BTreeMap::new(),
        }
    }

    /// Takes records in order; of two entries with the same number the first counts.
    fn take(&mut self, records: Vec<Record>) {
        let mut rows: BTreeMap<u64, Row> = BTreeMap::new();
        for record in records {
            if let Record::Entry(row) = &record {
                if rows.contains_key(&row.number) {
                    continue;
                }
                rows.insert(row.number, row.clone());
            }
            self.apply(record);
        }
        self.rows = rows.into_values().collect();
    }

    /// Applies the effect of a record on everything except the log.
    fn apply(&mut self, record: Record) {
        match record {
            // The end of a round removes its drafts, so that none reappears if the round is played
            // again.
            Record::Entry(Row { entry: Entry::Close { .. } | Entry::Rewind { .. }, .. }) => {
                self.drafts.clear()
            }
            // An older draft must not replace the submitted decision.
            Record::Entry(Row { entry: Entry::Submit { team, .. }, .. }) => {
                self.drafts.remove(&team);
            }
            Record::Entry(_) => {}
            Record::Draft { team, round, draft } => {
                self.drafts.insert(team, (round, draft));
            }
            Record::Seat { device, seat: Some(seat) } => {
                self.seats.insert(device, seat);
            }
            Record::Seat { device, seat: None } => {
                self.seats.remove(&device);
            }
            Record::Keep { key, value } => {
                self.words.insert(key, value);
            }
        }
    }

    /// Chains every row to the row that now precedes it. Returns the first row that follows on the
    /// row with the number before it and was not chained to that row: it is from another log or was
    /// edited.
    fn chain(&mut self) -> Option<u64> {
        let (mut last, mut before, mut changed) = (String::new(), (0, String::new()), None);
        for row in &mut self.rows {
            let text = serde_json::to_string(&row.entry).unwrap_or_default();
            let was = std::mem::replace(&mut row.digest, chained(&last, &row.command, &text));
            if row.number == before.0 + 1 && was != chained(&before.1, &row.command, &text) {
                changed = changed.or(Some(row.number));
            }
            last.clone_from(&row.digest);
            before = (row.number, was);
        }
        changed
    }

    fn missing(&self) -> Vec<(u64, u64)> {
        let mut next = 1;
        let mut missing = Vec::new();
        for row in &self.rows {
            if row.number > next {
                missing.push((next, row.number - 1));
            }
            next = row.number.saturating_add(1);
        }
        missing
    }

    /// The complete content as the text of a file.
    fn text(&self) -> String {
        let words =
            self.words.iter().map(|(key, value)| Record::Keep { key: key.clone(), value: value.clone() });
        let seats = self
            .seats
            .iter()
            .map(|(device, seat)| Record::Seat { device: device.clone(), seat: Some(*seat) });
        let rows = self.rows.iter().cloned().map(Record::Entry);
        let drafts = self.drafts.iter().map(|(team, (round, draft))| Record::Draft {
            team: *team,
            round: *round,
            draft: draft.clone(),
        });
        let mut text = HEAD.to_owned();
        words.chain(seats).chain(rows).chain(drafts).for_each(|record| text.push_str(&record.line()));
        text
    }

    /// Rewrites the file if that is needed, and sets a damaged one aside; returns the new name of
    /// the old file.
    fn renew(&mut self) -> io::Result<Option<PathBuf>> {
        let Some(aside) = self.unfit else { return Ok(None) };
        if let Err(why) = &self.file {
            return Err(io::Error::other(why.clone()));
        }
        let text = self.text();
        let (file, kept) = replace(&self.path, &text, aside)?;
        self._first = std::mem::replace(&mut self.file, Ok(Appended::new(file, text.len() as u64))).ok();
        self.unfit = None;
        Ok(kept)
    }

    /// Adds all records or none.
    fn add(&mut self, records: Vec<Record>) -> Result<(), StoreError> {
        let failed = |path: &Path, error| StoreError::Io { path: path.to_owned(), error };
        self.renew().map_err(|error| failed(&self.path, error))?;
        let text: String = records.iter().map(Record::line).collect();
        match &mut self.file {
            Ok(file) => file.add(text.as_bytes()).map_err(|error| failed(&self.path, error))?,
            Err(why) => return Err(failed(&self.path, io::Error::other(why.clone()))),
        }
        for record in records {
            if let Record::Entry(row) = &record {
                self.rows.push(row.clone());
            }
            self.apply(record);
        }
        Ok(())
    }

    /// The entry that a command caused, if it is in the log.
    pub fn known(&self, command: &str) -> Option<&Entry> {
        self.rows.iter().rev().find(|row| row.command == command).map(|row| &row.entry)
    }

    /// Writes an entry and syncs it.
    ///
    /// # Errors
    /// If it cannot be written, or the command is known already.
    pub fn append(&mut self, command: &str, entry: &Entry) -> Result<(), StoreError> {
        if self.known(command).is_some() {
            let why = format!("the command {command} is in the log already");
            return Err(StoreError::Not { path: self.path.clone(), why });
        }
        let row = Row::after(self.rows.last(), command, entry.clone());
        self.add(vec![Record::Entry(row)])
    }

    /// Restores the opening entry of a log that lost it.
    pub fn restore_first(&mut self, command: &str, entry: &Entry) {
        self.rows.insert(0, Row::after(None, command, entry.clone()));
        self.chain();
        self.unfit = Some(self.unfit.unwrap_or(false));
    }

    /// Writes the teams' drafts of a round together.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep_drafts(&mut self, round: u32, drafts: &[(u32, &Decision)]) -> Result<(), StoreError> {
        let record =
            |(team, draft): &(u32, &Decision)| Record::Draft { team: *team, round, draft: (*draft).clone() };
        self.add(drafts.iter().map(record).collect())
    }

    /// Drafts of a round, by team.
    pub fn drafts(&self, round: u32) -> Vec<(u32, Decision)> {
        let of = self.drafts.iter().filter(|(_, (at, _))| *at == round);
        of.map(|(team, (_, draft))| (*team, draft.clone())).collect()
    }

    /// Gives a device its seat or, with `None`, removes it. The seat holds the team and whether the
    /// device only observes.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn seat(&mut self, device: &str, seat: Option<(u32, bool)>) -> Result<(), StoreError> {
        self.add(vec![Record::Seat { device: device.to_owned(), seat }])
    }

    /// All seats: digest of the token, team, and whether the device only observes.
    pub fn seats(&self) -> &BTreeMap<String, (u32, bool)> {
        &self.seats
    }

    /// Keeps a value by name, such as the session's code.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.add(vec![Record::Keep { key: key.to_owned(), value: value.to_owned() }])
    }

    /// Returns a kept value.
    pub fn kept(&self, key: &str) -> Option<&str> {
        self.words.get(key).map(String::as_str)
    }

    /// All rows, for an export.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Deletes the session: first files that were set aside or left beside its file, then the file
    /// itself. If one cannot be deleted, the session still exists.
    ///
    /// # Errors
    /// If a file cannot be deleted.
    pub fn delete(&self) -> io::Result<()> {
        let path = self.path.clone();
        let mut all = vec![beside(&path, UNFINISHED)];
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let start = beside(&path, DAMAGED);
        let start = start.file_name().unwrap_or_default().as_encoded_bytes();
        for entry in std::fs::read_dir(folder)?.flatten() {
            let name = entry.file_name();
            let number = name.as_encoded_bytes().strip_prefix(start);
            if number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit)) {
                all.push(entry.path());
            }
        }
        all.push(path);
        for path in all {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Creates a session file from an exported log, completely or not at all; returns the number of
/// entries.
///
/// # Errors
/// If the file cannot be written.
pub fn import(path: &Path, export: &Export) -> Result<usize, StoreError> {
    // Numbers are kept, so entries that are missing in the log are missing in the session too.
    let mut store = Store { path: path.to_owned(), rows: export.log.clone(), ..Store::nowhere() };
    store.chain();
    replace(path, &store.text(), false).map_err(|error| StoreError::Io { path: path.to_owned(), error })?;
    Ok(export.log.len())
}

/// Endings of the names of an unfinished file and, before a number, of a damaged one.
const UNFINISHED: &str = ".unfinished";
const DAMAGED: &str = ".damaged-";

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(end);
    PathBuf::from(name)
}

/// Locks a file for this program. A system without locks has no protection.
fn lock(file: &File, path: &Path) -> Result<(), StoreError> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let why = "another balcony has this room open; close it first".to_owned();
            Err(StoreError::Not { path: path.to_owned(), why })
        }
        _ => Ok(()),
    }
}

/// Replaces a file atomically: the text is written and synced under another name, then renamed.
/// With `aside`, the old file first gets another name.
fn replace(path: &Path, text: &str, aside: bool) -> io::Result<(File, Option<PathBuf>)> {
    let unfinished = beside(path, UNFINISHED);
    let mut kept = None;
    let made = (|| {
        match std::fs::remove_file(&unfinished) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // A new file, so that no link is followed; locked before it gets its name.
        let mut file = OpenOptions::new().read(true).write(true).create_new(true).open(&unfinished)?;
        let _ = file.try_lock();
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        if aside {
            kept = Some(set_aside(path)?);
        }
        std::fs::rename(&unfinished, path)?;
        sync_folder(path);
        Ok(file)
    })();
    match made {
        Ok(file) => Ok((file, kept)),
        Err(error) => {
            // The unfinished file and the extra name are removed; the original is unchanged.
            let _ = std::fs::remove_file(&unfinished);
            if let Some(kept) = kept {
                let _ = std::fs::remove_file(kept);
            }
            Err(error)
        }
    }
}

/// Gives a file a second, unused name, which needs no disk space. If the system has no hard links,
/// the file is copied.
fn set_aside(path: &Path) -> io::Result<PathBuf> {
    for number in 1..10_000 {
        let aside = beside(path, &format!("{DAMAGED}{number}"));
        match std::fs::hard_link(path, &aside) {
            Ok(()) => return Ok(aside),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(_) => match OpenOptions::new().write(true).create_new(true).open(&aside) {
                Ok(mut copy) => {
                    let copied = File::open(path)
                        .and_then(|mut from| io::copy(&mut from, &mut copy))
                        .and_then(|_| copy.sync_all());
                    if let Err(error) = copied {
                        let _ = std::fs::remove_file(&aside);
                        return Err(error);
                    }
                    return Ok(aside);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            },
        }
    }
    Err(io::Error::other("every name for a damaged file is taken: move some of them away"))
}

/// A new name is durable only when its folder is synced. If a folder cannot be synced, nothing more
/// can be done.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

impl OpenedLog {
    /// Number of entries that are known to be missing.
    pub fn lost(&self) -> u64 {
        self.missing.iter().map(|(from, to)| to - from + 1).sum()
    }

    /// Describes what was recovered from damage, what is missing, and where the old file is kept.
    fn told(&self, what: &str, last: u64, open_end: bool, aside: &io::Result<Option<PathBuf>>) -> String {
        let mut said = match self.rows.len() {
            1 => format!("{what}. 1 entry is recovered"),
            n => format!("{what}. {n} entries are recovered"),
        };
        said.push_str(&match self.lost() {
            0 => format!("; up to number {last} none is missing"),
            n => format!("; up to number {last}, {n} are known to be missing: {}", self.listed()),
        });
        if open_end {
            said.push_str(&format!(
                ". Its end cannot be read: whether more stood after number {last} nobody can tell from the file"
            ));
        }
        said.push_str(". Drafts and seats may be lost as well");
        match aside {
            Ok(Some(aside)) => said.push_str(&format!(". The file as it was is kept as {}", aside.display())),
            Ok(None) => {}
            Err(error) => said.push_str(&format!(
                ". It stays as it is, and nothing is written to it, until it can be set aside ({error})"
            )),
        }
        said
    }

    /// Lists the missing numbers, such as `7, 12 to 13`; a long list is shortened.
    fn listed(&self) -> String {
        let word = |(from, to): &(u64, u64)| {
            if from == to { from.to_string() } else { format!("{from} to {to}") }
        };
        let mut text = self.missing.iter().take(8).map(word).collect::<Vec<_>>().join(", ");
        if self.missing.len() > 8 {
            text.push_str(" and others");
        }
        text
    }
}
