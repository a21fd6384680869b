//! Damaged and foreign Parquet files: every reader reports an error and never panics.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use balcony::results::rows::{self, Reader};
use balcony::results::{Format, Mode, ResultsError, Tables, read};
use balcony_numeric::hex;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::fake::Ask;
use super::folder::folder;
use super::forged::sealed;
use crate::sweep::{SMALL, SweepFolder};

/// More than a hundred damaged copies of a file: flipped bits, many of them at the end, where
/// Parquet describes its content; truncated files; and replaced bytes.
fn damaged(bytes: &[u8], seed: u64) -> Vec<Vec<u8>> {
    let mut luck = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let foot = bytes.len().saturating_sub(2500);
    let mut all: Vec<Vec<u8>> = Vec::new();
    for round in 0..180 {
        let mut changed = bytes.to_vec();
        match round % 6 {
            0 => changed.truncate(luck.random_range(0..bytes.len())),
            1 => {
                let at = luck.random_range(0..bytes.len());
                changed[at] ^= 1 << luck.random_range(0..8);
            }
            2 => {
                let at = luck.random_range(foot..bytes.len());
                changed[at..].iter_mut().take(4).for_each(|byte| *byte = 0xff);
            }
            _ => {
                let at = luck.random_range(foot..bytes.len());
                changed[at] ^= 1 << luck.random_range(0..8);
            }
        }
        all.push(changed);
    }
    all
}

/// Puts a file into a folder and adjusts the manifest, as if it had always been there.
fn adopt(folder: &Path, facts: &str, name: &str, bytes: &[u8]) {
    fs::write(folder.join(name), bytes).expect("written");
    let path = folder.join("manifest.json");
    let mut tree: Value = serde_json::from_slice(&fs::read(&path).expect("there")).expect("an object");
    *tree.pointer_mut(facts).expect("facts") =
        json!({ "bytes": bytes.len(), "sha256": hex(&Sha256::digest(bytes)) });
    fs::write(&path, sealed(&tree.to_string())).expect("written");
}

#[test]
fn damaged_tables_of_a_comparison_are_errors() {
    let there = folder();
    Ask { replicates: 9, ..Ask::default() }.keep(there.path(), Mode::New).expect("it runs");
    let begun = Instant::now();
    for (name, seed) in [("outcomes.parquet", 1), ("series.parquet", 2)] {
        let whole = fs::read(there.path().join(name)).expect("there");
        let mut errors = 0;
        for bytes in damaged(&whole, seed) {
            adopt(there.path(), &format!("/files/{name}"), name, &bytes);
            match read(there.path()) {
                Err(ResultsError::Damaged { .. }) => errors += 1,
                Err(other) => panic!("{name}: {other}"),
                // The damage is in a part that is not read: statistics, the name of the writer, or
                // what the file says of its run and columns.
                Ok(_) => {}
            }
        }
        assert!(errors > 70, "{name}: {errors}");
        adopt(there.path(), &format!("/files/{name}"), name, &whole);
        read(there.path()).expect("whole again");
    }
    assert!(begun.elapsed() < Duration::from_secs(120));
}

// Seen to fail with a Parquet table whose dates nobody read, and with a table that was moved into
// its place although its rows were damaged.
#[test]
fn a_row_of_another_date_is_an_error_and_no_table_is_left() {
    for (format, other) in [(Format::Parquet, Format::Csv), (Format::Csv, Format::Parquet)] {
        let (there, to) = (folder(), folder());
        Ask { replicates: 9, format, ..Ask::default() }.keep(there.path(), Mode::New).expect("it runs");
        let path = there.path().join("manifest.json");
        let mut tree: Value = serde_json::from_slice(&fs::read(&path).expect("there")).expect("an object");
        let start = tree.pointer_mut("/identity/start").expect("the first day");
        *start = json!("2031-04-07");
        fs::write(&path, sealed(&tree.to_string())).expect("written");
        let error = read(there.path()).expect_err("other dates").to_string();
        assert!(error.contains("a row of another date"), "{error}");
        let error = Tables::open(there.path()).expect("whole").write(to.path(), other).expect_err("damaged");
        assert!(error.to_string().contains("a row of another date"), "{error}");
        let left: Vec<_> = fs::read_dir(to.path()).expect("a folder").flatten().collect();
        let names: Vec<_> = left.iter().map(|entry| entry.file_name()).collect();
        assert!(!names.iter().any(|name| name.to_string_lossy().starts_with("quarters")), "{names:?}");
    }
}

#[test]
fn damaged_rows_of_a_sweep_are_errors() {
    let place = SweepFolder::new(&SMALL.replace("30", "4"));
    place.sweep("rows", "");
    let whole = place.bytes("rows");
    let mut errors = 0;
    for bytes in damaged(&whole, 3) {
        adopt(&place.at("rows"), "/rows", "rows.parquet", &bytes);
        let (manifest, file) = rows::read(&place.at("rows")).expect("the digest is right");
        let all: Vec<usize> = (0..manifest.identity.outcomes.len()).collect();
        let gone = || -> Result<(), String> {
            let mut reader = Reader::open(&file, &manifest, &all)?;
            while reader.next_group()?.is_some() {}
            Ok(())
        };
        errors += u32::from(gone().is_err());
    }
    assert!(errors > 60, "{errors}");
}

#[test]
fn damaged_points_are_errors() {
    let place = SweepFolder::new(&SMALL.replace("30", "4"));
    place.sweep("rows", "");
    // For the experiment this is a file of another program: its columns are not the factors.
    let whole = place.bytes("rows");
    let experiment = "design = { kind = 'points', file = 'points.parquet' }\nreplicates = { count = 1 }\n\
                      factors.trusting = { key = 'start.trust' }\n";
    place.write("p.toml", &format!("{}{experiment}", crate::sweep::BASE));
    let library = balcony::jobs::library();
    let path = place.at("p.toml").to_string_lossy().into_owned();
    for bytes in damaged(&whole, 4).into_iter().chain([whole.clone()]) {
        fs::write(place.at("points.parquet"), &bytes).expect("written");
        let faults = balcony::sweep::read(&path, &library).expect_err("no points");
        assert!(faults.to_string().contains("points.parquet"), "{faults}");
    }
}
