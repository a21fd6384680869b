//! Reads a file of published figures: the shipped one, or one with the same columns. All faults are
//! reported together, each with its line and column.

use balcony_files::{self as files, Links};
use balcony_scenario::profiles::{Observed, observed};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// Required columns.
pub const NEEDED: [&str; 6] = ["id", "quantity", "unit", "year", "geography", "value"];
/// Optional columns.
pub const OTHERS: [&str; 8] = ["area", "low", "high", "source", "address", "confidence", "use", "note"];

/// Why a file is no valid file of published figures.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} is no file of published figures:\n{}", lines.join("\n"))]
pub struct Faults {
    /// Name of the file.
    pub file: String,
    /// One line per fault: place and description.
    pub lines: Vec<String>,
}

/// Rows of a file, or the shipped rows if `path` is `None`.
///
/// # Errors
/// If the file cannot be read, or has faults.
pub fn rows(path: Option<&Path>) -> Result<Cow<'static, [Observed]>, Faults> {
    let Some(path) = path else { return Ok(Cow::Borrowed(observed())) };
    let file = balcony_report::summary::clean(&path.display().to_string());
    let fault = |what: String| Faults { file: file.clone(), lines: vec![format!("  {what}")] };
    let bytes = files::bytes(path, Links::Followed, files::MOST_OF_A_TEXT)
        .map_err(|error| fault(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line =
            1 + error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count();
        fault(format!("line {line}: this is not UTF-8 text"))
    })?;
    read(&text).map(Cow::Owned).map_err(|lines| Faults { file, lines })
}

/// Parses the rows of a text.
///
/// # Errors
/// One line per fault.
pub fn read(text: &str) -> Result<Vec<Observed>, Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let heads: Vec<String> = match reader.headers() {
        Ok(heads) => heads.iter().map(str::to_owned).collect(),
        Err(error) => return Err(vec![format!("  line 1: {error}")]),
    };
    let mut faults = heading(&heads);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut rows = Vec::new();
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(format!("  {error}"));
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != heads.len() {
            faults.push(format!("  line {line}: {} fields where the head has {}", record.len(), heads.len()));
            continue;
        }
        let found = Fields { heads: &heads, record: &record, line };
        let row = found.row(&mut faults);
        if let Some(before) = lines.insert(row.id.to_string(), line) {
            faults.push(found.at("id", &format!("`{}` stands in line {before} too", row.id)));
        }
        rows.push(row);
    }
    if faults.is_empty() && rows.is_empty() {
        faults.push("  line 1: no row follows the head".to_owned());
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn heading(heads: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for needed in NEEDED {
        if !heads.iter().any(|head| head == needed) {
            faults.push(format!("  line 1: there is no column `{needed}`"));
        }
    }
    for (at, head) in heads.iter().enumerate() {
        let column = at + 1;
        if heads[..at].contains(head) {
            faults.push(format!("  line 1, column {column}: `{head}` stands there twice"));
        } else if !NEEDED.contains(&&**head) && !OTHERS.contains(&&**head) {
            faults.push(format!(
                "  line 1, column {column}: no column is called `{}`",
                balcony_report::summary::clean(head)
            ));
        }
    }
    faults
}

/// One line of the file.
struct Fields<'a> {
    heads: &'a [String],
    record: &'a csv::StringRecord,
    line: u64,
}

