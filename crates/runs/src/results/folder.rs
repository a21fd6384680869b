//! A folder of results that is being written: opened new or resumed under a lock, given replicates
//! in order, then finished or left for a later resume.
//!
//! A folder that Balcony did not write is refused before anything is written. Old results are
//! removed file by file, under the names that Balcony uses; a folder is never deleted as a whole.

use super::manifest_file::Checked as _;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::atomic_write::{UNFINISHED, storage};
use super::bounds;
use super::disk::Disk;
use super::lock::{LOCK, Lock};
use super::part::{Layout, PartReader, PartWriter};
use super::{
    Drawn, Format, Identity, MANIFEST, Manifest, PART, Results, ResultsError, RunRequest, Status, Timings,
    draws_csv, join, read,
};
use crate::experiment::{Keep, Replicate, Run, Shape, StorageError, Table};
use balcony_files as files;

/// Name of the folder of parts.
pub(super) const PARTS: &str = "parts";

/// What to do if the folder holds results already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Refuse.
    #[default]
    New,
    /// Continue after the last replicate.
    Resume,
    /// Replace them.
    Force,
}

/// What a folder will hold.
#[derive(Debug, Clone)]
pub struct Request {
    /// Request of the run, for the manifest.
    pub asked: RunRequest,
    /// Sampled parameter values, for as many samples as the identity says; without an authority's
    /// own figures.
    pub drawn: Drawn,
    /// Identity of the same request with as many replicates as the folder was begun with, if these
    /// are fewer. [`Mode::Resume`] then goes on from what the folder holds.
    pub shorter: Option<Identity>,
}

/// Number of replicates that a folder of results was begun with; `None` if it holds none that can
/// be read.
pub fn begun_with(path: &Path) -> Option<u32> {
    super::manifest_file::of_results(path).ok().flatten().map(|there| there.identity.replicates)
}

/// Result of opening a folder.
#[derive(Debug)]
pub enum OpenedFolder {
    /// There is work to do.
    Work(Box<Folder>),
    /// The results were complete already.
    Complete(Box<Results>),
}

/// A folder that is being written.
pub struct Folder {
    path: PathBuf,
    manifest: Manifest,
    layout: Layout,
    drawn: Drawn,
    disk: Arc<dyn Disk>,
    lock: Lock,
    finished: BTreeSet<u32>,
    writing: Option<PartWriter>,
    reading: Option<(u32, PartReader)>,
}

impl std::fmt::Debug for Folder {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Folder")
            .field("path", &self.path)
            .field("finished", &self.finished)
            .finish_non_exhaustive()
    }
}

impl Folder {
    /// Begins, resumes or replaces the results of a folder.
    ///
    /// # Errors
    /// If the folder cannot be used as `mode` asks, or the disk fails.
    pub fn open(
        path: &Path,
        request: Request,
        mode: Mode,
        disk: Arc<dyn Disk>,
    ) -> Result<OpenedFolder, ResultsError> {
        let mut request = request;
        request.asked.identity.arms.sort();
        refuse_foreign(path, super::manifest_file::of_results)?;
        fs::create_dir_all(path).map_err(storage(path, "make the folder of results"))?;
        let lock = Lock::take(path)?;
        let there = match super::manifest_file::of_results(path) {
            // The folder cannot be read, so replacing it loses nothing.
            Err(error) if mode == Mode::Force && error.is_ours() => {
                clear(path, &[Format::Parquet, Format::Csv])?;
                None
            }
            Ok(there) => there,
            Err(other) => {
                lock.release();
                return Err(other);
            }
        };
        if let Some(there) = there {
            match mode {
                Mode::New => {
                    let status =
                        if there.status == Status::Complete { "complete" } else { "begun and not finished" };
                    lock.release();
                    return Err(ResultsError::Exists { path: path.to_owned(), status: status.to_owned() });
                }
                Mode::Force => clear(path, &[there.identity.format])?,
                Mode::Resume if request.shorter.as_ref() == Some(&there.identity) => {
                    let long = Layout::of(&request.asked.identity);
                    let layouts = (&Layout::of(&there.identity), &long);
                    match super::extend::extend(path, &there, layouts, &disk) {
                        // A damaged folder is computed again.
                        Ok(()) | Err(ResultsError::Damaged { .. }) => {}
                        Err(other) => {
                            lock.release();
                            return Err(other);
                        }
                    }
                }
                Mode::Resume => {
                    let differences = there.identity.differences(&request.asked.identity);
                    if !differences.is_empty() {
                        lock.release();
                        return Err(ResultsError::Differs { path: path.to_owned(), differences });
                    }
                    if there.status == Status::Complete {
                        match read(path) {
                            Ok(results) => {
                                let cleared = clear_parts(path);
                                lock.release();
                                cleared?;
                                return Ok(OpenedFolder::Complete(Box::new(results)));
                            }
                            // A damaged folder is computed again.
                            Err(ResultsError::Damaged { .. }) => {}
                            Err(other) => {
                                lock.release();
                                return Err(other);
                            }
                        }
                    }
                }
            }
        }
        Self::begin(path, request, disk, lock).map(|folder| OpenedFolder::Work(Box::new(folder)))
    }

