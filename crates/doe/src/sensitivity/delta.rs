//! Density-based sensitivity from any set of points and their values: Borgonovo's delta (Borgonovo
//! 2007, Reliability Engineering & System Safety 92) and the first-order index. The given-data
//! estimators are those of Plischke, Borgonovo & Smith (2013, European Journal of Operational
//! Research 226), with the choices of SALib 1.6 `delta.analyze` (`raw`).
//!
//! Points are put into classes of equal size by the rank of x. Delta is the sum over classes of n_m
//! / 2n times the area between the density of y and the density of y within the class (Gaussian
//! kernels with Silverman's bandwidth, trapezoids over 100 places from the smallest to the largest
//! y). It is 0 if x changes nothing about y, and 1 if x determines y. The first-order index is the
//! variance of the class means over the variance of y. Delta also responds to changes in the tails,
//! which the variance hardly shows; it does not give a direction.
//!
//! Kernels suit values that are spread out. An outcome of few values (a count, a share of two
//! runs), or a class in which y hardly varies, has no density that 100 places can resolve, and
//! SALib's trapezoids then give areas of any size. In these cases this module uses the total
//! variation distance of discrete distributions, half the sum of the absolute differences of
//! shares. It is exact and lies in 0 to 1. Shares are counted by value for an outcome of few
//! values, otherwise by the nearest of the 100 places.
//!
//! Both measures are biased upwards in finite samples (a factor without effect has a delta above
//! 0). Resampling removes part of the bias: 2 estimate - mean of resampled estimates (their
//! equation 30). SALib starts from one resample. Here the data themselves are the start, so that
//! the result does not depend on one draw. Some bias remains, so a factor without influence is
//! recognised by comparison with one that is known to have none. Both measures lie in 0 to 1, so
//! corrected values are cut to that range.

use super::bootstrap::{percentile, sd, z_of};
use super::{Flat, Interval, TooFew, rounding};
use crate::design::Random;

/// Result for one factor, and the data behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenData {
    /// Number of points with finite x and y.
    pub points: usize,
    /// Number of other points, which are left out.
    pub left_out: usize,
    /// Number of classes of x.
    pub classes: usize,
    /// The measures, or the reason why there are none.
    pub measures: Result<Measures, Flat>,
}

/// Measures of one factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// Borgonovo's delta.
    pub delta: Corrected,
    /// First-order index, a share of the variance.
    pub first: Corrected,
    /// Number of classes that were compared as discrete distributions, because their y hardly
    /// varies or the outcome has few values.
    pub discrete_classes: usize,
}

/// An estimate before and after bias correction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corrected {
    /// The value of the formula.
    pub raw: f64,
    /// The value after bias correction, from 0 to 1.
    pub value: f64,
    /// z times the standard deviation of the resampled values, as SALib's `_conf`.
    pub half: f64,
    /// Basic bootstrap interval: twice the raw estimate less the quantiles of the resampled ones,
    /// cut to 0 to 1.
    pub interval: Interval,
}

const PLACES: usize = 100;
const FEWEST: usize = 20;

/// Computes the measures of one factor. `x` holds any numbers that order the factor's values, `y`
/// the outcome, point by point. It makes at least two resamples; `level` is between 0 and 1. Time
/// grows with points times resamples: about 0.2 ms per point for 100 resamples.
///
/// # Errors
/// If fewer than 20 points are complete.
///
/// # Panics
/// If `x` and `y` differ in length.
pub fn given(x: &[f64], y: &[f64], resamples: u32, level: f64, seed: u64) -> Result<GivenData, TooFew> {
    assert_eq!(x.len(), y.len(), "one x for each y");
    let complete: Vec<(f64, f64)> =
        x.iter().copied().zip(y.iter().copied()).filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
    let points = complete.len();
    if points < FEWEST {
        return Err(TooFew { found: points, needed: FEWEST });
    }
    let classes = classes(points);
    let measures = measures(&complete, classes, resamples, level, seed);
    Ok(GivenData { points, left_out: x.len() - points, classes, measures })
}

