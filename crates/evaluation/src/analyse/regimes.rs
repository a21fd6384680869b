//! The regime map: at every point of the sample, which strategy is clearly best by the first
//! outcome, where no difference matters, and where the replicates cannot tell; and which factors
//! separate these regions.
//!
//! At each point, `stats::standing` ranks the strategies on the replicates, which covers random
//! variation only. Nothing corrects for the number of points, and all points share their random
//! numbers. So even if all strategies are equal, usually up to one point in twenty calls one best,
//! and in some samples many points do so together. If parameters are sampled, replicates are not
//! independent units and there is no map.

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Better;

use super::gather::Gathered;
use balcony_doe::sensitivity::tree::{Tree, split};
use balcony_runs::experiment::stats::{Call, Yardstick, standing};
use balcony_runs::results::rows::RowsManifest;

/// Fewest replicates of a point that is judged.
const LEAST: usize = 4;

/// Finding at one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointVerdict {
    /// This strategy alone is best.
    Best(usize),
    /// Several strategies lead, and no difference between them matters.
    Several,
    /// No difference between any strategies matters.
    NoDifference,
    /// There are too few replicates to tell.
    CannotTell,
}

/// The regime map.
#[derive(Debug, Clone)]
pub struct Regimes {
    /// Index of the outcome in the registry.
    pub outcome: usize,
    /// Index of each point that can be judged, with its finding.
    pub points: Vec<(usize, PointVerdict)>,
    /// Number of points with too few successful replicates.
    pub left_out: usize,
    /// Values of the factors at the judged points, one list per factor.
    pub factors: Vec<Vec<f64>>,
    /// For each text factor, the list of its values.
    pub words: Vec<Vec<String>>,
    /// For each strategy, number of points at which it alone is best.
    pub best: Vec<usize>,
    /// For each strategy, number of points at which it is best or one of several at the top while
    /// some other strategy is clearly worse.
    pub top: Vec<usize>,
    /// Number of points at which several strategies lead and no difference between them matters.
    pub several: usize,
    /// Number of points at which no difference matters.
    pub no_difference: usize,
    /// Number of points that cannot be decided.
    pub cannot_tell: usize,
    /// Classification tree that separates the findings. Its classes are the strategies, then no
    /// difference at the top, no difference, cannot tell yet. `None` if nothing separates them.
    pub tree: Option<Tree>,
}

impl Regimes {
    /// Class of a finding in the tree: the strategies, then no difference at the top, no
    /// difference, cannot tell yet.
    pub fn class(&self, found: PointVerdict) -> usize {
        let arms = self.best.len();
        match found {
            PointVerdict::Best(arm) => arm,
            PointVerdict::Several => arms,
            PointVerdict::NoDifference => arms + 1,
            PointVerdict::CannotTell => arms + 2,
        }
    }

    /// Number of points that were judged.
    pub fn judged(&self) -> usize {
        self.points.len()
    }
}

pub(super) fn regimes(manifest: &RowsManifest, gathered: &Gathered) -> Option<Regimes> {
    let outcome = gathered.columns.first()?.outcome;
    let about = OUTCOMES.get(outcome)?;
    let arms = manifest.identity.arms.len();
    let drawn = manifest.identity.draws > 0;
    if arms < 2 || about.better == Better::Neither || gathered.sample.is_empty() || drawn {
        return None;
    }
    // The smallest effect of interest at a point is measured by the baseline at that point.
    let margin = manifest.identity.margin(outcome);
    let base = manifest.identity.baseline_at();
    let matters = |lists: &[&[f64]]| Yardstick::of(margin, lists[base]).size();
    let mut points = Vec::new();
    let mut left_out = 0;
    let mut top = vec![0; arms];
    for point in &gathered.sample {
        let lists: Vec<&[f64]> = gathered.figures[*point].iter().map(Vec::as_slice).collect();
        let judged =
            (lists[0].len() >= LEAST).then(|| standing(&lists, about.better, matters(&lists))).flatten();
        match judged.map(|standing| standing.call()) {
            Some(Call::Best(arm)) => {
                top[arm] += 1;
                points.push((*point, PointVerdict::Best(arm)));
            }
            Some(Call::Several(some)) => {
                some.into_iter().for_each(|arm| top[arm] += 1);
                points.push((*point, PointVerdict::Several));
            }
            Some(Call::NoDifference) => points.push((*point, PointVerdict::NoDifference)),
            Some(Call::CannotTell) => points.push((*point, PointVerdict::CannotTell)),
            None => left_out += 1,
        }
    }
    if points.is_empty() {
        return None;
    }
    let count = |wanted: PointVerdict| points.iter().filter(|(_, found)| *found == wanted).count();
    let column = |values: &Vec<f64>| points.iter().map(|(point, _)| values[*point]).collect::<Vec<f64>>();
    let mut regimes = Regimes {
        outcome,
        left_out,
        factors: gathered.factors.iter().map(column).collect(),
        words: gathered.words.clone(),
        best: (0..arms).map(|arm| count(PointVerdict::Best(arm))).collect(),
        top,
        several: count(PointVerdict::Several),
        no_difference: count(PointVerdict::NoDifference),
        cannot_tell: count(PointVerdict::CannotTell),
        tree: None,
        points,
    };
    let class: Vec<usize> = regimes.points.iter().map(|(_, found)| regimes.class(*found)).collect();
    let least = (regimes.points.len() / 20).max(5);
    let tree = split(&regimes.factors, &class, arms + 3, 2, least);
    regimes.tree = tree.split.is_some().then_some(tree);
    Some(regimes)
}
