//! `balcony run` and `balcony compare`: makes a job from the options, runs it, and prints the
//! results.

use std::path::Path;

use super::args::{Compare, Form, Run, RunArgs, WorkArgs};
use super::england;
use super::fail::Failure;
use super::load::{library, scenario};
use super::out::{note, print};
use crate::currency::in_currency;
use crate::experiment::{Cancel, Progress};
use crate::jobs::idle::{laid_on, without_effect};
use crate::jobs::{self, Done, JobOptions, Ready, ResultsPlace, Words};
use crate::results::{Format, Mode};
use crate::scenario::{Faults, Scenario};
use crate::summary::{Look, so_far};

/// Runs `balcony run`.
pub(super) fn run(args: &Run) -> Result<(), Failure> {
    if england::is_asked(&args.asked.place) {
        return england::run(args);
    }
    england::refuse_children(&args.with)?;
    if several(&args.asked).is_some() {
        return Err(Failure::Usage("run takes one authority; compare sets several side by side".to_owned()));
    }
    go(&Ready::run(scenario(&args.asked)?, &args.strategy)?, &args.work, None)
}

/// The authorities, if `--authority` names more than one.
fn several(asked: &RunArgs) -> Option<Vec<String>> {
    asked.place.authority.as_deref().map(jobs::places).filter(|places| places.len() > 1)
}

/// Runs `balcony compare`.
pub(super) fn compare(args: &Compare) -> Result<(), Failure> {
    if england::is_asked(&args.asked.place) {
        return england::compare(args);
    }
    england::refuse_children(&args.with)?;
    if let Some(places) = several(&args.asked) {
        return side_by_side(args, &places);
    }
    let ready = Ready::compare(scenario(&args.asked)?, &args.strategies, args.baseline.as_ref())?;
    if args.fixed && !args.work.output.quiet && !ready.may_be_settled() {
        note(
            "--fixed changes nothing here: all replicates are run where fewer than 20 are\n\
             asked for, or where uncertain parameters are drawn.",
        );
    }
    go(&ready, &args.work, Some(args.fixed))
}

/// Adds strategies that are given as files, and returns the names of all given strategies.
pub(super) fn with_files(scenario: Scenario, given: &[String]) -> Result<(Scenario, Vec<String>), Failure> {
    Ok(jobs::with_strategies(scenario, given)?)
}

/// Checks that a scenario has a strategy.
pub(super) fn known(scenario: &Scenario, name: &str) -> Result<(), Failure> {
    Ok(jobs::known(scenario, name).map_err(jobs::Refusal::from)?)
}

/// Compares the strategies in several places and prints them in one answer. With `--out`, each
/// place has a folder of its own in it.
fn side_by_side(args: &Compare, places: &[String]) -> Result<(), Failure> {
    let mut jobs = Vec::new();
    let mut faults: Option<Faults> = None;
    for place in places {
        let mut asked = args.asked.clone();
        asked.place.authority = Some(place.clone());
        match scenario(&asked) {
            Ok(found) => jobs.push(Ready::compare(found, &args.strategies, args.baseline.as_ref())?),
            Err(Failure::Faults(found)) => match &mut faults {
                Some(faults) => faults.list.extend(found.list),
                none => *none = Some(found),
            },
            Err(other) => return Err(other),
        }
    }
    if let Some(faults) = faults {
        return Err(faults.into());
    }
    let cancel = Cancel::on_ctrl_c().unwrap_or_default();
    let (mut all, mut lines) = (Vec::new(), Vec::new());
    for (ready, place) in jobs.iter().zip(places) {
        let out = args.work.out.as_ref().map(|out| out.join(slug(&ready.scenario.authority_label)));
        if !args.work.output.quiet {
            note(&format!("{place}:"));
        }
        let Lived { done, words, warnings } =
            lived(ready, &args.work, out.as_deref(), Some(args.fixed), &cancel)?;
        let line = words.json(&done.results, &done.timing, [done.case_weeks, done.warm_up], &warnings);
        let name = serde_json::Value::from(ready.scenario.authority_label.clone());
        lines.push(format!("{name}:{line}"));
        all.push((words, done.results));
    }
    let mut text = String::new();
    if !args.work.output.quiet {
        text.push_str(&jobs::side_by_side(&all, &Look::detect()));
    }
    if args.work.output.json {
        text.push_str(&format!("{{\"places\":{{{}}}}}\n", lines.join(",")));
    }
    print(&text)
}

