//! `run`, `compare`, `check`, `trace` and `plot` of a national scenario: all England, and its market
//! of directors.

use std::path::Path;
use std::time::Instant;

use super::args::{Check, Compare, Form, Run, RunArgs, ScenarioArgs, WithChildren, WorkArgs};
use super::fail::Failure;
use super::load::{library, nearest};
use super::out::{note, print};
use super::trace::Trace;
use crate::england::career;
use crate::england::charts::{Kept, read as read_kept};
use crate::england::children;
use crate::england::replicates::{self, Stopped};
use crate::england::report::{self, MANIFEST, MANIFEST_KIND};
use crate::england::scenario::{self as national, National};
use crate::england::stored::{Nowhere, Store};
use crate::experiment::{Cancel, Progress, Stop, Stopping};
use crate::files::{self, Links};
use crate::presets::INCUMBENT;
use crate::results::{Mode, RunStore, StoreRequest};
use crate::scenario::files::NoText;
use crate::summary::{Look, many};

/// Whether a national scenario is asked for, by name or as a file.
pub(super) fn is_asked(place: &ScenarioArgs) -> bool {
    national::is_national(&place.scenario, library().files)
}

/// The national scenario with the options of the command line on it.
fn read(place: &ScenarioArgs, more: impl IntoIterator<Item = String>) -> Result<National, Failure> {
    let mut sets: Vec<String> = more.into_iter().collect();
    sets.extend(place.seed.map(|number| format!("england.seed={number}")));
    sets.extend(place.weeks.map(|number| format!("england.weeks={number}")));
    sets.extend_from_slice(&place.set);
    refuse(&[(place.authority.is_some(), "--authority", "a national scenario has all authorities")])?;
    Ok(national::read(&place.scenario, &sets, &library())?)
}

/// The same of `run`, `compare` and `check`.
fn asked(asked: &RunArgs) -> Result<National, Failure> {
    let drawn = asked.parameters.as_ref().is_some_and(|mode| mode != "central");
    refuse(&[(drawn, "--parameters", "the parameters of the national market are not drawn")])?;
    read(&asked.place, asked.replicates.map(|number| format!("england.replicates={number}")))
}

/// Refuses options that would do nothing.
fn refuse(options: &[(bool, &str, &str)]) -> Result<(), Failure> {
    let given: Vec<String> =
        options.iter().filter(|(given, ..)| *given).map(|(_, name, why)| format!("{name}: {why}")).collect();
    if given.is_empty() { Ok(()) } else { Err(Failure::Usage(given.join("; "))) }
}

/// One authority has its children in any case.
pub(super) fn refuse_children(with: &WithChildren) -> Result<(), Failure> {
    refuse(&[(with.children > 0, "--children", "it is for national scenarios, such as england")])
}

/// The position of a policy.
fn policy(national: &National, name: &str) -> Result<usize, Failure> {
    let name = name.trim();
    national.policy(name).ok_or_else(|| {
        let names: Vec<&str> = national.policies.iter().map(|policy| policy.name.as_str()).collect();
        let near = nearest(name, names.iter().copied());
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        Failure::Usage(format!("there is no policy `{name}`; there are {}{near}", names.join(", ")))
    })
}

/// Runs `balcony run`.
pub(super) fn run(args: &Run) -> Result<(), Failure> {
    let mut national = asked(&args.asked)?;
    if args.strategy != INCUMBENT {
        national.base = policy(&national, &args.strategy)?;
    }
    let base = national.base;
    national.keep(&[], base);
    go(&national, &args.work, false, args.with.children)
}

/// Runs `balcony compare`.
pub(super) fn compare(args: &Compare) -> Result<(), Failure> {
    let mut national = asked(&args.asked)?;
    refuse(&[(args.fixed, "--fixed", "a national scenario always makes all its runs")])?;
    if let Some(name) = &args.baseline {
        national.base = policy(&national, name)?;
    }
    let base = national.base;
    if !args.strategies.is_empty() {
        let kept: Vec<usize> =
            args.strategies.iter().map(|name| policy(&national, name)).collect::<Result<_, _>>()?;
        national.keep(&kept, base);
    }
    if national.policies.len() < 2 {
        let only = &national.policies[national.base].name;
        let text = format!("there is no policy beside {only}: balcony run {} shows it", national.name);
        return Err(Failure::Usage(text));
    }
    go(&national, &args.work, true, args.with.children)
}

