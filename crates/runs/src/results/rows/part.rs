//! A part: a file with consecutive tasks of a sweep, exact to the bit, which ends with its length
//! and digest.
//!
//! Layout, little-endian: magic, digest of the sweep's identity, number of the part, number of
//! tasks in it. Then for each task its point, replicate and case-weeks, followed either by 0 and
//! every outcome of every strategy (f64), or by the length of an error message and the message. At
//! the end the length of all that and its SHA-256. A part that is truncated, changed or of another
//! sweep is ignored.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{Lived, Task};
use crate::files::{self, Links};
use crate::results::atomic_write::Aside;
use crate::results::disk::Disk;

/// Number of tasks in a part. It never depends on threads.
pub(super) const PART: usize = 32;

const MAGIC: &[u8; 8] = b"BALTASK1";
const HEAD: usize = 8 + 32 + 8 + 4;
const TAIL: usize = 8 + 32;
const TASK: usize = 4 + 4 + 8 + 4;
/// Largest length of a task's error message in bytes.
const MOST_SAID: usize = 1 << 20;

/// Properties that all parts of a sweep share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) identity: [u8; 32],
    pub(super) arms: usize,
    pub(super) outcomes: usize,
}

impl Layout {
    pub(super) fn path(folder: &Path, part: u64) -> PathBuf {
        folder.join(format!("part-{part:08}.bin"))
    }

    /// Writes a part atomically.
    pub(super) fn write(
        &self,
        disk: &Arc<dyn Disk>,
        folder: &Path,
        part: u64,
        tasks: &[Lived],
    ) -> io::Result<()> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.identity);
        bytes.extend(part.to_le_bytes());
        bytes.extend((tasks.len() as u32).to_le_bytes());
        for lived in tasks {
            bytes.extend(lived.task.point.to_le_bytes());
            bytes.extend(lived.task.replicate.to_le_bytes());
            bytes.extend(lived.case_weeks.to_le_bytes());
            match &lived.outcomes {
                Ok(arms) => {
                    bytes.extend(0u32.to_le_bytes());
                    arms.iter().flatten().for_each(|value| bytes.extend(value.to_le_bytes()));
                }
                Err(said) => {
                    // A message of length 0 would be read as outcomes.
                    let said = if said.is_empty() { "it failed without a word" } else { said };
                    bytes.extend((said.len() as u32).to_le_bytes());
                    bytes.extend(said.as_bytes());
                }
            }
        }
        let length = bytes.len() as u64;
        let digest = Sha256::digest(&bytes);
        bytes.extend(length.to_le_bytes());
        bytes.extend(digest);
        let mut file = Aside::create(disk, &Self::path(folder, part))?;
        file.write_all(&bytes)?;
        file.finish().map(|_| ())
    }

    /// Reads a part; `None` if it is missing or damaged.
    pub(super) fn read(&self, folder: &Path, part: u64) -> io::Result<Option<Vec<Lived>>> {
        let task = TASK + (self.arms * self.outcomes * 8).max(MOST_SAID);
        match files::bytes(&Self::path(folder, part), Links::Refused, (HEAD + PART * task + TAIL) as u64) {
            Ok(bytes) => Ok(self.tasks(&bytes, part)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::FileTooLarge) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn tasks(&self, bytes: &[u8], part: u64) -> Option<Vec<Lived>> {
        let (body, tail) = bytes.split_at_checked(bytes.len().checked_sub(TAIL)?)?;
        let whole = tail[..8] == (body.len() as u64).to_le_bytes() && tail[8..] == Sha256::digest(body)[..];
        let (head, mut rest) = body.split_at_checked(HEAD)?;
        if !whole || head[..8] != *MAGIC || head[8..40] != self.identity || head[40..48] != part.to_le_bytes()
        {
            return None;
        }
        let count = u32::from_le_bytes(take(head, 48)?);
        let mut tasks = Vec::with_capacity(PART);
        if count as usize > PART || self.outcomes == 0 {
            return None;
        }
        for _ in 0..count {
            let (head, more) = rest.split_at_checked(TASK)?;
            let said = u32::from_le_bytes(take(head, 16)?) as usize;
            let length = if said == 0 { self.arms * self.outcomes * 8 } else { said };
            let (own, after) = more.split_at_checked(length)?;
            rest = after;
            let outcomes = if said > 0 {
                Err(std::str::from_utf8(own).ok()?.to_owned())
            } else {
                let values: Option<Vec<f64>> =
                    own.chunks_exact(8).map(|word| Some(f64::from_le_bytes(take(word, 0)?))).collect();
                Ok(values?.chunks(self.outcomes).map(<[f64]>::to_vec).collect())
            };
            tasks.push(Lived {
                task: Task {
                    point: u32::from_le_bytes(take(head, 0)?),
                    replicate: u32::from_le_bytes(take(head, 4)?),
                },
                case_weeks: u64::from_le_bytes(take(head, 8)?),
                outcomes,
            });
        }
        rest.is_empty().then_some(tasks)
    }
}

/// Whether the bytes are the tasks of a part of a small sweep. For fuzzing: the right head, length
/// and digest are added first, so that the tasks themselves are checked.
pub fn is_part(body: &[u8]) -> bool {
    let layout = Layout { identity: [0; 32], arms: 2, outcomes: 3 };
    let mut bytes = MAGIC.to_vec();
    bytes.extend(layout.identity);
    bytes.extend(0u64.to_le_bytes());
    bytes.extend(body);
    let (length, digest) = (bytes.len() as u64, Sha256::digest(&bytes));
    bytes.extend(length.to_le_bytes());
    bytes.extend(digest);
    layout.tasks(&bytes, 0).is_some()
}

/// `N` bytes at an offset, if they exist.
fn take<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::disk::RealDisk;

    // Changes each byte of a part, and truncates it at each length: it must never be read as a
    // whole part.
    #[test]
    fn a_part_that_was_changed_or_cut_is_not_a_part() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let layout = Layout { identity: [7; 32], arms: 2, outcomes: 3 };
        let task = |point| Task { point, replicate: 5 };
        let lived = [
            Lived {
                task: task(0),
                case_weeks: 9,
                outcomes: Ok(vec![vec![1.0, 2.0, 0.1], vec![-0.0, 1e300, 3.0]]),
            },
            Lived { task: task(1), case_weeks: 0, outcomes: Err("week 3: it ended – so".to_owned()) },
        ];
        layout.write(&disk, folder.path(), 4, &lived).expect("a part");
        assert_eq!(layout.read(folder.path(), 4).expect("read").as_deref(), Some(&lived[..]));
        assert!(layout.read(folder.path(), 5).expect("read").is_none());
        assert!(Layout { identity: [8; 32], ..layout }.read(folder.path(), 4).expect("read").is_none());
        let bytes = std::fs::read(Layout::path(folder.path(), 4)).expect("bytes");
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(layout.tasks(&changed, 4), None, "byte {at}");
            assert_eq!(layout.tasks(&bytes[..at], 4), None, "cut at {at}");
        }
    }
}
