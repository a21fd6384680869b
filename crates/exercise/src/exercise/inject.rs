//! Injects: letters, calls or headlines that come into a round from outside, their effects, and a
//! team's possible answers.

use balcony_engine::setting::EventKind;

/// When an inject comes.
#[derive(Debug, Clone, PartialEq)]
pub enum InjectTime {
    /// In a fixed round, from 0.
    Round(u32),
    /// When the facilitator sends it.
    Held,
    /// To a team at the beginning of the first round, from a given one on, before which a figure
    /// was past a level.
    If(Condition),
}

/// A condition that a figure is past a level.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// First round in which the inject may come.
    pub from: u32,
    /// Index into [`super::Exercise::figures`].
    pub figure: usize,
    /// Whether the value must be above the level; otherwise below.
    pub above: bool,
    /// The level, in the figure's unit.
    pub level: f64,
}

impl Condition {
    /// Whether a value is past the level. A value equal to the level is not.
    pub fn holds(&self, value: f64) -> bool {
        if self.above { value > self.level } else { value < self.level }
    }
}

/// An event that begins some weeks after the round does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Happening {
    /// Weeks after the beginning of the round.
    pub after: u32,
    /// Duration in weeks.
    pub weeks: u32,
    /// Kind of event.
    pub kind: EventKind,
    /// Size, in the unit of the kind.
    pub size: f64,
}

/// An investment that an answer makes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnswerFunding {
    /// Weeks after the beginning of the round.
    pub after: u32,
    /// Duration in weeks.
    pub weeks: u32,
    /// Kind of investment.
    pub kind: balcony_engine::strategy::InvestmentKind,
    /// Amount in £m a year.
    pub size: f64,
}

/// One possible answer to an inject.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Name in the exercise file.
    pub key: String,
    /// Title.
    pub title: String,
    /// What the answer requires of the team.
    pub text: String,
    /// Half-days per week that it takes, by use, while it holds.
    pub time: [f64; 7],
    /// Decision rights that it moves while it holds: a level for each kind, or `None`.
    pub rights: [Option<u8>; 5],
    /// Number of rounds for which its time and rights hold.
    pub rounds: u32,
    /// Acts of the leader.
    pub acts: Vec<Happening>,
    /// Investments.
    pub buys: Vec<AnswerFunding>,
}

/// One inject.
#[derive(Debug, Clone, PartialEq)]
pub struct Inject {
    /// Name in the exercise file.
    pub key: String,
    /// Title.
    pub title: String,
    /// When it comes.
    pub when: InjectTime,
    /// Sender.
    pub sender: String,
    /// Channel: letter, call, press.
    pub channel: String,
    /// Text.
    pub text: String,
    /// What a team is expected to do; for the facilitator.
    pub expected: String,
    /// Purpose; for the facilitator.
    pub objective: String,
    /// Events that happen whatever the team answers.
    pub events: Vec<Happening>,
    /// Possible answers, besides "no action".
    pub answers: Vec<Answer>,
}
