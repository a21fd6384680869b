//! What comes from outside into a round: a letter, a call, a headline; what it does, and how a team
//! may answer.

use balcony_engine::setting::EventKind;

/// When an inject comes.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// In a round, counted from 0.
    Round(u32),
    /// At the facilitator's choice.
    Held,
    /// To a team in the first round, from one on, before which a figure was past a level.
    If(Condition),
}

/// A figure past a level.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// From which round on.
    pub from: u32,
    /// A place in [`super::Exercise::figures`].
    pub figure: usize,
    /// Above the level, or below?
    pub above: bool,
    /// The level.
    pub level: f64,
}

impl Condition {
    /// Whether a value is past the level; at the level it is not.
    pub fn holds(&self, value: f64) -> bool {
        if self.above { value > self.level } else { value < self.level }
    }
}

/// Something that begins so many weeks after the round does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Happening {
    /// Weeks after the beginning of the round.
    pub after: u32,
    /// How long.
    pub weeks: u32,
    /// What.
    pub kind: EventKind,
    /// How much.
    pub size: f64,
}

/// Money for something that an answer brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bought {
    /// Weeks after the beginning of the round.
    pub after: u32,
    /// How long.
    pub weeks: u32,
    /// What, by name.
    pub kind: balcony_engine::strategy::InvestmentKind,
    /// Pounds (million) a year.
    pub size: f64,
}

/// One way to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its name in the file.
    pub key: String,
    /// For people.
    pub title: String,
    /// What it asks of the team.
    pub text: String,
    /// Half-days a week that it takes, by use, while it holds.
    pub time: [f64; 7],
    /// Rights that it moves while it holds: a level for each kind, or none.
    pub rights: [Option<u8>; 5],
    /// For how many rounds time and rights hold.
    pub rounds: u32,
    /// What the leader does.
    pub acts: Vec<Happening>,
    /// What it buys.
    pub buys: Vec<Bought>,
}

/// One inject.
#[derive(Debug, Clone, PartialEq)]
pub struct Inject {
    /// Its name in the file.
    pub key: String,
    /// For people.
    pub title: String,
    /// When it comes.
    pub when: When,
    /// From whom.
    pub sender: String,
    /// By which way: letter, call, press.
    pub channel: String,
    /// Its text.
    pub text: String,
    /// What a team is expected to do; for the facilitator.
    pub expected: String,
    /// What it is for; for the facilitator.
    pub objective: String,
    /// What happens, whatever is answered.
    pub events: Vec<Happening>,
    /// How it may be answered, "no action" beside them.
    pub answers: Vec<Answer>,
}
