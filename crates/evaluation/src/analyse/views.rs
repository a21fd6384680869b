//! Sensitivity indices of every outcome, as a level and as differences. First the random variation,
//! then the indices that the design allows.

use balcony_engine::measure::OUTCOMES;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

pub use super::gather::Quantity;
use super::gather::{Column, Gathered};
use super::order_reversals::{Turn, turns};
use super::{LEVEL, Options};
use balcony_doe::design::{Analysis, Design};
use balcony_doe::sensitivity::delta::{GivenData, given};
use balcony_doe::sensitivity::morris::{Effect, effects};
use balcony_doe::sensitivity::noise::Components;
use balcony_doe::sensitivity::sobol::{SobolIndices, indices};
use balcony_runs::experiment::stats::Yardstick;
use balcony_runs::results::rows::RowsManifest;

/// Most points for the density-based index, because its cost grows with the points.
const MOST_GIVEN: usize = 2_000;
/// Most resamples of the density-based index.
const MOST_RESAMPLES: u32 = 100;

/// An outcome as a level or a difference, and its sensitivity to the factors.
#[derive(Debug, Clone)]
pub struct View {
    /// Index of the outcome in the registry.
    pub outcome: usize,
    /// Level or difference.
    pub what: Quantity,
    /// Mean of the points' means.
    pub mean: f64,
    /// Lowest and highest mean of a point.
    pub range: (f64, f64),
    /// Smallest effect of interest, at the baseline's mean over all points.
    pub yardstick: Yardstick,
    /// Random variation; `None` with one replicate or one point.
    pub noise: Option<Components>,
    /// Number of successful runs in which the outcome is undefined. They are left out.
    pub no_value: u64,
    /// Number of base rows (Saltelli) or trajectories (Morris) that are left out because one of
    /// their points has no value, and their total number.
    pub lost: Option<(usize, usize)>,
    /// Density-based index of a dummy factor without effect, on the same points. An index below it
    /// shows nothing.
    pub nothing: Option<f64>,
    /// First-order and total indices of a Saltelli design.
    pub sobol: Option<SobolIndices>,
    /// Elementary effects of a Morris design: number of complete trajectories, number of those left
    /// out, and the effect of each factor.
    pub morris: Option<(usize, usize, Vec<Effect>)>,
    /// Indices from given data, by factor; `None` in a Morris design.
    pub given: Vec<Option<GivenData>>,
    /// The difference at both ends of each factor; only if the view is a difference.
    pub turns: Vec<Turn>,
}

/// Indices of one factor for tables, each as value, lower and upper end of its interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FactorFigures {
    /// Total index, or mean size of the elementary effects.
    pub main: Option<(f64, f64, f64)>,
    /// First-order index; in a Morris design sigma, without an interval.
    pub second: Option<(f64, f64, f64)>,
    /// Density-based index.
    pub shift: Option<(f64, f64, f64)>,
}

impl View {
    /// The figures of every factor.
    pub fn figures(&self, factors: usize) -> Vec<FactorFigures> {
        (0..factors).map(|factor| self.figure(factor)).collect()
    }

    fn figure(&self, factor: usize) -> FactorFigures {
        let index = |index: &balcony_doe::sensitivity::Index| (index.value, index.bca.low, index.bca.high);
        let mut figures = FactorFigures::default();
        if let Some(Ok(table)) = self.sobol.as_ref().map(|sobol| &sobol.indices) {
            figures.main = table.total.get(factor).map(index);
            figures.second = table.first.get(factor).map(index);
        }
        if let Some(effect) = self.morris.as_ref().and_then(|(.., rows)| rows.get(factor)) {
            // Of all intervals, this one has the best coverage with few trajectories
            // (proofs/sensitivity.md).
            let student = effect.student;
            figures.main = Some((effect.mu_star.value, student.low, student.high));
            figures.second = Some((effect.sigma, effect.sigma, effect.sigma));
        }
        if let Some(Some(Ok(measures))) =
            self.given.get(factor).map(|data| data.as_ref().map(|data| &data.measures))
        {
            let (delta, first) = (&measures.delta, &measures.first);
            figures.shift = Some((delta.value, delta.interval.low, delta.interval.high));
            if self.sobol.is_none() {
                figures.second = Some((first.value, first.interval.low, first.interval.high));
            }
        }
        figures
    }

