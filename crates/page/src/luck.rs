//! Monte Carlo distribution of the figures for a team that plays without a server: the same runs as
//! on a server, a few at a time, in a second worker. The page's worker displays the results; they
//! never enter the game.

use balcony_exercise::exercise::{Game, RunInput, TeamRun, same_before};
use balcony_exercise::team_view::Spread;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Number of runs that simulate a round in one step, which must be short enough for the page to
/// wait.
const STEP: usize = 8;

/// The runs of a team's decisions so far.
#[derive(Debug, Default)]
pub(super) struct Luck {
    /// Warmed-up states, one per run. A run that fails is left out, as on a server.
    warm: Vec<TeamRun>,
    /// Index of the next run to warm up.
    next: u32,
    lives: Vec<TeamRun>,
    /// Number of rounds that all runs have completed.
    lived: u32,
    /// Number of runs that have completed the current round.
    at: usize,
    /// Figures at the end of the current round, by figure and run.
    figures: Vec<Vec<f64>>,
    asked: RunInput,
    /// Figures of each completed round, encoded for the page's worker.
    found: Vec<Vec<String>>,
    /// Number of those rounds that were already returned.
    told: usize,
}

impl Luck {
    /// Returns all rounds again, because the receiver may have gone back meanwhile.
    pub(super) fn tell_again(&mut self) {
        self.told = 0;
    }

    /// Does a small amount of work. The answer has either `begun` (number of warmed-up runs) and
    /// `of` (number of all runs), or a `round` with its `figures` (for each figure the bits of
    /// every run's number in hexadecimal), or `idle` if nothing remains until the next decision.
    pub(super) fn step(&mut self, game: &Game) -> Value {
        let (exercise, place) = (game.exercise(), game.place());
        if self.next < exercise.runs {
            self.warm.extend(place.begin(self.next).ok());
            self.next += 1;
            return json!({ "begun": self.next, "of": exercise.runs });
        }
        let asked = game.strategy(0);
        let begun = self.lived + u32::from(self.at > 0);
        let until = exercise.scenario.start_week().0 + begun * exercise.weeks;
        if self.lives.is_empty() || begun > game.round() || !same_before(&self.asked, &asked, until) {
            self.lives = self.warm.clone();
            (self.lived, self.at, self.told) = (0, 0, 0);
            self.found.clear();
        }
        self.asked = asked;
        if let Some(figures) = self.found.get(self.told) {
            self.told += 1;
            return json!({ "round": self.told - 1, "figures": figures });
        }
        if self.lived == game.round() || self.lives.is_empty() {
            return json!({ "idle": true });
        }
        if self.at == 0 {
            self.figures = vec![Vec::new(); exercise.figures.len()];
        }
        let until = (self.at + STEP).min(self.lives.len());
        for life in &mut self.lives[self.at..until] {
            if let Ok(round) = place.live(exercise, life, &self.asked.0, &self.asked.1, self.lived) {
                self.figures.iter_mut().zip(round.figures).for_each(|(figure, value)| figure.push(value));
            }
        }
        self.at = until;
        if self.at == self.lives.len() {
            (self.lived, self.at) = (self.lived + 1, 0);
            self.found.push(self.figures.iter().map(|runs| bits(runs)).collect());
        }
        json!({})
    }
}

/// The bits of numbers as hexadecimal digits. Nothing is rounded, and NaN stays NaN.
fn bits(numbers: &[f64]) -> String {
    numbers.iter().fold(String::new(), |mut text, number| {
        let _ = write!(text, "{:016x}", number.to_bits());
        text
    })
}

