//! How well a place does, and what inspectors make of it, where no simulated authority says so.
//!
//! *Question.* How do results and judgements bear on the market? *Equations.* The level Q has mean
//! 0 and standard deviation 1: a lasting part, and a passing one that relaxes in `relaxes` years.
//! Q falls by `loses` when a permanent director goes, and rises by `rescue` a year for two years
//! after the judgement *inadequate*. Inspectors come every 2.8 (inadequate) to 4.9 (outstanding)
//! years, read Q with noise, and compare it with three cuts. *Sources.* All assumptions
//! (MARKET.md section 1), but the intervals and the spread of judgements.

use crate::events;
use crate::log::{Change, Entry, Log};
use crate::market::{Market, Setting, TICK};
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::parameters;
use balcony_engine::rng::{EntityId, RngKey, Tag};
use balcony_engine::samplers::{exp, normal};

parameters! {
    /// The level of places.
    Level "level" {
        lasting: 0.6, 0.2 .. 0.9, "share of the variance", "assumption", "How much of the level of places never changes.";
        relaxes: 4.0, 1.0 .. 10.0, "years", "assumption", "How long the passing part of a level lasts.";
        loses: 0.2, 0.0 .. 0.8, "standard deviations", "unknown", "What the level loses when a permanent director goes.";
        rescue: 0.5, 0.0 .. 1.0, "standard deviations a year", "assumption", "What the level gains for two years after an inadequate judgement.";
        soonest: 2.8, 1.5 .. 4.0, "years", "MARKET.md section 1", "Between inspections of an inadequate authority.";
        latest: 4.9, 3.0 .. 6.0, "years", "MARKET.md section 1", "Between inspections of an outstanding authority.";
        noise: 0.4, 0.0 .. 1.0, "standard deviations", "assumption", "Noise with which inspectors read the level.";
        inadequate: -0.9, -2.0 .. -0.3, "standard deviations", "about a fifth of first judgements 2013-17", "Below this a judgement is inadequate.";
        good: 0.3, -0.5 .. 1.0, "standard deviations", "about two fifths of judgements", "Above this a judgement is good.";
        outstanding: 1.7, 1.0 .. 2.5, "standard deviations", "about one in twenty judgements", "Above this a judgement is outstanding.";
    }
}

/// The judgement *inadequate*.
pub const INADEQUATE: u8 = 0;
/// Weeks for which an inadequate judgement brings rescue.
const RESCUED: u32 = 104;
/// Steps between the four judgements.
const STEPS: f64 = 3.0;
/// The mean judgement, on the scale from 0 to 3.
pub const MEAN_JUDGEMENT: f64 = 1.25;

/// How well one place does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// The lasting part.
    pub lasting: f64,
    /// The passing part.
    pub passing: f64,
    /// The last judgement: 0 inadequate, 1 requires improvement, 2 good, 3 outstanding.
    pub judgement: u8,
    /// Week of the last inspection.
    pub judged: u32,
    /// Week of the next.
    pub next: u32,
    /// Inspections so far.
    pub number: u32,
}

impl State {
    /// The level.
    pub fn level(&self) -> f64 {
        self.lasting + self.passing
    }

    /// Has the place been judged inadequate in the last weeks?
    pub fn inadequate_within(&self, week: u32, weeks: u32) -> bool {
        self.judgement == INADEQUATE && week < self.judged + weeks
    }

    /// A stationary level, and an inspection at any time of an interval.
    pub(crate) fn first(setting: &Setting, rng_key: RngKey, id: u16) -> Self {
        let p = &setting.parameters.level;
        let draw = rng_key.block(EntityId::authority(id), Tag::LevelMoves, 0, 0);
        let lasting = libm::sqrt(p.lasting) * normal(draw.uniform(0));
        let passing = libm::sqrt(1.0 - p.lasting) * normal(draw.uniform(1));
        let judgement = judge(p, lasting + passing);
        let judged = setting.start_week;
        let next = judged + (draw.uniform(2) * interval(p, judgement)) as u32;
        Self { lasting, passing, judgement, judged, next, number: 0 }
    }
}

fn judge(p: &Level, read: f64) -> u8 {
    [p.inadequate, p.good, p.outstanding].iter().filter(|cut| read > **cut).count() as u8
}

/// Weeks until the next inspection.
fn interval(p: &Level, judgement: u8) -> f64 {
    (p.soonest + (p.latest - p.soonest) * f64::from(judgement) / STEPS) * WEEKS_A_YEAR
}

/// Four weeks of every level, and the inspections that fall due.
pub(crate) fn move_on(market: &mut Market, setting: &Setting, log: &mut dyn Log) {
    if market.told {
        return;
    }
    let p = &setting.parameters.level;
    let (week, rng_key) = (market.week, market.rng_key);
    let keeps = exp(-f64::from(TICK) / (p.relaxes * WEEKS_A_YEAR));
    let stricter = events::stricter(setting, week);
    let moves = libm::sqrt((1.0 - p.lasting) * (1.0 - keeps * keeps));
    for (index, state) in market.places.iter_mut().enumerate() {
        let who = EntityId::authority(state.place.id);
        let level = &mut state.level;
        level.passing =
            level.passing * keeps + moves * normal(rng_key.uniform(who, Tag::LevelMoves, week, 1));
        if level.number > 0 && level.inadequate_within(week, RESCUED) {
            level.passing += p.rescue * f64::from(TICK) / WEEKS_A_YEAR;
        }
        if level.next > week {
            continue;
        }
        level.number += 1;
        let noise = normal(rng_key.uniform(who, Tag::LevelMoves, week, 2));
        level.judgement = judge(p, level.level() + p.noise * noise - stricter);
        level.judged = week;
        level.next = week + interval(p, level.judgement) as u32;
        let change = Change::Judged { judgement: level.judgement };
        log.entry(Entry { week, place: index as u16, who, change });
    }
}