    /// The value that an index must exceed before anything is concluded about its factor. Sobol
    /// indices: the share of random variation in the points' means. Morris effects: the mean size
    /// of an effect that random variation alone produces. Density-based indices: the index of a
    /// factor without effect.
    pub fn floor(&self, levels: u32) -> f64 {
        let noise = self.noise.as_ref();
        if self.morris.is_some() {
            let step = f64::from(levels) / (2.0 * (f64::from(levels) - 1.0));
            // Mean absolute value of a normal difference of two means.
            let own = noise.map_or(0.0, |noise| noise.own / noise.replicates.max(1) as f64);
            return libm::sqrt(2.0 / std::f64::consts::PI) * libm::sqrt(2.0 * own) / step;
        }
        if self.sobol.is_some() {
            return noise.and_then(|noise| noise.share_now).unwrap_or(0.0).max(0.01);
        }
        self.nothing.unwrap_or(0.0)
    }

    /// Factors in descending order of importance: by total index, mean size of effect, or
    /// density-based index.
    pub fn ranking(&self, factors: usize) -> Vec<usize> {
        let figures = self.figures(factors);
        let weight = |factor: &usize| {
            let figure = figures[*factor];
            figure.main.or(figure.shift).map_or(f64::NEG_INFINITY, |(value, ..)| value)
        };
        let mut order: Vec<usize> = (0..factors).collect();
        order.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        order
    }
}

