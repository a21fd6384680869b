//! A job from its beginning to its end: in memory, or in a folder of results that may be there
//! already.

use std::path::Path;
use std::sync::Arc;

use balcony_engine::measure::outcome_index;

use super::Refusal;
use super::load::{known, with_strategies};
use crate::experiment::{
    self, Cancel, Job, Keep, Progress, Replicate, Run, Shape, Stopping, StorageError, Timing,
};
use crate::results::disk::RealDisk;
use crate::results::{Drawn, Folder, Format, Mode, Opened, Request, Results, RunRequest};
use crate::scenario::{Scenario, Unknown};
use crate::simulate::{Scratch, Simulation, identity};

/// A job that only has to be done.
#[derive(Debug)]
pub struct Ready {
    /// The scenario, with strategies that were given as files.
    pub scenario: Scenario,
    /// The strategies, sorted.
    pub arms: Vec<String>,
    /// The place of the one that the others are compared with.
    pub baseline: usize,
}

/// Where results are kept.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// The folder.
    pub path: &'a Path,
    /// What to do when there are results already.
    pub mode: Mode,
    /// The form of the tables.
    pub format: Format,
}

/// How a job is done.
#[derive(Debug)]
pub struct JobOptions<'a> {
    /// Threads; 0 stands for as many as the machine has.
    pub threads: usize,
    /// Where results are kept, if anywhere.
    pub kept: Option<Kept<'a>>,
    /// Whether all replicates are run, be the verdicts settled or not.
    pub all: bool,
    /// Whether the weekly series is made.
    pub series: bool,
    /// Whether [`Results::quarters`] is filled, as a report needs it.
    pub quarters: bool,
    /// The words of the command, for the manifest.
    pub command: Vec<String>,
    /// Tells a person.
    pub progress: &'a Progress,
    /// Asks to stop.
    pub cancel: &'a Cancel,
}

/// What came of it.
#[derive(Debug)]
pub struct Done {
    /// The results; without a folder, those in memory.
    pub results: Results,
    /// How long the simulation took.
    pub timing: Timing,
    /// Case-weeks simulated.
    pub case_weeks: u64,
    /// Of them in the warm-up.
    pub warm_up: u64,
    /// Whether anything was run: a folder may have been complete already.
    pub ran: bool,
}

impl Ready {
    /// One strategy: a name, or a file of its own.
    ///
    /// # Errors
    /// If there is none.
    pub fn run(scenario: Scenario, strategy: &str) -> Result<Self, Refusal> {
        let (scenario, arms) = with_strategies(scenario, &[strategy.to_owned()])?;
        known(&scenario, &arms[0])?;
        Ok(Self { scenario, arms, baseline: 0 })
    }

    /// Some strategies, names or files; those of the scenario if none is given.
    ///
    /// # Errors
    /// If one of them is none, or if there is nothing to compare.
    pub fn compare(
        scenario: Scenario,
        strategies: &[String],
        baseline: Option<&String>,
    ) -> Result<Self, Refusal> {
        // In one go, so that no two of them have one name.
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

    /// Does it.
    ///
    /// # Errors
    /// If it cannot be done, or somebody asks to stop.
    pub fn go(&self, how: &JobOptions<'_>) -> Result<Done, Refusal> {
        let asked = self.asked(how);
        let Some(kept) = &how.kept else {
            let (run, quarters) = self.job(how, None)?;
            return Ok(Done::of(&run.timing, run.case_weeks, run.warm_up_case_weeks, {
                Results::in_memory(asked, run.table, quarters)
            }));
        };
        let request = Request { asked, drawn: self.drawn() };
        match Folder::open(kept.path, request, kept.mode, Arc::new(RealDisk))? {
            Opened::Work(mut folder) => {
                let (run, quarters) = self.job(how, Some(&mut *folder))?;
                let manifest = folder.finish(&run).map_err(|error| Refusal::Stop(error.into(), true))?;
                let path = kept.path.to_owned();
                let results = Results { path, manifest, table: run.table, quarters };
                Ok(Done::of(&run.timing, run.case_weeks, run.warm_up_case_weeks, results))
            }
            Opened::Complete(results) => Ok(Done::there(*results)),
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

    /// Whether it may end before all replicates are run.
    pub fn may_be_settled(&self) -> bool {
        self.stopping(false) == Stopping::Settled
    }

    fn stopping(&self, all: bool) -> Stopping {
        let scenario = &self.scenario;
        Stopping::of(all, self.arms.len(), scenario.replicates, scenario.draws)
    }

    /// The primary outcome: a row of the registry.
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

    /// What is drawn, but for an authority's own figures.
    fn drawn(&self) -> Drawn {
        let unknowns = self.scenario.unknowns();
        let values = |unknown: &Unknown| {
            (0..unknowns.draws).map(|draw| unknown.value(unknowns.seed, draw)).collect::<Vec<f64>>()
        };
        let shown = unknowns.list.iter().filter(|unknown| !unknown.own);
        shown.map(|unknown| (unknown.key.clone(), values(unknown))).collect()
    }
}

impl Done {
    fn of(timing: &Timing, case_weeks: u64, warm_up: u64, results: Results) -> Self {
        Self { results, timing: *timing, case_weeks, warm_up, ran: true }
    }

    /// Results that were complete already; the time is that of the run that made them.
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

    /// Results that were read back.
    pub fn read(results: Results) -> Self {
        Self::there(results)
    }
}

/// Notes the quarters of every replicate on its way to the folder, or to nowhere.
struct QuarterRecorder<'k> {
    folder: Option<&'k mut dyn Keep>,
    by_replicate: Vec<f64>,
}

impl QuarterRecorder<'_> {
    fn note(&mut self, replicate: &Replicate) {
        let quarters = replicate.arms.iter().flat_map(|arm| &arm.primary_by_quarter);
        self.by_replicate.extend(quarters);
    }

    /// As results hold them: by strategy, then replicate.
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
        // Asked only for what `has` says is there.
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
