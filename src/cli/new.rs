//! `balcony new`: writes a scenario atomically. It replaces an existing file only with `--force`.

use std::fs;

use super::args::New;
use super::fail::Failure;
use super::load::{library, nearest};
use super::out::{keep, print};
use crate::scenario::{SHIPPED, new_file};

/// Runs `balcony new`.
pub(super) fn new(args: &New) -> Result<(), Failure> {
    let text = new_file(args.from.as_deref(), args.authority.as_deref(), &library()).map_err(|error| {
        let unknown = args.from.as_deref().filter(|name| SHIPPED.iter().all(|(known, _)| known != name));
        let near = unknown.and_then(|name| nearest(name, SHIPPED.map(|(known, _)| known)));
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        Failure::Usage(format!("{error}{near}"))
    })?;
    let path = &args.file;
    if path.is_dir() {
        return Err(Failure::Usage(format!("{} is a folder; name a file in it", path.display())));
    }
    if !args.force && fs::symlink_metadata(path).is_ok() {
        let text = format!(
            "{} is there already and was not touched: choose another name, or use --force to replace it",
            path.display()
        );
        return Err(Failure::Exists(text));
    }
    keep(path, "write the scenario", &text, args.force)?;
    let shown = path.display();
    print(&format!("{shown} is written. Next:\n  balcony check {shown}\n  balcony compare {shown}\n"))
}
