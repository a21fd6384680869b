//! `balcony new`: writes a scenario aside and puts it in its place, never over a file that is there unless told to.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::args::New;
use super::fail::Failure;
use super::load::{library, nearest};
use super::out::print;
use crate::scenario::{SHIPPED, new_file};

/// `balcony new`.
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
    write(path, &text)
        .map_err(|error| Failure::Storage(format!("cannot write {}: {error}", path.display())))?;
    let shown = path.display();
    print(&format!("{shown} is written. Next:\n  balcony check {shown}\n  balcony compare {shown}\n"))
}

/// Writes beside the place, makes sure that it is on the disk, and renames.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::other("that is not the name of a file"))?;
    let mut aside = name.to_owned();
    aside.push(format!(".{}.unfinished", std::process::id()));
    let aside = path.with_file_name(aside);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&aside)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&aside, path));
    if written.is_err() {
        // Nothing half-written stays; if it cannot be taken away, the first error is the one to tell.
        let _ = fs::remove_file(&aside);
    }
    written
}
