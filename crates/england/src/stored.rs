//! What a finished run yields, as bytes that are exact to the last bit, so that an interrupted
//! computation goes on where it was.

use balcony_numeric::bytes::{Malformed, Reader};

/// Keeps what finished runs yield.
pub trait Store: Sync {
    /// What a run yielded, if it was kept.
    ///
    /// # Errors
    /// A sentence, if it cannot be read.
    fn load(&self, number: u32) -> Result<Option<Vec<u8>>, String>;

    /// Keeps what a run yielded.
    ///
    /// # Errors
    /// A sentence, if it cannot be written.
    fn save(&self, number: u32, bytes: &[u8]) -> Result<(), String>;
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy)]
pub struct Nowhere;

impl Store for Nowhere {
    fn load(&self, _: u32) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }

    fn save(&self, _: u32, _: &[u8]) -> Result<(), String> {
        Ok(())
    }
}

/// The number under which a run on the market alone is kept.
pub(crate) const fn alone(replicate: u32) -> u32 {
    2 * replicate
}

/// The number under which a run with children is kept.
pub(crate) const fn with_children(replicate: u32) -> u32 {
    2 * replicate + 1
}

/// Most things of a list: a guard against bytes that are none of ours.
const MOST: usize = 1 << 20;

/// How many things of a list follow.
pub(crate) fn count(bytes: &mut Reader<'_>) -> Result<usize, Malformed> {
    Some(bytes.u32()? as usize).filter(|count| *count <= MOST).ok_or(Malformed)
}
