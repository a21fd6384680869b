//! Progress on a terminal: how far, how long still. Nothing on a pipe, nothing when asked to be
//! quiet.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::stats::sequence::SHOWN;
use super::{Stopping, Table};

/// How far the work is, for somebody who looks from another thread.
#[derive(Debug, Default)]
pub struct Count {
    all: AtomicU32,
    done: AtomicU32,
}

impl Count {
    /// Replicates done, those kept by an earlier run among them, and replicates in all (0 before
    /// the work begins).
    pub fn so_far(&self) -> (u32, u32) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }
}

/// What tells a person how far the work is.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    spans: bool,
    count: Option<Arc<Count>>,
    teller: Option<Teller>,
}

/// Says in one line what has come out so far.
struct Teller(Box<dyn Fn(&Table) -> String + Send + Sync>);

impl std::fmt::Debug for Teller {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Teller")
    }
}

impl Progress {
    /// Says nothing.
    pub fn silent() -> Self {
        Self { bar: None, spans: false, count: None, teller: None }
    }

    /// Speaks on standard error if that is a terminal and nobody asked for quiet.
    pub fn new(quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self::silent();
        }
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(4));
        Self { bar: Some(bar), spans: false, count: None, teller: None }
    }

    /// The same, and counts for whoever looks.
    pub fn counted(self, count: Arc<Count>) -> Self {
        Self { count: Some(count), ..self }
    }

    /// The same, and says in a second line what has come out so far, from [`SHOWN`] pairs on.
    pub fn telling(self, teller: impl Fn(&Table) -> String + Send + Sync + 'static) -> Self {
        Self { teller: Some(Teller(Box::new(teller))), ..self }
    }

    /// One line for many jobs in a row: so many replicates in all of them, so many done before.
    /// [`Self::finish`] ends it.
    pub fn spanning(quiet: bool, all: u32, kept: u32) -> Self {
        let progress = Self::new(quiet);
        progress.begin(all, kept, Stopping::All);
        Self { spans: true, ..progress }
    }

    /// Takes the line away, whoever drew it.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Begins; replicates kept by an earlier run are counted as done, but not in the estimate of
    /// time.
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

    /// Begins to count something else than replicates: so many at most.
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

    /// So many were kept by an earlier run: they count as done, but not in the estimate of time.
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

    /// One more replicate is done.
    pub fn step(&self) {
        if let Some(count) = &self.count {
            count.done.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// Says what a comparison has come to so far; seldom where there are many, for its words are
    /// worked out anew.
    pub(crate) fn tell(&self, table: &Table) {
        let due = table.replicates >= SHOWN && table.replicates.is_multiple_of(1 + table.replicates / 100);
        if let (Some(bar), Some(Teller(words)), true) = (&self.bar, &self.teller, due) {
            bar.set_message(words(table));
        }
    }

    /// Takes the line away, unless it spans more jobs.
    pub(crate) fn end(&self) {
        if !self.spans {
            self.finish();
        }
    }
}
