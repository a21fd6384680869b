//! Tables as Apache Parquet: zstd, one row group per batch of rows. The file names no date and no
//! machine, so that the same rows give the same bytes.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, Type};

use crate::files;

use super::frame::{Columns, Numbers, Row, Rows, TableWriter};
use crate::experiment::stats::defined;

/// Largest number of rows in a group that is read. Written groups are smaller.
const MOST_ROWS: usize = 1 << 20;
/// Number of copies of a name that are held at the same time.
const AT_ONCE: usize = 1024;

pub(super) struct Parquet<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: usize,
}

impl<W: Write + Send> Parquet<W> {
    pub(super) fn new(out: W, columns: &Columns) -> io::Result<Self> {
        let schema = Arc::new(schema(columns).map_err(fault)?);
        let mut properties = WriterProperties::builder()
            .set_created_by("balcony".to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).map_err(fault)?))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true);
        for name in &columns.numbers {
            // Floats share their high bytes but are rarely equal. So splitting their bytes
            // compresses them, and a dictionary does not.
            let path = ColumnPath::from(name.as_str());
            // Nobody searches for rows by these columns, and a file with many groups would carry
            // two values for each: no minimum and maximum.
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_statistics_enabled(path.clone(), EnabledStatistics::None)
                .set_column_encoding(path, Encoding::BYTE_STREAM_SPLIT);
        }
        let file = SerializedFileWriter::new(out, schema, Arc::new(properties.build())).map_err(fault)?;
        Ok(Self { file, columns: columns.numbers.len() })
    }
}

impl<W: Write + Send> TableWriter for Parquet<W> {
    fn write(&mut self, rows: &Rows<'_>) -> io::Result<()> {
        let mut group = self.file.next_row_group().map_err(fault)?;
        let count = rows.replicate.len();
        let names = vec![ByteArray::from(rows.strategy); count.min(AT_ONCE)];
        let slices = (0..count).step_by(AT_ONCE).map(|from| &names[..AT_ONCE.min(count - from)]);
        column::<W, ByteArrayType>(&mut group, slices)?;
        column::<W, Int32Type>(&mut group, [rows.replicate])?;
        if !rows.time.is_empty() {
            column::<W, Int32Type>(&mut group, [rows.time])?;
        }
        for at in 0..self.columns {
            match rows.numbers {
                Numbers::Wide(numbers) => gaps(&mut group, &strided(numbers, at, self.columns))?,
                Numbers::Narrow(numbers) => {
                    column::<W, FloatType>(&mut group, [&strided(numbers, at, self.columns)[..]])?
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

/// Writes the next column of a row group from slices.
pub(super) fn column<'v, W: Write + Send, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    slices: impl IntoIterator<Item = &'v [T::T]>,
) -> io::Result<()>
where
    T::T: 'v,
{
    let mut column =
        group.next_column().map_err(fault)?.ok_or_else(|| io::Error::other("a column too many"))?;
    for values in slices {
        column.typed::<T>().write_batch(values, None, None).map_err(fault)?;
    }
    column.close().map_err(fault)
}

/// Writes the next column of a row group; NaN becomes a null.
fn gaps<W: Write + Send>(group: &mut SerializedRowGroupWriter<'_, W>, values: &[f64]) -> io::Result<()> {
    let there: Vec<i16> = values.iter().map(|value| i16::from(!value.is_nan())).collect();
    let values: Vec<f64> = defined(values).collect();
    let mut column =
        group.next_column().map_err(fault)?.ok_or_else(|| io::Error::other("a column too many"))?;
    column.typed::<DoubleType>().write_batch(&values, Some(&there), None).map_err(fault)?;
    column.close().map_err(fault)
}

fn schema(columns: &Columns) -> Result<Type, ParquetError> {
    let field = |name: &str, physical, logical, repetition| {
        let builder = Type::primitive_type_builder(name, physical).with_repetition(repetition);
        builder.with_logical_type(logical).build().map(Arc::new)
    };
    let (required, optional) = (Repetition::REQUIRED, Repetition::OPTIONAL);
    let mut fields = vec![
        field("strategy", Physical::BYTE_ARRAY, Some(LogicalType::String), required)?,
        field("replicate", Physical::INT32, None, required)?,
    ];
    if let Some(time) = columns.time {
        fields.push(field(time, Physical::INT32, None, required)?);
    }
    // A weekly measure always has a value.
    let (number, gaps) =
        if columns.narrow { (Physical::FLOAT, required) } else { (Physical::DOUBLE, optional) };
    for name in &columns.numbers {
        fields.push(field(name, number, None, gaps)?);
    }
    Type::group_type_builder("balcony").with_fields(fields).build()
}

/// Keeps an I/O error; converts every other error to its message.
pub(super) fn fault(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(inner) => io::Error::other(inner),
        },
        other => io::Error::other(other),
    }
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
        let first_number = if columns.time.is_some() { 3 } else { 2 };
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

/// The numbers of a column; NaN for a null.
pub(super) fn with_gaps(group: &dyn RowGroupReader, column: usize, count: usize) -> Result<Vec<f64>, String> {
    let (values, there) = values::<DoubleType>(group, column, count)?;
    let mut values = values.into_iter();
    let value = |there: &i16| if *there == 1 { values.next() } else { Some(f64::NAN) };
    there.iter().map(value).collect::<Option<_>>().ok_or_else(|| "a column ends too early".to_owned())
}

/// The values of a column without nulls.
pub(super) fn all<T: DataType>(
    group: &dyn RowGroupReader,
    column: usize,
    count: usize,
) -> Result<Vec<T::T>, String> {
    values::<T>(group, column, count).map(|(values, _)| values)
}

/// The non-null values of a column, and for each row 1 if it has a value (always 1 in a column
/// without nulls).
pub(super) fn values<T: DataType>(
    group: &dyn RowGroupReader,
    column: usize,
    count: usize,
) -> Result<(Vec<T::T>, Vec<i16>), String> {
    let said = |error: ParquetError| error.to_string();
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(column).map_err(said)?);
    let optional = group.metadata().column(column).column_descr().max_def_level() > 0;
    let (mut values, mut there) = (Vec::with_capacity(count), Vec::new());
    let mut records = 0;
    while records < count {
        let levels = optional.then_some(&mut there);
        let (read, ..) = reader.read_records(count - records, levels, None, &mut values).map_err(said)?;
        if read == 0 {
            return Err("a column ends too early".to_owned());
        }
        records += read;
    }
    if !optional {
        there = vec![1; count];
    }
    Ok((values, there))
}

/// Opens a table and checks that it has the expected columns.
pub(super) fn opened(
    file: File,
    expected: impl FnOnce() -> Result<Type, ParquetError>,
) -> Result<SerializedFileReader<File>, String> {
    files::parsed(|| {
        let reader = SerializedFileReader::new(file).map_err(|error| error.to_string())?;
        let expected = expected().map_err(|error| error.to_string())?;
        if *reader.metadata().file_metadata().schema() != expected {
            return Err("its columns are not those expected".to_owned());
        }
        Ok(reader)
    })
}
