//! Numbers as little-endian bytes, and back: the codec of everything that is kept or sent in a
//! binary form. A reader believes nothing: bytes that end too early, a length that goes beyond
//! them, and bytes that are left over are all refused.

/// The bytes are not what was to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

/// Puts numbers one behind the other.
///
/// ```
/// use balcony_numeric::bytes::{Malformed, Reader, Writer};
///
/// let mut writer = Writer::default();
/// writer.u32(7).f64s(&[0.5, f64::NAN]);
/// let bytes = writer.finish();
/// assert_eq!(bytes.len(), 20);
///
/// let mut reader = Reader::new(&bytes);
/// assert_eq!(reader.u32(), Ok(7));
/// assert_eq!(reader.f64s(3), Err(Malformed));
/// assert_eq!(reader.f64s(1), Ok(vec![0.5]));
/// assert_eq!(reader.finish(), Err(Malformed));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// A byte.
    pub fn u8(&mut self, number: u8) -> &mut Self {
        self.bytes(&[number])
    }

    /// A whole number in four bytes.
    pub fn u32(&mut self, number: u32) -> &mut Self {
        self.bytes(&number.to_le_bytes())
    }

    /// A whole number in eight bytes.
    pub fn u64(&mut self, number: u64) -> &mut Self {
        self.bytes(&number.to_le_bytes())
    }

    /// Numbers in eight bytes each, bit by bit.
    pub fn f64s(&mut self, numbers: &[f64]) -> &mut Self {
        for (place, number) in self.room(numbers.len(), 8).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        self
    }

    /// Numbers in four bytes each, bit by bit.
    pub fn f32s(&mut self, numbers: &[f32]) -> &mut Self {
        for (place, number) in self.room(numbers.len(), 4).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        self
    }

    /// Places for so many numbers of a width, made at once.
    fn room(&mut self, count: usize, width: usize) -> std::slice::ChunksExactMut<'_, u8> {
        let from = self.0.len();
        self.0.resize(from + count * width, 0);
        self.0[from..].chunks_exact_mut(width)
    }

    /// Forgets what was written and keeps the room.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// What was written so far.
    pub fn written(&self) -> &[u8] {
        &self.0
    }

    /// All that was written.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Takes numbers from the front of some bytes.
#[derive(Debug, Clone)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// A reader of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// So many bytes as they are.
    ///
    /// # Errors
    /// If there are fewer.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*taken)
    }

    /// A byte.
    ///
    /// # Errors
    /// If there is none.
    pub fn u8(&mut self) -> Result<u8, Malformed> {
        self.array().map(u8::from_le_bytes)
    }

    /// A whole number of four bytes.
    ///
    /// # Errors
    /// If there are fewer.
    pub fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_le_bytes)
    }

    /// A whole number of eight bytes.
    ///
    /// # Errors
    /// If there are fewer.
    pub fn u64(&mut self) -> Result<u64, Malformed> {
        self.array().map(u64::from_le_bytes)
    }

    /// So many numbers of eight bytes.
    ///
    /// # Errors
    /// If there are fewer bytes; nothing is allocated then.
    pub fn f64s(&mut self, count: usize) -> Result<Vec<f64>, Malformed> {
        let bytes = self.bytes(count.checked_mul(8).ok_or(Malformed)?)?;
        Ok(bytes.as_chunks().0.iter().map(|word| f64::from_le_bytes(*word)).collect())
    }

    /// So many numbers of four bytes.
    ///
    /// # Errors
    /// If there are fewer bytes; nothing is allocated then.
    pub fn f32s(&mut self, count: usize) -> Result<Vec<f32>, Malformed> {
        let bytes = self.bytes(count.checked_mul(4).ok_or(Malformed)?)?;
        Ok(bytes.as_chunks().0.iter().map(|word| f32::from_le_bytes(*word)).collect())
    }

    /// All that is left.
    pub fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// Nothing may be left.
    ///
    /// # Errors
    /// If something is.
    pub fn finish(&self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Seen to fail with a reader that leaves `rest` where it was after a number.
    #[test]
    fn numbers_come_out_as_they_went_in_and_nothing_more() {
        let mut writer = Writer::default();
        writer.u8(1).u32(2).u64(u64::MAX).f64s(&[-0.0, f64::MIN_POSITIVE]).f32s(&[0.1]).bytes(b"end");
        assert_eq!(writer.written()[1..5], [2, 0, 0, 0], "the least byte comes first");
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        assert_eq!((reader.u8(), reader.u32(), reader.u64()), (Ok(1), Ok(2), Ok(u64::MAX)));
        let doubles = reader.f64s(2).expect("two");
        assert_eq!(doubles[0].to_bits(), (-0.0f64).to_bits());
        assert_eq!(doubles[1], f64::MIN_POSITIVE);
        assert_eq!(reader.f32s(1), Ok(vec![0.1]));
        assert_eq!(reader.finish(), Err(Malformed));
        assert_eq!(reader.bytes(3), Ok(&b"end"[..]));
        assert_eq!(reader.finish(), Ok(()));
    }

    // Seen to fail with a count of numbers whose bytes wrap around (`wrapping_mul`).
    #[test]
    fn what_is_too_short_or_too_long_is_refused_and_taken_from_nobody() {
        let bytes = [0; 7];
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.u64(), Err(Malformed));
        assert_eq!(reader.bytes(8), Err(Malformed));
        for count in [1, usize::MAX / 8, usize::MAX / 8 + 1, usize::MAX] {
            assert_eq!(reader.f64s(count), Err(Malformed));
        }
        assert_eq!(reader.f32s(usize::MAX / 4 + 1), Err(Malformed));
        assert_eq!(reader.rest().len(), 7);
    }
}
