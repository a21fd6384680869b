//! Published beside simulated: what may be said.
//!
//! Both have an interval: they agree if their difference is within 1.96 roots of the sum of their
//! variances, an interval of 95 % being 3.92 errors wide; ratios are compared as logarithms. A
//! study that found none says so with its interval, or, where that is not at hand, with a band that
//! is named as an assumption: they agree if the simulated interval reaches into the band. An upper
//! bound is kept if the simulated effect is not beyond it. Where the simulated interval is wider
//! than twice the published one, nothing is said.

use super::estimate::Estimate;

/// What is published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Published {
    /// An effect with its interval, and where the interval comes from.
    Effect {
        /// The effect.
        value: f64,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
        /// Where the interval comes from.
        how: &'static str,
    },
    /// None was shown: what lies between these two is none.
    None {
        /// Lower end of the band.
        low: f64,
        /// Upper end of the band.
        high: f64,
        /// Where the band comes from.
        how: &'static str,
    },
    /// A bound, since what was found has other causes too: the effect lies between no effect and
    /// this.
    Bound {
        /// The bound.
        value: f64,
        /// Why it is one.
        how: &'static str,
    },
    /// Only the direction: above no effect, or below.
    Way {
        /// Above?
        up: bool,
        /// In the words of the study.
        how: &'static str,
    },
}

/// What may be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Within the intervals.
    Agrees,
    /// Not beyond the bound.
    Below,
    /// The right way and too small.
    TooSmall,
    /// The right way and too large, or there where none was found.
    TooLarge,
    /// The other way.
    WrongWay,
    /// Too few were lived to tell.
    Open,
    /// Nobody was there to measure it on.
    Undefined,
}

impl Verdict {
    /// In a word or two.
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

    /// Does it contradict the model?
    pub fn misses(self) -> bool {
        matches!(self, Self::TooSmall | Self::TooLarge | Self::WrongWay)
    }
}

/// Half of a 95 % interval in standard errors.
const HALF: f64 = 1.96;

/// Published against simulated.
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
