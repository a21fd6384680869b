//! Who may be called best, who is level with whom, and what stays open, all pairs of strategies at once.
//!
//! # The rule
//! 1. *Unlike.* A pair is unlike if its mean paired difference is told to lie beyond the smallest difference that matters:
//!    the test of [`apart`], its p adjusted by Holm over all pairs, at 5 %. That is: the whole interval, at the level that
//!    Holm gives this pair, lies beyond the margin.
//! 2. *Level.* A pair is level if its mean paired difference is told to lie inside that margin: two one-sided t tests
//!    (Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15), p = 2 P(T > (matters - |mean|) / se), doubled
//!    as in `unlike` so that an unadjusted p of 5 % is the 95 % interval inside the margin; adjusted by Holm over all pairs,
//!    at 5 %. A pair whose difference is the same in every replicate is level if it is not beyond the margin.
//! 3. *Open.* Neither.
//! 4. The *call*, from the strategy that leads (the best mean) and those that are not unlike it, the top: **best** if the top
//!    is the leading one alone; **a tie of all** if the top is everybody and all pairs are level; **a tie at the top** if all
//!    pairs within a smaller top are level; **undecided** otherwise.
//!
//! Each of the two kinds of claim is false for even one pair with a chance below 5 %, however many strategies there are; the
//! two together below 10 %. Nothing here corrects for the number of outcomes or contexts: whoever counts calls over many of
//! them counts some that luck made.

use super::apart::{apart, holm};
use super::student::upper_tail;
use super::{Unit, mean, standard_error};
use balcony_engine::registry::Better;

/// How two strategies stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Unlike, and the first is better.
    Better,
    /// Unlike, and the first is worse.
    Worse,
    /// The difference is smaller than what matters.
    Level,
    /// So many replicates cannot tell.
    Open,
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
    /// One is unlike every other, and better.
    Best(usize),
    /// Some are level with each other, every other is unlike the leading one and worse.
    TopTie(Vec<usize>),
    /// All are level.
    TieOfAll,
    /// None of these.
    Undecided,
}

/// What may be said of one strategy among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Best alone.
    Best,
    /// One of several at the top.
    Top,
    /// Level with all others.
    Level,
    /// Unlike the leading one, and worse.
    Beaten,
    /// Undecided.
    Open,
}

/// How all strategies stand to each other on an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The strategy with the best mean; the first of equals.
    pub leading: usize,
    /// How each stands to each, `[a][b]`; level to itself.
    pub relations: Vec<Vec<Relation>>,
}

impl Standing {
    /// The call.
    pub fn call(&self) -> Call {
        let all = self.relations.len();
        let top: Vec<usize> =
            (0..all).filter(|arm| self.relations[self.leading][*arm] != Relation::Better).collect();
        let level = top.iter().all(|a| top.iter().all(|b| self.relations[*a][*b] == Relation::Level));
        match (top.len(), level) {
            (1, _) => Call::Best(self.leading),
            (many, true) if many == all => Call::TieOfAll,
            (_, true) => Call::TopTie(top),
            (_, false) => Call::Undecided,
        }
    }

    /// The place of each strategy.
    pub fn places(&self) -> Vec<Place> {
        let call = self.call();
        let place = |arm: usize| match &call {
            Call::Best(best) if *best == arm => Place::Best,
            Call::TieOfAll => Place::Level,
            _ if self.relations[self.leading][arm] == Relation::Better => Place::Beaten,
            Call::TopTie(_) => Place::Top,
            _ => Place::Open,
        };
        (0..self.relations.len()).map(place).collect()
    }
}

