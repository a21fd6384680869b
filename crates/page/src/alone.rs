//! A team that plays in a browser without a server. It uses the same page elements and the same
//! game, and gives the same bytes. The team reads its decision out as a code, and types what the
//! facilitator announces as a word.
//!
//! Requests and answers are JSON texts. All state can be restored from the log.

use super::choice::with_library;
use super::luck::{self, Luck};
use balcony_exercise::exercise::{
    self, Decision, EXERCISES, Entry, Exercise, Export, Game, InjectOutcome, MOST_TEAMS, Row, TEAMS, code,
    heard, signs,
};
use balcony_exercise::team_view::{self, May, Spread, View, hidden, option, select};
use balcony_report::report::html::{finish, fold};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// A request.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
enum Request {
    /// List the exercises and the names of teams.
    About,
    /// Begin a shipped or own exercise, or continue from its log.
    Begin {
        name: String,
        #[serde(default)]
        text: Option<String>,
        team: u32,
        #[serde(default)]
        log: Vec<Row>,
    },
    /// Return the team's page.
    Part,
    /// Preview a decision.
    Draft { fields: Vec<(String, String)> },
    /// Submit a decision.
    Submit { fields: Vec<(String, String)> },
    /// End the round.
    Close { round: u32 },
    /// A word from the facilitator: an inject that is sent or withheld.
    Word { text: String },
    /// Return to the beginning of a round.
    Back { to: u32 },
    /// Return charts of one tile's figures over the rounds.
    Way { tile: usize },
    /// Return the log as a file.
    Keep,
    /// In a second worker: bring its game to the same state as the page's, for [`Self::Step`].
    Follow {
        name: String,
        #[serde(default)]
        text: Option<String>,
        team: u32,
        log: Vec<Row>,
    },
    /// Simulate a few more runs of the Monte Carlo distribution.
    Step,
    /// Accept a round of the Monte Carlo distribution from the second worker. Without figures the
    /// distribution is unavailable from now on.
    Luck {
        #[serde(default)]
        round: u32,
        #[serde(default)]
        figures: Option<Vec<String>>,
    },
}

/// The game of one team.
#[derive(Debug)]
struct Play {
    game: Game,
    team: u32,
    drafts: Vec<Option<Decision>>,
    log: Vec<Row>,
    /// Monte Carlo distribution of the figures; `None` if it cannot be computed.
    luck: Option<[Arc<Spread>; 1]>,
}

/// One team without a server.
#[derive(Debug, Default)]
pub struct Alone {
    play: Option<Play>,
    luck: Luck,
}

impl Alone {
    /// Answers a request. The answer is an object with the result, or with `fault`.
    pub fn ask(&mut self, request: &str) -> String {
        super::answered(request, |ask| self.answer(ask))
    }

