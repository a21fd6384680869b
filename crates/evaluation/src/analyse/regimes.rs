//! The regime map: at every point of the sample, who is clearly best by the first outcome, where no
//! difference matters, what cannot be told; and what separates the places where one is best from
//! those where another is.
//!
//! Strategies are judged at each point by the rule of `stats::standing` on its replicates, which is
//! about luck alone. Nothing is corrected for the number of points, and all points share their
//! luck: of points where all are truly alike some will name a best one, one in twenty at most as a
//! rule, but together at many points where luck is such. Where worlds are drawn, replicates are no
//! units: no map.

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Better;

use super::gather::Gathered;
use crate::experiment::stats::{Call, Yardstick, standing};
use crate::results::rows::RowsManifest;
use crate::sensitivity::tree::{Tree, split};

/// Replicates of a point without which nothing is judged.
const LEAST: usize = 4;

/// What is found at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointVerdict {
    /// This strategy is best alone.
    Best(usize),
    /// Some lead, and no difference between them matters.
    Several,
    /// No difference matters.
    NoDifference,
    /// So many replicates cannot tell.
    CannotTell,
}

/// The map.
#[derive(Debug, Clone)]
pub struct Regimes {
    /// The outcome: a row of the registry.
    pub outcome: usize,
    /// Points of the sample that can be judged, with what was found.
    pub points: Vec<(usize, PointVerdict)>,
    /// Points with too few replicates that came through.
    pub left_out: usize,
    /// Values of the factors at these points, a column a factor.
    pub factors: Vec<Vec<f64>>,
    /// What the numbers of a text factor stand for.
    pub words: Vec<Vec<String>>,
    /// Points at which each strategy is best alone.
    pub best: Vec<usize>,
    /// Points at which each is best alone or with others at the top, where somebody is clearly
    /// worse.
    pub top: Vec<usize>,
    /// Points at which several lead and no difference between them matters.
    pub several: usize,
    /// Points at which no difference matters.
    pub no_difference: usize,
    /// Points at which it cannot be told yet.
    pub cannot_tell: usize,
    /// What separates them: classes are the strategies, then no difference that matters at the top,
    /// none at all, cannot tell yet. None where nothing separates.
    pub tree: Option<Tree>,
}

impl Regimes {
    /// The class of a finding: strategies, then no difference that matters at the top, none at all,
    /// cannot tell yet.
    pub fn class(&self, found: PointVerdict) -> usize {
        let arms = self.best.len();
        match found {
            PointVerdict::Best(arm) => arm,
            PointVerdict::Several => arms,
            PointVerdict::NoDifference => arms + 1,
            PointVerdict::CannotTell => arms + 2,
        }
    }

    /// Points that were judged.
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
    // At every point what matters is measured by the baseline there.
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
