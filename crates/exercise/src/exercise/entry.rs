//! Entries of the log. Each records one decision or act; replaying the log reproduces every state.

use super::Decision;
use serde::{Deserialize, Serialize};

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Entry {
    /// A session begins.
    Open {
        /// Digest of the exercise and of the engine.
        exercise: String,
        /// Number of teams.
        teams: u32,
    },
    /// A team submits a decision. A later one in the same round replaces it.
    Submit {
        /// Index of the team in [`super::TEAMS`].
        team: u32,
        /// The round, from 0.
        round: u32,
        /// The decision.
        decision: Decision,
    },
    /// A team withdraws the decision it submitted.
    Withdraw {
        /// The team.
        team: u32,
        /// The round.
        round: u32,
    },
    /// The round ends, with the decision in force for each team.
    Close {
        /// The round.
        round: u32,
        /// One decision per team.
        decisions: Vec<Effective>,
    },
    /// The facilitator sends a held inject in this round.
    Send {
        /// The round.
        round: u32,
        /// Name of the inject.
        inject: String,
    },
    /// The facilitator skips an inject that has not come yet.
    Skip {
        /// Name of the inject.
        inject: String,
    },
    /// The session goes back to the beginning of a round. Later rounds are kept as a branch.
    Rewind {
        /// The round.
        to: u32,
    },
    /// The clock stops or continues.
    Pause {
        /// Whether the clock stops.
        on: bool,
    },
    /// The facilitator sends a message to one team or to all.
    Message {
        /// The team; all teams if `None`.
        team: Option<u32>,
        /// The text.
        text: String,
    },
    /// The projector shows a part of the debrief.
    Reveal {
        /// Name of the part; empty shows nothing.
        part: String,
    },
}

/// The decision in force for a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effective {
    /// The decision.
    pub decision: Decision,
    /// How it came into force.
    pub how: Provenance,
    /// The draft as it stood, if it was cut to what can be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafted: Option<Decision>,
}

impl Effective {
    /// A decision that is in force as it was made.
    pub fn of(decision: Decision, how: Provenance) -> Self {
        Self { decision, how, drafted: None }
    }
}

/// How a decision came into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// The team submitted it.
    Submitted,
    /// The team submitted nothing, so its draft was used.
    Draft,
    /// The team submitted nothing and its draft was more than can be done: it was cut to what can.
    Cut,
    /// There was no draft: the decision before is carried forward. Logs of earlier versions have it
    /// for a draft that was not valid as well.
    Carried,
}

impl Provenance {
    /// The same in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Draft => "draft taken as it stood",
            Self::Cut => "draft cut to what can be done",
            Self::Carried => "carried forward",
        }
    }
}
