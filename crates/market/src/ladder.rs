//! The ladder below: how posts of tiers 2 to 4 become vacant and are filled.
//!
//! *Question.* Who is there to follow? *Equations.* People of tiers 2 to 4 retire as directors do
//! ([`crate::leaving`]) and leave at a yearly rate of their tier, unless they are taken; where the
//! authority is simulated, both x e^(`coupling.strained` x strain beyond the usual). Twelve
//! weeks later the post is filled from those who want it: of the tier below where ambition less
//! `slope` (age less a usual age) and less `climate.wish` C is above `rises`, `least` weeks after the
//! last rise at the soonest, each of the authority
//! with probability `own`, each of the region `near`; and of the same tier in the region `level`.
//! One of them is drawn; where nobody wants it, somebody new comes. Tier 4 is filled by newcomers.
//! *Sources.* MARKET.md section 1: mean ages 53, 51, 50 of tiers 1 to 3, 50 and 47 of those
//! attracted.

use crate::leaving::{retiring, within_tick};
use crate::log::{Change, Entry, Log};
use crate::market::{Market, Post, Setting};
use crate::person::{FOURTH, Person, SECOND, THIRD};
use balcony_engine::parameters;
use balcony_engine::rng::{EntityId, Tag};
use balcony_engine::samplers::exp;

parameters! {
    /// The ladder below the director.
    Ladder "ladder" {
        exits_second: 0.1, 0.02 .. 0.15, "a year", "fitted: mean age 51 of tier 2", "Assistant directors who leave for other reasons than retiring or rising.";
        exits_third: 0.04, 0.01 .. 0.12, "a year", "assumption", "The same of heads of service.";
        exits_fourth: 0.08, 0.02 .. 0.2, "a year", "assumption", "The same of team managers.";
        rises: 0.2, -0.5 .. 1.0, "latent", "fitted with `exits_second`", "Ambition, less what age and climate take, above which somebody below the second tier wants to rise.";
        least: 52.0, 0.0 .. 156.0, "weeks", "assumption: nobody is chosen for a higher post within a year of the last one", "Least time in a post below the second tier before somebody rises from it.";
        slope: 0.105, 0.0 .. 0.15, "latent a year", "fitted: those attracted are 47, heads of service 50", "How far the wish to rise falls with age below the second tier.";
        own: 0.6, 0.1 .. 1.0, "probability", "assumption", "Chance that somebody of the tier below who wants it applies in their own authority.";
        near: 0.06, 0.0 .. 0.3, "probability", "assumption", "The same elsewhere in the region.";
        level: 0.01, 0.0 .. 0.1, "probability", "assumption", "Chance that somebody of the same tier elsewhere in the region applies.";
        social_care: 0.68, 0.4 .. 0.8, "share", "fitted: 50 to 64 % of directors", "Newcomers with a background in social care.";
        age_second: 45.0, 42.0 .. 54.0, "years", "fitted, as `age_fourth`", "Mean age of somebody new in the second tier.";
        age_third: 44.5, 38.0 .. 52.0, "years", "fitted, as `age_fourth`", "Mean age of somebody new in the third tier.";
        age_fourth: 42.0, 34.0 .. 48.0, "years", "fitted: mean ages 51 and 50 of tiers 2 and 3", "Mean age of somebody new in the fourth tier.";
        age_spread: 5.0, 2.0 .. 8.0, "years", "assumption", "Spread of those ages.";
    }
}

/// Weeks from an exit until a post below the director's is filled (assumption).
pub(crate) const FILLS_AFTER: u32 = 12;
/// Usual age of those who consider rising to tier 2, and to tier 3.
const USUAL_AGES: [f64; 2] = [49.0, 46.0];
/// Years by which those who are there at the start are older than newcomers (assumption).
pub(crate) const STANDING: f64 = 3.0;

/// Does somebody of tier 3 or 4 want to rise?
pub(crate) fn wants_to_rise(market: &Market, setting: &Setting, person: &Person) -> bool {
    wants_in(market.climate(setting), market.week, setting, person)
}

/// The same in a climate that was looked up before.
fn wants_in(climate: f64, week: u32, setting: &Setting, person: &Person) -> bool {
    let p = &setting.parameters;
    let usual = USUAL_AGES[usize::from(person.tier == FOURTH)];
    person.ambition - p.ladder.slope * (person.age(week) - usual) - p.climate.wish * climate > p.ladder.rises
}

