//! The extension module behind `balcony/__init__.py`. It only converts between Python and the
//! package `balcony`, which has the model, the statistics and the files.

mod analysis;
mod names;
mod results;
mod rows;
mod run;
mod scenario;
mod sensitivity;
mod told;

/// The module `balcony._balcony`.
#[pyo3::pymodule]
mod _balcony {
    #[pymodule_export]
    use super::analysis::{Analysis, analyse};
    #[pymodule_export]
    use super::names::{explain, outcomes, parameters, scenarios};
    #[pymodule_export]
    use super::results::{Results, read};
    #[pymodule_export]
    use super::rows::{Experiment, Rows, merge, rows, sweep};
    #[pymodule_export]
    use super::run::{compare, run};
    #[pymodule_export]
    use super::scenario::Scenario;
    #[pymodule_export]
    use super::sensitivity::{
        delta, latin_hypercube, morris, morris_effects, saltelli, sobol_indices, sobol_points,
    };
    #[pymodule_export]
    use super::told::trace;

    /// The version, which is part of the identity of a run.
    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "its name in Python")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}

mod errors;
