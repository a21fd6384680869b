//! Archetypes: typical authorities for exercises that must not show a real place. Each figure is
//! the median over a stated set of real authorities. Counts are rates per child, multiplied by the
//! median number of children.

use super::build::{median, named};
use super::keys::{FIRST_SOURCE, KEYS, Rule, SourcedValue};
use super::{ENGLAND_AVERAGE, Profile};

/// Names of the archetypes. [`super::archetype`] also accepts the England average.
pub const ARCHETYPES: [&str; 5] =
    ["shire-county", "inner-london", "metropolitan", "coastal-unitary", "small-unitary"];

/// Unitary authorities on the coast with a large town or resort (our own selection).
const COASTAL: [&str; 14] = [
    "Hartlepool",
    "Redcar and Cleveland",
    "Blackpool",
    "Kingston upon Hull, City of",
    "North East Lincolnshire",
    "Southend-on-Sea",
    "Medway",
    "Brighton and Hove",
    "Isle of Wight",
    "Portsmouth",
    "Southampton",
    "Bournemouth, Christchurch and Poole",
    "Plymouth",
    "Torbay",
];
/// A unitary authority with fewer children than this counts as small.
const SMALL: f64 = 40_000.0;
/// Authorities with fewer children than this (Isles of Scilly, City of London) are in no archetype,
/// because their rates mean little.
const TINY: f64 = 5_000.0;

/// Whether an authority belongs to the set of an archetype.
fn belongs(archetype: &str, profile: &Profile) -> bool {
    let children = profile.found[0].value;
    children >= TINY
        && match archetype {
            "shire-county" => profile.code.starts_with("E10"),
            "inner-london" => profile.region == "Inner London",
            "metropolitan" => profile.code.starts_with("E08"),
            "coastal-unitary" => COASTAL.contains(&profile.name),
            "small-unitary" => profile.code.starts_with("E06") && children < SMALL,
            _ => false,
        }
}

/// Description of the set of authorities that an archetype summarises.
fn set(archetype: &str) -> &'static str {
    match archetype {
        "shire-county" => "county councils (codes E10)",
        "inner-london" => "boroughs of Inner London, without the City",
        "metropolitan" => "metropolitan districts (codes E08)",
        "coastal-unitary" => {
            "unitary authorities on the coast listed in crates/scenario/src/profiles/archetypes.rs"
        }
        _ => "unitary authorities (codes E06) with 5,000 to 40,000 children",
    }
}

/// All archetypes, in the order of [`ARCHETYPES`]; their ids begin with 9001.
pub(super) fn all(profiles: &[Profile]) -> Vec<Profile> {
    ARCHETYPES.iter().zip(9001..).map(|(name, id)| one(id, name, profiles)).collect()
}

fn one(id: u16, name: &'static str, profiles: &[Profile]) -> Profile {
    let members: Vec<&Profile> = profiles.iter().filter(|profile| belongs(name, profile)).collect();
    let children = median(members.iter().map(|member| member.found[0].value).collect()).unwrap_or(f64::NAN);
    let mut values: Vec<f64> = KEYS
        .iter()
        .enumerate()
        .map(|(key, about)| {
            let base = |member: &Profile| {
                if about.grows() { member.found[0].value } else { 1.0 }
            };
            let rates = members.iter().map(|member| member.found[key].value / base(member)).collect();
            let scale = if about.grows() { children } else { 1.0 };
            median(rates).unwrap_or(f64::NAN) * scale
        })
        .collect();
    values[0] = children;
    let sources: f64 = values[FIRST_SOURCE..FIRST_SOURCE + 7].iter().sum();
    for source in &mut values[FIRST_SOURCE..FIRST_SOURCE + 7] {
        *source /= sources;
    }
    let found = values.iter().zip(&KEYS).map(|(value, key)| {
        let per = if key.grows() && key.name != "children" { ", per child" } else { "" };
        let origin = format!("median{per} of {} {}", members.len(), set(name));
        SourcedValue::new(*value, Rule::Computed, origin)
    });
    named(id, name, found.collect())
}

/// Index of an archetype by name, where 0 is the England average.
pub(super) fn place(name: &str) -> Option<usize> {
    let name = name.trim().to_lowercase().replace([' ', '_'], "-");
    if name == ENGLAND_AVERAGE || name == "england" {
        return Some(0);
    }
    ARCHETYPES.iter().position(|known| *known == name).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::all as profiles;

    #[test]
    fn sets_are_as_large_as_they_should_be() {
        let size = |name: &str| profiles().iter().filter(|profile| belongs(name, profile)).count();
        assert_eq!(ARCHETYPES.map(size), [21, 13, 36, 14, 21]);
        assert!(COASTAL.iter().all(|name| profiles().iter().any(|profile| profile.name == *name)));
    }
}
