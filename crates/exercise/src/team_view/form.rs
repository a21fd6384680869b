//! The decision as a form: a week of half-days, influence, rights, points, rules, answers, one
//! prediction.

use super::View;
use crate::charts::escape;
use crate::exercise::paper::card;
use crate::exercise::{
    Answer, Decision, Exercise, Inject, LEVELS, Prediction, RIGHTS, SOURCES, TIMES, plain,
};
use balcony_engine::mechanisms::invest;

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
pub(super) fn form(view: &View<'_>, team: u32, decision: &Decision, may: May) -> String {
    let game = view.game;
    let exercise = game.exercise();
    let (round, injects, held) = (game.round(), game.injects(team), game.held(team));
    let of = &game.teams()[team as usize];
    let mut out = format!(
        "<form id=\"decide\" method=\"post\" action=\"/team\" data-swap data-round=\"{round}\" data-mine=\"{}\" data-submitted=\"{}\" data-team=\"{team}\" data-room=\"{}\" data-branch=\"{}\" data-bases=\"{}\" autocomplete=\"off\">\
         <input type=\"hidden\" name=\"round\" value=\"{round}\"><input type=\"hidden\" name=\"command\" value=\"{}\"><input type=\"hidden\" name=\"tab\" value=\"\">",
        u8::from(may == May::Write),
        u8::from(of.submitted.is_some()),
        view.id,
        game.branches().len(),
        crate::exercise::bases(exercise, &injects).iter().map(u32::to_string).collect::<Vec<_>>().join(","),
        escape(&view.command)
    );
    if may != May::Write {
        let who =
            if may == May::Other { "Another device of your team" } else { "Another tab on this device" };
        out.push_str(&format!(
            "<p class=\"note\" id=\"pen-note\">{who} writes just now; you see what it enters. <button formaction=\"/pen\" formnovalidate class=\"quietly\" data-act=\"pen\">Take the pen</button></p>"
        ));
    }
    out.push_str(&format!("<fieldset class=\"plain\"{}>", if may == May::Write { "" } else { " disabled" }));
    out.push_str("<legend class=\"hidden\">Your decision</legend>");
    out.push_str(&news(exercise, &injects, decision));
    out.push_str(&prediction(exercise, round, decision));
    let stands = stands(exercise, decision, &held, &injects);
    let who = format!("{}{}", influence(decision), rights(exercise, decision, &held));
    let inside = [week(decision), who, points(exercise, decision), rules(exercise, decision)];
    for ((key, title, stands), inside) in stands.iter().zip(inside) {
        if !inside.is_empty() {
            out.push_str(&fold(key, title, stands, &inside));
        }
    }
    out.push_str("</fieldset>");
    let label = if of.submitted.is_some() { "Hand in again" } else { "Hand in" };
    let (sums, means) = comes_to(view, team, decision);
    out.push_str(&format!(
        "<div id=\"preview\" role=\"region\" aria-label=\"What it comes to\">{means}</div><div class=\"bar\"><div id=\"sums\">{sums}</div>{}</div></form>",
        if may == May::Write {
            format!("<button class=\"main\" id=\"submit\">{label}</button>")
        } else {
            String::new()
        }
    ));
    out
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
fn fold(key: &str, title: &str, stands: &str, inside: &str) -> String {
    format!(
        "<details class=\"lever\" id=\"fold-{key}\"><summary>{title} <span class=\"quiet\">{}</span></summary>{inside}</details>",
        escape(stands)
    )
}

fn radio(name: &str, value: &str, checked: bool, label: &str, text: &str) -> String {
    let id = format!("{name}-{}", if value.is_empty() { "none" } else { value });
    let about = if text.is_empty() {
        String::new()
    } else {
        format!("<span class=\"quiet\">{}</span>", escape(text))
    };
    format!(
        "<label class=\"option\" for=\"{id}\"><input type=\"radio\" id=\"{id}\" name=\"{name}\" value=\"{value}\"{}><span><span class=\"label\">{}</span>{about}</span></label>",
        if checked { " checked" } else { "" },
        escape(label)
    )
}

fn news(exercise: &Exercise, injects: &[&Inject], decision: &Decision) -> String {
    let mut out = String::new();
    for inject in injects {
        let name = format!("answer-{}", inject.key);
        let chosen = decision.answers.get(&inject.key);
        out.push_str(&format!(
            "<fieldset class=\"inject\"><legend>{}: {}</legend><p class=\"quiet\">{}, {}</p><blockquote>{}</blockquote>",
            card(exercise, &inject.key),
            escape(&inject.title),
            escape(&inject.channel),
            escape(&inject.sender),
            escape(&inject.text)
        ));
        for answer in &inject.answers {
            out.push_str(&radio(
                &name,
                &answer.key,
                chosen == Some(&answer.key),
                &match answer.time.iter().sum::<f64>() {
                    0.0 => answer.title.clone(),
                    time => {
                        let days = if time > 1.0 { "half-days" } else { "half-day" };
                        format!("{} (+{} {days})", answer.title, plain(time))
                    }
                },
                &answer.text,
            ));
        }
        out.push_str(&radio(&name, "", chosen.is_none(), "No action", ""));
        out.push_str("</fieldset>");
    }
    out
}

fn prediction(exercise: &Exercise, round: u32, decision: &Decision) -> String {
    let Some(figure) = exercise.predicted(round) else { return String::new() };
    let about = &exercise.figures[figure];
    let mut out = format!(
        "<fieldset class=\"predict\"><legend>One prediction, by the end of this {}: {} will</legend><div class=\"three\">",
        escape(&exercise.word),
        escape(&match about.title.to_lowercase() {
            title if title.contains(',') => title + ",",
            title => title,
        })
    );
    for (value, which) in [("rise", Prediction::Rise), ("fall", Prediction::Fall), ("stay", Prediction::Stay)]
    {
        out.push_str(&radio("prediction", value, decision.prediction == Some(which), which.word(), ""));
    }
    let step = about.shown(about.step);
    out.push_str(&format!(
        "</div><p class=\"quiet\">Less than {} is staying as it is.</p></fieldset>",
        escape(&step)
    ));
    out
}

/// A number with buttons on either side.
fn number(name: &str, value: &str, step: &str, most: &str, label: &str) -> String {
    format!(
        "<div class=\"use\"><label for=\"{name}\">{}</label><div class=\"stepper\"><button type=\"button\" data-step=\"-1\" data-for=\"{name}\" aria-label=\"less: {}\">−</button>\
         <input type=\"number\" inputmode=\"decimal\" id=\"{name}\" name=\"{name}\" value=\"{value}\" min=\"0\" max=\"{most}\" step=\"{step}\" required>\
         <button type=\"button\" data-step=\"1\" data-for=\"{name}\" aria-label=\"more: {}\">+</button></div></div>",
        escape(label),
        escape(label),
        escape(label)
    )
}

fn week(decision: &Decision) -> String {
    let mut out = String::from(
        "<fieldset><legend>Your week, in half-days</legend><p class=\"quiet\">Ten are a full week; more drain you.</p>",
    );
    for (at, label) in TIMES.iter().enumerate() {
        out.push_str(&number(&format!("time-{at}"), &plain(decision.half_days(at)), "0.5", "20", label));
    }
    out.push_str("</fieldset>");
    out
}

fn influence(decision: &Decision) -> String {
    let mut out = String::from(
        "<fieldset><legend>How you make things happen</legend><div class=\"field\"><label for=\"source\">Your influence goes</label><select id=\"source\" name=\"source\">",
    );
    for (at, label) in SOURCES.iter().enumerate() {
        let chosen = if usize::from(decision.source) == at { " selected" } else { "" };
        out.push_str(&format!("<option value=\"{at}\"{chosen}>{label}</option>"));
    }
    out.push_str("</select></div></fieldset>");
    out
}

fn rights(exercise: &Exercise, decision: &Decision, held: &Decision) -> String {
    let mut out = format!(
        "<fieldset><legend>Who decides</legend><p class=\"quiet\">At most {} changes in a {}.</p>",
        exercise.changes,
        escape(&exercise.word)
    );
    for (at, label) in RIGHTS.iter().enumerate() {
        out.push_str(&format!("<div class=\"field\"><label for=\"right-{at}\">{label}</label><select id=\"right-{at}\" name=\"right-{at}\">"));
        for (level, (_, text)) in LEVELS.iter().enumerate() {
            let chosen = if usize::from(decision.rights[at]) == level { " selected" } else { "" };
            let now = if usize::from(held.rights[at]) == level { " (now)" } else { "" };
            out.push_str(&format!("<option value=\"{level}\"{chosen}>{text}{now}</option>"));
        }
        out.push_str("</select></div>");
    }
    out.push_str("</fieldset>");
    out
}

fn points(exercise: &Exercise, decision: &Decision) -> String {
    if exercise.levers.is_empty() {
        return String::new();
    }
    let mut out = format!(
        "<fieldset><legend>Investment: {} points a year</legend><p class=\"quiet\">They run on until you change them.</p>",
        exercise.points
    );
    for (at, lever) in exercise.levers.iter().enumerate() {
        let value = decision.points.get(at).copied().unwrap_or(0).to_string();
        out.push_str(&number(
            &format!("points-{at}"),
            &value,
            "1",
            &exercise.points.to_string(),
            &lever.title,
        ));
        let delay = lever.starts_after + invest::delay(lever.kind);
        out.push_str(&format!(
            "<p class=\"quiet under\">{} First acts after {delay} weeks.</p>",
            escape(&lever.text)
        ));
    }
    out.push_str("</fieldset>");
    out
}

fn rules(exercise: &Exercise, decision: &Decision) -> String {
    let mut out = String::from("<fieldset><legend>Rules, this time</legend><div class=\"three\">");
    let percent = crate::summary::fixed(exercise.rules * 100.0, 0);
    for (value, label) in
        [(-1, format!("take {percent} % away")), (0, "leave them".to_owned()), (1, "add some".to_owned())]
    {
        out.push_str(&radio("rules", &value.to_string(), i32::from(decision.rules) == value, &label, ""));
    }
    out.push_str("</div><p class=\"quiet\">Taking rules away is a project of half a year or more: it goes as fast as the change programme is worked on, takes hours of everybody until it is done, and a second one slows the first. Rules that are added are there at once.</p></fieldset>");
    out
}

/// What a draft comes to, for a page that has asked: the sums, which go beside the button, and what
/// they mean.
pub fn preview(view: &View<'_>, team: u32, decision: &Decision) -> String {
    let (sums, means) = comes_to(view, team, decision);
    format!("<div class=\"sums\">{sums}</div>{means}")
}

/// What a draft comes to: what is spent and what is wrong; and what will be seen of it. Follows
/// from the engine's own formulas.
fn comes_to(view: &View<'_>, team: u32, decision: &Decision) -> (String, String) {
    let game = view.game;
    let exercise = game.exercise();
    let (injects, held) = (game.injects(team), game.held(team));
    let holding = game.holding(team, game.round());
    let spent = decision.half_days_in_all(&injects) + game.bound(team, game.round());
    let points: u32 = decision.points.iter().map(|points| u32::from(*points)).sum();
    let wrong = game.wrong(team, decision);
    let over = |part: &str| if wrong.iter().any(|wrong| wrong.part == part) { " class=\"over\"" } else { "" };
    let mut sums = format!(
        "<ul class=\"spent\"><li{}><strong>{}</strong> of 10 half-days{}</li><li{}><strong>{points}</strong> of {} points</li><li{}><strong>{}</strong> of {} decision rights changed</li></ul>",
        over("time"),
        plain(spent),
        if spent > 10.0 && spent <= exercise.most_half_days {
            format!(" (at most {}; more than 10 drain you)", plain(exercise.most_half_days))
        } else {
            String::new()
        },
        over("points"),
        exercise.points,
        over("rights"),
        decision.moved(&held),
        exercise.changes
    );
    for wrong in &wrong {
        sums.push_str(&format!("<p class=\"fault\">{}</p>", escape(&wrong.why)));
    }
    let mut out = String::new();
    for (answer, until) in &holding {
        out.push_str(&format!(
            "<p class=\"quiet\">Still holds until {}: {}{}.</p>",
            escape(&exercise.round_name(*until)),
            escape(&answer.title),
            match answer.time.iter().sum::<f64>() {
                0.0 => String::new(),
                time => format!(", {} half-days", plain(time)),
            }
        ));
    }
    if decision.prediction.is_none() && exercise.predicted(game.round()).is_some() {
        out.push_str("<p class=\"quiet\">No prediction yet.</p>");
    }
    for (key, _, stands) in stands(exercise, decision, &held, &injects) {
        out.push_str(&format!("<span hidden data-stands=\"{key}\">{}</span>", escape(&stands)));
    }
    let (now, before) = (crate::exercise::style(decision), crate::exercise::style(&held));
    let takes = |answer: &Answer| {
        answer.time.iter().any(|time| *time != 0.0) || answer.rights.iter().any(Option::is_some)
    };
    if now != before || decision.answered(&injects).any(takes) {
        out.push_str("<p class=\"quiet\">You lead otherwise than before: everybody needs some weeks to find their way.</p>");
    }
    if wrong.is_empty() {
        let setting = exercise.scenario.setting();
        let p = &setting.parameters.signals;
        let week = crate::exercise::style(decision);
        let gap = balcony_engine::mechanisms::signals::gap_at(p, week.attention[1]);
        let lag = balcony_engine::mechanisms::signals::lag_at(p, week.attention[0]);
        out.push_str(&format!(
            "<p class=\"quiet\">What will reach you: practice will look {} % better than it is, and figures will be about {} weeks old.</p>",
            crate::summary::fixed(gap * 100.0, 0),
            crate::summary::fixed(lag, 0)
        ));
    }
    (sums, out)
}
