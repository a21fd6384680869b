//! `balcony sweep` and `balcony merge`.

use std::sync::Arc;

use super::args::{Merge, Sweep};
use super::fail::Failure;
use super::load::library;
use super::out::{note, print};
use super::work::{command, words};
use crate::experiment::{Cancel, Progress, Stop};
use crate::jobs::{self, Refusal, Sweeping, idle};
use crate::results::disk::RealDisk;
use crate::results::rows::{self, Group, Level, Reader, RowsManifest, Task};
use crate::results::{Mode, ResultsError};
use crate::scenario::duration;
use crate::simulate::Scratch;
use crate::summary::clean;
use crate::sweep::{self, Experiment, Order, Replicates, Share, Tasks};

/// Runs `balcony sweep`.
pub(super) fn sweep(args: &Sweep) -> Result<(), Failure> {
    let library = library();
    let experiment = sweep::read(&args.experiment, &library)?;
    if !args.output.quiet && args.row.is_none() {
        let mut warnings = sweep::warnings(&experiment, &library);
        warnings.extend(idle::of_sweep(&experiment, &library));
        warnings.iter().for_each(|warning| note(&format!("warning: {warning}")));
    }
    if args.dry_run {
        return print(&estimate(&experiment, args));
    }
    let Some(out) = &args.out else {
        return Err(Failure::Usage("say with --out in which folder the rows are kept".to_owned()));
    };
    if let Some(row) = args.row {
        return replay(&experiment, out, row);
    }
    let mode = match (args.go_on.resume, args.output.force) {
        (true, _) => Mode::Resume,
        (_, true) => Mode::Force,
        _ => Mode::New,
    };
    // If the handler cannot be installed, Ctrl-C ends the program at once; finished parts are kept
    // anyway.
    let cancel = Cancel::on_ctrl_c().unwrap_or_default();
    let how = Sweeping {
        share: args.shard,
        out,
        mode,
        threads: usize::from(args.threads.count),
        command: command(words()),
        progress: &Progress::new(args.output.quiet),
        cancel: &cancel,
    };
    let (manifest, ran) = jobs::sweep(&experiment, &how).map_err(stopped)?;
    if !ran && !args.output.quiet {
        note("These rows were complete already; nothing was run.");
    }
    say(&manifest, out, args.output.quiet, args.output.json)
}

/// Reports an interruption in runs, because a sweep does not count replicates.
fn stopped(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Stop(Stop::Interrupted { kept, replicates }, _) => Failure::Interrupted(format!(
            "interrupted: {kept} of {replicates} runs are kept; run again with --resume to go on"
        )),
        other => other.into(),
    }
}

/// Runs `balcony merge`.
pub(super) fn merge(args: &Merge) -> Result<(), Failure> {
    let mode = if args.output.force { Mode::Force } else { Mode::New };
    let merged = rows::merge(&args.shares, &args.out, mode, Arc::new(RealDisk));
    let manifest = merged.map_err(|error| match error {
        // A merge cannot be resumed, so the message does not suggest it.
        ResultsError::Exists { path, status } => Failure::Exists(format!(
            "{} holds rows already ({status}): choose another folder, or use --force to replace them",
            path.display()
        )),
        other => other.into(),
    })?;
    say(&manifest, &args.out, args.output.quiet, args.output.json)
}

