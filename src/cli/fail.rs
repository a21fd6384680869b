//! Why a command failed, the message about it, and its exit code.

use std::io::{self, IsTerminal, Write};

use super::out::shown;
use crate::experiment::{Stop, StorageError};
use crate::jobs::Refusal;
use crate::results::ResultsError;
use crate::scenario::{Faults, NoStrategy};
use crate::validate::Failed;

/// Why a command stopped.
#[derive(Debug)]
pub(super) enum Failure {
    /// The scenario or an option has faults.
    Faults(Faults),
    /// The request is not possible; one sentence.
    Usage(String),
    /// The scenario does not have a strategy.
    NoStrategy(NoStrategy),
    /// The run stopped. The flag says whether a folder keeps its replicates.
    Stop(Stop, bool),
    /// A stop was requested; one sentence.
    Interrupted(String),
    /// The folder of results cannot be used.
    Results(ResultsError),
    /// A file exists and may not be replaced; one sentence.
    Exists(String),
    /// A file could not be written; one sentence.
    Storage(String),
    /// The reader of standard output has closed it. This is not a failure.
    NobodyListens,
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        Self::Faults(faults)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Faults(faults) => Self::Faults(faults),
            Refusal::NoStrategy(no) => Self::NoStrategy(no),
            Refusal::Usage(text) => Self::Usage(text),
            Refusal::Stop(stop, kept) => Self::Stop(stop, kept),
            Refusal::Results(error) => Self::Results(error),
        }
    }
}

impl From<Failed> for Failure {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Faults(faults) => Self::Faults(faults),
            Failed::Stop(stop) => Self::Stop(stop, false),
        }
    }
}

impl From<ResultsError> for Failure {
    fn from(error: ResultsError) -> Self {
        Self::Results(error)
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::Stop(Stop::Storage(error), true)
    }
}

impl Failure {
    /// Prints what happened on standard error; returns the exit code.
    pub(super) fn report(&self) -> u8 {
        let colour = colour();
        let text = match self {
            Self::Faults(faults) => shown(&faults.draw(colour), colour),
            Self::Usage(text) | Self::Exists(text) | Self::Storage(text) | Self::Interrupted(text) => {
                sentence(text, colour)
            }
            Self::NoStrategy(no) => sentence(&Refusal::from(no.clone()).to_string(), colour),
            Self::Stop(Stop::Interrupted { .. }, false) => {
                sentence("interrupted; nothing was kept, since no folder was given with --out", colour)
            }
            Self::Stop(stop, _) => sentence(&stop.to_string(), colour),
            Self::Results(error) => sentence(&error.to_string(), colour),
            Self::NobodyListens => String::new(),
        };
        // If this fails too, no message can be shown.
        let _ = io::stderr().write_all(text.as_bytes());
        self.exit_code()
    }

    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::NobodyListens => 0,
            Self::Faults(_) | Self::Usage(_) | Self::NoStrategy(_) => 2,
            Self::Stop(stop, _) => stop.exit_code(),
            Self::Results(error) => error.exit_code(),
            Self::Exists(_) => 4,
            Self::Storage(_) => 5,
            Self::Interrupted(_) => 130,
        }
    }
}

/// Whether to use colour on standard error: it must be a terminal, and the environment must not
/// refuse colour.
fn colour() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    io::stderr().is_terminal()
        && !set("NO_COLOR")
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// `error: ` and a text, wrapped at 80 columns. Line breaks of the text are kept, and a longer word
/// stays whole.
fn sentence(text: &str, colour: bool) -> String {
    let text = &*shown(text, false);
    let mark = if colour { "\x1b[1;31merror:\x1b[0m" } else { "error:" };
    let mut lines = String::new();
    let mut column = "error:".len();
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            lines.push('\n');
            let indent = line.len() - line.trim_start().len();
            lines.push_str(&line[..indent]);
            column = indent;
        }
        for (nth, word) in line.split_whitespace().enumerate() {
            let length = word.chars().count();
            if column + 1 + length > 80 && nth > 0 {
                lines.push('\n');
                column = 0;
            } else if at == 0 || nth > 0 {
                lines.push(' ');
                column += 1;
            }
            lines.push_str(word);
            column += length;
        }
    }
    format!("{mark}{lines}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_folded_and_keep_their_lines() {
        let text = sentence(&"eight888 ".repeat(12), false);
        assert!(text.starts_with("error: eight888"));
        assert!(text.lines().all(|line| line.len() <= 80), "{text}");
        assert_eq!(text.split_whitespace().count(), 13);
        assert_eq!(sentence("a\x1b[2Jb", true), "\x1b[1;31merror:\x1b[0m a\u{fffd}[2Jb\n");
        assert_eq!(sentence("one:\n  two three", false), "error: one:\n  two three\n");
    }
}