/// How strategies stand to each other; one list of figures for each, in the order of replicates. None for fewer than two
/// strategies, and where neither way is better.
pub fn standing(arms: &[&[f64]], better: Better, matters: f64) -> Option<Standing> {
    if better == Better::Neither {
        return None;
    }
    let unlike = apart(arms, better, matters, Unit::Replicate)?;
    let pairs: Vec<(usize, usize)> =
        (0..arms.len()).flat_map(|a| (a + 1..arms.len()).map(move |b| (a, b))).collect();
    let inside: Vec<f64> = pairs.iter().map(|(a, b)| inside(arms[*a], arms[*b], matters)).collect();
    let mut relations = vec![vec![Relation::Level; arms.len()]; arms.len()];
    for ((a, b), level) in pairs.into_iter().zip(holm(&inside)) {
        let relation = if unlike.p[a][b] <= 0.05 {
            let ahead = mean(arms[a]) < mean(arms[b]);
            if ahead == (better == Better::Lower) { Relation::Better } else { Relation::Worse }
        } else if level <= 0.05 {
            Relation::Level
        } else {
            Relation::Open
        };
        relations[a][b] = relation;
        relations[b][a] = relation.turned();
    }
    Some(Standing { leading: unlike.leading, relations })
}

/// p that the difference is inside what matters; 1 without an error to measure it by.
fn inside(a: &[f64], b: &[f64], matters: f64) -> f64 {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    if differences.len() < 2 {
        return 1.0;
    }
    let room = matters - mean(&differences).abs();
    let error = standard_error(&differences);
    if error == 0.0 {
        return if room >= 0.0 { 0.0 } else { 1.0 };
    }
    if room > 0.0 { (2.0 * upper_tail(room / error, (differences.len() - 1) as f64)).min(1.0) } else { 1.0 }
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
    fn a_known_winner_is_best_and_equals_are_a_tie() {
        let won = of(&[3.0, 2.0, 1.0, 3.0, 2.5], 0.5);
        assert_eq!(won.call(), Call::Best(2));
        assert_eq!(won.places()[0], Place::Beaten);
        assert_eq!(of(&[1.0; 5], 0.5).call(), Call::TieOfAll);
        // Certain differences that do not matter.
        assert_eq!(of(&[1.0, 1.2, 1.1, 1.3, 1.2], 0.5).call(), Call::TieOfAll);
        let two = of(&[3.0, 1.0, 1.1, 3.0, 3.0], 0.5);
        assert_eq!(two.call(), Call::TopTie(vec![1, 2]));
        assert_eq!(two.places(), [Place::Beaten, Place::Top, Place::Top, Place::Beaten, Place::Beaten]);
        let open = of(&[3.0, 1.0, 1.5, 3.0, 3.0], 0.5);
        assert_eq!(open.call(), Call::Undecided);
        assert_eq!(open.places(), [Place::Beaten, Place::Open, Place::Open, Place::Beaten, Place::Beaten]);
    }

    #[test]
    fn two_strategies_are_judged_as_one_paired_difference_is() {
        for step in 0..60 {
            let (a, b) = (around(1.0, 0), around(0.5 + f64::from(step) * 0.02, 3));
            let differences: Vec<f64> = b.iter().zip(&a).map(|(b, a)| b - a).collect();
            let found = standing(&[&b, &a], Better::Lower, 0.2).expect("two").relations[0][1];
            let known = match verdict(interval(&differences), 0.2) {
                Verdict::Unlike(direction) if direction.is_better(Better::Lower) == Some(true) => {
                    Relation::Better
                }
                Verdict::Unlike(_) => Relation::Worse,
                Verdict::Tie => Relation::Level,
                Verdict::Undecided => Relation::Open,
            };
            assert_eq!(found, known, "{step}");
        }
    }

    #[test]
    fn no_judgement_without_a_better_way_or_an_error_to_measure_by() {
        let (a, b) = ([1.0, 2.0], [1.0, 2.0]);
        assert_eq!(standing(&[&a, &b], Better::Neither, 0.1), None);
        assert_eq!(standing(&[&a], Better::Lower, 0.1), None);
        let once = standing(&[&a[..1], &b[..1]], Better::Lower, 0.1).expect("two");
        assert_eq!(once.call(), Call::Undecided);
        assert_eq!(standing(&[&a, &b], Better::Lower, 0.0).expect("two").call(), Call::TieOfAll);
    }
}
