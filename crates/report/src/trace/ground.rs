//! One replicate at week 0, from which every life is a fork: the same children, the same luck.

use balcony_engine::advance::{advance, warmed_up};
use balcony_engine::calendar::Week;
use balcony_engine::context::Constants;
use balcony_engine::error::ModelFailure as Failed;
use balcony_engine::measure::Sink;
use balcony_engine::rng::RngKey;
use balcony_engine::setting::Setting;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;

use crate::experiment::ModelFailure;
use crate::scenario::Scenario;

/// What a scenario calls what it brings; empty where the engine was told without names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Events, in the order of the setting's.
    pub events: Vec<String>,
    /// Tasks of the programme, in the order of the setting's.
    pub tasks: Vec<String>,
}

/// A warmed-up replicate of a scenario.
#[derive(Debug)]
pub struct Ground {
    /// What the engine is told.
    pub setting: Setting,
    /// What follows from it once for all.
    pub constants: Constants,
    /// The world at week 0.
    pub start: World,
    /// Weeks to live.
    pub weeks: u32,
    /// What the scenario calls its events and tasks.
    pub names: Names,
    authority: String,
}

impl Ground {
    /// Warms up one replicate of a scenario.
    ///
    /// # Errors
    /// If the model fails.
    pub fn new(scenario: &Scenario, replicate: u32) -> Result<Self, ModelFailure> {
        let rng_key = RngKey { seed: scenario.seed, replicate };
        let names = Names {
            events: scenario.events.iter().map(|event| event.name.clone()).collect(),
            tasks: scenario.programme.iter().map(|(name, _)| name.clone()).collect(),
        };
        let ground = Self::of(scenario.setting(), rng_key, scenario.weeks, scenario.authority_label.clone())?;
        Ok(Self { names, ..ground })
    }

    /// The same from what the engine is told.
    ///
    /// # Errors
    /// If the model fails.
    pub fn of(
        setting: Setting,
        rng_key: RngKey,
        weeks: u32,
        authority: String,
    ) -> Result<Self, ModelFailure> {
        let constants = Constants::of(&setting);
        let said = |failed: Failed| failure(&failed, &authority, &setting);
        let start = warmed_up(&setting, &constants, rng_key).map_err(said)?;
        Ok(Self { setting, constants, start, weeks, names: Names::default(), authority })
    }

    /// Week 0.
    pub fn first(&self) -> u32 {
        self.setting.start_week.0
    }

    /// Lives the weeks under a strategy; every week goes to the sink. Returns the world at the end.
    ///
    /// # Errors
    /// If the model fails.
    pub fn live(&self, strategy: &Strategy, sink: &mut dyn Sink) -> Result<World, ModelFailure> {
        let mut world = self.start.clone();
        let until = Week(self.first() + self.weeks);
        advance(&mut world, strategy, &self.setting, &self.constants, until, sink)
            .map_err(|failed| failure(&failed, &self.authority, &self.setting))?;
        Ok(world)
    }
}

/// The engine's failure in the words of an experiment.
fn failure(failed: &Failed, authority: &str, setting: &Setting) -> ModelFailure {
    ModelFailure {
        authority: authority.to_owned(),
        agent: format!("replicate {}", failed.replicate),
        week: failed.week.checked_sub(setting.start_week.0),
        mechanism: format!("{}, checked at the end of the week", failed.what),
        message: format!("{} is {}", failed.what, failed.value),
    }
}
