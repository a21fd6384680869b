//! Runs all tasks of a sweep in parallel and stores them in order. Holds only a few tasks in
//! memory.

use std::ops::ControlFlow;

use super::order::{Order, Share};
use super::tally::Tally;
use super::task::Tasks;
use super::{Experiment, Replicates};
use crate::experiment::{Cancel, Pool, Progress, Stop, StorageError, Timing};
use crate::results::rows::{RowsFolder, Task, TaskResult};
use balcony_scenario::scenario::Library;
use balcony_study::simulate::Scratch;

/// How a sweep is run.
#[derive(Debug)]
pub struct Pace<'a> {
    /// Number of threads; 0 means one per processor of the machine.
    pub threads: usize,
    /// Progress display.
    pub progress: &'a Progress,
    /// Stop flag.
    pub cancel: &'a Cancel,
}

/// Summary of a finished sweep.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Swept {
    /// Number of tasks, including those of an earlier run.
    pub tasks: u64,
    /// Number of failed tasks among them.
    pub failed: u64,
    /// Time that this run took.
    pub timing: Timing,
    /// Case-weeks that this run simulated.
    pub case_weeks: u64,
}

/// Runs every task of an experiment, or of a share of it.
///
/// # Errors
/// If a stop was requested, or the disk fails. If the model fails at a point, its row says so; that
/// is no error.
pub fn run(
    experiment: &Experiment,
    library: &Library<'_>,
    share: Share,
    pace: &Pace<'_>,
    folder: &mut RowsFolder,
) -> Result<Swept, Stop> {
    let pool = Pool::new(pace.threads)?;
    let tasks = Tasks::new(experiment, library);
    let mut order = Order::new(experiment, share);
    let mut tally = Tally::new(experiment, share);
    let mut swept = Swept::default();
    let most = u32::try_from(order.at_most()).unwrap_or(u32::MAX);
    let words = if matches!(experiment.replicates, Replicates::Count(_)) { "runs" } else { "runs at most" };
    pace.progress.counting(most, words);
    while order.tasks() > 0 {
        let mut from = 0;
        while from < order.tasks() {
            let Some(lived) = folder.load()? else { break };
            if lived.task != order.task(from) {
                return Err(out_of_order(&lived).into());
            }
            from += 1;
            swept.count(&lived);
            tally.add(&lived);
        }
        pace.progress.kept(swept.tasks);
        let work = |at: usize, scratch: &mut Scratch| tasks.live(order.task(from + at), scratch);
        let take = |_, lived: TaskResult| {
            folder.add(&lived)?;
            swept.count(&lived);
            swept.case_weeks += lived.case_weeks;
            tally.add(&lived);
            pace.progress.step();
            Ok::<_, Stop>(ControlFlow::Continue(()))
        };
        let ended = pool.ordered(order.tasks() - from, pace.cancel, Scratch::default, work, take);
        let ended = ended.inspect_err(|_| pace.progress.end())?;
        swept.timing = added(swept.timing, ended.timing);
        if !ended.whole {
            pace.progress.end();
            folder.pause()?;
            let kept = u32::try_from(folder.safe()).unwrap_or(u32::MAX);
            return Err(Stop::Interrupted { kept, replicates: most });
        }
        order.advance(&tally);
    }
    pace.progress.end();
    Ok(swept)
}

/// Error for a part that contains other tasks than the expected ones, although its digest is right.
fn out_of_order(lived: &TaskResult) -> StorageError {
    let Task { point, replicate } = lived.task;
    StorageError {
        path: std::path::PathBuf::from("parts"),
        doing: "go on with what was kept".to_owned(),
        source: std::io::Error::new(
            std::io::ErrorKind::InvalidData,
            format!("replicate {replicate} of point {point} does not come next; use --force to begin anew"),
        ),
    }
}

impl Swept {
    fn count(&mut self, lived: &TaskResult) {
        self.tasks += 1;
        self.failed += u64::from(lived.outcomes.is_err());
    }
}

fn added(a: Timing, b: Timing) -> Timing {
    let cpu = a.cpu.unwrap_or(0.0) + b.cpu.unwrap_or(0.0);
    Timing { wall: a.wall + b.wall, cpu: b.cpu.map(|_| cpu), threads: b.threads }
}

/// Estimated seconds per task on one thread: the mean over the first, the middle and the last
/// point.
pub fn pilot(experiment: &Experiment, library: &Library<'_>) -> Option<f64> {
    let tasks = Tasks::new(experiment, library);
    let points = experiment.points();
    let mut tried: Vec<u32> = vec![0, points / 2, points - 1];
    tried.dedup();
    let mut scratch = Scratch::default();
    let mut seconds = Vec::new();
    for point in tried {
        let watch = crate::experiment::clock::Stopwatch::start();
        let lived = tasks.live(Task { point, replicate: 0 }, &mut scratch);
        if lived.outcomes.is_ok() {
            seconds.push(watch.seconds());
        }
    }
    (!seconds.is_empty()).then(|| seconds.iter().sum::<f64>() / seconds.len() as f64)
}
