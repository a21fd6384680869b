//! `balcony analyse`: analyses a folder of rows.

use super::args::Analyse;
use super::fail::Failure;
use super::load::not_a_folder;
use super::out::{keep, note, print};
use crate::analyse::{self, Options};
use crate::jobs;
use crate::summary::Look;

/// Runs `balcony analyse`.
pub(super) fn analyse(args: &Analyse) -> Result<(), Failure> {
    let options = Options {
        outcomes: args.outcomes.clone(),
        resamples: args.resamples,
        seed: args.seed,
        threads: usize::from(args.threads.count),
    };
    if let Some(refused) = not_a_folder(&args.folder, "a folder of rows") {
        return Err(refused);
    }
    let findings = jobs::findings(&args.folder, &options)?;
    if let Some(out) = &args.out {
        keep(out, "write the analysis", analyse::page(&findings), args.output.force)?;
        note(&format!("{} is written; a browser opens it, without a network.", out.display()));
    }
    if let Some(table) = &args.table {
        keep(table, "write the table of indices", analyse::csv(&findings), args.output.force)?;
        note(&format!("{} is written.", table.display()));
    }
    let mut text = if args.output.quiet { String::new() } else { analyse::text(&findings, &Look::detect()) };
    if args.output.json {
        text.push_str(&format!("{}\n", analyse::json(&findings)));
    }
    print(&text)
}
