//! A folder of rows that is being written: opened new or resumed under a lock, given tasks in
//! order, then finished or left for a later resume.

use crate::results::manifest_file::Checked as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::part::{Layout, PART};
use super::table::Writer;
use super::{FORM, KIND, Level, RowsManifest, TaskResult, Timing};
use crate::experiment::StorageError;
use crate::results::atomic_write::{self, storage};
use crate::results::disk::Disk;
use crate::results::folder::{PARTS, begin_parts, clear_parts, refuse_foreign, remove};
use crate::results::lock::Lock;
use crate::results::read::is_whole;
use crate::results::{Mode, ResultsError, Status, manifest_file};

/// Name of the file of rows.
pub(super) const FILE: &str = "rows.parquet";

/// Result of opening a folder.
#[derive(Debug)]
pub enum OpenedFolder {
    /// There is work to do.
    Work(Box<RowsFolder>),
    /// The rows were complete already.
    Complete(Box<RowsManifest>),
}

/// A folder that is being written.
pub struct RowsFolder {
    path: PathBuf,
    manifest: RowsManifest,
    layout: Layout,
    disk: Arc<dyn Disk>,
    lock: Lock,
    /// Number of parts that are complete on disk, from the first on.
    parts: u64,
    /// Results of the tasks in the open part. `safe` counts the tasks in the parts before it.
    open: Vec<TaskResult>,
    safe: u64,
    /// Position in the stored tasks that [`RowsFolder::load`] returns: part, and the rest of that
    /// part.
    given: (u64, std::vec::IntoIter<TaskResult>),
}

impl std::fmt::Debug for RowsFolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RowsFolder")
            .field("path", &self.path)
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}

impl RowsFolder {
    /// Begins, resumes or replaces a sweep. `manifest` describes the request; this function sets
    /// its status and figures.
    ///
    /// # Errors
    /// If the folder holds something else or another sweep, or cannot be written.
    pub fn open(
        path: &Path,
        manifest: RowsManifest,
        mode: Mode,
        disk: Arc<dyn Disk>,
    ) -> Result<OpenedFolder, ResultsError> {
        refuse_foreign(path, RowsManifest::read)?;
        fs::create_dir_all(path).map_err(storage(path, "make the folder of rows"))?;
        let lock = Lock::take(path)?;
        let there = match RowsManifest::read(path) {
            // The folder cannot be read, so replacing it loses nothing.
            Err(error) if mode == Mode::Force && error.is_ours() => {
                clear(path)?;
                None
            }
            Ok(there) => there,
            Err(other) => {
                lock.release();
                return Err(other);
            }
        };
        match (there, mode) {
            (None, _) => {}
            (Some(there), Mode::New) => {
                let status =
                    if there.status == Status::Complete { "complete" } else { "begun and not finished" };
                lock.release();
                return Err(ResultsError::Exists { path: path.to_owned(), status: status.to_owned() });
            }
            (Some(_), Mode::Force) => clear(path)?,
            (Some(there), Mode::Resume) => {
                let differences = there.identity.differences(&manifest.identity);
                if !differences.is_empty() {
                    lock.release();
                    return Err(ResultsError::Differs { path: path.to_owned(), differences });
                }
                // Damaged rows are computed again.
                if there.status == Status::Complete
                    && there.rows.as_ref().is_some_and(|facts| is_whole(path, FILE, facts).is_ok())
                {
                    clear_parts(path)?;
                    lock.release();
                    return Ok(OpenedFolder::Complete(Box::new(there)));
                }
            }
        }
        Self::begin(path, manifest, disk, lock).map(|folder| OpenedFolder::Work(Box::new(folder)))
    }

    fn begin(
        path: &Path,
        asked: RowsManifest,
        disk: Arc<dyn Disk>,
        lock: Lock,
    ) -> Result<Self, ResultsError> {
        let manifest = RowsManifest {
            kind: KIND.to_owned(),
            form: FORM,
            status: Status::Running,
            tasks: 0,
            failed: 0,
            timing: None,
            rows: None,
            ..asked
        };
        // A manifest that could not be read back is refused before anything runs.
        manifest.check().map_err(|what| ResultsError::TooMuch { path: path.to_owned(), what })?;
        manifest_file::write(&manifest, &disk, path)?;
        begin_parts(path)?;
        let identity = &manifest.identity;
        let layout = Layout {
            identity: identity.digest(),
            arms: identity.arms.len(),
            outcomes: identity.outcomes.len(),
        };
        Ok(Self {
            path: path.to_owned(),
            manifest,
            layout,
            disk,
            lock,
            parts: 0,
            open: Vec::with_capacity(PART),
            safe: 0,
            given: (0, Vec::new().into_iter()),
        })
    }

