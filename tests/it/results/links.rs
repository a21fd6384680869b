//! Folders that contain other people's links, pipes and files: nothing outside is read or written,
//! nothing of theirs is removed, and nothing waits for ever.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use balcony::results::disk::RealDisk;
use balcony::results::rows::{self, RowsFolder};
use balcony::results::{Format, Mode, put, read};

use super::fake::Ask;
use super::folder::folder;
use crate::sweep::{SMALL, SweepFolder};

const TABLES: [&str; 5] =
    ["outcomes.parquet", "quarters.parquet", "series.parquet", "details.parquet", "summary.csv"];

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

#[test]
fn a_link_or_a_pipe_in_the_place_of_a_file_is_never_followed() {
    let ask = Ask { replicates: 9, ..Ask::default() };
    let outside = folder();
    for name in TABLES.into_iter().chain(["manifest.json", "balcony.lock", "outcomes.parquet.tmp"]) {
        for kind in ["link", "pipe"] {
            let there = folder();
            ask.keep(there.path(), Mode::New).expect("it runs");
            let (inside, target) = (there.path().join(name), outside.path().join(name));
            fs::write(&target, fs::read(&inside).unwrap_or_else(|_| b"years of work".to_vec()))
                .expect("written");
            let before = fs::read(&target).expect("there");
            let _ = fs::remove_file(&inside);
            if kind == "link" {
                symlink(&target, &inside).expect("a link");
            } else {
                pipe(&inside);
            }
            if !["balcony.lock", "outcomes.parquet.tmp"].contains(&name) {
                let said = read(there.path()).expect_err(name).to_string();
                assert!(said.contains(&format!("a {kind}, not a file")), "{name}: {said}");
            }
            for mode in [Mode::Resume, Mode::Force] {
                let done = ask.open(there.path(), mode, Arc::new(RealDisk));
                if name.ends_with(".tmp") && mode == Mode::Resume {
                    // The results are complete, so nothing is written.
                    done.expect("complete");
                    continue;
                }
                // With --resume, damaged files are made again, up to the one that cannot be
                // written.
                let said = match done {
                    Err(error) => error.to_string(),
                    Ok(begun) => {
                        drop(begun);
                        ask.keep(there.path(), mode).expect_err(name).to_string()
                    }
                };
                assert!(said.contains(&format!("a {kind}, not a file")), "{name}, {mode:?}: {said}");
            }
            assert!(fs::read(&target).expect("there") == before, "{name}");
            assert!(!fs::symlink_metadata(&inside).expect("it stays").is_file(), "{name}");
        }
    }
    assert_eq!(fs::read_dir(outside.path()).expect("there").count(), TABLES.len() + 3);
}

#[test]
fn a_link_in_the_place_of_the_parts_is_not_followed() {
    let ask = Ask { replicates: 9, ..Ask::default() };
    let (there, outside) = (folder(), folder());
    ask.keep(there.path(), Mode::New).expect("it runs");
    fs::write(outside.path().join("part-000000.bin"), "mine").expect("written");
    fs::write(outside.path().join("part-000001.bin.tmp"), "mine").expect("written");
    symlink(outside.path(), there.path().join("parts")).expect("a link");
    for mode in [Mode::Resume, Mode::Force] {
        let error = ask.open(there.path(), mode, Arc::new(RealDisk)).expect_err("a link");
        assert!(error.to_string().contains("a link, not a folder"), "{mode:?}: {error}");
    }
    assert_eq!(fs::read_dir(outside.path()).expect("there").count(), 2);
}

#[test]
fn what_others_put_beside_the_results_stays_whatever_it_is_called() {
    let ask = Ask { replicates: 20, stop_at: Some(18), threads: 1, ..Ask::default() };
    let there = folder();
    ask.keep(there.path(), Mode::New).expect_err("it is interrupted");
    let theirs = [
        "parts/part-time-contract.docx",
        "parts/part-1.bin",
        "parts/part-000000.bin.old",
        "parts/letter.tmp",
        "outcomes.csv",
        "report.parquet",
        "summary.csv.bak",
    ];
    for name in theirs {
        fs::write(there.path().join(name), "mine").expect("written");
    }
    let own = fs::read_dir(there.path().join("parts")).expect("parts").count() - 4;
    assert!(own > 0, "a part was kept");
    for mode in [Mode::Resume, Mode::Force, Mode::Force] {
        Ask { stop_at: None, ..ask.clone() }.keep(there.path(), mode).expect("it runs");
        for name in theirs {
            let text = fs::read_to_string(there.path().join(name)).expect(name);
            assert_eq!(text, "mine", "{name}, {mode:?}");
        }
        assert_eq!(fs::read_dir(there.path().join("parts")).expect("theirs").count(), 4, "{mode:?}");
    }
    // All files of the replaced format are removed.
    fs::remove_file(there.path().join("outcomes.csv")).expect("taken away");
    Ask { stop_at: None, format: Format::Csv, ..ask }.keep(there.path(), Mode::Force).expect("it runs");
    assert!(!there.path().join("outcomes.parquet").exists() && there.path().join("outcomes.csv").exists());
}

#[test]
fn rows_are_read_and_written_without_following_links() {
    let place = SweepFolder::new(&SMALL.replace("30", "4"));
    let outside = folder();
    place.sweep("rows", "");
    let (asked, file) = rows::read(&place.at("rows")).expect("rows");
    let target = outside.path().join("rows.parquet");
    fs::rename(&file, &target).expect("moved");
    let before = fs::read(&target).expect("there");
    symlink(&target, &file).expect("a link");
    let said = rows::read(&place.at("rows")).expect_err("a link").to_string();
    assert!(said.contains("a link, not a file"), "{said}");
    let said = place.refused("sweep e.toml --out rows --quiet --force", 5);
    assert!(said.contains("a link, not a file"), "{said}");
    assert!(RowsFolder::open(&place.at("rows"), asked, Mode::Force, Arc::new(RealDisk)).is_err());
    assert!(fs::read(&target).expect("there") == before && file.is_symlink());
}

#[test]
fn a_report_replaces_files_and_nothing_else() {
    let there = folder();
    let at = |name: &str| there.path().join(name);
    fs::write(at("file"), "old").expect("written");
    fs::write(at("file.tmp"), "mine").expect("written");
    put(&at("file"), "write", "new").expect("a file");
    assert_eq!(fs::read_to_string(at("file")).expect("there"), "new");
    assert_eq!(fs::read_to_string(at("file.tmp")).expect("theirs"), "mine");
    symlink(at("file"), at("link")).expect("a link");
    symlink("/dev/full", at("device")).expect("a link");
    pipe(&at("pipe"));
    for (name, said) in [("link", "a link"), ("device", "a link"), ("pipe", "a pipe")] {
        let error = put(&at(name), "write", "new").expect_err(name).to_string();
        assert!(error.contains(said), "{name}: {error}");
        assert!(!fs::symlink_metadata(at(name)).expect("it stays").is_file());
    }
    let error = put(Path::new("/dev/full"), "write", "new").expect_err("a device").to_string();
    assert!(error.contains("a device, not a file"), "{error}");
    assert_eq!(fs::read_dir(there.path()).expect("there").count(), 5, "nothing half-written is left");
}
