//! What of a scenario is not known: which numbers are drawn, how often, and the setting of one
//! draw.
//!
//! With `scenario.parameters = "central"` nothing is drawn. With `"ranges"` every number that is a
//! range is: every parameter of the model, over the range of the registry or the one that the
//! scenario gives, but for those that the scenario fixes by one number; and every number of the
//! scenario that is given as a range. Such a parameter stands among the entries as a range, so that
//! the resolved text reads back to the same draws. Which value a draw gives is a matter of
//! [`crate::uncertainty`].
//!
//! With `"worlds"` the same numbers are drawn, but draw k has of every parameter the value of
//! registered world k ([`crate::ensemble`]), which was fitted again to the published figures. A
//! parameter whose range the scenario gives itself, and any other number given as a range, is drawn
//! as with `"ranges"`.

use super::build;
use super::build::Builder;
use super::key_tables::{FIGURES, STATES, STRUCTURE};
use super::layer::{Leaf, Path, path};
use super::{Entry, Origin, Scenario};
use crate::{ensemble, uncertainty};
use balcony_engine::parameters::Parameters;
use balcony_engine::registry::Parameter;
use balcony_engine::setting::{Authority, Setting, Start, Structure};

/// The words of `scenario.parameters`.
pub const MODES: [&str; 3] = ["central", "ranges", "worlds"];
/// Replicates of a draw, if the scenario does not say how many draws.
const USUAL: u32 = 5;
/// Replicates of a draw at the least: luck is what differs between replicates of one draw.
const LEAST: u32 = 2;
/// Most draws.
pub(super) const MOST: i64 = 10_000;

/// A number that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Unknown {
    /// Its key, as `--set` takes it: `needs.rate`, `start.trust`, `events.cut.size`.
    pub key: String,
    /// The least it may be.
    pub low: f64,
    /// Its central value.
    pub central: f64,
    /// The greatest it may be.
    pub high: f64,
    /// Whether it is an authority's own figure, which results do not repeat.
    pub own: bool,
    place: SettingSlot,
    /// The parameter, where a registered world says its value.
    world: Option<&'static Parameter>,
}

/// Where it stands in a setting.
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
    /// Its value in a draw.
    pub fn value(&self, seed: u32, draw: u32) -> f64 {
        if let Some((row, world)) = self.world.zip(ensemble::members().get(draw as usize)) {
            return world.value(row);
        }
        uncertainty::quantile(uncertainty::share(seed, draw, &self.key), self.low, self.central, self.high)
    }
}

/// All that is not known of a scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unknowns {
    /// Draws; 0 where every number has its central value.
    pub draws: u32,
    /// The seed.
    pub seed: u32,
    /// What is drawn, in the order of a file.
    pub list: Vec<Unknown>,
}

impl Unknowns {
    /// The draw of a replicate: 0, 1, ..., again 0, so that the first replicates are spread over
    /// all draws too.
    pub fn draw_of(&self, replicate: u32) -> Option<u32> {
        (self.draws > 0).then(|| replicate % self.draws)
    }

    /// A setting with the values of a draw in the place of its central ones.
    pub fn setting(&self, central: &Setting, draw: u32) -> Setting {
        let mut setting = central.clone();
        for unknown in &self.list {
            let place = match unknown.place {
                SettingSlot::Parameter => setting.parameters.value(&unknown.key),
                SettingSlot::Figure(at) => figures(&mut setting.authority).into_iter().nth(at),
                SettingSlot::State(at) => states(&mut setting.start).into_iter().nth(at),
                SettingSlot::Event(at) => setting.events.get_mut(at).map(|event| &mut event.size),
                SettingSlot::Structure(at) => structure(&mut setting.structure).into_iter().nth(at),
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
        let values = states(&mut setting.start).map(|value| *value);
        setting.start.held = build::held(&values, &setting.authority.factors);
        setting
    }
}

/// The figures of an authority, in the order of [`FIGURES`].
fn figures(authority: &mut Authority) -> [&mut f64; FIGURES.len()] {
    let a = authority;
    [
        &mut a.children,
        &mut a.referrals,
        &mut a.no_further_action,
        &mut a.not_in_need,
        &mut a.in_need,
        &mut a.enquiries,
        &mut a.plans,
        &mut a.looked_after,
        &mut a.in_post,
        &mut a.agency,
        &mut a.vacancy,
        &mut a.turnover,
        &mut a.caseload,
        &mut a.deprivation,
        &mut a.spending,
    ]
}

/// Who sits where, in the order of [`STRUCTURE`].
fn structure(structure: &mut Structure) -> [&mut f64; STRUCTURE.len()] {
    [
        &mut structure.together,
        &mut structure.schools_led_together,
        &mut structure.residents,
        &mut structure.pooled,
        &mut structure.boards,
        &mut structure.bound,
    ]
}

/// The states at the start, in the order of [`STATES`].
fn states(start: &mut Start) -> [&mut f64; STATES.len()] {
    [
        &mut start.culture,
        &mut start.prescription,
        &mut start.trust,
        &mut start.language,
        &mut start.routine,
        &mut start.credibility,
        &mut start.authorisation,
        &mut start.authority,
        &mut start.salience,
        &mut start.tenure,
        &mut start.judgement,
    ]
}

impl Scenario {
    /// Everything that is drawn; empty where every number has its central value.
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
                (entry.key(), SettingSlot::Figure(FIGURES.iter().position(|row| row.0 == *name)?))
            }
            ["start", name] => {
                (entry.key(), SettingSlot::State(STATES.iter().position(|row| row.0 == *name)?))
            }
            ["structure", name] => {
                (entry.key(), SettingSlot::Structure(STRUCTURE.iter().position(|row| row.0 == *name)?))
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
        // A range of the scenario's own is drawn as such, and so is a lever that is given a range,
        // which no world moves.
        let world = world.filter(|row| {
            (row.low, row.default, row.high) == (low, central, high) && !ensemble::LEVERS.contains(&row.key)
        });
        Some(Unknown { key, low, central, high, own: names[0] == "authority", place, world })
    }
}

impl Builder<'_> {
    /// How many draws there are, 0 for central values, and whether they are registered worlds.
    /// Notes the two keys that say so.
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
                    "{draws} draws of {replicates} replicates: a draw needs two replicates, to tell luck from what is not known"
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

    /// A fault at the first of some keys that was given.
    fn blame(&mut self, keys: &[Path], key: &str, message: String, allowed: String) {
        let place = keys.iter().find_map(|key| self.layer.get(key)).map(|given| given.place.clone());
        self.report.fault(&place.unwrap_or_default(), key, message, Some(allowed), None);
    }
}
