//! A folder that goes on for more replicates has the bytes of a run that was longer from the start,
//! and simulates only what is new.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use balcony::experiment::{Cancel, Shape, Stopping};
use balcony::results::disk::RealDisk;
use balcony::results::{Folder, Format, Mode, OpenedFolder, PART, Request, ResultsError, Status, read};

use super::fake::{Ask, bytes, replicate};
use super::folder::folder;

/// Goes on with a folder of `short` for the replicates of `long`; returns how many were simulated.
fn extended(short: &Ask, long: &Ask, path: &std::path::Path) -> u32 {
    let request = Request { shorter: Some(short.request().asked.identity), ..long.request() };
    let opened = Folder::open(path, request, Mode::Resume, Arc::new(RealDisk)).expect("it opens");
    let OpenedFolder::Work(mut folder) = opened else { panic!("there is work to do") };
    let arms = long.sorted();
    let shape = Shape::new(arms.len(), long.weeks, long.series);
    let simulated = AtomicU32::new(0);
    let simulate = |number: u32, _: &mut ()| {
        simulated.fetch_add(1, Ordering::Relaxed);
        Ok(replicate(number, &arms, shape))
    };
    let run = long.run_with(Some(&mut *folder), &Cancel::default(), simulate).expect("it runs");
    let manifest = folder.finish(&run).expect("it is written");
    assert_eq!((manifest.status, manifest.replicates()), (Status::Complete, long.replicates));
    simulated.into_inner()
}

#[test]
fn a_complete_folder_goes_on_to_the_bytes_of_a_longer_run() {
    for (format, draws) in [(Format::Parquet, 0), (Format::Csv, 0), (Format::Parquet, 4)] {
        let long = Ask { replicates: 43, draws, format, ..Ask::default() };
        let whole = folder();
        long.keep(whole.path(), Mode::New).expect("it runs");
        for replicates in [3, 10, 25, 42] {
            let short = Ask { replicates, ..long.clone() };
            let path = folder();
            short.keep(path.path(), Mode::New).expect("it runs");
            let simulated = extended(&short, &long, path.path());
            assert_eq!(simulated, 43 - replicates / PART * PART, "{replicates}");
            assert!(bytes(path.path()) == bytes(whole.path()), "{format:?} from {replicates}");
            assert_eq!(read(path.path()).expect("it is whole").table.replicates, 43);
        }
    }
}

#[test]
fn an_unfinished_folder_goes_on_too() {
    let long = Ask::default();
    let whole = folder();
    long.keep(whole.path(), Mode::New).expect("it runs");
    let short = Ask { replicates: 35, stop_at: Some(24), ..Ask::default() };
    let path = folder();
    assert!(short.keep(path.path(), Mode::New).is_err(), "it was interrupted");
    let simulated = extended(&short, &long, path.path());
    assert!(simulated < 43, "{simulated}");
    assert!(bytes(path.path()) == bytes(whole.path()));
}

#[test]
fn a_settled_comparison_stays_as_it_is() {
    let ask = |replicates| Ask { replicates, stopping: Stopping::Settled, ..Ask::default() };
    let (whole, path) = (folder(), folder());
    let settled = ask(60).keep(whole.path(), Mode::New).expect("it runs");
    ask(40).keep(path.path(), Mode::New).expect("it runs");
    let ran = settled.replicates();
    let again = Cell::new(0);
    if ran < 40 {
        let long = Ask { ..ask(60) };
        let request = Request { shorter: Some(ask(40).request().asked.identity), ..long.request() };
        let opened = Folder::open(path.path(), request, Mode::Resume, Arc::new(RealDisk)).expect("it opens");
        let OpenedFolder::Work(mut folder) = opened else { panic!("there is work to do") };
        let run = long.run(Some(&mut *folder)).expect("it runs");
        again.set(folder.finish(&run).expect("it is written").replicates());
        assert!(bytes(path.path()) == bytes(whole.path()));
    }
    assert!(again.get() == ran || ran >= 40, "{ran}");
}

#[test]
fn another_run_is_refused_and_a_damaged_folder_made_again() {
    let (short, long) = (Ask { replicates: 20, ..Ask::default() }, Ask::default());
    let path = folder();
    short.keep(path.path(), Mode::New).expect("it runs");
    let before = bytes(path.path());
    // Without the shorter identity, or with another one, it is another run.
    for shorter in [None, Some(Ask { weeks: 26, ..short.clone() }.request().asked.identity)] {
        let request = Request { shorter, ..long.request() };
        let refused = Folder::open(path.path(), request, Mode::Resume, Arc::new(RealDisk));
        assert!(matches!(refused, Err(ResultsError::Differs { .. })));
        assert!(bytes(path.path()) == before);
    }
    std::fs::write(path.path().join("series.parquet"), "cut").expect("written");
    assert_eq!(extended(&short, &long, path.path()), 43);
    let whole = folder();
    long.keep(whole.path(), Mode::New).expect("it runs");
    assert!(bytes(path.path()) == bytes(whole.path()));
}
