//! Folders that cannot be used as requested: the messages, and that nothing is changed.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use balcony::results::disk::RealDisk;
use balcony::results::{Format, Mode, OpenedFolder, ResultsError, read};

use super::fake::{Ask, bytes};
use super::folder::folder;
use super::forged::sealed;

fn refused(ask: &Ask, path: &Path, mode: Mode) -> ResultsError {
    match ask.open(path, mode, Arc::new(RealDisk)) {
        Err(error) => error,
        Ok(_) => panic!("it was not refused"),
    }
}

#[test]
fn another_run_is_refused_with_what_differs() {
    let ask = Ask { replicates: 9, ..Ask::default() };
    let there = folder();
    ask.keep(there.path(), Mode::New).expect("it runs");
    let before = bytes(there.path());
    let error = refused(&ask, there.path(), Mode::New);
    assert!(matches!(error, ResultsError::Exists { .. }) && error.exit_code() == 4, "{error}");
    let error = refused(&Ask { replicates: 10, weeks: 31, ..ask.clone() }, there.path(), Mode::Resume);
    let said = error.to_string();
    assert!(
        said.contains("replicates: 9 there, 10 asked for") && said.contains("weeks: 30 there, 31 asked for"),
        "{said}"
    );
    assert!(!said.contains("seed") && error.exit_code() == 4);
    assert!(bytes(there.path()) == before || bytes(there.path()).len() == before.len() + 1);
    let smaller = Ask { replicates: 5, format: Format::Csv, ..ask };
    smaller.keep(there.path(), Mode::Force).expect("it is replaced");
    let names: Vec<String> = bytes(there.path()).into_keys().collect();
    assert_eq!(names, ["details.csv", "outcomes.csv", "quarters.csv", "series.csv", "summary.csv"]);
}

#[test]
fn a_folder_that_is_not_ours_is_never_touched() {
    let ask = Ask::default();
    for (name, content) in [
        ("thesis.txt", "years of work"),
        ("manifest.json", "{\"kind\": \"other\"}"),
        ("manifest.json", "not json"),
    ] {
        let there = folder();
        fs::write(there.path().join(name), content).expect("written");
        for mode in [Mode::New, Mode::Resume, Mode::Force] {
            let error = refused(&ask, there.path(), mode);
            assert!(matches!(error, ResultsError::NotOurs { .. }) && error.exit_code() == 4, "{error}");
        }
        assert_eq!(fs::read_to_string(there.path().join(name)).expect("still there"), content);
        assert_eq!(fs::read_dir(there.path()).expect("still there").count(), 1);
    }
    let there = folder();
    let file = there.path().join("file");
    fs::write(&file, "x").expect("written");
    assert!(matches!(refused(&ask, &file, Mode::Force), ResultsError::NotOurs { .. }));
}

#[test]
fn forcing_leaves_what_others_put_there() {
    let ask = Ask { replicates: 3, ..Ask::default() };
    let there = folder();
    ask.keep(there.path(), Mode::New).expect("it runs");
    fs::write(there.path().join("notes.txt"), "mine").expect("written");
    ask.keep(there.path(), Mode::Force).expect("it is replaced");
    assert_eq!(fs::read_to_string(there.path().join("notes.txt")).expect("still there"), "mine");
}

#[test]
fn one_writer_at_a_time_and_a_stale_lock_does_not_count() {
    let ask = Ask::default();
    let there = folder();
    fs::write(there.path().join("balcony.lock"), "").expect("left by a killed run");
    let Ok(OpenedFolder::Work(first)) = ask.open(there.path(), Mode::New, Arc::new(RealDisk)) else {
        panic!("begun")
    };
    let error = refused(&ask, there.path(), Mode::Resume);
    assert!(matches!(error, ResultsError::Locked { .. }) && error.exit_code() == 4, "{error}");
    drop(first);
    ask.keep(there.path(), Mode::Resume).expect("it resumes");
    assert!(!there.path().join("balcony.lock").exists());
}

#[test]
fn damaged_half_written_and_newer_results_are_named() {
    let ask = Ask { replicates: 9, ..Ask::default() };
    let there = folder();
    ask.keep(there.path(), Mode::New).expect("it runs");
    let whole = bytes(there.path());
    let series = there.path().join("series.parquet");
    fs::remove_file(&series).expect("taken away");
    let error = read(there.path()).expect_err("it is damaged");
    assert!(error.to_string().contains("series.parquet is missing"), "{error}");
    let mut changed = whole["series.parquet"].clone();
    changed[100] ^= 4;
    fs::write(&series, &changed).expect("written");
    let error = read(there.path()).expect_err("it is damaged");
    assert!(error.to_string().contains("was changed after it was written"), "{error}");
    fs::write(&series, &changed[..200]).expect("written");
    let error = read(there.path()).expect_err("it is damaged");
    assert!(error.to_string().contains("has 200 bytes instead of"), "{error}");
    ask.keep(there.path(), Mode::Resume).expect("it is rebuilt");
    assert!(bytes(there.path()) == whole);
    let manifest = there.path().join("manifest.json");
    let text = fs::read_to_string(&manifest).expect("there");
    fs::write(&manifest, text.replace("\"form\": 3", "\"form\": 4")).expect("written");
    let error = read(there.path()).expect_err("it is newer");
    assert!(matches!(error, ResultsError::Newer { found: 4, .. }), "{error}");
    // Results of an earlier version lead to a message that says how to proceed, and they can be
    // replaced.
    fs::write(&manifest, text.replace("\"form\": 3", "\"form\": 2")).expect("written");
    for error in [read(there.path()).expect_err("it is older"), refused(&ask, there.path(), Mode::Resume)] {
        assert!(matches!(error, ResultsError::Older { found: 2, known: 3, .. }), "{error}");
        assert!(error.to_string().contains("--force"), "{error}");
    }
    fs::write(&manifest, sealed(&text.replace("\"seed\": 1", "\"seed\": \"one\""))).expect("written");
    assert!(matches!(read(there.path()), Err(ResultsError::Damaged { .. })));
    assert!(matches!(refused(&ask, there.path(), Mode::Resume), ResultsError::Damaged { .. }));
    ask.keep(there.path(), Mode::Force).expect("it is replaced");
    assert!(bytes(there.path()) == whole);
    assert!(matches!(read(&there.path().join("nowhere")), Err(ResultsError::NotOurs { .. })));
}
