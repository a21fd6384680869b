//! `run` and `compare`: from options to a job, the job to its end, and what is said about it.

use std::path::Path;
use std::sync::Arc;

use balcony_engine::measure::outcome_index;

use super::args::{Compare, Run, Work};
use super::fail::Failure;
use super::load::{library, scenario};
use super::out::{note, print};
use super::published::{attribution, published};
use crate::experiment::{self, Cancel, Job, Keep, Progress, Shape, Stop, Table, Timing};
use crate::results::disk::RealDisk;
use crate::results::{Asked, Drawn, Folder, Mode, Opened, Request};
use crate::scenario::{NoStrategy, Scenario, Unknown};
use crate::simulate::{Scratch, Simulation, identity};
use crate::summary::{self, About, Corners, Look};

/// `balcony run`.
pub(super) fn run(args: &Run) -> Result<(), Failure> {
    let (scenario, names) = with_files(scenario(&args.asked)?, std::slice::from_ref(&args.strategy))?;
    known(&scenario, &names[0])?;
    Ready { scenario: &scenario, arms: names, baseline: 0, work: &args.work, compares: false }.go()
}

/// `balcony compare`.
pub(super) fn compare(args: &Compare) -> Result<(), Failure> {
    let (scenario, mut arms) = with_files(scenario(&args.asked)?, &args.strategies)?;
    let (scenario, given) = with_files(scenario, args.baseline.as_slice())?;
    for name in arms.iter().chain(&given) {
        known(&scenario, name)?;
    }
    let baseline = given.first().unwrap_or(&scenario.baseline);
    if arms.is_empty() {
        arms = scenario.compared.clone();
    }
    arms.push(baseline.clone());
    arms.sort();
    arms.dedup();
    if arms.len() < 2 {
        let text = format!("only {baseline} is left: a comparison needs a strategy beside its baseline");
        return Err(Failure::Usage(text));
    }
    let at = arms.iter().position(|arm| arm == baseline).unwrap_or(0);
    Ready { scenario: &scenario, arms, baseline: at, work: &args.work, compares: true }.go()
}

/// The scenario with the strategies that are given as files, and the names of all.
pub(super) fn with_files(
    mut scenario: Scenario,
    given: &[String],
) -> Result<(Scenario, Vec<String>), Failure> {
    let mut names = Vec::with_capacity(given.len());
    for text in given {
        if is_file(text) {
            let (with, name) = scenario.with_strategy_file(text, &library())?;
            scenario = with;
            names.push(name);
        } else {
            names.push(text.clone());
        }
    }
    Ok((scenario, names))
}

/// Is a strategy given as a file?
fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "toml") || name.contains(['/', '\\'])
}

/// Refuses a name that is no strategy of the scenario.
pub(super) fn known(scenario: &Scenario, name: &str) -> Result<(), Failure> {
    let said = |NoStrategy { name, known, nearest }| {
        let near = nearest.map_or(String::new(), |nearest| format!("; did you mean {nearest}?"));
        Failure::Usage(format!("there is no strategy `{name}`; there are {}{near}", known.join(", ")))
    };
    scenario.plan(name).map(|_| ()).map_err(said)
}

/// A job that only has to be done.
struct Ready<'a> {
    scenario: &'a Scenario,
    arms: Vec<String>,
    baseline: usize,
    work: &'a Work,
    compares: bool,
}

/// What came of it.
struct Done {
    table: Table,
    timing: Timing,
    case_weeks: u64,
    warm_up: u64,
}

