//! The game on the facilitator's desk: every team's main figures, its last answer and what it
//! changed; what could be asked next; what is on the wall.

use super::facilitator::{asking, button, table};
use crate::session::SessionState;
use balcony_engine::registry::Better;
use balcony_exercise::exercise::{Game, Prediction, Provenance, plain, questions};
use balcony_exercise::team_view::{badge, changes, cut_words, over_by};
use balcony_report::summary::fixed;
use maud::{Markup, html};

/// Changes of a team that are named; more are counted.
const NAMED: usize = 2;
/// Figures besides the one that is told twice.
const BESIDES: usize = 2;

/// Every team in one table.
pub(super) fn game(inner: &SessionState) -> Markup {
    let exercise = inner.game.exercise();
    let twice = exercise.told_and_real();
    let title = |at: usize| {
        let title = &exercise.figures[at].title;
        title.split(',').next().unwrap_or(title).to_lowercase()
    };
    let besides = besides(inner);
    let mut heads = vec!["team".to_owned(), "now".to_owned()];
    heads.extend(twice.map(|(_, real)| title(real)));
    heads.extend(besides.iter().map(|at| title(*at)));
    heads.extend(["last answer, and what changed".to_owned(), "wall".to_owned()]);
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows = html! { @for team in super::teams(inner) { (row(inner, team, twice, &besides)) } };
    html! {
        section id="game" data-swap {
            div class="heading" {
                h2 { "The game" }
                p class="quiet" {
                    svg class="legend" viewBox="0 0 40 12" aria-hidden="true" {
                        path class="dashed" d="M2 6H38" {}
                    }
                    " told "
                    svg class="legend" viewBox="0 0 40 12" aria-hidden="true" {
                        path class="solid" d="M2 6H38" {}
                    }
                    " real: only you see this"
                }
            }
            (table("The game, team by team", &heads, rows))
        }
    }
}

/// Hidden figures that stand beside the one that is told twice.
fn besides(inner: &SessionState) -> Vec<usize> {
    let exercise = inner.game.exercise();
    let real = exercise.told_and_real().map(|(_, real)| real);
    exercise.hidden.iter().copied().filter(|at| Some(*at) != real).take(BESIDES).collect()
}

fn row(inner: &SessionState, team: u32, twice: Option<(usize, usize)>, besides: &[usize]) -> Markup {
    let of = &inner.game.teams()[team as usize];
    let (seated, here) = inner.devices(team);
    html! {
        tr {
            th scope="row" {
                (badge(team))
                span class="small" { (here) " of " (seated) " here" }
            }
            td { (now(inner, team)) }
            @if let Some((seen, real)) = twice {
                td { @if !of.rounds.is_empty() { (spark(inner, team, seen, real)) } }
            }
            @for at in besides { td class="n" { (figure(inner, team, *at)) } }
            td { (did(inner, team)) }
            td { (to_the_wall(inner, team)) }
        }
    }
}

/// What a team is doing, and what its draft comes to.
fn now(inner: &SessionState, team: u32) -> Markup {
    let of = &inner.game.teams()[team as usize];
    let draft = inner.drafts[team as usize].as_ref();
    let held = inner.game.held(team);
    let open = inner.begun && !inner.game.is_over() && of.submitted.is_none();
    let over = draft.filter(|_| open).and_then(|draft| over_by(&inner.view(None), team, draft));
    let guess = of.submitted.as_ref().and_then(|decision| decision.prediction).map(Prediction::word);
    html! {
        @match (&of.submitted, draft) {
            _ if over.is_some() => strong class="state bad" { (over.unwrap_or_default().to_lowercase()) },
            (Some(_), _) => strong class="state ok" { "handed in" },
            (None, Some(draft)) if open && *draft != held => strong class="state" { "deciding" },
            (None, Some(_)) if open => strong class="state" { "looking" },
            (None, None) if open => strong class="state" { "nothing yet" },
            _ => ""
        }
        @if let Some(draft) = draft.filter(|draft| open && **draft != held) {
            @let days = draft.half_days_in_all(&inner.game.injects(team))
                + inner.game.bound(team, inner.game.round());
            span class="small" {
                "draft: " (plain(days)) " half-days, " (draft.moved(&held)) " rights"
                @if !inner.game.wrong(team, draft).is_empty() { "; it would be cut" }
            }
        }
        @if let Some(guess) = guess { span class="small" { "predicts: " (guess) } }
    }
}

