//! Counterfactuals for the debrief: one decision is changed and the same replicate is simulated
//! again. They are not part of the game.

use super::session::{Session, SessionError, SessionState};
use balcony_exercise::exercise::{Game, choices, otherwise};
use balcony_report::summary::{fixed, signed};
use balcony_scenario::currency::in_currency;

/// The results with one decision changed, on common random numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterfactual {
    /// Describes the change.
    pub words: String,
    /// One row per outcome, then per figure, those first that differ by most of their steps:
    /// whether the shown digits differ, then name, actual value, changed value and difference.
    pub rows: Vec<(bool, [String; 4])>,
}

/// What a decision could have been instead: a short list, in groups. What came in that round may be
/// answered otherwise, what the team changed may be put back, other teams decided otherwise, and a
/// few levers stand for the rest. What could not have been decided is left out.
pub(super) fn offered(inner: &SessionState, team: u32, round: u32) -> Vec<(String, Vec<(String, String)>)> {
    let (game, exercise) = (&inner.game, inner.game.exercise());
    let at = round as usize;
    let Some(now) = game.teams().get(team as usize).and_then(|of| of.decided.get(at)) else {
        return Vec::new();
    };
    let now = &now.decision;
    let came = game.came(team, round);
    let before = match at.checked_sub(1) {
        Some(at) => game.teams()[team as usize].decided[at].decision.carried(),
        None => exercise.opening.clone(),
    };
    let possible = |name: &str| {
        otherwise(exercise, &came, now, name)
            .is_ok_and(|(decision, _)| game.wrong_then(team, round, &decision).is_empty())
    };
    let listed = |wanted: &dyn Fn(&str) -> bool| -> Vec<(String, Vec<(String, String)>)> {
        choices(exercise)
            .into_iter()
            .map(|(group, all)| {
                (
                    group,
                    all.into_iter().filter(|(name, _)| wanted(name) && possible(name)).collect::<Vec<_>>(),
                )
            })
            .filter(|(_, all)| !all.is_empty())
            .collect()
    };
    let others = (0..game.teams().len() as u32)
        .filter(|other| *other != team && game.teams()[*other as usize].decided[at].decision != *now)
        .map(|other| (format!("team:{other}"), format!("as {} did then", Game::team_name(other))));
    let mut whole = Vec::new();
    if before != *now {
        whole.push((String::new(), "to carry on as before".to_owned()));
    }
    whole.extend(others);
    let mut all = listed(&|name| name.starts_with("answer:"));
    if !whole.is_empty() {
        all.push(("All of it".to_owned(), whole));
    }
    // Rights that were changed may be put back; the week and influence may be moved.
    let back = |name: &str| {
        let parts: Vec<&str> = name.split(':').collect();
        match parts[..] {
            ["right", kind, level] => kind.parse::<usize>().is_ok_and(|kind| {
                before.rights.get(kind) != now.rights.get(kind)
                    && level.parse() == Ok(before.rights.get(kind).copied().unwrap_or(u8::MAX))
            }),
            ["rules", by] => now.rules != 0 && by == "0",
            // The dance floor, which is what shows practice as it is.
            ["time", "1", _] => true,
            ["source", way] => way == "0" || way == "4" || way.parse() == Ok(before.source),
            _ => false,
        }
    };
    all.extend(listed(&back));
    all
}

/// The difference of two numbers as they are shown, so that a room that subtracts finds it.
fn apart(lived: f64, changed: f64, digits: u8) -> String {
    let shown = |value: f64| fixed(value, digits).parse().unwrap_or(value);
    signed(shown(changed) - shown(lived), digits)
}

impl Session {
    /// Chooses whose decision the desk looks at.
    ///
    /// # Errors
    /// If that round has not been played.
    pub fn pick(&self, team: u32, round: u32) -> Result<(), SessionError> {
        let mut inner = self.lock();
        let of = inner.game.teams().get(team as usize);
        if of.is_none_or(|of| round as usize >= of.decided.len()) {
            return Err(SessionError::NotYours("that round has not been played".to_owned()));
        }
        inner.picked = Some((team, round));
        drop(inner);
        self.ring();
        Ok(())
    }

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
                    apart(lived, changed, about.digits),
                ],
            ));
        }
        if let (Some(lived), Some(changed)) = (lived.last(), changed.last()) {
            let steps = |at: usize| {
                let figure = &game.exercise().figures[at];
                (changed.figures[at] - lived.figures[at]).abs() / figure.step.max(f64::MIN_POSITIVE)
            };
            let mut order: Vec<usize> = (0..game.exercise().figures.len()).collect();
            order.sort_by(|one, other| steps(*other).total_cmp(&steps(*one)));
            for at in order {
                let figure = &game.exercise().figures[at];
                let (lived, changed) = (lived.figures[at], changed.figures[at]);
                let differs = figure.shown(lived) != figure.shown(changed);
                rows.push((
                    differs,
                    [
                        format!("{}, at the end", figure.title),
                        figure.shown(lived),
                        figure.shown(changed),
                        apart(lived, changed, figure.digits),
                    ],
                ));
            }
        }
        self.lock().counterfactual = Some(Counterfactual { words, rows });
        self.ring();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_that_of_the_numbers_beside_it() {
        assert_eq!(apart(20.6, 20.4, 0), "-1");
        assert_eq!(apart(31.06, 25.14, 1), "-6.0");
        assert_eq!(apart(1.0, 1.0, 2), "0.00");
        assert_eq!(apart(f64::NAN, 1.0, 1), signed(f64::NAN, 1));
    }
}
