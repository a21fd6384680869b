//! The table `details`: detailed counts, one row per strategy, replicate, figure and class, in this
//! order. An undefined count has no row.
//!
//! The table is long, while the others are wide, so that a new figure does not move columns.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use balcony_files::{self as files, Links};
use parquet::file::reader::FileReader;

use parquet::basic::Repetition;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::schema::types::Type;

use super::atomic_write::storage;
use super::csv_table::split_name;
use super::metadata::metadata;
use super::parquet_file::{self, Stored, all, column, fault, properties, writer};
use super::{Format, Identity, Manifest, PART, ResultsError, field};
use crate::experiment::details;

/// Name of the table, without extension.
pub(super) const DETAILS: &str = "details";
/// Names of the columns.
const HEADS: [&str; 5] = ["strategy", "replicate", "figure", "band", "value"];
/// Replicates of a row group; a multiple of a part.
const GROUP: u32 = 6 * PART;

/// Returns the counts of a replicate (first argument) under a strategy (second argument).
type Numbers<'a> = &'a mut dyn FnMut(u32, usize) -> io::Result<Vec<f64>>;

/// Writes the table.
pub(super) fn write(
    file: &mut (impl Write + Send),
    (identity, about): (&Identity, &Manifest),
    numbers: Numbers<'_>,
) -> io::Result<()> {
    write_as(file, identity.format, (identity, about), numbers)
}

/// The same in a format.
pub(super) fn write_as(
    file: &mut (impl Write + Send),
    format: Format,
    (identity, about): (&Identity, &Manifest),
    numbers: Numbers<'_>,
) -> io::Result<()> {
    let names = details(identity.weeks);
    match format {
        Format::Csv => csv(io::BufWriter::new(file), identity, &names, numbers),
        Format::Parquet => parquet(file, (identity, about), &names, numbers),
    }
}

