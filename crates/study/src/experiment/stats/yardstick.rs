//! The smallest effect of interest of an outcome, at the level of the baseline.
//!
//! The margin of an outcome is max(share x |mean under the baseline|, floor), so that it means the
//! same in a small and in a large authority. The level is the baseline's mean over all replicates.
//! Its standard error is ignored: wherever a verdict is possible, it is at most a few hundredths of
//! the margin.

use super::mean;
use balcony_engine::registry::Margin;

/// A margin together with the level of the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Yardstick {
    /// The margin: share and floor.
    pub margin: Margin,
    /// Mean of the baseline.
    pub level: f64,
}

impl Yardstick {
    /// The yardstick for the values of a baseline.
    pub fn of(margin: Margin, base: &[f64]) -> Self {
        Self { margin, level: mean(base) }
    }

    /// Smallest effect of interest, in the outcome's unit.
    pub fn size(&self) -> f64 {
        self.margin.at(self.level)
    }

    /// Whether the share determines the size, not the floor.
    pub fn by_share(&self) -> bool {
        self.margin.share * self.level.abs() > self.margin.floor
    }

    /// A difference as a multiple of the smallest effect of interest.
    pub fn steps(&self, difference: f64) -> f64 {
        difference / self.size()
    }

    /// A difference as a share of the baseline's level; `None` if the level is 0 or undefined.
    pub fn share_of_level(&self, difference: f64) -> Option<f64> {
        let share = difference / self.level.abs();
        share.is_finite().then_some(share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_where_the_place_is_large_and_the_floor_where_it_is_small() {
        let margin = Margin { share: 0.05, floor: 0.01 };
        let large = Yardstick::of(margin, &[2.0, 4.0]);
        assert_eq!((large.level, large.by_share()), (3.0, true));
        assert!((large.size() - 0.15).abs() < 1e-15);
        assert!((large.steps(-0.3) + 2.0).abs() < 1e-12);
        assert!((large.share_of_level(-0.3).expect("a level") + 0.1).abs() < 1e-12);
        let small = Yardstick::of(margin, &[0.1]);
        assert_eq!((small.size(), small.by_share()), (0.01, false));
        let none = Yardstick::of(margin, &[0.0]);
        assert_eq!((none.size(), none.share_of_level(1.0)), (0.01, None));
        assert_eq!(Yardstick::of(margin, &[]).size(), 0.01);
    }
}
