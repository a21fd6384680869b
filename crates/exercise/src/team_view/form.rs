//! The decision as a form: a week of half-days, influence, rights, points, rules, answers, one
//! prediction.

use super::{View, hidden, letter, select};
use crate::exercise::{
    Answer, Decision, Exercise, Inject, LEVELS, Prediction, RIGHTS, SOURCES, TIMES, goes_first, plain,
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

/// The whole form: the card, then the decision, each a step of its own where scripts run.
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
    let over = over(view, team, decision);
    html! {
        form id="decide" method="post" action="/team" data-swap data-round=(round)
            data-mine=(u8::from(may == May::Write)) data-submitted=(u8::from(submitted)) data-team=(team)
            data-room=(view.id) data-branch=(game.branches().len()) data-code=(codes)
            data-most=(exercise.most_half_days) data-bound=(game.bound(team, round))
            data-points=(exercise.points) autocomplete="off" {
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
                section id="step-card" class="step" {
                    @if injects.len() > 1 {
                        p class="quiet" {
                            (injects.len()) " letters this " (exercise.word) ", each below the other."
                        }
                    }
                    @for inject in &injects { (news(exercise, inject, decision)) }
                    @if injects.is_empty() {
                        h2 tabindex="-1" { "No letter this " (exercise.word) }
                        p { "Nothing came from outside. Your week is yours." }
                    }
                }
                section id="step-decide" class="step" {
                    h2 tabindex="-1" { "Your decision" }
                    p class="quiet" { "What you do not touch goes on as it is." }
                    (prediction(exercise, round, decision))
                    @for ((key, title, stands), part) in parts {
                        @if let Some(part) = part {
                            p id={ "over-" (key) } class="over-line" role="status" {
                                @if let Some((_, why)) = over.iter().find(|(part, _)| *part == key) { (why) }
                            }
                            (fold(key, title, &stands, &part))
                        }
                    }
                    div id="preview" role="region" aria-label="What it comes to" { (means) }
                }
            }
            div class={ "bar" @if may != May::Write { " reads" } } {
                div id="handed" { (handed(view, team)) }
                div id="sums" { (sums) }
                @if may == May::Write {
                    button type="button" class="main" id="next" data-go="decide" hidden {
                        "Next: your decision"
                    }
                    button class="main" id="submit" { @if submitted { "Hand in again" } @else { "Hand in" } }
                }
            }
        }
    }
}

/// Whether something was handed in, and still is what stands in the form.
fn handed(view: &View<'_>, team: u32) -> Markup {
    let Some(submitted) = &view.game.teams()[team as usize].submitted else { return Markup::default() };
    let draft = view.drafts.get(team as usize).and_then(Option::as_ref);
    let changed = draft.is_some_and(|draft| draft != submitted);
    html! {
        @if changed {
            p class="changed" {
                strong { "Changed since you handed in." }
                " What you handed in counts until you hand in again."
            }
        } @else {
            p class="done" {
                strong { span aria-hidden="true" { "✓ " } "Handed in." }
                " You can change it until the " (view.game.exercise().word) " ends."
            }
        }
    }
}

/// What is over its limit: the part of the form, by how much, and what would become of it if time
/// ran out.
fn over(view: &View<'_>, team: u32, decision: &Decision) -> Vec<(&'static str, String)> {
    let game = view.game;
    let exercise = game.exercise();
    let spent = decision.half_days_in_all(&game.injects(team)) + game.bound(team, game.round());
    let points: u32 = decision.points.iter().map(|points| u32::from(*points)).sum();
    let moved = decision.moved(&game.held(team));
    let mut all = Vec::new();
    let days = spent - exercise.most_half_days;
    if days > 1e-9 {
        let from = match goes_first(decision) {
            Some(name) => format!("your largest use, {}", lower(name)),
            None => "the answers".to_owned(),
        };
        let (number, word) = (plain(days), if days > 1.0 { "half-days" } else { "half-day" });
        all.push((
            "week",
            format!(
                "Over by {number}: take away {number} {word} before you hand in. If time runs out, it goes \
                 from {from}."
            ),
        ));
    }
    if let Some(more @ 1..) = moved.checked_sub(exercise.changes) {
        let what = if more == 1 { "1 change" } else { &*format!("{more} changes") };
        all.push((
            "who",
            format!(
                "Over by {more}: put {what} back before you hand in. If time runs out, the last in the list \
                 goes back."
            ),
        ));
    }
    if let Some(more @ 1..) = points.checked_sub(exercise.points) {
        let what = if more == 1 { "1 point" } else { &*format!("{more} points") };
        all.push((
            "money",
            format!(
                "Over by {more}: take away {what} before you hand in. If time runs out, it goes from your \
                 largest investment."
            ),
        ));
    }
    all
}

