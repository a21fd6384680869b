//! Runs the replicates of a job on its own pool of threads and delivers them in the order of their
//! index.
//!
//! A worker simulates a replicate under every strategy. The calling thread takes replicates in
//! order, stores them and adds them to the table (see [`Pool`]). Apart from a few numbers per
//! replicate (see [`Table`]), memory does not depend on how many there are. The results do not
//! depend on the number of threads.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use balcony_engine::registry::Margin;

use super::pool::{Ended, Pool};
use super::{
    Cancel, Keep, ModelFailure, Progress, Replicate, Shape, Stopping, StorageError, Table, Timing, check,
};

/// A comparison to run.
#[derive(Debug)]
pub struct Job<'a> {
    /// Names of the strategies, sorted.
    pub arms: &'a [String],
    /// Index in `arms` of the strategy that the others are compared with.
    pub baseline: usize,
    /// Largest number of replicates.
    pub replicates: u32,
    /// When the comparison ends.
    pub stopping: Stopping,
    /// Index in the registry of the first outcome whose verdicts must be settled.
    pub primary: usize,
    /// Keys of the other outcomes whose verdicts must be settled.
    pub also: &'a [String],
    /// Number of parameter samples, to which replicates are assigned in turn; 0 if none are drawn.
    pub draws: u32,
    /// Smallest effect of interest of each outcome, in the registry's order; empty for the
    /// registry's own.
    pub margins: &'a [Margin],
    /// Shape of each replicate's results.
    pub shape: Shape,
    /// Number of threads; 0 means one per processor of the machine.
    pub threads: usize,
    /// Progress display.
    pub progress: &'a Progress,
    /// Stop flag.
    pub cancel: &'a Cancel,
}

/// Results of a finished run in memory.
#[derive(Debug)]
pub struct Run {
    /// Outcomes of every strategy and replicate, and means of the series.
    pub table: Table,
    /// Time that the simulation took.
    pub timing: Timing,
    /// Case-weeks that this run simulated, warm-up included. Replicates of an earlier run are not
    /// counted.
    pub case_weeks: u64,
    /// Case-weeks of the warm-up among them.
    pub warm_up_case_weeks: u64,
    /// Largest number of replicates that were running or waiting for delivery at the same time.
    pub most_at_once: usize,
}

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The model failed.
    #[error(transparent)]
    Model(#[from] ModelFailure),
    /// A file could not be written or read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A stop was requested.
    #[error("interrupted: {kept} of {replicates} replicates are kept; run again with --resume to go on")]
    Interrupted {
        /// Number of replicates that are safely on disk.
        kept: u32,
        /// Number of replicates that were requested.
        replicates: u32,
    },
    /// The threads could not be started.
    #[error("cannot start {threads} threads: {message}")]
    Threads {
        /// Number of threads that were requested.
        threads: usize,
        /// Message of the system.
        message: String,
    },
}

impl Stop {
    /// The program's exit code for this reason.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Model(_) => 3,
            Self::Storage(_) | Self::Threads { .. } => 5,
            Self::Interrupted { .. } => 130,
        }
    }
}

/// Runs a job. `make` creates the scratch space of a worker, once per thread; `simulate` runs the
/// replicate with a given index.
///
/// # Errors
/// If the model or the storage fails, threads cannot be started, or a stop was requested.
pub fn run<S>(
    job: &Job<'_>,
    make: impl Fn() -> S + Sync,
    simulate: impl Fn(u32, &mut S) -> Result<Replicate, ModelFailure> + Sync,
    mut keep: Option<&mut dyn Keep>,
) -> Result<Run, Stop> {
    let pool = Pool::new(job.threads)?;
    let kept = |number: &u32| keep.as_ref().is_some_and(|keep| keep.has(*number));
    let mut missing: Vec<u32> = (0..job.replicates).filter(|number| !kept(number)).collect();
    job.progress.begin(job.replicates, job.replicates.saturating_sub(missing.len() as u32), job.stopping);
    let mut table = Table::new(job.arms, job.baseline, job.replicates, job.draws, job.shape)
        .measured_by(job.margins)
        .stopped_by(job.stopping)
        .decided_by(job.also);
    let first = missing.first().copied().unwrap_or(job.replicates);
    if kept_until(job, &mut table, first, &mut keep)?.is_break() {
        // The earlier run was interrupted after the look that settled it.
        missing.clear();
    }
    let missing = missing;
    let work = |position: usize, scratch: &mut S| {
        let number = missing[position];
        let replicate = guarded(number, || simulate(number, scratch))
            .and_then(|replicate| check::check(&replicate, number, &job.shape, job.arms).map(|()| replicate));
        replicate.map_err(|failure| failure.in_draw(number.checked_rem(job.draws)))
    };
    let (mut case_weeks, mut warm_up) = (0, 0);
    let take = |position: usize, replicate: Result<Replicate, ModelFailure>| {
        if kept_until(job, &mut table, missing[position], &mut keep)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let replicate = replicate?;
        case_weeks += replicate.case_weeks;
        warm_up += replicate.warm_up_case_weeks;
        if let Some(keep) = keep.as_deref_mut() {
            keep.add(&replicate)?;
        }
        Ok::<_, Stop>(add(job, &mut table, &replicate))
    };
    let ended = pool.ordered(missing.len(), job.cancel, make, work, take);
    job.progress.end();
    let ended = ended?;
    if !ended.whole {
        let kept = keep.map_or(0, |keep| keep.safe());
        return Err(Stop::Interrupted { kept, replicates: job.replicates });
    }
    if !job.stopping.enough(&table, job.primary) {
        let _ = kept_until(job, &mut table, job.replicates, &mut keep)?;
    }
    let Ended { timing, most_at_once, .. } = ended;
    Ok(Run { table, timing, case_weeks, warm_up_case_weeks: warm_up, most_at_once })
}

/// Adds a replicate, and breaks if the stopping rule is satisfied.
fn add(job: &Job<'_>, table: &mut Table, replicate: &Replicate) -> ControlFlow<()> {
    table.add(replicate);
    job.progress.step();
    job.progress.tell(table);
    if job.stopping.enough(table, job.primary) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Adds the stored replicates before index `number`, or until the stopping rule is satisfied.
fn kept_until(
    job: &Job<'_>,
    table: &mut Table,
    number: u32,
    keep: &mut Option<&mut dyn Keep>,
) -> Result<ControlFlow<()>, Stop> {
    if let Some(keep) = keep {
        while table.replicates < number {
            table.add(&keep.load(table.replicates)?);
            if job.stopping.enough(table, job.primary) {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Converts a panic in the model to an ordinary failure of the model.
pub(crate) fn guarded<T>(
    number: u32,
    simulate: impl FnOnce() -> Result<T, ModelFailure>,
) -> Result<T, ModelFailure> {
    catch_unwind(AssertUnwindSafe(simulate)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text =
            text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it stopped without a message");
        Err(ModelFailure {
            authority: "unknown".to_owned(),
            agent: format!("replicate {number}"),
            week: None,
            mechanism: "unknown".to_owned(),
            message: text.to_owned(),
        })
    })
}