/// The figure that is told twice, as a small drawing with its last two values.
fn spark(inner: &SessionState, team: u32, seen: usize, real: usize) -> Markup {
    let exercise = inner.game.exercise();
    let rounds = &inner.game.teams()[team as usize].rounds;
    let values = |at: usize| rounds.iter().map(move |round| round.figures[at]);
    let all = inner.game.teams().iter().flat_map(|team| &team.rounds);
    let top = all.flat_map(|round| [round.figures[seen], round.figures[real]]).fold(1e-9, f64::max);
    let last = f64::from(exercise.rounds.max(2) - 1);
    let line = |at: usize| {
        let point = |(round, value): (usize, f64)| {
            format!("{:.1} {:.1}", 3.0 + 74.0 * round as f64 / last, 40.0 - 36.0 * value / top)
        };
        let all: Vec<String> =
            values(at).enumerate().filter(|(_, value)| value.is_finite()).map(point).collect();
        // One point is a short line, so that it can be seen.
        match &all[..] {
            [] => String::new(),
            [only] => format!("M{only}h3"),
            all => format!("M{}", all.join("L")),
        }
    };
    let said = |at: usize| {
        values(at).next_back().map_or(String::new(), |value| fixed(value, exercise.figures[at].digits))
    };
    html! {
        svg class="spark" viewBox="0 0 118 44" role="img"
            aria-label=(format!("told {}, real {}", said(seen), said(real))) {
            path class="dashed" d=(line(seen)) {}
            g class=(format!("c{team}")) { path class="solid" d=(line(real)) {} }
            text x="84" y="16" font-size="14" { (said(seen)) }
            text class="so" x="84" y="37" font-size="17" { (said(real)) }
        }
    }
}

/// A figure, with a mark if it grew worse in the last round.
fn figure(inner: &SessionState, team: u32, at: usize) -> Markup {
    let figure = &inner.game.exercise().figures[at];
    let rounds = &inner.game.teams()[team as usize].rounds;
    let Some(last) = rounds.last().map(|last| last.figures[at]) else { return Markup::default() };
    let before = match rounds.len() {
        1 => inner.game.opening()[at],
        n => rounds[n - 2].figures[at],
    };
    let worse = match figure.moved(before, last) {
        Some(Prediction::Rise) if figure.better == Better::Lower => "▲",
        Some(Prediction::Fall) if figure.better == Better::Higher => "▼",
        _ => "",
    };
    html! {
        (fixed(last, figure.digits))
        @if !worse.is_empty() {
            span class="worse" {
                span aria-hidden="true" { " " (worse) }
                span class="hidden" { " worse" }
            }
        }
    }
}

/// What a team answered last, and what it changed.
fn did(inner: &SessionState, team: u32) -> Markup {
    let exercise = inner.game.exercise();
    let of = &inner.game.teams()[team as usize];
    let Some((last, before)) = of.decided.split_last() else { return Markup::default() };
    let round = before.len();
    let before = before.last().map_or_else(|| exercise.opening.clone(), |before| before.decision.carried());
    let answers: Vec<&str> = of.came[round]
        .iter()
        .filter_map(|at| {
            let inject = &exercise.injects[*at];
            let given = last.decision.answers.get(&inject.key)?;
            inject.answers.iter().find(|answer| answer.key == *given).map(|answer| answer.title.as_str())
        })
        .collect();
    let mut changed = changes(exercise, &before, &last.decision);
    let more = changed.len().saturating_sub(NAMED);
    changed.truncate(NAMED);
    html! {
        @if answers.is_empty() {
            @if of.came[round].is_empty() { "no letter" } @else { "no action" }
        } @else { (answers.join("; ")) }
        span class="small" {
            @match (changed.is_empty(), last.how) {
                (true, Provenance::Submitted) => "nothing changed",
                (true, _) => "",
                _ => { (changed.join("; ")) @if more > 0 { "; and " (more) " more" } }
            }
        }
        @if last.how != Provenance::Submitted {
            span class="small" {
                (last.how.word())
                @if last.how == Provenance::Cut { ": " (cut_words(exercise, last).join("; ")) }
            }
        }
    }
}

