//! A folder of results whose finished runs are kept one by one, as bytes that only their owner
//! understands: national scenarios.
//!
//! While work goes on, the manifest says `running` and `parts/` holds what each finished run
//! yielded. At the end tables are written, then the manifest says `complete`; the parts stay, so
//! that the same command shows the results again without running anything.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use balcony_files::{self as files, Links};
use balcony_numeric::bytes::Writer;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::atomic_write::{self, Aside, storage};
use super::disk::{Disk, RealDisk};
use super::folder::{PARTS, begin_parts, clear_parts, refuse_foreign, remove};
use super::lock::Lock;
use super::manifest_file::{self, Checked};
use super::sealed::{seal, unseal};
use super::{Difference, Mode, ResultsError, Status};
use crate::experiment::StorageError;

/// Form of the manifest.
const FORM: u32 = 1;
const MAGIC: &[u8; 8] = b"BALRUNS1";
/// Most bytes of a part: a guard against a file that is none.
const MOST: u64 = 256 << 20;
/// Longer values are told by their digest.
const LONGEST: usize = 60;

/// What a folder is for.
#[derive(Debug, Clone)]
pub struct StoreRequest {
    /// Its kind in the manifest.
    pub kind: &'static str,
    /// What was asked for, in the order in which differences are told. Work goes on only if all of
    /// it is equal.
    pub about: Vec<(&'static str, Value)>,
    /// Names of the tables that may be in the folder.
    pub tables: Vec<&'static str>,
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct StoreManifest {
    kind: String,
    form: u32,
    status: Status,
    #[serde(flatten)]
    about: BTreeMap<String, Value>,
}

impl Checked for StoreManifest {
    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

/// A folder that is being written.
#[derive(Debug)]
pub struct RunStore {
    path: PathBuf,
    manifest: StoreManifest,
    identity: [u8; 32],
    tables: Vec<&'static str>,
    disk: Arc<dyn Disk>,
    lock: Lock,
}

impl RunStore {
    /// Begins, resumes or replaces the results of a folder.
    ///
    /// # Errors
    /// If the folder cannot be used as `mode` asks, or the disk fails.
    pub fn open(path: &Path, request: StoreRequest, mode: Mode) -> Result<Self, ResultsError> {
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let read = |path: &Path| manifest_file::read::<StoreManifest>(path, request.kind, FORM);
        refuse_foreign(path, read)?;
        fs::create_dir_all(path).map_err(storage(path, "make the folder of results"))?;
        let lock = Lock::take(path)?;
        let begun = Self::begin(path, &request, mode, &disk, read(path));
        match begun {
            Ok((manifest, identity)) => {
                Ok(Self { path: path.to_owned(), manifest, identity, tables: request.tables, disk, lock })
            }
            Err(error) => {
                lock.release();
                Err(error)
            }
        }
    }

    fn begin(
        path: &Path,
        request: &StoreRequest,
        mode: Mode,
        disk: &Arc<dyn Disk>,
        there: Result<Option<StoreManifest>, ResultsError>,
    ) -> Result<(StoreManifest, [u8; 32]), ResultsError> {
        let there = match there {
            // The folder cannot be read, so replacing it loses nothing.
            Err(error) if mode == Mode::Force && error.is_ours() => {
                clear(path, &request.tables)?;
                None
            }
            there => there?,
        };
        if let Some(there) = there {
            match mode {
                Mode::New => {
                    let complete = there.status == Status::Complete;
                    let status = if complete { "complete" } else { "begun and not finished" };
                    return Err(ResultsError::Exists { path: path.to_owned(), status: status.to_owned() });
                }
                Mode::Force => clear(path, &request.tables)?,
                Mode::Resume => {
                    let differences = differences(&there, &request.about);
                    if !differences.is_empty() {
                        return Err(ResultsError::Differs { path: path.to_owned(), differences });
                    }
                }
            }
        }
        let about = request.about.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let manifest =
            StoreManifest { kind: request.kind.to_owned(), form: FORM, status: Status::Running, about };
        manifest_file::write(&manifest, disk, path)?;
        begin_parts(path)?;
        let told: Vec<String> =
            manifest.about.iter().map(|(key, value)| format!("{key}={value}\n")).collect();
        let identity = Sha256::digest(format!("{}\n{}", manifest.kind, told.concat())).into();
        Ok((manifest, identity))
    }

    fn part(&self, number: u32) -> PathBuf {
        self.path.join(PARTS).join(format!("part-{number:06}.bin"))
    }

    fn head(&self, number: u32) -> Writer {
        let mut head = Writer::default();
        head.bytes(MAGIC).bytes(&self.identity).u32(number);
        head
    }

    /// What a run yielded; `None` if it was not kept, or the file is cut, changed or of another
    /// run.
    ///
    /// # Errors
    /// If the disk fails, or the name belongs to something other than a regular file.
    pub fn load(&self, number: u32) -> Result<Option<Vec<u8>>, StorageError> {
        let path = self.part(number);
        let bytes = match files::bytes(&path, Links::Refused, MOST) {
            Ok(bytes) => bytes,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::FileTooLarge) => {
                return Ok(None);
            }
            Err(error) => return Err(storage(&path, "read what a run yielded")(error)),
        };
        let Some(mut body) = unseal(&bytes) else { return Ok(None) };
        let head = self.head(number).finish();
        Ok(body.bytes(head.len()).is_ok_and(|there| there == head).then(|| body.rest().to_vec()))
    }

    /// Keeps what a run yielded.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn save(&self, number: u32, bytes: &[u8]) -> Result<(), StorageError> {
        let path = self.part(number);
        let mut body = self.head(number);
        body.bytes(bytes);
        let write = || -> io::Result<()> {
            let mut file = Aside::create(&self.disk, &path)?;
            file.write_all(&seal(body))?;
            file.finish().map(|_| ())
        };
        write().map_err(storage(&path, "keep what a run yielded"))
    }

    /// Number of runs that are kept.
    pub fn kept(&self) -> usize {
        let entries = fs::read_dir(self.path.join(PARTS)).into_iter().flatten().flatten();
        entries.filter(|entry| entry.file_name().to_str().is_some_and(|name| name.ends_with(".bin"))).count()
    }

    /// Writes the tables, then the manifest, which says that all is there.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn finish<T: AsRef<[u8]>>(mut self, tables: &[(&str, T)]) -> Result<(), StorageError> {
        for (name, text) in tables {
            let path = self.path.join(name);
            atomic_write::write(&self.disk, &path, "write the table", |file| file.write_all(text.as_ref()))?;
        }
        for name in self.tables.iter().filter(|name| tables.iter().all(|(made, _)| made != *name)) {
            remove(&self.path, name)?;
        }
        self.manifest.status = Status::Complete;
        manifest_file::write(&self.manifest, &self.disk, &self.path)?;
        self.lock.release();
        Ok(())
    }
}

