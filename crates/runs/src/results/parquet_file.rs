//! What all tables of Apache Parquet share: how files are written and how columns are read. Files
//! are compressed with zstd and name no date and no machine, so that the same rows give the same
//! bytes.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{DataType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, Type};

use crate::experiment::stats::defined;
use balcony_files as files;

/// Days from 1 January 1970, where Parquet's dates begin, to 1 January 1990, where the engine's
/// begin.
pub(super) const EPOCH: i32 = 7305;

/// How the values of a column are stored.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stored {
    Text,
    Int32,
    Int64,
    Day,
    Float,
    Double,
}

/// A column: its name, how its values are stored, and whether some may be missing.
pub(super) type Field<'a> = (&'a str, Stored, Repetition);

/// The columns of a table, in their order.
pub(super) fn schema<'a>(fields: impl IntoIterator<Item = Field<'a>>) -> Result<Type, ParquetError> {
    let field = |(name, stored, repetition)| {
        let (physical, logical) = match stored {
            Stored::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Stored::Int32 => (Physical::INT32, None),
            Stored::Int64 => (Physical::INT64, None),
            Stored::Day => (Physical::INT32, Some(LogicalType::Date)),
            Stored::Float => (Physical::FLOAT, None),
            Stored::Double => (Physical::DOUBLE, None),
        };
        let builder = Type::primitive_type_builder(name, physical).with_repetition(repetition);
        builder.with_logical_type(logical).build().map(Arc::new)
    };
    let fields = fields.into_iter().map(field).collect::<Result<_, _>>()?;
    Type::group_type_builder("balcony").with_fields(fields).build()
}

/// Properties of every file, before those of single columns.
pub(super) fn properties() -> io::Result<WriterPropertiesBuilder> {
    Ok(WriterProperties::builder()
        .set_created_by("balcony".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).map_err(fault)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true))
}

/// How a column of floats is written. Floats share their high bytes but are rarely equal. So
/// splitting their bytes compresses them, and a dictionary does not.
pub(super) fn split(properties: WriterPropertiesBuilder, column: &str) -> WriterPropertiesBuilder {
    let path = ColumnPath::from(column);
    properties
        .set_column_dictionary_enabled(path.clone(), false)
        .set_column_encoding(path, Encoding::BYTE_STREAM_SPLIT)
}

/// Begins a file.
pub(super) fn writer<W: Write + Send>(
    out: W,
    schema: Result<Type, ParquetError>,
    properties: WriterPropertiesBuilder,
) -> io::Result<SerializedFileWriter<W>> {
    let schema = Arc::new(schema.map_err(fault)?);
    SerializedFileWriter::new(out, schema, Arc::new(properties.build())).map_err(fault)
}

/// Writes the next column of a row group, without nulls.
pub(super) fn column<W: Write + Send, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
) -> io::Result<()> {
    slices::<W, T>(group, [(values, None)])
}

/// Writes the next column of a row group; NaN becomes a null.
pub(super) fn gaps<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[f64],
) -> io::Result<()> {
    let there: Vec<i16> = values.iter().map(|value| i16::from(!value.is_nan())).collect();
    let values: Vec<f64> = defined(values).collect();
    slices::<W, DoubleType>(group, [(&values[..], Some(&there[..]))])
}

/// Writes the next column of a row group from slices of values. In a column with nulls, each slice
/// comes with 1 for every row that has a value.
pub(super) fn slices<'v, W: Write + Send, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    slices: impl IntoIterator<Item = (&'v [T::T], Option<&'v [i16]>)>,
) -> io::Result<()>
where
    T::T: 'v,
{
    let mut column =
        group.next_column().map_err(fault)?.ok_or_else(|| io::Error::other("a column too many"))?;
    for (values, there) in slices {
        column.typed::<T>().write_batch(values, there, None).map_err(fault)?;
    }
    column.close().map_err(fault)
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
