//! The facilitator's desk: who is where, what comes, and every button of the room. On this machine
//! alone.

use super::game::{ask_next, game, in_one_line, on_the_wall};
use super::screen::qr;
use super::{Live, debrief_part, fault, page, slices, waits};
use crate::changed::offered;
use crate::runs::RunsSoFar;
use crate::session::{SessionState, token};
use balcony_exercise::exercise::paper::{card, in_minutes, pause_before, practises};
use balcony_exercise::exercise::{Game, Inject, InjectTime, SHOWN, signs, word};
use balcony_exercise::team_view::{badge, hidden, option, select};
use balcony_report::report::html::{finish, fold, list, scroll};
use maud::{Markup, html};

/// The page.
pub(crate) fn desk(inner: &SessionState, found: &RunsSoFar, address: &str, said: Option<&str>) -> String {
    let live = Live { part: Some("/part"), ..Live::default() };
    let title = format!("Desk: {}", inner.game.exercise().title);
    page(&title, "desk", live, html! { (fault(said)) (contents(inner, found, address)) })
}

/// Its contents.
pub(crate) fn desk_part(inner: &SessionState, found: &RunsSoFar, address: &str) -> String {
    finish(contents(inner, found, address))
}

fn contents(inner: &SessionState, found: &RunsSoFar, address: &str) -> Markup {
    let title = &inner.game.exercise().title;
    html! {
        (inner.view(None).head(title, Some("sticky"), controls(inner)))
        main id="main" {
            div id="warnings" data-swap { @for warning in &inner.warnings { p class="note" { (warning) } } }
            (waits(inner, None))
            div class="two" {
                div {
                    (game(inner))
                    (injects(inner))
                    (debrief(inner, found))
                    (changed(inner))
                }
                div {
                    (ask_next(inner))
                    (on_the_wall(inner))
                    (messages(inner))
                    (door(inner, found, address))
                    (codes(inner))
                    (seats(inner))
                }
            }
            (ends(inner))
        }
    }
}

/// The number of a command, so that nothing is done twice.
fn command() -> Markup {
    hidden("command", token())
}

/// A form of one button.
pub(super) fn button(action: &str, fields: &[(&str, &str)], label: &str, class: &str) -> Markup {
    asking(action, fields, label, class, "")
}

/// A form of one button that is asked about before it is sent, if there is something to ask.
pub(super) fn asking(action: &str, fields: &[(&str, &str)], label: &str, class: &str, sure: &str) -> Markup {
    let pressed = (action == "/reveal").then(|| class.contains("pressed").to_string());
    html! {
        form data-sure=[(!sure.is_empty()).then_some(sure)] method="post" action=(action) class="one" {
            (command())
            @for (name, value) in fields { (hidden(name, value)) }
            button class=(class) aria-pressed=[pressed] { (label) }
        }
    }
}

/// The teams, to choose one.
fn every_team(inner: &SessionState) -> Markup {
    html! { @for team in super::teams(inner) { (option(team, Game::team_name(team))) } }
}

/// Parts that tell what is hidden while the rounds go on.
const HIDDEN: [&str; 4] = ["reported", "luck", "references", "counterfactual"];

/// What is asked before a part is shown, if anything.
pub(super) fn sure(inner: &SessionState, part: &str) -> &'static str {
    if HIDDEN.contains(&part.split('/').next().unwrap_or_default()) && !inner.game.is_over() {
        "The rounds are not over, and this shows the room what is hidden. Show it all the same?"
    } else {
        ""
    }
}

fn controls(inner: &SessionState) -> Markup {
    let exercise = inner.game.exercise();
    if inner.game.is_over() {
        return html! {
            p class="prompt" {
                span {
                    "Now: " a href="#debrief" { "the debrief, part by part" } ". At the end: "
                    a href="#ends" { "what to take with you" } ", and what to delete."
                }
            }
        };
    }
    if !inner.begun {
        let here = super::teams(inner).filter(|team| inner.devices(*team).0 > 0).count();
        let all = inner.game.teams().len();
        return html! {
            div class="buttons" { (button("/begin", &[], "Begin", "main")) }
            p class="prompt" {
                (here) " of " (all) " teams are in. The clock starts and the first card is shown when you \
                 begin."
            }
        };
    }
    let round = inner.game.round();
    let missing: Vec<&str> = (inner.game.teams().iter().zip(0..))
        .filter(|(team, _)| team.submitted.is_none())
        .map(|(_, team)| Game::team_name(team))
        .collect();
    let name = exercise.round_name(round);
    let sure = if missing.is_empty() {
        String::new()
    } else {
        format!(
            "Not handed in: {}. Drafts count as they stand; what is over a limit is cut. End it all the same?",
            missing.join(", ")
        )
    };
    let (on, word) = if inner.game.is_paused() { ("no", "Go on") } else { ("yes", "Pause") };
    let label = format!("End {name}");
    html! {
        p class="in-line" { (in_one_line(inner)) }
        div class="buttons" {
            (button("/pause", &[("on", on)], word, ""))
            form data-sure=[(!sure.is_empty()).then_some(sure)] method="post" action="/close" class="one" {
                (command())
                (hidden("round", round))
                button class="main" data-short=(label) { (label) }
            }
        }
        (prompt(inner))
    }
}

