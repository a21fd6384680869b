//! Tables as comma-separated text (RFC 4180). Numbers have the shortest digits that give them back
//! exactly.

use std::io::{self, BufRead, Write};

use super::field;
use super::frame::{Columns, Dates, NO_DATE, Numbers, Row, Rows, TableWriter};

pub(super) struct Csv<W: Write> {
    out: W,
    dates: Option<Dates>,
    columns: usize,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(mut out: W, columns: &Columns) -> io::Result<Self> {
        out.write_all(head(columns).as_bytes())?;
        Ok(Self { out, dates: columns.dates, columns: columns.numbers.len() })
    }
}

fn head(columns: &Columns) -> String {
    let date = columns.dates.map(|_| "date");
    let names = ["strategy", "replicate"].into_iter().chain(columns.time).chain(date).map(str::to_owned);
    let mut head = names.chain(columns.numbers.iter().cloned()).collect::<Vec<_>>().join(",");
    head.push('\n');
    head
}

impl<W: Write> TableWriter for Csv<W> {
    fn write(&mut self, rows: &Rows<'_>) -> io::Result<()> {
        let strategy = field(rows.strategy);
        let mut line = String::new();
        for (at, replicate) in rows.replicate.iter().enumerate() {
            line.clear();
            line.push_str(&format!("{strategy},{replicate}"));
            if let Some(time) = rows.time.get(at) {
                line.push_str(&format!(",{time}"));
                if let Some(dates) = self.dates {
                    let date = dates.at(*time).ok_or_else(|| io::Error::other(NO_DATE))?;
                    line.push_str(&format!(",{date}"));
                }
            }
            let cells = at * self.columns..(at + 1) * self.columns;
            match rows.numbers {
                // A value that a run does not have is an empty cell.
                Numbers::Wide(numbers) => numbers[cells].iter().for_each(|number| {
                    line.push(',');
                    line.push_str(&if number.is_nan() { String::new() } else { number.to_string() });
                }),
                Numbers::Narrow(numbers) => {
                    numbers[cells].iter().for_each(|number| line.push_str(&format!(",{number}")))
                }
            }
            line.push('\n');
            self.out.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// Reads a table of [`Csv`], row by row.
pub(super) fn read(
    mut input: impl BufRead,
    columns: &Columns,
    each: &mut dyn FnMut(Row<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let mut record = String::new();
    input.read_line(&mut record).map_err(|error| error.to_string())?;
    if record != head(columns) {
        return Err("its first line does not name the columns expected".to_owned());
    }
    let mut numbers = Vec::with_capacity(columns.numbers.len());
    loop {
        record.clear();
        loop {
            let read = input.read_line(&mut record).map_err(|error| error.to_string())?;
            if read == 0 || record.matches('"').count().is_multiple_of(2) {
                break;
            }
        }
        if record.is_empty() {
            return Ok(());
        }
        let (strategy, rest) = split_name(record.trim_end_matches('\n')).ok_or("a row without numbers")?;
        let mut cells = rest.split(',');
        let mut whole =
            || cells.next().and_then(|cell| cell.parse::<i32>().ok()).ok_or("a row without a whole number");
        let replicate = whole()?;
        let time = if columns.time.is_some() { whole()? } else { 0 };
        if let Some(dates) = columns.dates
            && cells.next() != dates.at(time).map(|date| date.to_string()).as_deref()
        {
            return Err("a row of another date".to_owned());
        }
        numbers.clear();
        for cell in cells {
            if cell.is_empty() && !columns.narrow {
                numbers.push(f64::NAN);
                continue;
            }
            // The shortest digits of a 32-bit number are exact only if they are read as 32 bits.
            let number =
                if columns.narrow { cell.parse().map(|number: f32| f64::from(number)) } else { cell.parse() };
            numbers.push(number.map_err(|_| format!("`{cell}` is not a number"))?);
        }
        if numbers.len() != columns.numbers.len() {
            return Err(format!("a row of {} numbers instead of {}", numbers.len(), columns.numbers.len()));
        }
        each(Row { strategy: &strategy, replicate, time, numbers: &numbers })?;
    }
}

/// The first field of a record, and the rest after its comma.
pub(super) fn split_name(record: &str) -> Option<(String, &str)> {
    let Some(quoted) = record.strip_prefix('"') else {
        return record.split_once(',').map(|(name, rest)| (name.to_owned(), rest));
    };
    let mut from = 0;
    loop {
        let end = from + quoted[from..].find('"')?;
        match quoted[end + 1..].strip_prefix(',') {
            Some(rest) => return Some((quoted[..end].replace("\"\"", "\""), rest)),
            None => from = end + 2,
        }
        if from > quoted.len() {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_quotes_commas_and_lines() {
        for name in ["plain", "a,b", "say \"no\"", "\"", "two\nlines", ",", "\",\""] {
            let record = format!("{},1,2", field(name));
            assert_eq!(split_name(&record), Some((name.to_owned(), "1,2")), "{record}");
        }
        assert_eq!(split_name("\"open"), None);
    }
}
