//! Intervals of a sketch: a confidence sequence with one look before it rules anything out.
//!
//! A sketch is looked at after four pairs, and a few times more. After so few pairs a confidence
//! sequence ([`super::sequence`]) has no interval yet, because it pays for all later looks. So that
//! one look gets an interval of its own, mean -+ t(1 - chance / 8; n - 1) standard errors, for a
//! quarter of the sequence's probability of error; it has the sequence's corrections for skewed and
//! for nearly always equal differences. All other looks have the sequence's interval, so that a
//! sketch claims no more than a comparison of the same pairs. In at most 6.25 of 100 sketches the
//! truth is outside an outcome's interval at any look.

use super::sequence::{CHANCE, estimate_by};
use super::{Estimate, Sequence, t_quantile};

/// Intervals of a sketch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FirstLook {
    chance: f64,
    later: Sequence,
}

impl FirstLook {
    /// Intervals for one of several comparisons that are valid together.
    pub fn of(comparisons: usize) -> Self {
        Self { chance: CHANCE / comparisons.max(1) as f64, later: Sequence::of(comparisons) }
    }

    /// Half-width of the interval for `n` values, in standard errors; infinite below two values.
    pub fn factor(self, n: usize) -> f64 {
        match self.later.factor(n) {
            factor if factor.is_finite() || n < 2 => factor,
            _ => t_quantile(1.0 - self.chance / 8.0, (n - 1) as f64),
        }
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

    #[test]
    fn after_the_first_look_it_is_the_sequence() {
        for comparisons in [1, 3] {
            let (sketch, all) = (FirstLook::of(comparisons), Sequence::of(comparisons));
            assert!(all.factor(4).is_infinite() && sketch.factor(4).is_finite(), "{comparisons}");
            for n in [8, 12, 20] {
                assert_eq!(sketch.factor(n), all.factor(n), "{n}");
            }
            assert_eq!(sketch.factor(1), f64::INFINITY);
        }
        // t(0.99375; 3), from tables.
        assert!((FirstLook::of(1).factor(4) - 5.39).abs() < 0.02, "{}", FirstLook::of(1).factor(4));
    }

    // Four equal differences show no spread, and must not claim certainty.
    #[test]
    fn what_never_differed_yet_may_still_differ() {
        let found = FirstLook::of(1).estimate(&[0.0; 4], Some(2.0));
        let interval = found.interval.expect("four pairs");
        assert!(interval.low < -1.0 && interval.high > 1.0, "{interval:?}");
        assert_eq!(FirstLook::of(1).estimate(&[1.0], None).interval, None);
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
                let interval = FirstLook::of(1).estimate(&values[..n], None).interval.expect("pairs");
                interval.low > 0.0 || interval.high < 0.0
            });
            missed += u32::from(misses);
        }
        assert!(missed <= 125, "{missed} of 2000 miss");
        assert!(missed > 10, "{missed}: intervals that never miss are too wide");
    }
}
