//! A disk that fills up at the n-th write, sync or rename. For every n, the error is reported as
//! one of storage, and the run resumes to the same bytes.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use balcony::experiment::Stop;
use balcony::results::Mode;
use balcony::results::disk::{Disk, RealDisk, Sink};

use super::fake::{Ask, bytes};

#[derive(Debug)]
struct Filling {
    left: Arc<AtomicU32>,
}

struct FillingSink {
    inner: Box<dyn Sink>,
    left: Arc<AtomicU32>,
}

fn spend(left: &AtomicU32) -> io::Result<()> {
    let spent = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    spent.map(|_| ()).map_err(|_| io::Error::from(io::ErrorKind::StorageFull))
}

impl Write for FillingSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The last write before the disk is full is incomplete.
        let cut = if self.left.load(Ordering::SeqCst) == 1 { bytes.len().div_ceil(2) } else { bytes.len() };
        spend(&self.left)?;
        self.inner.write(&bytes[..cut])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Sink for FillingSink {
    fn sync(&mut self) -> io::Result<()> {
        spend(&self.left)?;
        self.inner.sync()
    }
}

impl Disk for Filling {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        spend(&self.left)?;
        Ok(Box::new(FillingSink { inner: RealDisk.create(path)?, left: Arc::clone(&self.left) }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        spend(&self.left)?;
        RealDisk.rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        spend(&self.left)?;
        RealDisk.sync_folder(folder)
    }
}

#[test]
fn full_at_any_moment_and_resumed_gives_the_same_bytes() {
    let ask = Ask { replicates: 18, weeks: 3, threads: 1, ..Ask::default() };
    let whole = tempfile::tempdir().expect("a folder");
    ask.keep(whole.path(), Mode::New).expect("it runs");
    let expected = bytes(whole.path());
    let mut faults = 0;
    let mut room = 0;
    loop {
        let there = tempfile::tempdir().expect("a folder");
        let disk = Arc::new(Filling { left: Arc::new(AtomicU32::new(room)) });
        match ask.keep_on(there.path(), Mode::New, disk) {
            Ok(_) => break,
            Err(stop @ Stop::Storage(_)) => {
                assert_eq!(stop.exit_code(), 5);
                let said = stop.to_string();
                assert!(said.contains("free space and run again with --resume"), "{said}");
                assert!(said.contains(&*there.path().to_string_lossy()), "{said}");
                assert!(said.contains("write") || said.contains("put the tables"), "{said}");
            }
            Err(other) => panic!("{other}"),
        }
        ask.keep(there.path(), Mode::Resume).unwrap_or_else(|stop| panic!("after {room}: {stop}"));
        assert!(bytes(there.path()) == expected, "after {room}");
        faults += 1;
        // Every n at first, then larger steps, because the tables are many small writes of one
        // kind.
        room += if room < 60 { 1 } else { 17 };
    }
    assert!(faults > 60, "{faults}");
}
