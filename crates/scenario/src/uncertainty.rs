//! What is not known, drawn: a number that is given as a range gets one value per draw.
//!
//! **Layout.** The value of a number in a draw is a pure function of seed, draw and the number's
//! own key. The 256 bits of a ChaCha8 key are: bytes 0 to 3 the seed, bytes 4 to 7 the draw (both
//! little-endian), bytes 8 to 31 the first 24 bytes of SHA-256 over the key of the number
//! (`needs.rate`, `start.trust`, `events.cut.size`). The first 64 bits of the stream are taken, of
//! them the upper 53 as (n + 1/2) / 2^53: a number strictly between 0 and 1. So a draw does not
//! depend on which other numbers are drawn, on how many draws there are, on threads, on the
//! replicate, on the strategies, nor on the luck (which is Philox, under other keys). Draw 7 of 10
//! is draw 7 of 1000. (docs/MODEL.md section 7 meant a draw for each replicate; here some
//! replicates share one, so that luck and what is not known can be told apart.)
//!
//! **Distribution** (assumption): two triangles back to back, each with half of the draws. The
//! likeliest value and the median are the central value, and the density falls in a straight line
//! to 0 at either end. Where the central value is in the middle of its range this is the triangular
//! distribution.
//!
//! - Not uniform: the ends of a range are what can hardly be exceeded, or what a scenario may at
//!   most give. A uniform distribution would hold them to be as likely as the value that was fitted
//!   or read, and with many numbers nearly every world would have some of them at an end.
//! - Not one triangle over the whole range: many ranges are lopsided (a published value near one
//!   end). One triangle puts most of its draws on the longer side, though nobody said that the
//!   value is probably greater; over all numbers this would move the worlds away from the central
//!   one. Here half of the worlds lie on either side of every central value.
//!
//! Numbers are drawn independently of each other. That is not what is known of fitted ones, which
//! were found together: a joint draw is not fitted again, so that some of the worlds do not match
//! the published figures and intervals are wider than they would be without those: that is what
//! [`crate::ensemble`] are for. Levers among the parameters (a statutory deadline, prices,
//! `influence.separate`) are drawn like all others: what is known is fixed by giving it one number
//! under `[parameters]`.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// A number strictly between 0 and 1 for a seed, a draw and the key of a number.
pub fn share(seed: u32, draw: u32, key: &str) -> f64 {
    let mut bits = [0; 32];
    bits[..4].copy_from_slice(&seed.to_le_bytes());
    bits[4..8].copy_from_slice(&draw.to_le_bytes());
    bits[8..].copy_from_slice(&Sha256::digest(key.as_bytes())[..24]);
    let upper = ChaCha8Rng::from_seed(bits).next_u64() >> 11;
    (upper as f64 + 0.5) / (1u64 << 53) as f64
}

/// The value below which a share of the draws of a range lies; never outside of the range.
pub fn quantile(share: f64, low: f64, central: f64, high: f64) -> f64 {
    let value = if share < 0.5 {
        central - (central - low) * (1.0 - libm::sqrt(2.0 * share))
    } else {
        central + (high - central) * (1.0 - libm::sqrt(2.0 * (1.0 - share)))
    };
    value.clamp(low, high)
}

/// The mean of the draws of a range.
pub fn mean(low: f64, central: f64, high: f64) -> f64 {
    central + ((high - central) - (central - low)) / 6.0
}

/// The variance of the draws of a range.
pub fn variance(low: f64, central: f64, high: f64) -> f64 {
    let (below, above) = (central - low, high - central);
    (below * below + above * above) / 12.0 - (above - below) * (above - below) / 36.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_at_its_joints() {
        for (at, expected) in [(0.0, 2.0), (0.125, 2.5), (0.5, 3.0), (0.875, 6.0), (1.0, 9.0)] {
            assert!((quantile(at, 2.0, 3.0, 9.0) - expected).abs() < 1e-12, "{at}");
        }
        // A central value at an end keeps half of the draws; a range of one value is that value.
        assert_eq!((quantile(0.3, 0.0, 1.0, 1.0) < 1.0, quantile(0.7, 0.0, 1.0, 1.0)), (true, 1.0));
        assert_eq!(quantile(0.9, 4.0, 4.0, 4.0), 4.0);
        // In the middle: the triangular distribution, variance (high - low)^2 / 24.
        assert!((variance(0.0, 3.0, 6.0) - 36.0 / 24.0).abs() < 1e-12);
        assert_eq!(mean(0.0, 3.0, 6.0), 3.0);
    }

    // Mean within 4 standard errors and variance within 4 standard errors (n = 20,000, normal
    // limits; 6 comparisons, so that a sound generator fails with a probability below 6 x 6.4e-5).
    // Seen to fail with the square root left out, and with `share` without the draw.
    #[test]
    fn draws_have_the_mean_and_the_variance_of_the_distribution() {
        let n = 20_000;
        for (low, central, high) in [(0.0, 0.5, 1.0), (1e-5, 1.06e-4, 5e-4), (0.2, 1.0, 1.0)] {
            let drawn: Vec<f64> =
                (0..n).map(|draw| quantile(share(1, draw, "needs.rate"), low, central, high)).collect();
            assert!(drawn.iter().all(|value| (low..=high).contains(value)));
            let count = f64::from(n);
            let m = drawn.iter().sum::<f64>() / count;
            let power =
                |p: i32| drawn.iter().map(|x| (0..p).map(|_| x - m).product::<f64>()).sum::<f64>() / count;
            let (second, fourth) = (power(2), power(4));
            let error = libm::sqrt(variance(low, central, high) / count);
            assert!((m - mean(low, central, high)).abs() < 4.0 * error, "{m} {error}");
            let error = libm::sqrt((fourth - second * second) / count);
            assert!((second - variance(low, central, high)).abs() < 4.0 * error, "{second} {error}");
        }
    }

    // Neighbouring draws, seeds and keys share nothing: correlations of n = 10,000 pairs within 4 /
    // sqrt(n).
    #[test]
    fn draws_of_other_numbers_other_draws_and_other_seeds_are_other_draws() {
        let n = 10_000;
        let of = |seed: u32, step: u32, key: &str| -> Vec<f64> {
            (0..n).map(|draw| share(seed, draw + step, key) - 0.5).collect()
        };
        let base = of(1, 0, "needs.rate");
        for other in [of(1, 0, "needs.fall"), of(1, 1, "needs.rate"), of(2, 0, "needs.rate")] {
            let product: f64 = base.iter().zip(&other).map(|(a, b)| a * b).sum();
            let correlation = product / f64::from(n) * 12.0;
            assert!(correlation.abs() < 4.0 / libm::sqrt(f64::from(n)), "{correlation}");
        }
    }

    // What is stored here must never move: a parameter that is added, or a later version, leaves
    // all other draws where they are.
    #[test]
    fn the_layout_is_what_it_was() {
        let now = [share(1, 0, "needs.rate"), share(1, 39, "needs.rate"), share(7, 3, "start.trust")];
        assert_eq!(
            now.map(f64::to_bits),
            [0x3fa2_4ba4_310c_8058, 0x3feb_bf67_a8e3_61a4, 0x3fd3_d45b_e1ad_df69],
            "{now:?}"
        );
    }
}
