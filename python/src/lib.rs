//! Balcony for Python: what `balcony/__init__.py` stands on. No model, no statistics, no files: the package `balcony` has them.

mod names;
mod results;
mod run;
mod scenario;
mod told;

/// The module `balcony._balcony`.
#[pyo3::pymodule]
mod _balcony {
    #[pymodule_export]
    use super::names::{explain, outcomes, parameters, scenarios};
    #[pymodule_export]
    use super::results::{Results, read};
    #[pymodule_export]
    use super::run::{compare, run};
    #[pymodule_export]
    use super::scenario::Scenario;
    #[pymodule_export]
    use super::told::trace;

    /// The version, which is part of what a run is.
    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "its name in Python")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}

mod errors;
