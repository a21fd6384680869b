//! The calibrated ensemble: parameter samples that were fitted again and agree with the published
//! figures. Files call a member a "world".
//!
//! A candidate samples every parameter except [`FIXED`] from its registered range (see
//! [`crate::uncertainty`]; the ensemble has a seed of its own). `cargo xtask worlds` then fits the
//! calibrated parameters of that candidate to the published figures again. A rule that was fixed
//! beforehand drops candidates that stay too far from the figures. `data/worlds.csv` holds the
//! rest: the candidate's number and the fitted values. So a member answers "what else could be
//! true, given what is published?". A sample from the ranges alone answers "what could be true if
//! nothing were published?".

use crate::uncertainty::{quantile, share};
use balcony_engine::registry::Parameter;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Contents of `data/worlds.csv`.
pub const FILE: &str = include_str!("../../../data/worlds.csv");
/// Seed of all candidates. It is fixed, so that the ensemble is the same for every scenario and
/// every seed of a run.
pub const SEED: u32 = 2019;
/// Parameters that an ensemble member never varies although they have a range.
pub const FIXED: &[&str] = &[
    // Switches for proofs.
    "influence.separate",
    "variation.all",
    "variation.seasons",
    // Whoever asks decides it.
    "lead.takes_up",
    // Known exactly.
    "pathway.deadline",
];

/// One member of the ensemble.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Number of the candidate that this member was before the fit.
    pub candidate: u32,
    /// Key and value of every parameter that was fitted again.
    pub fitted: Vec<(String, f64)>,
}

impl Member {
    /// Value of a parameter in this member: the fitted value, or else the candidate's sample.
    pub fn value(&self, row: &Parameter) -> f64 {
        let fitted = self.fitted.iter().find(|(key, _)| key == row.key);
        fitted.map_or_else(|| drawn(self.candidate, row), |(_, value)| *value)
    }
}

/// Value of a parameter in a candidate before the fit; the default of a fixed one.
pub fn drawn(candidate: u32, row: &Parameter) -> f64 {
    if FIXED.contains(&row.key) {
        return row.default;
    }
    quantile(share(SEED, candidate, row.key), row.low, row.default, row.high)
}

/// All members, ordered by candidate number.
pub fn members() -> &'static [Member] {
    static WORLDS: LazyLock<Vec<Member>> = LazyLock::new(|| read(FILE));
    &WORLDS
}

/// First eight bytes of the file's SHA-256 in hexadecimal. It identifies the ensemble.
pub fn digest() -> String {
    balcony_numeric::hex(&Sha256::digest(FILE.as_bytes())[..8])
}

/// Parses the file: comment lines, a header of parameter keys, then one line per member. A test
/// checks that every line of the shipped file parses.
pub fn read(text: &str) -> Vec<Member> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let keys: Vec<&str> = lines.next().unwrap_or_default().split(',').skip(1).collect();
    let world = |line: &str| {
        let (candidate, values) = line.split_once(',')?;
        let values: Vec<f64> = values.split(',').map(str::parse).collect::<Result<_, _>>().ok()?;
        let fitted = keys.iter().map(|key| (*key).to_owned()).zip(values).collect();
        Some(Member { candidate: candidate.parse().ok()?, fitted })
    };
    lines.filter_map(world).collect()
}