/// What the day's plan asks of the facilitator just now: to go back after a practice round, to
/// pause when a year is over.
fn prompt(inner: &SessionState) -> Markup {
    let (game, exercise) = (&inner.game, inner.game.exercise());
    let round = game.round();
    html! {
        @if round == 1 && game.branches().is_empty() && practises(exercise) {
            div class="prompt" {
                "Was that for practice? "
                (button("/rewind", &[("to", "0")], "Go back: now it counts", "quietly"))
            }
        } @else if let Some(year) = pause_before(exercise, round) {
            p class="prompt" {
                "Year " (year) " is over. Two minutes: what did you look at, and what looked at you?"
            }
        }
    }
}

/// A table that may be wider than the window.
pub(super) fn table(label: &str, heads: &[&str], rows: Markup) -> Markup {
    let table = html! {
        table {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody { (rows) }
        }
    };
    scroll(label, table)
}

/// Seats of a team, to be emptied.
fn seats(inner: &SessionState) -> Markup {
    let rows = html! {
        @for team in super::teams(inner) {
            @let (seated, here) = inner.devices(team);
            tr {
                th scope="row" { (badge(team)) }
                td { (here) " of " (seated) " here" }
                td { (button("/empty", &[("team", &team.to_string())], "Empty seats", "quietly")) }
            }
        }
    };
    html! {
        section id="seats" data-swap {
            (fold("Devices and seats", table("Seats", &["team", "devices", "seats"], rows)))
        }
    }
}

/// Where a decision is typed in that was read out.
fn codes(inner: &SessionState) -> Markup {
    let word = &inner.game.exercise().word;
    let contents = html! {
        form method="post" action="/code" class="line" {
            (command())
            (select("code-team", "team", "Team", every_team(inner)))
            div class="field" {
                label for="code-text" { "Code, as it is read out" }
                input id="code-text" name="code" required maxlength="80" autocomplete="off"
                    spellcheck="false";
            }
            button { "Take it" }
        }
        p {
            "A team whose devices do not reach this laptop plays the file " strong { "exercise.html" }
            " by itself: it reads its code out before you end the " (word) ", and ends the " (word)
            " itself when you do."
        }
        (checks(inner))
    };
    html! { section { (fold("Phones do not reach this laptop? Take a decision code", contents)) } }
}

/// What a team that plays by itself must show too after the last round: four signs of its state.
fn checks(inner: &SessionState) -> Markup {
    let lived = inner.game.teams().iter().zip(0..).filter_map(|(of, team)| Some((of.rounds.last()?, team)));
    let all: Vec<Markup> = lived
        .map(|(last, team)| html! { (badge(team)) " " strong class="signs" { (signs(&last.digest)) } })
        .collect();
    html! {
        div id="checks" data-swap {
            @if !all.is_empty() {
                p {
                    "Check of " (inner.game.exercise().round_name(inner.game.round() - 1))
                    ", the same on the team's own page:"
                }
                ul class="standing" { @for team in all { li { (team) } } }
            }
        }
    }
}

fn injects(inner: &SessionState) -> Markup {
    let round = inner.game.round();
    // What can be sent or comes next stands open; what came and what is far off is folded away.
    let mut groups: [Vec<Markup>; 3] = Default::default();
    for (at, inject) in inner.game.exercise().injects.iter().enumerate() {
        let near = matches!(inject.when, InjectTime::Held | InjectTime::If(_))
            || inject.when == InjectTime::Round(round)
            || inject.when == InjectTime::Round(round + 1);
        let group = match inner.game.fate(at) {
            Some(_) => 2,
            None if near => 0,
            None => 1,
        };
        groups[group].push(inject_row(inner, at, inject));
    }
    let [now, later, came] = groups;
    let told = |label: &str, rows: &[Markup]| {
        table(label, &["inject", "when", "what to do"], html! { @for row in rows { (row) } })
    };
    html! {
        section id="injects" data-swap {
            h2 { "Injects: held, and next" }
            @if now.is_empty() { p { "None to send." } } @else { (told("Held, and next", &now)) }
            @for (label, rows) in [("Later", later), ("Came already, or skipped", came)] {
                @if !rows.is_empty() { (fold(label, told(label, &rows))) }
            }
        }
    }
}