type Names = [(&'static str, String)];

fn csv(mut out: impl Write, identity: &Identity, names: &Names, numbers: Numbers<'_>) -> io::Result<()> {
    writeln!(out, "{}", HEADS.join(","))?;
    for (arm, strategy) in identity.arms.iter().enumerate() {
        let strategy = field(strategy);
        for replicate in 0..identity.replicates {
            for ((figure, band), value) in names.iter().zip(numbers(replicate, arm)?) {
                if value.is_finite() {
                    writeln!(out, "{strategy},{replicate},{figure},{},{value}", field(band))?;
                }
            }
        }
    }
    out.flush()
}

fn parquet(
    file: impl Write + Send,
    (identity, about): (&Identity, &Manifest),
    names: &Names,
    numbers: Numbers<'_>,
) -> io::Result<()> {
    let properties = properties()?.set_key_value_metadata(Some(metadata(identity, about)));
    let mut file = writer(file, schema(), properties)?;
    let names: Vec<(ByteArray, ByteArray)> = names
        .iter()
        .map(|(figure, band)| (ByteArray::from(*figure), ByteArray::from(band.as_str())))
        .collect();
    for (arm, strategy) in identity.arms.iter().enumerate() {
        let strategy = ByteArray::from(strategy.as_str());
        let mut from = 0;
        while from < identity.replicates {
            let to = from.saturating_add(GROUP).min(identity.replicates);
            let mut rows = Rows::default();
            for replicate in from..to {
                let number = i32::try_from(replicate).unwrap_or(i32::MAX);
                for ((figure, band), value) in names.iter().zip(numbers(replicate, arm)?) {
                    if value.is_finite() {
                        rows.replicates.push(number);
                        rows.figures.push(figure.clone());
                        rows.bands.push(band.clone());
                        rows.values.push(value);
                    }
                }
            }
            let strategies = vec![strategy.clone(); rows.values.len()];
            let mut group = file.next_row_group().map_err(fault)?;
            column::<_, ByteArrayType>(&mut group, &strategies)?;
            column::<_, Int32Type>(&mut group, &rows.replicates)?;
            column::<_, ByteArrayType>(&mut group, &rows.figures)?;
            column::<_, ByteArrayType>(&mut group, &rows.bands)?;
            column::<_, DoubleType>(&mut group, &rows.values)?;
            group.close().map(|_| ()).map_err(fault)?;
            from = to;
        }
    }
    file.finish().map(|_| ()).map_err(fault)
}

/// Reads the table of a complete folder. `each` gets the index of the strategy, the replicate, the
/// index of the count in [`details`], and its value.
pub(super) fn read(
    path: &Path,
    manifest: &Manifest,
    each: &mut dyn FnMut(usize, i32, usize, f64),
) -> Result<(), ResultsError> {
    let identity = &manifest.identity;
    let name = format!("{DETAILS}.{}", identity.format.ending());
    let places: BTreeMap<(String, String), usize> = details(identity.weeks)
        .into_iter()
        .enumerate()
        .map(|(at, (figure, band))| ((figure.to_owned(), band), at))
        .collect();
    let mut row = |strategy: &str, replicate: i32, count: (String, String), value: f64| {
        let arm = identity.arms.iter().position(|arm| arm == strategy);
        let Some((arm, at)) = arm.zip(places.get(&count)) else {
            return Err(format!("{strategy}, {}, {} is not known", count.0, count.1));
        };
        each(arm, replicate, *at, value);
        Ok(())
    };
    let file =
        files::open(&path.join(&name), Links::Refused).map_err(storage(&path.join(&name), "read results"))?;
    let found = match identity.format {
        Format::Parquet => read_parquet(file, &mut row),
        Format::Csv => read_csv(BufReader::new(file), &mut row),
    };
    found.map_err(|what| ResultsError::Damaged { path: path.to_owned(), what: format!("{name}: {what}") })
}

/// Takes a row: strategy, replicate, figure and class, value.
type Take<'t> = &'t mut dyn FnMut(&str, i32, (String, String), f64) -> Result<(), String>;

fn read_parquet(file: File, row: Take<'_>) -> Result<(), String> {
    let reader = parquet_file::opened(file, schema)?;
    for at in 0..reader.num_row_groups() {
        files::parsed(|| {
            let group = reader.get_row_group(at).map_err(|error| error.to_string())?;
            let count = usize::try_from(group.metadata().num_rows()).map_err(|error| error.to_string())?;
            let text = |column| all::<ByteArrayType>(&*group, column, count);
            let (strategies, figures, bands) = (text(0)?, text(2)?, text(3)?);
            let replicates = all::<Int32Type>(&*group, 1, count)?;
            let values = all::<DoubleType>(&*group, 4, count)?;
            let word =
                |bytes: &ByteArray| bytes.as_utf8().map(str::to_owned).map_err(|error| error.to_string());
            for at in 0..count {
                let count = (word(&figures[at])?, word(&bands[at])?);
                row(&word(&strategies[at])?, replicates[at], count, values[at])?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn read_csv(input: impl BufRead, row: Take<'_>) -> Result<(), String> {
    for (at, line) in input.lines().enumerate() {
        let line = line.map_err(|error| error.to_string())?;
        if at == 0 {
            if line != HEADS.join(",") {
                return Err("its first line does not name the columns expected".to_owned());
            }
            continue;
        }
        let cells = || -> Option<_> {
            let (strategy, rest) = split_name(&line)?;
            let (replicate, rest) = rest.split_once(',')?;
            let (figure, rest) = rest.split_once(',')?;
            let (band, value) = split_name(rest)?;
            Some((strategy, replicate.parse().ok()?, (figure.to_owned(), band), value.parse().ok()?))
        };
        let (strategy, replicate, count, value) =
            cells().ok_or_else(|| format!("line {} is no row", at + 1))?;
        row(&strategy, replicate, count, value)?;
    }
    Ok(())
}

/// The columns of a row group except the strategy.
#[derive(Default)]
struct Rows {
    replicates: Vec<i32>,
    figures: Vec<ByteArray>,
    bands: Vec<ByteArray>,
    values: Vec<f64>,
}

fn schema() -> Result<Type, ParquetError> {
    let [strategy, replicate, figure, band, value] = HEADS;
    let required = Repetition::REQUIRED;
    parquet_file::schema([
        (strategy, Stored::Text, required),
        (replicate, Stored::Int32, required),
        (figure, Stored::Text, required),
        (band, Stored::Text, required),
        (value, Stored::Double, required),
    ])
}
