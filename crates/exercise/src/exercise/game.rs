//! The game turns entries of the log into states. A refused entry changes nothing. The server
//! writes an accepted one to the log before anybody sees the new state.
//!
//! Every team keeps its state after every round, so a rewind only drops states. The same entries
//! give the same states, bit for bit, on every machine.

use super::in_force;
use super::lower::{Decided, engine_strategy, events};
use super::team_run::{Colleague, Round, SharedStart, TeamRun};
use super::{
    Answer, Decision, Effective, Entry, Exercise, Inject, InjectOutcome, InjectTime, MOST_TEAMS, Provenance,
    Refused, TEAMS, Wrong,
};
use balcony_engine::setting::Event;
use balcony_engine::strategy::Strategy;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One team's progress through the rounds.
#[derive(Debug, Clone)]
pub struct Team {
    /// Decisions in force, by round.
    pub decided: Vec<Effective>,
    /// Injects that came, by round, including the present one: indices into [`Exercise::injects`].
    pub came: Vec<Vec<usize>>,
    /// Results of each round.
    pub rounds: Vec<Round>,
    /// Decision submitted for the present round.
    pub submitted: Option<Decision>,
    lives: Vec<Arc<TeamRun>>,
}

impl Team {
    /// Number of worlds kept for the team: one after each round.
    pub fn worlds(&self) -> usize {
        self.lives.len()
    }
}

/// A message of the facilitator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The team; all teams if `None`.
    pub team: Option<u32>,
    /// The text.
    pub text: String,
    /// The round in which it is shown; not in the next.
    pub round: u32,
}

/// Rounds that a rewind left behind.
#[derive(Debug, Clone)]
pub struct Branch {
    /// The round to which the session went back.
    pub to: u32,
    /// Every team before the rewind, without its worlds.
    pub teams: Vec<Team>,
}

/// An exercise in progress in one session.
#[derive(Debug, Clone)]
pub struct Game {
    exercise: Arc<Exercise>,
    place: Arc<SharedStart>,
    teams: Vec<Team>,
    start: Arc<TeamRun>,
    opening: Vec<f64>,
    sent: Vec<(u32, usize)>,
    skipped: BTreeMap<usize, u32>,
    branches: Vec<Branch>,
    paused: bool,
    messages: Vec<Message>,
    revealed: String,
}

impl Game {
    /// Starts a game at the beginning of the first round.
    ///
    /// # Errors
    /// If the number of teams is not allowed, or the model fails.
    pub fn new(exercise: Exercise, teams: u32) -> Result<Self, Refused> {
        if teams == 0 || teams > MOST_TEAMS {
            return Err(Refused::No(format!("1 to {MOST_TEAMS} teams, not {teams}")));
        }
        let place = Arc::new(SharedStart::of(&exercise));
        let start = Arc::new(place.begin(exercise.luck).map_err(|failed| Refused::No(failed.to_string()))?);
        let exercise = Arc::new(exercise);
        let opening = start.opening(&exercise);
        let mut game = Self {
            exercise,
            place,
            teams: Vec::new(),
            start,
            opening,
            sent: Vec::new(),
            skipped: BTreeMap::new(),
            branches: Vec::new(),
            paused: false,
            messages: Vec::new(),
            revealed: String::new(),
        };
        let team = Team {
            decided: Vec::new(),
            came: vec![game.coming(0, None)],
            rounds: Vec::new(),
            submitted: None,
            lives: Vec::new(),
        };
        game.teams = vec![team; teams as usize];
        Ok(game)
    }

    /// The exercise.
    pub fn exercise(&self) -> &Exercise {
        &self.exercise
    }

    /// Digest of the exercise and the engine. A log belongs to exactly one.
    pub fn identity(exercise: &Exercise) -> String {
        let mut hash = Sha256::new();
        for part in [&exercise.source, &exercise.scenario.hash(), &balcony_study::results::engine()] {
            // Eight bytes on every machine: `usize` has only four in the browser.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        balcony_numeric::hex(&hash.finalize()[..8])
    }

    /// The present round, from 0; the number of rounds when all are over.
    pub fn round(&self) -> u32 {
        self.teams.first().map_or(0, |team| team.rounds.len() as u32)
    }

    /// Whether all rounds are over.
    pub fn is_over(&self) -> bool {
        self.round() >= self.exercise.rounds
    }

    /// The teams.
    pub fn teams(&self) -> &[Team] {
        &self.teams
    }

    /// Branches that rewinds left behind.
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// Whether the clock is stopped.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Messages of the facilitator, oldest first.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The part of the debrief that the projector shows.
    pub fn revealed(&self) -> &str {
        &self.revealed
    }

    /// Figures at week 0.
    pub fn opening(&self) -> &[f64] {
        &self.opening
    }

    /// Whether an inject came or was skipped.
    pub fn fate(&self, inject: usize) -> Option<&'static str> {
        if self.skipped.contains_key(&inject) {
            return Some("skipped");
        }
        let came = self.teams.iter().any(|team| team.came.iter().flatten().any(|at| *at == inject));
        came.then_some("came")
    }

