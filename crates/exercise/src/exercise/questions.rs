//! What the facilitator could ask next: questions that follow from what happened. A rule looks at
//! the last round and says what it saw; the words to say aloud stand in one list.

use super::{Decision, Game, LEVELS, Prediction, Provenance, RIGHTS, TIMES};

/// What was seen, and the question that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What the rule saw, for the facilitator alone: it may hold what is hidden from the teams.
    pub seen: String,
    /// The words to say aloud. They give nothing away.
    pub ask: &'static str,
}

/// What the rules look for, in the order in which their questions are suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Quiet,
    Nought,
    TakenBack,
    Cut,
    Apart,
    Surprised,
    Gap,
    Overfull,
    Unchanged,
    Beginning,
}

/// Every rule with its question.
const ASKED: [(Rule, &str); 10] = [
    (Rule::Quiet, "Who decides in your team, right now?"),
    (Rule::Nought, "What did you stop looking at?"),
    (Rule::TakenBack, "Which decision did you take back, and whom does that protect?"),
    (Rule::Cut, "What would you have cut yourselves?"),
    (Rule::Apart, "You gave the same answer. What else was different?"),
    (Rule::Surprised, "What was different from how you saw it?"),
    (Rule::Gap, "Whom would you have to ask to know how it really is?"),
    (Rule::Overfull, "What do the extra half-days cost, and whom?"),
    (Rule::Unchanged, "What would have to happen for you to change course?"),
    (Rule::Beginning, "What do you expect to see first, and who will tell you?"),
];

/// The most questions that are suggested at a time.
const MOST: usize = 3;
/// A gap between reported and real, or between two teams, is worth a question from this many steps
/// of the figure.
const STEPS: f64 = 4.0;

