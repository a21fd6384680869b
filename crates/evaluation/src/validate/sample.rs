//! Which authorities are simulated if not all are.
//!
//! **The rule.** Only authorities with own figures in the base year and at least 5,000 children are
//! eligible. They are ordered by region and, within a region, by deprivation: ascending in one
//! region, descending in the next. From the third on, every fifth is chosen. So each region has its
//! share, and neighbours in the list are similar in deprivation. Sizes are left to chance; a test
//! checks that they cover all quarters of England's distribution.

use super::published::panel;
use balcony_scenario::profiles::{Profile, all};

/// Step between chosen authorities.
const STEP: usize = 5;
/// Index of the first chosen authority.
const FIRST: usize = 2;
/// An authority with fewer children than this is not eligible, because its rates mean little.
const SMALL: f64 = 5_000.0;

/// Whether an authority has figures of its own to be compared with.
fn comparable(profile: &Profile) -> bool {
    let own = panel().code(profile).is_some_and(|code| code == profile.code);
    own && profile.authority().children >= SMALL
}

/// The default sample, ordered by id.
pub fn sample() -> Vec<&'static Profile> {
    let mut chosen: Vec<&Profile> = ordered().into_iter().skip(FIRST).step_by(STEP).collect();
    chosen.sort_by_key(|profile| profile.id);
    chosen
}

/// All authorities with published figures, ordered by id.
pub fn every() -> Vec<&'static Profile> {
    all().iter().filter(|profile| panel().code(profile).is_some()).collect()
}

fn ordered() -> Vec<&'static Profile> {
    let mut regions: Vec<&str> = all().iter().map(|profile| profile.region).collect();
    regions.sort_unstable();
    regions.dedup();
    let mut ordered = Vec::new();
    for (at, region) in regions.into_iter().enumerate() {
        let mut here: Vec<&Profile> =
            all().iter().filter(|profile| profile.region == region && comparable(profile)).collect();
        here.sort_by(|a, b| {
            let (x, y) = (a.authority().deprivation, b.authority().deprivation);
            x.total_cmp(&y).then(a.id.cmp(&b.id))
        });
        if at % 2 == 1 {
            here.reverse();
        }
        ordered.extend(here);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_runs::experiment::stats::quantile;

    #[test]
    fn the_sample_covers_regions_sizes_and_deprivation() {
        let sample = sample();
        assert!((26..=31).contains(&sample.len()), "{}", sample.len());
        let mut regions: Vec<&str> = sample.iter().map(|profile| profile.region).collect();
        regions.sort_unstable();
        regions.dedup();
        assert_eq!(regions.len(), 10);
        let of: [fn(&Profile) -> f64; 2] =
            [|profile| profile.authority().children, |profile| profile.authority().deprivation];
        for figure in of {
            let england: Vec<f64> = ordered().into_iter().map(figure).collect();
            let ends = [0.25, 0.5, 0.75].map(|p| quantile(&england, p));
            for quarter in 0..4 {
                let inside = |value: &f64| ends.iter().filter(|end| value > *end).count() == quarter;
                let here = sample.iter().map(|profile| figure(profile)).filter(inside).count();
                assert!((4..=12).contains(&here), "quarter {quarter}: {here} of {}", sample.len());
            }
        }
    }
}
