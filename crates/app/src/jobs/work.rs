//! Runs a job from beginning to end, in memory or in a folder that may hold results already.

use std::path::Path;
use std::sync::Arc;

use balcony_engine::measure::outcome_index;

use super::Refusal;
use super::load::{known, library, with_strategies};
use crate::experiment::{
    self, Cancel, Job, Keep, Progress, Replicate, Run, Shape, Stopping, StorageError, Timing,
};
use crate::results::disk::RealDisk;
use crate::results::{
    Drawn, Folder, Format, Identity, Mode, OpenedFolder, Request, Results, RunRequest, begun_with,
};
use crate::scenario::Scenario;
use crate::simulate::{Scratch, Simulation, identity};

/// A job that is ready to run.
#[derive(Debug)]
pub struct Ready {
    /// The scenario, including strategies that were given as files.
    pub scenario: Scenario,
    /// Names of the strategies, sorted.
    pub arms: Vec<String>,
    /// Index of the strategy that the others are compared with.
    pub baseline: usize,
}

/// Where to keep results.
#[derive(Debug, Clone, Copy)]
pub struct ResultsPlace<'a> {
    /// The folder.
    pub path: &'a Path,
    /// What to do if the folder holds results already.
    pub mode: Mode,
    /// File format of the tables.
    pub format: Format,
}

/// Options of a job.
#[derive(Debug)]
pub struct JobOptions<'a> {
    /// Number of threads; 0 means one per processor.
    pub threads: usize,
    /// Where to keep results; `None` for memory only.
    pub kept: Option<ResultsPlace<'a>>,
    /// Whether to run all replicates even if the verdicts are settled earlier.
    pub all: bool,
    /// Whether to record weekly series.
    pub series: bool,
    /// Whether to fill [`Results::quarters`], which a report needs.
    pub quarters: bool,
    /// Words of the command, for the manifest.
    pub command: Vec<String>,
    /// Progress display.
    pub progress: &'a Progress,
    /// Stop flag.
    pub cancel: &'a Cancel,
}

/// Result of a job.
#[derive(Debug)]
pub struct Done {
    /// The results, from the folder or from memory.
    pub results: Results,
    /// Time that the simulation took.
    pub timing: Timing,
    /// Number of simulated case-weeks.
    pub case_weeks: u64,
    /// Number of case-weeks in the warm-up.
    pub warm_up: u64,
    /// Whether anything was run; false if the folder was complete already.
    pub ran: bool,
}

impl Ready {
    /// A job for one strategy, given by name or as a file.
    ///
    /// # Errors
    /// If there is no such strategy.
    pub fn run(scenario: Scenario, strategy: &str) -> Result<Self, Refusal> {
        let (scenario, arms) = with_strategies(scenario, &[strategy.to_owned()])?;
        known(&scenario, &arms[0])?;
        Ok(Self { scenario, arms, baseline: 0 })
    }

    /// A job that compares strategies, given by name or as files; by default those of the scenario.
    ///
    /// # Errors
    /// If a strategy does not exist, or there is nothing to compare.
    pub fn compare(
        scenario: Scenario,
        strategies: &[String],
        baseline: Option<&String>,
    ) -> Result<Self, Refusal> {
        // All together, so that two strategies with the same name are noticed.
        let all: Vec<String> = strategies.iter().chain(baseline).cloned().collect();
        let (scenario, mut arms) = with_strategies(scenario, &all)?;
        for name in &arms {
            known(&scenario, name)?;
        }
        let given = baseline.filter(|text| !text.trim().is_empty()).and_then(|_| arms.pop());
        let baseline = given.as_ref().unwrap_or(&scenario.baseline);
        if arms.is_empty() {
            arms = scenario.compared.clone();
        }
        arms.push(baseline.clone());
        arms.sort();
        arms.dedup();
        if arms.len() < 2 {
            let text = format!("only {baseline} is left: a comparison needs a strategy beside its baseline");
            return Err(Refusal::Usage(text));
        }
        let at = arms.iter().position(|arm| arm == baseline).unwrap_or(0);
        Ok(Self { scenario, arms, baseline: at })
    }

    /// Runs the job.
    ///
    /// # Errors
    /// If the job cannot be done, or a stop was requested.
    pub fn go(&self, how: &JobOptions<'_>) -> Result<Done, Refusal> {
        let asked = self.asked(how);
        let Some(kept) = &how.kept else {
            let (run, quarters) = self.job(how, None)?;
            return Ok(Done::of(&run.timing, run.case_weeks, run.warm_up_case_weeks, {
                Results::in_memory(asked, run.table, quarters, self.drawn())
            }));
        };
        let shorter = if kept.mode == Mode::Resume { self.shorter(kept.path, how) } else { None };
        let request = Request { asked, drawn: self.drawn(), shorter };
        match Folder::open(kept.path, request, kept.mode, Arc::new(RealDisk))? {
            OpenedFolder::Work(mut folder) => {
                let (run, quarters) = self.job(how, Some(&mut *folder))?;
                let manifest = folder.finish(&run).map_err(|error| Refusal::Stop(error.into(), true))?;
                let path = kept.path.to_owned();
                let results = Results { path, manifest, table: run.table, quarters, numbers: self.drawn() };
                Ok(Done::of(&run.timing, run.case_weeks, run.warm_up_case_weeks, results))
            }
            OpenedFolder::Complete(results) => Ok(Done::there(*results)),
        }
    }

