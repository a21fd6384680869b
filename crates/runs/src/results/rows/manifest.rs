//! `manifest.json` of a folder of rows.

use std::path::Path;

use balcony_engine::registry::Margin;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{FORM, Form, KIND};
use crate::results::manifest::{is_pound, pound};
use crate::results::{Difference, FileFacts, Margins, ResultsError, Status, manifest_file};

/// A column of a factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in the experiment: the name of the column.
    pub name: String,
    /// The key that it moves, as `--set` takes it.
    pub key: String,
    /// Its type.
    pub form: Form,
    /// The unit of the key; empty where it has none.
    pub unit: String,
    /// What the key means.
    pub meaning: String,
}

/// What makes two sweeps the same sweep: if any of it differs, a folder cannot be resumed. Not in
/// it: threads, the time, the folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowsIdentity {
    /// Digest of the resolved scenario from which every point begins.
    pub scenario_hash: String,
    /// Digest of the resolved experiment.
    pub experiment_hash: String,
    /// The seed.
    pub seed: u64,
    /// Version of Balcony.
    pub version: String,
    /// Which engine: [`crate::results::engine`].
    pub engine: String,
    /// Names of the strategies, sorted.
    pub arms: Vec<String>,
    /// The strategy the others are compared with.
    pub baseline: String,
    /// Points of the whole design.
    pub points: u32,
    /// The most replicates that a point can have.
    pub replicates: u32,
    /// Draws of what is not known: replicate r lives in draw r modulo draws; 0 where nothing is
    /// drawn.
    #[serde(default)]
    pub draws: u32,
    /// Weeks of each run, after the warm-up.
    pub weeks: u32,
    /// Columns of factors, in their order.
    pub factors: Vec<Column>,
    /// Keys of the outcomes, in the order of the columns.
    pub outcomes: Vec<String>,
    /// What matters of each outcome.
    #[serde(default)]
    pub margins: Margins,
    /// Which share of the points: 1 of 1 for all of them.
    pub share: (u32, u32),
}

impl RowsIdentity {
    /// The place of the baseline among the strategies.
    pub fn baseline_at(&self) -> usize {
        self.arms.iter().position(|arm| *arm == self.baseline).unwrap_or(0)
    }

    /// What matters of an outcome, by its place in the registry.
    pub fn margin(&self, outcome: usize) -> Margin {
        self.margins.margin(outcome)
    }

    /// A digest of all of it; parts carry it.
    pub(super) fn digest(&self) -> [u8; 32] {
        Sha256::digest(format!("{self:?}")).into()
    }

    /// In what a folder (`self`) differs from what is asked for.
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

/// How points were laid, as far as an analysis must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignFacts {
    /// The kind of design, as its file names it.
    pub kind: String,
    /// Points that belong together.
    pub block: u32,
    /// Levels of a Morris design; 0 elsewhere.
    pub levels: u32,
    /// The seed of the design.
    pub seed: u64,
    /// Whether a Saltelli design has the points for pairs of factors.
    pub second_order: bool,
}

/// How long the last run took; tasks kept from before are not in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// Seconds of wall time of the simulation proper.
    pub wall: f64,
    /// Seconds of processor time, where the system tells.
    pub cpu: Option<f64>,
    /// Threads.
    pub threads: usize,
    /// Case-weeks simulated, warm-up included.
    pub case_weeks: u64,
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowsManifest {
    /// Always `balcony-sweep`.
    pub kind: String,
    /// The form of folder.
    pub form: u32,
    /// How far it is.
    pub status: Status,
    /// The experiment's title.
    pub title: String,
    /// What it is to answer.
    pub question: String,
    /// The authority's name.
    pub authority: String,
    /// The symbol of money, where it is not the pound.
    #[serde(default = "pound", skip_serializing_if = "is_pound")]
    pub currency: String,
    /// What was swept.
    pub identity: RowsIdentity,
    /// Keys of the outcomes that the experiment looks at.
    pub responses: Vec<String>,
    /// How its points were laid.
    pub design: DesignFacts,
    /// The words of the command.
    pub command: Vec<String>,
    /// The resolved experiment.
    pub experiment: String,
    /// The file of the experiment as it was given; empty where an authority's own figures are at
    /// work.
    pub source: String,
    /// The resolved scenario from which every point begins, without an authority's own figures.
    pub scenario: String,
    /// Tasks in the rows: replicates of points.
    pub tasks: u64,
    /// Of them failed.
    pub failed: u64,
    /// How long it took.
    pub timing: Option<Timing>,
    /// `rows.parquet`, with length and digest, when it is there.
    pub rows: Option<FileFacts>,
}

impl RowsManifest {
    /// Reads the manifest of a folder; none if the folder has none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, ResultsError> {
        manifest_file::read(folder, KIND, FORM)
    }
}
