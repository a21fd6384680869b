//! What a team decided, round by round, in words: how it answered what came, and what it changed.

use super::View;
use super::own::{NOTHING, table};
use crate::exercise::paper::card;
use crate::exercise::{Decision, Effective, Exercise, LEVELS, Provenance, RIGHTS, SOURCES, TIMES, plain};
use maud::{Markup, html};

/// A table of a team's decisions: when, its answers, its changes.
pub fn decided(view: &View<'_>, team: u32) -> Markup {
    let exercise = view.game.exercise();
    let of = &view.game.teams()[team as usize];
    let mut before = exercise.opening.clone();
    let mut rows = Vec::new();
    for (round, effective) in of.decided.iter().enumerate() {
        let decision = &effective.decision;
        let answers: Vec<String> = of.came[round]
            .iter()
            .map(|at| {
                let inject = &exercise.injects[*at];
                let given = decision.answers.get(&inject.key);
                let given = given.and_then(|key| inject.answers.iter().find(|answer| answer.key == *key));
                let given = given.map_or("no action", |answer| answer.title.as_str());
                format!("{}: {given}", card(exercise, &inject.key))
            })
            .collect();
        let mut changes = changes(exercise, &before, decision);
        match effective.how {
            Provenance::Submitted => {}
            Provenance::Cut => {
                changes.push(format!(
                    "({}: {})",
                    effective.how.word(),
                    cut_words(exercise, effective).join("; ")
                ));
            }
            how => changes.push(format!("({})", how.word())),
        }
        let said = |words: &[String], none: &str| {
            if words.is_empty() { none.to_owned() } else { words.join("; ") }
        };
        rows.push(vec![
            exercise.round_name(round as u32).replace('-', "\u{2011}").replace(' ', "\u{a0}"),
            said(&answers, "nothing came"),
            said(&changes, "nothing changed"),
        ]);
        before = decision.carried();
    }
    if rows.is_empty() {
        return html! { p { (NOTHING) } };
    }
    table(&format!("{}: what was decided", view.name(team)), &["when", "answers", "changes"], rows, &[1, 2])
}

/// What was cut from a draft, in words: what it was, and what it is now.
pub fn cut_words(exercise: &Exercise, effective: &Effective) -> Vec<String> {
    let Some(drafted) = &effective.drafted else { return Vec::new() };
    let mut all = told(exercise, drafted, &effective.decision, "drafted");
    let lost = drafted.answers.keys().filter(|key| !effective.decision.answers.contains_key(*key));
    all.extend(lost.map(|key| {
        let inject = exercise.injects.iter().find(|inject| inject.key == *key);
        format!("no answer to \u{201c}{}\u{201d}", inject.map_or("what did not come", |inject| &inject.title))
    }));
    all
}

/// What one decision changes of another, in words.
pub fn changes(exercise: &Exercise, before: &Decision, now: &Decision) -> Vec<String> {
    told(exercise, before, now, "was")
}

/// The same; `was` is the word for what stood before.
fn told(exercise: &Exercise, before: &Decision, now: &Decision, was: &str) -> Vec<String> {
    let short = |text: &str| text.split(':').next().unwrap_or(text).to_lowercase();
    let mut all = Vec::new();
    for (at, name) in TIMES.iter().enumerate() {
        let (was, is) = (before.half_days(at), now.half_days(at));
        if was != is {
            all.push(format!(
                "{} {} to {} {}",
                short(name),
                plain(was),
                plain(is),
                if is > 1.0 { "half-days" } else { "half-day" }
            ));
        }
    }
    if before.source != now.source {
        let way = |source: u8| SOURCES.get(usize::from(source)).copied().unwrap_or_default();
        all.push(format!("influence {} ({was} {})", way(now.source), way(before.source)));
    }
    for (kind, name) in RIGHTS.iter().enumerate() {
        // How practitioners decide stands in the form; here it is enough who does.
        let level = |of: &Decision| {
            LEVELS
                .get(usize::from(of.rights[kind]))
                .map_or("", |level| level.1.split(',').next().unwrap_or(level.1))
        };
        if before.rights[kind] != now.rights[kind] {
            all.push(format!("{}: {} ({was}: {})", short(name), level(now), level(before)));
        }
    }
    for (at, lever) in exercise.levers.iter().enumerate() {
        let points = |of: &Decision| of.points.get(at).copied().unwrap_or(0);
        if points(before) != points(now) {
            all.push(format!("{} {} to {} points", lever.title.to_lowercase(), points(before), points(now)));
        }
    }
    match now.rules {
        _ if now.rules == before.rules => {}
        0 => all.push("rules left as they are".to_owned()),
        less if less < 0 => all.push("rules taken away".to_owned()),
        _ => all.push("rules added".to_owned()),
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercise::{Entry, Game, read_text, text};
    use balcony_scenario::scenario::files::Disk;
    use balcony_scenario::scenario::{England, Library};

    #[test]
    fn every_part_of_a_decision_is_told_and_what_stays_is_not() {
        let of = read_text("taster", text("taster").unwrap(), &Library::new(&Disk, &England)).unwrap();
        let mut game = Game::new(of, 1).unwrap();
        let mut decision = game.held(0);
        decision.time[1] += 2;
        decision.source = 4;
        decision.rights[0] = 3;
        decision.points[0] += 1;
        decision.rules = -1;
        let inject = game.injects(0)[0].clone();
        decision.answers.insert(inject.key.clone(), inject.answers[0].key.clone());
        let decisions =
            [decision, game.held(0)].map(|decision| vec![Effective::of(decision, Provenance::Submitted)]);
        for (round, decisions) in (0..).zip(decisions) {
            game.apply(&Entry::Close { round, decisions }).unwrap();
        }
        let view = View {
            game: &game,
            luck: None,
            drafts: &[None],
            clock: None,
            begun: true,
            id: "",
            command: String::new(),
            first: 0,
        };
        let told = decided(&view, 0).into_string();
        for words in
            [&inject.answers[0].title, "half-days", "influence", "(was: ", "points", "rules taken away"]
        {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert_eq!(told.matches("influence ").count(), 2, "done, and undone");
        let opening = &game.exercise().opening;
        assert!(changes(game.exercise(), opening, opening).is_empty());
    }
}
