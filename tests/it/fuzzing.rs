//! Runs every fuzz target on its corpus and on some thousand seeded changes of it: no panic, and no
//! long wait. Inputs that a fuzzer once found are in `fuzz/seeds`, under names that describe them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use balcony::fuzzing::{TARGETS, call};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Folders of a target's corpus, with the file extension that counts there.
fn folders(target: &str) -> Vec<(String, &'static str)> {
    let more: &[(&str, &str)] = match target {
        "scenario" => &[("scenarios", "toml"), ("tests/it/faulty", "toml")],
        "experiment" => &[("experiments", "toml"), ("tests/it/faulty-experiments", "toml")],
        "exercise" => &[("exercises", "toml")],
        "points" => &[("tests/it/faulty-experiments", "csv")],
        _ => &[],
    };
    let own = (format!("fuzz/seeds/{target}"), "");
    more.iter().map(|(folder, ending)| ((*folder).to_owned(), *ending)).chain([own]).collect()
}

/// The corpus of a target, sorted by file name.
pub(crate) fn corpus(target: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: BTreeSet<PathBuf> = BTreeSet::new();
    for (folder, ending) in folders(target) {
        let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        let files = entries.map(|entry| entry.path()).filter(|path| path.is_file());
        paths.extend(
            files.filter(|path| ending.is_empty() || path.extension().is_some_and(|end| end == ending)),
        );
    }
    let texts: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a file")).collect();
    assert!(!texts.is_empty(), "{target} has no corpus");
    texts
}

/// Numbers, characters and words that parsers often handle wrongly.
const HARD: [&str; 20] = [
    "0",
    "-1",
    "1e308",
    "-1e-308",
    "nan",
    "inf",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "-9223372036854775808",
    "\"",
    "'''",
    "[[",
    "{",
    "\u{0}",
    "\u{1b}[2J",
    "\u{202e}",
    "\r\n",
    "=",
    ",,",
];

/// Changes a text at random: bits flipped, and pieces removed, doubled, moved, or taken from
/// another text.
fn changed(texts: &[Vec<u8>], luck: &mut ChaCha8Rng) -> Vec<u8> {
    let mut text = texts[luck.random_range(0..texts.len())].clone();
    for _ in 0..luck.random_range(1..5) {
        let (from, to) = {
            let at = luck.random_range(0..=text.len());
            (at, (at + luck.random_range(0..24)).min(text.len()))
        };
        match luck.random_range(0..7) {
            0 if !text.is_empty() => {
                let at = luck.random_range(0..text.len());
                text[at] ^= 1 << luck.random_range(0..8);
            }
            1 => drop(text.drain(from..to)),
            2 => {
                let piece = text[from..to].to_vec();
                text.splice(from..from, piece);
            }
            3 => text.truncate(from),
            4 => {
                let other = &texts[luck.random_range(0..texts.len())];
                let start = luck.random_range(0..=other.len());
                let piece = other[start..(start + 40).min(other.len())].to_vec();
                text.splice(from..to, piece);
            }
            5 => {
                // Replaces the next number, if there is one.
                let digits = text[from..].iter().position(u8::is_ascii_digit).map_or(from, |at| from + at);
                let end = digits + text[digits..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                text.splice(digits..end, HARD[luck.random_range(0..HARD.len())].bytes());
            }
            _ => drop(text.splice(from..to, HARD[luck.random_range(0..HARD.len())].bytes())),
        }
    }
    text
}

fn tried(target: &str, changes: u32) {
    let texts = corpus(target);
    let mut luck = ChaCha8Rng::seed_from_u64(target.bytes().fold(1, |sum, byte| sum * 31 + u64::from(byte)));
    let changes = (0..changes).map(|_| changed(&texts, &mut luck)).collect::<Vec<_>>();
    for text in texts.iter().chain(&changes) {
        let begun = Instant::now();
        let done = std::panic::catch_unwind(|| assert!(call(target, text), "no target {target}"));
        let took = begun.elapsed().as_secs();
        if done.is_err() || took >= 20 {
            let kept = std::env::temp_dir().join(format!("balcony-fuzz-{target}"));
            fs::write(&kept, text).expect("kept");
            panic!("{target}: it fell, or took {took} s; the text is kept in {}", kept.display());
        }
    }
}

macro_rules! targets {
    ($($name:ident: $changes:expr),* $(,)?) => {
        $(#[test] fn $name() { tried(stringify!($name), $changes); })*

        #[test]
        fn every_target_is_tried_here_and_by_the_fuzzers() {
            let here = [$(stringify!($name)),*];
            let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, here);
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
            let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("the fuzzers");
            let manifest: toml::Table = manifest.parse().expect("a manifest is TOML");
            let built = manifest["bin"].as_array().expect("targets");
            for name in names {
                assert!(root.join(format!("fuzz_targets/{name}.rs")).exists(), "{name}");
                assert!(built.iter().any(|bin| bin["name"].as_str() == Some(name)), "{name}");
            }
        }
    };
}

targets! {
    scenario: 2_000,
    experiment: 1_000,
    exercise: 150,
    points: 5_000,
    observed: 2_000,
    log: 500,
    code: 20_000,
    form: 20_000,
    manifest: 5_000,
    part: 20_000,
    link: 2_500,
}
