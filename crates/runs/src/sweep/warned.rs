//! Warnings about points: settings that are allowed but probably not intended, such as an event, a
//! task or an investment after the end of the run, or a length of 0 weeks. `check` and `compare`
//! warn about one scenario; here each warning lists the points that it concerns.

use super::Experiment;
use super::task::Tasks;
use balcony_scenario::scenario::Library;

/// Most points that are checked, because each requires a scenario to be built.
const MOST_LOOKED: u32 = 10_000;
/// Most warnings that are listed. `MOST_NAMED` is the most points that are listed for each.
const MOST_TOLD: usize = 20;
const MOST_NAMED: usize = 12;

/// A warning and the points that it concerns.
struct Warning {
    /// Text of the warning at the first point.
    said: String,
    /// The text without digits, because numbers may differ between points.
    alike: String,
    points: Vec<u32>,
}

/// Warnings to show before a sweep, about the file of points and about the scenarios of the points.
/// A warning about the experiment's base scenario counts only if at least one point has it.
pub fn warnings(experiment: &Experiment, library: &Library<'_>) -> Vec<String> {
    let tasks = Tasks::new(experiment, library);
    let all = experiment.points();
    let mut sound = 0;
    let mut found: Vec<Warning> = Vec::new();
    for point in 0..all.min(MOST_LOOKED) {
        // The row of such a point gives the reason.
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
