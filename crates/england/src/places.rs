//! The authorities of England as places of the market of directors.

use balcony_engine::calendar::{Date, Week};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::rng::{EntityId, RngKey, Tag};
use balcony_engine::setting::{Setting, Start};
use balcony_engine::style::Style;
use balcony_market::Place;
use balcony_scenario::presets;
use balcony_scenario::profiles::{self, Profile};

/// Regions, in the order of their numbers; London counts as one.
pub const REGIONS: [&str; 9] = [
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
];
/// Directors who led adults' services too in 2018 (EVIDENCE.md section 1).
pub const TWINS: usize = 46;
/// Authorities that are too small for a director of their own, and whose director serves them
/// (assumption): the Isles of Scilly have some 300 children, and Cornwall next to them.
pub const SERVED: [(&str, &str); 1] = [("Isles of Scilly", "Cornwall")];

/// No authority has more posts at one tier (a guard: Birmingham has 121 team managers).
const MOST_POSTS: usize = 255;

/// One authority: its figures, and where the market finds its director.
#[derive(Debug, Clone, Copy)]
pub struct Authority {
    /// Its published figures.
    pub profile: &'static Profile,
    /// Its region's number.
    pub region: u8,
    /// Position of its director's post among the market's places.
    pub place: usize,
}

/// The year, ending 31 March, with whose published figures authorities begin that are simulated
/// from a day on.
///
/// ```
/// use balcony_engine::calendar::Date;
/// use balcony_england::places::year_of_figures;
/// let at = |year, month| year_of_figures(Date::new(year, month, 1).unwrap());
/// assert_eq!([at(2010, 1), at(2012, 4), at(2013, 3), at(2026, 4)], [2010, 2012, 2012, 2019]);
/// ```
pub fn year_of_figures(start: Date) -> u16 {
    let ended = start.year - u16::from(start.month < 4);
    ended.clamp(profiles::YEARS.0, profiles::YEARS.1)
}

/// All authorities, in order of their numbers.
///
/// ```
/// let england = balcony_england::places::authorities();
/// assert_eq!(england.len(), 153);
/// // Two of them share a director.
/// let scilly = england.iter().find(|one| one.profile.name == "Isles of Scilly").unwrap();
/// let cornwall = england.iter().find(|one| one.profile.name == "Cornwall").unwrap();
/// assert_eq!(scilly.place, cornwall.place);
/// ```
pub fn authorities() -> Vec<Authority> {
    let with_director: Vec<&Profile> =
        profiles::all().iter().filter(|profile| serves(profile).is_none()).collect();
    let found = |name: &str| with_director.iter().position(|profile| profile.name == name).unwrap_or(0);
    profiles::all()
        .iter()
        .map(|profile| Authority {
            profile,
            region: region(profile),
            place: found(serves(profile).unwrap_or(profile.name)),
        })
        .collect()
}

/// The quiet setting of an authority with the figures of a year, under the incumbents' way of
/// leading.
pub(crate) fn quiet(then: &Profile, start: Week, warm_up: u32, incumbent: Style) -> Setting {
    let figures = then.authority();
    let states = Start::of(&figures, incumbent);
    Setting::quiet(figures, start, warm_up, states)
}

/// The places of the market from a week on: every authority that has a director of its own, in
/// order of their numbers, with as many posts of tiers 2 to 4 as its figures of that time ask for.
/// Which directors lead adults' services too is drawn once, by a constant key: no list was
/// found.
///
/// ```
/// use balcony_engine::calendar::{Date, Week};
/// let start = Week::on_or_after(Date::new(2019, 4, 1).unwrap());
/// let places = balcony_england::places::places(start);
/// assert_eq!(places.len(), 152);
/// assert!(places.iter().all(|place| (1..=5).contains(&place.posts[0])));
/// assert_eq!(places.iter().filter(|place| place.twin).count(), balcony_england::places::TWINS);
/// ```
pub fn places(start: Week) -> Vec<Place> {
    let key = RngKey { seed: 0, replicate: 0 };
    let drawn = |id| key.uniform(EntityId::authority(id), Tag::LeaderTraits, 0, 0);
    let own = || profiles::all().iter().filter(|profile| serves(profile).is_none());
    let mut order: Vec<(f64, u16)> = own().map(|profile| (drawn(profile.id), profile.id)).collect();
    order.sort_by(|a, b| a.partial_cmp(b).unwrap_or(core::cmp::Ordering::Equal));
    let twins: Vec<u16> = order.into_iter().take(TWINS).map(|(_, id)| id).collect();
    let then = profiles::of_year(year_of_figures(start.monday()));
    own()
        .map(|profile| {
            let figures = then.iter().find(|then| then.id == profile.id).unwrap_or(profile);
            let setting = quiet(figures, start, 0, presets::incumbent());
            let posts = ForkPoint::leader_posts(&setting).map(|posts| posts.min(MOST_POSTS) as u8);
            Place { id: profile.id, region: region(profile), twin: twins.contains(&profile.id), posts }
        })
        .collect()
}

/// The authority whose director serves this one.
fn serves(profile: &Profile) -> Option<&'static str> {
    SERVED.iter().find(|(name, _)| *name == profile.name).map(|(_, by)| *by)
}

/// The number of a region in [`REGIONS`].
fn region(profile: &Profile) -> u8 {
    let london = profile.region.ends_with("London");
    let name = if london { "London" } else { profile.region };
    REGIONS.iter().position(|region| *region == name).unwrap_or(0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    // Seen to fail with "Yorkshire" for "Yorkshire and The Humber".
    #[test]
    fn every_authority_lies_in_a_region_of_the_list() {
        for profile in profiles::all() {
            let known = profile.region.ends_with("London") || REGIONS.contains(&profile.region);
            assert!(known, "{} lies in {}", profile.name, profile.region);
        }
    }
}
