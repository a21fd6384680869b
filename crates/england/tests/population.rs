//! One population: the people of the market hold the posts of the authorities.

use balcony_engine::calendar::{Date, Week};
use balcony_engine::mechanisms::succession;
use balcony_engine::rng::RngKey;
use balcony_engine::world::{Brings, NEVER, PostNews};
use balcony_england::simulate::Collected;
use balcony_england::{Country, Plan, Spread};
use balcony_market::log::NoLog;
use balcony_scenario::presets;

const KEY: RngKey = RngKey { seed: 3, replicate: 1 };
const YEARS: u32 = 3;

/// Authorities of the North East and their neighbours, and two that share a director.
fn plan() -> Plan {
    let start = Week::on_or_after(Date::new(2019, 4, 1).expect("a date"));
    let plan = Plan::england(start, 26, presets::incumbent());
    let served = |name: &str| name == "Isles of Scilly" || name == "Cornwall";
    let numbers: Vec<u16> = plan
        .members
        .iter()
        .filter(|member| member.authority.region == 0 || served(member.authority.profile.name))
        .map(|member| member.authority.profile.id)
        .collect();
    plan.only(&numbers)
}

fn after_years(plan: &Plan) -> Country {
    let mut country = Country::recorded(plan, KEY, Spread::Authorities).expect("a sound model");
    let mut sums = vec![Collected::default(); plan.members.len()];
    for year in 1..=YEARS {
        country.advance(plan, 52 * year, &mut sums, &mut NoLog, Spread::Authorities).expect("a sound model");
        in_step(plan, &country);
    }
    country
}

/// Every post of an authority is held by whom the market has there, or by nobody in both.
fn in_step(plan: &Plan, country: &Country) {
    for (member, world) in plan.members.iter().zip(&country.worlds) {
        let name = member.authority.profile.name;
        let below = &world.service.leadership.below;
        let place = member.authority.place;
        let own = country.market.places[place].place.id == member.authority.profile.id;
        assert_eq!(below.told, own, "{name}");
        if !own {
            continue;
        }
        let posts = country.market.posts_of(place);
        assert_eq!(posts.len(), below.posts.len(), "{name}");
        for (post, leader) in posts.iter().zip(&below.posts) {
            assert_eq!(post.tier, leader.tier, "{name}");
            match post.holder {
                Some(slot) => {
                    let person = country.market.person(slot);
                    assert_eq!((leader.person, leader.background), (person.id, person.background), "{name}");
                    assert_eq!(leader.competence, person.competence, "{name}");
                    assert_eq!(leader.vacant_until, 0, "{name}");
                    // Both count the same birthdays: within the month that the market is ahead.
                    assert!((leader.age - person.age(country.market.week)).abs() < 0.1, "{name}");
                    assert!(person.strain >= 0.0 && person.strain < 1.0, "{name}");
                }
                None => assert_eq!(leader.vacant_until, NEVER, "{name}"),
            }
        }
    }
}

fn brought(country: &Country) -> impl Iterator<Item = Brings> {
    let told = country.told.iter().flat_map(|told| &told.posts);
    told.filter_map(|(_, _, news)| match news {
        PostNews::Appointed(appointed) => appointed.brings,
        _ => None,
    })
}

// Seen to fail with no `Vacant` told where a post is filled anew, and with another's post noted.
#[test]
fn who_holds_a_post_in_the_market_leads_in_the_authority_and_takes_along_a_way_of_leading() {
    let plan = plan();
    let country = after_years(&plan);
    let rose = brought(&country).filter(|brings| brings.credibility.is_some()).count();
    let moved = brought(&country).filter(|brings| brings.credibility.is_none()).count();
    assert!(rose > 5 && moved > 0, "{rose} rose within and {moved} moved: the test would say little");
    let strained = country.market.everybody().filter(|(_, person)| person.strain > 0.0).count();
    assert!(strained > 0, "nobody is strained, so that nothing is seen of it");
}

// Seen to fail with `develops` of 1.
#[test]
fn the_market_sees_how_a_director_develops_the_second_tier() {
    let plan = plan();
    let country = after_years(&plan);
    for (member, world) in plan.members.iter().zip(&country.worlds) {
        let state = &country.market.places[member.authority.place];
        let told = world.service.leadership.below.told;
        assert!(!told || state.develops > 0.0);
        assert!(succession::develops(world) > 0.0);
    }
    let different = country.market.places.iter().filter(|state| state.develops != 1.0).count();
    assert!(different > 5, "{different}");
}
