//! The rows of a table while it is written or read, one strategy at a time, for every file format.

use std::io;

/// Columns of a table: `strategy`, `replicate`, possibly a time, then numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// Name of the time column, if there is one. In `outcomes` this column is the parameter sample.
    pub(super) time: Option<&'static str>,
    /// Names of the number columns.
    pub(super) numbers: Vec<String>,
    /// Whether the numbers are stored in 32 bits.
    pub(super) narrow: bool,
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
