//! All checks that `cargo test` does not make, because they need more than Rust.
//!
//! Every step runs even if an earlier one failed; the command fails if any did.

use crate::shell;
use anyhow::{Context, Result, bail, ensure};
use std::io::Read;
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
            let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
            shell::run(shell::cargo(&arguments))
        },
    },
    Step {
        name: "documentation",
        run: || {
            let mut command = shell::cargo(&["doc", "--workspace", "--no-deps"]);
            command.env("RUSTDOCFLAGS", "-D warnings");
            shell::run(command)
        },
    },
    Step {
        name: "tasks",
        run: || shell::run(shell::cargo(&["test", "--quiet", "--locked", "--package", "xtask"])),
    },
    Step { name: "page", run: page },
    Step { name: "browser", run: || shell::run(Command::new(".ci/browser.sh")) },
    Step { name: "python", run: || shell::run(Command::new(".ci/python.sh")) },
    Step { name: "dependencies", run: || shell::run(Command::new(".ci/deny.sh")) },
];

/// Runs every step.
pub(crate) fn run() -> Result<()> {
    let mut failed = Vec::new();
    let mut summary = Vec::new();
    // Downloads run while other steps compute. If one fails, its step repeats it and reports why.
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

/// Builds the page while the tests are built. Both often wait for a single crate, and they use
/// separate folders. The output of each is printed in one piece.
fn page() -> Result<()> {
    let mut page = Command::new(".ci/page.sh")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start .ci/page.sh")?;
    let (mut out, mut errors) = (page.stdout.take(), page.stderr.take());
    // Read while the script runs, because a full pipe would block it.
    let reader = std::thread::spawn(move || {
        let mut said = String::new();
        let read = errors.as_mut().map(|errors| errors.read_to_string(&mut said));
        (said, read)
    });
    let arguments = ["test", "--quiet", "--locked", "--no-run"];
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
