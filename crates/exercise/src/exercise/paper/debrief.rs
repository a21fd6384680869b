//! The pages of the debrief: what the tiles did not show, and the questions by part.

use super::super::{Exercise, Part, SHOWN};
use super::{capital, cards, clock, heads, in_minutes};
use balcony_report::report::html::list;
use maud::{Markup, html};

/// What the facilitator does in a part: what people do, then what the screen shows, with the words
/// on the buttons.
pub(super) fn does(part: &Part) -> Markup {
    let first = match part.key.as_str() {
        "out" => {
            "Everybody stands up, or moves to another chair. Go round once, one word each, without \
             comment. Nobody explains the model yet."
        }
        "so-what" => "Two by two first, then the room: people look at each other.",
        "now-what" => {
            "Everybody writes on the back of the role card and takes it along. Nothing is collected or \
             read out."
        }
        _ => "",
    };
    let title = |key: &str| SHOWN.iter().find(|(known, _)| *known == key).map_or("", |(_, title)| title);
    html! {
        (first)
        @if part.shows.is_empty() { " The screen is not needed." }
        @for key in &part.shows { " Press " strong { "Show: " (title(key)) } ". " (then(key)) }
    }
}

/// What the facilitator does with what the screen shows.
fn then(key: &str) -> &'static str {
    match key {
        "attention" => {
            "All teams in one picture; each looks at its own first. Then each observer tells one moment, \
             without a name."
        }
        "decisions" => {
            "What a team did, round by round: its answers, and what it changed. Press its colour; let the \
             team tell it."
        }
        "predictions" => "By round: what each team expected, and what came.",
        "reported" => {
            "What leaders were told beside what was so, all teams in one picture; a colour beside the button \
             shows one team. Put the page “what the tiles hide” on the tables."
        }
        "luck" => {
            "Each team's one life among many lives of the same decisions, as dots; one outcome at a time by \
             the buttons beside it. Read “Luck or leadership” below before you show it."
        }
        "references" => {
            "What would have come of carrying on, and of each of the four ways of leading, lived many \
             times: one figure at a time here too."
        }
        "counterfactual" => {
            "Agree on one decision to change, let hands say what it will do, and enter it at the desk \
             under “One decision lived again”: it goes to the wall. One, not two."
        }
        _ => "The list of what to doubt first. Add what the room found.",
    }
}

/// One page: what the tiles show, what they hide, and what was hidden until now.
pub(super) fn tiles(exercise: &Exercise) -> Markup {
    html! {
        section class="page" {
            h2 { "For the debrief: what the tiles hide" }
            p { "Not before the last round is over. Make a copy for each table, or read it out." }
            table {
                caption { "Tile by tile" }
                (heads(&["Tile", "What it showed", "What it hides"]))
                tbody {
                    @for tile in &exercise.tiles {
                        tr {
                            th scope="row" class="strong" { (tile.title) }
                            td { (cards::figures(exercise, &tile.figures)) }
                            td { (tile.hides) }
                        }
                    }
                }
            }
            @if !exercise.hidden.is_empty() {
                h3 { "Hidden until now, and shown on the screen in the debrief" }
                (list(exercise.hidden.iter().map(|at| cards::figures(exercise, &[*at]))))
            }
            div class="box" {
                h3 { "To ask at each tile" }
                ul {
                    li { "What did we take this figure for? What would have told us that it was not so?" }
                    li { "Who knew, and were they asked?" }
                    li { "Which figure of our own at home is like this one?" }
                }
            }
            div class="box" { h3 { "Luck or leadership" } p { (luck(exercise)) } }
        }
    }
}

/// Luck or leadership: what the table says, and what to say when nothing makes a difference.
pub(super) fn luck(exercise: &Exercise) -> String {
    format!(
        "All teams met the same luck, so where two teams end apart, their decisions did it. But one life is one life: the laptop also lives each team's decisions {} times with other luck. “Lived” is what the team saw; “9 of 10 of its runs” is how far apart the very same decisions can end; the last two columns set each of those runs beside carrying on, on the same luck. “A little better” and “a little worse” mean: the decisions moved this figure for sure, by less than would matter. “No difference that matters” means: whatever they did to it is smaller than that. “Cannot tell yet” means: these runs are too few to say. When nothing makes a difference that matters, the room asks whether nothing it did mattered. Say: “To this figure, in these years, in this model: little that can be told from luck. Now look at what did move: reported and real, culture, trust, attention.”",
        exercise.runs
    )
}

/// One page: the parts with their minutes and questions, and room for notes.
pub(super) fn parts(exercise: &Exercise) -> Markup {
    html! {
        section class="page talks" {
            h2 { "The debrief, part by part: " (in_minutes(clock::debrief(exercise))) }
            p {
                "For the facilitator. The desk has the same parts in the same order, with the buttons that \
                 put something on the screen. Ask, wait, and count to ten before you say anything \
                 yourself."
            }
            @for part in &exercise.debrief {
                div class="part" {
                    (asks(part))
                    p class="line" { "Heard:" }
                    p class="line" {}
                }
            }
        }
    }
}

/// A part: its minutes, what the facilitator does, and the questions.
pub(super) fn asks(part: &Part) -> Markup {
    html! {
        h3 { (capital(&part.title)) ": " (in_minutes(part.minutes)) }
        p { (does(part)) }
        @if !part.questions.is_empty() { (list(&part.questions)) }
    }
}
