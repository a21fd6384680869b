//! What stands in a room's file: records, each of which can be told to be whole by itself.
//!
//! A record is a line: a digest, the length of what follows, and that as JSON. Where one ends the
//! next need not be looked for: a record is found at whatever byte it begins, so that what is
//! damaged costs what it covers and nothing after it.

use crate::exercise::{Decision, Row, chained};
use serde::{Deserialize, Serialize};

/// How a room's file begins; the number is that of the format.
pub(super) const HEAD: &str = "balcony room 1\n";

/// How the file of an earlier Balcony began: SQLite's, with `BALC` where its programs put their
/// mark.
const DATABASE: &[u8] = b"SQLite format 3\0";
const MARK: (std::ops::Range<usize>, &[u8]) = (68..72, b"BALC");

/// One thing that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Record {
    /// An entry of the log.
    Entry(Row),
    /// What a team was about to decide.
    Draft { team: u32, round: u32, draft: Decision },
    /// A device's team and whether it only observes; none if it has no seat any more.
    Seat { device: String, seat: Option<(u32, bool)> },
    /// A word, such as the room's code.
    Keep { key: String, value: String },
}

/// Digits of a digest.
const DIGITS: usize = 32;
/// Digits of a length at most: no record is longer than a decision with every answer.
const LENGTH: usize = 7;

impl Record {
    /// As a line.
    pub(super) fn line(&self) -> String {
        let body = serde_json::to_string(self).unwrap_or_default();
        format!("{} {} {body}\n", chained("", "", &body), body.len())
    }
}

/// What was found in a file.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Every whole record, in order.
    pub(super) records: Vec<Record>,
    /// Bytes that belong to none.
    pub(super) unreadable: usize,
    /// Whether they reach the end, so that nobody can tell what stood there.
    pub(super) open_end: bool,
    /// A whole record that means nothing here: a newer Balcony's.
    pub(super) strange: bool,
}

/// Finds every whole record.
pub(super) fn read(bytes: &[u8]) -> Read {
    let mut found = Read::default();
    let mut at = if bytes.starts_with(HEAD.as_bytes()) { HEAD.len() } else { 0 };
    while at < bytes.len() {
        let Some(body) = whole(&bytes[at..]) else {
            found.unreadable += 1;
            found.open_end = true;
            at += 1;
            continue;
        };
        match serde_json::from_slice(body) {
            Ok(record) => found.records.push(record),
            Err(_) => found.strange = true,
        }
        found.open_end = false;
        // `whole` gives a piece of what it was given: its end is where the line's end must be.
        at = body.as_ptr() as usize - bytes.as_ptr() as usize + body.len();
        if bytes.get(at) == Some(&b'\n') {
            at += 1;
        } else if at == bytes.len() {
            // Cut off between a record and the end of its line.
            found.unreadable += 1;
            found.open_end = true;
        }
    }
    found
}

/// The body of the record that begins here, if one does and is whole.
fn whole(bytes: &[u8]) -> Option<&[u8]> {
    let digest = bytes.get(..DIGITS)?;
    let hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if !digest.iter().all(hex) || bytes.get(DIGITS) != Some(&b' ') {
        return None;
    }
    let rest = &bytes[DIGITS + 1..];
    let digits = rest.iter().take(LENGTH + 1).position(|byte| *byte == b' ')?;
    let length: usize = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
    let body = rest.get(digits + 1..)?.get(..length)?;
    let text = std::str::from_utf8(body).ok()?;
    (chained("", "", text).as_bytes() == digest).then_some(body)
}

/// Why a file is none that this version can open, in words; nothing if it may be a room's.
pub(super) fn foreign(bytes: &[u8], found: &Read) -> Option<&'static str> {
    if bytes.starts_with(DATABASE) {
        return Some(if bytes.get(MARK.0) == Some(MARK.1) {
            "this room was kept by an earlier Balcony, in a database: take its log from the desk there, and give it to --import here with another --room"
        } else {
            "this is the file of another program"
        });
    }
    if found.strange {
        return Some("this room was kept by a newer Balcony: open it with that one");
    }
    let shared = bytes.iter().zip(HEAD.as_bytes()).take_while(|(a, b)| a == b).count();
    let ours = shared == bytes.len() || shared >= HEAD.len() / 2 || !found.records.is_empty();
    (!ours).then_some("this is not the file of a room")
}
