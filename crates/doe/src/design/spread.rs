//! How a factor turns a coordinate u of the unit cube to its value: the quantile at u of a
//! distribution.

use super::normal::{normal_cumulative, normal_quantile};

/// A distribution of one factor. Units are the factor's own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Equally likely everywhere from low to high.
    Uniform {
        /// The least value.
        low: f64,
        /// The greatest value.
        high: f64,
    },
    /// The logarithm is uniform: every doubling is as likely as any other.
    LogUniform {
        /// The least value, above 0.
        low: f64,
        /// The greatest value.
        high: f64,
    },
    /// A normal, cut off below and above (infinite where it is not), its shape kept in between.
    Normal {
        /// Mean of the normal before it is cut.
        mean: f64,
        /// Its standard deviation, above 0.
        sd: f64,
        /// The least value.
        low: f64,
        /// The greatest value.
        high: f64,
    },
    /// A density that rises straight from low to the mode and falls straight to high.
    Triangular {
        /// The least value.
        low: f64,
        /// The likeliest value.
        mode: f64,
        /// The greatest value.
        high: f64,
    },
    /// One of so many equally likely choices; the value is its index, from 0.
    Choice(usize),
}

/// Why a [`Spread`] is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSpread {
    /// A bound is not a finite number.
    #[error("a bound is not a number")]
    NotFinite,
    /// Bounds are out of order or leave no room.
    #[error("the lower bound is not below the upper one, or the mode is outside them")]
    Order,
    /// Something that must be above 0 is not.
    #[error("a number that must be above 0 is not")]
    NotPositive,
    /// The bounds cut off (almost) all of the normal.
    #[error("nothing of the normal lies between the bounds")]
    Nothing,
}

impl Spread {
    /// Whether it is a distribution at all.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), NoSpread> {
        let ordered = |low: f64, high: f64| if low < high { Ok(()) } else { Err(NoSpread::Order) };
        let finite = |numbers: &[f64]| {
            if numbers.iter().all(|number| number.is_finite()) { Ok(()) } else { Err(NoSpread::NotFinite) }
        };
        let positive = |number: f64| if number > 0.0 { Ok(()) } else { Err(NoSpread::NotPositive) };
        match *self {
            Self::Uniform { low, high } => finite(&[low, high]).and_then(|()| ordered(low, high)),
            Self::LogUniform { low, high } => {
                finite(&[low, high]).and_then(|()| positive(low)).and_then(|()| ordered(low, high))
            }
            Self::Normal { mean, sd, low, high } => {
                finite(&[mean, sd])?;
                positive(sd)?;
                ordered(low, high)?;
                let (from, to, _) = ends(mean, sd, low, high);
                if to > from { Ok(()) } else { Err(NoSpread::Nothing) }
            }
            Self::Triangular { low, mode, high } => {
                finite(&[low, mode, high])?;
                ordered(low, high)?;
                if (low..=high).contains(&mode) { Ok(()) } else { Err(NoSpread::Order) }
            }
            Self::Choice(choices) => positive(choices as f64),
        }
    }

    /// The value at `u`, at least 0 and at most 1; never outside the bounds. What it is for a
    /// spread that fails [`Spread::check`] is not said.
    pub fn value(&self, u: f64) -> f64 {
        match *self {
            Self::Uniform { low, high } => (low + u * (high - low)).min(high),
            Self::LogUniform { low, high } => {
                let (from, to) = (libm::log(low), libm::log(high));
                libm::exp(from + u * (to - from)).clamp(low, high)
            }
            Self::Normal { mean, sd, low, high } => {
                // In the upper tail shares are so near 1 that digits would be lost: there the
                // mirror image is taken.
                let (from, to, mirrored) = ends(mean, sd, low, high);
                let z = if mirrored {
                    -normal_quantile(to - u * (to - from))
                } else {
                    normal_quantile(from + u * (to - from))
                };
                (mean + sd * z).max(low).min(high)
            }
            Self::Triangular { low, mode, high } => {
                let (below, above, width) = (mode - low, high - mode, high - low);
                let value = if u * width < below {
                    low + libm::sqrt(u * width * below)
                } else {
                    high - libm::sqrt((1.0 - u) * width * above)
                };
                value.max(low).min(high)
            }
            Self::Choice(choices) => libm::floor(u * choices as f64).min(choices.saturating_sub(1) as f64),
        }
    }
}

