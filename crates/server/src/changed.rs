//! Counterfactuals for the debrief: one decision is changed and the same replicate is simulated
//! again. They are not part of the game.

use super::session::{Session, SessionError};
use balcony_exercise::exercise::{Game, otherwise};
use balcony_report::summary::{fixed, signed};
use balcony_scenario::currency::in_currency;

/// The results with one decision changed, on common random numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterfactual {
    /// Describes the change.
    pub words: String,
    /// One row per outcome or figure: whether the shown digits differ, then name, actual value,
    /// changed value and difference.
    pub rows: Vec<(bool, [String; 4])>,
}

impl Session {
    /// Simulates a team's rounds again on the same random numbers with one decision replaced.
    /// `instead` selects the replacement: empty for carrying on, `team:2` for the decision of
    /// another team in that round, or a choice of [`balcony_exercise::exercise::choices`] that
    /// changes one part.
    ///
    /// # Errors
    /// If there is no such team, round or choice, the decision would not have been valid, or the
    /// model fails.
    pub fn change_one(&self, team: u32, round: u32, instead: &str) -> Result<(), SessionError> {
        let (game, words, decision) = {
            let inner = self.lock();
            let (of, at) = (inner.game.teams().get(team as usize), round as usize);
            let Some(of) = of.filter(|of| at < of.decided.len()) else {
                return Err(SessionError::NotYours("that round has not been played".to_owned()));
            };
            let exercise = inner.game.exercise();
            let (decision, words) = match instead {
                "" if at == 0 => (exercise.opening.clone(), "to carry on as before".to_owned()),
                "" => (of.decided[at - 1].decision.carried(), "to carry on as before".to_owned()),
                choice => match choice.strip_prefix("team:").map(str::parse::<u32>) {
                    Some(other) => {
                        let other = other.unwrap_or(u32::MAX);
                        let theirs =
                            inner.game.teams().get(other as usize).and_then(|other| other.decided.get(at));
                        let theirs = theirs
                            .ok_or_else(|| SessionError::NotYours("there is no such team".to_owned()))?;
                        (theirs.decision.clone(), format!("as {} did", Game::team_name(other)))
                    }
                    None => {
                        let came = inner.game.came(team, round);
                        let (decision, words) = otherwise(exercise, &came, &of.decided[at].decision, choice)
                            .map_err(SessionError::NotYours)?;
                        if let Some(wrong) = inner.game.wrong_then(team, round, &decision).first() {
                            return Err(SessionError::NotYours(wrong.why.clone()));
                        }
                        (decision, format!("otherwise ({words})"))
                    }
                },
            };
            let name = exercise.round_name(round);
            let words =
                format!("{}: in {name} it decides {words}; everything else stays.", Game::team_name(team));
            (inner.game.clone(), words, decision)
        };
        let luck = game.exercise().luck;
        let (lived, before) = game.replay(team, luck, None)?;
        let (changed, after) = game.replay(team, luck, Some((round, &decision)))?;
        let mut rows = Vec::new();
        for outcome in &game.exercise().outcomes {
            let about = &balcony_engine::measure::OUTCOMES[*outcome];
            let (lived, changed) = (before[*outcome], after[*outcome]);
            let differs = fixed(lived, about.digits) != fixed(changed, about.digits);
            rows.push((
                differs,
                [
                    format!(
                        "{} ({})",
                        about.title,
                        in_currency(about.unit.to_owned(), &game.exercise().scenario.currency)
                    ),
                    fixed(lived, about.digits),
                    fixed(changed, about.digits),
                    signed(changed - lived, about.digits),
                ],
            ));
        }
        if let (Some(lived), Some(changed)) = (lived.last(), changed.last()) {
            for (at, figure) in game.exercise().figures.iter().enumerate() {
                let (lived, changed) = (lived.figures[at], changed.figures[at]);
                let differs = figure.shown(lived) != figure.shown(changed);
                rows.push((
                    differs,
                    [
                        format!("{}, at the end", figure.title),
                        figure.shown(lived),
                        figure.shown(changed),
                        signed(changed - lived, figure.digits),
                    ],
                ));
            }
        }
        self.lock().counterfactual = Some(Counterfactual { words, rows });
        self.ring();
        Ok(())
    }
}
