//! What luck does to a team's decisions: every figure of every run, and where nine of ten lie.

use balcony_study::experiment::stats::{quantile_sorted, sorted};

/// Figures of every run, by round and figure: `figures[round][figure][run]`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spread {
    /// By round, figure and run.
    pub figures: Vec<Vec<Vec<f64>>>,
    /// Outcomes of the whole time by outcome (as the exercise names them) and run, once the last
    /// round is over.
    pub outcomes: Vec<Vec<f64>>,
}

impl Spread {
    /// Where nine of ten runs lie after a round, with their median: low, median, high. None if the
    /// round has not been worked out, or the figure was counted in no run.
    pub fn at(&self, round: usize, figure: usize) -> Option<[f64; 3]> {
        nine_of_ten(&self.figures.get(round)?[figure])
    }

    /// The same for every round; NaN where nothing was counted.
    pub fn band(&self, figure: usize) -> Vec<[f64; 3]> {
        (0..self.figures.len()).map(|round| self.at(round, figure).unwrap_or([f64::NAN; 3])).collect()
    }
}

/// Quantiles .05, .5 and .95 of values; NaN is left out.
pub fn nine_of_ten(values: &[f64]) -> Option<[f64; 3]> {
    let counted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let ascending = sorted(&counted);
    (!ascending.is_empty()).then(|| [0.05, 0.5, 0.95].map(|p| quantile_sorted(&ascending, p)))
}