/// Questions for the present moment, the first first. `quiet` are teams that have done nothing for
/// long.
pub fn questions(game: &Game, quiet: &[u32]) -> Vec<Question> {
    let seen = |(rule, ask): &(Rule, &'static str)| Some(Question { seen: look(*rule, game, quiet)?, ask });
    ASKED.iter().filter_map(seen).take(MOST).collect()
}

/// What a rule sees; none if there is nothing.
fn look(rule: Rule, game: &Game, quiet: &[u32]) -> Option<String> {
    let exercise = game.exercise();
    let last = game.round().checked_sub(1);
    let mut teams = 0..game.teams().len() as u32;
    // The last decision of a team, and the one before it.
    let two = |team: u32| -> Option<(Decision, &Decision)> {
        let decided = &game.teams()[team as usize].decided;
        let (now, before) = decided.split_last()?;
        let before = before.last().map_or_else(|| exercise.opening.clone(), |before| before.decision.clone());
        Some((before, &now.decision))
    };
    let name = Game::team_name;
    match rule {
        Rule::Quiet => {
            let team = *quiet.first()?;
            Some(format!("{} has changed nothing yet.", name(team)))
        }
        Rule::Nought => teams.find_map(|team| {
            let (before, now) = two(team)?;
            let at = (0..TIMES.len()).find(|at| before.time[*at] > 0 && now.time[*at] == 0)?;
            let told = told(game, team).map_or(String::new(), |(seen, real)| format!(" {seen}, {real}."));
            Some(format!("{} took \u{201c}{}\u{201d} to nought.{told}", name(team), short(TIMES[at])))
        }),
        Rule::TakenBack => teams.find_map(|team| {
            let (before, now) = two(team)?;
            let kind = (0..RIGHTS.len()).find(|kind| now.rights[*kind] < before.rights[*kind])?;
            let level = LEVELS[usize::from(now.rights[kind]).min(3)].1;
            Some(format!("{} took back {}: now {level}.", name(team), short(RIGHTS[kind])))
        }),
        Rule::Cut => teams.find_map(|team| {
            let last = game.teams()[team as usize].decided.last()?;
            (last.how == Provenance::Cut)
                .then(|| format!("{}'s draft was more than could be done, and was cut.", name(team)))
        }),
        Rule::Apart => apart(game, last?),
        Rule::Surprised => surprised(game, last?),
        Rule::Gap => {
            let (_, real) = exercise.told_and_real()?;
            let step = exercise.figures[real].step;
            let gap = |team: u32| gap(game, team).map_or(0.0, f64::abs);
            let widest = teams.max_by(|a, b| gap(*a).total_cmp(&gap(*b)).then(b.cmp(a)))?;
            let (seen, real) = told(game, widest)?;
            (gap(widest) >= STEPS * step).then(|| format!("{}: {seen}, {real}.", name(widest)))
        }
        Rule::Overfull => teams.find_map(|team| {
            let spent: f64 = game.week(team, last?)?.iter().sum();
            (spent > 10.0).then(|| format!("{} works {} half-days a week.", name(team), super::plain(spent)))
        }),
        Rule::Unchanged => teams.find_map(|team| {
            let [.., one, two] = &game.teams()[team as usize].decided[..] else { return None };
            let same = one.decision.carried() == two.decision.carried();
            (same && two.decision.answers.is_empty())
                .then(|| format!("{} has changed nothing for two {}s.", name(team), exercise.word))
        }),
        Rule::Beginning => {
            last.is_none().then(|| format!("It is the first {}: no figures yet.", exercise.word))
        }
    }
}

/// How far what a team was told lies from what is so, after the last round.
fn gap(game: &Game, team: u32) -> Option<f64> {
    let (seen, real) = game.exercise().told_and_real()?;
    let last = game.teams()[team as usize].rounds.last()?;
    Some(last.figures[seen] - last.figures[real]).filter(|gap| gap.is_finite())
}

/// The same in words: `they are told 39 of 100`, `it is 15 of 100`.
fn told(game: &Game, team: u32) -> Option<(String, String)> {
    let exercise = game.exercise();
    let (seen, real) = exercise.told_and_real()?;
    let last = game.teams()[team as usize].rounds.last()?;
    let shown = |at: usize| exercise.figures[at].shown(last.figures[at]);
    Some((format!("Told: {}", shown(seen)), format!("real: {}", shown(real))))
}

/// Two teams that gave the same answer, and whose real figure lies apart.
fn apart(game: &Game, round: u32) -> Option<String> {
    let exercise = game.exercise();
    let (_, real) = exercise.told_and_real()?;
    let figure = &exercise.figures[real];
    let value = |team: u32| game.teams()[team as usize].rounds.last().map(|last| last.figures[real]);
    let answers = |team: u32| &game.teams()[team as usize].decided[round as usize].decision.answers;
    let teams = game.teams().len() as u32;
    let pairs = (0..teams).flat_map(|one| (one + 1..teams).map(move |other| (one, other)));
    let mut alike = pairs.filter(|(one, other)| {
        answers(*one).iter().any(|(inject, answer)| answers(*other).get(inject) == Some(answer))
    });
    alike.find_map(|(one, other)| {
        let (a, b) = (value(one)?, value(other)?);
        ((a - b).abs() >= STEPS * figure.step).then(|| {
            let title = figure.title.split(',').next().unwrap_or_default().to_lowercase();
            let (one, other) = (Game::team_name(one), Game::team_name(other));
            format!(
                "{one} and {other} gave the same answer, and {title} lies apart: {} and {}.",
                figure.shown(a),
                figure.shown(b)
            )
        })
    })
}

/// Most of those who predicted expected otherwise.
fn surprised(game: &Game, round: u32) -> Option<String> {
    let exercise = game.exercise();
    let at = exercise.predicted(round)?;
    let guesses: Vec<bool> = (game.teams().iter())
        .filter_map(|team| {
            let expected: Prediction = team.decided.get(round as usize)?.decision.prediction?;
            let before = match round {
                0 => game.opening()[at],
                _ => team.rounds[round as usize - 1].figures[at],
            };
            let came = exercise.figures[at].moved(before, team.rounds[round as usize].figures[at])?;
            Some(came == expected)
        })
        .collect();
    let wrong = guesses.iter().filter(|held| !**held).count();
    (wrong * 2 > guesses.len()).then(|| {
        let title = &exercise.figures[at].title;
        format!("{wrong} of {} that predicted expected otherwise: {title}.", guesses.len())
    })
}

/// What stands before the colon, inside a sentence.
fn short(text: &str) -> String {
    text.split(':').next().unwrap_or(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::{Effective, Entry, read_text, text};
    use super::*;
    use balcony_scenario::scenario::files::Disk;
    use balcony_scenario::scenario::{England, Library};

    #[test]
    fn a_question_follows_from_what_happened_and_from_nothing_else() {
        let of = read_text("taster", text("taster").unwrap(), &Library::new(&Disk, &England)).unwrap();
        let mut game = Game::new(of, 2).unwrap();
        assert_eq!(
            questions(&game, &[]).iter().map(|one| one.ask).collect::<Vec<_>>(),
            [ASKED.last().unwrap().1]
        );
        assert!(questions(&game, &[1])[0].seen.starts_with("Blue has changed nothing"));
        let mut decision = game.held(0);
        decision.time[1] = 0;
        decision.rights[0] = 0;
        let decisions = vec![
            Effective::of(decision, Provenance::Submitted),
            Effective::of(game.held(1), Provenance::Carried),
        ];
        game.apply(&Entry::Close { round: 0, decisions }).unwrap();
        let asked = questions(&game, &[]);
        assert!(asked.len() <= MOST);
        assert!(
            asked[0].seen.starts_with("Amber took \u{201c}dance floor\u{201d} to nought. Told: "),
            "{asked:?}"
        );
        assert!(asked[1].seen.starts_with("Amber took back thresholds"), "{asked:?}");
        for one in &asked {
            assert!(
                !one.ask.chars().any(|sign| sign.is_ascii_digit()),
                "it gives a figure away: {}",
                one.ask
            );
        }
    }
}
