//! Texts that the code makes and the repository stores. A test compares each text with its file.
//! `BALCONY_UPDATE=1` rewrites the files. Check the difference before you commit it.

use std::path::Path;

/// Asserts that a text is equal to a file, given by its path from the root of the repository.
#[track_caller]
pub(crate) fn holds(path: &str, text: &str) {
    all_hold([(path, text)]);
}

/// The same for several texts. The message names all files that differ.
#[track_caller]
pub(crate) fn all_hold<P: AsRef<Path>, T: AsRef<str>>(texts: impl IntoIterator<Item = (P, T)>) {
    let differing = texts.into_iter().filter_map(|(path, text)| difference(path.as_ref(), text.as_ref()));
    let differing: Vec<String> = differing.collect();
    assert!(
        differing.is_empty(),
        "not as stored; if that is meant, run this test again with BALCONY_UPDATE=1\n{}",
        differing.join("\n")
    );
}

/// The stored text; empty if it is to be rewritten.
pub(crate) fn kept(path: &str) -> String {
    if std::env::var_os("BALCONY_UPDATE").is_some() { String::new() } else { read(path.as_ref()) }
}

fn read(path: &Path) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    // Git may have changed the line ends to those of the machine.
    std::fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n")
}

/// The first line that differs, in both versions; `None` after an update.
fn difference(path: &Path, text: &str) -> Option<String> {
    if std::env::var_os("BALCONY_UPDATE").is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::write(&file, text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        return None;
    }
    let stored = read(path);
    if stored == text {
        return None;
    }
    let (mut before, mut after) = (stored.split('\n'), text.split('\n'));
    let mut pairs = (1..).map(|line| (line, before.next(), after.next()));
    let (line, before, after) = pairs.find(|(_, before, after)| before != after)?;
    let (before, after) = (before.unwrap_or("(the end)"), after.unwrap_or("(the end)"));
    let lines = text.lines().count().abs_diff(stored.lines().count());
    Some(format!("{}:{line} ({lines} lines more or less)\n- {before}\n+ {after}", path.display()))
}