/// Accepts a round from the second worker; false if it does not belong to this game or is known.
pub(super) fn take(spread: &mut Spread, game: &Game, round: u32, figures: &[String]) -> bool {
    let number = |digits: &[u8]| {
        let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.len() == 16)?;
        u64::from_str_radix(digits, 16).ok().map(f64::from_bits)
    };
    let read: Option<Vec<Vec<f64>>> =
        figures.iter().map(|runs| runs.as_bytes().chunks(16).map(number).collect()).collect();
    let Some(read) = read.filter(|read| read.len() == game.exercise().figures.len()) else { return false };
    let at = round as usize;
    if round >= game.round() || at > spread.figures.len() {
        return false;
    }
    match spread.figures.get_mut(at) {
        Some(known) if known.iter().zip(&read).all(|(known, read)| bits(known) == bits(read)) => {
            return false;
        }
        Some(known) => *known = read,
        None => spread.figures.push(read),
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_exercise::exercise::{self, Entry};

    fn game() -> Game {
        let text = exercise::text("taster").unwrap().replace("runs = 200", "runs = 6");
        crate::choice::with_library(|library| {
            Game::new(exercise::read_text("taster", &text, library).unwrap(), 1).unwrap()
        })
    }

    fn close(game: &mut Game) {
        let round = game.round();
        game.apply(&Entry::Close { round, decisions: game.in_force(&[]) }).unwrap();
    }

    /// Steps until there is nothing to do, and puts the results into the spread.
    fn all(luck: &mut Luck, game: &Game, spread: &mut Spread) -> u32 {
        for step in 0.. {
            let found = luck.step(game);
            if found["idle"] == true {
                return step;
            }
            if let Some(round) = found["round"].as_u64() {
                let figures: Vec<String> = serde_json::from_value(found["figures"].clone()).unwrap();
                let known = spread.figures.len() > round as usize;
                assert_ne!(take(spread, game, round as u32, &figures), known, "what is known is not news");
            }
            assert!(step < 1000);
        }
        unreachable!()
    }

    /// Compares bits, because a figure that is undefined in all runs is NaN, which equals nothing.
    fn same(one: &Spread, other: &Spread) -> bool {
        let told = |spread: &Spread| -> Vec<String> {
            spread.figures.iter().flatten().map(|runs| bits(runs)).collect()
        };
        told(one) == told(other) && one.figures.len() == other.figures.len()
    }

    #[test]
    fn the_runs_are_those_that_a_room_lives_and_a_way_back_gives_them_again() {
        let mut game = game();
        let (mut luck, mut spread) = (Luck::default(), Spread::default());
        assert_eq!(all(&mut luck, &game, &mut spread), 6, "begun, and nothing to live");
        close(&mut game);
        close(&mut game);
        all(&mut luck, &game, &mut spread);
        assert_eq!(spread.figures.len(), 2);
        let mut by_hand =
            Spread { figures: vec![vec![Vec::new(); game.exercise().figures.len()]; 2], ..Spread::default() };
        for run in 0..6 {
            let (rounds, _) = game.replay(0, run, None).unwrap();
            for (at, round) in rounds.into_iter().enumerate() {
                by_hand.figures[at]
                    .iter_mut()
                    .zip(round.figures)
                    .for_each(|(figure, value)| figure.push(value));
            }
        }
        assert!(same(&spread, &by_hand));
        game.apply(&Entry::Rewind { to: 1 }).unwrap();
        close(&mut game);
        // The receiver went back and came forward again before a step was taken.
        let mut again = Spread { figures: spread.figures[..1].to_vec(), ..Spread::default() };
        luck.tell_again();
        all(&mut luck, &game, &mut again);
        assert!(same(&spread, &again), "the same decisions");
        game.apply(&Entry::Rewind { to: 0 }).unwrap();
        all(&mut luck, &game, &mut Spread::default());
        close(&mut game);
        let mut once = Spread::default();
        all(&mut luck, &game, &mut once);
        assert!(once.figures.len() == 1 && bits(&once.figures[0][0]) == bits(&spread.figures[0][0]));
    }

    #[test]
    fn what_is_not_of_this_game_is_not_taken() {
        let mut game = game();
        close(&mut game);
        let mut spread = Spread::default();
        let figures = vec![bits(&[1.5, f64::NAN]); game.exercise().figures.len()];
        assert!(!take(&mut spread, &game, 1, &figures), "not lived");
        assert!(!take(&mut spread, &game, 0, &figures[1..]), "a figure is missing");
        let torn: Vec<String> = figures.iter().map(|text| text[1..].to_owned()).collect();
        assert!(!take(&mut spread, &game, 0, &torn));
        assert!(take(&mut spread, &game, 0, &figures));
        assert_eq!(spread.figures[0][0][0], 1.5);
        assert!(spread.figures[0][0][1].is_nan());
    }
}
