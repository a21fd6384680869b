//! Runs jobs on its own pool of threads and delivers the results in the order of the job numbers.
//!
//! A worker takes a job, runs it, and sends the result through a bounded channel; the calling
//! thread sorts the results. Memory depends on the number of threads and the size of one result,
//! never on the number of jobs.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};

use super::clock::{Stopwatch, thread_cpu};
use super::window::Window;
use super::{Cancel, Stop, Timing};

/// A pool of threads that run jobs.
#[derive(Debug)]
pub struct Pool {
    pool: rayon::ThreadPool,
}

/// How a series of jobs ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    /// Whether all results that were needed were delivered; false if a stop was requested.
    pub whole: bool,
    /// Time that the jobs took.
    pub timing: Timing,
    /// Largest number of jobs that were running or waiting for delivery at the same time.
    pub most_at_once: usize,
}

impl Pool {
    /// Starts a pool; 0 threads means one per processor of the machine.
    ///
    /// # Errors
    /// If the system starts no more threads.
    pub fn new(threads: usize) -> Result<Self, Stop> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|at| format!("replicates-{at}"))
            .build()
            .map_err(|error| Stop::Threads { threads, message: error.to_string() })?;
        Ok(Self { pool })
    }

    /// Number of threads.
    pub fn threads(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// Runs the jobs 0 to `count` - 1. `make` creates the scratch space of a worker, once per
    /// thread. `take` receives the results in job order on the calling thread and says whether to
    /// go on. After it breaks, no further result is delivered, even if more jobs have finished.
    ///
    /// # Errors
    /// The first error of `take`; nothing is delivered after it.
    pub fn ordered<S, T: Send, E>(
        &self,
        count: usize,
        cancel: &Cancel,
        make: impl Fn() -> S + Sync,
        work: impl Fn(usize, &mut S) -> T + Sync,
        mut take: impl FnMut(usize, T) -> Result<ControlFlow<()>, E>,
    ) -> Result<Ended, E> {
        let threads = self.threads();
        let window = Window::new(4 * threads, count);
        let (sender, receiver) = sync_channel::<(usize, T)>(threads);
        let cpu = AtomicU64::new(0);
        let worker = |sender: std::sync::mpsc::SyncSender<(usize, T)>| {
            let before = thread_cpu();
            let mut scratch = make();
            while let Some(position) = window.take() {
                if cancel.is_raised() || sender.send((position, work(position, &mut scratch))).is_err() {
                    break;
                }
            }
            if let (Some(before), Some(after)) = (before, thread_cpu()) {
                cpu.fetch_add(after.saturating_sub(before), Ordering::Relaxed);
            }
        };
        let watch = Stopwatch::start();
        let taken = self.pool.in_place_scope(|scope| {
            let worker = &worker;
            let hand = sender;
            scope.spawn_broadcast(move |_, _| worker(hand.clone()));
            let mut early = BTreeMap::new();
            let mut whole = true;
            let mut fault = None;
            for wanted in 0..count {
                let found = if cancel.is_raised() { None } else { next(wanted, &receiver, &mut early) };
                let Some(found) = found else {
                    whole = false;
                    break;
                };
                match take(wanted, found) {
                    Ok(ControlFlow::Continue(())) => window.delivered(),
                    Ok(ControlFlow::Break(())) => break,
                    Err(error) => {
                        fault = Some(error);
                        break;
                    }
                }
            }
            window.close();
            // Drop the receiver first. Otherwise workers that wait to send a result would wait for
            // ever.
            drop(receiver);
            fault.map_or(Ok(whole), Err)
        });
        let timing = Timing {
            wall: watch.seconds(),
            cpu: thread_cpu().map(|_| cpu.load(Ordering::Relaxed) as f64 / 1e9),
            threads,
        };
        taken.map(|whole| Ended { whole, timing, most_at_once: window.most() })
    }
}

/// Waits for the result of a job. `None` if the workers have ended, as they do after a stop
/// request.
fn next<T>(wanted: usize, receiver: &Receiver<(usize, T)>, early: &mut BTreeMap<usize, T>) -> Option<T> {
    loop {
        if let Some(found) = early.remove(&wanted) {
            return Some(found);
        }
        let (position, found) = receiver.recv().ok()?;
        early.insert(position, found);
    }
}