/// Shares of the normal below either bound; of its mirror image, and true, where both bounds lie
/// above the mean.
fn ends(mean: f64, sd: f64, low: f64, high: f64) -> (f64, f64, bool) {
    let (from, to) = ((low - mean) / sd, (high - mean) / sd);
    if from > 0.0 {
        (normal_cumulative(-to), normal_cumulative(-from), true)
    } else {
        (normal_cumulative(from), normal_cumulative(to), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12 * (1.0 + expected.abs()), "{found} for {expected}");
    }

    #[test]
    fn quantiles_by_hand() {
        near(Spread::Uniform { low: 2.0, high: 6.0 }.value(0.25), 3.0);
        near(Spread::LogUniform { low: 0.1, high: 10.0 }.value(0.5), 1.0);
        // P(X <= x) = (x - low)^2 / (width (mode - low)) below the mode.
        let triangle = Spread::Triangular { low: 0.0, mode: 1.0, high: 4.0 };
        near(triangle.value(0.25), 1.0);
        near(triangle.value(0.0625), 0.5);
        near(triangle.value(1.0 - 1.0 / 12.0), 3.0);
        near(Spread::Triangular { low: 0.0, mode: 0.0, high: 1.0 }.value(0.75), 0.5);
        near(Spread::Triangular { low: 0.0, mode: 1.0, high: 1.0 }.value(0.25), 0.5);
        let choice = Spread::Choice(3);
        assert_eq!([0.0, 0.333, 0.334, 0.999, 1.0].map(|u| choice.value(u)), [0.0, 0.0, 1.0, 2.0, 2.0]);
    }

    #[test]
    fn a_normal_is_cut_and_keeps_its_shape() {
        let whole = Spread::Normal { mean: 3.0, sd: 2.0, low: f64::NEG_INFINITY, high: f64::INFINITY };
        near(whole.value(0.975), 3.0 + 2.0 * 1.959_963_984_540_054);
        // scipy.stats.truncnorm(-1, 2).ppf([0, .3, 1]) and truncnorm(9, inf).ppf(.5), scipy 1.17.1.
        let cut = Spread::Normal { mean: 0.0, sd: 1.0, low: -1.0, high: 2.0 };
        near(cut.value(0.0), -1.0);
        near(cut.value(0.3), -0.242_403_817_889_227);
        near(cut.value(1.0), 2.0);
        let far = Spread::Normal { mean: 0.0, sd: 1.0, low: 9.0, high: f64::INFINITY };
        near(far.value(0.5), 9.075_787_065_491_834);
        near(far.value(0.0), 9.0);
    }

    #[test]
    fn values_never_leave_the_bounds_and_never_fall() {
        let spreads = [
            Spread::Uniform { low: 0.1, high: 0.7 },
            Spread::LogUniform { low: 0.1, high: 0.7 },
            Spread::Normal { mean: 0.6, sd: 0.2, low: 0.1, high: 0.7 },
            Spread::Triangular { low: 0.1, mode: 0.2, high: 0.7 },
        ];
        for spread in spreads {
            spread.check().expect("a spread");
            let values: Vec<f64> = (0..=1000).map(|at| spread.value(f64::from(at) / 1000.0)).collect();
            assert!(values.iter().all(|value| (0.1..=0.7).contains(value)), "{spread:?}");
            assert!(values.windows(2).all(|pair| pair[0] <= pair[1]), "{spread:?}");
        }
    }

    #[test]
    fn what_is_no_spread_is_named() {
        let (nan, inf) = (f64::NAN, f64::INFINITY);
        assert_eq!(Spread::Uniform { low: 1.0, high: 1.0 }.check(), Err(NoSpread::Order));
        assert_eq!(Spread::Uniform { low: nan, high: 1.0 }.check(), Err(NoSpread::NotFinite));
        assert_eq!(Spread::LogUniform { low: 0.0, high: 1.0 }.check(), Err(NoSpread::NotPositive));
        assert_eq!(Spread::Triangular { low: 0.0, mode: 2.0, high: 1.0 }.check(), Err(NoSpread::Order));
        assert_eq!(Spread::Choice(0).check(), Err(NoSpread::NotPositive));
        let beyond = Spread::Normal { mean: 0.0, sd: 1.0, low: 50.0, high: inf };
        assert_eq!(beyond.check(), Err(NoSpread::Nothing));
        assert_eq!(Spread::Normal { mean: 0.0, sd: 1.0, low: nan, high: inf }.check(), Err(NoSpread::Order));
    }
}
