//! Small pictures made of characters: histograms and lines over time.

use super::Look;
use balcony_study::experiment::stats::defined;

/// The smallest and the largest of the finite numbers.
pub(super) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |extent, value| match extent {
        None => Some((value, value)),
        Some((low, high)) => Some((f64::min(low, value), f64::max(high, value))),
    })
}

/// Counts the values in each of `bins` equal bins from low to high.
pub(super) fn counts(values: &[f64], (low, high): (f64, f64), bins: usize) -> Vec<usize> {
    let mut counts = vec![0; bins];
    for value in defined(values) {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        let bin = (share * bins as f64) as usize;
        counts[bin.min(bins - 1)] += 1;
    }
    counts
}

/// A histogram with one character per bin; `most` is the count of a full bin. A bin with at least
/// one value is never blank.
pub(super) fn histogram(counts: &[usize], most: usize, look: &Look) -> String {
    let levels = look.levels();
    let level = |count: &usize| {
        if *count == 0 { 0 } else { (count * 8).div_ceil(most.max(1)).min(8) }
    };
    counts.iter().map(|count| levels[level(count)]).collect()
}

/// A line of characters, from the lowest sign at `low` to the full one at `high`. A missing number
/// is a blank.
pub(super) fn line(values: &[f64], (low, high): (f64, f64), look: &Look) -> String {
    let levels = look.levels();
    let level = |value: &f64| {
        if !value.is_finite() {
            return 0;
        }
        let share = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 };
        1 + (share * 7.0 + 0.5) as usize
    };
    values.iter().map(|value| levels[level(value).min(8)]).collect()
}

/// Reduces `values` to at most `most` values by averaging groups of neighbours. Returns the means
/// and the size of a group; the last group may be smaller.
pub(super) fn thinned(values: &[f64], most: usize) -> (Vec<f64>, usize) {
    let step = values.len().div_ceil(most.max(1)).max(1);
    let mean = |group: &[f64]| group.iter().sum::<f64>() / group.len() as f64;
    (values.chunks(step).map(mean).collect(), step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures() {
        let look = Look::PLAIN;
        assert_eq!(counts(&[0.0, 0.1, 0.9, 1.0], (0.0, 1.0), 4), [2, 0, 0, 2]);
        assert_eq!(counts(&[3.0, 3.0], (3.0, 3.0), 4), [0, 0, 2, 0]);
        assert_eq!(histogram(&[0, 1, 50, 100], 100, &look), " ▁▄█");
        assert_eq!(line(&[0.0, 0.5, 1.0, f64::NAN], (0.0, 1.0), &look), "▁▅█ ");
        assert_eq!(line(&[0.0, 1.0], (0.0, 1.0), &Look { unicode: false, ..look }), ".#");
        assert_eq!(thinned(&[1.0, 3.0, 5.0], 2), (vec![2.0, 5.0], 2));
        assert_eq!(extent([f64::NAN, 2.0, 1.0]), Some((1.0, 2.0)));
    }
}
