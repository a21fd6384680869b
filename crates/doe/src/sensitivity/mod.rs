//! Attributes the spread of an outcome to its sources: sensitivity indices, seed noise, and trees
//! that separate classes. Plain arithmetic over `libm`, summed in the order given. No factor or
//! outcome is known here by name.
//!
//! Values that are not finite mean failed runs. They are left out and counted, together with all
//! values that are of use only in combination with them.

mod bootstrap;
pub mod delta;
pub mod known;
pub mod morris;
pub mod noise;
pub mod rounding;
pub mod sobol;
pub mod tree;

/// An interval, ends included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether a value lies in the interval, ends included.
    pub fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// An estimate with bootstrap intervals, in the estimate's own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// Estimate from all complete data.
    pub value: f64,
    /// Half the width of a symmetric interval: z times the standard deviation of the resampled
    /// values, as SALib's `_conf`.
    pub half: f64,
    /// Percentile interval of the resampled values.
    pub percentile: Interval,
    /// The same, corrected for bias and for an error that grows with the value (BCa: Efron 1987,
    /// Journal of the American Statistical Association 82).
    pub bca: Interval,
}

impl Index {
    /// SALib's symmetric interval, value ± half.
    pub fn symmetric(&self) -> Interval {
        Interval { low: self.value - self.half, high: self.value + self.half }
    }
}

/// There are too few complete data for an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{found} complete rows, trajectories or points: at least {needed} are needed")]
pub struct TooFew {
    /// Number of complete rows, trajectories or points.
    pub found: usize,
    /// Number that is needed.
    pub needed: usize,
}

/// All values are equal, so there is no variance to attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the values do not vary, so there is no variance to divide")]
pub struct Flat;
