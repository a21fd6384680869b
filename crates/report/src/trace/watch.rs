//! Observes some children: after every week, the record of each and its current state.
//!
//! A child's record is as old as the engine's last look at it. The current risk, and the hazard of
//! harm that has accrued since, are computed by the engine's own functions on a copy of the world.
//! So they are exact, and the world itself does not change. The copy is reused as scratch space.

use balcony_engine::calendar::Week;
use balcony_engine::context::StepContext;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::mechanisms::help;
use balcony_engine::rng::EntityId;
use balcony_engine::world::{Child, Counts, Holder, ONE, OUTSIDE, Occasion, World};

use super::WarmReplicate;

/// A child after one week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The record as the engine last wrote it.
    pub child: Child,
    /// Base level of risk at the end of the week.
    pub base: f32,
    /// Risk at the end of the week.
    pub risk: f32,
    /// The post that holds the case, or one of the engine's constants for no post.
    pub post_index: u16,
    /// Number of the person in that post.
    pub incumbent: u32,
    /// Whether that person is an agency worker.
    pub agency_worker: bool,
    /// Place in a queue, if the case waits in one.
    pub queue: Option<InQueue>,
    /// Number of brothers and sisters with needs, and how many of them have an open case.
    pub siblings: (u8, u8),
}

/// A case in the queue of a decision site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InQueue {
    /// Whether the queue is the director's; otherwise it is the panel's.
    pub director: bool,
    /// Number of cases before it.
    pub before: u32,
    /// Week in which it joined the queue.
    pub since: u32,
    /// The decision that is needed.
    pub occasion: Occasion,
}

/// One week of one child.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glimpse {
    /// The absolute week that was simulated; for the first observation, the week before week 0.
    pub week: u32,
    /// The child, while its need exists.
    pub seen: Option<Seen>,
    /// Hazard of serious harm, summed from week 0.
    pub exposure: f64,
    /// Whether the person who held the case the week before has left that post.
    pub worker_left: bool,
    /// Sources that made at least one referral this week, one bit each.
    pub referring: u8,
    /// Agencies with at least one contact that was not accepted this week, one bit each.
    pub refused: u8,
    /// Number of serious incidents in the authority this week.
    pub incidents: u32,
}

/// A sink that observes some children.
#[derive(Debug)]
pub struct Watch<'a> {
    ground: &'a WarmReplicate,
    watched: Vec<Watched>,
    copy: Option<World>,
}

/// One observed child.
#[derive(Debug)]
struct Watched {
    entity_id: EntityId,
    slot: usize,
    /// Hazard up to the engine's last look at the child, and hazard accrued since; both in fixed
    /// point.
    counted: i64,
    passed: i64,
    past: Vec<Glimpse>,
}

impl<'a> Watch<'a> {
    /// Observes the given children from week 0 on.
    pub fn new(ground: &'a WarmReplicate, children: &[EntityId]) -> Self {
        let watched = |entity_id: &EntityId| Watched {
            entity_id: *entity_id,
            slot: usize::MAX,
            counted: 0,
            passed: 0,
            past: Vec::new(),
        };
        let mut watch = Self { ground, watched: children.iter().map(watched).collect(), copy: None };
        watch.look(ground.first() - 1, &ground.start);
        watch
    }

    /// The weekly observations of each child, in the order in which children were passed to
    /// [`Watch::new`].
    pub fn pasts(self) -> Vec<Vec<Glimpse>> {
        self.watched.into_iter().map(|watched| watched.past).collect()
    }

    fn look(&mut self, week: u32, world: &World) {
        let bits = |counts: &[u32]| (0..).zip(counts).fold(0, |bits, (at, n)| bits | u8::from(*n > 0) << at);
        let copy = match &mut self.copy {
            Some(copy) => {
                copy.clone_from(world);
                copy
            }
            empty => empty.insert(world.clone()),
        };
        let style = world.service.leadership.style;
        let (setting, constants) = (self.ground.place.setting(), self.ground.place.constants());
        let context = StepContext::new(setting, constants, &style, world.rng_key, world.week, false);
        for watched in &mut self.watched {
            watched.find(world);
            let there = watched.slot < world.population.children.len();
            let seen = there.then(|| {
                copy.service.counts = Counts::default();
                let mut today = copy.cursor(watched.slot as u32, &context);
                help::deliver(&mut today);
                let seen = Seen::of(watched.slot, world, today.child);
                (seen, copy.service.counts.harm_open + copy.service.counts.harm_unserved)
            });
            let before = watched.past.last().copied();
            let last = before.and_then(|before| before.seen);
            if last.map(|last| last.child.at) != seen.map(|(seen, _)| seen.child.at) {
                watched.counted += watched.passed;
            }
            watched.passed = seen.map_or(0, |(_, passed)| passed);
            let worker_left = last.is_some_and(|last| {
                world
                    .service
                    .workforce
                    .posts
                    .get(usize::from(last.post_index))
                    .is_some_and(|post| post.holder == Holder::Vacant || post.incumbent != last.incumbent)
            });
            watched.past.push(Glimpse {
                week,
                seen: seen.map(|(seen, _)| seen),
                exposure: (watched.counted + watched.passed) as f64 / ONE,
                worker_left,
                referring: bits(&world.service.counts.by_source),
                refused: bits(&world.service.counts.refused),
                incidents: world.service.counts.incidents,
            });
        }
    }
}

impl Watched {
    /// Finds the child's slot. Slots change from week to week, entity ids do not.
    fn find(&mut self, world: &World) {
        if world.population.children.get(self.slot).is_none_or(|child| child.entity_id != self.entity_id) {
            let place = world.population.children.iter().position(|child| child.entity_id == self.entity_id);
            self.slot = place.unwrap_or(usize::MAX);
        }
    }
}

impl Seen {
    fn of(slot: usize, world: &World, today: &Child) -> Self {
        let child = world.population.children[slot];
        let post_index = world.population.post_of[slot];
        let post = (post_index < OUTSIDE).then(|| &world.service.workforce.posts[usize::from(post_index)]);
        let mut siblings = (0, 0);
        let mut other = child.sibling as usize;
        while other != slot {
            siblings.0 += 1;
            siblings.1 += u8::from(world.population.children[other].is_open());
            other = world.population.children[other].sibling as usize;
        }
        let queue = world.service.leadership.queues.iter().enumerate().find_map(|(site, queue)| {
            let place = queue.iter().position(|waiting| waiting.entity_id == child.entity_id)?;
            Some(InQueue {
                director: site == 0,
                before: place as u32,
                since: queue[place].since,
                occasion: queue[place].occasion,
            })
        });
        Self {
            child,
            base: today.base,
            risk: today.risk(),
            post_index,
            incumbent: post.map_or(0, |post| post.incumbent),
            agency_worker: post.is_some_and(|post| post.holder == Holder::Agency),
            queue,
            siblings,
        }
    }
}

impl Sink for Watch<'_> {
    fn week(&mut self, week: Week, _row: &[f64; ROW], world: &World) {
        self.look(week.0, world);
    }
}
