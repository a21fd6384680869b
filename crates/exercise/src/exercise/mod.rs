//! The exercise: teams lead the same authority with common random numbers, round by round. A log
//! records what they decide; everything else follows from the log and the exercise file.
//!
//! Nothing here uses files, threads, clocks or a network: the server does, and the page in the
//! browser works without them. An exercise file says what teams may decide (`keys`, `read`). A
//! decision is checked (`decision`), converted to a strategy of the engine (`lower`) and simulated
//! (`life`); `game` turns a log of entries into states. Levers and injects act only through the
//! engine's mechanisms.

mod bots;
mod code;
mod counterfactual;
mod debrief_config;
mod decision;
mod entry;
mod figures;
mod game;
mod in_force;
mod inject;
mod keys;
mod log;
mod lower;
pub mod paper;
mod questions;
mod read;
mod recording_files;
mod refused;
mod run_input;
mod shipped;
mod strategy;
mod team_run;

pub use bots::{BOTS, Bot};
pub use code::{InjectOutcome, code, decode, heard, signs, table, word};
pub use counterfactual::{choices, otherwise};
pub use decision::plain;
pub use decision::{Decision, LEVELS, Prediction, RIGHTS, SOURCES, TIMES, Wrong};
pub use entry::{Effective, Entry, Provenance};
pub use figures::{Figure, From, words};
pub use game::{Branch, Game, Message, Team};
pub use in_force::{cut, goes_first};
pub use inject::{Answer, AnswerFunding, Condition, Happening, Inject, InjectTime};
pub use log::{Export, Row, chained};
pub use lower::{Decided, engine_strategy, events, style};
pub use questions::{Question, questions};
pub use read::{read, read_text};
pub use refused::Refused;
pub use run_input::{RunInput, same_before};
pub use shipped::{EXERCISES, text};
pub use strategy::strategy_file;
pub use team_run::{Colleague, Round, SharedStart, TeamRun};

use balcony_report::charts::Ink;
use balcony_scenario::scenario::Scenario;
use balcony_scenario::scenario::schema::Schema;
use std::collections::BTreeMap;

/// Largest number of teams.
pub const MOST_TEAMS: u32 = 12;

/// Names of teams, in the order in which they are assigned. They are colours, never people.
pub const TEAMS: [&str; MOST_TEAMS as usize] =
    ["Amber", "Blue", "Coral", "Fern", "Indigo", "Jade", "Lilac", "Ochre", "Plum", "Rose", "Slate", "Teal"];

/// Display colour of each team: dark enough on white paper, light enough on black.
pub const COLOURS: [Ink; MOST_TEAMS as usize] = [
    Ink::rgb(0xb26a00),
    Ink::rgb(0x1f6fb2),
    Ink::rgb(0xd1495b),
    Ink::rgb(0x2e7d32),
    Ink::rgb(0x6464dd),
    Ink::rgb(0x00897b),
    Ink::rgb(0x9a6fc9),
    Ink::rgb(0x8f7200),
    Ink::rgb(0xa8479a),
    Ink::rgb(0xc2406b),
    Ink::rgb(0x61708a),
    Ink::rgb(0x128299),
];

/// An investment that teams buy with points.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// Name in the exercise file.
    pub key: String,
    /// Title.
    pub title: String,
    /// Description.
    pub text: String,
    /// Kind of investment in the engine.
    pub kind: balcony_engine::strategy::InvestmentKind,
    /// Value of one point in £m a year.
    pub point: f64,
    /// Weeks until it is set up and paid for.
    pub starts_after: u32,
}

/// A role in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Name in the exercise file.
    pub key: String,
    /// Title.
    pub title: String,
    /// What the player of this role looks at, says and knows.
    pub text: String,
}

/// A tile of the dashboard.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Name in the exercise file.
    pub key: String,
    /// Title.
    pub title: String,
    /// Describes what the tile does not show.
    pub hides: String,
    /// Indices into [`Exercise::figures`].
    pub figures: Vec<usize>,
}

