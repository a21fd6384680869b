//! Manifests that were changed, by chance or on purpose: nothing in them is trusted, and no count
//! in them leads to an allocation.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use balcony::results::disk::RealDisk;
use balcony::results::rows::{self, RowsFolder};
use balcony::results::{Mode, ResultsError, read};
use balcony_numeric::hex;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::fake::Ask;
use super::folder::folder;
use crate::sweep::{SMALL, SweepFolder};

/// Gives a manifest the digest that fits its fields, as a skilled forger would.
pub(crate) fn sealed(manifest: &str) -> String {
    let mut fields: Value = serde_json::from_str(manifest).expect("an object");
    fields.as_object_mut().expect("an object").remove("digest");
    let text = fields.to_string();
    let text = text.strip_suffix('}').expect("an object");
    format!("{text},\"digest\":\"{}\"}}", hex(&Sha256::digest(text)))
}

fn manifest(folder: &Path) -> PathBuf {
    folder.join("manifest.json")
}

/// A small comparison in a folder.
fn comparison() -> (Ask, tempfile::TempDir) {
    let ask = Ask { replicates: 9, ..Ask::default() };
    let there = folder();
    ask.keep(there.path(), Mode::New).expect("it runs");
    (ask, there)
}

/// Both shards of a small sweep: `one`, `two`.
fn shares() -> SweepFolder {
    let place = SweepFolder::new(&SMALL.replace("30", "6"));
    place.sweep("one", "--shard 1/2");
    place.sweep("two", "--shard 2/2");
    place
}

/// Copies of a text with one flipped bit, chosen by a seed.
fn flips(text: &[u8], seed: u64) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let mut luck = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    (0..200).map(move |_| {
        let bit = luck.random_range(0..text.len() * 8);
        let mut changed = text.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        (bit, changed)
    })
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("there").flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

// Seen to fail before manifests had a digest: 32 of 60 flips went by `report` unnoticed.
#[test]
fn no_flipped_bit_of_a_comparison_s_manifest_goes_unnoticed() {
    let (ask, there) = comparison();
    let text = fs::read(manifest(there.path())).expect("there");
    assert!(read(there.path()).is_ok());
    let before = names(there.path());
    for (bit, changed) in flips(&text, 7) {
        fs::write(manifest(there.path()), &changed).expect("written");
        assert!(read(there.path()).is_err(), "bit {bit}: report and plot");
        let resumed = ask.open(there.path(), Mode::Resume, Arc::new(RealDisk));
        assert!(resumed.is_err(), "bit {bit}: --resume");
        assert!(fs::read(manifest(there.path())).expect("there") == changed, "bit {bit}: written over");
        assert_eq!(names(there.path()), before, "bit {bit}");
    }
    fs::write(manifest(there.path()), &text).expect("written");
    assert!(read(there.path()).is_ok());
}

// Seen to fail before manifests had a digest: 19 of 30 flips went by `analyse` unnoticed.
#[test]
fn no_flipped_bit_of_a_sweep_s_manifest_goes_unnoticed() {
    let place = shares();
    let (one, two) = (place.at("one"), place.at("two"));
    let (asked, _) = rows::read(&one).expect("a share");
    let text = fs::read(manifest(&one)).expect("there");
    for (bit, changed) in flips(&text, 8) {
        fs::write(manifest(&one), &changed).expect("written");
        assert!(rows::read(&one).is_err(), "bit {bit}: analyse");
        let merged =
            rows::merge(&[one.clone(), two.clone()], &place.at("merged"), Mode::New, Arc::new(RealDisk));
        assert!(merged.is_err() && !place.at("merged").exists(), "bit {bit}: merge");
        let resumed = RowsFolder::open(&one, asked.clone(), Mode::Resume, Arc::new(RealDisk));
        assert!(resumed.is_err(), "bit {bit}: --resume");
        assert!(fs::read(manifest(&one)).expect("there") == changed, "bit {bit}: written over");
    }
    fs::write(manifest(&one), &text).expect("written");
    rows::merge(&[one, two], &place.at("merged"), Mode::New, Arc::new(RealDisk)).expect("both are whole");
}

/// Changes one field of a manifest, with the right digest, and returns the message; it must come
/// within a few seconds.
fn changed(folder: &Path, at: &str, to: Value, ask: impl Fn() -> Result<(), ResultsError>) -> String {
    let text = fs::read_to_string(manifest(folder)).expect("there");
    let mut tree: Value = serde_json::from_str(&text).expect("an object");
    *tree.pointer_mut(at).unwrap_or_else(|| panic!("there is no {at}")) = to.clone();
    fs::write(manifest(folder), sealed(&tree.to_string())).expect("written");
    let begun = Instant::now();
    let error = ask().expect_err(&format!("{at} = {to}"));
    assert!(begun.elapsed() < Duration::from_secs(5), "{at} = {to}");
    assert_eq!(error.exit_code(), 4, "{at} = {to}: {error}");
    fs::write(manifest(folder), text).expect("written");
    error.to_string()
}

