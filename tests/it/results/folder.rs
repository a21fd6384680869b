//! Folders: bytes, resuming, refusals, reading back.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use balcony::experiment::Stop;
use balcony::results::disk::RealDisk;
use balcony::results::{Format, Mode, Opened, PART, ResultsError, Status, read};
use balcony_engine::measure::{MEASURES, OUTCOMES};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;

use super::fake::{Ask, bytes, replicate};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for tests")
}

fn refused(ask: &Ask, path: &Path, mode: Mode) -> ResultsError {
    match ask.open(path, mode, Arc::new(RealDisk)) {
        Err(error) => error,
        Ok(_) => panic!("it was not refused"),
    }
}

#[test]
fn the_same_bytes_for_any_threads_and_any_order_of_strategies() {
    for format in [Format::Parquet, Format::Csv] {
        let ask = Ask {
            format,
            threads: 1,
            ..Ask::default()
        };
        let first = folder();
        let manifest = ask.keep(first.path(), Mode::New).expect("it runs");
        assert_eq!(manifest.status, Status::Complete);
        let expected = bytes(first.path());
        let ending = format.ending();
        let names = ["outcomes", "quarters", "series"].map(|stem| format!("{stem}.{ending}"));
        assert_eq!(
            expected.keys().cloned().collect::<Vec<_>>(),
            [&names[..], &["summary.csv".to_owned()]].concat()
        );
        for (threads, order) in [(2, [2, 0, 1]), (8, [1, 2, 0])] {
            let arms = order.map(|at| ask.arms[at].clone()).to_vec();
            let other = folder();
            let again = Ask {
                arms,
                threads,
                ..ask.clone()
            }
            .keep(other.path(), Mode::New)
            .expect("it runs");
            assert!(
                bytes(other.path()) == expected,
                "{threads} threads, {format:?}"
            );
            assert_eq!(again.outcomes_digest, manifest.outcomes_digest);
            assert_eq!(again.files, manifest.files);
        }
    }
}

#[test]
fn interrupted_at_any_replicate_and_resumed_gives_the_same_bytes() {
    let ask = Ask::default();
    let whole = folder();
    ask.keep(whole.path(), Mode::New).expect("it runs");
    let expected = bytes(whole.path());
    for stop_at in [0, 1, 7, 8, 15, 16, 25, 33, 40, 42] {
        let cut = folder();
        match (Ask {
            stop_at: Some(stop_at),
            ..ask.clone()
        })
        .keep(cut.path(), Mode::New)
        {
            Err(Stop::Interrupted { kept, .. }) => {
                assert!(
                    kept % PART == 0 && kept < stop_at + 16,
                    "{kept} at {stop_at}"
                )
            }
            // The last ones may all be delivered before the flag is seen.
            Ok(_) => assert!(stop_at > 32),
            Err(other) => panic!("{other}"),
        }
        if stop_at < 25 {
            assert!(matches!(
                read(cut.path()),
                Err(ResultsError::HalfWritten { .. })
            ));
        }
        Ask {
            threads: 3,
            ..ask.clone()
        }
        .keep(cut.path(), Mode::Resume)
        .expect("it resumes");
        assert!(bytes(cut.path()) == expected, "interrupted at {stop_at}");
    }
}

#[test]
fn torn_changed_foreign_and_unfinished_parts_are_made_again() {
    let ask = Ask::default();
    let whole = folder();
    ask.keep(whole.path(), Mode::New).expect("it runs");
    let cut = folder();
    let stopped = Ask {
        stop_at: Some(41),
        threads: 1,
        ..ask.clone()
    }
    .keep(cut.path(), Mode::New);
    assert!(
        matches!(stopped, Err(Stop::Interrupted { kept: 40, .. })),
        "{stopped:?}"
    );
    let part = |number: u32| {
        cut.path()
            .join("parts")
            .join(format!("part-{number:06}.bin"))
    };
    let torn = fs::read(part(0)).expect("a part");
    fs::write(part(0), &torn[..torn.len() - 1]).expect("torn");
    let mut changed = fs::read(part(1)).expect("a part");
    changed[1000] ^= 1;
    fs::write(part(1), changed).expect("changed");
    fs::copy(part(3), part(2)).expect("the wrong part");
    fs::write(part(3).with_extension("bin.tmp"), b"half").expect("unfinished");
    let other = folder();
    let mut foreign = ask.request();
    foreign.identity.seed = 2;
    let Ok(Opened::Work(mut work)) =
        balcony::results::Folder::open(other.path(), foreign, Mode::New, Arc::new(RealDisk))
    else {
        panic!("begun")
    };
    let stopped = Ask {
        stop_at: Some(41),
        threads: 1,
        ..ask.clone()
    }
    .run(Some(&mut *work));
    assert!(matches!(stopped, Err(Stop::Interrupted { .. })));
    fs::copy(other.path().join("parts/part-000004.bin"), part(4)).expect("another run's");
    let Ok(Opened::Work(resumed)) = ask.open(cut.path(), Mode::Resume, Arc::new(RealDisk)) else {
        panic!("resumed")
    };
    let has: Vec<bool> = (0..6)
        .map(|part| balcony::experiment::Keep::has(&*resumed, part * PART))
        .collect();
    assert_eq!(has, [false, false, false, true, false, false]);
    drop(resumed);
    ask.keep(cut.path(), Mode::Resume).expect("it resumes");
    assert!(bytes(cut.path()) == bytes(whole.path()));
}

