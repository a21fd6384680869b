//! Confidence sequences for a mean: intervals that are valid however often one looks.
//!
//! An ordinary 95 % interval covers the truth in 95 of 100 runs if one looks once. If one looks
//! after every block of pairs and stops when the answer is clear, the truth is outside the interval
//! at some look in far more than 5 of 100 runs. A confidence sequence is a series of intervals, one
//! per look, that are valid together: in at most 5 of 100 runs the truth is ever outside at any
//! look.
//!
//! *The interval.* For differences with unknown mean and variance (Lindon, Ham, Tingley and Bojinov
//! 2022, "Anytime-valid linear models and regression adjusted causal inference in randomized
//! experiments", arXiv 2210.08589): with n values, nu = n - 1 and r = g / (g + n), the statistic
//!
//! ln G(t^2) = ln(r) / 2 + (nu + 1) / 2 (ln(1 + t^2 / nu) - ln(1 + r t^2 / nu))
//!
//! is the logarithm of a likelihood ratio with mean 1 under the null hypothesis. The ratio ever
//! reaches 1 / alpha with a probability of at most alpha (Ville 1939). The means that are not ruled
//! out are mean -+ error sqrt(nu (1 - k) / (k - r)), with k = (alpha^2 r)^(1 / (nu + 1)); none is
//! ruled out while k <= r. The interval is exact for Gaussian differences; `cargo xtask prove
//! settling` measures its coverage for skewed and discrete ones. The free parameter g determines
//! the number of values at which the interval is narrowest.
//!
//! *Many strategies.* The 5 % are divided evenly among the strategies that are compared with the
//! baseline (Bonferroni), so that all intervals of an outcome are valid together.
//!
//! *Skewed differences.* If one tail is long, its rare values may not have occurred yet, and then
//! the sample mean is biased away from that tail. So the end of the interval on the side of the
//! long tail is moved outwards by the first term of Edgeworth's expansion (Hall 1992, The Bootstrap
//! and Edgeworth Expansion, section 2.6): error |skewness| (2 factor^2 + 1) / (6 sqrt(n)). The
//! other end stays, so that the interval never becomes narrower. The term vanishes for large n.
//!
//! *Differences that are nearly always the same.* If half or more of the differences have one value
//! (counts of rare events; strategies that rarely diverge), the sample may not show their spread
//! yet, and a standard error of 0 would claim certainty. An event that did not occur in n pairs may
//! still have a frequency of three in n (the rule of three). So the estimate adds three pairs that
//! differ as two strategies without common random numbers would, which adds 3 (Var a + Var b) / n
//! to the variance. If neither strategy varies at all, nothing is added, and nothing is settled.

use super::{Estimate, Interval, defined, mean, sd};

/// Probability that any interval of an outcome ever misses the truth, at any look, over all
/// strategies.
pub const CHANCE: f64 = 0.05;
/// The free parameter g. The value makes the interval narrowest at few values, where most
/// comparisons end.
const G: f64 = 1.0;

/// Among as many pairs as were seen, at most this many of an unseen kind are to be expected (the
/// rule of three).
const UNSEEN: f64 = 3.0;

/// Number of pairs in a block. There is a look after each block.
pub const BLOCK: u32 = 10;
/// Number of pairs before the first look that may end a comparison.
pub const LEAST: u32 = 20;
/// Number of pairs before the first look that is displayed.
pub const SHOWN: u32 = 8;

/// A confidence sequence for a given error probability over all looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sequence {
    chance: f64,
}

impl Sequence {
    /// A confidence sequence for one of several comparisons whose intervals must be valid together.
    pub fn of(comparisons: usize) -> Self {
        Self { chance: CHANCE / comparisons.max(1) as f64 }
    }

    /// Half-width of the interval for `n` values, in standard errors; infinite as long as nothing
    /// is ruled out.
    pub fn factor(self, n: usize) -> f64 {
        factor(n, G, self.chance)
    }