    fn answer(&mut self, ask: Request) -> Result<Value, String> {
        match ask {
            Request::About => about(),
            Request::Begin { name, text, team, log } => {
                let play = Play::begin(&name, text.as_deref(), team, log)?;
                let title = play.game.exercise().title.clone();
                let part = play.part();
                self.play = Some(play);
                Ok(json!({ "title": title, "part": part }))
            }
            Request::Part => Ok(json!({ "part": self.play()?.part() })),
            Request::Draft { fields } => {
                let play = self.play()?;
                let decision = play.read(&fields)?;
                let preview = finish(team_view::preview(&play.view(), 0, &decision));
                play.drafts[0] = Some(decision);
                Ok(json!({ "preview": preview }))
            }
            Request::Submit { fields } => {
                let play = self.play()?;
                let decision = play.read(&fields)?;
                play.take(Entry::Submit { team: 0, round: play.game.round(), decision: decision.clone() })?;
                play.drafts[0] = Some(decision);
                Ok(json!({ "log": play.log }))
            }
            Request::Close { round } => {
                let play = self.play()?;
                // A decision that was not submitted has no code, so a server would not know it. The
                // previous decisions stay in force, as on a server.
                let decisions = play.game.in_force(&[]);
                play.take(Entry::Close { round, decisions })?;
                play.drafts[0] = None;
                Ok(json!({ "log": play.log }))
            }
            Request::Word { text } => {
                let play = self.play()?;
                let (said, inject) = heard(play.game.exercise(), &text).ok_or(
                    "This is no word of the desk, or it is of another exercise or version. It has four signs; ask for it again.",
                )?;
                let round = play.game.round();
                play.take(match said {
                    InjectOutcome::Sent => Entry::Send { round, inject },
                    InjectOutcome::Skipped => Entry::Skip { inject },
                })?;
                Ok(json!({ "log": play.log }))
            }
            Request::Back { to } => {
                let play = self.play()?;
                play.take(Entry::Rewind { to })?;
                play.drafts[0] = None;
                if let Some([spread]) = &mut play.luck {
                    Arc::make_mut(spread).figures.truncate(to as usize);
                }
                Ok(json!({ "log": play.log }))
            }
            Request::Way { tile } => {
                let play = self.play()?;
                let way = team_view::way(&play.view(), 0, tile).ok_or("there is no such tile")?;
                Ok(json!({ "part": finish(way) }))
            }
            Request::Keep => {
                let play = self.play()?;
                let export = Export::of(&play.game, play.team, play.log.clone());
                Ok(json!({ "text": export.text() }))
            }
            Request::Follow { name, text, team, log } => {
                let play = Play::begin(&name, text.as_deref(), team, log)?;
                let identity = |play: &Play| Game::identity(play.game.exercise());
                if self.play.as_ref().is_some_and(|before| identity(before) != identity(&play)) {
                    self.luck = Luck::default();
                }
                self.play = Some(play);
                self.luck.tell_again();
                Ok(json!({}))
            }
            Request::Step => {
                let play = self.play.as_ref().ok_or(NOTHING)?;
                Ok(self.luck.step(&play.game))
            }
            Request::Luck { round, figures } => {
                let play = self.play()?;
                match (figures, &mut play.luck) {
                    (Some(figures), Some([spread])) => {
                        let taken = luck::take(Arc::make_mut(spread), &play.game, round, &figures);
                        Ok(json!({ "taken": taken }))
                    }
                    _ => {
                        play.luck = None;
                        Ok(json!({}))
                    }
                }
            }
        }
    }

    fn play(&mut self) -> Result<&mut Play, String> {
        self.play.as_mut().ok_or_else(|| NOTHING.to_owned())
    }
}

const NOTHING: &str = "no exercise has been begun";

fn read(name: &str, text: &str) -> Result<Exercise, String> {
    with_library(|library| exercise::read_text(name, text, library)).map_err(|faults| faults.draw(false))
}

fn about() -> Result<Value, String> {
    let one = |(name, text): &(&str, &str)| -> Result<Value, String> {
        let of = read(name, text)?;
        Ok(json!({ "name": name, "title": of.title, "rounds": of.rounds, "word": of.word }))
    };
    let exercises = EXERCISES.iter().map(one).collect::<Result<Vec<Value>, String>>()?;
    let teams: Vec<Value> = TEAMS
        .iter()
        .zip(0..)
        .map(|(name, team)| json!({ "name": name, "badge": finish(team_view::badge(team)) }))
        .collect();
    Ok(json!({ "exercises": exercises, "teams": teams }))
}

impl Play {
    fn begin(name: &str, text: Option<&str>, team: u32, log: Vec<Row>) -> Result<Self, String> {
        if team >= MOST_TEAMS {
            return Err("there is no such team".to_owned());
        }
        let text = text.or_else(|| exercise::text(name)).ok_or("there is no such exercise here")?;
        let game = Game::new(read(name, text)?, 1).map_err(|refused| refused.to_string())?;
        let mut play =
            Self { game, team, drafts: vec![None], log: Vec::new(), luck: Some(Default::default()) };
        if log.is_empty() {
            play.take(Entry::Open { exercise: Game::identity(play.game.exercise()), teams: 1 })?;
        }
        for row in log {
            play.take(row.entry)?;
        }
        Ok(play)
    }

