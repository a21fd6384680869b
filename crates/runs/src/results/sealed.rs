//! The end of a part: the length of all before it and its SHA-256, so that a part that is cut
//! short or changed is not a part.

use balcony_numeric::bytes::{Reader, Writer};
use sha2::{Digest, Sha256};

/// Bytes of the end.
pub(super) const TAIL: usize = 8 + 32;

/// The end of a part of this length and digest.
pub(super) fn tail(length: u64, digest: &[u8]) -> Vec<u8> {
    let mut tail = Writer::default();
    tail.u64(length).bytes(digest);
    tail.finish()
}

/// What was written, with its end.
pub(super) fn seal(mut body: Writer) -> Vec<u8> {
    let tail = tail(body.written().len() as u64, &Sha256::digest(body.written()));
    body.bytes(&tail);
    body.finish()
}

/// What stands before the end of a part; none if it is not whole.
pub(super) fn unseal(bytes: &[u8]) -> Option<Reader<'_>> {
    let (body, end) = bytes.split_at_checked(bytes.len().checked_sub(TAIL)?)?;
    (end == tail(body.len() as u64, &Sha256::digest(body))).then(|| Reader::new(body))
}
