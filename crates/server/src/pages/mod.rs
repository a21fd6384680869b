//! The pages of a room: whole without scripts, livelier with them. Every text of a file or a person
//! is text.

mod debrief;
mod dots;
mod facilitator;
mod game;
mod screen;
mod team;
mod wall;

pub(super) use debrief::{is_part, part as debrief_part, report, slices};
pub(super) use facilitator::{desk, desk_part};
pub(super) use screen::{screen, screen_part};
pub(super) use team::{observe, observe_part, team, team_part, way};

use super::seating::Waiting;
use super::session::SessionState;
use balcony_exercise::exercise::{Game, TEAMS};
use balcony_exercise::team_view::{badge, hidden};
use balcony_report::report::html::{document, finish, paragraphs};
use maud::{Markup, html};

/// The style sheet of every page.
pub(super) const CSS: &str = concat!(
    include_str!("../../../report/src/report/style.css"),
    include_str!("../../../exercise/src/team_view/assets/app.css"),
    include_str!("desk.css"),
    include_str!("wall.css")
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

/// What the script of a page goes on doing.
#[derive(Debug, Clone, Copy, Default)]
struct Live<'a> {
    /// It asks here for what is new.
    part: Option<&'a str>,
    /// It plays a team.
    team: bool,
    /// It says when the room is out of reach.
    pulse: bool,
}

/// A page around its contents.
fn page(title: &str, class: &str, live: Live<'_>, contents: Markup) -> String {
    let head = html! {
        title { (title) }
        link rel="stylesheet" href="/app.css";
        script src="/app.js" type="module" {}
    };
    let body = html! {
        body class=(class) data-part=[live.part] data-team=[live.team.then_some("1")]
            data-pulse=[live.pulse.then_some("1")] {
            a class="skip" href="#main" { "To the contents" }
            p id="link" class="link" role="status" {}
            (contents)
            p id="live" class="hidden" role="status" {}
        }
    };
    document(head, body)
}

/// A page on which nothing changes by itself, with its title above it.
fn door_page(name: &str, title: &str, contents: Markup) -> String {
    let contents = html! {
        header { h1 { (title) } }
        main id="main" class="narrow-main" { (contents) }
    };
    page(&format!("{name}: {title}"), "door", Live::default(), contents)
}

/// A page that says one thing.
fn notice(title: &str, heading: &str, words: Markup) -> String {
    let contents = html! { main id="main" class="narrow-main" { h1 { (heading) } p { (words) } } };
    page(title, "door", Live::default(), contents)
}

/// Why something was not done.
fn fault(why: Option<&str>) -> Markup {
    html! { @if let Some(why) = why { p class="fault" role="alert" { (why) } } }
}

/// Where the code is typed in; `code` stands there already.
pub(super) fn door(inner: &SessionState, why: Option<&str>, code: &str) -> String {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let code = (!code.is_empty()).then_some(code);
    let contents = html! {
        form method="post" action="/code" {
            @if let Some(why) = why { p class="fault" role="alert" id="why" { (why) } }
            div class="field" {
                label for="code" { "Code on the screen" }
                input id="code" name="code" class="code" required minlength="6" maxlength="8"
                    autocomplete="off" autocapitalize="characters" spellcheck="false" value=[code]
                    aria-describedby=[why.map(|_| "why")] aria-invalid=[why.map(|_| "true")];
            }
            button class="main" { "Come in" }
        }
        p class="quiet" {
            "No name is asked and nothing about you is kept: your device gets a number, your team a colour."
        }
    };
    door_page("Come in", &inner.game.exercise().title, contents)
}

