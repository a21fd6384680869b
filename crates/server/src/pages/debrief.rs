//! The debrief: where attention went, what was expected and what came, what was reported and what
//! was real, luck or leadership, other ways of leading on the same luck, one decision changed, and
//! where the model may be wrong. No table of winners.

use crate::runs::{RunsSoFar, references};
use crate::session::SessionState;
use balcony_engine::measure::OUTCOMES;
use balcony_exercise::exercise::{COLOURS, Game, SHOWN};
use balcony_exercise::team_view::{attention, badge, by_round, decided, guessed, nine_of_ten, table};
use balcony_report::charts::Ink;
use balcony_report::charts::rounds::{Band, Line, RoundsOptions, rounds};
use balcony_report::report::html as pieces;
use balcony_report::summary::{Figures, fixed};
use balcony_scenario::currency::in_currency;
use balcony_study::experiment::stats::{ErrorUnit, paired};
use maud::{Markup, html};

/// Rows of a table that the wall holds at once, below two lines of words.
const ON_THE_WALL: usize = 14;

/// What a part can be shown by, one at a time, for not all of it stands on one screen: teams, or
/// figures. Nothing if it is shown whole.
pub(crate) fn slices(game: &Game, key: &str) -> Vec<String> {
    let exercise = game.exercise();
    let outcomes = exercise.outcomes.iter().map(|outcome| OUTCOMES[*outcome].title.to_owned());
    match key {
        "attention" | "decisions" | "reported" => {
            (0..game.teams().len() as u32).map(|team| Game::team_name(team).to_owned()).collect()
        }
        "luck" => outcomes.collect(),
        "references" => {
            outcomes.chain(exercise.hidden.first().map(|at| exercise.figures[*at].title.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a part, or a slice of it (`attention/2`), may be shown.
pub(crate) fn is_part(key: &str, game: &Game) -> bool {
    let (part, slice) = key.split_once('/').map_or((key, None), |(part, slice)| (part, Some(slice)));
    SHOWN.iter().any(|(known, _)| *known == part)
        && slice
            .is_none_or(|slice| slice.parse::<usize>().is_ok_and(|slice| slice < slices(game, part).len()))
}

/// One part, whole or one slice of it.
pub(crate) fn part(inner: &SessionState, found: &RunsSoFar, key: &str, width: f64) -> Markup {
    let (key, only) =
        key.split_once('/').map_or((key, None), |(key, slice)| (key, slice.parse::<usize>().ok()));
    let Some((_, title)) = SHOWN.iter().find(|(known, _)| *known == key) else { return Markup::default() };
    let each = |of: &dyn Fn(u32) -> Markup| {
        html! {
            @for team in super::teams(inner).filter(|team| wanted(only, *team as usize)) {
                section class="of-team" { h3 { (badge(team)) } (of(team)) }
            }
        }
    };
    let contents = match key {
        "attention" => each(&|team| attention(&inner.view(None), team, width)),
        "decisions" => each(&|team| decided(&inner.view(None), team)),
        "predictions" => predictions(inner),
        "reported" => html! {
            @if only.is_none() {
                @if let Some(picture) = super::wall::told_and_so(inner) { (picture) }
            }
            (each(&|team| reported(inner, found, team, width)))
        },
        "luck" => luck(inner, found, only),
        "references" => other_ways(inner, found, width, only),
        "counterfactual" => counterfactual(inner),
        _ => wrong(inner),
    };
    html! { section class="debrief" id={ "debrief-" (key) } { h2 { (title) } (contents) } }
}

/// Everything, for a page to keep and print.
pub(crate) fn report(inner: &SessionState, found: &RunsSoFar, styles: &str) -> String {
    let exercise = inner.game.exercise();
    let head = html! { title { (exercise.title) } (pieces::style(styles)) };
    let body = html! {
        body class="kept" {
            header {
                h1 { (exercise.title) }
                p {
                    (inner.game.teams().len()) " teams, " (inner.game.round()) " rounds of " (exercise.weeks)
                    " weeks. Seed " (exercise.scenario.seed) ", run " (exercise.luck)
                    ": the same luck for all. Exercise " (Game::identity(exercise)) "."
                }
            }
            main id="main" { @for (key, _) in SHOWN { (part(inner, found, key, 680.0)) } }
        }
    };
    pieces::document(head, body)
}

/// By round, what each team expected and what came: no sums, for nobody is ranked.
fn predictions(inner: &SessionState) -> Markup {
    let teams = super::teams(inner);
    let view = inner.view(None);
    let all: Vec<Vec<[String; 5]>> = teams.clone().map(|team| guessed(&view, team)).collect();
    let rounds = all.first().map_or(0, Vec::len);
    let rows: Vec<Vec<String>> = (0..rounds)
        .map(|at| {
            let told = |guess: &[String; 5]| {
                let came = guess[3].rsplit(": ").next().unwrap_or_default();
                match guess[4].as_str() {
                    "as expected" => format!("+ {}", guess[2]),
                    "otherwise" => format!("- {}; it came: {came}", guess[2]),
                    _ if guess[2] == "no prediction" => format!("(none) {came}"),
                    _ => format!("{}; {came}", guess[2]),
                }
            };
            // It stays in one piece, however narrow its column.
            let when = all[0][at][0].replace('-', "\u{2011}").replace(' ', "\u{a0}");
            let head = [when, all[0][at][1].clone()];
            head.into_iter().chain(all.iter().map(|team| told(&team[at]))).collect()
        })
        .collect();
    let names: Vec<&str> = teams.map(Game::team_name).collect();
    let heads: Vec<&str> = ["when", "figure"].into_iter().chain(names.iter().copied()).collect();
    let words: Vec<usize> = (1..heads.len()).collect();
    html! {
        p {
            "A prediction that failed teaches more than one that held: what was different from how you \
             saw it? (+ came as expected, - otherwise; in brackets: nothing was predicted)"
        }
        (table("What was expected, and what came", &heads, rows, &words))
    }
}

/// The least and the greatest that figures were for any team: one axis for all, so that gaps can be
/// compared.
fn reach(inner: &SessionState, figures: &[usize]) -> Option<(f64, f64)> {
    let rounds = inner.game.teams().iter().flat_map(|team| &team.rounds);
    let values = rounds.flat_map(|round| figures.iter().map(|at| round.figures[*at]));
    values.filter(|value| value.is_finite()).fold(None, |reach, value| {
        let (least, most) = reach.unwrap_or((value, value));
        Some((least.min(value), most.max(value)))
    })
}

pub(super) fn reported(inner: &SessionState, found: &RunsSoFar, team: u32, width: f64) -> Markup {
    let pairs: Vec<(usize, usize)> = inner.game.exercise().told_twice().collect();
    let shown: Vec<usize> = pairs.iter().map(|(_, real)| *real).collect();
    html! {
        div class="pairs" {
            @for (seen, real) in pairs {
                @if let Some(pair) = pair(inner, team, seen, real, width) { div { (pair) } }
            }
        }
        @if let Some(hidden) = hidden(inner, found, team, &shown) { (hidden) }
    }
}

/// A figure as it was reported and as it was.
fn pair(inner: &SessionState, team: u32, seen: usize, real: usize, width: f64) -> Option<Markup> {
    let exercise = inner.game.exercise();
    let of = &inner.game.teams()[team as usize];
    let values = |at: usize| -> Vec<f64> { of.rounds.iter().map(|round| round.figures[at]).collect() };
    let (seen_values, real_values) = (values(seen), values(real));
    let (last_seen, last_real) = seen_values.last().zip(real_values.last())?;
    let figure = &exercise.figures[real];
    let title = figure.title.split(',').next().unwrap_or(&figure.title).to_owned();
    let finding =
        format!("{title}: reported as {}, really {}", figure.shown(*last_seen), figure.shown(*last_real));
    let about =
        format!("{}, {} by {}: as reported to leaders, and as it was.", title, exercise.word, exercise.word);
    let how = RoundsOptions {
        holds: reach(inner, &[seen, real]),
        ..by_round(exercise, (&finding, &about), figure.digits, width.min(400.0))
    };
    let lines = [
        Line { name: "as reported".to_owned(), ink: Ink::rgb(0x777777), shape: 1, values: seen_values },
        Line { name: "as it was".to_owned(), ink: Ink::Text, shape: 0, values: real_values },
    ];
    let chart = rounds(&how, &lines, None)?;
    Some(html! { p { (finding) } (pieces::figure(&chart, &format!("real-{real}-{team}"))) })
}

/// What was hidden besides the figures that are `shown`.
fn hidden(inner: &SessionState, found: &RunsSoFar, team: u32, shown: &[usize]) -> Option<Markup> {
    let exercise = inner.game.exercise();
    let of = &inner.game.teams()[team as usize];
    let rows: Vec<Vec<String>> = exercise
        .hidden
        .iter()
        .filter(|at| !shown.contains(at))
        .filter_map(|at| {
            let figure = &exercise.figures[*at];
            let (first, last) = (of.rounds.first()?.figures[*at], of.rounds.last()?.figures[*at]);
            let spread = found
                .teams
                .get(team as usize)
                .and_then(|spread| spread.at(of.rounds.len().checked_sub(1)?, *at));
            let between = spread.map_or("not worked out yet".to_owned(), |[low, _, high]| {
                format!("{} to {}", fixed(low, figure.digits), fixed(high, figure.digits))
            });
            Some(vec![figure.title.clone(), figure.shown(first), figure.shown(last), between])
        })
        .collect();
    let caption = format!("{}: what was hidden", Game::team_name(team));
    let heads = ["figure", "first", "last", "9 of 10 runs, last"];
    (!rows.is_empty()).then(|| table(&caption, &heads, rows, &[]))
}

fn ready(found: &RunsSoFar, inner: &SessionState) -> bool {
    inner.game.is_over()
        && found.teams.len() == inner.game.teams().len()
        && found.teams.iter().all(|spread| !spread.outcomes.is_empty())
}

/// Whether a slice is asked for, or everything.
fn wanted(only: Option<usize>, at: usize) -> bool {
    only.is_none_or(|only| only == at)
}

/// How to read something stands before it; of one slice, which the room looks at first, below it.
fn in_order(reading: &Markup, told: &Markup, only: Option<usize>) -> Markup {
    let (first, second) = if only.is_some() { (told, reading) } else { (reading, told) };
    html! { (first) (second) }
}

/// The caption of a table of an outcome.
fn of_outcome(inner: &SessionState, outcome: usize) -> String {
    let about = &OUTCOMES[outcome];
    let currency = &inner.game.exercise().scenario.currency;
    format!("{} ({})", about.title, in_currency(about.unit.to_owned(), currency))
}

fn luck(inner: &SessionState, found: &RunsSoFar, only: Option<usize>) -> Markup {
    if !ready(found, inner) {
        return html! { p { "What luck could have done is being worked out; it takes all rounds." } };
    }
    let exercise = inner.game.exercise();
    let reading = html! {
        p {
            "Every team lived one run. Here the same decisions are lived through many other runs: where \
             a team's own figure lies among them is luck; how its runs differ from what was found, pair \
             by pair on the same luck and with the same news, is its decisions. (News that came to one \
             team alone is counted as its own.)"
        }
        p {
            strong { "A little better or worse:" }
            " the decisions moved this figure for sure, by less than would matter. "
            strong { "No difference that matters:" }
            " whatever they did to it is smaller than that. "
            strong { "Cannot tell yet:" }
            " these runs are too few. Neither says that nothing changed for anybody: look at what is \
             reported and what is real, at culture, trust and attention."
        }
    };
    let places = exercise.outcomes.iter().enumerate().filter(|(place, _)| wanted(only, *place));
    let told = html! { @for (place, outcome) in places { (luck_of(inner, found, place, *outcome)) } };
    in_order(&reading, &told, only)
}

/// What luck and decisions did to one outcome, by team.
fn luck_of(inner: &SessionState, found: &RunsSoFar, place: usize, outcome: usize) -> Markup {
    let about = &OUTCOMES[outcome];
    let margin = inner.game.exercise().scenario.margin(outcome);
    let base = found.references.first().and_then(|spread| spread.outcomes.get(place));
    let mut rows = Vec::new();
    let (mut told, mut clear) = (0, 0);
    for team in super::teams(inner) {
        let lived = inner.game.outcomes(team).map_or(f64::NAN, |outcomes| outcomes[outcome]);
        let runs = &found.teams[team as usize].outcomes[place];
        let [low, median, high] =
            nine_of_ten(runs).unwrap_or([f64::NAN; 3]).map(|value| fixed(value, about.digits));
        let below = runs.iter().filter(|value| **value < lived).count();
        let (verdict, differs) = match base {
            Some(base) if base.len() == runs.len() => {
                let pair = paired(runs, base, about.better, margin, ErrorUnit::of(0));
                told += usize::from(pair.verdict.direction().is_some());
                clear += usize::from(pair.verdict.is_clear());
                let figures = Figures::of_pair(about, &pair);
                (pair.verdict.words(about.better), figures.signed_with_unit(pair.difference))
            }
            _ => ("being worked out", String::new()),
        };
        rows.push(vec![
            Game::team_name(team).to_owned(),
            fixed(lived, about.digits),
            format!("{low} to {high}"),
            median,
            format!("{} of 100", 100 * below / runs.len().max(1)),
            differs,
            verdict.to_owned(),
        ]);
    }
    let finding = match told {
        _ if base.is_none() => format!("{}: against what was found, being worked out", about.title),
        0 => format!("{}: no team's decisions are sure to have moved it", about.title),
        _ if clear == 0 => format!("{}: decisions moved it for sure, but by less than matters", about.title),
        _ if clear == 1 => format!("{}: one team's decisions moved it by as much as matters", about.title),
        _ => format!("{}: the decisions of {clear} teams moved it by as much as matters", about.title),
    };
    let heads = [
        "team",
        "lived",
        "9 of 10 of its runs",
        "median",
        "runs that came lower",
        "mean difference to carrying on",
        "verdict",
    ];
    html! { h3 { (finding) } (table(&of_outcome(inner, outcome), &heads, rows, &[6])) }
}

fn other_ways(inner: &SessionState, found: &RunsSoFar, width: f64, only: Option<usize>) -> Markup {
    let exercise = inner.game.exercise();
    let lived = found.references.iter().map(|spread| spread.figures.len()).min().unwrap_or(0);
    if lived < exercise.rounds as usize {
        return html! {
            p { "Reference runs are being worked out: " (lived) " of " (exercise.rounds) " rounds." }
        };
    }
    let reading = html! {
        p {
            "What was found carried on, and four ways of leading from the first round on, each through \
             the same runs, with the week and the money of the beginning and without answers to what \
             came. A change of leading costs everybody some weeks of finding their way, so what carries \
             on pays nothing: that counts against all four, most of all in so short a time. Deciding \
             together costs hours before it earns trust: look at the hours of work due for each hour \
             there."
        }
        ul {
            @for (name, _, _, what) in balcony_scenario::presets::PRESETS {
                // Plain words first.
                @let (theory, plain) = what.split_once(": ").unwrap_or(("", what));
                li { strong { (name) ":" } " " (plain) " (" (theory) ")" }
            }
        }
    };
    let places = exercise.outcomes.iter().enumerate().filter(|(place, _)| wanted(only, *place));
    let told = html! {
        @for (place, outcome) in places { (ways_of(inner, found, place, *outcome)) }
        // One hidden figure, so that the room sees something move.
        @if let Some(at) = exercise.hidden.first().filter(|_| wanted(only, exercise.outcomes.len())) {
            (moved(inner, found, *at, width))
        }
    };
    in_order(&reading, &told, only)
}

/// One outcome under other ways of leading.
fn ways_of(inner: &SessionState, found: &RunsSoFar, place: usize, outcome: usize) -> Markup {
    let about = &OUTCOMES[outcome];
    let margin = inner.game.exercise().scenario.margin(outcome);
    let base = found.references[0].outcomes.get(place);
    let rows = references().into_iter().zip(&found.references).filter_map(|(name, spread)| {
        let (runs, base) = spread.outcomes.get(place).zip(base)?;
        let [low, median, high] =
            nine_of_ten(runs).unwrap_or([f64::NAN; 3]).map(|value| fixed(value, about.digits));
        let word = if name == references()[0] {
            "what was found"
        } else {
            paired(runs, base, about.better, margin, ErrorUnit::of(0)).verdict.words(about.better)
        };
        Some(vec![name.to_owned(), median, format!("{low} to {high}"), word.to_owned()])
    });
    let heads = ["way of leading", "median", "9 of 10 runs", "against what was found"];
    table(&of_outcome(inner, outcome), &heads, rows.collect(), &[3])
}

/// A figure of every team, and where carrying on would have led.
fn moved(inner: &SessionState, found: &RunsSoFar, at: usize, width: f64) -> Markup {
    let exercise = inner.game.exercise();
    let figure = &exercise.figures[at];
    let lines: Vec<Line> = inner
        .game
        .teams()
        .iter()
        .enumerate()
        .map(|(team, of)| Line {
            name: Game::team_name(team as u32).to_owned(),
            ink: COLOURS[team % COLOURS.len()],
            shape: team,
            values: of.rounds.iter().map(|round| round.figures[at]).collect(),
        })
        .collect();
    let values: Vec<[f64; 3]> = found.references[0].band(at);
    let band = Band { name: "9 of 10 runs of carrying on".to_owned(), values };
    let finding = format!("{}: the teams, and where carrying on would have led", figure.title);
    let about = format!("{}, {} by {}.", figure.title, exercise.word, exercise.word);
    let how = by_round(exercise, (&finding, &about), figure.digits, width);
    let names = references();
    let rows = names.iter().zip(&found.references).map(|(name, spread)| {
        let medians: Vec<f64> = spread.band(at).iter().map(|three| three[1]).collect();
        let shown = |value: Option<&f64>| value.map_or(String::new(), |value| fixed(*value, figure.digits));
        vec![(*name).to_owned(), shown(medians.first()), shown(medians.last())]
    });
    let medians = format!("{}: median runs", figure.title);
    html! {
        @if let Some(chart) = rounds(&how, &lines, Some(&band)) {
            h3 { (finding) }
            (pieces::figure(&chart, "ways"))
        }
        (table(&medians, &["way of leading", "first", "last"], rows.collect(), &[]))
    }
}

fn counterfactual(inner: &SessionState) -> Markup {
    let Some(made) = &inner.counterfactual else {
        return html! {
            p {
                "Agree on one decision to change; the facilitator enters it, and the same luck is lived \
                 again."
            }
        };
    };
    let rows = |differs: bool| -> Vec<Vec<String>> {
        made.rows.iter().filter(|row| row.0 == differs).map(|row| row.1.to_vec()).collect()
    };
    let (mut moved, same) = (rows(true), rows(false));
    let all = moved.len();
    let smaller = moved.split_off(all.min(ON_THE_WALL));
    let caption = match smaller.len() {
        0 => "What came out otherwise".to_owned(),
        _ => format!("What came out otherwise: {ON_THE_WALL} of {all}"),
    };
    let heads = ["figure", "lived", "changed", "difference"];
    html! {
        p { (made.words) }
        @if moved.is_empty() {
            p { strong { "None of the figures shown here changed." } }
        } @else {
            (table(&caption, &heads, moved, &[]))
        }
        @if !smaller.is_empty() {
            @let summary = format!("{} smaller differences", smaller.len());
            (pieces::fold(&summary, table("Smaller differences", &heads, smaller, &[])))
        }
        @if !same.is_empty() {
            @let summary = format!("{} figures came out the same", same.len());
            (pieces::fold(&summary, table("What came out the same", &heads, same, &[])))
        }
        p {
            "One run on the same luck. Every possible event is the same; what differs follows from the \
             decision."
        }
    }
}

fn wrong(inner: &SessionState) -> Markup {
    let tiles = inner.game.exercise().tiles.iter().filter(|tile| !tile.hides.is_empty());
    html! {
        p {
            "The model was made from published figures and from studies, and where there were none from \
             assumptions that are named. Doubt it here first:"
        }
        ul {
            li {
                "No published figure says who decides what under which way of leading; the shares are \
                 assumptions."
            }
            li { "What money and time bring is assumed in size; the order is from studies." }
            li {
                "Any change of the week, of influence or of rights, however small, costs everybody the \
                 same weeks of finding their way: a team that changes something every time pays for it \
                 every time."
            }
            li {
                "Children do not speak in it, nor do families; changes of worker and waiting stand in for \
                 them."
            }
            li {
                "On what is counted about children, ways of leading mostly make no difference that \
                 matters in this model within three years. It may be so; or its chain from knowing more \
                 to deciding better is too weak."
            }
            li { "The bands are luck inside the model. What is not known about the world is wider." }
        }
        h3 { "What the tiles hid" }
        ul { @for tile in tiles { li { strong { (tile.title) ":" } " " (tile.hides) } } }
    }
}
