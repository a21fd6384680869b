//! Bootstrap intervals (Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapters 13 and
//! 14).

use super::{Index, Interval};
use crate::design::{Random, normal_cumulative, normal_quantile};
use balcony_numeric::quantile_sorted;

/// Draws n items with replacement from n, and stores in `weights` how often each was drawn.
pub(super) fn draw(random: &mut Random, weights: &mut [f64]) {
    weights.fill(0.0);
    for _ in 0..weights.len() {
        let at = random.below(weights.len());
        weights[at] += 1.0;
    }
}

/// Standard deviation of a sample.
pub(super) fn sd(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    libm::sqrt(values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0))
}

/// The normal quantile z of a two-sided interval of this level.
pub(super) fn z_of(level: f64) -> f64 {
    normal_quantile(0.5 + level / 2.0)
}

/// Percentile interval: between the quantiles that cut off equal tails.
pub(super) fn percentile(resampled: &[f64], level: f64) -> Interval {
    let mut sorted = resampled.to_vec();
    sorted.sort_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    Interval { low: quantile_sorted(&sorted, tail), high: quantile_sorted(&sorted, 1.0 - tail) }
}

/// An estimate with its intervals, from resampled values and from jackknife values (one item left
/// out at a time).
pub(super) fn index(value: f64, resampled: &[f64], without_one: &[f64], level: f64) -> Index {
    let half = z_of(level) * sd(resampled);
    Index {
        value,
        half,
        percentile: percentile(resampled, level),
        bca: bca(value, resampled, without_one, level),
    }
}

/// Efron's BCa interval. If all values are equal there is nothing to correct.
fn bca(value: f64, resampled: &[f64], without_one: &[f64], level: f64) -> Interval {
    let mut sorted = resampled.to_vec();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len() as f64;
    let below = sorted.iter().filter(|other| **other < value).count() as f64;
    let equal = sorted.iter().filter(|other| **other == value).count() as f64;
    let share = ((below + 0.5 * equal) / count).clamp(0.5 / count, 1.0 - 0.5 / count);
    let bias = normal_quantile(share);
    let mean = without_one.iter().sum::<f64>() / without_one.len() as f64;
    let (mut squares, mut cubes) = (0.0, 0.0);
    for other in without_one {
        let step = mean - other;
        squares += step * step;
        cubes += step * step * step;
    }
    let growth = if squares > 0.0 { cubes / (6.0 * squares * libm::sqrt(squares)) } else { 0.0 };
    let end = |z: f64| {
        let moved = bias + z;
        quantile_sorted(&sorted, normal_cumulative(bias + moved / (1.0 - growth * moved)))
    };
    let z = z_of(level);
    Interval { low: end(-z), high: end(z) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symmetric_case_needs_no_correction() {
        let values: Vec<f64> = (0..=1000).map(f64::from).collect();
        let found = index(500.0, &values, &[1.0, 2.0, 3.0], 0.9);
        assert!((found.percentile.low - 50.0).abs() < 1e-9 && (found.percentile.high - 950.0).abs() < 1e-9);
        assert!((found.bca.low - 50.0).abs() < 1e-9 && (found.bca.high - 950.0).abs() < 1e-9);
        assert!(found.percentile.holds(500.0) && !found.percentile.holds(951.0));
    }

    // By hand: z0 = quantile(0.6), a = 0.05, ends from the normal table.
    #[test]
    fn bias_and_growth_move_the_ends_as_the_formula_says() {
        let values: Vec<f64> = (0..1000).map(f64::from).collect();
        let moved = bca(600.0, &values, &[0.0, 0.0, 1.0], 0.95);
        let bias = normal_quantile(0.6005);
        let squares: f64 = 2.0 / 9.0 + 4.0 / 9.0;
        let cubes: f64 = 2.0 / 27.0 - 8.0 / 27.0;
        let growth = cubes / (6.0 * squares * libm::sqrt(squares));
        for (z, found) in [(-1.959_963_984_540_054, moved.low), (1.959_963_984_540_054, moved.high)] {
            let expected = 999.0 * normal_cumulative(bias + (bias + z) / (1.0 - growth * (bias + z)));
            assert!((found - expected).abs() < 1e-6, "{found} for {expected}");
        }
    }

    #[test]
    fn all_the_same_is_a_point() {
        let found = index(2.0, &[2.0; 9], &[2.0; 4], 0.95);
        assert_eq!((found.half, found.percentile, found.bca.low, found.bca.high), (0.0, found.bca, 2.0, 2.0));
    }
}
