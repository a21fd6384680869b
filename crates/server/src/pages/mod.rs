//! The pages of a room: whole without scripts, livelier with them. Every text of a file or a person
//! is text.

mod debrief;
mod desk;
mod screen;
mod team;

pub(super) use debrief::{is_part, part as debrief_part, report, slices};
pub(super) use desk::{desk, desk_part};
pub(super) use screen::{screen, screen_part};
pub(super) use team::{observe, observe_part, team, team_part, way};

use super::seating::Waiting;
use super::session::SessionState;
use crate::charts::escape;
use crate::exercise::{Game, TEAMS};
use crate::team_view::{badge, paragraphs};

/// The style sheet of every page.
pub(super) const CSS: &str = concat!(
    include_str!("../../../report/src/report/style.css"),
    include_str!("../../../exercise/src/team_view/assets/app.css")
);
/// The script of every page.
pub(super) const SCRIPT: &str = include_str!("../../../exercise/src/team_view/assets/app.js");

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
         <title>{}</title>\n<link rel=\"stylesheet\" href=\"/app.css\">\n<script src=\"/app.js\" type=\"module\"></script>\n</head>\n\
         <body class=\"{class}\" {data}>\n<a class=\"skip\" href=\"#main\">To the contents</a>\n<p id=\"link\" class=\"link\" role=\"status\"></p>\n{body}\n\
         <p id=\"live\" class=\"hidden\" role=\"status\"></p>\n</body>\n</html>\n",
        escape(title)
    )
}

/// Where the code is typed in; `code` stands there already.
pub(super) fn door(inner: &SessionState, why: Option<&str>, code: &str) -> String {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let code = if code.is_empty() { String::new() } else { format!(" value=\"{code}\"") };
    let title = &inner.game.exercise().title;
    let fault = why.map_or(String::new(), |why| {
        format!("<p class=\"fault\" role=\"alert\" id=\"why\">{}</p>", escape(why))
    });
    let body = format!(
        "<header><h1>{}</h1></header><main id=\"main\" class=\"narrow-main\">\
         <form method=\"post\" action=\"/code\">{fault}<div class=\"field\"><label for=\"code\">Code on the screen</label>\
         <input id=\"code\" name=\"code\" class=\"code\" required minlength=\"6\" maxlength=\"8\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\"{code}{}></div>\
         <button class=\"main\">Come in</button></form>\
         <p class=\"quiet\">No name is asked and nothing about you is kept: your device gets a number, your team a colour.</p></main>",
        escape(title),
        if why.is_some() { " aria-describedby=\"why\" aria-invalid=\"true\"" } else { "" }
    );
    page(&format!("Come in: {title}"), "door", "", &body)
}

/// Where a team is chosen.
pub(super) fn choose(inner: &SessionState, own: Option<u32>, why: Option<&str>) -> String {
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

/// What a device shows that waits for its team to let it in.
pub(super) fn wait(inner: &SessionState, waiting: &Waiting) -> String {
    let title = &inner.game.exercise().title;
    let body = format!(
        "<header><h1>{}</h1></header>{}<footer><p><a href=\"/\">Another team</a></p></footer>",
        escape(title),
        wait_part(inner, waiting)
    );
    page(&format!("Waiting: {title}"), "door", "data-part=\"/wait/part\" data-pulse=\"1\"", &body)
}

/// What a script puts in place as long as it waits.
pub(super) fn wait_part(inner: &SessionState, waiting: &Waiting) -> String {
    let who = if inner.locked {
        "The door is closed: ask the facilitator."
    } else {
        "A device of your team lets you in, or the facilitator does: show them this number."
    };
    format!(
        "<main id=\"main\" class=\"narrow-main\"><section id=\"wait\" data-swap><h2>Waiting for {}</h2><p>{who}</p><p class=\"address\">{}</p>\
         <p><a class=\"button\" href=\"/wait\">Look again</a></p></section></main>",
        badge(waiting.team),
        waiting.sign()
    )
}

/// What the script finds when the device is let in: a part that its page does not have.
pub(super) const LET_IN: &str = "<main><section id=\"let-in\" data-swap></section></main>";

/// Devices that wait, with a button to let each in and one to turn it away; nothing of it shows
/// when none does.
fn waits(inner: &SessionState, team: Option<u32>) -> String {
    let all: Vec<&Waiting> = inner.waiting(team).collect();
    if all.is_empty() || (team.is_some() && inner.locked) {
        return "<section id=\"waits\" data-swap hidden></section>".to_owned();
    }
    let press = |device: &str, lets_in: &str, label: &str| {
        format!(
            "<form method=\"post\" action=\"/admit\" class=\"one\"><input type=\"hidden\" name=\"device\" value=\"{device}\"><input type=\"hidden\" name=\"in\" value=\"{lets_in}\"><button>{label}</button></form>"
        )
    };
    let mut rows = String::new();
    for waiting in &all {
        let sign = waiting.sign();
        let name = if team.is_none() { badge(waiting.team) } else { String::new() };
        let looks = if waiting.observes { " (observes)" } else { "" };
        rows.push_str(&format!(
            "<li>{name} <strong>{sign}</strong>{looks} {}{}</li>",
            press(&waiting.device, "yes", &format!("Let {sign} in")),
            press(&waiting.device, "no", &format!("Turn {sign} away"))
        ));
    }
    let everybody = if team.is_none() { press("all", "yes", "Let all in") } else { String::new() };
    format!(
        "<section id=\"waits\" data-swap><h2>{} to come in</h2><p>The number stands on its screen.</p><ul>{rows}</ul>{everybody}</section>",
        if all.len() == 1 { "A device waits".to_owned() } else { format!("{} devices wait", all.len()) }
    )
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

/// What devices are told when the room was deleted.
pub(super) fn over() -> String {
    let body = format!("<main id=\"main\" class=\"narrow-main\"><h1>{OVER}</h1><p>{DELETED}</p></main>");
    page(OVER, "door", "", &body)
}
const OVER: &str = "The exercise is over";
const DELETED: &str = "The facilitator has deleted the room. You may close this page.";

/// What the desk is told.
pub(super) fn gone() -> String {
    page(
        "Deleted",
        "door",
        "",
        "<main id=\"main\" class=\"narrow-main\"><h1>The room is deleted</h1><p>Its log, drafts and seats are gone from this laptop, and the program ends in a moment. You may close this window.</p></main>",
    )
}

const _: () = assert!(TEAMS.len() <= 12);
