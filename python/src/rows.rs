//! Sweeps: checks an experiment, runs it into a folder of rows, merges shares, and reads rows as
//! columns.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use balcony::jobs::{self, Sweeping, library};
use balcony::results::disk::RealDisk;
use balcony::results::rows::{self as kept, Form, Level, Reader, RowsManifest};
use balcony::results::{Mode, ResultsError};
use balcony::sweep::{self as experiments, Share};
use numpy::{IntoPyArray, PyArray1};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::{asked_wrongly, faulty, no_results, not_swept};
use crate::run::{Work, warn};

/// A checked experiment.
#[pyclass(frozen, module = "balcony._balcony")]
pub(crate) struct Experiment {
    inner: experiments::Experiment,
    /// Name of the experiment in a command.
    called: String,
}

#[pymethods]
impl Experiment {
    /// Reads a file by path; or a text, with a name relative to which other files are found.
    #[new]
    #[pyo3(signature = (name, text=None))]
    fn new(py: Python<'_>, name: &str, text: Option<&str>) -> PyResult<Self> {
        let library = library();
        let (inner, called) = match text {
            Some(text) => (experiments::read_text(name, text, &library), "experiment.toml"),
            None => (experiments::read(name, &library), name),
        };
        let inner = inner.map_err(|faults| faulty(py, &faults))?;
        Ok(Self { inner, called: called.to_owned() })
    }

    #[getter]
    fn title(&self) -> &str {
        &self.inner.title
    }

    #[getter]
    fn points(&self) -> u32 {
        self.inner.points()
    }

    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.inner.scenario.warnings.clone()
    }

    /// The identity of the whole sweep as text. Two sweeps are the same exactly if it is equal.
    #[getter]
    fn identity(&self) -> String {
        format!("{:?}", experiments::manifest(&self.inner, Share::WHOLE, Vec::new()).identity)
    }
}

/// A finished folder of rows.
#[pyclass(frozen, module = "balcony._balcony")]
pub(crate) struct Rows {
    manifest: RowsManifest,
    folder: PathBuf,
}

/// Runs an experiment, or a share of it such as 3/7.
#[pyfunction]
pub(crate) fn sweep(py: Python<'_>, experiment: &Experiment, share: &str, work: Work) -> PyResult<Rows> {
    let said = |why: String| asked_wrongly(py, &format!("`{share}` is no share: {why}"));
    let share: Share = share.parse().map_err(said)?;
    let folder = work.out.clone().ok_or_else(|| asked_wrongly(py, "say with out where the rows are kept"))?;
    let mut command = ["balcony", "sweep", &experiment.called].map(str::to_owned).to_vec();
    if share != Share::WHOLE {
        command.extend(["--shard".to_owned(), share.to_string()]);
    }
    warn(py, &work, || jobs::idle::of_sweep(&experiment.inner, &jobs::library()))?;
    let swept = work.watched(py, |progress, cancel| {
        let (out, mode, threads) = (&*folder, work.mode(), usize::from(work.threads));
        jobs::sweep(&experiment.inner, &Sweeping { share, out, mode, threads, command, progress, cancel })
    })?;
    let (manifest, _) = swept.map_err(|refusal| not_swept(py, refusal))?;
    Ok(Rows { manifest, folder })
}

/// Merges shares of a sweep.
#[pyfunction]
pub(crate) fn merge(py: Python<'_>, shares: Vec<PathBuf>, out: PathBuf, force: bool) -> PyResult<Rows> {
    let mode = if force { Mode::Force } else { Mode::New };
    let merged = py.detach(|| kept::merge(&shares, &out, mode, Arc::new(RealDisk)));
    let manifest = merged.map_err(|error| no_results(py, &error))?;
    Ok(Rows { manifest, folder: out })
}

/// Reads a finished folder of rows.
#[pyfunction]
pub(crate) fn rows(py: Python<'_>, folder: PathBuf) -> PyResult<Rows> {
    let read = py.detach(|| kept::read(&folder)).map_err(|error| no_results(py, &error))?;
    Ok(Rows { manifest: read.0, folder })
}

#[pymethods]
impl Rows {
    #[getter]
    fn title(&self) -> &str {
        &self.manifest.title
    }

    #[getter]
    fn question(&self) -> &str {
        &self.manifest.question
    }

    #[getter]
    fn authority(&self) -> &str {
        &self.manifest.authority
    }

    #[getter]
    fn points(&self) -> u32 {
        self.manifest.identity.points
    }

    #[getter]
    fn design(&self) -> &str {
        self.manifest.design.kind.key()
    }

    #[getter]
    fn weeks(&self) -> u32 {
        self.manifest.identity.weeks
    }

    #[getter]
    fn seed(&self) -> u64 {
        self.manifest.identity.seed
    }

    #[getter]
    fn share(&self) -> (u32, u32) {
        self.manifest.identity.share
    }

