//! Luck or leadership on the wall: every team's runs as dots, each as far from carrying on, on the
//! same luck, as the team's decisions took it. Text is never smaller than 26 px.

use super::wall::{mark, power, short_title};
use crate::runs::RunsSoFar;
use crate::session::SessionState;
use balcony_engine::registry::Better;
use balcony_exercise::exercise::Game;
use balcony_report::summary::fixed;
use maud::{Markup, html};

/// Dots of a team, if there are as many runs: few enough to be counted.
const DOTS: usize = 50;
/// The drawing in pixels of a wall of 1920 by 1080: width, where dots begin and end, and the words
/// after them.
const WIDE: f64 = 1776.0;
const FROM: f64 = 260.0;
const TO: f64 = 1300.0;
const WORDS: f64 = 1350.0;
/// From one dot to the next.
const STEP: f64 = 13.0;

/// A team's differences to carrying on, run by run, and that of the run it lived.
struct Team {
    differences: Vec<f64>,
    lived: Option<f64>,
}

/// The picture; none before all runs are worked out.
pub(super) fn luck(inner: &SessionState, found: &RunsSoFar) -> Option<Markup> {
    let exercise = inner.game.exercise();
    let (_, real) = exercise.told_and_real()?;
    let last = (exercise.rounds as usize).checked_sub(1)?;
    let runs = |spread: &balcony_exercise::team_view::Spread| {
        spread.figures.get(last).map(|round| round[real].clone())
    };
    let base = runs(found.references.first()?)?;
    let lived = exercise.luck as usize;
    let teams: Vec<Team> = (found.teams.iter())
        .map(|spread| {
            let own = runs(spread).filter(|own| own.len() == base.len())?;
            let differences: Vec<f64> = own.iter().zip(&base).map(|(own, base)| own - base).collect();
            let lived = differences.get(lived).copied().filter(|value| value.is_finite());
            let differences = differences.into_iter().filter(|value| value.is_finite()).collect();
            Some(Team { differences, lived })
        })
        .collect::<Option<_>>()?;
    let all = teams.iter().flat_map(|team| &team.differences).copied();
    let (low, high) = all.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    (inner.game.is_over() && high > low).then(|| draw(inner, real, &teams, (low, high)))
}

fn draw(inner: &SessionState, real: usize, teams: &[Team], (low, high): (f64, f64)) -> Markup {
    let figure = &inner.game.exercise().figures[real];
    let name = short_title(&figure.title);
    let tall = (700.0 / teams.len() as f64).clamp(56.0, 130.0);
    let height = 56.0 + tall * teams.len() as f64 + 44.0;
    // Right is better, also where less is better.
    let sign = if figure.better == Better::Lower { -1.0 } else { 1.0 };
    let (left, right) = if sign > 0.0 { (low, high) } else { (-high, -low) };
    let at = |value: f64| FROM + (TO - FROM) * (sign * value - left) / (right - left);
    let each = teams.first().map_or(1, |team| (team.differences.len() / DOTS).max(1));
    let runs = teams.first().map_or(0, |team| team.differences.len());
    let ticks: Vec<f64> = ticks(low, high);
    let highest = teams.iter().flat_map(|team| stacked(&team.differences, &at)).map(|(_, level)| level).max();
    let rise = rise(highest.unwrap_or(0), tall);
    let zero = at(0.0);
    html! {
        svg class="dots" viewBox=(format!("0 0 {WIDE} {height:.0}")) role="img"
            aria-label=(label(name, teams, figure.better)) {
            @let (least, most) = (at(-figure.step), at(figure.step));
            rect class="band" x=(format!("{:.1}", least.min(most))) y="44"
                width=(format!("{:.1}", (most - least).abs())) height=(format!("{:.1}", height - 88.0)) {}
            path class="zero" d=(format!("M{zero:.1} 40V{:.1}", height - 44.0)) {}
            text class="so" x=(format!("{:.1}", zero.clamp(FROM + 130.0, TO - 130.0))) y="28"
                text-anchor="middle" font-size="28" { "carrying on" }
            @if zero - FROM > 330.0 { text x=(FROM) y="28" font-size="28" { "← worse" } }
            @if TO - zero > 330.0 {
                text x=(TO) y="28" text-anchor="end" font-size="28" { "better →" }
            }
            @for (team, row) in teams.iter().zip(0..) {
                @let floor = 52.0 + tall * f64::from(row + 1);
                path class="rung" d=(format!("M0 {floor:.1}H{WIDE}")) {}
                g class=(format!("c{row}")) {
                    (mark(row, (16.0, floor - tall / 2.0)))
                    @for (x, level) in stacked(&team.differences, &at) {
                        @let y = floor - 9.0 - rise * level as f64;
                        circle class="full" cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="5.6" {}
                    }
                }
                text class="so" x="46" y=(format!("{:.1}", floor - tall / 2.0 + 12.0)) font-size="36" {
                    (Game::team_name(row))
                }
                @if let Some(lived) = team.lived {
                    circle class="lived" cx=(format!("{:.1}", at(lived)))
                        cy=(format!("{:.1}", floor - 12.0)) r="11" {}
                }
                text x=(WORDS) y=(format!("{:.1}", floor - tall / 2.0 + 10.0)) font-size="28" {
                    (words(team, figure.better))
                }
            }
            @for tick in ticks {
                text x=(format!("{:.1}", at(tick))) y=(format!("{:.1}", height - 8.0)) text-anchor="middle"
                    font-size="26" { (signed(tick)) }
            }
        }
        p class="foot" {
            svg class="key" viewBox="0 0 30 30" aria-hidden="true" {
                circle class="lived" cx="15" cy="15" r="11" {}
            }
            " the run you lived. Each dot: " (each) " of " (runs)
            " runs of your decisions with other luck. Better and worse count however little; grey is \
             too small to matter. "
            strong { "What was luck here, and what was you?" }
        }
    }
}

