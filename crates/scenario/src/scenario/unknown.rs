//! Parameter uncertainty of a scenario: which numbers are sampled, how many samples there are, and
//! the setting of one sample.
//!
//! With `scenario.parameters = "central"` nothing is sampled. `"ranges"` samples every number of
//! the scenario that is given as a range, and every parameter of the model that the scenario does
//! not fix by one number. A parameter's range is the scenario's, or else the registry's. Such a
//! parameter is recorded as a range among the entries, so that the resolved text gives the same
//! samples. [`crate::uncertainty`] defines the value in each sample.
//!
//! `"worlds"` samples the same numbers. In sample k a parameter has its value in member k of the
//! calibrated ensemble ([`crate::ensemble`]). A parameter whose range the scenario gives, and any
//! other number that is given as a range, is sampled as with `"ranges"`.

use super::build;
use super::build::Builder;
use super::key_tables::{FIGURES, STATES};
use super::layer::{Leaf, Path, path};
use super::{Entry, Origin, Scenario};
use crate::{ensemble, uncertainty};
use balcony_engine::parameters::Parameters;
use balcony_engine::registry::Parameter;
use balcony_engine::setting::{STRUCTURE, Setting};

/// Allowed values of `scenario.parameters`.
pub const MODES: [&str; 3] = ["central", "ranges", "worlds"];
/// Replicates per sample if the scenario does not give the number of samples.
const USUAL: u32 = 5;
/// Fewest replicates per sample. Replicates of one sample differ only in their random numbers, so
/// two are needed to see that variation.
const LEAST: u32 = 2;
/// Largest number of samples.
pub(super) const MOST: i64 = 10_000;

/// A number that is sampled.
#[derive(Debug, Clone, PartialEq)]
pub struct Unknown {
    /// Key in the form of `--set`: `needs.rate`, `start.trust`, `events.cut.size`.
    pub key: String,
    /// Lower end of the range.
    pub low: f64,
    /// Central value.
    pub central: f64,
    /// Upper end of the range.
    pub high: f64,
    /// Whether it is an own figure of the authority. Results do not contain such figures.
    pub own: bool,
    place: SettingSlot,
    /// The parameter, if its value comes from the ensemble.
    world: Option<&'static Parameter>,
}

/// Where the number belongs in a setting.
#[derive(Debug, Clone, Copy, PartialEq)]
enum SettingSlot {
    Parameter,
    Figure(usize),
    State(usize),
    Event(usize),
    Structure(usize),
    TaskSize(usize),
    TaskEffort(usize),
}

impl Unknown {
    /// Value of the number in a sample.
    pub fn value(&self, seed: u32, draw: u32) -> f64 {
        if let Some((row, world)) = self.world.zip(ensemble::members().get(draw as usize)) {
            return world.value(row);
        }
        uncertainty::quantile(uncertainty::share(seed, draw, &self.key), self.low, self.central, self.high)
    }
}

/// What a number that may be sampled means, in one sentence; `None` for the size of an event or of
/// a task, which the scenario names.
pub fn meaning(key: &str) -> Option<&'static str> {
    if let Some(row) = Parameters::registry().find(|row| row.key == key) {
        return Some(row.meaning);
    }
    match key.split_once('.')? {
        ("authority", key) => FIGURES.iter().find(|row| row.key == key).map(|row| row.meaning),
        ("start", key) => STATES.iter().find(|row| row.key == key).map(|row| row.meaning),
        ("structure", key) => STRUCTURE.iter().find(|row| row.key == key).map(|row| row.meaning),
        _ => None,
    }
}

/// All sampled numbers of a scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unknowns {
    /// Number of samples; 0 if every number has its central value.
    pub draws: u32,
    /// Seed of the samples.
    pub seed: u32,
    /// The sampled numbers, in the order of a scenario file.
    pub list: Vec<Unknown>,
}

impl Unknowns {
    /// Sample of a replicate: 0, 1, ..., then 0 again. So the first replicates cover all samples.
    pub fn draw_of(&self, replicate: u32) -> Option<u32> {
        (self.draws > 0).then(|| replicate % self.draws)
    }

    /// The sampled numbers by key, each with its value in every sample. Own figures of the authority
    /// are left out, because results do not contain them.
    pub fn values(&self) -> Vec<(String, Vec<f64>)> {
        let of = |unknown: &Unknown| (0..self.draws).map(|draw| unknown.value(self.seed, draw)).collect();
        let shown = self.list.iter().filter(|unknown| !unknown.own);
        shown.map(|unknown| (unknown.key.clone(), of(unknown))).collect()
    }

    /// The setting with the values of a sample instead of the central ones.
    pub fn setting(&self, central: &Setting, draw: u32) -> Setting {
        let mut setting = central.clone();
        for unknown in &self.list {
            let place = match unknown.place {
                SettingSlot::Parameter => setting.parameters.value(&unknown.key),
                SettingSlot::Figure(at) => FIGURES.get(at).map(|row| (row.field)(&mut setting.authority)),
                SettingSlot::State(at) => STATES.get(at).map(|row| (row.field)(&mut setting.start)),
                SettingSlot::Event(at) => setting.events.get_mut(at).map(|event| &mut event.size),
                SettingSlot::Structure(at) => {
                    STRUCTURE.get(at).map(|row| (row.field)(&mut setting.structure))
                }
                SettingSlot::TaskSize(at) => setting.tasks.get_mut(at).map(|task| &mut task.size),
                SettingSlot::TaskEffort(at) => setting.tasks.get_mut(at).map(|task| &mut task.effort),
            };
            if let Some(place) = place {
                *place = unknown.value(self.seed, draw);
            }
        }
        if self.list.iter().any(|unknown| matches!(unknown.place, SettingSlot::Figure(_))) {
            setting.authority.factors = crate::profiles::factors(setting.authority.id, &setting.authority);
        }
        setting.start.held = build::held(&mut setting.start, &setting.authority.factors);
        setting
    }
}

