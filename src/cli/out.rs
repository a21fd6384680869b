//! Printing to standard output. If nobody reads it any more (`balcony list | head`), the program ends quietly.

use std::io::{self, Write};

use super::fail::Failure;

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
