//! One run with everybody in it, and everything that happens to them: what careers and pictures of
//! the pipeline are made from.

use crate::scenario::{National, Policy};
use balcony_engine::rng::{EntityId, RngKey};
use balcony_market::log::{Entry, NoLog};
use balcony_market::{Background, Market, Setting, TICK, advance};
use std::collections::BTreeMap;

/// Somebody, as they were first seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Week of birth; before 1990 it is negative.
    pub born: i32,
    /// Where the working life began.
    pub background: Background,
    /// When they were first seen.
    pub week: u32,
    /// The tier of their post then; 0 for none.
    pub tier: u8,
    /// Position of its place.
    pub place: u16,
    /// Whether they were there when the simulation began.
    pub from_the_start: bool,
}

/// One run.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    /// Everybody who was ever there.
    pub people: BTreeMap<EntityId, Seen>,
    /// All that happened, in order of time.
    pub entries: Vec<Entry>,
    /// The market at the end.
    pub market: Market,
    /// The first week of the policies.
    pub start: u32,
    /// People in post from the start of the policies on: their number summed over ticks, by tier 1
    /// to 4 and background.
    pub in_post: [[f64; Background::COUNT]; 4],
    /// Ticks over which they are summed.
    pub ticks: u32,
}

/// Watches a run of a policy, from 1990 to the end.
pub fn watch(national: &National, policy: usize, replicate: u32) -> Watched {
    let mut watched = Watched::new(national, replicate);
    watched.go_on(&national.history, national.first_week());
    watched.go_on(&national.policies[policy].setting, national.first_week() + national.weeks);
    watched
}

/// Watches a run of every policy, from the start of the policies on: who is there then was always
/// there.
pub fn watch_all(national: &National, replicate: u32) -> Vec<Watched> {
    let start = national.first_week();
    let mut watched = Watched::new(national, replicate);
    advance(&mut watched.market, &national.history, start, &mut NoLog);
    watched.people.clear();
    watched.look(true);
    let under = |policy: &Policy| {
        let mut watched = watched.clone();
        watched.go_on(&policy.setting, start + national.weeks);
        watched
    };
    national.policies.iter().map(under).collect()
}

impl Watched {
    fn new(national: &National, replicate: u32) -> Self {
        let market = Market::new(&national.history, RngKey { seed: national.seed, replicate });
        let in_post = [[0.0; Background::COUNT]; 4];
        let mut new = Self {
            people: BTreeMap::new(),
            entries: Vec::new(),
            market,
            start: national.first_week(),
            in_post,
            ticks: 0,
        };
        new.look(true);
        new
    }

    /// Tick by tick until a week.
    fn go_on(&mut self, setting: &Setting, until: u32) {
        while self.market.week < until {
            let next = self.market.week + TICK;
            advance(&mut self.market, setting, next, &mut self.entries);
            self.look(false);
            if next > self.start {
                self.count();
            }
        }
    }

    /// Notes those who are new.
    fn look(&mut self, from_the_start: bool) {
        let week = self.market.week;
        for (_, person) in self.market.everybody() {
            self.people.entry(person.id).or_insert(Seen {
                born: person.born,
                background: person.background,
                week,
                tier: person.tier,
                place: person.place,
                from_the_start,
            });
        }
    }

    fn count(&mut self) {
        self.ticks += 1;
        for (slot, person) in self.market.everybody() {
            let Some(tier) = usize::from(person.tier).checked_sub(1) else { continue };
            let holds = tier > 0 || {
                let post = &self.market.places[usize::from(person.place)].director;
                post.holder == Some(slot) && !post.interim
            };
            if holds {
                self.in_post[tier][person.background as usize] += 1.0;
            }
        }
    }
}

/// Where the working life began, in words.
pub(crate) fn background(background: Background) -> &'static str {
    match background {
        Background::SocialCare => "social care",
        Background::Education => "education",
        Background::Health => "health",
        Background::YouthJustice => "youth justice",
        Background::Other => "another field",
    }
}

/// A post by its tier, in words.
pub(crate) fn post(tier: u8) -> &'static str {
    match tier {
        1 => "director of children's services",
        2 => "assistant director",
        3 => "head of service",
        4 => "team manager",
        _ => "without a post",
    }
}
