//! Writes the tables of a folder again in another format: of results, or the rows of a sweep.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use balcony_files::{self as files, Links};

use super::atomic_write::{self, storage};
use super::bounds::TEXTS;
use super::details_table::{self, DETAILS};
use super::disk::{Disk, RealDisk};
use super::frame::{Columns, Numbers, Row, Rows, TableWriter};
use super::join::{outcome_columns, quarter_columns, series_columns, writer};
use super::read::{is_whole, kept, rows};
use super::rows::RowsManifest;
use super::{Format, Identity, MANIFEST, Manifest, ResultsError, Status, field};
use crate::experiment::Shape;

/// Number of rows that are written at once.
const BATCH: usize = 8192;
/// Name of a sweep's rows, without extension.
const ROWS: &str = "rows";
/// Why a table whose rows are damaged is thrown away; nobody reads it.
const CUT: &str = "the rows are damaged";

/// A complete folder whose tables can be written again.
#[derive(Debug)]
pub struct Tables {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Results(Box<Manifest>),
    Sweep(Box<RowsManifest>),
}

impl Tables {
    /// Opens a folder of results, or of the rows of a sweep.
    ///
    /// # Errors
    /// If it is neither, or not complete.
    pub fn open(path: &Path) -> Result<Self, ResultsError> {
        let path = path.to_owned();
        let not_ours = |what: String| ResultsError::NotOurs { path: path.clone(), what };
        match super::manifest_file::of_results(&path) {
            Ok(Some(manifest)) if manifest.status == Status::Running => {
                let replicates = manifest.identity.replicates;
                Err(ResultsError::HalfWritten { kept: kept(&path, replicates), path, replicates })
            }
            Ok(Some(manifest)) => {
                for (name, facts) in &manifest.files {
                    is_whole(&path, name, facts)?;
                }
                Ok(Self { path, kind: Kind::Results(Box::new(manifest)) })
            }
            Ok(None) => Err(not_ours(format!("it has no {MANIFEST}"))),
            Err(ResultsError::OtherKind { .. }) => {
                let (manifest, _) = super::rows::read(&path)?;
                Ok(Self { path, kind: Kind::Sweep(Box::new(manifest)) })
            }
            Err(other) => Err(other),
        }
    }

    /// Names of the files in a format.
    pub fn names(&self, format: Format) -> Vec<String> {
        let named = |stem: &str| format!("{stem}.{}", format.ending());
        match &self.kind {
            Kind::Sweep(_) => vec![named(ROWS)],
            Kind::Results(manifest) => {
                let all = manifest.files.keys();
                let name = |name: &String| match name.rsplit_once('.') {
                    Some((stem, _)) if !TEXTS.contains(&name.as_str()) => named(stem),
                    _ => name.clone(),
                };
                all.map(name).collect()
            }
        }
    }

    /// Writes the files into a folder. Files of these names are replaced.
    ///
    /// # Errors
    /// If the folder is damaged, or the disk fails.
    pub fn write(&self, to: &Path, format: Format) -> Result<(), ResultsError> {
        std::fs::create_dir_all(to).map_err(storage(to, "make the folder of tables"))?;
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        match &self.kind {
            Kind::Sweep(manifest) => self.sweep(manifest, to, format, &disk),
            Kind::Results(manifest) => self.results(manifest, to, format, &disk),
        }
    }

    fn results(
        &self,
        manifest: &Manifest,
        to: &Path,
        format: Format,
        disk: &Arc<dyn Disk>,
    ) -> Result<(), ResultsError> {
        // The tables hold the replicates that were run.
        let identity = &Identity { replicates: manifest.replicates(), ..manifest.identity.clone() };
        let shape = Shape::new(identity.arms.len(), identity.weeks, identity.series);
        for (stem, columns, times) in [
            ("outcomes", outcome_columns(identity), 1),
            ("quarters", quarter_columns(identity), shape.quarters),
            ("series", series_columns(identity), shape.weeks),
        ] {
            if times > 0 {
                self.table((manifest, identity), (stem, columns, times), to, (format, disk))?;
            }
        }
        let name = format!("{DETAILS}.{}", format.ending());
        let held = RefCell::new((usize::MAX, Vec::new()));
        self.put(to, &name, disk, |file| {
            // The counts of one strategy are held at a time, in the order in which they are
            // written.
            details_table::write_as(file, format, (identity, manifest), &mut |replicate, arm| {
                let mut held = held.borrow_mut();
                if held.0 != arm {
                    *held = (arm, vec![vec![f64::NAN; shape.details]; identity.replicates as usize]);
                    let all = &mut held.1;
                    details_table::read(&self.path, manifest, &mut |of, number, detail, value| {
                        let number = usize::try_from(number).unwrap_or(usize::MAX);
                        if let (true, Some(counts)) = (of == arm, all.get_mut(number)) {
                            counts[detail] = value;
                        }
                    })
                    .map_err(io::Error::other)?;
                }
                Ok(held.1[replicate as usize].clone())
            })
        })?;
        for name in TEXTS.iter().filter(|name| manifest.files.contains_key(**name)) {
            let path = self.path.join(name);
            let mut from = files::open(&path, Links::Refused).map_err(storage(&path, "read results"))?;
            self.put(to, name, disk, |file| io::copy(&mut from, file).map(|_| ()))?;
        }
        Ok(())
    }

