//! Designs and sensitivity indices for numbers of any model: the functions that sweeps and their
//! analysis use.

use balcony::design::Design;
use balcony::sensitivity::delta::{Corrected, Measures, given};
use balcony::sensitivity::morris::{Effect, effects};
use balcony::sensitivity::sobol::indices;
use balcony::sensitivity::{Index, Interval};
use numpy::{IntoPyArray, PyArray2, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

fn wrong(why: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(why.to_string())
}

fn table<'py>(py: Python<'py>, values: Vec<f64>, width: usize) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let rows = values.len() / width;
    values.into_pyarray(py).reshape([rows, width])
}

/// All points of a design, as an array of points x factors.
fn points<'py>(py: Python<'py>, design: &Design) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let values = py.detach(|| {
        let mut values = vec![0.0; design.len() * design.factors()];
        for (index, into) in values.chunks_mut(design.factors()).enumerate() {
            design.point(index, into);
        }
        values
    });
    table(py, values, design.factors())
}

/// The first points of Sobol's sequence, shifted if a seed is given.
#[pyfunction]
#[pyo3(signature = (factors, n, seed=None))]
pub(crate) fn sobol_points(
    py: Python<'_>,
    factors: usize,
    n: usize,
    seed: Option<u64>,
) -> PyResult<Bound<'_, PyArray2<f64>>> {
    let design = match seed {
        Some(seed) => Design::sobol_shifted(factors, n, seed),
        None => Design::sobol(factors, n),
    };
    points(py, &design.map_err(wrong)?)
}

/// The points of Saltelli's scheme, shifted if a seed is given.
#[pyfunction]
#[pyo3(signature = (factors, base, second_order=false, seed=None))]
pub(crate) fn saltelli(
    py: Python<'_>,
    factors: usize,
    base: usize,
    second_order: bool,
    seed: Option<u64>,
) -> PyResult<Bound<'_, PyArray2<f64>>> {
    points(py, &Design::saltelli(factors, base, second_order, seed).map_err(wrong)?)
}

/// The points of a Latin hypercube.
#[pyfunction]
#[pyo3(signature = (factors, n, seed=1))]
pub(crate) fn latin_hypercube(
    py: Python<'_>,
    factors: usize,
    n: usize,
    seed: u64,
) -> PyResult<Bound<'_, PyArray2<f64>>> {
    points(py, &Design::latin_hypercube(factors, n, seed).map_err(wrong)?)
}

/// The points of Morris trajectories.
#[pyfunction]
#[pyo3(signature = (factors, trajectories, levels=4, seed=1))]
pub(crate) fn morris(
    py: Python<'_>,
    factors: usize,
    trajectories: usize,
    levels: usize,
    seed: u64,
) -> PyResult<Bound<'_, PyArray2<f64>>> {
    points(py, &Design::morris(factors, trajectories, levels, seed).map_err(wrong)?)
}

/// Options of the bootstrap.
#[derive(FromPyObject)]
pub(crate) struct Resampling {
    resamples: u32,
    level: f64,
    seed: u64,
}

/// A dict that is filled column by column.
struct Columns<'py>(Bound<'py, PyDict>);

impl<'py> Columns<'py> {
    fn numbers(&self, name: &str, values: impl Iterator<Item = f64>) -> PyResult<()> {
        self.0.set_item(name, values.collect::<Vec<_>>().into_pyarray(self.0.py()))
    }

    fn intervals(&self, name: &str, values: impl Iterator<Item = Interval>) -> PyResult<()> {
        let ends: Vec<f64> = values.flat_map(|interval| [interval.low, interval.high]).collect();
        self.0.set_item(name, table(self.0.py(), ends, 2)?)
    }

    fn indices<'a>(&self, name: &str, list: impl Iterator<Item = &'a Index> + Clone) -> PyResult<()> {
        self.numbers(name, list.clone().map(|index| index.value))?;
        self.numbers(&format!("{name}_half"), list.clone().map(|index| index.half))?;
        self.intervals(&format!("{name}_percentile"), list.clone().map(|index| index.percentile))?;
        self.intervals(&format!("{name}_bca"), list.map(|index| index.bca))
    }
}

