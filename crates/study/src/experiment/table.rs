//! What is kept in memory of all replicates: each strategy's outcomes, and sums of what moves over
//! time.
//!
//! Replicates come in the order of their numbers, so every sum is the same whatever the threads
//! did.

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Margin;

use super::stats::{Moments, Sequence, Unit, Yardstick};
use super::{Replicate, Shape, Stopping};

/// Outcomes of every strategy and replicate, with means by quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Names of the strategies, sorted.
    pub arms: Vec<String>,
    /// The strategy the others are compared with.
    pub baseline: usize,
    /// Replicates it holds.
    pub replicates: u32,
    /// Draws of what is not known, to which replicates are dealt in turn; 0 where nothing is drawn.
    pub draws: u32,
    /// What matters of each outcome, in the registry's order: the registry's own unless a scenario
    /// says otherwise.
    pub margins: Vec<Margin>,
    /// When the comparison ends: what intervals have to hold through.
    pub stopping: Stopping,
    shape: Shape,
    columns: Vec<Vec<f64>>,
    primary: Vec<Moments>,
    differences: Vec<Moments>,
    /// Sum and count of the differences of a quarter, draw by draw.
    by_draw: Vec<(f64, u32)>,
    measures: Vec<f64>,
}

impl Table {
    /// A table of no replicates, with room for those to come.
    pub fn new(arms: &[String], baseline: usize, replicates: u32, draws: u32, shape: Shape) -> Self {
        Self {
            arms: arms.to_vec(),
            baseline,
            replicates: 0,
            draws,
            margins: OUTCOMES.iter().map(|outcome| outcome.margin).collect(),
            stopping: Stopping::All,
            shape,
            columns: vec![Vec::with_capacity(replicates as usize); shape.arms * shape.outcomes],
            primary: vec![Moments::default(); shape.arms * shape.quarters],
            differences: vec![Moments::default(); shape.arms * shape.quarters],
            by_draw: vec![(0.0, 0); shape.arms * shape.quarters * draws as usize],
            measures: vec![0.0; shape.arms * shape.weeks.div_ceil(13) * shape.measures],
        }
    }

    /// The same table, measured by other margins; of none, by the registry's.
    pub fn measured_by(mut self, margins: &[Margin]) -> Self {
        if !margins.is_empty() {
            self.margins = margins.to_vec();
        }
        self
    }

    /// The same table of a comparison that ends by a rule.
    pub fn stopped_by(mut self, stopping: Stopping) -> Self {
        self.stopping = stopping;
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

    /// Adds the outcomes of the next replicate of one strategy.
    pub fn add_outcomes(&mut self, arm: usize, outcomes: &[f64]) {
        for (outcome, value) in outcomes.iter().enumerate() {
            self.columns[arm * self.shape.outcomes + outcome].push(*value);
        }
    }

    /// Adds the quarters of the next replicate, all strategies.
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

    /// Adds a week of the next replicate of one strategy.
    pub fn add_week(&mut self, arm: usize, week: usize, row: impl Iterator<Item = f64>) {
        let quarters = self.shape.weeks.div_ceil(13);
        let first = (arm * quarters + week / 13) * self.shape.measures;
        for (sum, value) in self.measures[first..first + self.shape.measures].iter_mut().zip(row) {
            *sum += value;
        }
    }

    /// What each replicate brings.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The figures of one outcome under one strategy, a replicate after the other.
    pub fn outcome(&self, arm: usize, outcome: usize) -> &[f64] {
        &self.columns[arm * self.shape.outcomes + outcome]
    }

    /// The primary outcome of a strategy, by quarter.
    pub fn primary(&self, arm: usize) -> &[Moments] {
        &self.primary[arm * self.shape.quarters..][..self.shape.quarters]
    }

    /// The paired difference of the primary outcome to the baseline, by quarter.
    pub fn differences(&self, arm: usize) -> &[Moments] {
        &self.differences[arm * self.shape.quarters..][..self.shape.quarters]
    }

    /// The mean paired difference of the last quarter and its standard error; none where there is
    /// no quarter or no figure in it.
    pub fn last_difference(&self, arm: usize) -> Option<(f64, f64)> {
        let last = self.shape.quarters.checked_sub(1)?;
        let moments = self.differences(arm)[last];
        (moments.count > 0).then(|| (moments.mean, self.difference_error(arm, last)))
    }

    /// The standard error of the mean of [`Self::differences`] in a quarter, over replicates or,
    /// where there are any, draws.
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

    /// What differences of an outcome to the baseline are measured by.
    pub fn yardstick(&self, outcome: usize) -> Yardstick {
        Yardstick::of(self.margins[outcome], self.outcome(self.baseline, outcome))
    }

    /// What the standard error of a mean over replicates rests on.
    pub fn unit(&self) -> Unit {
        match self.stopping {
            Stopping::All => Unit::of(self.draws),
            Stopping::Settled => Unit::Looked(Sequence::of(self.arms.len().saturating_sub(1))),
        }
    }

    /// The mean of a weekly measure by quarter; empty when no series was wanted.
    pub fn measure(&self, arm: usize, measure: usize) -> Vec<f64> {
        let quarters = self.shape.weeks.div_ceil(13);
        let mean = |quarter: usize| {
            let weeks = (self.shape.weeks - quarter * 13).min(13);
            let sum = self.measures[(arm * quarters + quarter) * self.shape.measures + measure];
            sum / (weeks as f64 * f64::from(self.replicates.max(1)))
        };
        (0..quarters).map(mean).collect()
    }

    /// The position of a strategy by name.
    pub fn arm(&self, name: &str) -> Option<usize> {
        self.arms.iter().position(|arm| arm == name)
    }

    /// A digest of every outcome's bits: strategies by name, then replicates, then outcomes.
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
        crate::hex(&hash.finalize())
    }
}
