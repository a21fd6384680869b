//! A part: a file with a fixed number of replicates, exact to the bit, which ends with its length
//! and digest.
//!
//! Layout, little-endian: magic, digest of the run's identity, number of the part, number of
//! replicates in it. Then for each replicate its index, case-weeks, case-weeks of the warm-up, and
//! for each strategy outcomes (f64), quarters (f64), detailed counts (f64), series (f32). At the
//! end the length of all that and its SHA-256. A part that is truncated, changed or of another run
//! is ignored.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::atomic_write::Aside;
use super::disk::Disk;
use crate::experiment::stats::sequence::BLOCK;
use crate::experiment::{ArmResult, Replicate, Shape};
use crate::files::{self, Links};

/// Replicates of a part. It never depends on threads. It is the block of a comparison, so that a
/// comparison that is settled ends with a full part.
pub const PART: u32 = BLOCK;

const MAGIC: &[u8; 8] = b"BALPART2";
const HEAD: u64 = 8 + 32 + 4 + 4;
const TAIL: u64 = 8 + 32;
const REPLICATE_HEAD: usize = 4 + 8 + 8;

/// Properties that all parts of a run share.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) identity: [u8; 32],
    pub(super) shape: Shape,
    pub(super) replicates: u32,
}

impl Layout {
    pub(super) fn parts(&self) -> u32 {
        self.replicates.div_ceil(PART)
    }

    pub(super) fn count(&self, part: u32) -> u32 {
        (self.replicates - part * PART).min(PART)
    }

    pub(super) fn path(folder: &Path, part: u32) -> PathBuf {
        folder.join(format!("part-{part:06}.bin"))
    }

    fn series_bytes(&self) -> usize {
        self.shape.weeks * self.shape.measures * 4
    }

    fn arm_bytes(&self) -> usize {
        (self.shape.outcomes + self.shape.quarters + self.shape.details) * 8 + self.series_bytes()
    }

    fn replicate_bytes(&self) -> usize {
        REPLICATE_HEAD + self.shape.arms * self.arm_bytes()
    }

    fn head(&self, part: u32) -> Vec<u8> {
        let mut head = MAGIC.to_vec();
        head.extend(self.identity);
        head.extend(part.to_le_bytes());
        head.extend(self.count(part).to_le_bytes());
        head
    }
}

/// A part that is being written.
pub(super) struct PartWriter {
    file: Aside,
    buffer: Vec<u8>,
    left: u32,
}

impl PartWriter {
    pub(super) fn begin(disk: &Arc<dyn Disk>, folder: &Path, layout: &Layout, part: u32) -> io::Result<Self> {
        let mut file = Aside::create(disk, &Layout::path(folder, part))?;
        file.write_all(&layout.head(part))?;
        Ok(Self { file, buffer: Vec::with_capacity(layout.replicate_bytes()), left: layout.count(part) })
    }

    /// Adds the next replicate; returns whether the part is full.
    pub(super) fn add(&mut self, replicate: &Replicate) -> io::Result<bool> {
        let buffer = &mut self.buffer;
        buffer.clear();
        buffer.extend(replicate.replicate.to_le_bytes());
        buffer.extend(replicate.case_weeks.to_le_bytes());
        buffer.extend(replicate.warm_up_case_weeks.to_le_bytes());
        for arm in &replicate.arms {
            for value in arm.outcomes.iter().chain(&arm.primary_by_quarter).chain(&arm.details) {
                buffer.extend(value.to_le_bytes());
            }
            let from = buffer.len();
            buffer.resize(from + 4 * arm.series.len(), 0);
            for (place, value) in buffer[from..].chunks_exact_mut(4).zip(&arm.series) {
                place.copy_from_slice(&value.to_le_bytes());
            }
        }
        self.file.write_all(buffer)?;
        self.left -= 1;
        Ok(self.left == 0)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        let (length, digest) = self.file.so_far();
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(&digest)?;
        self.file.finish().map(|_| ())
    }
}

/// A finished part.
#[derive(Debug)]
pub(super) struct PartReader {
    file: File,
    layout: Layout,
    first: u32,
    buffer: Vec<u8>,
}

