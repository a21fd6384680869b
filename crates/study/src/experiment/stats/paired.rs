//! Paired comparison of two strategies with common random numbers: the difference in each
//! replicate, and how much pairing helps.

use super::error_unit::groups;
use super::{
    ErrorUnit, VarianceComponents, Verdict, Yardstick, count, defined, mean, sd, t_quantile,
    variance_components, verdict_of,
};
use balcony_engine::registry::{Better, Margin};
use std::borrow::Cow;

/// A 95 % confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// 95 % confidence interval of the mean of a sample: mean -+ t(0.975; n - 1) sd / sqrt(n) (Student
/// 1908). `None` below two values. It covers only the random variation between these replicates.
pub fn interval(values: &[f64]) -> Option<Interval> {
    let n = count(values);
    if n < 2 {
        return None;
    }
    let half = match sd(values) / libm::sqrt(n as f64) {
        0.0 => 0.0,
        error => error * t_quantile(0.975, (n - 1) as f64),
    };
    let mean = mean(values);
    Some(Interval { low: mean - half, high: mean + half })
}

/// Comparison of a strategy with the baseline, replicate by replicate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paired {
    /// Number of pairs.
    pub pairs: usize,
    /// Mean of (strategy - baseline).
    pub difference: f64,
    /// Standard error of the difference over the units; NaN below two units.
    pub error: f64,
    /// 95 % confidence interval of the difference; `None` below two units.
    pub interval: Option<Interval>,
    /// Number of pairs in which the strategy was better; if no direction is better, in which its
    /// value was lower.
    pub better: usize,
    /// Number of pairs with exactly equal values.
    pub same: usize,
    /// Smallest effect of interest, at the baseline's level.
    pub yardstick: Yardstick,
    /// Verdict on the difference.
    pub verdict: Verdict,
    /// Correlation of the two strategies over the replicates; `None` if one of them does not vary.
    pub correlation: Option<f64>,
    /// Share of the variance of the difference that pairing removed: 1 - Var(a - b) / (Var a + Var
    /// b). Negative if pairing increased the variance; `None` if neither strategy varies.
    pub saved: Option<f64>,
    /// Number of units (pairs or parameter samples) at which the half-width of the interval would
    /// equal the smallest effect of interest; for pairs (t sd / margin)^2.
    pub units_to_decide: Option<f64>,
    /// Number of units in which the strategy was better on average: pairs, or parameter samples if
    /// there are any.
    pub units_better: usize,
    /// Variance components; `None` without parameter samples.
    pub split: Option<VarianceComponents>,
}

impl Paired {
    /// Number of units: parameter samples if there are any, otherwise pairs.
    pub fn units(&self) -> usize {
        self.split.map_or(self.pairs, |split| split.draws)
    }
}

