//! Ranks all strategies together: which is clearly best, which pairs do not differ by more than the
//! smallest effect of interest, and what cannot be told.
//!
//! # The rule
//! 1. *Clearly better.* One of a pair is clearly better if the test of [`mod@super::ahead`] finds
//!    their mean paired difference beyond the smallest effect of interest, with p adjusted by Holm
//!    over all pairs, at 5 %. Equivalently, the whole interval at the level that Holm gives this
//!    pair lies beyond the margin. (A verdict on two strategies alone requires less:
//!    [`super::verdict()`].)
//! 2. *No difference that matters.* A pair does not differ if its mean paired difference lies
//!    within that margin by two one-sided t tests (Schuirmann 1987, Journal of Pharmacokinetics and
//!    Biopharmaceutics 15), `p = 2 P(T > (margin - |mean|) / se)`. The p is doubled as above, so
//!    that an unadjusted p of 5 % means that the 95 % interval lies within the margin. It is
//!    adjusted by Holm over all pairs, at 5 %. A pair whose difference is the same in every
//!    replicate and not beyond the margin does not differ either.
//! 3. *Cannot tell yet.* Neither of these.
//! 4. The *call* concerns the leading strategy (the best mean) and the *top*, which is the leading
//!    strategy with all those that it is not clearly better than. **Clearly best**: the top is the
//!    leading strategy alone. **No difference that matters**: the top is all strategies, and no
//!    pair differs. **No difference that matters at the top**: that holds within a smaller top.
//!    **Cannot tell yet**: otherwise.
//!
//! Each of the two kinds of claim is false for even one pair with a probability below 5 %, however
//! many strategies there are; both kinds together below 10 %. There is no correction for the number
//! of outcomes or contexts. Among calls over many of them, some are chance findings.

use super::ahead::{ahead, holm};
use super::{ErrorUnit, count, mean, standard_error};
use balcony_engine::registry::Better;
use balcony_numeric::upper_tail;

/// Relation of the first strategy of a pair to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The first is clearly better.
    Better,
    /// The first is clearly worse.
    Worse,
    /// The difference is smaller than the smallest effect of interest.
    NoDifference,
    /// There are too few replicates to tell.
    CannotTell,
}

impl Relation {
    /// The same relation with the strategies exchanged.
    pub fn turned(self) -> Self {
        match self {
            Self::Better => Self::Worse,
            Self::Worse => Self::Better,
            same => same,
        }
    }
}

/// The call: a statement about all strategies together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// This strategy is clearly better than every other.
    Best(usize),
    /// These strategies do not differ by more than matters, and the leading one is clearly better
    /// than every other.
    Several(Vec<usize>),
    /// No two strategies differ by more than matters.
    NoDifference,
    /// None of the other calls holds.
    CannotTell,
}

/// Statement about one strategy among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankStatement {
    /// The only best strategy.
    Best,
    /// One of several strategies at the top.
    Several,
    /// No strategy differs from it by more than matters.
    NoDifference,
    /// Clearly worse than the leading strategy.
    Worse,
    /// There are too few replicates to tell.
    CannotTell,
}

/// Relations of all strategies on an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// Index of the strategy with the best mean; the first among equals.
    pub leading: usize,
    /// Relation of each strategy to each, `[a][b]`; a strategy does not differ from itself.
    pub relations: Vec<Vec<Relation>>,
}

impl Ranking {
    /// The call on all strategies.
    pub fn call(&self) -> Call {
        let all = self.relations.len();
        let top: Vec<usize> =
            (0..all).filter(|arm| self.relations[self.leading][*arm] != Relation::Better).collect();
        let level = top.iter().all(|a| top.iter().all(|b| self.relations[*a][*b] == Relation::NoDifference));
        match (top.len(), level) {
            (1, _) => Call::Best(self.leading),
            (many, true) if many == all => Call::NoDifference,
            (_, true) => Call::Several(top),
            (_, false) => Call::CannotTell,
        }
    }

    /// The statement about each strategy.
    pub fn places(&self) -> Vec<RankStatement> {
        let call = self.call();
        let place = |arm: usize| match &call {
            Call::Best(best) if *best == arm => RankStatement::Best,
            Call::NoDifference => RankStatement::NoDifference,
            _ if self.relations[self.leading][arm] == Relation::Better => RankStatement::Worse,
            Call::Several(_) => RankStatement::Several,
            _ => RankStatement::CannotTell,
        };
        (0..self.relations.len()).map(place).collect()
    }
}

