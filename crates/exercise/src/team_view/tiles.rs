//! Tiles: what a team sees of its place, each figure with its change and, behind a fold, its way so
//! far and where luck could have led.

use super::{View, by_round, last_two};
use crate::exercise::{COLOURS, Figure, Team};
use balcony_engine::registry::Better;
use balcony_report::charts::rounds::{Band, Line, rounds};
use balcony_report::report::html::figure;
use balcony_report::summary::fixed;
use maud::{Markup, html};

/// A chart of one figure of a team, with the band of its runs if it is worked out.
fn chart(view: &View<'_>, team: u32, at: usize, width: f64) -> Option<Markup> {
    let exercise = view.game.exercise();
    let of = &exercise.figures[at];
    let values: Vec<f64> =
        view.game.teams()[team as usize].rounds.iter().map(|round| round.figures[at]).collect();
    let spread = view.of(team).filter(|spread| spread.figures.len() >= values.len());
    let band = spread.map(|spread| Band {
        name: format!(
            "9 of 10 of {} runs of your decisions",
            spread.figures.first().map_or(0, |round| round[at].len())
        ),
        values: spread.band(at).into_iter().take(values.len()).collect(),
    });
    let finding = finding(of, &values);
    let unit = if of.unit.is_empty() { String::new() } else { format!(" ({})", of.unit) };
    let about = format!(
        "{}{unit}, {} by {}. {}",
        of.title,
        exercise.word,
        exercise.word,
        match (&band, view.luck) {
            (Some(_), _) =>
                "Grey: where nine of ten runs of the same decisions with other luck lie, dotted their median. It is luck inside the model, not all that is uncertain.",
            (None, None) => "Only the facilitator's desk shows how much is luck.",
            (None, Some(_)) => "What luck could have done is being worked out.",
        }
    );
    let how = by_round(exercise, (&finding, &about), of.digits, width);
    let line = Line {
        name: view.name(team).to_owned(),
        ink: COLOURS[(view.first + team) as usize % COLOURS.len()],
        shape: (view.first + team) as usize,
        values,
    };
    let chart = rounds(&how, &[line], band.as_ref())?;
    Some(figure(&chart, &format!("f{at}-t{team}")))
}

/// From where to where, in words.
fn finding(of: &Figure, values: &[f64]) -> String {
    let finite: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    match (finite.first(), finite.last()) {
        (Some(first), Some(last)) if finite.len() > 1 => {
            format!("{}: from {} to {}", of.title, of.shown(*first), of.shown(*last))
        }
        (Some(only), _) => format!("{}: {}", of.title, of.shown(*only)),
        _ => of.title.clone(),
    }
}

/// Where nine of ten runs of the same decisions lie in the last round, if that is worked out.
fn luck(view: &View<'_>, team: u32, figure: usize, rounds: usize, about: &Figure) -> Option<Markup> {
    let [low, _, high] =
        view.of(team)?.at(rounds.checked_sub(1)?, figure)?.map(|value| fixed(value, about.digits));
    // Where luck does nothing there is nothing to say.
    (low != high).then(|| html! { span class="quiet luck" { "9 of 10 runs: " (low) " to " (high) } })
}

/// The way of one tile's figures.
pub fn way(view: &View<'_>, team: u32, tile: usize) -> Option<Markup> {
    let of = view.game.exercise().tiles.get(tile)?;
    let drawn = of.figures.iter().filter_map(|figure| chart(view, team, *figure, 340.0));
    Some(html! { @for chart in drawn { (chart) } })
}

/// All tiles.
pub fn tiles(view: &View<'_>, team: u32, charts: bool) -> Markup {
    let exercise = view.game.exercise();
    let of: &Team = &view.game.teams()[team as usize];
    let known = |figure: &usize| {
        !of.rounds.is_empty() || view.game.opening().get(*figure).is_some_and(|value| value.is_finite())
    };
    let shown = exercise.tiles.iter().enumerate().filter(|(_, tile)| tile.figures.iter().any(known));
    let later = exercise.tiles.iter().flat_map(|tile| &tile.figures).filter(|figure| !known(figure));
    let later: Vec<&str> = later.map(|figure| exercise.figures[*figure].title.as_str()).collect();
    html! {
        div class="tiles" {
            @for (at, tile) in shown {
                section class="tile" {
                    h3 { (tile.title) }
                    dl { @for at in tile.figures.iter().filter(|at| known(at)) { (told(view, team, *at)) } }
                    // Drawn when somebody looks: forty phones need not draw fifteen charts each at
                    // every change.
                    @if charts && !of.rounds.is_empty() {
                        @let path = format!("/team/way/{at}");
                        details class="way" data-load=(path) id={ "way-" (at) } {
                            summary { "The way so far" span class="hidden" { ": " (tile.title) } }
                            p { a href=(path) { "Show the way so far: " (tile.title) } }
                        }
                    }
                }
            }
        }
        @if !later.is_empty() {
            p class="quiet" { "Counted from the first " (exercise.word) " on: " (later.join("; ")) "." }
        }
    }
}

/// One figure with its change.
fn told(view: &View<'_>, team: u32, at: usize) -> Markup {
    let exercise = view.game.exercise();
    let rounds = &view.game.teams()[team as usize].rounds;
    let about = &exercise.figures[at];
    let (now, change) = last_two(exercise, rounds, view.game.opening(), at);
    let change = change.filter(|words| !words.is_empty());
    let arrow = match &change {
        Some(words) if words.starts_with("up") => "▲",
        Some(words) if words.starts_with("down") => "▼",
        _ => "■",
    };
    let judged = match (about.better, arrow) {
        (Better::Lower, "▼") | (Better::Higher, "▲") => Some("better"),
        (Better::Lower, "▲") | (Better::Higher, "▼") => Some("worse"),
        _ => None,
    };
    html! {
        div {
            dt { (about.title) }
            dd {
                strong { @if now.is_finite() { (about.shown(now)) } @else { "not yet" } }
                " "
                @let luck = luck(view, team, at, rounds.len(), about);
                @if change.is_some() || luck.is_some() {
                    span class="more" {
                        @if let Some(words) = change {
                            span class={ "change" @if let Some(judged) = judged { " " (judged) } } {
                                span aria-hidden="true" { (arrow) }
                                " " (words)
                                @if let Some(judged) = judged { ", " (judged) }
                            }
                        }
                        @if let Some(luck) = luck { " " (luck) }
                    }
                }
            }
        }
    }
}