/// Where a team is chosen.
pub(super) fn choose(inner: &SessionState, own: Option<u32>, why: Option<&str>) -> String {
    let exercise = inner.game.exercise();
    let devices = |team: u32| match inner.devices(team).0 {
        0 => "nobody yet".to_owned(),
        1 => "1 device".to_owned(),
        n => format!("{n} devices"),
    };
    let contents = html! {
        (fault(why))
        @if let Some(team) = own {
            p { a class="button main" href="/team" { "Back to team " (Game::team_name(team)) } }
        }
        h2 { "Which team are you in?" }
        form method="post" action="/join" {
            ul class="teams" {
                @for team in teams(inner) {
                    li {
                        button name="team" value=(team) class="pick-team" {
                            (badge(team)) " "
                            span class="quiet" { (devices(team)) @if own == Some(team) { ", yours" } }
                        }
                    }
                }
            }
            p {
                label class="check" {
                    input type="checkbox" name="observe" value="1"; " I observe and decide nothing"
                }
            }
        }
        (paragraphs(&exercise.briefing))
    };
    door_page("Teams", &exercise.title, contents)
}

/// The teams there are.
fn teams(inner: &SessionState) -> std::ops::Range<u32> {
    0..inner.game.teams().len() as u32
}

/// What a device shows that waits for its team to let it in.
pub(super) fn wait(inner: &SessionState, waiting: &Waiting) -> String {
    let title = &inner.game.exercise().title;
    let contents = html! {
        header { h1 { (title) } }
        (waits_for(inner, waiting))
        footer { p { a href="/" { "Another team" } } }
    };
    let live = Live { part: Some("/wait/part"), pulse: true, ..Live::default() };
    page(&format!("Waiting: {title}"), "door", live, contents)
}

/// What a script puts in place as long as it waits.
pub(super) fn wait_part(inner: &SessionState, waiting: &Waiting) -> String {
    finish(waits_for(inner, waiting))
}

fn waits_for(inner: &SessionState, waiting: &Waiting) -> Markup {
    html! {
        main id="main" class="narrow-main" {
            section id="wait" data-swap {
                h2 { "Waiting for " (badge(waiting.team)) }
                p {
                    @if inner.locked {
                        "The door is closed: ask the facilitator."
                    } @else {
                        "A device of your team lets you in, or the facilitator does: show them this number."
                    }
                }
                p class="address" { (waiting.sign()) }
                p { a class="button" href="/wait" { "Look again" } }
            }
        }
    }
}

/// What the script finds when the device is let in: a part that its page does not have.
pub(super) fn let_in() -> String {
    finish(html! { main { section id="let-in" data-swap {} } })
}

/// Devices that wait, with a button to let each in and one to turn it away; nothing of it shows
/// when none does.
fn waits(inner: &SessionState, team: Option<u32>) -> Markup {
    let all: Vec<&Waiting> = inner.waiting(team).collect();
    if all.is_empty() || (team.is_some() && inner.locked) {
        return html! { section id="waits" data-swap hidden {} };
    }
    let press = |device: &str, lets_in: &str, label: &str| {
        html! {
            form method="post" action="/admit" class="one" {
                (hidden("device", device))
                (hidden("in", lets_in))
                button { (label) }
            }
        }
    };
    html! {
        section id="waits" data-swap {
            h2 {
                @if all.len() == 1 { "A device waits" } @else { (all.len()) " devices wait" }
                " to come in"
            }
            p { "The number stands on its screen." }
            ul {
                @for waiting in &all {
                    @let sign = waiting.sign();
                    li {
                        @if team.is_none() { (badge(waiting.team)) }
                        " " strong { (sign) }
                        @if waiting.observes { " (observes)" }
                        " "
                        (press(&waiting.device, "yes", &format!("Let {sign} in")))
                        (press(&waiting.device, "no", &format!("Turn {sign} away")))
                    }
                }
            }
            @if team.is_none() { (press("all", "yes", "Let all in")) }
        }
    }
}

/// What is not there.
pub(super) fn nowhere() -> String {
    notice("Not here", "There is nothing here", html! { a href="/" { "To the room" } })
}

/// What devices are told when the room was deleted.
pub(super) fn over() -> String {
    const OVER: &str = "The exercise is over";
    notice(OVER, OVER, html! { "The facilitator has deleted the room. You may close this page." })
}

/// What the desk is told.
pub(super) fn gone() -> String {
    let words = html! {
        "Its log, drafts and seats are gone from this laptop, and the program ends in a moment. You may \
         close this window."
    };
    notice("Deleted", "The room is deleted", words)
}

const _: () = assert!(TEAMS.len() <= 12);
