//! The decision as a form: a week of half-days, influence, rights, points, rules, answers, one
//! prediction.

use super::{View, hidden, letter, select};
use crate::exercise::{
    Answer, Decision, Exercise, Inject, LEVELS, Prediction, RIGHTS, SOURCES, TIMES, plain,
};
use balcony_engine::mechanisms::invest;
use balcony_engine::mechanisms::signals::{gap_at, lag_at};
use balcony_report::summary::fixed;
use maud::{Markup, Render, html};

/// Whether the device at hand may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum May {
    /// It holds the pen, or nobody does.
    Write,
    /// Another tab of the same device writes.
    OtherTab,
    /// Another device writes.
    Other,
}

/// The whole form.
pub(super) fn form(view: &View<'_>, team: u32, decision: &Decision, may: May) -> Markup {
    let game = view.game;
    let exercise = game.exercise();
    let (round, injects, held) = (game.round(), game.injects(team), game.held(team));
    let submitted = game.teams()[team as usize].submitted.is_some();
    let codes = crate::exercise::table(exercise, &injects, team, round);
    let who = html! { (influence(decision)) (rights(exercise, decision, &held)) };
    let parts =
        [Some(week(decision)), Some(who), points(exercise, decision), Some(rules(exercise, decision))];
    let parts = stands(exercise, decision, &held, &injects).into_iter().zip(parts);
    let (sums, means) = comes_to(view, team, decision);
    html! {
        form id="decide" method="post" action="/team" data-swap data-round=(round)
            data-mine=(u8::from(may == May::Write)) data-submitted=(u8::from(submitted)) data-team=(team)
            data-room=(view.id) data-branch=(game.branches().len()) data-code=(codes)
            autocomplete="off" {
            (hidden("round", round))
            (hidden("command", &view.command))
            (hidden("tab", ""))
            @if may != May::Write {
                p class="note" id="pen-note" {
                    @if may == May::Other {
                        "Another device of your team"
                    } @else {
                        "Another tab on this device"
                    }
                    " writes just now; you see what it enters. "
                    button formaction="/pen" formnovalidate class="quietly" data-act="pen" { "Take the pen" }
                }
            }
            fieldset class="plain" disabled[may != May::Write] {
                legend class="hidden" { "Your decision" }
                @for inject in &injects { (news(exercise, inject, decision)) }
                (prediction(exercise, round, decision))
                @for ((key, title, stands), part) in parts {
                    @if let Some(part) = part { (fold(key, title, &stands, &part)) }
                }
            }
            div id="preview" role="region" aria-label="What it comes to" { (means) }
            div class="bar" {
                div id="sums" { (sums) }
                @if may == May::Write {
                    button class="main" id="submit" { @if submitted { "Hand in again" } @else { "Hand in" } }
                }
            }
        }
    }
}

/// The parts of a decision: key, heading, and what each stands at.
fn stands(
    exercise: &Exercise,
    decision: &Decision,
    held: &Decision,
    injects: &[&Inject],
) -> [(&'static str, &'static str, String); 4] {
    let time: f64 = (0..7).map(|at| decision.half_days(at)).sum();
    let answers = match decision.half_days_in_all(injects) - time {
        0.0 => String::new(),
        more => format!(", and {} for answers", plain(more)),
    };
    let points: u32 = decision.points.iter().map(|points| u32::from(*points)).sum();
    let way = SOURCES[usize::from(decision.source).min(SOURCES.len() - 1)];
    let moved = match decision.moved(held) {
        0 => String::new(),
        1 => ", 1 right changed".to_owned(),
        n => format!(", {n} rights changed"),
    };
    let rules =
        ["some taken away", "left as they are", "some added"][(decision.rules + 1).clamp(0, 2) as usize];
    [
        ("week", "Your week", format!("{} half-days{answers}", plain(time))),
        ("who", "Influence, and who decides", format!("{way}{moved}")),
        ("money", "Investment", format!("{points} of {} points", exercise.points)),
        ("rules", "Rules", rules.to_owned()),
    ]
}

/// A part of the decision behind its heading and what it stands at: who changes nothing passes on.
fn fold(key: &str, title: &str, stands: &str, inside: &Markup) -> Markup {
    html! {
        details class="lever" id={ "fold-" (key) } {
            summary { (title) " " span class="quiet" { (stands) } }
            (inside)
        }
    }
}

