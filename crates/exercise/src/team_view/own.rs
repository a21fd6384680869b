//! What a team is told of its own way when the rounds are over: where its week went, and what came
//! of what it expected.

use super::{View, by_round, capital};
use crate::exercise::TIMES;
use balcony_report::charts::Grid;
use balcony_report::charts::rounds::fields;
use balcony_report::report::html as pieces;
use balcony_report::summary::fixed;
use maud::{Markup, html};

/// What is told of a team that has decided nothing.
pub(super) const NOTHING: &str = "Nothing was decided yet.";

/// Its own part of the debrief, on its own page.
pub fn own(view: &View<'_>, team: u32) -> Markup {
    html! {
        h3 { "Where your attention went" }
        (attention(view, team, 320.0))
        h3 { "What you expected, and what came" }
        (guesses(view, team))
    }
}

/// Where a team's week went.
pub fn attention(view: &View<'_>, team: u32, width: f64) -> Markup {
    let exercise = view.game.exercise();
    let of = &view.game.teams()[team as usize];
    let week = |at: usize, round: usize| view.game.week(team, round as u32).map_or(0.0, |week| week[at]);
    let rows: Vec<(String, Vec<f64>)> = TIMES
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let name = name.split(':').next().unwrap_or(name).to_owned();
            (name, (0..of.decided.len()).map(|round| week(at, round)).collect())
        })
        .collect();
    let total = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let most = rows.iter().max_by(|a, b| total(&a.1).total_cmp(&total(&b.1)));
    let finding = most.map_or(String::new(), |(name, values)| {
        format!(
            "{}: more time went to {} than to anything else, {} half-days a week on average",
            view.name(team),
            name.to_lowercase(),
            fixed(total(values), 1)
        )
    });
    let about = format!(
        "Half-days a week by use and {}, what answers took included. The darker, the more.",
        exercise.word
    );
    html! {
        @match fields(&by_round(exercise, (&finding, &about), 1, width), &rows) {
            Some(chart) => {
                p { (chart.finding) }
                (pieces::figure(&chart, &format!("attention-{team}")))
            }
            None => p { (NOTHING) },
        }
    }
}

/// A team's predictions: round, figure, expected, came, by how much.
pub fn guessed(view: &View<'_>, team: u32) -> Vec<[String; 5]> {
    let exercise = view.game.exercise();
    let of = &view.game.teams()[team as usize];
    let mut rows = Vec::new();
    for (round, effective) in of.decided.iter().enumerate() {
        let Some(at) = exercise.predicted(round as u32) else { continue };
        let figure = &exercise.figures[at];
        let before = if round == 0 { view.game.opening()[at] } else { of.rounds[round - 1].figures[at] };
        let after = of.rounds[round].figures[at];
        let came = figure.moved(before, after);
        let expected = effective.decision.prediction;
        let fits = match (expected, came) {
            (Some(expected), Some(came)) if expected == came => "as expected",
            (Some(_), Some(_)) => "otherwise",
            _ => "",
        };
        rows.push([
            exercise.round_name(round as u32),
            figure.title.clone(),
            expected.map_or("no prediction".to_owned(), |expected| expected.word().to_owned()),
            came.map_or("nothing to compare".to_owned(), |came| {
                format!("{} to {}: {}", figure.shown(before), figure.shown(after), came.word())
            }),
            fits.to_owned(),
        ]);
    }
    rows
}

/// What was expected or came, as a noun: `a rise`.
pub(super) fn as_a_change(word: &str) -> &str {
    match word {
        "rise" => "a rise",
        "fall" => "a fall",
        "stay as it is" => "no change",
        other => other,
    }
}

/// What came, as [`guessed`] has it: the change as a noun, and from where to where. A number and
/// its unit stay on one line.
pub(super) fn said(came: &str) -> (&str, String) {
    let (values, word) = came.rsplit_once(": ").unwrap_or(("", came));
    (as_a_change(word), values.replace(" %", "\u{a0}%"))
}

/// A table of words and numbers; `words` are the columns that are words.
pub fn table(caption: &str, heads: &[&str], rows: Vec<Vec<String>>, words: &[usize]) -> Markup {
    let grid = Grid { heads: heads.iter().map(|head| (*head).to_owned()).collect(), rows };
    pieces::table(caption, &grid, words)
}

/// Its predictions in lines, which fit a phone: a tick or a cross, what was expected, what came.
fn guesses(view: &View<'_>, team: u32) -> Markup {
    html! {
        ul class="guesses" {
            @for [when, figure, expected, came, fits] in guessed(view, team) {
                @let (change, values) = said(&came);
                li {
                    strong { (capital(&when)) ": " } (figure) ". "
                    @match fits.as_str() {
                        "as expected" => { span class="tick" aria-hidden="true" { "✓ " } "As you expected: " }
                        "otherwise" => {
                            span class="cross" aria-hidden="true" { "✕ " }
                            "You expected " (as_a_change(&expected)) "; it was "
                        }
                        _ => { "No prediction; it was " }
                    }
                    (change) @if !values.is_empty() { ", " (values) } "."
                }
            }
        }
    }
}
