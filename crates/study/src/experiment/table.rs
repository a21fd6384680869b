//! Results of all replicates in memory: every strategy's outcomes, and sums of the quantities that
//! vary over time.
//!
//! Replicates are added in the order of their index, so every sum is the same for any number of
//! threads.

use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::Margin;

use super::stats::{ErrorUnit, Moments, Sequence, Yardstick};
use super::{Replicate, Shape, Stopping};

/// Outcomes of every strategy and replicate, with means by quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Names of the strategies, sorted.
    pub arms: Vec<String>,
    /// Index of the strategy that the others are compared with.
    pub baseline: usize,
    /// Number of replicates in the table.
    pub replicates: u32,
    /// Number of parameter samples, to which replicates are assigned in turn; 0 if none are drawn.
    pub draws: u32,
    /// Smallest effect of interest of each outcome, in the registry's order. The default is the
    /// registry's; a scenario may replace it.
    pub margins: Vec<Margin>,
    /// When the comparison ends. The intervals depend on it.
    pub stopping: Stopping,
    /// Indices in the registry of primary outcomes besides the first.
    pub also: Vec<usize>,
    shape: Shape,
    columns: Vec<Vec<f64>>,
    primary: Vec<Moments>,
    differences: Vec<Moments>,
    /// Sum and count of the differences of a quarter, by parameter sample.
    by_draw: Vec<(f64, u32)>,
    measures: Vec<f64>,
}

impl Table {
    /// An empty table with room for `replicates` replicates.
    pub fn new(arms: &[String], baseline: usize, replicates: u32, draws: u32, shape: Shape) -> Self {
        Self {
            arms: arms.to_vec(),
            baseline,
            replicates: 0,
            draws,
            margins: OUTCOMES.iter().map(|outcome| outcome.margin).collect(),
            stopping: Stopping::All,
            also: Vec::new(),
            shape,
            columns: vec![Vec::with_capacity(replicates as usize); shape.arms * shape.outcomes],
            primary: vec![Moments::default(); shape.arms * shape.quarters],
            differences: vec![Moments::default(); shape.arms * shape.quarters],
            by_draw: vec![(0.0, 0); shape.arms * shape.quarters * draws as usize],
            measures: vec![0.0; shape.arms * shape.weeks.div_ceil(13) * shape.measures],
        }
    }

    /// Replaces the margins. An empty list keeps the registry's.
    pub fn measured_by(mut self, margins: &[Margin]) -> Self {
        if !margins.is_empty() {
            self.margins = margins.to_vec();
        }
        self
    }

    /// Replaces the stopping rule.
    pub fn stopped_by(mut self, stopping: Stopping) -> Self {
        self.stopping = stopping;
        self
    }

    /// Names further primary outcomes, by key. The comparison does not end before their verdicts
    /// are settled too.
    pub fn decided_by(mut self, also: &[String]) -> Self {
        self.also = also.iter().filter_map(|key| outcome_index(key)).collect();
        self
    }

    /// Adds the next replicate.
    pub fn add(&mut self, replicate: &Replicate) {
        let measures = self.shape.measures.max(1);
        for (at, arm) in replicate.arms.iter().enumerate() {
            self.add_outcomes(at, &arm.outcomes);
            for (week, row) in arm.series.chunks_exact(measures).enumerate() {
                self.add_week(at, week, row.iter().map(|value| f64::from(*value)));
            }
        }
        let quarters: Vec<&[f64]> = replicate.arms.iter().map(|arm| &arm.primary_by_quarter[..]).collect();
        self.add_quarters(self.replicates, &quarters);
        self.replicates += 1;
    }

    /// Adds the outcomes of one strategy in the next replicate.
    pub fn add_outcomes(&mut self, arm: usize, outcomes: &[f64]) {
        for (outcome, value) in outcomes.iter().enumerate() {
            self.columns[arm * self.shape.outcomes + outcome].push(*value);
        }
    }

    /// Adds the quarters of all strategies in the next replicate.
    pub fn add_quarters(&mut self, replicate: u32, arms: &[&[f64]]) {
        let draw = replicate.checked_rem(self.draws).map(|draw| draw as usize);
        let base = arms[self.baseline];
        for (at, arm) in arms.iter().enumerate() {
            for (quarter, (value, base)) in arm.iter().zip(base).enumerate() {
                let cell = at * self.shape.quarters + quarter;
                if value.is_finite() {
                    self.primary[cell].add(*value);
                }
                if value.is_finite() && base.is_finite() {
                    self.differences[cell].add(value - base);
                    if let Some(draw) = draw {
                        let (sum, count) = &mut self.by_draw[cell * self.draws as usize + draw];
                        *sum += value - base;
                        *count += 1;
                    }
                }
            }
        }
    }