fn radio(name: &str, value: &str, checked: bool, label: &str, text: &str) -> Markup {
    let id = format!("{name}-{}", if value.is_empty() { "none" } else { value });
    html! {
        label class="option" for=(id) {
            input type="radio" id=(id) name=(name) value=(value) checked[checked];
            span {
                span class="label" { (label) }
                @if !text.is_empty() { span class="quiet" { (text) } }
            }
        }
    }
}

/// What came, with its answers.
fn news(exercise: &Exercise, inject: &Inject, decision: &Decision) -> Markup {
    let name = format!("answer-{}", inject.key);
    let chosen = decision.answers.get(&inject.key);
    let title = |answer: &Answer| match answer.time.iter().sum::<f64>() {
        0.0 => answer.title.clone(),
        time => {
            let days = if time > 1.0 { "half-days" } else { "half-day" };
            format!("{} (+{} {days})", answer.title, plain(time))
        }
    };
    html! {
        fieldset class="inject" {
            (letter(exercise, inject, |title| html! { legend { (title) } }))
            @for answer in &inject.answers {
                (radio(&name, &answer.key, chosen == Some(&answer.key), &title(answer), &answer.text))
            }
            (radio(&name, "", chosen.is_none(), "No action", ""))
        }
    }
}

fn prediction(exercise: &Exercise, round: u32, decision: &Decision) -> Markup {
    let Some(figure) = exercise.predicted(round) else { return Markup::default() };
    let about = &exercise.figures[figure];
    let title = match about.title.to_lowercase() {
        title if title.contains(',') => title + ",",
        title => title,
    };
    html! {
        fieldset class="predict" {
            legend { "One prediction, by the end of this " (exercise.word) ": " (title) " will" }
            div class="three" {
                @for (value, which) in
                    [("rise", Prediction::Rise), ("fall", Prediction::Fall), ("stay", Prediction::Stay)] {
                    (radio("prediction", value, decision.prediction == Some(which), which.word(), ""))
                }
            }
            p class="quiet" { "Less than " (about.shown(about.step)) " is staying as it is." }
        }
    }
}

/// A number with buttons on either side.
fn number(name: &str, value: &str, step: &str, most: impl Render, label: &str) -> Markup {
    html! {
        div class="use" {
            label for=(name) { (label) }
            div class="stepper" {
                button type="button" data-step="-1" data-for=(name) aria-label={ "less: " (label) } { "−" }
                input type="number" inputmode="decimal" id=(name) name=(name) value=(value) min="0" max=(most)
                    step=(step) required;
                button type="button" data-step="1" data-for=(name) aria-label={ "more: " (label) } { "+" }
            }
        }
    }
}

fn week(decision: &Decision) -> Markup {
    html! {
        fieldset {
            legend { "Your week, in half-days" }
            p class="quiet" { "Ten are a full week; more drain you." }
            @for (at, label) in TIMES.iter().enumerate() {
                (number(&format!("time-{at}"), &plain(decision.half_days(at)), "0.5", 20, label))
            }
        }
    }
}

fn influence(decision: &Decision) -> Markup {
    let options = html! {
        @for (at, label) in SOURCES.iter().enumerate() {
            option value=(at) selected[usize::from(decision.source) == at] { (label) }
        }
    };
    html! {
        fieldset {
            legend { "How you make things happen" }
            (select("source", "source", "Your influence goes", options))
        }
    }
}

fn rights(exercise: &Exercise, decision: &Decision, held: &Decision) -> Markup {
    let options = |at: usize| {
        html! {
            @for (level, (_, text)) in LEVELS.iter().enumerate() {
                option value=(level) selected[usize::from(decision.rights[at]) == level] {
                    (text)
                    @if usize::from(held.rights[at]) == level { " (now)" }
                }
            }
        }
    };
    html! {
        fieldset {
            legend { "Who decides" }
            p class="quiet" { "At most " (exercise.changes) " changes in a " (exercise.word) "." }
            @for (at, label) in RIGHTS.iter().enumerate() {
                @let name = format!("right-{at}");
                (select(&name, &name, label, options(at)))
            }
        }
    }
}

