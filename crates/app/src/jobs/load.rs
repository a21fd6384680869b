//! Applies the user's options to a scenario and reports all their faults together.

use std::path::Path;

use crate::results::{KEPT_OUT, PLACE};
use crate::scenario::files::{Disk, Files};
use crate::scenario::{Authorities, England, Fault, Faults, Library, NoStrategy, Scenario, setting_key};

static DISK: Disk = Disk;
static ENGLAND: England = England;

/// A library with files from disk and the figures of England.
pub fn library() -> Library<'static> {
    Library::new(&DISK, &ENGLAND)
}

/// Options that change a scenario.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    /// Another authority: name, code or archetype.
    pub authority: Option<String>,
    /// `key=value` settings.
    pub sets: Vec<String>,
    /// Another length in weeks.
    pub weeks: Option<u32>,
}

/// The authorities that a text names, one or several with commas between. A name may have commas
/// of its own (`Bristol, City of`), so the longest names that are known are taken.
pub fn places(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let known = |name: &str| ENGLAND.find(name).is_ok() || ENGLAND.archetype(name).is_ok();
    let mut places: Vec<String> = Vec::new();
    let mut from = 0;
    while from < parts.len() {
        let joined = |to: usize| parts[from..to].join(", ");
        let to = (from + 1..=parts.len()).rev().find(|to| known(&joined(*to))).unwrap_or(from + 1);
        let name = joined(to);
        if !places.contains(&name) {
            places.push(name);
        }
        from = to;
    }
    // If nothing is known, the whole text is one name with a slip in it.
    if places.iter().any(|name| known(name)) { places } else { vec![text.to_owned()] }
}

/// Applies the options.
///
/// # Errors
/// The faults of all options together.
pub fn lay(scenario: Scenario, laid: &Laid, library: &Library<'_>) -> Result<Scenario, Faults> {
    let mut way = UnderWay { scenario, faults: None };
    if let Some(authority) = &laid.authority {
        way.lay(|scenario| scenario.with_authority(authority, library));
    }
    // If an option and `--set` both give a value, it is unclear which is meant, so it is a fault.
    let given =
        |key: &str| laid.sets.iter().any(|set| set.split_once('=').is_some_and(|(set, _)| set.trim() == key));
    let mut sets = laid.sets.clone();
    sets.extend(
        laid.weeks.filter(|_| given("scenario.weeks")).map(|weeks| format!("scenario.weeks={weeks}")),
    );
    for key in ["authority.name", "authority.code", "authority.archetype"] {
        sets.extend(laid.authority.iter().filter(|_| given(key)).map(|name| format!("{key}={name}")));
    }
    if !sets.is_empty() {
        way.lay(|scenario| scenario.apply_sets(&sets, library));
    }
    if let Some(weeks) = laid.weeks {
        way.lay(|scenario| scenario.with_weeks(weeks, library));
    }
    way.faults.map_or(Ok(way.scenario), Err)
}

/// The scenario with the options applied so far, and the faults so far.
struct UnderWay {
    scenario: Scenario,
    faults: Option<Faults>,
}

impl UnderWay {
    /// Applies one more option. A faulty option is skipped, so that the faults of the others are
    /// found too.
    fn lay(&mut self, more: impl Fn(&Scenario) -> Result<Scenario, Faults>) {
        match more(&self.scenario) {
            Ok(scenario) => self.scenario = scenario,
            Err(found) => match &mut self.faults {
                Some(faults) => {
                    faults.list.extend(found.list);
                    faults.file = "the command line".to_owned();
                }
                none => *none = Some(found),
            },
        }
    }
}

