//! What makes two runs the same run: if any of it differs, a folder cannot be resumed.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Difference, Margins};
use crate::experiment::Stopping;

/// The form of the tables.
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
    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }
}

/// Which engine this is: a digest of the stored digests of the golden scenarios, which move
/// whenever its results do (a test says so).
pub fn engine() -> String {
    const GOLDEN: &str = include_str!("../../../../tests/golden/digests.txt");
    let digest = Sha256::digest(GOLDEN.as_bytes());
    super::hex(&digest)[..16].to_owned()
}

/// What was run. Not in it: threads, the time, the folder, the command's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Digest of the resolved scenario.
    pub scenario_hash: String,
    /// The seed.
    pub seed: u64,
    /// Version of Balcony.
    pub version: String,
    /// Names of the strategies, sorted.
    pub arms: Vec<String>,
    /// The strategy the others are compared with.
    pub baseline: String,
    /// Key of the primary outcome.
    pub primary: String,
    /// Replicates, at most.
    pub replicates: u32,
    /// When it ends; folders that are older than the rule ran all of them.
    #[serde(default)]
    pub stopping: Stopping,
    /// `central`; or `ranges`, or `worlds` and the digest of the registered worlds, where what is
    /// not known is drawn.
    #[serde(default = "central")]
    pub parameters: String,
    /// Draws of what is not known: replicate r lives in draw r modulo draws; 0 where nothing is
    /// drawn.
    #[serde(default)]
    pub draws: u32,
    /// Weeks of each, after the warm-up.
    pub weeks: u32,
    /// Form of the tables.
    pub format: Format,
    /// Whether weekly series are kept.
    pub series: bool,
    /// Keys of the outcomes, in the order of the columns.
    pub outcomes: Vec<String>,
    /// Keys of the measures, in the order of the columns.
    pub measures: Vec<String>,
    /// What matters of each outcome.
    #[serde(default)]
    pub margins: Margins,
}

/// What folders that are older than the key were.
fn central() -> String {
    "central".to_owned()
}

impl Identity {
    /// A digest of all of it; parts carry it.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(format!("{self:?}")).into()
    }

    /// The position of the baseline among the strategies.
    pub fn baseline_at(&self) -> usize {
        self.arms.iter().position(|arm| *arm == self.baseline).unwrap_or(0)
    }

    /// In what a folder (`self`) differs from what is asked for.
    pub fn differences(&self, asked: &Self) -> Vec<Difference> {
        let yes = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
        let rows = [
            ("scenario (digest)", self.scenario_hash.clone(), asked.scenario_hash.clone()),
            ("seed", self.seed.to_string(), asked.seed.to_string()),
            ("version of Balcony", self.version.clone(), asked.version.clone()),
            ("strategies", self.arms.join(", "), asked.arms.join(", ")),
            ("baseline", self.baseline.clone(), asked.baseline.clone()),
            ("primary outcome", self.primary.clone(), asked.primary.clone()),
            ("replicates", self.replicates.to_string(), asked.replicates.to_string()),
            ("end", self.stopping.words().to_owned(), asked.stopping.words().to_owned()),
            ("parameters", self.parameters.clone(), asked.parameters.clone()),
            ("draws", self.draws.to_string(), asked.draws.to_string()),
            ("weeks", self.weeks.to_string(), asked.weeks.to_string()),
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