/// The points for the density-based index: all of them, or [`MOST_GIVEN`] spread evenly with a
/// fixed seed.
fn thinned(sample: &[usize]) -> Vec<usize> {
    let count = sample.len();
    let Some(design) = (count > MOST_GIVEN).then(|| Design::latin_hypercube(1, MOST_GIVEN, 1).ok()).flatten()
    else {
        return sample.to_vec();
    };
    let mut place = [0.0];
    let mut chosen: Vec<usize> = (0..MOST_GIVEN)
        .map(|at| {
            design.point(at, &mut place);
            sample[((place[0] * count as f64) as usize).min(count - 1)]
        })
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// All views, in the order of outcomes, with the level first for each.
pub(super) fn views(manifest: &RowsManifest, gathered: &Gathered, options: &Options) -> Vec<View> {
    gathered.columns.par_iter().map(|column| view(manifest, gathered, options, column)).collect()
}

/// Seed of a column's resamples. It depends only on what the column is, so that other columns do
/// not change it.
fn seed(manifest: &RowsManifest, options: &Options, column: &Column) -> u64 {
    let identity = &manifest.identity;
    let strategy = match column.what {
        Quantity::Level => "",
        Quantity::Difference(arm) => &identity.arms[arm],
    };
    let outcome = OUTCOMES.get(column.outcome).map_or("", |outcome| outcome.key);
    let name = format!("{} {outcome} {strategy} {}", options.seed, identity.baseline);
    let digest = Sha256::digest(name);
    digest[..8].iter().fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// Number of blocks of the design with a missing point, and number of all blocks; `None` if every
/// point is a block by itself.
fn lost(manifest: &RowsManifest, column: &Column) -> Option<(usize, usize)> {
    let block = manifest.design.block as usize;
    let blocks = || column.means.chunks(block);
    let broken = |points: &&[f64]| points.len() < block || points.iter().any(|mean| !mean.is_finite());
    (block > 1).then(|| (blocks().filter(broken).count(), blocks().len()))
}

fn view(manifest: &RowsManifest, gathered: &Gathered, options: &Options, column: &Column) -> View {
    let (facts, factors) = (&manifest.design, manifest.identity.factors.len());
    let seed = seed(manifest, options, column);
    let there = || column.means.iter().copied().filter(|mean| mean.is_finite());
    let count = there().count();
    let (sobol, morris) = match facts.kind.analysis() {
        Analysis::SobolIndices => {
            (indices(&column.means, factors, facts.second_order, options.resamples, LEVEL, seed).ok(), None)
        }
        Analysis::ElementaryEffects => (None, screening(manifest, column, options.resamples, seed)),
        Analysis::AnySample => (None, None),
    };
    let thinned = thinned(&gathered.sample);
    let y: Vec<f64> = thinned.iter().map(|point| column.means[*point]).collect();
    let shift = |factor: usize| {
        let x: Vec<f64> = thinned.iter().map(|point| gathered.factors[factor][*point]).collect();
        given(&x, &y, options.resamples.min(MOST_RESAMPLES), LEVEL, seed.wrapping_add(1 + factor as u64)).ok()
    };
    // Index of a dummy factor without effect: the part of an index that is sampling noise.
    let nothing = Design::latin_hypercube(1, thinned.len().max(1), seed).ok().map(|design| {
        let mut place = [0.0];
        let x = (0..thinned.len()).map(|at| {
            design.point(at, &mut place);
            place[0]
        });
        x.collect::<Vec<f64>>()
    });
    let nothing =
        nothing.and_then(|x| given(&x, &y, options.resamples.min(MOST_RESAMPLES), LEVEL, seed).ok());
    let nothing = nothing.and_then(|data| data.measures.ok()).map(|measures| measures.delta.value);
    // The level is the baseline's mean over all points.
    let level = gathered
        .columns
        .iter()
        .find(|other| other.outcome == column.outcome && other.what == Quantity::Level);
    let level: Vec<f64> =
        level.iter().flat_map(|column| &column.means).copied().filter(|mean| mean.is_finite()).collect();
    let yardstick = Yardstick::of(manifest.identity.margin(column.outcome), &level);
    View {
        outcome: column.outcome,
        what: column.what,
        mean: there().sum::<f64>() / count as f64,
        range: (there().fold(f64::INFINITY, f64::min), there().fold(f64::NEG_INFINITY, f64::max)),
        yardstick,
        noise: column.noise.components().ok(),
        no_value: column.no_value,
        lost: lost(manifest, column),
        nothing,
        sobol,
        morris,
        given: if thinned.is_empty() {
            Vec::new()
        } else {
            (0..factors).into_par_iter().map(shift).collect()
        },
        turns: match column.what {
            Quantity::Level => Vec::new(),
            Quantity::Difference(_) => {
                turns(
                    &gathered.factors,
                    |factor| !gathered.words[factor].is_empty(),
                    &gathered.sample,
                    &column.means,
                    column.noise.components().ok().map_or(0.0, |noise| {
                        noise.common.unwrap_or(noise.luck) / noise.replicates.max(1) as f64
                    }),
                    yardstick.size(),
                )
            }
        },
    }
}

/// Elementary effects. The design is reconstructed from the manifest.
fn screening(
    manifest: &RowsManifest,
    column: &Column,
    resamples: u32,
    seed: u64,
) -> Option<(usize, usize, Vec<Effect>)> {
    let (facts, factors) = (&manifest.design, manifest.identity.factors.len());
    let trajectories = manifest.identity.points as usize / (factors + 1);
    let design = Design::morris(factors, trajectories, facts.levels as usize, facts.seed).ok()?;
    let mut x = vec![0.0; design.len() * factors];
    x.chunks_mut(factors).enumerate().for_each(|(point, place)| design.point(point, place));
    let found = effects(&x, &column.means, factors, facts.levels as usize, resamples, LEVEL, seed).ok()?;
    Some((found.trajectories, found.left_out, found.factors))
}
