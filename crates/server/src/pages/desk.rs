//! The facilitator's desk: who is where, what comes, and every button of the room. On this machine
//! alone.

use super::screen::qr;
use super::{debrief_part, page, slices};
use crate::charts::escape;
use crate::exercise::paper::{card, in_minutes, pause_before, practises};
use crate::exercise::{Game, SHOWN, When, choices, signs, word};
use crate::runs::RunsSoFar;
use crate::session::{SessionState, token};
use crate::team_view::badge;

/// The page.
pub(crate) fn desk(inner: &SessionState, found: &RunsSoFar, address: &str, said: Option<&str>) -> String {
    let said =
        said.map_or(String::new(), |said| format!("<p class=\"fault\" role=\"alert\">{}</p>", escape(said)));
    let body = format!("{said}{}", desk_part(inner, found, address));
    page(&format!("Desk: {}", inner.game.exercise().title), "desk", "data-part=\"/part\"", &body)
}

fn hidden(fields: &[(&str, &str)]) -> String {
    fields
        .iter()
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value)))
        .collect()
}

/// A form of one button.
fn button(action: &str, fields: &[(&str, &str)], label: &str, class: &str) -> String {
    let command = token();
    let pressed = if action == "/reveal" {
        format!(" aria-pressed=\"{}\"", class.contains("pressed"))
    } else {
        String::new()
    };
    format!(
        "<form method=\"post\" action=\"{action}\" class=\"one\">{}{}<button class=\"{class}\"{pressed}>{}</button></form>",
        hidden(&[("command", &command)]),
        hidden(fields),
        escape(label)
    )
}

/// A form that is asked about before it is sent.
fn asking(form: &str, sure: &str) -> String {
    if sure.is_empty() {
        return form.to_owned();
    }
    form.replacen("<form ", &format!("<form data-sure=\"{}\" ", escape(sure)), 1)
}

/// Parts that tell what is hidden while the rounds go on.
const HIDDEN: [&str; 4] = ["reported", "luck", "references", "counterfactual"];

/// Its contents.
pub(crate) fn desk_part(inner: &SessionState, found: &RunsSoFar, address: &str) -> String {
    let exercise = inner.game.exercise();
    let view = inner.view(None);
    let mut out = format!(
        "<header id=\"head\" data-swap class=\"sticky\"><h1>{}</h1><p><span class=\"round-name\">{}</span>{}</p>{}</header><main id=\"main\">",
        escape(&exercise.title),
        escape(&view.standing()),
        view.clock(),
        controls(inner)
    );
    let warnings: String =
        inner.warnings.iter().map(|warning| format!("<p class=\"note\">{}</p>", escape(warning))).collect();
    out.push_str(&format!("<div id=\"warnings\" data-swap>{warnings}</div>"));
    out.push_str(&super::waits(inner, None));
    out.push_str(&teams(inner));
    out.push_str(&injects(inner));
    out.push_str(&messages(inner));
    out.push_str(&debrief(inner, found));
    out.push_str(&door(inner, found, address));
    out.push_str(&ends(inner));
    out.push_str("</main>");
    out
}

fn controls(inner: &SessionState) -> String {
    let exercise = inner.game.exercise();
    if inner.game.is_over() {
        return "<p class=\"prompt\"><span>Now: <a href=\"#debrief\">the debrief, part by part</a>. At the end: <a href=\"#ends\">what to take with you</a>, and what to delete.</span></p>".to_owned();
    }
    if !inner.begun {
        let here = (0..inner.game.teams().len() as u32).filter(|team| inner.devices(*team).0 > 0).count();
        return format!(
            "<div class=\"buttons\">{}</div><p class=\"prompt\">{here} of {} teams are in. The clock starts and the first card is shown when you begin.</p>",
            button("/begin", &[], "Begin", "main"),
            inner.game.teams().len()
        );
    }
    let round = inner.game.round();
    let handed = inner.game.teams().iter().filter(|team| team.submitted.is_some()).count();
    let all = inner.game.teams().len();
    let label = if handed == all {
        format!("End {}", exercise.round_name(round))
    } else {
        format!("End {} now: {handed} of {all} handed in", exercise.round_name(round))
    };
    let missing: Vec<&str> = (inner.game.teams().iter().zip(0..))
        .filter(|(team, _)| team.submitted.is_none())
        .map(|(_, team)| Game::team_name(team))
        .collect();
    let sure = if missing.is_empty() {
        String::new()
    } else {
        format!("Not handed in: {}. End it all the same?", missing.join(", "))
    };
    let (on, word) = if inner.game.is_paused() { ("no", "Go on") } else { ("yes", "Pause") };
    format!(
        "<div class=\"buttons\">{}{}</div>{}",
        asking(&button("/close", &[("round", &round.to_string())], &label, "main"), &sure),
        button("/pause", &[("on", on)], word, ""),
        prompt(inner)
    )
}

