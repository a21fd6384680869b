//! The rows of a table while it is written or read, one strategy at a time, for every file format.

use std::io;

use balcony_engine::calendar::Date;

/// Days after the first day of the calendar that a table may tell of: some thousand years.
const MOST_DAYS: u32 = 400_000;

/// Why a row with a time of no date cannot be written.
pub(super) const NO_DATE: &str = "a row of no date";

/// Columns of a table: `strategy`, `replicate`, possibly a time, then numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// Name of the time column, if there is one. In `outcomes` this column is the parameter sample.
    pub(super) time: Option<&'static str>,
    /// The date of each time, in a column `date` behind it.
    pub(super) dates: Option<Dates>,
    /// Names of the number columns.
    pub(super) numbers: Vec<String>,
    /// Whether the numbers are stored in 32 bits.
    pub(super) narrow: bool,
}

/// Dates of the times of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dates {
    /// The date of time 0.
    first: Date,
    /// Weeks from one time to the next.
    weeks: u32,
}

impl Dates {
    /// Dates from an ISO date on; `None` if the text is no date.
    pub(super) fn from(first: &str, weeks: u32) -> Option<Self> {
        let mut parts = first.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let (month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { first: Date::new(year, month, day)?, weeks })
    }

    /// The date of a time; `None` before time 0 and where no run reaches.
    pub(super) fn at(self, time: i32) -> Option<Date> {
        let after = u32::try_from(time).ok()?.checked_mul(7)?.checked_mul(self.weeks)?;
        let days = self.first.days().checked_add(after).filter(|days| *days < MOST_DAYS)?;
        Some(Date::from_days(days))
    }
}

/// Several rows of one strategy.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    pub(super) strategy: &'a str,
    pub(super) replicate: &'a [i32],
    /// One per row; empty without a time column.
    pub(super) time: &'a [i32],
    /// The numbers of all rows, row by row.
    pub(super) numbers: Numbers<'a>,
}

/// Numbers of 64 or 32 bits.
#[derive(Debug, Clone, Copy)]
pub(super) enum Numbers<'a> {
    Wide(&'a [f64]),
    Narrow(&'a [f32]),
}

/// Writes a table.
pub(super) trait TableWriter {
    fn write(&mut self, rows: &Rows<'_>) -> io::Result<()>;
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A row that was read.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) strategy: &'a str,
    pub(super) replicate: i32,
    pub(super) time: i32,
    pub(super) numbers: &'a [f64],
}
