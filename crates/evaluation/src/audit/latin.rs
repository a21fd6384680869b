//! The Latin hypercube of the registered contexts.
//!
//! The generator is ChaCha8 with a constant key, in one stream and in steps of 32 bits, so that the
//! same points come out on every machine and in every version. Its numbers reach a run only through
//! the committed file.

use balcony_doe::design::latin::{coordinate, strata};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Key of the generator: 32 bytes that name its purpose.
const KEY: [u8; 32] = *b"balcony audit: contexts, fixed  ";

/// `points` points in the unit cube of dimension `ranges`. Each coordinate is at least 0 and below
/// 1.
pub(super) fn hypercube(points: u32, ranges: usize) -> Vec<Vec<f64>> {
    let mut random = ChaCha8Rng::from_seed(KEY);
    let mut cube = vec![Vec::with_capacity(ranges); points as usize];
    for _ in 0..ranges {
        let strata = strata(points, |n| below(&mut random, n));
        for (point, stratum) in cube.iter_mut().zip(strata) {
            point.push(coordinate(stratum, uniform(&mut random), points as usize));
        }
    }
    cube
}

/// Uniform whole number below `n`, by multiplication; the bias is below n / 2^32.
fn below(random: &mut ChaCha8Rng, n: usize) -> usize {
    ((u64::from(random.next_u32()) * n as u64) >> 32) as usize
}

/// Uniform number in [0, 1), in steps of 2^-32.
fn uniform(random: &mut ChaCha8Rng) -> f64 {
    f64::from(random.next_u32()) * (1.0 / 4_294_967_296.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stratum_of_every_range_is_met_once() {
        let cube = hypercube(50, 4);
        for range in 0..4 {
            let mut strata: Vec<u32> = cube.iter().map(|point| (point[range] * 50.0) as u32).collect();
            assert!(cube.iter().all(|point| (0.0..1.0).contains(&point[range])));
            assert!(strata.windows(2).any(|pair| pair[0] > pair[1]), "they are shuffled");
            strata.sort_unstable();
            assert_eq!(strata, (0..50).collect::<Vec<_>>());
        }
        assert_eq!(cube, hypercube(50, 4));
    }
}
