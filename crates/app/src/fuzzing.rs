//! Fuzz targets: one thin function for each reader of external texts or bytes. For any bytes the
//! reader must give a valid value or an error message. Fuzzers call these functions (`fuzz/`), and
//! so does a test with several thousand seeded mutations of a corpus (`tests/it/fuzzing.rs`).
//!
//! If the reader checks a digest first, the target corrects the digest. Otherwise fuzzing would
//! never get past it, although somebody who changes a file on purpose would.

use std::sync::OnceLock;

use crate::exercise::{self, Entry, Exercise, Export, Game};
use crate::page::link;
use crate::results::{self, rows};
use crate::scenario::files::Texts;
use crate::scenario::{England, Library, Middling, read, read_text};
use crate::{sweep, team_view, validate};

/// A target: its name and its function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 11] = [
    ("scenario", scenario),
    ("experiment", experiment),
    ("exercise", an_exercise),
    ("points", points),
    ("observed", observed),
    ("log", log),
    ("code", code),
    ("form", form),
    ("manifest", manifest),
    ("part", part),
    ("link", a_link),
];

/// Calls the target with this name; returns whether it exists.
pub fn call(name: &str, bytes: &[u8]) -> bool {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    target.map(|(_, call)| call(bytes)).is_some()
}

/// Makes the bytes available as a file in memory.
fn texts(bytes: &[u8]) -> Texts {
    let mut texts = Texts::default();
    texts.0.insert("fuzz.toml".to_owned(), bytes.to_vec());
    texts
}

fn scenario(bytes: &[u8]) {
    let texts = texts(bytes);
    let library = Library::new(&texts, &Middling);
    match read("fuzz.toml", &library) {
        Ok(scenario) => {
            let again = read_text("again.toml", &scenario.resolved(), &library);
            assert_eq!(again.map(|again| again.hash()), Ok(scenario.hash()));
        }
        Err(faults) => {
            assert!(!faults.list.is_empty());
            faults.draw(true);
        }
    }
}

fn experiment(bytes: &[u8]) {
    let texts = texts(bytes);
    match sweep::read("fuzz.toml", &Library::new(&texts, &Middling)) {
        Ok(experiment) => {
            assert!(experiment.points() > 0 && !experiment.strategies.is_empty());
            assert_eq!(experiment.settings(0).len(), experiment.factors.len());
        }
        Err(faults) => {
            assert!(!faults.list.is_empty());
            faults.draw(true);
        }
    }
}

fn an_exercise(bytes: &[u8]) {
    let texts = texts(bytes);
    match exercise::read("fuzz.toml", &Library::new(&texts, &Middling)) {
        Ok(of) => assert!(of.rounds > 0 && !Game::identity(&of).is_empty()),
        Err(faults) => {
            assert!(!faults.list.is_empty());
            faults.draw(true);
        }
    }
}

fn points(bytes: &[u8]) {
    if let Err(said) = sweep::of_csv("points.csv", bytes) {
        assert!(said.contains("points.csv"), "{said}");
    }
}

fn observed(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(faults) = validate::file::read(text) {
        assert!(!faults.is_empty());
    }
}

/// A log is replayed without simulation: its rounds are not closed. The chain of digests is
/// corrected; what the log says about its exercise is not.
fn log(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = Export::read(text);
    let Ok(mut export) = serde_json::from_str::<Export>(text) else { return };
    let mut rows: Vec<exercise::Row> = Vec::new();
    for row in export.log {
        rows.push(exercise::Row::after(rows.last(), &row.command, row.entry));
    }
    export.log = rows;
    let Ok(export) = Export::read(&export.text()) else { return };
    let mut game = game().clone();
    for row in &export.log {
        if !matches!(row.entry, Entry::Close { .. }) {
            let _ = game.apply(&row.entry);
        }
    }
    if let Err(faults) = export.exercise(&England) {
        assert!(!faults.list.is_empty());
    }
}

/// The shortest shipped exercise with two teams, before its first round.
fn game() -> &'static Game {
    static GAME: OnceLock<Game> = OnceLock::new();
    GAME.get_or_init(|| {
        let none = Texts::default();
        let of: Exercise = exercise::read("taster", &Library::new(&none, &England))
            .unwrap_or_else(|faults| unreachable!("{faults}"));
        Game::new(of, 2).unwrap_or_else(|refused| unreachable!("{refused}"))
    })
}

fn code(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (game, injects) = (game(), game().injects(0));
    match exercise::decode(game.exercise(), &injects, 0, 0, text) {
        Ok(decision) => {
            let code = exercise::code(game.exercise(), &injects, 0, 0, &decision);
            let again = code.map(|code| exercise::decode(game.exercise(), &injects, 0, 0, &code));
            assert_eq!(again, Some(Ok(decision)));
        }
        Err(said) => assert!(!said.is_empty()),
    }
}

fn form(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name.to_owned(), value.to_owned())
    };
    let form: Vec<(String, String)> = text.split('&').map(pair).collect();
    let (of, injects) = (game().exercise(), game().injects(0));
    let Some(decision) = team_view::decision(&form, of.levers.len()) else { return };
    let wrong = decision.wrong(of, &decision, &injects, 0.0);
    let handed_in = Entry::Submit { team: 0, round: 0, decision: decision.clone() };
    // A submitted decision is valid, and every valid decision has a code.
    if game().clone().apply(&handed_in).is_ok() {
        assert!(wrong.is_empty());
        assert!(exercise::code(of, &injects, 0, 0, &decision).is_some());
    }
}

fn manifest(bytes: &[u8]) {
    results::is_manifest(bytes);
}

fn part(bytes: &[u8]) {
    rows::is_part(bytes);
}

/// Opens the bytes as a link. Then also opens them with a correct check as the parts of a link:
/// readable head, line break, body.
fn a_link(bytes: &[u8]) {
    let _ = link::open(&String::from_utf8_lossy(bytes));
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let head = String::from_utf8_lossy(parts.next().unwrap_or_default());
    if let Ok(opened) = link::open(&link::checked(&head, parts.next().unwrap_or_default())) {
        let packed = link::pack(&opened.choice);
        let again = packed.map(|link| link::open(&link).map(|again| again.choice));
        assert_eq!(again, Ok(Ok(opened.choice)));
    }
}
