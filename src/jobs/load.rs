//! From a scenario to the scenario that was asked for: all that is laid on it, its faults all at once.

use std::path::Path;

use crate::scenario::files::Disk;
use crate::scenario::{England, Faults, Library, NoStrategy, Scenario};

static DISK: Disk = Disk;
static ENGLAND: England = England;

/// Texts from the disk, figures of England.
pub fn library() -> Library<'static> {
    Library::new(&DISK, &ENGLAND)
}

/// What is laid on a scenario.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    /// Another authority: a name, a code or an archetype.
    pub authority: Option<String>,
    /// `key=value`, in order.
    pub sets: Vec<String>,
    /// Another length in weeks.
    pub weeks: Option<u32>,
}

/// Lays it on.
///
/// # Errors
/// The faults of all that is laid on, at once.
pub fn lay(scenario: Scenario, laid: &Laid, library: &Library<'_>) -> Result<Scenario, Faults> {
    let mut way = UnderWay { scenario, faults: None };
    if let Some(authority) = &laid.authority {
        way.lay(|scenario| scenario.with_authority(authority, library));
    }
    // What an option of its own gives, `--set` may not give too: neither would be the one meant.
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

/// A scenario under way, and the faults so far.
struct UnderWay {
    scenario: Scenario,
    faults: Option<Faults>,
}

impl UnderWay {
    /// Lays something more on it. What has a fault is left out, so that the faults of the rest are found too.
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

/// The scenario with the strategies that are given as files, and the names of all.
///
/// # Errors
/// The faults of a file.
pub fn with_strategies(mut scenario: Scenario, given: &[String]) -> Result<(Scenario, Vec<String>), Faults> {
    let mut names = Vec::with_capacity(given.len());
    for text in given {
        if is_file(text) {
            let (with, name) = scenario.with_strategy_file(text, &library())?;
            scenario = with;
            names.push(name);
        } else {
            names.push(text.clone());
        }
    }
    Ok((scenario, names))
}

/// Is a strategy given as a file?
fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "toml") || name.contains(['/', '\\'])
}

/// Refuses a name that is no strategy of the scenario.
///
/// # Errors
/// If it is none.
pub fn known(scenario: &Scenario, name: &str) -> Result<(), NoStrategy> {
    scenario.plan(name).map(|_| ())
}

/// A `key=value` as it may be written down: an authority's own figures are kept out.
pub fn without_own(set: &str) -> String {
    match set.split_once('=') {
        Some((key, _)) if key.trim() == "authority" || key.trim().starts_with("authority.") => {
            format!("{key}=(kept out)")
        }
        _ => set.to_owned(),
    }
}

/// The command that compares over many runs what a story tells of; folded as shells want it.
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
    // A command that is too long for a line goes on with a backslash.
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
    fn files_are_told_from_names() {
        assert!(is_file("ours.toml") && is_file("plans/ours") && !is_file("connected"));
    }
}
