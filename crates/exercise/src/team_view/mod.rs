//! What a team sees of its place and sends as its decision, as pieces of a page. The room serves
//! them; the page that plays without a room makes them by itself. Every text of a file or a person
//! is text.

mod decided;
mod fields;
mod form;
mod own;
mod spread;
mod team;
mod tiles;

pub use decided::decided;
pub use fields::{decision, form as fields};
pub use form::{May, preview};
pub use own::{attention, guessed, own, table};
pub use spread::{Spread, nine_of_ten};
pub use team::{contents, head, notices, past};
pub use tiles::{tiles, way};

use crate::charts::{Chart, escape};
use crate::exercise::{Decision, Exercise, Game};
use std::sync::Arc;

/// What a team's pieces are made of.
#[derive(Debug, Clone)]
pub struct View<'a> {
    /// The game.
    pub game: &'a Game,
    /// What luck does, by team; none where nobody works it out.
    pub luck: Option<&'a [Arc<Spread>]>,
    /// What is drafted, by team.
    pub drafts: &'a [Option<Decision>],
    /// Seconds that the round has taken, and whether the clock stands; none where there is no
    /// clock.
    pub clock: Option<(u64, bool)>,
    /// Has the room begun? Before that there is nothing to decide.
    pub begun: bool,
    /// The room's own number: drafts that a device kept are of one room.
    pub id: &'a str,
    /// The name of the next command, for a page without scripts.
    pub command: String,
    /// The place in [`crate::exercise::TEAMS`] of the first team.
    pub first: u32,
}

impl View<'_> {
    /// The name of a team.
    pub fn name(&self, team: u32) -> &'static str {
        Game::team_name(self.first + team)
    }

    /// Its name with its mark.
    pub fn badge(&self, team: u32) -> String {
        badge(self.first + team)
    }

    /// What luck does to a team's decisions, if that is worked out.
    pub fn of(&self, team: u32) -> Option<&Spread> {
        self.luck?.get(team as usize).map(Arc::as_ref)
    }

    /// What a team sees in its form: the draft, which is what was handed in until somebody goes on;
    /// or what holds.
    pub fn draft(&self, team: u32) -> Decision {
        let submitted = self.game.teams().get(team as usize).and_then(|team| team.submitted.clone());
        let draft = self.drafts.get(team as usize).cloned().flatten();
        draft.or(submitted).unwrap_or_else(|| self.game.held(team))
    }

    /// Where the room stands: `Quarter 3 of 12, year 1`.
    pub fn standing(&self) -> String {
        let exercise = self.game.exercise();
        if self.game.is_over() {
            return "All rounds are over: the debrief".to_owned();
        }
        let round = self.game.round();
        let name = exercise.round_name(round);
        let mut letters = name.chars();
        let name: String =
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        format!("{} of {}, year\u{a0}{}", name, exercise.rounds, exercise.year(round))
    }

    /// The clock: how long the round has taken, of about how long. A script lets it run on.
    pub fn clock(&self) -> String {
        let exercise = self.game.exercise();
        let Some((seconds, stands)) = self.clock.filter(|_| !self.game.is_over()) else {
            return String::new();
        };
        let planned = exercise.minutes.get(self.game.round() as usize).copied().unwrap_or(0.0) * 60.0;
        format!(
            "<span class=\"clock\" data-clock=\"{seconds}\" data-stands=\"{}\"><span>{}</span> of about {}{}</span>",
            u8::from(stands),
            minutes(seconds),
            minutes(planned as u64),
            if stands { " (paused)" } else { "" }
        )
    }
}

/// A team's name with its mark: a shape and a colour that go with its place everywhere.
pub fn badge(team: u32) -> String {
    format!(
        "<span class=\"badge\"><span class=\"mark m{} c{team}\" aria-hidden=\"true\"></span>{}</span>",
        team % 12,
        Game::team_name(team)
    )
}

/// A drawing with its numbers behind a fold; `id` makes the names inside it its own.
pub fn drawing(chart: &Chart, id: &str) -> String {
    let key = chart.key;
    let svg = chart
        .svg
        .replace(&format!("\"{key}-title"), &format!("\"{id}-title"))
        .replace(&format!("\"{key}-text"), &format!("\"{id}-text"))
        .replace(&format!(" {key}-text\""), &format!(" {id}-text\""));
    let table = crate::report::html::table(&chart.finding, &chart.grid, &[]);
    format!(
        "<figure>{svg}<figcaption>{}</figcaption><details><summary>The same numbers as a table</summary>{}</details></figure>",
        escape(&chart.about),
        table.into_string()
    )
}

/// A text in paragraphs.
pub fn paragraphs(text: &str) -> String {
    text.split("\n\n").map(|part| format!("<p>{}</p>", escape(part.trim()))).collect()
}

/// `2:05`.
pub fn minutes(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The line that says what a figure did between two rounds, for tiles and tables.
pub fn last_two(
    exercise: &Exercise,
    rounds: &[crate::exercise::Round],
    opening: &[f64],
    figure: usize,
) -> (f64, Option<String>) {
    let values: Vec<f64> = rounds.iter().map(|round| round.figures[figure]).collect();
    let now = values.last().copied().unwrap_or(opening[figure]);
    let before = match values.len() {
        0 => None,
        1 => Some(opening[figure]).filter(|value| value.is_finite()),
        n => Some(values[n - 2]),
    };
    (now, before.map(|before| crate::exercise::words(&exercise.figures[figure], before, now)))
}