/// Number of classes of x, by SALib's rule.
fn classes(points: usize) -> usize {
    let n = points as f64;
    let power = 2.0 / (7.0 + libm::tanh((1500.0 - n) / 500.0));
    libm::ceil(libm::pow(n, power)).min(48.0) as usize
}

fn measures(
    complete: &[(f64, f64)],
    classes: usize,
    resamples: u32,
    level: f64,
    seed: u64,
) -> Result<Measures, Flat> {
    let Some((complete, scale)) = scaled(complete) else { return Err(Flat) };
    let (delta, discrete_classes) = delta_of(&complete, classes, &scale);
    let first = first_of(&complete, classes);
    let mut random = Random::new(seed, b"balcony delta: bootstrap", 0);
    let (mut deltas, mut firsts) = (Vec::new(), Vec::new());
    for _ in 0..resamples.max(2) {
        let sample: Vec<(f64, f64)> =
            (0..complete.len()).map(|_| complete[random.below(complete.len())]).collect();
        deltas.push(2.0 * delta - delta_of(&sample, classes, &scale).0);
        firsts.push(2.0 * first - first_of(&sample, classes));
    }
    let inside = |value: f64| value.clamp(0.0, 1.0);
    let corrected = |raw: f64, values: &[f64]| {
        let Interval { low, high } = percentile(values, level);
        Corrected {
            raw,
            value: inside(values.iter().sum::<f64>() / values.len() as f64),
            half: z_of(level) * sd(values),
            interval: Interval { low: inside(low), high: inside(high) },
        }
    };
    Ok(Measures { delta: corrected(delta, &deltas), first: corrected(first, &firsts), discrete_classes })
}

/// The grid on which values of y are compared.
struct Scale {
    /// Evenly spaced places from the smallest to the largest y.
    places: Vec<f64>,
    /// The distinct values of y, if there are so few that the share of each can be counted;
    /// otherwise empty.
    values: Vec<f64>,
}

/// Scales y by its largest absolute value, so that no y is too large or too small to be squared,
/// and removes differences that come from rounding. Returns the points and their scale; `None` if y
/// does not vary.
fn scaled(complete: &[(f64, f64)]) -> Option<(Vec<(f64, f64)>, Scale)> {
    let greatest = complete.iter().fold(0.0, |greatest: f64, (_, y)| greatest.max(y.abs()));
    if greatest == 0.0 {
        return None;
    }
    let y = rounding::settled(&complete.iter().map(|(_, y)| y / greatest).collect::<Vec<f64>>());
    let mut values = y.clone();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let (least, most) = (values[0], values[values.len() - 1]);
    if values.len() < 2 {
        return None;
    }
    let step = (most - least) / (PLACES as f64 - 1.0);
    let mut places: Vec<f64> = (0..PLACES).map(|at| at as f64 * step + least).collect();
    places[PLACES - 1] = most;
    if values.len() * values.len() > complete.len() {
        values.clear();
    }
    Some((complete.iter().zip(y).map(|((x, _), y)| (*x, y)).collect(), Scale { places, values }))
}

impl Scale {
    fn step(&self) -> f64 {
        (self.places[PLACES - 1] - self.places[0]) / (PLACES as f64 - 1.0)
    }

    /// The share of each value, or of the values nearest to each place.
    fn shares(&self, y: &[f64]) -> Vec<f64> {
        let by_value = !self.values.is_empty();
        let mut shares = vec![0.0; if by_value { self.values.len() } else { PLACES }];
        let last = shares.len() - 1;
        for value in y {
            let at = if by_value {
                self.values.partition_point(|other| other < value)
            } else {
                libm::round((value - self.places[0]) / self.step()) as usize
            };
            shares[at.min(last)] += 1.0;
        }
        shares.iter_mut().for_each(|count| *count /= y.len() as f64);
        shares
    }
}

