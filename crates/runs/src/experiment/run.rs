//! Runs the replicates of a job on its own pool of threads and delivers them in the order of their
//! numbers.
//!
//! A worker simulates a replicate under every strategy; the calling thread takes them in order,
//! keeps them and adds them up (see [`Pool`]). Memory does not depend on how many there are, but
//! for a few numbers each (see [`Table`]). What comes out does not depend on threads at all.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use balcony_engine::registry::Margin;

use super::pool::{Ended, Pool};
use super::{
    Cancel, Keep, ModelFailure, Progress, Replicate, Shape, Stopping, StorageError, Table, Timing, check,
};

/// What is to be run.
#[derive(Debug)]
pub struct Job<'a> {
    /// Names of the strategies, sorted.
    pub arms: &'a [String],
    /// The strategy the others are compared with; an index into `arms`.
    pub baseline: usize,
    /// Replicates, at most.
    pub replicates: u32,
    /// When the comparison ends.
    pub stopping: Stopping,
    /// The outcome whose verdicts are to be settled; a row of the registry.
    pub primary: usize,
    /// Draws of what is not known, to which replicates are dealt in turn; 0 where nothing is drawn.
    pub draws: u32,
    /// What matters of each outcome, in the registry's order; the registry's if there are none.
    pub margins: &'a [Margin],
    /// What each brings.
    pub shape: Shape,
    /// Threads; 0 stands for as many as the machine has.
    pub threads: usize,
    /// Tells a person.
    pub progress: &'a Progress,
    /// Asks to stop.
    pub cancel: &'a Cancel,
}

/// What a finished run leaves in memory.
#[derive(Debug)]
pub struct Run {
    /// Outcomes of every strategy and replicate, and means of the series.
    pub table: Table,
    /// How long the simulation took.
    pub timing: Timing,
    /// Case-weeks simulated in this run, warm-up included; replicates kept earlier are not in it.
    pub case_weeks: u64,
    /// Of them in the warm-up.
    pub warm_up_case_weeks: u64,
    /// The most replicates that were under way or waiting for their turn at once.
    pub most_at_once: usize,
}

/// Why a run did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The model failed.
    #[error(transparent)]
    Model(#[from] ModelFailure),
    /// Something could not be kept or read back.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Somebody asked to stop.
    #[error("interrupted: {kept} of {replicates} replicates are kept; run again with --resume to go on")]
    Interrupted {
        /// Replicates safe on disk.
        kept: u32,
        /// Replicates asked for.
        replicates: u32,
    },
    /// The threads could not be started.
    #[error("cannot start {threads} threads: {message}")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// What the system said.
        message: String,
    },
}

impl Stop {
    /// The exit code that goes with it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Model(_) => 3,
            Self::Storage(_) | Self::Threads { .. } => 5,
            Self::Interrupted { .. } => 130,
        }
    }
}

/// Runs a job. `make` makes a worker's own scratch space, once a thread; `simulate` turns a number
/// into a replicate.
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
        .stopped_by(job.stopping);
    let first = missing.first().copied().unwrap_or(job.replicates);
    if kept_until(job, &mut table, first, &mut keep)?.is_break() {
        // An earlier run was cut short between its last look and its end.
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

/// Adds a replicate and says whether that is enough.
fn add(job: &Job<'_>, table: &mut Table, replicate: &Replicate) -> ControlFlow<()> {
    table.add(replicate);
    job.progress.step();
    job.progress.tell(table);
    if job.stopping.enough(table, job.primary) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Adds the replicates that an earlier run kept, up to one that it did not, or until that is
/// enough.
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

/// A panic in the model is a failure of the model, named like every other.
pub(crate) fn guarded<T>(
    number: u32,
    simulate: impl FnOnce() -> Result<T, ModelFailure>,
) -> Result<T, ModelFailure> {
    catch_unwind(AssertUnwindSafe(simulate)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text =
            text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it stopped without a word");
        Err(ModelFailure {
            authority: "unknown".to_owned(),
            agent: format!("replicate {number}"),
            week: None,
            mechanism: "unknown".to_owned(),
            message: text.to_owned(),
        })
    })
}
