//! Runs a sweep into a folder of rows and analyses such a folder, for the command line and Python.

use std::path::Path;
use std::sync::Arc;

use super::{Refusal, library};
use crate::analyse::{self, Findings, NoFindings, Options};
use crate::experiment::{Cancel, Progress, Stop};
use crate::results::disk::RealDisk;
use crate::results::rows::{self, OpenedFolder, RowsFolder, RowsManifest, Timing};
use crate::results::{Mode, ResultsError};
use crate::sweep::{self, Experiment, Pace, Share};

/// Options of a sweep.
#[derive(Debug)]
pub struct Sweeping<'a> {
    /// Share of the points to run.
    pub share: Share,
    /// Folder of the rows.
    pub out: &'a Path,
    /// What to do if the folder holds rows already.
    pub mode: Mode,
    /// Number of threads; 0 means one per processor.
    pub threads: usize,
    /// Words of a command that gives the same rows.
    pub command: Vec<String>,
    /// Progress display.
    pub progress: &'a Progress,
    /// Stop flag.
    pub cancel: &'a Cancel,
}

/// Runs a sweep, unless the folder is complete already. Returns the manifest, and whether anything
/// was run.
///
/// # Errors
/// If the folder cannot be used, a stop was requested, or the disk fails.
pub fn sweep(experiment: &Experiment, how: &Sweeping<'_>) -> Result<(RowsManifest, bool), Refusal> {
    let asked = sweep::manifest(experiment, how.share, how.command.clone());
    let mut folder = match RowsFolder::open(how.out, asked, how.mode, Arc::new(RealDisk))? {
        OpenedFolder::Complete(manifest) => return Ok((*manifest, false)),
        OpenedFolder::Work(folder) => folder,
    };
    let pace = Pace { threads: how.threads, progress: how.progress, cancel: how.cancel };
    let stopped = |stop| Refusal::Stop(stop, true);
    let swept = sweep::run(experiment, &library(), how.share, &pace, &mut folder).map_err(stopped)?;
    let timing = Timing {
        wall: swept.timing.wall,
        cpu: swept.timing.cpu,
        threads: swept.timing.threads,
        case_weeks: swept.case_weeks,
    };
    let levels = |point: u32| experiment.levels(point as usize);
    let finished = folder.finish(swept.tasks, swept.failed, timing, &levels);
    Ok((finished.map_err(|error| stopped(Stop::Storage(error)))?, true))
}

/// Analyses a complete folder of rows.
///
/// # Errors
/// If the folder is incomplete or only one share, an outcome is unknown, or nothing was varied.
pub fn findings(folder: &Path, options: &Options) -> Result<Findings, Refusal> {
    let (manifest, file) = rows::read(folder)?;
    if manifest.identity.share != (1, 1) {
        let (index, of) = manifest.identity.share;
        let text = format!("{} is share {index} of {of}: merge all of them first", folder.display());
        return Err(Refusal::Usage(text));
    }
    analyse::analyse(&manifest, &file, options).map_err(|why| match why {
        NoFindings::Rows(what) => ResultsError::Damaged { path: folder.to_owned(), what }.into(),
        why => Refusal::Usage(why.to_string()),
    })
}
