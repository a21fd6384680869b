//! Measures the simulation itself: wall-clock time from the first replicate to the last, and
//! processor time of the simulating threads. Files, joins and summaries are excluded. This is the
//! only clock of an experiment, and no result may depend on it.

use std::time::Instant;

/// Measures wall-clock seconds since its creation.
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

/// Processor time of the calling thread in nanoseconds (Linux only; `None` elsewhere).
pub(crate) fn thread_cpu() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}
