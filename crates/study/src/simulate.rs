//! Simulates one replicate of a scenario under every strategy.
//!
//! A replicate is warmed up once. Every strategy is a fork of the warmed-up state, in the order of
//! the strategies' names. The fork is copied into a state that each worker keeps, so that its
//! memory is reused. A stored warm-up is used again if it would be the same ([`Scratch`]). No
//! random numbers are made here.
//!
//! If parameters are sampled, a replicate uses the setting of its sample. Parameters, start, events
//! and the constants that follow from them (including the authority's factors) are computed once
//! per replicate and are the same for all strategies.

mod stored_runs;

use balcony_engine::calendar::Week;
use balcony_engine::details;
use balcony_engine::error::ModelFailure as Failed;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::{MEASURES, OUTCOMES, OutcomeAccumulator, ROW, Sink, outcome_index};
use balcony_engine::rng::RngKey;
use balcony_engine::setting::Setting;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::{Counts, World};

use crate::experiment::{ArmResult, DUE, ModelFailure, Replicate, Stopping};
use crate::results::{Format, Identity, Margins};
use balcony_scenario::ensemble;
use balcony_scenario::scenario::{MODES, NoStrategy, Scenario, Unknowns};

use stored_runs::RunConditions;
pub use stored_runs::Scratch;

/// Weeks of a quarter.
const QUARTER: u32 = 13;

/// Identity of a run. `arms` are sorted names and `baseline` is an index into them; `all` means
/// that all replicates are run, whatever the results are.
pub fn identity(
    scenario: &Scenario,
    arms: &[String],
    baseline: usize,
    format: Format,
    (series, all): (bool, bool),
) -> Identity {
    // The digest of the calibrated ensemble is part of the identity.
    let parameters = match (scenario.draws, scenario.worlds) {
        (0, _) => MODES[0].to_owned(),
        (_, false) => MODES[1].to_owned(),
        (_, true) => format!("{} {}", MODES[2], ensemble::digest()),
    };
    Identity {
        scenario_hash: scenario.hash(),
        seed: u64::from(scenario.seed),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        arms: arms.to_vec(),
        baseline: arms[baseline].clone(),
        primary: scenario.primary.clone(),
        also: scenario.also.clone(),
        replicates: scenario.replicates,
        stopping: Stopping::of(all, arms.len(), scenario.replicates, scenario.draws),
        parameters,
        draws: scenario.draws,
        weeks: scenario.weeks,
        start: scenario.start_week().monday().to_string(),
        format,
        series,
        outcomes: OUTCOMES.iter().map(|outcome| outcome.key.to_owned()).collect(),
        measures: MEASURES.iter().map(|measure| measure.key.to_owned()).collect(),
        margins: Margins::of(&scenario.margins),
    }
}

/// A scenario that is ready to be simulated.
#[derive(Debug)]
pub struct Simulation {
    central: ForkPoint,
    unknowns: Unknowns,
    strategies: Vec<Strategy>,
    authority: String,
    seed: u32,
    weeks: u32,
    primary: usize,
    series: bool,
    by_quarter: bool,
}

impl Simulation {
    /// Prepares a scenario with strategies (sorted names). `primary` is an index into the registry
    /// of outcomes.
    ///
    /// # Errors
    /// If the scenario has no strategy of one of the names.
    pub fn new(
        scenario: &Scenario,
        arms: &[String],
        primary: usize,
        series: bool,
    ) -> Result<Self, NoStrategy> {
        let strategies = arms.iter().map(|arm| scenario.strategy(arm)).collect::<Result<_, _>>()?;
        let label = scenario.authority_label.clone();
        let simulation = Self::of(scenario.setting(), strategies, label, scenario.seed, scenario.weeks);
        Ok(Self { primary, series, by_quarter: series, unknowns: scenario.unknowns(), ..simulation })
    }

    /// Prepares a setting with strategies, without a weekly series and with central parameters.
    /// `authority` is the name that a failure reports.
    pub fn of(setting: Setting, strategies: Vec<Strategy>, authority: String, seed: u32, weeks: u32) -> Self {
        let (central, unknowns) = (ForkPoint::new(setting), Default::default());
        Self {
            central,
            unknowns,
            strategies,
            authority,
            seed,
            weeks,
            primary: 0,
            series: false,
            by_quarter: false,
        }
    }

    /// Whether every outcome is recorded by quarter; as a rule where the series is.
    pub fn by_quarter(self, by_quarter: bool) -> Self {
        Self { by_quarter, ..self }
    }