    /// The next task that an earlier run stored, in order; `None` after the last one.
    ///
    /// # Errors
    /// If the disk fails. A damaged part is not an error: it ends the stored tasks and is computed
    /// again.
    pub fn load(&mut self) -> Result<Option<TaskResult>, StorageError> {
        loop {
            if let Some(lived) = self.given.1.next() {
                return Ok(Some(lived));
            }
            // Only full parts have a successor. A shorter part is the last, and new tasks are added
            // to it.
            if self.given.0 != self.parts || !self.open.is_empty() {
                return Ok(None);
            }
            let folder = self.path.join(PARTS);
            let fault = storage(&Layout::path(&folder, self.parts), &format!("read part {}", self.parts + 1));
            let Some(part) = self.layout.read(&folder, self.parts).map_err(fault)? else {
                // No further task is returned after this.
                self.given.0 = u64::MAX;
                return Ok(None);
            };
            if part.len() < PART {
                self.open = part.clone();
                self.given = (u64::MAX, part.into_iter());
            } else {
                self.parts += 1;
                self.safe += PART as u64;
                self.given = (self.parts, part.into_iter());
            }
        }
    }

    /// Stores the next task.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn add(&mut self, lived: &TaskResult) -> Result<(), StorageError> {
        self.open.push(lived.clone());
        if self.open.len() == PART { self.close() } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), StorageError> {
        let folder = self.path.join(PARTS);
        let fault = storage(&Layout::path(&folder, self.parts), &format!("write part {}", self.parts + 1));
        self.layout.write(&self.disk, &folder, self.parts, &self.open).map_err(fault)?;
        self.parts += 1;
        self.safe += self.open.len() as u64;
        self.open.clear();
        Ok(())
    }

    /// Stores the tasks of a part that is not full, after a stop request.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn pause(&mut self) -> Result<(), StorageError> {
        if !self.open.is_empty() {
            self.close()?;
        }
        Ok(())
    }

    /// Number of tasks that are safely on disk.
    pub fn safe(&self) -> u64 {
        self.safe
    }

    /// Writes the rows, then the manifest, and finally removes the parts. `levels` returns the
    /// factor values of a point.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn finish(
        mut self,
        tasks: u64,
        failed: u64,
        timing: Timing,
        levels: &dyn Fn(u32) -> Vec<Level>,
    ) -> Result<RowsManifest, StorageError> {
        self.pause()?;
        let parts = self.path.join(PARTS);
        let (layout, manifest) = (self.layout, &self.manifest);
        let facts = atomic_write::write(&self.disk, &self.path.join(FILE), "write the rows", |file| {
            let mut writer = Writer::new(file, manifest)?;
            for part in 0..self.parts {
                let gone = || {
                    std::io::Error::new(std::io::ErrorKind::NotFound, format!("part {} is gone", part + 1))
                };
                for lived in layout.read(&parts, part)?.ok_or_else(gone)? {
                    writer.add(&lived, &levels(lived.task.point))?;
                }
            }
            writer.finish()
        })?;
        self.manifest.rows = Some(facts);
        self.manifest.status = Status::Complete;
        self.manifest.tasks = tasks;
        self.manifest.failed = failed;
        self.manifest.timing = Some(timing);
        manifest_file::write(&self.manifest, &self.disk, &self.path)?;
        clear_parts(&self.path)?;
        self.lock.release();
        Ok(self.manifest)
    }
}

/// Removes the rows of a folder; the manifest stays.
pub(super) fn clear(path: &Path) -> Result<(), StorageError> {
    clear_parts(path)?;
    remove(path, FILE)
}

/// Manifest of a complete folder of rows, and the path of its rows, which are checked.
///
/// # Errors
/// If it is no such folder, or is incomplete, damaged or newer than this version.
pub fn read(path: &Path) -> Result<(RowsManifest, PathBuf), ResultsError> {
    let not_ours = |what: &str| ResultsError::NotOurs { path: path.to_owned(), what: what.to_owned() };
    if !path.is_dir() {
        return Err(not_ours(if path.exists() { "it is a file" } else { "there is no such folder" }));
    }
    let manifest = RowsManifest::read(path)?.ok_or_else(|| not_ours("it has no manifest.json"))?;
    if manifest.status == Status::Running {
        return Err(ResultsError::HalfSwept { path: path.to_owned() });
    }
    let Some(facts) = &manifest.rows else {
        return Err(ResultsError::Damaged {
            path: path.to_owned(),
            what: "the manifest lists no rows".to_owned(),
        });
    };
    is_whole(path, FILE, facts)?;
    Ok((manifest, path.join(FILE)))
}
