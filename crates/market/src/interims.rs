//! Interims: who stands in while there is no director.
//!
//! *Question.* Who carries on? *Equations.* Where no successor is due within 16 weeks, somebody
//! stands in: the readiest assistant director of the authority with probability logistic of
//! (readiness less `ready`) / `spread`; else a former director with probability `former`; else an
//! assistant director of the region. Otherwise deputies cover, and nobody counts them. The number
//! of interims is an outcome. *Sources.* MARKET.md section 1; EVIDENCE.md section 1: 11 own, 7
//! former and 2 others in 2018-19.

use crate::log::{Change, Entry, InterimSource, Log};
use crate::market::{Market, Setting};
use crate::person::{DIRECTOR, SECOND};
use balcony_engine::parameters;
use balcony_engine::rng::{EntityId, Tag};
use balcony_engine::samplers::logistic;

parameters! {
    /// Interims.
    Interims "interims" {
        ready: 0.6, 0.5 .. 0.85, "readiness", "fitted: .55 of interims are own assistant directors", "Readiness at which an assistant director is asked to stand in every second time.";
        spread: 0.08, 0.02 .. 0.2, "readiness", "assumption", "How sharply that depends on readiness.";
        former: 0.8, 0.4 .. 1.0, "probability", "fitted: .35 of interims are former directors", "Chance that a former director is found where nobody of the house stands in.";
    }
}

/// Weeks for which deputies cover without an interim.
const COVERED: u32 = 16;

/// Posts without a director and without a successor soon get an interim.
pub(crate) fn stand_in(market: &mut Market, setting: &Setting, log: &mut dyn Log) {
    let week = market.week;
    let vacant = market.places.iter().enumerate().filter(|(_, state)| {
        let post = &state.director;
        let soon = post.successor.is_some_and(|successor| successor.starts <= week + COVERED);
        post.holder.is_none() && !soon
    });
    let mut vacant: Vec<(f64, usize)> =
        vacant.map(|(index, _)| (market.turn(index, DIRECTOR, 0), index)).collect();
    vacant.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, index) in vacant {
        let Some((slot, source)) = find(market, setting, index) else { continue };
        market.person_mut(slot).taken = true;
        let who = market.person(slot).id;
        let director = &mut market.places[index].director;
        director.holder = Some(slot);
        director.interim = true;
        director.since = week;
        log.entry(Entry { week, place: index as u16, who, change: Change::Interim { source } });
    }
}

/// Who stands in: a position and where from.
fn find(market: &Market, setting: &Setting, index: usize) -> Option<(u32, InterimSource)> {
    let p = &setting.parameters.interims;
    let state = &market.places[index];
    let key = state.director.incumbent;
    let who = EntityId::authority(state.place.id);
    let draw = market.rng_key.block(who, Tag::LeaderInterim, key, 0);
    let free = || market.everybody().filter(|(_, person)| !person.taken);
    let seconds = || free().filter(|(_, person)| person.tier == SECOND);
    let own = seconds().filter(|(_, person)| usize::from(person.place) == index);
    let readiest = own.max_by(|a, b| {
        let (a, b) = ((a.1.readiness, a.1.id), (b.1.readiness, b.1.id));
        a.partial_cmp(&b).unwrap_or(core::cmp::Ordering::Equal)
    });
    if let Some((slot, person)) = readiest
        && draw.uniform(0) < logistic((person.readiness - p.ready) / p.spread)
    {
        return Some((slot, InterimSource::Own));
    }
    // Of those who could come, the one who is drawn: by person and vacancy, not by place in a list.
    let drawn =
        |who: EntityId| market.rng_key.uniform(who, Tag::LeaderInterim, vacancy(state.place.id, key), 1);
    let pick = |found: &mut dyn Iterator<Item = (u32, EntityId)>| {
        found
            .map(|(slot, id)| (slot, drawn(id)))
            .max_by(|a, b| a.1.partial_cmp(&b.1).unwrap_or(core::cmp::Ordering::Equal))
            .map(|(slot, _)| slot)
    };
    let former = free().filter(|(_, person)| person.tier == 0 && person.former_until > market.week);
    let former = pick(&mut former.map(|(slot, person)| (slot, person.id)));
    if let Some(slot) = former.filter(|_| draw.uniform(1) < p.former) {
        return Some((slot, InterimSource::Former));
    }
    let region = |place: u16| market.places[usize::from(place)].place.region;
    let near = seconds().filter(|(_, person)| region(person.place) == state.place.region);
    let neighbour = pick(
        &mut near
            .filter(|(_, person)| usize::from(person.place) != index)
            .map(|(slot, person)| (slot, person.id)),
    );
    neighbour
        .map(|slot| (slot, InterimSource::Neighbour))
        .or_else(|| readiest.map(|(slot, _)| (slot, InterimSource::Own)))
}

/// Number of a vacancy: authority and incumbent.
fn vacancy(id: u16, incumbent: u32) -> u32 {
    u32::from(id) << 18 | incumbent & 0x3_ffff
}

/// An interim's time is over; who is appointed stays.
pub(crate) fn end(market: &mut Market, index: usize, appointed: bool, log: &mut dyn Log) {
    let week = market.week;
    let director = &mut market.places[index].director;
    let Some(slot) = director.holder.take() else { return };
    director.interim = false;
    let weeks = week - director.since;
    let person = market.person_mut(slot);
    if !appointed {
        // A former director who was chosen elsewhere meanwhile stays taken there.
        person.taken = false;
    }
    let who = person.id;
    let change = Change::InterimEnds { weeks };
    log.entry(Entry { week, place: index as u16, who, change });
}
