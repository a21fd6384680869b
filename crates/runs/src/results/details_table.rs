//! The table `details`: detailed counts, one row per strategy, replicate, figure and class, in this
//! order. An undefined count has no row.
//!
//! The table is long, while the others are wide, so that a new figure does not move columns.

use std::io::{self, Write};

use parquet::basic::Repetition;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::schema::types::Type;

use super::parquet_file::{self, Stored, column, fault, properties, writer};
use super::{Format, Identity, PART, field};
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
    identity: &Identity,
    numbers: Numbers<'_>,
) -> io::Result<()> {
    let names = details(identity.weeks);
    match identity.format {
        Format::Csv => csv(io::BufWriter::new(file), identity, &names, numbers),
        Format::Parquet => parquet(file, identity, &names, numbers),
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
    identity: &Identity,
    names: &Names,
    numbers: Numbers<'_>,
) -> io::Result<()> {
    let mut file = writer(file, schema(), properties()?)?;
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
