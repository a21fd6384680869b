//! What is read aloud and what is handed out as cards: the briefing, the parts in a team, what
//! comes from outside.

use super::super::decision::plain;
use super::super::{Answer, Exercise, Inject, InjectTime};
use super::{capital, clock, columns, counted, numbered};
use balcony_report::report::html::paragraphs;
use balcony_scenario::currency::in_currency;
use maud::{Markup, html};

/// The page to read aloud, with a note for the facilitator on what else was printed.
pub(super) fn briefing(exercise: &Exercise, teams: usize) -> Markup {
    let word = &exercise.word;
    let years: Vec<u32> = clock::years(exercise).iter().map(|(_, first, _)| *first).collect();
    html! {
        section class="page first" {
            h1 { (exercise.title) }
            h2 { "To read aloud: where you are" }
            div class="aloud" { (paragraphs(&exercise.briefing)) }
            h2 { "To read aloud: before we begin" }
            div class="aloud" { (paragraphs(&exercise.safety)) }
            h2 { "To read aloud: how it goes" }
            div class="aloud" {
                p {
                    "We play " (counted(exercise.rounds, word)) ". Each time a report comes, and often a \
                     letter or a call. Say first what you expect one figure to do. Then decide what your \
                     week goes to, who decides what, and what the money buys. Then send it."
                }
                p {
                    "Every team leads the same place and meets the same luck. In " (numbered(word, &years))
                    " you also write one sentence on paper: “our theory is ...”."
                }
            }
            div class="box" {
                h3 { "For the facilitator: what is in this pile" }
                ul {
                    li { "This page, to read aloud." }
                    li {
                        "For each of " (counted(teams as u32, "team")) ": a page of parts to cut out, with \
                         what money buys; and a decision sheet for all " (word) "s."
                    }
                    li { "Half a page for each observer: cut between the two." }
                    li {
                        "Cards of what comes from outside, for you alone. Do not hand them out before they \
                         come."
                    }
                    li { "Two pages for the debrief: what the tiles hide, and the questions." }
                }
                p { "Print on one side of the paper; black and white will do." }
            }
        }
    }
}

/// A team's page: its parts to cut out, and below them what stays on the table.
pub(super) fn team(exercise: &Exercise, team: &str) -> Markup {
    let bought = exercise.levers.iter().map(|lever| (&lever.title, &lever.text));
    let tiles = exercise.tiles.iter().map(|tile| (&tile.title, figures(exercise, &tile.figures)));
    html! {
        section class="page parts" {
            h2 { "Team " (team) ": who is who, and what money buys" }
            p {
                "Cut out the cards; everybody takes one. If you are few, take two. The part below stays on \
                 the table."
            }
            div class="cards" {
                @for role in &exercise.roles {
                    article class="card" {
                        p { "Team " (team) }
                        h3 { (role.title) }
                        (paragraphs(&role.text))
                    }
                }
            }
            h3 { "Each " (exercise.word) }
            ol {
                li { "Read the report. It is late, and rosier than things are." }
                li { "Hear what came, and choose an answer, or none." }
                li {
                    "Say what the one figure asked for will do: rise, fall or stay. Do it before you \
                     decide."
                }
                li { "Decide. What you leave alone stays as it is." }
                li { "The director says it aloud; then it is sent. Whoever typed hands on to the next." }
            }
            table {
                caption {
                    "What points buy: " (exercise.points) " a year; one point is " (prices(exercise))
                    " a year"
                }
                (columns(["For", "What it is, and when it shows"], bought))
            }
            table {
                caption { "What the report shows" }
                (columns(["Tile", "Figures"], tiles))
            }
        }
    }
}

/// What a point costs: one price, or from the least to the most.
fn prices(exercise: &Exercise) -> String {
    let least = exercise.levers.iter().map(|lever| lever.point).fold(f64::INFINITY, f64::min);
    let most = exercise.levers.iter().map(|lever| lever.point).fold(0.0, f64::max);
    let prices = if most <= least { pounds(most) } else { format!("{} to {}", pounds(least), pounds(most)) };
    in_currency(prices, &exercise.scenario.currency)
}

/// Millions as whole pounds: `£20,000`.
fn pounds(millions: f64) -> String {
    let digits = format!("{:.0}", millions * 1e6);
    let mut text = String::from("£");
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Titles of figures with their units.
pub(super) fn figures(exercise: &Exercise, places: &[usize]) -> String {
    let titles = places.iter().map(|at| {
        let figure = &exercise.figures[*at];
        match figure.unit.as_str() {
            "" => figure.title.clone(),
            unit => format!("{} ({unit})", figure.title),
        }
    });
    titles.collect::<Vec<_>>().join("; ")
}

/// One card for each inject, in the order in which they come.
pub(super) fn injects(exercise: &Exercise) -> Markup {
    html! {
        section class="page" {
            h2 { "What comes from outside: cards for the facilitator" }
            p {
                "Say the number, then read out sender and text. If phones fail, read out the answers too: \
                 teams write the number of the card and a letter, such as 1A, or nothing. What is under \
                 the line is for you alone. “+2 half-days” is what an answer adds to the week of this "
                (exercise.word) "."
            }
            div class="injects" {
                @for (inject, number) in clock::cards(exercise).iter().zip(1..) {
                    (card(exercise, number, inject))
                }
            }
        }
    }
}

fn card(exercise: &Exercise, number: usize, inject: &Inject) -> Markup {
    html! {
        article class="card" {
            p { "Card " (number) ". " strong { (when(exercise, inject)) } }
            h3 { (inject.title) }
            p { (inject.sender) ". " (inject.channel) "." }
            blockquote { (paragraphs(&inject.text)) }
            @if inject.answers.is_empty() {
                p { "Nothing can be done." }
            } @else {
                ol type="A" {
                    @for answer in &inject.answers {
                        li { strong { (answer.title) } (extra(answer)) " " (answer.text) }
                    }
                }
                p { "Or no action." }
            }
            @if !inject.expected.is_empty() || !inject.objective.is_empty() {
                p class="foot" {
                    @if !inject.expected.is_empty() { strong { "Expected:" } " " (inject.expected) " " }
                    @if !inject.objective.is_empty() { strong { "What it is for:" } " " (inject.objective) }
                }
            }
        }
    }
}

/// When an inject comes, in words.
pub(super) fn when(exercise: &Exercise, inject: &Inject) -> String {
    match &inject.when {
        InjectTime::Round(round) => capital(&exercise.round_name(*round)),
        InjectTime::Held => "Held: you choose when".to_owned(),
        InjectTime::If(condition) => {
            let figure = &exercise.figures[condition.figure];
            format!(
                "From {} on, once, to a team with “{}” {} {}",
                exercise.round_name(condition.from),
                figure.title,
                if condition.above { "above" } else { "below" },
                figure.shown(condition.level)
            )
        }
    }
}

/// Half-days that an answer adds to the week.
fn extra(answer: &Answer) -> String {
    let half_days: f64 = answer.time.iter().sum();
    if half_days > 0.0 {
        let word = if half_days > 1.0 { "half-days" } else { "half-day" };
        format!(" (+{} {word}).", plain(half_days))
    } else {
        ".".to_owned()
    }
}
