//! The Jacobian of figures with respect to factors, and damped steps with it.

use super::measure::measure;
use anyhow::Result;
use balcony_engine::authority::{AVERAGE, NOT_RECORDED, PREDICTED, SOLVED, figures};
use balcony_engine::factors::Factors;
use balcony_engine::setting::{Authority, Setting};
use rayon::prelude::*;

/// Size of the change of each factor in the finite differences: it changes the factor's own figure
/// by about a tenth.
const MOVES: [f64; SOLVED] = [0.06, 0.01, 0.02, 0.02, 0.02, 0.015, 0.015, 0.05, 0.06, 0.15, 0.15, 0.15];
/// Largest step of a factor, as a multiple of its entry in [`MOVES`].
const MOST: f64 = 4.0;
/// Allowed range of each factor.
const BOUNDS: [(f64, f64); SOLVED] = [
    (-2.0, 2.0),
    (-0.25, 0.25),
    (-0.3, 0.3),
    (-0.3, 0.3),
    (-0.3, 0.3),
    (-0.3, 0.3),
    (-0.3, 0.3),
    (-1.2, 1.2),
    (-1.0, 1.0),
    (-2.0, 2.0),
    (-3.0, 3.0),
    (-2.0, 2.0),
];
/// Replicates of the average authority per column. Each is run twice.
const REPLICATES: u32 = 6;
/// Largest difference of a figure (in logarithms) to which the linear response is applied, as in
/// the profiles.
const FARTHEST: f64 = 1.1;
/// Index of no further action. `ASSESSED` is not in need and `AGENCY` agency workers. These figures
/// may be zero.
const SCREENED: usize = 1;
const ASSESSED: usize = 2;
const AGENCY: usize = 11;

/// Derivatives of figures (rows) with respect to factors (columns), and the inverse.
pub(crate) struct Jacobian {
    by_factor: [[f64; SOLVED]; SOLVED],
    /// Derivatives of factors (rows) with respect to figures (columns).
    pub(crate) inverse: [[f64; SOLVED]; SOLVED],
}

impl Jacobian {
    /// Changes one factor at a time, with common random numbers.
    pub(crate) fn of(setting: &Setting, weeks: u32) -> Result<Self> {
        let factors: Vec<usize> = (0..=SOLVED).collect();
        let moved: Vec<[f64; SOLVED]> = factors
            .par_iter()
            .map(|factor| {
                let mut setting = setting.clone();
                if *factor < SOLVED {
                    setting.authority.factors = nudged(&setting.authority.factors, *factor, MOVES[*factor]);
                }
                Ok(measure(&setting, 0..REPLICATES, weeks)?.figures)
            })
            .collect::<Result<_>>()?;
        let base = moved[SOLVED];
        let by_factor = std::array::from_fn(|figure| {
            std::array::from_fn(|factor| (moved[factor][figure] - base[figure]) / MOVES[factor])
        });
        Ok(Self { by_factor, inverse: inverse(&by_factor) })
    }

    /// Linear response of the first factors to an authority's figures.
    pub(crate) fn predicted(&self, authority: &Authority) -> [f64; PREDICTED] {
        let (own, average) = (figures(authority), figures(&AVERAGE));
        std::array::from_fn(|factor| {
            (0..SOLVED)
                .map(|at| self.inverse[factor][at] * (own[at] - average[at]).clamp(-FARTHEST, FARTHEST))
                .sum()
        })
    }

    /// One step that reduces the misses.
    pub(crate) fn step(&self, authority: &Authority, misses: &[f64; SOLVED], pace: f64) -> Factors {
        let mut by_factor = self.by_factor;
        for (at, asked) in asked(authority).into_iter().enumerate() {
            if !asked {
                by_factor[at] = [0.0; SOLVED];
                for row in &mut by_factor {
                    row[at] = 0.0;
                }
            }
        }
        let step = least_squares(&by_factor, misses);
        // A step that would leave the region in which the Jacobian is accurate is shortened as a
        // whole, so that its direction stays.
        let longest = (0..SOLVED).map(|at| (step[at] / MOVES[at]).abs()).fold(0.0, f64::max);
        let pace = pace.min(MOST / longest.max(1e-9));
        let mut values = authority.factors.values();
        for at in 0..SOLVED {
            values[at] = (values[at] + pace * step[at]).clamp(BOUNDS[at].0, BOUNDS[at].1);
        }
        Factors::from_values(&values).unwrap_or_default()
    }
}