/// The name of a place as that of a folder: small letters, digits and hyphens.
fn slug(label: &str) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '-' };
    let slug: String = label.chars().map(plain).collect();
    slug.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// A job that was done, and what is said of it.
struct Lived {
    done: Done,
    words: Words,
    warnings: Vec<String>,
}

/// Runs a job. `compares` is `None` without a baseline; otherwise it says whether to run all
/// replicates.
fn go(ready: &Ready, work: &WorkArgs, compares: Option<bool>) -> Result<(), Failure> {
    // If the handler cannot be installed, Ctrl-C ends the program at once; finished parts are kept
    // anyway.
    let cancel = Cancel::on_ctrl_c().unwrap_or_default();
    let Lived { done, words, warnings } = lived(ready, work, work.out.as_deref(), compares, &cancel)?;
    let mut text = String::new();
    if !work.output.quiet {
        text.push_str(&words.text(&done.results, compares.is_some(), &Look::detect()));
    }
    if work.output.json {
        text.push_str(&words.json(&done.results, &done.timing, [done.case_weeks, done.warm_up], &warnings));
        text.push('\n');
    }
    print(&text)
}

/// Runs a job, with its warnings and its progress on standard error.
fn lived(
    ready: &Ready,
    work: &WorkArgs,
    out: Option<&Path>,
    compares: Option<bool>,
    cancel: &Cancel,
) -> Result<Lived, Failure> {
    let (compares, all) = (compares.is_some(), compares.unwrap_or(true));
    let mut warnings = ready.scenario.warnings.clone();
    warnings.extend(without_effect(&ready.scenario, &laid_on(&ready.scenario), &ready.arms, &library()));
    if !work.output.quiet {
        warnings.iter().for_each(|warning| note(&format!("warning: {warning}")));
    }
    let mode = match (work.go_on.resume, work.output.force) {
        (true, _) => Mode::Resume,
        (_, true) => Mode::Force,
        _ => Mode::New,
    };
    let mut progress = Progress::new(work.output.quiet);
    if compares && ready.scenario.draws == 0 {
        let primary = ready.primary();
        let currency = ready.scenario.currency.clone();
        progress = progress.telling(move |table| in_currency(so_far(table, primary), &currency));
    }
    let done = ready.go(&JobOptions {
        all,
        threads: usize::from(work.threads.count),
        kept: out.map(|path| ResultsPlace {
            path,
            mode,
            format: work.format.unwrap_or(Form::Parquet).into(),
        }),
        // Weekly series are recorded only where they are used: in a folder, and in the charts of
        // `run`.
        series: out.is_some() || !compares,
        quarters: false,
        command: command(words()),
        progress: &progress,
        cancel,
    })?;
    if !done.ran && !work.output.quiet {
        note("These results were complete already; nothing was run.");
    }
    Ok(Lived { done, words: Words::of(&ready.scenario), warnings })
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Parquet => Self::Parquet,
            Form::Csv => Self::Csv,
        }
    }
}

/// The words of this command. Invalid UTF-8 is replaced.
pub(super) fn words() -> impl Iterator<Item = String> {
    std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned())
}

/// The words of the command for the manifest, without an authority's own figures.
pub(super) fn command(words: impl Iterator<Item = String>) -> Vec<String> {
    let hidden = |word: String| {
        let (option, setting) = match word.strip_prefix("--set=") {
            Some(setting) => ("--set=", setting),
            None => ("", word.as_str()),
        };
        format!("{option}{}", jobs::without_own(setting))
    };
    std::iter::once("balcony".to_owned()).chain(words.map(hidden)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_figures_are_kept_out_of_the_command() {
        let words =
            ["run", "x", "--set", "authority.in-need=7", "--set=authority.plans=3", "--set", "start.trust=1"];
        let kept = command(words.map(str::to_owned).into_iter());
        let expected = [
            "balcony",
            "run",
            "x",
            "--set",
            "authority.in-need=(kept out)",
            "--set=authority.plans=(kept out)",
            "--set",
            "start.trust=1",
        ];
        assert_eq!(kept, expected);
    }
}
