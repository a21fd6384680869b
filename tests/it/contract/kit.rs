//! Small worlds for tests, and a record of everything observable in a run.

use balcony::presets;
use balcony_engine::advance::{advance, unaccrued, warmed_up};
use balcony_engine::authority::AVERAGE;
use balcony_engine::calendar::Week;
use balcony_engine::context::Constants;
use balcony_engine::golden;
use balcony_engine::measure::{MEASURES, OutcomeAccumulator, ROW, Sink};
use balcony_engine::rng::RngKey;
use balcony_engine::setting::{Authority, Event, EventKind, HeldStates, Setting, Start, State};
use balcony_engine::strategy::{Strategy, Style};
use balcony_engine::world::{Counts, World};

/// Week 0.
pub(crate) const START: u32 = golden::START.0;

/// All kinds of event.
pub(crate) const KINDS: [EventKind; EventKind::COUNT] = EventKind::ALL;

/// The average authority scaled to this number of children.
pub(crate) fn authority(id: u16, children: f64) -> Authority {
    Authority { id, ..AVERAGE }.with_children(children)
}

/// Starting states similar to those of the shipped scenarios.
pub(crate) fn start() -> Start {
    let held = HeldStates::default().with(State::Culture).with(State::Tenure);
    Start { held, ..Start::middling(presets::incumbent()) }
}

/// An authority of 15,000 children, warmed up for 60 weeks, without events.
pub(crate) fn setting() -> Setting {
    Setting::quiet(authority(9000, 15_000.0), golden::START, 60, start())
}

/// An event that begins `week` weeks after week 0 and lasts 20 weeks.
pub(crate) fn event(week: u32, kind: EventKind, size: f64) -> Event {
    Event { week: Week(START + week), weeks: 20, kind, size }
}

/// A strategy with the given styles from the given weeks.
pub(crate) fn strategy(changes: &[(u32, Style)]) -> Strategy {
    Strategy::of(changes.iter().map(|(week, style)| (Week(START + week), *style)).collect())
}

/// Returns the style of a preset.
pub(crate) fn preset(name: &str) -> Style {
    presets::preset(name).expect("a preset")
}

/// Warms up a world.
pub(crate) fn warm(setting: &Setting, seed: u32, replicate: u32) -> World {
    warmed_up(setting, &Constants::of(setting), RngKey { seed, replicate }).expect("a sound model")
}

/// Everything observable in a run: the bits of every measure, every count, worlds at chosen weeks,
/// and outcomes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past {
    /// Bits of the measures, week by week.
    pub(crate) rows: Vec<[u64; ROW]>,
    /// Counts by week.
    pub(crate) counts: Vec<Counts>,
    /// Worlds at the chosen weeks.
    pub(crate) worlds: Vec<World>,
    keep: Vec<u32>,
    tally: OutcomeAccumulator,
}

impl Past {
    /// An empty record that will keep the worlds as they are at the beginning of these weeks,
    /// counted from week 0.
    pub(crate) fn keeping(weeks: &[u32]) -> Self {
        Self { keep: weeks.to_vec(), ..Self::default() }
    }

    /// Describes the first difference of two records in the first `weeks`, if there is one.
    pub(crate) fn first_difference(&self, other: &Self, weeks: usize) -> Option<String> {
        let there = weeks.min(self.rows.len().max(other.rows.len()));
        for week in 0..there {
            let (Some(a), Some(b)) = (self.rows.get(week), other.rows.get(week)) else {
                return Some(format!("week {week} is missing"));
            };
            for (index, measure) in MEASURES.iter().enumerate() {
                if a[index] != b[index] {
                    let (a, b) = (f64::from_bits(a[index]), f64::from_bits(b[index]));
                    return Some(format!("week {week}: {} is {a} and {b}", measure.key));
                }
            }
            if self.counts[week] != other.counts[week] {
                return Some(format!("week {week}: {:?} and {:?}", self.counts[week], other.counts[week]));
            }
        }
        None
    }

    /// Outcomes of the run that ended with this world.
    pub(crate) fn outcomes(&self, setting: &Setting, world: &World) -> Vec<f64> {
        self.tally.outcomes(&unaccrued(world, setting, &Constants::of(setting)))
    }
}

impl Sink for Past {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        self.rows.push(row.map(f64::to_bits));
        self.counts.push(world.service.counts);
        if self.keep.contains(&(week.0 + 1 - START)) {
            self.worlds.push(world.clone());
        }
        self.tally.week(week, row, world);
    }
}

/// Asserts that two runs are equal in their first weeks.
#[track_caller]
pub(crate) fn same(a: &Past, b: &Past, weeks: usize, what: &str) {
    if let Some(difference) = a.first_difference(b, weeks) {
        panic!("{what}: {difference}");
    }
}

/// Advances a world to a week counted from week 0.
pub(crate) fn go(world: &mut World, setting: &Setting, strategy: &Strategy, until: u32, past: &mut Past) {
    advance(world, strategy, setting, &Constants::of(setting), Week(START + until), past)
        .expect("a sound model");
}

/// Simulates one arm on a fork of a world.
pub(crate) fn arm(world: &World, setting: &Setting, strategy: &Strategy, weeks: u32) -> (Past, World) {
    let mut world = world.clone();
    let mut past = Past::default();
    go(&mut world, setting, strategy, weeks, &mut past);
    (past, world)
}

/// A complete run: warm-up and weeks, seed 1, replicate 0.
pub(crate) fn run(setting: &Setting, strategy: &Strategy, weeks: u32) -> (Past, World) {
    arm(&warm(setting, 1, 0), setting, strategy, weeks)
}