#[test]
fn absurd_counts_of_a_comparison_are_errors_and_no_allocations() {
    let (ask, there) = comparison();
    let many: Vec<String> = (0..5000).map(|arm| format!("{arm:04}")).collect();
    for (at, to, said) in [
        ("/identity/replicates", json!(0), "0 as its replicates"),
        ("/identity/replicates", json!(4_294_967_295_u32), "1 to 1000000"),
        ("/ran", json!(0), "replicates that were run"),
        ("/ran", json!(4_294_967_295_u32), "replicates that were run"),
        ("/identity/weeks", json!(0), "weeks"),
        ("/identity/weeks", json!(4_294_967_295_u32), "1 to 5200"),
        ("/identity/draws", json!(4_294_967_295_u32), "0 to 10000"),
        ("/parts", json!(4_294_967_295_u32), "parts"),
        ("/identity/arms", json!([]), "strategies"),
        ("/identity/arms", json!(many), "1 to 256"),
        ("/identity/arms", json!(["b", "a"]), "out of their order"),
        ("/identity/baseline", json!("nobody"), "baseline"),
        ("/identity/primary", json!("nothing"), "primary outcome"),
        ("/identity/measures", json!(["a", "a"]), "measures"),
        ("/scenario", json!("title = \"Another\"\n"), "another scenario"),
        ("/identity/scenario_hash", json!("00"), "another scenario"),
    ] {
        let error = changed(there.path(), at, to.clone(), || read(there.path()).map(|_| ()));
        assert!(error.contains(said), "{at} = {to}: {error}");
        let resume = || ask.open(there.path(), Mode::Resume, Arc::new(RealDisk)).map(|_| ());
        let error = changed(there.path(), at, to, resume);
        assert!(error.contains(said), "{at}: {error}");
    }
    // Within the bounds, but different from what the tables contain.
    for (at, to) in [
        ("/identity/replicates", json!(8)),
        ("/ran", json!(8)),
        ("/identity/weeks", json!(5200)),
        ("/identity/draws", json!(9)),
        ("/identity/arms", json!(["authentic", "connected", "incumbent", "other"])),
        ("/outcomes_digest", json!("00")),
    ] {
        changed(there.path(), at, to, || read(there.path()).map(|_| ()));
    }
}

#[test]
fn absurd_counts_of_a_sweep_are_errors_and_no_allocations() {
    let place = SweepFolder::new(&SMALL.replace("30", "4"));
    place.sweep("rows", "");
    let (asked, _) = rows::read(&place.at("rows")).expect("rows");
    let all = u64::MAX;
    for (at, to, said) in [
        ("/identity/points", json!(0), "points"),
        ("/identity/points", json!(4_294_967_295_u32), "1 to 1000000"),
        ("/identity/points", json!(1_000_000), "runs for 1000000 points"),
        ("/identity/replicates", json!(0), "replicates"),
        ("/identity/replicates", json!(4_294_967_295_u32), "replicates"),
        ("/identity/weeks", json!(4_294_967_295_u32), "weeks"),
        ("/identity/draws", json!(4_294_967_295_u32), "draws"),
        ("/identity/share", json!([0, 0]), "shares"),
        ("/identity/share", json!([2, 1]), "number of the share"),
        ("/design/block", json!(4_294_967_295_u32), "points of a block"),
        ("/design/levels", json!(4_294_967_295_u32), "levels"),
        ("/tasks", json!(all), "runs"),
        ("/failed", json!(all), "runs"),
        ("/responses", json!(["nothing"]), "response"),
        ("/experiment", json!("another"), "another experiment"),
        ("/rows/sha256", json!("/dev/zero"), "no digest"),
    ] {
        let error = changed(&place.at("rows"), at, to.clone(), || rows::read(&place.at("rows")).map(|_| ()));
        assert!(error.contains(said), "{at} = {to}: {error}");
        let resume = || {
            RowsFolder::open(&place.at("rows"), asked.clone(), Mode::Resume, Arc::new(RealDisk)).map(|_| ())
        };
        changed(&place.at("rows"), at, to, resume);
    }
}

#[test]
fn files_of_a_manifest_are_plain_names_of_such_a_folder() {
    let (_, there) = comparison();
    fs::write(there.path().join("notes.txt"), "mine").expect("written");
    let text = fs::read_to_string(manifest(there.path())).expect("there");
    let tree: Value = serde_json::from_str(&text).expect("an object");
    for name in ["/dev/zero", "../secret", "parts/part-000000.bin", "notes.txt", "outcomes.csv", "", "."] {
        let mut files = tree["files"].clone();
        files[name] = files["outcomes.parquet"].clone();
        let said = changed(there.path(), "/files", files, || read(there.path()).map(|_| ()));
        assert!(said.contains("a file that such a folder does not have"), "{name}: {said}");
    }
    let mut files = tree["files"].clone();
    files["series.parquet"]["bytes"] = json!(u64::MAX);
    let said = changed(there.path(), "/files", files, || read(there.path()).map(|_| ()));
    assert!(said.contains("instead of 18446744073709551615"), "{said}");
}