    /// Mean of the values with its interval. If the values are differences, `apart` is the variance
    /// that they would have without common random numbers.
    pub fn estimate(self, values: &[f64], apart: Option<f64>) -> Estimate {
        estimate_by(|n| self.factor(n), values, apart)
    }

    /// p of the hypothesis "the mean is 0", valid at every look, for a mean that lies `errors`
    /// standard errors from 0. It is 1 / G, at most 1.
    pub fn p(self, errors: f64, n: usize) -> f64 {
        libm::exp(-evidence(errors * errors, n, G)).min(1.0)
    }
}

/// Mean of the values with an interval whose half-width is `factor` of their number standard
/// errors, with both corrections above.
pub(super) fn estimate_by(factor: impl Fn(usize) -> f64, values: &[f64], apart: Option<f64>) -> Estimate {
    let values = &defined(values).collect::<Vec<f64>>()[..];
    let n = values.len();
    let mean = mean(values);
    let spread = sd(values);
    let more = match apart {
        Some(apart) if mostly_one_value(values) => UNSEEN * apart / n as f64,
        _ => 0.0,
    };
    let error = libm::sqrt((spread * spread + more) / n as f64);
    let factor = factor(n);
    let half = if error == 0.0 { 0.0 } else { error * factor };
    let lean = skewness(values, mean, spread);
    let tail = error * lean.abs() * (2.0 * factor * factor + 1.0) / (6.0 * libm::sqrt(n as f64));
    let (below, above) = if lean < 0.0 { (tail, 0.0) } else { (0.0, tail) };
    let interval = (n >= 2 && half.is_finite())
        .then_some(Interval { low: mean - half - below, high: mean + half + above });
    Estimate { mean, error, freedom: n.saturating_sub(1) as f64, interval }
}

fn factor(n: usize, g: f64, chance: f64) -> f64 {
    if n < 2 {
        return f64::INFINITY;
    }
    let (r, freedom) = (g / (g + n as f64), (n - 1) as f64);
    let k = libm::pow(chance * chance * r, 1.0 / (freedom + 1.0));
    if k > r { libm::sqrt(freedom * (1.0 - k) / (k - r)) } else { f64::INFINITY }
}

/// Skewness: mean cubed deviation over the cube of the spread; 0 if all values are equal.
fn skewness(values: &[f64], mean: f64, spread: f64) -> f64 {
    let cubes: f64 = values.iter().map(|value| (value - mean) * (value - mean) * (value - mean)).sum();
    let lean = cubes / (values.len() as f64 * spread * spread * spread);
    if lean.is_finite() { lean } else { 0.0 }
}

/// ln G for a squared t statistic.
fn evidence(t_squared: f64, n: usize, g: f64) -> f64 {
    if n < 2 {
        return 0.0;
    }
    if t_squared.is_infinite() {
        return f64::INFINITY;
    }
    let (r, freedom) = (g / (g + n as f64), (n - 1) as f64);
    0.5 * libm::log(r)
        + 0.5 * (freedom + 1.0) * (libm::log1p(t_squared / freedom) - libm::log1p(r * t_squared / freedom))
}