    fn begin(path: &Path, request: Request, disk: Arc<dyn Disk>, lock: Lock) -> Result<Self, ResultsError> {
        let identity = &request.asked.identity;
        let layout = Layout::of(identity);
        let manifest = Manifest { part: PART, parts: layout.parts(), ..Manifest::begun(request.asked) };
        // A manifest that could not be read back is refused before anything runs.
        manifest.check().map_err(|what| ResultsError::TooMuch { path: path.to_owned(), what })?;
        super::manifest_file::write(&manifest, &disk, path)?;
        let draws = manifest.identity.draws;
        if draws > 0 {
            // This is written before the first replicate, so that the sampled values can be looked
            // up if the model fails.
            draws_csv::write(&disk, path, draws, &request.drawn)?;
        }
        let parts = begin_parts(path)?;
        let mut finished = BTreeSet::new();
        for part in 0..layout.parts() {
            let opened = PartReader::open(&parts, &layout, part, true);
            if opened
                .map_err(storage(&Layout::path(&parts, part), &format!("read part {}", part + 1)))?
                .is_some()
            {
                finished.insert(part);
            }
        }
        Ok(Self {
            path: path.to_owned(),
            manifest,
            layout,
            drawn: request.drawn,
            disk,
            lock,
            finished,
            writing: None,
            reading: None,
        })
    }

    /// Shape of each replicate's results.
    pub fn shape(&self) -> Shape {
        self.layout.shape
    }

    /// Joins the parts, writes tables and summary, then the manifest, and finally removes the
    /// parts.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn finish(mut self, run: &Run) -> Result<Manifest, StorageError> {
        let table: &Table = &run.table;
        self.reading = None;
        // The tables contain the replicates that were run, which may be fewer than the maximum.
        let identity = Identity { replicates: table.replicates, ..self.manifest.identity.clone() };
        self.manifest.files =
            join::join(&self.path, (&identity, &self.manifest), &self.layout, table, &self.disk)?;
        let draws = self.manifest.identity.draws;
        if draws > 0 {
            let facts = draws_csv::write(&self.disk, &self.path, draws, &self.drawn)?;
            self.manifest.files.insert(draws_csv::DRAWS.to_owned(), facts);
        }
        self.manifest.status = Status::Complete;
        self.manifest.ran = Some(table.replicates);
        self.manifest.parts = table.replicates.div_ceil(PART);
        self.manifest.outcomes_digest = Some(table.digest());
        self.manifest.timings = Some(Timings {
            wall: run.timing.wall,
            cpu: run.timing.cpu,
            threads: run.timing.threads,
            case_weeks: run.case_weeks,
            warm_up_case_weeks: run.warm_up_case_weeks,
        });
        super::manifest_file::write(&self.manifest, &self.disk, &self.path)?;
        clear_parts(&self.path)?;
        self.lock.release();
        Ok(self.manifest)
    }

    fn doing(&self, part: u32, verb: &str) -> impl FnOnce(io::Error) -> StorageError + use<> {
        let path = Layout::path(&self.path.join(PARTS), part);
        storage(&path, &format!("{verb} part {} of {}", part + 1, self.layout.parts()))
    }
}

impl Keep for Folder {
    fn has(&self, replicate: u32) -> bool {
        self.finished.contains(&(replicate / PART))
    }

    fn load(&mut self, replicate: u32) -> Result<Replicate, StorageError> {
        let part = replicate / PART;
        let fault = self.doing(part, "read");
        if self.reading.as_ref().is_none_or(|(open, _)| *open != part) {
            let opened = PartReader::open(&self.path.join(PARTS), &self.layout, part, false);
            self.reading = match opened {
                Ok(opened) => opened.map(|reader| (part, reader)),
                Err(error) => return Err(fault(error)),
            };
        }
        match &mut self.reading {
            Some((_, reader)) => reader.replicate(replicate).map_err(fault),
            None => Err(fault(io::Error::new(io::ErrorKind::NotFound, "it was taken away while we ran"))),
        }
    }

