//! What must not change a byte: how weeks are passed, the order of places, the numbers of regions,
//! a programme without effect, a rule that excludes nobody.

use super::{at, england, key, onward};
use crate::development::{Kind, Rule, Scheme};
use crate::log::Change;
use crate::{Background, Entry, Market, Person, Place, Setting};
use balcony_engine::rng::EntityId;

/// When policies begin: people below are settled.
const FROM: u32 = 1040;
/// Ten years later.
const UNTIL: u32 = FROM + 520;

// Seen to fail with `market.week = (market.week + TICK).min(until)` in `advance`.
#[test]
fn weeks_may_be_passed_in_one_call_or_in_several() {
    let setting = Setting::history(england());
    let mut once = Market::new(&setting, key(0));
    let log = onward(&mut once, &setting, FROM);
    let mut several = Market::new(&setting, key(0));
    let mut logs = Vec::new();
    let mut until = 0;
    for weeks in [1, 3, 7, 52].into_iter().cycle() {
        until = FROM.min(until + weeks);
        logs.extend(onward(&mut several, &setting, until));
        if until == FROM {
            break;
        }
    }
    assert_eq!(log, logs);
    assert!(once == several);
}

// Seen to fail with the replicate 0 for every market in `Market::new`.
#[test]
fn equal_keys_give_equal_bytes_and_another_replicate_another_history() {
    let setting = Setting::history(england());
    let run = |replicate| {
        let mut market = Market::new(&setting, key(replicate));
        let log = onward(&mut market, &setting, 520);
        (market, log)
    };
    let (first, second, other) = (run(0), run(0), run(1));
    assert_eq!(first.1, second.1);
    assert!(first == second);
    assert_ne!(first.1, other.1);
    assert_ne!(first.0.people, other.0.people);
}

/// People without what a programme leaves behind even if it has no effect.
fn bare(market: &Market) -> Vec<Option<Person>> {
    let bare = |person: &Person| Person { finished: 0, backed: (0, 0.0), ..person.clone() };
    market.people.iter().map(|person| person.as_ref().map(bare)).collect()
}

/// Sets every effect of programmes to nothing.
fn without_effect(setting: &mut Setting) {
    let p = &mut setting.parameters.development;
    for row in crate::development::Development::REGISTRY {
        let field = row.key.rsplit('.').next().expect("a key has a field");
        *p.field(field).expect("a row has a field") = 0.0;
    }
    // The share of the usual time: all of it.
    p.quicker = 1.0;
}

// Seen to fail with .9 for `quicker` (succession alone), with 1.0 for `accelerated_applies` where
// heads of service apply (accelerated alone), and with `finished` added to what drives directors
// out.
#[test]
fn a_programme_without_effect_changes_nothing() {
    let mut base = Setting { policy_from: FROM, ..Setting::closed(england()) };
    without_effect(&mut base);
    let start = at(&base, 0, FROM);
    let mut plain = start.clone();
    let log = onward(&mut plain, &base, UNTIL);
    let alone = Kind::ALL.map(|kind| vec![Scheme::usual(kind)]);
    let together = Kind::ALL.map(Scheme::usual).to_vec();
    for schemes in alone.into_iter().chain([together]) {
        let setting = Setting { schemes: schemes.clone(), ..base.clone() };
        let mut market = start.clone();
        let mut with = onward(&mut market, &setting, UNTIL);
        assert!(market.spent > 0.0, "{schemes:?} did not run");
        with.retain(|entry| !matches!(entry.change, Change::Finished { .. }));
        assert_eq!(log, with, "{schemes:?}");
        assert_eq!(bare(&plain), bare(&market), "{schemes:?}");
        assert_eq!(plain.places, market.places, "{schemes:?}");
        assert_eq!(plain.posts, market.posts, "{schemes:?}");
    }
}