/// What money buys; nothing where there is none to spend.
fn points(exercise: &Exercise, decision: &Decision) -> Option<Markup> {
    (!exercise.levers.is_empty()).then(|| {
        html! {
            fieldset {
                legend { "Investment: " (exercise.points) " points a year" }
                p class="quiet" { "They run on until you change them." }
                @for (at, lever) in exercise.levers.iter().enumerate() {
                    @let points = decision.points.get(at).copied().unwrap_or(0).to_string();
                    (number(&format!("points-{at}"), &points, "1", exercise.points, &lever.title))
                    p class="quiet under" {
                        (lever.text) " First acts after " (lever.starts_after + invest::delay(lever.kind))
                        " weeks."
                    }
                }
            }
        }
    })
}

fn rules(exercise: &Exercise, decision: &Decision) -> Markup {
    let percent = fixed(exercise.rules * 100.0, 0);
    let choices = [("-1", &*format!("take {percent} % away")), ("0", "leave them"), ("1", "add some")];
    html! {
        fieldset {
            legend { "Rules, this time" }
            div class="three" {
                @for (value, label) in choices {
                    (radio("rules", value, decision.rules.to_string() == value, label, ""))
                }
            }
            p class="quiet" {
                "Taking rules away is a project of half a year or more: it goes as fast as the change \
                 programme is worked on, takes hours of everybody until it is done, and a second one \
                 slows the first. Rules that are added are there at once."
            }
        }
    }
}

/// What a draft comes to, for a page that has asked: the sums, which go beside the button, and what
/// they mean.
pub fn preview(view: &View<'_>, team: u32, decision: &Decision) -> Markup {
    let (sums, means) = comes_to(view, team, decision);
    html! { div class="sums" { (sums) } (means) }
}

/// What a draft comes to: what is spent and what is wrong; and what will be seen of it. Follows
/// from the engine's own formulas.
fn comes_to(view: &View<'_>, team: u32, decision: &Decision) -> (Markup, Markup) {
    let game = view.game;
    let exercise = game.exercise();
    let (injects, held) = (game.injects(team), game.held(team));
    let spent = decision.half_days_in_all(&injects) + game.bound(team, game.round());
    let points: u32 = decision.points.iter().map(|points| u32::from(*points)).sum();
    let wrong = game.wrong(team, decision);
    let over = |part: &str| wrong.iter().any(|wrong| wrong.part == part).then_some("over");
    let sums = html! {
        ul class="spent" {
            li class=[over("time")] {
                strong { (plain(spent)) }
                " of 10 half-days"
                @if spent > 10.0 && spent <= exercise.most_half_days {
                    " (at most " (plain(exercise.most_half_days)) "; more than 10 drain you)"
                }
            }
            li class=[over("points")] { strong { (points) } " of " (exercise.points) " points" }
            li class=[over("rights")] {
                strong { (decision.moved(&held)) } " of " (exercise.changes) " decision rights changed"
            }
        }
        @for wrong in &wrong { p class="fault" { (wrong.why) } }
    };
    let style = crate::exercise::style(decision);
    let takes = |answer: &Answer| {
        answer.time.iter().any(|time| *time != 0.0) || answer.rights.iter().any(Option::is_some)
    };
    let otherwise = style != crate::exercise::style(&held) || decision.answered(&injects).any(takes);
    let means = html! {
        @for (answer, until) in &game.holding(team, game.round()) {
            @let time = answer.time.iter().sum::<f64>();
            p class="quiet" {
                "Still holds until " (exercise.round_name(*until)) ": " (answer.title)
                @if time != 0.0 { ", " (plain(time)) " half-days" }
                "."
            }
        }
        @if decision.prediction.is_none() && exercise.predicted(game.round()).is_some() {
            p class="quiet" { "No prediction yet." }
        }
        @for (key, _, stands) in stands(exercise, decision, &held, &injects) {
            span hidden data-stands=(key) { (stands) }
        }
        @if otherwise {
            p class="quiet" {
                "You lead otherwise than before: everybody needs some weeks to find their way."
            }
        }
        @if wrong.is_empty() {
            @let signals = &exercise.scenario.setting().parameters.signals;
            p class="quiet" {
                "What will reach you: practice will look "
                (fixed(gap_at(signals, style.attention[1]) * 100.0, 0))
                " % better than it is, and figures will be about "
                (fixed(lag_at(signals, style.attention[0]), 0))
                " weeks old."
            }
        }
    };
    (sums, means)
}
