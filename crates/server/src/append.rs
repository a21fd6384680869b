//! A file that is added to at its end: what is added stands there whole and synced, or not at all.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

/// What is written to: a file, and in tests one that fails when it is told to.
pub(super) trait Disk: Send {
    /// Writes at a place.
    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// Returns when everything is on the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Cuts off what stands after a place.
    fn cut(&mut self, to: u64) -> io::Result<()>;
    /// Gives the lock back: closing the file is not enough while a program just started still
    /// shares it. A fault here leaves that to closing.
    fn unlock(&self) {}
}

impl Disk for File {
    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.seek(SeekFrom::Start(at))?;
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, to: u64) -> io::Result<()> {
        self.set_len(to)
    }

    fn unlock(&self) {
        let _ = Self::unlock(self);
    }
}

/// A file and its end, as far as it is sure.
pub(super) struct Appended {
    disk: Box<dyn Disk>,
    end: u64,
    /// Something stands after the end that was refused: it goes before anything else is added.
    torn: bool,
}

impl std::fmt::Debug for Appended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Appended").field("end", &self.end).field("torn", &self.torn).finish_non_exhaustive()
    }
}

impl Appended {
    /// A file of which so much is sure.
    pub(super) fn new(disk: impl Disk + 'static, end: u64) -> Self {
        Self { disk: Box::new(disk), end, torn: false }
    }

    /// Adds at the end and syncs.
    ///
    /// # Errors
    /// If the disk says no; what was added is cut off again, now or before the next is added, so
    /// that what was refused never counts.
    pub(super) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.mend()?;
        let done = self.disk.write(self.end, bytes).and_then(|()| self.disk.sync());
        if let Err(error) = done {
            self.torn = true;
            // The first error is the one that tells something; whether this helps shows at the next
            // try.
            let _ = self.mend();
            return Err(error);
        }
        self.end += bytes.len() as u64;
        Ok(())
    }

    fn mend(&mut self) -> io::Result<()> {
        if self.torn {
            self.disk.cut(self.end)?;
            self.disk.sync()?;
            self.torn = false;
        }
        Ok(())
    }
}

impl Drop for Appended {
    fn drop(&mut self) {
        let _ = self.mend();
        self.disk.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// A disk whose next operations fail, and what stands on it.
    #[derive(Default)]
    struct Faulty {
        bytes: Vec<u8>,
        writes: u32,
        syncs: u32,
        cuts: u32,
    }

    fn fails(count: &mut u32) -> io::Result<()> {
        if *count == 0 {
            return Ok(());
        }
        *count -= 1;
        Err(io::Error::other("the disk fails"))
    }

    impl Disk for Arc<Mutex<Faulty>> {
        fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
            let mut disk = self.lock().unwrap();
            disk.bytes.truncate(at as usize);
            // What fails has written half of it.
            let failed = fails(&mut disk.writes);
            let part = if failed.is_err() { bytes.len() / 2 } else { bytes.len() };
            disk.bytes.extend(&bytes[..part]);
            failed
        }

        fn sync(&mut self) -> io::Result<()> {
            fails(&mut self.lock().unwrap().syncs)
        }

        fn cut(&mut self, to: u64) -> io::Result<()> {
            let mut disk = self.lock().unwrap();
            fails(&mut disk.cuts)?;
            disk.bytes.truncate(to as usize);
            Ok(())
        }
    }

    /// Whatever fails, and even if it cannot be cut off at once: what was refused does not stand
    /// there afterwards.
    #[test]
    fn what_was_refused_is_never_in_the_file() {
        for (writes, syncs, cuts) in [(1, 0, 0), (0, 1, 0), (0, 2, 0), (0, 1, 1), (1, 1, 2)] {
            let disk = Arc::new(Mutex::new(Faulty::default()));
            let mut file = Appended::new(disk.clone(), 0);
            file.add(b"first ").unwrap();
            {
                let mut disk = disk.lock().unwrap();
                (disk.writes, disk.syncs, disk.cuts) = (writes, syncs, cuts);
            }
            let mut refused = 0;
            while file.add(b"second ").is_err() {
                refused += 1;
            }
            assert!((1..=3).contains(&refused), "{writes} {syncs} {cuts}: {refused}");
            assert_eq!(disk.lock().unwrap().bytes, b"first second ");
            // And when the program ends after a failure.
            disk.lock().unwrap().syncs = 1;
            assert!(file.add(b"third ").is_err());
            drop(file);
            assert_eq!(disk.lock().unwrap().bytes, b"first second ");
        }
    }

    // Seen to fail without the unlock: a program that was just being started still shared the file.
    #[test]
    fn a_file_is_free_when_it_is_let_go_though_another_program_still_shares_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let file = File::create_new(&path).unwrap();
        file.try_lock().unwrap();
        let shared = file.try_clone().unwrap();
        drop(Appended::new(file, 0));
        File::open(&path).unwrap().try_lock().unwrap();
        drop(shared);
    }
}
