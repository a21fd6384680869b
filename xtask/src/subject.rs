//! The program under proof: how `balcony run` is called and watched.

use crate::results::Results;
use crate::shell;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How often a running program is looked at.
pub(crate) const GLANCE: Duration = Duration::from_millis(1);

/// A `balcony` program, and the run that is asked of it.
pub(crate) struct Subject {
    program: PathBuf,
    scenario: String,
    seed: u64,
}

impl Subject {
    /// The program given, or this workspace's own, built first.
    pub(crate) fn new(program: Option<&Path>, scenario: &str, seed: u64) -> Result<Self> {
        let program = match program {
            Some(program) => program.to_owned(),
            None => {
                shell::run(shell::cargo(&["build", "--quiet", "--release", "--package", "balcony"]))?;
                PathBuf::from("target/release/balcony")
            }
        };
        // Proofs call it from other folders too.
        let program =
            program.canonicalize().with_context(|| format!("no program at {}", program.display()))?;
        Ok(Self { program, scenario: scenario.to_owned(), seed })
    }

    /// Where the program lies.
    pub(crate) fn path(&self) -> &Path {
        &self.program
    }

    /// `balcony run SCENARIO`, to be completed.
    pub(crate) fn run(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["run", &self.scenario, "--seed", &self.seed.to_string()]);
        command.stdin(Stdio::null());
        command
    }

    /// `balcony compare SCENARIO`, to be completed.
    pub(crate) fn compare(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["compare", &self.scenario, "--seed", &self.seed.to_string()]);
        command.stdin(Stdio::null());
        command
    }

    /// `balcony run` into a folder, in silence.
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

/// Runs a command to its end, calling `glance` again and again meanwhile; returns its exit code (-1
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

/// The stand-in for `balcony` that the tests of the proofs use.
#[cfg(test)]
pub(crate) fn fake(scenario: &str) -> Subject {
    let program = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fake/balcony.sh"));
    Subject::new(Some(program), scenario, 1).expect("the fake program is beside these sources")
}
