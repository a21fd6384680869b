//! Folders of results: bytes, resuming, refusals, reading back.

use std::fs;
use std::sync::Arc;

use balcony::experiment::{Stop, Stopping};
use balcony::results::disk::RealDisk;
use balcony::results::{Format, Mode, OpenedFolder, PART, ResultsError, Status, read};
use balcony_engine::measure::{MEASURES, OUTCOMES};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;

use super::fake::{Ask, bytes, replicate};

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for tests")
}

#[test]
fn the_same_bytes_for_any_threads_and_any_order_of_strategies() {
    for format in [Format::Parquet, Format::Csv] {
        let ask = Ask { format, threads: 1, ..Ask::default() };
        let first = folder();
        let manifest = ask.keep(first.path(), Mode::New).expect("it runs");
        assert_eq!(manifest.status, Status::Complete);
        let expected = bytes(first.path());
        let ending = format.ending();
        let names = ["details", "outcomes", "quarters", "series"].map(|stem| format!("{stem}.{ending}"));
        assert_eq!(
            expected.keys().cloned().collect::<Vec<_>>(),
            [&names[..], &["summary.csv".to_owned()]].concat()
        );
        for (threads, order) in [(2, [2, 0, 1]), (8, [1, 2, 0])] {
            let arms = order.map(|at| ask.arms[at].clone()).to_vec();
            let other = folder();
            let again = Ask { arms, threads, ..ask.clone() }.keep(other.path(), Mode::New).expect("it runs");
            assert!(bytes(other.path()) == expected, "{threads} threads, {format:?}");
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
        match (Ask { stop_at: Some(stop_at), ..ask.clone() }).keep(cut.path(), Mode::New) {
            Err(Stop::Interrupted { kept, .. }) => {
                assert!(kept % PART == 0 && kept < stop_at + 2 * PART, "{kept} at {stop_at}")
            }
            // All remaining replicates may be delivered before the flag is seen.
            Ok(_) => assert!(stop_at > 32),
            Err(other) => panic!("{other}"),
        }
        if stop_at < 25 {
            assert!(matches!(read(cut.path()), Err(ResultsError::HalfWritten { .. })));
        }
        Ask { threads: 3, ..ask.clone() }.keep(cut.path(), Mode::Resume).expect("it resumes");
        assert!(bytes(cut.path()) == expected, "interrupted at {stop_at}");
    }
}

/// A settled comparison ends at the same pair on every machine, interrupted or not. Its pairs equal
/// those of a run with that number of pairs.
#[test]
fn a_settled_comparison_is_the_same_for_any_threads_and_interruptions() {
    let ask = Ask { replicates: 200, stopping: Stopping::Settled, weeks: 5, threads: 1, ..Ask::default() };
    let whole = folder();
    let manifest = ask.keep(whole.path(), Mode::New).expect("it runs");
    let ran = manifest.ran.expect("it is complete");
    assert!(ran < 200 && Stopping::Settled.looks(ran), "{ran}");
    assert_eq!((manifest.identity.replicates, manifest.replicates()), (200, ran));
    let expected = bytes(whole.path());
    for threads in [2, 8] {
        let other = folder();
        Ask { threads, ..ask.clone() }.keep(other.path(), Mode::New).expect("it runs");
        assert!(bytes(other.path()) == expected, "{threads} threads");
    }
    for stop_at in [3, 12, ran - 1] {
        let cut = folder();
        let stopped = Ask { stop_at: Some(stop_at), ..ask.clone() }.keep(cut.path(), Mode::New);
        assert!(matches!(stopped, Err(Stop::Interrupted { .. })), "{stopped:?}");
        Ask { threads: 3, ..ask.clone() }.keep(cut.path(), Mode::Resume).expect("it resumes");
        assert!(bytes(cut.path()) == expected, "interrupted at {stop_at}");
    }
    let results = read(whole.path()).expect("it can be read");
    assert!(results.table == ask.run(None).expect("it runs").table);
    // The pairs equal those of a fixed run; only the intervals are wider.
    let fixed = folder();
    Ask { replicates: ran, stopping: Stopping::All, ..ask.clone() }
        .keep(fixed.path(), Mode::New)
        .expect("it runs");
    for (name, file) in bytes(fixed.path()) {
        assert!((file == expected[&name]) == (name != "summary.csv"), "{name}");
    }
    // Another stopping rule is another run.
    let other = Ask { stopping: Stopping::All, ..ask }.open(whole.path(), Mode::Resume, Arc::new(RealDisk));
    assert!(matches!(other, Err(ResultsError::Differs { .. })));
}

/// If a comparison was interrupted after the look that settled it, its parts are used as they are
/// and nothing more is simulated.
#[test]
fn what_was_settled_before_an_interruption_is_not_run_on() {
    let ask = Ask { replicates: 200, stopping: Stopping::Settled, weeks: 5, threads: 1, ..Ask::default() };
    let ran = ask.run(None).expect("it runs").table.replicates;
    let there = folder();
    let fixed = Ask { stopping: Stopping::All, stop_at: Some(ran + 15), ..ask.clone() };
    let Ok(OpenedFolder::Work(mut work)) = ask.open(there.path(), Mode::New, Arc::new(RealDisk)) else {
        panic!("begun")
    };
    assert!(matches!(fixed.run(Some(&mut *work)), Err(Stop::Interrupted { .. })));
    drop(work);
    let Ok(OpenedFolder::Work(mut work)) = ask.open(there.path(), Mode::Resume, Arc::new(RealDisk)) else {
        panic!("resumed")
    };
    let run = ask
        .run_with(Some(&mut *work), &balcony::experiment::Cancel::default(), |number, _: &mut ()| {
            panic!("replicate {number} was simulated")
        })
        .expect("all of it is there");
    assert_eq!(run.table.replicates, ran);
    work.finish(&run).expect("it is finished");
    assert_eq!(read(there.path()).expect("it can be read").table.replicates, ran);
}

#[test]
fn torn_changed_foreign_and_unfinished_parts_are_made_again() {
    let ask = Ask { replicates: 53, ..Ask::default() };
    let whole = folder();
    ask.keep(whole.path(), Mode::New).expect("it runs");
    let cut = folder();
    let stopped = Ask { stop_at: Some(51), threads: 1, ..ask.clone() }.keep(cut.path(), Mode::New);
    assert!(matches!(stopped, Err(Stop::Interrupted { kept: 50, .. })), "{stopped:?}");
    let part = |number: u32| cut.path().join("parts").join(format!("part-{number:06}.bin"));
    let torn = fs::read(part(0)).expect("a part");
    fs::write(part(0), &torn[..torn.len() - 1]).expect("torn");
    let mut changed = fs::read(part(1)).expect("a part");
    changed[1000] ^= 1;
    fs::write(part(1), changed).expect("changed");
    fs::copy(part(3), part(2)).expect("the wrong part");
    fs::write(part(3).with_extension("bin.tmp"), b"half").expect("unfinished");
    let other = folder();
    let mut foreign = ask.request();
    foreign.asked.identity.seed = 2;
    let Ok(OpenedFolder::Work(mut work)) =
        balcony::results::Folder::open(other.path(), foreign, Mode::New, Arc::new(RealDisk))
    else {
        panic!("begun")
    };
    let stopped = Ask { stop_at: Some(51), threads: 1, ..ask.clone() }.run(Some(&mut *work));
    assert!(matches!(stopped, Err(Stop::Interrupted { .. })));
    fs::copy(other.path().join("parts/part-000004.bin"), part(4)).expect("another run's");
    let Ok(OpenedFolder::Work(resumed)) = ask.open(cut.path(), Mode::Resume, Arc::new(RealDisk)) else {
        panic!("resumed")
    };
    let has: Vec<bool> = (0..6).map(|part| balcony::experiment::Keep::has(&*resumed, part * PART)).collect();
    assert_eq!(has, [false, false, false, true, false, false]);
    drop(resumed);
    ask.keep(cut.path(), Mode::Resume).expect("it resumes");
    assert!(bytes(cut.path()) == bytes(whole.path()));
}

#[test]
fn what_is_read_back_is_what_was_made() {
    for format in [Format::Parquet, Format::Csv] {
        let arms = ["incumbent", "a, \"quoted\"\nname", "ours"].map(str::to_owned).to_vec();
        let ask = Ask { format, arms, replicates: 11, ..Ask::default() };
        let there = folder();
        ask.keep(there.path(), Mode::New).expect("it runs");
        let results = read(there.path()).expect("it can be read");
        let made = ask.run(None).expect("it runs").table;
        assert!(results.table == made, "{format:?}");
        assert_eq!(results.manifest.title, "A shift of culture");
        let Ok(OpenedFolder::Complete(again)) = ask.open(there.path(), Mode::Resume, Arc::new(RealDisk))
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
        SerializedFileReader::new(fs::File::open(there.path().join(name)).expect("there")).expect("parquet")
    };
    let (arms, shape) = (ask.sorted(), balcony::experiment::Shape::new(3, 30, true));
    let made: Vec<_> = (0..43).map(|number| replicate(number, &arms, shape)).collect();
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
    // All finer counts except the one that is undefined, in the order of their names.
    let names = balcony::experiment::details(30);
    let details = open("details.parquet");
    let mut rows = details.get_row_iter(None).expect("rows").map(|row| row.expect("a row"));
    for arm in &arms {
        #[allow(clippy::needless_range_loop, reason = "the number is the row as well as the place")]
        for number in 0..43 {
            for ((figure, band), value) in names.iter().zip(&made[number].arms[0].details) {
                if value.is_finite() {
                    let row = rows.next().expect("one more");
                    assert_eq!(row.get_string(0).expect("a name"), arm);
                    assert_eq!(row.get_int(1).expect("a number"), number as i32);
                    assert_eq!(row.get_string(2).expect("a figure"), figure);
                    assert_eq!(row.get_string(3).expect("a band"), band);
                    assert_eq!(row.get_double(4).expect("a number"), *value);
                }
            }
        }
    }
    assert!(rows.next().is_none());
    let quarters = open("quarters.parquet");
    assert_eq!(quarters.metadata().file_metadata().schema().get_fields().len(), 4 + OUTCOMES.len());
    let series = open("series.parquet");
    assert_eq!(series.metadata().file_metadata().schema().get_fields().len(), 4 + MEASURES.len());
    let mut at = 0;
    for row in series.get_row_iter(None).expect("rows") {
        let row = row.expect("a row");
        let (arm, number, week) = (at / (43 * 30), at / 30 % 43, at % 30);
        assert_eq!(
            (row.get_int(1).expect("a number"), row.get_int(2).expect("a week")),
            (number as i32, week as i32)
        );
        let found = row.get_float(4 + 5).expect("a number");
        assert_eq!(found, made[number].arms[arm].series[week * MEASURES.len() + 5]);
        at += 1;
    }
    assert_eq!(at, 3 * 43 * 30);
}

#[test]
fn long_series_are_written_in_batches() {
    let ask = Ask { replicates: 140, weeks: 522, arms: vec!["incumbent".to_owned()], ..Ask::default() };
    let there = folder();
    ask.keep(there.path(), Mode::New).expect("it runs");
    let file = fs::File::open(there.path().join("series.parquet")).expect("there");
    let reader = SerializedFileReader::new(file).expect("parquet");
    // A row group has at most 32,768 rows, so it holds six parts of ten replicates of 522 weeks.
    let rows: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(rows, [60, 60, 20].map(|replicates| replicates * 522));
    assert!(read(there.path()).is_ok());
}
