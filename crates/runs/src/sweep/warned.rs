//! What is allowed at a point but may not be meant: an event, a task or an investment that comes
//! after the end of the run, something that lasts 0 weeks. `check` and `compare` say it of one
//! scenario; here each point that it concerns is named.

use super::Experiment;
use super::task::Tasks;
use crate::scenario::Library;

/// Points that are looked at: each is a scenario that must be built.
const MOST_LOOKED: u32 = 10_000;
/// Warnings that are told, and points that are named for each.
const MOST_TOLD: usize = 20;
const MOST_NAMED: usize = 12;

/// One warning and where it holds.
struct Warning {
    /// As the first point says it.
    said: String,
    /// The same without its numbers, which may differ from point to point.
    alike: String,
    points: Vec<u32>,
}

/// What is to be said before a sweep: of the file of points, and of the scenarios of the points. A
/// warning of the scenario that the experiment names is none where every point does otherwise.
pub fn warnings(experiment: &Experiment, library: &Library<'_>) -> Vec<String> {
    let tasks = Tasks::new(experiment, library);
    let all = experiment.points();
    let mut sound = 0;
    let mut found: Vec<Warning> = Vec::new();
    for point in 0..all.min(MOST_LOOKED) {
        // What cannot be is told in its row.
        let Ok(scenario) = tasks.scenario(point) else { continue };
        sound += 1;
        for said in scenario.warnings {
            let alike: String = said.chars().filter(|sign| !sign.is_ascii_digit()).collect();
            match found.iter_mut().find(|warning| warning.alike == alike) {
                Some(warning) => warning.points.push(point),
                None => found.push(Warning { said, alike, points: vec![point] }),
            }
        }
    }
    let mut told = experiment.notes.clone();
    told.extend(found.iter().take(MOST_TOLD).map(|warning| warning.told(sound, all)));
    if found.len() > MOST_TOLD {
        told.push(format!("and {} more warnings of points", found.len() - MOST_TOLD));
    }
    let some = found.iter().any(|warning| warning.points.len() < sound);
    if some && all > MOST_LOOKED {
        told.push(format!("only the first {MOST_LOOKED} of {all} points were looked at for these warnings"));
    }
    told
}

impl Warning {
    fn told(&self, sound: usize, all: u32) -> String {
        if self.points.len() == sound {
            return self.said.clone();
        }
        let named: Vec<String> = self.points.iter().take(MOST_NAMED).map(u32::to_string).collect();
        let more = self.points.len().saturating_sub(MOST_NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let (points, of) = match self.points.len() {
            1 => ("point", String::new()),
            count => ("points", format!(" ({count} of {all})")),
        };
        format!("{points} {}{more}{of}: {}", named.join(", "), self.said)
    }
}