/// What the day's plan asks of the facilitator just now: to go back after a practice round, to
/// pause when a year is over.
fn prompt(inner: &SessionState) -> String {
    let (game, exercise) = (&inner.game, inner.game.exercise());
    let round = game.round();
    if round == 1 && game.branches().is_empty() && practises(exercise) {
        return format!(
            "<div class=\"prompt\">Was that for practice? {}</div>",
            button("/rewind", &[("to", "0")], "Go back: now it counts", "quietly")
        );
    }
    if let Some(year) = pause_before(exercise, round) {
        return format!(
            "<p class=\"prompt\">Year {year} is over. Two minutes: what did you look at, and what looked at you?</p>"
        );
    }
    String::new()
}

fn teams(inner: &SessionState) -> String {
    let mut rows = String::new();
    for (team, of) in inner.game.teams().iter().enumerate() {
        let at = team as u32;
        let (seated, here) = inner.devices(at);
        let state = match &inner.drafts[team] {
            _ if of.submitted.is_some() => "handed in",
            Some(draft) if !inner.game.wrong(at, draft).is_empty() => {
                "<strong>drafting what cannot be done</strong>: it would be carried forward"
            }
            Some(draft) if *draft != inner.game.held(at) => "drafting",
            Some(_) => "looking, nothing changed",
            None if inner.begun && !inner.game.is_over() => "nothing yet",
            None => "",
        };
        let how = of.decided.last().map_or(String::new(), |effective| effective.how.word().to_owned());
        let prediction =
            of.submitted.as_ref().and_then(|decision| decision.prediction).map_or("", |_| "predicted");
        rows.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td>{state}</td><td>{prediction}</td><td>{here} of {seated} here</td><td>{how}</td><td>{}</td></tr>",
            badge(at),
            button("/empty", &[("team", &at.to_string())], "Empty seats", "quietly")
        ));
    }
    let names: String = (0..inner.game.teams().len() as u32)
        .map(|team| format!("<option value=\"{team}\">{}</option>", Game::team_name(team)))
        .collect();
    format!(
        "<section id=\"teams\" data-swap><h2>Teams</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Teams\"><table><thead><tr><th scope=\"col\">team</th><th scope=\"col\">now</th><th scope=\"col\">prediction</th><th scope=\"col\">devices</th><th scope=\"col\">last round</th><th scope=\"col\">seats</th></tr></thead><tbody>{rows}</tbody></table></div></section>\
         <section><details><summary>Phones do not reach this laptop? Take a decision code</summary><form method=\"post\" action=\"/code\" class=\"line\">{}<div class=\"field\"><label for=\"code-team\">Team</label><select id=\"code-team\" name=\"team\">{names}</select></div><div class=\"field\"><label for=\"code-text\">Code, as it is read out</label><input id=\"code-text\" name=\"code\" required maxlength=\"80\" autocomplete=\"off\" spellcheck=\"false\"></div><button>Take it</button></form><p>A team whose devices do not reach this laptop plays the file <strong>exercise.html</strong> by itself: it reads its code out before you end the {word}, and ends the {word} itself when you do.</p>{checks}</details></section>",
        hidden(&[("command", &token())]),
        word = escape(&inner.game.exercise().word),
        checks = checks(inner)
    )
}

