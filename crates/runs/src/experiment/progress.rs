//! Progress display on a terminal: how far the work is and how long it will still take. Nothing is
//! shown on a pipe or in quiet mode.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::stats::sequence::SHOWN;
use super::{Stopping, Table};

/// Progress that another thread can read.
#[derive(Debug, Default)]
pub struct Count {
    all: AtomicU32,
    done: AtomicU32,
}

impl Count {
    /// Number of finished replicates, including those that an earlier run kept, and the total (0
    /// before the work begins).
    pub fn so_far(&self) -> (u32, u32) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }
}

/// Shows progress to a person.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    spans: bool,
    count: Option<Arc<Count>>,
    teller: Option<Teller>,
}

/// Describes in one line the results so far.
struct Teller(Box<dyn Fn(&Table) -> String + Send + Sync>);

impl std::fmt::Debug for Teller {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Teller")
    }
}

impl Progress {
    /// A display that shows nothing.
    pub fn silent() -> Self {
        Self { bar: None, spans: false, count: None, teller: None }
    }

    /// A display on standard error; silent if that is no terminal or if `quiet` is set.
    pub fn new(quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self::silent();
        }
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(4));
        Self { bar: Some(bar), spans: false, count: None, teller: None }
    }

    /// Also updates `count`, for other threads.
    pub fn counted(self, count: Arc<Count>) -> Self {
        Self { count: Some(count), ..self }
    }

    /// Also shows a second line with the results so far, from [`SHOWN`] pairs on.
    pub fn telling(self, teller: impl Fn(&Table) -> String + Send + Sync + 'static) -> Self {
        Self { teller: Some(Teller(Box::new(teller))), ..self }
    }

    /// One progress line for several consecutive jobs with `all` replicates in total, of which
    /// `kept` are done already. [`Self::finish`] ends it.
    pub fn spanning(quiet: bool, all: u32, kept: u32) -> Self {
        let progress = Self::new(quiet);
        progress.begin(all, kept, Stopping::All);
        Self { spans: true, ..progress }
    }

    /// Removes the progress line.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Begins a job. Replicates that an earlier run kept count as done, but not in the time
    /// estimate.
    pub fn begin(&self, all: u32, kept: u32, stopping: Stopping) {
        if let Some(count) = &self.count {
            count.done.store(kept, Ordering::Relaxed);
            count.all.store(all, Ordering::Relaxed);
        }
        if let (Some(bar), false) = (&self.bar, self.spans) {
            let (of, left) = match stopping {
                Stopping::All => ("of", ", {eta} left"),
                Stopping::Settled => ("of at most", ""),
            };
            let line =
                format!("{{prefix}} {{bar:20}} {{pos}} {of} {{len}} replicates, {{elapsed}} elapsed{left}");
            let second = if self.teller.is_some() { "\n{wide_msg}" } else { "" };
            if let Ok(style) = ProgressStyle::with_template(&format!("{line}{second}")) {
                bar.set_style(style);
            }
            bar.set_length(u64::from(all));
            bar.set_position(u64::from(kept));
            bar.reset_eta();
            bar.set_prefix("Simulating");
        }
    }

    /// Begins to count at most `all` items that are not replicates.
    pub(crate) fn counting(&self, all: u32, what: &str) {
        if let Some(count) = &self.count {
            count.all.store(all, Ordering::Relaxed);
        }
        if let Some(bar) = &self.bar {
            let template =
                format!("{{msg}} {{bar:30}} {{pos}} of {{len}} {what}, {{elapsed}} elapsed, {{eta}} left");
            if let Ok(style) = ProgressStyle::with_template(&template) {
                bar.set_style(style);
            }
            bar.set_length(u64::from(all));
            bar.set_message("Sweeping");
        }
    }

    /// Items that an earlier run kept: they count as done, but not in the time estimate.
    pub(crate) fn kept(&self, done: u64) {
        if let Some(count) = &self.count {
            count.done.store(u32::try_from(done).unwrap_or(u32::MAX), Ordering::Relaxed);
        }
        if let Some(bar) = &self.bar
            && bar.position() < done
        {
            bar.set_position(done);
            bar.reset_eta();
        }
    }

    /// Counts one more finished replicate.
    pub fn step(&self) {
        if let Some(count) = &self.count {
            count.done.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// Shows the results so far. With many replicates it does so rarely, because the words are
    /// computed again each time.
    pub(crate) fn tell(&self, table: &Table) {
        let due = table.replicates >= SHOWN && table.replicates.is_multiple_of(1 + table.replicates / 100);
        if let (Some(bar), Some(Teller(words)), true) = (&self.bar, &self.teller, due) {
            bar.set_message(words(table));
        }
    }

    /// Removes the progress line, unless it spans several jobs.
    pub(crate) fn end(&self) {
        if !self.spans {
            self.finish();
        }
    }
}
