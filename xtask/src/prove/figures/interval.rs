//! 95 % predictive intervals, and which published figures lie inside.

use balcony::experiment::stats::{ErrorUnit, Interval, mean, sd, t_quantile, variance_components};

/// An interval that is wider than this share of the published figure holds no information.
const WIDEST: f64 = 0.25;

/// Predictive interval for one more mixture if only random numbers differ: mean -+ t(n - 1) sd
/// sqrt(1 + 1 / n).
pub(super) fn by_luck(values: &[f64]) -> Interval {
    let n = values.len() as f64;
    around(mean(values), t_quantile(0.975, n - 1.0) * sd(values) * libm::sqrt(1.0 + 1.0 / n))
}

/// Predictive interval for one more mixture with one more parameter sample: mean -+ t(D - 1)
/// sqrt(uncertainty + luck + error^2). The variances are those of [`variance_components`], and the
/// error is that of the mean over samples. Value r belongs to sample r modulo D. `None` if the
/// variance cannot be split.
pub(super) fn by_both(values: &[f64], draws: usize) -> Option<Interval> {
    let found = variance_components(values, draws)?;
    let error = ErrorUnit::Draw(draws).estimate(values).error;
    let spread = libm::sqrt(found.uncertainty + found.luck + error * error);
    Some(around(mean(values), t_quantile(0.975, draws as f64 - 1.0) * spread))
}

fn around(mean: f64, half: f64) -> Interval {
    Interval { low: mean - half, high: mean + half }
}

/// Whether the published figure is inside. An interval that is too wide decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Inside,
    Outside,
    HoldsNothing,
}

impl Verdict {
    /// The verdict on a published figure above 0. An undefined interval counts as too wide.
    pub(super) fn of(interval: Interval, published: f64) -> Self {
        let width = interval.high - interval.low;
        if width.is_nan() || width > WIDEST * published {
            Self::HoldsNothing
        } else if interval.low <= published && published <= interval.high {
            Self::Inside
        } else {
            Self::Outside
        }
    }

    /// Name of the verdict.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Inside => "yes",
            Self::Outside => "no",
            Self::HoldsNothing => "holds nothing",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_by_hand() {
        // Mean 4, variance (4 + 0 + 4) / 2 = 4; t(0.975; 2) = 4.302652730; 4.302652730 x 2 x sqrt(4
        // / 3) = 9.936551...
        let found = by_luck(&[2.0, 4.0, 6.0]);
        let half = 4.302_652_729_911_275 * 2.0 * libm::sqrt(4.0 / 3.0);
        assert!((found.low - (4.0 - half)).abs() < 1e-8 && (found.high - (4.0 + half)).abs() < 1e-8);
        assert_eq!(by_luck(&[3.0; 5]), Interval { low: 3.0, high: 3.0 });
    }

    #[test]
    fn both_by_hand() {
        // The example of `variance_components`: samples {1, 3}, {6, 8}, {5, 7}, mean 5, luck 2,
        // uncertainty 6, error^2 = 14 / 6.
        let found = by_both(&[1.0, 6.0, 5.0, 3.0, 8.0, 7.0], 3).unwrap();
        let half = 4.302_652_729_911_275 * libm::sqrt(6.0 + 2.0 + 14.0 / 6.0);
        assert!((found.low - (5.0 - half)).abs() < 1e-8 && (found.high - (5.0 + half)).abs() < 1e-8);
        assert_eq!(by_both(&[1.0, 2.0], 2), None);
    }

    #[test]
    fn too_wide_holds_nothing_even_around_the_figure() {
        let of = |low, high| Verdict::of(Interval { low, high }, 100.0).word();
        assert_eq!(of(90.0, 110.0), "yes");
        assert_eq!(of(100.0, 125.0), "yes");
        assert_eq!(of(75.0, 99.0), "no");
        assert_eq!(of(87.0, 113.0), "holds nothing");
        assert_eq!(of(200.0, 226.0), "holds nothing");
        assert_eq!(of(f64::NAN, f64::NAN), "holds nothing");
    }
}
