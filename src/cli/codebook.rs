//! `balcony codebook`: every column and every parameter, with unit, range, source and definition.

use std::path::PathBuf;

use clap::ValueEnum;

use super::fail::Failure;
use super::out::{keep, note, print};
use crate::codebook;

#[derive(Debug, clap::Args)]
#[command(after_help = super::help::CODEBOOK)]
pub(super) struct Codebook {
    /// Form of the table
    #[arg(long, value_name = "FORM", default_value = "csv")]
    format: Form,
    /// The file to write; it is printed if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long, requires = "out")]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Csv,
    Markdown,
}

/// Runs `balcony codebook`.
pub(super) fn codebook(args: &Codebook) -> Result<(), Failure> {
    let text = match args.format {
        Form::Csv => codebook::csv(),
        Form::Markdown => codebook::markdown(),
    };
    let Some(out) = &args.out else { return print(&text) };
    keep(out, "write the codebook", &text, args.force)?;
    note(&format!("{} is written.", out.display()));
    Ok(())
}