/// Relations of all strategies. `arms` has one list of values per strategy, in the order of
/// replicates. `None` for fewer than two strategies, or if the outcome has no better direction.
pub fn standing(arms: &[&[f64]], better: Better, matters: f64) -> Option<Ranking> {
    if better == Better::Neither {
        return None;
    }
    let found = ahead(arms, better, matters, ErrorUnit::Replicate)?;
    let pairs: Vec<(usize, usize)> =
        (0..arms.len()).flat_map(|a| (a + 1..arms.len()).map(move |b| (a, b))).collect();
    let inside: Vec<f64> = pairs.iter().map(|(a, b)| inside(arms[*a], arms[*b], matters)).collect();
    let mut relations = vec![vec![Relation::NoDifference; arms.len()]; arms.len()];
    for ((a, b), level) in pairs.into_iter().zip(holm(&inside)) {
        let relation = if found.p[a][b] <= 0.05 {
            let ahead = mean(arms[a]) < mean(arms[b]);
            if ahead == (better == Better::Lower) { Relation::Better } else { Relation::Worse }
        } else if level <= 0.05 {
            Relation::NoDifference
        } else {
            Relation::CannotTell
        };
        relations[a][b] = relation;
        relations[b][a] = relation.turned();
    }
    Some(Ranking { leading: found.leading, relations })
}

/// p of the test that the difference lies within the margin; 1 if there is no standard error.
fn inside(a: &[f64], b: &[f64], matters: f64) -> f64 {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let pairs = count(&differences);
    if pairs < 2 {
        return 1.0;
    }
    let room = matters - mean(&differences).abs();
    let error = standard_error(&differences);
    if error == 0.0 {
        return if room >= 0.0 { 0.0 } else { 1.0 };
    }
    if room > 0.0 { (2.0 * upper_tail(room / error, (pairs - 1) as f64)).min(1.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::super::{Verdict, interval, verdict};
    use super::*;

    /// Values around a centre with noise that pairing does not remove.
    fn around(centre: f64, turn: usize) -> Vec<f64> {
        (0..40).map(|at| centre + ((at * 7 + turn * 5) % 11) as f64 * 0.01 + at as f64).collect()
    }

    fn of(centres: &[f64], matters: f64) -> Ranking {
        let lists: Vec<Vec<f64>> =
            centres.iter().enumerate().map(|(turn, centre)| around(*centre, turn)).collect();
        let lists: Vec<&[f64]> = lists.iter().map(Vec::as_slice).collect();
        standing(&lists, Better::Lower, matters).expect("arms")
    }

    #[test]
    fn a_known_winner_is_best_and_between_equals_nothing_matters() {
        let won = of(&[3.0, 2.0, 1.0, 3.0, 2.5], 0.5);
        assert_eq!(won.call(), Call::Best(2));
        assert_eq!(won.places()[0], RankStatement::Worse);
        assert_eq!(of(&[1.0; 5], 0.5).call(), Call::NoDifference);
        // Differences that are certain but do not matter.
        assert_eq!(of(&[1.0, 1.2, 1.1, 1.3, 1.2], 0.5).call(), Call::NoDifference);
        let two = of(&[3.0, 1.0, 1.1, 3.0, 3.0], 0.5);
        assert_eq!(two.call(), Call::Several(vec![1, 2]));
        assert_eq!(
            two.places(),
            [
                RankStatement::Worse,
                RankStatement::Several,
                RankStatement::Several,
                RankStatement::Worse,
                RankStatement::Worse
            ]
        );
        let open = of(&[3.0, 1.0, 1.5, 3.0, 3.0], 0.5);
        assert_eq!(open.call(), Call::CannotTell);
        assert_eq!(
            open.places(),
            [
                RankStatement::Worse,
                RankStatement::CannotTell,
                RankStatement::CannotTell,
                RankStatement::Worse,
                RankStatement::Worse
            ]
        );
    }

    #[test]
    fn two_strategies_are_judged_as_one_paired_difference_is_or_more_strictly() {
        for step in 0..60 {
            let (a, b) = (around(1.0, 0), around(0.5 + f64::from(step) * 0.02, 3));
            let differences: Vec<f64> = b.iter().zip(&a).map(|(b, a)| b - a).collect();
            let found = standing(&[&b, &a], Better::Lower, 0.2).expect("two").relations[0][1];
            // Whatever this call says about two strategies, the verdict says too, because it
            // requires less of a difference whose direction is sure.
            let known = verdict(interval(&differences), 0.2);
            match found {
                Relation::Better => assert_eq!(known.is_better(Better::Lower), Some(true), "{step}"),
                Relation::Worse => assert_eq!(known.is_better(Better::Lower), Some(false), "{step}"),
                Relation::NoDifference => {
                    assert!(!known.is_clear() && known != Verdict::CannotTell, "{step}")
                }
                Relation::CannotTell => assert_ne!(known, Verdict::NoDifference, "{step}"),
            }
            assert!(known.is_clear() || !matches!(found, Relation::Better | Relation::Worse), "{step}");
        }
    }

    #[test]
    fn no_judgement_without_a_better_way_or_an_error_to_measure_by() {
        let (a, b) = ([1.0, 2.0], [1.0, 2.0]);
        assert_eq!(standing(&[&a, &b], Better::Neither, 0.1), None);
        assert_eq!(standing(&[&a], Better::Lower, 0.1), None);
        let once = standing(&[&a[..1], &b[..1]], Better::Lower, 0.1).expect("two");
        assert_eq!(once.call(), Call::CannotTell);
        assert_eq!(standing(&[&a, &b], Better::Lower, 0.0).expect("two").call(), Call::NoDifference);
    }
}
