//! `draws.csv`: the sampled parameter values, one row per sample and number, in the order of
//! samples and then of a scenario file.
//!
//! A key has the form that `--set` accepts, so that a single sample can be examined: `--set
//! needs.rate=57.3`.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::atomic_write;
use super::disk::Disk;
use super::manifest::FileFacts;
use crate::experiment::StorageError;

/// Name of the file.
pub(super) const DRAWS: &str = "draws.csv";

/// Sampled numbers by key, each with its value in every sample.
pub type Drawn = Vec<(String, Vec<f64>)>;

/// Writes the file atomically.
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