    fn add(&mut self, replicate: &Replicate) -> Result<(), StorageError> {
        let part = replicate.replicate / PART;
        let fault = self.doing(part, "write");
        let mut write = || -> io::Result<bool> {
            let writer = match self.writing.take() {
                Some(writer) => writer,
                None => PartWriter::begin(&self.disk, &self.path.join(PARTS), &self.layout, part)?,
            };
            let writer = self.writing.insert(writer);
            if !writer.add(replicate)? {
                return Ok(false);
            }
            self.writing.take().map_or(Ok(()), PartWriter::finish).map(|()| true)
        };
        if write().map_err(fault)? {
            self.finished.insert(part);
        }
        Ok(())
    }

    fn safe(&self) -> u32 {
        self.finished.iter().map(|part| self.layout.count(*part)).sum()
    }
}

/// Refuses a path that contains anything other than Balcony results.
pub(super) fn refuse_foreign<M>(
    path: &Path,
    read: impl FnOnce(&Path) -> Result<Option<M>, ResultsError>,
) -> Result<(), ResultsError> {
    let not_ours = |what: String| Err(ResultsError::NotOurs { path: path.to_owned(), what });
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return not_ours("it is a file".to_owned());
        }
        Err(error) => return Err(storage(path, "look into the folder")(error).into()),
    };
    match read(path) {
        Ok(None) => {}
        Ok(Some(_)) => return Ok(()),
        Err(error) if error.is_ours() => return Ok(()),
        Err(other) => return Err(other),
    }
    let begun = [LOCK.to_owned(), format!("{MANIFEST}.{UNFINISHED}")];
    for entry in entries {
        let name = entry.map_err(storage(path, "look into the folder"))?.file_name();
        let name = name.to_string_lossy().into_owned();
        if !begun.contains(&name) {
            return not_ours(format!("it has `{name}` and no {MANIFEST}"));
        }
    }
    Ok(())
}

/// Removes the tables of the given formats from a folder of results. The manifest and all other
/// files stay.
fn clear(path: &Path, formats: &[Format]) -> Result<(), StorageError> {
    clear_parts(path)?;
    formats.iter().flat_map(|format| bounds::names(*format)).try_for_each(|name| remove(path, &name))
}

/// Removes a file of a folder of results, with its unfinished version.
pub(super) fn remove(folder: &Path, name: &str) -> Result<(), StorageError> {
    for name in [name, &format!("{name}.{UNFINISHED}")] {
        let path = folder.join(name);
        files::remove(&path).map_err(storage(&path, "take away an old file"))?;
    }
    Ok(())
}

/// Creates the folder of parts if necessary and removes unfinished parts from it.
pub(super) fn begin_parts(path: &Path) -> Result<PathBuf, StorageError> {
    let parts = path.join(PARTS);
    files::folder(&parts).map_err(storage(&parts, "make the folder of parts"))?;
    remove_parts(&parts, |name| name.ends_with(UNFINISHED))?;
    Ok(parts)
}

/// Removes the parts, and their folder if nothing else is in it.
pub(super) fn clear_parts(path: &Path) -> Result<(), StorageError> {
    let parts = path.join(PARTS);
    if files::is_folder(&parts).map_err(storage(&parts, "look into the folder of parts"))? {
        remove_parts(&parts, |_| true)?;
        // The folder stays if it contains another file.
        let _ = fs::remove_dir(&parts);
    }
    Ok(())
}

/// Removes those files with the name of a part that `which` selects.
fn remove_parts(parts: &Path, which: impl Fn(&str) -> bool) -> Result<(), StorageError> {
    for entry in fs::read_dir(parts).map_err(storage(parts, "look into the folder of parts"))? {
        let entry = entry.map_err(storage(parts, "look into the folder of parts"))?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| is_part(name) && which(name)) {
            files::remove(&entry.path()).map_err(storage(&entry.path(), "take away an old part"))?;
        }
    }
    Ok(())
}

/// Whether a name is that of a part, finished or not: `part-000012.bin`.
pub(super) fn is_part(name: &str) -> bool {
    let name = name.strip_suffix(&format!(".{UNFINISHED}")).unwrap_or(name);
    let number = name.strip_prefix("part-").and_then(|name| name.strip_suffix(".bin"));
    number.is_some_and(|number| number.len() >= 6 && number.bytes().all(|sign| sign.is_ascii_digit()))
}
