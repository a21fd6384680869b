//! The test command: cheap checks first, the tests last, so that their closing lines close the output.
//!
//! Every step runs even if one before it failed; the command fails if any did.

use crate::shell;
use anyhow::{Context, Result, bail, ensure};
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Instant;

struct Step {
    name: &'static str,
    run: fn() -> Result<()>,
}

const STEPS: [Step; 8] = [
    Step { name: "format", run: || shell::run(shell::cargo(&["fmt", "--all", "--check"])) },
    Step {
        name: "lints",
        run: || {
            // In the profile of the tests, so that macros and what C libraries need are built once.
            let arguments =
                ["clippy", "--profile", "task", "--workspace", "--all-targets", "--", "-D", "warnings"];
            shell::run(shell::cargo(&arguments))
        },
    },
    Step {
        name: "documentation",
        run: || {
            let mut command = shell::cargo(&["doc", "--profile", "task", "--workspace", "--no-deps"]);
            command.env("RUSTDOCFLAGS", "-D warnings");
            shell::run(command)
        },
    },
    Step { name: "page", run: page },
    Step { name: "browser", run: || shell::run(Command::new(".ci/browser.sh")) },
    Step { name: "python", run: || shell::run(Command::new(".ci/python.sh")) },
    Step { name: "dependencies", run: || shell::run(Command::new(".ci/deny.sh")) },
    Step { name: "tests", run: tests },
];

/// Runs every step.
pub(crate) fn run() -> Result<()> {
    let mut failed = Vec::new();
    let mut summary = Vec::new();
    // What waits for a network is fetched while others compute; if it fails, its step does it again and says why.
    let mut early = shell::command(".ci/python.sh", &["prepare"]);
    let mut early = early
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start .ci/python.sh")?;
    for Step { name, run } in STEPS {
        eprintln!("\n== {name} ==");
        if name == "python" {
            early.wait().context("cannot wait for .ci/python.sh")?;
        }
        let start = Instant::now();
        let outcome = run();
        let seconds = start.elapsed().as_secs_f64();
        let word = if outcome.is_ok() { "ok" } else { "FAILED" };
        summary.push(format!("{name:14} {word:7} {seconds:6.1} s"));
        if let Err(error) = outcome {
            eprintln!("{error:#}");
            failed.push(name);
        }
    }
    eprintln!("\n{}", summary.join("\n"));
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

/// Builds the page while the tests are built: both wait for one crate at a time, in folders of their own. Each says what it says in one piece.
fn page() -> Result<()> {
    let mut page = Command::new(".ci/page.sh")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start .ci/page.sh")?;
    let (mut out, mut errors) = (page.stdout.take(), page.stderr.take());
    // Read as it comes: a full pipe would stop the script.
    let reader = std::thread::spawn(move || {
        let mut said = String::new();
        let read = errors.as_mut().map(|errors| errors.read_to_string(&mut said));
        (said, read)
    });
    let arguments = ["test", "--quiet", "--profile", "task", "--workspace", "--locked", "--no-run"];
    let built = shell::run(shell::cargo(&arguments));
    let mut last = String::new();
    if let Some(out) = out.as_mut() {
        out.read_to_string(&mut last).context("cannot read what .ci/page.sh prints")?;
    }
    let (said, _) = reader.join().map_err(|_| anyhow::anyhow!("cannot read what .ci/page.sh says"))?;
    eprint!("{said}");
    print!("{last}");
    let status = page.wait().context("cannot wait for .ci/page.sh")?;
    ensure!(status.success(), ".ci/page.sh: {status}");
    built
}

/// Runs the tests, passes on what they print, and refuses a run in which nothing was tested.
fn tests() -> Result<()> {
    // In the profile of this program: what both need is built once, and every test program links in seconds.
    let mut command = shell::cargo(&["test", "--workspace", "--profile", "task", "--no-fail-fast"]);
    let name = shell::shown(&command);
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start cargo test")?;
    let lines = child.stdout.take().context("cargo test has no output")?;
    let mut count = Count::default();
    for line in BufReader::new(lines).lines() {
        let line = line.context("cannot read what cargo test prints")?;
        println!("{line}");
        count.add(&line);
    }
    let status = child.wait()?;
    println!("all tests: {} passed, {} failed, {} ignored", count.passed, count.failed, count.ignored);
    ensure!(status.success(), "{name}: {status}");
    ensure!(count.passed > 0, "{name}: no test ran");
    Ok(())
}

/// Sums over the closing lines of test programs.
#[derive(Debug, Default, PartialEq)]
struct Count {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Count {
    /// Adds a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; ...`; other lines count nothing.
    fn add(&mut self, line: &str) {
        let Some((_, counts)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for part in counts.split("; ") {
            let Some((number, what)) = part.split_once(' ') else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else {
                continue;
            };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn closing_lines_are_summed() {
        let mut count = Count::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.10s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 9s",
            "test result: nonsense",
        ] {
            count.add(line);
        }
        assert_eq!(count, Count { passed: 7, failed: 2, ignored: 1 });
    }
}