    /// What the facilitator did by hand with an inject.
    pub fn by_hand(&self, inject: usize) -> Option<InjectOutcome> {
        if self.skipped.contains_key(&inject) {
            return Some(InjectOutcome::Skipped);
        }
        self.sent.iter().any(|(_, at)| *at == inject).then_some(InjectOutcome::Sent)
    }

    /// Injects of a team in the present round.
    pub fn injects(&self, team: u32) -> Vec<&Inject> {
        let at = self.round() as usize;
        let came = self.teams.get(team as usize).and_then(|team| team.came.get(at));
        came.map(|came| came.iter().map(|at| &self.exercise.injects[*at]).collect()).unwrap_or_default()
    }

    /// The decision that continues for a team until it decides otherwise.
    pub fn held(&self, team: u32) -> Decision {
        let decided = self.teams.get(team as usize).and_then(|team| team.decided.last());
        decided.map_or_else(|| self.exercise.opening.clone(), |effective| effective.decision.carried())
    }

    /// Faults of a team's decision in the present round.
    pub fn wrong(&self, team: u32, decision: &Decision) -> Vec<Wrong> {
        decision.wrong(&self.exercise, &self.held(team), &self.injects(team), self.bound(team, self.round()))
    }

    /// Injects that came to a team in a round.
    pub fn came(&self, team: u32, round: u32) -> Vec<&Inject> {
        let came = self.teams.get(team as usize).and_then(|team| team.came.get(round as usize));
        came.into_iter().flatten().map(|at| &self.exercise.injects[*at]).collect()
    }

    /// Faults that a team's decision would have had in a past round.
    pub fn wrong_then(&self, team: u32, round: u32, decision: &Decision) -> Vec<Wrong> {
        let before =
            (round as usize).checked_sub(1).and_then(|at| self.teams.get(team as usize)?.decided.get(at));
        let held = before.map_or_else(|| self.exercise.opening.clone(), |before| before.decision.carried());
        decision.wrong(&self.exercise, &held, &self.came(team, round), self.bound(team, round))
    }

    /// Answers of earlier rounds that still hold in a round, each with its last round.
    pub fn holding(&self, team: u32, round: u32) -> Vec<(&Answer, u32)> {
        let Some(of) = self.teams.get(team as usize) else { return Vec::new() };
        let mut holding = Vec::new();
        for (earlier, effective) in (0..round).zip(&of.decided) {
            let injects = self.came(team, earlier);
            for answer in effective.decision.answered(&injects) {
                if earlier + answer.rounds > round {
                    holding.push((answer, earlier + answer.rounds - 1));
                }
            }
        }
        holding
    }

    /// Half-days per week that answers of earlier rounds still take in a round.
    pub fn bound(&self, team: u32, round: u32) -> f64 {
        self.holding(team, round).iter().map(|(answer, _)| answer.time.iter().sum::<f64>()).sum()
    }

    /// Half-days per week by use in a past round, including those of answers.
    pub fn week(&self, team: u32, round: u32) -> Option<[f64; 7]> {
        let of = self.teams.get(team as usize)?;
        let effective = of.decided.get(round as usize)?;
        let injects = self.came(team, round);
        let mut week = std::array::from_fn(|at| effective.decision.half_days(at));
        let holding = self.holding(team, round);
        let held = holding.iter().map(|(answer, _)| *answer);
        for answer in effective.decision.answered(&injects).chain(held) {
            week.iter_mut().zip(answer.time).for_each(|(sum, time)| *sum += time);
        }
        Some(week)
    }