/// Removes the tables and parts of a folder of results. All other files stay.
fn clear(path: &Path, tables: &[&str]) -> Result<(), StorageError> {
    clear_parts(path)?;
    tables.iter().try_for_each(|name| remove(path, name))
}

/// The differences between a folder and what is asked for.
fn differences(there: &StoreManifest, asked: &[(&'static str, Value)]) -> Vec<Difference> {
    let told = |value: Option<&Value>| {
        let text = value.map_or("nothing".to_owned(), |value| {
            value.as_str().map_or_else(|| value.to_string(), str::to_owned)
        });
        if text.len() <= LONGEST { text } else { balcony_numeric::hex(&Sha256::digest(text)[..8]) }
    };
    let differs = |(key, here): &(&'static str, Value)| {
        let there = there.about.get(*key);
        (there != Some(here)).then(|| Difference { what: key, there: told(there), here: told(Some(here)) })
    };
    asked.iter().filter_map(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(seed: u32) -> StoreRequest {
        StoreRequest { kind: "balcony-test", about: vec![("seed", seed.into())], tables: vec!["a.csv"] }
    }

    fn open(path: &Path, seed: u32, mode: Mode) -> Result<RunStore, ResultsError> {
        RunStore::open(path, request(seed), mode)
    }

    #[test]
    fn a_part_that_was_cut_changed_or_belongs_elsewhere_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(folder.path(), 1, Mode::New).expect("a new folder");
        store.save(3, b"yield").expect("kept");
        assert_eq!(store.load(3).expect("read").as_deref(), Some(&b"yield"[..]));
        assert_eq!(store.load(4).expect("read"), None);
        let whole = fs::read(store.part(3)).expect("there");
        for length in 0..whole.len() {
            fs::write(store.part(3), &whole[..length]).expect("written");
            assert_eq!(store.load(3).expect("read"), None, "{length} bytes");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(store.part(3), &changed).expect("written");
            assert_eq!(store.load(3).expect("read"), None, "byte {at}");
        }
        fs::write(store.part(4), &whole).expect("written");
        assert_eq!(store.load(4).expect("read"), None, "of another run");
        fs::write(store.part(3), &whole).expect("written");
        drop(store);
        let other = tempfile::tempdir().expect("a folder");
        let store = open(other.path(), 2, Mode::New).expect("a new folder");
        fs::write(store.part(3), &whole).expect("written");
        assert_eq!(store.load(3).expect("read"), None, "of another request");
    }

    #[test]
    fn a_folder_is_refused_locked_resumed_and_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("kept");
        let store = open(&path, 1, Mode::New).expect("a new folder");
        store.save(0, b"first").expect("kept");
        assert!(matches!(open(&path, 1, Mode::Resume), Err(ResultsError::Locked { .. })));
        drop(store);
        assert!(matches!(open(&path, 1, Mode::New), Err(ResultsError::Exists { .. })));
        match open(&path, 2, Mode::Resume) {
            Err(ResultsError::Differs { differences, .. }) => {
                assert_eq!((differences[0].what, &*differences[0].there), ("seed", "1"));
            }
            other => panic!("{other:?}"),
        }
        let store = open(&path, 1, Mode::Resume).expect("the same");
        assert_eq!((store.load(0).expect("read").as_deref(), store.kept()), (Some(&b"first"[..]), 1));
        store.finish(&[("a.csv", "table")]).expect("finished");
        assert_eq!(fs::read(path.join("a.csv")).expect("a table"), b"table");
        let store = open(&path, 2, Mode::Force).expect("replaced");
        assert!(store.kept() == 0 && !path.join("a.csv").exists());
        drop(store);
        fs::remove_file(path.join("manifest.json")).expect("removed");
        fs::write(path.join("mine.txt"), "mine").expect("written");
        for mode in [Mode::New, Mode::Resume, Mode::Force] {
            assert!(matches!(open(&path, 1, mode), Err(ResultsError::NotOurs { .. })), "{mode:?}");
        }
    }

    #[test]
    fn a_forged_manifest_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        drop(open(folder.path(), 1, Mode::New).expect("a new folder"));
        let path = folder.path().join("manifest.json");
        let text = fs::read_to_string(&path).expect("a manifest");
        fs::write(&path, text.replace("\"seed\": 1", "\"seed\": 2")).expect("written");
        assert!(matches!(open(folder.path(), 2, Mode::Resume), Err(ResultsError::Damaged { .. })));
    }
}