/// What a team that plays by itself must show too after the last round: four signs of its state.
fn checks(inner: &SessionState) -> String {
    let all: String = inner
        .game
        .teams()
        .iter()
        .zip(0..)
        .filter_map(|(of, team)| {
            let left = of.rounds.last()?;
            Some(format!("<li>{} <strong class=\"signs\">{}</strong></li>", badge(team), signs(&left.digest)))
        })
        .collect();
    if all.is_empty() {
        return "<div id=\"checks\" data-swap></div>".to_owned();
    }
    let last = escape(&inner.game.exercise().round_name(inner.game.round() - 1));
    format!(
        "<div id=\"checks\" data-swap><p>Check of {last}, the same on the team's own page:</p><ul class=\"standing\">{all}</ul></div>"
    )
}

fn injects(inner: &SessionState) -> String {
    let exercise = inner.game.exercise();
    let round = inner.game.round();
    // What can be sent or comes next stands open; what came and what is far off is folded away.
    let mut groups = [String::new(), String::new(), String::new()];
    for (at, inject) in exercise.injects.iter().enumerate() {
        let fate = inner.game.fate(at);
        let when = match &inject.when {
            When::Round(when) => exercise.round_name(*when),
            When::Held => "held".to_owned(),
            When::If(condition) => {
                let figure = &exercise.figures[condition.figure];
                let past = if condition.above { "above" } else { "below" };
                format!("if {} {past} {}", figure.title, figure.shown(condition.level))
            }
        };
        let act = match fate {
            // A team that plays by itself hears of what was done by hand by a word.
            Some(fate) => match inner.game.by_hand(at) {
                Some(said) => format!(
                    "{fate}<p class=\"quiet\">word for a team by itself: <strong class=\"signs\">{}</strong></p>",
                    word(exercise, said, inject)
                ),
                None => fate.to_owned(),
            },
            None if inner.game.is_over() => "did not come".to_owned(),
            None => {
                let send = button(
                    "/send",
                    &[("round", &round.to_string()), ("inject", &inject.key)],
                    if inject.when == When::Held { "Send now" } else { "Send early" },
                    if inject.when == When::Held { "" } else { "quietly" },
                );
                let skip = if inject.when == When::Held {
                    String::new()
                } else {
                    button("/skip", &[("inject", &inject.key)], "Skip", "quietly")
                };
                format!("<div class=\"buttons\">{send}{skip}</div>")
            }
        };
        let near = matches!(inject.when, When::Held | When::If(_))
            || inject.when == When::Round(round)
            || inject.when == When::Round(round + 1);
        let group = match fate {
            Some(_) => 2,
            None if near => 0,
            None => 1,
        };
        groups[group].push_str(&format!(
            "<tr><th scope=\"row\">{}: {}<details><summary>What it is for</summary><p>{}</p><p class=\"quiet\">Expected: {}</p><p class=\"quiet\">Objective: {}</p></details></th><td>{}</td><td>{act}</td></tr>",
            card(exercise, &inject.key),
            escape(&inject.title),
            escape(&inject.text),
            escape(&inject.expected),
            escape(&inject.objective),
            escape(&when)
        ));
    }
    let table = |rows: &str, label: &str| {
        format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table><thead><tr><th scope=\"col\">inject</th><th scope=\"col\">when</th><th scope=\"col\">what to do</th></tr></thead><tbody>{rows}</tbody></table></div>"
        )
    };
    let fold = |rows: &str, label: &str| {
        if rows.is_empty() {
            String::new()
        } else {
            format!("<details><summary>{label}</summary>{}</details>", table(rows, label))
        }
    };
    let now = if groups[0].is_empty() {
        "<p>None to send.</p>".to_owned()
    } else {
        table(&groups[0], "Held, and next")
    };
    format!(
        "<section id=\"injects\" data-swap><h2>Injects: held, and next</h2>{now}{}{}</section>",
        fold(&groups[1], "Later"),
        fold(&groups[2], "Came already, or skipped")
    )
}

fn messages(inner: &SessionState) -> String {
    let names: String = (0..inner.game.teams().len() as u32)
        .map(|team| format!("<option value=\"{team}\">{}</option>", Game::team_name(team)))
        .collect();
    format!(
        "<section><h2>A word to the room</h2><form method=\"post\" action=\"/message\" class=\"line\">{}<div class=\"field\"><label for=\"to\">To</label><select id=\"to\" name=\"team\"><option value=\"\">everybody</option>{names}</select></div><div class=\"field\"><label for=\"text\">What</label><input id=\"text\" name=\"text\" required maxlength=\"500\" autocomplete=\"off\"></div><button>Say it</button></form></section>",
        hidden(&[("command", &token())])
    )
}

