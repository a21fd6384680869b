//! Prints to standard output. If nobody reads it any more (`balcony list | head`), the program ends
//! quietly.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::fail::Failure;
use crate::results::put;
use crate::summary::Look;

/// Replaces control characters by U+FFFD. Names, titles and paths come from outside, and control
/// sequences in them could move the cursor or change the title of the terminal. All output passes
/// through here. With `coloured`, the program's own colours (`ESC [ numbers m`) are kept.
pub(super) fn shown(text: &str, coloured: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|sign: char| sign.is_control() && !matches!(sign, '\n' | '\t')) {
        let (before, from) = rest.split_at(at);
        shown.push_str(before);
        let colour = from.strip_prefix("\x1b[").filter(|_| coloured).and_then(|code| {
            let end = code.find(|sign: char| !sign.is_ascii_digit() && sign != ';')?;
            code[end..].starts_with('m').then_some("\x1b[".len() + end + 1)
        });
        let length = colour.unwrap_or_else(|| from.chars().next().map_or(1, char::len_utf8));
        shown.push_str(if colour.is_some() { &from[..length] } else { "\u{fffd}" });
        rest = &from[length..];
    }
    shown + rest
}

/// Prints a text.
///
/// # Errors
/// If standard output is closed or cannot be written.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(shown(text, Look::detect().colour).as_bytes()).and_then(|()| out.flush()).map_err(|error| {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::NobodyListens
        } else {
            Failure::Storage(format!("cannot write to standard output: {error}"))
        }
    })
}

/// Prints a remark that is not a result on standard error.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{}", shown(text, io::stderr().is_terminal()));
}

/// Writes a file that the user asked for. An existing file is replaced only with `force`.
///
/// # Errors
/// If the file exists, or cannot be written.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_a_terminal_and_own_colours_do() {
        let text = "a\x1b]0;title\x07b\x1b[2Jc\u{9b}31md\r\n\te";
        assert_eq!(shown(text, true), "a\u{fffd}]0;title\u{fffd}b\u{fffd}[2Jc\u{fffd}31md\u{fffd}\n\te");
        assert_eq!(shown("\x1b[1;31merror:\x1b[0m x\x1b[", true), "\x1b[1;31merror:\x1b[0m x\u{fffd}[");
        assert_eq!(shown("\x1b[1m", false), "\u{fffd}[1m");
        assert_eq!(shown("Größe – ✓", true), "Größe – ✓");
    }
}
