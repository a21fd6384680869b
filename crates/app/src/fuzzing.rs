//! What reads texts and bytes from outside, a thin function each: any bytes are something sound or
//! an error in words. Fuzzers call them (`fuzz/`), and the tests do with some thousand seeded
//! changes of a corpus (`tests/it/fuzzing.rs`).
//!
//! Where a digest or a check stands before what is read, it is made right first: nobody who changes
//! a file on purpose is held up by it.

use std::sync::OnceLock;

use crate::exercise::{self, Entry, Exercise, Export, Game};
use crate::page::link;
use crate::results::{self, rows};
use crate::scenario::files::Texts;
use crate::scenario::{England, Library, Middling, read, read_text};
use crate::{seat, sweep, validate};

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
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

/// Calls a target by its name; says whether there is one.
pub fn call(name: &str, bytes: &[u8]) -> bool {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    target.map(|(_, call)| call(bytes)).is_some()
}

/// A text as a file among texts.
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

/// A log is lived as far as nothing is simulated; its digests are made right, and what it says of
/// its exercise is not.
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

/// The shipped exercise that is shortest, with two teams, before its first round.
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
    let Some(decision) = seat::decision(&form, of.levers.len()) else { return };
    let wrong = decision.wrong(of, &decision, &injects, 0.0);
    let handed_in = Entry::Submit { team: 0, round: 0, decision: decision.clone() };
    // What is handed in is sound, and what is sound has a code.
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

/// The bytes as a link; and, with a right check, as what a link packs: its readable head, the end
/// of a line, its body.
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
