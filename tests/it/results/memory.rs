//! Memory when replicates grow tenfold, measured in a child process on Linux, where the system
//! reports the peak.

use std::path::Path;
use std::process::{Command, Stdio};

use balcony::results::{Mode, OpenedFolder};

use super::disk::Filling;
use super::fake::Ask;

const FOLDER: &str = "BALCONY_TEST_FOLDER_OF_A_LONG_CHILD";
const REPLICATES: &str = "BALCONY_TEST_REPLICATES_OF_A_LONG_CHILD";

/// The child process: does nothing unless a folder is given.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let replicates = std::env::var(REPLICATES).expect("how many").parse().expect("a number");
    let arms = vec!["incumbent".to_owned()];
    let ask = Ask { arms, replicates, weeks: 156, ..Ask::default() };
    let opened =
        ask.open(&Path::new(&folder).join("results"), Mode::New, Filling::never()).expect("it opens");
    let OpenedFolder::Work(mut work) = opened else { panic!("it is new") };
    let run = ask.run(Some(&mut *work)).expect("it runs");
    work.finish(&run).expect("it is finished");
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    std::fs::write(Path::new(&folder).join("status"), status).expect("written");
}

/// Peak memory in KiB of a run with this number of replicates.
fn most(replicates: u32) -> f64 {
    let there = tempfile::tempdir().expect("a folder");
    let done = Command::new(std::env::current_exe().expect("this program"))
        .args(["results::memory::child", "--exact"])
        .env(FOLDER, there.path())
        .env(REPLICATES, replicates.to_string())
        .stdout(Stdio::null())
        .status();
    assert!(done.expect("the child starts").success());
    let status = std::fs::read_to_string(there.path().join("status")).expect("the child told");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a line");
    line.split_whitespace().nth(1).expect("a number").parse().expect("a number")
}

#[test]
fn tenfold_replicates_need_no_more_memory() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let (few, many) = (most(400), most(4000));
    assert!(many < 64.0 * 1024.0, "{many} KiB");
    // Each replicate keeps its outcomes, 8 bytes each; everything else may grow by a tenth.
    let outcomes = 3600.0 * 8.0 * balcony_engine::measure::OUTCOMES.len() as f64 / 1024.0;
    assert!(many <= 1.1 * few + outcomes, "{few} KiB for 400, {many} KiB for 4,000");
}
