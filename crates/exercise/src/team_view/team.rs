//! A team's page: what is reported, what came, what is decided.

use super::form::{May, form};
use super::own::{guessed, own};
use super::tiles::tiles;
use super::{View, paragraphs};
use crate::charts::escape;
use crate::exercise::{Decision, Inject, Provenance};
use balcony_engine::setting::EventKind;

/// Its head: who, and where the room stands.
pub fn head(view: &View<'_>, team: u32) -> String {
    format!(
        "<header id=\"head\" data-swap class=\"sticky\"><h1>{}</h1><p><span class=\"round-name\">{}</span>{}</p></header>",
        view.badge(team),
        escape(&view.standing()),
        view.clock()
    )
}

/// Its contents: what is reported, what came, what is decided; when all rounds are over its own
/// way, and `over` after it.
pub fn contents(view: &View<'_>, team: u32, may: May, shown: Option<Decision>, over: &str) -> String {
    let game = view.game;
    let exercise = game.exercise();
    let of = &game.teams()[team as usize];
    let mut out = notices(view, team);
    if !view.begun {
        out.push_str(&format!(
            "<section id=\"waiting\" data-swap><h2>You are in</h2><p>The facilitator begins in a moment. This is what it is about:</p>{}</section>",
            paragraphs(&exercise.briefing)
        ));
        return out;
    }
    if game.is_over() {
        out.push_str(&format!("<section id=\"over\" data-swap><h2>The rounds are over</h2><p>Put your role down: you are yourself again. Look up; the debrief is on the screen.</p>{}{over}</section>", own(view, team)));
        return out;
    }
    if game.is_paused() {
        out.push_str("<p id=\"paused\" data-swap class=\"note\">Paused: the facilitator speaks. What you enter is kept.</p>");
    } else {
        out.push_str("<p id=\"paused\" data-swap hidden></p>");
    }
    let so_far = if of.rounds.is_empty() { String::new() } else { past(view, team) };
    let mut catch_up = format!(
        "<details><summary>New here? What this is about</summary>{}{so_far}</details>",
        paragraphs(&exercise.briefing)
    );
    if view.of(team).is_some_and(|spread| spread.figures.len() >= of.rounds.len().max(1)) {
        catch_up.push_str("<p class=\"quiet\">9 of 10 runs: where nine of ten runs of your own decisions lie, each with other luck.</p>");
    }
    out.push_str(&format!(
        "<section id=\"report\" data-swap data-lived=\"{}\"><h2>What is reported</h2>{}{catch_up}{}</section>",
        of.rounds.len(),
        became(view, team),
        tiles(view, team, true)
    ));
    let changed = of.submitted.is_some()
        && view
            .drafts
            .get(team as usize)
            .and_then(Option::as_ref)
            .is_some_and(|draft| of.submitted.as_ref() != Some(draft));
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
    out.push_str(&format!("<section id=\"decision\"><h2>What you decide</h2><div id=\"handed\" data-swap>{submitted}</div>{}</section>", form(view, team, &shown.unwrap_or_else(|| view.draft(team)), may)));
    out
}

/// What became of the last round's decision if it was not handed in; that the room went back; that
/// a first report counts little yet.
fn became(view: &View<'_>, team: u32) -> String {
    let (game, exercise) = (view.game, view.game.exercise());
    let round = game.round();
    let mut out = String::new();
    if game.branches().last().is_some_and(|branch| branch.to == round) {
        out.push_str(&format!(
            "<p class=\"note\">The room went back to the beginning of {}: what came after it has not happened.</p>",
            escape(&exercise.round_name(round))
        ));
    }
    let of = &game.teams()[team as usize];
    let left = of.decided.iter().enumerate().any(|(then, effective)| {
        let came: Vec<&Inject> = of.came[then].iter().map(|at| &exercise.injects[*at]).collect();
        effective
            .decision
            .answered(&came)
            .any(|answer| answer.acts.iter().any(|act| act.kind == EventKind::DirectorLeaves))
    });
    if left {
        out.push_str("<p class=\"note\"><strong>You have gone.</strong> An interim or a deputy holds your post, and may keep things as you found them: what you enter now need not be done.</p>");
    }
    match game.teams()[team as usize].decided.last().map(|effective| effective.how) {
        Some(Provenance::Carried) => out.push_str(&format!(
            "<p class=\"note\"><strong>{}: carried forward.</strong> Nothing was handed in that could be done, so what held before held on.</p>",
            escape(&exercise.round_name(round - 1))
        )),
        Some(Provenance::Draft) => out.push_str(&format!(
            "<p class=\"note\"><strong>{}:</strong> your draft was taken as it stood.</p>",
            escape(&exercise.round_name(round - 1))
        )),
        Some(Provenance::Submitted) => {
            if let Some([_, figure, expected, came, fits]) = guessed(view, team).pop()
                && !fits.is_empty()
            {
                out.push_str(&format!(
                    "<p class=\"quiet\">You expected: {} will {}. It came {fits}: {}.</p>",
                    escape(&figure),
                    escape(&expected),
                    escape(&came)
                ));
            }
        }
        None => out.push_str(&format!(
            "<p class=\"quiet\">Most figures are counted from the first {} on.</p>",
            escape(&exercise.word)
        )),
    }
    out
}

/// Words of the facilitator.
pub fn notices(view: &View<'_>, team: u32) -> String {
    let words: Vec<String> = view
        .game
        .messages()
        .iter()
        .rev()
        .filter(|word| word.round == view.game.round() && word.team.is_none_or(|to| to == team))
        .take(2)
        .map(|word| {
            format!("<p class=\"note\"><strong>From the facilitator:</strong> {}</p>", escape(&word.text))
        })
        .collect();
    format!("<section id=\"notices\" data-swap aria-label=\"Messages\">{}</section>", words.concat())
}

/// What was decided so far, on one page, for whoever comes late.
pub fn past(view: &View<'_>, team: u32) -> String {
    let exercise = view.game.exercise();
    let of = &view.game.teams()[team as usize];
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
        let how = if effective.how == Provenance::Submitted {
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
