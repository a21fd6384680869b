//! Printing to standard output. If nobody reads it any more (`balcony list | head`), the program ends quietly.

use std::io::{self, Write};
use std::path::Path;

use super::fail::Failure;
use crate::results::put;

/// Prints a text as it is.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::NobodyListens
        } else {
            Failure::Storage(format!("cannot write to standard output: {error}"))
        }
    })
}

/// Says something that is no result, on standard error.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Writes a file that people asked for; one that is there already is replaced only if they say so.
pub(super) fn keep(
    file: &Path,
    doing: &'static str,
    what: impl AsRef<[u8]>,
    force: bool,
) -> Result<(), Failure> {
    if !force && std::fs::symlink_metadata(file).is_ok() {
        return Err(Failure::Exists(format!("{} is there already; --force replaces it", file.display())));
    }
    put(file, doing, what).map_err(|error| Failure::Storage(error.to_string()))
}