    /// Injects that come to all teams, by round: in their planned round, or when the facilitator
    /// sends them. Skipped injects and those for single teams are left out.
    pub fn common(&self) -> Vec<Vec<&Inject>> {
        let comes = |at: usize, inject: &Inject, round: u32| {
            if let Some((when, _)) = self.sent.iter().find(|(_, was)| *was == at) {
                return *when == round;
            }
            inject.when == InjectTime::Round(round)
                && self.skipped.get(&at).is_none_or(|since| *since > round)
        };
        (0..self.exercise.rounds)
            .map(|round| {
                let injects = self.exercise.injects.iter().enumerate();
                injects.filter(|(at, inject)| comes(*at, inject, round)).map(|(_, inject)| inject).collect()
            })
            .collect()
    }

    /// Decisions that would be in force if the round ended now, given the teams' drafts.
    pub fn in_force(&self, drafts: &[Option<Decision>]) -> Vec<Effective> {
        let teams = self.teams.iter().zip(0..);
        teams
            .map(|(of, team)| {
                let draft = drafts.get(team as usize).and_then(Option::as_ref);
                let cut = |draft: &Decision| self.cut(team, draft);
                in_force::effective(of.submitted.as_ref(), draft, self.held(team), cut)
            })
            .collect()
    }

    /// A team's draft of the present round, cut to what can be done.
    pub fn cut(&self, team: u32, draft: &Decision) -> Decision {
        let (injects, bound) = (self.injects(team), self.bound(team, self.round()));
        in_force::cut(&self.exercise, &self.held(team), &injects, bound, draft)
    }

    /// Checks an entry without changing anything.
    ///
    /// # Errors
    /// If the entry is refused.
    pub fn check(&self, entry: &Entry) -> Result<(), Refused> {
        let now = |round: u32| -> Result<(), Refused> {
            if self.is_over() {
                return Err(Refused::Over);
            }
            if round != self.round() {
                let name = |round| self.exercise.round_name(round);
                return Err(Refused::OtherRound(name(round), name(self.round())));
            }
            Ok(())
        };
        let known = |team: u32| match self.teams.get(team as usize) {
            Some(_) => Ok(()),
            None => Err(Refused::No("there is no such team".to_owned())),
        };
        match entry {
            Entry::Open { exercise, teams } => {
                if *exercise != Self::identity(&self.exercise) {
                    return Err(Refused::No(
                        "this log is of another exercise, or of another version of Balcony".to_owned(),
                    ));
                }
                if *teams as usize != self.teams.len() {
                    return Err(Refused::No(format!("this log is of {teams} teams")));
                }
                Ok(())
            }
            Entry::Submit { team, round, decision } => {
                known(*team)?;
                now(*round)?;
                let wrong = self.wrong(*team, decision);
                if wrong.is_empty() { Ok(()) } else { Err(Refused::Wrong(wrong)) }
            }
            Entry::Withdraw { team, round } => {
                known(*team)?;
                now(*round)
            }
            Entry::Close { round, decisions } => {
                now(*round)?;
                if decisions.len() != self.teams.len() {
                    return Err(Refused::No("one decision a team".to_owned()));
                }
                for (team, effective) in decisions.iter().enumerate() {
                    let wrong = self.wrong(team as u32, &effective.decision);
                    if !wrong.is_empty() {
                        return Err(Refused::Wrong(wrong));
                    }
                }
                Ok(())
            }
            Entry::Send { round, inject } => {
                now(*round)?;
                let at = self.find(inject)?;
                match self.fate(at) {
                    Some(_) => {
                        Err(Refused::No(format!("\"{}\" came already", self.exercise.injects[at].title)))
                    }
                    None => Ok(()),
                }
            }
            Entry::Skip { inject } => {
                let at = self.find(inject)?;
                match self.fate(at) {
                    Some(_) => {
                        Err(Refused::No(format!("\"{}\" came already", self.exercise.injects[at].title)))
                    }
                    None => Ok(()),
                }
            }
            Entry::Rewind { to } if *to < self.round() => Ok(()),
            Entry::Rewind { .. } => Err(Refused::No("that round has not been played yet".to_owned())),
            Entry::Pause { .. } => Ok(()),
            Entry::Message { team, text } => {
                team.map_or(Ok(()), known)?;
                if text.chars().count() > 500 {
                    return Err(Refused::No("at most 500 characters".to_owned()));
                }
                Ok(())
            }
            Entry::Reveal { part } if part.len() <= 60 => Ok(()),
            Entry::Reveal { .. } => Err(Refused::No("there is no such part".to_owned())),
        }
    }

