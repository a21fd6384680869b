//! Joins finished parts into tables, ordered by strategy, replicate and time. Holds one batch of
//! rows in memory; its size depends only on the number of weeks.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::atomic_write::{self, storage};
use super::csv_table::Csv;
use super::details_table;
use super::disk::Disk;
use super::folder::PARTS;
use super::frame::{Columns, Dates, Numbers, Rows, TableWriter};
use super::manifest::FileFacts;
use super::metadata::metadata;
use super::parquet_table::Parquet;
use super::part::{Layout, PartReader};
use super::{Format, Identity, Manifest, PART, column, summary_csv};
use crate::experiment::{StorageError, Table};

/// Approximate number of rows in a batch of quarters or weeks.
const BATCH: usize = 32_768;
/// Approximate number of rows in a batch of quarters with all outcomes.
const QUARTER_BATCH: usize = 2_048;
/// Number of rows in a batch of outcomes.
const OUTCOME_BATCH: usize = 1_024;

/// The columns of `outcomes`.
pub(super) fn outcome_columns(identity: &Identity) -> Columns {
    let draw = (identity.draws > 0).then_some("draw");
    let numbers = identity.outcomes.iter().map(|key| column(key)).collect();
    Columns { time: draw, dates: None, numbers, narrow: false }
}

/// The columns of `quarters`.
pub(super) fn quarter_columns(identity: &Identity) -> Columns {
    let dates = Dates::from(&identity.start, 13);
    let all = identity.outcomes.iter().map(|key| column(key)).collect();
    let numbers = if identity.series { all } else { vec![column(&identity.primary)] };
    Columns { time: Some("quarter"), dates, numbers, narrow: false }
}

/// Index of the primary outcome among the columns of `quarters`.
pub(super) fn primary_at(identity: &Identity) -> usize {
    let at = identity.outcomes.iter().position(|key| *key == identity.primary);
    at.filter(|_| identity.series).unwrap_or(0)
}

/// The columns of `series`.
pub(super) fn series_columns(identity: &Identity) -> Columns {
    let numbers = identity.measures.iter().map(|key| column(key)).collect();
    Columns { time: Some("week"), dates: Dates::from(&identity.start, 1), numbers, narrow: true }
}

/// Writes all tables and the summary; returns their lengths and digests.
pub(super) fn join(
    folder: &Path,
    (identity, about): (&Identity, &Manifest),
    layout: &Layout,
    table: &Table,
    disk: &Arc<dyn Disk>,
) -> Result<BTreeMap<String, FileFacts>, StorageError> {
    let mut files = BTreeMap::new();
    let mut parts = Parts { folder, layout, open: None };
    let mut add = |stem: &str,
                   columns: &Columns,
                   rows: &mut dyn FnMut(&mut dyn TableWriter) -> io::Result<()>| {
        let name = format!("{stem}.{}", identity.format.ending());
        let facts = atomic_write::write(disk, &folder.join(&name), &format!("write {name}"), |mut file| {
            let mut writer = writer(&mut file, columns, (identity.format, identity, about))?;
            rows(&mut *writer)?;
            writer.finish()
        })?;
        files.insert(name, facts);
        Ok::<(), StorageError>(())
    };
    add("outcomes", &outcome_columns(identity), &mut |writer| outcomes(writer, table))?;
    add("quarters", &quarter_columns(identity), &mut |writer| quarters(writer, identity, &mut parts))?;
    if layout.shape.weeks > 0 {
        add("series", &series_columns(identity), &mut |writer| series(writer, identity, &mut parts))?;
    }
    let name = format!("{}.{}", details_table::DETAILS, identity.format.ending());
    let facts = atomic_write::write(disk, &folder.join(&name), &format!("write {name}"), |file| {
        details_table::write(file, (identity, about), &mut |replicate, arm| {
            parts.at(replicate)?.details(replicate, arm)
        })
    })?;
    files.insert(name, facts);

    let text = summary_csv(identity, &about.currency, table);
    let write = |file: &mut atomic_write::Aside| file.write_all(text.as_bytes());
    let facts = atomic_write::write(disk, &folder.join("summary.csv"), "write summary.csv", write)?;
    files.insert("summary.csv".to_owned(), facts);
    // The new names must be on the disk before the manifest refers to them.
    disk.sync_folder(folder).map_err(storage(folder, "put the tables on the disk"))?;
    Ok(files)
}