    fn job(&self, how: &JobOptions<'_>, folder: Option<&mut dyn Keep>) -> Result<(Run, Vec<f64>), Refusal> {
        let simulation = Simulation::new(&self.scenario, &self.arms, self.primary(), how.series)?;
        let shape = Shape::new(self.arms.len(), self.scenario.weeks, how.series);
        let job = Job {
            arms: &self.arms,
            baseline: self.baseline,
            replicates: self.scenario.replicates,
            stopping: self.stopping(how.all),
            primary: self.primary(),
            also: &self.scenario.also,
            draws: self.scenario.draws,
            margins: &self.scenario.margins,
            shape,
            threads: how.threads,
            progress: how.progress,
            cancel: how.cancel,
        };
        let simulate = |number, scratch: &mut Scratch| simulation.replicate(number, scratch);
        let kept = folder.is_some();
        let stopped = |stop| Refusal::Stop(stop, kept);
        if !how.quarters {
            let run = experiment::run(&job, Scratch::default, simulate, folder).map_err(stopped)?;
            return Ok((run, Vec::new()));
        }
        let mut noting = QuarterRecorder { folder, by_replicate: Vec::new() };
        let run = experiment::run(&job, Scratch::default, simulate, Some(&mut noting)).map_err(stopped)?;
        Ok((run, noting.by_strategy(&shape)))
    }

    /// Whether the job may end before all replicates are run.
    pub fn may_be_settled(&self) -> bool {
        self.stopping(false) == Stopping::Settled
    }

    fn stopping(&self, all: bool) -> Stopping {
        let scenario = &self.scenario;
        Stopping::of(all, self.arms.len(), scenario.replicates, scenario.draws)
    }

    /// Index of the primary outcome in the registry.
    pub fn primary(&self) -> usize {
        outcome_index(&self.scenario.primary).unwrap_or(0)
    }

    fn asked(&self, how: &JobOptions<'_>) -> RunRequest {
        let scenario = &self.scenario;
        let format = how.kept.map_or_else(Format::default, |kept| kept.format);
        RunRequest {
            identity: identity(scenario, &self.arms, self.baseline, format, (how.series, how.all)),
            title: scenario.title.clone(),
            authority: scenario.authority_label.clone(),
            currency: scenario.currency.clone(),
            question: scenario.question.clone(),
            scenario: scenario.resolved_public(),
            command: how.command.clone(),
        }
    }

    /// Identity of this job with as many replicates as a folder was begun with, if these are fewer.
    fn shorter(&self, path: &Path, how: &JobOptions<'_>) -> Option<Identity> {
        let replicates = begun_with(path).filter(|there| *there < self.scenario.replicates)?;
        let set = format!("scenario.replicates={replicates}");
        let scenario = self.scenario.apply_set(&set, &library()).ok()?;
        let shorter = Self { scenario, arms: self.arms.clone(), baseline: self.baseline };
        Some(shorter.asked(how).identity)
    }

    /// Sampled parameter values, without an authority's own figures.
    fn drawn(&self) -> Drawn {
        self.scenario.unknowns().values()
    }
}

impl Done {
    fn of(timing: &Timing, case_weeks: u64, warm_up: u64, results: Results) -> Self {
        Self { results, timing: *timing, case_weeks, warm_up, ran: true }
    }

    /// Results that were complete already, with the times of the run that made them.
    fn there(results: Results) -> Self {
        let timings = results.manifest.timings.as_ref();
        let timing = timings.map_or_else(Timing::default, |timings| Timing {
            wall: timings.wall,
            cpu: timings.cpu,
            threads: timings.threads,
        });
        let case_weeks = timings.map_or(0, |timings| timings.case_weeks);
        let warm_up = timings.map_or(0, |timings| timings.warm_up_case_weeks);
        Self { timing, case_weeks, warm_up, ran: false, results }
    }

    /// Results that were read from a folder.
    pub fn read(results: Results) -> Self {
        Self::there(results)
    }
}

/// Records the quarters of every replicate, and passes the replicate on to a folder if there is
/// one.
struct QuarterRecorder<'k> {
    folder: Option<&'k mut dyn Keep>,
    by_replicate: Vec<f64>,
}

impl QuarterRecorder<'_> {
    fn note(&mut self, replicate: &Replicate) {
        let quarters = replicate.arms.iter().flat_map(|arm| &arm.primary_by_quarter);
        self.by_replicate.extend(quarters);
    }

    /// The quarters ordered by strategy, then replicate, as [`Results`] has them.
    fn by_strategy(&self, shape: &Shape) -> Vec<f64> {
        let of = |arm: usize| {
            let rows = self.by_replicate.chunks_exact((shape.arms * shape.quarters).max(1));
            rows.flat_map(move |row| &row[arm * shape.quarters..][..shape.quarters])
        };
        (0..shape.arms).flat_map(of).copied().collect()
    }
}

impl Keep for QuarterRecorder<'_> {
    fn has(&self, replicate: u32) -> bool {
        self.folder.as_ref().is_some_and(|folder| folder.has(replicate))
    }

    fn load(&mut self, replicate: u32) -> Result<Replicate, StorageError> {
        // The caller asks only for replicates that `has` reports.
        let loaded = match &mut self.folder {
            Some(folder) => folder.load(replicate)?,
            None => Replicate::default(),
        };
        self.note(&loaded);
        Ok(loaded)
    }

    fn add(&mut self, replicate: &Replicate) -> Result<(), StorageError> {
        self.note(replicate);
        self.folder.as_mut().map_or(Ok(()), |folder| folder.add(replicate))
    }

    fn safe(&self) -> u32 {
        self.folder.as_ref().map_or(0, |folder| folder.safe())
    }
}
