//! Folders that cannot be used as requested: the messages, and that nothing is changed.

use super::{BASE, SMALL, SweepFolder};
use crate::results::forged::sealed;

/// All files of a folder, to check that nothing was changed.
fn all(place: &SweepFolder, out: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(place.at(out))
        .expect("a folder")
        .flatten()
        .filter(|entry| entry.path().is_file() && entry.file_name() != "balcony.lock")
        .map(|entry| {
            (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("a file"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn another_sweep_is_not_resumed_and_what_differs_is_named() {
    let place = SweepFolder::new(&SMALL.replace("30", "3"));
    place.sweep("rows", "");
    let before = all(&place, "rows");
    let whole = std::fs::read_to_string(place.at("e.toml")).expect("there");
    for (from, to, named) in [
        ("high = 0.8", "high = 0.81", &["experiment (digest): "][..]),
        ("warm-up=26", "warm-up=27", &["scenario (digest): "]),
        ("weeks = 26", "weeks = 26\nseed = 7", &["seed: 1 there, 7 asked for"]),
        ("weeks = 26", "weeks = 25", &["weeks: 26 there, 25 asked for"]),
        ("points = 3", "points = 4", &["points: 3 there, 4 asked for"]),
        ("count = 3", "count = 4", &["replicates: 3 there, 4 asked for"]),
        (
            "'connected'",
            "'authentic'",
            &["strategies: connected, incumbent there, authentic, incumbent asked for"],
        ),
        (
            "weeks = 26",
            "weeks = 26\nbaseline = 'connected'",
            &["baseline: incumbent there, connected asked for"],
        ),
        ("factors.needs", "factors.need", &["factors: trusting (start.trust), needs (needs.rate) there"]),
    ] {
        assert!(whole.contains(from), "{from}");
        place.write("e.toml", &whole.replacen(from, to, 1));
        let said = place.refused("sweep e.toml --out rows --resume --quiet", 4);
        assert!(named.iter().all(|named| said.contains(named)), "{to}: {said}");
        let said = place.refused("sweep e.toml --out rows --row 0 --quiet", 4);
        assert!(named.iter().all(|named| said.contains(named)), "{to}: {said}");
    }
    place.write("e.toml", &whole);
    let said = place.refused("sweep e.toml --out rows --resume --shard 1/3 --quiet", 4);
    assert!(said.contains("share: 1/1 there, 1/3 asked for"), "{said}");
    assert!(all(&place, "rows") == before, "nothing was touched");
    // A description such as the title may differ; the stored one is kept.
    place.write("e.toml", &format!("title = 'Another title'\n{whole}"));
    place.asked("sweep e.toml --out rows --resume --quiet", 0);
    let manifest = std::fs::read_to_string(place.at("rows/manifest.json")).expect("there");
    let engine = place.manifest("rows")["identity"]["engine"].as_str().expect("a digest").to_owned();
    std::fs::write(place.at("rows/manifest.json"), sealed(&manifest.replace(&engine, "of-yesterday")))
        .expect("written");
    let said = place.refused("sweep e.toml --out rows --resume --quiet", 4);
    assert!(said.contains("engine (digest): of-yesterday there"), "{said}");
}

#[test]
fn rows_are_replaced_only_by_force_and_what_is_not_ours_never() {
    let place = SweepFolder::new(&SMALL.replace("30", "2"));
    let first = place.sweep("rows", "");
    let said = place.refused("sweep e.toml --out rows --quiet", 4);
    assert!(said.contains("holds results already (complete)") && said.contains("--force"), "{said}");
    place.write("rows/notes.txt", "mine");
    place.write("e.toml", &format!("{BASE}seed = 5\n{}", SMALL.replace("30", "2")));
    assert!(place.sweep("rows", "--force") != first);
    assert_eq!(std::fs::read_to_string(place.at("rows/notes.txt")).expect("there"), "mine");
    // Damaged rows are made again when the sweep is resumed.
    let whole = place.bytes("rows");
    place.write("rows/rows.parquet", "cut short");
    assert!(place.sweep("rows", "--resume") == whole);
    std::fs::create_dir(place.at("thesis")).expect("a folder");
    place.write("thesis/thesis.txt", "years of work");
    for more in ["", " --force", " --resume"] {
        let said = place.refused(&format!("sweep e.toml --out thesis --quiet{more}"), 4);
        assert!(said.contains("it has `thesis.txt` and no manifest.json"), "{said}");
    }
    assert_eq!(std::fs::read_dir(place.at("thesis")).expect("there").count(), 1);
    let said = place.refused("sweep e.toml --out thesis/thesis.txt --quiet", 4);
    assert!(said.contains("it is a file"), "{said}");
    let said = place.refused("sweep e.toml --quiet --row 1 --out nowhere", 4);
    assert!(said.contains("there is no such folder"), "{said}");
}

// Seen to fail with "which report and plot takes".
#[test]
fn a_folder_of_the_other_kind_is_named_as_what_it_is() {
    let place = SweepFolder::new(&SMALL.replace("30", "2"));
    place.sweep("rows", "");
    place.asked("compare culture-shift --authority Rutland --weeks 26 --set scenario.warm-up=26 --replicates 2 --quiet --out runs", 0);
    let rows = "rows holds a sweep: analyse and merge take it";
    let runs = "runs holds runs or a comparison: report and plot take it";
    for (words, expected) in [
        ("report rows --out r.html", rows),
        ("plot rows", rows),
        ("compare culture-shift --authority Rutland --replicates 2 --quiet --out rows", rows),
        ("compare culture-shift --authority Rutland --replicates 2 --quiet --out rows --resume", rows),
        ("compare culture-shift --authority Rutland --replicates 2 --quiet --out rows --force", rows),
        ("merge rows runs --out merged", runs),
        ("merge rows --out runs", runs),
        ("merge rows --out runs --force", runs),
        ("sweep e.toml --quiet --out runs --row 0", runs),
        ("sweep e.toml --quiet --out runs", runs),
        ("sweep e.toml --quiet --out runs --resume", runs),
        ("sweep e.toml --quiet --out runs --force", runs),
    ] {
        let said = place.refused(words, 4);
        assert!(said.contains(expected), "{words}: {said}");
    }
    assert!(!place.at("merged").exists());
}

#[test]
fn what_makes_no_sense_together_is_refused() {
    let place = SweepFolder::new(SMALL);
    for words in [
        "sweep",
        "sweep e.toml",
        "sweep e.toml --out a --shard 0/3",
        "sweep e.toml --out a --shard 4/3",
        "sweep e.toml --out a --shard three",
        "sweep e.toml --out a --resume --force",
        "sweep e.toml --out a --row 1 --resume",
        "sweep e.toml --out a --row one",
        "sweep e.toml --out a --row -1",
        "merge --out a",
        "merge a b",
    ] {
        place.refused(words, 2);
    }
    let said = place.refused("sweep nowhere.toml --dry-run", 2);
    assert!(said.contains("nowhere.toml cannot be read") && said.contains("docs/EXPERIMENTS.md"), "{said}");
    assert_eq!(std::fs::read_dir(place.path()).expect("there").count(), 1, "nothing was written");
}