/// Sobol's indices from values at Saltelli's points.
#[pyfunction]
pub(crate) fn sobol_indices<'py>(
    py: Python<'py>,
    y: PyReadonlyArray1<'py, f64>,
    factors: usize,
    second_order: bool,
    how: Resampling,
) -> PyResult<Bound<'py, PyDict>> {
    let y = y.as_slice()?.to_vec();
    let found = py
        .detach(|| indices(&y, factors, second_order, how.resamples, how.level, how.seed))
        .map_err(wrong)?;
    let table = found.indices.as_ref().map_err(wrong)?;
    let columns = Columns(PyDict::new(py));
    columns.indices("S1", table.first.iter())?;
    columns.indices("ST", table.total.iter())?;
    if second_order {
        columns.indices("S2", table.second.iter().map(|(.., index)| index))?;
        columns.0.set_item("pairs", table.second.iter().map(|(j, k, _)| (*j, *k)).collect::<Vec<_>>())?;
    }
    columns.0.set_item("mean", found.mean)?;
    columns.0.set_item("variance", found.variance)?;
    columns.0.set_item("rows", found.rows)?;
    columns.0.set_item("left_out", found.left_out)?;
    Ok(columns.0)
}

/// Elementary effects by Morris's method.
#[pyfunction]
pub(crate) fn morris_effects<'py>(
    py: Python<'py>,
    x: PyReadonlyArray2<'py, f64>,
    y: PyReadonlyArray1<'py, f64>,
    levels: usize,
    how: Resampling,
) -> PyResult<Bound<'py, PyDict>> {
    let factors = x.as_array().ncols();
    let (x, y) = (x.as_slice()?.to_vec(), y.as_slice()?.to_vec());
    let found =
        py.detach(|| effects(&x, &y, factors, levels, how.resamples, how.level, how.seed)).map_err(wrong)?;
    let list = found.factors.iter();
    let columns = Columns(PyDict::new(py));
    columns.numbers("mu", list.clone().map(|effect| effect.mu))?;
    columns.indices("mu_star", list.clone().map(|effect: &Effect| &effect.mu_star))?;
    columns.intervals("mu_star_student", list.clone().map(|effect| effect.student))?;
    columns.numbers("sigma", list.map(|effect| effect.sigma))?;
    columns.0.set_item("trajectories", found.trajectories)?;
    columns.0.set_item("left_out", found.left_out)?;
    Ok(columns.0)
}

/// Delta and first-order indices from any points, by factor.
#[pyfunction]
pub(crate) fn delta<'py>(
    py: Python<'py>,
    x: PyReadonlyArray2<'py, f64>,
    y: PyReadonlyArray1<'py, f64>,
    how: Resampling,
) -> PyResult<Bound<'py, PyDict>> {
    let x: Vec<Vec<f64>> = x.as_array().columns().into_iter().map(|column| column.to_vec()).collect();
    let y = y.as_slice()?.to_vec();
    let found = py.detach(|| {
        x.iter().map(|x| given(x, &y, how.resamples, how.level, how.seed)).collect::<Result<Vec<_>, _>>()
    });
    let found = found.map_err(wrong)?;
    let measures: Vec<&Measures> =
        found.iter().map(|given| given.measures.as_ref()).collect::<Result<_, _>>().map_err(wrong)?;
    let columns = Columns(PyDict::new(py));
    /// Name of an index in the result, and the function that reads it.
    type Part = (&'static str, fn(&Measures) -> Corrected);
    let of: [Part; 2] = [("delta", |m| m.delta), ("S1", |m| m.first)];
    for (name, of) in of {
        let list = measures.iter().map(|measures| of(measures));
        columns.numbers(name, list.clone().map(|figure| figure.value))?;
        columns.numbers(&format!("{name}_raw"), list.clone().map(|figure| figure.raw))?;
        columns.numbers(&format!("{name}_half"), list.clone().map(|figure| figure.half))?;
        columns.intervals(&format!("{name}_interval"), list.map(|figure| figure.interval))?;
    }
    columns.0.set_item("points", found.iter().map(|given| given.points).collect::<Vec<_>>())?;
    columns.0.set_item("left_out", found.iter().map(|given| given.left_out).collect::<Vec<_>>())?;
    columns.0.set_item("classes", found.iter().map(|given| given.classes).collect::<Vec<_>>())?;
    let discrete: Vec<usize> = measures.iter().map(|measures| measures.discrete_classes).collect();
    columns.0.set_item("discrete_classes", discrete)?;
    Ok(columns.0)
}
