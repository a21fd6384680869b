//! Sobol's indices from the values at Saltelli's points, with the estimators of SALib 1.6
//! `sobol.analyze`.
//!
//! Let y be standardised over all values, A and B the two independent rows, AB_j the row A with
//! factor j from B, BA_j the reverse, and V the variance of the values at A and B together. Then
//!
//! - first order, S_j = mean(B (AB_j - A)) / V (Saltelli et al. 2010, Computer Physics
//!   Communications 181, table 2 b);
//! - total, ST_j = mean((A - AB_j)^2) / 2V (Jansen 1999, the same table, f);
//! - second order, S_jk = mean(BA_j AB_k - A B) / V - S_j - S_k (Saltelli 2002, Computer Physics
//!   Communications 145).
//!
//! Errors come from resampling base rows with replacement. The rows of a Sobol sequence are spread
//! more evenly than independent ones, so the intervals tend to be too wide rather than too narrow
//! (`proofs/sensitivity.md`).

use super::bootstrap::{draw, index};
use super::{Flat, Index, TooFew, rounding};
use crate::design::Random;

/// Indices of all factors, and the data behind them.
#[derive(Debug, Clone, PartialEq)]
pub struct SobolIndices {
    /// Number of complete base rows.
    pub rows: usize,
    /// Number of base rows that were left out because a value is missing or not finite.
    pub left_out: usize,
    /// Mean of the values at A and B of the complete rows, in the outcome's unit.
    pub mean: f64,
    /// Their variance (over n), in the outcome's unit squared. The indices are shares of it.
    pub variance: f64,
    /// The indices, or the reason why there are none.
    pub indices: Result<SobolTable, Flat>,
}

/// Shares of the variance, by factor.
#[derive(Debug, Clone, PartialEq)]
pub struct SobolTable {
    /// Share that would disappear if this factor alone were known.
    pub first: Vec<Index>,
    /// Share that would remain if all other factors were known: the factor's own effect and all its
    /// interactions.
    pub total: Vec<Index>,
    /// Interaction of two factors beyond their own effects, for all pairs, the lower factor first.
    /// Empty without second order.
    pub second: Vec<(usize, usize, Index)>,
}

/// The columns whose averages give the indices.
struct Rows {
    factors: usize,
    /// Values at A and B by row, standardised.
    ends: Vec<(f64, f64)>,
    /// S_j, then ST_j, then S_jk before S_j and S_k are subtracted.
    columns: Vec<Vec<f64>>,
    pairs: Vec<(usize, usize)>,
}

/// Computes the indices of `y`, the values at the points of [`crate::design::Design::saltelli`] in
/// their order; the end may be missing. It makes at least two resamples; `level` is between 0 and
/// 1.
///
/// # Errors
/// If fewer than two rows are complete.
///
/// # Panics
/// If there is no factor.
pub fn indices(
    y: &[f64],
    factors: usize,
    second_order: bool,
    resamples: u32,
    level: f64,
    seed: u64,
) -> Result<SobolIndices, TooFew> {
    assert!(factors > 0, "no factors");
    let block = if second_order { 2 * factors + 2 } else { factors + 2 };
    let y = rounding::settled(y);
    let complete: Vec<&[f64]> = y
        .chunks(block)
        .filter(|row| row.len() == block && row.iter().all(|value| value.is_finite()))
        .collect();
    let (rows, left_out) = (complete.len(), y.len().div_ceil(block) - complete.len());
    if rows < 2 {
        return Err(TooFew { found: rows, needed: 2 });
    }
    let (centre, _) = moments(complete.iter().flat_map(|row| row.iter().copied()));
    let (mean, variance) = moments(complete.iter().flat_map(|row| [row[0], row[block - 1]]));
    let indices = table(&complete, factors, second_order, resamples, level, seed, centre);
    Ok(SobolIndices { rows, left_out, mean, variance, indices })
}

/// Mean and variance (over n) in two passes.
fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let (mut count, mut sum) = (0.0, 0.0);
    for value in values.clone() {
        count += 1.0;
        sum += value;
    }
    let mean = sum / count;
    (mean, values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / count)
}

fn table(
    complete: &[&[f64]],
    factors: usize,
    second_order: bool,
    resamples: u32,
    level: f64,
    seed: u64,
    centre: f64,
) -> Result<SobolTable, Flat> {
    let all = || complete.iter().flat_map(|row| row.iter().copied());
    let (_, variance) = moments(all());
    let varies =
        |first: f64, mut values: Box<dyn Iterator<Item = f64> + '_>| values.any(|value| value != first);
    let last = complete[0].len() - 1;
    let ends = complete.iter().flat_map(|row| [row[0], row[last]]);
    if !varies(complete[0][0], Box::new(ends)) || variance <= 0.0 || !variance.is_finite() {
        return Err(Flat);
    }
    let scale = libm::sqrt(variance);
    let rows = Rows::new(complete, factors, second_order, |value| (value - centre) / scale);
    let weights = vec![1.0; complete.len()];
    let found = rows.estimate(&weights);
    let resampled = rows.resampled(found.len(), resamples, seed);
    let without_one = rows.without_one(found.len());
    let of = |at: usize| index(found[at], &resampled[at], &without_one[at], level);
    Ok(SobolTable {
        first: (0..factors).map(of).collect(),
        total: (factors..2 * factors).map(of).collect(),
        second: rows.pairs.iter().enumerate().map(|(at, (j, k))| (*j, *k, of(2 * factors + at))).collect(),
    })
}

