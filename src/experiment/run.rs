//! Runs the replicates of a job on its own pool of threads and delivers them in the order of their numbers.
//!
//! A worker takes a replicate, simulates it under every strategy, and hands it over through a bounded channel; the calling
//! thread puts them in order, keeps them and adds them up. Memory depends on the number of threads and on the size of one
//! replicate, never on how many there are (but for a few numbers each, see [`Table`]). What comes out does not depend on
//! threads at all.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::clock::{Stopwatch, thread_cpu};
use super::window::Window;
use super::{Cancel, Keep, ModelFailure, Progress, Replicate, Shape, StorageError, Table, Timing, check};

/// What is to be run.
#[derive(Debug)]
pub struct Job<'a> {
    /// Names of the strategies, sorted.
    pub arms: &'a [String],
    /// The strategy the others are compared with; an index into `arms`.
    pub baseline: usize,
    /// Replicates.
    pub replicates: u32,
    /// Draws of what is not known, to which replicates are dealt in turn; 0 where nothing is drawn.
    pub draws: u32,
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

type Delivery = (usize, Result<Replicate, ModelFailure>);

/// Runs a job. `make` makes a worker's own scratch space, once a thread; `simulate` turns a number into a replicate.
pub fn run<S>(
    job: &Job<'_>,
    make: impl Fn() -> S + Sync,
    simulate: impl Fn(u32, &mut S) -> Result<Replicate, ModelFailure> + Sync,
    keep: Option<&mut dyn Keep>,
) -> Result<Run, Stop> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(job.threads)
        .thread_name(|at| format!("replicates-{at}"))
        .build()
        .map_err(|error| Stop::Threads { threads: job.threads, message: error.to_string() })?;
    let threads = pool.current_num_threads();
    let kept = |number: &u32| keep.as_ref().is_some_and(|keep| keep.has(*number));
    let missing: Vec<u32> = (0..job.replicates).filter(|number| !kept(number)).collect();
    job.progress.begin(job.replicates, job.replicates.saturating_sub(missing.len() as u32));

    let window = Window::new(4 * threads, missing.len());
    let (sender, receiver) = sync_channel::<Delivery>(threads);
    let cpu = AtomicU64::new(0);
    let work = |sender: SyncSender<Delivery>| {
        let before = thread_cpu();
        let mut scratch = make();
        while let Some(position) = window.take() {
            if job.cancel.is_raised() {
                break;
            }
            let number = missing[position];
            let replicate = guarded(number, || simulate(number, &mut scratch)).and_then(|replicate| {
                check::check(&replicate, number, &job.shape, job.arms).map(|()| replicate)
            });
            let replicate = replicate.map_err(|failure| failure.in_draw(number.checked_rem(job.draws)));
            let failed = replicate.is_err();
            if sender.send((position, replicate)).is_err() {
                break;
            }
            if failed {
                window.close();
            }
        }
        if let (Some(before), Some(after)) = (before, thread_cpu()) {
            cpu.fetch_add(after.saturating_sub(before), Ordering::Relaxed);
        }
    };

    let watch = Stopwatch::start();
    let mut gather =
        Gather { job, keep, window: &window, early: BTreeMap::new(), seen: 0, case_weeks: 0, warm_up: 0 };
    let gathered = pool.in_place_scope(|scope| {
        let work = &work;
        let hand = sender;
        scope.spawn_broadcast(move |_, _| work(hand.clone()));
        let gathered = gather.all(&receiver, &missing);
        window.close();
        // Workers that wait to hand something over must find nobody there, or they would wait for ever.
        drop(receiver);
        gathered
    });
    let timing = Timing {
        wall: watch.seconds(),
        cpu: thread_cpu().map(|_| cpu.load(Ordering::Relaxed) as f64 / 1e9),
        threads,
    };
    let (case_weeks, warm_up_case_weeks) = (gather.case_weeks, gather.warm_up);
    job.progress.end();
    let Some(table) = gathered? else {
        let kept = gather.keep.map_or(0, |keep| keep.safe());
        return Err(Stop::Interrupted { kept, replicates: job.replicates });
    };
    Ok(Run { table, timing, case_weeks, warm_up_case_weeks, most_at_once: window.most() })
}

/// A panic in the model is a failure of the model, named like every other.
fn guarded(
    number: u32,
    simulate: impl FnOnce() -> Result<Replicate, ModelFailure>,
) -> Result<Replicate, ModelFailure> {
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

/// The one who puts replicates in order.
struct Gather<'a, 'k> {
    job: &'a Job<'a>,
    keep: Option<&'k mut dyn Keep>,
    window: &'a Window,
    early: BTreeMap<usize, Result<Replicate, ModelFailure>>,
    seen: usize,
    case_weeks: u64,
    warm_up: u64,
}

impl Gather<'_, '_> {
    /// All replicates in the order of their numbers; none if somebody asked to stop.
    fn all(&mut self, receiver: &Receiver<Delivery>, missing: &[u32]) -> Result<Option<Table>, Stop> {
        let mut table =
            Table::new(self.job.arms, self.job.baseline, self.job.replicates, self.job.draws, self.job.shape);
        for number in 0..self.job.replicates {
            if self.job.cancel.is_raised() {
                return Ok(None);
            }
            if missing.get(self.seen) == Some(&number) {
                let Some(replicate) = self.next(receiver) else {
                    return Ok(None);
                };
                let replicate = replicate?;
                self.case_weeks += replicate.case_weeks;
                self.warm_up += replicate.warm_up_case_weeks;
                if let Some(keep) = self.keep.as_deref_mut() {
                    keep.add(&replicate)?;
                }
                table.add(&replicate);
                self.window.delivered();
                self.job.progress.step();
            } else if let Some(keep) = self.keep.as_deref_mut() {
                table.add(&keep.load(number)?);
            }
        }
        Ok(Some(table))
    }

    /// The next in order, waiting for it; none if the workers have gone, as they do when asked to stop.
    fn next(&mut self, receiver: &Receiver<Delivery>) -> Option<Result<Replicate, ModelFailure>> {
        let wanted = self.seen;
        self.seen += 1;
        loop {
            if let Some(replicate) = self.early.remove(&wanted) {
                return Some(replicate);
            }
            let (position, replicate) = receiver.recv().ok()?;
            self.early.insert(position, replicate);
        }
    }
}
