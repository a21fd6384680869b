//! One case run under every way of leading, on the same children and the same luck, and judged.
//!
//! The replicates are run by the runner of [`crate::experiment`], so that threads change nothing
//! and memory holds the figures of one case at a time. The null run is one replicate more, the
//! last: its figures are looked at bit by bit and put aside.

use super::case::{ARMS, Case, arms};
use super::contexts::OUTCOMES as KEYS;
use super::row::{Estimate, Judged, Row};
use crate::experiment::stats::{Interval, Relation, Standing, Unit, Yardstick, factorial, mean, standing};
use crate::experiment::{Cancel, Job, Progress, Shape, Stop, Stopping, Table, run};
use crate::simulate::{Scratch, Simulation};
use balcony_engine::measure::{OUTCOMES, outcome_index};

/// How to run cases.
#[derive(Debug, Clone, Copy)]
pub struct RunOptions<'a> {
    /// Pairs of each case, at least two.
    pub pairs: u32,
    /// Whether each case has its null run too.
    pub null: bool,
    /// Threads; 0 stands for as many as the machine has.
    pub threads: usize,
    /// Tells a person.
    pub progress: &'a Progress,
    /// Asks to stop.
    pub cancel: &'a Cancel,
}

impl RunOptions<'_> {
    /// Replicates that a case takes.
    pub fn replicates(&self) -> u32 {
        self.pairs + u32::from(self.null)
    }
}

/// Runs a case and judges it.
///
/// # Errors
/// If the model fails, or somebody asked to stop.
pub fn measure(case: &Case, how: &RunOptions<'_>) -> Result<Row, Stop> {
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

/// The row of a case from its table; the null run is what comes behind the pairs.
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

/// One outcome judged: figures by arm, in the order of replicates; `at` is its row in the registry.
pub fn on(figures: [&[f64]; ARMS], at: usize) -> Judged {
    let outcome = &OUTCOMES[at];
    let [incumbent, corners @ ..] = figures;
    let matters = Yardstick::of(outcome.margin, incumbent).size();
    let found = factorial(corners, matters, Unit::Replicate);
    let everything = Interval { low: f64::MIN, high: f64::MAX };
    let estimate = |effect: crate::experiment::stats::Effect| Estimate {
        mean: effect.mean,
        interval: effect.interval.unwrap_or(everything),
    };
    let open = || Standing { leading: 0, relations: vec![vec![Relation::CannotTell; ARMS]; ARMS] };
    Judged {
        standing: standing(&figures, outcome.better, matters).unwrap_or_else(open),
        means: figures.map(mean),
        effects: [estimate(found.first), estimate(found.second), estimate(found.interaction)],
    }
}