/// A name inside a sentence.
fn lower(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// By how much a draft is over its limits, in few words; nothing if it can be done.
pub fn over_by(view: &View<'_>, team: u32, decision: &Decision) -> Option<String> {
    let all = over(view, team, decision);
    let name = |key: &str| match key {
        "week" => "half-days",
        "who" => "decision rights",
        _ => "points",
    };
    let said: Vec<String> = all
        .iter()
        .filter_map(|(key, why)| Some(format!("{} ({})", why.split(':').next()?, name(key))))
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
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
    let takes = |answer: &Answer| answer.time.iter().sum::<f64>();
    let title = |answer: &Answer| match takes(answer) {
        0.0 => answer.title.clone(),
        time => {
            let days = if time > 1.0 { "half-days" } else { "half-day" };
            format!("{} (+{} {days})", answer.title, plain(time))
        }
    };
    html! {
        article class="inject" {
            (letter(exercise, inject, |title| html! { h2 tabindex="-1" { (title) } }))
            fieldset {
                legend { "What do you answer?" span class="hidden" { " " (inject.title) } }
                @for answer in &inject.answers {
                    div class="answer" data-time=(takes(answer)) {
                        (radio(&name, &answer.key, chosen == Some(&answer.key), &title(answer), &answer.text))
                    }
                }
                div class="answer" data-time="0" { (radio(&name, "", chosen.is_none(), "No action", "")) }
            }
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
        fieldset class="predict" aria-describedby="predicted" {
            legend { "One prediction" }
            p id="predicted" { "By the end of this " (exercise.word) ", " (title) " will" }
            div class="three" {
                @for (value, which) in
                    [("rise", Prediction::Rise), ("fall", Prediction::Fall), ("stay", Prediction::Stay)] {
                    (radio("prediction", value, decision.prediction == Some(which), value, ""))
                }
            }
            p class="quiet" { "A change of less than " (about.shown(about.step)) " is staying." }
        }
    }
}

/// A number with buttons on either side.
fn number(name: &str, value: &str, step: &str, most: impl Render, label: &str) -> Markup {
    html! {
        div class="use" {
            label for=(name) {
                @match label.split_once(": ") {
                    Some((short, more)) => { (short) span class="hidden" { ":" } span class="more" { " " (more) } }
                    None => (label),
                }
            }
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
    let over = over(view, team, decision);
    html! {
        div class="sums" { (sums) }
        @for key in ["week", "who", "money"] {
            @let why = over.iter().find(|(part, _)| *part == key).map_or("", |(_, why)| why.as_str());
            span hidden data-over=(key) { (why) }
        }
        (means)
    }
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
                @if spent > exercise.most_half_days + 1e-9 {
                    @let days = spent - exercise.most_half_days;
                    "Over by " (plain(days)) @if days > 1.0 { " half-days" } @else { " half-day" }
                } @else {
                    strong { (plain(spent)) } " of 10 half-days"
                }
            }
            li class=[over("points")] {
                @if let Some(more @ 1..) = points.checked_sub(exercise.points) {
                    "Over by " (more) @if more > 1 { " points" } @else { " point" }
                } @else {
                    strong { (points) } " of " (exercise.points) " points"
                }
            }
            @if decision.moved(&held) > 0 {
                li class=[over("rights")] {
                    strong { (decision.moved(&held)) } " of " (exercise.changes) " rights"
                    span class="hidden" { " changed" }
                }
            }
        }
    };
    let style = crate::exercise::style(decision);
    let takes = |answer: &Answer| {
        answer.time.iter().any(|time| *time != 0.0) || answer.rights.iter().any(Option::is_some)
    };
    let otherwise = style != crate::exercise::style(&held) || decision.answered(&injects).any(takes);
    let means = html! {
        // What is over its limit is said beside the control.
        @for wrong in wrong.iter().filter(|wrong| !["time", "rights", "points"].contains(&wrong.part)) {
            p class="fault" { (wrong.why) }
        }
        @if spent > 10.0 && spent <= exercise.most_half_days {
            p class="quiet" {
                (plain(spent)) " half-days: at most " (plain(exercise.most_half_days))
                "; more than 10 drain you."
            }
        }
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
