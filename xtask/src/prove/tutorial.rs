//! The tutorials of `docs/tutorials`, followed to the letter in a copy of the sources.

use super::Options;
use crate::report::Report;
use crate::shell;
use crate::tutorial::{Step, apply, missing, steps};
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const CLAIM: &str = "Whoever follows a tutorial of `docs/tutorials` to the letter, in a copy of the sources, can run each of its \
                     commands and sees what it shows.";

/// Every tutorial, in a copy of its own; what is built lies in `target/tutorial`.
pub(super) fn prove(_options: &Options) -> Result<Report> {
    let mut report = Report::new("tutorial", CLAIM, &["tutorial", "step", "seconds", "as shown"]);
    let mut tutorials: Vec<_> =
        fs::read_dir("docs/tutorials")?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    tutorials.sort();
    for tutorial in tutorials {
        let name = tutorial.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&tutorial)?;
        follow(&name, &text, &mut report).with_context(|| format!("{name} cannot be followed"))?;
    }
    Ok(report)
}

/// Follows one tutorial until a step fails.
fn follow(name: &str, text: &str, report: &mut Report) -> Result<()> {
    let copy = tempfile::tempdir().context("cannot make a temporary folder")?;
    copy_sources(copy.path())?;
    let target = std::env::current_dir()?.join("target/tutorial");
    let mut edits = 0;
    for step in steps(text).map_err(|fault| anyhow!(fault))? {
        match step {
            Step::Edit { file, what, text } => {
                let mut files = BTreeMap::new();
                let read = |file: &str| fs::read_to_string(copy.path().join(file)).ok();
                apply(&mut files, read, &file, &what, &text).map_err(|fault| anyhow!(fault))?;
                for (file, text) in files {
                    fs::write(copy.path().join(&file), text)
                        .with_context(|| format!("cannot write {file}"))?;
                }
                edits += 1;
            }
            Step::Run { command, shows } => {
                let start = Instant::now();
                let done = Command::new("sh")
                    .args(["-c", &format!("{command} 2>&1")])
                    .current_dir(copy.path())
                    .env("CARGO_TARGET_DIR", &target)
                    .env("CARGO_TERM_COLOR", "never")
                    .output()
                    .with_context(|| format!("cannot start: {command}"))?;
                let seconds = format!("{:.0}", start.elapsed().as_secs_f64());
                let output = String::from_utf8_lossy(&done.stdout);
                let missed = missing(&shows, &output);
                // A command may fail only where the tutorial shows that it does.
                let fails = shows.iter().any(|line| line.contains("FAILED"));
                let holds = missed.is_none() && (done.status.success() || fails);
                let said = missed.map_or(if holds { "yes" } else { "it failed" }.to_owned(), |line| {
                    format!("no line `{line}`")
                });
                report.row([name.to_owned(), format!("`{command}`"), seconds, said]);
                report.expect(holds, || {
                    format!("{name}: `{command}` does not show `{}`\n{output}", missed.unwrap_or_default())
                });
                if !holds {
                    break;
                }
            }
        }
    }
    report.note(format!("{name}: {edits} edits were made."));
    Ok(())
}

/// Copies every file that is kept in the repository, or could be, and begins a history of its own.
fn copy_sources(to: &Path) -> Result<()> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    for file in shell::output(shell::command("git", &list))?.lines() {
        let there = to.join(file);
        if !Path::new(file).is_file() {
            continue;
        }
        fs::create_dir_all(there.parent().unwrap_or(to))?;
        fs::copy(file, &there).with_context(|| format!("cannot copy {file}"))?;
    }
    let who = ["-c", "user.name=Reader", "-c", "user.email=reader@example.org"];
    for rest in [&["init", "--quiet"][..], &["add", "--all"], &["commit", "--quiet", "--message", "begin"]] {
        let mut git = shell::command("git", &who);
        git.args(rest).current_dir(to);
        shell::run(git)?;
    }
    Ok(())
}