#[test]
fn another_run_is_refused_with_what_differs() {
    let ask = Ask {
        replicates: 9,
        ..Ask::default()
    };
    let there = folder();
    ask.keep(there.path(), Mode::New).expect("it runs");
    let before = bytes(there.path());
    let error = refused(&ask, there.path(), Mode::New);
    assert!(
        matches!(error, ResultsError::Exists { .. }) && error.exit_code() == 4,
        "{error}"
    );
    let error = refused(
        &Ask {
            replicates: 10,
            weeks: 31,
            ..ask.clone()
        },
        there.path(),
        Mode::Resume,
    );
    let said = error.to_string();
    assert!(
        said.contains("replicates: 9 there, 10 asked for")
            && said.contains("weeks: 30 there, 31 asked for"),
        "{said}"
    );
    assert!(!said.contains("seed") && error.exit_code() == 4);
    assert!(bytes(there.path()) == before || bytes(there.path()).len() == before.len() + 1);
    let smaller = Ask {
        replicates: 5,
        format: Format::Csv,
        ..ask
    };
    smaller
        .keep(there.path(), Mode::Force)
        .expect("it is replaced");
    let names: Vec<String> = bytes(there.path()).into_keys().collect();
    assert_eq!(
        names,
        ["outcomes.csv", "quarters.csv", "series.csv", "summary.csv"]
    );
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
            assert!(
                matches!(error, ResultsError::NotOurs { .. }) && error.exit_code() == 4,
                "{error}"
            );
        }
        assert_eq!(
            fs::read_to_string(there.path().join(name)).expect("still there"),
            content
        );
        assert_eq!(fs::read_dir(there.path()).expect("still there").count(), 1);
    }
    let there = folder();
    let file = there.path().join("file");
    fs::write(&file, "x").expect("written");
    assert!(matches!(
        refused(&ask, &file, Mode::Force),
        ResultsError::NotOurs { .. }
    ));
}

#[test]
fn forcing_leaves_what_others_put_there() {
    let ask = Ask {
        replicates: 3,
        ..Ask::default()
    };
    let there = folder();
    ask.keep(there.path(), Mode::New).expect("it runs");
    fs::write(there.path().join("notes.txt"), "mine").expect("written");
    ask.keep(there.path(), Mode::Force).expect("it is replaced");
    assert_eq!(
        fs::read_to_string(there.path().join("notes.txt")).expect("still there"),
        "mine"
    );
}

#[test]
fn one_writer_at_a_time_and_a_stale_lock_does_not_count() {
    let ask = Ask::default();
    let there = folder();
    fs::write(there.path().join("balcony.lock"), "").expect("left by a killed run");
    let Ok(Opened::Work(first)) = ask.open(there.path(), Mode::New, Arc::new(RealDisk)) else {
        panic!("begun")
    };
    let error = refused(&ask, there.path(), Mode::Resume);
    assert!(
        matches!(error, ResultsError::Locked { .. }) && error.exit_code() == 4,
        "{error}"
    );
    drop(first);
    ask.keep(there.path(), Mode::Resume).expect("it resumes");
    assert!(!there.path().join("balcony.lock").exists());
}

#[test]
fn what_is_read_back_is_what_was_made() {
    for format in [Format::Parquet, Format::Csv] {
        let arms = ["incumbent", "a, \"quoted\"\nname", "ours"]
            .map(str::to_owned)
            .to_vec();
        let ask = Ask {
            format,
            arms,
            replicates: 11,
            ..Ask::default()
        };
        let there = folder();
        ask.keep(there.path(), Mode::New).expect("it runs");
        let results = read(there.path()).expect("it can be read");
        let made = ask.run(None).expect("it runs").table;
        assert!(results.table == made, "{format:?}");
        assert_eq!(results.manifest.title, "A shift of culture");
        let Ok(Opened::Complete(again)) = ask.open(there.path(), Mode::Resume, Arc::new(RealDisk))
        else {
            panic!("complete")
        };
        assert!(again.table == made);
    }
}

