//! An append-only file: every addition is either in the file completely and synced, or not at all.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

/// The target of writes: a file, or in tests a disk that fails on request.
pub(super) trait Disk: Send {
    /// Writes bytes at an offset.
    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// Returns when all data is on the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Truncates the file to a length.
    fn cut(&mut self, to: u64) -> io::Result<()>;
    /// Releases the lock. Closing the file does not suffice while a program that was just started
    /// still shares it. After an error here, closing releases the lock later.
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

/// A file, and the end of the data that is safely in it.
pub(super) struct Appended {
    disk: Box<dyn Disk>,
    end: u64,
    /// Whether bytes of a failed addition may follow the end. They are removed before the next
    /// addition.
    torn: bool,
}

impl std::fmt::Debug for Appended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Appended").field("end", &self.end).field("torn", &self.torn).finish_non_exhaustive()
    }
}

impl Appended {
    /// Wraps a file whose first `end` bytes are safely written.
    pub(super) fn new(disk: impl Disk + 'static, end: u64) -> Self {
        Self { disk: Box::new(disk), end, torn: false }
    }

    /// Appends bytes and syncs.
    ///
    /// # Errors
    /// If the disk fails. The addition is then cut off, at once or before the next one, so that it
    /// never counts.
    pub(super) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.mend()?;
        let done = self.disk.write(self.end, bytes).and_then(|()| self.disk.sync());
        if let Err(error) = done {
            self.torn = true;
            // The first error explains the failure. If this attempt to mend fails too, the next
            // addition repeats it.
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

    /// The content of a disk, with the number of operations that will fail next.
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
            // A write that fails has written half of its bytes.
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

    /// Whichever operation fails, and even if the bytes cannot be cut off at once, a failed
    /// addition is not in the file afterwards.
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
            // The same holds if the program ends after a failure.
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
