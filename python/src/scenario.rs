//! A scenario with all changes that the caller made to it.

use balcony::jobs::{self, Laid, lay, library};
use balcony::scenario::{self as reader, read, read_text};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::faulty;

/// A checked scenario with every value filled in.
#[pyclass(frozen, module = "balcony._balcony")]
pub(crate) struct Scenario {
    pub(crate) inner: reader::Scenario,
    /// Name of the scenario in a command.
    pub(crate) called: String,
    pub(crate) laid: Laid,
}

#[pymethods]
impl Scenario {
    /// Reads a shipped scenario by name or a file by path; or a text, with a name.
    #[new]
    #[pyo3(signature = (name, text=None))]
    fn new(py: Python<'_>, name: &str, text: Option<&str>) -> PyResult<Self> {
        let library = library();
        let (inner, called) = match text {
            Some(text) => (read_text(name, text, &library), "scenario.toml"),
            None => (read(name, &library), name),
        };
        let inner = inner.map_err(|faults| faulty(py, &faults))?;
        Ok(Self { inner, called: called.to_owned(), laid: Laid::default() })
    }

    /// The scenario with further changes; the faults of all changes together.
    fn with_laid(
        &self,
        py: Python<'_>,
        authority: Option<String>,
        sets: Vec<String>,
        weeks: Option<u32>,
    ) -> PyResult<Self> {
        let laid = Laid { authority, sets, weeks };
        let inner = lay(self.inner.clone(), &laid, &library()).map_err(|faults| faulty(py, &faults))?;
        let mut all = self.laid.clone();
        if laid.authority.is_some() {
            // Earlier settings belonged to another authority.
            all.authority = laid.authority;
        }
        all.sets.extend(laid.sets);
        all.weeks = laid.weeks.or(all.weeks);
        Ok(Self { inner, called: self.called.clone(), laid: all })
    }

    #[getter]
    fn name(&self) -> &str {
        &self.inner.name
    }

    #[getter]
    fn title(&self) -> &str {
        &self.inner.title
    }

    #[getter]
    fn question(&self) -> &str {
        &self.inner.question
    }

    #[getter]
    fn story(&self) -> &str {
        &self.inner.story
    }

    #[getter]
    fn primary(&self) -> &str {
        &self.inner.primary
    }

    #[getter]
    fn authority(&self) -> &str {
        &self.inner.authority_label
    }

    #[getter]
    fn weeks(&self) -> u32 {
        self.inner.weeks
    }

    #[getter]
    fn replicates(&self) -> u32 {
        self.inner.replicates
    }

    #[getter]
    fn seed(&self) -> u32 {
        self.inner.seed
    }

    #[getter]
    fn strategies(&self) -> Vec<String> {
        self.inner.strategy_names()
    }

    #[getter]
    fn compared(&self) -> Vec<String> {
        self.inner.compared.clone()
    }

    #[getter]
    fn baseline(&self) -> &str {
        &self.inner.baseline
    }

    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.inner.warnings.clone()
    }

    #[getter]
    fn resolved(&self) -> String {
        self.inner.resolved()
    }

    #[getter]
    fn hash(&self) -> String {
        self.inner.hash()
    }

    /// Key and origin of every value, as a list of dicts.
    fn origins<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let row = |entry: &reader::Entry| {
            let row = PyDict::new(py);
            row.set_item("key", entry.key())?;
            row.set_item("origin", entry.origin.to_string())?;
            Ok(row)
        };
        self.inner.entries.iter().map(row).collect()
    }

    /// The text of `balcony show`.
    fn show(&self) -> String {
        reader::show(&self.inner)
    }
}

impl Scenario {
    /// The words of an equivalent command, without an authority's own figures.
    pub(crate) fn command(&self, what: &str, more: &[(&str, Option<String>)]) -> Vec<String> {
        let mut words = vec!["balcony".to_owned(), what.to_owned(), self.called.clone()];
        let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
        if let Some(authority) = &self.laid.authority {
            option("--authority", authority.clone());
        }
        for set in &self.laid.sets {
            option("--set", jobs::without_own(set));
        }
        if let Some(weeks) = self.laid.weeks {
            option("--weeks", weeks.to_string());
        }
        for (name, value) in more {
            if let Some(value) = value {
                option(name, value.clone());
            }
        }
        words
    }
}
