//! The independent unit on which the standard error of a mean rests: replicates or parameter
//! samples.
//!
//! **Replicates.** If every number has its central value, replicates differ only in their random
//! numbers and are independent. The standard error of their mean is sd / sqrt(n), with n - 1
//! degrees of freedom.
//!
//! **Parameter samples** ("draws"). If parameters are sampled, replicate r uses sample r modulo D,
//! and all replicates of a sample share its parameters. They are not independent evidence about the
//! mean over all possible parameters: a hundred runs with one sample are still one sample. So the
//! unit is the sample. With m the mean of all N replicates, and m_d and n_d the mean and the number
//! of replicates of sample d,
//!
//! error^2 = D / (D - 1) sum n_d^2 (m_d - m)^2 / N^2, with D - 1 degrees of freedom:
//!
//! the cluster-robust variance of a mean (Liang & Zeger 1986, Biometrika 73). If all samples have
//! equally many replicates, it is the variance of the samples' means over D, which is MSB / N of
//! the one-way analysis of variance ([`super::variance_components`]). It covers random variation
//! and parameter uncertainty together. It shrinks as samples are added, because it is the standard
//! error of a mean over all possible parameters. How far a single sample may lie from that mean is
//! another question, and that distance does not shrink ([`super::VarianceComponents::world`]).

use super::{Interval, Sequence, count, mean, standard_error, t_quantile};

/// The independent unit of a mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ErrorUnit {
    /// Every replicate is a unit; only random numbers differ.
    Replicate,
    /// Every replicate is a unit, and the comparison is looked at repeatedly until the verdicts are
    /// settled.
    Looked(Sequence),
    /// Each of this many parameter samples is a unit. Replicates are assigned to samples in turn.
    Draw(usize),
}

/// A mean with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean of all values.
    pub mean: f64,
    /// Standard error of the mean; NaN below two units.
    pub error: f64,
    /// Degrees of freedom of the standard error.
    pub freedom: f64,
    /// 95 % confidence interval, mean -+ t(0.975; freedom) error; `None` below two units.
    pub interval: Option<Interval>,
}

impl ErrorUnit {
    /// The unit for a number of parameter samples; 0 means that none are drawn.
    pub fn of(draws: u32) -> Self {
        if draws == 0 { Self::Replicate } else { Self::Draw(draws as usize) }
    }

    /// Mean of the values, which are in the order of replicates.
    pub fn estimate(self, values: &[f64]) -> Estimate {
        self.estimate_beside(values, None)
    }

    /// Mean of paired differences. `apart` is the variance that the differences would have without
    /// common random numbers.
    pub fn estimate_paired(self, differences: &[f64], apart: f64) -> Estimate {
        self.estimate_beside(differences, Some(apart))
    }

    fn estimate_beside(self, values: &[f64], apart: Option<f64>) -> Estimate {
        let mean = mean(values);
        let (units, error) = match self {
            Self::Replicate => (count(values), standard_error(values)),
            Self::Looked(sequence) => return sequence.estimate(values, apart),
            Self::Draw(draws) => clustered(&groups(values, draws), mean),
        };
        let freedom = units.saturating_sub(1) as f64;
        let half = if error == 0.0 { 0.0 } else { error * quantile(freedom) };
        let interval = (units >= 2).then_some(Interval { low: mean - half, high: mean + half });
        Estimate { mean, error, freedom, interval }
    }
}

fn quantile(freedom: f64) -> f64 {
    if freedom > 0.0 { t_quantile(0.975, freedom) } else { f64::NAN }
}

/// Number of samples, and the cluster-robust standard error of the mean (NaN below two samples).
fn clustered(groups: &[Vec<f64>], mean: f64) -> (usize, f64) {
    if groups.len() < 2 {
        return (groups.len(), f64::NAN);
    }
    let count = groups.len() as f64;
    let squares: f64 = groups
        .iter()
        .map(|group| {
            let lean = group.iter().map(|value| value - mean).sum::<f64>();
            lean * lean
        })
        .sum();
    let values: usize = groups.iter().map(Vec::len).sum();
    (groups.len(), libm::sqrt(count / (count - 1.0) * squares) / values as f64)
}

/// Groups values by parameter sample: value r belongs to sample r modulo `draws`. A sample without
/// a value has no group.
pub fn groups(values: &[f64], draws: usize) -> Vec<Vec<f64>> {
    let draws = draws.clamp(1, values.len().max(1));
    let of = |draw| values.iter().skip(draw).step_by(draws).copied().filter(|value| !value.is_nan());
    (0..draws).map(|draw| of(draw).collect()).filter(|group: &Vec<f64>| !group.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{interval, sd};
    use super::*;

    #[test]
    fn replicates_are_as_they_always_were_and_draws_are_the_error_of_their_means() {
        let values = [4.0, 1.0, 7.0, 5.0, 2.0, 9.0, 3.0, 0.0];
        let plain = ErrorUnit::Replicate.estimate(&values);
        assert_eq!(plain.interval, interval(&values));
        assert_eq!((plain.error, plain.freedom), (standard_error(&values), 7.0));
        // Four samples of two replicates, {4, 2}, {1, 9}, {7, 3}, {5, 0}: means 3, 5, 5, 2.5.
        let means = [3.0, 5.0, 5.0, 2.5];
        let drawn = ErrorUnit::Draw(4).estimate(&values);
        assert!((drawn.error - sd(&means) / 2.0).abs() < 1e-14);
        assert_eq!((drawn.mean, drawn.freedom), (plain.mean, 3.0));
        let interval = drawn.interval.expect("four draws");
        assert!((interval.high - drawn.mean - 3.182_446_305_284_263 * drawn.error).abs() < 1e-9);
    }

    #[test]
    fn draws_of_unequal_size_count_by_their_size() {
        // Samples {1, 3, 5} and {2, 4}: mean 3, sums of deviations 0 and 0.
        assert_eq!(ErrorUnit::Draw(2).estimate(&[1.0, 2.0, 3.0, 4.0, 5.0]).error, 0.0);
        // Samples {0, 0, 0} and {5, 5}: mean 2, sums -6 and 6, error^2 = 2 x 72 / 25.
        let found = ErrorUnit::Draw(2).estimate(&[0.0, 5.0, 0.0, 5.0, 0.0]);
        assert!((found.error - libm::sqrt(2.0 * 72.0) / 5.0).abs() < 1e-14);
        assert!(ErrorUnit::Draw(1).estimate(&[1.0, 2.0]).interval.is_none());
        assert!(ErrorUnit::Draw(3).estimate(&[1.0]).interval.is_none());
    }
}
