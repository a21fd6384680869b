//! Living a round: one world of one team, with its figures, outcomes and a digest of all that could
//! be seen.

use super::Exercise;
use super::figures::Sums;
use balcony_engine::calendar::Week;
use balcony_engine::error::ModelFailure;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::{OutcomeAccumulator, ROW, Sink};
use balcony_engine::rng::RngKey;
use balcony_engine::setting::Event;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::{Child, Post, World};
use sha2::{Digest, Sha256};

/// The place that all teams lead, before anything happens to it.
#[derive(Debug, Clone)]
pub struct SharedStart {
    fork: ForkPoint,
    seed: u32,
}

/// A part of so many of the children is kept free for those who come.
const SPARE: usize = 16;

/// One world under way.
#[derive(Debug, Clone)]
pub struct TeamRun {
    world: World,
    tally: OutcomeAccumulator,
    digest: [u8; 32],
}

/// What a round left.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// Every figure of [`Exercise::figures`].
    pub figures: Vec<f64>,
    /// Digest of every weekly measure so far and of the world after the round.
    pub digest: String,
}

impl SharedStart {
    /// The place of an exercise.
    pub fn of(exercise: &Exercise) -> Self {
        Self { fork: ForkPoint::new(exercise.scenario.setting()), seed: exercise.scenario.seed }
    }

    /// A world at week 0, of one replicate.
    ///
    /// # Errors
    /// If the model fails.
    pub fn begin(&self, replicate: u32) -> Result<TeamRun, ModelFailure> {
        let luck = RngKey { seed: self.seed, replicate };
        let world = self.fork.warmed_up(luck)?;
        Ok(TeamRun { world, tally: OutcomeAccumulator::default(), digest: [0; 32] })
    }

    /// Lives a round under a plan, with the events that came to the team; `round` counts from 0.
    ///
    /// # Errors
    /// If the model fails.
    pub fn live(
        &self,
        exercise: &Exercise,
        life: &mut TeamRun,
        strategy: &Strategy,
        events: &[Event],
        round: u32,
    ) -> Result<Round, ModelFailure> {
        let fork = self.fork.with_events(events);
        life.make_room();
        let mut watch = Watch { sums: Sums::default(), hash: Sha256::new(), tally: &mut life.tally };
        watch.hash.update(life.digest);
        fork.advance(&mut life.world, strategy, (round + 1) * exercise.weeks, &mut watch)?;
        let Watch { sums, mut hash, .. } = watch;
        for child in &life.world.children {
            hash.update(child.entity_id.0.to_le_bytes());
            for value in [child.base, child.excess, child.believed, child.complexity] {
                hash.update(value.to_bits().to_le_bytes());
            }
            hash.update([child.stage as u8, child.flags, child.placement, child.shared]);
            hash.update(child.due.to_le_bytes());
        }
        for post in &life.world.posts {
            hash.update([post.holder as u8]);
            hash.update(post.incumbent.to_le_bytes());
            hash.update(post.load.to_le_bytes());
        }
        life.digest = hash.finalize().into();
        let seen = &life.world.seen;
        Ok(Round {
            figures: exercise.figures.iter().map(|figure| figure.value(&sums, seen)).collect(),
            digest: balcony_numeric::hex(&life.digest[..16]),
        })
    }

    /// The outcomes of the time lived so far, in the order of the engine's registry.
    pub fn outcomes(&self, life: &TeamRun) -> Vec<f64> {
        let left = self.fork.unaccrued(&life.world);
        life.tally.outcomes(&left)
    }
}

impl TeamRun {
    /// Room for the children of a round. A copy has none to spare, and the first child that came
    /// would make it twice as large: a room keeps thousands of copies.
    fn make_room(&mut self) {
        let world = &mut self.world;
        let more = world.children.len() / SPARE;
        if world.children.capacity() - world.children.len() < more / 2 {
            world.children.reserve_exact(more);
            world.post_of.reserve_exact(more);
        }
    }

    /// Bytes that a copy of one world takes, nearly: what grows with the number of children.
    pub fn bytes(&self) -> usize {
        let world = &self.world;
        let weeks = &world.calendar.ring;
        let children = world.children.len();
        (children + children / SPARE) * size_of::<Child>()
            + weeks.iter().map(|week| week.len() * size_of::<u32>() + size_of::<Vec<u32>>()).sum::<usize>()
            + world.posts.len() * size_of::<Post>()
            + world.post_of.len() * size_of::<u16>()
            + world.free.len() * size_of::<u32>()
    }

    /// Figures at week 0, before anything was decided: what leaders saw, and nothing counted.
    pub fn opening(&self, exercise: &Exercise) -> Vec<f64> {
        let sums = Sums::default();
        exercise.figures.iter().map(|figure| figure.value(&sums, &self.world.seen)).collect()
    }
}

struct Watch<'a> {
    sums: Sums,
    hash: Sha256,
    tally: &'a mut OutcomeAccumulator,
}

impl Sink for Watch<'_> {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        self.tally.week(week, row, world);
        self.sums.add(row);
        for value in row {
            self.hash.update(value.to_bits().to_le_bytes());
        }
    }
}
