//! A digest of numbers, bit by bit: FNV-1a of 64 bits. It tells runs apart that differ; it is no
//! protection against somebody who wants two runs to look alike.

/// A digest that grows with every word.
///
/// ```
/// use balcony_engine::digest::Digest;
/// let mut digest = Digest::default();
/// digest.add(1.5f64.to_bits());
/// assert_ne!(digest.value(), Digest::default().value());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// Adds a word.
    ///
    /// ```
    /// use balcony_engine::digest::Digest;
    /// let (mut one, mut other) = (Digest::default(), Digest::default());
    /// one.add(1);
    /// other.add(2);
    /// assert_ne!(one, other);
    /// ```
    pub fn add(&mut self, word: u64) {
        for byte in word.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// The digest of all words so far.
    ///
    /// ```
    /// assert_eq!(balcony_engine::digest::Digest::default().value(), 0xcbf2_9ce4_8422_2325);
    /// ```
    pub fn value(self) -> u64 {
        self.0
    }
}