/// The y of each class, in the order of the points. Equal x belong to one class, that of the first
/// of them. Otherwise the order of the points, which on a grid is that of the other factors, would
/// create differences between classes that x does not cause.
fn by_class(sample: &[(f64, f64)], classes: usize) -> Vec<Vec<f64>> {
    let mut order: Vec<usize> = (0..sample.len()).collect();
    order.sort_by(|a, b| sample[*a].0.total_cmp(&sample[*b].0));
    let n = sample.len() as f64;
    let width = n / classes as f64;
    let mut found = vec![Vec::new(); classes];
    let mut class = 0;
    let mut member = vec![0; sample.len()];
    let mut last = f64::NAN;
    for (before, at) in order.into_iter().enumerate() {
        let equal = sample[at].0 == last;
        last = sample[at].0;
        while !equal && class + 1 < classes && (before + 1) as f64 > (class + 1) as f64 * width {
            class += 1;
        }
        member[at] = class;
    }
    for ((_, y), class) in sample.iter().zip(member) {
        found[class].push(*y);
    }
    found
}

/// Delta, and the number of classes that were compared as discrete distributions.
fn delta_of(sample: &[(f64, f64)], classes: usize, scale: &Scale) -> (f64, usize) {
    let all: Vec<f64> = sample.iter().map(|(_, y)| *y).collect();
    let (whole, shares) = (density(&all, scale), scale.shares(&all));
    let (mut sum, mut discrete) = (0.0, 0);
    for class in by_class(sample, classes).into_iter().filter(|class| !class.is_empty()) {
        let distance = match (&whole, density(&class, scale)) {
            (Some(whole), Some(part)) => between(whole, &part, &scale.places),
            _ => {
                discrete += 1;
                let own = scale.shares(&class);
                0.5 * shares.iter().zip(own).map(|(all, own)| (all - own).abs()).sum::<f64>()
            }
        };
        sum += class.len() as f64 / sample.len() as f64 * distance;
    }
    (sum, discrete)
}

/// Half the area between two densities.
fn between(whole: &[f64], part: &[f64], places: &[f64]) -> f64 {
    let gaps: Vec<f64> = whole.iter().zip(part).map(|(whole, part)| (whole - part).abs()).collect();
    let steps = gaps.windows(2).zip(places.windows(2));
    0.5 * steps.map(|(gaps, places)| (places[1] - places[0]) * (gaps[0] + gaps[1]) / 2.0).sum::<f64>()
}

/// Gaussian kernel density at the places. The bandwidth follows Silverman's rule as in scipy's
/// `gaussian_kde`: (3n/4)^(-1/5) standard deviations. `None` if the outcome has few values, or if
/// kernels are narrower than the distance of places, because trapezoids over them would not sum to
/// 1.
fn density(values: &[f64], scale: &Scale) -> Option<Vec<f64>> {
    if !scale.values.is_empty() || values.len() < 2 {
        return None;
    }
    let n = values.len() as f64;
    let width = sd(values) * libm::pow(n * 0.75, -0.2);
    if width < scale.step() {
        return None;
    }
    let height = n * libm::sqrt(2.0 * std::f64::consts::PI) * width;
    let at = |place: &f64| {
        let kernel = |value: &f64| {
            let z = (place - value) / width;
            // Beyond this the kernel is 0 in double precision.
            if z.abs() > 39.0 { 0.0 } else { libm::exp(-0.5 * z * z) }
        };
        values.iter().map(kernel).sum::<f64>() / height
    };
    Some(scale.places.iter().map(at).collect())
}

fn first_of(sample: &[(f64, f64)], classes: usize) -> f64 {
    let n = sample.len() as f64;
    let mean = sample.iter().map(|(_, y)| y).sum::<f64>() / n;
    let variance = sample.iter().map(|(_, y)| (y - mean) * (y - mean)).sum::<f64>() / n;
    if sample.iter().all(|(_, y)| *y == sample[0].1) {
        return 0.0;
    }
    let between: f64 = by_class(sample, classes)
        .iter()
        .filter(|class| !class.is_empty())
        .map(|class| {
            let gap = class.iter().sum::<f64>() / class.len() as f64 - mean;
            class.len() as f64 / n * (gap * gap)
        })
        .sum();
    between / variance
}

#[cfg(test)]
#[path = "tests/delta.rs"]
mod tests;
