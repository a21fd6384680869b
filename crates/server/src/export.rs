//! Exports of a session: the complete log, a table of decisions and figures, each team's decisions
//! as a strategy file, and the authority as a scenario.

use super::session::Session;
use balcony_engine::strategy::USES;
use balcony_exercise::exercise::{Export, Game, LEVELS, SOURCES, strategy_file};
use std::fmt::Write as _;

/// The complete log as JSON.
pub fn json(room: &Session) -> String {
    let inner = room.lock();
    Export::of(&inner.game, 0, inner.store.rows().to_vec()).text()
}

/// Decisions and figures as CSV, one row per team and round; `first` is the index of the first
/// team's name.
pub fn csv(game: &Game, first: u32) -> String {
    let exercise = game.exercise();
    let mut heads = vec!["team".to_owned(), "round".to_owned(), "how".to_owned()];
    heads.extend(USES.map(|name| format!("time-{name}")));
    heads.push("influence".to_owned());
    heads.extend(balcony_engine::strategy::KINDS.map(|kind| format!("right-{kind}")));
    heads.extend(exercise.levers.iter().map(|lever| format!("points-{}", lever.key)));
    heads.extend(["rules-change", "prediction", "answers"].map(str::to_owned));
    heads.extend(exercise.figures.iter().map(|figure| figure.key.clone()));
    heads.push("digest".to_owned());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(&heads);
    for (team, of) in game.teams().iter().enumerate() {
        for (round, (effective, left)) in of.decided.iter().zip(&of.rounds).enumerate() {
            let decision = &effective.decision;
            let how = effective.how.word();
            let mut row = vec![
                Game::team_name(first + team as u32).to_owned(),
                (round + 1).to_string(),
                how.to_owned(),
            ];
            row.extend((0..7).map(|at| decision.half_days(at).to_string()));
            row.push(SOURCES[usize::from(decision.source).min(4)].to_owned());
            row.extend(decision.rights.map(|level| LEVELS[usize::from(level).min(3)].0.to_owned()));
            row.extend(decision.points.iter().map(u8::to_string));
            row.push(decision.rules.to_string());
            row.push(decision.prediction.map_or("", balcony_exercise::exercise::Prediction::word).to_owned());
            let answers: Vec<String> =
                decision.answers.iter().map(|(inject, answer)| format!("{inject}={answer}")).collect();
            row.push(answers.join("; "));
            row.extend(
                left.figures
                    .iter()
                    .map(|value| if value.is_finite() { value.to_string() } else { String::new() }),
            );
            row.push(left.digest.clone());
            let _ = writer.write_record(&row);
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A team's decisions as a strategy file: its name and text.
pub fn play(game: &Game, team: u32) -> Option<(String, String)> {
    if team as usize >= game.teams().len() {
        return None;
    }
    let name = Game::team_name(team);
    let (strategy, _) = game.strategy(team);
    let scenario = &game.exercise().scenario;
    let title = format!("{name}, in {}", game.exercise().title);
    let text = strategy_file(&title, &strategy, scenario.start_week(), &scenario.start_states.incumbent);
    Some((format!("{}.toml", name.to_lowercase()), text))
}

/// The authority as a scenario, with all events that came to the first team: `balcony compare
/// place.toml --strategies amber.toml,incumbent`.
pub fn scenario(game: &Game) -> String {
    let exercise = game.exercise();
    let mut text = exercise.scenario.resolved();
    let (_, events) = game.strategy(0);
    let start = exercise.scenario.start_week().0;
    // The scenario's own events come first in the list and are already in its text.
    for (number, event) in events.iter().skip(exercise.scenario.events.len()).enumerate() {
        let _ = write!(
            text,
            "\n[events.came-{}]\nkind = {:?}\nweek = {}\nweeks = {}\nsize = {:?}\n",
            number + 1,
            balcony_scenario::scenario::events::row(event.kind).name,
            event.week.0 - start,
            event.weeks,
            event.size
        );
    }
    text
}
