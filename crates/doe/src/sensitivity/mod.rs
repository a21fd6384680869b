//! What the spread of an outcome is due to: indices of sensitivity, seed noise, and what separates
//! classes. Plain arithmetic over `libm`, summed in the order given. Nothing here knows a factor or
//! an outcome by name.
//!
//! Values that are not finite stand for runs that failed: they are left out with everything that is
//! of use only together with them, and counted.

mod bootstrap;
pub mod delta;
pub mod known;
pub mod morris;
pub mod noise;
pub mod rounding;
pub mod sobol;
pub mod tree;

/// Two ends of what a figure may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether a value lies in it, ends included.
    pub fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A figure and what resampling says of its error, in the figure's own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// The estimate from all complete data.
    pub value: f64,
    /// Half the width of a symmetric interval, z times the standard deviation of the resampled
    /// values: SALib's `_conf`.
    pub half: f64,
    /// From quantile to quantile of the resampled values.
    pub percentile: Interval,
    /// The same, corrected for bias and for an error that grows with the value (BCa: Efron 1987,
    /// Journal of the American Statistical Association 82).
    pub bca: Interval,
}

impl Index {
    /// SALib's symmetric interval, value -+ half.
    pub fn symmetric(&self) -> Interval {
        Interval { low: self.value - self.half, high: self.value + self.half }
    }
}

/// Too few complete data to say anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{found} complete rows, trajectories or points: at least {needed} are needed")]
pub struct TooFew {
    /// Complete rows, trajectories or points.
    pub found: usize,
    /// How many it takes.
    pub needed: usize,
}

/// All values are the same: nothing varies, so nothing can be due to anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the values do not vary, so there is no variance to divide")]
pub struct Flat;
