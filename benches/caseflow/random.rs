//! One ChaCha8 stream, and the three distributions drawn from it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A sequential generator: each number depends on all that were drawn before.
pub(super) struct Random(ChaCha8Rng);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Uniform on 0 to 1, excluding 1, in steps of 2^-32.
    pub(super) fn uniform(&mut self) -> f64 {
        f64::from(self.0.next_u32()) * (1.0 / 4_294_967_296.0)
    }

    /// Uniform on the integers from 0 to `n - 1`, by multiplication; the bias is below `n / 2^32`.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// Poisson, by Knuth's product of uniforms. Valid for means below about 700, where `exp`
    /// underflows.
    pub(super) fn poisson(&mut self, mean: f64) -> u32 {
        let limit = libm::exp(-mean);
        let mut product = self.uniform();
        let mut n = 0;
        while product > limit {
            product *= self.uniform();
            n += 1;
        }
        n
    }
}