// Seen to fail with a rule of social work that also asks for a week in the second tier.
#[test]
fn a_rule_that_excludes_nobody_changes_nothing() {
    let mut base = Setting { policy_from: FROM, ..Setting::closed(england()) };
    base.parameters.ladder.social_care = 1.0;
    base.parameters.campaign.outsiders_social_care = 1.0;
    let start = at(&base, 0, FROM);
    assert!(start.everybody().all(|(_, person)| person.background == Background::SocialCare));
    let mut open = start.clone();
    let log = onward(&mut open, &base, UNTIL);
    for rule in [Rule::SocialWork, Rule::SocialWorkOrProven] {
        let setting = Setting { rule, ..base.clone() };
        let mut market = start.clone();
        assert_eq!(log, onward(&mut market, &setting, UNTIL), "{rule:?}");
        assert!(open == market, "{rule:?}");
    }
}

/// A place, what somebody there is, and the rest of a person without positions.
type Known = (EntityId, u16, u16, Person);

/// People by their identity, with places by their numbers and regions by `region`.
fn people(market: &Market, region: impl Fn(u8) -> u8) -> Vec<Known> {
    let number = |place: u16| market.places[usize::from(place)].place.id;
    let known = |person: &Person| {
        let home = region(person.home);
        (person.id, number(person.place), u16::from(home), Person { place: 0, home, ..person.clone() })
    };
    let mut people: Vec<Known> = market.everybody().map(|(_, person)| known(person)).collect();
    people.sort_by_key(|(id, ..)| *id);
    people
}

/// Posts by the numbers of their places: tier, seat, holders so far, holder.
fn posts(market: &Market) -> Vec<(u16, u8, u8, u32, Option<EntityId>)> {
    let who = |slot: Option<u32>| slot.map(|slot| market.person(slot).id);
    let below = market.posts.iter().map(|post| {
        let number = market.places[usize::from(post.place)].place.id;
        (number, post.tier, post.seat, post.incumbent, who(post.holder))
    });
    let directors = market.places.iter().map(|state| {
        let post = &state.director;
        (state.place.id, 1, u8::from(post.interim), post.incumbent, who(post.holder))
    });
    let mut posts: Vec<_> = below.chain(directors).collect();
    posts.sort_unstable();
    posts
}

/// Entries by the numbers of their places; within a tick in any order.
fn entries(market: &Market, log: &[Entry]) -> Vec<(u32, u16, String)> {
    let number = |place: u16| market.places[usize::from(place)].place.id;
    let text = |entry: &Entry| format!("{:?} {:?}", entry.who, entry.change);
    let mut entries: Vec<_> =
        log.iter().map(|entry| (entry.week, number(entry.place), text(entry))).collect();
    entries.sort_unstable();
    entries
}

/// With a rule and every programme, so that all who choose are at work.
fn busy(places: Vec<Place>) -> Setting {
    Setting {
        policy_from: 520,
        rule: Rule::SocialWorkOrProven,
        schemes: Kind::ALL.map(Scheme::usual).to_vec(),
        ..Setting::history(places)
    }
}

// Seen to fail with posts below filled in the order of places, and with interims found in that
// order.
#[test]
fn the_order_of_places_changes_nothing() {
    let setting = busy(england());
    let mut places = england();
    places.reverse();
    places.swap(3, 77);
    let other = busy(places);
    let (mut market, mut shuffled) = (Market::new(&setting, key(0)), Market::new(&other, key(0)));
    let log = onward(&mut market, &setting, UNTIL);
    let other_log = onward(&mut shuffled, &other, UNTIL);
    assert_eq!(entries(&market, &log), entries(&shuffled, &other_log));
    assert_eq!(posts(&market), posts(&shuffled));
    assert_eq!(people(&market, |region| region), people(&shuffled, |region| region));
    assert_eq!(market.spent.to_bits(), shuffled.spent.to_bits());
}

// Seen to fail with draws of who applies whose index depends on the home region.
#[test]
fn the_numbers_of_regions_change_nothing() {
    let renumber = |region: u8| (region * 4 + 5) % 9;
    let setting = busy(england());
    let other =
        busy(england().into_iter().map(|place| Place { region: renumber(place.region), ..place }).collect());
    let (mut market, mut renumbered) = (Market::new(&setting, key(0)), Market::new(&other, key(0)));
    assert_eq!(onward(&mut market, &setting, UNTIL), onward(&mut renumbered, &other, UNTIL));
    assert_eq!(posts(&market), posts(&renumbered));
    assert_eq!(people(&market, renumber), people(&renumbered, |region| region));
}
