//! A team's page: where the room stands, what came, what is seen, what is decided. And the observer's, which decides nothing.

use super::form::{May, form};
use super::tiles::tiles;
use super::{Answered, badge, clock, debrief, page, paragraphs, standing};
use crate::charts::escape;
use crate::exercise::{Decision, Game, How};
use crate::host::room::Inner;
use crate::host::runs::Found;

/// Whether a tab of a device may write. Without scripts a device has one tab, without a name.
fn may(inner: &Inner, team: u32, device: &str, tab: &str) -> May {
    match inner.pens.get(team as usize).and_then(Option::as_ref) {
        None => May::Write,
        Some(pen) if pen.device != device => May::Other,
        Some(pen) if pen.tab == tab || tab.is_empty() || pen.tab.is_empty() => May::Write,
        Some(_) => May::OtherTab,
    }
}

/// The whole page. `answered` is what became of a form that was sent without scripts, and what was in it.
pub(in crate::host) fn team(
    inner: &Inner,
    found: &Found,
    team: u32,
    device: &str,
    answered: Option<(&Answered, &Decision)>,
) -> String {
    let said = match answered {
        Some((Answered::Not(why), _)) => format!("<p class=\"fault\" role=\"alert\">{}</p>", escape(why)),
        _ => String::new(),
    };
    let shown = answered.map(|(_, decision)| decision.clone());
    let body = format!(
        "{}<main id=\"main\">{said}{}</main><footer><p><a href=\"/\">Another team</a> · <a href=\"/screen\">The screen</a></p></footer>",
        head(inner, team),
        contents(inner, found, team, may(inner, team, device, ""), shown)
    );
    page(
        &format!("Team {}", Game::team_name(team)),
        "team",
        "data-part=\"/team/part\" data-team=\"1\" data-pulse=\"1\"",
        &body,
    )
}

/// What a script puts in place of what is there.
pub(in crate::host) fn team_part(inner: &Inner, found: &Found, team: u32, device: &str, tab: &str) -> String {
    format!(
        "{}<main>{}</main>",
        head(inner, team),
        contents(inner, found, team, may(inner, team, device, tab), None)
    )
}

fn head(inner: &Inner, team: u32) -> String {
    format!(
        "<header id=\"head\" data-swap class=\"sticky\"><h1>{}</h1><p><span class=\"round-name\">{}</span>{}</p></header>",
        badge(team),
        escape(&standing(inner)),
        clock(inner)
    )
}

fn contents(inner: &Inner, found: &Found, team: u32, may: May, shown: Option<Decision>) -> String {
    let game = &inner.game;
    let exercise = game.exercise();
    let of = &game.teams()[team as usize];
    let mut out = notices(inner, team);
    if game.is_over() {
        out.push_str(&format!("<section id=\"over\" data-swap><h2>The rounds are over</h2><p>Put your role down: you are yourself again. Look up; the debrief is on the screen.</p>{}</section>", debrief::own(inner, found, team)));
        return out;
    }
    if game.is_paused() {
        out.push_str("<p id=\"paused\" data-swap class=\"note\">Paused: the facilitator speaks.</p>");
    } else {
        out.push_str("<p id=\"paused\" data-swap hidden></p>");
    }
    let catch_up = if of.rounds.is_empty() {
        paragraphs(&exercise.briefing)
    } else {
        format!(
            "<details><summary>New here? What this is about</summary>{}{}</details>",
            paragraphs(&exercise.briefing),
            past(inner, team)
        )
    };
    out.push_str(&format!(
        "<section id=\"report\" data-swap data-lived=\"{}\"><h2>What is reported</h2>{catch_up}{}</section>",
        of.rounds.len(),
        tiles(inner, found, team, true)
    ));
    let changed = of.submitted.is_some()
        && inner.drafts[team as usize].as_ref().is_some_and(|draft| of.submitted.as_ref() != Some(draft));
    let submitted = if changed {
        "<p class=\"note\"><strong>Changed since you handed in.</strong> What you handed in is in force until you hand in again.</p>".to_owned()
    } else if of.submitted.is_some() {
        format!(
            "<p class=\"note\"><strong>Handed in.</strong> You may change it until the facilitator ends the {}.</p>",
            escape(&exercise.word)
        )
    } else {
        String::new()
    };
    out.push_str(&format!("<section id=\"decision\"><h2>What you decide</h2><div id=\"handed\" data-swap>{submitted}</div>{}</section>", form(inner, team, &shown.unwrap_or_else(|| inner.draft(team)), may)));
    out
}

