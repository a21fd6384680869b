//! Splits a variance into random variation ("luck") and parameter uncertainty by a one-way analysis
//! of variance with random effects.
//!
//! Replicate r uses parameter sample (draw) r modulo D. A value is the mean plus the effect of the
//! sample plus luck. Effect and luck have mean 0 and a variance each. There are N replicates, n_d
//! of them in sample d with mean m_d, and m is the overall mean (Searle, Casella & McCulloch 1992,
//! Variance Components, chapter 3):
//!
//! MSB = sum n_d (m_d - m)^2 / (D - 1), MSW = sum (x - m_d)^2 / (N - D), n0 = (N - sum n_d^2 / N) /
//! (D - 1); luck = MSW, uncertainty = max(0, (MSB - MSW) / n0).
//!
//! A negative estimate is reported as 0: the samples do not differ by more than random variation
//! alone would explain. Random variation is assumed to be equal in all samples; if it is not,
//! `luck` is its mean over the samples.
//!
//! **Three intervals for three questions**, all at 95 %:
//! - `luck`: mean -+ t(N - D) sqrt(MSW / N). How far random variation may have moved the mean of
//!   exactly these samples.
//! - the interval of [`super::ErrorUnit::Draw`]: how far random variation and the choice of samples
//!   may have moved the mean over all possible parameters. Verdicts rest on it.
//! - `world`: mean -+ t(D - 1) sqrt(uncertainty + error^2). Where the true value of one further
//!   parameter sample may lie, for example that of the real world, if samples are normally
//!   distributed. More samples do not narrow it; only better knowledge of the parameters does.
//!
//! `below` and `above` count samples by the sign of their mean; `agree` counts those with the sign
//! of the overall mean. The mean of a sample contains random variation too, so samples agree less
//! often than their true values do.

use super::error_unit::groups;
use super::{ErrorUnit, Interval, mean, t_quantile};

/// Variance components of a list of values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VarianceComponents {
    /// Number of parameter samples.
    pub draws: usize,
    /// Variance within a sample.
    pub luck: f64,
    /// Variance between samples without random variation; never below 0.
    pub uncertainty: f64,
    /// Share of parameter uncertainty in the variance of a single replicate; `None` if nothing
    /// varies.
    pub share: Option<f64>,
    /// Interval of the mean that covers random variation only, with the samples taken as given.
    pub by_luck: Interval,
    /// Interval for the true value of one parameter sample.
    pub world: Interval,
    /// Number of samples whose mean is below 0.
    pub below: usize,
    /// Number of samples whose mean is above 0.
    pub above: usize,
    /// Number of samples whose mean has the sign of the overall mean. If the overall mean is
    /// exactly 0, number of samples whose mean is exactly 0.
    pub agree: usize,
}

