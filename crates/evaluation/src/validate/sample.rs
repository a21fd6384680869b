//! Which authorities are lived in where not all are.
//!
//! **The rule.** The authorities with figures of their own in the base year and at least 5,000
//! children, in order of region and, within a region, of deprivation, up in one region and down in
//! the next; from the third on every fifth. So each region has its share, and neighbours on the
//! list are alike in deprivation; sizes come as they fall, and a test says that they cover the
//! quarters of England's.

use super::published::panel;
use crate::profiles::{Profile, all};

/// Every so many.
const STEP: usize = 5;
/// The first.
const FIRST: usize = 2;
/// Children without whom rates mean little.
const SMALL: f64 = 5_000.0;

/// Whether an authority can be compared with figures of its own.
fn comparable(profile: &Profile) -> bool {
    let own = panel().code(profile).is_some_and(|code| code == profile.code);
    own && profile.authority().children >= SMALL
}

/// The default sample, in the order of their numbers.
pub fn sample() -> Vec<&'static Profile> {
    let mut chosen: Vec<&Profile> = ordered().into_iter().skip(FIRST).step_by(STEP).collect();
    chosen.sort_by_key(|profile| profile.id);
    chosen
}

/// All that can be compared, in the order of their numbers.
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
    use crate::experiment::stats::quantile;

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