impl PartReader {
    /// Opens a part; `None` if it is missing or damaged. `verify` checks all of its bytes.
    pub(super) fn open(folder: &Path, layout: &Layout, part: u32, verify: bool) -> io::Result<Option<Self>> {
        let mut file = match files::open(&Layout::path(folder, part), Links::Refused) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let length = HEAD + u64::from(layout.count(part)) * layout.replicate_bytes() as u64;
        if file.metadata()?.len() != length + TAIL || (verify && !is_whole(&mut file, layout, part, length)?)
        {
            return Ok(None);
        }
        Ok(Some(Self { file, layout: layout.clone(), first: part * PART, buffer: Vec::new() }))
    }

    fn bytes(&mut self, replicate: u32, from: usize, length: usize) -> io::Result<&[u8]> {
        let stride = self.layout.replicate_bytes() as u64;
        let at = HEAD + u64::from(replicate - self.first) * stride + from as u64;
        self.buffer.resize(length, 0);
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(&mut self.buffer)?;
        Ok(&self.buffer)
    }

    /// A replicate, by its index in the run.
    pub(super) fn replicate(&mut self, number: u32) -> io::Result<Replicate> {
        let (layout, all) = (self.layout.clone(), self.layout.replicate_bytes());
        let bytes = self.bytes(number, 0, all)?;
        let (head, arms) = bytes.split_at(REPLICATE_HEAD);
        let arm = |bytes: &[u8]| {
            let (outcomes, rest) = bytes.split_at(layout.shape.outcomes * 8);
            let (quarters, rest) = rest.split_at(layout.shape.quarters * 8);
            let (details, series) = rest.split_at(layout.shape.details * 8);
            ArmResult {
                outcomes: doubles(outcomes),
                primary_by_quarter: doubles(quarters),
                details: doubles(details),
                series: singles(series),
            }
        };
        Ok(Replicate {
            replicate: u32::from_le_bytes(take(head, 0)),
            case_weeks: u64::from_le_bytes(take(head, 4)),
            warm_up_case_weeks: u64::from_le_bytes(take(head, 12)),
            arms: arms.chunks_exact(layout.arm_bytes()).map(arm).collect(),
        })
    }

    /// The quarters of the primary outcome of one strategy in one replicate.
    pub(super) fn quarters(&mut self, number: u32, arm: usize) -> io::Result<Vec<f64>> {
        let from = REPLICATE_HEAD + arm * self.layout.arm_bytes() + self.layout.shape.outcomes * 8;
        let length = self.layout.shape.quarters * 8;
        self.bytes(number, from, length).map(doubles)
    }

    /// The detailed counts of one strategy in one replicate.
    pub(super) fn details(&mut self, number: u32, arm: usize) -> io::Result<Vec<f64>> {
        let before = (self.layout.shape.outcomes + self.layout.shape.quarters) * 8;
        let from = REPLICATE_HEAD + arm * self.layout.arm_bytes() + before;
        let length = self.layout.shape.details * 8;
        self.bytes(number, from, length).map(doubles)
    }

    /// The series of one strategy in one replicate.
    pub(super) fn series(&mut self, number: u32, arm: usize) -> io::Result<Vec<f32>> {
        let length = self.layout.series_bytes();
        let from = REPLICATE_HEAD + (arm + 1) * self.layout.arm_bytes() - length;
        self.bytes(number, from, length).map(singles)
    }
}

/// Whether head, length and digest are right.
fn is_whole(file: &mut File, layout: &Layout, part: u32, length: u64) -> io::Result<bool> {
    let mut head = vec![0; HEAD as usize];
    file.read_exact(&mut head)?;
    if head != layout.head(part) {
        return Ok(false);
    }
    let mut hash = Sha256::new();
    hash.update(&head);
    let mut left = length - HEAD;
    let mut buffer = vec![0; 64 * 1024];
    while left > 0 {
        let chunk = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        file.read_exact(&mut buffer[..chunk])?;
        hash.update(&buffer[..chunk]);
        left -= chunk as u64;
    }
    let mut tail = [0; TAIL as usize];
    file.read_exact(&mut tail)?;
    Ok(tail[..8] == length.to_le_bytes() && tail[8..] == hash.finalize()[..])
}

/// `N` bytes at an offset that is known to be in range.
fn take<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut taken = [0; N];
    taken.copy_from_slice(&bytes[at..at + N]);
    taken
}

fn doubles(bytes: &[u8]) -> Vec<f64> {
    bytes.chunks_exact(8).map(|word| f64::from_le_bytes(take(word, 0))).collect()
}

fn singles(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|word| f32::from_le_bytes(take(word, 0))).collect()
}
