//! Tiles: what a team sees of its place, each figure with its change and, behind a fold, its way so
//! far and where luck could have led.

use super::{View, drawing, last_two};
use crate::charts::escape;
use crate::charts::rounds::{Band, Line, RoundsOptions, rounds};
use crate::exercise::{COLOURS, Figure, Team};
use crate::summary::fixed;
use balcony_engine::registry::Better;

/// A chart of one figure of a team, with the band of its runs if it is worked out.
fn chart(view: &View<'_>, team: u32, figure: usize, width: f64) -> Option<String> {
    let exercise = view.game.exercise();
    let of = &exercise.figures[figure];
    let values: Vec<f64> =
        view.game.teams()[team as usize].rounds.iter().map(|round| round.figures[figure]).collect();
    let spread = view.of(team).filter(|spread| spread.figures.len() >= values.len());
    let band = spread.map(|spread| Band {
        name: format!(
            "9 of 10 of {} runs of your decisions",
            spread.figures.first().map_or(0, |round| round[figure].len())
        ),
        values: spread.band(figure).into_iter().take(values.len()).collect(),
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
            (None, None) => "The desk knows what luck could have done.",
            (None, Some(_)) => "What luck could have done is being worked out.",
        }
    );
    let how = RoundsOptions {
        finding: &finding,
        about: &about,
        word: &exercise.word,
        rounds: exercise.rounds as usize,
        digits: of.digits,
        width,
        holds: None,
    };
    let line = Line {
        name: view.name(team).to_owned(),
        ink: COLOURS[(view.first + team) as usize % COLOURS.len()],
        shape: (view.first + team) as usize,
        values,
    };
    let chart = rounds(&how, &[line], band.as_ref())?;
    Some(drawing(&chart, &format!("f{figure}-t{team}")))
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
fn luck(view: &View<'_>, team: u32, figure: usize, rounds: usize, about: &Figure) -> Option<String> {
    let [low, _, high] =
        view.of(team)?.at(rounds.checked_sub(1)?, figure)?.map(|value| fixed(value, about.digits));
    // Where luck does nothing there is nothing to say.
    (low != high).then(|| format!("<span class=\"quiet luck\">9 of 10 runs: {low} to {high}</span>"))
}

/// The way of one tile's figures.
pub fn way(view: &View<'_>, team: u32, tile: usize) -> Option<String> {
    let of = view.game.exercise().tiles.get(tile)?;
    Some(of.figures.iter().filter_map(|figure| chart(view, team, *figure, 340.0)).collect())
}

/// All tiles.
pub fn tiles(view: &View<'_>, team: u32, charts: bool) -> String {
    let exercise = view.game.exercise();
    let of: &Team = &view.game.teams()[team as usize];
    let mut out = String::from("<div class=\"tiles\">");
    let mut not_yet = Vec::new();
    for (at, tile) in exercise.tiles.iter().enumerate() {
        let known = |figure: &usize| {
            !of.rounds.is_empty() || view.game.opening().get(*figure).is_some_and(|value| value.is_finite())
        };
        let (told, later): (Vec<usize>, Vec<usize>) = tile.figures.iter().partition(|figure| known(figure));
        not_yet.extend(later.iter().map(|figure| exercise.figures[*figure].title.clone()));
        if told.is_empty() {
            continue;
        }
        out.push_str(&format!("<section class=\"tile\"><h3>{}</h3><dl>", escape(&tile.title)));
        for figure in &told {
            let about = &exercise.figures[*figure];
            let (now, change) = last_two(exercise, &of.rounds, view.game.opening(), *figure);
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
            let luck = luck(view, team, *figure, of.rounds.len(), about).unwrap_or_default();
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
            // Drawn when somebody looks: forty phones need not draw fifteen charts each at every
            // change.
            out.push_str(&format!(
                "<details class=\"way\" data-load=\"/team/way/{at}\" id=\"way-{at}\"><summary>The way so far<span class=\"hidden\">: {0}</span></summary><p><a href=\"/team/way/{at}\">Show the way so far: {0}</a></p></details>",
                escape(&tile.title)
            ));
        }
        out.push_str("</section>");
    }
    out.push_str("</div>");
    if !not_yet.is_empty() {
        out.push_str(&format!(
            "<p class=\"quiet\">Counted from the first {} on: {}.</p>",
            escape(&exercise.word),
            escape(&not_yet.join("; "))
        ));
    }
    out
}
