//! Robots that play a team, to rehearse a day or to fill a room for a demonstration. They never
//! replace a person without saying so.

use super::{Decision, Game, LEVELS, Prediction};
use balcony_engine::rng::{EntityId, RngKey, Tag};
use balcony_scenario::presets;

/// How a robot plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bot {
    /// Submits nothing, so the decision in force is carried forward.
    CarryForward,
    /// Leads by formal authority and keeps decisions with the director.
    Personalised,
    /// Leads by relationships and keeps decisions with the director.
    Authentic,
    /// Leads by formal authority and gives decisions to practitioners.
    Distributed,
    /// Leads by relationships and gives decisions to practitioners.
    Connected,
    /// Decides at random within the rules.
    Random,
}

/// Every kind with its name, in the order in which teams get them.
pub const BOTS: [(Bot, &str); 6] = [
    (Bot::CarryForward, "carries on"),
    (Bot::Personalised, presets::PERSONALISED),
    (Bot::Authentic, presets::AUTHENTIC),
    (Bot::Distributed, presets::DISTRIBUTED),
    (Bot::Connected, presets::CONNECTED),
    (Bot::Random, "at random"),
];

impl Bot {
    /// The robot for the team with this index.
    pub fn of(team: u32) -> Self {
        BOTS[team as usize % BOTS.len()].0
    }

    /// The robot's decision for the present round. It is always valid; `None` if the robot submits
    /// nothing.
    pub fn decide(self, game: &Game, team: u32) -> Option<Decision> {
        let exercise = game.exercise();
        let held = game.held(team);
        let draw = |index: u16| {
            let luck = RngKey { seed: exercise.scenario.seed, replicate: 1_000_000 + team };
            luck.uniform(EntityId::team(9999, team as u16), Tag::Adapt, game.round(), index)
        };
        let (source, level) = match self {
            Self::CarryForward => return None,
            Self::Personalised => (0, 0),
            Self::Authentic => (4, 0),
            Self::Distributed => (0, 3),
            Self::Connected => (4, 3),
            Self::Random => ((draw(0) * 5.0) as u8, (draw(1) * LEVELS.len() as f64) as u8),
        };
        let mut decision = held.clone();
        decision.source = source;
        // The exercise limits the changes of rights in a round, so the robot needs several rounds.
        let mut left = exercise.changes;
        for right in &mut decision.rights {
            if *right != level && left > 0 {
                *right = level;
                left -= 1;
            }
        }
        if self == Self::Random {
            decision.time = std::array::from_fn(|at| (draw(10 + at as u16) * 3.4) as u8);
            decision.rules = (draw(2) * 3.0) as i8 - 1;
        }
        decision.prediction =
            Some([Prediction::Rise, Prediction::Fall, Prediction::Stay][(draw(3) * 3.0) as usize % 3]);
        for (at, inject) in game.injects(team).iter().enumerate() {
            let choice = match self {
                Self::Random => (draw(20 + at as u16) * (inject.answers.len() + 1) as f64) as usize,
                _ => usize::from(level == 3),
            };
            if let Some(answer) = inject.answers.get(choice) {
                decision.answers.insert(inject.key.clone(), answer.key.clone());
            }
        }
        // An invalid decision loses its answers one by one. If it is still invalid without answers,
        // the robot submits nothing.
        while !game.wrong(team, &decision).is_empty() {
            decision.answers.pop_last()?;
        }
        Some(decision)
    }
}
