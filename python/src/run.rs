//! Runs a job without Python's lock, looks after Ctrl-C, and tells how far it is.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use balcony::experiment::{Cancel, Count, Progress};
use balcony::jobs::{Done, How, Kept, Ready, Refusal, Words};
use balcony::results::{Format, Mode};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::errors::refused;
use crate::results::Results;
use crate::scenario::Scenario;

/// How often somebody looks at Ctrl-C and at how far the work is.
const LOOK: Duration = Duration::from_millis(50);

/// How to work and what to keep.
#[derive(FromPyObject)]
pub(crate) struct Work {
    threads: u16,
    out: Option<PathBuf>,
    resume: bool,
    force: bool,
    csv: bool,
    /// A bar on the terminal.
    bar: bool,
    /// Something to call with replicates done and replicates in all.
    progress: Option<Py<PyAny>>,
}

/// One strategy.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, scenario: &Scenario, strategy: &str, work: Work) -> PyResult<Results> {
    let ready = Ready::run(scenario.inner.clone(), strategy).map_err(|refusal| refused(py, refusal))?;
    let command = scenario.command("run", &[("--strategy", Some(strategy.to_owned()))]);
    done(py, ready, command, work)
}

/// Several, on the same children and the same luck.
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
    let cancel = Cancel::default();
    let count = Arc::new(Count::default());
    let progress = Progress::new(!work.bar).counted(Arc::clone(&count));
    let mode = match (work.resume, work.force) {
        (true, _) => Mode::Resume,
        (_, true) => Mode::Force,
        _ => Mode::New,
    };
    let format = if work.csv { Format::Csv } else { Format::Parquet };
    let how = How {
        threads: usize::from(work.threads),
        kept: work.out.as_deref().map(|path| Kept { path, mode, format }),
        series: true,
        quarters: true,
        command,
        progress: &progress,
        cancel: &cancel,
    };
    let told = || match &work.progress {
        Some(call) => Python::attach(|py| call.call1(py, count.so_far()).map(|_| ())),
        None => Ok(()),
    };
    let (outcome, stopped) = py.detach(|| beside(|| ready.go(&how), &cancel, told))?;
    if let Some(stopped) = stopped
        && !stopped.is_instance_of::<pyo3::exceptions::PyKeyboardInterrupt>(py)
    {
        return Err(stopped);
    }
    let done = outcome.map_err(|refusal| refused(py, refusal))?;
    Ok(Results::new(done, Words::of(&ready.scenario)))
}

/// Does the work on a thread of its own, so that this one can look at signals; what Python raised meanwhile stops the work.
fn beside(
    work: impl FnOnce() -> Result<Done, Refusal> + Send,
    cancel: &Cancel,
    told: impl Fn() -> PyResult<()>,
) -> PyResult<(Result<Done, Refusal>, Option<PyErr>)> {
    std::thread::scope(|scope| {
        let (sender, receiver) = channel();
        let worker = scope.spawn(move || {
            // Nobody may be listening: then nobody needs it.
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
        if stopped.is_none()
            && outcome.is_ok()
            && let Err(raised) = told()
        {
            stopped = Some(raised);
        }
        Ok((outcome, stopped))
    })
}
