//! Intervals for a few looks at numbers of pairs that are fixed beforehand.
//!
//! A sketch is looked at after four pairs, and a few times more. A confidence sequence
//! ([`super::sequence`]) rules nothing out after four values, because it also pays for all looks
//! that will never happen. With the looks fixed, the 5 % are divided evenly among them and among
//! the strategies (Bonferroni): each interval is mean -+ t(1 - 0.025 / (looks x strategies); n - 1)
//! standard errors, with the sequence's corrections for skewed and for nearly always equal
//! differences. In at most 5 of 100 sketches the truth is outside an outcome's interval at any look.

use super::sequence::{CHANCE, estimate_by};
use super::{Estimate, t_quantile};

/// Intervals that hold together at a fixed number of looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FewLooks {
    chance: f64,
}

impl FewLooks {
    /// Intervals for this many looks at this many strategies.
    pub fn of(looks: usize, comparisons: usize) -> Self {
        Self { chance: CHANCE / (looks.max(1) * comparisons.max(1)) as f64 }
    }

    /// Half-width of the interval for `n` values, in standard errors; infinite below two values.
    pub fn factor(self, n: usize) -> f64 {
        if n < 2 { f64::INFINITY } else { t_quantile(1.0 - self.chance / 2.0, (n - 1) as f64) }
    }

    /// Mean of the values with its interval. If the values are differences, `apart` is the variance
    /// that they would have without common random numbers.
    pub fn estimate(self, values: &[f64], apart: Option<f64>) -> Estimate {
        estimate_by(|n| self.factor(n), values, apart)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::stats::Sequence;

    #[test]
    fn four_looks_are_dearer_than_one_and_cheaper_than_all() {
        // t(0.99375; 3) and t(0.99375; 19), from tables.
        let four = FewLooks::of(4, 1);
        assert!((four.factor(4) - 5.39).abs() < 0.02, "{}", four.factor(4));
        assert!((FewLooks::of(1, 1).factor(20) - 2.093_024).abs() < 1e-5);
        for n in [4, 8, 12, 20] {
            let (one, all) = (FewLooks::of(1, 1).factor(n), Sequence::of(1).factor(n));
            assert!(one < four.factor(n) && four.factor(n) < all, "{n}");
            assert!(FewLooks::of(4, 2).factor(n) > four.factor(n));
        }
        assert_eq!(four.factor(1), f64::INFINITY);
    }

    // Four equal differences show no spread, and must not claim certainty.
    #[test]
    fn what_never_differed_yet_may_still_differ() {
        let found = FewLooks::of(4, 1).estimate(&[0.0; 4], Some(2.0));
        let interval = found.interval.expect("four pairs");
        assert!(interval.low < -1.0 && interval.high > 1.0, "{interval:?}");
        assert_eq!(FewLooks::of(4, 1).estimate(&[1.0], None).interval, None);
    }

    /// The share of sketches whose interval misses the truth at any of four looks, for Gaussian
    /// differences.
    #[test]
    fn the_truth_is_rarely_missed_at_any_look() {
        let (mut state, mut missed) = (1_u64, 0);
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        };
        for _ in 0..2000 {
            let values: Vec<f64> = (0..20)
                .map(|_| {
                    let (a, b) = (uniform(), uniform());
                    libm::sqrt(-2.0 * libm::log(a)) * libm::cos(std::f64::consts::TAU * b)
                })
                .collect();
            let misses = [4, 8, 12, 20].into_iter().any(|n| {
                let interval = FewLooks::of(4, 1).estimate(&values[..n], None).interval.expect("pairs");
                interval.low > 0.0 || interval.high < 0.0
            });
            missed += u32::from(misses);
        }
        assert!(missed <= 100, "{missed} of 2000 miss");
        assert!(missed > 10, "{missed}: intervals that never miss are too wide");
    }
}
