//! A team's page: what is reported, what came, what is decided.

use super::colleagues::{came_and_went, colleagues};
use super::decided::cut_words;
use super::form::{May, form};
use super::own::{as_a_change, guessed, own, said};
use super::tiles::tiles;
use super::{View, capital};
use crate::exercise::{Decision, Exercise, Inject, Provenance, Team};
use balcony_engine::setting::EventKind;
use balcony_report::report::html::paragraphs;
use maud::{Markup, html};

/// Its head: who, and where the room stands.
pub fn head(view: &View<'_>, team: u32) -> Markup {
    view.head(view.badge(team), Some("sticky line"), Markup::default())
}

/// Its contents: what is reported, what came, what is decided; when all rounds are over its own
/// way, and `over` after it.
pub fn contents(view: &View<'_>, team: u32, may: May, shown: Option<Decision>, over: Markup) -> Markup {
    let (game, exercise) = (view.game, view.game.exercise());
    html! {
        (notices(view, team))
        @if !view.begun {
            section id="waiting" data-swap {
                h2 { "You are in" }
                p { "The facilitator begins in a moment. This is what it is about:" }
                (paragraphs(&exercise.briefing))
            }
        } @else if game.is_over() {
            section id="over" data-swap {
                h2 { "The rounds are over" }
                p { "Put your role down: you are yourself again. Look up; the debrief is on the screen." }
                (own(view, team))
                (over)
            }
        } @else {
            @if game.is_paused() {
                p id="paused" data-swap
                class="note" { "Paused: the facilitator speaks. What you enter is kept." }
            } @else {
                p id="paused" data-swap hidden {}
            }
            (STEPS.nav())
            (became(view, team))
            section id="decision" { (form(view, team, &shown.unwrap_or_else(|| view.draft(team)), may)) }
            (report(view, team))
        }
    }
}

/// The steps of a round: what a script shows one at a time.
struct Steps([(&'static str, &'static str, &'static str); 3]);

const STEPS: Steps = Steps([
    ("card", "step-card", "Card"),
    ("decide", "step-decide", "Decision"),
    ("figures", "report", "Figures"),
]);

impl Steps {
    fn nav(&self) -> Markup {
        html! {
            nav id="steps" aria-label="Steps" {
                @for ((key, place, title), number) in self.0.iter().zip(1..) {
                    a href={ "#" (place) } data-go=(key) { b { (number) } " " (title) }
                }
            }
        }
    }
}

/// What is reported.
fn report(view: &View<'_>, team: u32) -> Markup {
    let rounds = view.game.teams()[team as usize].rounds.len();
    html! {
        section id="report" class="step" data-swap data-lived=(rounds) {
            h2 tabindex="-1" { "The figures" }
            (expected(view, team))
            (tiles(view, team, true))
            @if view.of(team).is_some_and(|spread| spread.figures.len() >= rounds.max(1)) {
                p class="quiet" {
                    "9 of 10 runs: where nine of ten runs of your own decisions lie, each with other luck."
                }
            }
            (colleagues(view, team))
            details {
                summary { "New here? What this is about" }
                (paragraphs(&view.game.exercise().briefing))
                @if rounds > 0 { (past(view, team)) }
            }
        }
    }
}

/// What came of the last prediction, with a tick or a cross.
fn expected(view: &View<'_>, team: u32) -> Markup {
    let Some([_, figure, expected, came, fits]) = guessed(view, team).pop() else {
        return html! {
            p class="quiet" {
                "Most figures are counted from the first " (view.game.exercise().word) " on."
            }
        };
    };
    html! {
        @if !fits.is_empty() {
            p class="guess" {
                @let (class, sign) = if fits == "as expected" { ("tick", "✓ ") } else { ("cross", "✕ ") };
                span class=(class) aria-hidden="true" { (sign) }
                (figure) ": you expected " (as_a_change(&expected))
                @let (change, values) = said(&came);
                @if fits == "as expected" { ", and so it came: " } @else { "; it was " (change) ": " }
                (values) "."
            }
        }
    }
}

/// What became of the last round's decision if it was not handed in; that the room went back.
fn became(view: &View<'_>, team: u32) -> Markup {
    let (game, exercise) = (view.game, view.game.exercise());
    let round = game.round();
    let of = &game.teams()[team as usize];
    html! {
        section id="became" data-swap aria-label="What became of your last decision" {
            @if game.branches().last().is_some_and(|branch| branch.to == round) {
                p class="note" {
                    "The room went back to the beginning of " (exercise.round_name(round))
                    ": what came after it has not happened."
                }
            }
            @if has_gone(exercise, of) {
                p class="note" {
                    strong { "You have gone." }
                    " An interim or a deputy holds your post, and may keep things as you found them: \
                     what you enter now need not be done."
                }
            }
            @for news in came_and_went(view, team) {
                p class="note" { (news) }
            }
            @if let Some(last) = of.decided.last().filter(|last| last.how != Provenance::Submitted) {
                p class="note" {
                    @let word = match last.how {
                        Provenance::Carried => "nothing was handed in",
                        how => how.word(),
                    };
                    strong { (capital(&exercise.round_name(round - 1))) ": " (word) "." }
                    @match last.how {
                        Provenance::Cut => {
                            " " (capital(&cut_words(exercise, last).join("; ")))
                            ". All else is as you drafted it."
                        }
                        Provenance::Carried => " What you had decided before goes on."
                        _ => ""
                    }
                }
            }
        }
    }
}

/// Whether an answer took the director out of the post.
fn has_gone(exercise: &Exercise, of: &Team) -> bool {
    of.decided.iter().enumerate().any(|(then, effective)| {
        let came: Vec<&Inject> = of.came[then].iter().map(|at| &exercise.injects[*at]).collect();
        effective
            .decision
            .answered(&came)
            .any(|answer| answer.acts.iter().any(|act| act.kind == EventKind::DirectorLeaves))
    })
}

/// Words of the facilitator.
pub fn notices(view: &View<'_>, team: u32) -> Markup {
    let words = (view.game.messages().iter().rev())
        .filter(|word| word.round == view.game.round() && word.team.is_none_or(|to| to == team))
        .take(2);
    html! {
        section id="notices" data-swap aria-label="Messages" {
            @for word in words { p class="note" { strong { "From the facilitator:" } " " (word.text) } }
        }
    }
}

/// What was decided so far, on one page, for whoever comes late.
pub fn past(view: &View<'_>, team: u32) -> Markup {
    let exercise = view.game.exercise();
    let of = &view.game.teams()[team as usize];
    let answers = |round: usize, decision: &Decision| {
        let titles = of.came[round].iter().map(|at| {
            let inject = &exercise.injects[*at];
            let answer = decision.answers.get(&inject.key);
            let answer = answer.and_then(|key| inject.answers.iter().find(|answer| answer.key == *key));
            format!("{}: {}", inject.title, answer.map_or("no action", |answer| answer.title.as_str()))
        });
        titles.collect::<Vec<_>>().join("; ")
    };
    html! {
        h3 { "So far" }
        ol class="plain-list" {
            @for (round, effective) in of.decided.iter().enumerate() {
                li {
                    (exercise.round_name(round as u32))
                    @if effective.how != Provenance::Submitted { " (" (effective.how.word()) ")" }
                    ": " (answers(round, &effective.decision))
                }
            }
        }
    }
}