/// Makes the runs, prints and keeps what they say.
fn go(national: &National, work: &WorkArgs, compares: bool, with_children: u32) -> Result<(), Failure> {
    refuse(&[(
        matches!(work.format, Some(Form::Parquet)),
        "--format",
        "tables of a national scenario are CSV",
    )])?;
    let store = work.out.as_deref().map(|folder| open(folder, national, work, compares, with_children));
    let store = store.transpose()?;
    let stopped = |stopped| stop_of(stopped, store.as_ref());
    let folder = store.as_ref().map(Folder);
    let keeps: &dyn Store = folder.as_ref().map_or(&Nowhere, |folder| folder);
    let mut warnings = national::without_effect(national, &library());
    warnings.extend(national::figures_of_start(national).filter(|_| with_children > 0));
    if !work.output.quiet {
        warnings.iter().for_each(|warning| note(&format!("warning: {warning}")));
    }
    let cancel = Cancel::on_ctrl_c().unwrap_or_default();
    let progress = Progress::new(work.output.quiet);
    let threads = usize::from(work.threads.count);
    let began = Instant::now();
    progress.begin(national.replicates, 0, Stopping::All);
    let made = replicates::run_kept(national, threads, keeps, &|| cancel.is_raised(), &|| progress.step());
    progress.finish();
    let runs = made.map_err(stopped)?;
    let children = with_children > 0;
    let children = children.then(|| {
        let progress = Progress::new(work.output.quiet);
        progress.begin(with_children, 0, Stopping::All);
        let made =
            children::run_kept(national, with_children, threads, keeps, &|| cancel.is_raised(), &|| {
                progress.step();
            });
        progress.finish();
        made
    });
    let children = children.transpose().map_err(stopped)?;
    let wall = began.elapsed().as_secs_f64();
    let mut text = String::new();
    if !work.output.quiet {
        let look = Look::detect();
        text.push_str(&if compares {
            report::compare(national, &runs, &look)
        } else {
            report::run(national, &runs, &look)
        });
        match &children {
            Some(children) if compares => report::children::differences(national, children, &look, &mut text),
            Some(children) => report::children::levels(national, children, &look, &mut text),
            None => {}
        }
    }
    if let (Some(folder), Some(store)) = (&work.out, store) {
        let mut tables = report::tables(national, &runs);
        tables.extend(
            children
                .as_ref()
                .map(|children| (report::children::TABLE.0, report::children::table(national, children))),
        );
        store.finish(&tables)?;
        if !work.output.quiet {
            text.push_str(&format!("\nResults: {}\n", folder.display()));
        }
    }
    if work.output.json {
        let all = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = if threads == 0 { all } else { threads };
        let children = children.as_ref().map(|children| report::children::json(national, children));
        text.push_str(&report::json_line(national, &runs, compares, &warnings, (wall, threads), children));
        text.push('\n');
    }
    print(&text)
}

/// A folder as a store of what runs yield.
struct Folder<'a>(&'a RunStore);

impl Store for Folder<'_> {
    fn load(&self, number: u32) -> Result<Option<Vec<u8>>, String> {
        self.0.load(number).map_err(|error| error.to_string())
    }

    fn save(&self, number: u32, bytes: &[u8]) -> Result<(), String> {
        self.0.save(number, bytes).map_err(|error| error.to_string())
    }
}

fn stop_of(stopped: Stopped, store: Option<&RunStore>) -> Failure {
    match stopped {
        Stopped::Asked => Failure::Interrupted(match store {
            None => "interrupted; nothing was kept, since no folder was given with --out".to_owned(),
            Some(store) => {
                let kept = many(store.kept() as u64, "run is", "runs are");
                format!("interrupted; {kept} kept: the same command with --resume goes on")
            }
        }),
        Stopped::Threads(why) => Failure::Usage(format!("threads could not be started: {why}")),
        Stopped::Model(failure) => Failure::Stop(Stop::Model(failure), false),
        Stopped::Storage(why) => Failure::Storage(why),
    }
}

