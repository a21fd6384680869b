//! Runs one case under every arm, on the same children and with common random numbers, and judges
//! it.
//!
//! The runner of [`balcony_runs::experiment`] runs the replicates, so the number of threads does
//! not matter, and memory holds the values of one case at a time. The null run is one additional
//! replicate, the last one. Its values are compared bit by bit and then left out.

use super::case::{ARMS, Case, arms};
use super::contexts::OUTCOMES as KEYS;
use super::row::{EffectEstimate, JudgedOutcome, Row};
use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_runs::experiment::stats::{
    ErrorUnit, Interval, Ranking, Relation, Yardstick, factorial, mean, standing,
};
use balcony_runs::experiment::{Cancel, Job, Progress, Shape, Stop, Stopping, Table, run};
use balcony_study::simulate::{Scratch, Simulation};

/// How to run cases.
#[derive(Debug, Clone, Copy)]
pub struct AuditOptions<'a> {
    /// Number of pairs (replicates) of each case, at least two.
    pub pairs: u32,
    /// Whether each case also has a null run.
    pub null: bool,
    /// Number of threads; 0 means one per processor.
    pub threads: usize,
    /// Progress display.
    pub progress: &'a Progress,
    /// Stop flag.
    pub cancel: &'a Cancel,
}

impl AuditOptions<'_> {
    /// Number of replicates that a case takes.
    pub fn replicates(&self) -> u32 {
        self.pairs + u32::from(self.null)
    }
}

/// Runs a case and judges it.
///
/// # Errors
/// If the model fails, or a stop was requested.
pub fn measure(case: &Case, how: &AuditOptions<'_>) -> Result<Row, Stop> {
    let simulation = |case: &Case| {
        let place = format!("{}, {}", case.about.name, case.about.authority);
        Simulation::of(case.setting.clone(), case.strategies.clone(), place, case.seed, case.about.weeks)
    };
    let (real, null) = (simulation(case), simulation(&case.null()));
    let names = arms().map(str::to_owned);
    let job = Job {
        arms: &names,
        baseline: 0,
        replicates: how.replicates(),
        stopping: Stopping::All,
        primary: 0,
        also: &[],
        draws: 0,
        margins: &[],
        shape: Shape::new(ARMS, case.about.weeks, false),
        threads: how.threads,
        progress: how.progress,
        cancel: how.cancel,
    };
    let simulate = |number: u32, scratch: &mut Scratch| {
        if number < how.pairs { &real } else { &null }.replicate(number, scratch)
    };
    let table = run(&job, Scratch::default, simulate, None)?.table;
    Ok(judge(case, &table, how.pairs as usize, how.null))
}

/// The row of a case. The null run is the replicate after the pairs.
fn judge(case: &Case, table: &Table, pairs: usize, null: bool) -> Row {
    let differs = |outcome: &usize| {
        let bits = |arm: usize| table.outcome(arm, *outcome)[pairs].to_bits();
        (1..ARMS).any(|arm| bits(arm) != bits(0))
    };
    let judge = |at: usize| {
        let figures: [&[f64]; ARMS] = std::array::from_fn(|arm| &table.outcome(arm, at)[..pairs]);
        on(figures, at)
    };
    Row {
        about: case.about.clone(),
        differing: null.then(|| (0..OUTCOMES.len()).filter(differs).count() as u32),
        judged: KEYS.iter().filter_map(|key| outcome_index(key)).map(judge).collect(),
        own: case.own.map(|at| (OUTCOMES[at].key.to_owned(), judge(at))),
    }
}

/// Judges one outcome. `figures` are the values by arm, in the order of replicates; `at` is the
/// outcome's index in the registry.
pub fn on(figures: [&[f64]; ARMS], at: usize) -> JudgedOutcome {
    let outcome = &OUTCOMES[at];
    let [incumbent, corners @ ..] = figures;
    let matters = Yardstick::of(outcome.margin, incumbent).size();
    let found = factorial(corners, matters, ErrorUnit::Replicate);
    let everything = Interval { low: f64::MIN, high: f64::MAX };
    let estimate = |effect: balcony_runs::experiment::stats::Effect| EffectEstimate {
        mean: effect.mean,
        interval: effect.interval.unwrap_or(everything),
    };
    let open = || Ranking { leading: 0, relations: vec![vec![Relation::CannotTell; ARMS]; ARMS] };
    JudgedOutcome {
        standing: standing(&figures, outcome.better, matters).unwrap_or_else(open),
        means: figures.map(mean),
        effects: [estimate(found.first), estimate(found.second), estimate(found.interaction)],
    }
}
