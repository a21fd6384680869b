//! Reads a complete folder of results, for reports and for a run that finds its work done.
//! Incomplete or damaged folders are refused.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use balcony_files::{self as files, Links};

use sha2::{Digest, Sha256};

use super::folder::{PARTS, is_part};
use super::frame::{Columns, Row};
use super::join::{outcome_columns, primary_at, quarter_columns, series_columns};
use super::manifest::FileFacts;
use super::{
    Format, MANIFEST, Manifest, PART, Results, ResultsError, Status, atomic_write, csv_table, draws_csv,
    parquet_table,
};
use crate::experiment::{Shape, Table};

/// Reads a folder of results.
///
/// # Errors
/// If it is no complete folder of results, or the disk fails.
pub fn read(path: &Path) -> Result<Results, ResultsError> {
    let not_ours = |what: String| ResultsError::NotOurs { path: path.to_owned(), what };
    if !path.is_dir() {
        return Err(not_ours(
            if path.exists() { "it is a file" } else { "there is no such folder" }.to_owned(),
        ));
    }
    let manifest =
        super::manifest_file::of_results(path)?.ok_or_else(|| not_ours(format!("it has no {MANIFEST}")))?;
    let identity = &manifest.identity;
    if manifest.status == Status::Running {
        let (kept, replicates) = (kept(path, identity.replicates), identity.replicates);
        return Err(ResultsError::HalfWritten { path: path.to_owned(), kept, replicates });
    }
    let replicates = manifest.replicates();
    let damaged = |what: String| ResultsError::Damaged { path: path.to_owned(), what };
    for (name, facts) in &manifest.files {
        is_whole(path, name, facts)?;
    }
    let shape = Shape {
        outcomes: identity.outcomes.len(),
        measures: identity.measures.len(),
        ..Shape::new(identity.arms.len(), identity.weeks, identity.series)
    };
    // The table grows as replicates are read, because the count in the manifest is not yet
    // confirmed.
    let mut table = Table::new(&identity.arms, identity.baseline_at(), 0, identity.draws, shape)
        .measured_by(&identity.margins.all())
        .stopped_by(identity.stopping)
        .decided_by(&identity.also);
    let rows = |stem: &str, columns: Columns, times: usize, each: &mut dyn FnMut(usize, Row<'_>)| {
        rows(path, &manifest, (stem, columns, times), each)
    };
    rows("outcomes", outcome_columns(identity), 1, &mut |arm, row| table.add_outcomes(arm, row.numbers))?;
    table.replicates = replicates;
    let primary = primary_at(identity);
    let mut quarters = Vec::new();
    rows("quarters", quarter_columns(identity), shape.quarters, &mut |_, row| {
        quarters.extend(row.numbers.get(primary))
    })?;
    let of = |arm: usize, replicate: usize| {
        &quarters[(arm * replicates as usize + replicate) * shape.quarters..][..shape.quarters]
    };
    for replicate in 0..replicates {
        let arms: Vec<&[f64]> = (0..shape.arms).map(|arm| of(arm, replicate as usize)).collect();
        table.add_quarters(replicate, &arms);
    }
    if identity.series {
        rows("series", series_columns(identity), shape.weeks, &mut |arm, row| {
            table.add_week(arm, usize::try_from(row.time).unwrap_or_default(), row.numbers.iter().copied());
        })?;
    }
    if manifest.outcomes_digest.as_ref() != Some(&table.digest()) {
        return Err(damaged("the outcomes do not have the digest that the manifest gives".to_owned()));
    }
    let numbers = if manifest.files.contains_key(draws_csv::DRAWS) {
        draws_csv::read(path, identity.draws).map_err(damaged)?
    } else {
        Vec::new()
    };
    Ok(Results { path: path.to_owned(), table, quarters, numbers, manifest })
}

