//! Collects the files of a command, and the files that those name in turn: bases, a scenario, a
//! file of points. In the package they keep their relative positions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::files::{self, Links};
use crate::scenario::SHIPPED;
use crate::scenario::files::join;

/// Files by their path in the package's folder of inputs.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Content by path.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    /// The words of the command, with paths into the package.
    pub words: Vec<String>,
}

/// Collects the files that the words of a command name.
///
/// # Errors
/// In one sentence, if a file can no longer be read.
pub fn gather(words: &[String]) -> Result<Inputs, String> {
    let mut found: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    let mut named: Vec<(usize, Vec<PathBuf>)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        // A list of strategies may contain files too.
        let value = word
            .split_once('=')
            .filter(|(option, _)| option.starts_with("--"))
            .map_or(word.as_str(), |(_, value)| value);
        let files: Vec<&str> = parts(at, value).into_iter().filter(|part| is_input(at, part)).collect();
        if files.is_empty() {
            continue;
        }
        let mut places = Vec::new();
        for file in files {
            places.push(follow(file, &mut found)?);
        }
        named.push((at, places));
    }
    let root = common(found.keys());
    let place = |path: &Path| path.strip_prefix(&root).map_or_else(|_| path.to_owned(), Path::to_owned);
    let mut words = words.to_vec();
    for (at, places) in named {
        let (option, value) = match words[at].split_once('=') {
            Some((option, value)) if option.starts_with("--") => (format!("{option}="), value.to_owned()),
            _ => (String::new(), words[at].clone()),
        };
        let mut places = places.iter();
        let swapped: Vec<String> = parts(at, &value)
            .into_iter()
            .map(|part| {
                let new = if is_input(at, part) { places.next() } else { None };
                new.map_or_else(|| part.to_owned(), |new| word(&slashed(&place(new))))
            })
            .collect();
        words[at] = format!("{option}{}", swapped.join(","));
    }
    let files = found.into_iter().map(|(path, bytes)| (place(&path), bytes)).collect();
    Ok(Inputs { files, words })
}

/// A path with forward slashes. On systems other than Windows a backslash is part of a name and
/// stays.
pub fn slashed(path: &Path) -> String {
    let path = path.to_string_lossy();
    if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
}

/// A path as a word of a command. A path that begins with `-` gets `./` in front, so that it is not
/// read as an option.
pub fn word(path: &str) -> String {
    if path.starts_with('-') { format!("./{path}") } else { path.to_owned() }
}

/// The word itself if it is a file (a path may contain commas), otherwise the names of a
/// comma-separated list.
fn parts(at: usize, value: &str) -> Vec<&str> {
    if is_input(at, value) { vec![value] } else { value.split(',').collect() }
}

/// Whether a word is an input file. The first word after the command's name may have any name.
fn is_input(at: usize, part: &str) -> bool {
    (at == 1 || part.ends_with(".toml")) && Path::new(part).is_file()
}

/// Adds a file and the files that it names; returns its full path.
fn follow(file: &str, found: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<PathBuf, String> {
    let unread = |error: std::io::Error| {
        format!("{file}, which the command was given, cannot be read any more: {error}")
    };
    let path = std::fs::canonicalize(file).map_err(unread)?;
    if found.contains_key(&path) {
        return Ok(path);
    }
    let bytes = files::bytes(&path, Links::Followed, files::MOST_OF_A_TABLE).map_err(unread)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    found.insert(path.clone(), bytes);
    if let Ok(table) = text.parse::<toml::Table>() {
        let design = table.get("design").and_then(|design| design.get("file"));
        for named in [table.get("base"), table.get("scenario"), design]
            .into_iter()
            .flatten()
            .filter_map(|name| name.as_str())
        {
            if Path::new(named).is_absolute() {
                return Err(format!(
                    "{file} names {named} from the root of this machine: elsewhere there is no such file; name it as seen from {file}"
                ));
            }
            if !SHIPPED.iter().any(|(name, _)| *name == named) {
                follow(&join(file, named), found)?;
            }
        }
    }
    Ok(path)
}

/// The deepest folder that contains all the files.
fn common<'a>(paths: impl Iterator<Item = &'a PathBuf>) -> PathBuf {
    let mut root: Option<PathBuf> = None;
    for path in paths {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        root = Some(match root {
            None => folder,
            Some(root) => root
                .components()
                .zip(folder.components())
                .take_while(|(a, b)| a == b)
                .map(|(a, _)| a)
                .collect(),
        });
    }
    root.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_files_name_come_too_and_places_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        };
        put("exp/e.toml", "scenario = \"../own/s.toml\"\n[design]\nkind = \"points\"\nfile = \"p.csv\"\n");
        put("exp/p.csv", "a\n1\n");
        put("own/s.toml", "base = \"culture-shift\"\n");
        let word = folder.path().join("exp/e.toml").to_string_lossy().into_owned();
        let inputs = gather(&["sweep".to_owned(), word]).expect("inputs");
        let names: Vec<String> =
            inputs.files.keys().map(|path| path.to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["exp/e.toml", "exp/p.csv", "own/s.toml"]);
        assert_eq!(inputs.words, ["sweep", "exp/e.toml"]);
        let none = gather(&["compare".to_owned(), "culture-shift".to_owned()]).expect("inputs");
        assert!(none.files.is_empty());
        put("exp/e.toml", "scenario = \"gone.toml\"\n");
        let word = folder.path().join("exp/e.toml").to_string_lossy().into_owned();
        assert!(gather(&["sweep".to_owned(), word]).is_err());
    }
}
