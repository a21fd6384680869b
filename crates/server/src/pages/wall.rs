//! Pictures of the debrief that fill the wall: small multiples of all teams on one screen. Text is
//! never smaller than 26 px where the wall is 1920 px wide.

use super::debrief::slices;
use crate::runs::RunsSoFar;
use crate::session::SessionState;
use balcony_exercise::exercise::{SHOWN, TIMES};
use balcony_exercise::team_view::{View, badge, guessed};
use balcony_report::summary::fixed;
use maud::{Markup, html};

/// Parts that have no picture of all teams: the wall shows their first slice until another is asked
/// for.
const BY_SLICE: [(&str, &str); 2] = [("decisions", "decisions/0"), ("references", "references/0")];

/// The title of the part on luck.
const LUCK: &str = "Luck, or leadership?";

/// A figure's title without what stands after a comma, such as `, as it is`.
pub(super) fn short_title(title: &str) -> &str {
    title.split(',').next().unwrap_or(title)
}

/// What one screen holds of a part.
pub(super) fn one_screen(key: &str) -> &str {
    BY_SLICE.iter().find(|(whole, _)| *whole == key).map_or(key, |(_, slice)| slice)
}

/// What stands above a part on the wall.
pub(super) fn title(inner: &SessionState, key: &str) -> String {
    let key = one_screen(key);
    let (part, slice) = key.split_once('/').unwrap_or((key, ""));
    let title = match part {
        "reported" => "What each team was told, and what was so",
        "references" => "Other ways of leading",
        "luck" => LUCK,
        _ => SHOWN.iter().find(|(known, _)| *known == part).map_or("", |(_, title)| title),
    };
    let slice = slice.parse::<usize>().ok().and_then(|at| slices(&inner.game, part).into_iter().nth(at));
    let exercise = inner.game.exercise();
    match slice {
        Some(slice) if title.ends_with('?') => format!("{title} {slice}"),
        Some(slice) => format!("{title}: {slice}"),
        // The picture shows one figure, which has to be named.
        None if title == LUCK => match exercise.told_and_real() {
            Some((_, real)) => format!("{LUCK} {}", short_title(&exercise.figures[real].title)),
            None => title.to_owned(),
        },
        None => title.to_owned(),
    }
}

/// The picture of a part; none if it is shown as it is printed.
pub(super) fn part(inner: &SessionState, found: &RunsSoFar, key: &str) -> Option<Markup> {
    let view = inner.view(None);
    let picture = match key {
        "reported" => told_and_so(inner)?,
        "attention" => attention(inner, &view),
        "predictions" => predictions(inner, &view),
        "luck" => super::dots::luck(inner, found)?,
        _ => return None,
    };
    Some(html! { section class="debrief" id={ "debrief-" (key) } { (picture) } })
}

/// The space of one of several pictures beside each other: columns, and width and height in pixels
/// of a wall of 1920 by 1080.
fn room(teams: usize) -> (usize, f64, f64) {
    let columns = match teams {
        0..=3 => teams.max(1),
        4 => 2,
        5 | 6 => 3,
        _ => 4,
    };
    let rows = teams.div_ceil(columns);
    let width = (1776.0 - 32.0 * (columns - 1) as f64) / columns as f64;
    (columns, width, (880.0 / rows as f64 - 66.0).min(700.0))
}

/// The figure that is told twice, team by team: dashed as it was reported, solid as it was. It is
/// the picture that opens the debrief.
pub(super) fn told_and_so(inner: &SessionState) -> Option<Markup> {
    let exercise = inner.game.exercise();
    let (seen, real) = exercise.told_and_real()?;
    let (columns, width, height) = room(inner.game.teams().len());
    let figure = &exercise.figures[real];
    let name = short_title(&figure.title);
    let most = inner.game.teams().iter().flat_map(|team| &team.rounds);
    let most = most.flat_map(|round| [round.figures[seen], round.figures[real]]).fold(0.0, f64::max);
    let top = nice(most);
    (inner.game.round() > 0).then(|| {
        html! {
            div class=(format!("multiples of-{columns}")) {
                @for (of, team) in inner.game.teams().iter().zip(0..) {
                    @let values = |at: usize| of.rounds.iter().map(|round| round.figures[at]).collect();
                    figure {
                        figcaption { h2 { (badge(team)) } }
                        (Pair { inner, team, top, width, height, seen: values(seen), real: values(real) }
                            .draw(figure.digits))
                    }
                }
            }
            p class="foot" {
                (key("dashed")) " told " (key("solid")) " real. "
                (name) ", 0 to " (figure.shown(top)) ". "
                strong { "Which gap was yours, and who could have told you?" }
            }
        }
    })
}

/// The greatest power of ten that is not above a positive value.
pub(super) fn power(value: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= value {
        power *= 10.0;
    }
    while power > value {
        power /= 10.0;
    }
    power
}

/// A line as it is drawn, for the words below the picture.
fn key(class: &str) -> Markup {
    html! {
        svg class="key" viewBox="0 0 60 12" aria-hidden="true" { path class=(class) d="M2 6H58" {} }
    }
}

