//! A table on its way to or from a file: rows of one strategy at a time, whatever the file's form.

use std::io;

/// What the columns of a table are: `strategy`, `replicate`, perhaps a time, then numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// The name of the time column, if there is one (in `outcomes` it is the draw).
    pub(super) time: Option<&'static str>,
    /// Names of the columns of numbers.
    pub(super) numbers: Vec<String>,
    /// Whether the numbers are kept in 32 bits.
    pub(super) narrow: bool,
}

/// Rows of one strategy.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    pub(super) strategy: &'a str,
    pub(super) replicate: &'a [i32],
    /// As many as replicates; empty where there is no time column.
    pub(super) time: &'a [i32],
    /// A row after the other.
    pub(super) numbers: Numbers<'a>,
}

/// Numbers of either width.
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

/// A row read back.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) strategy: &'a str,
    pub(super) replicate: i32,
    pub(super) time: i32,
    pub(super) numbers: &'a [f64],
}