/// People of tiers 2 to 4 leave.
pub(crate) fn leave(market: &mut Market, setting: &Setting, log: &mut dyn Log) {
    let p = &setting.parameters.ladder;
    let week = market.week;
    let rates = [p.exits_second, p.exits_third, p.exits_fourth];
    for at in 0..market.posts.len() {
        let post = market.posts[at];
        let Some(slot) = post.holder else { continue };
        let person = market.person(slot);
        if person.taken {
            continue;
        }
        let draw = market.rng_key.uniform(person.id, Tag::LeaderLeaves, week, 0);
        // Most draws are above what anybody's hazard could be, and need no exponential.
        if draw > MOST_LEAVE {
            continue;
        }
        let driven = exp(setting.parameters.coupling.strained * person.strain);
        let hazard = (rates[usize::from(post.tier - SECOND)] + retiring(setting, person, week)) * driven;
        if draw >= within_tick(hazard) {
            continue;
        }
        let (who, place) = (person.id, post.place);
        log.entry(Entry { week, place, who, change: Change::Exited { tier: post.tier } });
        market.remove(slot);
        let post = &mut market.posts[at];
        post.holder = None;
        post.incumbent += 1;
        post.panel = week + FILLS_AFTER;
    }
}

/// No chance of leaving within a tick is greater: a guard, not a parameter.
const MOST_LEAVE: f64 = 0.1;

/// Vacant posts below the director's are filled, the highest first.
pub(crate) fn fill(market: &mut Market, setting: &Setting, log: &mut dyn Log) {
    let week = market.week;
    for tier in [SECOND, THIRD, FOURTH] {
        let due = market
            .posts
            .iter()
            .enumerate()
            .filter(|(_, post)| post.tier == tier && post.holder.is_none() && post.panel <= week);
        let turn = |post: &Post| market.turn(usize::from(post.place), tier, post.seat);
        let mut due: Vec<(f64, usize)> = due.map(|(at, post)| (turn(post), at)).collect();
        due.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, at) in due {
            fill_one(market, setting, at, log);
        }
    }
}

fn fill_one(market: &mut Market, setting: &Setting, at: usize, log: &mut dyn Log) {
    let week = market.week;
    let post = market.posts[at];
    let found = if post.tier == FOURTH { None } else { candidate(market, setting, at) };
    let (slot, from) = match found {
        None => (market.bear(setting, post.place, post.tier, 0.0), 0),
        Some(slot) => {
            let from = market.person(slot).tier;
            market.vacate(slot, week + FILLS_AFTER);
            let person = market.person_mut(slot);
            person.tier = post.tier;
            person.place = post.place;
            person.since = week;
            (slot, from)
        }
    };
    market.posts[at].holder = Some(slot);
    let who = market.person(slot).id;
    let change = Change::Rose { tier: post.tier, from };
    log.entry(Entry { week, place: post.place, who, change });
}

/// Who rises, or moves on the level, into a post; nobody if nobody wants it.
fn candidate(market: &Market, setting: &Setting, at: usize) -> Option<u32> {
    let p = &setting.parameters.ladder;
    let post = market.posts[at];
    let place = &market.places[usize::from(post.place)].place;
    let key = u32::from(place.id) << 18
        | u32::from(post.tier & 3) << 16
        | u32::from(post.seat) << 8
        | post.incumbent & 0xff;
    let climate = market.climate(setting);
    let mut best: Option<(f64, EntityId, u32)> = None;
    for other in market.posts_of_region(place.region) {
        let rises = other.tier == post.tier + 1;
        let Some(slot) = other.holder.filter(|_| rises || other.tier == post.tier) else { continue };
        let person = market.person(slot);
        let applies = match (rises, other.place == post.place) {
            (true, true) => p.own,
            (true, false) => p.near,
            (false, false) => p.level,
            (false, true) => continue,
        };
        let soon = rises && f64::from(market.week - person.since) < p.least;
        // The wish first: most have none, and a draw costs more.
        if person.taken || soon || (rises && !wants_in(climate, market.week, setting, person)) {
            continue;
        }
        let draw = market.rng_key.block(person.id, Tag::LeaderApplies, key, 1);
        if draw.uniform(0) >= applies {
            continue;
        }
        let rank = (draw.uniform(1), person.id, slot);
        if best.is_none_or(|best| (rank.0, rank.1) > (best.0, best.1)) {
            best = Some(rank);
        }
    }
    best.map(|(_, _, slot)| slot)
}
