//! The registries: outcomes, parameters, shipped scenarios, and the meaning of names.

use balcony::jobs::library;
use balcony::scenario::{self, England};
use balcony_engine::measure::OUTCOMES;
use balcony_engine::parameters::Parameters;
use balcony_engine::registry::Better;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::asked_wrongly;

/// Every outcome, in the order of the tables.
#[pyfunction]
pub(crate) fn outcomes(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    let row = |outcome: &balcony_engine::registry::Outcome| {
        let row = PyDict::new(py);
        row.set_item("key", outcome.key)?;
        row.set_item("title", outcome.title)?;
        row.set_item("unit", outcome.unit)?;
        let better = match outcome.better {
            Better::Lower => Some("lower"),
            Better::Higher => Some("higher"),
            Better::Neither => None,
        };
        row.set_item("better", better)?;
        row.set_item("margin_share", outcome.margin.share)?;
        row.set_item("margin_floor", outcome.margin.floor)?;
        row.set_item("margin_source", outcome.margin_source)?;
        row.set_item("seen_after", outcome.seen_after)?;
        row.set_item("source", outcome.published)?;
        row.set_item("meaning", outcome.definition)?;
        Ok(row)
    };
    OUTCOMES.iter().map(row).collect()
}

/// Every parameter of the model.
#[pyfunction]
pub(crate) fn parameters(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    let row = |parameter: &balcony_engine::registry::Parameter| {
        let row = PyDict::new(py);
        row.set_item("key", parameter.key)?;
        row.set_item("unit", parameter.unit)?;
        row.set_item("default", parameter.default)?;
        row.set_item("low", parameter.low)?;
        row.set_item("high", parameter.high)?;
        row.set_item("source", parameter.source)?;
        row.set_item("meaning", parameter.meaning)?;
        Ok(row)
    };
    Parameters::registry().map(row).collect()
}

/// The shipped scenarios.
#[pyfunction]
pub(crate) fn scenarios(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    let row = |listed: scenario::Listed| {
        let row = PyDict::new(py);
        row.set_item("name", listed.name)?;
        row.set_item("title", listed.title)?;
        row.set_item("question", listed.question)?;
        row.set_item("primary", listed.primary)?;
        row.set_item("run_time", listed.run_time)?;
        Ok(row)
    };
    scenario::list(&England).into_iter().map(row).collect()
}

/// The meaning of a name; an empty name lists all names.
#[pyfunction]
pub(crate) fn explain(py: Python<'_>, key: &str) -> PyResult<String> {
    scenario::explain(key, &library().schema).map_err(|text| asked_wrongly(py, &text))
}
