//! Use cases: turns requests into results and their description, for the command line, Python and
//! the tests. It also re-exports the modules of the crates that it combines.

pub mod codebook;
pub mod documents;
pub mod fuzzing;
pub mod jobs;
pub mod package;

pub use balcony_doe::{design, sensitivity};
pub use balcony_england as england;
pub use balcony_evaluation::{analyse, audit, trial, validate};
pub use balcony_exercise::{exercise, team_view};
pub use balcony_files as files;
pub use balcony_page as page;
pub use balcony_report::{charts, glossary, report, summary, trace};
pub use balcony_runs::{experiment, results, sweep};
pub use balcony_scenario::{currency, ensemble, presets, profiles, scenario, uncertainty};
pub use balcony_study::simulate;