impl Rows {
    fn new(complete: &[&[f64]], factors: usize, second_order: bool, scaled: impl Fn(f64) -> f64) -> Self {
        let last = complete[0].len() - 1;
        let column = |of: &dyn Fn(&[f64]) -> f64| complete.iter().map(|row| of(row)).collect::<Vec<_>>();
        let mut columns = Vec::new();
        for j in 1..=factors {
            columns.push(column(&|row| scaled(row[last]) * (scaled(row[j]) - scaled(row[0]))));
        }
        for j in 1..=factors {
            columns.push(column(&|row| {
                let step = scaled(row[0]) - scaled(row[j]);
                0.5 * step * step
            }));
        }
        let mut pairs = Vec::new();
        if second_order {
            for j in 0..factors {
                for k in j + 1..factors {
                    pairs.push((j, k));
                    columns.push(column(&|row| {
                        scaled(row[1 + factors + j]) * scaled(row[1 + k]) - scaled(row[0]) * scaled(row[last])
                    }));
                }
            }
        }
        let ends = complete.iter().map(|row| (scaled(row[0]), scaled(row[last]))).collect();
        Self { factors, ends, columns, pairs }
    }

    /// Computes the indices from the averages of the columns and the variance of A and B.
    fn finish(&self, averages: &[f64], variance: f64) -> Vec<f64> {
        // A resample that repeats one row has no variance: 0, as in SALib.
        let share = |average: f64| if variance > f64::EPSILON { average / variance } else { 0.0 };
        let mut found: Vec<f64> = averages.iter().map(|average| share(*average)).collect();
        for (at, (j, k)) in self.pairs.iter().enumerate() {
            found[2 * self.factors + at] -= found[*j] + found[*k];
        }
        found
    }

    /// Computes the indices with each row weighted.
    fn estimate(&self, weights: &[f64]) -> Vec<f64> {
        let n: f64 = weights.iter().sum();
        let sum = |of: &dyn Fn(f64, f64) -> f64| {
            self.ends.iter().zip(weights).map(|((a, b), weight)| weight * of(*a, *b)).sum::<f64>()
        };
        let mean = sum(&|a, b| a + b) / (2.0 * n);
        let variance = sum(&|a, b| (a - mean) * (a - mean) + (b - mean) * (b - mean)) / (2.0 * n);
        let average = |column: &Vec<f64>| {
            column.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / n
        };
        self.finish(&self.columns.iter().map(average).collect::<Vec<_>>(), variance)
    }

    /// The values of each index in the resamples.
    fn resampled(&self, indices: usize, resamples: u32, seed: u64) -> Vec<Vec<f64>> {
        let mut random = Random::new(seed, b"balcony sobol: bootstrap", 0);
        let mut weights = vec![0.0; self.ends.len()];
        let mut found = vec![Vec::new(); indices];
        for _ in 0..resamples.max(2) {
            draw(&mut random, &mut weights);
            for (list, value) in found.iter_mut().zip(self.estimate(&weights)) {
                list.push(value);
            }
        }
        found
    }

    /// The values of each index without each row in turn, from the sums less that row's part.
    fn without_one(&self, indices: usize) -> Vec<Vec<f64>> {
        let n = self.ends.len() as f64 - 1.0;
        let sum: f64 = self.ends.iter().map(|(a, b)| a + b).sum();
        let squares: f64 = self.ends.iter().map(|(a, b)| a * a + b * b).sum();
        let totals: Vec<f64> = self.columns.iter().map(|column| column.iter().sum()).collect();
        let mut found = vec![Vec::with_capacity(self.ends.len()); indices];
        for (row, (a, b)) in self.ends.iter().enumerate() {
            let mean = (sum - a - b) / (2.0 * n);
            let variance = (squares - a * a - b * b) / (2.0 * n) - mean * mean;
            let averages: Vec<f64> =
                self.columns.iter().zip(&totals).map(|(column, total)| (total - column[row]) / n).collect();
            for (list, value) in found.iter_mut().zip(self.finish(&averages, variance)) {
                list.push(value);
            }
        }
        found
    }
}

#[cfg(test)]
#[path = "tests/sobol.rs"]
mod tests;
