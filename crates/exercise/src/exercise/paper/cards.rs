//! What is read aloud and what is handed out as cards: the briefing, the parts in a team, what
//! comes from outside.

use super::super::decision::plain;
use super::super::{Answer, Exercise, Inject, When};
use super::{capital, clock, counted, numbered, paragraphs};
use crate::charts::escape;
use crate::currency::in_currency;
use std::fmt::Write as _;

/// The page to read aloud, with a note for the facilitator on what else was printed.
pub(super) fn briefing(exercise: &Exercise, teams: usize) -> String {
    let word = escape(&exercise.word);
    let years: Vec<u32> = clock::years(exercise).iter().map(|(_, first, _)| *first).collect();
    format!(
        "<section class=\"page first\">\n<h1>{title}</h1>\n\
         <h2>To read aloud: where you are</h2>\n<div class=\"aloud\">\n{briefing}</div>\n\
         <h2>To read aloud: before we begin</h2>\n<div class=\"aloud\">\n{safety}</div>\n\
         <h2>To read aloud: how it goes</h2>\n<div class=\"aloud\">\n\
         <p>We play {rounds}. Each time a report comes, and often a letter or a call. Say first what you expect one figure to do. \
         Then decide what your week goes to, who decides what, and what the money buys. Then send it.</p>\n\
         <p>Every team leads the same place and meets the same luck. In {theory} you also write one sentence on paper: \
         “our theory is ...”.</p>\n</div>\n\
         <div class=\"box\">\n<h3>For the facilitator: what is in this pile</h3>\n<ul>\n\
         <li>This page, to read aloud.</li>\n\
         <li>For each of {teams}: a page of parts to cut out, with what money buys; and a decision sheet for all {word}s.</li>\n\
         <li>Half a page for each observer: cut between the two.</li>\n\
         <li>Cards of what comes from outside, for you alone. Do not hand them out before they come.</li>\n\
         <li>Two pages for the debrief: what the tiles hide, and the questions.</li>\n\
         </ul>\n<p>Print on one side of the paper; black and white will do.</p>\n</div>\n</section>\n",
        title = escape(&exercise.title),
        briefing = paragraphs(&exercise.briefing),
        safety = paragraphs(&exercise.safety),
        rounds = escape(&counted(exercise.rounds, &exercise.word)),
        theory = escape(&numbered(&exercise.word, &years)),
        teams = counted(teams as u32, "team"),
    )
}

/// A team's page: its parts to cut out, and below them what stays on the table.
pub(super) fn team(exercise: &Exercise, team: &str) -> String {
    let word = escape(&exercise.word);
    let mut text = format!(
        "<section class=\"page parts\">\n<h2>Team {team}: who is who, and what money buys</h2>\n\
         <p>Cut out the cards; everybody takes one. If you are few, take two. The part below stays on the table.</p>\n\
         <div class=\"cards\">\n"
    );
    for role in &exercise.roles {
        let _ = writeln!(
            text,
            "<article class=\"card\">\n<p>Team {team}</p>\n<h3>{}</h3>\n{}</article>",
            escape(&role.title),
            paragraphs(&role.text)
        );
    }
    let _ = write!(
        text,
        "</div>\n<h3>Each {word}</h3>\n<ol>\n\
         <li>Read the report. It is late, and rosier than things are.</li>\n\
         <li>Hear what came, and choose an answer, or none.</li>\n\
         <li>Say what the one figure asked for will do: rise, fall or stay. Do it before you decide.</li>\n\
         <li>Decide. What you leave alone stays as it is.</li>\n\
         <li>The director says it aloud; then it is sent. Whoever typed hands on to the next.</li>\n</ol>\n\
         <table>\n<caption>What points buy: {} a year; one point is {} a year</caption>\n\
         <thead><tr><th scope=\"col\">For</th><th scope=\"col\">What it is, and when it shows</th></tr></thead>\n<tbody>\n",
        exercise.points,
        prices(exercise)
    );
    for lever in &exercise.levers {
        let _ = writeln!(
            text,
            "<tr><th scope=\"row\" class=\"strong\">{}</th><td>{}</td></tr>",
            escape(&lever.title),
            escape(&lever.text)
        );
    }
    text.push_str(
        "</tbody>\n</table>\n<table>\n<caption>What the report shows</caption>\n\
         <thead><tr><th scope=\"col\">Tile</th><th scope=\"col\">Figures</th></tr></thead>\n<tbody>\n",
    );
    for tile in &exercise.tiles {
        let _ = writeln!(
            text,
            "<tr><th scope=\"row\" class=\"strong\">{}</th><td>{}</td></tr>",
            escape(&tile.title),
            escape(&figures(exercise, &tile.figures))
        );
    }
    text.push_str("</tbody>\n</table>\n</section>\n");
    text
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
pub(super) fn injects(exercise: &Exercise) -> String {
    let mut text = format!(
        "<section class=\"page\">\n<h2>What comes from outside: cards for the facilitator</h2>\n\
         <p>Say the number, then read out sender and text. If phones fail, read out the answers too: teams write the number of the card \
         and a letter, such as 1A, or nothing. What is under the line is for you alone. “+2 half-days” is what an answer adds to the \
         week of this {}.</p>\n<div class=\"injects\">\n",
        escape(&exercise.word)
    );
    for (at, inject) in clock::cards(exercise).iter().enumerate() {
        text.push_str(&card(exercise, at + 1, inject));
    }
    text.push_str("</div>\n</section>\n");
    text
}

fn card(exercise: &Exercise, number: usize, inject: &Inject) -> String {
    let mut text = format!(
        "<article class=\"card\">\n<p>Card {number}. <strong>{}</strong></p>\n<h3>{}</h3>\n<p>{}. {}.</p>\n<blockquote>{}</blockquote>\n",
        escape(&when(exercise, inject)),
        escape(&inject.title),
        escape(&inject.sender),
        escape(&inject.channel),
        paragraphs(&inject.text)
    );
    if !inject.answers.is_empty() {
        text.push_str("<ol type=\"A\">\n");
        for answer in &inject.answers {
            let _ = writeln!(
                text,
                "<li><strong>{}</strong>{} {}</li>",
                escape(&answer.title),
                extra(answer),
                escape(&answer.text)
            );
        }
        text.push_str("</ol>\n");
    }
    text.push_str(if inject.answers.is_empty() {
        "<p>Nothing can be done.</p>\n"
    } else {
        "<p>Or no action.</p>\n"
    });
    let mut foot = String::new();
    if !inject.expected.is_empty() {
        let _ = write!(foot, "<strong>Expected:</strong> {} ", escape(&inject.expected));
    }
    if !inject.objective.is_empty() {
        let _ = write!(foot, "<strong>What it is for:</strong> {}", escape(&inject.objective));
    }
    if !foot.is_empty() {
        let _ = writeln!(text, "<p class=\"foot\">{}</p>", foot.trim());
    }
    text.push_str("</article>\n");
    text
}

/// When an inject comes, in words.
pub(super) fn when(exercise: &Exercise, inject: &Inject) -> String {
    match &inject.when {
        When::Round(round) => capital(&exercise.round_name(*round)),
        When::Held => "Held: you choose when".to_owned(),
        When::If(condition) => {
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
