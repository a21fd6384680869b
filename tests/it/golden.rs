//! Compares digests of the engine's built-in runs with the stored ones.
//!
//! They change when the model or a default is changed on purpose. Then one command rewrites them:
//! `BALCONY_UPDATE=1 cargo test --test it golden`.

use balcony_engine::golden::{COUNT, digest, rows};
use balcony_engine::measure::MEASURES;
use std::collections::BTreeSet;

fn digests() -> Vec<u64> {
    (0..COUNT).map(digest).collect()
}

// Seen to fail with one digit of a stored digest changed.
#[test]
fn the_engine_computes_the_stored_digests() {
    let now: String =
        (0..).zip(digests()).map(|(number, digest)| format!("{number} {digest:016x}\n")).collect();
    crate::stored::holds("tests/golden/digests.txt", &now);
}

#[test]
fn no_built_in_run_fails_and_no_two_are_alike() {
    let digests: BTreeSet<u64> = digests().into_iter().collect();
    assert_eq!(digests.len(), COUNT as usize);
    assert!(!digests.contains(&0), "a run failed");
}

/// Mean of every measure in every quarter of every built-in run. It shows what changed, which a
/// digest cannot.
fn baseline() -> String {
    let mut text = String::from("run,measure,quarter 1,quarter 2,quarter 3,quarter 4,quarter 5,quarter 6\n");
    for number in 0..COUNT {
        let weeks = rows(number).expect("a run that does not fail");
        for (at, measure) in MEASURES.iter().enumerate() {
            text.push_str(&format!("{number},{}", measure.key));
            for quarter in weeks.chunks(13) {
                let mean = quarter.iter().map(|row| row[at]).sum::<f64>() / quarter.len() as f64;
                text.push_str(&format!(",{mean:.5}"));
            }
            text.push('\n');
        }
    }
    text
}

// Seen to fail with one figure of the stored file changed.
#[test]
fn the_baseline_shows_what_moved() {
    crate::stored::holds("tests/golden/baseline.csv", &baseline());
}