/// The button that shows one thing, and one for each of its slices.
fn show(inner: &SessionState, key: &str) -> String {
    let revealed = inner.game.revealed();
    let title = SHOWN.iter().find(|(known, _)| *known == key).map_or("", |(_, title)| title);
    let shown = revealed.split('/').next() == Some(key);
    let sure = if HIDDEN.contains(&key) && !inner.game.is_over() {
        "The rounds are not over, and this shows the room what is hidden. Show it all the same?"
    } else {
        ""
    };
    let class = if shown { "pressed" } else { "" };
    let mut out = asking(&button("/reveal", &[("part", key)], &format!("Show: {title}"), class), sure);
    // Not all stands on one screen: one at a time, or all to scroll through.
    for (at, name) in slices(&inner.game, key).iter().enumerate() {
        let one = format!("{key}/{at}");
        let class = if one == revealed { "quietly pressed" } else { "quietly" };
        out.push_str(&asking(&button("/reveal", &[("part", &one)], name, class), sure));
    }
    format!("<div class=\"buttons\">{out}</div>")
}

fn debrief(inner: &SessionState, found: &RunsSoFar) -> String {
    let revealed = inner.game.revealed();
    // The day's order: each part with its questions, and the buttons that put something on the
    // screen.
    let mut parts = String::new();
    let mut named: Vec<&str> = Vec::new();
    for part in &inner.game.exercise().debrief {
        let questions: String =
            part.questions.iter().map(|question| format!("<li>{}</li>", escape(question))).collect();
        let shows: String = part.shows.iter().map(|key| show(inner, key)).collect();
        named.extend(part.shows.iter().map(String::as_str));
        let open =
            if part.shows.iter().any(|key| revealed.split('/').next() == Some(key)) { " open" } else { "" };
        parts.push_str(&format!(
            "<details id=\"part-{}\"{open}><summary>{}, {}</summary><ul>{questions}</ul>{shows}</details>",
            escape(&part.key),
            escape(&part.title),
            in_minutes(part.minutes)
        ));
    }
    let others: String =
        SHOWN.iter().filter(|(key, _)| !named.contains(key)).map(|(key, _)| show(inner, key)).collect();
    if !others.is_empty() {
        let open = if !revealed.is_empty() && !named.contains(&revealed.split('/').next().unwrap_or_default())
        {
            " open"
        } else {
            ""
        };
        parts.push_str(&format!(
            "<details id=\"part-others\"{open}><summary>What else can be shown</summary>{others}</details>"
        ));
    }
    let clear = button(
        "/reveal",
        &[("part", "")],
        "Clear the screen: back to the clock",
        if revealed.is_empty() { "quietly pressed" } else { "" },
    );
    let teams: String = (0..inner.game.teams().len() as u32)
        .map(|team| format!("<option value=\"{team}\">{}</option>", Game::team_name(team)))
        .collect();
    let rounds: String = (0..inner.game.round())
        .map(|round| {
            format!("<option value=\"{round}\">{}</option>", escape(&inner.game.exercise().round_name(round)))
        })
        .collect();
    let ways: String = (0..inner.game.teams().len() as u32)
        .map(|team| format!("<option value=\"team:{team}\">as {} did then</option>", Game::team_name(team)))
        .collect();
    let others: String = choices(inner.game.exercise())
        .iter()
        .map(|(group, all)| {
            let all: String = all
                .iter()
                .map(|(name, words)| format!("<option value=\"{}\">{}</option>", escape(name), escape(words)))
                .collect();
            format!("<optgroup label=\"{}\">{all}</optgroup>", escape(group))
        })
        .collect();
    let change = if inner.game.round() == 0 {
        String::new()
    } else {
        format!(
            "<form method=\"post\" action=\"/counterfactual\" class=\"line\"><div class=\"field\"><label for=\"whose\">One decision changed: team</label><select id=\"whose\" name=\"team\">{teams}</select></div><div class=\"field\"><label for=\"which\">in</label><select id=\"which\" name=\"round\">{rounds}</select></div><div class=\"field\"><label for=\"instead\">decides instead</label><select id=\"instead\" name=\"instead\"><option value=\"\">to carry on as before</option>{ways}{others}</select></div><button>Live it again</button></form>{}",
            inner.counterfactual.as_ref().map_or(String::new(), |made| format!(
                "<p class=\"note\" role=\"status\">Lived again: {} Press “Show: One decision changed”.</p>",
                escape(&made.words)
            ))
        )
    };
    let here = if revealed.is_empty() {
        String::new()
    } else {
        format!(
            "<details><summary>What the screen shows now</summary>{}</details>",
            debrief_part(inner, found, revealed, 700.0)
        )
    };
    let scroll = if revealed.is_empty() {
        String::new()
    } else {
        format!(
            "{}{}",
            button("/scroll", &[("to", "down")], "Screen: further down", "quietly"),
            button("/scroll", &[("to", "up")], "Screen: up again", "quietly")
        )
    };
    format!(
        "<section id=\"debrief\" data-swap><h2>Debrief, part by part</h2>{parts}<div class=\"buttons\">{clear}{scroll}</div>{here}</section><section id=\"changed\" data-swap>{change}</section>"
    )
}

