//! The identity of a run. A folder can be resumed only if all of it is equal.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Difference, Margins};
use crate::experiment::Stopping;

/// File format of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Apache Parquet, compressed with zstd.
    #[default]
    Parquet,
    /// Comma-separated text.
    Csv,
}

impl Format {
    /// Extension of the file name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }
}

/// Identifier of the engine: a digest of the stored digests of the golden scenarios. They change
/// whenever the engine's results change; a test checks that.
pub fn engine() -> String {
    const GOLDEN: &str = include_str!("../../../../tests/golden/digests.txt");
    let digest = Sha256::digest(GOLDEN.as_bytes());
    balcony_numeric::hex(&digest)[..16].to_owned()
}

/// Everything that determines the results of a run. Threads, time, folder and the words of the
/// command are not part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Digest of the resolved scenario.
    pub scenario_hash: String,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Version of Balcony.
    pub version: String,
    /// Names of the strategies, sorted.
    pub arms: Vec<String>,
    /// Name of the strategy that the others are compared with.
    pub baseline: String,
    /// Key of the primary outcome: the one that answers the question.
    pub primary: String,
    /// Keys of further primary outcomes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Largest number of replicates.
    pub replicates: u32,
    /// Stopping rule. Folders that are older than the rule ran all replicates.
    #[serde(default)]
    pub stopping: Stopping,
    /// How parameters are chosen: `central`, `ranges`, or `worlds` with the digest of the
    /// calibrated ensemble.
    #[serde(default = "central")]
    pub parameters: String,
    /// Number of parameter samples; replicate r uses sample r modulo this number. 0 if none are
    /// drawn.
    #[serde(default)]
    pub draws: u32,
    /// Weeks of each replicate, without the warm-up.
    pub weeks: u32,
    /// The Monday of week 0.
    #[serde(default)]
    pub start: String,
    /// File format of the tables.
    pub format: Format,
    /// Whether weekly series are kept.
    pub series: bool,
    /// Keys of the outcomes, in the order of the columns.
    pub outcomes: Vec<String>,
    /// Keys of the measures, in the order of the columns.
    pub measures: Vec<String>,
    /// Smallest effect of interest of each outcome.
    #[serde(default)]
    pub margins: Margins,
}

/// Value for folders that are older than this key.
fn central() -> String {
    "central".to_owned()
}

impl Identity {
    /// Digest of the whole identity. Every part of a folder contains it.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(format!("{self:?}")).into()
    }

    /// Keys of all primary outcomes, the first one first.
    pub fn primaries(&self) -> Vec<&str> {
        std::iter::once(&self.primary).chain(&self.also).map(String::as_str).collect()
    }

    /// Index of the baseline among the strategies.
    pub fn baseline_at(&self) -> usize {
        self.arms.iter().position(|arm| *arm == self.baseline).unwrap_or(0)
    }

    /// The differences between a folder (`self`) and the current request.
    pub fn differences(&self, asked: &Self) -> Vec<Difference> {
        let yes = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
        let rows = [
            ("scenario (digest)", self.scenario_hash.clone(), asked.scenario_hash.clone()),
            ("seed", self.seed.to_string(), asked.seed.to_string()),
            ("version of Balcony", self.version.clone(), asked.version.clone()),
            ("strategies", self.arms.join(", "), asked.arms.join(", ")),
            ("baseline", self.baseline.clone(), asked.baseline.clone()),
            ("primary outcomes", self.primaries().join(", "), asked.primaries().join(", ")),
            ("replicates", self.replicates.to_string(), asked.replicates.to_string()),
            ("end", self.stopping.words().to_owned(), asked.stopping.words().to_owned()),
            ("parameters", self.parameters.clone(), asked.parameters.clone()),
            ("draws", self.draws.to_string(), asked.draws.to_string()),
            ("weeks", self.weeks.to_string(), asked.weeks.to_string()),
            ("start", self.start.clone(), asked.start.clone()),
            ("format", self.format.ending().to_owned(), asked.format.ending().to_owned()),
            ("weekly series", yes(self.series), yes(asked.series)),
            ("list of outcomes", self.outcomes.join(", "), asked.outcomes.join(", ")),
            ("list of weekly measures", self.measures.join(", "), asked.measures.join(", ")),
            ("margins", self.margins.where_other(&asked.margins), asked.margins.where_other(&self.margins)),
        ];
        let differs = |(_, there, here): &(&str, String, String)| there != here;
        rows.into_iter().filter(differs).map(|(what, there, here)| Difference { what, there, here }).collect()
    }
}
