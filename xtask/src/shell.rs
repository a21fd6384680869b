//! Runs other programs. Every error names the command.

use anyhow::{Context, Result, ensure};
use std::process::{Command, Stdio};

/// The command as text for messages; arguments with spaces are not quoted.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Runs a command on this terminal.
pub(crate) fn run(mut command: Command) -> Result<()> {
    let name = shown(&command);
    let status = command.status().with_context(|| format!("cannot start: {name}"))?;
    ensure!(status.success(), "{name}: {status}");
    Ok(())
}

/// Runs a command and returns what it wrote to standard output, trimmed.
pub(crate) fn output(mut command: Command) -> Result<String> {
    let name = shown(&command);
    let done = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start: {name}"))?;
    let errors = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "{name}: {}\n{}", done.status, errors.trim());
    Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// A command with arguments.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

/// The cargo that runs this program.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments)
}