fn inject_row(inner: &SessionState, at: usize, inject: &Inject) -> Markup {
    let exercise = inner.game.exercise();
    let when = match &inject.when {
        InjectTime::Round(when) => exercise.round_name(*when),
        InjectTime::Held => "held".to_owned(),
        InjectTime::If(condition) => {
            let figure = &exercise.figures[condition.figure];
            let past = if condition.above { "above" } else { "below" };
            format!("if {} {past} {}", figure.title, figure.shown(condition.level))
        }
    };
    html! {
        tr {
            th scope="row" {
                (card(exercise, &inject.key)) ": " (inject.title)
                details {
                    summary { "What it is for" }
                    p { (inject.text) }
                    p class="quiet" { "Expected: " (inject.expected) }
                    p class="quiet" { "Objective: " (inject.objective) }
                }
            }
            td { (when) }
            td { (act(inner, at, inject)) }
        }
    }
}

/// What can be done with an inject, or what became of it.
fn act(inner: &SessionState, at: usize, inject: &Inject) -> Markup {
    if let Some(fate) = inner.game.fate(at) {
        return html! {
            (fate)
            // A team that plays by itself hears of what was done by hand by a word.
            @if let Some(said) = inner.game.by_hand(at) {
                p class="quiet" {
                    "word for a team by itself: "
                    strong class="signs" { (word(inner.game.exercise(), said, inject)) }
                }
            }
        };
    }
    let round = inner.game.round().to_string();
    let send = [("round", &*round), ("inject", &*inject.key)];
    html! {
        @if inner.game.is_over() {
            "did not come"
        } @else {
            div class="buttons" {
                @if inject.when == InjectTime::Held {
                    (button("/send", &send, "Send now", ""))
                } @else {
                    (button("/send", &send, "Send early", "quietly"))
                    (button("/skip", &[("inject", &inject.key)], "Skip", "quietly"))
                }
            }
        }
    }
}

fn messages(inner: &SessionState) -> Markup {
    let to = html! { (option("", "everybody")) (every_team(inner)) };
    html! {
        section {
            h2 { "A word to the room" }
            form method="post" action="/message" class="line" {
                (command())
                (select("to", "team", "To", to))
                div class="field" {
                    label for="text" { "What" }
                    input id="text" name="text" required maxlength="500" autocomplete="off";
                }
                button { "Say it" }
            }
        }
    }
}

/// The button that shows one thing, and one for each of its slices.
fn show(inner: &SessionState, key: &str) -> Markup {
    let revealed = inner.game.revealed();
    let title = SHOWN.iter().find(|(known, _)| *known == key).map_or("", |(_, title)| title);
    let sure = sure(inner, key);
    let class = if is_shown(inner, key) { "pressed" } else { "" };
    html! {
        div class="buttons" {
            (asking("/reveal", &[("part", key)], &format!("Show: {title}"), class, sure))
            // Not all stands on one screen: one at a time, or all to scroll through.
            @for (at, name) in slices(&inner.game, key).iter().enumerate() {
                @let one = format!("{key}/{at}");
                @let class = if one == revealed { "quietly pressed" } else { "quietly" };
                (asking("/reveal", &[("part", &one)], name, class, sure))
            }
        }
    }
}

/// Whether something, or a slice of it, is on the screen.
fn is_shown(inner: &SessionState, key: &str) -> bool {
    inner.game.revealed().split('/').next() == Some(key)
}

/// The day's order: each part with its questions, and the buttons that put something on the screen.
fn debrief(inner: &SessionState, found: &RunsSoFar) -> Markup {
    let revealed = inner.game.revealed();
    let parts = &inner.game.exercise().debrief;
    let planned: Vec<&str> = parts.iter().flat_map(|part| &part.shows).map(String::as_str).collect();
    let others: Vec<&str> = SHOWN.iter().map(|(key, _)| *key).filter(|key| !planned.contains(key)).collect();
    let now = revealed.split('/').next().unwrap_or_default();
    html! {
        section id="debrief" data-swap {
            h2 { "Debrief, part by part" }
            @if inner.game.is_over() {
                p { "Open with the picture of all teams: what each was told, and what was so." }
                div class="buttons opens" {
                    (button("/reveal", &[("part", "reported")], "Open the debrief", "main"))
                }
            }
            @for part in parts {
                details id={ "part-" (part.key) } open[part.shows.iter().any(|key| is_shown(inner, key))] {
                    summary { (part.title) ", " (in_minutes(part.minutes)) }
                    (list(&part.questions))
                    @for key in &part.shows { (show(inner, key)) }
                }
            }
            @if !others.is_empty() {
                details id="part-others" open[!revealed.is_empty() && !planned.contains(&now)] {
                    summary { "What else can be shown" }
                    @for key in others { (show(inner, key)) }
                }
            }
            @if !revealed.is_empty() {
                (fold("What the screen shows now", debrief_part(inner, found, revealed, 700.0)))
            }
        }
    }
}