/// How far a dot stands above the one below it, so that the highest stack stays in its row.
fn rise(highest: usize, tall: f64) -> f64 {
    STEP.min((tall - 24.0) / highest.max(1) as f64)
}

/// Each dot's place, and how many stand below it.
fn stacked(differences: &[f64], at: &impl Fn(f64) -> f64) -> Vec<(f64, usize)> {
    let mut ascending = differences.to_vec();
    ascending.sort_by(f64::total_cmp);
    let dots = DOTS.min(ascending.len());
    let mut columns = std::collections::BTreeMap::new();
    (0..dots)
        .map(|dot| {
            let value = ascending[(2 * dot + 1) * ascending.len() / (2 * dots)];
            let column = (at(value) / STEP).round() as i64;
            let below = columns.entry(column).or_insert(0_usize);
            *below += 1;
            (column as f64 * STEP, *below - 1)
        })
        .collect()
}

/// In how many runs a team came out better or worse than carrying on.
fn words(team: &Team, better: Better) -> String {
    let count = team.differences.len().max(1);
    let up = team.differences.iter().filter(|value| **value > 0.0).count();
    let down = team.differences.iter().filter(|value| **value < 0.0).count();
    let (good, bad) = match better {
        Better::Lower => (down, up),
        _ => (up, down),
    };
    if up + down == 0 {
        return "as carrying on, in every run".to_owned();
    }
    match (better, good >= bad) {
        (Better::Lower | Better::Higher, true) => format!("better in {good} of {count} runs"),
        (Better::Lower | Better::Higher, false) => format!("worse in {bad} of {count} runs"),
        _ => format!("higher in {up} of {count} runs"),
    }
}

fn label(name: &str, teams: &[Team], better: Better) -> String {
    let each: Vec<String> = (teams.iter().zip(0..))
        .map(|(team, row)| format!("{} {}", Game::team_name(row), words(team, better)))
        .collect();
    format!("{name} at the end, against carrying on: {}", each.join("; "))
}

/// About five round numbers between two values.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let rough = (high - low).max(1e-9) / 5.0;
    let power = power(rough);
    let step = [1.0, 2.0, 5.0, 10.0].map(|step| step * power).into_iter().find(|step| *step >= rough);
    let step = step.unwrap_or(rough);
    let first = (low / step).ceil() as i64;
    (first..=(high / step).floor() as i64).map(|tick| tick as f64 * step).collect()
}

/// A number with its sign, and without decimals it does not need.
fn signed(value: f64) -> String {
    let digits = if value.fract().abs() < 1e-9 { 0 } else { 1 };
    let text = fixed(value.abs(), digits);
    match value {
        value if value > 0.0 => format!("+{text}"),
        value if value < 0.0 => format!("−{text}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_can_be_counted_and_stay_in_their_row() {
        let at = |value: f64| 300.0 + value;
        let spread: Vec<f64> = (0..200).map(f64::from).collect();
        assert_eq!(stacked(&spread, &at).len(), DOTS);
        assert_eq!(stacked(&spread[..20], &at).len(), 20);
        for (differences, tall) in [(vec![0.0; 200], 116.0), (spread, 56.0)] {
            let highest = stacked(&differences, &at).iter().map(|dot| dot.1).max().unwrap();
            assert!(9.0 + rise(highest, tall) * highest as f64 <= tall - 9.0, "{highest} dots in {tall} px");
        }
    }

    #[test]
    fn words_end_on_the_wall() {
        // With ", however little" after each they were cut off.
        let all = [vec![1.0; 2000], vec![-1.0; 2000], vec![0.0; 2000]];
        for differences in all.map(|differences| Team { differences, lived: None }) {
            for better in [Better::Higher, Better::Lower, Better::Neither] {
                let words = words(&differences, better);
                assert!(WORDS + 14.0 * words.len() as f64 <= WIDE, "{words}");
            }
        }
    }

    #[test]
    fn words_say_in_how_many_runs_and_that_nothing_differs() {
        let team = |differences: &[f64]| Team { differences: differences.to_vec(), lived: None };
        let words = |differences: &[f64], better| words(&team(differences), better);
        assert_eq!(words(&[1.0, 2.0, -1.0, 3.0], Better::Higher), "better in 3 of 4 runs");
        assert_eq!(words(&[1.0, 2.0, -1.0, 3.0], Better::Lower), "worse in 3 of 4 runs");
        assert_eq!(words(&[0.0, 0.0], Better::Higher), "as carrying on, in every run");
        assert_eq!(ticks(-4.0, 41.0), [0.0, 10.0, 20.0, 30.0, 40.0]);
    }
}
