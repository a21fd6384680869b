//! Factors that reverse an order: compares the difference between two strategies where a factor is
//! low with that where it is high.
//!
//! The points are divided at the terciles of a factor's values (text factors are left out). In the
//! lower and the upper third (or more, if there are few distinct values) the mean difference gets a
//! 95 % interval over points. It is the t interval, widened by the random variation that all points
//! share, which does not shrink with more points. An order is *reversed* if the two intervals lie
//! on different sides of zero. It is *reversed by as much as matters* if they lie beyond the
//! smallest effect of interest on either side.

use balcony_runs::experiment::stats::{Interval, mean, quantile_sorted, sorted, standard_error, t_quantile};

/// Fewest points of a third.
const LEAST: usize = 10;

/// Difference between two strategies at both ends of a factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    /// Index of the factor.
    pub factor: usize,
    /// Values up to the first number are low; values from the second number on are high.
    pub cuts: (f64, f64),
    /// Mean difference where the factor is low, with its interval.
    pub low: (f64, Interval),
    /// Mean difference where the factor is high, with its interval.
    pub high: (f64, Interval),
    /// Whether the order is reversed.
    pub turned: bool,
    /// Whether it is reversed by as much as matters on both sides.
    pub matters: bool,
}

/// The difference at both ends of every factor that has two ends. `means` are by point; `common` is
/// the variance of each mean that comes from random numbers shared by all points.
pub(super) fn turns(
    factors: &[Vec<f64>],
    is_text: impl Fn(usize) -> bool,
    sample: &[usize],
    means: &[f64],
    common: f64,
    matters: f64,
) -> Vec<Turn> {
    let turn = |factor: usize| {
        if is_text(factor) {
            return None;
        }
        let there: Vec<(f64, f64)> = sample
            .iter()
            .map(|point| (factors[factor][*point], means[*point]))
            .filter(|(x, y)| x.is_finite() && y.is_finite())
            .collect();
        let values = sorted(&there.iter().map(|(x, _)| *x).collect::<Vec<_>>());
        let cuts = (quantile_sorted(&values, 1.0 / 3.0), quantile_sorted(&values, 2.0 / 3.0));
        let of = |keep: &dyn Fn(f64) -> bool| -> Option<(f64, Interval)> {
            let list: Vec<f64> = there.iter().filter(|(x, _)| keep(*x)).map(|(_, y)| *y).collect();
            if list.len() < LEAST {
                return None;
            }
            let (middle, error) = (mean(&list), standard_error(&list));
            let half = t_quantile(0.975, (list.len() - 1) as f64) * libm::sqrt(error * error + common);
            Some((middle, Interval { low: middle - half, high: middle + half }))
        };
        if cuts.0 >= cuts.1 {
            return None;
        }
        let (low, high) = (of(&|x| x <= cuts.0)?, of(&|x| x >= cuts.1)?);
        let beyond = |a: Interval, b: Interval, margin: f64| a.high < -margin && b.low > margin;
        let either = |margin: f64| beyond(low.1, high.1, margin) || beyond(high.1, low.1, margin);
        Some(Turn { factor, cuts, low, high, turned: either(0.0), matters: either(matters) })
    };
    (0..factors.len()).filter_map(turn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_that_turns_an_order_is_found_and_no_other() {
        let n = 300;
        let a: Vec<f64> = (0..n).map(|at| at as f64 / n as f64).collect();
        let b: Vec<f64> = (0..n).map(|at| (at * 7 % n) as f64).collect();
        let y: Vec<f64> =
            a.iter().enumerate().map(|(at, a)| a - 0.5 + (at % 5) as f64 * 0.02 - 0.04).collect();
        let all: Vec<usize> = (0..n).collect();
        let found = turns(&[a, b], |_| false, &all, &y, 0.0, 0.2);
        assert!(found[0].turned && found[0].matters && found[0].low.0 < -0.3);
        assert!(!found[1].turned && !found[1].matters);
        let found = turns(std::slice::from_ref(&y), |_| false, &all, &y, 0.0, 0.6);
        assert!(found[0].turned && !found[0].matters);
        // With large variance that all points share, nothing is certain any more.
        assert!(!turns(std::slice::from_ref(&y), |_| false, &all, &y, 0.1, 0.0)[0].turned);
        assert!(turns(std::slice::from_ref(&y), |_| true, &all, &y, 0.0, 0.6).is_empty());
    }
}
