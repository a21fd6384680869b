//! The records of a session file. Each can be verified by itself.
//!
//! A record is one line: a digest, the length of the JSON that follows, and the JSON. The reader
//! tries every byte as the beginning of a record, so damage costs only the records that it covers.

use balcony_exercise::exercise::{Decision, Row, chained};
use serde::{Deserialize, Serialize};

/// First line of a session file; the number is the version of the format.
pub(super) const HEAD: &str = "balcony room 1\n";

/// First bytes of an earlier Balcony's file: an SQLite database with the mark `BALC`.
const DATABASE: &[u8] = b"SQLite format 3\0";
const MARK: (std::ops::Range<usize>, &[u8]) = (68..72, b"BALC");

/// One record of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Record {
    /// An entry of the log.
    Entry(Row),
    /// A team's draft.
    Draft { team: u32, round: u32, draft: Decision },
    /// A device's team and whether it only observes; `None` if it has lost its seat.
    Seat { device: String, seat: Option<(u32, bool)> },
    /// A value by name, such as the session's code.
    Keep { key: String, value: String },
}

/// Number of hexadecimal digits of a digest.
const DIGITS: usize = 32;
/// Most digits of a length. No record is longer than a decision with all answers.
const LENGTH: usize = 7;

impl Record {
    /// The record as a line of the file.
    pub(super) fn line(&self) -> String {
        let body = serde_json::to_string(self).unwrap_or_default();
        format!("{} {} {body}\n", chained("", "", &body), body.len())
    }
}

/// The result of reading a file.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// All valid records, in order.
    pub(super) records: Vec<Record>,
    /// Number of bytes that belong to no record.
    pub(super) unreadable: usize,
    /// Whether the file ends with such bytes. Then nobody can tell what was there.
    pub(super) open_end: bool,
    /// Whether a valid record has an unknown form, as a newer Balcony's would.
    pub(super) strange: bool,
}

/// Finds all valid records.
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
        // `whole` returns a part of its input; the line must end directly after it.
        at = body.as_ptr() as usize - bytes.as_ptr() as usize + body.len();
        if bytes.get(at) == Some(&b'\n') {
            at += 1;
        } else if at == bytes.len() {
            // The file was cut off between a record and its line break.
            found.unreadable += 1;
            found.open_end = true;
        }
    }
    found
}

/// The body of the record that begins here, if there is one and its digest is right.
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

/// Why this version cannot open the file; `None` if it may be a session file.
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
