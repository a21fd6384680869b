//! The scenario of the engine's benchmarks: `culture-shift` in England's average authority.

use balcony::scenario::files::Disk;
use balcony::scenario::{England, Library, Scenario, read};
use balcony_engine::advance::{advance, warmed_up};
use balcony_engine::calendar::Week;
use balcony_engine::context::Constants;
use balcony_engine::measure::OutcomeAccumulator;
use balcony_engine::rng::RngKey;
use balcony_engine::setting::Setting;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;

/// Reads the scenario.
pub(crate) fn scenario() -> Scenario {
    let library = Library::new(&Disk, &England);
    read("culture-shift", &library)
        .and_then(|scenario| scenario.with_authority("england-average", &library))
        .expect("a shipped scenario")
}

/// Warms up the authority to week 0.
pub(crate) fn warm(setting: &Setting, constants: &Constants, replicate: u32) -> World {
    warmed_up(setting, constants, RngKey { seed: 1, replicate }).expect("a sound model")
}

/// Advances a world by some weeks under a strategy; returns the case-weeks.
pub(crate) fn go_on(
    world: &mut World,
    strategy: &Strategy,
    setting: &Setting,
    constants: &Constants,
    weeks: u32,
) -> u64 {
    let (before, until) = (world.case_weeks, Week(world.week + weeks));
    advance(world, strategy, setting, constants, until, &mut OutcomeAccumulator::default())
        .expect("a sound model");
    world.case_weeks - before
}
