//! What the projector shows: how to come in, the clock, who has handed in, the news; results only
//! when the facilitator shows them.

use super::{Live, debrief_part, is_part, page};
use crate::runs::RunsSoFar;
use crate::session::SessionState;
use balcony_exercise::exercise::{Inject, InjectTime, plain};
use balcony_exercise::team_view::{badge, letter};
use balcony_report::report::html::{finish, paragraphs};
use maud::{Markup, html};
use qrcode::{Color, QrCode};

/// The page.
pub(crate) fn screen(inner: &SessionState, found: &RunsSoFar, address: &str) -> String {
    let live = Live { part: Some("/screen/part"), ..Live::default() };
    let title = format!("Screen: {}", inner.game.exercise().title);
    page(&title, "screen", live, contents(inner, found, address))
}

/// Its contents.
pub(crate) fn screen_part(inner: &SessionState, found: &RunsSoFar, address: &str) -> String {
    finish(contents(inner, found, address))
}

fn contents(inner: &SessionState, found: &RunsSoFar, address: &str) -> Markup {
    let (game, view) = (&inner.game, inner.view(None));
    let said = game.messages().iter().rev().find(|word| word.team.is_none() && word.round == game.round());
    html! {
        (view.head(&game.exercise().title, None, Markup::default()))
        main id="main" {
            @if let Some(word) = said {
                p class="note" id="said" data-swap { (word.text) }
            } @else {
                p id="said" data-swap hidden {}
            }
            @if is_part(game.revealed(), game) {
                div id="shown" data-swap data-down=(inner.down) {
                    (debrief_part(inner, found, game.revealed(), 600.0))
                }
            } @else {
                div id="shown" data-swap { (before(inner, address)) }
            }
        }
    }
}

/// What is shown before anything of the debrief is.
fn before(inner: &SessionState, address: &str) -> Markup {
    let (first, over) = (inner.game.round() == 0, inner.game.is_over());
    html! {
        @if first && !inner.locked { (come_in(inner, address)) }
        @if over {
            h2 { "The rounds are over" }
            p { "Out of role: put your card face down." }
        } @else {
            (teams(inner))
            @if inner.begun { (news(inner)) }
        }
        // Whoever comes late, or whose phone went dark.
        @if !first && !over && !inner.locked {
            p class="late" { "Come in: " (address) " code " strong { (inner.code) } }
        }
    }
}

/// How to come in: a drawing for cameras, the address, the code.
fn come_in(inner: &SessionState, address: &str) -> Markup {
    html! {
        section class="come" {
            h2 { "Come in" }
            div class="come-in" {
                (qr(&format!("{address}/j/{}", inner.code)))
                div {
                    p { "Point a camera here, or type" }
                    p class="address" { (address) }
                    p { "and the code" }
                    p class="address" { (inner.code) }
                }
            }
            (paragraphs(&inner.game.exercise().safety))
        }
    }
}

/// A QR code as a drawing: dark modules on white with the quiet zone that readers need.
pub(super) fn qr(text: &str) -> Markup {
    let Ok(code) = QrCode::new(text.as_bytes()) else { return Markup::default() };
    let width = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().iter().enumerate() {
        if *colour == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4));
        }
    }
    let all = width + 8;
    html! {
        svg class="qr" viewBox={ "0 0 " (all) " " (all) } role="img" aria-label={ "QR code: " (text) }
            shape-rendering="crispEdges" {
            rect width=(all) height=(all) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

fn teams(inner: &SessionState) -> Markup {
    let state = |team: u32, submitted: bool| match (inner.begun, submitted) {
        (false, _) if inner.devices(team).0 > 0 => ("is in", "in"),
        (false, _) => ("coming", "out"),
        (true, true) => ("handed in", "in"),
        (true, false) => ("deciding", "out"),
    };
    html! {
        section {
            h2 { "Teams" }
            ul class="standing" {
                @for (of, team) in inner.game.teams().iter().zip(0..) {
                    @let (said, class) = state(team, of.submitted.is_some());
                    li class=(class) { (badge(team)) " " span { (said) } }
                }
            }
        }
    }
}

/// What came to every team in this round.
fn news(inner: &SessionState) -> Markup {
    let exercise = inner.game.exercise();
    let round = inner.game.round() as usize;
    let Some(first) = inner.game.teams().first() else { return Markup::default() };
    let came = first.came.get(round).into_iter().flatten().map(|at| &exercise.injects[*at]);
    let came: Vec<&Inject> = came.filter(|inject| !matches!(inject.when, InjectTime::If(_))).collect();
    html! {
        section class="news" {
            h2 { "News" }
            @for inject in &came {
                article { (letter(exercise, inject, |title| html! { h3 { (title) } })) }
            }
            @if came.is_empty() { p { "No news. There are " (plain(10.0)) " half-days in a week." } }
        }
    }
}