    /// Applies an entry and appends it to the log.
    fn take(&mut self, entry: Entry) -> Result<(), String> {
        self.game.apply(&entry).map_err(|refused| refused.to_string())?;
        let command = format!("alone-{}", self.log.len() + 1);
        self.log.push(Row::after(self.log.last(), &command, entry));
        Ok(())
    }

    fn read(&self, fields: &[(String, String)]) -> Result<Decision, String> {
        let unread = || "This form cannot be read: is there a number in every field?".to_owned();
        team_view::decision(fields, self.game.exercise().levers.len()).ok_or_else(unread)
    }

    fn view(&self) -> View<'_> {
        View {
            game: &self.game,
            luck: self.luck.as_ref().map(<[_; 1]>::as_slice),
            drafts: &self.drafts,
            clock: None,
            begun: true,
            id: "alone",
            command: "alone".to_owned(),
            first: self.team,
        }
    }

    fn part(&self) -> String {
        let view = self.view();
        finish(html! {
            (team_view::head(&view, 0))
            main id="main" {
                (team_view::contents(&view, 0, May::Write, None, Markup::default()))
                (self.aside())
            }
        })
    }

    /// The elements that replace the network: code, end of the round, word, way back, file.
    fn aside(&self) -> Markup {
        let (game, exercise) = (&self.game, self.game.exercise());
        let round = game.round();
        html! {
            section id="alone" data-swap class="alone" {
                @if let Some(left) = game.teams()[0].rounds.last() {
                    p {
                        "Check of " (exercise.round_name(round - 1)) ": "
                        strong class="signs" id="state" { (signs(&left.digest)) }
                        ". The desk shows the same for your team, if it has heard the same."
                    }
                }
                @if !game.is_over() { (self.hand_in()) }
                @if round > 0 { (self.back()) }
                p {
                    button type="button" data-alone="keep" { "Keep your way as a file" }
                    " "
                    button type="button" class="quietly" data-alone="leave" { "Begin anew" }
                }
            }
        }
    }

    /// The code of what was handed in, the end of the round, the word.
    fn hand_in(&self) -> Markup {
        let (game, exercise) = (&self.game, self.game.exercise());
        let round = game.round();
        let name = exercise.round_name(round);
        let handed = game.teams()[0].submitted.as_ref();
        let code = handed.and_then(|decision| code(exercise, &game.injects(0), self.team, round, decision));
        html! {
            @if let Some(code) = code {
                h2 { "Your code of " (name) }
                p class="address" id="own-code" { (code) }
                p {
                    "Read it to the facilitator, or hold it up: letters and digits in groups of four. \
                     There is no letter I, L, O or U in it."
                }
            } @else {
                h2 { "Your code" }
                p {
                    "Hand in, and the code of your decision stands here for the facilitator. Who hands \
                     in nothing carries on as before."
                }
            }
            form data-alone="close" {
                (hidden("round", round))
                p {
                    @let class = if handed.is_some() { "main" } else { "quietly" };
                    button class=(class) id="end" { "End " (name) }
                    " " span class="quiet" { "when the facilitator ends it, not before" }
                }
            }
            form data-alone="word" class="line" {
                div class="field" {
                    label for="word" { "A word from the desk, if one is given" }
                    input id="word" name="text" required maxlength="8" autocomplete="off"
                        autocapitalize="characters" spellcheck="false";
                }
                button { "Take it" }
            }
        }
    }

    /// The way back, where the room goes back.
    fn back(&self) -> Markup {
        let name = |round: u32| format!("the beginning of {}", self.game.exercise().round_name(round));
        let rounds = html! { @for round in 0..self.game.round() { (option(round, name(round))) } };
        let form = html! {
            form data-alone="back" class="line" {
                (select("to", "to", "Go back to", rounds))
                button { "Go back" }
            }
        };
        fold("The room goes back?", form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(alone: &mut Alone, request: &Value) -> Value {
        serde_json::from_str(&alone.ask(&request.to_string())).unwrap()
    }

    fn fields(source: u8, rights: [u8; 5]) -> Vec<(String, String)> {
        let all = (0..7).map(|at| (format!("time-{at}"), "1".to_owned()));
        let rights = (0..5).map(|at| (format!("right-{at}"), rights[at].to_string()));
        let points = (0..9).map(|at| (format!("points-{at}"), "0".to_owned()));
        all.chain(rights).chain(points).chain([("source".to_owned(), source.to_string())]).collect()
    }

    /// A team alone reaches the same state, byte by byte, as the same team among three on a server
    /// that gets the code it read out.
    #[test]
    fn a_code_read_out_brings_the_room_to_the_same_state() {
        let mut alone = Alone::default();
        let begun = ask(&mut alone, &json!({ "ask": "begin", "name": "taster", "team": 2 }));
        assert!(begun["fault"].is_null(), "{begun}");
        let of = read("taster", exercise::text("taster").unwrap()).unwrap();
        let mut room = Game::new(of, 3).unwrap();
        for round in 0..2 {
            let rights = room.held(2).rights;
            let handed =
                ask(&mut alone, &json!({ "ask": "submit", "fields": fields(round as u8 * 4, rights) }));
            assert!(handed["fault"].is_null(), "{handed}");
            let part = ask(&mut alone, &json!({ "ask": "part" }))["part"].as_str().unwrap().to_owned();
            let code = part.split("id=\"own-code\">").nth(1).unwrap().split('<').next().unwrap();
            let decision = exercise::decode(room.exercise(), &room.injects(2), 2, round, code).unwrap();
            room.apply(&Entry::Submit { team: 2, round, decision }).unwrap();
            room.apply(&Entry::Close { round, decisions: room.in_force(&[]) }).unwrap();
            ask(&mut alone, &json!({ "ask": "close", "round": round }));
            let play = alone.play().unwrap();
            assert_eq!(play.game.teams()[0].rounds, room.teams()[2].rounds);
            assert!(play.part().contains(&signs(&room.teams()[2].rounds[round as usize].digest)));
        }
        let kept = ask(&mut alone, &json!({ "ask": "keep" }));
        let export = Export::read(kept["text"].as_str().unwrap()).unwrap();
        assert_eq!((export.first, export.digests[0].len()), (2, 2));
        // Replaying its log gives the same state.
        let log = serde_json::to_value(&export.log).unwrap();
        let mut again = Alone::default();
        ask(&mut again, &json!({ "ask": "begin", "name": "taster", "team": 2, "log": log }));
        assert_eq!(again.play().unwrap().game.teams()[0].rounds, room.teams()[2].rounds);
        assert_eq!(again.play().unwrap().log, export.log);
    }

    #[test]
    fn a_word_brings_what_the_desk_sent_and_no_other_word_does() {
        let mut alone = Alone::default();
        ask(&mut alone, &json!({ "ask": "begin", "name": "first-three-years", "team": 0 }));
        let of = alone.play().unwrap().game.shared();
        let held = of.injects.iter().find(|inject| inject.when == exercise::InjectTime::Held).unwrap();
        let word = exercise::word(&of, InjectOutcome::Sent, held);
        assert!(ask(&mut alone, &json!({ "ask": "word", "text": "0000" }))["fault"].is_string());
        let typed = word.to_lowercase().replace('0', "o");
        assert!(ask(&mut alone, &json!({ "ask": "word", "text": typed }))["fault"].is_null());
        assert!(alone.play().unwrap().game.injects(0).iter().any(|inject| inject.key == held.key));
        assert!(ask(&mut alone, &json!({ "ask": "word", "text": word }))["fault"].is_string());
        let mut words: Vec<String> = of
            .injects
            .iter()
            .flat_map(|inject| {
                [InjectOutcome::Sent, InjectOutcome::Skipped].map(|said| exercise::word(&of, said, inject))
            })
            .collect();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), of.injects.len() * 2);
    }
}
