//! What a team sees of its place and sends as its decision, as pieces of a page. The room serves
//! them; the page that plays without a room makes them by itself. Every text of a file or a person
//! is text.

mod colleagues;
mod decided;
mod fields;
mod form;
mod own;
mod spread;
mod team;
mod tiles;

pub use decided::{changes, cut_words, decided};
pub use fields::{decision, form as fields};
pub use form::{May, over_by, preview};
pub use own::{attention, guessed, own, table};
pub use spread::{Spread, nine_of_ten};
pub use team::{contents, head, notices, past};
pub use tiles::{tiles, way};

use crate::exercise::paper::card;
use crate::exercise::{Decision, Exercise, Game, Inject};
use balcony_report::charts::rounds::RoundsOptions;
use maud::{Markup, Render, html};
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
    pub fn badge(&self, team: u32) -> Markup {
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

    /// Where the room stands: `Quarter 3 of 12`, and the year.
    pub fn standing(&self) -> (String, Option<u32>) {
        let exercise = self.game.exercise();
        if self.game.is_over() {
            return ("All rounds are over: the debrief".to_owned(), None);
        }
        let round = self.game.round();
        let name = exercise.round_name(round);
        let mut letters = name.chars();
        let name: String =
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        (format!("{} of {}", name, exercise.rounds), Some(exercise.year(round)))
    }

    /// The head of a page that changes as the room goes on: its title, where the room stands, the
    /// clock, and what else belongs there.
    pub fn head(&self, title: impl Render, class: Option<&str>, below: Markup) -> Markup {
        let (name, year) = self.standing();
        html! {
            header id="head" data-swap class=[class] {
                h1 { (title) }
                p {
                    span class="round-name" {
                        (name)
                        @if let Some(year) = year { span class="year" { ", year\u{a0}" (year) } }
                    }
                    (self.clock())
                }
                (below)
            }
        }
    }

    /// The seconds that are planned for the present round.
    pub fn planned(&self) -> u64 {
        let minutes = &self.game.exercise().minutes;
        let round = minutes.get(self.game.round() as usize).or(minutes.last());
        (round.copied().unwrap_or(0.0) * 60.0) as u64
    }

    /// The clock: how long the round is meant to last still. A script lets it run on.
    pub fn clock(&self) -> Markup {
        let Some((seconds, stands)) = self.clock.filter(|_| !self.game.is_over()) else {
            return Markup::default();
        };
        let planned = self.planned();
        let (time, word) =
            if seconds <= planned { (planned - seconds, "left") } else { (seconds - planned, "over") };
        html! {
            span class="clock" data-clock=(seconds) data-planned=(planned) data-stands=(u8::from(stands)) {
                span { (minutes(time)) } " " span { (word) }
                span class="of" {
                    " of about " (minutes(planned))
                    @if stands { " (paused)" }
                }
            }
        }
    }
}

/// How something of an exercise is drawn round by round: the finding and what is shown, digits,
/// width.
pub fn by_round<'a>(
    exercise: &'a Exercise,
    (finding, about): (&'a str, &'a str),
    digits: u8,
    width: f64,
) -> RoundsOptions<'a> {
    let (word, rounds) = (exercise.word.as_str(), exercise.rounds as usize);
    RoundsOptions { finding, about, word, rounds, digits, width, holds: None }
}

/// A team's name with its mark: a shape and a colour that go with its place everywhere.
pub fn badge(team: u32) -> Markup {
    html! {
        span class="badge" {
            span class={ "mark m" (team % 12) " c" (team) } aria-hidden="true" {}
            (Game::team_name(team))
        }
    }
}

/// What came from outside: its card, who sends it, and its words.
pub fn letter(exercise: &Exercise, inject: &Inject, title: impl Fn(Markup) -> Markup) -> Markup {
    html! {
        p class="from" { (card(exercise, &inject.key)) " · " (inject.channel) " · " (inject.sender) }
        (title(html! { (inject.title) }))
        blockquote { (inject.text) }
    }
}

/// A field in which one of several is chosen.
pub fn select(id: &str, name: &str, label: &str, options: Markup) -> Markup {
    html! {
        div class="field" { label for=(id) { (label) } select id=(id) name=(name) { (options) } }
    }
}

/// What stands to be chosen in a [`select`].
pub fn option(value: impl Render, label: impl Render) -> Markup {
    html! { option value=(value) { (label) } }
}

/// A value that a form sends and nobody sees.
pub fn hidden(name: &str, value: impl Render) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// Words with a capital letter.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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
