//! One replicate at week 0. Every story is a fork of it, with the same children and common random
//! numbers.

use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::Sink;
use balcony_engine::rng::RngKey;
use balcony_engine::setting::Setting;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;

use balcony_scenario::scenario::Scenario;
use balcony_study::experiment::ModelFailure;

/// The scenario's names for its events and tasks; empty if the caller passed a setting without
/// names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Names of events, in the setting's order.
    pub events: Vec<String>,
    /// Names of the programme's tasks, in the setting's order.
    pub tasks: Vec<String>,
}

/// A warmed-up replicate of a scenario.
#[derive(Debug)]
pub struct WarmReplicate {
    /// The setting with its constants.
    pub place: ForkPoint,
    /// The world at week 0.
    pub start: World,
    /// Number of weeks to simulate.
    pub weeks: u32,
    /// The scenario's names for its events and tasks.
    pub names: Names,
    authority: String,
}

impl WarmReplicate {
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

    /// Warms up one replicate of a setting. The result has no names of events and tasks.
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

    /// Absolute week of week 0.
    pub fn first(&self) -> u32 {
        self.place.week(0).0
    }

    /// Simulates the weeks under a strategy, passes every week to the sink, and returns the world
    /// at the end.
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
