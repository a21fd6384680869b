//! A part: a file with a fixed number of replicates, exact to the bit, which ends with its length
//! and digest.
//!
//! Layout, little-endian: magic, digest of the run's identity, number of the part, number of
//! replicates in it. Then for each replicate its index, case-weeks, case-weeks of the warm-up, and
//! for each strategy outcomes, quarters of the primary one, detailed counts, quarters of all
//! outcomes (f64 each), series (f32). At the end the length of all that and its SHA-256. A part
//! that is truncated, changed or of another run is ignored.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use balcony_numeric::bytes::{Malformed, Reader, Writer};
use sha2::{Digest, Sha256};

use super::Identity;
use super::atomic_write::Aside;
use super::disk::Disk;
use super::sealed::{TAIL, tail};
use crate::experiment::stats::sequence::BLOCK;
use crate::experiment::{ArmResult, Replicate, Shape};
use balcony_files::{self as files, Links};

/// Replicates of a part. It never depends on threads. It is the block of a comparison, so that a
/// comparison that is settled ends with a full part.
pub const PART: u32 = BLOCK;

const MAGIC: &[u8; 8] = b"BALPART3";
const HEAD: u64 = 8 + 32 + 4 + 4;
const REPLICATE_HEAD: usize = 4 + 8 + 8;

/// Properties that all parts of a run share.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) identity: [u8; 32],
    pub(super) shape: Shape,
    pub(super) replicates: u32,
}

impl Layout {
    pub(super) fn of(identity: &Identity) -> Self {
        Self {
            identity: identity.digest(),
            shape: Shape::new(identity.arms.len(), identity.weeks, identity.series),
            replicates: identity.replicates,
        }
    }

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
        let Shape { outcomes, quarters, details, by_quarter, .. } = self.shape;
        (outcomes + quarters + details + quarters * by_quarter) * 8 + self.series_bytes()
    }

    pub(super) fn replicate_bytes(&self) -> usize {
        REPLICATE_HEAD + self.shape.arms * self.arm_bytes()
    }

    fn head(&self, part: u32) -> Vec<u8> {
        let mut head = Writer::default();
        head.bytes(MAGIC).bytes(&self.identity).u32(part).u32(self.count(part));
        head.finish()
    }
}

/// A part that is being written.
pub(super) struct PartWriter {
    file: Aside,
    buffer: Writer,
    left: u32,
}

impl PartWriter {
    pub(super) fn begin(disk: &Arc<dyn Disk>, folder: &Path, layout: &Layout, part: u32) -> io::Result<Self> {
        let mut file = Aside::create(disk, &Layout::path(folder, part))?;
        file.write_all(&layout.head(part))?;
        Ok(Self { file, buffer: Writer::default(), left: layout.count(part) })
    }

    /// Adds the next replicate; returns whether the part is full.
    pub(super) fn add(&mut self, replicate: &Replicate) -> io::Result<bool> {
        let buffer = &mut self.buffer;
        buffer.clear();
        buffer.u32(replicate.replicate).u64(replicate.case_weeks).u64(replicate.warm_up_case_weeks);
        for arm in &replicate.arms {
            buffer.f64s(&arm.outcomes).f64s(&arm.primary_by_quarter).f64s(&arm.details);
            buffer.f64s(&arm.quarters).f32s(&arm.series);
        }
        self.file.write_all(buffer.written())?;
        self.left -= 1;
        Ok(self.left == 0)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        let (length, digest) = self.file.so_far();
        self.file.write_all(&tail(length, &digest))?;
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
        if file.metadata()?.len() != length + TAIL as u64
            || (verify && !is_whole(&mut file, layout, part, length)?)
        {
            return Ok(None);
        }
        Ok(Some(Self { file, layout: layout.clone(), first: part * PART, buffer: Vec::new() }))
    }

    /// Some bytes of a replicate.
    fn bytes(&mut self, replicate: u32, from: usize, length: usize) -> io::Result<Reader<'_>> {
        let stride = self.layout.replicate_bytes() as u64;
        let at = HEAD + u64::from(replicate - self.first) * stride + from as u64;
        self.buffer.resize(length, 0);
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(&mut self.buffer)?;
        Ok(Reader::new(&self.buffer))
    }

    /// A replicate, by its index in the run.
    pub(super) fn replicate(&mut self, number: u32) -> io::Result<Replicate> {
        let shape = self.layout.shape;
        let mut bytes = self.bytes(number, 0, self.layout.replicate_bytes())?;
        let mut read = || {
            let (replicate, case_weeks, warm_up_case_weeks) = (bytes.u32()?, bytes.u64()?, bytes.u64()?);
            let arm = |_| {
                Ok(ArmResult {
                    outcomes: bytes.f64s(shape.outcomes)?,
                    primary_by_quarter: bytes.f64s(shape.quarters)?,
                    details: bytes.f64s(shape.details)?,
                    quarters: bytes.f64s(shape.quarters * shape.by_quarter)?,
                    series: bytes.f32s(shape.weeks * shape.measures)?,
                })
            };
            let arms = (0..shape.arms).map(arm).collect::<Result<_, _>>()?;
            Ok(Replicate { replicate, arms, case_weeks, warm_up_case_weeks })
        };
        read().map_err(malformed)
    }

    /// The quarters of one strategy in one replicate: of all outcomes if they are kept, otherwise
    /// of the primary one.
    pub(super) fn quarters(&mut self, number: u32, arm: usize) -> io::Result<Vec<f64>> {
        let Shape { outcomes, quarters, details, by_quarter, .. } = self.layout.shape;
        if by_quarter > 0 {
            let from = REPLICATE_HEAD + arm * self.layout.arm_bytes() + (outcomes + quarters + details) * 8;
            let count = quarters * by_quarter;
            return self.bytes(number, from, count * 8)?.f64s(count).map_err(malformed);
        }
        let from = REPLICATE_HEAD + arm * self.layout.arm_bytes() + self.layout.shape.outcomes * 8;
        let count = self.layout.shape.quarters;
        self.bytes(number, from, count * 8)?.f64s(count).map_err(malformed)
    }

    /// The detailed counts of one strategy in one replicate.
    pub(super) fn details(&mut self, number: u32, arm: usize) -> io::Result<Vec<f64>> {
        let before = (self.layout.shape.outcomes + self.layout.shape.quarters) * 8;
        let from = REPLICATE_HEAD + arm * self.layout.arm_bytes() + before;
        let count = self.layout.shape.details;
        self.bytes(number, from, count * 8)?.f64s(count).map_err(malformed)
    }

    /// The series of one strategy in one replicate.
    pub(super) fn series(&mut self, number: u32, arm: usize) -> io::Result<Vec<f32>> {
        let length = self.layout.series_bytes();
        let from = REPLICATE_HEAD + (arm + 1) * self.layout.arm_bytes() - length;
        self.bytes(number, from, length)?.f32s(length / 4).map_err(malformed)
    }
}

fn malformed(Malformed: Malformed) -> io::Error {
    io::ErrorKind::UnexpectedEof.into()
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
    let mut end = vec![0; TAIL];
    file.read_exact(&mut end)?;
    Ok(end == tail(length, &hash.finalize()))
}