/// The least round number that is not below a value.
fn nice(value: f64) -> f64 {
    let power = power(value.max(1e-9));
    [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
        .map(|step| step * power)
        .into_iter()
        .find(|top| *top >= value)
        .unwrap_or(value)
}

/// One team's figure as it was told and as it was.
struct Pair<'a> {
    inner: &'a SessionState,
    team: u32,
    top: f64,
    width: f64,
    height: f64,
    seen: Vec<f64>,
    real: Vec<f64>,
}

impl Pair<'_> {
    fn draw(&self, digits: u8) -> Markup {
        let exercise = self.inner.game.exercise();
        // Room for the last values at the right, and for the years below.
        let (right, bottom) = (self.width - 96.0, self.height - 40.0);
        let last = f64::from(exercise.rounds.max(2) - 1);
        let place = |round: usize, value: f64| {
            (6.0 + (right - 6.0) * round as f64 / last, bottom - (bottom - 16.0) * value / self.top)
        };
        let points = |values: &[f64]| -> Vec<(f64, f64)> {
            let all = values.iter().enumerate().filter(|(_, value)| value.is_finite());
            all.map(|(round, value)| place(round, *value)).collect()
        };
        let (seen, real) = (points(&self.seen), points(&self.real));
        let line = |points: &[(f64, f64)]| {
            let all: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
            if all.is_empty() { String::new() } else { format!("M{}", all.join("L")) }
        };
        let between: Vec<(f64, f64)> = seen.iter().chain(real.iter().rev()).copied().collect();
        let end = |points: &[(f64, f64)]| points.last().copied().unwrap_or((0.0, bottom));
        let (told, so) = (end(&seen), end(&real));
        // Two numbers at the right must not touch each other.
        let (mut above, mut below) = (told.1 + 9.0, so.1 + 15.0);
        if (below - above).abs() < 40.0 {
            if told.1 <= so.1 { above = below - 40.0 } else { above = below + 34.0 }
        }
        below = below.max(34.0);
        let said = |values: &[f64]| values.last().map_or(String::new(), |value| fixed(*value, digits));
        let label =
            format!("told {} in the last {}, really {}", said(&self.seen), exercise.word, said(&self.real));
        let years: Vec<(u32, u32)> = (0..exercise.rounds)
            .filter(|round| *round == 0 || exercise.year(*round) != exercise.year(round - 1))
            .map(|round| (round, exercise.year(round)))
            .collect();
        html! {
            svg viewBox=(format!("0 0 {:.0} {:.0}", self.width, self.height)) role="img" aria-label=(label) {
                @for share in [0.0, 0.5, 1.0] {
                    @let (_, y) = place(0, self.top * share);
                    path class="rung" d=(format!("M6 {y:.1}H{right:.1}")) {}
                }
                path class="gap" d=(format!("{}Z", line(&between))) {}
                path class="dashed" d=(line(&seen)) {}
                g class=(format!("c{}", self.team)) {
                    path class="solid" d=(line(&real)) {}
                    (mark(self.team, so))
                }
                text x=(format!("{:.1}", told.0 + 22.0)) y=(format!("{above:.1}")) font-size="28" {
                    (said(&self.seen))
                }
                text class="so" x=(format!("{:.1}", so.0 + 22.0)) y=(format!("{below:.1}"))
                    font-size="44" { (said(&self.real)) }
                @for (round, year) in years {
                    @let (x, _) = place(round as usize, 0.0);
                    text class="year" x=(format!("{x:.1}")) y=(format!("{:.1}", self.height - 8.0))
                        font-size="26" { "year " (year) }
                }
            }
        }
    }
}

/// A team's mark at the end of its line.
pub(super) fn mark(team: u32, (x, y): (f64, f64)) -> Markup {
    let r = 12.0;
    let around = |points: &[(f64, f64)]| {
        let all: Vec<String> =
            points.iter().map(|(dx, dy)| format!("{:.1} {:.1}", x + dx * r, y + dy * r)).collect();
        format!("M{}Z", all.join("L"))
    };
    let square = [(-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)];
    let up = [(0.0, -1.1), (1.1, 1.0), (-1.1, 1.0)];
    let diamond = [(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)];
    let down = [(-1.1, -1.0), (1.1, -1.0), (0.0, 1.1)];
    // One corner and the end of an arm, turned four times by a right angle.
    let turned = |(x, y): (f64, f64)| [(x, y), (-y, x), (-x, -y), (y, -x)];
    let plus: Vec<(f64, f64)> = (0..4)
        .flat_map(|turn| [(0.35, -1.1), (0.35, -0.35), (1.1, -0.35)].map(|point| turned(point)[turn]))
        .collect();
    let half = std::f64::consts::FRAC_1_SQRT_2;
    let cross: Vec<(f64, f64)> = plus.iter().map(|(x, y)| ((x - y) * half, (x + y) * half)).collect();
    // The same shapes as `.m0` to `.m11` in lists: teams from the sixth to the tenth are open.
    let class = if (5..10).contains(&team) { "ring" } else { "full" };
    html! {
        @match team {
            0 | 5 => circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="11" class=(class) {},
            1 | 6 => path class=(class) d=(around(&square)) {},
            2 | 7 => path class=(class) d=(around(&up)) {},
            3 | 8 => path class=(class) d=(around(&diamond)) {},
            4 | 9 => path class=(class) d=(around(&down)) {},
            10 => path class=(class) d=(around(&plus)) {},
            _ => path class=(class) d=(around(&cross)) {},
        }
    }
}