    /// Adds one week of one strategy in the next replicate.
    pub fn add_week(&mut self, arm: usize, week: usize, row: impl Iterator<Item = f64>) {
        let quarters = self.shape.weeks.div_ceil(13);
        let first = (arm * quarters + week / 13) * self.shape.measures;
        for (sum, value) in self.measures[first..first + self.shape.measures].iter_mut().zip(row) {
            *sum += value;
        }
    }

    /// Shape of each replicate's results.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Values of an outcome under a strategy, by replicate.
    pub fn outcome(&self, arm: usize, outcome: usize) -> &[f64] {
        &self.columns[arm * self.shape.outcomes + outcome]
    }

    /// The primary outcome of a strategy, by quarter.
    pub fn primary(&self, arm: usize) -> &[Moments] {
        &self.primary[arm * self.shape.quarters..][..self.shape.quarters]
    }

    /// Paired differences of the primary outcome to the baseline, by quarter.
    pub fn differences(&self, arm: usize) -> &[Moments] {
        &self.differences[arm * self.shape.quarters..][..self.shape.quarters]
    }

    /// Mean paired difference of the last quarter and its standard error; `None` if there is no
    /// quarter or no value in it.
    pub fn last_difference(&self, arm: usize) -> Option<(f64, f64)> {
        let last = self.shape.quarters.checked_sub(1)?;
        let moments = self.differences(arm)[last];
        (moments.count > 0).then(|| (moments.mean, self.difference_error(arm, last)))
    }

    /// Standard error of the mean of [`Self::differences`] in a quarter, over parameter samples if
    /// there are any, otherwise over replicates.
    fn difference_error(&self, arm: usize, quarter: usize) -> f64 {
        let moments = self.differences(arm)[quarter];
        if self.draws == 0 {
            return moments.standard_error();
        }
        let cell = arm * self.shape.quarters + quarter;
        let draws = &self.by_draw[cell * self.draws as usize..][..self.draws as usize];
        let seen = draws.iter().filter(|(_, count)| *count > 0);
        let lean = |(sum, count): &(f64, u32)| sum - f64::from(*count) * moments.mean;
        let (units, squares) =
            seen.fold((0.0, 0.0), |(units, squares), draw| (units + 1.0, squares + lean(draw) * lean(draw)));
        if units < 2.0 {
            return f64::NAN;
        }
        libm::sqrt(units / (units - 1.0) * squares) / f64::from(moments.count)
    }

    /// Smallest effect of interest of an outcome, at the baseline's level.
    pub fn yardstick(&self, outcome: usize) -> Yardstick {
        Yardstick::of(self.margins[outcome], self.outcome(self.baseline, outcome))
    }

    /// The unit on which standard errors rest.
    pub fn unit(&self) -> ErrorUnit {
        match self.stopping {
            Stopping::All => ErrorUnit::of(self.draws),
            Stopping::Settled => ErrorUnit::Looked(Sequence::of(self.arms.len().saturating_sub(1))),
        }
    }

    /// Mean of a weekly measure by quarter; empty if no series was kept.
    pub fn measure(&self, arm: usize, measure: usize) -> Vec<f64> {
        let quarters = self.shape.weeks.div_ceil(13);
        let mean = |quarter: usize| {
            let weeks = (self.shape.weeks - quarter * 13).min(13);
            let sum = self.measures[(arm * quarters + quarter) * self.shape.measures + measure];
            sum / (weeks as f64 * f64::from(self.replicates.max(1)))
        };
        (0..quarters).map(mean).collect()
    }

    /// Index of a strategy by name.
    pub fn arm(&self, name: &str) -> Option<usize> {
        self.arms.iter().position(|arm| arm == name)
    }

    /// Digest of the bits of all outcomes, ordered by strategy, replicate and outcome.
    pub fn digest(&self) -> String {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for arm in 0..self.shape.arms {
            for replicate in 0..self.replicates as usize {
                for outcome in 0..self.shape.outcomes {
                    hash.update(self.outcome(arm, outcome)[replicate].to_bits().to_le_bytes());
                }
            }
        }
        balcony_numeric::hex(&hash.finalize())
    }
}
