//! Determines the kind of a file: scenario, national scenario, experiment, exercise, strategy, or
//! folder of results.
//! Without this check a file in the wrong command would give a dozen faults, none of which names
//! the mistake.

use super::files::{Files, NoText};
use super::tree::{Value, parse};

/// Kinds of file that a user may give to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A scenario.
    Scenario,
    /// A national scenario: all England and its market of directors.
    National,
    /// An experiment, the input of `sweep`.
    Experiment,
    /// An exercise.
    Exercise,
    /// A strategy in its own file.
    Strategy,
    /// A folder with the results of runs or of a comparison.
    Results,
    /// A folder with the rows of a sweep.
    Rows,
    /// A folder with the tables of a national scenario.
    NationalResults,
}

/// Top-level keys that only this kind of file has.
const OF_EXPERIMENTS: [&str; 4] = ["factors", "design", "replicates", "responses"];
const OF_EXERCISES: [&str; 7] = ["tiles", "levers", "injects", "roles", "figures", "rounds", "debrief"];
const OF_SCENARIOS: [&str; 7] =
    ["base", "events", "start", "parameters", "programme", "structure", "compare"];
const OF_STRATEGIES: [&str; 13] = [
    "preset",
    "source",
    "impact",
    "rights",
    "attention",
    "from",
    "changes",
    "investments",
    "responses",
    "rules",
    "acts",
    "adaptive",
    "adapts-every",
];

impl FileKind {
    /// The kind of a text, from the names at its top level; `None` if they do not determine it.
    pub fn of(text: &str) -> Option<Self> {
        let (tree, _) = parse(0, text);
        let Value::Table(rows) = tree.value else { return None };
        let any = |names: &[&str]| rows.iter().any(|(name, ..)| names.contains(&name.as_str()));
        let is_table = |wanted: &str| {
            rows.iter().any(|(name, _, node)| name == wanted && matches!(node.value, Value::Table(_)))
        };
        // Other kinds of file also have `rules` and `responses`, but never only those.
        let only = rows.iter().all(|(name, ..)| name == "title" || OF_STRATEGIES.contains(&name.as_str()));
        if is_table("england") || is_table("policies") {
            Some(Self::National)
        } else if any(&OF_EXERCISES) {
            Some(Self::Exercise)
        } else if is_table("scenario") || is_table("strategies") || is_table("authority") {
            Some(Self::Scenario)
        } else if only && any(&OF_STRATEGIES) {
            Some(Self::Strategy)
        } else if any(&OF_EXPERIMENTS) {
            Some(Self::Experiment)
        } else if any(&OF_SCENARIOS) {
            Some(Self::Scenario)
        } else {
            None
        }
    }

    /// The kind of a folder, from its manifest; `None` if the program did not write it.
    fn of_folder(path: &str, files: &dyn Files) -> Option<Self> {
        let manifest = files.text(&format!("{}/manifest.json", path.trim_end_matches('/'))).ok()?;
        let manifest: serde_json::Value = serde_json::from_str(&manifest).ok()?;
        match manifest.get("kind")?.as_str()? {
            "balcony-results" => Some(Self::Results),
            "balcony-sweep" => Some(Self::Rows),
            "balcony-england" => Some(Self::NationalResults),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Scenario => "a scenario",
            Self::National => "a national scenario",
            Self::Experiment => "an experiment",
            Self::Exercise => "an exercise",
            Self::Strategy => "a strategy",
            Self::Results => "a folder of results",
            Self::Rows => "a folder of rows",
            Self::NationalResults => "a folder of a national scenario",
        }
    }

    /// The command that accepts this kind.
    fn command(self, name: &str) -> String {
        match self {
            Self::Scenario => format!("balcony check {name}; compare, run, show and trace take it too"),
            Self::National => format!("balcony check {name}; compare, run and trace take it too"),
            Self::Experiment => format!("balcony sweep {name} --dry-run"),
            Self::Exercise => {
                format!("balcony exercise rehearse {name}; exercise host and paper take it too")
            }
            Self::Strategy => {
                format!("balcony compare culture-shift --strategies {name}; or another scenario")
            }
            Self::Results => format!("balcony report {name}; plot takes it too"),
            Self::Rows => format!("balcony analyse {name}"),
            Self::NationalResults => format!("balcony plot {name}"),
        }
    }

    /// Message and advice for a file of this kind where another kind is wanted.
    pub fn instead(self, wanted: &str, name: &str) -> (String, String) {
        (format!("{name} is {}, not {wanted}", self.name()), self.command(name))
    }

    /// Message and advice if a text is certainly of another kind than this one.
    pub fn another(self, text: &str, name: &str) -> Option<(String, String)> {
        let found = Self::of(text).filter(|found| *found != self)?;
        Some(found.instead(self.name(), name))
    }

    /// Message and advice for a path that could not be read, if it is a folder that the program
    /// wrote.
    pub fn folder(self, why: &NoText, path: &str, files: &dyn Files) -> Option<(String, String)> {
        if *why != NoText::Folder {
            return None;
        }
        Some(Self::of_folder(path, files)?.instead(self.name(), path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::SHIPPED;

    #[test]
    fn files_are_told_apart_by_the_names_at_their_top() {
        for (name, text) in SHIPPED {
            assert_eq!(FileKind::of(text), Some(FileKind::Scenario), "{name}");
        }
        for (folder, expected) in [("experiments", FileKind::Experiment), ("exercises", FileKind::Exercise)] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
            let files = std::fs::read_dir(path).expect("a folder").map(|file| file.expect("a file").path());
            let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
            for path in files {
                let text = std::fs::read_to_string(&path).expect("a text");
                assert_eq!(FileKind::of(&text), Some(expected), "{}", path.display());
            }
        }
        for (text, expected) in [
            ("preset = 'connected'", Some(FileKind::Strategy)),
            ("title = 'Ours'\nsource = 0.5\nimpact = 1\n[attention]\npartners = 3", Some(FileKind::Strategy)),
            ("preset = 'connected'\n[rules.r]\nabove = 1", Some(FileKind::Strategy)),
            ("base = 'culture-shift'\n[events.e]\nweek = 3", Some(FileKind::Scenario)),
            ("base = 'culture-shift'", Some(FileKind::Scenario)),
            ("[ scenario ] # as one may write it\ntitle = 't'", Some(FileKind::Scenario)),
            ("scenario.title = 't'", Some(FileKind::Scenario)),
            ("scenario = 'culture-shift'\n[design]\nkind = 'grid'", Some(FileKind::Experiment)),
            ("scenario = 'culture-shift'\n[factors.a]\nkey = 'start.trust'", Some(FileKind::Experiment)),
            ("scenario = 'culture-shift'\nrounds = 4", Some(FileKind::Exercise)),
            ("[england]\ntitle = 't'", Some(FileKind::National)),
            ("[policies.base]", Some(FileKind::National)),
            ("title = 't'", None),
            ("", None),
            ("a,b\n1,2", None),
        ] {
            assert_eq!(FileKind::of(text), expected, "{text}");
        }
    }
}
