//! Points from a file: a column for each factor under its name, a row for each point. Comma-separated text or Parquet.

use std::fs::File;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::Level;
use super::factor::Factor;
use super::keys::MOST_POINTS;
use crate::scenario::{Library, Scenario};

/// Most mistakes of a file that are told.
const MOST_TOLD: usize = 20;

/// The values of all factors, point by point; or what is wrong with the file, a sentence each.
pub(super) fn read(
    path: &str,
    factors: &[Factor],
    library: &Library<'_>,
    scenario: Option<&Scenario>,
) -> Result<Vec<Level>, Vec<String>> {
    let table = if path.ends_with(".parquet") { parquet(path) } else { csv(path) };
    let (head, rows) = table.map_err(|said| vec![said])?;
    let mut faults = Vec::new();
    let mut columns = Vec::new();
    for factor in factors {
        match head.iter().position(|name| *name == factor.name) {
            Some(at) => columns.push(at),
            None => {
                faults.push(format!("{path} has no column `{}`; it has {}", factor.name, head.join(", ")))
            }
        }
    }
    for name in head.iter().filter(|name| !factors.iter().any(|factor| factor.name == **name)) {
        faults.push(format!("{path} has a column `{name}`, which is no factor of this experiment"));
    }
    if rows.is_empty() {
        faults.push(format!("{path} has no points"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut levels = Vec::with_capacity(rows.len() * factors.len());
    for (nth, row) in rows.iter().enumerate() {
        if row.len() != head.len() {
            faults.push(format!("{path}, point {nth}: {} values for {} columns", row.len(), head.len()));
            continue;
        }
        for (factor, column) in factors.iter().zip(&columns) {
            let text = &row[*column];
            match Level::parse(text, factor.form) {
                Some(level) => levels.push(level),
                None => faults.push(format!(
                    "{path}, point {nth}, {}: `{text}` is not of the kind that {} takes",
                    factor.name, factor.key
                )),
            }
        }
    }
    // The ends of every factor, as of those that a file gives by range; a point whose values cannot stand together is a row.
    for (at, factor) in factors.iter().enumerate() {
        let Some(scenario) = scenario.filter(|_| faults.is_empty()) else { break };
        let own = levels.iter().skip(at).step_by(factors.len());
        let ends = [own.clone().min_by(order), own.max_by(order)];
        for level in ends.into_iter().flatten() {
            if let Err(found) = scenario.apply_set(&factor.setting(level), library) {
                let said = found.list.first().map_or(String::new(), |fault| fault.message.clone());
                faults.push(format!("{path}, {} = {level}: {said}", factor.name));
            }
        }
    }
    if faults.is_empty() {
        return Ok(levels);
    }
    let more = faults.len().saturating_sub(MOST_TOLD);
    faults.truncate(MOST_TOLD);
    if more > 0 {
        faults.push(format!("{path}: and {more} more"));
    }
    Err(faults)
}

fn order(a: &&Level, b: &&Level) -> std::cmp::Ordering {
    let key = |level: &Level| level.number().unwrap_or(0.0);
    key(a).total_cmp(&key(b))
}

type Texts = (Vec<String>, Vec<Vec<String>>);

fn too_many(path: &str) -> String {
    format!("{path} has more than {MOST_POINTS} points")
}

fn csv(path: &str) -> Result<Texts, String> {
    let said = |error: csv::Error| format!("{path} cannot be read: {error}");
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_path(path).map_err(said)?;
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

fn parquet(path: &str) -> Result<Texts, String> {
    let unread = |what: &dyn std::fmt::Display| format!("{path} cannot be read: {what}");
    let file = File::open(path).map_err(|error| unread(&error))?;
    let reader = SerializedFileReader::new(file).map_err(|error| unread(&error))?;
    let fields = reader.metadata().file_metadata().schema_descr().root_schema().get_fields();
    let head: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    let mut rows = Vec::new();
    for row in reader.get_row_iter(None).map_err(|error| unread(&error))? {
        if rows.len() == MOST_POINTS as usize {
            return Err(too_many(path));
        }
        let row = row.map_err(|error| unread(&error))?;
        rows.push(row.get_column_iter().map(|(_, field)| text(field)).collect());
    }
    Ok((head, rows))
}

/// A value as a comma-separated text would have it: a number to its last bit.
fn text(field: &Field) -> String {
    match field {
        Field::Str(text) => text.clone(),
        Field::Double(number) => format!("{number:?}"),
        Field::Float(number) => format!("{:?}", f64::from(*number)),
        Field::Null => String::new(),
        other => other.to_string(),
    }
}