/// Whether each figure is an equation to solve; a figure that is published as zero is not.
pub(crate) fn asked(authority: &Authority) -> [bool; SOLVED] {
    let mut asked = [true; SOLVED];
    asked[SCREENED] = authority.no_further_action >= NOT_RECORDED;
    asked[ASSESSED] = authority.not_in_need >= NOT_RECORDED;
    asked[AGENCY] = authority.agency >= 0.004;
    asked
}

fn nudged(factors: &Factors, at: usize, by: f64) -> Factors {
    let mut values = factors.values();
    values[at] += by;
    Factors::from_values(&values).unwrap_or_default()
}

/// Levenberg's step, with columns scaled by [`MOVES`].
fn least_squares(by_factor: &[[f64; SOLVED]; SOLVED], misses: &[f64; SOLVED]) -> [f64; SOLVED] {
    let scaled = |figure: usize, factor: usize| by_factor[figure][factor] * MOVES[factor];
    let normal = std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            let sum: f64 = (0..SOLVED).map(|figure| scaled(figure, i) * scaled(figure, j)).sum();
            // A little damping keeps a factor without effect where it is.
            if i == j { sum * 1.001 + 1e-6 } else { sum }
        })
    });
    let right: [f64; SOLVED] =
        std::array::from_fn(|i| -(0..SOLVED).map(|figure| scaled(figure, i) * misses[figure]).sum::<f64>());
    let solved = solved(normal, right);
    std::array::from_fn(|at| solved[at] * MOVES[at])
}

fn inverse(matrix: &[[f64; SOLVED]; SOLVED]) -> [[f64; SOLVED]; SOLVED] {
    let columns: Vec<[f64; SOLVED]> = (0..SOLVED)
        .map(|column| solved(*matrix, std::array::from_fn(|row| f64::from(u8::from(row == column)))))
        .collect();
    std::array::from_fn(|row| std::array::from_fn(|column| columns[column][row]))
}

/// Gaussian elimination with the largest pivot.
fn solved(mut matrix: [[f64; SOLVED]; SOLVED], mut right: [f64; SOLVED]) -> [f64; SOLVED] {
    for i in 0..SOLVED {
        let pivot =
            (i..SOLVED).max_by(|a, b| matrix[*a][i].abs().total_cmp(&matrix[*b][i].abs())).unwrap_or(i);
        matrix.swap(i, pivot);
        right.swap(i, pivot);
        for row in i + 1..SOLVED {
            let factor = matrix[row][i] / matrix[i][i];
            let above = matrix[i];
            for (value, above) in matrix[row].iter_mut().zip(above).skip(i) {
                *value -= factor * above;
            }
            right[row] -= factor * right[i];
        }
    }
    for i in (0..SOLVED).rev() {
        for k in i + 1..SOLVED {
            right[i] -= matrix[i][k] * right[k];
        }
        right[i] /= matrix[i][i];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_times_its_inverse_is_the_identity() {
        let matrix: [[f64; SOLVED]; SOLVED] = std::array::from_fn(|i| {
            std::array::from_fn(|j| if i == j { 2.0 } else { 0.3 / (1.0 + i as f64 + 2.0 * j as f64) })
        });
        let inverse = inverse(&matrix);
        for (i, row) in matrix.iter().enumerate() {
            for j in 0..SOLVED {
                let sum: f64 = row.iter().zip(&inverse).map(|(value, column)| value * column[j]).sum();
                assert!((sum - f64::from(u8::from(i == j))).abs() < 1e-12, "{i} {j} {sum}");
            }
        }
    }
}
