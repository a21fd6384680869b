//! Jobs done in parallel on a pool of threads of their own and handed over in the order of their
//! numbers.
//!
//! A worker takes a job, does it, and hands the result over through a bounded channel; the calling
//! thread puts results in order. Memory depends on the number of threads and the size of one
//! result, never on how many jobs there are.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};

use super::clock::{Stopwatch, thread_cpu};
use super::window::Window;
use super::{Cancel, Stop, Timing};

/// Threads that wait for jobs.
#[derive(Debug)]
pub struct Pool {
    pool: rayon::ThreadPool,
}

/// How a row of jobs ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    /// Whether all were taken, or as many as were enough; else somebody asked to stop.
    pub whole: bool,
    /// How long it took.
    pub timing: Timing,
    /// The most jobs that were under way or waiting for their turn at once.
    pub most_at_once: usize,
}

impl Pool {
    /// A pool; 0 threads stand for as many as the machine has.
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

    /// Its threads.
    pub fn threads(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// Does the jobs 0 to `count` - 1. `make` makes a worker's own scratch space, once a thread;
    /// `take` is called in the order of the jobs, on the calling thread, and says whether that is
    /// enough: nothing is taken after it, whatever is done already.
    ///
    /// # Errors
    /// What `take` says; nothing is taken after that.
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
            // Workers that wait to hand something over must find nobody there, or they would wait
            // for ever.
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

/// The result of a job, waiting for it; none if the workers have gone, as they do when asked to
/// stop.
fn next<T>(wanted: usize, receiver: &Receiver<(usize, T)>, early: &mut BTreeMap<usize, T>) -> Option<T> {
    loop {
        if let Some(found) = early.remove(&wanted) {
            return Some(found);
        }
        let (position, found) = receiver.recv().ok()?;
        early.insert(position, found);
    }
}