/// Prints what the rows are, and what to do with them.
fn say(manifest: &RowsManifest, out: &std::path::Path, quiet: bool, json: bool) -> Result<(), Failure> {
    let rows = manifest.tasks * manifest.identity.arms.len() as u64;
    let facts = manifest.rows.as_ref();
    let mut text = String::new();
    if !quiet {
        let (index, of) = manifest.identity.share;
        let share = if of == 1 { String::new() } else { format!(", share {index} of {of}") };
        text.push_str(&format!("{}{share}\n", clean(&manifest.title)));
        text.push_str(&format!(
            "  points      {} ({}), {} to a replicate\n",
            manifest.identity.points,
            manifest.design.kind,
            count(manifest.identity.arms.len(), "strategy", "strategies"),
        ));
        text.push_str(&format!("  rows        {rows} in {}\n", out.join("rows.parquet").display()));
        if let Some(facts) = facts {
            text.push_str(&format!("  sha256      {}\n", facts.sha256));
        }
        if let Some(timing) = &manifest.timing {
            text.push_str(&format!("  time        {}\n", duration(timing.wall)));
        }
        if manifest.failed > 0 {
            text.push_str(&format!(
                "  failed      {} of {} runs: their rows say why, in the column `error`\n",
                manifest.failed, manifest.tasks
            ));
        }
        let next = if of == 1 { "balcony analyse" } else { "when all shares are there: balcony merge" };
        text.push_str(&format!("Next: {next} {}\n", out.display()));
    }
    if json {
        let timing = manifest.timing.as_ref();
        let line = serde_json::json!({
            "points": manifest.identity.points,
            "tasks": manifest.tasks,
            "rows": rows,
            "failed": manifest.failed,
            "sha256": facts.map(|facts| &facts.sha256),
            "bytes": facts.map(|facts| facts.bytes),
            "case_weeks": timing.map(|timing| timing.case_weeks),
            "cpu": timing.and_then(|timing| timing.cpu),
            "wall": timing.map(|timing| timing.wall),
            "threads": timing.map(|timing| timing.threads),
        });
        text.push_str(&format!("{line}\n"));
    }
    print(&text)?;
    // A single share may contain only impossible points, so only a whole sweep is checked.
    if manifest.failed > 0 && manifest.failed == manifest.tasks && manifest.identity.share.1 == 1 {
        return Err(Failure::Usage("every run failed: the rows say why, in the column `error`".to_owned()));
    }
    Ok(())
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Estimates what a sweep would take, from a few trial runs.
fn estimate(experiment: &Experiment, args: &Sweep) -> String {
    let library = library();
    let order = Order::new(experiment, args.shard);
    let (tasks, arms) = (order.at_most(), experiment.strategies.len());
    let threads = match args.threads.count {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => usize::from(threads),
    };
    let at_most = if matches!(experiment.replicates, Replicates::Until { .. }) { " at most" } else { "" };
    let share = if args.shard == Share::WHOLE { String::new() } else { format!(", share {}", args.shard) };
    let mut text = format!("{} ({}) is sound{share}.\n", clean(&experiment.title), experiment.name);
    let points = args.shard.points(experiment.points());
    text.push_str(&format!("  points      {points} ({})\n", experiment.laid.kind));
    for factor in &experiment.factors {
        let column = format!("{}: {}", factor.name, factor.key);
        text.push_str(&format!("    {column:<42} {}\n", sweep::range(factor)));
    }
    text.push_str(&format!(
        "  strategies  {} (baseline {})\n",
        experiment.strategies.join(", "),
        experiment.strategies[experiment.baseline]
    ));
    let rows = tasks * arms as u64;
    text.push_str(&format!(
        "  runs        {tasks}{at_most}: replicates of points, each under every strategy\n"
    ));
    text.push_str(&format!("  rows        {rows}{at_most}\n"));
    match sweep::pilot(experiment, &library) {
        Some(seconds) => {
            let all = seconds * tasks as f64 / threads as f64;
            text.push_str(&format!(
                "  time        about {}{at_most} on {threads} threads (three points tried: {:.0} ms a run)\n",
                duration(all),
                seconds * 1e3,
            ));
        }
        None => text.push_str("  time        unknown: none of three points that were tried could be run\n"),
    }
    let bytes = sweep::bytes(experiment, tasks);
    text.push_str(&format!(
        "  disk        about {} MB, twice that while it is joined\n",
        (bytes / 1e6).ceil()
    ));
    text
}

/// Runs one row of a finished sweep again and compares it bit by bit.
fn replay(experiment: &Experiment, out: &std::path::Path, row: u64) -> Result<(), Failure> {
    let (manifest, path) = rows::read(out)?;
    let asked = sweep::manifest(experiment, Share::WHOLE, Vec::new());
    let whole = rows::RowsIdentity { share: (1, 1), ..manifest.identity.clone() };
    let differences = whole.differences(&asked.identity);
    if !differences.is_empty() {
        return Err(ResultsError::Differs { path: out.to_owned(), differences }.into());
    }
    let damaged = |what: String| ResultsError::Damaged { path: out.to_owned(), what };
    let all: Vec<usize> = (0..manifest.identity.outcomes.len()).collect();
    let mut reader = Reader::open(&path, &manifest, &all).map_err(damaged)?;
    if row >= reader.rows() {
        let last = reader.rows().saturating_sub(1);
        return Err(Failure::Usage(format!("there is no row {row}: the last is {last}")));
    }
    let mut before = 0;
    let (group, at): (Group, usize) = loop {
        let group =
            reader.next_group().map_err(damaged)?.ok_or_else(|| damaged("it ends too early".to_owned()))?;
        let rows = group.point.len() as u64;
        if row < before + rows {
            break (group, (row - before) as usize);
        }
        before += rows;
    };
    let (point, replicate, arm) = (group.point[at], group.replicate[at], group.arm[at]);
    let library = library();
    let lived = Tasks::new(experiment, &library).live(Task { point, replicate }, &mut Scratch::default());
    let strategy = &manifest.identity.arms[arm];
    let mut text = format!("Row {row}: point {point}, replicate {replicate}, {strategy}\n");
    for (factor, column) in manifest.identity.factors.iter().zip(&group.levels) {
        text.push_str(&format!("  {:<40} {}\n", factor.name, column[at]));
    }
    let same = match (&group.error[at], &lived.outcomes) {
        (Some(there), Err(here)) => {
            text.push_str(&format!("failed there: {there}\nfailed here:  {here}\n"));
            there == here
        }
        (None, Ok(arms)) => {
            let mut same = true;
            for ((key, there), here) in manifest.identity.outcomes.iter().zip(&group.outcomes).zip(&arms[arm])
            {
                let equal = there[at].to_bits() == here.to_bits();
                same &= equal;
                let mark = if equal { "" } else { "  differs" };
                text.push_str(&format!("  {key:<40} {here:?}{mark}\n"));
            }
            same
        }
        (there, here) => {
            text.push_str(&format!("there: {there:?}\nhere:  {:?}\n", here.as_ref().err()));
            false
        }
    };
    let settings: Vec<String> = experiment
        .levels(point as usize)
        .iter()
        .zip(&experiment.factors)
        .map(|(level, factor): (&Level, _)| shell(&factor.setting(level)))
        .collect();
    // One line per setting, because twelve factors are wider than a terminal.
    text.push_str(&format!(
        "The same in every bit: {}.\nIts story: balcony trace takes the scenario of {}, with\n",
        if same { "yes" } else { "NO" },
        experiment.name,
    ));
    settings.iter().for_each(|setting| text.push_str(&format!("  --set {setting}\n")));
    text.push_str(&format!("  --replicate {replicate}\n"));
    print(&text)?;
    if same { Ok(()) } else { Err(damaged(format!("row {row} is not what this program makes")).into()) }
}

/// Quotes a word for a shell.
fn shell(word: &str) -> String {
    let plain = word.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-=+".contains(letter));
    if plain { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
