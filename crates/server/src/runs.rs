//! Monte Carlo runs: every team's decisions are simulated in many other replicates of the same
//! authority, beside reference strategies. They show the effect of chance.
//!
//! A background thread keeps one world per run and team. It receives the decisions so far, and
//! those that would be in force if the round ended now. It simulates both in parallel, so that most
//! results are ready when the round ends. The results never influence the game.

use balcony_engine::strategy::{Investment, Strategy, Style};
use balcony_exercise::exercise::{
    Decision, Exercise, Game, Round, RunInput, SharedStart, TeamRun, same_before, style,
};
use balcony_exercise::team_view::Spread;
use balcony_scenario::presets;
use rayon::prelude::*;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// What to simulate: the number of finished rounds, and each team's strategy and events.
#[derive(Debug, Clone, PartialEq, Default)]
struct Target {
    rounds: u32,
    teams: Vec<RunInput>,
    /// The same if the present round ended now. It is simulated ahead, so that results are ready
    /// when the round ends. Empty after the last round.
    ahead: Vec<RunInput>,
    references: Vec<RunInput>,
}

/// Results so far.
#[derive(Debug, Clone, Default)]
pub struct RunsSoFar {
    /// Number of runs that are warmed up.
    pub warmed: u32,
    /// Number of runs wanted.
    pub wanted: u32,
    /// Spread of each team.
    pub teams: Vec<Arc<Spread>>,
    /// Spread of each reference, in the order of [`references`].
    pub references: Vec<Arc<Spread>>,
}

/// Results for a team after `rounds` rounds with the input `asked`.
#[derive(Debug, Clone, Default)]
struct Ready {
    rounds: u32,
    asked: RunInput,
    spread: Arc<Spread>,
}

struct Shared {
    target: Mutex<(Target, bool)>,
    wake: Condvar,
    found: Mutex<Arc<RunsSoFar>>,
    /// Results simulated ahead, by team.
    ready: Mutex<Vec<Ready>>,
}

/// The background thread and its results.
pub struct Runs {
    shared: Arc<Shared>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl std::fmt::Debug for Runs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runs").finish_non_exhaustive()
    }
}

/// Names of the references: the opening style carried forward, and the four models.
pub fn references() -> Vec<&'static str> {
    std::iter::once("as it was").chain(presets::PRESETS.iter().map(|preset| preset.0)).collect()
}

/// Strategies of the references: the opening decision carried forward, and the same with the source
/// and rights of each model. They receive the injects that come to all teams, and answer none.
fn reference_strategies(game: &Game) -> Vec<RunInput> {
    let exercise = game.exercise();
    let opening = style(&exercise.opening);
    let styles = std::iter::once(opening).chain(
        presets::PRESETS
            .iter()
            .filter_map(|preset| presets::preset(preset.0))
            .map(|way| Style { attention: opening.attention, ..way }),
    );
    let start = exercise.scenario.start_week();
    let events = balcony_exercise::exercise::events(exercise, &game.common());
    styles
        .map(|style| {
            let mut strategy = Strategy::of(vec![(start, style)]);
            for (lever, points) in exercise.levers.iter().zip(&exercise.opening.points) {
                if *points > 0 {
                    let from = balcony_engine::calendar::Week(start.0 + lever.starts_after);
                    let size = f64::from(*points) * lever.point;
                    strategy.investments.push(Investment { from, weeks: 0, kind: lever.kind, size });
                }
            }
            (strategy, events.clone())
        })
        .collect()
}

impl Runs {
    /// Starts the thread for a game. It calls `changed` whenever there are new results, with the
    /// team that they concern or `None`.
    pub fn start(
        game: &Game,
        drafts: &[Option<Decision>],
        changed: impl Fn(Option<u32>) + Send + Sync + 'static,
    ) -> Self {
        let (exercise, place) = (game.shared(), game.place());
        let found = RunsSoFar { wanted: exercise.runs, ..RunsSoFar::default() };
        let shared = Arc::new(Shared {
            target: Mutex::new((Target::default(), false)),
            wake: Condvar::new(),
            found: Mutex::new(Arc::new(found)),
            ready: Mutex::default(),
        });
        let theirs = shared.clone();
        let thread = std::thread::Builder::new()
            .name("runs".to_owned())
            .spawn(move || {
                let mut worker = Worker::new(&exercise, &place, &theirs, &changed);
                match pool() {
                    Some(pool) => pool.install(|| worker.work()),
                    None => worker.work(),
                }
            })
            .ok();
        let runs = Self { shared, thread };
        runs.aim(game, drafts);
        runs
    }