/// One decision changed: first whose and when, then what instead. What comes of it goes to the
/// wall.
fn changed(inner: &SessionState) -> Markup {
    let exercise = inner.game.exercise();
    let last = inner.game.round().saturating_sub(1);
    let (team, round) = inner.picked.filter(|(_, round)| *round <= last).unwrap_or((0, last));
    let every = html! {
        @for one in super::teams(inner) {
            option value=(one) selected[one == team] { (Game::team_name(one)) }
        }
    };
    let rounds = html! {
        @for one in 0..inner.game.round() {
            option value=(one) selected[one == round] { (exercise.round_name(one)) }
        }
    };
    let instead = html! {
        @for (group, all) in offered(inner, team, round) {
            optgroup label=(group) { @for (name, words) in all { (option(name, words)) } }
        }
    };
    html! {
        section id="changed" data-swap {
            @if inner.game.round() > 0 {
                h2 { "One decision lived again" }
                form method="post" action="/which" class="line" {
                    (select("whose", "team", "Whose decision", every))
                    (select("which", "round", "in", rounds))
                    noscript { button { "Show what else it could decide" } }
                }
                form method="post" action="/counterfactual" class="line"
                    data-sure=[Some(sure(inner, "counterfactual")).filter(|sure| !sure.is_empty())] {
                    (command())
                    (hidden("team", team))
                    (hidden("round", round))
                    (select("instead", "instead", "decides instead", instead))
                    button { "Live it again, on the wall" }
                }
                @if let Some(made) = &inner.counterfactual {
                    p class="note" role="status" { "Lived again: " (made.words) }
                }
            }
        }
    }
}

fn door(inner: &SessionState, found: &RunsSoFar, address: &str) -> Markup {
    let (locked, word) =
        if inner.locked { ("no", "Open the door") } else { ("yes", "Close the door: nobody new") };
    html! {
        section id="door" data-swap {
            h2 { "Coming in" }
            div class="come-in" {
                (qr(&format!("{address}/j/{}", inner.code)))
                div {
                    p class="address" { (address) }
                    p class="address" { (inner.code) }
                    (button("/lock", &[("locked", locked)], word, ""))
                }
            }
            @if found.warmed < found.wanted {
                p class="quiet" role="status" {
                    "Preparing the runs that show luck: " (found.warmed) " of " (found.wanted) "."
                }
            } @else {
                p class="quiet" { (found.wanted) " runs show what luck does." }
            }
        }
    }
}

fn ends(inner: &SessionState) -> Markup {
    let rounds = html! {
        @for round in 0..inner.game.round() {
            (option(round, format!("the beginning of {}", inner.game.exercise().round_name(round))))
        }
    };
    html! {
        section id="ends" data-swap {
            h2 { "Back, out, away" }
            @if inner.game.round() > 0 {
                form method="post" action="/rewind" class="line" {
                    (command())
                    (select("back", "to", "Go back to", rounds))
                    button { "Go back" }
                }
                p class="quiet" {
                    "What was played after it is kept as a branch (" (inner.game.branches().len())
                    " so far) and stands in the export."
                }
            }
            h3 { "Take with you" }
            ul {
                li { a href="/export.json" download { "Everything: the log of decisions (JSON)" } }
                li { a href="/export.csv" download { "Decisions and figures (CSV)" } }
                li {
                    a href="/export.html" target="_blank" {
                        "The debrief as a page, to print or save as PDF"
                    }
                }
                li {
                    a href="/scenario.toml" download {
                        "The place with everything that came, as a scenario"
                    }
                }
                @for team in super::teams(inner) {
                    li {
                        a href={ "/export/" (team) ".toml" } download {
                            (Game::team_name(team)) "'s way as a strategy"
                        }
                    }
                }
            }
            details {
                summary { "Delete the room" }
                p {
                    "The log, drafts and seats of this room are deleted from this laptop, and it closes. \
                     Export first what you want to keep."
                }
                (button("/delete", &[("sure", "yes")], "Delete everything now", "danger"))
            }
        }
    }
}