    /// One table, in batches of rows.
    fn table(
        &self,
        (manifest, identity): (&Manifest, &Identity),
        (stem, columns, times): (&str, Columns, usize),
        to: &Path,
        (format, disk): (Format, &Arc<dyn Disk>),
    ) -> Result<(), ResultsError> {
        let mut damaged = Ok(());
        let put = self.put(to, &format!("{stem}.{}", format.ending()), disk, |mut file| {
            let mut writer = writer(&mut file, &columns, (format, identity, manifest))?;
            let mut batch =
                Batch { narrow: columns.narrow, timed: columns.time.is_some(), ..Batch::default() };
            let mut written = Ok(());
            damaged = rows(&self.path, manifest, (stem, columns.clone(), times), &mut |_, row| {
                if written.is_ok() {
                    written = batch.add(&row, &mut *writer);
                }
            });
            written?;
            batch.flush(&mut *writer)?;
            writer.finish()?;
            // A table that was cut off is not put in its place.
            if damaged.is_err() { Err(io::Error::other(CUT)) } else { Ok(()) }
        });
        damaged?;
        put
    }

    fn sweep(
        &self,
        manifest: &RowsManifest,
        to: &Path,
        format: Format,
        disk: &Arc<dyn Disk>,
    ) -> Result<(), ResultsError> {
        let (_, file) = super::rows::read(&self.path)?;
        let name = format!("{ROWS}.{}", format.ending());
        match format {
            Format::Parquet => {
                let mut from = files::open(&file, Links::Refused).map_err(storage(&file, "read the rows"))?;
                self.put(to, &name, disk, |to| io::copy(&mut from, to).map(|_| ()))
            }
            Format::Csv => {
                let mut damaged = None;
                let put = self.put(to, &name, disk, |to| {
                    damaged = csv(&file, manifest, &mut BufWriter::new(to))?.err();
                    if damaged.is_some() { Err(io::Error::other(CUT)) } else { Ok(()) }
                });
                match damaged {
                    Some(what) => Err(ResultsError::Damaged { path: self.path.clone(), what }),
                    None => put,
                }
            }
        }
    }

    fn put(
        &self,
        to: &Path,
        name: &str,
        disk: &Arc<dyn Disk>,
        write: impl FnOnce(&mut atomic_write::Aside) -> io::Result<()>,
    ) -> Result<(), ResultsError> {
        atomic_write::write(disk, &to.join(name), &format!("write {name}"), write)?;
        Ok(())
    }
}

/// The rows of a sweep as comma-separated text. The inner result is about the rows, the outer one
/// about the disk.
fn csv(file: &Path, manifest: &RowsManifest, out: &mut impl Write) -> io::Result<Result<(), String>> {
    let identity = &manifest.identity;
    let factors = identity.factors.iter().map(|factor| factor.name.clone());
    let outcomes = identity.outcomes.iter().map(|key| super::column(key));
    let heads = ["row", "point", "replicate", "strategy"].map(str::to_owned);
    let heads: Vec<String> =
        heads.into_iter().chain(factors).chain(outcomes).chain(["error".to_owned()]).collect();
    writeln!(out, "{}", heads.iter().map(|head| field(head)).collect::<Vec<_>>().join(","))?;
    let all: Vec<usize> = (0..identity.outcomes.len()).collect();
    let mut reader = match super::rows::Reader::open(file, manifest, &all) {
        Ok(reader) => reader,
        Err(what) => return Ok(Err(what)),
    };
    let mut number = 0u64;
    loop {
        let group = match reader.next_group() {
            Ok(Some(group)) => group,
            Ok(None) => break,
            Err(what) => return Ok(Err(what)),
        };
        for at in 0..group.point.len() {
            let strategy = field(&identity.arms[group.arm[at]]);
            write!(out, "{number},{},{},{strategy}", group.point[at], group.replicate[at])?;
            for column in &group.levels {
                write!(out, ",{}", field(&column[at].to_string()))?;
            }
            for column in &group.outcomes {
                // A value that a run does not have is an empty cell.
                if column[at].is_nan() { write!(out, ",")? } else { write!(out, ",{}", column[at])? }
            }
            writeln!(out, ",{}", field(group.error[at].as_deref().unwrap_or_default()))?;
            number += 1;
        }
    }
    out.flush().map(Ok)
}

/// Rows of one strategy that are not yet written.
#[derive(Default)]
struct Batch {
    strategy: String,
    narrow: bool,
    timed: bool,
    replicate: Vec<i32>,
    time: Vec<i32>,
    wide: Vec<f64>,
    thin: Vec<f32>,
}

impl Batch {
    fn add(&mut self, row: &Row<'_>, writer: &mut dyn TableWriter) -> io::Result<()> {
        if self.strategy != row.strategy || self.replicate.len() == BATCH {
            self.flush(writer)?;
            row.strategy.clone_into(&mut self.strategy);
        }
        self.replicate.push(row.replicate);
        if self.timed {
            self.time.push(row.time);
        }
        if self.narrow {
            self.thin.extend(row.numbers.iter().map(|number| *number as f32));
        } else {
            self.wide.extend_from_slice(row.numbers);
        }
        Ok(())
    }

    fn flush(&mut self, writer: &mut dyn TableWriter) -> io::Result<()> {
        if self.replicate.is_empty() {
            return Ok(());
        }
        let numbers = if self.narrow { Numbers::Narrow(&self.thin) } else { Numbers::Wide(&self.wide) };
        writer.write(&Rows {
            strategy: &self.strategy,
            replicate: &self.replicate,
            time: &self.time,
            numbers,
        })?;
        self.replicate.clear();
        self.time.clear();
        self.wide.clear();
        self.thin.clear();
        Ok(())
    }
}
