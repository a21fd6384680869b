//! Time spent on the simulation proper: wall time from the first replicate to the last, and
//! processor time of the threads that simulate. Files, joins and summaries are not in it. The only
//! clock of an experiment; no result may read it.

use std::time::Instant;

/// Seconds since it was made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn seconds(self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// Nanoseconds of processor time of the thread that asks (Linux; none elsewhere).
pub(crate) fn thread_cpu() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}
