//! Means, spreads and quantiles of a list of numbers.
//!
//! NaN in a list is a value that a run does not have, such as the share of repeat plans if no plan
//! was started. All functions here ignore it.

/// Arithmetic mean: the sum in the given order over n, corrected by the mean of the residuals (two
/// passes: Chan, Golub & LeVeque 1983, The American Statistician 37). NaN for an empty list.
pub fn mean(values: &[f64]) -> f64 {
    let n = count(values) as f64;
    let first = defined(values).sum::<f64>() / n;
    first + defined(values).map(|value| value - first).sum::<f64>() / n
}

/// The values that are not NaN.
pub fn defined(values: &[f64]) -> impl Iterator<Item = f64> {
    values.iter().copied().filter(|value| !value.is_nan())
}

/// Number of values that are not NaN.
pub fn count(values: &[f64]) -> usize {
    defined(values).count()
}

/// Sample standard deviation, sqrt(sum (x - mean)^2 / (n - 1)); NaN below two values.
pub fn sd(values: &[f64]) -> f64 {
    let n = count(values);
    if n < 2 {
        return f64::NAN;
    }
    let mean = mean(values);
    let squares: f64 = defined(values).map(|value| (value - mean) * (value - mean)).sum();
    libm::sqrt(squares / (n - 1) as f64)
}

/// Standard error of the mean, sd / sqrt(n): the typical distance between the mean of n replicates
/// and the mean of infinitely many.
pub fn standard_error(values: &[f64]) -> f64 {
    sd(values) / libm::sqrt(count(values) as f64)
}

/// Running count, mean and spread of a stream of numbers (Welford 1962, Technometrics 4).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// Number of values so far.
    pub count: u32,
    /// Mean of the values so far; 0 if there are none.
    pub mean: f64,
    squares: f64,
}

impl Moments {
    /// Adds one value.
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        let step = value - self.mean;
        self.mean += step / f64::from(self.count);
        self.squares += step * (value - self.mean);
    }

    /// Standard error of the mean; NaN below two values.
    pub fn standard_error(&self) -> f64 {
        let n = f64::from(self.count);
        if self.count < 2 { f64::NAN } else { libm::sqrt(self.squares / (n - 1.0) / n) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_numeric::{quantile, sorted};

    #[test]
    fn hand_computed() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!(mean(&values), 5.0);
        assert!((sd(&values) - libm::sqrt(32.0 / 7.0)).abs() < 1e-15);
        assert!((standard_error(&values) - libm::sqrt(4.0 / 7.0)).abs() < 1e-15);
        assert!(sd(&[1.0]).is_nan() && mean(&[]).is_nan() && quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn a_value_that_is_missing_is_left_out_and_is_not_nought() {
        let values = [f64::NAN, 2.0, 4.0, f64::NAN, 9.0];
        assert_eq!((mean(&values), count(&values)), (5.0, 3));
        assert_eq!(sd(&values), sd(&[2.0, 4.0, 9.0]));
        assert_eq!((quantile(&values, 0.5), sorted(&values)), (4.0, vec![2.0, 4.0, 9.0]));
        assert!(mean(&[f64::NAN]).is_nan() && quantile(&[f64::NAN], 0.5).is_nan());
    }

    #[test]
    fn a_great_offset_costs_no_digits() {
        let values: Vec<f64> = (0..1000).map(|i| 1e9 + f64::from(i % 10)).collect();
        assert!((mean(&values) - (1e9 + 4.5)).abs() < 1e-6);
        assert!((sd(&values) - 2.873_718_727_5).abs() < 1e-6);
    }

    #[test]
    fn moments_agree_with_two_passes() {
        let values = [0.3, -1.5, 2.25, 0.0, 8.0];
        let mut moments = Moments::default();
        values.iter().for_each(|value| moments.add(*value));
        assert!((moments.mean - mean(&values)).abs() < 1e-15);
        assert!((moments.standard_error() - standard_error(&values)).abs() < 1e-15);
    }
}
