//! The tutorials of `docs/tutorials`, followed to the letter in a copy of the sources.

use super::Options;
use crate::report::Report;
use crate::shell;
use crate::tutorial::{Step, apply, missing, steps};
use anyhow::{Context, Result, anyhow};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const CLAIM: &str = "Whoever follows a tutorial of `docs/tutorials` to the letter, in a copy of the sources, can run each of its \
                     commands and sees what it shows.";

/// Every tutorial, in a copy of its own below `target/tutorial`. The copies and what is built of
/// them stay there, so that the next proof builds only what has changed.
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

/// Follows one tutorial, and goes on after a command that shows something else, so that all such
/// lines are told at once. It ends at a command that fails where the tutorial does not show a
/// failure.
fn follow(name: &str, text: &str, report: &mut Report) -> Result<()> {
    let copy = std::env::current_dir()?.join("target/tutorial").join(name);
    copy_sources(&copy)?;
    let target = copy.with_extension("built");
    let mut edits = 0;
    for step in steps(text).map_err(|fault| anyhow!(fault))? {
        match step {
            Step::Edit { file, what, text } => {
                let mut files = BTreeMap::new();
                let read = |file: &str| fs::read_to_string(copy.join(file)).ok();
                apply(&mut files, read, &file, &what, &text).map_err(|fault| anyhow!(fault))?;
                for (file, text) in files {
                    fs::write(copy.join(&file), text).with_context(|| format!("cannot write {file}"))?;
                }
                edits += 1;
            }
            Step::Run { command, shows } => {
                let start = Instant::now();
                let done = Command::new("sh")
                    .args(["-c", &format!("{command} 2>&1")])
                    .current_dir(&copy)
                    .env("CARGO_TARGET_DIR", &target)
                    .env("CARGO_TERM_COLOR", "never")
                    .output()
                    .with_context(|| format!("cannot start: {command}"))?;
                let seconds = format!("{:.0}", start.elapsed().as_secs_f64());
                let output = String::from_utf8_lossy(&done.stdout);
                let missed = missing(&shows, &output);
                // A command may fail only where the tutorial shows that it does.
                let fails = shows.iter().any(|line| line.contains("FAILED"));
                let ran = done.status.success() || fails;
                let holds = missed.is_none() && ran;
                let said = missed.map_or(if holds { "yes" } else { "it failed" }.to_owned(), |line| {
                    format!("no line `{line}`")
                });
                report.row([name.to_owned(), format!("`{command}`"), seconds, said]);
                report.expect(holds, || {
                    format!("{name}: `{command}` does not show `{}`\n{output}", missed.unwrap_or_default())
                });
                if !ran {
                    break;
                }
            }
        }
    }
    report.note(format!("{name}: {edits} edits were made."));
    Ok(())
}

/// Copies every file that is kept in the repository, or could be, and begins a history of its own.
/// A file that is there already, with the same bytes, keeps its time, so that Cargo need not
/// compile it.
fn copy_sources(to: &Path) -> Result<()> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let mut kept = BTreeSet::new();
    for file in shell::output(shell::command("git", &list))?.lines() {
        let there = to.join(file);
        if !Path::new(file).is_file() {
            continue;
        }
        fs::create_dir_all(there.parent().unwrap_or(to))?;
        let bytes = fs::read(file).with_context(|| format!("cannot read {file}"))?;
        if fs::read(&there).ok().as_ref() != Some(&bytes) {
            fs::write(&there, bytes).with_context(|| format!("cannot copy {file}"))?;
        }
        kept.insert(there);
    }
    remove_others(to, &kept)?;
    let who = ["-c", "user.name=Reader", "-c", "user.email=reader@example.org"];
    for rest in [&["init", "--quiet"][..], &["add", "--all"], &["commit", "--quiet", "--message", "begin"]] {
        let mut git = shell::command("git", &who);
        git.args(rest).current_dir(to);
        shell::run(git)?;
    }
    Ok(())
}

/// Removes what an earlier proof left in a folder, its history too, but for these files.
fn remove_others(folder: &Path, kept: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name == ".git") {
            fs::remove_dir_all(&path)?;
        } else if path.is_dir() {
            remove_others(&path, kept)?;
        } else if !kept.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
