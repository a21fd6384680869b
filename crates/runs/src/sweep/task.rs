//! Runs one task: the scenario of its point, one replicate, every strategy. A failure is recorded
//! in the row and does not stop the sweep.

use super::Experiment;
use crate::experiment::{Replicate, Shape, check, guarded};
use crate::results::rows::{Task, TaskResult};
use balcony_scenario::scenario::{Library, Scenario};
use balcony_study::simulate::{Scratch, Simulation};

/// An experiment that is ready to run.
pub struct Tasks<'a> {
    experiment: &'a Experiment,
    library: &'a Library<'a>,
}

impl std::fmt::Debug for Tasks<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tasks").field("experiment", &self.experiment.name).finish_non_exhaustive()
    }
}

impl<'a> Tasks<'a> {
    /// The tasks of an experiment.
    pub fn new(experiment: &'a Experiment, library: &'a Library<'a>) -> Self {
        Self { experiment, library }
    }

    /// The scenario of a point.
    ///
    /// # Errors
    /// If the values of the point exclude each other, in one sentence.
    pub fn scenario(&self, point: u32) -> Result<Scenario, String> {
        let mut settings = self.experiment.own.clone();
        settings.extend(self.experiment.settings(point as usize));
        self.experiment.scenario.apply_sets(&settings, self.library).map_err(|faults| {
            let more = faults.list.len().saturating_sub(1);
            let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
            let first = faults.list.first();
            let said = first.map_or(String::new(), |fault| format!("{}: {}", fault.key, fault.message));
            format!("this point cannot be: {said}{more}")
        })
    }

    /// Runs a task. A failure of the model, even a panic, becomes a message.
    pub fn live(&self, task: Task, scratch: &mut Scratch) -> TaskResult {
        // The guard covers everything, because other threads would wait for ever for a thread that
        // has died.
        let lived = guarded(task.replicate, || Ok(self.lived(task, scratch)));
        match lived.unwrap_or_else(|failure| Err(failure.to_string())) {
            Ok(replicate) => TaskResult {
                task,
                case_weeks: replicate.case_weeks,
                outcomes: Ok(replicate.arms.into_iter().map(|arm| arm.outcomes).collect()),
            },
            Err(said) => {
                // After a failure the state may be inconsistent.
                *scratch = Scratch::default();
                TaskResult { task, case_weeks: 0, outcomes: Err(said.replace(['\n', '\r'], " ")) }
            }
        }
    }

    fn lived(&self, task: Task, scratch: &mut Scratch) -> Result<Replicate, String> {
        let experiment = self.experiment;
        self.scenario(task.point).and_then(|scenario| {
            let simulation = Simulation::new(&scenario, &experiment.strategies, 0, false)
                .map_err(|unknown| unknown.to_string())?;
            let shape = Shape::new(experiment.strategies.len(), scenario.weeks, false);
            simulation
                .replicate(task.replicate, scratch)
                .and_then(|replicate| {
                    check::check(&replicate, task.replicate, &shape, &experiment.strategies)
                        .map(|()| replicate)
                })
                .map_err(|failure| failure.to_string())
        })
    }
}
