//! Tables as Apache Parquet: one row group per batch of rows.

use std::fs::File;
use std::io::{self, Write};

use parquet::basic::Repetition;
use parquet::data_type::{ByteArray, ByteArrayType, FloatType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::EnabledStatistics;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type};

use balcony_files as files;

use super::frame::{Columns, Dates, NO_DATE, Numbers, Row, Rows, TableWriter};
use super::parquet_file::{
    self, EPOCH, Stored, all, column, fault, gaps, opened, properties, slices, split, with_gaps, writer,
};

/// Largest number of rows in a group that is read. Written groups are smaller.
const MOST_ROWS: usize = 1 << 20;
/// Number of copies of a name that are held at the same time.
const AT_ONCE: usize = 1024;

pub(super) struct Parquet<W: Write + Send> {
    file: SerializedFileWriter<W>,
    dates: Option<Dates>,
    columns: usize,
}

impl<W: Write + Send> Parquet<W> {
    pub(super) fn new(out: W, columns: &Columns, metadata: Vec<KeyValue>) -> io::Result<Self> {
        let mut properties = properties()?.set_key_value_metadata(Some(metadata));
        for name in &columns.numbers {
            // Nobody searches for rows by these columns, and a file with many groups would carry
            // two values for each: no minimum and maximum.
            properties = split(properties, name)
                .set_column_statistics_enabled(ColumnPath::from(name.as_str()), EnabledStatistics::None);
        }
        let file = writer(out, schema(columns), properties)?;
        Ok(Self { file, dates: columns.dates, columns: columns.numbers.len() })
    }
}

impl<W: Write + Send> TableWriter for Parquet<W> {
    fn write(&mut self, rows: &Rows<'_>) -> io::Result<()> {
        let mut group = self.file.next_row_group().map_err(fault)?;
        let count = rows.replicate.len();
        let names = vec![ByteArray::from(rows.strategy); count.min(AT_ONCE)];
        let of_names = |from| (&names[..AT_ONCE.min(count - from)], None);
        slices::<W, ByteArrayType>(&mut group, (0..count).step_by(AT_ONCE).map(of_names))?;
        column::<W, Int32Type>(&mut group, rows.replicate)?;
        if !rows.time.is_empty() {
            column::<W, Int32Type>(&mut group, rows.time)?;
        }
        if let Some(dates) = self.dates {
            let days = days(dates, rows.time).ok_or_else(|| io::Error::other(NO_DATE))?;
            column::<W, Int32Type>(&mut group, &days)?;
        }
        for at in 0..self.columns {
            match rows.numbers {
                Numbers::Wide(numbers) => gaps(&mut group, &strided(numbers, at, self.columns))?,
                Numbers::Narrow(numbers) => {
                    column::<W, FloatType>(&mut group, &strided(numbers, at, self.columns))?
                }
            }
        }
        group.close().map(|_| ()).map_err(fault)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.file.finish().map(|_| ()).map_err(fault)
    }
}

/// Every `step`-th number, beginning with index `from`.
fn strided<T: Copy>(numbers: &[T], from: usize, step: usize) -> Vec<T> {
    numbers.iter().skip(from).step_by(step).copied().collect()
}

fn schema(columns: &Columns) -> Result<Type, ParquetError> {
    let (required, optional) = (Repetition::REQUIRED, Repetition::OPTIONAL);
    let time = columns.time.map(|time| (time, Stored::Int32, required));
    let date = columns.dates.map(|_| ("date", Stored::Day, required));
    // A weekly measure always has a value.
    let (number, gaps) = if columns.narrow { (Stored::Float, required) } else { (Stored::Double, optional) };
    parquet_file::schema(
        [("strategy", Stored::Text, required), ("replicate", Stored::Int32, required)]
            .into_iter()
            .chain(time)
            .chain(date)
            .chain(columns.numbers.iter().map(|name| (name.as_str(), number, gaps))),
    )
}

/// Reads a table of [`Parquet`] row by row, with one row group in memory.
pub(super) fn read(
    file: File,
    columns: &Columns,
    each: &mut dyn FnMut(Row<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let reader = opened(file, || schema(columns))?;
    for at in 0..reader.num_row_groups() {
        let group = files::parsed(|| Group::read(&reader, at, columns))?;
        for row in 0..group.names.len() {
            let strategy = group.names[row].as_utf8().map_err(|error| error.to_string())?;
            let numbers = &group.numbers[row * columns.numbers.len()..][..columns.numbers.len()];
            let time = group.times.get(row).copied().unwrap_or_default();
            each(Row { strategy, replicate: group.replicates[row], time, numbers })?;
        }
    }
    Ok(())
}

/// The dates of times as Parquet counts days; `None` if one has no date.
fn days(dates: Dates, times: &[i32]) -> Option<Vec<i32>> {
    let days = |time: &i32| Some(i32::try_from(dates.at(*time)?.days()).ok()? + EPOCH);
    times.iter().map(days).collect()
}

/// The rows of one row group.
struct Group {
    names: Vec<ByteArray>,
    replicates: Vec<i32>,
    /// Empty without a time column.
    times: Vec<i32>,
    /// The numbers of all rows, row by row.
    numbers: Vec<f64>,
}

impl Group {
    fn read(reader: &SerializedFileReader<File>, at: usize, columns: &Columns) -> Result<Self, String> {
        let group = reader.get_row_group(at).map_err(|error| error.to_string())?;
        let count = usize::try_from(group.metadata().num_rows()).map_err(|error| error.to_string())?;
        if count > MOST_ROWS {
            return Err(format!("a group of {count} rows: {MOST_ROWS} can be at most"));
        }
        let names = all::<ByteArrayType>(&*group, 0, count)?;
        let replicates = all::<Int32Type>(&*group, 1, count)?;
        let times = if columns.time.is_some() { all::<Int32Type>(&*group, 2, count)? } else { Vec::new() };
        if let Some(dates) = columns.dates
            && days(dates, &times).is_none_or(|days| all::<Int32Type>(&*group, 3, count).ok() != Some(days))
        {
            return Err("a row of another date".to_owned());
        }
        let first_number = 2 + usize::from(columns.time.is_some()) + usize::from(columns.dates.is_some());
        let mut numbers = vec![0.0; count * columns.numbers.len()];
        for column in 0..columns.numbers.len() {
            let values: Vec<f64> = if columns.narrow {
                all::<FloatType>(&*group, first_number + column, count)?.into_iter().map(f64::from).collect()
            } else {
                with_gaps(&*group, first_number + column, count)?
            };
            for (row, value) in values.into_iter().enumerate() {
                numbers[row * columns.numbers.len() + column] = value;
            }
        }
        Ok(Self { names, replicates, times, numbers })
    }
}
