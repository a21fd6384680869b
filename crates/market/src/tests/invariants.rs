//! What is true after every tick.

use super::{england, key, onward};
use crate::development::{Kind, Rule, Scheme};
use crate::log::{Change, Reason};
use crate::person::{DIRECTOR, FOURTH, SECOND};
use crate::{Entry, Market, Setting, TICK};
use balcony_engine::rng::EntityId;
use std::collections::{BTreeMap, BTreeSet};

/// Thirty years.
const WEEKS: u32 = 30 * 52;

/// Holders say that they hold their posts; nobody holds two, but who stands in keeps their own.
fn holders(market: &Market) {
    let mut holds = BTreeSet::new();
    for post in &market.posts {
        let Some(slot) = post.holder else { continue };
        let person = market.person(slot);
        assert_eq!((person.tier, person.place), (post.tier, post.place), "{person:?} {post:?}");
        assert!(holds.insert(slot), "{person:?} holds two posts");
    }
    let mut stand_in = BTreeSet::new();
    for (index, state) in market.places.iter().enumerate() {
        let post = &state.director;
        let Some(slot) = post.holder else { continue };
        let person = market.person(slot);
        if post.interim {
            assert!(person.taken && [0, SECOND].contains(&person.tier), "{person:?} stands in");
            assert!(stand_in.insert(slot), "{person:?} stands in twice");
        } else {
            assert_eq!((person.tier, usize::from(person.place)), (DIRECTOR, index), "{person:?}");
            assert!(holds.insert(slot), "{person:?} holds two posts");
        }
    }
    for tier in SECOND..=FOURTH {
        let people = market.everybody().filter(|(_, person)| person.tier == tier).count();
        let filled = market.posts.iter().filter(|post| post.tier == tier && post.holder.is_some()).count();
        assert_eq!(people, filled, "tier {tier}");
    }
    let directors = market.everybody().filter(|(_, person)| person.tier == DIRECTOR).count();
    let filled =
        market.places.iter().filter(|state| state.director.holder.is_some() && !state.director.interim);
    assert_eq!(directors, filled.count());
}

/// A successor is taken, is successor of one place, and stands in or is on the way there alone.
fn successors(market: &Market) {
    let mut chosen = BTreeMap::new();
    for (index, state) in market.places.iter().enumerate() {
        let Some(successor) = state.director.successor else { continue };
        let person = market.person(successor.slot);
        assert!(person.taken, "{person:?} was chosen");
        assert!(chosen.insert(successor.slot, index).is_none(), "{person:?} was chosen twice");
    }
    for (index, state) in market.places.iter().enumerate() {
        let post = &state.director;
        let Some(slot) = post.holder else { continue };
        let goes = matches!(post.leaving, Some((_, Reason::Moved)));
        match chosen.get(&slot) {
            Some(to) if post.interim => assert_eq!(*to, index, "an interim was chosen elsewhere"),
            Some(to) => assert!(goes && *to != index, "a director was chosen without notice"),
            None => assert!(!goes, "a director moves to nowhere"),
        }
    }
    let stand_in = market.places.iter().filter(|state| state.director.interim);
    let busy: BTreeSet<u32> =
        chosen.keys().copied().chain(stand_in.filter_map(|state| state.director.holder)).collect();
    for (slot, person) in market.everybody() {
        assert_eq!(person.taken, busy.contains(&slot), "{person:?}");
    }
}

/// Every position is somebody's or free, once; nobody without a post stays for nothing.
fn positions(market: &Market) {
    let free: BTreeSet<u32> = market.free.iter().copied().collect();
    assert_eq!(free.len(), market.free.len(), "a position is free twice");
    assert!(free.iter().all(|slot| market.people[*slot as usize].is_none()), "a free position is taken");
    assert_eq!(market.everybody().count() + free.len(), market.people.len(), "a position is lost");
    for (_, person) in market.everybody() {
        let waits = person.taken || person.former_until + TICK > market.week;
        assert!(person.tier != 0 || waits, "{person:?} stays for nothing");
    }
    let ids: BTreeSet<EntityId> = market.everybody().map(|(_, person)| person.id).collect();
    assert_eq!(ids.len(), market.everybody().count(), "somebody is there twice");
}

/// Nobody who was taken before the tick goes in it, but to the new post.
fn departures(taken: &BTreeSet<EntityId>, log: &[Entry]) {
    let mut bound = taken.clone();
    for entry in log {
        match entry.change {
            Change::InterimEnds { .. } | Change::Started(_) => {
                bound.remove(&entry.who);
            }
            Change::Exited { .. } => assert!(!bound.contains(&entry.who), "{entry:?}"),
            Change::Gone { reason, .. } if reason != Reason::Moved => {
                assert!(!bound.contains(&entry.who), "{entry:?}");
            }
            _ => {}
        }
    }
}

fn thirty_years(setting: &Setting, replicate: u32) {
    let mut market = Market::new(setting, key(replicate));
    let mut started = 0;
    while market.week < setting.start_week + WEEKS {
        let taken = market.everybody().filter(|(_, person)| person.taken);
        let taken = taken.map(|(_, person)| person.id).collect();
        let until = market.week + TICK;
        let log = onward(&mut market, setting, until);
        started += log.iter().filter(|entry| matches!(entry.change, Change::Started(_))).count();
        holders(&market);
        successors(&market);
        positions(&market);
        departures(&taken, &log);
    }
    assert!(started > 500, "{started}");
}

// Seen to fail without `person.taken` in `ladder::leave` (somebody is missing), without
// `taken = false` in `interims::end` (successors), without `market.vacate` in `campaign::start`
// (holders), without `self.free.push` in `Market::remove` (positions), and with candidates who are
// taken in `rank` (successors).
#[test]
fn thirty_years_of_all_places_keep_the_books() {
    let setting = Setting::history(england());
    thirty_years(&setting, 0);
    let rule = Rule::SocialWork;
    let schemes = Kind::ALL.map(Scheme::usual).to_vec();
    thirty_years(&Setting { rule, schemes, policy_from: 780, ..setting }, 1);
}

// Seen to fail without the later of both days in `campaign::choose`.
#[test]
fn notice_of_any_length_keeps_the_books() {
    let mut setting = Setting::closed(england());
    let p = &mut setting.parameters;
    (p.leaving.notice_retiring, p.leaving.notice_leaving, p.leaving.sudden) = (52.0, 26.0, 0.4);
    (p.campaign.after_notice, p.campaign.starts_outside) = (4.0, 4.0);
    thirty_years(&setting, 2);
    let p = &mut setting.parameters;
    (p.leaving.notice_retiring, p.leaving.notice_leaving) = (9.0, 5.0);
    (p.campaign.after_notice, p.campaign.starts_outside, p.campaign.starts_inside) = (26.0, 25.0, 11.0);
    thirty_years(&setting, 3);
}
