//! Statistics of the replicates of each point, for experiments whose points end when their
//! intervals are narrow.
//!
//! An interval is that of a confidence sequence ([`Sequence`]). Its standard error is not trusted
//! in two cases:
//!
//! - Differences that are all equal say nothing about their spread: two strategies that did not
//!   diverge in 16 replicates may diverge in the 80th. Such a point runs to its largest number.
//! - If half of the differences or more have one value, three pairs are added that differ as two
//!   strategies without common random numbers would (the rule of three), as in a comparison.
//!
//! Runs in which the outcome is undefined are not counted.

use balcony_engine::measure::OUTCOMES;

use super::order::Share;
use super::{Experiment, Replicates};
use crate::experiment::stats::{Moments, Sequence};
use crate::results::rows::TaskResult;
use balcony_doe::sensitivity::rounding::apart;

/// Among as many pairs as were seen, at most this many of an unseen kind are to be expected (the
/// rule of three).
const UNSEEN: f64 = 3.0;
/// Number of distinct values that are counted exactly.
const COUNTED: usize = 3;

/// Statistics of every point so far; empty unless points end by their intervals.
#[derive(Debug, Clone)]
pub struct Tally {
    share: Share,
    baseline: usize,
    arms: usize,
    outcome: Option<usize>,
    cells: Vec<Cell>,
}

/// Statistics of one strategy at one point.
#[derive(Debug, Clone, Default)]
struct Cell {
    /// Differences to the baseline; with a single strategy the values themselves.
    looked_at: Moments,
    /// Values of the strategy and of the baseline over the same replicates.
    levels: [Moments; 2],
    often: Often,
}

/// Bounds the share of the most frequent value. It is exact for up to [`COUNTED`] distinct values
/// and an upper bound beyond (Misra & Gries 1982, Science of Computer Programming 2).
#[derive(Debug, Clone, Default)]
struct Often {
    counts: [(u64, u32); COUNTED],
    /// Upper bound of the occurrences that each count may be missing.
    missing: u32,
}

impl Tally {
    /// An empty tally.
    pub fn new(experiment: &Experiment, share: Share) -> Self {
        let outcome = match experiment.replicates {
            Replicates::Count(_) => None,
            Replicates::Until { outcome, .. } => Some(outcome.min(OUTCOMES.len() - 1)),
        };
        let arms = experiment.strategies.len();
        let cells = if outcome.is_some() { share.points(experiment.points()) as usize * arms } else { 0 };
        Self { share, baseline: experiment.baseline, arms, outcome, cells: vec![Cell::default(); cells] }
    }

    /// Adds a task; a failed one is ignored.
    pub fn add(&mut self, lived: &TaskResult) {
        let (Some(outcome), Ok(arms)) = (self.outcome, &lived.outcomes) else { return };
        let place = (lived.task.point / self.share.of) as usize;
        for (arm, values) in arms.iter().enumerate() {
            let (value, base) = (values[outcome], arms[self.baseline][outcome]);
            self.cells[place * self.arms + arm].add(value, (self.arms > 1).then_some(base));
        }
    }

    /// Half-width of the widest confidence sequence at a point; `None` if it is not known yet.
    pub(super) fn half_width(&self, place: usize) -> Option<f64> {
        let cells = &self.cells[place * self.arms..][..self.arms];
        let compared = cells.iter().enumerate().filter(|(arm, _)| self.arms == 1 || *arm != self.baseline);
        compared
            .map(|(_, cell)| cell.half_width(Sequence::of(self.arms - 1)))
            .try_fold(0.0, |widest: f64, half| Some(widest.max(half?)))
    }
}

impl Cell {
    /// Adds a value, and the baseline's value if there is more than one strategy.
    fn add(&mut self, value: f64, base: Option<f64>) {
        let looked_at = base.map_or(value, |base| apart(value, base));
        if !looked_at.is_finite() {
            return;
        }
        self.looked_at.add(looked_at);
        self.often.add(looked_at);
        if let Some(base) = base {
            self.levels[0].add(value);
            self.levels[1].add(base);
        }
    }

    fn half_width(&self, sequence: Sequence) -> Option<f64> {
        let n = f64::from(self.looked_at.count);
        let error = self.looked_at.standard_error();
        // Nothing has varied yet, which does not make it certain.
        if !(error > 0.0 && error.is_finite()) {
            return None;
        }
        let variance = |moments: &Moments| moments.standard_error() * moments.standard_error() * n;
        let more = if self.levels[0].count > 1 && self.often.is_mostly_one(self.looked_at.count) {
            UNSEEN * (variance(&self.levels[0]) + variance(&self.levels[1])) / n
        } else {
            0.0
        };
        let half = libm::sqrt(error * error + more / n) * sequence.factor(self.looked_at.count as usize);
        half.is_finite().then_some(half)
    }
}