/// Adds strategies that are given as files, and returns the names of all given strategies. White
/// space around a name is ignored.
///
/// # Errors
/// The faults of a file; or two strategies with the same name, because one would replace the other.
pub fn with_strategies(mut scenario: Scenario, given: &[String]) -> Result<(Scenario, Vec<String>), Faults> {
    let declared = scenario.strategy_names();
    let mut names = Vec::with_capacity(given.len());
    let mut files: Vec<(String, &str)> = Vec::new();
    for text in given.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        if !is_file(text) {
            let file = format!("{text}.toml");
            if declared.iter().any(|name| name == text) && DISK.text(&file).is_ok() {
                scenario.warnings.push(format!(
                    "the strategy `{text}` of {} is run, not the file {file} of this folder: give the file's name with .toml to run it",
                    scenario.name
                ));
            }
            names.push(text.to_owned());
            continue;
        }
        let (with, name) = scenario.with_strategy_file(text, &library())?;
        let same = |path: &str| DISK.identity(path) == DISK.identity(text);
        if let Some((_, other)) = files.iter().find(|(known, other)| *known == name && !same(other)) {
            return Err(two_of_one_name(text, &format!("the files {other} and {text}"), &name));
        }
        scenario = with;
        names.push(name.clone());
        files.push((name, text));
    }
    let plain = |name: &String| given.iter().any(|text| text.trim() == name);
    if let Some((name, file)) = files.iter().find(|(name, _)| declared.contains(name) && plain(name)) {
        return Err(two_of_one_name(file, &format!("that of the scenario and the file {file}"), name));
    }
    Ok((scenario, names))
}

fn two_of_one_name(file: &str, which: &str, name: &str) -> Faults {
    let fault = Fault {
        file: file.to_owned(),
        line: 0,
        column: 0,
        key: String::new(),
        message: format!("two strategies are called `{name}`: {which}"),
        allowed: Some("files of different names: a strategy is called after its file".to_owned()),
        nearest: None,
        shown: None,
    };
    Faults { file: file.to_owned(), list: vec![fault] }
}

/// Whether a strategy is given as a file.
fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "toml") || name.contains(['/', '\\'])
}

/// Checks that a scenario has a strategy.
///
/// # Errors
/// If it does not.
pub fn known(scenario: &Scenario, name: &str) -> Result<(), NoStrategy> {
    scenario.strategy(name).map(|_| ()).map_err(|no| {
        // A file of that name is nearer than any other name.
        let file = format!("{name}.toml");
        if DISK.text(&file).is_ok() { NoStrategy { nearest: Some(file), ..no } } else { no }
    })
}

/// A `key=value` setting in a form that may be written down: an own figure of the authority loses
/// its value.
pub fn without_own(set: &str) -> String {
    let Some((key, _)) = set.split_once('=') else { return set.to_owned() };
    let names = setting_key(set).unwrap_or_default();
    let hides = match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["authority", figure] => !PLACE.contains(figure),
        // A setting without a valid key could contain anything, so its value is hidden.
        [] | ["authority", ..] => true,
        _ => false,
    };
    if hides { format!("{key}={KEPT_OUT}") } else { set.to_owned() }
}

/// The `balcony compare` command that gives evidence for a story, folded into several lines of a
/// shell.
pub fn evidence(scenario: &str, laid: &Laid, strategies: &[String]) -> String {
    let quoted = |word: &str| {
        if word.contains(char::is_whitespace) { format!("\"{word}\"") } else { word.to_owned() }
    };
    let mut parts = vec![format!("balcony compare {}", quoted(scenario))];
    parts.extend(laid.authority.iter().map(|authority| format!("--authority {}", quoted(authority))));
    parts.extend(laid.sets.iter().map(|set| format!("--set {}", quoted(set))));
    if strategies.len() == 2 && strategies[0] != strategies[1] {
        parts.push(format!("--strategies {}", strategies.join(",")));
    }
    // A long command continues on the next line after a backslash.
    let mut command = String::new();
    let mut column = 2;
    for part in parts {
        let width = part.chars().count();
        if column > 2 && column + 1 + width > 78 {
            command.push_str(" \\\n    ");
            column = 4;
        } else if column > 2 {
            command.push(' ');
            column += 1;
        }
        command.push_str(&part);
        column += width;
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart_by_commas_that_are_not_theirs() {
        assert_eq!(places("Leeds,Barnsley"), ["Leeds", "Barnsley"]);
        assert_eq!(places("Leeds, Leeds ,"), ["Leeds"]);
        let three = "Bournemouth, Christchurch and Poole";
        assert_eq!(places(&format!("Leeds,{three},inner-london")), ["Leeds", three, "inner-london"]);
        assert_eq!(places(three), [three]);
        assert_eq!(places("Leeds,Barnsly"), ["Leeds", "Barnsly"]);
        assert_eq!(places("Leds, Barnsly"), ["Leds, Barnsly"]);
    }

    #[test]
    fn files_are_told_from_names() {
        assert!(is_file("ours.toml") && is_file("plans/ours") && !is_file("connected"));
    }
}
