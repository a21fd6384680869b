//! `manifest.json`: what a folder of results is, for people and for the next run. The only file
//! that may differ between two runs of the same thing. Its last field, `digest`, is a digest of all
//! fields before it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Identity;
use crate::currency::POUND;

/// Its name.
pub const MANIFEST: &str = "manifest.json";
/// The word by which a folder of ours is known.
pub const KIND: &str = "balcony-results";
/// What stands in a command in the place of an authority's own figure.
pub const KEPT_OUT: &str = "(kept out)";
/// What a command tells of an authority: which place it is stands in every result.
pub const PLACE: [&str; 4] = ["name", "code", "archetype", "currency"];
/// The form of folder that this version writes and reads: the second has a digest of its manifest.
pub const FORM: u32 = 2;

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Begun and not finished.
    Running,
    /// All is there.
    Complete,
}

/// Length and digest of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its length.
    pub bytes: u64,
    /// Its digest.
    pub sha256: String,
}

/// How long the last run took; replicates kept from before are not in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// Seconds of wall time of the simulation proper.
    pub wall: f64,
    /// Seconds of processor time, where the system tells.
    pub cpu: Option<f64>,
    /// Threads.
    pub threads: usize,
    /// Case-weeks simulated, warm-up included.
    pub case_weeks: u64,
    /// Case-weeks of the warm-up.
    pub warm_up_case_weeks: u64,
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `balcony-results`.
    pub kind: String,
    /// The form of folder.
    pub form: u32,
    /// How far it is.
    pub status: Status,
    /// The scenario's title.
    pub title: String,
    /// The authority's name.
    pub authority: String,
    /// The symbol of money, where it is not the pound.
    #[serde(default = "pound", skip_serializing_if = "is_pound")]
    pub currency: String,
    /// The question the scenario asks.
    pub question: String,
    /// What was run.
    pub identity: Identity,
    /// The words of the command.
    pub command: Vec<String>,
    /// The resolved scenario.
    pub scenario: String,
    /// Replicates of a part.
    pub part: u32,
    /// Parts.
    pub parts: u32,
    /// Replicates that were run, once it is complete: fewer than at most where the comparison was
    /// settled earlier.
    #[serde(default)]
    pub ran: Option<u32>,
    /// How long it took.
    pub timings: Option<Timings>,
    /// Digest of every outcome's bits.
    pub outcomes_digest: Option<String>,
    /// The tables, with length and digest.
    pub files: BTreeMap<String, FileFacts>,
}

/// What a run was asked for, as a manifest says it.
#[derive(Debug, Clone)]
pub struct RunRequest {
    /// What makes two runs the same.
    pub identity: Identity,
    /// The scenario's title.
    pub title: String,
    /// The authority's name.
    pub authority: String,
    /// The symbol of money.
    pub currency: String,
    /// The question the scenario asks.
    pub question: String,
    /// The resolved scenario, without an authority's own figures.
    pub scenario: String,
    /// The words of the command that gives the same.
    pub command: Vec<String>,
}

/// The currency of manifests that name none.
pub fn pound() -> String {
    POUND.to_owned()
}

/// Whether a currency is the one that manifests do not name.
pub fn is_pound(currency: &str) -> bool {
    currency == POUND
}

impl Manifest {
    /// Replicates in the tables of a complete folder.
    pub fn replicates(&self) -> u32 {
        self.ran.unwrap_or(self.identity.replicates).min(self.identity.replicates)
    }

    /// What `--set` laid on the scenario, as `key = value`. An authority's own figures are named
    /// without their values, which the command does not keep.
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
            // How it is run and what it is called are told elsewhere.
            let place =
                value == KEPT_OUT && key.strip_prefix("authority.").is_some_and(|key| PLACE.contains(&key));
            if key != "scenario" && !key.starts_with("scenario.") && !place {
                let own = value == KEPT_OUT;
                sets.push(if own { format!("{key} of your own") } else { format!("{key} = {value}") });
            }
        }
        sets
    }

    /// The manifest of a run that has begun: what was asked for, and nothing finished.
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
