//! The exercise on paper: what the room holds in its hands, and the guide for whoever runs it. Two
//! documents of their own, to be printed on A4 in greyscale, without scripts and without a request
//! to anywhere. Everything in them comes from the exercise.

mod cards;
mod clock;
mod debrief;
mod guide;
mod sheets;
#[cfg(test)]
mod tests;
mod trouble;

pub use clock::{card, in_all, pause_before, practises};

use super::decision::plain;
use super::{Exercise, MOST_TEAMS, TEAMS};
use balcony_report::report::html as pieces;
use maud::{Markup, Render, html};

const STYLE: &str = include_str!("style.css");

/// The printed day: briefing, a page of cards and a decision sheet for each team, observer sheets,
/// inject cards, the debrief.
pub fn day(exercise: &Exercise, teams: u32) -> String {
    let teams = &TEAMS[..teams.clamp(1, MOST_TEAMS) as usize];
    let contents = html! {
        (cards::briefing(exercise, teams.len()))
        @for team in teams {
            (cards::team(exercise, team))
            (sheets::decisions(exercise, team))
        }
        (sheets::observers(exercise, teams))
        (cards::injects(exercise))
        (debrief::tiles(exercise))
        (debrief::parts(exercise))
    };
    document(&format!("{}: the printed day", exercise.title), "day", contents)
}

/// The facilitator's guide, for somebody who has never run the exercise.
pub fn guide(exercise: &Exercise, teams: u32) -> String {
    let contents = guide::contents(exercise, teams.clamp(1, MOST_TEAMS));
    document(&format!("{}: the facilitator's guide", exercise.title), "guide", contents)
}

fn document(title: &str, class: &str, contents: Markup) -> String {
    let head = html! { title { (title) } (pieces::style(STYLE)) };
    pieces::document(head, html! { body class=(class) { main { (contents) } } })
}

/// The heads of a table's columns.
fn heads(heads: &[&str]) -> Markup {
    html! { thead { tr { @for head in heads { th scope="col" { (head) } } } } }
}

/// What is in a table of two columns of words.
fn columns(titles: [&str; 2], rows: impl IntoIterator<Item = (impl Render, impl Render)>) -> Markup {
    html! {
        (heads(&titles))
        tbody { @for (head, cell) in rows { tr { th scope="row" class="strong" { (head) } td { (cell) } } } }
    }
}

/// `quarter`, with a capital.
fn capital(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// `1 quarter`, `12 quarters`.
fn counted(number: u32, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

/// `quarter 1`, `quarters 1, 5 and 9`; counted from 0.
fn numbered(word: &str, rounds: &[u32]) -> String {
    let numbers: Vec<String> = rounds.iter().map(|round| (round + 1).to_string()).collect();
    match numbers.split_last() {
        Some((last, [])) => format!("{word} {last}"),
        Some((last, rest)) => format!("{word}s {} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// `3 minutes`, `2.5 minutes`, `1 minute`.
pub fn in_minutes(minutes: f64) -> String {
    let number = plain(minutes);
    if number == "1" { "1 minute".to_owned() } else { format!("{number} minutes") }
}

/// The exercise's name as it is typed.
fn guide_name(exercise: &Exercise) -> String {
    let name = &exercise.name;
    let plain = name.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_./\\:".contains(sign));
    if plain { name.clone() } else { format!("\"{name}\"") }
}
