//! What is digested: the calendar over two centuries and the mathematics that the samplers stand on.

use balcony_engine::calendar::{Date, Week};

/// Number of digests.
pub(crate) const COUNT: u32 = 3;

/// The digest of values that depend on the engine's own arithmetic; `scenario` shifts every argument.
pub(crate) fn digest(scenario: u32) -> u64 {
    let mut hash = Fnv::new();
    for week in 0..11_000 {
        let monday: Date = Week(week).monday();
        hash.add(u64::from(monday.days()) << 32 | u64::from(monday.week().0));
    }
    let shift = f64::from(scenario) / 7.0;
    let mut sum = 0.0;
    for i in 1..100_000_u32 {
        let x = (f64::from(i) + shift) / 1000.0;
        sum += libm::exp(-x)
            + libm::log(x) * libm::sin(x)
            + libm::pow(x, 0.3)
            + libm::tanh(x)
            + libm::log1p(x);
        hash.add(sum.to_bits());
    }
    hash.0
}

/// The 64-bit FNV-1a hash, of words taken byte by byte from the low end.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, word: u64) {
        for byte in word.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
