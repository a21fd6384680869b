//! Opens files that come from users. Only regular files of bounded size are accepted.
//!
//! A pipe or a terminal would keep the program waiting; a device has no end; a link in a folder of
//! results leads out of it. Third-party parsers are called through [`parsed`].

use std::cell::Cell;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;

/// Largest size of a text that people write: 16 MiB.
pub const MOST_OF_A_TEXT: u64 = 16 << 20;
/// Largest size of a table: 4 GiB.
pub const MOST_OF_A_TABLE: u64 = 4 << 30;

/// Whether a link to a file is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// The user names the file and may name a link.
    Followed,
    /// The file is in a folder that this program writes. A link there is not ours.
    Refused,
}

/// Opens a regular file. Any other kind of file is an error, and the call never blocks.
///
/// # Errors
/// If the file does not exist, is not regular, or the system refuses.
pub fn open(path: &Path, links: Links) -> io::Result<File> {
    // The kind is checked before opening, because opening a device may have effects.
    let kind = match links {
        Links::Followed => fs::metadata(path)?,
        Links::Refused => fs::symlink_metadata(path)?,
    };
    regular(kind.file_type())?;
    let mut how = File::options();
    how.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        if links == Links::Refused {
            flags |= OFlags::NOFOLLOW;
        }
        how.custom_flags(flags.bits().cast_signed());
    }
    let file = how.open(path)?;
    // The kind is checked again after opening, because another file may have taken the name.
    regular(file.metadata()?.file_type())?;
    Ok(file)
}

/// Opens a file for locking, and creates it if necessary.
///
/// # Errors
/// If the name belongs to something other than a regular file, or the system refuses.
pub fn lockable(path: &Path) -> io::Result<File> {
    free_or_regular(path)?;
    let mut how = File::options();
    how.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        how.custom_flags((OFlags::NONBLOCK | OFlags::NOFOLLOW).bits().cast_signed());
    }
    let file = how.open(path)?;
    regular(file.metadata()?.file_type())?;
    Ok(file)
}

/// Reads a whole file of at most `most` bytes.
///
/// # Errors
/// As [`open`], or if the file is larger.
pub fn bytes(path: &Path, links: Links, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path, links)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let said = format!("it is larger than {most} bytes, the most that is read of such a file");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, said));
    }
    Ok(bytes)
}

/// Reads a whole text file of at most `most` bytes.
///
/// # Errors
/// As [`bytes`], or if it is not UTF-8.
pub fn text(path: &Path, links: Links, most: u64) -> io::Result<String> {
    String::from_utf8(bytes(path, links, most)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        let said = format!("it is not UTF-8 text (byte {at} is not part of any character)");
        io::Error::new(io::ErrorKind::InvalidData, said)
    })
}

