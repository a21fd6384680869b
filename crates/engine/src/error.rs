//! What can go wrong in the model: a state that is not a number or leaves its bounds, named by
//! where it happened.

use core::fmt;

use crate::measure::MEASURES;
use crate::world::World;

/// The model failed. The cause is the program, or parameters beyond their ranges; never chance.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelFailure {
    /// Authority.
    pub authority: u16,
    /// Replicate.
    pub replicate: u32,
    /// Absolute week.
    pub week: u32,
    /// What failed: a measure, a team, a partner.
    pub what: String,
    /// Its value.
    pub value: f64,
}

impl fmt::Display for ModelFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the model failed in authority {}, replicate {}, week of {}: {} is {}",
            self.authority,
            self.replicate,
            crate::calendar::Week(self.week).monday(),
            self.what,
            self.value
        )
    }
}

impl std::error::Error for ModelFailure {}

/// Checks a week's measures and the states of teams and partners.
pub(crate) fn check(world: &World, row: &[f64]) -> Result<(), ModelFailure> {
    let failure = |what: String, value: f64| ModelFailure {
        authority: world.service.authority,
        replicate: world.rng_key.replicate,
        week: world.week - 1,
        what,
        value,
    };
    for (measure, value) in MEASURES.iter().zip(row) {
        if !value.is_finite() {
            return Err(failure(format!("measure {}", measure.key), *value));
        }
    }
    let share = |x: f64| (0.0..=1.0).contains(&x);
    for (index, team) in world.service.workforce.teams.iter().enumerate() {
        for (name, value) in [
            ("culture", team.culture),
            ("routine", team.routine),
            ("bond", team.bond),
            ("support", team.support),
        ] {
            if !share(value) {
                return Err(failure(format!("{name} of team {index}"), value));
            }
        }
    }
    for (index, partner) in world.service.partners.iter().enumerate() {
        for (name, value) in [("trust", partner.trust), ("language", partner.language)] {
            if !share(value) {
                return Err(failure(format!("{name} with agency {index}"), value));
            }
        }
    }
    Ok(())
}