/// Reads a table of a complete folder: its name without extension, its columns, and the number of
/// times of a replicate. `each` gets the index of the strategy with every row.
pub(super) fn rows(
    path: &Path,
    manifest: &Manifest,
    (stem, columns, times): (&str, Columns, usize),
    each: &mut dyn FnMut(usize, Row<'_>),
) -> Result<(), ResultsError> {
    let identity = &manifest.identity;
    let damaged = |what: String| ResultsError::Damaged { path: path.to_owned(), what };
    let name = format!("{stem}.{}", identity.format.ending());
    if !manifest.files.contains_key(&name) {
        return Err(damaged(format!("{MANIFEST} does not list {name}")));
    }
    let mut order = Order {
        arms: &identity.arms,
        replicates: manifest.replicates() as usize,
        times,
        draws: if stem == "outcomes" { identity.draws as usize } else { 0 },
        at: 0,
    };
    let mut checked = |row: Row<'_>| order.next(&row).map(|arm| each(arm, row));
    let file = files::open(&path.join(&name), Links::Refused)
        .map_err(atomic_write::storage(&path.join(&name), "read results"))?;
    let read = match identity.format {
        Format::Parquet => parquet_table::read(file, &columns, &mut checked),
        Format::Csv => csv_table::read(BufReader::new(file), &columns, &mut checked),
    };
    read.and_then(|()| order.end()).map_err(|what| damaged(format!("{name}: {what}")))
}

/// Number of replicates in finished parts, judged by the names of the files.
pub(super) fn kept(path: &Path, replicates: u32) -> u32 {
    let Ok(entries) = std::fs::read_dir(path.join(PARTS)) else {
        return 0;
    };
    let whole = |name: &str| is_part(name) && name.ends_with(".bin");
    let names = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(whole));
    u32::try_from(names.count()).unwrap_or(u32::MAX).saturating_mul(PART).min(replicates)
}

pub(super) fn is_whole(folder: &Path, name: &str, facts: &FileFacts) -> Result<(), ResultsError> {
    let damaged =
        |what: &str| ResultsError::Damaged { path: folder.to_owned(), what: format!("{name} {what}") };
    let path = folder.join(name);
    let fault = || atomic_write::storage(&path, "read results");
    let mut file: File = match files::open(&path, Links::Refused) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(damaged("is missing")),
        // Only an error of the disk has a number; a wrong kind of file has none.
        Err(error) if error.raw_os_error().is_none() => {
            return Err(damaged(&format!("cannot be read: {error}")));
        }
        Err(error) => return Err(fault()(error).into()),
    };
    let bytes = file.metadata().map_err(fault())?.len();
    if bytes != facts.bytes {
        return Err(damaged(&format!("has {bytes} bytes instead of {}", facts.bytes)));
    }
    let mut hash = Sha256::new();
    let (mut left, mut buffer) = (bytes, vec![0; 64 * 1024]);
    while left > 0 {
        let read = file.read(&mut buffer).map_err(fault())?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        left = left.saturating_sub(read as u64);
    }
    if balcony_numeric::hex(&hash.finalize()) == facts.sha256 {
        Ok(())
    } else {
        Err(damaged("was changed after it was written"))
    }
}

/// Checks the order of rows: by strategy name, replicate and time, with none missing.
struct Order<'a> {
    arms: &'a [String],
    replicates: usize,
    times: usize,
    /// If not 0, the time column contains the parameter sample of the replicate.
    draws: usize,
    at: usize,
}

impl Order<'_> {
    /// Index of the strategy of the next row, if it is the expected row.
    fn next(&mut self, row: &Row<'_>) -> Result<usize, String> {
        let (arm, time) = (self.at / (self.replicates * self.times), self.at % self.times);
        let replicate = self.at / self.times % self.replicates;
        let time = replicate.checked_rem(self.draws).unwrap_or(time);
        self.at += 1;
        let right = self.arms.get(arm).is_some_and(|name| name == row.strategy)
            && usize::try_from(row.replicate) == Ok(replicate)
            && usize::try_from(row.time) == Ok(time);
        if right { Ok(arm) } else { Err(format!("row {} is not in its place", self.at)) }
    }

    fn end(&self) -> Result<(), String> {
        let expected = self.arms.len() * self.replicates * self.times;
        if self.at == expected { Ok(()) } else { Err(format!("{} rows instead of {expected}", self.at)) }
    }
}
