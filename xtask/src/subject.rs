//! The program that a proof examines: how `balcony run` is called and watched.

use crate::results::Results;
use crate::shell;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Interval between two looks at a running program.
pub(crate) const GLANCE: Duration = Duration::from_millis(1);

/// A `balcony` program with the scenario and seed of its runs.
pub(crate) struct Subject {
    program: PathBuf,
    scenario: String,
    seed: u64,
}

impl Subject {
    /// The given program, or this workspace's own, which is built first.
    pub(crate) fn new(program: Option<&Path>, scenario: &str, seed: u64) -> Result<Self> {
        let program = match program {
            Some(program) => program.to_owned(),
            None => {
                shell::run(shell::cargo(&["build", "--quiet", "--release", "--package", "balcony"]))?;
                PathBuf::from("target/release/balcony")
            }
        };
        // An absolute path, because proofs also call it from other folders.
        let program =
            program.canonicalize().with_context(|| format!("no program at {}", program.display()))?;
        Ok(Self { program, scenario: scenario.to_owned(), seed })
    }

    /// Path of the program.
    pub(crate) fn path(&self) -> &Path {
        &self.program
    }

    /// The beginning of a command `balcony run SCENARIO`.
    pub(crate) fn run(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["run", &self.scenario, "--seed", &self.seed.to_string()]);
        command.stdin(Stdio::null());
        command
    }

    /// The beginning of a command `balcony compare SCENARIO`.
    pub(crate) fn compare(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["compare", &self.scenario, "--seed", &self.seed.to_string()]);
        command.stdin(Stdio::null());
        command
    }

    /// A quiet `balcony run` into a folder.
    pub(crate) fn run_into(&self, results: &Results, replicates: u32, resume: bool) -> Command {
        let mut command = self.run();
        command.arg("--out").arg(results.folder());
        command.args(["--replicates", &replicates.to_string(), "--quiet"]);
        command.stdout(Stdio::null());
        if resume {
            command.arg("--resume");
        }
        command
    }
}

/// Starts a command.
pub(crate) fn start(mut command: Command) -> Result<Child> {
    let name = shell::shown(&command);
    command.spawn().with_context(|| format!("cannot start: {name}"))
}

/// Runs a command to its end and calls `glance` repeatedly meanwhile; returns its exit code (-1
/// after a signal).
pub(crate) fn watch(command: Command, mut glance: impl FnMut(&Child)) -> Result<i32> {
    let mut child = start(command)?;
    loop {
        glance(&child);
        if let Some(status) = child.try_wait().context("cannot wait for the program")? {
            return Ok(status.code().unwrap_or(-1));
        }
        std::thread::sleep(GLANCE);
    }
}

/// A substitute for `balcony`, for the tests of the proofs.
#[cfg(test)]
pub(crate) fn fake(scenario: &str) -> Subject {
    let program = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fake/balcony.sh"));
    Subject::new(Some(program), scenario, 1).expect("the fake program is beside these sources")
}
