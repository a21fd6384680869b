//! Reads a file of points: one column per factor under its name, one row per point. It accepts
//! comma-separated text or Parquet as spreadsheets, pandas, R and DuckDB write them: with their own
//! row numbers as a column, whole numbers as 12.0, and days as midnight timestamps.

use std::collections::BTreeSet;
use std::io::BufReader;
use std::path::Path;

use parquet::basic::{LogicalType, TimeUnit};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::Type;

use super::factor::Factor;
use super::keys::MOST_POINTS;
use super::{Form, Level};
use balcony_files::{self as files, Links};
use balcony_scenario::scenario::schema::Kind;
use balcony_scenario::scenario::{Library, Scenario, hints};

/// Largest size in bytes: a million points of fifty factors with twenty digits each.
const MOST_BYTES: u64 = 1 << 30;
/// Most mistakes of a file that are reported.
const MOST_TOLD: usize = 20;

/// Content of a file of points.
pub(super) struct PointsFile {
    /// Values of all factors, point by point.
    pub(super) levels: Vec<Level>,
    /// Columns that are neither factors nor mistakes: row numbers of the program that wrote the
    /// file.
    pub(super) ignored: Vec<String>,
}

/// Reads the values of all factors.
///
/// # Errors
/// The mistakes in the file, one sentence each.
pub(super) fn read(
    path: &str,
    factors: &mut [Factor],
    library: &Library<'_>,
    scenario: Option<&Scenario>,
) -> Result<PointsFile, Vec<String>> {
    let table = if path.ends_with(".parquet") { parquet(path) } else { csv(path) };
    let (head, rows) = table.map_err(|said| vec![said])?;
    let is_factor = |name: &str| factors.iter().any(|factor| factor.name == name);
    let mut faults = Vec::new();
    let (mut ignored, mut strange) = (Vec::new(), Vec::new());
    for name in head.iter().filter(|name| !is_factor(name)) {
        if counts_rows(name) {
            ignored.push(name.clone());
        } else if name.contains([';', '\t']) && head.len() == 1 {
            return Err(vec![not_commas(path, name)]);
        } else {
            strange.push(format!("{path} has a column `{name}`, which is no factor of this experiment"));
        }
    }
    let mut columns = Vec::new();
    for factor in &*factors {
        match head.iter().position(|name| *name == factor.name) {
            Some(at) if head[at + 1..].contains(&factor.name) => {
                faults.push(format!("{path} has two columns `{}`", factor.name));
            }
            Some(at) => columns.push(at),
            None => {
                faults.push(format!("{path} has no column `{}`; it has {}", factor.name, head.join(", ")))
            }
        }
    }
    faults.append(&mut strange);
    if rows.is_empty() {
        faults.push(format!("{path} has no points"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    for (factor, column) in factors.iter_mut().zip(&columns) {
        // For a key that accepts a day or a number of weeks, the first point determines which it
        // is.
        let path: Vec<String> = factor.key.split('.').map(str::to_owned).collect();
        let either = library.schema.find(&path).is_some_and(|key| key.kind == Kind::When);
        if either && rows[0].get(*column).is_some_and(|text| level(text, Form::Day).is_some()) {
            factor.form = Form::Day;
        }
    }
    let mut levels = Vec::with_capacity(rows.len() * factors.len());
    for (nth, row) in rows.iter().enumerate() {
        if row.len() != head.len() {
            faults.push(format!("{path}, point {nth}: {} values for {} columns", row.len(), head.len()));
            continue;
        }
        for (factor, column) in factors.iter().zip(&columns) {
            let text = &row[*column];
            match level(text, factor.form) {
                Some(level) => levels.push(level),
                None if is_gap(text) => {
                    faults.push(format!("{path}, point {nth}: there is no value of {}", factor.name));
                }
                None => {
                    let meant = hints::meant(text).map_or(String::new(), |meant| format!(": {meant}"));
                    faults.push(format!(
                        "{path}, point {nth}, {}: `{text}` is not of the kind that {} takes{meant}",
                        factor.name, factor.key
                    ));
                }
            }
        }
    }
    // Checks the smallest and largest value of every factor, as for factors with a range, and every
    // name. A value that the base scenario refuses is no fault if the other values of its point
    // allow it. If the values of a point exclude each other, its row says so.
    for (at, factor) in factors.iter().enumerate() {
        let Some(scenario) = scenario.filter(|_| faults.is_empty()) else { break };
        for (point, level) in telling(&levels[at..], factors.len(), factor.form) {
            let Err(found) = scenario.apply_set(&factor.setting(level), library) else { continue };
            let whole = factors.iter().zip(&levels[point * factors.len()..]);
            let whole: Vec<String> = whole.map(|(factor, level)| factor.setting(level)).collect();
            if scenario.apply_sets(&whole, library).is_err() {
                let fault = found.list.first();
                let said = fault.map_or(String::new(), |fault| fault.message.clone());
                let allowed = fault.and_then(|fault| fault.allowed.clone());
                let allowed = allowed.map_or(String::new(), |allowed| format!(" (allowed: {allowed})"));
                let nearest = fault.and_then(|fault| fault.nearest.clone());
                let nearest = nearest.map_or(String::new(), |nearest| format!(" (nearest: {nearest})"));
                faults.push(format!(
                    "{path}, point {point}, {} = {level}: {said}{allowed}{nearest}",
                    factor.name
                ));
            }
        }
    }
    if faults.is_empty() {
        return Ok(PointsFile { levels, ignored });
    }
    let more = faults.len().saturating_sub(MOST_TOLD);
    faults.truncate(MOST_TOLD);
    if more > 0 {
        faults.push(format!("{path}: and {more} more"));
    }
    Err(faults)
}

/// The values that represent a whole column, each with its point: smallest and largest, or all
/// names.
fn telling(levels: &[Level], factors: usize, form: Form) -> Vec<(usize, &Level)> {
    let own = || levels.iter().step_by(factors).enumerate();
    if form == Form::Text {
        let mut seen = BTreeSet::new();
        return own().filter(|(_, level)| seen.insert(level.to_string())).collect();
    }
    let order = |(_, a): &(usize, &Level), (_, b): &(usize, &Level)| {
        a.number().unwrap_or(0.0).total_cmp(&b.number().unwrap_or(0.0))
    };
    [own().min_by(order), own().max_by(order)].into_iter().flatten().collect()
}

/// Column names, and the cells of every row.
pub type Texts = (Vec<String>, Vec<Vec<String>>);
/// Whether a column that is no factor contains row numbers: the index of pandas in Parquet, or the
/// unnamed first column of pandas and R.
fn counts_rows(name: &str) -> bool {
    name.is_empty() || name.starts_with("__index_level_") && name.ends_with("__")
}

fn not_commas(path: &str, head: &str) -> String {
    let (what, by) = if head.contains(';') { ("semicolons", ";") } else { ("tabs", "\t") };
    format!(
        "{path} has {what} between its columns ({}): save it with commas, and numbers with points (0.7, not 0,7); in Excel as \"CSV UTF-8 (Comma delimited)\", in R by write.csv and not write.csv2",
        head.replace(by, " | ")
    )
}

fn is_gap(text: &str) -> bool {
    ["", "nan", "na", "null", "none", "n/a"].contains(&text.to_lowercase().as_str())
}

/// Parses a value of the given type. Also accepts a whole number as 12.0 and a day as its midnight,
/// because programs write columns with gaps or timestamps so. Otherwise like [`Level::parse`].
fn level(text: &str, form: Form) -> Option<Level> {
    match form {
        Form::Whole => Level::parse(text, form).or_else(|| {
            let number: f64 = text.parse().ok()?;
            let whole = libm::trunc(number) == number && number.abs() <= 9e15;
            whole.then_some(Level::Whole(number as i64))
        }),
        Form::Day => {
            let (day, rest) = text.split_at_checked(10).unwrap_or((text, ""));
            let time = rest.strip_prefix(['T', ' ']).unwrap_or(rest);
            let midnight = time.chars().all(|sign| "0:.+Z ".contains(sign));
            if midnight { Level::parse(day, form) } else { None }
        }
        Form::Number | Form::Text => Level::parse(text, form),
    }
}

fn too_many(path: &str) -> String {
    format!("{path} has more than {MOST_POINTS} points")
}

fn csv(path: &str) -> Result<Texts, String> {
    of_csv(path, BufReader::new(open(path)?))
}

/// Columns and rows of a comma-separated text; `path` is used in messages.
///
/// # Errors
/// A sentence, if the text cannot be read or has too many rows.
pub fn of_csv(path: &str, text: impl std::io::Read) -> Result<Texts, String> {
    let said = |error: csv::Error| format!("{path} cannot be read: {error}");
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text);
    let head: Vec<String> = reader
        .headers()
        .map_err(said)?
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').to_owned())
        .collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        if rows.len() == MOST_POINTS as usize {
            return Err(too_many(path));
        }
        rows.push(record.map_err(said)?.iter().map(str::to_owned).collect());
    }
    Ok((head, rows))
}

/// Opens a file, unless it is too large for a file of points.
fn open(path: &str) -> Result<std::fs::File, String> {
    let unread = |error: std::io::Error| format!("{path} cannot be read: {error}");
    let file = files::open(Path::new(path), Links::Followed).map_err(unread)?;
    if file.metadata().map_err(unread)?.len() > MOST_BYTES {
        return Err(format!("{path} is larger than 1 GiB, the most that a file of points may have"));
    }
    Ok(file)
}

fn parquet(path: &str) -> Result<Texts, String> {
    let file = open(path)?;
    files::parsed(|| rows(file))
        .map_err(|what| format!("{path} cannot be read: {what}"))?
        .ok_or_else(|| too_many(path))
}

/// Rows of a Parquet file; `None` if there are too many.
fn rows(file: std::fs::File) -> Result<Option<Texts>, String> {
    let unread = |error: parquet::errors::ParquetError| {
        format!("{error}; plain columns can be read, without lists or tables in them")
    };
    let reader = SerializedFileReader::new(file).map_err(unread)?;
    let fields = reader.metadata().file_metadata().schema_descr().root_schema().get_fields();
    let head: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    let nanos: Vec<bool> = fields.iter().map(|field| counts_nanoseconds(field)).collect();
    let mut rows = Vec::new();
    for row in reader.get_row_iter(None).map_err(unread)? {
        if rows.len() == MOST_POINTS as usize {
            return Ok(None);
        }
        let row = row.map_err(unread)?;
        let fields = row.get_column_iter().zip(&nanos);
        rows.push(fields.map(|((_, field), nanos)| text(field, *nanos)).collect());
    }
    Ok(Some((head, rows)))
}

/// Whether a column contains timestamps in nanoseconds, which the reader returns as plain integers.
fn counts_nanoseconds(field: &Type) -> bool {
    matches!(
        field.get_basic_info().logical_type_ref(),
        Some(LogicalType::Timestamp(moment)) if moment.unit == TimeUnit::NANOS
    )
}

/// A value as comma-separated text would have it: a number with all its digits, a midnight
/// timestamp as its day.
fn text(field: &Field, nanos: bool) -> String {
    const DAY: i64 = 86_400_000_000_000;
    let moment = |of_a_day: i64, since: i64| {
        let day = since.div_euclid(of_a_day);
        let midnight = since.rem_euclid(of_a_day) == 0;
        i32::try_from(day).ok().filter(|_| midnight).map(|day| Field::Date(day).to_string())
    };
    let day = match field {
        Field::Long(since) if nanos => moment(DAY, *since),
        Field::TimestampMicros(since) => moment(DAY / 1_000, *since),
        Field::TimestampMillis(since) => moment(DAY / 1_000_000, *since),
        _ => None,
    };
    match (day, field) {
        (Some(day), _) => day,
        (None, Field::Long(since)) if nanos => Field::TimestampMicros(since.div_euclid(1_000)).to_string(),
        (None, Field::Str(text)) => text.clone(),
        (None, Field::Double(number)) => format!("{number:?}"),
        (None, Field::Float(number)) => format!("{:?}", f64::from(*number)),
        (None, Field::Null) => String::new(),
        (None, other) => other.to_string(),
    }
}
