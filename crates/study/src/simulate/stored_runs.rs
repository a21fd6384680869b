//! What a worker keeps between replicates: the memory of a state, and states that are warmed up
//! already.
//!
//! *When a warm-up is reused.* The warm-up reads the setting, the seed and the replicate, but no
//! strategy. A stored state is used again if all of these are equal bit by bit, except for events
//! from week 0 on, which no week of the warm-up reads (a test checks that). It is then identical to
//! a new warm-up, so results do not depend on what is stored.
//!
//! *When the run of a strategy is reused.* It reads everything: setting, weeks, seed, replicate,
//! strategy, and what is counted.

use std::collections::BTreeMap;

use balcony_engine::setting::Setting;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;

use crate::experiment::ArmResult;

/// What a worker keeps between replicates.
#[derive(Debug, Default)]
pub struct Scratch {
    /// The state in which strategies are simulated, kept for its memory.
    pub(super) world: Option<World>,
    pub(super) kept: StoredRuns,
}

impl Scratch {
    /// Keeps the first warm-ups of a place, up to `bytes` bytes, and the results of strategies that
    /// were forked from them. Useful when the same place is run repeatedly.
    pub fn keeping(bytes: usize) -> Self {
        Self { world: None, kept: StoredRuns { room: Some(bytes), ..StoredRuns::default() } }
    }
}

/// Everything that determines the run of a strategy, except the strategy and the replicate.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RunConditions {
    pub(super) setting: Setting,
    pub(super) seed: u32,
    pub(super) weeks: u32,
    pub(super) primary: usize,
    pub(super) series: bool,
    pub(super) by_quarter: bool,
}

impl RunConditions {
    /// Whether both settings have the same warm-up.
    fn warms_up_as(&self, other: &Self) -> bool {
        let before = |setting: &Setting| Setting {
            events: setting.events.iter().filter(|event| event.week < setting.start_week).copied().collect(),
            ..setting.clone()
        };
        self.seed == other.seed && before(&self.setting) == before(&other.setting)
    }
}

/// A strategy, its results, and the number of case-weeks that its run took.
type StoredRun = (Strategy, ArmResult, u64);

/// Warmed-up states of one place, by replicate.
#[derive(Debug, Default)]
pub(super) struct StoredRuns {
    /// Most bytes that may be stored; `None` stores only the last state.
    room: Option<usize>,
    ground: Option<RunConditions>,
    /// Bytes that are stored, and how many of them hold results of strategies.
    bytes: usize,
    lived_bytes: usize,
    worlds: BTreeMap<u32, World>,
    lives: BTreeMap<u32, Vec<StoredRun>>,
}

impl StoredRuns {
    /// Changes to another place and drops everything stored for the previous one.
    pub(super) fn go_to(&mut self, ground: &RunConditions) {
        if self.ground.as_ref() == Some(ground) {
            return;
        }
        self.lives.clear();
        self.bytes -= self.lived_bytes;
        self.lived_bytes = 0;
        if !self.ground.as_ref().is_some_and(|here| here.warms_up_as(ground)) {
            self.worlds.clear();
            self.bytes = 0;
        }
        self.ground = Some(ground.clone());
    }

    /// Takes the state of a replicate out of the store; [`Self::put`] puts it back.
    pub(super) fn take(&mut self, replicate: u32) -> Option<World> {
        let world = self.worlds.remove(&replicate);
        match (self.room, &world) {
            // Frees the old state first, so that only one exists while the next is made.
            (None, _) => self.worlds.clear(),
            (Some(_), Some(world)) => self.bytes -= world.bytes(),
            (Some(_), None) => {}
        }
        world
    }

    /// Stores a state.
    pub(super) fn put(&mut self, replicate: u32, mut world: World) {
        match self.room {
            None => {
                self.worlds.clear();
                self.worlds.insert(replicate, world);
            }
            Some(room) => {
                world.shrink();
                if self.bytes + world.bytes() <= room {
                    self.bytes += world.bytes();
                    self.worlds.insert(replicate, world);
                }
            }
        }
    }

    /// Results of a strategy in this replicate, if it was run before.
    pub(super) fn lived(&self, replicate: u32, strategy: &Strategy) -> Option<(ArmResult, u64)> {
        let lives = self.lives.get(&replicate)?;
        lives.iter().find(|(lived, ..)| lived == strategy).map(|(_, result, weeks)| (result.clone(), *weeks))
    }

    /// Stores the results of a strategy if the state of its replicate is stored.
    pub(super) fn note(&mut self, replicate: u32, strategy: &Strategy, result: &ArmResult, case_weeks: u64) {
        let numbers = result.outcomes.len() + result.primary_by_quarter.len() + result.details.len();
        let bytes = 8 * numbers + 4 * result.series.len();
        if self.room.is_some_and(|room| self.bytes + bytes <= room) && self.worlds.contains_key(&replicate) {
            self.bytes += bytes;
            self.lived_bytes += bytes;
            self.lives.entry(replicate).or_default().push((strategy.clone(), result.clone(), case_weeks));
        }
    }
}