/// A writer of a table in a format. Parquet holds what the manifest says of the run.
pub(super) fn writer<'w>(
    file: impl Write + Send + 'w,
    columns: &Columns,
    (format, identity, about): (Format, &Identity, &Manifest),
) -> io::Result<Box<dyn TableWriter + 'w>> {
    Ok(match format {
        Format::Parquet => Box::new(Parquet::new(file, columns, metadata(identity, about))?),
        Format::Csv => Box::new(Csv::new(file, columns)?),
    })
}

/// Converts a count to the 32 bits of a table column. The limits of a run keep it in range.
fn whole(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn outcomes(writer: &mut dyn TableWriter, table: &Table) -> io::Result<()> {
    let all: Vec<i32> = (0..whole(table.replicates as usize)).collect();
    for (arm, strategy) in table.arms.iter().enumerate() {
        for batch in all.chunks(OUTCOME_BATCH) {
            let row = |replicate: &i32| {
                let at = usize::try_from(*replicate).unwrap_or_default();
                (0..table.shape().outcomes).map(move |outcome| table.outcome(arm, outcome)[at])
            };
            let numbers: Vec<f64> = batch.iter().flat_map(row).collect();
            let draws: Vec<i32> = batch
                .iter()
                .filter_map(|replicate| replicate.checked_rem(whole(table.draws as usize)))
                .collect();
            writer.write(&Rows {
                strategy,
                replicate: batch,
                time: &draws,
                numbers: Numbers::Wide(&numbers),
            })?;
        }
    }
    Ok(())
}

fn quarters(writer: &mut dyn TableWriter, identity: &Identity, parts: &mut Parts<'_>) -> io::Result<()> {
    let mut numbers = Vec::new();
    let most = if parts.layout.shape.by_quarter > 0 { QUARTER_BATCH } else { BATCH };
    each_batch(identity, (parts.layout.shape.quarters, most), |strategy, arm, batch, keys| {
        numbers.clear();
        for replicate in batch {
            numbers.extend(parts.at(replicate)?.quarters(replicate, arm)?);
        }
        writer.write(&Rows { strategy, replicate: &keys.0, time: &keys.1, numbers: Numbers::Wide(&numbers) })
    })
}

fn series(writer: &mut dyn TableWriter, identity: &Identity, parts: &mut Parts<'_>) -> io::Result<()> {
    let mut numbers = Vec::new();
    each_batch(identity, (parts.layout.shape.weeks, BATCH), |strategy, arm, batch, keys| {
        numbers.clear();
        numbers.reserve_exact(keys.0.len() * identity.measures.len());
        for replicate in batch {
            numbers.extend(parts.at(replicate)?.series(replicate, arm)?);
        }
        writer.write(&Rows {
            strategy,
            replicate: &keys.0,
            time: &keys.1,
            numbers: Numbers::Narrow(&numbers),
        })
    })
}

/// Iterates over strategies and batches of whole parts. `write` gets the strategy, the range of
/// replicates, and the key columns of their rows.
fn each_batch(
    identity: &Identity,
    (times, most): (usize, usize),
    mut write: impl FnMut(&str, usize, std::ops::Range<u32>, &(Vec<i32>, Vec<i32>)) -> io::Result<()>,
) -> io::Result<()> {
    let parts = (most / (PART as usize * times.max(1))).max(1);
    let step = PART * u32::try_from(parts).unwrap_or(1);
    for (arm, strategy) in identity.arms.iter().enumerate() {
        let mut from = 0;
        while from < identity.replicates {
            let to = from.saturating_add(step).min(identity.replicates);
            let keys = (from..to)
                .flat_map(|replicate| (0..times).map(move |time| (whole(replicate as usize), whole(time))));
            write(strategy, arm, from..to, &keys.unzip())?;
            from = to;
        }
    }
    Ok(())
}

/// The finished parts, one open at a time.
struct Parts<'a> {
    folder: &'a Path,
    layout: &'a Layout,
    open: Option<(u32, PartReader)>,
}

impl Parts<'_> {
    fn at(&mut self, replicate: u32) -> io::Result<&mut PartReader> {
        let part = replicate / PART;
        let reader = match self.open.take() {
            Some((open, reader)) if open == part => reader,
            _ => PartReader::open(&self.folder.join(PARTS), self.layout, part, false)?.ok_or_else(|| {
                io::Error::new(io::ErrorKind::NotFound, format!("part {} is gone", part + 1))
            })?,
        };
        Ok(&mut self.open.insert((part, reader)).1)
    }
}
