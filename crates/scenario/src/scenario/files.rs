//! Where the texts of scenarios come from: the only place of this module that touches a disk.
//!
//! Everything else asks [`Files`], so that the browser page, the tests and the fuzzers can hand in
//! texts. Never more than one byte over [`MOST_BYTES`] of a file is held in memory, however large
//! the file is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::files::{self, Links};

/// The most bytes that a scenario may have: 1 MiB.
pub const MOST_BYTES: usize = 1 << 20;

/// Why a text could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoText {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// The path leads to a folder.
    #[error("it is a folder, not a file")]
    Folder,
    /// More than [`MOST_BYTES`].
    #[error("it is larger than 1 MiB (1,048,576 bytes), the most that a scenario may have")]
    TooLarge,
    /// Not UTF-8; the number is that of the first wrong byte.
    #[error("it is not UTF-8 text (byte {0} is not part of any character); save it as UTF-8")]
    NotText(usize),
    /// The system said no.
    #[error("it could not be read ({0})")]
    Unreadable(String),
}

/// A source of texts by path.
pub trait Files: Sync {
    /// The text at a path.
    fn text(&self, path: &str) -> Result<String, NoText>;

    /// One spelling for all paths that lead to the same text, so that cycles are seen.
    fn identity(&self, path: &str) -> String {
        join("", path)
    }
}

/// The disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Files for Disk {
    fn text(&self, path: &str) -> Result<String, NoText> {
        let failed = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => NoText::Missing,
            std::io::ErrorKind::IsADirectory => NoText::Folder,
            std::io::ErrorKind::FileTooLarge => NoText::TooLarge,
            _ => NoText::Unreadable(error.to_string()),
        };
        let bytes = files::bytes(Path::new(path), Links::Followed, MOST_BYTES as u64).map_err(failed)?;
        text_of(bytes)
    }

    fn identity(&self, path: &str) -> String {
        std::fs::canonicalize(path).map_or_else(|_| join("", path), |found| found.display().to_string())
    }
}

/// Texts by name, held in memory: for the browser, tests and fuzzers.
#[derive(Debug, Clone, Default)]
pub struct Texts(pub BTreeMap<String, Vec<u8>>);

impl Files for Texts {
    fn text(&self, path: &str) -> Result<String, NoText> {
        let bytes = self.0.get(path).or_else(|| self.0.get(&join("", path))).ok_or(NoText::Missing)?;
        text_of(bytes[..bytes.len().min(MOST_BYTES + 1)].to_vec())
    }
}

fn text_of(bytes: Vec<u8>) -> Result<String, NoText> {
    if bytes.len() > MOST_BYTES {
        return Err(NoText::TooLarge);
    }
    let text = String::from_utf8(bytes);
    let text = text.map_err(|error| NoText::NotText(error.utf8_error().valid_up_to() + 1))?;
    // The mark that editors of Windows begin a file with is no part of the text.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A path as seen from the folder of another file, without `.` and resolvable `..`.
pub fn join(from: &str, path: &str) -> String {
    let folder = Path::new(from).parent().unwrap_or_else(|| Path::new(""));
    let mut joined = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if joined.file_name().is_some() => {
                joined.pop();
            }
            part => joined.push(part),
        }
    }
    joined.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_file_that_names_them() {
        assert_eq!(join("a/b.toml", "../c.toml"), "c.toml");
        assert_eq!(join("a/b.toml", "./c.toml"), "a/c.toml");
        assert_eq!(join("", "x/../y"), "y");
        assert_eq!(join("b.toml", "../c.toml"), "../c.toml");
    }

    #[test]
    fn a_file_of_fifty_megabytes_is_refused_unread() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.toml");
        std::fs::File::create(&path).unwrap().set_len(50 << 20).unwrap();
        assert_eq!(Disk.text(&path.display().to_string()), Err(NoText::TooLarge));
        assert_eq!(Disk.text(&folder.path().display().to_string()), Err(NoText::Folder));
        assert_eq!(Disk.text(&folder.path().join("none").display().to_string()), Err(NoText::Missing));
        std::fs::write(&path, b"title = \"\xff\"").unwrap();
        assert_eq!(Disk.text(&path.display().to_string()), Err(NoText::NotText(10)));
        std::fs::write(&path, "\u{feff}title = \"t\"").unwrap();
        assert_eq!(Disk.text(&path.display().to_string()).as_deref(), Ok("title = \"t\""));
        std::fs::write(&path, vec![b'#'; MOST_BYTES]).unwrap();
        assert!(Disk.text(&path.display().to_string()).is_ok(), "1 MiB to the byte is allowed");
    }
}
