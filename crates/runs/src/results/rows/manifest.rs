//! `manifest.json` of a folder of rows.

use std::path::Path;

use balcony_engine::registry::Margin;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{FORM, Form, KIND};
use crate::results::manifest::{is_pound, pound};
use crate::results::{Difference, FileFacts, Margins, ResultsError, Status, manifest_file};
use balcony_doe::design::DesignKind;

/// Column of a factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name of the factor in the experiment, and of the column.
    pub name: String,
    /// Key that the factor varies, in the form of `--set`.
    pub key: String,
    /// Type of the values.
    pub form: Form,
    /// Unit of the key; empty if it has none.
    pub unit: String,
    /// Meaning of the key.
    pub meaning: String,
}

/// The identity of a sweep: a folder can be resumed only if all of it is equal. Threads, time and
/// folder are not part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowsIdentity {
    /// Digest of the resolved scenario on which every point builds.
    pub scenario_hash: String,
    /// Digest of the resolved experiment.
    pub experiment_hash: String,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Version of Balcony.
    pub version: String,
    /// Identifier of the engine: [`crate::results::engine`].
    pub engine: String,
    /// Names of the strategies, sorted.
    pub arms: Vec<String>,
    /// Name of the strategy that the others are compared with.
    pub baseline: String,
    /// Number of points of the whole design.
    pub points: u32,
    /// Largest number of replicates of a point.
    pub replicates: u32,
    /// Number of parameter samples; replicate r uses sample r modulo this number. 0 if none are
    /// drawn.
    #[serde(default)]
    pub draws: u32,
    /// Weeks of each run, without the warm-up.
    pub weeks: u32,
    /// Columns of factors, in their order.
    pub factors: Vec<Column>,
    /// Keys of the outcomes, in the order of the columns.
    pub outcomes: Vec<String>,
    /// Smallest effect of interest of each outcome.
    #[serde(default)]
    pub margins: Margins,
    /// Share of the points that this sweep runs: number and count of shares, (1, 1) for all points.
    pub share: (u32, u32),
}

impl RowsIdentity {
    /// Index of the baseline among the strategies.
    pub fn baseline_at(&self) -> usize {
        self.arms.iter().position(|arm| *arm == self.baseline).unwrap_or(0)
    }

    /// Smallest effect of interest of an outcome, by its index in the registry.
    pub fn margin(&self, outcome: usize) -> Margin {
        self.margins.margin(outcome)
    }

    /// Digest of the whole identity. Every part of a folder contains it.
    pub(super) fn digest(&self) -> [u8; 32] {
        Sha256::digest(format!("{self:?}")).into()
    }

    /// The differences between a folder (`self`) and the current request.
    pub fn differences(&self, asked: &Self) -> Vec<Difference> {
        let share = |identity: &Self| format!("{}/{}", identity.share.0, identity.share.1);
        let factors = |identity: &Self| {
            identity
                .factors
                .iter()
                .map(|column| format!("{} ({})", column.name, column.key))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let rows = [
            ("scenario (digest)", self.scenario_hash.clone(), asked.scenario_hash.clone()),
            ("experiment (digest)", self.experiment_hash.clone(), asked.experiment_hash.clone()),
            ("seed", self.seed.to_string(), asked.seed.to_string()),
            ("version of Balcony", self.version.clone(), asked.version.clone()),
            ("engine (digest)", self.engine.clone(), asked.engine.clone()),
            ("strategies", self.arms.join(", "), asked.arms.join(", ")),
            ("baseline", self.baseline.clone(), asked.baseline.clone()),
            ("points", self.points.to_string(), asked.points.to_string()),
            ("replicates", self.replicates.to_string(), asked.replicates.to_string()),
            ("draws", self.draws.to_string(), asked.draws.to_string()),
            ("weeks", self.weeks.to_string(), asked.weeks.to_string()),
            ("factors", factors(self), factors(asked)),
            ("list of outcomes", self.outcomes.join(", "), asked.outcomes.join(", ")),
            ("margins", self.margins.where_other(&asked.margins), asked.margins.where_other(&self.margins)),
            ("share", share(self), share(asked)),
        ];
        let differs = |(_, there, here): &(&str, String, String)| there != here;
        rows.into_iter().filter(differs).map(|(what, there, here)| Difference { what, there, here }).collect()
    }
}

/// Properties of the design that an analysis needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignFacts {
    /// Kind of the design.
    #[serde(with = "design_key")]
    pub kind: DesignKind,
    /// Number of points that belong together.
    pub block: u32,
    /// Levels of a Morris design; 0 for other kinds.
    pub levels: u32,
    /// Seed of the design.
    pub seed: u64,
    /// Whether a Saltelli design has the points for pairs of factors.
    pub second_order: bool,
}

/// A kind of design as files name it.
mod design_key {
    use super::DesignKind;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(kind: &DesignKind, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(kind.key())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DesignKind, D::Error> {
        let key = String::deserialize(deserializer)?;
        DesignKind::of(&key).ok_or_else(|| D::Error::custom(format!("there is no design `{key}`")))
    }
}

/// Duration of the last run, without tasks that an earlier run kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// Wall-clock seconds of the simulation.
    pub wall: f64,
    /// Processor seconds; `None` if the system does not report them.
    pub cpu: Option<f64>,
    /// Number of threads.
    pub threads: usize,
    /// Case-weeks that were simulated, warm-up included.
    pub case_weeks: u64,
}

/// Manifest of a folder of rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowsManifest {
    /// Always `balcony-sweep`.
    pub kind: String,
    /// Form of the folder.
    pub form: u32,
    /// How complete the sweep is.
    pub status: Status,
    /// Title of the experiment.
    pub title: String,
    /// Question that the experiment asks.
    pub question: String,
    /// Name of the authority.
    pub authority: String,
    /// Currency symbol, if it is not the pound.
    #[serde(default = "pound", skip_serializing_if = "is_pound")]
    pub currency: String,
    /// Identity of the sweep.
    pub identity: RowsIdentity,
    /// Keys of the outcomes that the experiment studies.
    pub responses: Vec<String>,
    /// Properties of the design.
    pub design: DesignFacts,
    /// Words of the command.
    pub command: Vec<String>,
    /// The resolved experiment.
    pub experiment: String,
    /// Text of the experiment file; empty if the experiment uses own figures of an authority.
    pub source: String,
    /// The resolved scenario on which every point builds, without an authority's own figures.
    pub scenario: String,
    /// Number of tasks (replicates of points) in the rows.
    pub tasks: u64,
    /// Number of failed tasks among them.
    pub failed: u64,
    /// Duration of the sweep.
    pub timing: Option<Timing>,
    /// `rows.parquet` with its length and digest, if it exists.
    pub rows: Option<FileFacts>,
}

impl RowsManifest {
    /// Reads the manifest of a folder; `None` if it has none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, ResultsError> {
        manifest_file::read(folder, KIND, FORM)
    }
}
