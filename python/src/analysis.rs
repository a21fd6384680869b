//! Analysis of a sweep: as terminal text, as JSON, as CSV, and as an HTML page.

use std::path::PathBuf;

use balcony::analyse::{self as analysing, Findings, Options};
use balcony::jobs;
use balcony::summary::Look;
use pyo3::prelude::*;

use crate::errors::refused;
use crate::results::written;

/// Analysis of a folder of rows.
#[pyclass(frozen, module = "balcony._balcony")]
pub(crate) struct Analysis {
    findings: Findings,
}

/// Analyses a folder of rows.
#[pyfunction]
pub(crate) fn analyse(
    py: Python<'_>,
    folder: PathBuf,
    outcomes: Vec<String>,
    resamples: u32,
    seed: u64,
    threads: u16,
) -> PyResult<Analysis> {
    let options = Options { outcomes, resamples, seed, threads: usize::from(threads) };
    let findings = py.detach(|| jobs::findings(&folder, &options)).map_err(|refusal| refused(py, refusal))?;
    Ok(Analysis { findings })
}

#[pymethods]
impl Analysis {
    /// The text for a terminal, without colour.
    fn text(&self) -> String {
        analysing::text(&self.findings, &Look::PLAIN)
    }

    /// All findings as JSON text.
    fn json(&self) -> String {
        analysing::json(&self.findings).to_string()
    }

    /// Every index as one row of comma-separated text.
    fn csv(&self) -> String {
        analysing::csv(&self.findings)
    }

    /// The HTML page as text.
    fn page_text(&self, py: Python<'_>) -> String {
        py.detach(|| analysing::page(&self.findings))
    }

    /// Writes the HTML page. An existing file is replaced only with `force`.
    fn page(&self, py: Python<'_>, path: PathBuf, force: bool) -> PyResult<()> {
        written(py, &path, force, "write the analysis", || self.page_text(py))
    }
}
