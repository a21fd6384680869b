//! Which strategy, if any, is clearly best on an outcome, all pairs at once.
//!
//! For every pair: is the mean paired difference beyond the smallest one that matters? One-sided t
//! test of `|difference| <= margin`, `p = P(T > (|mean| - margin) / se)`, doubled since either side
//! may win; the p of all pairs are adjusted together by Holm's step-down method (Holm 1979,
//! Scandinavian Journal of Statistics 6), and one of a pair is ahead at 5 %. The error and its
//! degrees of freedom are those of the [`Unit`]; where one looks again and again, p is that of a
//! confidence sequence ([`super::Sequence::p`]), and 1 unless the interval at 5 % over all pairs
//! lies beyond the margin. So the chance of putting even one ahead that is not stays below 5 %
//! however many strategies are listed.

use super::{Sequence, Unit, count, mean, sd, whole};
use balcony_engine::registry::Better;
use balcony_numeric::upper_tail;

/// Who is ahead of whom, and who, if anybody, is best.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// Adjusted p of each pair, `[a][b]`, symmetric; 1 on the diagonal.
    pub p: Vec<Vec<f64>>,
    /// The strategy with the best mean; the lowest where neither way is better; the first of
    /// equals.
    pub leading: usize,
    /// Whether it is ahead of every other: only then is it called best.
    pub best: bool,
    /// Those that the leading one is not ahead of.
    pub close: Vec<usize>,
}

/// Who is ahead; one list of figures for each strategy, in the order of replicates. None for fewer
/// than two strategies.
pub fn ahead(arms: &[&[f64]], better: Better, matters: f64, unit: Unit) -> Option<Ahead> {
    if arms.len() < 2 {
        return None;
    }
    // Where one looks again and again, all pairs share the chance: the interval of one that is
    // ahead lies beyond what matters.
    let unit = match unit {
        Unit::Looked(_) => Unit::Looked(Sequence::of(arms.len() * (arms.len() - 1) / 2)),
        once => once,
    };
    let mut pairs = Vec::new();
    for a in 0..arms.len() {
        for b in a + 1..arms.len() {
            pairs.push((beyond(arms[a], arms[b], matters, unit), a, b));
        }
    }
    let adjusted = holm(&pairs.iter().map(|(p, ..)| *p).collect::<Vec<_>>());
    let mut p = vec![vec![1.0; arms.len()]; arms.len()];
    for ((_, a, b), adjusted) in pairs.iter().zip(adjusted) {
        p[*a][*b] = adjusted;
        p[*b][*a] = adjusted;
    }
    let mut leading = 0;
    for arm in 1..arms.len() {
        let (candidate, so_far) = (mean(arms[arm]), mean(arms[leading]));
        if if better == Better::Higher { candidate > so_far } else { candidate < so_far } {
            leading = arm;
        }
    }
    let close: Vec<usize> =
        (0..arms.len()).filter(|arm| *arm != leading && p[leading][*arm] > 0.05).collect();
    Some(Ahead { best: close.is_empty() && better != Better::Neither, p, leading, close })
}

/// p that the difference is beyond what matters on either side; 1 without an error to measure it
/// by.
fn beyond(a: &[f64], b: &[f64], matters: f64, unit: Unit) -> f64 {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let pairs = count(&differences);
    if pairs < 2 {
        return 1.0;
    }
    let [one, other] = [a, b].map(|values| sd(&whole(values, &differences)));
    let apart = one * one + other * other;
    let found = unit.estimate_paired(&differences, apart);
    let excess = found.mean.abs() - matters;
    if excess <= 0.0 || !found.error.is_finite() {
        return 1.0;
    }
    if found.error == 0.0 {
        return 0.0;
    }
    let errors = excess / found.error;
    match unit {
        // Two-sided already, and true at every look; nothing where the long tail is not ruled out.
        Unit::Looked(sequence) => {
            let beyond = found.interval.is_some_and(|found| found.low > matters || found.high < -matters);
            if beyond { sequence.p(errors, pairs) } else { 1.0 }
        }
        Unit::Replicate | Unit::Draw(_) => (2.0 * upper_tail(errors, found.freedom)).min(1.0),
    }
}

/// Holm's adjusted p: the i-th smallest of m times (m - i + 1), never below its predecessor, at
/// most 1.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut adjusted = vec![1.0; p.len()];
    let mut floor = 0.0f64;
    for (rank, at) in order.into_iter().enumerate() {
        floor = floor.max((p[at] * (p.len() - rank) as f64).min(1.0));
        adjusted[at] = floor;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_is_the_textbook_one() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - expected).abs() < 1e-15);
        }
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
    }

    fn around(centre: f64) -> Vec<f64> {
        (0..40).map(|at| centre + f64::from(at * 7 % 11) * 0.01 + f64::from(at)).collect()
    }

    #[test]
    fn best_only_when_ahead_of_every_other() {
        let (low, close, high) = (around(1.0), around(1.01), around(2.0));
        let clear = ahead(&[&high, &low], Better::Lower, 0.1, Unit::Replicate).expect("two");
        assert!(clear.best && clear.leading == 1 && clear.close.is_empty());
        let mixed = ahead(&[&high, &low, &close], Better::Lower, 0.1, Unit::Replicate).expect("three");
        assert!(!mixed.best);
        assert_eq!((mixed.leading, mixed.close), (1, vec![2]));
        let unjudged = ahead(&[&high, &low], Better::Neither, 0.1, Unit::Replicate).expect("two");
        assert!(!unjudged.best);
        assert_eq!(ahead(&[&low], Better::Lower, 0.1, Unit::Replicate), None);
    }

    #[test]
    fn a_difference_that_is_certain_but_does_not_matter_puts_nobody_ahead() {
        let (a, b) = (around(1.0), around(1.05));
        assert!(!ahead(&[&a, &b], Better::Lower, 0.1, Unit::Replicate).expect("two").best);
        assert!(ahead(&[&a, &b], Better::Lower, 0.01, Unit::Replicate).expect("two").best);
    }
}
