//! `balcony trial`: published studies lived again inside the model, published effect beside
//! simulated effect.
//!
//! # What a trial is
//! One file a study: what was done and found, by whom; who is drawn in the model, what differs for
//! the treated (an engine's [`Treatment`](balcony_engine::treatment::Treatment), which no strategy
//! can have), what is counted and when; and what a miss says of the model. The list is `STUDIES`,
//! and nothing else knows their names.
//!
//! # What they share
//! [`ground`]: places, lives, threads. [`follow`]: children followed by entity id, week by week.
//! [`estimate`]: estimates with intervals, worlds left out in turn. [`verdict`]: published beside
//! simulated. `text` and [`json`]: what is said.
//!
//! Nothing here is used to set a parameter: a miss is reported as it is.

mod change_of_worker;
pub mod estimate;
mod family_group_conference;
pub mod follow;
pub mod ground;
mod json;
mod leadership_in_schools;
mod prevention_spend;
pub mod ranges;
mod signs_of_safety;
mod social_workers_in_schools;
mod supervision;
mod sure_start;
mod text;
mod troubled_families;
mod variance_shares;
pub mod verdict;

pub use json::json;
pub use text::{cells, list, text};

use crate::experiment::Stop;
use crate::scenario::Faults;
use estimate::Estimate;
use ground::Ground;
use verdict::{Published, Verdict};

/// A published study and its counterpart in the model.
#[derive(Debug)]
pub struct Study {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is about, in a line.
    pub title: &'static str,
    /// Where it is published.
    pub source: &'static str,
    /// What was done, to whom.
    pub design: &'static str,
    /// What stands for it in the model, and where that differs.
    pub model: &'static str,
    /// Worlds that make about as many children, or authorities, as the study had.
    pub worlds: u32,
    /// Parameters that the study identifies: where it is missed, one of them would have to move.
    pub parameters: &'static [&'static str],
    /// Lives it.
    pub run: fn(&Ground<'_>) -> Result<Lived, Failed>,
}

/// Every study, in the order in which they are listed.
pub const STUDIES: [&Study; 10] = [
    &family_group_conference::STUDY,
    &troubled_families::STUDY,
    &social_workers_in_schools::STUDY,
    &signs_of_safety::STUDY,
    &sure_start::STUDY,
    &change_of_worker::STUDY,
    &supervision::STUDY,
    &leadership_in_schools::STUDY,
    &prevention_spend::STUDY,
    &variance_shares::STUDY,
];

/// A study by its name.
pub fn study(name: &str) -> Option<&'static Study> {
    STUDIES.into_iter().find(|study| study.name == name)
}

/// What was lived and found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lived {
    /// How many there were of what, in the treated arm and in the other; a single number where
    /// there is one group.
    pub counted: Vec<(&'static str, Vec<u64>)>,
    /// How alike the arms were before anything was done.
    pub balance: Vec<Balance>,
    /// What was found, the primary outcome first.
    pub findings: Vec<Finding>,
}

/// A figure of both arms before anything was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// Which.
    pub what: &'static str,
    /// Mean of the treated, and of the others.
    pub means: [f64; 2],
    /// Difference over the standard deviation of both.
    pub apart: f64,
}

/// Kinds of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A difference, or a correlation: 0 is none.
    Difference,
    /// A ratio: 1 is none; compared on the scale of logarithms.
    Ratio,
    /// A level.
    Level,
}

/// Published beside simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Which outcome, in words.
    pub outcome: String,
    /// Unit of all its numbers.
    pub unit: &'static str,
    /// Decimals.
    pub digits: usize,
    /// What kind of number it is.
    pub form: Form,
    /// What is published.
    pub published: Published,
    /// Levels of the treated and of the others, published and simulated, where there are any.
    pub levels: Option<[Option<[f64; 2]>; 2]>,
    /// What was simulated.
    pub simulated: Estimate,
    /// What a miss says of the model: one too small, one too large or the wrong way.
    pub says: [&'static str; 2],
}

impl Finding {
    /// Published against simulated.
    pub fn verdict(&self) -> Verdict {
        verdict::verdict(&self.published, &self.simulated, self.form == Form::Ratio)
    }

    /// Does the simulated interval hold no effect?
    fn could_be_none(&self) -> bool {
        let none = if self.form == Form::Ratio { 1.0 } else { 0.0 };
        self.form != Form::Level && self.simulated.low <= none && none <= self.simulated.high
    }

    /// In one sentence, what it says of the model.
    pub fn sentence(&self) -> &'static str {
        match self.verdict() {
            Verdict::Agrees => "The model gives what was published, within the intervals.",
            Verdict::Below if self.could_be_none() => {
                "Within the bound, and not told apart from no effect at all."
            }
            Verdict::Below => "The model stays below the published bound, as it must.",
            Verdict::Open => "Too few were lived to tell: more replicates would narrow the interval.",
            Verdict::Undefined => "Nobody was there to measure it on.",
            Verdict::TooSmall => self.says[0],
            Verdict::TooLarge | Verdict::WrongWay => self.says[1],
        }
    }
}

/// A study that was lived.
#[derive(Debug, Clone)]
pub struct Told {
    /// Which.
    pub study: &'static Study,
    /// Where.
    pub place: String,
    /// How many worlds.
    pub worlds: u32,
    /// What was found.
    pub lived: Lived,
}

/// Why there are no findings.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// A place, or a value of `--set`, is not sound.
    #[error("{0}")]
    Faults(Faults),
    /// The lives stopped.
    #[error(transparent)]
    Stop(#[from] Stop),
}

/// Lives a study.
///
/// # Errors
/// If a place or a value is not sound, if the model fails, or if somebody asked to stop.
pub fn live(study: &'static Study, ground: &Ground<'_>) -> Result<Told, Failed> {
    let ground = ground.with_worlds(study.worlds);
    let lived = (study.run)(&ground)?;
    Ok(Told { study, place: ground.place(), worlds: ground.worlds, lived })
}