/// Where every team's week went: a strip for each use, a field for each round.
fn attention(inner: &SessionState, view: &View<'_>) -> Markup {
    let exercise = inner.game.exercise();
    let (columns, ..) = room(inner.game.teams().len());
    let rounds = inner.game.round();
    html! {
        div class=(format!("multiples of-{columns}")) {
            @for team in super::teams(inner) {
                @let weeks: Vec<[f64; 7]> =
                    (0..rounds).filter_map(|round| view.game.week(team, round)).collect();
                figure {
                    figcaption { h2 { (badge(team)) } }
                    table class="strips" {
                        caption class="hidden" {
                            "Half-days a week by use and " (exercise.word) ", what answers took included"
                        }
                        thead class="hidden" {
                            tr {
                                th scope="col" { "use" }
                                @for round in 0..rounds { th scope="col" { (round + 1) } }
                            }
                        }
                        tbody {
                            @for (at, name) in TIMES.iter().enumerate() {
                                tr {
                                    th scope="row" { (name.split(':').next().unwrap_or(name)) }
                                    @for week in &weeks {
                                        @let shade = (week[at] * 2.0).round().clamp(0.0, 8.0);
                                        td class=(format!("d{shade:.0}")) {
                                            span class="hidden" { (fixed(week[at], 1)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        p class="foot" {
            "From left to right the " (exercise.word) "s; the darker, the more half-days (4 and more are \
             darkest). "
            strong { "When did it change, and what did you stop looking at?" }
        }
    }
}

/// What each team expected, and whether it came: ticks and crosses, and no sums.
fn predictions(inner: &SessionState, view: &View<'_>) -> Markup {
    let exercise = inner.game.exercise();
    let teams = super::teams(inner);
    let all: Vec<Vec<[String; 5]>> = teams.clone().map(|team| guessed(view, team)).collect();
    let few = teams.len() <= 6;
    html! {
        table class={ "guesses" @if !few { " many" } } {
            caption class="hidden" { "What was expected, and what came" }
            thead {
                tr {
                    th scope="col" { (exercise.word) }
                    th scope="col" { "by its end" }
                    @for team in teams.clone() { th scope="col" { (badge(team)) } }
                }
            }
            tbody {
                @for (round, about) in all.first().into_iter().flatten().enumerate() {
                    tr {
                        th scope="row" { (round + 1) }
                        td { (short_title(&about[1])) }
                        @for team in &all {
                            @let [_, _, expected, _, fits] = &team[round];
                            td class="guess" {
                                @match fits.as_str() {
                                    "as expected" => {
                                        span class="tick" aria-hidden="true" { "✓" }
                                        span class="hidden" { "came as expected: " }
                                    }
                                    "otherwise" => {
                                        span class="cross" aria-hidden="true" { "✕" }
                                        span class="hidden" { "came otherwise than expected: " }
                                    }
                                    _ => span class="none" aria-hidden="true" { "–" }
                                }
                                @let class = if few { "" } else { "hidden" };
                                span class=(class) {
                                    " " @if fits.is_empty() { "none" } @else { (short(expected)) }
                                }
                            }
                        }
                    }
                }
            }
        }
        p class="foot" {
            "✓ came as expected, ✕ otherwise. "
            strong { "A guess that failed teaches more than one that held: what was different?" }
        }
    }
}

/// `stay` for `stay as it is`.
fn short(expected: &str) -> &str {
    expected.split(' ').next().unwrap_or(expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_exercise::exercise::MOST_TEAMS;

    #[test]
    fn an_axis_ends_at_a_round_number_that_holds_its_values() {
        for (value, top) in [(54.0, 60.0), (60.0, 60.0), (100.0, 100.0), (101.0, 150.0), (9.0, 10.0)] {
            assert_eq!(nice(value), top, "{value}");
        }
        assert!((nice(0.034) - 0.04).abs() < 1e-12 && nice(0.0) > 0.0);
    }

    #[test]
    fn every_team_has_a_mark_of_its_own_without_its_colour() {
        let marks: std::collections::BTreeSet<String> =
            (0..MOST_TEAMS).map(|team| mark(team, (0.0, 0.0)).into_string()).collect();
        assert_eq!(marks.len(), MOST_TEAMS as usize, "{marks:?}");
    }

    #[test]
    fn pictures_beside_each_other_fit_the_wall() {
        for teams in 1..=12 {
            let (columns, width, height) = room(teams);
            let rows = teams.div_ceil(columns) as f64;
            assert!(rows * (height + 66.0) <= 880.0 && columns as f64 * width <= 1776.0, "{teams}");
            assert!(width > 300.0 && height > 150.0, "{teams}: {width} by {height}");
        }
    }
}
