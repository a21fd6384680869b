//! `balcony report`: makes one HTML file from a folder of results.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::args::Report;
use super::fail::Failure;
use super::out::{keep, note};
use super::plot::open;
use crate::report;

/// Runs `balcony report`.
pub(super) fn report(args: &Report) -> Result<(), Failure> {
    let results = open(&args.folder)?;
    let text = if args.brief { report::brief(&results) } else { report::report(&results) };
    let file = args.out.clone().unwrap_or_else(|| beside(&args.folder, args.brief));
    keep(&file, "write the report", &text, args.force)?;
    note(&format!("{} is written; a browser opens it, without a network.", file.display()));
    Ok(())
}

/// The file beside a folder: `results.html` or `results-brief.html`.
fn beside(folder: &Path, brief: bool) -> PathBuf {
    let name = folder.file_name().map_or_else(|| OsString::from("balcony-report"), OsString::from);
    let mut name = name;
    name.push(if brief { "-brief.html" } else { ".html" });
    folder.parent().map_or_else(|| PathBuf::from(&name), |parent| parent.join(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_lies_beside_its_folder() {
        assert_eq!(beside(Path::new("a/results/"), false), Path::new("a/results.html"));
        assert_eq!(beside(Path::new("results"), true), Path::new("results-brief.html"));
        assert_eq!(beside(Path::new("."), false), Path::new("balcony-report.html"));
    }
}
