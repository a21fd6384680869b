//! The words for verdicts: one vocabulary for the terminal, pages, reports, exercises, files and
//! programs. It is defined nowhere else.
//!
//! "Clearly" and "a little" are both said of a direction that is sure, and differ in size alone. What
//! is not sure has no direction in these words.

use super::{Call, Direction, Relation, Verdict};
use balcony_engine::registry::Better;

/// Words for a difference that is too small to matter.
pub const NO_DIFFERENCE: &str = "no difference that matters";
/// Words for a figure that did not move by as much as matters, where what moved stands beside it.
pub const NOT_SEEN: &str = "no difference seen";
/// Words for a difference that the replicates cannot decide.
pub const CANNOT_TELL: &str = "cannot tell yet";
/// Words for a strategy that is ahead of every other by more than matters, with all pairs tested
/// together.
pub const CLEARLY_BEST: &str = "clearly best";
/// Words for several leading strategies that do not differ by more than matters.
pub const SEVERAL: &str = "no difference that matters at the top";

/// Explanation of the verdicts, one sentence each.
pub const HOW: &str = "Clearly: the direction is sure (the 95 % interval excludes 0) and the mean is beyond the smallest difference that \
                       matters. A little better or worse: as sure, and no larger than that. No difference that matters: the direction is not \
                       sure, and the whole interval is smaller than that. Cannot tell yet: neither.";

/// Explanation of the signs of [`Verdict::sign`].
pub const SIGNS: &str = "better, worse, lower, higher: clearly; ~: a little, and as sure; none: no difference that matters; ?: cannot tell yet";

/// `better` or `worse`; `lower` or `higher` if the outcome has no better direction.
pub fn way(direction: Direction, better: Better) -> &'static str {
    match (direction.is_better(better), direction) {
        (Some(true), _) => "better",
        (Some(false), _) => "worse",
        (None, Direction::Lower) => "lower",
        (None, Direction::Higher) => "higher",
    }
}

impl Verdict {
    /// The verdict in full: `clearly better`, `a little worse`, `no difference that
    /// matters`, `cannot tell yet`.
    pub fn words(self, better: Better) -> &'static str {
        let pick = |words: [&'static str; 4], direction| match way(direction, better) {
            "better" => words[0],
            "worse" => words[1],
            "lower" => words[2],
            _ => words[3],
        };
        match self {
            Self::Clearly(direction) => {
                pick(["clearly better", "clearly worse", "clearly lower", "clearly higher"], direction)
            }
            Self::Slightly(direction) => {
                pick(["a little better", "a little worse", "a little lower", "a little higher"], direction)
            }
            Self::NoDifference => NO_DIFFERENCE,
            Self::CannotTell => CANNOT_TELL,
        }
    }

    /// The verdict in at most fifteen columns: `clearly better`, `a little better`, `no
    /// difference`, `cannot tell`.
    pub fn short(self, better: Better) -> &'static str {
        match self {
            Self::Clearly(_) | Self::Slightly(_) => self.words(better),
            Self::NoDifference => "no difference",
            Self::CannotTell => "cannot tell",
        }
    }

    /// The verdict in at most seven columns, for tables with a legend ([`SIGNS`]).
    pub fn sign(self, better: Better) -> &'static str {
        match self {
            Self::Clearly(direction) => way(direction, better),
            Self::Slightly(direction) => match way(direction, better) {
                "better" => "~better",
                "worse" => "~worse",
                "lower" => "~lower",
                _ => "~higher",
            },
            Self::NoDifference => "none",
            Self::CannotTell => "?",
        }
    }
}

impl Relation {
    /// The relation of the first strategy of a pair to the second, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Better => "clearly better",
            Self::Worse => "clearly worse",
            Self::NoDifference => NO_DIFFERENCE,
            Self::CannotTell => CANNOT_TELL,
        }
    }
}

impl Call {
    /// The call in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Best(_) => CLEARLY_BEST,
            Self::Several(_) => SEVERAL,
            Self::NoDifference => NO_DIFFERENCE,
            Self::CannotTell => CANNOT_TELL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{Higher, Lower};

    #[test]
    fn every_verdict_has_its_words_long_and_short() {
        let said =
            |verdict: Verdict, better| (verdict.words(better), verdict.short(better), verdict.sign(better));
        for (verdict, better, words) in [
            (Verdict::Clearly(Lower), Better::Lower, ("clearly better", "clearly better", "better")),
            (Verdict::Clearly(Higher), Better::Lower, ("clearly worse", "clearly worse", "worse")),
            (Verdict::Clearly(Higher), Better::Higher, ("clearly better", "clearly better", "better")),
            (Verdict::Clearly(Lower), Better::Neither, ("clearly lower", "clearly lower", "lower")),
            (Verdict::Slightly(Lower), Better::Lower, ("a little better", "a little better", "~better")),
            (Verdict::Slightly(Lower), Better::Higher, ("a little worse", "a little worse", "~worse")),
            (Verdict::Slightly(Higher), Better::Neither, ("a little higher", "a little higher", "~higher")),
            (Verdict::NoDifference, Better::Lower, (NO_DIFFERENCE, "no difference", "none")),
            (Verdict::CannotTell, Better::Neither, (CANNOT_TELL, "cannot tell", "?")),
        ] {
            assert_eq!(said(verdict, better), words);
            assert!(words.1.len() <= 15 && words.2.len() <= 7);
        }
        assert_eq!(Call::Best(1).words(), "clearly best");
        assert_eq!(Relation::Worse.words(), "clearly worse");
    }
}
