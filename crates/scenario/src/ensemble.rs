//! Worlds that the published figures do not rule out: draws of what is not known, each fitted
//! again.
//!
//! A candidate takes every parameter from its registered range ([`crate::uncertainty`], under a
//! seed of its own), but for the levers; then the parameters that were fitted to published figures
//! are fitted again, to the same figures, in that world. A candidate that does not come near them
//! is left out by a rule laid down beforehand. What is left is in `data/worlds.csv`, made by `cargo
//! xtask worlds`: the candidate's number, and the values that the fit gave. So a world is one
//! answer to "what else could be true, given what is published?", where a draw from ranges alone is
//! one to "what could be true, had nobody published anything?".

use crate::uncertainty::{quantile, share};
use balcony_engine::registry::Parameter;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Contents of `data/worlds.csv`.
pub const FILE: &str = include_str!("../../../data/worlds.csv");
/// The seed of every candidate: worlds are the same in all scenarios, under all luck.
pub const SEED: u32 = 2019;
/// What is known, or is a switch for proofs, though it has a range: a world leaves it alone.
pub const LEVERS: [&str; 4] =
    ["influence.separate", "pathway.deadline", "variation.all", "variation.seasons"];

/// A registered world.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The candidate that it was.
    pub candidate: u32,
    /// The parameters that were fitted again, with their values.
    pub fitted: Vec<(String, f64)>,
}

impl Member {
    /// The value of a parameter in this world.
    pub fn value(&self, row: &Parameter) -> f64 {
        let fitted = self.fitted.iter().find(|(key, _)| key == row.key);
        fitted.map_or_else(|| drawn(self.candidate, row), |(_, value)| *value)
    }
}

/// The value of a parameter in a candidate, before anything is fitted.
pub fn drawn(candidate: u32, row: &Parameter) -> f64 {
    if LEVERS.contains(&row.key) {
        return row.default;
    }
    quantile(share(SEED, candidate, row.key), row.low, row.default, row.high)
}

/// All registered worlds, in the order of their candidates.
pub fn members() -> &'static [Member] {
    static WORLDS: LazyLock<Vec<Member>> = LazyLock::new(|| read(FILE));
    &WORLDS
}

/// The first eight bytes of the file's SHA-256: which worlds they are.
pub fn digest() -> String {
    balcony_numeric::hex(&Sha256::digest(FILE.as_bytes())[..8])
}

/// Reads the file: comments, a head of keys, a line a world. A test says that every line of the
/// shipped one is sound.
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
