//! Sample quantiles.

/// The values in ascending order, without NaN.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Quantile of type 7 (Hyndman & Fan 1996, The American Statistician 50; the default of R and
/// NumPy): linear interpolation between the order statistics around (n - 1) p. NaN for an empty
/// list.
pub fn quantile(values: &[f64], p: f64) -> f64 {
    quantile_sorted(&sorted(values), p)
}

/// [`quantile`] of a list in ascending order without NaN.
pub fn quantile_sorted(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = last as f64 * p.clamp(0.0, 1.0);
    let below = libm::floor(place) as usize;
    let share = place - below as f64;
    let low = sorted[below.min(last)];
    if share == 0.0 { low } else { low + share * (sorted[(below + 1).min(last)] - low) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_type_seven() {
        // R: quantile(c(1, 2, 3, 4, 10), c(0, .1, .25, .5, .9, 1), type = 7)
        let values = [10.0, 3.0, 1.0, 4.0, 2.0];
        for (p, expected) in [(0.0, 1.0), (0.1, 1.4), (0.25, 2.0), (0.5, 3.0), (0.9, 7.6), (1.0, 10.0)] {
            assert!((quantile(&values, p) - expected).abs() < 1e-12, "{p}");
        }
        assert_eq!(quantile(&[1.0, 2.0], 0.5), 1.5);
    }
}