    /// Passes the decisions and drafts to the thread. If results were simulated ahead for exactly
    /// these decisions, they are available when this returns, so that the end of a round shows them
    /// at once.
    pub fn aim(&self, game: &Game, drafts: &[Option<Decision>]) {
        let teams: Vec<RunInput> = (0..game.teams().len() as u32).map(|team| game.strategy(team)).collect();
        let in_force = if game.is_over() { Vec::new() } else { game.in_force(drafts) };
        let ahead = in_force.iter().zip(0..).map(|(now, team)| game.plan_with(team, &now.decision)).collect();
        let references = reference_strategies(game);
        let target = Target { rounds: game.round(), teams, ahead, references };
        let mut guard = lock(&self.shared.target);
        if guard.0 == target {
            return;
        }
        {
            let mut found = lock(&self.shared.found);
            if target.rounds < guard.0.rounds {
                // The session went back: results after that round belong to another branch.
                for spread in &mut Arc::make_mut(&mut found).teams {
                    let spread = Arc::make_mut(spread);
                    spread.figures.truncate(target.rounds as usize);
                    spread.outcomes.clear();
                }
            }
            for (at, ready) in lock(&self.shared.ready).iter().enumerate() {
                if ready.rounds == target.rounds
                    && target.teams.get(at) == Some(&ready.asked)
                    && let Some(place) = Arc::make_mut(&mut found).teams.get_mut(at)
                {
                    *place = ready.spread.clone();
                }
            }
        }
        guard.0 = target;
        drop(guard);
        self.shared.wake.notify_all();
    }

    /// Returns the results so far.
    pub fn found(&self) -> Arc<RunsSoFar> {
        lock(&self.shared.found).clone()
    }
}

impl Drop for Runs {
    fn drop(&mut self) {
        lock(&self.shared.target).1 = true;
        self.shared.wake.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Threads with low priority, because pages must be served first. Where priority cannot be set, one
/// core is left free.
fn pool() -> Option<rayon::ThreadPool> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = if cfg!(target_os = "linux") { cores } else { (cores - 1).max(1) };
    rayon::ThreadPoolBuilder::new().num_threads(threads).start_handler(|_| give_way()).build().ok()
}

#[cfg(target_os = "linux")]
fn give_way() {
    // On Linux this changes the thread and not the process. If it is not permitted, the thread
    // keeps its normal priority.
    let _ = rustix::process::setpriority_process(None, 15);
}

#[cfg(not(target_os = "linux"))]
fn give_way() {}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One strategy in all runs.
#[derive(Default, Clone)]
struct StrategyRuns {
    /// The same one round further, with what would be in force.
    ahead: Option<Box<StrategyRuns>>,
    lives: Vec<TeamRun>,
    lived: u32,
    asked: RunInput,
    spread: Arc<Spread>,
}

impl StrategyRuns {
    /// Whether this input has been simulated ahead to the end of `rounds` rounds.
    fn is_ahead(&self, asked: &RunInput, rounds: u32) -> bool {
        self.ahead.as_ref().is_some_and(|ahead| ahead.lived == rounds && ahead.asked == *asked)
    }
}

struct Worker<'a> {
    exercise: &'a Exercise,
    place: &'a SharedStart,
    shared: &'a Shared,
    changed: &'a (dyn Fn(Option<u32>) + Send + Sync),
    warm: Vec<TeamRun>,
    /// The team that is simulated ahead next. The turn prevents a team that keeps changing its
    /// draft from delaying the others.
    turn: usize,
    /// Number of simulations ahead since the references last advanced, so that drafts do not delay
    /// those either.
    since: usize,
    teams: Vec<StrategyRuns>,
    references: Vec<StrategyRuns>,
}

