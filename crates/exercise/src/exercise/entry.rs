//! What stands in the log: one entry is one thing that was decided. The log alone makes every state
//! again.

use super::Decision;
use serde::{Deserialize, Serialize};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Entry {
    /// A room begins: the digest of exercise and engine, and how many teams.
    Open {
        /// Digest of what the exercise is and of the engine.
        exercise: String,
        /// Teams.
        teams: u32,
    },
    /// A team hands in; another one in the same round takes its place.
    Submit {
        /// Its place in [`super::TEAMS`].
        team: u32,
        /// The round, from 0.
        round: u32,
        /// What it decides.
        decision: Decision,
    },
    /// A team takes back what it handed in.
    Withdraw {
        /// The team.
        team: u32,
        /// The round.
        round: u32,
    },
    /// The round ends: what is in force for each team, and how it came about.
    Close {
        /// The round.
        round: u32,
        /// One a team.
        decisions: Vec<Effective>,
    },
    /// A held inject is sent in this round.
    Send {
        /// The round.
        round: u32,
        /// Its name.
        inject: String,
    },
    /// An inject that has not come yet will not come.
    Skip {
        /// Its name.
        inject: String,
    },
    /// Back to the beginning of a round; what came after is kept as a branch.
    Rewind {
        /// The round.
        to: u32,
    },
    /// The clock stands, or goes on.
    Pause {
        /// Does it stand?
        on: bool,
    },
    /// A word from the facilitator to a team, or to all.
    Message {
        /// The team; all if none.
        team: Option<u32>,
        /// What.
        text: String,
    },
    /// What the projector shows.
    Reveal {
        /// A part of the debrief, or nothing.
        part: String,
    },
}

/// The decision in force of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effective {
    /// The decision.
    pub decision: Decision,
    /// How it came about.
    pub how: Provenance,
}

/// How a decision came to be in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// Handed in.
    Submitted,
    /// Not handed in: the draft as it stood.
    Draft,
    /// Nothing was drafted, or it could not be done: what held before holds on.
    Carried,
}

impl Provenance {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Draft => "draft taken as it stood",
            Self::Carried => "carried forward",
        }
    }
}
