//! The program as its users meet it: every command, every exit code, what is printed and what is
//! written.

mod asking;
pub(crate) mod exercising;
mod packages;
pub(crate) mod readme;
mod refusing;
mod running;
mod unasked;

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

/// Little enough to be quick, enough for every part to be used.
pub(crate) const SMALL: [&str; 6] = ["--weeks", "26", "--replicates", "3", "--set", "scenario.warm-up=26"];

/// The program, in a folder, with nobody's settings.
pub(crate) fn balcony(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("balcony").expect("the program is built");
    command.current_dir(folder).args(args).env_remove("NO_COLOR").env("LANG", "C.UTF-8");
    command.env("CLICOLOR", "1").env("TERM", "xterm-256color");
    command
}

/// Runs to the end; checks the exit code and what holds for whatever is printed: no colour on a
/// pipe.
pub(crate) fn asked(folder: &Path, args: &[&str], code: i32) -> Output {
    let output = balcony(folder, args).output().expect("the program runs");
    assert_eq!(
        output.status.code(),
        Some(code),
        "{args:?}\n{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    for stream in [&output.stdout, &output.stderr] {
        assert!(!stream.contains(&0x1b), "colour on a pipe: {args:?}\n{}", text(stream));
    }
    output
}

/// The same with the options of a small run.
pub(crate) fn small(folder: &Path, args: &[&str], code: i32) -> Output {
    asked(folder, &[args, &SMALL].concat(), code)
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("what is printed is UTF-8")
}

/// Nothing wider than a terminal of 80 columns.
pub(crate) fn narrow(bytes: &[u8]) {
    for line in text(bytes).lines().filter(|line| !line.starts_with("Results: ")) {
        assert!(balcony::summary::width(line) <= 80, "{} columns: {line}", balcony::summary::width(line));
    }
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}
