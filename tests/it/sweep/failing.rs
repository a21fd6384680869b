//! Points that are impossible, and runs in which the model fails, become rows with an error; all
//! other rows are unaffected.

use std::sync::Arc;

use balcony::results::Mode;
use balcony::results::disk::RealDisk;
use balcony::results::rows::{OpenedFolder, RowsFolder, Task, TaskResult, Timing};
use balcony::scenario::files::Disk;
use balcony::scenario::{England, Library};
use balcony::simulate::Scratch;
use balcony::sweep::{Share, Tasks, manifest, read};
use balcony_engine::measure::OUTCOMES;

use super::{BASE, Row, SweepFolder};
use crate::cli::text;

/// Two uses of the director's week, which together may exceed the time available.
const WEEK: &str = "design = { kind = 'points', file = 'points.csv' }\nreplicates = { count = 2 }\n\
                    factors.high = { key = 'strategies.ours.attention.balcony' }\n\
                    factors.partners = { key = 'strategies.ours.attention.partners' }\n";

fn week(points: &str) -> SweepFolder {
    let place = SweepFolder::new("");
    let base =
        BASE.replace("26']", "26', 'strategies.ours.preset=connected']").replace("'connected',", "'ours',");
    place.write("e.toml", &format!("{base}{WEEK}"));
    place.write("points.csv", &format!("high,partners\n{points}"));
    place
}

fn has_no_outcomes(row: &Row) -> bool {
    OUTCOMES.iter().all(|outcome| row.number(outcome.key).is_none())
}

fn has_all(row: &Row) -> bool {
    OUTCOMES.iter().all(|outcome| row.number(outcome.key).is_some_and(f64::is_finite))
}

#[test]
fn a_point_that_cannot_be_is_a_row_with_an_error_and_harms_no_other() {
    let place = week("1,1\n8,12\n2,3\n");
    place.sweep("rows", "--threads 1");
    for row in place.rows("rows") {
        let failed = row.whole("point") == 1;
        assert!(if failed { has_no_outcomes(&row) } else { has_all(&row) });
        if failed {
            let said =
                "this point cannot be: strategies.ours.attention: attention sums to 26.5 half-days a week";
            assert!(row.text("error").starts_with(said), "{}", row.text("error"));
            assert_eq!((row.number("high"), row.number("partners")), (Some(8.0), Some(12.0)));
        } else {
            assert_eq!(row.field("error"), &parquet::record::Field::Null);
        }
    }
    let manifest = place.manifest("rows");
    assert_eq!((&manifest["tasks"], &manifest["failed"]), (&6.into(), &2.into()));
    // The rows equal those of a sweep that has only the valid points.
    place.write("points.csv", "high,partners\n1,1\n2,3\n");
    place.sweep("sound", "");
    let outcomes = |row: &Row| -> Vec<Option<u64>> {
        OUTCOMES.iter().map(|outcome| row.number(outcome.key).map(f64::to_bits)).collect()
    };
    let kept = place.rows("rows").into_iter().filter(|row| row.whole("point") != 1);
    let kept: Vec<_> = kept.map(|row| outcomes(&row)).collect();
    assert!(kept == place.rows("sound").iter().map(outcomes).collect::<Vec<_>>());
    // A row that failed can be run again, and is merged as it is.
    place.write("points.csv", "high,partners\n1,1\n8,12\n2,3\n");
    let said = place.asked("sweep e.toml --out rows --row 3 --quiet", 0);
    assert!(text(&said.stdout).contains("The same in every bit: yes"), "{}", text(&said.stdout));
    for index in 1..=2 {
        // Every run of the second shard fails. For a shard that is no failure.
        place.sweep(&format!("share-{index}"), &format!("--shard {index}/2"));
    }
    place.asked("merge share-1 share-2 --out merged --quiet", 0);
    assert!(place.bytes("merged") == place.bytes("rows"));
    let said = place.asked("sweep e.toml --out rows --resume", 0);
    assert!(text(&said.stdout).contains("2 of 6 runs: their rows say why"), "{}", text(&said.stdout));
}

#[test]
fn if_every_run_fails_the_rows_say_why_and_the_code_is_2() {
    let place = week("8,12\n7.5,11.5\n");
    let output = place.asked("sweep e.toml --out rows --quiet", 2);
    assert!(text(&output.stderr).contains("every run failed"), "{}", text(&output.stderr));
    let rows = place.rows("rows");
    assert_eq!(rows.len(), 2 * 2 * 2);
    assert!(rows.iter().all(|row| has_no_outcomes(row) && row.text("error").contains("attention")));
    let said = place.asked("sweep e.toml --dry-run", 0);
    assert!(text(&said.stdout).contains("none of three points that were tried could be run"));
}

// If the model fails (a panic, or a figure that is no number), the row has a message in place of
// outcomes. The test inserts such a row.
#[test]
fn a_failure_of_the_model_is_a_row_and_harms_no_other() {
    let place = week("1,1\n2,3\n3,2\n");
    let library = Library::new(&Disk, &England);
    let experiment = read(place.at("e.toml").to_str().expect("a path"), &library).expect("an experiment");
    let whole = place.sweep("whole", "");
    let asked = manifest(&experiment, Share::WHOLE, Vec::new());
    let opened = RowsFolder::open(&place.at("rows"), asked, Mode::New, Arc::new(RealDisk)).expect("begun");
    let OpenedFolder::Work(mut folder) = opened else { panic!("begun") };
    let (tasks, mut scratch) = (Tasks::new(&experiment, &library), Scratch::default());
    let said = "authority Rutland, team 3, week 7, mechanism workload: trust is NaN – “so”";
    for (replicate, point) in (0..2).flat_map(|replicate| (0..3).map(move |point| (replicate, point))) {
        let mut lived = tasks.live(Task { point, replicate }, &mut scratch);
        if (point, replicate) == (1, 1) {
            lived = TaskResult { outcomes: Err(said.to_owned()), ..lived };
        }
        folder.add(&lived).expect("kept");
    }
    let timing = Timing { wall: 1.0, cpu: None, threads: 1, case_weeks: 9 };
    folder.finish(6, 1, timing, &|point| experiment.levels(point as usize)).expect("finished");
    for (row, sound) in place.rows("rows").iter().zip(place.rows("whole")) {
        assert_eq!(row.key(), sound.key());
        if row.key() == (1, 1, "incumbent") || row.key() == (1, 1, "ours") {
            assert!(has_no_outcomes(row));
            assert_eq!(row.text("error"), said);
        } else {
            let same = |outcome: &str| {
                row.number(outcome).map(f64::to_bits) == sound.number(outcome).map(f64::to_bits)
            };
            assert!(has_all(row) && OUTCOMES.iter().all(|outcome| same(outcome.key)));
        }
    }
    assert!(place.bytes("rows") != whole);
    // When it is run again it does not fail, so the row is not what this program makes.
    let output = place.asked("sweep e.toml --out rows --row 8 --quiet", 4);
    assert!(text(&output.stdout).contains("there: Some"), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("row 8 is not what this program makes"));
}