impl<'a> Worker<'a> {
    fn new(
        exercise: &'a Exercise,
        place: &'a SharedStart,
        shared: &'a Shared,
        changed: &'a (dyn Fn(Option<u32>) + Send + Sync),
    ) -> Self {
        Self {
            exercise,
            place,
            shared,
            changed,
            warm: Vec::new(),
            turn: 0,
            since: 0,
            teams: Vec::new(),
            references: Vec::new(),
        }
    }

    fn work(&mut self) {
        // Runs are warmed up a few at a time so that the page can show progress. A run that fails
        // is left out.
        let mut next = 0;
        while next < self.exercise.runs {
            let until = (next + 16).min(self.exercise.runs);
            let lives: Vec<TeamRun> = (next..until)
                .into_par_iter()
                .filter_map(|replicate| self.place.begin(replicate).ok())
                .collect();
            self.warm.extend(lives);
            next = until;
            if self.stopped() {
                return;
            }
            self.publish(None);
        }
        loop {
            let target = {
                let mut guard = lock(&self.shared.target);
                loop {
                    if guard.1 {
                        return;
                    }
                    if !self.is_done(&guard.0) {
                        break guard.0.clone();
                    }
                    guard = self.shared.wake.wait(guard).unwrap_or_else(PoisonError::into_inner);
                }
            };
            self.reach(&target);
        }
    }

    fn stopped(&self) -> bool {
        lock(&self.shared.target).1
    }

    /// Whether the target has changed, so that the present work should stop.
    fn moved(&self, target: &Target) -> bool {
        let guard = lock(&self.shared.target);
        guard.1 || guard.0 != *target
    }

    fn is_done(&self, target: &Target) -> bool {
        let done = |ways: &[StrategyRuns], asked: &[RunInput], rounds: u32| {
            ways.len() == asked.len()
                && ways.iter().zip(asked).all(|(way, asked)| way.lived == rounds && way.asked == *asked)
        };
        done(&self.teams, &target.teams, target.rounds)
            && self.teams.iter().zip(&target.ahead).all(|(way, asked)| way.is_ahead(asked, target.rounds + 1))
            && done(&self.references, &target.references, self.exercise.rounds)
    }

    /// Simulates the teams up to the present round first, then ahead, then the references, unless
    /// the target changes.
    fn reach(&mut self, target: &Target) {
        self.teams.resize_with(target.teams.len(), StrategyRuns::default);
        self.references.resize_with(target.references.len(), StrategyRuns::default);
        // Teams that were simulated ahead come first. Each team is told of its results as soon as
        // they are ready.
        let mut order: Vec<usize> = (0..target.teams.len()).collect();
        order.sort_by_key(|at| !self.teams[*at].is_ahead(&target.teams[*at], target.rounds));
        for at in order {
            let mut way = std::mem::take(&mut self.teams[at]);
            self.bring(&mut way, &target.teams[at], target.rounds);
            self.teams[at] = way;
            self.publish(Some(at));
            if self.moved(target) {
                return;
            }
        }
        let first = self.turn;
        for step in 0..target.ahead.len() {
            let at = (first + step) % target.ahead.len();
            let asked = &target.ahead[at];
            if self.teams[at].is_ahead(asked, target.rounds + 1) {
                continue;
            }
            self.turn = at + 1;
            self.teams[at].ahead = None;
            let mut next = self.teams[at].clone();
            self.bring(&mut next, asked, target.rounds + 1);
            let ready = Ready { rounds: next.lived, asked: next.asked.clone(), spread: next.spread.clone() };
            self.teams[at].ahead = Some(Box::new(next));
            {
                let mut all = lock(&self.shared.ready);
                all.resize_with(target.teams.len(), Ready::default);
                all[at] = ready;
            }
            self.since += 1;
            if self.since > target.ahead.len() {
                self.refer(target, 1);
            }
            if self.moved(target) {
                return;
            }
        }
        self.refer(target, u32::MAX);
    }