/// Whether at least half of the values are identical, bit by bit.
pub fn mostly_one_value(values: &[f64]) -> bool {
    let mut bits: Vec<u64> = values.iter().map(|value| (value + 0.0).to_bits()).collect();
    bits.sort_unstable();
    // A value that fills half of a sorted list is at one of its two middle positions.
    let n = bits.len();
    [n / 2, n.saturating_sub(1) / 2].into_iter().any(|middle| {
        bits.get(middle).is_some_and(|value| {
            let first = bits.partition_point(|other| other < value);
            let last = bits.partition_point(|other| other <= value);
            2 * (last - first) >= n
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values() {
        for (n, expected) in [
            (10, 3.869_787),
            (20, 3.424_781),
            (50, 3.319_716),
            (100, 3.346_778),
            (200, 3.409_234),
            (1000, 3.603_324),
        ] {
            assert!((factor(n, 1.0, 0.05) - expected).abs() < 1e-6, "{n}: {}", factor(n, 1.0, 0.05));
        }
        assert!((evidence(9.0, 20, 1.0) - 2.132_337).abs() < 1e-6);
        // The value of g at which n values give the narrowest interval.
        for (n, best) in [(50, 5.5405), (200, 23.7970)] {
            let at = |g: f64| factor(n, g, 0.05);
            assert!(at(best) < at(best * 1.01) && at(best) < at(best / 1.01), "{n}");
        }
    }

    #[test]
    fn the_interval_ends_where_the_evidence_is_one_in_alpha() {
        for n in [12, 20, 75, 300] {
            let sequence = Sequence::of(4);
            let at = sequence.factor(n);
            assert!((sequence.p(at, n) - 0.0125).abs() < 1e-9, "{n}");
            assert!(sequence.p(at * 0.9, n) > 0.0125 && sequence.p(at * 1.1, n) < 0.0125);
        }
        assert_eq!(Sequence::of(1).factor(1), f64::INFINITY);
        // Three values rule nothing out at this level.
        assert_eq!(Sequence::of(1000).estimate(&[1.0, 2.0, 4.0], None).interval, None);
    }

    #[test]
    fn the_end_on_the_side_of_the_long_tail_is_moved_outwards() {
        let level: Vec<f64> = (0..30).map(f64::from).collect();
        let long: Vec<f64> = level.iter().map(|value| value * value * value).collect();
        let turned: Vec<f64> = long.iter().map(|value| -value).collect();
        let ends = |values: &[f64]| {
            let found = Sequence::of(1).estimate(values, None);
            let interval = found.interval.expect("thirty values");
            let half = found.error * Sequence::of(1).factor(30);
            ((found.mean - interval.low) / half, (interval.high - found.mean) / half)
        };
        let (below, above) = ends(&level);
        assert!((below - 1.0).abs() < 1e-12 && (above - 1.0).abs() < 1e-12);
        let (below, above) = ends(&long);
        assert!((below - 1.0).abs() < 1e-12 && above > 1.2, "{above}");
        let (mirrored, same) = ends(&turned);
        assert!((mirrored - above).abs() < 1e-12 && (same - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_chance_is_shared_out() {
        let factors = [1, 2, 4, 10].map(|count| Sequence::of(count).factor(20));
        assert!(factors.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(Sequence::of(0), Sequence::of(1));
    }

    #[test]
    fn a_value_that_fills_half_of_a_list_is_found() {
        for (values, expected) in [
            (&[0.0, 0.0, 1.0, 2.0][..], true),
            (&[1.0, 2.0, 3.0, 3.0], true),
            (&[1.0, 2.0, 2.0, 3.0], true),
            (&[0.0, -0.0, 1.0], true),
            (&[1.0, 2.0, 3.0, 4.0], false),
            (&[1.0, 2.0, 2.0, 3.0, 4.0], false),
            (&[2.0], true),
            (&[], false),
        ] {
            assert_eq!(mostly_one_value(values), expected, "{values:?}");
        }
    }

    #[test]
    fn differences_that_were_never_seen_to_differ_are_not_taken_for_certain() {
        let same = [0.0; 20];
        let sequence = Sequence::of(1);
        let found = sequence.estimate(&same, Some(0.5)).interval.expect("twenty values");
        // Three pairs of strategies without common random numbers: sqrt(3 x 0.5 / 20 / 20) either
        // side, times 3.42.
        assert!((found.high - 3.424_781 * libm::sqrt(1.5) / 20.0).abs() < 1e-6 && found.low == -found.high);
        assert_eq!(sequence.estimate(&same, Some(0.0)).interval, Some(Interval { low: 0.0, high: 0.0 }));
        // Nothing is added if the differences vary.
        let all: Vec<f64> = (0..20).map(f64::from).collect();
        assert_eq!(sequence.estimate(&all, Some(1e9)), sequence.estimate(&all, None));
    }
}
