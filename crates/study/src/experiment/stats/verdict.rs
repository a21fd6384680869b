//! The verdicts on a difference: how sure it is, and how large.
//!
//! For a 95 % interval [low, high] and the smallest effect of interest m:
//!
//! 1. *How sure?* The direction is sure if the interval excludes 0 (low > 0, or high < 0).
//! 2. *How large?* A sure difference is judged by its mean, which is the middle of a symmetric
//!    interval: beyond m it is **clearly** so, at m or below **a little** so.
//! 3. A difference whose direction is not sure **does not matter** if the whole interval lies
//!    within -m and m (ends included). Otherwise, or without an interval, one **cannot tell yet**.
//!
//! An interval beyond m always gives a clear verdict, and one within m that excludes 0 always a
//! slight one. If an interval excludes 0 and crosses m, its middle decides. Its direction is known,
//! so "cannot tell" would be false, and a sixth verdict would only repeat the interval. So more
//! replicates around the same mean never turn clear into slight or back, and a larger difference
//! never gets a weaker verdict. The price: if the difference is exactly m, half of the sure
//! verdicts say "clearly". If the difference is 0, at most 5 in 100 verdicts claim a direction.
//! *Best of several* requires more: [`super::ahead()`].

use super::Interval;
use balcony_engine::registry::Better;

/// Direction of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The value is lower than the baseline's.
    Lower,
    /// The value is higher than the baseline's.
    Higher,
}

impl Direction {
    /// The opposite direction.
    pub fn turned(self) -> Self {
        match self {
            Self::Lower => Self::Higher,
            Self::Higher => Self::Lower,
        }
    }

    /// Whether this direction is better; `None` if the outcome has no better direction.
    pub fn is_better(self, better: Better) -> Option<bool> {
        match better {
            Better::Lower => Some(self == Self::Lower),
            Better::Higher => Some(self == Self::Higher),
            Better::Neither => None,
        }
    }
}

/// Verdict on a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The direction is sure, and the difference exceeds the smallest effect of interest.
    Clearly(Direction),
    /// The direction is sure, and the difference does not exceed the smallest effect of interest.
    Slightly(Direction),
    /// The difference is too small to matter in either direction.
    NoDifference,
    /// There are too few replicates to tell.
    CannotTell,
}

impl Verdict {
    /// Direction of the difference, if it is sure.
    pub fn direction(self) -> Option<Direction> {
        match self {
            Self::Clearly(direction) | Self::Slightly(direction) => Some(direction),
            Self::NoDifference | Self::CannotTell => None,
        }
    }

    /// Whether the difference is sure and matters.
    pub fn is_clear(self) -> bool {
        matches!(self, Self::Clearly(_))
    }

    /// Whether the difference is sure and better; `None` if the direction is not sure or the
    /// outcome has no better direction.
    pub fn is_better(self, better: Better) -> Option<bool> {
        self.direction().and_then(|direction| direction.is_better(better))
    }
}

/// Verdict on a difference with a symmetric interval. `matters` is the smallest effect of interest
/// (0 or more).
pub fn verdict(interval: Option<Interval>, matters: f64) -> Verdict {
    let middle = interval.map_or(f64::NAN, |Interval { low, high }| low + (high - low) / 2.0);
    verdict_of(interval, middle, matters)
}

/// Verdict on a mean whose interval may be asymmetric.
pub fn verdict_of(interval: Option<Interval>, middle: f64, matters: f64) -> Verdict {
    let Some(Interval { low, high }) = interval else {
        return Verdict::CannotTell;
    };
    let sized = |direction| {
        if middle.abs() > matters { Verdict::Clearly(direction) } else { Verdict::Slightly(direction) }
    };
    if low > 0.0 && high >= low {
        sized(Direction::Higher)
    } else if high < 0.0 && low <= high {
        sized(Direction::Lower)
    } else if -matters <= low && high <= matters {
        Verdict::NoDifference
    } else {
        Verdict::CannotTell
    }
}

