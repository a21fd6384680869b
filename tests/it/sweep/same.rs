//! The bytes of rows are the same, however they were made.

use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::{SMALL, SweepFolder, UNTIL};
use crate::cli::text;

// Seen to fail with a part's tasks written in the order in which they were finished.
#[test]
fn threads_and_seven_shares_give_the_same_bytes() {
    let place = SweepFolder::new(SMALL);
    let one = place.sweep("one", "--threads 1");
    assert!(place.sweep("two", "--threads 2") == one);
    assert_eq!(place.rows("one").len(), 30 * 3 * 2);
    assert!(!place.at("one/parts").exists(), "parts are gone when all is done");
    let shares: Vec<String> = [3, 1, 7, 2, 6, 4, 5].map(|share| format!("share-{share}")).to_vec();
    for share in &shares {
        let index = share.trim_start_matches("share-");
        place.sweep(share, &format!("--shard {index}/7"));
    }
    place.asked(&format!("merge {} --out merged --quiet", shares.join(" ")), 0);
    assert!(place.bytes("merged") == one);
    let (merged, whole) = (place.manifest("merged"), place.manifest("one"));
    for key in ["identity", "tasks", "failed", "rows", "status"] {
        assert_eq!(merged[key], whole[key], "{key}");
    }
}

#[test]
fn more_shares_than_points_give_the_same_bytes() {
    let place = SweepFolder::new(&SMALL.replace("30", "2"));
    let one = place.sweep("one", "");
    for index in 1..=3 {
        place.sweep(&format!("share-{index}"), &format!("--shard {index}/3"));
    }
    assert_eq!(place.rows("share-3").len(), 0);
    place.asked("merge share-2 share-3 share-1 --out merged --quiet", 0);
    assert!(place.bytes("merged") == one);
}

#[test]
fn points_that_end_by_their_intervals_give_the_same_bytes_in_one_share_or_three() {
    let place = SweepFolder::new(UNTIL);
    let one = place.sweep("one", "--threads 1");
    assert!(place.sweep("two", "--threads 2") == one);
    for index in 1..=3 {
        place.sweep(&format!("share-{index}"), &format!("--shard {index}/3"));
    }
    place.asked("merge share-3 share-1 share-2 --out merged --quiet", 0);
    assert!(place.bytes("merged") == one);
}

/// Starts a sweep on one thread and waits until this many parts exist.
fn begun(place: &SweepFolder, out: &str, resume: bool, parts: usize) -> std::process::Child {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("balcony"));
    command.current_dir(place.path()).args(["sweep", "e.toml", "--quiet", "--threads", "1", "--out", out]);
    if resume {
        command.arg("--resume");
    }
    let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
    let watch = Instant::now();
    while place.parts(out) < parts {
        assert!(child.try_wait().expect("a child").is_none(), "it ended before it had {parts} parts");
        assert!(watch.elapsed() < Duration::from_secs(60), "no parts in a minute");
        std::thread::sleep(Duration::from_millis(1));
    }
    child
}

/// An experiment that takes long enough to be interrupted.
fn nine() -> String {
    SMALL.replace("count = 3", "count = 9")
}

/// Its rows without an interruption.
fn rows_of_nine() -> &'static [u8] {
    static ROWS: OnceLock<Vec<u8>> = OnceLock::new();
    ROWS.get_or_init(|| SweepFolder::new(&nine()).sweep("whole", ""))
}

#[test]
fn killed_twice_and_resumed_gives_the_same_bytes() {
    let until = UNTIL.replace("0.012", "0.000001");
    let rows_until = SweepFolder::new(&until).sweep("whole", "");
    for (experiment, rows) in [(nine(), rows_of_nine()), (until, rows_until.as_slice())] {
        let place = SweepFolder::new(&experiment);
        for (resume, parts) in [(false, 1), (true, 3)] {
            let mut child = begun(&place, "cut", resume, parts);
            child.kill().expect("it is killed");
            child.wait().expect("it is gone");
            assert!(place.parts("cut") >= parts, "finished parts survive");
            assert_eq!(place.manifest("cut")["status"], "running");
            assert!(!place.at("cut/rows.parquet").exists());
        }
        assert!(place.sweep("cut", "--resume") == rows);
        // Resumed once more, it is complete and runs nothing.
        let output = place.asked("sweep e.toml --out cut --resume", 0);
        assert!(text(&output.stderr).contains("complete already"), "{}", text(&output.stderr));
    }
}

#[cfg(unix)]
#[test]
fn interrupted_by_control_c_it_says_so_and_can_be_resumed() {
    let place = SweepFolder::new(&nine());
    // Interrupted twice: the part that was incomplete at the first interruption grows and is
    // interrupted again.
    for (resume, parts) in [(false, 1), (true, 4)] {
        let child = begun(&place, "cut", resume, parts);
        let pid = child.id().to_string();
        crate::interrupt(&pid);
        let output = child.wait_with_output().expect("it ends");
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{said}");
        assert!(said.contains("of 270 runs are kept") && said.contains("--resume"), "{said}");
    }
    let said = place.refused("report cut", 4);
    assert!(said.contains("cut holds a sweep"), "{said}");
    let said = place.refused("sweep e.toml --out cut --row 3 --quiet", 4);
    assert!(said.contains("not finished") && said.contains("--resume"), "{said}");
    assert!(place.sweep("cut", "--resume") == rows_of_nine());
}

// A part that was lost or changed is made again, and all parts after it too.
#[test]
fn a_part_that_was_damaged_is_made_again() {
    let place = SweepFolder::new(&nine());
    let mut child = begun(&place, "cut", false, 3);
    child.kill().expect("it is killed");
    child.wait().expect("it is gone");
    let part = place.at("cut/parts/part-00000001.bin");
    let mut bytes = std::fs::read(&part).expect("a part");
    bytes[200] ^= 1;
    std::fs::write(&part, bytes).expect("written");
    assert!(place.sweep("cut", "--resume") == rows_of_nine());
}