#[test]
fn the_tables_are_plain_parquet_in_order() {
    let ask = Ask::default();
    let there = folder();
    ask.keep(there.path(), Mode::New).expect("it runs");
    let open = |name: &str| {
        SerializedFileReader::new(fs::File::open(there.path().join(name)).expect("there"))
            .expect("parquet")
    };
    let (arms, shape) = (ask.sorted(), balcony::experiment::Shape::new(3, 30, true));
    let made: Vec<_> = (0..43)
        .map(|number| replicate(number, &arms, shape))
        .collect();
    let outcomes = open("outcomes.parquet");
    let mut at = 0;
    for row in outcomes.get_row_iter(None).expect("rows") {
        let row = row.expect("a row");
        let (arm, number) = (at / 43, at % 43);
        assert_eq!(row.get_string(0).expect("a name"), &arms[arm]);
        assert_eq!(row.get_int(1).expect("a number"), number as i32);
        for outcome in 0..OUTCOMES.len() {
            assert_eq!(
                row.get_double(2 + outcome).expect("a number"),
                made[number].arms[arm].outcomes[outcome]
            );
        }
        at += 1;
    }
    assert_eq!(at, 3 * 43);
    let series = open("series.parquet");
    assert_eq!(
        series
            .metadata()
            .file_metadata()
            .schema()
            .get_fields()
            .len(),
        3 + MEASURES.len()
    );
    let mut at = 0;
    for row in series.get_row_iter(None).expect("rows") {
        let row = row.expect("a row");
        let (arm, number, week) = (at / (43 * 30), at / 30 % 43, at % 30);
        assert_eq!(
            (
                row.get_int(1).expect("a number"),
                row.get_int(2).expect("a week")
            ),
            (number as i32, week as i32)
        );
        let found = row.get_float(3 + 5).expect("a number");
        assert_eq!(
            found,
            made[number].arms[arm].series[week * MEASURES.len() + 5]
        );
        at += 1;
    }
    assert_eq!(at, 3 * 43 * 30);
}

#[test]
fn long_series_are_written_in_batches() {
    let ask = Ask {
        replicates: 70,
        weeks: 522,
        arms: vec!["incumbent".to_owned()],
        ..Ask::default()
    };
    let there = folder();
    ask.keep(there.path(), Mode::New).expect("it runs");
    let file = fs::File::open(there.path().join("series.parquet")).expect("there");
    let reader = SerializedFileReader::new(file).expect("parquet");
    // 32,768 rows hold seven parts of eight replicates of 522 weeks.
    let rows: Vec<i64> = reader
        .metadata()
        .row_groups()
        .iter()
        .map(|group| group.num_rows())
        .collect();
    assert_eq!(rows, [56 * 522, 14 * 522]);
    assert!(read(there.path()).is_ok());
}

#[test]
fn damaged_half_written_and_newer_results_are_named() {
    let ask = Ask {
        replicates: 9,
        ..Ask::default()
    };
    let there = folder();
    ask.keep(there.path(), Mode::New).expect("it runs");
    let whole = bytes(there.path());
    let series = there.path().join("series.parquet");
    fs::remove_file(&series).expect("taken away");
    let error = read(there.path()).expect_err("it is damaged");
    assert!(
        error.to_string().contains("series.parquet is missing"),
        "{error}"
    );
    let mut changed = whole["series.parquet"].clone();
    changed[100] ^= 4;
    fs::write(&series, &changed).expect("written");
    let error = read(there.path()).expect_err("it is damaged");
    assert!(
        error
            .to_string()
            .contains("was changed after it was written"),
        "{error}"
    );
    fs::write(&series, &changed[..200]).expect("written");
    let error = read(there.path()).expect_err("it is damaged");
    assert!(
        error.to_string().contains("has 200 bytes instead of"),
        "{error}"
    );
    ask.keep(there.path(), Mode::Resume).expect("it is rebuilt");
    assert!(bytes(there.path()) == whole);
    let manifest = there.path().join("manifest.json");
    let text = fs::read_to_string(&manifest).expect("there");
    fs::write(&manifest, text.replace("\"form\": 1", "\"form\": 2")).expect("written");
    let error = read(there.path()).expect_err("it is newer");
    assert!(
        matches!(error, ResultsError::Newer { found: 2, .. }),
        "{error}"
    );
    fs::write(&manifest, text.replace("\"seed\": 1", "\"seed\": \"one\"")).expect("written");
    assert!(matches!(
        read(there.path()),
        Err(ResultsError::Damaged { .. })
    ));
    assert!(matches!(
        read(&there.path().join("nowhere")),
        Err(ResultsError::NotOurs { .. })
    ));
}
