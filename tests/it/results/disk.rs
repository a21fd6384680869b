//! A disk that fills up at the n-th write, sync or rename. For every n, the error is reported as
//! one of storage, and the run resumes to the same bytes. It never really syncs, which would take
//! most of the time: no machine crashes here.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use balcony::experiment::Stop;
use balcony::results::Mode;
use balcony::results::disk::{Disk, RealDisk, Sink};

use super::fake::{Ask, bytes};

#[derive(Debug)]
pub(crate) struct Filling {
    left: Arc<AtomicU32>,
}

impl Filling {
    fn after(room: u32) -> Arc<Self> {
        Arc::new(Self { left: Arc::new(AtomicU32::new(room)) })
    }

    /// A disk that no test fills.
    pub(crate) fn never() -> Arc<Self> {
        Self::after(u32::MAX)
    }
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
        self.inner.flush()
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

    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        spend(&self.left)
    }
}

#[test]
fn full_at_any_moment_and_resumed_gives_the_same_bytes() {
    let ask = Ask { replicates: 18, weeks: 3, threads: 1, ..Ask::default() };
    let whole = tempfile::tempdir().expect("a folder");
    ask.keep_on(whole.path(), Mode::New, Filling::never()).expect("it runs");
    let expected = bytes(whole.path());
    let mut faults = 0;
    let mut room = 0;
    loop {
        let there = tempfile::tempdir().expect("a folder");
        match ask.keep_on(there.path(), Mode::New, Filling::after(room)) {
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
        ask.keep_on(there.path(), Mode::Resume, Filling::never())
            .unwrap_or_else(|stop| panic!("after {room}: {stop}"));
        assert!(bytes(there.path()) == expected, "after {room}");
        faults += 1;
        // Every n at first, then larger steps, because the tables are many small writes of one
        // kind.
        room += if room < 60 { 1 } else { 17 };
    }
    assert!(faults > 60, "{faults}");
}
