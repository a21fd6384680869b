//! `draws.csv`: what was drawn, a row per draw and number, draws in order and numbers in the order
//! of a file.
//!
//! The key is the one that `--set` takes, so that a world can be looked at by itself: `--set
//! needs.rate=57.3`.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::atomic_write;
use super::disk::Disk;
use super::manifest::FileFacts;
use crate::experiment::StorageError;

/// Its name.
pub(super) const DRAWS: &str = "draws.csv";

/// Numbers that are drawn, each with its value in every draw.
pub type Drawn = Vec<(String, Vec<f64>)>;

/// Writes it in its place.
pub(super) fn write(
    disk: &Arc<dyn Disk>,
    folder: &Path,
    draws: u32,
    drawn: &Drawn,
) -> Result<FileFacts, StorageError> {
    atomic_write::write(disk, &folder.join(DRAWS), "write draws.csv", |file| {
        let mut out = io::BufWriter::new(file);
        out.write_all(b"draw,key,value\n")?;
        for draw in 0..draws as usize {
            for (key, values) in drawn {
                writeln!(out, "{draw},{},{}", super::field(key), values[draw])?;
            }
        }
        out.flush()
    })
}
