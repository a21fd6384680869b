//! `balcony run` and `balcony compare`: makes a job from the options, runs it, and prints the
//! results.

use super::args::{Compare, Form, Run, WorkArgs};
use super::england;
use super::fail::Failure;
use super::load::{library, scenario};
use super::out::{note, print};
use crate::currency::in_currency;
use crate::experiment::{Cancel, Progress};
use crate::jobs::idle::{laid_on, without_effect};
use crate::jobs::{self, JobOptions, Ready, ResultsPlace, Words};
use crate::results::{Format, Mode};
use crate::scenario::Scenario;
use crate::summary::{Look, so_far};

/// Runs `balcony run`.
pub(super) fn run(args: &Run) -> Result<(), Failure> {
    if england::is_asked(&args.asked.place) {
        return england::run(args);
    }
    england::refuse_children(&args.with)?;
    go(&Ready::run(scenario(&args.asked)?, &args.strategy)?, &args.work, None)
}

/// Runs `balcony compare`.
pub(super) fn compare(args: &Compare) -> Result<(), Failure> {
    if england::is_asked(&args.asked.place) {
        return england::compare(args);
    }
    england::refuse_children(&args.with)?;
    let ready = Ready::compare(scenario(&args.asked)?, &args.strategies, args.baseline.as_ref())?;
    if args.fixed && !args.work.output.quiet && !ready.may_be_settled() {
        note(
            "--fixed changes nothing here: all replicates are run where fewer than 20 are\n\
             asked for, or where what is not known is drawn.",
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

/// Runs a job. `compares` is `None` without a baseline; otherwise it says whether to run all
/// replicates.
fn go(ready: &Ready, work: &WorkArgs, compares: Option<bool>) -> Result<(), Failure> {
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
    // If the handler cannot be installed, Ctrl-C ends the program at once; finished parts are kept
    // anyway.
    let cancel = Cancel::on_ctrl_c().unwrap_or_default();
    let mut progress = Progress::new(work.output.quiet);
    if compares && ready.scenario.draws == 0 {
        let primary = ready.primary();
        let currency = ready.scenario.currency.clone();
        progress = progress.telling(move |table| in_currency(so_far(table, primary), &currency));
    }
    let done = ready.go(&JobOptions {
        all,
        threads: usize::from(work.threads.count),
        kept: work.out.as_deref().map(|path| ResultsPlace {
            path,
            mode,
            format: work.format.unwrap_or(Form::Parquet).into(),
        }),
        // Weekly series are recorded only where they are used: in a folder, and in the charts of
        // `run`.
        series: work.out.is_some() || !compares,
        quarters: false,
        command: command(words()),
        progress: &progress,
        cancel: &cancel,
    })?;
    if !done.ran && !work.output.quiet {
        note("These results were complete already; nothing was run.");
    }
    let words = Words::of(&ready.scenario);
    let mut text = String::new();
    if !work.output.quiet {
        text.push_str(&words.text(&done.results, compares, &Look::detect()));
    }
    if work.output.json {
        text.push_str(&words.json(&done.results, &done.timing, [done.case_weeks, done.warm_up], &warnings));
        text.push('\n');
    }
    print(&text)
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
