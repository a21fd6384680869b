//! Policies against the base: paired differences with intervals and verdicts, figure by figure and
//! region by region.

use crate::figures::ROWS;
use crate::places::REGIONS;
use crate::replicates::{PlaceCount, Runs};
use crate::scenario::National;
use balcony_engine::registry::{Better, Margin};
use balcony_study::experiment::stats::{ErrorUnit, Paired, Verdict, paired};

/// A policy against the base on one figure.
///
/// ```
/// use balcony_england::{compare::pair, replicates, scenario::read};
/// use balcony_scenario::scenario::{England, Library, files::Texts};
/// let files = Texts::default();
/// let library = Library::new(&files, &England);
/// let sets = ["england.weeks=52", "england.replicates=2"].map(str::to_owned);
/// let national = read("england", &sets, &library).unwrap();
/// let runs = replicates::run(&national, 1, &|| false, &|| ()).unwrap();
/// assert_eq!(pair(&national, &runs, 0, 0).difference, 0.0);
/// ```
pub fn pair(national: &National, runs: &Runs, policy: usize, figure: usize) -> Paired {
    let row = &ROWS[figure];
    paired(
        runs.figure(policy, figure),
        runs.figure(national.base, figure),
        row.better,
        row.margin,
        ErrorUnit::Replicate,
    )
}

/// Positions of the policies but the base.
pub fn others(national: &National) -> impl Iterator<Item = usize> {
    let base = national.base;
    (0..national.policies.len()).filter(move |policy| *policy != base)
}

/// The policy that the answer is about: of the best verdict, and among these of the best mean.
/// Where no direction is better it is the one furthest from the base.
pub fn foremost(national: &National, runs: &Runs) -> Option<(usize, Paired)> {
    let better = ROWS[national.primary].better;
    let merit = |pair: &Paired| match better {
        Better::Lower => -pair.difference,
        Better::Higher => pair.difference,
        Better::Neither => pair.difference.abs(),
    };
    let rank = |pair: &Paired| match (pair.verdict, pair.verdict.is_better(better)) {
        (_, Some(false)) => 0,
        (Verdict::NoDifference | Verdict::CannotTell, _) => 1,
        (Verdict::Slightly(_), _) => 2,
        (Verdict::Clearly(_), _) => 3,
    };
    let pairs: Vec<(usize, Paired)> =
        others(national).map(|policy| (policy, pair(national, runs, policy, national.primary))).collect();
    let order = |a: &Paired, b: &Paired| rank(a).cmp(&rank(b)).then(merit(a).total_cmp(&merit(b)));
    // Of equal ones the first in the file.
    pairs.into_iter().rev().max_by(|a, b| order(&a.1, &b.1))
}

/// The figures on which a policy clearly differs, the greatest difference first, in units of what
/// matters; without the primary one.
pub fn moved(national: &National, runs: &Runs, policy: usize) -> Vec<(usize, Paired)> {
    let others = (0..ROWS.len()).filter(|figure| *figure != national.primary);
    let pairs = others.map(|figure| (figure, pair(national, runs, policy, figure)));
    let mut clear: Vec<(usize, Paired)> = pairs.filter(|(_, pair)| pair.verdict.is_clear()).collect();
    let steps = |pair: &Paired| pair.yardstick.steps(pair.difference).abs();
    clear.sort_by(|a, b| steps(&b.1).total_cmp(&steps(&a.1)).then(a.0.cmp(&b.0)));
    clear
}

/// What is counted of the posts of a region, for each post and year.
#[derive(Debug, Clone, Copy)]
pub struct OfRegions {
    /// Its key.
    pub key: &'static str,
    /// Head of its column.
    pub head: &'static str,
    /// The count.
    pub count: fn(&PlaceCount) -> u32,
    /// Digits after the point.
    pub digits: u8,
    /// The smallest difference that matters (assumption).
    pub margin: Margin,
}

/// What is told of regions: for each post and year.
pub const OF_REGIONS: [OfRegions; 4] = [
    OfRegions {
        key: "vacancy-weeks",
        head: "weeks",
        count: |place| place.vacancy_weeks,
        digits: 2,
        margin: Margin { share: 0.05, floor: 0.13 },
    },
    OfRegions {
        key: "changes",
        head: "changes",
        count: |place| place.changes,
        digits: 3,
        margin: Margin { share: 0.05, floor: 0.007 },
    },
    OfRegions {
        key: "interims",
        head: "interims",
        count: |place| place.interims,
        digits: 3,
        margin: Margin { share: 0.05, floor: 0.004 },
    },
    OfRegions {
        key: "failed",
        head: "failed",
        count: |place| place.failed,
        digits: 3,
        margin: Margin { share: 0.1, floor: 0.004 },
    },
];

/// A region: its name and the positions of its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its name.
    pub name: &'static str,
    /// Positions of its places among the market's.
    pub places: Vec<usize>,
}

/// The regions, in their order, and England as a whole last.
pub fn regions(national: &National) -> Vec<Region> {
    let all = &national.history.places;
    let of = |region: usize| {
        all.iter()
            .enumerate()
            .filter(move |(_, place)| usize::from(place.region) == region)
            .map(|(at, _)| at)
            .collect()
    };
    let mut regions: Vec<Region> = REGIONS
        .iter()
        .enumerate()
        .map(|(number, name)| Region { name, places: of(number) })
        .filter(|region| !region.places.is_empty())
        .collect();
    regions.push(Region { name: "England", places: (0..all.len()).collect() });
    regions
}

/// A count of a region, for each post and year.
#[derive(Debug, Clone, Copy)]
pub struct CountOfRegion<'a> {
    /// The scenario.
    pub national: &'a National,
    /// Its runs.
    pub runs: &'a Runs,
    /// The region.
    pub region: &'a Region,
    /// The count.
    pub what: &'a OfRegions,
}

impl CountOfRegion<'_> {
    /// Its values under a policy, in each replicate.
    pub fn under(&self, policy: usize) -> Vec<f64> {
        let each = self.region.places.len() as f64 * f64::from(self.national.years());
        let sums = self.runs.places(policy, &self.region.places, self.what.count);
        sums.iter().map(|sum| sum / each).collect()
    }

    /// A policy against the base.
    pub fn pair(&self, policy: usize) -> Paired {
        let (of, base) = (self.under(policy), self.under(self.national.base));
        paired(&of, &base, Better::Lower, self.what.margin, ErrorUnit::Replicate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read;
    use balcony_scenario::scenario::files::Texts;
    use balcony_scenario::scenario::{England, Library};

    #[test]
    fn every_place_lies_in_one_region() {
        let files = Texts::default();
        let national = read("england", &[], &Library::new(&files, &England)).expect("it is sound");
        let regions = regions(&national);
        let (england, parts) = regions.split_last().expect("regions");
        let mut places: Vec<usize> = parts.iter().flat_map(|region| region.places.clone()).collect();
        places.sort_unstable();
        assert_eq!((parts.len(), places), (9, england.places.clone()));
    }
}
