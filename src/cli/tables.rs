//! `balcony tables`: writes the tables of a folder as CSV or Parquet.

use std::path::PathBuf;

use super::args::Form;
use super::fail::Failure;
use super::load::not_a_folder;
use super::out::print;
use crate::results;

#[derive(Debug, clap::Args)]
#[command(after_help = super::help::TABLES)]
pub(super) struct Tables {
    /// A folder of results or of rows, as run, compare, sweep or merge has made it
    folder: PathBuf,
    /// The folder to write into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Form of the tables
    #[arg(long, value_name = "FORM", default_value = "csv")]
    format: Form,
    /// Replace files that are there already
    #[arg(long)]
    force: bool,
}

/// Runs `balcony tables`.
pub(super) fn tables(args: &Tables) -> Result<(), Failure> {
    if let Some(refused) = not_a_folder(&args.folder, "a folder of results") {
        return Err(refused);
    }
    let tables = results::Tables::open(&args.folder)?;
    let format = args.format.into();
    let names = tables.names(format);
    let there = |name: &&String| std::fs::symlink_metadata(args.out.join(name)).is_ok();
    if let Some(name) = names.iter().find(there).filter(|_| !args.force) {
        let path = args.out.join(name);
        return Err(Failure::Exists(format!("{} is there already; --force replaces it", path.display())));
    }
    tables.write(&args.out, format)?;
    let lines: Vec<String> =
        names.iter().map(|name| format!("{}\n", args.out.join(name).display())).collect();
    print(&lines.concat())
}