/// Puts what a team was told and what was so on the wall.
fn to_the_wall(inner: &SessionState, team: u32) -> Markup {
    let part = format!("reported/{team}");
    let class = if inner.game.revealed() == part { "quietly pressed" } else { "quietly" };
    html! {
        @if inner.game.round() > 0 {
            (asking("/reveal", &[("part", &part)], "On the wall", class, super::facilitator::sure(inner, &part)))
        }
    }
}

/// What the facilitator could ask next.
pub(super) fn ask_next(inner: &SessionState) -> Markup {
    let all =
        if inner.begun && !inner.game.is_over() { questions(&inner.game, &quiet(inner)) } else { Vec::new() };
    html! {
        section id="ask" data-swap hidden[all.is_empty()] {
            h2 { "Ask next" }
            ol {
                @for one in &all {
                    li {
                        p { (one.seen) }
                        blockquote { "“" (one.ask) "”" }
                    }
                }
            }
        }
    }
}

/// Teams that have changed nothing though half of the round's time is over.
fn quiet(inner: &SessionState) -> Vec<u32> {
    let (seconds, stands) = inner.clock();
    if stands || seconds * 2 < inner.view(None).planned() {
        return Vec::new();
    }
    super::teams(inner)
        .filter(|team| {
            let draft = inner.drafts[*team as usize].as_ref();
            let untouched = draft.is_none_or(|draft| *draft == inner.game.held(*team));
            untouched && inner.game.teams()[*team as usize].submitted.is_none()
        })
        .collect()
}

/// What is on the wall now, and what can be put there at once.
pub(super) fn on_the_wall(inner: &SessionState) -> Markup {
    let game = &inner.game;
    let revealed = game.revealed();
    let letters = game.came(0, game.round()).len();
    let shown = |part: &str| if revealed == part { "quietly pressed" } else { "quietly" };
    let put = |part: &str, label: &str| {
        asking("/reveal", &[("part", part)], label, shown(part), super::facilitator::sure(inner, part))
    };
    let clear = match (inner.begun, game.is_over()) {
        (_, true) => "Clear the wall",
        (true, false) => "Clock and letters",
        (false, false) => "The way in",
    };
    html! {
        section id="wall" data-swap {
            h2 { "On the wall" }
            div class="mini" {
                @if !revealed.is_empty() {
                    p { (super::wall::title(inner, revealed)) }
                } @else if game.is_over() {
                    p { "The rounds are over" }
                } @else if inner.begun {
                    p { (inner.view(None).standing().0) }
                    p {
                        "the clock, "
                        @match letters { 0 => "no letter", 1 => "one letter", n => { (n) " letters" } }
                        ", who has handed in"
                    }
                } @else {
                    p { "The way in" }
                    p { "address, code, and who is here" }
                }
            }
            div class="buttons" {
                (button("/reveal", &[("part", "")], clear, shown("")))
                @if game.round() > 0 {
                    (put("predictions", "Predictions"))
                    (put("reported", "Told and real"))
                    (put("attention", "Attention"))
                }
                @if !revealed.is_empty() {
                    (button("/scroll", &[("to", "down")], "Further down", "quietly"))
                    (button("/scroll", &[("to", "up")], "Up again", "quietly"))
                }
            }
            p { a href="/screen" target="_blank" { "Open the screen for the projector" } }
        }
    }
}

/// Who is where, in one line: for the head of the desk.
pub(super) fn in_one_line(inner: &SessionState) -> String {
    let game = &inner.game;
    let (mut over, mut out) = (Vec::new(), Vec::new());
    for (of, team) in game.teams().iter().zip(0..) {
        if of.submitted.is_some() {
            continue;
        }
        let draft = inner.drafts[team as usize].as_ref();
        match draft.and_then(|draft| over_by(&inner.view(None), team, draft)) {
            Some(by) => over.push(format!("{} is {}", Game::team_name(team), by.to_lowercase())),
            None => out.push(Game::team_name(team)),
        }
    }
    let all = game.teams().len();
    let mut said = vec![format!("{} of {all} handed in", all - over.len() - out.len())];
    said.extend(over);
    match &out[..] {
        [] => {}
        [one] => said.push(format!("{one} is deciding")),
        several if several.len() <= 3 => said.push(format!("{} are deciding", several.join(", "))),
        several => said.push(format!("{} are deciding", several.len())),
    }
    said.join(" · ")
}
