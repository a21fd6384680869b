//! The pages of a room: whole without scripts, livelier with them. Every text of a file or a person is text.

mod debrief;
mod desk;
mod form;
mod screen;
mod team;
mod tiles;

pub(super) use debrief::{BY_TEAM, PARTS, is_part, part as debrief_part, report};
pub(super) use desk::{desk, desk_part};
pub(super) use screen::{screen, screen_part};
pub(super) use team::{observe, observe_part, preview, team, team_part};
pub(super) use tiles::way;

use super::room::Inner;
use crate::charts::{Chart, escape};
use crate::exercise::{Exercise, Game, TEAMS};

/// The style sheet of every page.
pub(super) const CSS: &str =
    concat!(include_str!("../../report/style.css"), include_str!("../assets/app.css"));
/// The script of every page.
pub(super) const SCRIPT: &str = include_str!("../assets/app.js");

/// What became of a form that was sent without scripts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answered {
    /// Taken.
    Taken,
    /// Not taken, and why.
    Not(String),
}

/// A page around its contents; `data` are attributes of the body that scripts read.
fn page(title: &str, class: &str, data: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<link rel=\"stylesheet\" href=\"/app.css\">\n<script src=\"/app.js\" defer></script>\n</head>\n\
         <body class=\"{class}\" {data}>\n<a class=\"skip\" href=\"#main\">To the contents</a>\n<p id=\"link\" class=\"link\" role=\"status\"></p>\n{body}\n\
         <p id=\"live\" class=\"hidden\" role=\"status\"></p>\n</body>\n</html>\n",
        escape(title)
    )
}

/// A team's name with its mark: a shape and a colour that go with its place everywhere.
fn badge(team: u32) -> String {
    format!(
        "<span class=\"badge\"><span class=\"mark m{} c{team}\" aria-hidden=\"true\"></span>{}</span>",
        team % 5,
        Game::team_name(team)
    )
}

/// A drawing with its numbers behind a fold; `id` makes the names inside it its own.
fn drawing(chart: &Chart, id: &str) -> String {
    let key = chart.key;
    let svg = chart
        .svg
        .replace(&format!("\"{key}-title"), &format!("\"{id}-title"))
        .replace(&format!("\"{key}-text"), &format!("\"{id}-text"))
        .replace(&format!(" {key}-text\""), &format!(" {id}-text\""));
    let mut html = crate::report::Html::default();
    html.table(&chart.finding, &chart.grid, &[]);
    format!(
        "<figure>{svg}<figcaption>{}</figcaption><details><summary>The same numbers as a table</summary>{}</details></figure>",
        escape(&chart.about),
        html.take()
    )
}

/// A text in paragraphs.
fn paragraphs(text: &str) -> String {
    text.split("\n\n").map(|part| format!("<p>{}</p>", escape(part.trim()))).collect()
}

/// `2:05`.
fn minutes(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Where the room stands: `Quarter 3 of 12, year 1`.
fn standing(inner: &Inner) -> String {
    let exercise = inner.game.exercise();
    if inner.game.is_over() {
        return "All rounds are over: the debrief".to_owned();
    }
    let round = inner.game.round();
    let name = exercise.round_name(round);
    let mut letters = name.chars();
    let name: String =
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    format!("{} of {}, year {}", name, exercise.rounds, exercise.year(round))
}

/// The clock: how long the round has taken, of about how long. A script lets it run on.
fn clock(inner: &Inner) -> String {
    let exercise = inner.game.exercise();
    let (seconds, stands) = inner.clock();
    let planned = exercise.minutes.get(inner.game.round() as usize).copied().unwrap_or(0.0) * 60.0;
    if inner.game.is_over() {
        return String::new();
    }
    format!(
        "<span class=\"clock\" data-clock=\"{seconds}\" data-stands=\"{}\"><span>{}</span> of about {}{}</span>",
        u8::from(stands),
        minutes(seconds),
        minutes(planned as u64),
        if stands { " (paused)" } else { "" }
    )
}

/// Where the code is typed in.
pub(super) fn door(inner: &Inner, why: Option<&str>) -> String {
    let title = &inner.game.exercise().title;
    let fault = why.map_or(String::new(), |why| {
        format!("<p class=\"fault\" role=\"alert\" id=\"why\">{}</p>", escape(why))
    });
    let body = format!(
        "<header><h1>{}</h1></header><main id=\"main\" class=\"narrow-main\">\
         <form method=\"post\" action=\"/code\">{fault}<div class=\"field\"><label for=\"code\">Code on the screen</label>\
         <input id=\"code\" name=\"code\" class=\"code\" required minlength=\"6\" maxlength=\"8\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\"{}></div>\
         <button class=\"main\">Come in</button></form>\
         <p class=\"quiet\">No name is asked and nothing about you is kept: your device gets a number, your team a colour.</p></main>",
        escape(title),
        if why.is_some() { " aria-describedby=\"why\" aria-invalid=\"true\"" } else { "" }
    );
    page(&format!("Come in: {title}"), "door", "", &body)
}

/// Where a team is chosen.
pub(super) fn choose(inner: &Inner, own: Option<u32>, why: Option<&str>) -> String {
    let exercise = inner.game.exercise();
    let fault =
        why.map_or(String::new(), |why| format!("<p class=\"fault\" role=\"alert\">{}</p>", escape(why)));
    let mut teams = String::new();
    for team in 0..inner.game.teams().len() as u32 {
        let (seated, _) = inner.devices(team);
        let devices = match seated {
            0 => "nobody yet".to_owned(),
            1 => "1 device".to_owned(),
            n => format!("{n} devices"),
        };
        let yours = if own == Some(team) { ", yours" } else { "" };
        teams.push_str(&format!(
            "<li><button name=\"team\" value=\"{team}\" class=\"pick-team\">{} <span class=\"quiet\">{devices}{yours}</span></button></li>",
            badge(team)
        ));
    }
    let back = own.map_or(String::new(), |team| {
        format!("<p><a class=\"button main\" href=\"/team\">Back to team {}</a></p>", Game::team_name(team))
    });
    let body = format!(
        "<header><h1>{}</h1></header><main id=\"main\" class=\"narrow-main\">{fault}{back}\
         <h2>Which team are you in?</h2><form method=\"post\" action=\"/join\"><ul class=\"teams\">{teams}</ul>\
         <p><label class=\"check\"><input type=\"checkbox\" name=\"observe\" value=\"1\"> I observe and decide nothing</label></p></form>{}</main>",
        escape(&exercise.title),
        paragraphs(&exercise.briefing)
    );
    page(&format!("Teams: {}", exercise.title), "door", "", &body)
}

/// What is not there.
pub(super) fn nowhere() -> String {
    page(
        "Not here",
        "door",
        "",
        "<main id=\"main\" class=\"narrow-main\"><h1>There is nothing here</h1><p><a href=\"/\">To the room</a></p></main>",
    )
}

/// When the room was deleted.
pub(super) fn gone() -> String {
    page(
        "Deleted",
        "door",
        "",
        "<main id=\"main\" class=\"narrow-main\"><h1>The room is deleted</h1><p>Its log, drafts and seats are gone from this laptop, and the program has ended. You may close this window.</p></main>",
    )
}

/// The line that says what a figure did between two rounds, for tiles and tables.
fn last_two(
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

const _: () = assert!(TEAMS.len() <= 12);
