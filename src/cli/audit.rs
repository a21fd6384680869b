//! `balcony audit`: makes cases from the options, runs them, and writes the report.

use std::path::{Path, PathBuf};

use super::args::{Audit, Contexts};
use super::fail::Failure;
use super::out::{note, print};
use crate::audit::report::{Coefficients, Report, json_line};
use crate::audit::{
    AuditOptions, Case, FinishedCases, Halt, Identity, Mode, Row, coefficients, contexts, work,
};
use crate::experiment::{Cancel, Progress, Stop};
use crate::jobs::attribution;
use crate::results::{ResultsError, put};
use crate::summary::Look;
use balcony_numeric::hex;
use sha2::{Digest, Sha256};

/// Fewest pairs per case for the coefficients; otherwise a quarter of the pairs of a context.
const FEW: u32 = 4;

/// Runs `balcony audit`.
pub(super) fn audit(args: &Audit) -> Result<(), Failure> {
    let cancel = Cancel::on_ctrl_c().unwrap_or_default();
    let job = Job { args, cancel, mode: mode(args), settings: String::new() };
    let file = args.out.as_deref().map(report_file).transpose()?;
    if let (Some(file), Mode::New) = (&file, job.mode)
        && std::fs::symlink_metadata(file).is_ok()
    {
        return Err(ResultsError::Exists { path: file.clone(), status: "a report".to_owned() }.into());
    }
    let registered = contexts::registered().map_err(|error| Failure::Usage(error.to_string()))?;
    let of = registered.len();
    let wanted = match args.contexts {
        Contexts::All => of,
        Contexts::First(some) if some <= of => some,
        Contexts::First(some) => {
            let text = format!("--contexts {some}: {of} contexts are registered; give 0 to {of}, or all");
            return Err(Failure::Usage(text));
        }
    };
    // Keys that an audit sets itself are refused, because setting them would have no effect.
    if let Some(set) = args.sets.iter().find(|set| set.starts_with("scenario.")) {
        let text = format!(
            "--set {set}: an audit sets what is under `scenario` itself; --years, --seed, --replicates are its options"
        );
        return Err(Failure::Usage(text));
    }
    let mut sets = args.sets.clone();
    sets.extend(args.years.map(|years| format!("scenario.weeks={}", 52 * years)));
    let shipped = Case::shipped(args.seed, &sets)?;
    let mut cases = shipped.clone();
    for context in &registered[..wanted] {
        cases.push(Case::registered(context, args.seed, &sets)?);
    }
    // A new fit changes parameters without changing the version. So the settings are part of the
    // identity, and rows of another fit are not reused.
    let job = Job { settings: settings(&shipped), ..job };
    let rows = job.go(&cases, "contexts", args.replicates, true)?;
    let (fixed, drawn) = rows.split_at(shipped.len());
    let few = (args.replicates / 4).max(FEW);
    let ends = if args.coefficients {
        let cases = coefficients::cases(&shipped);
        Some(job.go(&cases, "coefficients", few, false)?)
    } else {
        None
    };
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        seed: args.seed,
        pairs: args.replicates,
        of,
        years: args.years,
        sets: &args.sets,
        shipped: fixed,
        contexts: drawn,
        coefficients: ends.as_deref().map(|rows| Coefficients { pairs: few, rows }),
    };
    let look = Look::detect();
    if let Some(file) = &file {
        let text = format!("{}\n{}\n", report.markdown(), crate::profiles::attribution());
        put(file, "write the report", &text)?;
    }
    let mut text = report.terminal(&look);
    text.push_str(&match &file {
        Some(file) => format!("\nResults: {}\n", crate::summary::clean(&file.display().to_string())),
        None => "\nThe report was not kept: run again with --out FILE.md to keep it.\n".to_owned(),
    });
    text.push_str(&attribution(&look));
    if args.json {
        let shown = file.as_ref().map(|file| file.display().to_string());
        text.push_str(&json_line(&report, shown.as_deref()));
        text.push('\n');
    }
    print(&text)
}

fn mode(args: &Audit) -> Mode {
    match (args.go_on.resume, args.force) {
        (true, _) => Mode::Resume,
        (_, true) => Mode::Force,
        _ => Mode::New,
    }
}

/// Path of the report. It must end in `.md`, so that it differs from the files beside it.
fn report_file(path: &Path) -> Result<PathBuf, Failure> {
    if path.is_dir() {
        return Err(Failure::Usage(format!("{} is a folder; name a file in it", path.display())));
    }
    if path.extension().is_none_or(|ending| ending != "md") {
        return Err(Failure::Usage(format!(
            "--out {}: the report is a file that ends in .md",
            path.display()
        )));
    }
    Ok(path.to_owned())
}

/// Cases to run, with the options.
struct Job<'a> {
    args: &'a Audit,
    cancel: Cancel,
    mode: Mode,
    settings: String,
}

/// Digest of all inputs of the engine in the shipped scenarios, including parameters.
fn settings(shipped: &[Case]) -> String {
    let mut digest = Sha256::new();
    for case in shipped {
        digest.update(format!("{:?}{:?}", case.setting, case.strategies));
    }
    hex(&digest.finalize())
}

impl Job<'_> {
    /// Runs cases, or reads those that are finished from the file beside the report.
    fn go(&self, cases: &[Case], what: &'static str, pairs: u32, null: bool) -> Result<Vec<Row>, Failure> {
        let path = self.args.out.as_ref().map(|out| out.with_extension(format!("{what}.csv")));
        let mut kept = match &path {
            Some(path) => FinishedCases::open(path, &self.identity(what, pairs), self.mode)?,
            None => FinishedCases::nowhere(),
        };
        let each = pairs + u32::from(null);
        let done = kept.rows().len().min(cases.len());
        if done == cases.len() {
            note(&format!("All {done} {what} were finished already; nothing was run."));
        }
        let progress = Progress::spanning(false, each * cases.len() as u32, each * done as u32);
        let how = AuditOptions {
            pairs,
            null,
            threads: usize::from(self.args.threads.count),
            progress: &progress,
            cancel: &self.cancel,
        };
        let rows = work(cases, what, &how, &mut kept);
        progress.finish();
        rows.map_err(|halt| match halt {
            Halt::Run(stop @ Stop::Storage(_)) => Failure::Stop(stop, true),
            Halt::Run(stop) => Failure::Stop(stop, path.is_some()),
            Halt::Kept(error) => Failure::Results(error),
            Halt::Interrupted { .. } => Failure::Interrupted(match &path {
                Some(path) => {
                    format!("{halt} and kept in {}; run again with --resume to go on", path.display())
                }
                None => format!("{halt}; nothing was kept, since no file was given with --out"),
            }),
        })
    }

    fn identity(&self, what: &str, pairs: u32) -> Identity {
        vec![
            ("what", what.to_owned()),
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("seed", self.args.seed.to_string()),
            ("pairs", pairs.to_string()),
            ("years", self.args.years.map_or("own".to_owned(), |years| years.to_string())),
            ("sets", format!("{:?}", self.args.sets)),
            ("settings", self.settings.clone()),
            ("contexts", hex(&Sha256::digest(contexts::FILE.as_bytes()))),
        ]
    }
}
