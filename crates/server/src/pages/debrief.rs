//! The debrief: where attention went, what was expected and what came, what was reported and what
//! was real, luck or leadership, other ways of leading on the same luck, one decision changed, and
//! where the model may be wrong. No table of winners.

use crate::charts::escape;
use crate::charts::rounds::{Band, Line, RoundsOptions, rounds};
use crate::currency::in_currency;
use crate::exercise::{COLOURS, Game, SHOWN};
use crate::experiment::stats::{Unit, paired};
use crate::runs::{RunsSoFar, references};
use crate::session::SessionState;
use crate::summary::{Figures, fixed};
use crate::team_view::{Spread, attention, badge, decided, drawing, guessed, nine_of_ten, table};
use balcony_engine::measure::OUTCOMES;

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
pub(crate) fn part(inner: &SessionState, found: &RunsSoFar, key: &str, width: f64) -> String {
    let (key, only) =
        key.split_once('/').map_or((key, None), |(key, slice)| (key, slice.parse::<usize>().ok()));
    let Some((_, title)) = SHOWN.iter().find(|(known, _)| *known == key) else { return String::new() };
    let each = |of: &dyn Fn(u32) -> String| -> String {
        (0..inner.game.teams().len() as u32)
            .filter(|team| wanted(only, *team as usize))
            .map(|team| format!("<section class=\"of-team\"><h3>{}</h3>{}</section>", badge(team), of(team)))
            .collect()
    };
    let body = match key {
        "attention" => each(&|team| attention(&inner.view(None), team, width)),
        "decisions" => each(&|team| decided(&inner.view(None), team)),
        "predictions" => predictions(inner),
        "reported" => each(&|team| reported(inner, found, team, width)),
        "luck" => luck(inner, found, only),
        "references" => other_ways(inner, found, width, only),
        "counterfactual" => counterfactual(inner),
        _ => wrong(inner),
    };
    format!("<section class=\"debrief\" id=\"debrief-{key}\"><h2>{title}</h2>{body}</section>")
}

/// Everything, for a page to keep and print.
pub(crate) fn report(inner: &SessionState, found: &RunsSoFar, styles: &str) -> String {
    let exercise = inner.game.exercise();
    let parts: String = SHOWN.iter().map(|(key, _)| part(inner, found, key, 680.0)).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{0}</title><style>{styles}</style></head><body class=\"kept\"><header><h1>{0}</h1><p>{1} teams, {2} rounds of {3} weeks. Seed {4}, run {5}: the same luck for all. Exercise {6}.</p></header><main id=\"main\">{parts}</main></body></html>\n",
        escape(&exercise.title),
        inner.game.teams().len(),
        inner.game.round(),
        exercise.weeks,
        exercise.scenario.seed,
        exercise.luck,
        Game::identity(exercise)
    )
}

/// By round, what each team expected and what came: no sums, for nobody is ranked.
fn predictions(inner: &SessionState) -> String {
    let mut out = String::from(
        "<p>A prediction that failed teaches more than one that held: what was different from how you saw it? (+ came as expected, - otherwise; in brackets: nothing was predicted)</p>",
    );
    let teams = 0..inner.game.teams().len() as u32;
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
    out.push_str(&table("What was expected, and what came", &heads, rows, &words));
    out
}

