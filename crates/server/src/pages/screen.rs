//! What the projector shows, as a stage: how to come in, the clock with what came and who has
//! handed in, the debrief. Each fits the wall, and the last row can read it.

use super::{Live, debrief_part, is_part, page, wall};
use crate::runs::RunsSoFar;
use crate::session::SessionState;
use balcony_exercise::exercise::{Inject, InjectTime, plain};
use balcony_exercise::team_view::{View, badge, guessed, letter};
use balcony_report::report::html::finish;
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
    let revealed = is_part(game.revealed(), game);
    html! {
        (head(&view, inner, revealed))
        main id="main" {
            @if let Some(word) = said {
                p class="said" id="said" data-swap { (word.text) }
            } @else {
                p id="said" data-swap hidden {}
            }
            div id="shown" data-swap data-down=[revealed.then_some(inner.down)] {
                @if revealed {
                    @match wall::part(inner, found, game.revealed()) {
                        Some(picture) => (picture),
                        None => (debrief_part(inner, found, wall::one_screen(game.revealed()), 600.0)),
                    }
                } @else {
                    (before(inner, &view, address, said.is_some()))
                }
            }
        }
    }
}

/// What stands above: where the room stands and how much time is left; what is shown of the
/// debrief; or the title.
fn head(view: &View<'_>, inner: &SessionState, revealed: bool) -> Markup {
    let exercise = inner.game.exercise();
    let runs = inner.begun && !inner.game.is_over() && !revealed;
    let (name, _) = view.standing();
    html! {
        header id="head" data-swap class=[runs.then_some("runs")] {
            @if runs {
                h1 class="round-name" {
                    (name)
                    @if inner.game.is_paused() { " " span class="paused" { "paused" } }
                }
                p { (view.clock()) }
                @if let Some((seconds, _)) = view.clock {
                    @let planned = view.planned().max(1);
                    progress class="of-time" max=(planned) value=(seconds.min(planned))
                        aria-label="of the time that is planned" {}
                }
            } @else if revealed {
                h1 { (wall::title(inner, inner.game.revealed())) }
                p class="quiet" { (exercise.title) }
            } @else {
                h1 { (exercise.title) }
                p class="quiet" { @if inner.begun { (name) } @else { (who_is_here(inner)) } }
            }
        }
    }
}

/// What is shown before anything of the debrief is.
fn before(inner: &SessionState, view: &View<'_>, address: &str, said: bool) -> Markup {
    html! {
        @if inner.game.is_over() {
            div class="out" {
                h2 { "The rounds are over" }
                p { "Out of role: put your card face down." }
            }
        } @else if inner.begun {
            (news(inner, said))
            (standing(inner, view))
            // Whoever comes late, or whose phone went dark.
            @if !inner.locked {
                p class="late" { "Come in: " (address.strip_prefix("http://").unwrap_or(address)) " code " strong { (inner.code) } }
            }
        } @else {
            (come_in(inner, address))
        }
    }
}

/// How many devices are here, in how many teams; nothing before the first is.
fn who_is_here(inner: &SessionState) -> String {
    let here: Vec<usize> = super::teams(inner).map(|team| inner.devices(team).0).collect();
    let (devices, teams) = (here.iter().sum::<usize>(), here.iter().filter(|here| **here > 0).count());
    let counted =
        |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    match devices {
        0 => String::new(),
        _ => format!("{} in {}", counted(devices, "device"), counted(teams, "team")),
    }
}

/// How to come in: a drawing for cameras, the address, the code; and who is in.
fn come_in(inner: &SessionState, address: &str) -> Markup {
    let here: Vec<usize> = super::teams(inner).map(|team| inner.devices(team).0).collect();
    let safety = &inner.game.exercise().safety;
    html! {
        div class="stage" {
            section class="come" {
                h2 class="hidden" { "Come in" }
                @if inner.locked {
                    p class="address" { "The door is closed" }
                } @else {
                    (qr(&format!("{address}/j/{}", inner.code)))
                    p { "Point your camera here, or type" }
                    p class="address" { (address.strip_prefix("http://").unwrap_or(address)) }
                    p { "and the code" }
                    p class="address code" { (inner.code) }
                }
            }
            section {
                h2 class="hidden" { "Teams" }
                ul class=(format!("team-tiles of-{}", columns(here.len()))) {
                    @for (here, team) in here.iter().zip(0..) {
                        li class=(format!("{} c{team}", if *here > 0 { "in" } else { "out" })) {
                            (badge(team))
                            span class="state" {
                                @if *here > 0 { (here) " here" } @else { "come in" }
                            }
                        }
                    }
                }
            }
        }
        p class="foot" { (sentences(safety, 3)) }
    }
}

/// Columns in which tiles of so many teams stand.
fn columns(teams: usize) -> usize {
    if teams > 6 { 3 } else { 2 }
}