fn door(inner: &SessionState, found: &RunsSoFar, address: &str) -> String {
    let link = format!("{address}/j/{}", inner.code);
    let (locked, word) =
        if inner.locked { ("no", "Open the door") } else { ("yes", "Close the door: nobody new") };
    let warmed = if found.warmed < found.wanted {
        format!(
            "<p class=\"quiet\" role=\"status\">Preparing the runs that show luck: {} of {}.</p>",
            found.warmed, found.wanted
        )
    } else {
        format!("<p class=\"quiet\">{} runs show what luck does.</p>", found.wanted)
    };
    format!(
        "<section id=\"door\" data-swap><h2>Coming in</h2><div class=\"come-in\">{}<div><p class=\"address\">{}</p><p class=\"address\">{}</p><p><a href=\"/screen\" target=\"_blank\">Open the screen for the projector</a></p>{}</div></div>{warmed}</section>",
        qr(&link),
        escape(address),
        escape(&inner.code),
        button("/lock", &[("locked", locked)], word, "")
    )
}

fn ends(inner: &SessionState) -> String {
    let exercise = inner.game.exercise();
    let mut rewinds = String::new();
    for round in 0..inner.game.round() {
        rewinds.push_str(&format!(
            "<option value=\"{round}\">the beginning of {}</option>",
            escape(&exercise.round_name(round))
        ));
    }
    let rewind = if rewinds.is_empty() {
        String::new()
    } else {
        format!(
            "<form method=\"post\" action=\"/rewind\" class=\"line\">{}<div class=\"field\"><label for=\"back\">Go back to</label><select id=\"back\" name=\"to\">{rewinds}</select></div><button>Go back</button></form><p class=\"quiet\">What was played after it is kept as a branch ({} so far) and stands in the export.</p>",
            hidden(&[("command", &token())]),
            inner.game.branches().len()
        )
    };
    let plays: String = (0..inner.game.teams().len() as u32)
        .map(|team| {
            format!(
                "<li><a href=\"/export/{team}.toml\" download>{}'s way as a strategy</a></li>",
                Game::team_name(team)
            )
        })
        .collect();
    format!(
        "<section id=\"ends\" data-swap><h2>Back, out, away</h2>{rewind}<h3>Take with you</h3><ul><li><a href=\"/export.json\" download>Everything: the log of decisions (JSON)</a></li><li><a href=\"/export.csv\" download>Decisions and figures (CSV)</a></li><li><a href=\"/export.html\" target=\"_blank\">The debrief as a page, to print or save as PDF</a></li><li><a href=\"/scenario.toml\" download>The place with everything that came, as a scenario</a></li>{plays}</ul>\
         <details><summary>Delete the room</summary><p>The log, drafts and seats of this room are deleted from this laptop, and it closes. Export first what you want to keep.</p>{}</details></section>",
        button("/delete", &[("sure", "yes")], "Delete everything now", "danger")
    )
}
