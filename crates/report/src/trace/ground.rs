//! One replicate at week 0, from which every life is a fork: the same children, the same luck.

use balcony_engine::fork_point::ForkPoint;
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
    /// What the engine is told, with its constants.
    pub place: ForkPoint,
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
        let place = ForkPoint::new(setting);
        let start = place
            .warmed_up(rng_key)
            .map_err(|failed| ModelFailure::of(&failed, &authority, place.week(0)))?;
        Ok(Self { place, start, weeks, names: Names::default(), authority })
    }

    /// Week 0.
    pub fn first(&self) -> u32 {
        self.place.week(0).0
    }

    /// Lives the weeks under a strategy; every week goes to the sink. Returns the world at the end.
    ///
    /// # Errors
    /// If the model fails.
    pub fn live(&self, strategy: &Strategy, sink: &mut dyn Sink) -> Result<World, ModelFailure> {
        let mut world = self.start.clone();
        self.place
            .advance(&mut world, strategy, self.weeks, sink)
            .map_err(|failed| ModelFailure::of(&failed, &self.authority, self.place.week(0)))?;
        Ok(world)
    }
}
