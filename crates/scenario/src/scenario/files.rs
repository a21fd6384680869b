//! Source of scenario texts. This is the only file of the module that reads from disk.
//!
//! Everything else uses the trait [`Files`], so that the browser page, tests and fuzzers can pass
//! texts in memory. The program never holds more than [`MOST_BYTES`] plus one byte of a file,
//! however large the file is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use balcony_files::{self as files, Links};

/// Largest size of a scenario: 1 MiB.
pub const MOST_BYTES: usize = 1 << 20;

/// Why a text could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoText {
    /// The file does not exist.
    #[error("there is no such file")]
    Missing,
    /// The path leads to a folder.
    #[error("it is a folder, not a file")]
    Folder,
    /// The file has more than [`MOST_BYTES`] bytes.
    #[error("it is larger than 1 MiB (1,048,576 bytes), the most that a scenario may have")]
    TooLarge,
    /// The file is not UTF-8; the number is the offset of the first wrong byte.
    #[error("it is not UTF-8 text (byte {0} is not part of any character); save it as UTF-8")]
    NotText(usize),
    /// The system refused to read it, with its message.
    #[error("it could not be read ({0})")]
    Unreadable(String),
}

/// A source of texts by path.
pub trait Files: Sync {
    /// The text at a path.
    ///
    /// # Errors
    /// If there is no valid text of an allowed size.
    fn text(&self, path: &str) -> Result<String, NoText>;

    /// A canonical spelling of the path, so that a base that includes itself is detected.
    fn identity(&self, path: &str) -> String {
        join("", path)
    }
}

/// Reads files from disk.
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

/// Texts held in memory by name, for the browser, tests and fuzzers.
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
    // Windows editors begin a file with a byte order mark, which is not part of the text.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A path relative to the folder of another file, without `.` and resolvable `..`.
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