impl Often {
    fn add(&mut self, value: f64) {
        let bits = (value + 0.0).to_bits();
        let counted = self.counts.iter().position(|(known, count)| *count > 0 && *known == bits);
        match counted.or_else(|| self.counts.iter().position(|(_, count)| *count == 0)) {
            Some(at) => self.counts[at] = (bits, self.counts[at].1 + 1),
            None => {
                self.counts.iter_mut().for_each(|(_, count)| *count -= 1);
                self.missing += 1;
            }
        }
    }

    /// Whether one value may make up half or more of `of` values.
    fn is_mostly_one(&self, of: u32) -> bool {
        let most = self.counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        2 * (most + self.missing) >= of
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::stats::sd;
    use crate::experiment::stats::sequence::mostly_one_value;

    fn cell(pairs: impl IntoIterator<Item = (f64, f64)>) -> Cell {
        let mut cell = Cell::default();
        pairs.into_iter().for_each(|(value, base)| cell.add(value, Some(base)));
        cell
    }

    // fault: 16 differences of 0 ended a point at an interval of 0 +- 0
    #[test]
    fn no_variance_is_no_narrow_interval() {
        let sequence = Sequence::of(1);
        let same = cell((0..400).map(|at| (f64::from(at % 7), f64::from(at % 7))));
        assert_eq!(same.half_width(sequence), None);
        // Differences in the last bits of equal values are no variance either.
        let bits = cell((0..400).map(|at| (0.1 + 0.2 + f64::from(at % 7), 0.3 + f64::from(at % 7))));
        assert_eq!(bits.half_width(sequence), None);
        let one = |value: f64| {
            let mut cell = Cell::default();
            (0..50).for_each(|_| cell.add(value, None));
            cell.half_width(sequence)
        };
        assert_eq!(one(0.4), None);
        assert_eq!(Cell::default().half_width(sequence), None);
        assert_eq!(cell([(1.0, 0.0)]).half_width(sequence), None);
    }

    #[test]
    fn differences_that_are_mostly_one_value_are_those_of_strategies_without_common_luck() {
        let pairs: Vec<(f64, f64)> =
            (0..20).map(|at| (f64::from(at % 5) + f64::from(u8::from(at == 3)), f64::from(at % 5))).collect();
        let found = cell(pairs.iter().copied()).half_width(Sequence::of(1)).expect("they vary");
        let of = |list: Vec<f64>| sd(&list) * sd(&list);
        let (a, b) = pairs.iter().copied().unzip();
        let apart = of(pairs.iter().map(|(a, b)| a - b).collect());
        let error = libm::sqrt((apart + 3.0 * (of(a) + of(b)) / 20.0) / 20.0);
        assert!((found / (error * Sequence::of(1).factor(20)) - 1.0).abs() < 1e-12);
        // Nothing is added if the differences vary.
        let pairs: Vec<(f64, f64)> = (0..20).map(|at| (f64::from(at * at), f64::from(at % 5))).collect();
        let found = cell(pairs.iter().copied()).half_width(Sequence::of(1)).expect("they vary");
        let apart = of(pairs.iter().map(|(a, b)| a - b).collect());
        assert!((found / (libm::sqrt(apart / 20.0) * Sequence::of(1).factor(20)) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn runs_without_a_value_count_for_nothing() {
        let pairs: Vec<(f64, f64)> = (0..30).map(|at| (f64::from(at * at % 17), f64::from(at % 5))).collect();
        let gaps = [(f64::NAN, 1.0), (1.0, f64::NAN), (f64::NAN, f64::NAN)];
        let with = cell(pairs.iter().chain(&gaps).copied());
        assert_eq!(with.half_width(Sequence::of(1)), cell(pairs).half_width(Sequence::of(1)));
        assert_eq!(cell(gaps).half_width(Sequence::of(1)), None);
    }

    #[test]
    fn a_value_that_fills_half_of_a_list_is_found() {
        for list in [
            &[0.0, 0.0, 1.0, 2.0][..],
            &[1.0, 2.0, 3.0, 3.0],
            &[1.0, 2.0, 2.0, 3.0],
            &[0.0, -0.0, 1.0],
            &[1.0, 2.0, 3.0, 3.0, 2.0, 1.0, 1.0],
            &[2.0],
        ] {
            let mut often = Often::default();
            list.iter().for_each(|value| often.add(*value));
            assert_eq!(often.is_mostly_one(list.len() as u32), mostly_one_value(list), "{list:?}");
        }
        // A list of distinct values has no dominant value; a list in which one value fills half
        // always has one.
        let mut often = Often::default();
        (0..100).for_each(|at| often.add(f64::from(at)));
        assert!(!often.is_mostly_one(100));
        for shift in 0..2 {
            let mut often = Often::default();
            (0..100).for_each(|at| often.add(if at % 2 == shift { 7.5 } else { f64::from(at) }));
            assert!(often.is_mostly_one(100));
        }
    }
}