impl Ready<'_> {
    fn go(&self) -> Result<(), Failure> {
        if !self.work.quiet {
            self.scenario.warnings.iter().for_each(|warning| note(&format!("warning: {warning}")));
        }
        let done = match &self.work.out {
            None => self.simulate(None)?,
            Some(path) => match Folder::open(path, self.request(), self.mode(), Arc::new(RealDisk))? {
                Opened::Work(mut folder) => {
                    let run = self.job(Some(&mut *folder))?;
                    folder.finish(&run)?;
                    Done::of(run)
                }
                Opened::Complete(results) => {
                    if !self.work.quiet {
                        note("These results were complete already; nothing was run.");
                    }
                    let timings = results.manifest.timings;
                    let timing = timings.as_ref().map_or_else(Timing::default, |timings| Timing {
                        wall: timings.wall,
                        cpu: timings.cpu,
                        threads: timings.threads,
                    });
                    Done {
                        table: results.table,
                        timing,
                        case_weeks: timings.as_ref().map_or(0, |timings| timings.case_weeks),
                        warm_up: timings.as_ref().map_or(0, |timings| timings.warm_up_case_weeks),
                    }
                }
            },
        };
        self.say(&done)
    }

    fn simulate(&self, keep: Option<&mut dyn Keep>) -> Result<Done, Failure> {
        self.job(keep).map(Done::of)
    }

    fn job(&self, keep: Option<&mut dyn Keep>) -> Result<experiment::Run, Failure> {
        let kept = keep.is_some();
        let simulation = Simulation::new(self.scenario, &self.arms, self.primary(), self.series())
            .map_err(|unknown| Failure::Usage(unknown.to_string()))?;
        // Without a handler Ctrl-C ends the program at once; finished parts are kept all the same.
        let cancel = Cancel::on_ctrl_c().unwrap_or_default();
        let progress = Progress::new(self.work.quiet);
        let job = Job {
            arms: &self.arms,
            baseline: self.baseline,
            replicates: self.scenario.replicates,
            draws: self.scenario.draws,
            shape: Shape::new(self.arms.len(), self.scenario.weeks, self.series()),
            threads: usize::from(self.work.threads),
            progress: &progress,
            cancel: &cancel,
        };
        let simulate = |number, scratch: &mut Scratch| simulation.replicate(number, scratch);
        experiment::run(&job, Scratch::default, simulate, keep)
            .map_err(|stop: Stop| Failure::Stop(stop, kept))
    }

    fn mode(&self) -> Mode {
        match (self.work.resume, self.work.force) {
            (true, _) => Mode::Resume,
            (_, true) => Mode::Force,
            _ => Mode::New,
        }
    }

    fn primary(&self) -> usize {
        outcome_index(&self.scenario.primary).unwrap_or(0)
    }

    /// The weekly series is made where somebody looks at it: in a folder, and in the pictures of `run`.
    fn series(&self) -> bool {
        self.work.out.is_some() || !self.compares
    }

    fn request(&self) -> Request {
        let scenario = self.scenario;
        Request {
            asked: Asked {
                identity: identity(
                    scenario,
                    &self.arms,
                    self.baseline,
                    self.work.format.into(),
                    self.series(),
                ),
                title: scenario.title.clone(),
                authority: scenario.authority_label.clone(),
                question: scenario.question.clone(),
                scenario: scenario.resolved_public(),
                command: command(std::env::args().skip(1)),
            },
            drawn: self.drawn(),
        }
    }

    /// What is drawn, but for an authority's own figures.
    fn drawn(&self) -> Drawn {
        let unknowns = self.scenario.unknowns();
        let values = |unknown: &Unknown| {
            (0..unknowns.draws).map(|draw| unknown.value(unknowns.seed, draw)).collect::<Vec<f64>>()
        };
        let shown = unknowns.list.iter().filter(|unknown| !unknown.own);
        shown.map(|unknown| (unknown.key.clone(), values(unknown))).collect()
    }

    fn say(&self, done: &Done) -> Result<(), Failure> {
        let scenario = self.scenario;
        let published = published(scenario);
        let all_four = ["personalised", "authentic", "distributed", "connected"];
        let corners = Corners { factors: ["source", "impact"], arms: all_four };
        let about = About {
            title: &scenario.title,
            authority: &scenario.authority_label,
            question: &scenario.question,
            primary: self.primary(),
            weeks: scenario.weeks,
            seed: u64::from(scenario.seed),
            drawn: scenario.unknowns().list.len(),
            worlds: scenario.worlds,
            published: &published,
            corners: all_four.iter().all(|name| self.arms.iter().any(|arm| arm == name)).then_some(corners),
            folder: self.work.out.as_deref(),
        };
        let mut text = String::new();
        if !self.work.quiet {
            let look = Look::detect();
            let tell = if self.compares { summary::compare } else { summary::run };
            text.push_str(&tell(&about, &done.table, &look));
            text.push_str(&format!(
                "Digest {}: the same wherever scenario, seed and version are.\n",
                done.table.digest().get(..16).unwrap_or_default()
            ));
            text.push_str(&attribution(&look));
        }
        if self.work.json {
            text.push_str(&summary::json_line(
                &about,
                &done.table,
                &done.timing,
                done.case_weeks,
                done.warm_up,
            ));
            text.push('\n');
        }
        print(&text)
    }
}

impl Done {
    fn of(run: experiment::Run) -> Self {
        Self {
            table: run.table,
            timing: run.timing,
            case_weeks: run.case_weeks,
            warm_up: run.warm_up_case_weeks,
        }
    }
}

/// The words of the command as the manifest keeps them: an authority's own figures are not repeated there.
pub(super) fn command(words: impl Iterator<Item = String>) -> Vec<String> {
    let hidden = |word: String| {
        let (option, setting) = match word.strip_prefix("--set=") {
            Some(setting) => ("--set=", setting),
            None => ("", word.as_str()),
        };
        match setting.split_once('=') {
            Some((key, _)) if key.trim().starts_with("authority.") => format!("{option}{key}=(kept out)"),
            _ => word,
        }
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

    #[test]
    fn files_are_told_from_names() {
        assert!(is_file("ours.toml") && is_file("plans/ours") && !is_file("connected"));
    }
}
