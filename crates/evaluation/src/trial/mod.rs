//! `balcony trial`: repeats published studies inside the model and compares published with
//! simulated effects.
//!
//! # What a trial is
//! Each study is one file. It says what was done and found, and by whom; who is enrolled in the
//! model; how the treated differ (an engine's [`Treatment`](balcony_engine::treatment::Treatment),
//! which no strategy can have); what is counted and when; and what a miss says about the model.
//! `STUDIES` lists all studies, and no other code knows their names.
//!
//! [`place`] simulates authorities in parallel. [`follow`] follows children by entity id, week by
//! week. [`estimate`] computes jackknife intervals. [`verdict`] compares published with simulated
//! effects. `text` and [`json`] write the output.
//!
//! No parameter is set from these comparisons. A miss is reported as it is.

mod change_of_worker;
pub mod estimate;
mod family_group_conference;
pub mod follow;
mod json;
mod leadership_in_schools;
pub mod place;
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

use crate::validate::Failed;
use estimate::Estimate;
use place::TrialOptions;
use verdict::{Published, Verdict};

/// A published study and its counterpart in the model.
#[derive(Debug)]
pub struct Study {
    /// Name on the command line.
    pub name: &'static str,
    /// Title in one line.
    pub title: &'static str,
    /// Where the study is published.
    pub source: &'static str,
    /// What was done, to whom.
    pub design: &'static str,
    /// Counterpart in the model, and how it differs.
    pub model: &'static str,
    /// Number of replicates that gives about as many children, or authorities, as the study had.
    pub worlds: u32,
    /// Parameters that the study identifies. If the study is missed, one of them is probably wrong.
    pub parameters: &'static [&'static str],
    /// Simulates the study.
    pub run: fn(&TrialOptions<'_>) -> Result<TrialResult, Failed>,
}

/// All studies, in the order of the list.
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

/// Results of a simulated study.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TrialResult {
    /// What was counted, with the number in the treated arm and in the other; one number if there
    /// is a single group.
    pub counted: Vec<(&'static str, Vec<u64>)>,
    /// Comparison of the arms before the treatment.
    pub balance: Vec<Balance>,
    /// Findings, the primary outcome first.
    pub findings: Vec<Finding>,
}

/// Mean of one characteristic in both arms before the treatment.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// Name of the characteristic.
    pub what: &'static str,
    /// Means of the treated and of the others.
    pub means: [f64; 2],
    /// Difference of the means over the pooled standard deviation.
    pub apart: f64,
}

/// How a number is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A difference or a correlation; 0 is no effect.
    Difference,
    /// A ratio; 1 is no effect. Ratios are compared as logarithms.
    Ratio,
    /// A level.
    Level,
}

/// A published number beside the simulated one.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Name of the outcome, in words.
    pub outcome: String,
    /// Unit of all numbers.
    pub unit: &'static str,
    /// Number of decimal places.
    pub digits: usize,
    /// How the number is read.
    pub form: Form,
    /// The published number.
    pub published: Published,
    /// Levels of the treated and of the others, published and simulated, if there are any.
    pub levels: Option<[Option<[f64; 2]>; 2]>,
    /// The simulated number.
    pub simulated: Estimate,
    /// What a miss says about the model: first if the simulated effect is too small, second if it
    /// is too large or has the wrong sign.
    pub says: [&'static str; 2],
}

impl Finding {
    /// Compares the published number with the simulated one.
    pub fn verdict(&self) -> Verdict {
        verdict::verdict(&self.published, &self.simulated, self.form == Form::Ratio)
    }

    /// Whether the simulated interval contains no effect.
    fn could_be_none(&self) -> bool {
        let none = if self.form == Form::Ratio { 1.0 } else { 0.0 };
        self.form != Form::Level && self.simulated.low <= none && none <= self.simulated.high
    }

    /// One sentence on what the comparison says about the model.
    pub fn sentence(&self) -> &'static str {
        match self.verdict() {
            Verdict::Agrees => "The model gives what was published, within the intervals.",
            Verdict::Below if self.could_be_none() => {
                "Within the bound, but not distinguishable from no effect."
            }
            Verdict::Below => "The model stays below the published bound, as it must.",
            Verdict::Open => "Too few were lived to tell: more replicates would narrow the interval.",
            Verdict::Undefined => "The runs contained nobody on whom to measure it.",
            Verdict::TooSmall => self.says[0],
            Verdict::TooLarge | Verdict::WrongWay => self.says[1],
        }
    }
}

/// A simulated study.
#[derive(Debug, Clone)]
pub struct SimulatedStudy {
    /// The study.
    pub study: &'static Study,
    /// Authority or sample, in words.
    pub place: String,
    /// Number of replicates.
    pub worlds: u32,
    /// Results.
    pub lived: TrialResult,
}

/// Simulates a study.
///
/// # Errors
/// If a setting is invalid, the model fails, or a stop was requested.
pub fn live(study: &'static Study, ground: &TrialOptions<'_>) -> Result<SimulatedStudy, Failed> {
    let ground = ground.with_worlds(study.worlds);
    let lived = (study.run)(&ground)?;
    Ok(SimulatedStudy { study, place: ground.place(), worlds: ground.worlds, lived })
}
