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

use balcony_numeric::bytes::{Malformed, Reader, Writer};

use super::{Task, TaskResult};
use crate::results::atomic_write::Aside;
use crate::results::disk::Disk;
use crate::results::sealed::{TAIL, seal, unseal};
use balcony_files::{self as files, Links};

/// Number of tasks in a part. It never depends on threads.
pub(super) const PART: usize = 32;

const MAGIC: &[u8; 8] = b"BALTASK1";
const HEAD: usize = 8 + 32 + 8 + 4;
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
        tasks: &[TaskResult],
    ) -> io::Result<()> {
        let mut bytes = self.head(part);
        bytes.u32(tasks.len() as u32);
        for lived in tasks {
            bytes.u32(lived.task.point).u32(lived.task.replicate).u64(lived.case_weeks);
            match &lived.outcomes {
                Ok(arms) => {
                    bytes.u32(0);
                    for values in arms {
                        bytes.f64s(values);
                    }
                }
                Err(said) => {
                    // A message of length 0 would be read as outcomes.
                    let said = if said.is_empty() { "it failed without a word" } else { said };
                    bytes.u32(said.len() as u32).bytes(said.as_bytes());
                }
            }
        }
        let mut file = Aside::create(disk, &Self::path(folder, part))?;
        file.write_all(&seal(bytes))?;
        file.finish().map(|_| ())
    }

    /// The start of a part, up to the number of its tasks.
    fn head(&self, part: u64) -> Writer {
        let mut head = Writer::default();
        head.bytes(MAGIC).bytes(&self.identity).u64(part);
        head
    }

    /// Reads a part; `None` if it is missing or damaged.
    pub(super) fn read(&self, folder: &Path, part: u64) -> io::Result<Option<Vec<TaskResult>>> {
        let task = TASK + (self.arms * self.outcomes * 8).max(MOST_SAID);
        match files::bytes(&Self::path(folder, part), Links::Refused, (HEAD + PART * task + TAIL) as u64) {
            Ok(bytes) => Ok(self.tasks(&bytes, part)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::FileTooLarge) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn tasks(&self, bytes: &[u8], part: u64) -> Option<Vec<TaskResult>> {
        let mut body = unseal(bytes)?;
        let head = self.head(part).finish();
        if body.bytes(head.len()).ok()? != head || self.outcomes == 0 {
            return None;
        }
        let count = body.u32().ok()? as usize;
        if count > PART {
            return None;
        }
        let tasks = (0..count).map(|_| self.task(&mut body)).collect::<Result<_, _>>().ok()?;
        body.finish().ok().map(|()| tasks)
    }

    fn task(&self, body: &mut Reader<'_>) -> Result<TaskResult, Malformed> {
        let task = Task { point: body.u32()?, replicate: body.u32()? };
        let case_weeks = body.u64()?;
        let outcomes = match body.u32()? as usize {
            0 => Ok((0..self.arms).map(|_| body.f64s(self.outcomes)).collect::<Result<_, _>>()?),
            said => Err(std::str::from_utf8(body.bytes(said)?).map_err(|_| Malformed)?.to_owned()),
        };
        Ok(TaskResult { task, case_weeks, outcomes })
    }
}

/// Whether the bytes are the tasks of a part of a small sweep. For fuzzing: the right head, length
/// and digest are added first, so that the tasks themselves are checked.
pub fn is_part(body: &[u8]) -> bool {
    let layout = Layout { identity: [0; 32], arms: 2, outcomes: 3 };
    let mut bytes = layout.head(0);
    bytes.bytes(body);
    layout.tasks(&seal(bytes), 0).is_some()
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
            TaskResult {
                task: task(0),
                case_weeks: 9,
                outcomes: Ok(vec![vec![1.0, 2.0, 0.1], vec![-0.0, 1e300, 3.0]]),
            },
            TaskResult { task: task(1), case_weeks: 0, outcomes: Err("week 3: it ended – so".to_owned()) },
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