    /// Advances the references by at most `most` rounds, one reference at a time, so that the
    /// worlds of only one are in memory. It stops when the target changes.
    fn refer(&mut self, target: &Target, most: u32) {
        self.since = 0;
        let mut left = most;
        let mut references = std::mem::take(&mut self.references);
        'all: for (way, asked) in references.iter_mut().zip(&target.references) {
            if way.asked != *asked && way.lives.is_empty() {
                *way = StrategyRuns::default();
            }
            while way.lived < self.exercise.rounds {
                self.bring(way, asked, way.lived + 1);
                left -= 1;
                if left == 0 || self.moved(target) {
                    break 'all;
                }
            }
            way.lives = Vec::new();
        }
        self.references = references;
        self.publish(None);
    }

    /// Simulates a strategy to the end of `rounds` rounds. It starts again if the earlier input
    /// differs from `asked`.
    fn bring(&self, way: &mut StrategyRuns, asked: &RunInput, rounds: u32) {
        if way.is_ahead(asked, rounds)
            && let Some(ahead) = way.ahead.take()
        {
            *way = *ahead;
            return;
        }
        let until = self.exercise.scenario.start_week().0 + way.lived * self.exercise.weeks;
        if (way.lives.is_empty() && way.lived < rounds)
            || way.lived > rounds
            || !same_before(&way.asked, asked, until)
        {
            *way = StrategyRuns { lives: self.warm.clone(), ..StrategyRuns::default() };
        }
        asked.clone_into(&mut way.asked);
        while way.lived < rounds {
            let round = way.lived;
            let left: Vec<Option<Round>> = way
                .lives
                .par_iter_mut()
                .map(|life| self.place.live(self.exercise, life, &asked.0, &asked.1, round).ok())
                .collect();
            let figures = (0..self.exercise.figures.len())
                .map(|figure| left.iter().flatten().map(|round| round.figures[figure]).collect())
                .collect();
            Arc::make_mut(&mut way.spread).figures.push(figures);
            way.lived += 1;
            if self.stopped() {
                return;
            }
        }
        if way.lived == self.exercise.rounds && way.spread.outcomes.is_empty() {
            let all: Vec<Vec<f64>> = way.lives.par_iter().map(|life| self.place.outcomes(life)).collect();
            Arc::make_mut(&mut way.spread).outcomes = self
                .exercise
                .outcomes
                .iter()
                .map(|outcome| all.iter().map(|run| run[*outcome]).collect())
                .collect();
            // After the last round the worlds are not needed. They are computed again if the
            // session goes back.
            way.lives = Vec::new();
        }
    }

    /// Publishes results that belong to the present target, and nothing of an earlier one. Every
    /// team whose results are new is told, for what was simulated ahead may be published with
    /// another team's results; the desk is told if no `team` is given.
    fn publish(&self, team: Option<usize>) {
        let target = lock(&self.shared.target);
        let mut found = lock(&self.shared.found);
        let before = found.teams.clone();
        let ready = lock(&self.shared.ready);
        let start = self.exercise.scenario.start_week().0;
        let current = |way: &StrategyRuns, asked: Option<&RunInput>| {
            let until = start + way.lived * self.exercise.weeks;
            let same = asked.is_some_and(|asked| same_before(&way.asked, asked, until));
            if same { way.spread.clone() } else { Arc::default() }
        };
        let team_of = |(at, way): (usize, &StrategyRuns)| {
            let asked = target.0.teams.get(at);
            let ahead =
                ready.get(at).filter(|ready| ready.rounds == target.0.rounds && asked == Some(&ready.asked));
            ahead.map_or_else(|| current(way, asked), |ready| ready.spread.clone())
        };
        *found = Arc::new(RunsSoFar {
            warmed: self.warm.len() as u32,
            wanted: self.exercise.runs,
            teams: self.teams.iter().enumerate().map(team_of).collect(),
            references: (self.references.iter().enumerate())
                .map(|(at, way)| current(way, target.0.references.get(at)))
                .collect(),
        });
        let same = |one: &Arc<Spread>, other: &Arc<Spread>| {
            Arc::ptr_eq(one, other) || (one.figures.is_empty() && other.figures.is_empty())
        };
        let news: Vec<u32> = (found.teams.iter().zip(0..))
            .filter(|(spread, at)| !before.get(*at as usize).is_some_and(|before| same(before, spread)))
            .map(|(_, at)| at)
            .collect();
        drop((ready, found, target));
        news.iter().for_each(|team| (self.changed)(Some(*team)));
        if team.is_none() {
            (self.changed)(None);
        }
    }
}

#[cfg(test)]
mod tests;