/// Opens the folder in which the results are kept.
fn open(
    folder: &Path,
    national: &National,
    work: &WorkArgs,
    compares: bool,
    with_children: u32,
) -> Result<RunStore, Failure> {
    let mode = match (work.go_on.resume, work.output.force) {
        (true, _) => Mode::Resume,
        (_, true) => Mode::Force,
        _ => Mode::New,
    };
    let tables = report::FILES.iter().map(|(name, _)| *name).chain([report::children::TABLE.0]);
    let request = StoreRequest {
        kind: MANIFEST_KIND,
        about: report::about(national, env!("CARGO_PKG_VERSION"), compares, with_children),
        tables: tables.collect(),
    };
    Ok(RunStore::open(folder, request, mode)?)
}

/// Runs `balcony check`.
pub(super) fn check(args: &Check) -> Result<(), Failure> {
    let national = asked(&args.asked)?;
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if args.threads.count == 0 { all } else { usize::from(args.threads.count) };
    print(&national::check(&national, threads, &library()))
}

/// Runs `balcony trace`.
pub(super) fn trace(args: &Trace) -> Result<(), Failure> {
    let national = read(&args.place, None)?;
    let why = "a national scenario tells careers: --leader ID";
    refuse(&[
        (args.case.is_some(), "--case", why),
        (args.post.is_some(), "--post", why),
        (args.by.is_some(), "--by", why),
        (args.json, "--json", "careers are told in sentences alone"),
        (args.out.is_some(), "--out", "careers are told in sentences alone"),
        (args.strategies.len() > 1, "--strategies", "one policy at a time"),
    ])?;
    let policy = match args.strategies.first() {
        Some(name) => policy(&national, name)?,
        None => national.base,
    };
    let look = Look::detect();
    let text = match args.leader.as_deref().map(str::trim) {
        None | Some("") => career::list(&national, policy, args.replicate, &look),
        Some(name) => {
            career::story(&national, policy, args.replicate, name, &look).map_err(Failure::Usage)?
        }
    };
    print(&text)
}

/// A text of a folder.
fn text_of(folder: &Path, name: &str) -> Result<String, NoText> {
    library().files.text(&folder.join(name).display().to_string())
}

/// Whether a folder is one of a national scenario, as its manifest says.
pub(super) fn is_folder(folder: &Path) -> bool {
    let manifest = text_of(folder, MANIFEST).ok();
    let value = manifest.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    value.is_some_and(|value| value["kind"] == MANIFEST_KIND)
}

/// What pictures need of a folder, if it is one of a national scenario.
pub(super) fn kept(folder: &Path) -> Result<Option<Kept>, Failure> {
    if !is_folder(folder) {
        return Ok(None);
    }
    let running = |text: &str| {
        let manifest = serde_json::from_str::<serde_json::Value>(text);
        manifest.is_ok_and(|manifest| manifest["status"] == "running")
    };
    if text_of(folder, MANIFEST).is_ok_and(|text| running(&text)) {
        let text = format!("{} is not finished: run its command again with --resume", folder.display());
        return Err(Failure::Usage(text));
    }
    let table = |name: &str| {
        text_of(folder, name).map_err(|why| Failure::Usage(format!("{}/{name}: {why}", folder.display())))
    };
    let children = folder.join(report::children::TABLE.0);
    let children = match files::text(&children, Links::Refused, files::MOST_OF_A_TABLE) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(why) => return Err(Failure::Usage(format!("{}: {why}", children.display()))),
    };
    let kept = read_kept(&table(MANIFEST)?, &table("authorities.csv")?, &table("pipeline.csv")?, children);
    kept.map(Some).map_err(|why| Failure::Usage(format!("{}: {why}", folder.display())))
}