    #[getter]
    fn factors<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let row = |column: &kept::Column| {
            let row = PyDict::new(py);
            row.set_item("name", &column.name)?;
            row.set_item("key", &column.key)?;
            row.set_item("form", form(column.form))?;
            row.set_item("unit", &column.unit)?;
            row.set_item("meaning", &column.meaning)?;
            Ok(row)
        };
        self.manifest.identity.factors.iter().map(row).collect()
    }

    #[getter]
    fn outcomes(&self) -> Vec<String> {
        self.manifest.identity.outcomes.clone()
    }

    #[getter]
    fn responses(&self) -> Vec<String> {
        self.manifest.responses.clone()
    }

    #[getter]
    fn arms(&self) -> Vec<String> {
        self.manifest.identity.arms.clone()
    }

    #[getter]
    fn baseline(&self) -> &str {
        &self.manifest.identity.baseline
    }

    #[getter]
    fn tasks(&self) -> u64 {
        self.manifest.tasks
    }

    #[getter]
    fn failed(&self) -> u64 {
        self.manifest.failed
    }

    #[getter]
    fn sha256(&self) -> &str {
        self.manifest.rows.as_ref().map_or("", |facts| &facts.sha256)
    }

    #[getter]
    fn folder(&self) -> &Path {
        &self.folder
    }

    #[getter]
    fn identity(&self) -> String {
        format!("{:?}", self.manifest.identity)
    }

    /// Columns by name, in order: keys, factors, the requested outcomes, errors.
    fn columns<'py>(&self, py: Python<'py>, outcomes: Vec<String>) -> PyResult<Bound<'py, PyDict>> {
        let identity = &self.manifest.identity;
        let place = |key: &String| {
            let found = identity.outcomes.iter().position(|name| name == key);
            found.ok_or_else(|| PyKeyError::new_err(format!("no outcome of these rows is called `{key}`")))
        };
        let places = outcomes.iter().map(place).collect::<PyResult<Vec<_>>>()?;
        let whole = py.detach(|| self.whole(&places)).map_err(|error| no_results(py, &error))?;
        let found = PyDict::new(py);
        let count = whole.point.len() as i64;
        let number = |numbers: Vec<u32>| -> Bound<'py, PyArray1<i32>> {
            let whole = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
            numbers.into_iter().map(whole).collect::<Vec<_>>().into_pyarray(py)
        };
        found.set_item("row", (0..count).collect::<Vec<i64>>().into_pyarray(py))?;
        found.set_item("point", number(whole.point))?;
        found.set_item("replicate", number(whole.replicate))?;
        let arms: Vec<&str> = whole.arm.iter().map(|arm| identity.arms[*arm].as_str()).collect();
        found.set_item("strategy", arms)?;
        for (factor, levels) in identity.factors.iter().zip(whole.levels) {
            found.set_item(&factor.name, column(py, factor.form, levels)?)?;
        }
        for (key, values) in outcomes.iter().zip(whole.outcomes) {
            found.set_item(key, values.into_pyarray(py))?;
        }
        found.set_item("error", whole.error)?;
        Ok(found)
    }
}

impl Rows {
    /// All rows as one group.
    fn whole(&self, outcomes: &[usize]) -> Result<kept::Group, ResultsError> {
        let (manifest, file) = kept::read(&self.folder)?;
        let damaged = |what| ResultsError::Damaged { path: self.folder.clone(), what };
        let mut reader = Reader::open(&file, &manifest, outcomes).map_err(damaged)?;
        let mut whole = kept::Group {
            levels: vec![Vec::new(); manifest.identity.factors.len()],
            outcomes: vec![Vec::new(); outcomes.len()],
            ..kept::Group::default()
        };
        while let Some(group) = reader.next_group().map_err(damaged)? {
            whole.point.extend(group.point);
            whole.replicate.extend(group.replicate);
            whole.arm.extend(group.arm);
            whole.error.extend(group.error);
            whole.levels.iter_mut().zip(group.levels).for_each(|(all, more)| all.extend(more));
            whole.outcomes.iter_mut().zip(group.outcomes).for_each(|(all, more)| all.extend(more));
        }
        Ok(whole)
    }
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Number => "number",
        Form::Whole => "whole",
        Form::Day => "day",
        Form::Text => "text",
    }
}

/// Values of a factor: numbers as arrays, days counted from 1 January 1970 as in NumPy, texts as a
/// list.
fn column<'py>(py: Python<'py>, form: Form, levels: Vec<Level>) -> PyResult<Bound<'py, PyAny>> {
    let number = |level: &Level| level.number().unwrap_or(f64::NAN);
    let whole = |level: &Level| if let Level::Whole(whole) = level { *whole } else { number(level) as i64 };
    Ok(match form {
        Form::Number => levels.iter().map(number).collect::<Vec<_>>().into_pyarray(py).into_any(),
        Form::Whole => levels.iter().map(whole).collect::<Vec<_>>().into_pyarray(py).into_any(),
        Form::Day => {
            let day = |level: &Level| number(level) as i64 + EPOCH;
            levels.iter().map(day).collect::<Vec<i64>>().into_pyarray(py).into_any()
        }
        Form::Text => levels.iter().map(Level::to_string).collect::<Vec<_>>().into_pyobject(py)?.into_any(),
    })
}

/// Days from 1 January 1970, where NumPy's dates begin, to 1 January 1990, where the engine's
/// begin.
const EPOCH: i64 = 7305;