/// Compares a strategy with a baseline. Both lists have the same length and are in the order of
/// replicates. The margin at the baseline's level gives the smallest effect of interest. A pair in
/// which one value is missing is left out.
pub fn paired(arm: &[f64], base: &[f64], better: Better, margin: Margin, unit: ErrorUnit) -> Paired {
    let yardstick = Yardstick::of(margin, base);
    let matters = yardstick.size();
    let differences: Vec<f64> = arm.iter().zip(base).map(|(arm, base)| arm - base).collect();
    let pairs = count(&differences);
    let [arm, base] = [arm, base].map(|values| whole(values, &differences));
    let (arm, base) = (&arm[..], &base[..]);
    let is_better = |difference: &&f64| match better {
        Better::Lower | Better::Neither => **difference < 0.0,
        Better::Higher => **difference > 0.0,
    };
    let spread = sd(&differences);
    let (arm_spread, base_spread) = (sd(arm), sd(base));
    let both = arm_spread * arm_spread + base_spread * base_spread;
    let found = unit.estimate_paired(&differences, both);
    let (units, by_unit) = match unit {
        ErrorUnit::Replicate | ErrorUnit::Looked(_) => (pairs, None),
        ErrorUnit::Draw(draws) => {
            let means: Vec<f64> = groups(&differences, draws).iter().map(|draw| mean(draw)).collect();
            (means.len(), Some(means))
        }
    };
    let t = match unit {
        _ if units < 2 => f64::NAN,
        ErrorUnit::Looked(sequence) => sequence.factor(units),
        ErrorUnit::Replicate | ErrorUnit::Draw(_) => t_quantile(0.975, (units - 1) as f64),
    };
    let half = match unit {
        ErrorUnit::Replicate => t * spread / matters,
        ErrorUnit::Looked(_) | ErrorUnit::Draw(_) => t * found.error * libm::sqrt(units as f64) / matters,
    };
    let wanted = libm::ceil(half * half);
    let better = differences.iter().filter(is_better).count();
    Paired {
        pairs,
        difference: found.mean,
        error: found.error,
        interval: found.interval,
        better,
        same: differences.iter().filter(|difference| **difference == 0.0).count(),
        yardstick,
        verdict: verdict_of(found.interval, found.mean, matters),
        correlation: correlation(arm, base, arm_spread * base_spread),
        saved: (both > 0.0).then(|| 1.0 - spread * spread / both),
        units_to_decide: wanted.is_finite().then_some(wanted),
        units_better: by_unit.map_or(better, |means| means.iter().filter(is_better).count()),
        split: match unit {
            ErrorUnit::Replicate | ErrorUnit::Looked(_) => None,
            ErrorUnit::Draw(draws) => variance_components(&differences, draws),
        },
    }
}

/// The values of complete pairs; NaN in all other places.
pub fn whole<'a>(values: &'a [f64], differences: &[f64]) -> Cow<'a, [f64]> {
    if differences.iter().all(|difference| !difference.is_nan()) {
        return Cow::Borrowed(values);
    }
    let only = |(value, difference): (&f64, &f64)| if difference.is_nan() { f64::NAN } else { *value };
    values.iter().zip(differences).map(only).collect()
}

