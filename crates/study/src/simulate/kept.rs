//! What a worker keeps from one replicate to the next: the memory of a world, and worlds that are
//! warmed up already.
//!
//! *When a warmed-up world is used again.* The warm-up reads the setting, the seed and the
//! replicate, and no strategy: a kept world is used where all of these are the same to the bit, but
//! for events from week 0 on, which no week of the warm-up reads (a test holds that). It is then
//! the world that would come out, so that no result depends on what is kept.
//!
//! *When a strategy's years are used again.* They read everything: setting, weeks, seed, replicate,
//! strategy, and what is counted.

use std::collections::BTreeMap;

use balcony_engine::setting::Setting;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;

use crate::experiment::ArmResult;

/// What a worker keeps from one replicate to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    /// The world in which strategies are lived, for its memory.
    pub(super) world: Option<World>,
    pub(super) kept: Kept,
}

impl Scratch {
    /// Keeps the first worlds of a place, up to so many bytes of them, and what strategies did in
    /// them: for somebody who asks again.
    pub fn keeping(bytes: usize) -> Self {
        Self { world: None, kept: Kept { room: Some(bytes), ..Kept::default() } }
    }
}

/// What the years of a strategy are made from besides its strategy, and a replicate's number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ground {
    pub(super) setting: Setting,
    pub(super) seed: u32,
    pub(super) weeks: u32,
    pub(super) primary: usize,
    pub(super) series: bool,
}

impl Ground {
    /// Whether worlds are warmed up alike.
    fn warms_up_as(&self, other: &Self) -> bool {
        let before = |setting: &Setting| Setting {
            events: setting.events.iter().filter(|event| event.week < setting.start_week).copied().collect(),
            ..setting.clone()
        };
        self.seed == other.seed && before(&self.setting) == before(&other.setting)
    }
}

/// A strategy's strategy, what came of it, and the case-weeks that it took.
type Lived = (Strategy, ArmResult, u64);

/// Worlds that are warmed up, by replicate, all of one place.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Bytes that may be kept; without it, the last one alone is.
    room: Option<usize>,
    ground: Option<Ground>,
    /// Bytes that are kept, and those of them that hold what strategies did.
    bytes: usize,
    lived_bytes: usize,
    worlds: BTreeMap<u32, World>,
    lives: BTreeMap<u32, Vec<Lived>>,
}

impl Kept {
    /// Goes to a place: what is of another goes.
    pub(super) fn go_to(&mut self, ground: &Ground) {
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

    /// The world of a replicate, taken out; [`Self::put`] puts it back.
    pub(super) fn take(&mut self, replicate: u32) -> Option<World> {
        let world = self.worlds.remove(&replicate);
        match (self.room, &world) {
            // One world at a time: another one need not wait while this one is made.
            (None, _) => self.worlds.clear(),
            (Some(_), Some(world)) => self.bytes -= world.bytes(),
            (Some(_), None) => {}
        }
        world
    }

    /// Keeps a world.
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

    /// What a strategy came to, if it was lived here.
    pub(super) fn lived(&self, replicate: u32, strategy: &Strategy) -> Option<(ArmResult, u64)> {
        let lives = self.lives.get(&replicate)?;
        lives.iter().find(|(lived, ..)| lived == strategy).map(|(_, result, weeks)| (result.clone(), *weeks))
    }

    /// Notes what a strategy came to, where its world is kept.
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
