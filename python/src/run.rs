//! Runs a job without Python's global lock, and meanwhile watches for Ctrl-C and reports progress.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use balcony::experiment::{Cancel, Count, Progress};
use balcony::jobs::idle::{laid_on, without_effect};
use balcony::jobs::{JobOptions, Ready, Refusal, ResultsPlace, Words, library};
use balcony::results::{Format, Mode};
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError, PyUserWarning};
use pyo3::prelude::*;

use crate::errors::refused;
use crate::results::Results;
use crate::scenario::Scenario;

/// Interval between two checks for Ctrl-C and progress.
const LOOK: Duration = Duration::from_millis(50);

/// Options for running a job and keeping its results.
#[derive(FromPyObject)]
pub(crate) struct Work {
    pub(crate) threads: u16,
    pub(crate) out: Option<PathBuf>,
    resume: bool,
    force: bool,
    /// Whether to run all replicates even if the verdicts are settled earlier.
    all: bool,
    csv: bool,
    /// Whether to show a progress bar on the terminal.
    bar: bool,
    /// Function to call with the number of finished replicates and the total.
    progress: Option<Py<PyAny>>,
}

/// Runs one strategy.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, scenario: &Scenario, strategy: &str, work: Work) -> PyResult<Results> {
    let ready = Ready::run(scenario.inner.clone(), strategy).map_err(|refusal| refused(py, refusal))?;
    let command = scenario.command("run", &[("--strategy", Some(strategy.to_owned()))]);
    done(py, ready, command, work)
}

/// Compares several strategies on the same children with common random numbers.
#[pyfunction]
pub(crate) fn compare(
    py: Python<'_>,
    scenario: &Scenario,
    strategies: Vec<String>,
    baseline: Option<String>,
    work: Work,
) -> PyResult<Results> {
    let ready = Ready::compare(scenario.inner.clone(), &strategies, baseline.as_ref());
    let ready = ready.map_err(|refusal| refused(py, refusal))?;
    let named = (!strategies.is_empty()).then(|| strategies.join(","));
    let command = scenario.command("compare", &[("--strategies", named), ("--baseline", baseline)]);
    done(py, ready, command, work)
}

fn done(py: Python<'_>, ready: Ready, command: Vec<String>, work: Work) -> PyResult<Results> {
    let format = if work.csv { Format::Csv } else { Format::Parquet };
    let go = |progress: &Progress, cancel: &Cancel| {
        ready.go(&JobOptions {
            threads: usize::from(work.threads),
            kept: work.out.as_deref().map(|path| ResultsPlace { path, mode: work.mode(), format }),
            all: work.all,
            series: true,
            quarters: true,
            command,
            progress,
            cancel,
        })
    };
    let scenario = &ready.scenario;
    warn(py, &work, || without_effect(scenario, &laid_on(scenario), &ready.arms, &library()))?;
    let done = work.watched(py, go)?.map_err(|refusal| refused(py, refusal))?;
    Ok(Results::new(done, Words::of(scenario)))
}

/// Finds values without effect and warns about each at the user's call, before anything runs.
pub(crate) fn warn(py: Python<'_>, work: &Work, find: impl FnOnce() -> Vec<String> + Send) -> PyResult<()> {
    let found = work.watched(py, |_, _| Ok(find()))?.map_err(|refusal| refused(py, refusal))?;
    for text in found {
        let text = std::ffi::CString::new(text)?;
        PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 2)?;
    }
    Ok(())
}

impl Work {
    /// What to do if the folder holds results already.
    pub(crate) fn mode(&self) -> Mode {
        match (self.resume, self.force) {
            (true, _) => Mode::Resume,
            (_, true) => Mode::Force,
            _ => Mode::New,
        }
    }

    /// Runs a job without Python's global lock, watches for signals, and reports progress. An
    /// exception from Python has priority, except Ctrl-C: then the job's own message says what is
    /// kept.
    pub(crate) fn watched<T: Send>(
        &self,
        py: Python<'_>,
        job: impl FnOnce(&Progress, &Cancel) -> Result<T, Refusal> + Send,
    ) -> PyResult<Result<T, Refusal>> {
        let cancel = Cancel::default();
        let count = Arc::new(Count::default());
        let progress = Progress::new(!self.bar).counted(Arc::clone(&count));
        let told = || match &self.progress {
            Some(call) => Python::attach(|py| call.call1(py, count.so_far()).map(|_| ())),
            None => Ok(()),
        };
        let (outcome, stopped) = py.detach(|| beside(|| job(&progress, &cancel), &cancel, told))?;
        match stopped {
            Some(stopped) if !stopped.is_instance_of::<PyKeyboardInterrupt>(py) => Err(stopped),
            _ => Ok(outcome),
        }
    }
}

/// Runs the work on another thread, so that this one can check for signals. An exception from
/// Python stops the work.
fn beside<T: Send>(
    work: impl FnOnce() -> T + Send,
    cancel: &Cancel,
    told: impl Fn() -> PyResult<()>,
) -> PyResult<(T, Option<PyErr>)> {
    std::thread::scope(|scope| {
        let (sender, receiver) = channel();
        let worker = scope.spawn(move || {
            // If the receiver has gone, the result is not needed.
            let _ = sender.send(work());
        });
        let mut stopped: Option<PyErr> = None;
        let outcome = loop {
            match receiver.recv_timeout(LOOK) {
                Ok(outcome) => break Some(outcome),
                Err(RecvTimeoutError::Disconnected) => break None,
                Err(RecvTimeoutError::Timeout) if stopped.is_none() => {
                    let signal = Python::attach(|py| py.check_signals());
                    if let Err(raised) = signal.and_then(|()| told()) {
                        cancel.raise();
                        stopped = Some(raised);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        let fine = worker.join().is_ok();
        let outcome = outcome.filter(|_| fine);
        let outcome = outcome.ok_or_else(|| PyRuntimeError::new_err("the run ended without a word"))?;
        if stopped.is_none() {
            stopped = told().err();
        }
        Ok((outcome, stopped))
    })
}