    /// Applies an entry.
    ///
    /// # Errors
    /// If [`Self::check`] refuses it or the model fails; then nothing has changed.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Refused> {
        self.check(entry)?;
        match entry {
            Entry::Open { .. } => {}
            Entry::Submit { team, decision, .. } => {
                self.teams[*team as usize].submitted = Some(decision.clone());
            }
            Entry::Withdraw { team, .. } => self.teams[*team as usize].submitted = None,
            Entry::Close { round, decisions } => self.close(*round, decisions)?,
            Entry::Send { round, inject } => {
                let at = self.find(inject)?;
                self.sent.push((*round, at));
                for team in &mut self.teams {
                    team.came[*round as usize].push(at);
                }
            }
            Entry::Skip { inject } => {
                let at = self.find(inject)?;
                self.skipped.insert(at, self.round());
            }
            Entry::Rewind { to } => self.rewind(*to),
            Entry::Pause { on } => self.paused = *on,
            Entry::Message { team, text } => {
                self.messages.push(Message { team: *team, text: text.clone(), round: self.round() });
            }
            Entry::Reveal { part } => part.clone_into(&mut self.revealed),
        }
        Ok(())
    }

    fn find(&self, key: &str) -> Result<usize, Refused> {
        let at = self.exercise.injects.iter().position(|inject| inject.key == key);
        at.ok_or_else(|| Refused::No(format!("there is no inject `{key}`")))
    }

    fn close(&mut self, round: u32, decisions: &[Effective]) -> Result<(), Refused> {
        let mut teams = self.teams.clone();
        for (team, effective) in teams.iter_mut().zip(decisions) {
            team.decided.push(effective.clone());
            let (strategy, events) = team_strategy(&self.exercise, team);
            let mut life = TeamRun::clone(team.lives.last().unwrap_or(&self.start));
            let left = self
                .place
                .live(&self.exercise, &mut life, &strategy, &events, round)
                .map_err(|failed| Refused::No(format!("the model fails: {failed}")))?;
            team.rounds.push(left);
            team.lives.push(Arc::new(life));
            team.submitted = None;
        }
        for team in &mut teams {
            let came = self.coming(round + 1, Some(team));
            team.came.push(came);
        }
        self.teams = teams;
        // A new round begins with its clock and letters on the wall.
        self.revealed.clear();
        Ok(())
    }

    /// Injects that come to a team at the beginning of a round.
    fn coming(&self, round: u32, team: Option<&Team>) -> Vec<usize> {
        let mut came = Vec::new();
        for (at, inject) in self.exercise.injects.iter().enumerate() {
            if self.skipped.contains_key(&at) {
                continue;
            }
            let comes = match &inject.when {
                InjectTime::Round(when) => *when == round,
                InjectTime::Held => false,
                InjectTime::If(condition) => {
                    let before = team.is_some_and(|team| team.came.iter().flatten().any(|was| *was == at));
                    let figures = team.and_then(|team| team.rounds.last()).map(|left| &left.figures);
                    let value = figures.unwrap_or(&self.opening)[condition.figure];
                    round >= condition.from && !before && condition.holds(value)
                }
            };
            let early = self.sent.iter().any(|(_, was)| *was == at);
            if comes && !early {
                came.push(at);
            }
        }
        came.extend(self.sent.iter().filter(|(when, _)| *when == round).map(|(_, at)| *at));
        came
    }

    fn rewind(&mut self, to: u32) {
        // Without worlds, because many rewinds would fill the memory; replaying the log reproduces
        // them.
        let bare = |team: &Team| Team { lives: Vec::new(), ..team.clone() };
        self.branches.push(Branch { to, teams: self.teams.iter().map(bare).collect() });
        let keep = to as usize;
        for team in &mut self.teams {
            team.decided.truncate(keep);
            team.rounds.truncate(keep);
            team.lives.truncate(keep);
            team.came.truncate(keep);
            team.submitted = None;
        }
        // Injects that were sent by hand in or after that round are held again.
        self.sent.retain(|(round, _)| *round < to);
        self.skipped.retain(|_, round| *round < to);
        self.messages.retain(|word| word.round < to);
        for at in 0..self.teams.len() {
            let came = self.coming(to, Some(&self.teams[at]));
            self.teams[at].came.push(came);
        }
    }

    /// A team's strategy and events in the rounds so far.
    pub fn strategy(&self, team: u32) -> (Strategy, Vec<Event>) {
        self.teams.get(team as usize).map(|team| team_strategy(&self.exercise, team)).unwrap_or_default()
    }

    /// A team's strategy and events if the present round ended with this decision.
    pub fn plan_with(&self, team: u32, decision: &Decision) -> (Strategy, Vec<Event>) {
        let Some(of) = self.teams.get(team as usize) else { return Default::default() };
        let mut next = of.clone();
        next.decided.push(Effective::of(decision.clone(), Provenance::Submitted));
        team_strategy(&self.exercise, &next)
    }

    /// Outcomes of a team so far; `None` before a round is over.
    pub fn outcomes(&self, team: u32) -> Option<Vec<f64>> {
        let life = self.teams.get(team as usize)?.lives.last()?;
        Some(self.place.outcomes(life))
    }

    /// Who leads below the director in a team's own life.
    pub fn colleagues(&self, team: u32) -> Vec<Colleague> {
        let lives = self.teams.get(team as usize).map_or(&[][..], |team| &team.lives);
        let before = lives.len().checked_sub(2).map_or(&self.start, |at| &lives[at]);
        lives.last().unwrap_or(&self.start).colleagues(before)
    }

    /// Simulates one replicate under a team's decisions, with one round's decision replaced if
    /// `instead` is given. Returns the rounds and the outcomes. With the session's own replicate
    /// and no replacement they equal the team's results.
    ///
    /// # Errors
    /// If the model fails.
    pub fn replay(
        &self,
        team: u32,
        replicate: u32,
        instead: Option<(u32, &Decision)>,
    ) -> Result<(Vec<Round>, Vec<f64>), Refused> {
        let team =
            self.teams.get(team as usize).ok_or_else(|| Refused::No("there is no such team".to_owned()))?;
        let mut other = team.clone();
        if let Some((round, decision)) = instead
            && let Some(effective) = other.decided.get_mut(round as usize)
        {
            effective.decision = decision.clone();
        }
        let (strategy, events) = team_strategy(&self.exercise, &other);
        self.live(&strategy, &events, other.decided.len() as u32, replicate)
    }

    /// Simulates one replicate under any strategy and events, over `rounds` rounds.
    ///
    /// # Errors
    /// If the model fails.
    pub fn live(
        &self,
        strategy: &Strategy,
        events: &[Event],
        rounds: u32,
        replicate: u32,
    ) -> Result<(Vec<Round>, Vec<f64>), Refused> {
        let failed = |failed: balcony_engine::error::ModelFailure| Refused::No(failed.to_string());
        let mut life = if replicate == self.exercise.luck {
            TeamRun::clone(&self.start)
        } else {
            self.place.begin(replicate).map_err(failed)?
        };
        let mut left = Vec::new();
        for round in 0..rounds {
            left.push(self.place.live(&self.exercise, &mut life, strategy, events, round).map_err(failed)?);
        }
        Ok((left, self.place.outcomes(&life)))
    }

    /// The authority at the start, which all teams share.
    pub fn place(&self) -> Arc<SharedStart> {
        self.place.clone()
    }

    /// Memory in bytes that a session needs for its Monte Carlo runs: those of every team, those of
    /// the next round, and their starting states.
    pub fn bytes_of_luck(&self) -> usize {
        self.start.bytes() * self.exercise.runs as usize * (2 * self.teams.len() + 2)
    }

    /// The exercise, shared with other threads.
    pub fn shared(&self) -> Arc<Exercise> {
        self.exercise.clone()
    }

    /// Name of a team.
    pub fn team_name(team: u32) -> &'static str {
        TEAMS[team as usize % TEAMS.len()]
    }
}

fn team_strategy(exercise: &Exercise, team: &Team) -> (Strategy, Vec<Event>) {
    let injects = |round: usize| -> Vec<&Inject> {
        team.came
            .get(round)
            .map_or_else(Vec::new, |came| came.iter().map(|at| &exercise.injects[*at]).collect())
    };
    let decided: Vec<Decided<'_>> =
        team.decided.iter().enumerate().map(|(round, effective)| (effective, injects(round))).collect();
    let came = (0..team.decided.len()).map(injects).collect::<Vec<_>>();
    (engine_strategy(exercise, &decided), events(exercise, &came))
}