/// A part of the debrief.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Name in the exercise file.
    pub key: String,
    /// Title.
    pub title: String,
    /// Duration in minutes.
    pub minutes: f64,
    /// Questions to the participants.
    pub questions: Vec<String>,
    /// What the screen can show: names of [`SHOWN`].
    pub shows: Vec<String>,
}

/// What a debrief can show, in order: name and title.
pub const SHOWN: [(&str, &str); 8] = [
    ("attention", "Where attention went"),
    ("decisions", "What each team decided"),
    ("predictions", "What was expected, and what came"),
    ("reported", "Reported and real"),
    ("luck", "Luck or leadership"),
    ("references", "Other ways of leading, on the same luck"),
    ("counterfactual", "One decision changed"),
    ("wrong", "Where the model may be wrong"),
];

/// A checked exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct Exercise {
    /// The name or path from which it was read.
    pub name: String,
    /// Title.
    pub title: String,
    /// Text that opens the session.
    pub briefing: String,
    /// Statement about the model and about how people treat each other.
    pub safety: String,
    /// The scenario. The opening decision is the style of its incumbent.
    pub scenario: Scenario,
    /// Text of the exercise file.
    pub source: String,
    /// Other files of the user that it names, such as its scenario: path and text.
    pub attached: BTreeMap<String, String>,
    /// Number of rounds.
    pub rounds: u32,
    /// Weeks of a round.
    pub weeks: u32,
    /// Word for a round: quarter, half-year, round.
    pub word: String,
    /// Planned minutes of each round.
    pub minutes: Vec<f64>,
    /// Number of Monte Carlo runs that show the effect of chance.
    pub runs: u32,
    /// The replicate that the teams play.
    pub luck: u32,
    /// Largest number of half-days per week.
    pub most_half_days: f64,
    /// Points per year.
    pub points: u32,
    /// Largest number of decision rights that may change in a round.
    pub changes: u32,
    /// Share of the rules that a team removes, or of the remaining room for rules that it adds, at
    /// a time.
    pub rules: f64,
    /// The decision in force at the beginning.
    pub opening: Decision,
    /// Roles in a team.
    pub roles: Vec<Role>,
    /// Investments.
    pub levers: Vec<Lever>,
    /// Injects.
    pub injects: Vec<Inject>,
    /// All figures: those of tiles, and those that are hidden until the debrief.
    pub figures: Vec<Figure>,
    /// Tiles of the dashboard.
    pub tiles: Vec<Tile>,
    /// Figures that are hidden until the debrief: indices into [`Self::figures`].
    pub hidden: Vec<usize>,
    /// Figures that teams predict in turn: indices into [`Self::figures`].
    pub predict: Vec<usize>,
    /// Outcomes of the whole exercise that the debrief compares: indices into the engine's
    /// registry.
    pub outcomes: Vec<usize>,
    /// Parts of the debrief.
    pub debrief: Vec<Part>,
}

/// The table of keys of an exercise file, for editors and documentation.
pub fn schema() -> Schema {
    Schema { keys: keys::all(), parameters: Vec::new() }
}

impl Exercise {
    /// The figure that teams predict in a round (from 0).
    pub fn predicted(&self, round: u32) -> Option<usize> {
        let count = self.predict.len();
        (count > 0).then(|| self.predict[round as usize % count])
    }

    /// The first figure that is told twice: as it is reported, and as it is. Its places in
    /// [`Self::figures`].
    pub fn told_and_real(&self) -> Option<(usize, usize)> {
        self.told_twice().next()
    }

    /// All figures that are told twice, as they are reported and as they are.
    pub fn told_twice(&self) -> impl Iterator<Item = (usize, usize)> {
        self.figures.iter().enumerate().filter_map(|(real, figure)| match figure.from {
            From::Real(signal) => {
                let seen = self.figures.iter().position(|other| other.from == From::Seen(signal))?;
                Some((seen, real))
            }
            _ => None,
        })
    }

    /// Name of a round (from 0), such as `quarter 3`.
    pub fn round_name(&self, round: u32) -> String {
        format!("{} {}", self.word, round + 1)
    }

    /// The year of a round (from 0), counted from 1.
    pub fn year(&self, round: u32) -> u32 {
        round * self.weeks / 52 + 1
    }
}