/// Whether the verdict is settled: the interval lies wholly beyond the smallest effect of interest,
/// or wholly within it. An interval that excludes 0 and crosses the margin shows a direction, but
/// not yet whether it matters.
pub fn settled(interval: Option<Interval>, matters: f64) -> bool {
    interval.is_some_and(|Interval { low, high }| {
        low > matters || high < -matters || (-matters <= low && high <= matters)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(low: f64, high: f64) -> Verdict {
        verdict(Some(Interval { low, high }), 0.5)
    }

    const CLEARLY: Verdict = Verdict::Clearly(Direction::Higher);
    const SLIGHTLY: Verdict = Verdict::Slightly(Direction::Higher);

    #[test]
    fn the_rule_at_its_edges() {
        assert_eq!(of(0.500_001, 2.0), CLEARLY);
        assert_eq!(of(-2.0, -0.500_001), Verdict::Clearly(Direction::Lower));
        assert_eq!(of(0.1, 0.4), SLIGHTLY);
        assert_eq!(of(-0.5, -0.1), Verdict::Slightly(Direction::Lower));
        // If the interval crosses the margin, the middle decides; exactly on the margin is not
        // beyond it.
        assert_eq!((of(0.1, 1.0), of(0.1, 0.9), of(0.1, 0.8)), (CLEARLY, SLIGHTLY, SLIGHTLY));
        assert_eq!((of(0.5, 0.5), of(0.5, 2.0)), (SLIGHTLY, CLEARLY));
        // An interval that touches 0 does not exclude it; one that ends on the margin is inside it.
        assert_eq!(
            (of(0.0, 0.5), of(-0.5, 0.5), of(0.0, 0.0)),
            (Verdict::NoDifference, Verdict::NoDifference, Verdict::NoDifference)
        );
        assert_eq!(
            (of(0.0, 0.6), of(-3.0, 3.0), of(-0.6, 0.1)),
            (Verdict::CannotTell, Verdict::CannotTell, Verdict::CannotTell)
        );
        for none in [f64::NAN, f64::INFINITY] {
            assert_eq!((of(-none, none), of(0.1, f64::NAN)), (Verdict::CannotTell, Verdict::CannotTell));
        }
        assert_eq!(verdict(None, 0.5), Verdict::CannotTell);
    }

    #[test]
    fn settled_is_beyond_what_matters_or_within_it() {
        let is = |low, high| settled(Some(Interval { low, high }), 0.5);
        assert!(is(0.6, 2.0) && is(-2.0, -0.6) && is(-0.5, 0.5) && is(0.1, 0.4) && is(0.0, 0.0));
        assert!(!is(0.1, 1.0) && !is(-1.0, -0.1) && !is(-0.1, 0.6) && !is(0.5, 0.6));
        assert!(!is(f64::NAN, 1.0) && !settled(None, 0.5));
    }

    #[test]
    fn without_a_margin_only_sameness_is_no_difference() {
        let bare = |low, high| verdict(Some(Interval { low, high }), 0.0);
        assert_eq!(
            (bare(0.0, 0.0), bare(0.0, 0.1), bare(0.01, 0.1)),
            (Verdict::NoDifference, Verdict::CannotTell, CLEARLY)
        );
    }

    /// The verdicts as conditions on the interval alone; the test counts how many of them hold.
    fn claims(low: f64, high: f64, m: f64) -> [bool; 6] {
        let (sure_up, sure_down) = (low > 0.0, high < 0.0);
        let inside = low >= -m && high <= m;
        let large = (low + high) / 2.0 > m || (low + high) / 2.0 < -m;
        [
            sure_up && large,
            sure_down && large,
            sure_up && !large,
            sure_down && !large,
            !sure_up && !sure_down && inside,
            !sure_up && !sure_down && !inside,
        ]
    }

    // Every interval of the grid satisfies exactly one condition, and its verdict is that one.
    #[test]
    fn on_a_grid_one_verdict_and_one_only() {
        use Direction::{Higher, Lower};
        let verdicts = [
            Verdict::Clearly(Higher),
            Verdict::Clearly(Lower),
            Verdict::Slightly(Higher),
            Verdict::Slightly(Lower),
            Verdict::NoDifference,
            Verdict::CannotTell,
        ];
        let mut met = [0; 6];
        for low in -12..=12 {
            for high in low..=12 {
                for margin in 0..=6 {
                    let [low, high, margin] = [low, high, margin].map(|at| f64::from(at) / 4.0);
                    let claims = claims(low, high, margin);
                    assert_eq!(claims.iter().filter(|claim| **claim).count(), 1, "[{low}, {high}], {margin}");
                    let found = verdict(Some(Interval { low, high }), margin);
                    let at = verdicts.iter().position(|one| *one == found).expect("one of the five");
                    assert!(claims[at], "[{low}, {high}], {margin}: {found:?}");
                    met[at] += 1;
                    // If the interval lies beyond the margin, or within it without 0, the middle
                    // has no influence.
                    assert!(low <= margin || found == CLEARLY);
                    assert!(!(low > 0.0 && high <= margin) || found == SLIGHTLY);
                    // With the strategies exchanged the verdict is the same in the opposite
                    // direction.
                    let turned = verdict(Some(Interval { low: -high, high: -low }), margin);
                    let turn = |direction| if direction == Higher { Lower } else { Higher };
                    assert_eq!(turned.direction(), found.direction().map(turn));
                    assert_eq!(turned.is_clear(), found.is_clear());
                }
            }
        }
        assert!(met.iter().all(|count| *count > 50), "{met:?}");
    }

    /// Orders verdicts from clearly lower to clearly higher.
    fn rank(verdict: Verdict) -> i32 {
        match verdict {
            Verdict::Clearly(Direction::Lower) => -2,
            Verdict::Slightly(Direction::Lower) => -1,
            Verdict::NoDifference | Verdict::CannotTell => 0,
            Verdict::Slightly(Direction::Higher) => 1,
            Verdict::Clearly(Direction::Higher) => 2,
        }
    }

    proptest! {
        // A larger difference never gets a weaker verdict; a larger margin never gives a stronger
        // one.
        #[test]
        fn it_is_monotone(mean in -3.0..3.0f64, half in 0.0..2.0f64, by in 0.0..2.0f64, m in 0.0..1.5f64) {
            let at = |mean: f64, m: f64| verdict(Some(Interval { low: mean - half, high: mean + half }), m);
            prop_assert!(rank(at(mean + by, m)) >= rank(at(mean, m)));
            prop_assert!(rank(at(mean, m + by)).abs() <= rank(at(mean, m)).abs());
            prop_assert!(at(mean, m) != Verdict::NoDifference || at(mean, m + by) == Verdict::NoDifference);
        }

        // A narrower interval around the same mean changes only verdicts that were not sure of a
        // direction.
        #[test]
        fn a_narrower_interval_takes_nothing_back(mean in -3.0..3.0f64, half in 0.0..2.0f64, share in 0.0..1.0f64, m in 0.01..1.5f64) {
            let at = |half: f64| verdict(Some(Interval { low: mean - half, high: mean + half }), m);
            let (wide, narrow) = (at(half), at(half * share));
            match wide {
                Verdict::Clearly(_) | Verdict::Slightly(_) => prop_assert_eq!(narrow, wide),
                // A difference that does not matter may still turn out to have a direction.
                Verdict::NoDifference => prop_assert!(matches!(narrow, Verdict::NoDifference | Verdict::Slightly(_))),
                Verdict::CannotTell => {}
            }
        }
    }
}
