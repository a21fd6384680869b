//! Random bits of designs and of resampling: ChaCha8 from a 64-bit seed and a word that says what
//! for, so that two uses of a seed never meet. A stream is chosen directly, so a point is made
//! without those before it.

use super::latin::shuffle;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A generator; the same numbers on every machine.
#[derive(Debug, Clone)]
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    /// The stream of this number, for this seed and purpose (24 bytes that say it).
    pub(crate) fn new(seed: u64, purpose: &[u8; 24], stream: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..].copy_from_slice(purpose);
        let mut random = ChaCha8Rng::from_seed(key);
        random.set_stream(stream);
        Self(random)
    }

    /// 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform from 0 to 1, without 1, in steps of 2^-53.
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform on the whole numbers below `n`, by multiplication; the bias is below n / 2^64.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// Puts a list in random order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        shuffle(list, |n| self.below(n));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_and_repeat() {
        let take = |stream| {
            let mut random = Random::new(7, b"a test of random numbers", stream);
            (0..4).map(|_| random.bits()).collect::<Vec<_>>()
        };
        assert_eq!(take(3), take(3));
        assert_ne!(take(3), take(4));
        let mut random = Random::new(8, b"a test of random numbers", 0);
        let mean = (0..10_000).map(|_| random.uniform()).sum::<f64>() / 10_000.0;
        // Five standard errors of a mean of 10,000 uniforms.
        assert!((mean - 0.5).abs() < 5.0 * 0.288_675 / 100.0, "{mean}");
        assert!((0..1000).all(|_| random.below(3) < 3));
    }
}
