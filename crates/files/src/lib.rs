//! The one door through which files of the user's come in: regular files of a bounded size, nothing
//! else.
//!
//! A pipe or a terminal would keep the program waiting, a device has no end, a link in a folder of
//! results leads out of it. Parsers of other people's making go through [`parsed`].

use std::cell::Cell;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;

/// The most bytes of a text that people write: 16 MiB.
pub const MOST_OF_A_TEXT: u64 = 16 << 20;
/// The most bytes of a table: 4 GiB.
pub const MOST_OF_A_TABLE: u64 = 4 << 30;

/// Whether a link may stand in the place of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// The user names the file, and may name it by a link.
    Followed,
    /// The file is one of a folder that this program writes: a link there is somebody else's.
    Refused,
}

/// Opens a regular file; everything else is an error in words, and never a wait.
///
/// # Errors
/// If there is no such file, it is of another kind, or the system says no.
pub fn open(path: &Path, links: Links) -> io::Result<File> {
    // Asked before opening: opening a device may do something to it.
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
    // Asked again of what was opened: something else may have taken the name in between.
    regular(file.metadata()?.file_type())?;
    Ok(file)
}

/// Opens a file of ours to be locked, or makes it.
///
/// # Errors
/// If something else has the name, or the system says no.
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

/// All of a file, if it has no more than so many bytes.
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

/// All of a file as text, if it has no more than so many bytes.
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

/// Whether a name is free or a regular file's: only there anything is written or taken away.
///
/// # Errors
/// If something else has the name.
pub fn free_or_regular(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(there) => regular(there.file_type()).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// A new file. One of ours that stands there, left by a run that was killed, is taken away first;
/// it is never written into, for it may have another name elsewhere.
///
/// # Errors
/// If something else has the name, or the system says no.
pub fn create(path: &Path) -> io::Result<File> {
    remove(path)?;
    File::options().write(true).create_new(true).open(path)
}

/// A folder below one of ours: made if it is not there, and never a link to another.
///
/// # Errors
/// If something else has the name, or the system says no.
pub fn folder(path: &Path) -> io::Result<()> {
    if !is_folder(path)? {
        fs::create_dir(path)?;
    }
    Ok(())
}

/// Whether a folder is there, itself and not a link to one.
///
/// # Errors
/// If something else has the name, or the system says no.
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

/// Takes away a regular file, if it is there.
///
/// # Errors
/// If something else has the name, or the system says no.
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

/// What a parser of other people's making says; that it panics is said as a fault of the file.
///
/// # Errors
/// Whatever the parser says, or that it gave up.
pub fn parsed<T>(parse: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    // The report of a panic is for a fault of ours; here the caller says what is wrong.
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
    // What the parser leaves half done is dropped with it: nobody asks it again.
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
