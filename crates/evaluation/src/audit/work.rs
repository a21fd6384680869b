//! Cases run one after the other, each on all threads, and kept as they finish.

use super::case::Case;
use super::kept::Kept;
use super::measure::{RunOptions, measure};
use super::row::Row;
use crate::experiment::Stop;
use crate::results::ResultsError;

/// Why the work did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    /// A run stopped: the model failed, or a file could not be written.
    #[error(transparent)]
    Run(Stop),
    /// Finished cases that were kept are not those asked for.
    #[error(transparent)]
    Kept(#[from] ResultsError),
    /// Somebody asked to stop.
    #[error("interrupted: {kept} of {all} {what} are finished")]
    Interrupted {
        /// Cases finished.
        kept: usize,
        /// Cases asked for.
        all: usize,
        /// What they are called, such as `contexts`.
        what: &'static str,
    },
}

/// Runs the cases that are not kept yet; the rows of all, in the order of the cases.
///
/// # Errors
/// If the model fails, a file cannot be written, what is kept belongs to other cases, or somebody
/// asked to stop.
pub fn work(
    cases: &[Case],
    what: &'static str,
    how: &RunOptions<'_>,
    kept: &mut Kept,
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
