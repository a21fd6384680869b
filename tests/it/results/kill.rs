//! A run that is really killed: this test program starts itself as a child, kills it while parts
//! appear, and resumes.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use balcony::experiment::{Cancel, Shape};
use balcony::results::disk::RealDisk;
use balcony::results::{Mode, OpenedFolder, PART};

use super::fake::{Ask, bytes, replicate};

const FOLDER: &str = "BALCONY_TEST_FOLDER_OF_A_CHILD";
const STOPS_AT: &str = "BALCONY_TEST_REPLICATE_AT_WHICH_A_CHILD_STOPS";

fn ask() -> Ask {
    Ask { replicates: 60, weeks: 5, ..Ask::default() }
}

/// The child process: does nothing unless a folder is given. It stops for ever at a replicate, so
/// that it can be killed there however slow or busy the machine is.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let stops_at: u32 = std::env::var(STOPS_AT).expect("a replicate").parse().expect("a number");
    let (ask, disk) = (ask(), std::sync::Arc::new(RealDisk));
    let opened = ask.open(Path::new(&folder), Mode::Resume, disk).expect("it opens");
    let OpenedFolder::Work(mut work) = opened else {
        return;
    };
    let (arms, shape) = (ask.sorted(), Shape::new(3, 5, true));
    let run = ask.run_with(Some(&mut *work), &Cancel::default(), |number, _: &mut ()| {
        if number >= stops_at {
            std::thread::sleep(Duration::from_secs(600));
            panic!("nobody killed it");
        }
        Ok(replicate(number, &arms, shape))
    });
    panic!("it came past replicate {stops_at}: {}", run.is_ok());
}

#[test]
fn killed_again_and_again_and_resumed_gives_the_same_bytes() {
    let whole = tempfile::tempdir().expect("a folder");
    ask().keep(whole.path(), Mode::New).expect("it runs");
    let there = tempfile::tempdir().expect("a folder");
    let parts = || {
        std::fs::read_dir(there.path().join("parts")).map_or(0, |parts| {
            parts
                .flatten()
                .filter(|part| part.path().extension().is_some_and(|ending| ending == "bin"))
                .count()
        })
    };
    for wanted in [1, 3, 5] {
        // In the middle of the next part.
        let stops_at = PART * wanted as u32 + PART / 2;
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["results::kill::child", "--exact"])
            .env(FOLDER, there.path())
            .env(STOPS_AT, stops_at.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the child starts");
        let begun = Instant::now();
        while parts() < wanted && begun.elapsed() < Duration::from_secs(300) {
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
        assert_eq!(parts(), wanted, "finished parts survive");
    }
    ask().keep(there.path(), Mode::Resume).expect("it resumes");
    assert!(bytes(there.path()) == bytes(whole.path()));
}
