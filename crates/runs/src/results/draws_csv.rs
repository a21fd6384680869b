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
use balcony_files::{self as files, Links};

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

/// Reads the file, whose digest has been checked.
pub(super) fn read(folder: &Path, draws: u32) -> Result<Drawn, String> {
    let fault = |error: &dyn std::fmt::Display| format!("{DRAWS} cannot be read: {error}");
    let file = files::open(&folder.join(DRAWS), Links::Refused).map_err(|error| fault(&error))?;
    let mut drawn = Drawn::new();
    for (at, row) in csv::Reader::from_reader(file).deserialize().enumerate() {
        let (draw, key, value): (usize, String, f64) = row.map_err(|error| fault(&error))?;
        let place = if draw == 0 { at } else { at % drawn.len().max(1) };
        if draw == 0 && place == drawn.len() {
            drawn.push((key.clone(), Vec::new()));
        }
        match drawn.get_mut(place) {
            Some((known, values)) if *known == key && values.len() == draw => values.push(value),
            _ => return Err(format!("{DRAWS}: row {} is not in its place", at + 1)),
        }
    }
    match drawn.iter().all(|(_, values)| values.len() == draws as usize) {
        true => Ok(drawn),
        false => Err(format!("{DRAWS} has not {draws} values of each number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::disk::RealDisk;

    #[test]
    fn what_was_written_is_read_back_and_what_is_out_of_place_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let drawn: Drawn =
            vec![("needs.rate".to_owned(), vec![57.3, 0.1 + 0.2]), ("a, \"b\"".to_owned(), vec![1e-9, -4.0])];
        write(&disk, folder.path(), 2, &drawn).expect("written");
        assert_eq!(read(folder.path(), 2), Ok(drawn));
        write(&disk, folder.path(), 2, &Drawn::new()).expect("written");
        assert_eq!(read(folder.path(), 2), Ok(Drawn::new()));
        for (rows, said) in [
            ("0,a,1\n1,b,1\n", "row 2 is not in its place"),
            ("0,a,1\n2,a,1\n", "row 2 is not in its place"),
            ("1,a,1\n", "row 1 is not in its place"),
            ("0,a,1\n", "has not 2 values"),
            ("0,a,x\n", "cannot be read"),
        ] {
            std::fs::write(folder.path().join(DRAWS), format!("draw,key,value\n{rows}")).expect("written");
            let fault = read(folder.path(), 2).expect_err(rows);
            assert!(fault.contains(said), "{rows}: {fault}");
        }
    }
}
