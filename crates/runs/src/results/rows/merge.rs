//! Merges the shares of one sweep into the bytes that one machine would have written. Holds one
//! group of rows of each share in memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folder::{FILE, clear, read};
use super::table::{Group, Reader, Writer};
use super::{Level, RowsManifest, Timing};
use crate::results::atomic_write::{self, storage};
use crate::results::disk::Disk;
use crate::results::folder::refuse_foreign;
use crate::results::lock::Lock;
use crate::results::{Mode, ResultsError, Status, manifest_file};

/// Merges folders that hold all shares of a sweep, in any order, into a new folder.
///
/// # Errors
/// If a share is incomplete, missing, given twice or of another sweep, or the disk fails.
pub fn merge(
    shares: &[PathBuf],
    out: &Path,
    mode: Mode,
    disk: Arc<dyn Disk>,
) -> Result<RowsManifest, ResultsError> {
    let mut read: Vec<(RowsManifest, PathBuf)> =
        shares.iter().map(|share| read(share)).collect::<Result<_, _>>()?;
    let no = |what: String| ResultsError::NoShares { what };
    let Some((first, _)) = read.first() else { return Err(no("none is given".to_owned())) };
    let of = first.identity.share.1;
    for ((manifest, _), path) in read.iter().zip(shares) {
        let alike = super::RowsIdentity { share: first.identity.share, ..manifest.identity.clone() };
        if manifest.identity.share.1 != of || alike != first.identity {
            let differences = first.identity.differences(&alike);
            let what = differences.first().map_or("number of shares", |difference| difference.what);
            let (one, other) = (shares[0].display(), path.display());
            return Err(no(format!("{one} and {other} are not of one sweep: their {what} differs")));
        }
    }
    read.sort_by_key(|(manifest, _)| manifest.identity.share.0);
    for (index, wanted) in (1..=of).enumerate() {
        match read.get(index).map(|(manifest, _)| manifest.identity.share.0) {
            Some(found) if found == wanted => {}
            Some(found) if found < wanted => return Err(no(format!("share {found}/{of} is given twice"))),
            _ => return Err(no(format!("share {wanted}/{of} is missing"))),
        }
    }
    if read.len() > of as usize {
        return Err(no(format!("share {of}/{of} is given twice")));
    }
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    if place(out).is_some_and(|out| shares.iter().any(|share| place(share).as_ref() == Some(&out))) {
        return Err(no(format!("{} is one of the shares: merge into another folder", out.display())));
    }
    refuse_foreign(out, RowsManifest::read)?;
    std::fs::create_dir_all(out).map_err(storage(out, "make the folder of rows"))?;
    let lock = Lock::take(out)?;
    match RowsManifest::read(out) {
        Ok(None) => {}
        Ok(Some(there)) if mode == Mode::New => {
            lock.release();
            let status = if there.status == Status::Complete { "complete" } else { "begun and not finished" };
            return Err(ResultsError::Exists { path: out.to_owned(), status: status.to_owned() });
        }
        Ok(Some(_)) if mode == Mode::Force => clear(out)?,
        Ok(Some(_)) => {}
        // The folder cannot be read, so replacing it loses nothing.
        Err(error) if mode == Mode::Force && error.is_ours() => clear(out)?,
        Err(other) => {
            lock.release();
            return Err(other);
        }
    }
    let mut manifest = read[0].0.clone();
    manifest.identity.share = (1, 1);
    manifest.tasks = read.iter().map(|(share, _)| share.tasks).sum();
    manifest.failed = read.iter().map(|(share, _)| share.failed).sum();
    manifest.timing = read.iter().filter_map(|(share, _)| share.timing).reduce(added);
    // An interrupted merge leaves a manifest that says so, instead of rows without one.
    let begun = RowsManifest {
        status: Status::Running,
        tasks: 0,
        failed: 0,
        timing: None,
        rows: None,
        ..manifest.clone()
    };
    manifest_file::write(&begun, &disk, out)?;
    let mut sources = Vec::new();
    for (share, path) in &read {
        let damaged = |what| ResultsError::Damaged { path: path.clone(), what };
        sources.push(Source::open(path, share).map_err(damaged)?);
    }
    let facts = atomic_write::write(&disk, &out.join(FILE), "write the rows", |file| {
        let mut writer = Writer::new(file, &manifest)?;
        // The order of a sweep on one machine: by replicate, then by point.
        while let Some(source) =
            sources.iter_mut().filter(|source| !source.is_empty()).min_by_key(|source| source.key())
        {
            source.hand(&mut writer)?;
        }
        writer.finish()
    })?;
    manifest.rows = Some(facts);
    manifest_file::write(&manifest, &disk, out)?;
    lock.release();
    Ok(manifest)
}

fn added(a: Timing, b: Timing) -> Timing {
    Timing {
        wall: a.wall + b.wall,
        cpu: a.cpu.zip(b.cpu).map(|(a, b)| a + b),
        threads: a.threads.max(b.threads),
        case_weeks: a.case_weeks + b.case_weeks,
    }
}

/// The rows of a share, one group at a time.
struct Source<'a> {
    reader: Reader<'a>,
    group: Group,
    at: usize,
}

impl<'a> Source<'a> {
    fn open(path: &Path, manifest: &'a RowsManifest) -> Result<Self, String> {
        let all: Vec<usize> = (0..manifest.identity.outcomes.len()).collect();
        let mut reader = Reader::open(path, manifest, &all)?;
        let group = reader.next_group()?.unwrap_or_default();
        Ok(Self { reader, group, at: 0 })
    }

    fn is_empty(&self) -> bool {
        self.at == self.group.point.len()
    }

    fn key(&self) -> (u32, u32) {
        (self.group.replicate[self.at], self.group.point[self.at])
    }

    /// Writes the current row and moves to the next.
    fn hand<W: std::io::Write + Send>(&mut self, writer: &mut Writer<'_, W>) -> std::io::Result<()> {
        let (group, at) = (&self.group, self.at);
        let levels: Vec<Level> = group.levels.iter().map(|column| column[at].clone()).collect();
        let values: Vec<f64> = group.outcomes.iter().map(|column| column[at]).collect();
        let values = group.error[at].as_deref().map_or(Ok(&values[..]), Err);
        writer.row(group.point[at], group.replicate[at], group.arm[at], &levels, values)?;
        self.at += 1;
        if self.is_empty()
            && let Some(group) = self.reader.next_group().map_err(std::io::Error::other)?
        {
            (self.group, self.at) = (group, 0);
        }
        Ok(())
    }
}
