//! Compares a published number with a simulated one.
//!
//! Both have an interval. They agree if their difference is at most 1.96 times the root of the sum
//! of their variances; a 95 % interval is 3.92 standard errors wide. Ratios are compared as
//! logarithms. A study that found no effect gives its interval, or, if that is not available, a
//! band that is marked as an assumption; they agree if the simulated interval overlaps the band. An
//! upper bound is met if the simulated effect does not exceed it. If the simulated interval is more
//! than twice as wide as the published one, there is no verdict.

use super::estimate::Estimate;

/// A published result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Published {
    /// An effect with its interval.
    Effect {
        /// The effect.
        value: f64,
        /// Lower end of the interval.
        low: f64,
        /// Upper end of the interval.
        high: f64,
        /// Source of the interval.
        how: &'static str,
    },
    /// No effect was shown. Every value in the band counts as no effect.
    None {
        /// Lower end of the band.
        low: f64,
        /// Upper end of the band.
        high: f64,
        /// Source of the band.
        how: &'static str,
    },
    /// An upper bound, because the published result also has other causes. The effect lies between
    /// no effect and the bound.
    Bound {
        /// The bound.
        value: f64,
        /// Why it is a bound.
        how: &'static str,
    },
    /// Only the direction of the effect.
    Way {
        /// Whether the effect is positive.
        up: bool,
        /// The study's own words.
        how: &'static str,
    },
}

/// Verdict on a published and a simulated number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They agree within their intervals.
    Agrees,
    /// The simulated effect does not exceed the bound.
    Below,
    /// The simulated effect has the right sign but is too small.
    TooSmall,
    /// The simulated effect has the right sign but is too large, or is present where none was
    /// found.
    TooLarge,
    /// The simulated effect has the wrong sign.
    WrongWay,
    /// The simulation is too small to tell.
    Open,
    /// The simulation had nobody to measure it on.
    Undefined,
}

impl Verdict {
    /// The verdict in a word or two.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Below => "within the bound",
            Self::TooSmall => "too small",
            Self::TooLarge => "too large",
            Self::WrongWay => "the wrong way",
            Self::Open => "cannot tell yet",
            Self::Undefined => "not defined",
        }
    }

    /// Whether the comparison contradicts the model.
    pub fn misses(self) -> bool {
        matches!(self, Self::TooSmall | Self::TooLarge | Self::WrongWay)
    }
}

/// Half-width of a 95 % interval in standard errors.
const HALF: f64 = 1.96;

/// Compares a published result with a simulated estimate.
pub fn verdict(published: &Published, simulated: &Estimate, ratio: bool) -> Verdict {
    let scale = |x: f64| if ratio { libm::log(x) } else { x };
    let [value, low, high] = [simulated.value, simulated.low, simulated.high].map(scale);
    if !value.is_finite() {
        return Verdict::Undefined;
    }
    if !(low.is_finite() && high.is_finite()) {
        return Verdict::Open;
    }
    let clear = low > 0.0 || high < 0.0;
    match *published {
        Published::Effect { value: found, low: from, high: to, .. } => {
            let [found, from, to] = [found, from, to].map(scale);
            let errors = ((high - low) / (2.0 * HALF), (to - from) / (2.0 * HALF));
            let both = libm::sqrt(errors.0 * errors.0 + errors.1 * errors.1);
            if (value - found).abs() <= HALF * both {
                let wide = high - low > 2.0 * (to - from).max(0.5 * found.abs());
                return if wide { Verdict::Open } else { Verdict::Agrees };
            }
            if clear && value * found < 0.0 {
                Verdict::WrongWay
            } else if value * found <= 0.0 || value.abs() < found.abs() {
                Verdict::TooSmall
            } else {
                Verdict::TooLarge
            }
        }
        Published::None { low: from, high: to, .. } => {
            let [from, to] = [from, to].map(scale);
            if low > to || high < from {
                Verdict::TooLarge
            } else if high - low > 2.0 * (to - from) {
                Verdict::Open
            } else {
                Verdict::Agrees
            }
        }
        Published::Bound { value: bound, .. } => {
            let bound = scale(bound);
            let (near, far) = if bound < 0.0 { (high, low) } else { (low, high) };
            if clear && value * bound < 0.0 {
                Verdict::WrongWay
            } else if near.abs() > bound.abs() && near * bound > 0.0 {
                Verdict::TooLarge
            } else if far.abs() > 2.0 * bound.abs() {
                Verdict::Open
            } else {
                Verdict::Below
            }
        }
        Published::Way { up, .. } => match (clear, (value > 0.0) == up) {
            (false, _) => Verdict::TooSmall,
            (true, true) => Verdict::Agrees,
            (true, false) => Verdict::WrongWay,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn found(value: f64, half: f64) -> Estimate {
        Estimate { value, low: value - half, high: value + half }
    }

    #[test]
    fn an_effect_is_met_missed_or_open() {
        let published = Published::Effect { value: -8.6, low: -13.5, high: -3.7, how: "" };
        let say = |value, half| verdict(&published, &found(value, half), false);
        assert_eq!(say(-7.0, 2.0), Verdict::Agrees);
        assert_eq!(say(-0.5, 1.0), Verdict::TooSmall);
        assert_eq!(say(0.5, 1.0), Verdict::TooSmall);
        assert_eq!(say(5.0, 1.0), Verdict::WrongWay);
        assert_eq!(say(-20.0, 1.0), Verdict::TooLarge);
        assert_eq!(say(-5.0, 30.0), Verdict::Open);
        assert_eq!(verdict(&published, &Estimate::NONE, false), Verdict::Undefined);
    }

    #[test]
    fn none_bounds_and_ways() {
        let none = Published::None { low: 0.955, high: 1.166, how: "" };
        let ratio = |value: f64, by: f64| Estimate { value, low: value / by, high: value * by };
        assert_eq!(verdict(&none, &ratio(1.02, 1.05), true), Verdict::Agrees);
        assert_eq!(verdict(&none, &ratio(1.4, 1.05), true), Verdict::TooLarge);
        assert_eq!(verdict(&none, &ratio(1.0, 3.0), true), Verdict::Open);
        let bound = Published::Bound { value: 0.27, how: "" };
        assert_eq!(verdict(&bound, &ratio(0.8, 1.1), true), Verdict::Below);
        assert_eq!(verdict(&bound, &ratio(0.1, 1.1), true), Verdict::TooLarge);
        assert_eq!(verdict(&bound, &ratio(1.5, 1.1), true), Verdict::WrongWay);
        let way = Published::Way { up: true, how: "" };
        assert_eq!(verdict(&way, &found(1.0, 0.5), false), Verdict::Agrees);
        assert_eq!(verdict(&way, &found(-1.0, 0.5), false), Verdict::WrongWay);
        assert_eq!(verdict(&way, &found(0.1, 0.5), false), Verdict::TooSmall);
    }
}
