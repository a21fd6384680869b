//! Reads and writes `rows.parquet`, one group of rows at a time. Columns are typed and described in
//! the file's metadata.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use balcony_engine::calendar::Date;
use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Better;
use parquet::basic::Repetition;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use serde_json::json;

use super::{Form, Level, RowsManifest, TaskResult};
use crate::results::column as column_of;
use crate::results::parquet_file::{
    self, EPOCH, Stored, all, column, fault, gaps, opened, properties, slices, split, values, with_gaps,
    writer,
};
use balcony_files::{self as files, Links};
use balcony_scenario::currency::in_currency;

/// Number of rows in a group, except the last.
pub const ROWS: usize = 8192;
/// Number of columns before those of the factors.
const KEYS: usize = 4;

/// Writes rows.
pub(super) struct Writer<'a, W: Write + Send> {
    file: SerializedFileWriter<W>,
    manifest: &'a RowsManifest,
    row: i64,
    group: Group,
}

impl<'a, W: Write + Send> Writer<'a, W> {
    pub(super) fn new(out: W, manifest: &'a RowsManifest) -> io::Result<Self> {
        let identity = &manifest.identity;
        let properties = properties()?.set_key_value_metadata(Some(metadata(manifest)));
        let properties = identity.outcomes.iter().fold(properties, |all, key| split(all, &column_of(key)));
        let file = writer(out, schema(manifest), properties)?;
        Ok(Self {
            file,
            manifest,
            row: 0,
            group: Group::empty(identity.factors.len(), identity.outcomes.len()),
        })
    }

    /// Adds the rows of a task; `levels` are the factor values of its point.
    pub(super) fn add(&mut self, lived: &TaskResult, levels: &[Level]) -> io::Result<()> {
        for arm in 0..self.manifest.identity.arms.len() {
            let values = lived.outcomes.as_ref().map(|arms| &arms[arm][..]);
            self.row(lived.task.point, lived.task.replicate, arm, levels, values.map_err(String::as_str))?;
        }
        Ok(())
    }

    /// Adds a row: all outcomes, or the reason why there are none.
    pub(super) fn row(
        &mut self,
        point: u32,
        replicate: u32,
        arm: usize,
        levels: &[Level],
        values: Result<&[f64], &str>,
    ) -> io::Result<()> {
        let group = &mut self.group;
        group.point.push(point);
        group.replicate.push(replicate);
        group.arm.push(arm);
        for (column, level) in group.levels.iter_mut().zip(levels) {
            column.push(level.clone());
        }
        for (at, column) in group.outcomes.iter_mut().enumerate() {
            column.push(values.map_or(f64::NAN, |values| values[at]));
        }
        group.error.push(values.err().map(str::to_owned));
        if group.point.len() == ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let identity = &self.manifest.identity;
        let rows =
            std::mem::replace(&mut self.group, Group::empty(identity.factors.len(), identity.outcomes.len()));
        let count = rows.point.len() as i64;
        let whole = |numbers: &[u32]| {
            numbers.iter().map(|n| i32::try_from(*n).unwrap_or(i32::MAX)).collect::<Vec<_>>()
        };
        let mut group = self.file.next_row_group().map_err(fault)?;
        column::<W, Int64Type>(&mut group, &(self.row..self.row + count).collect::<Vec<_>>())?;
        column::<W, Int32Type>(&mut group, &whole(&rows.point))?;
        column::<W, Int32Type>(&mut group, &whole(&rows.replicate))?;
        let names: Vec<ByteArray> = identity.arms.iter().map(|arm| ByteArray::from(arm.as_str())).collect();
        let names: Vec<ByteArray> = rows.arm.iter().map(|arm| names[*arm].clone()).collect();
        column::<W, ByteArrayType>(&mut group, &names)?;
        for (factor, levels) in identity.factors.iter().zip(&rows.levels) {
            factor_column(&mut group, factor.form, levels)?;
        }
        for values in &rows.outcomes {
            // A failed row has no values; nor has an outcome that is undefined for a run.
            gaps(&mut group, values)?;
        }
        let said: Vec<ByteArray> =
            rows.error.iter().flatten().map(|said| ByteArray::from(said.as_str())).collect();
        let failed: Vec<i16> = rows.error.iter().map(|error| i16::from(error.is_some())).collect();
        slices::<W, ByteArrayType>(&mut group, [(&said[..], Some(&failed[..]))])?;
        group.close().map_err(fault)?;
        self.row += count;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        if !self.group.point.is_empty() {
            self.flush()?;
        }
        self.file.finish().map(|_| ()).map_err(fault)
    }
}