/// Whether a regular file has this name; false if the name is free. Only such names are written to
/// or removed.
///
/// # Errors
/// If something other than a regular file has the name.
pub fn free_or_regular(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(there) => regular(there.file_type()).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Creates a file. A file with this name, left by a run that was killed, is removed first. It is
/// never overwritten in place, because it may have another hard link.
///
/// # Errors
/// If something other than a regular file has the name, or the system refuses.
pub fn create(path: &Path) -> io::Result<File> {
    remove(path)?;
    File::options().write(true).create_new(true).open(path)
}

/// Creates a folder if it does not exist. A link to a folder is refused.
///
/// # Errors
/// If something other than a folder has the name, or the system refuses.
pub fn folder(path: &Path) -> io::Result<()> {
    if !is_folder(path)? {
        fs::create_dir(path)?;
    }
    Ok(())
}

/// Whether a folder exists, not counting a link to one.
///
/// # Errors
/// If something other than a folder has the name, or the system refuses.
pub fn is_folder(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_dir() => Ok(true),
        Ok(there) => {
            let said = format!("it is {}, not a folder", named(there.file_type()));
            Err(io::Error::new(io::ErrorKind::NotADirectory, said))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Removes a regular file if it exists.
///
/// # Errors
/// If something other than a regular file has the name, or the system refuses.
pub fn remove(path: &Path) -> io::Result<()> {
    if free_or_regular(path)? { fs::remove_file(path) } else { Ok(()) }
}

fn regular(kind: FileType) -> io::Result<()> {
    if kind.is_file() {
        return Ok(());
    }
    let error = if kind.is_dir() { io::ErrorKind::IsADirectory } else { io::ErrorKind::InvalidInput };
    Err(io::Error::new(error, format!("it is {}, not a file", named(kind))))
}

fn named(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    if kind.is_file() {
        "a file"
    } else if kind.is_dir() {
        "a folder"
    } else if kind.is_symlink() {
        "a link"
    } else {
        "something of the system"
    }
}

thread_local! {
    static PARSING: Cell<bool> = const { Cell::new(false) };
}

/// Calls a third-party parser and converts a panic to an error about the file.
///
/// # Errors
/// The error of the parser, or that it panicked.
pub fn parsed<T>(parse: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    // The report of a panic is meant for our own faults; here the caller reports the error.
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !PARSING.with(Cell::get) {
                usual(panic);
            }
        }));
    });
    let before = PARSING.with(|parsing| parsing.replace(true));
    // A panic may leave the parser's state inconsistent, but nothing uses it again.
    let done = catch_unwind(AssertUnwindSafe(parse));
    PARSING.with(|parsing| parsing.set(before));
    done.unwrap_or_else(|_| Err("it is damaged, or not what its name says".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_parser_is_an_error_and_a_result_goes_through() {
        assert_eq!(parsed(|| Ok(3)), Ok(3));
        assert_eq!(parsed::<u8>(|| Err("no".to_owned())), Err("no".to_owned()));
        let none: [u8; 0] = [];
        let said = parsed(|| Ok(none[std::hint::black_box(1)])).expect_err("a panic");
        assert!(said.contains("damaged"), "{said}");
    }

    #[test]
    fn files_are_bounded_to_the_byte() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        fs::write(&path, "12345").expect("written");
        assert_eq!(text(&path, Links::Refused, 5).expect("five bytes"), "12345");
        let error = bytes(&path, Links::Refused, 4).expect_err("too large");
        assert!(error.to_string().contains("larger than 4 bytes"), "{error}");
        let error = bytes(folder.path(), Links::Followed, 4).expect_err("a folder");
        assert_eq!(error.to_string(), "it is a folder, not a file");
        fs::write(&path, b"a\xff").expect("written");
        let error = text(&path, Links::Refused, 5).expect_err("no text");
        assert!(error.to_string().contains("byte 2"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn pipes_sockets_devices_and_links_are_named_and_nobody_waits() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let _listening = std::os::unix::net::UnixListener::bind(at("socket")).expect("a socket");
        let made = std::process::Command::new("mkfifo").arg(at("pipe")).status().expect("mkfifo");
        assert!(made.success());
        fs::write(at("file"), "x").expect("written");
        for (to, link) in [("/dev/zero", "to-device"), ("file", "to-file"), ("pipe", "to-pipe")] {
            std::os::unix::fs::symlink(to, at(link)).expect("a link");
        }
        for (name, said) in
            [("socket", "a socket"), ("pipe", "a pipe"), ("to-device", "a device"), ("to-pipe", "a pipe")]
        {
            let error = open(&at(name), Links::Followed).expect_err(name);
            assert_eq!(error.to_string(), format!("it is {said}, not a file"), "{name}");
        }
        assert!(open(&at("to-file"), Links::Followed).is_ok());
        for name in ["to-file", "to-device", "to-pipe"] {
            let error = open(&at(name), Links::Refused).expect_err(name);
            assert_eq!(error.to_string(), "it is a link, not a file", "{name}");
            assert!(remove(&at(name)).is_err(), "{name} is not ours to take away");
        }
        assert!(!free_or_regular(&at("none")).expect("free"));
        assert!(at("to-file").is_symlink() && at("file").exists());
    }
}
