//! Treats values that agree to about twelve digits as equal, because their difference comes from
//! rounding.
//!
//! A mean over children of a figure that nothing changes is the same at every point except for its
//! last bits, which depend on the order of a sum. Without this module such a spread would have a
//! variance, shares of it, and densities as high as 10^15.

/// Largest relative difference that is attributed to rounding: sums of some thousand numbers lose
/// three or four of sixteen digits.
pub(super) const ROUNDING: f64 = 1e-12;

/// Difference of two values; 0 if it comes from rounding alone.
pub fn apart(value: f64, from: f64) -> f64 {
    let apart = value - from;
    if apart.abs() <= ROUNDING * value.abs().max(from.abs()) { 0.0 } else { apart }
}

/// Makes values equal whose differences come from rounding alone, compared with the largest value:
/// each becomes the smallest of its group. All other values stay the same, bit for bit.
pub fn settled(values: &[f64]) -> Vec<f64> {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let near = ROUNDING * finite().fold(0.0, |greatest: f64, value| greatest.max(value.abs()));
    let mut order: Vec<usize> = (0..values.len()).filter(|at| values[*at].is_finite()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut settled = values.to_vec();
    for pair in order.windows(2) {
        if values[pair[1]] - values[pair[0]] <= near {
            settled[pair[1]] = settled[pair[0]];
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rounding_made_is_no_difference_and_all_else_stays() {
        assert_eq!(apart(0.1 + 0.2, 0.3), 0.0);
        assert_eq!(apart(0.3 + 1e-9, 0.3), 0.3 + 1e-9 - 0.3);
        assert_eq!(apart(0.0, 0.0), 0.0);
        assert!(apart(f64::NAN, 1.0).is_nan());
        let values = [0.1 + 0.2, 5.0, f64::NAN, 0.3, 0.3 + 1e-9, -2.0];
        let found = settled(&values);
        assert_eq!([found[0], found[1], found[3], found[4], found[5]], [0.3, 5.0, 0.3, 0.3 + 1e-9, -2.0]);
        assert!(found[2].is_nan());
        // Small numbers that differ among themselves stay different.
        assert_eq!(settled(&[3e-17, 1e-17]), [3e-17, 1e-17]);
    }
}
