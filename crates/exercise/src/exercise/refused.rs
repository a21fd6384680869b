//! Why the game refuses an entry.

use super::Wrong;

/// Why an entry is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The decision has faults.
    #[error("{}", .0.iter().map(|wrong| wrong.why.as_str()).collect::<Vec<_>>().join(" "))]
    Wrong(Vec<Wrong>),
    /// The round is over, or has not begun.
    #[error("this is for {0}; the room is in {1}")]
    OtherRound(String, String),
    /// All rounds are over.
    #[error("the last round is over")]
    Over,
    /// The entry makes no sense in this state.
    #[error("{0}")]
    No(String),
}