/// Pearson's correlation, the covariance over the product of the spreads.
fn correlation(a: &[f64], b: &[f64], spreads: f64) -> Option<f64> {
    let (mean_a, mean_b) = (mean(a), mean(b));
    let products: Vec<f64> = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).collect();
    let sum: f64 = defined(&products).sum();
    (spreads > 0.0).then(|| (sum / (count(a) - 1) as f64 / spreads).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::*;

    fn fixed(floor: f64) -> Margin {
        Margin { share: 0.0, floor }
    }

    #[test]
    fn hand_computed() {
        // Differences -1, -2, 0, -1: mean -1, sd sqrt(2/3), se sqrt(1/6), t(0.975; 3) =
        // 3.182446305.
        let paired = paired(
            &[4.0, 3.0, 6.0, 7.0],
            &[5.0, 5.0, 6.0, 8.0],
            Better::Lower,
            fixed(0.1),
            ErrorUnit::Replicate,
        );
        assert_eq!((paired.pairs, paired.difference, paired.better, paired.same), (4, -1.0, 3, 1));
        assert!((paired.error - libm::sqrt(1.0 / 6.0)).abs() < 1e-14);
        let interval = paired.interval.expect("four pairs");
        assert!((interval.low + 1.0 + 3.182_446_305_284_263 * libm::sqrt(1.0 / 6.0)).abs() < 1e-9);
        assert!((interval.high + interval.low + 2.0).abs() < 1e-12);
        assert_eq!(paired.verdict, Verdict::CannotTell);
        // Var a = 10/3, Var b = 2, Var d = 2/3, covariance 7/3.
        assert!((paired.saved.expect("they vary") - 0.875).abs() < 1e-12);
        assert!((paired.correlation.expect("they vary") - 7.0 / 3.0 / libm::sqrt(20.0 / 3.0)).abs() < 1e-12);
        assert_eq!(
            paired.units_to_decide,
            Some(libm::ceil(3.182_446_305_284_263f64 * 3.182_446_305_284_263 * (2.0 / 3.0) / 0.01))
        );
    }

    #[test]
    fn a_pair_that_is_not_whole_is_left_out() {
        let missing = f64::NAN;
        let (a, b) = ([4.0, missing, 3.0, 6.0, 9.0, 7.0], [5.0, 1.0, 5.0, 6.0, missing, 8.0]);
        for unit in [ErrorUnit::Replicate, ErrorUnit::Looked(super::super::Sequence::of(1))] {
            let found = paired(&a, &b, Better::Lower, fixed(0.1), unit);
            let whole = paired(&[4.0, 3.0, 6.0, 7.0], &[5.0, 5.0, 6.0, 8.0], Better::Lower, fixed(0.1), unit);
            let yardstick = whole.yardstick;
            assert_eq!(Paired { yardstick, ..found }, whole);
        }
        let nothing = paired(&[missing; 3], &[1.0; 3], Better::Lower, fixed(0.1), ErrorUnit::Replicate);
        assert_eq!((nothing.pairs, nothing.verdict, nothing.interval), (0, Verdict::CannotTell, None));
        // Samples {4, 3, missing} and {missing, 6, 7} against 5, 5, missing and 1, 6, 8.
        let drawn = paired(&a, &b, Better::Lower, fixed(0.1), ErrorUnit::Draw(2));
        assert_eq!((drawn.pairs, drawn.units_better, drawn.difference), (4, 2, -1.0));
    }

    #[test]
    fn better_follows_the_registry() {
        let (a, b) = ([1.0, 2.0, 3.0], [2.0, 2.0, 2.0]);
        assert_eq!(paired(&a, &b, Better::Lower, fixed(0.0), ErrorUnit::Replicate).better, 1);
        assert_eq!(paired(&a, &b, Better::Higher, fixed(0.0), ErrorUnit::Replicate).better, 1);
        assert_eq!(paired(&a, &b, Better::Neither, fixed(0.0), ErrorUnit::Replicate).better, 1);
        assert_eq!(paired(&a, &b, Better::Higher, fixed(0.0), ErrorUnit::Replicate).same, 1);
    }

    #[test]
    fn draws_are_the_units_where_there_are_any() {
        // Differences -1, 2, -3, 2 in samples {-1, -3} and {2, 2}: means -2 and 2, overall mean 0.
        let (a, b) = ([4.0, 5.0, 1.0, 5.0], [5.0, 3.0, 4.0, 3.0]);
        let found = paired(&a, &b, Better::Lower, fixed(0.1), ErrorUnit::Draw(2));
        assert_eq!((found.difference, found.better, found.units_better), (0.0, 2, 1));
        assert!((found.error - 2.0).abs() < 1e-14);
        let split = found.split.expect("two draws");
        assert_eq!((split.luck, split.draws), (1.0, 2));
        let plain = paired(&a, &b, Better::Lower, fixed(0.1), ErrorUnit::Replicate);
        assert_eq!((plain.split, plain.units_better), (None, 2));
        let same = paired(&a, &a, Better::Lower, fixed(0.1), ErrorUnit::Draw(2));
        assert_eq!((same.difference, same.verdict, same.same), (0.0, Verdict::NoDifference, 4));
    }

    #[test]
    fn equal_content_is_exactly_the_same() {
        let values = [3.1, 2.7, 9.4];
        let same = paired(&values, &values, Better::Lower, fixed(0.05), ErrorUnit::Replicate);
        assert_eq!((same.difference, same.same, same.verdict), (0.0, 3, Verdict::NoDifference));
        assert_eq!(same.interval, Some(Interval { low: 0.0, high: 0.0 }));
    }

    #[test]
    fn a_constant_difference_is_certain_and_one_pair_is_not() {
        let shifted =
            paired(&[2.0, 3.0, 4.0], &[1.0, 2.0, 3.0], Better::Higher, fixed(0.5), ErrorUnit::Replicate);
        assert_eq!(shifted.verdict, Verdict::Clearly(Direction::Higher));
        assert_eq!(shifted.saved, Some(1.0));
        let one = paired(&[2.0], &[1.0], Better::Higher, fixed(0.5), ErrorUnit::Replicate);
        assert_eq!((one.verdict, one.interval), (Verdict::CannotTell, None));
    }
}
