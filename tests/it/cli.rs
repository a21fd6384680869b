//! The program as its users meet it: every command, every exit code, all output and all files.

mod answering;
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

/// Options that make a run quick and still use every part.
pub(crate) const SMALL: [&str; 6] = ["--weeks", "26", "--replicates", "3", "--set", "scenario.warm-up=26"];

/// The program, prepared to run in a folder, with a fixed environment for colour and language.
pub(crate) fn balcony(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("balcony").expect("the program is built");
    command.current_dir(folder).args(args).env_remove("NO_COLOR").env("LANG", "C.UTF-8");
    command.env("CLICOLOR", "1").env("TERM", "xterm-256color");
    command
}

/// Runs the program to its end, and checks the exit code and that a pipe gets no colour.
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

/// Checks that no line is wider than a terminal of 80 columns.
pub(crate) fn narrow(bytes: &[u8]) {
    for line in text(bytes).lines().filter(|line| !line.starts_with("Results: ")) {
        assert!(balcony::summary::width(line) <= 80, "{} columns: {line}", balcony::summary::width(line));
    }
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}