impl Scenario {
    /// All sampled numbers; none if every number has its central value.
    pub fn unknowns(&self) -> Unknowns {
        let list = if self.draws == 0 {
            Vec::new()
        } else {
            self.entries.iter().filter_map(|entry| self.unknown(entry)).collect()
        };
        Unknowns { draws: self.draws, seed: self.seed, list }
    }

    fn unknown(&self, entry: &Entry) -> Option<Unknown> {
        let Leaf::Range { low, central, high } = entry.leaf else {
            return None;
        };
        let names: Vec<&str> = entry.path.iter().map(String::as_str).collect();
        let (key, place) = match names.as_slice() {
            ["parameters", key] => ((*key).to_owned(), SettingSlot::Parameter),
            ["authority", name] => {
                (entry.key(), SettingSlot::Figure(FIGURES.iter().position(|row| row.key == *name)?))
            }
            ["start", name] => {
                (entry.key(), SettingSlot::State(STATES.iter().position(|row| row.key == *name)?))
            }
            ["structure", name] => {
                (entry.key(), SettingSlot::Structure(STRUCTURE.iter().position(|row| row.key == *name)?))
            }
            ["programme", name, what @ ("size" | "effort")] => {
                let at = self.programme.iter().position(|(known, _)| known == name)?;
                (
                    entry.key(),
                    if *what == "size" { SettingSlot::TaskSize(at) } else { SettingSlot::TaskEffort(at) },
                )
            }
            ["events", name, "size"] => {
                (entry.key(), SettingSlot::Event(self.events.iter().position(|event| event.name == *name)?))
            }
            _ => return None,
        };
        let registered = || Parameters::registry().find(|row| row.key == key);
        let world = if self.worlds && place == SettingSlot::Parameter { registered() } else { None };
        // A range of the scenario is sampled directly. So is a fixed parameter with a range,
        // because the ensemble does not vary it.
        let world = world.filter(|row| {
            (row.low, row.default, row.high) == (low, central, high) && !ensemble::FIXED.contains(&row.key)
        });
        Some(Unknown { key, low, central, high, own: names[0] == "authority", place, world })
    }
}

impl Builder<'_> {
    /// Number of samples (0 for central values), and whether they are members of the ensemble.
    /// Records the two keys that determine this.
    pub(super) fn draws(&mut self, replicates: u32) -> (u32, bool) {
        let (mode_key, draws_key) = (path(&["scenario", "parameters"]), path(&["scenario", "draws"]));
        let mode = self.text(&mode_key).unwrap_or_else(|| {
            self.note(&mode_key, Leaf::Text(MODES[0].to_owned()), Origin::Default(String::new()));
            MODES[0].to_owned()
        });
        let given = match self.layer.get(&draws_key).map(|given| &given.leaf) {
            Some(Leaf::Whole(draws)) => u32::try_from(*draws).ok(),
            _ => None,
        };
        let worlds = mode == MODES[2];
        if mode == MODES[0] {
            if given.is_some() {
                self.take(&draws_key);
                self.warnings.push(
                    "scenario.draws does nothing while scenario.parameters is \"central\": no number is drawn".to_owned(),
                );
            }
            return (0, false);
        }
        if replicates < 2 * LEAST {
            let message = format!(
                "{replicates} replicates are too few to draw from ranges: two draws of two replicates are the least"
            );
            self.blame(
                &[path(&["scenario", "replicates"]), mode_key.clone()],
                "scenario.replicates",
                message,
                format!("scenario.replicates of {} or more; 200 is usual", 2 * LEAST),
            );
        }
        if worlds && ensemble::members().len() < 2 {
            let message = "fewer than two worlds are registered in this build".to_owned();
            self.blame(
                std::slice::from_ref(&mode_key),
                "scenario.parameters",
                message,
                "central or ranges".to_owned(),
            );
            return (0, false);
        }
        let registered = if worlds { ensemble::members().len() as i64 } else { MOST };
        let registered = u32::try_from(registered).unwrap_or(u32::MAX);
        let most = (replicates / LEAST).clamp(2, registered);
        if let Some(draws) = given {
            self.take(&draws_key);
            if draws > registered {
                let message = format!("{draws} draws, but {registered} worlds are registered");
                self.blame(&[draws_key], "scenario.draws", message, format!("2 to {most} draws"));
            } else if draws > most && replicates >= 2 * LEAST {
                let message = format!(
                    "{draws} draws of {replicates} replicates: each draw needs two replicates, to separate luck from parameter uncertainty"
                );
                self.blame(&[draws_key], "scenario.draws", message, {
                    format!("2 to {most} draws, or {} replicates", draws * LEAST)
                });
            }
            return (draws, worlds);
        }
        let draws = (replicates / USUAL).clamp(2, most);
        let origin = Origin::Implied("scenario.replicates, five of a draw".to_owned());
        self.note(&draws_key, Leaf::Whole(i64::from(draws)), origin);
        (draws, worlds)
    }

    /// Adds a fault at the first of several keys that the file gives.
    fn blame(&mut self, keys: &[Path], key: &str, message: String, allowed: String) {
        let place = keys.iter().find_map(|key| self.layer.get(key)).map(|given| given.place.clone());
        self.report.fault(&place.unwrap_or_default(), key, message, Some(allowed), None);
    }
}
