//! A wheel and a program for Linux with glibc 2.28: their requirements, their size, and that their
//! results are the same.

use super::Options;
use crate::report::Report;
use crate::shell;
use anyhow::Result;
use std::time::Instant;

const CLAIM: &str =
    "A wheel and a program can be made that need no newer glibc than 2.28, and both give the same digest.";

/// Runs `python/portable.sh`, which fails if the claim does not hold.
pub(super) fn prove(_options: &Options) -> Result<Report> {
    let start = Instant::now();
    let found = shell::output(shell::command("python/portable.sh", &[]))?;
    let mut report = Report::new("portable", CLAIM, &["file", "bytes", "newest glibc needed, or digest"]);
    let rows: Vec<Vec<&str>> = found.lines().map(|line| line.split('\t').collect()).collect();
    report.expect(rows.len() == 4, || format!("four lines were expected, not these:\n{found}"));
    for row in rows {
        report.row(row.into_iter().map(str::to_owned));
    }
    report.note(format!("Both were built from nothing in {:.0} s.", start.elapsed().as_secs_f64()));
    Ok(report)
}