    /// Simulates one replicate under every strategy.
    ///
    /// # Errors
    /// If the model fails.
    pub fn replicate(&self, replicate: u32, scratch: &mut Scratch) -> Result<Replicate, ModelFailure> {
        let rng_key = RngKey { seed: self.seed, replicate };
        let drawn = self
            .unknowns
            .draw_of(replicate)
            .map(|draw| ForkPoint::new(self.unknowns.setting(self.central.setting(), draw)));
        let place = drawn.as_ref().unwrap_or(&self.central);
        let Scratch { world, kept } = scratch;
        kept.go_to(&RunConditions {
            setting: place.setting().clone(),
            seed: self.seed,
            weeks: self.weeks,
            primary: self.primary,
            series: self.series,
            by_quarter: self.by_quarter,
        });
        let start = match kept.take(replicate) {
            Some(start) => start,
            None => place.warmed_up(rng_key).map_err(|failed| self.failure(&failed))?,
        };
        let warm_up = start.case_weeks;
        let mut case_weeks = warm_up;
        let mut arms = Vec::with_capacity(self.strategies.len());
        let mut new = Vec::new();
        for strategy in &self.strategies {
            let (result, weeks) = match kept.lived(replicate, strategy) {
                Some(lived) => lived,
                None => {
                    let world = match &mut *world {
                        Some(world) => {
                            world.clone_from(&start);
                            world
                        }
                        empty => empty.insert(start.clone()),
                    };
                    let result = self.arm(world, strategy, place).map_err(|failed| self.failure(&failed))?;
                    new.push((strategy, arms.len(), world.case_weeks - warm_up));
                    (result, world.case_weeks - warm_up)
                }
            };
            arms.push(result);
            case_weeks += weeks;
        }
        kept.put(replicate, start);
        for (strategy, at, weeks) in new {
            kept.note(replicate, strategy, &arms[at], weeks);
        }
        Ok(Replicate { replicate, arms, case_weeks, warm_up_case_weeks: warm_up })
    }

    fn arm(&self, world: &mut World, strategy: &Strategy, place: &ForkPoint) -> Result<ArmResult, Failed> {
        let weeks = self.weeks as usize;
        let mut recorder = RunRecorder {
            run: OutcomeAccumulator::default(),
            quarter: OutcomeAccumulator::default(),
            passed: 0,
            primary: self.primary,
            unaccrued_before: Counts::default(),
            place,
            by_quarter: Vec::with_capacity(weeks.div_ceil(QUARTER as usize)),
            due: [Vec::new(), Vec::new()],
            all: self
                .by_quarter
                .then(|| Vec::with_capacity(weeks.div_ceil(QUARTER as usize) * OUTCOMES.len())),
            series: self.series.then(|| Vec::with_capacity(weeks * ROW)),
        };
        place.advance(world, strategy, self.weeks, &mut recorder)?;
        if !recorder.passed.is_multiple_of(QUARTER) {
            recorder.close_quarter(world);
        }
        let left = place.unaccrued(world);
        let mut counted = details::values(&recorder.run, world);
        counted.extend(recorder.due.concat());
        Ok(ArmResult {
            outcomes: recorder.run.outcomes(&left),
            series: recorder.series.unwrap_or_default(),
            primary_by_quarter: recorder.by_quarter,
            details: counted,
            quarters: recorder.all.unwrap_or_default(),
        })
    }

    /// Converts the engine's failure to one of an experiment.
    fn failure(&self, failed: &Failed) -> ModelFailure {
        ModelFailure::of(failed, &self.authority, self.central.week(0))
    }
}

/// Records the weeks of an arm: outcomes of the run, outcomes of the current quarter, and the
/// weekly series.
struct RunRecorder<'a> {
    run: OutcomeAccumulator,
    quarter: OutcomeAccumulator,
    passed: u32,
    primary: usize,
    /// Hazards that had passed but were not counted when the quarter began; zero at week 0.
    unaccrued_before: Counts,
    place: &'a ForkPoint,
    by_quarter: Vec<f64>,
    /// Harm by the quarter in which it was due, for the outcomes in [`DUE`].
    due: [Vec<f64>; 2],
    /// Every outcome by quarter, if they are kept.
    all: Option<Vec<f64>>,
    series: Option<Vec<f32>>,
}

impl RunRecorder<'_> {
    /// Hazards accrue lazily: what passes is counted when the child's next event is processed, and
    /// at week 0 every child has just been processed. So the unaccrued part is added at the end of
    /// a quarter. Otherwise the first quarter of such an outcome would be far too low.
    fn close_quarter(&mut self, world: &World) {
        let mut passed = Counts::default();
        let late = self.all.is_some() || OUTCOMES.get(self.primary).is_some_and(|outcome| outcome.accrues);
        if late {
            let now = self.place.unaccrued(world);
            passed.harm_open = now.harm_open - self.unaccrued_before.harm_open;
            passed.harm_unserved = now.harm_unserved - self.unaccrued_before.harm_unserved;
            passed.school_missed = now.school_missed - self.unaccrued_before.school_missed;
            passed.face_hours = now.face_hours - self.unaccrued_before.face_hours;
            self.unaccrued_before = now;
        }
        let outcomes = self.quarter.outcomes(&passed);
        self.by_quarter.push(outcomes.get(self.primary).copied().unwrap_or(f64::NAN));
        if let Some(all) = &mut self.all {
            all.extend(&outcomes);
        }
        // The unaccrued part costs a pass over every child. Without it the value is NaN, because
        // harm would be in the wrong quarter.
        for (due, key) in self.due.iter_mut().zip(DUE) {
            let at = outcome_index(key).filter(|_| late);
            due.push(at.map_or(f64::NAN, |at| outcomes[at]));
        }
        self.quarter = OutcomeAccumulator::default();
    }
}

impl Sink for RunRecorder<'_> {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        self.run.week(week, row, world);
        self.quarter.week(week, row, world);
        if let Some(series) = &mut self.series {
            series.extend(row.iter().map(|value| *value as f32));
        }
        self.passed += 1;
        if self.passed.is_multiple_of(QUARTER) {
            self.close_quarter(world);
        }
    }
}
