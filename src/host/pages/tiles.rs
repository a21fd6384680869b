//! Tiles: what a team sees of its place, each figure with its change and, behind a fold, its way so far and where luck could have led.

use super::{drawing, last_two};
use crate::charts::escape;
use crate::charts::rounds::{Band, How, Line, rounds};
use crate::exercise::{COLOURS, Game, Team};
use crate::experiment::stats::{quantile_sorted, sorted};
use crate::host::room::Inner;
use crate::host::runs::{Found, Spread};
use crate::summary::fixed;
use balcony_engine::registry::Better;

/// Quantiles of a figure over the runs, by round: low, median, high. Nine of ten runs lie between.
pub(super) fn band(spread: &Spread, figure: usize) -> Vec<[f64; 3]> {
    spread
        .figures
        .iter()
        .map(|round| {
            let ascending = sorted(&round[figure]);
            if ascending.is_empty() {
                [f64::NAN; 3]
            } else {
                [0.05, 0.5, 0.95].map(|p| quantile_sorted(&ascending, p))
            }
        })
        .collect()
}

/// A chart of one figure of a team, with the band of its runs if it is worked out.
pub(super) fn chart(inner: &Inner, found: &Found, team: u32, figure: usize, width: f64) -> Option<String> {
    let exercise = inner.game.exercise();
    let of = &exercise.figures[figure];
    let values: Vec<f64> =
        inner.game.teams()[team as usize].rounds.iter().map(|round| round.figures[figure]).collect();
    let spread = found.teams.get(team as usize).filter(|spread| spread.figures.len() >= values.len());
    let band = spread.map(|spread| Band {
        name: format!(
            "9 of 10 of {} runs of your decisions",
            spread.figures.first().map_or(0, |round| round[figure].len())
        ),
        values: band(spread, figure).into_iter().take(values.len()).collect(),
    });
    let finding = finding(of, &values);
    let unit = if of.unit.is_empty() { String::new() } else { format!(" ({})", of.unit) };
    let about = format!(
        "{}{unit}, {} by {}. {}",
        of.title,
        exercise.word,
        exercise.word,
        match &band {
            Some(_) =>
                "Grey: where nine of ten runs of the same decisions with other luck lie, dotted their median. It is luck inside the model, not all that is uncertain.",
            None => "What luck could have done is being worked out.",
        }
    );
    let how = How {
        finding: &finding,
        about: &about,
        word: &exercise.word,
        rounds: exercise.rounds as usize,
        digits: of.digits,
        width,
    };
    let line = Line {
        name: Game::team_name(team).to_owned(),
        ink: COLOURS[team as usize % COLOURS.len()],
        shape: team as usize,
        values,
    };
    let chart = rounds(&how, &[line], band.as_ref())?;
    Some(drawing(&chart, &format!("f{figure}-t{team}")))
}

/// From where to where, in words.
fn finding(of: &crate::exercise::Figure, values: &[f64]) -> String {
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
fn luck(found: &Found, team: u32, figure: usize, rounds: usize, about: &crate::exercise::Figure) -> String {
    let runs = found.teams.get(team as usize).and_then(|spread| spread.figures.get(rounds.checked_sub(1)?));
    let Some(runs) = runs else { return String::new() };
    let ascending = sorted(&runs[figure]);
    if ascending.is_empty() {
        return String::new();
    }
    let [low, high] = [0.05, 0.95].map(|p| fixed(quantile_sorted(&ascending, p), about.digits));
    format!("<span class=\"quiet luck\">other luck: {low} to {high}</span>")
}

/// The way of one tile's figures: a piece of a page, or a page.
pub(in crate::host) fn way(
    inner: &Inner,
    found: &Found,
    team: u32,
    tile: usize,
    bare: bool,
) -> Option<String> {
    let of = inner.game.exercise().tiles.get(tile)?;
    let drawn: String =
        of.figures.iter().filter_map(|figure| chart(inner, found, team, *figure, 340.0)).collect();
    if bare {
        return Some(drawn);
    }
    let body = format!(
        "<header><h1>{}</h1></header><main id=\"main\">{drawn}<p><a class=\"button\" href=\"/team\">Back to the team</a></p></main>",
        escape(&of.title)
    );
    Some(super::page(&of.title, "team", "", &body))
}

/// All tiles.
pub(super) fn tiles(inner: &Inner, found: &Found, team: u32, charts: bool) -> String {
    let exercise = inner.game.exercise();
    let of: &Team = &inner.game.teams()[team as usize];
    let mut out = String::from("<div class=\"tiles\">");
    for (at, tile) in exercise.tiles.iter().enumerate() {
        out.push_str(&format!("<section class=\"tile\"><h3>{}</h3><dl>", escape(&tile.title)));
        for figure in &tile.figures {
            let about = &exercise.figures[*figure];
            let (now, change) = last_two(exercise, &of.rounds, inner.game.opening(), *figure);
            let arrow = match &change {
                Some(words) if words.starts_with("up") => "▲",
                Some(words) if words.starts_with("down") => "▼",
                Some(words) if !words.is_empty() => "■",
                _ => "",
            };
            let good = match (about.better, arrow) {
                (Better::Lower, "▼") | (Better::Higher, "▲") => " better",
                (Better::Lower, "▲") | (Better::Higher, "▼") => " worse",
                _ => "",
            };
            let luck = luck(found, team, *figure, of.rounds.len(), about);
            let value = if now.is_finite() { about.shown(now) } else { "not yet".to_owned() };
            let change = change.filter(|words| !words.is_empty()).map_or(String::new(), |words| {
                let judged = if good.is_empty() { String::new() } else { format!(", {}", good.trim()) };
                format!("<span class=\"change{good}\"><span aria-hidden=\"true\">{arrow}</span> {words}{judged}</span>")
            });
            out.push_str(&format!(
                "<div><dt>{}</dt><dd><strong>{}</strong> {change}{luck}</dd></div>",
                escape(&about.title),
                escape(&value)
            ));
        }
        out.push_str("</dl>");
        if charts && !of.rounds.is_empty() {
            // Drawn when somebody looks: forty phones need not draw fifteen charts each at every change.
            out.push_str(&format!(
                "<details class=\"way\" data-load=\"/team/way/{at}\" id=\"way-{at}\"><summary>The way so far<span class=\"hidden\">: {0}</span></summary><p><a href=\"/team/way/{at}\">Show the way so far: {0}</a></p></details>",
                escape(&tile.title)
            ));
        }
        out.push_str("</section>");
    }
    out.push_str("</div>");
    out
}
