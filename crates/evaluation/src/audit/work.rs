//! Runs cases one after the other, each on all threads, and keeps each as soon as it is finished.

use super::case::Case;
use super::finished_cases::FinishedCases;
use super::measure::{AuditOptions, measure};
use super::row::Row;
use balcony_runs::experiment::Stop;
use balcony_runs::results::ResultsError;

/// Why the work ended early.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    /// A run failed: the model failed, or a file could not be written.
    #[error(transparent)]
    Run(Stop),
    /// The finished cases in the file are not those of this audit.
    #[error(transparent)]
    Kept(#[from] ResultsError),
    /// A stop was requested.
    #[error("interrupted: {kept} of {all} {what} are finished")]
    Interrupted {
        /// Number of finished cases.
        kept: usize,
        /// Number of requested cases.
        all: usize,
        /// What the cases are called, such as `contexts`.
        what: &'static str,
    },
}

/// Runs the cases that are not finished yet; returns the rows of all cases, in order.
///
/// # Errors
/// If the model fails, a file cannot be written, the kept rows belong to other cases, or a stop was
/// requested.
pub fn work(
    cases: &[Case],
    what: &'static str,
    how: &AuditOptions<'_>,
    kept: &mut FinishedCases,
) -> Result<Vec<Row>, Halt> {
    if let Some((row, case)) =
        kept.rows().iter().zip(cases).find(|(row, case)| row.about.name != case.about.name)
    {
        let what = format!("{} stands where {} belongs", row.about.name, case.about.name);
        return Err(ResultsError::Damaged { path: kept.path().into(), what }.into());
    }
    for at in kept.rows().len()..cases.len() {
        let halted = Halt::Interrupted { kept: at, all: cases.len(), what };
        if how.cancel.is_raised() {
            return Err(halted);
        }
        let row = measure(&cases[at], how).map_err(|stop| match stop {
            Stop::Interrupted { .. } => halted,
            stop => Halt::Run(stop),
        })?;
        kept.add(row).map_err(|error| Halt::Run(error.into()))?;
    }
    Ok(kept.rows()[..cases.len()].to_vec())
}
