//! Goes on with a folder for more replicates: what the folder holds becomes parts of the longer
//! run.
//!
//! A replicate does not depend on how many there are. So the tables of a complete folder, or the
//! parts of an unfinished one, hold the first replicates of the longer run, and the result has the
//! bytes of a run that was longer from the start. Only full parts are taken over; the rest of a
//! part is simulated again.

use std::path::Path;
use std::sync::Arc;

use super::atomic_write::storage;
use super::details_table;
use super::disk::Disk;
use super::folder::begin_parts;
use super::join::{outcome_columns, primary_at, quarter_columns, series_columns};
use super::part::{Layout, PartReader, PartWriter};
use super::read::{is_whole, rows};
use super::{Manifest, PART, ResultsError, Status, StorageError};
use crate::experiment::{ArmResult, Replicate};

/// Largest number of bytes of replicates in memory. Tables are ordered by strategy, so they are
/// read once for each group of replicates that fits.
const MOST_HELD: usize = 256 << 20;

/// Writes the parts of a longer run (`long`) from a folder whose run had the layout `short`.
pub(super) fn extend(
    path: &Path,
    manifest: &Manifest,
    (short, long): (&Layout, &Layout),
    disk: &Arc<dyn Disk>,
) -> Result<(), ResultsError> {
    let parts = begin_parts(path)?;
    if manifest.status == Status::Running {
        for part in 0..short.parts() {
            let old = |verb: &str| storage(&Layout::path(&parts, part), &format!("{verb} part {}", part + 1));
            let opened = PartReader::open(&parts, short, part, true).map_err(old("read"))?;
            let Some(mut reader) = opened.filter(|_| short.count(part) == PART) else { continue };
            let all = (part * PART..(part + 1) * PART).map(|number| reader.replicate(number));
            let all: Vec<Replicate> = all.collect::<Result<_, _>>().map_err(old("read"))?;
            drop(reader);
            write(&parts, long, part, &all, disk)?;
        }
        return Ok(());
    }
    for (name, facts) in &manifest.files {
        is_whole(path, name, facts)?;
    }
    let full = manifest.replicates() / PART;
    let held = MOST_HELD / (long.replicate_bytes() * PART as usize).max(1);
    let step = u32::try_from(held).unwrap_or(u32::MAX).max(1);
    let mut from = 0;
    while from < full {
        let to = from.saturating_add(step).min(full);
        let mut all = from_tables(path, manifest, long, from * PART..to * PART)?;
        for part in (from..to).rev() {
            let these = all.split_off(((part - from) * PART) as usize);
            write(&parts, long, part, &these, disk)?;
        }
        from = to;
    }
    Ok(())
}

/// Some replicates of the tables of a complete folder.
fn from_tables(
    path: &Path,
    manifest: &Manifest,
    layout: &Layout,
    range: std::ops::Range<u32>,
) -> Result<Vec<Replicate>, ResultsError> {
    let (identity, shape) = (&manifest.identity, layout.shape);
    let arm = || ArmResult {
        details: vec![f64::NAN; shape.details],
        series: Vec::with_capacity(shape.weeks * shape.measures),
        ..ArmResult::default()
    };
    // Case-weeks count what a run simulates, and these replicates are not simulated again.
    let replicate = |number| Replicate {
        replicate: number,
        arms: (0..shape.arms).map(|_| arm()).collect(),
        case_weeks: 0,
        warm_up_case_weeks: 0,
    };
    let mut all: Vec<Replicate> = range.clone().map(replicate).collect();
    let at = |number: i32| -> Option<usize> {
        let number = u32::try_from(number).ok().filter(|number| range.contains(number))?;
        Some((number - range.start) as usize)
    };
    let outcomes = ("outcomes", outcome_columns(identity), 1);
    rows(path, manifest, outcomes, &mut |arm, row| {
        if let Some(at) = at(row.replicate) {
            all[at].arms[arm].outcomes.extend_from_slice(row.numbers);
        }
    })?;
    let primary = primary_at(identity);
    let quarters = ("quarters", quarter_columns(identity), shape.quarters);
    rows(path, manifest, quarters, &mut |arm, row| {
        if let Some(at) = at(row.replicate) {
            let arm = &mut all[at].arms[arm];
            arm.primary_by_quarter.extend(row.numbers.get(primary));
            if shape.by_quarter > 0 {
                arm.quarters.extend_from_slice(row.numbers);
            }
        }
    })?;
    if shape.weeks > 0 {
        let series = ("series", series_columns(identity), shape.weeks);
        rows(path, manifest, series, &mut |arm, row| {
            if let Some(at) = at(row.replicate) {
                all[at].arms[arm].series.extend(row.numbers.iter().map(|number| *number as f32));
            }
        })?;
    }
    details_table::read(path, manifest, &mut |arm, number, detail, value| {
        if let Some(at) = at(number) {
            all[at].arms[arm].details[detail] = value;
        }
    })?;
    Ok(all)
}

fn write(
    parts: &Path,
    layout: &Layout,
    part: u32,
    all: &[Replicate],
    disk: &Arc<dyn Disk>,
) -> Result<(), StorageError> {
    let write = || -> std::io::Result<()> {
        let mut writer = PartWriter::begin(disk, parts, layout, part)?;
        for replicate in all {
            writer.add(replicate)?;
        }
        writer.finish()
    };
    write().map_err(storage(&Layout::path(parts, part), &format!("write part {}", part + 1)))
}
