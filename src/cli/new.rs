//! `balcony new`: writes a scenario atomically. It replaces an existing file only with `--force`.

use std::fs;

use super::args::New;
use super::fail::Failure;
use super::load::{library, nearest};
use super::out::{keep, print};
use crate::england::scenario::SHIPPED as NATIONAL;
use crate::scenario::{SHIPPED, new_file};

/// Runs `balcony new`.
pub(super) fn new(args: &New) -> Result<(), Failure> {
    let text = match args.from.as_deref().and_then(crate::england::scenario::shipped) {
        Some(national) if args.authority.is_none() => national.to_owned(),
        Some(_) => {
            return Err(Failure::Usage(
                "a national scenario has no --authority: it has all of them".to_owned(),
            ));
        }
        None => begun(args)?,
    };
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

/// A scenario that explains itself.
fn begun(args: &New) -> Result<String, Failure> {
    new_file(args.from.as_deref(), args.authority.as_deref(), &library()).map_err(|error| {
        let names =
            || SHIPPED.iter().map(|(known, _)| *known).chain(NATIONAL.iter().map(|(known, _)| *known));
        let unknown = args.from.as_deref().filter(|name| names().all(|known| known != *name));
        let near = unknown.and_then(|name| nearest(name, names()));
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        Failure::Usage(format!("{error}{near}"))
    })
}