/// Words of the facilitator.
fn notices(inner: &Inner, team: u32) -> String {
    let words: Vec<String> = inner
        .game
        .messages()
        .iter()
        .rev()
        .filter(|(to, _)| to.is_none_or(|to| to == team))
        .take(2)
        .map(|(_, text)| {
            format!("<p class=\"note\"><strong>From the facilitator:</strong> {}</p>", escape(text))
        })
        .collect();
    format!("<section id=\"notices\" data-swap aria-label=\"Messages\">{}</section>", words.concat())
}

/// What was decided so far, on one page, for whoever comes late.
fn past(inner: &Inner, team: u32) -> String {
    let exercise = inner.game.exercise();
    let of = &inner.game.teams()[team as usize];
    let mut items = String::new();
    for (round, effective) in of.decided.iter().enumerate() {
        let titles: Vec<String> = of.came[round]
            .iter()
            .map(|at| {
                let inject = &exercise.injects[*at];
                let answer = effective.decision.answers.get(&inject.key);
                let answer = answer.and_then(|key| inject.answers.iter().find(|answer| answer.key == *key));
                format!("{}: {}", inject.title, answer.map_or("no action", |answer| answer.title.as_str()))
            })
            .collect();
        let how = if effective.how == How::Submitted {
            String::new()
        } else {
            format!(" ({})", effective.how.word())
        };
        items.push_str(&format!(
            "<li>{}{how}: {}</li>",
            escape(&exercise.round_name(round as u32)),
            escape(&titles.join("; "))
        ));
    }
    format!("<h3>So far</h3><ol class=\"plain-list\">{items}</ol>")
}

/// The answer to a draft.
pub(in crate::host) fn preview(inner: &Inner, team: u32, decision: &Decision) -> String {
    super::form::preview(inner, team, decision)
}

/// The observer's page.
pub(in crate::host) fn observe(inner: &Inner, found: &Found, team: u32) -> String {
    let body = format!(
        "{}<main id=\"main\">{}</main><footer><p><a href=\"/\">Another team</a></p></footer>",
        head(inner, team),
        observed(inner, found, team)
    );
    page(
        &format!("Observing team {}", Game::team_name(team)),
        "team",
        &format!("data-part=\"/observe/{team}/part\" data-pulse=\"1\""),
        &body,
    )
}

/// What a script puts in place.
pub(in crate::host) fn observe_part(inner: &Inner, found: &Found, team: u32) -> String {
    format!("{}<main>{}</main>", head(inner, team), observed(inner, found, team))
}

fn observed(inner: &Inner, found: &Found, team: u32) -> String {
    let mut out = notices(inner, team);
    out.push_str(
        "<section id=\"watch\" data-swap><h2>You observe</h2><p>Write down what is done, not how good it was. Nobody is marked.</p><ul>\
         <li>Where does attention go, and what loses it?</li><li>Who is asked before something is decided? Who is not?</li>\
         <li>Which decision moves up or down, and what was said then?</li><li>What is not said aloud?</li></ul></section>",
    );
    out.push_str(&format!(
        "<section id=\"report\" data-swap><h2>What the team sees</h2>{}{}</section>",
        tiles(inner, found, team, false),
        past(inner, team)
    ));
    if inner.game.is_over() {
        out.push_str(&format!(
            "<section id=\"over\" data-swap>{}</section>",
            debrief::own(inner, found, team)
        ));
    }
    out
}
