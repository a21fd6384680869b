//! Errors as data: with `--json`, the last line of standard output says what was wrong. The same
//! words stand on standard error, and the exit code is the same as without `--json`.

use clap::error::{ContextKind, ContextValue};
use serde_json::{Value, json};

use super::fail::Failure;
use crate::experiment::Stop;
use crate::results::ResultsError;
use crate::scenario::Fault;

/// Whether the command line of this process asks for JSON. A command line that could not be read is
/// asked too.
pub(super) fn wanted() -> bool {
    std::env::args_os().skip(1).take_while(|word| word != "--").any(|word| word == "--json")
}

/// What happened, as one object without a line break; `None` if nothing did.
pub(super) fn line(failure: &Failure) -> Option<String> {
    let mut object = json!({
        "kind": kind(failure)?,
        "message": message(failure),
        "exit_code": failure.exit_code(),
    });
    match failure {
        Failure::Faults(faults) => {
            if let Some(first) = faults.list.first() {
                object["message"] = json!(first.message);
                for key in ["file", "line", "key", "nearest"] {
                    object[key] = fault(first)[key].clone();
                }
            }
            object["faults"] = faults.list.iter().map(fault).collect();
        }
        Failure::NoStrategy(no) => {
            object["nearest"] = json!(no.nearest);
            object["known"] = json!(no.known);
        }
        Failure::Results(ResultsError::Differs { differences, .. }) => {
            let one = |at: &crate::results::Difference| json!({ "what": at.what, "there": at.there, "here": at.here });
            object["differences"] = differences.iter().map(one).collect();
        }
        Failure::Stop(Stop::Model(model), _) => {
            object["week"] = json!(model.week);
            object["mechanism"] = json!(model.mechanism);
        }
        _ => {}
    }
    Some(json!({ "error": object }).to_string())
}

/// A command line that could not be read, as one object without a line break.
pub(super) fn of_usage(error: &clap::Error) -> String {
    let text = error.to_string();
    // What is missing stands on lines of its own, up to a blank one.
    let lines: Vec<&str> = text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let first = lines.join(" ");
    let first = first.as_str();
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.clone()),
        Some(ContextValue::Strings(words)) => words.first().cloned(),
        _ => None,
    };
    let nearest = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    json!({ "error": {
        "kind": "usage",
        "message": first.strip_prefix("error: ").unwrap_or(first),
        "exit_code": 2,
        "key": word(ContextKind::InvalidArg),
        "nearest": nearest.into_iter().find_map(word),
    } })
    .to_string()
}

fn fault(fault: &Fault) -> Value {
    let there = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    json!({
        "file": there(&fault.file),
        "line": (fault.line > 0).then_some(fault.line),
        "column": (fault.column > 0).then_some(fault.column),
        "key": there(&fault.key),
        "message": fault.message,
        "allowed": fault.allowed,
        "nearest": fault.nearest,
    })
}

/// The kind of a failure; one kind never has two exit codes.
fn kind(failure: &Failure) -> Option<&'static str> {
    Some(match failure {
        Failure::Faults(_) => "scenario",
        Failure::Usage(_) | Failure::NoStrategy(_) => "usage",
        Failure::Stop(Stop::Model(_), _) => "model",
        Failure::Stop(Stop::Storage(_) | Stop::Threads { .. }, _) | Failure::Storage(_) => "storage",
        Failure::Stop(Stop::Interrupted { .. }, _) | Failure::Interrupted(_) => "interrupted",
        Failure::Results(ResultsError::Storage(_)) => "storage",
        Failure::Results(_) | Failure::Exists(_) => "results",
        Failure::NobodyListens => return None,
    })
}

fn message(failure: &Failure) -> String {
    match failure {
        Failure::Faults(faults) => faults.list.first().map_or(String::new(), |first| first.message.clone()),
        Failure::NoStrategy(no) => no.to_string(),
        Failure::Usage(text)
        | Failure::Exists(text)
        | Failure::Storage(text)
        | Failure::Interrupted(text) => text.clone(),
        Failure::Stop(stop, _) => stop.to_string(),
        Failure::Results(error) => error.to_string(),
        Failure::NobodyListens => String::new(),
    }
}
