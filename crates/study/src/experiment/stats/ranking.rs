//! Who is clearly best, between whom no difference matters, and what cannot be told, all pairs of
//! strategies at once.
//!
//! # The rule
//! 1. *Clearly better.* One of a pair is clearly better if their mean paired difference is told to
//!    lie beyond the smallest difference that matters: the test of [`mod@super::ahead`], its p
//!    adjusted by Holm over all pairs, at 5 %. That is: the whole interval, at the level that Holm
//!    gives this pair, lies beyond the margin. (Of two strategies alone a verdict asks less:
//!    [`super::verdict()`].)
//! 2. *No difference that matters.* Between a pair no difference matters if their mean paired
//!    difference is told to lie inside that margin: two one-sided t tests (Schuirmann 1987, Journal
//!    of Pharmacokinetics and Biopharmaceutics 15), `p = 2 P(T > (margin - |mean|) / se)`, doubled
//!    as above so that an unadjusted p of 5 % is the 95 % interval inside the margin; adjusted by
//!    Holm over all pairs, at 5 %. So is a pair whose difference is the same in every replicate and
//!    not beyond the margin.
//! 3. *Cannot tell yet.* Neither.
//! 4. The *call*, from the strategy that leads (the best mean) and those that it is not clearly
//!    better than, the top: **clearly best** if the top is the leading one alone; **no difference
//!    that matters** if the top is everybody and none matters between any pair; **no difference
//!    that matters at the top** if that holds within a smaller top; **cannot tell yet** otherwise.
//!
//! Each of the two kinds of claim is false for even one pair with a chance below 5 %, however many
//! strategies there are; the two together below 10 %. Nothing here corrects for the number of
//! outcomes or contexts: whoever counts calls over many of them counts some that luck made.

use super::ahead::{ahead, holm};
use super::{Unit, count, mean, standard_error};
use balcony_engine::registry::Better;
use balcony_numeric::upper_tail;

/// How two strategies stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The first is clearly better.
    Better,
    /// The first is clearly worse.
    Worse,
    /// The difference is smaller than what matters.
    NoDifference,
    /// So many replicates cannot tell.
    CannotTell,
}

impl Relation {
    /// The same, seen from the other.
    pub fn turned(self) -> Self {
        match self {
            Self::Better => Self::Worse,
            Self::Worse => Self::Better,
            same => same,
        }
    }
}

/// What may be said of all strategies together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// One is clearly better than every other.
    Best(usize),
    /// Between some no difference matters, every other is clearly worse than the leading one.
    Several(Vec<usize>),
    /// No difference between any two matters.
    NoDifference,
    /// None of these.
    CannotTell,
}

/// What may be said of one strategy among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankStatement {
    /// Best alone.
    Best,
    /// One of several at the top.
    Several,
    /// No different from any other by as much as matters.
    NoDifference,
    /// Clearly worse than the leading one.
    Worse,
    /// It cannot be told yet.
    CannotTell,
}

/// How all strategies stand to each other on an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The strategy with the best mean; the first of equals.
    pub leading: usize,
    /// How each stands to each, `[a][b]`; no different from itself.
    pub relations: Vec<Vec<Relation>>,
}

impl Standing {
    /// The call.
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

    /// The place of each strategy.
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

/// How strategies stand to each other; one list of figures for each, in the order of replicates.
/// None for fewer than two strategies, and where neither way is better.
pub fn standing(arms: &[&[f64]], better: Better, matters: f64) -> Option<Standing> {
    if better == Better::Neither {
        return None;
    }
    let found = ahead(arms, better, matters, Unit::Replicate)?;
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
    Some(Standing { leading: found.leading, relations })
}

/// p that the difference is inside what matters; 1 without an error to measure it by.
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

    /// Figures with luck that pairing does not take away, around a centre.
    fn around(centre: f64, turn: usize) -> Vec<f64> {
        (0..40).map(|at| centre + ((at * 7 + turn * 5) % 11) as f64 * 0.01 + at as f64).collect()
    }

    fn of(centres: &[f64], matters: f64) -> Standing {
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
        // Certain differences that do not matter.
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
            // What is told of two here is told of them by the verdict too, which asks less of a
            // difference whose direction is sure.
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
