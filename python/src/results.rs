//! Results: columns of numbers, and their description.

use std::path::{Path, PathBuf};

use balcony::jobs::{Done, Words};
use balcony::report;
use balcony::results::{self as kept, ResultsError, put};
use balcony::summary::Look;
use balcony_engine::measure::{OUTCOMES, outcome_index};
use numpy::{IntoPyArray, PyArray1};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use crate::errors::{asked_wrongly, no_results};

/// The results of a run, from memory or from a folder.
#[pyclass(frozen, module = "balcony._balcony")]
pub(crate) struct Results {
    done: Done,
    words: Words,
}

impl Results {
    pub(crate) fn new(done: Done, words: Words) -> Self {
        Self { done, words }
    }

    fn identity(&self) -> &kept::Identity {
        &self.done.results.manifest.identity
    }
}

/// Reads a folder of results.
#[pyfunction]
pub(crate) fn read(py: Python<'_>, folder: PathBuf) -> PyResult<Results> {
    let read = py.detach(|| {
        let results = kept::read(&folder)?;
        let identity = &results.manifest.identity;
        // Columns are found by their index in the registry, so it must be the same.
        if identity.outcomes.iter().map(String::as_str).eq(OUTCOMES.iter().map(|outcome| outcome.key)) {
            return Ok(results);
        }
        let what =
            format!("its outcomes are not those of this program (it was made by {})", identity.version);
        Err(ResultsError::NotOurs { path: folder, what })
    });
    let results = read.map_err(|error| no_results(py, &error))?;
    let words = Words::read(&results);
    Ok(Results::new(Done::read(results), words))
}

#[pymethods]
impl Results {
    #[getter]
    fn arms(&self) -> Vec<String> {
        self.done.results.table.arms.clone()
    }

    #[getter]
    fn baseline(&self) -> &str {
        &self.identity().baseline
    }

    #[getter]
    fn replicates(&self) -> u32 {
        self.done.results.table.replicates
    }

    #[getter]
    fn draws(&self) -> u32 {
        self.identity().draws
    }

    #[getter]
    fn weeks(&self) -> u32 {
        self.identity().weeks
    }

    #[getter]
    fn seed(&self) -> u64 {
        self.identity().seed
    }

    #[getter]
    fn primary(&self) -> &str {
        &self.identity().primary
    }

    #[getter]
    fn title(&self) -> &str {
        &self.done.results.manifest.title
    }

    #[getter]
    fn authority(&self) -> &str {
        &self.done.results.manifest.authority
    }

    #[getter]
    fn question(&self) -> &str {
        &self.done.results.manifest.question
    }

    #[getter]
    fn scenario(&self) -> &str {
        &self.done.results.manifest.scenario
    }

    #[getter]
    fn digest(&self) -> &str {
        self.done.results.manifest.outcomes_digest.as_deref().unwrap_or_default()
    }

    #[getter]
    fn folder(&self) -> Option<&Path> {
        let path = &self.done.results.path;
        (!path.as_os_str().is_empty()).then_some(path)
    }

    #[getter]
    fn outcome_keys(&self) -> Vec<&'static str> {
        OUTCOMES.iter().map(|outcome| outcome.key).collect()
    }

    /// Values of one outcome under one strategy, by replicate, as a new array.
    fn outcome<'py>(&self, py: Python<'py>, arm: &str, key: &str) -> PyResult<Bound<'py, PyArray1<f64>>> {
        let table = &self.done.results.table;
        let arm = table.arm(arm).ok_or_else(|| {
            PyKeyError::new_err(format!("there is no strategy `{arm}`; there are {}", table.arms.join(", ")))
        })?;
        let outcome = outcome_index(key).ok_or_else(|| {
            PyKeyError::new_err(format!("no outcome is called `{key}`; balcony.outcomes() lists them"))
        })?;
        Ok(table.outcome(arm, outcome).to_vec().into_pyarray(py))
    }

    /// The primary outcome under one strategy, by replicate and quarter.
    fn quarters<'py>(&self, py: Python<'py>, arm: &str) -> PyResult<Bound<'py, PyArray1<f64>>> {
        let table = &self.done.results.table;
        let at = table.arm(arm).ok_or_else(|| {
            PyKeyError::new_err(format!("there is no strategy `{arm}`; there are {}", table.arms.join(", ")))
        })?;
        let size = table.replicates as usize * table.shape().quarters;
        Ok(self.done.results.quarters[at * size..][..size].to_vec().into_pyarray(py))
    }

    /// The text for a terminal, without colour.
    fn text(&self) -> String {
        let results = &self.done.results;
        self.words.text(results, results.table.arms.len() > 1, &Look::PLAIN)
    }

    /// The JSON object as text.
    fn json(&self) -> String {
        self.words.json(&self.done.results, &self.done.timing, [self.done.case_weeks, self.done.warm_up], &[])
    }

    /// The text of `summary.csv`.
    fn summary_csv(&self) -> String {
        kept::summary(&self.done.results)
    }

    /// The report, or the brief, as HTML text.
    fn report_text(&self, py: Python<'_>, brief: bool) -> String {
        let results = &self.done.results;
        py.detach(|| if brief { report::brief(results) } else { report::report(results) })
    }

    /// Writes the report. An existing file is replaced only with `force`.
    fn report(&self, py: Python<'_>, path: PathBuf, brief: bool, force: bool) -> PyResult<()> {
        written(py, &path, force, "write the report", || self.report_text(py, brief))
    }
}

/// Writes a file that the user asked for. An existing file is replaced only with `force`.
pub(crate) fn written(
    py: Python<'_>,
    path: &Path,
    force: bool,
    doing: &str,
    text: impl FnOnce() -> String,
) -> PyResult<()> {
    if !force && std::fs::symlink_metadata(path).is_ok() {
        return Err(asked_wrongly(
            py,
            &format!("{} is there already; force=True replaces it", path.display()),
        ));
    }
    put(path, doing, text()).map_err(|error| no_results(py, &ResultsError::Storage(error)))
}
