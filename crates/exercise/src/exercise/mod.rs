//! The exercise: teams lead one place through the same luck, round by round. What is decided is a
//! log; everything else follows from it and from the exercise file.
//!
//! Nothing here touches files, threads, clocks or a network: `host` does, and the page does
//! without. An exercise file says what teams may decide (`keys`, `read`); a decision is checked
//! (`decision`), lowered to a strategy of the engine (`lower`) and lived (`life`); `game` turns a
//! log of entries into states. Levers and injects act through the engine's mechanisms alone.

mod bots;
mod code;
mod counterfactual;
mod debrief_config;
mod decision;
mod entry;
mod figures;
mod game;
mod inject;
mod keys;
mod life;
mod log;
mod lower;
pub mod paper;
mod read;
mod recording_files;
mod run_input;
mod shipped;
mod strategy;

pub use bots::{BOTS, Bot};
pub use code::{Said, bases, code, decode, heard, signs, word};
pub use counterfactual::{choices, otherwise};
pub use decision::plain;
pub use decision::{Decision, LEVELS, Prediction, RIGHTS, SOURCES, TIMES, Wrong};
pub use entry::{Effective, Entry, Provenance};
pub use figures::{Figure, From, words};
pub use game::{Branch, Game, Message, Refused, Team};
pub use inject::{Answer, Bought, Condition, Happening, Inject, When};
pub use life::{Round, SharedStart, TeamRun};
pub use log::{Export, Row, chained};
pub use lower::{Decided, engine_strategy, events, style};
pub use read::{read, read_text};
pub use run_input::{RunInput, same_before};
pub use shipped::{EXERCISES, text};
pub use strategy::strategy_file;

use crate::scenario::Scenario;
use crate::scenario::schema::Schema;
use std::collections::BTreeMap;

/// Most teams of an exercise.
pub const MOST_TEAMS: u32 = 12;

/// Names of teams: colours, never people; in the order in which they are dealt.
pub const TEAMS: [&str; MOST_TEAMS as usize] =
    ["Amber", "Blue", "Coral", "Fern", "Indigo", "Jade", "Lilac", "Ochre", "Plum", "Rose", "Slate", "Teal"];

/// The colour that each name is drawn in: dark enough on white paper, light enough on black.
pub const COLOURS: [&str; MOST_TEAMS as usize] = [
    "#b26a00", "#1f6fb2", "#d1495b", "#2e7d32", "#6464dd", "#00897b", "#9a6fc9", "#8f7200", "#a8479a",
    "#c2406b", "#61708a", "#128299",
];

/// Something that money buys, in points.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// Its name in the file.
    pub key: String,
    /// For people.
    pub title: String,
    /// What it is.
    pub text: String,
    /// What the engine buys, by name.
    pub kind: balcony_engine::strategy::InvestmentKind,
    /// Pounds (million) a year that one point is.
    pub point: f64,
    /// Weeks until it is set up and paid for.
    pub starts_after: u32,
}

/// A part in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name in the file.
    pub key: String,
    /// For people.
    pub title: String,
    /// What whoever plays it looks at, says and knows.
    pub text: String,
}

/// A tile of the dashboard.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Its name in the file.
    pub key: String,
    /// For people.
    pub title: String,
    /// What it does not show, in words.
    pub hides: String,
    /// Places in [`Exercise::figures`].
    pub figures: Vec<usize>,
}

/// A part of the debrief.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its name in the file.
    pub key: String,
    /// For people.
    pub title: String,
    /// Minutes for it.
    pub minutes: f64,
    /// Questions to the room.
    pub questions: Vec<String>,
    /// What the screen can show in it: names of [`SHOWN`].
    pub shows: Vec<String>,
}

/// What can be shown of a debrief, in its order: name and title.
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
    /// The name or path it was read from.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What the room is told at the beginning.
    pub briefing: String,
    /// What is said about the model and about how people treat each other.
    pub safety: String,
    /// The scenario under it; the opening decision is its incumbent's way of leading.
    pub scenario: Scenario,
    /// The text of the file.
    pub source: String,
    /// Other files of one's own that it names, such as its scenario: path and text.
    pub attached: BTreeMap<String, String>,
    /// Rounds.
    pub rounds: u32,
    /// Weeks of a round.
    pub weeks: u32,
    /// What a round is called: quarter, half-year, round.
    pub word: String,
    /// Minutes that each round is meant to take.
    pub minutes: Vec<f64>,
    /// How many runs show what luck does.
    pub runs: u32,
    /// Which of the runs the room lives.
    pub luck: u32,
    /// Half-days a week beyond which nothing more can be done.
    pub most_half_days: f64,
    /// Points a year.
    pub points: u32,
    /// Decision rights that may be changed in a round.
    pub changes: u32,
    /// Share of the rules that is taken away, or of what is left that is added, when a team says
    /// so.
    pub rules: f64,
    /// The decision in force when the room begins.
    pub opening: Decision,
    /// Parts in a team.
    pub roles: Vec<Role>,
    /// What money buys.
    pub levers: Vec<Lever>,
    /// What comes from outside.
    pub injects: Vec<Inject>,
    /// Every figure there is: those of tiles, and those that are hidden until the debrief.
    pub figures: Vec<Figure>,
    /// The dashboard.
    pub tiles: Vec<Tile>,
    /// Figures that are hidden until the debrief, places in [`Self::figures`].
    pub hidden: Vec<usize>,
    /// Figures that are predicted, in turn, a place each in [`Self::figures`].
    pub predict: Vec<usize>,
    /// Outcomes of the whole time that the debrief sets beside each other, rows of the engine's
    /// registry.
    pub outcomes: Vec<usize>,
    /// The debrief.
    pub debrief: Vec<Part>,
}

/// The table of keys of an exercise file, for editors and for people.
pub fn schema() -> Schema {
    Schema { keys: keys::all(), parameters: Vec::new() }
}

impl Exercise {
    /// The figure that is predicted in a round (counted from 0).
    pub fn predicted(&self, round: u32) -> Option<usize> {
        let count = self.predict.len();
        (count > 0).then(|| self.predict[round as usize % count])
    }

    /// `quarter 3`, counted from 0.
    pub fn round_name(&self, round: u32) -> String {
        format!("{} {}", self.word, round + 1)
    }

    /// The year that a round lies in, counted from 1.
    pub fn year(&self, round: u32) -> u32 {
        round * self.weeks / 52 + 1
    }
}