/// Splits the variance of the values into components. `None` below two samples, or if no sample has
/// two replicates.
pub fn variance_components(values: &[f64], given: usize) -> Option<VarianceComponents> {
    let groups = groups(values, given);
    let (draws, size) = (groups.len(), groups.iter().map(Vec::len).sum::<usize>());
    if draws < 2 || size <= draws {
        return None;
    }
    let (count, total) = (draws as f64, size as f64);
    let all = mean(values);
    let means: Vec<f64> = groups.iter().map(|group| mean(group)).collect();
    let (mut between, mut within, mut sizes) = (0.0, 0.0, 0.0);
    for (group, m) in groups.iter().zip(&means) {
        let size = group.len() as f64;
        between += size * (m - all) * (m - all);
        within += group.iter().map(|value| (value - m) * (value - m)).sum::<f64>();
        sizes += size * size;
    }
    let luck = within / (total - count);
    let n0 = (total - sizes / total) / (count - 1.0);
    let uncertainty = ((between / (count - 1.0) - luck) / n0).max(0.0);
    let around = |half: f64| Interval { low: all - half, high: all + half };
    let half = libm::sqrt(luck / total) * t_quantile(0.975, total - count);
    let error = ErrorUnit::Draw(given).estimate(values).error;
    let world = libm::sqrt(uncertainty + error * error) * t_quantile(0.975, count - 1.0);
    let side = |value: f64| (value > 0.0, value < 0.0);
    let count = |counts: &dyn Fn(f64) -> bool| means.iter().filter(|m| counts(**m)).count();
    Some(VarianceComponents {
        draws,
        luck,
        uncertainty,
        share: (luck + uncertainty > 0.0).then(|| uncertainty / (luck + uncertainty)),
        by_luck: around(half),
        world: around(world),
        below: count(&|m| m < 0.0),
        above: count(&|m| m > 0.0),
        agree: count(&|m| side(m) == side(all)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_example_by_hand() {
        // Samples {1, 3}, {6, 8}, {5, 7}: means 2, 7, 6, overall 5; MSB = 2 (9 + 4 + 1) / 2 = 14,
        // MSW = 6 / 3 = 2, n0 = 2.
        let found = variance_components(&[1.0, 6.0, 5.0, 3.0, 8.0, 7.0], 3).expect("three draws");
        assert_eq!((found.luck, found.uncertainty), (2.0, 6.0));
        assert_eq!((found.below, found.above, found.agree), (0, 3, 3));
        assert_eq!(found.share, Some(0.75));
        // t(0.975; 3) = 3.182446305, t(0.975; 2) = 4.302652730; error^2 = MSB / 6 = 7 / 3.
        let half = 3.182_446_305_284_263 * libm::sqrt(2.0 / 6.0);
        assert!((found.by_luck.high - 5.0 - half).abs() < 1e-9);
        let half = 4.302_652_729_911_275 * libm::sqrt(6.0 + 14.0 / 6.0);
        assert!((found.world.high - 5.0 - half).abs() < 1e-8);
    }

    #[test]
    fn unequal_draws_by_hand() {
        // Samples {0, 2, 4} and {10, 12}: means 2 and 11, overall 5.6; MSB = 3 x 12.96 + 2 x 29.16
        // = 97.2, MSW = (8 + 2) / 3, n0 = 5 - 13 / 5 = 2.4.
        let found = variance_components(&[0.0, 10.0, 2.0, 12.0, 4.0], 2).expect("two draws");
        assert!((found.luck - 10.0 / 3.0).abs() < 1e-12);
        assert!((found.uncertainty - (97.2 - 10.0 / 3.0) / 2.4).abs() < 1e-12);
    }

    #[test]
    fn less_between_than_luck_would_give_is_nought() {
        let found = variance_components(&[-1.0, 1.0, 1.0, -1.0], 2).expect("two draws");
        assert_eq!((found.uncertainty, found.share), (0.0, Some(0.0)));
        let same = variance_components(&[0.0; 6], 3).expect("three draws");
        assert_eq!((same.share, same.agree), (None, 3));
        assert_eq!(same.world, Interval { low: 0.0, high: 0.0 });
        assert_eq!(
            (variance_components(&[1.0, 2.0], 2), variance_components(&[1.0, 2.0, 3.0], 1)),
            (None, None)
        );
    }

    /// A number between 0 and 1 (the finaliser of SplitMix64).
    fn keyed(key: u64) -> f64 {
        let mut mixed = key.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Approximately normal numbers with mean 0 and variance 1: sums of twelve uniform ones.
    fn bell(key: u64) -> f64 {
        (0..12).map(|at| keyed(key * 12 + at)).sum::<f64>() - 6.0
    }

    // 400 experiments of 20 samples of 5 replicates, with uncertainty 4 and luck 1 about a mean of
    // 3. The share of 95 % intervals of the mean that cover 3 has a standard error of sqrt(.95 x
    // .05 / 400) = 0.0109; the tolerance is 3 of them. `by_luck` must cover much less, because it
    // ignores uncertainty. The mean estimates are 1 and 4, with standard errors over 400
    // experiments of sqrt(2 / 80 / 400) = 0.0079 and sqrt(2 x 4.2^2 / 19 / 400) = 0.068; the
    // tolerance is 4 of them. Seen to fail with N - 1 degrees and sd / sqrt(N) in the place of the
    // samples' error (coverage 0.66).
    #[test]
    fn intervals_cover_what_they_say_and_variances_are_found_again() {
        let (mut covered, mut by_luck, mut world, mut luck, mut uncertainty) = (0_u32, 0, 0, 0.0, 0.0);
        for experiment in 0..400 {
            let key = experiment * 1000;
            let value = |r: u64| 3.0 + 2.0 * bell(key + r % 20) + bell(key + 100 + r);
            let values: Vec<f64> = (0..100).map(value).collect();
            let holds =
                |interval: Interval, truth: f64| u32::from(interval.low <= truth && truth <= interval.high);
            covered += holds(ErrorUnit::Draw(20).estimate(&values).interval.expect("20 draws"), 3.0);
            let found = variance_components(&values, 20).expect("20 draws");
            by_luck += holds(found.by_luck, 3.0);
            world += holds(found.world, 3.0 + 2.0 * bell(key + 999));
            luck += found.luck / 400.0;
            uncertainty += found.uncertainty / 400.0;
        }
        let share = |count: u32| f64::from(count) / 400.0;
        assert!((share(covered) - 0.95).abs() < 3.0 * 0.0109, "{}", share(covered));
        assert!((share(world) - 0.95).abs() < 3.0 * 0.0109, "{}", share(world));
        assert!(share(by_luck) < 0.6, "{}", share(by_luck));
        assert!((luck - 1.0).abs() < 4.0 * 0.0079, "{luck}");
        assert!((uncertainty - 4.0).abs() < 4.0 * 0.068, "{uncertainty}");
    }
}