impl Fields<'_> {
    fn text(&self, head: &str) -> &str {
        let at = self.heads.iter().position(|known| known == head);
        at.and_then(|at| self.record.get(at)).unwrap_or_default().trim()
    }

    fn at(&self, head: &str, what: &str) -> String {
        let column = self.heads.iter().position(|known| known == head).map_or(0, |at| at + 1);
        format!("  line {}, column {column} ({head}): {}", self.line, balcony_report::summary::clean(what))
    }

    fn number(&self, head: &str, faults: &mut Vec<String>) -> Option<f64> {
        let text = self.text(head);
        if text.is_empty() {
            return None;
        }
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            faults.push(self.at(head, &format!("`{text}` is no number")));
        }
        number
    }

    fn row(&self, faults: &mut Vec<String>) -> Observed {
        for head in ["id", "quantity", "year", "geography"] {
            if self.text(head).is_empty() {
                faults.push(self.at(head, "it is empty"));
            }
        }
        if !self.text("year").is_empty() && span(self.text("year")).is_none() {
            let text = self.text("year");
            faults.push(self.at("year", &format!("`{text}` names no year: 2019, 2018-19 and Oct 2018 do")));
        }
        // The unit of a row with a date or a finding in words says so.
        let words = ["date", "text"].iter().any(|word| self.text("unit").contains(word));
        let value = if words { self.text("value").parse().ok() } else { self.number("value", faults) };
        if value.is_none() && !words && self.text("value").is_empty() {
            faults.push(self.at("value", "it is empty"));
        }
        let (low, high) = (self.number("low", faults), self.number("high", faults));
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            faults.push(self.at("low", &format!("{low} lies above the upper end {high}")));
        }
        let text = |head: &str| Cow::Owned(self.text(head).to_owned());
        Observed {
            id: text("id"),
            area: text("area"),
            quantity: text("quantity"),
            unit: text("unit"),
            year: text("year"),
            geography: text("geography"),
            value,
            low,
            high,
            source: text("source"),
            address: text("address"),
            confidence: text("confidence"),
            used_for: text("use"),
            note: text("note"),
        }
    }
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// First and last year that a text names, each by the March in which it ends: `2019`, `2018-19`,
/// `Oct 2018`, `2019 (30 Sep)` (the workforce counts by the September of the named year),
/// `2018-2025`, `2011-14`.
pub fn span(text: &str) -> Option<(i32, i32)> {
    let text = text.trim().to_lowercase();
    if let Some(rest) = text.strip_prefix("year ending march ") {
        return span(rest);
    }
    if let Some(rest) = text.strip_prefix("mid-") {
        return span(rest);
    }
    if let Some(month) = MONTHS.iter().position(|month| text.starts_with(month)) {
        let year = number(text.split(' ').next_back()?, 4)?;
        return Some(twice(year + i32::from(month > 2)));
    }
    let text = text.split([' ', '(']).next()?;
    let parts: Vec<&str> = text.split('-').collect();
    let first = number(parts[0], 4)?;
    match parts[1..] {
        [] => Some(twice(first)),
        [other] if other.len() == 4 => Some((first, number(other, 4)?)).filter(|(from, to)| from <= to),
        [other] => {
            let other = number(other, 2)?;
            let next = (first + 1) % 100;
            if other == next {
                Some(twice(first + 1))
            } else if other > first % 100 {
                Some((first + 1, first - first % 100 + other))
            } else {
                (1..=12).contains(&other).then(|| twice(first + i32::from(other > 3)))
            }
        }
        [month, _] => {
            let month = number(month, 2).filter(|month| (1..=12).contains(month))?;
            Some(twice(first + i32::from(month > 3)))
        }
        _ => None,
    }
}

fn twice(year: i32) -> (i32, i32) {
    (year, year)
}

fn number(text: &str, digits: usize) -> Option<i32> {
    (text.len() == digits && text.chars().all(|c| c.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_as_they_are_published() {
        for (text, expected) in [
            ("2019", (2019, 2019)),
            ("2018-19", (2019, 2019)),
            ("1999-00", (2000, 2000)),
            ("2019 (30 Sep)", (2019, 2019)),
            ("year ending March 2018", (2018, 2018)),
            ("Oct 2017", (2018, 2018)),
            ("Mar 2017", (2017, 2017)),
            ("2018-2025", (2018, 2025)),
            ("2011-14", (2012, 2014)),
            ("2008-04", (2009, 2009)),
            ("2021-01", (2021, 2021)),
            ("2010-06-10", (2011, 2011)),
            ("mid-2024", (2024, 2024)),
        ] {
            assert_eq!(span(text), Some(expected), "{text}");
        }
        for text in ["", "soon", "201", "2019-", "2025-2018", "20190"] {
            assert_eq!(span(text), None, "{text}");
        }
        for row in observed() {
            assert!(span(&row.year).is_some(), "{}: {}", row.id, row.year);
        }
    }

    #[test]
    fn the_shipped_file_has_no_fault_and_is_read_alike() {
        let text = include_str!("../../../../data/observed.csv");
        let rows = read(text).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
        assert_eq!(rows.len(), observed().len());
        for (read, shipped) in rows.iter().zip(observed()) {
            assert_eq!(
                (&read.id, &read.quantity, read.value),
                (&shipped.id, &shipped.quantity, shipped.value)
            );
        }
    }

    #[test]
    fn every_fault_is_said_with_line_and_column() {
        let faults = read("id,quantity,unit,year,geography,valeu\n").unwrap_err();
        assert_eq!(
            faults,
            ["  line 1: there is no column `value`", "  line 1, column 6: no column is called `valeu`"]
        );
        let text = "id,quantity,unit,year,geography,value,low,high\n\
                    a,Turnover rate,% FTE,2019,England,ten,,\n\
                    a,Turnover rate,% FTE,soon,,15,3,2\n\
                    b,Turnover rate,% FTE,2019,England,15\n";
        let faults = read(text).unwrap_err();
        assert_eq!(
            faults,
            [
                "  line 2, column 6 (value): `ten` is no number",
                "  line 3, column 5 (geography): it is empty",
                "  line 3, column 4 (year): `soon` names no year: 2019, 2018-19 and Oct 2018 do",
                "  line 3, column 7 (low): 3 lies above the upper end 2",
                "  line 3, column 1 (id): `a` stands in line 2 too",
                "  line 4: 6 fields where the head has 8",
            ]
        );
    }
}
