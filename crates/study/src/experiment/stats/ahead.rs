//! Which strategy, if any, is clearly best on an outcome, with all pairs tested together.
//!
//! The test asks for every pair whether the mean paired difference exceeds the smallest effect of
//! interest. It is a one-sided t test of `|difference| <= margin`, `p = P(T > (|mean| - margin) /
//! se)`, doubled because either strategy may be the better one. Holm's step-down method adjusts the
//! p of all pairs together (Holm 1979, Scandinavian Journal of Statistics 6); one of a pair is
//! ahead at 5 %. The [`ErrorUnit`] determines the standard error and its degrees of freedom. With
//! repeated looks, p is that of a confidence sequence ([`super::Sequence::p`]), or 1 unless the
//! interval at 5 % over all pairs lies beyond the margin. So the probability of declaring even one
//! strategy ahead that is not stays below 5 %, however many strategies are compared.

use super::{ErrorUnit, Sequence, count, mean, sd, whole};
use balcony_engine::registry::Better;
use balcony_numeric::upper_tail;

/// Which strategies are ahead of which, and whether one is best.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// Adjusted p of each pair, `[a][b]`, symmetric; 1 on the diagonal.
    pub p: Vec<Vec<f64>>,
    /// Index of the strategy with the best mean. If no direction is better, the lowest mean; among
    /// equals, the first.
    pub leading: usize,
    /// Whether the leading strategy is ahead of every other. Only then it is called best.
    pub best: bool,
    /// Indices of the strategies that the leading one is not ahead of.
    pub close: Vec<usize>,
}

/// Tests all pairs of strategies. `arms` has one list of values per strategy, in the order of
/// replicates. `None` for fewer than two strategies.
pub fn ahead(arms: &[&[f64]], better: Better, matters: f64, unit: ErrorUnit) -> Option<Ahead> {
    if arms.len() < 2 {
        return None;
    }
    // With repeated looks all pairs share the error probability. If one strategy of a pair is
    // ahead, its interval lies beyond the margin.
    let unit = match unit {
        ErrorUnit::Looked(_) => ErrorUnit::Looked(Sequence::of(arms.len() * (arms.len() - 1) / 2)),
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

/// Of several figures of the same two strategies, those whose difference is sure when all figures
/// are tested together (Holm, 5 %): the probability that even one of them has no difference is
/// below 5 %, however many are looked at.
pub fn sure_together(figures: &[(&[f64], &[f64])], unit: ErrorUnit) -> Vec<bool> {
    let p: Vec<f64> = figures.iter().map(|(a, b)| beyond(a, b, 0.0, unit)).collect();
    holm(&p).into_iter().map(|p| p <= 0.05).collect()
}

/// p of the test that the difference exceeds the margin on either side; 1 if there is no standard
/// error.
fn beyond(a: &[f64], b: &[f64], matters: f64, unit: ErrorUnit) -> f64 {
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
        // This p is two-sided already and valid at every look. It is 1 unless the interval, which
        // allows for a long tail, lies beyond the margin.
        ErrorUnit::Looked(sequence) => {
            let beyond = found.interval.is_some_and(|found| found.low > matters || found.high < -matters);
            if beyond { sequence.p(errors, pairs) } else { 1.0 }
        }
        ErrorUnit::Replicate | ErrorUnit::Draw(_) => (2.0 * upper_tail(errors, found.freedom)).min(1.0),
    }
}

/// Holm's adjusted p: the i-th smallest p times (m - i + 1), never below its predecessor, at most
/// 1.
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

    // Thirty figures, of which all but one differ by luck alone. By itself one in twenty of these
    // would be called sure.
    #[test]
    fn of_many_figures_only_those_that_are_sure_beside_all_others_are() {
        let keyed = |key: u64| {
            let mut mixed = key.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            (mixed ^ (mixed >> 27)) as f64 / u64::MAX as f64
        };
        for unit in [ErrorUnit::Replicate, ErrorUnit::Looked(Sequence::of(3)), ErrorUnit::Draw(20)] {
            let mut by_luck = 0;
            for experiment in 0..100 {
                let arm = |figure: u64, shift: f64| -> Vec<f64> {
                    (0..40).map(|pair| keyed(experiment * 10_000 + figure * 100 + pair) + shift).collect()
                };
                let base = vec![0.5; 40];
                let arms: Vec<Vec<f64>> =
                    (0..30).map(|figure| arm(figure, if figure == 7 { 0.5 } else { 0.0 })).collect();
                let figures: Vec<(&[f64], &[f64])> = arms.iter().map(|arm| (&arm[..], &base[..])).collect();
                let sure = sure_together(&figures, unit);
                assert!(sure[7], "{unit:?}, {experiment}");
                by_luck += usize::from(sure.iter().filter(|sure| **sure).count() > 1);
            }
            assert!(by_luck <= 12, "{unit:?}: {by_luck} of 100");
        }
        // The very same is not sure of anything.
        assert_eq!(sure_together(&[(&[1.0; 9], &[1.0; 9])], ErrorUnit::Replicate), [false]);
    }

    fn around(centre: f64) -> Vec<f64> {
        (0..40).map(|at| centre + f64::from(at * 7 % 11) * 0.01 + f64::from(at)).collect()
    }

    #[test]
    fn best_only_when_ahead_of_every_other() {
        let (low, close, high) = (around(1.0), around(1.01), around(2.0));
        let clear = ahead(&[&high, &low], Better::Lower, 0.1, ErrorUnit::Replicate).expect("two");
        assert!(clear.best && clear.leading == 1 && clear.close.is_empty());
        let mixed = ahead(&[&high, &low, &close], Better::Lower, 0.1, ErrorUnit::Replicate).expect("three");
        assert!(!mixed.best);
        assert_eq!((mixed.leading, mixed.close), (1, vec![2]));
        let unjudged = ahead(&[&high, &low], Better::Neither, 0.1, ErrorUnit::Replicate).expect("two");
        assert!(!unjudged.best);
        assert_eq!(ahead(&[&low], Better::Lower, 0.1, ErrorUnit::Replicate), None);
    }

    #[test]
    fn a_difference_that_is_certain_but_does_not_matter_puts_nobody_ahead() {
        let (a, b) = (around(1.0), around(1.05));
        assert!(!ahead(&[&a, &b], Better::Lower, 0.1, ErrorUnit::Replicate).expect("two").best);
        assert!(ahead(&[&a, &b], Better::Lower, 0.01, ErrorUnit::Replicate).expect("two").best);
    }
}