/// The first sentences of a text.
fn sentences(text: &str, most: usize) -> String {
    let all: Vec<&str> = text.split_inclusive(['.', '!', '?']).take(most).map(str::trim).collect();
    all.join(" ")
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

/// Who has handed in, and what came of each team's last prediction: a tick or a cross.
fn standing(inner: &SessionState, view: &View<'_>) -> Markup {
    let (game, exercise) = (&inner.game, inner.game.exercise());
    let round = game.round();
    let about = round.checked_sub(1).and_then(|last| exercise.predicted(last));
    html! {
        section class="hands" {
            h2 class="hidden" { "Teams" }
            @if let Some(at) = about {
                p class="last" {
                    strong { "Last " (exercise.word) ": " }
                    (exercise.figures[at].title) ". Who saw it coming?"
                }
            }
            ul class=(format!("hand n{}", game.teams().len().min(6))) {
                @for (of, team) in game.teams().iter().zip(0..) {
                    li class=(if of.submitted.is_some() { "in" } else { "out" }) {
                        (badge(team))
                        span class="state" {
                            @if of.submitted.is_some() {
                                span aria-hidden="true" { "✓ " } "handed in"
                            } @else { "deciding" }
                        }
                        @if about.is_some() { (guess(view, team)) }
                    }
                }
            }
        }
    }
}

/// What a team expected last, with a tick if it came so.
fn guess(view: &View<'_>, team: u32) -> Markup {
    let Some([_, _, expected, came, fits]) = guessed(view, team).pop() else { return Markup::default() };
    let did = match came.rsplit(": ").next().unwrap_or_default() {
        "rise" => "rose",
        "fall" => "fell",
        _ => "stayed",
    };
    let expected = expected.split(' ').next().unwrap_or_default();
    html! {
        span class="guess" {
            @match fits.as_str() {
                "as expected" => { span aria-hidden="true" { "✓ " } (expected) }
                "otherwise" => { span aria-hidden="true" { "✕ " } (expected) ": it " (did) }
                _ => "no guess"
            }
        }
    }
}

/// Sizes of letters in pixels of a wall of 1920 by 1080, as `.s0` to `.s5` have them.
const SIZES: [f64; 6] = [76.0, 58.0, 50.0, 40.0, 32.0, 26.0];

/// The place among [`SIZES`] of the largest size at which letters need not be scrolled, from their
/// titles' and their texts' numbers of characters. A character is at most .56 of its size wide in a
/// title and .46 in a text, on average. None if there is no such size.
fn size(letters: &[(usize, usize)], height: f64) -> Option<usize> {
    // Up to three stand beside each other, more in two columns.
    let columns = if letters.len() > 3 { 2.0 } else { letters.len().max(1) as f64 };
    let rows = if letters.len() > 3 { letters.len().div_ceil(2) as f64 } else { 1.0 };
    let (wide, high) = ((1776.0 - 38.0 * (columns - 1.0)) / columns, height / rows - 16.0 * (rows - 1.0));
    let lines = |characters: usize, size: f64| (characters as f64 * size / wide).ceil();
    let tall = |size: f64, (title, text): (usize, usize)| {
        70.0 + lines(title, 0.56 * size) * 1.12 * size + lines(text, 0.46 * size) * 1.25 * size
    };
    SIZES.iter().position(|size| letters.iter().all(|letter| tall(*size, *letter) <= high))
}

/// What is left for letters: below the clock and a word of the facilitator, above the teams.
fn left_for_letters(teams: usize, said: bool) -> f64 {
    let below = if said { 92.0 } else { 0.0 };
    620.0 - below - 137.0 * (teams.div_ceil(6).max(1) - 1) as f64
}

/// What came to every team in this round: the letters, as wide as the wall.
fn news(inner: &SessionState, said: bool) -> Markup {
    let exercise = inner.game.exercise();
    let round = inner.game.round() as usize;
    let Some(first) = inner.game.teams().first() else { return Markup::default() };
    let came = first.came.get(round).into_iter().flatten().map(|at| &exercise.injects[*at]);
    let came: Vec<&Inject> = came.filter(|inject| !matches!(inject.when, InjectTime::If(_))).collect();
    let long: Vec<(usize, usize)> =
        came.iter().map(|came| (came.title.chars().count(), came.text.chars().count())).collect();
    let size = size(&long, left_for_letters(inner.game.teams().len(), said)).unwrap_or(SIZES.len() - 1);
    html! {
        section class=(format!("letters n{} s{size}", came.len().clamp(1, 4))) {
            @for inject in &came {
                article { (letter(exercise, inject, |title| html! { h2 { (title) } })) }
            }
            @if came.is_empty() {
                article {
                    h2 { "No letter this " (exercise.word) }
                    blockquote { "There are " (plain(10.0)) " half-days in a week. Where do they go?" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_as_large_as_its_words_allow() {
        let room = left_for_letters(6, false);
        assert_eq!(size(&[(34, 152)], room), Some(0), "few words");
        assert!(size(&[(34, 600)], room) > Some(0), "more words");
        assert!(size(&[(34, 152); 2], room) > size(&[(34, 152)], room), "beside another");
        assert!(size(&[(34, 300)], left_for_letters(12, true)) > size(&[(34, 300)], room), "less room");
        assert!(size(&[(100, 2000)], room).is_some(), "as long as a text may be");
    }
}