fn factor_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    form: Form,
    levels: &[Level],
) -> io::Result<()> {
    let number = |level: &Level| level.number().unwrap_or(f64::NAN);
    match form {
        Form::Number => column::<W, DoubleType>(group, &levels.iter().map(number).collect::<Vec<_>>()),
        Form::Whole => {
            let whole =
                |level: &Level| if let Level::Whole(whole) = level { *whole } else { number(level) as i64 };
            column::<W, Int64Type>(group, &levels.iter().map(whole).collect::<Vec<_>>())
        }
        Form::Day => {
            let days = |level: &Level| number(level) as i32 + EPOCH;
            column::<W, Int32Type>(group, &levels.iter().map(days).collect::<Vec<_>>())
        }
        Form::Text => {
            let text = |level: &Level| ByteArray::from(level.to_string().as_str());
            column::<W, ByteArrayType>(group, &levels.iter().map(text).collect::<Vec<_>>())
        }
    }
}

fn schema(manifest: &RowsManifest) -> Result<Type, ParquetError> {
    let (required, optional) = (Repetition::REQUIRED, Repetition::OPTIONAL);
    let identity = &manifest.identity;
    let stored = |form| match form {
        Form::Number => Stored::Double,
        Form::Whole => Stored::Int64,
        Form::Day => Stored::Day,
        Form::Text => Stored::Text,
    };
    let outcomes: Vec<String> = identity.outcomes.iter().map(|key| column_of(key)).collect();
    parquet_file::schema(
        [
            ("row", Stored::Int64, required),
            ("point", Stored::Int32, required),
            ("replicate", Stored::Int32, required),
            ("strategy", Stored::Text, required),
        ]
        .into_iter()
        .chain(identity.factors.iter().map(|factor| (factor.name.as_str(), stored(factor.form), required)))
        .chain(outcomes.iter().map(|name| (name.as_str(), Stored::Double, optional)))
        .chain([("error", Stored::Text, optional)]),
    )
}

/// The file's description of itself: the sweep, and unit and meaning of every column. It does not
/// mention the share.
fn metadata(manifest: &RowsManifest) -> Vec<KeyValue> {
    let identity = &manifest.identity;
    let mut columns = vec![
        json!({ "name": "row", "meaning": "number of the row, from 0" }),
        json!({ "name": "point", "meaning": "number of the point of the design, from 0" }),
        json!({ "name": "replicate", "meaning": "number of the replicate, from 0: the same luck at every point and under every strategy" }),
        json!({ "name": "strategy", "meaning": "name of the strategy" }),
    ];
    for factor in &identity.factors {
        columns.push(
            json!({ "name": factor.name, "key": factor.key, "unit": factor.unit, "meaning": factor.meaning }),
        );
    }
    for key in &identity.outcomes {
        let Some(outcome) = OUTCOMES.iter().find(|outcome| outcome.key == key) else { continue };
        let better = match outcome.better {
            Better::Lower => "lower",
            Better::Higher => "higher",
            Better::Neither => "neither",
        };
        let margin = identity.margins.by_key(key).unwrap_or(outcome.margin);
        columns.push(json!({
            "name": column_of(key), "key": key, "unit": in_currency(outcome.unit.to_owned(), &manifest.currency),
            "title": outcome.title, "meaning": outcome.definition,
            "better": better, "margin_share": margin.share, "margin_floor": margin.floor, "published": outcome.published,
        }));
    }
    columns.push(json!({ "name": "error", "meaning": "why there are no outcomes; none where there are" }));
    let pairs = [
        ("balcony.title", manifest.title.clone()),
        ("balcony.question", manifest.question.clone()),
        ("balcony.version", identity.version.clone()),
        ("balcony.engine", identity.engine.clone()),
        ("balcony.seed", identity.seed.to_string()),
        ("balcony.baseline", identity.baseline.clone()),
        ("balcony.scenario_hash", identity.scenario_hash.clone()),
        ("balcony.experiment_hash", identity.experiment_hash.clone()),
        ("balcony.experiment", manifest.experiment.clone()),
        ("balcony.scenario", manifest.scenario.clone()),
        ("balcony.columns", serde_json::Value::Array(columns).to_string()),
    ];
    pairs.into_iter().map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect()
}

/// Several rows, column by column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// Point of each row.
    pub point: Vec<u32>,
    /// Replicate of each row.
    pub replicate: Vec<u32>,
    /// Strategy of each row: an index in the manifest's list.
    pub arm: Vec<usize>,
    /// Values of each factor, by row.
    pub levels: Vec<Vec<Level>>,
    /// Values of each selected outcome, by row; NaN if a row has none.
    pub outcomes: Vec<Vec<f64>>,
    /// Why a row has no outcomes.
    pub error: Vec<Option<String>>,
}

