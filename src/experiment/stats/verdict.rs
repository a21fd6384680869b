//! The three words. `unlike` only when the whole interval lies beyond the smallest difference that matters, `a tie` only
//! when it lies inside it, `undecided` otherwise.
//!
//! At the edge: an interval that ends exactly on the margin is inside it (a tie), one that begins there is not beyond it
//! (undecided). Without an interval nothing is decided.

use super::Interval;
use balcony_engine::registry::Better;

/// Which way a difference goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The figure is lower than the baseline's.
    Lower,
    /// The figure is higher than the baseline's.
    Higher,
}

impl Direction {
    /// Whether that is better; none where nobody has said which way is.
    pub fn is_better(self, better: Better) -> Option<bool> {
        match better {
            Better::Lower => Some(self == Self::Lower),
            Better::Higher => Some(self == Self::Higher),
            Better::Neither => None,
        }
    }
}

/// What may be said about a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The difference matters, and it goes this way.
    Unlike(Direction),
    /// There is no difference that matters.
    Tie,
    /// So many replicates cannot tell.
    Undecided,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unlike(_) => "unlike",
            Self::Tie => "a tie",
            Self::Undecided => "undecided",
        }
    }
}

/// The verdict on a difference with an interval, given the smallest difference that matters (0 or more).
pub fn verdict(interval: Option<Interval>, matters: f64) -> Verdict {
    let Some(Interval { low, high }) = interval else {
        return Verdict::Undecided;
    };
    if low > matters {
        Verdict::Unlike(Direction::Higher)
    } else if high < -matters {
        Verdict::Unlike(Direction::Lower)
    } else if -matters <= low && high <= matters {
        Verdict::Tie
    } else {
        Verdict::Undecided
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(low: f64, high: f64) -> Verdict {
        verdict(Some(Interval { low, high }), 0.5)
    }

    #[test]
    fn the_rule_at_its_edges() {
        assert_eq!(of(0.500_001, 2.0), Verdict::Unlike(Direction::Higher));
        assert_eq!(of(-2.0, -0.500_001), Verdict::Unlike(Direction::Lower));
        assert_eq!(of(0.5, 2.0), Verdict::Undecided);
        assert_eq!(of(-2.0, -0.5), Verdict::Undecided);
        assert_eq!(of(-0.5, 0.5), Verdict::Tie);
        assert_eq!(of(0.1, 0.4), Verdict::Tie);
        assert_eq!(of(0.1, 0.6), Verdict::Undecided);
        assert_eq!(of(-3.0, 3.0), Verdict::Undecided);
        assert_eq!(of(0.5, 0.5), Verdict::Tie);
        assert_eq!(verdict(None, 0.5), Verdict::Undecided);
        assert_eq!(of(f64::NAN, f64::NAN), Verdict::Undecided);
    }

    #[test]
    fn without_a_margin_only_sameness_is_a_tie() {
        assert_eq!(verdict(Some(Interval { low: 0.0, high: 0.0 }), 0.0), Verdict::Tie);
        assert_eq!(verdict(Some(Interval { low: 0.0, high: 0.1 }), 0.0), Verdict::Undecided);
        assert_eq!(verdict(Some(Interval { low: 0.01, high: 0.1 }), 0.0), Verdict::Unlike(Direction::Higher));
    }
}
