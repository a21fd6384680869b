//! Converts Rust errors to the exceptions of `balcony/errors.py`.

use balcony::experiment::Stop;
use balcony::jobs::Refusal;
use balcony::results::ResultsError;
use balcony::scenario::{Fault, Faults, NoStrategy};
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// An exception of `balcony/errors.py`, by the name of its class.
fn exception(py: Python<'_>, name: &str, text: &str) -> PyResult<PyErr> {
    let class = py.import("balcony.errors")?.getattr(name)?;
    Ok(PyErr::from_value(class.call1((text,))?))
}

fn made(made: PyResult<PyErr>) -> PyErr {
    made.unwrap_or_else(|error| error)
}

/// The exception for a refusal.
pub(crate) fn refused(py: Python<'_>, refusal: Refusal) -> PyErr {
    let text = refusal.to_string();
    match refusal {
        Refusal::Faults(faults) => faulty(py, &faults),
        Refusal::NoStrategy(no) => made(no_strategy(py, &no, &text)),
        Refusal::Usage(_) => made(scenario(py, &text, PyList::empty(py))),
        Refusal::Stop(Stop::Model(failure), _) => made(exception(py, "ModelFailure", &failure.to_string())),
        Refusal::Stop(Stop::Interrupted { kept, replicates }, true) => PyKeyboardInterrupt::new_err(format!(
            "interrupted: {kept} of {replicates} replicates are kept; run again with resume=True to go on"
        )),
        Refusal::Stop(Stop::Interrupted { .. }, false) => {
            PyKeyboardInterrupt::new_err("interrupted; nothing was kept, since no folder was given with out")
        }
        Refusal::Stop(_, _) => made(exception(py, "StorageError", &text)),
        Refusal::Results(error) => no_results(py, &error),
    }
}

/// The exception for a sweep that ended early. It counts runs, not replicates.
pub(crate) fn not_swept(py: Python<'_>, refusal: Refusal) -> PyErr {
    match refusal {
        Refusal::Stop(Stop::Interrupted { kept, replicates }, _) => PyKeyboardInterrupt::new_err(format!(
            "interrupted: {kept} of {replicates} runs are kept; run again with resume=True to go on"
        )),
        other => refused(py, other),
    }
}

/// The exception for a folder that cannot be used.
pub(crate) fn no_results(py: Python<'_>, error: &ResultsError) -> PyErr {
    let name = match error {
        ResultsError::Storage(_) => "StorageError",
        ResultsError::Locked { .. } => "LockedError",
        _ => "ResultsError",
    };
    made(exception(py, name, &error.to_string()))
}

/// The exception with all faults of a scenario.
pub(crate) fn faulty(py: Python<'_>, faults: &Faults) -> PyErr {
    let listed = || {
        let rows = faults.list.iter().map(|fault| row(py, fault)).collect::<PyResult<Vec<_>>>()?;
        scenario(py, &faults.draw(false), PyList::new(py, rows)?)
    };
    made(listed())
}

/// The exception for an invalid argument.
pub(crate) fn asked_wrongly(py: Python<'_>, text: &str) -> PyErr {
    made(scenario(py, text, PyList::empty(py)))
}

fn scenario(py: Python<'_>, text: &str, faults: Bound<'_, PyList>) -> PyResult<PyErr> {
    let class = py.import("balcony.errors")?.getattr("ScenarioError")?;
    Ok(PyErr::from_value(class.call1((text, faults))?))
}

fn row<'py>(py: Python<'py>, fault: &Fault) -> PyResult<Bound<'py, PyDict>> {
    let row = PyDict::new(py);
    row.set_item("file", &fault.file)?;
    row.set_item("line", fault.line)?;
    row.set_item("column", fault.column)?;
    row.set_item("key", &fault.key)?;
    row.set_item("message", &fault.message)?;
    row.set_item("allowed", &fault.allowed)?;
    row.set_item("nearest", &fault.nearest)?;
    Ok(row)
}

/// The exception for an unknown strategy, as a fault without a place.
fn no_strategy(py: Python<'_>, no: &NoStrategy, text: &str) -> PyResult<PyErr> {
    let fault = Fault {
        file: String::new(),
        line: 0,
        column: 0,
        key: "strategies".to_owned(),
        message: format!("there is no strategy `{}`", no.name),
        allowed: Some(no.known.join(", ")),
        nearest: no.nearest.clone(),
        shown: None,
    };
    scenario(py, text, PyList::new(py, [row(py, &fault)?])?)
}
