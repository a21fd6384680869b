//! Runs and analyses the shipped experiments at full size, and measures the time.

use super::Options;
use crate::report::Report;
use crate::subject::Subject;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Command;

const CLAIM: &str =
    "The shipped experiments run to their end without a failed run, and their analysis says what follows.";

/// Experiments, and the outcomes to analyse; empty for those of the file.
const EXPERIMENTS: [(&str, &str); 3] =
    [("culture-shift-sensitivity", ""), ("regimes", ""), ("regimes", "culture,turnover")];

/// Sweeps each experiment into `target/experiments`, where an interrupted proof can resume, and
/// adds its analysis to the report.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let subject = Subject::new(options.program.as_deref(), "culture-shift", options.seed)?;
    let program = subject.path();
    let heads =
        ["experiment", "points", "runs", "rows", "failed", "seconds", "threads", "million case-weeks"];
    let mut report = Report::new("experiments", CLAIM, &heads);
    let kept = Path::new("target/experiments");
    std::fs::create_dir_all(kept).context("cannot make target/experiments")?;
    for (name, outcomes) in EXPERIMENTS {
        let folder = kept.join(name);
        let file = format!("experiments/{name}.toml");
        let said = Command::new(program)
            .args(["sweep", &file, "--quiet", "--json", "--resume", "--out"])
            .arg(&folder)
            .output()
            .context("the program did not start")?;
        let told = String::from_utf8_lossy(&said.stderr);
        ensure!(said.status.success(), "{file}: {told}");
        let line: serde_json::Value = serde_json::from_slice(&said.stdout).context("no JSON line")?;
        let number = |key: &str| line[key].as_f64().unwrap_or(f64::NAN);
        if outcomes.is_empty() {
            report.row([
                name.to_owned(),
                format!("{}", number("points")),
                format!("{}", number("tasks")),
                format!("{}", number("rows")),
                format!("{}", number("failed")),
                format!("{:.0}", number("wall")),
                format!("{}", number("threads")),
                format!("{:.0}", number("case_weeks") / 1e6),
            ]);
            report.expect(number("failed") == 0.0, || format!("{name}: {} runs failed", number("failed")));
        }
        let mut analyse = Command::new(program);
        analyse.arg("analyse").arg(&folder);
        if !outcomes.is_empty() {
            analyse.args(["--outcomes", outcomes]);
        }
        let said = analyse.output().context("the program did not start")?;
        ensure!(said.status.success(), "analyse {name}: {}", String::from_utf8_lossy(&said.stderr));
        let text = String::from_utf8(said.stdout).context("the analysis is no text")?;
        report.note(format!(
            "`{file}`{}:\n\n```text\n{}\n```",
            if outcomes.is_empty() { String::new() } else { format!(", {outcomes}") },
            text.trim_end()
        ));
    }
    report.note("Seconds are of the sweep that made the rows, which may have been interrupted or run beside other work.".to_owned());
    Ok(report)
}