/// Figures that are told twice: as reported, and as they are.
fn pairs(inner: &SessionState) -> Vec<(usize, usize)> {
    use crate::exercise::From;
    let figures = &inner.game.exercise().figures;
    let mut found = Vec::new();
    for (real, figure) in figures.iter().enumerate() {
        if let From::Real(signal) = figure.from
            && let Some(seen) = figures.iter().position(|other| other.from == From::Seen(signal))
        {
            found.push((seen, real));
        }
    }
    found
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

pub(super) fn reported(inner: &SessionState, found: &RunsSoFar, team: u32, width: f64) -> String {
    let exercise = inner.game.exercise();
    let of = &inner.game.teams()[team as usize];
    let mut out = String::from("<div class=\"pairs\">");
    for (seen, real) in pairs(inner) {
        let values = |at: usize| -> Vec<f64> { of.rounds.iter().map(|round| round.figures[at]).collect() };
        let (seen_values, real_values) = (values(seen), values(real));
        let (Some(last_seen), Some(last_real)) = (seen_values.last(), real_values.last()) else { continue };
        let figure = &exercise.figures[real];
        let title = figure.title.split(',').next().unwrap_or(&figure.title).to_owned();
        let finding =
            format!("{title}: reported as {}, really {}", figure.shown(*last_seen), figure.shown(*last_real));
        let about = format!(
            "{}, {} by {}: as reported to leaders, and as it was.",
            title, exercise.word, exercise.word
        );
        let how = RoundsOptions {
            finding: &finding,
            about: &about,
            word: &exercise.word,
            rounds: exercise.rounds as usize,
            digits: figure.digits,
            width: width.min(430.0),
            holds: reach(inner, &[seen, real]),
        };
        let lines = [
            Line { name: "as reported".to_owned(), ink: "#777777", shape: 1, values: seen_values },
            Line { name: "as it was".to_owned(), ink: "currentColor", shape: 0, values: real_values },
        ];
        if let Some(chart) = rounds(&how, &lines, None) {
            out.push_str(&format!(
                "<div><p>{}</p>{}</div>",
                escape(&finding),
                drawing(&chart, &format!("real-{real}-{team}"))
            ));
        }
    }
    out.push_str("</div>");
    let shown: Vec<usize> = pairs(inner).into_iter().map(|(_, real)| real).collect();
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
    if !rows.is_empty() {
        out.push_str(&table(
            &format!("{}: what was hidden", Game::team_name(team)),
            &["figure", "first", "last", "9 of 10 runs, last"],
            rows,
            &[],
        ));
    }
    out
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
fn in_order(reading: &str, told: String, only: Option<usize>) -> String {
    if only.is_some() { told + reading } else { reading.to_owned() + &told }
}

fn luck(inner: &SessionState, found: &RunsSoFar, only: Option<usize>) -> String {
    if !ready(found, inner) {
        return "<p>What luck could have done is being worked out; it takes all rounds.</p>".to_owned();
    }
    let exercise = inner.game.exercise();
    let reading = "<p>Every team lived one run. Here the same decisions are lived through many other runs: where a team's own figure lies among them is luck; \
         how its runs differ from what was found, pair by pair on the same luck and with the same news, is its decisions. (News that came to one team alone is counted as its own.)</p>\
         <p><strong>Surely but slightly:</strong> the decisions moved this figure for sure, by less than would matter. <strong>No difference that matters:</strong> whatever they did to it is smaller than that. <strong>Cannot tell yet:</strong> these runs are too few. \
         Neither says that nothing changed for anybody: look at what is reported and what is real, at culture, trust and attention.</p>";
    let mut out = String::new();
    for (place, outcome) in exercise.outcomes.iter().enumerate().filter(|(place, _)| wanted(only, *place)) {
        let about = &OUTCOMES[*outcome];
        let base = found.references.first().and_then(|spread| spread.outcomes.get(place));
        let mut rows = Vec::new();
        let mut told = 0;
        for team in 0..inner.game.teams().len() as u32 {
            let lived = inner.game.outcomes(team).map_or(f64::NAN, |outcomes| outcomes[*outcome]);
            let runs = &found.teams[team as usize].outcomes[place];
            let [low, median, high] =
                nine_of_ten(runs).unwrap_or([f64::NAN; 3]).map(|value| fixed(value, about.digits));
            let below = runs.iter().filter(|value| **value < lived).count();
            let (verdict, differs) = match base {
                Some(base) if base.len() == runs.len() => {
                    let pair =
                        paired(runs, base, about.better, exercise.scenario.margin(*outcome), Unit::of(0));
                    told += usize::from(pair.verdict.direction().is_some());
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
            1 => format!("{}: one team's decisions moved it for sure", about.title),
            n => format!("{}: the decisions of {n} teams moved it for sure", about.title),
        };
        out.push_str(&format!("<h3>{}</h3>", escape(&finding)));
        out.push_str(&table(
            &format!("{} ({})", about.title, in_currency(about.unit.to_owned(), &exercise.scenario.currency)),
            &[
                "team",
                "lived",
                "9 of 10 of its runs",
                "median",
                "runs that came lower",
                "mean difference to carrying on",
                "verdict",
            ],
            rows,
            &[6],
        ));
    }
    in_order(reading, out, only)
}

fn other_ways(inner: &SessionState, found: &RunsSoFar, width: f64, only: Option<usize>) -> String {
    let exercise = inner.game.exercise();
    let lived = found.references.iter().map(|spread| spread.figures.len()).min().unwrap_or(0);
    if lived < exercise.rounds as usize {
        return format!("<p>Reference runs are being worked out: {lived} of {} rounds.</p>", exercise.rounds);
    }
    let ways: String = crate::presets::PRESETS
        .iter()
        .map(|(name, _, _, what)| {
            // Plain words first.
            let (theory, plain) = what.split_once(": ").unwrap_or(("", what));
            format!("<li><strong>{name}:</strong> {} ({})</li>", escape(plain), escape(theory))
        })
        .collect();
    let reading = format!(
        "<p>What was found carried on, and four ways of leading from the first round on, each through the same runs, with the week and the money of the beginning and without answers to what came. \
         A change of leading costs everybody some weeks of finding their way, so what carries on pays nothing: that counts against all four, most of all in so short a time. Deciding together costs hours before it earns trust: look at the hours of work due for each hour there.</p><ul>{ways}</ul>"
    );
    let mut out = String::new();
    for (place, outcome) in exercise.outcomes.iter().enumerate().filter(|(place, _)| wanted(only, *place)) {
        let about = &OUTCOMES[*outcome];
        let mut rows = Vec::new();
        let base = &found.references[0].outcomes;
        for (name, spread) in references().iter().zip(&found.references) {
            let (Some(runs), Some(base)) = (spread.outcomes.get(place), base.get(place)) else { continue };
            let [low, median, high] =
                nine_of_ten(runs).unwrap_or([f64::NAN; 3]).map(|value| fixed(value, about.digits));
            let pair = paired(runs, base, about.better, exercise.scenario.margin(*outcome), Unit::of(0));
            let word = if *name == references()[0] {
                "what was found".to_owned()
            } else {
                pair.verdict.words(about.better).to_owned()
            };
            rows.push(vec![(*name).to_owned(), median, format!("{low} to {high}"), word]);
        }
        out.push_str(&table(
            &format!("{} ({})", about.title, in_currency(about.unit.to_owned(), &exercise.scenario.currency)),
            &["way of leading", "median", "9 of 10 runs", "against what was found"],
            rows,
            &[3],
        ));
    }
    // One hidden figure, so that the room sees something move.
    if let Some(at) = exercise.hidden.first().filter(|_| wanted(only, exercise.outcomes.len())) {
        let figure = &exercise.figures[*at];
        let middle =
            |spread: &Spread| -> Vec<f64> { spread.band(*at).iter().map(|three| three[1]).collect() };
        let lines: Vec<Line> = inner
            .game
            .teams()
            .iter()
            .enumerate()
            .map(|(team, of)| Line {
                name: Game::team_name(team as u32).to_owned(),
                ink: COLOURS[team % COLOURS.len()],
                shape: team,
                values: of.rounds.iter().map(|round| round.figures[*at]).collect(),
            })
            .collect();
        let values: Vec<[f64; 3]> = found.references[0].band(*at);
        let band = Band { name: "9 of 10 runs of carrying on".to_owned(), values };
        let finding = format!("{}: the teams, and where carrying on would have led", figure.title);
        let about = format!("{}, {} by {}.", figure.title, exercise.word, exercise.word);
        let how = RoundsOptions {
            finding: &finding,
            about: &about,
            word: &exercise.word,
            rounds: exercise.rounds as usize,
            digits: figure.digits,
            width,
            holds: None,
        };
        if let Some(chart) = rounds(&how, &lines, Some(&band)) {
            out.push_str(&format!("<h3>{}</h3>{}", escape(&finding), drawing(&chart, "ways")));
        }
        let names = references();
        let rows = names.iter().zip(&found.references).map(|(name, spread)| {
            let medians = middle(spread);
            vec![
                (*name).to_owned(),
                medians.first().map_or(String::new(), |value| fixed(*value, figure.digits)),
                medians.last().map_or(String::new(), |value| fixed(*value, figure.digits)),
            ]
        });
        out.push_str(&table(
            &format!("{}: median runs", figure.title),
            &["way of leading", "first", "last"],
            rows.collect(),
            &[],
        ));
    }
    in_order(&reading, out, only)
}

fn counterfactual(inner: &SessionState) -> String {
    let Some(made) = &inner.counterfactual else {
        return "<p>Agree on one decision to change; the facilitator enters it, and the same luck is lived again.</p>".to_owned();
    };
    let rows = |differs: bool| -> Vec<Vec<String>> {
        made.rows.iter().filter(|row| row.0 == differs).map(|row| row.1.to_vec()).collect()
    };
    let (moved, same) = (rows(true), rows(false));
    let count = same.len();
    let heads = ["figure", "lived", "changed", "difference"];
    let moved = if moved.is_empty() {
        "<p><strong>Nothing that is told here came out otherwise.</strong></p>".to_owned()
    } else {
        table("What came out otherwise", &heads, moved, &[])
    };
    let same = if same.is_empty() {
        String::new()
    } else {
        format!(
            "<details><summary>{count} figures came out the same</summary>{}</details>",
            table("What came out the same", &heads, same, &[])
        )
    };
    format!(
        "<p>{}</p>{moved}{same}<p>One run on the same luck. Every possible event is the same; what differs follows from the decision.</p>",
        escape(&made.words)
    )
}

fn wrong(inner: &SessionState) -> String {
    let exercise = inner.game.exercise();
    let hides: String = exercise
        .tiles
        .iter()
        .filter(|tile| !tile.hides.is_empty())
        .map(|tile| format!("<li><strong>{}:</strong> {}</li>", escape(&tile.title), escape(&tile.hides)))
        .collect();
    format!(
        "<p>The model was made from published figures and from studies, and where there were none from assumptions that are named. Doubt it here first:</p>\
         <ul><li>No published figure says who decides what under which way of leading; the shares are assumptions.</li>\
         <li>What money and time bring is assumed in size; the order is from studies.</li>\
         <li>Any change of the week, of influence or of rights, however small, costs everybody the same weeks of finding their way: a team that changes something every time pays for it every time.</li>\
         <li>Children do not speak in it, nor do families; changes of worker and waiting stand in for them.</li>\
         <li>On what is counted about children, ways of leading mostly make no difference that matters in this model within three years. It may be so; or its chain from knowing more to deciding better is too weak.</li>\
         <li>The bands are luck inside the model. What is not known about the world is wider.</li></ul>\
         <h3>What the tiles hid</h3><ul>{hides}</ul>"
    )
}
