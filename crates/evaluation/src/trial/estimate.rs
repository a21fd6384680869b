//! Estimates with jackknife intervals: any statistic of many replicates ("worlds"), with its error
//! from leaving out one replicate in turn.
//!
//! Children of one replicate share its random numbers, so replicates are the units. Let s be the
//! statistic on a scale on which it is about normal (the logarithm of a ratio), s_(i) the statistic
//! without replicate i, and m the number of replicates. The variance is (m-1)/m sum (s_(i) -
//! mean)^2 (the jackknife: Efron and Stein 1981), and the interval is s -+ t(.975; m-1) times its
//! root. An undefined value is missing, never 0.

use balcony_runs::experiment::stats::{mean, sd, t_quantile};

/// An estimate with its 95 % interval; undefined numbers are NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Estimate {
    /// An undefined estimate.
    pub const NONE: Self = Self { value: f64::NAN, low: f64::NAN, high: f64::NAN };

    /// A statistic over replicates, with its jackknife interval.
    pub fn over<W>(worlds: &[W], statistic: impl Fn(&[&W]) -> f64) -> Self {
        let all: Vec<&W> = worlds.iter().collect();
        let value = statistic(&all);
        let m = all.len();
        if m < 2 || !value.is_finite() {
            return Self { value, ..Self::NONE };
        }
        let left_out: Vec<f64> = (0..m)
            .map(|out| {
                let rest: Vec<&W> =
                    all.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, world)| *world).collect();
                statistic(&rest)
            })
            .collect();
        let middle = mean(&left_out);
        let squares: f64 = left_out.iter().map(|s| (s - middle) * (s - middle)).sum();
        let error = libm::sqrt(squares * (m - 1) as f64 / m as f64);
        let half = error * t_quantile(0.975, (m - 1) as f64);
        if half.is_finite() {
            Self { value, low: value - half, high: value + half }
        } else {
            Self { value, ..Self::NONE }
        }
    }

    /// Converts the estimate of a logarithm to one of the ratio.
    #[must_use]
    pub fn exp(self) -> Self {
        Self { value: libm::exp(self.value), low: libm::exp(self.low), high: libm::exp(self.high) }
    }

    /// Multiplies the estimate and its interval by a number.
    #[must_use]
    pub fn times(self, by: f64) -> Self {
        let (low, high) = (self.low * by, self.high * by);
        Self { value: self.value * by, low: low.min(high), high: low.max(high) }
    }
}

/// Pearson's correlation; NaN if one variable does not vary.
pub fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let (a, b) = (mean(&x), mean(&y));
    let product: f64 = pairs.iter().map(|(x, y)| (x - a) * (y - b)).sum();
    product / ((pairs.len() as f64 - 1.0) * sd(&x) * sd(&y))
}

/// Coefficients of a logistic regression by Newton's method, the intercept first. `None` if it does
/// not converge: all outcomes are equal, or a variable separates them.
pub fn logit(rows: &[(Vec<f64>, bool)]) -> Option<Vec<f64>> {
    let k = rows.first()?.0.len() + 1;
    let mut beta = vec![0.0; k];
    for _ in 0..50 {
        let (mut score, mut information) = (vec![0.0; k], vec![vec![0.0; k]; k]);
        for (row, yes) in rows {
            let x = |i: usize| if i == 0 { 1.0 } else { row[i - 1] };
            let z: f64 = (0..k).map(|i| beta[i] * x(i)).sum();
            let p = 1.0 / (1.0 + libm::exp(-z));
            let left = f64::from(u8::from(*yes)) - p;
            for i in 0..k {
                score[i] += left * x(i);
                for (j, cell) in information[i].iter_mut().enumerate() {
                    *cell += p * (1.0 - p) * x(i) * x(j);
                }
            }
        }
        let step = solve(information, score)?;
        beta.iter_mut().zip(&step).for_each(|(beta, step)| *beta += step);
        if beta.iter().any(|beta| beta.abs() > 30.0) {
            return None;
        }
        if step.iter().all(|step| step.abs() < 1e-10) {
            return Some(beta);
        }
    }
    None
}

/// Solves a small linear system by elimination with the largest pivot; `None` if it is singular.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let k = b.len();
    for column in 0..k {
        let pivot = (column..k).max_by(|x, y| a[*x][column].abs().total_cmp(&a[*y][column].abs()))?;
        if a[pivot][column].abs() < 1e-12 {
            return None;
        }
        a.swap(column, pivot);
        b.swap(column, pivot);
        for row in 0..k {
            if row != column {
                let factor = a[row][column] / a[column][column];
                let above = a[column].clone();
                for (value, above) in a[row].iter_mut().zip(above).skip(column) {
                    *value -= factor * above;
                }
                b[row] -= factor * b[column];
            }
        }
    }
    Some((0..k).map(|i| b[i] / a[i][i]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_mean_it_is_students_interval() {
        // R: t.test(c(2, 4, 4, 4, 5, 5, 7, 9))$conf.int: 3.212513 6.787487
        let worlds = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        let of = |worlds: &[&f64]| worlds.iter().copied().sum::<f64>() / worlds.len() as f64;
        let found = Estimate::over(&worlds, of);
        assert_eq!(found.value, 5.0);
        assert!((found.low - 3.212_513).abs() < 1e-6 && (found.high - 6.787_487).abs() < 1e-6, "{found:?}");
        assert!(Estimate::over(&[1.0], of).low.is_nan());
        assert!(Estimate::over(&worlds, |_| f64::NAN).value.is_nan());
    }

    #[test]
    fn a_logit_of_a_table_of_four_is_its_odds_ratio() {
        // 30 of 100 without the variable, 60 of 100 with it: ln((60/40) / (30/70)).
        let mut rows = Vec::new();
        for (with, yes, n) in [(0.0, true, 30), (0.0, false, 70), (1.0, true, 60), (1.0, false, 40)] {
            rows.extend(std::iter::repeat_n((vec![with], yes), n));
        }
        let beta = logit(&rows).unwrap();
        assert!((beta[1] - libm::log(1.5 / (30.0 / 70.0))).abs() < 1e-9, "{beta:?}");
        assert_eq!(logit(&[(vec![0.0], false), (vec![1.0], true)]), None);
        assert_eq!(logit(&[]), None);
    }

    #[test]
    fn correlation_by_hand() {
        // R: cor(c(1, 2, 3, 4), c(1, 3, 2, 4)): 0.8
        assert!((correlation(&[(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 4.0)]) - 0.8).abs() < 1e-12);
        assert!(correlation(&[(1.0, 1.0), (1.0, 3.0)]).is_nan());
    }
}