impl Group {
    fn empty(factors: usize, outcomes: usize) -> Self {
        Self { levels: vec![Vec::new(); factors], outcomes: vec![Vec::new(); outcomes], ..Self::default() }
    }
}

/// Reads rows, one group at a time.
pub struct Reader<'a> {
    file: SerializedFileReader<File>,
    manifest: &'a RowsManifest,
    outcomes: Vec<usize>,
    group: usize,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("group", &self.group).finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    /// Opens a file of rows and selects outcomes by their index in the manifest's list.
    ///
    /// # Errors
    /// If the file cannot be read, or its columns are not those of the manifest.
    pub fn open(path: &Path, manifest: &'a RowsManifest, outcomes: &[usize]) -> Result<Self, String> {
        let file = files::open(path, Links::Refused).map_err(|error| error.to_string())?;
        let file = opened(file, || schema(manifest))?;
        let reader = Self { file, manifest, outcomes: outcomes.to_vec(), group: 0 };
        let expected = manifest.tasks.saturating_mul(manifest.identity.arms.len() as u64);
        if reader.rows() != expected {
            return Err(format!("{} rows instead of {expected}", reader.rows()));
        }
        Ok(reader)
    }

    /// Number of rows in the whole file.
    pub fn rows(&self) -> u64 {
        u64::try_from(self.file.metadata().file_metadata().num_rows()).unwrap_or_default()
    }

    /// The next group of rows; `None` at the end.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn next_group(&mut self) -> Result<Option<Group>, String> {
        if self.group == self.file.num_row_groups() {
            return Ok(None);
        }
        self.group += 1;
        let rows = files::parsed(|| self.read(self.group - 1))?;
        let identity = &self.manifest.identity;
        if rows.point.iter().any(|point| *point >= identity.points)
            || rows.replicate.iter().any(|replicate| *replicate >= identity.replicates)
        {
            return Err("a row of a point or a replicate that the sweep does not have".to_owned());
        }
        Ok(Some(rows))
    }

    fn read(&self, group: usize) -> Result<Group, String> {
        let group = self.file.get_row_group(group).map_err(|error| error.to_string())?;
        let identity = &self.manifest.identity;
        let count = usize::try_from(group.metadata().num_rows()).map_err(|error| error.to_string())?;
        if count > ROWS {
            return Err(format!("a group of {count} rows: {ROWS} can be at most"));
        }
        let whole = |at| -> Result<Vec<u32>, String> {
            let numbers = all::<Int32Type>(&*group, at, count)?;
            numbers.into_iter().map(|n| u32::try_from(n).map_err(|error| error.to_string())).collect()
        };
        let arm = |name: &ByteArray| {
            let name = name.as_utf8().map_err(|error| error.to_string())?;
            identity
                .arms
                .iter()
                .position(|arm| arm == name)
                .ok_or_else(|| format!("strategy {name} is not listed"))
        };
        let names = all::<ByteArrayType>(&*group, 3, count)?;
        let mut rows = Group {
            point: whole(1)?,
            replicate: whole(2)?,
            arm: names.iter().map(arm).collect::<Result<_, String>>()?,
            ..Group::default()
        };
        for (at, factor) in identity.factors.iter().enumerate() {
            rows.levels.push(levels(&*group, KEYS + at, factor.form, count)?);
        }
        let first = KEYS + identity.factors.len();
        for outcome in &self.outcomes {
            rows.outcomes.push(with_gaps(&*group, first + outcome, count)?);
        }
        let (said, there) = values::<ByteArrayType>(&*group, first + identity.outcomes.len(), count)?;
        let mut said = said.into_iter();
        for there in &there {
            let text = if *there == 1 { said.next() } else { None };
            let text = text.map(|text| text.as_utf8().map(str::to_owned).map_err(|error| error.to_string()));
            rows.error.push(text.transpose()?);
        }
        Ok(rows)
    }
}

fn levels(group: &dyn RowGroupReader, at: usize, form: Form, count: usize) -> Result<Vec<Level>, String> {
    Ok(match form {
        Form::Number => all::<DoubleType>(group, at, count)?.into_iter().map(Level::Number).collect(),
        Form::Whole => all::<Int64Type>(group, at, count)?.into_iter().map(Level::Whole).collect(),
        Form::Day => {
            let day = |days: i32| {
                Level::Day(Date::from_days(u32::try_from(days.saturating_sub(EPOCH)).unwrap_or_default()))
            };
            all::<Int32Type>(group, at, count)?.into_iter().map(day).collect()
        }
        Form::Text => {
            let text = |text: ByteArray| text.as_utf8().map(|text| Level::Text(text.to_owned()));
            let texts = all::<ByteArrayType>(group, at, count)?.into_iter().map(text);
            texts.collect::<Result<_, _>>().map_err(|error| error.to_string())?
        }
    })
}
