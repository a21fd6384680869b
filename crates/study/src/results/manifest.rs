//! `manifest.json` describes a folder of results for people and for the next run. It is the only
//! file that may differ between two runs of the same request. Its last field, `digest`, is a digest
//! of all fields before it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Identity;
use balcony_scenario::currency::POUND;

/// Name of the manifest file.
pub const MANIFEST: &str = "manifest.json";
/// Value of `kind` that marks a folder of Balcony results.
pub const KIND: &str = "balcony-results";
/// Replacement in a command for an own figure of an authority.
pub const KEPT_OUT: &str = "(kept out)";
/// Keys of `[authority]` that a command keeps, because every result names the place anyway.
pub const PLACE: [&str; 4] = ["name", "code", "archetype", "currency"];
/// Form of folder that this version writes and reads. Form 2 has a digest of its manifest; form 3
/// has dates in its tables, and columns without hyphens.
pub const FORM: u32 = 3;

/// How complete a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The run began and has not finished.
    Running,
    /// All results are present.
    Complete,
}

/// Length and digest of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// Duration of the last run, without replicates that an earlier run kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// Wall-clock seconds of the simulation.
    pub wall: f64,
    /// Processor seconds; `None` if the system does not report them.
    pub cpu: Option<f64>,
    /// Number of threads.
    pub threads: usize,
    /// Case-weeks that were simulated, warm-up included.
    pub case_weeks: u64,
    /// Case-weeks of the warm-up.
    pub warm_up_case_weeks: u64,
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `balcony-results`.
    pub kind: String,
    /// Form of the folder.
    pub form: u32,
    /// How complete the run is.
    pub status: Status,
    /// Title of the scenario.
    pub title: String,
    /// Name of the authority.
    pub authority: String,
    /// Currency symbol, if it is not the pound.
    #[serde(default = "pound", skip_serializing_if = "is_pound")]
    pub currency: String,
    /// Question that the scenario asks.
    pub question: String,
    /// Identity of the run.
    pub identity: Identity,
    /// Words of the command.
    pub command: Vec<String>,
    /// The resolved scenario in TOML.
    pub scenario: String,
    /// Number of replicates per part.
    pub part: u32,
    /// Number of parts.
    pub parts: u32,
    /// Number of replicates that were run, once the run is complete. It is below the maximum if the
    /// comparison was settled earlier.
    #[serde(default)]
    pub ran: Option<u32>,
    /// Duration of the run.
    pub timings: Option<Timings>,
    /// Digest of the bits of all outcomes.
    pub outcomes_digest: Option<String>,
    /// The tables, with length and digest.
    pub files: BTreeMap<String, FileFacts>,
}

/// The request of a run, from which its manifest is made.
#[derive(Debug, Clone)]
pub struct RunRequest {
    /// Identity of the run.
    pub identity: Identity,
    /// Title of the scenario.
    pub title: String,
    /// Name of the authority.
    pub authority: String,
    /// Currency symbol.
    pub currency: String,
    /// Question that the scenario asks.
    pub question: String,
    /// The resolved scenario, without the authority's own figures.
    pub scenario: String,
    /// Words of a command that gives the same results.
    pub command: Vec<String>,
}

/// Currency of manifests without one.
pub fn pound() -> String {
    POUND.to_owned()
}

/// Whether manifests omit this currency.
pub fn is_pound(currency: &str) -> bool {
    currency == POUND
}

impl Manifest {
    /// Number of replicates in the tables of a complete folder.
    pub fn replicates(&self) -> u32 {
        self.ran.unwrap_or(self.identity.replicates).min(self.identity.replicates)
    }

    /// Settings that `--set` applied, as `key = value`. Own figures of an authority appear without
    /// their values, because the command does not contain them.
    pub fn laid(&self) -> Vec<String> {
        let mut sets = Vec::new();
        let mut words = self.command.iter();
        while let Some(word) = words.next() {
            let set = match word.strip_prefix("--set=") {
                Some(set) => Some(set),
                None if word == "--set" => words.next().map(String::as_str),
                None => None,
            };
            let Some((key, value)) = set.and_then(|set| set.split_once('=')) else { continue };
            let (key, value) = (key.trim(), value.trim());
            // Keys of `[scenario]` and the place are shown elsewhere.
            let place =
                value == KEPT_OUT && key.strip_prefix("authority.").is_some_and(|key| PLACE.contains(&key));
            if key != "scenario" && !key.starts_with("scenario.") && !place {
                let own = value == KEPT_OUT;
                sets.push(if own { format!("{key} of your own") } else { format!("{key} = {value}") });
            }
        }
        sets
    }

    /// Manifest of a run that has just begun.
    pub fn begun(asked: RunRequest) -> Self {
        let RunRequest { identity, title, authority, currency, question, scenario, command } = asked;
        Self {
            kind: KIND.to_owned(),
            form: FORM,
            status: Status::Running,
            title,
            authority,
            currency,
            question,
            identity,
            command,
            scenario,
            part: 0,
            parts: 0,
            ran: None,
            timings: None,
            outcomes_digest: None,
            files: BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_laid_on_is_read_from_the_command() {
        let mut manifest: Manifest = serde_json::from_str(
            r#"{ "kind": "", "form": 2, "status": "running", "title": "", "authority": "", "question": "",
                 "identity": { "scenario_hash": "", "seed": 1, "version": "", "arms": [], "baseline": "",
                   "primary": "", "replicates": 1, "weeks": 1, "format": "csv", "series": false,
                   "outcomes": [], "measures": [] },
                 "command": [], "scenario": "", "part": 0, "parts": 0, "timings": null,
                 "outcomes_digest": null, "files": {} }"#,
        )
        .unwrap();
        assert_eq!((manifest.laid(), manifest.currency.as_str()), (Vec::new(), POUND));
        let words = "balcony compare x --set needs.rate=30 --set=a.b=\"c=d\" --set scenario.weeks=3 --set";
        manifest.command = words.split(' ').map(str::to_owned).collect();
        assert_eq!(manifest.laid(), ["needs.rate = 30", "a.b = \"c=d\""]);
        manifest.command = ["--set".to_owned(), format!("authority.plans={KEPT_OUT}")].to_vec();
        assert_eq!(manifest.laid(), ["authority.plans of your own"]);
    }
}
