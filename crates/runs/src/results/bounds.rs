//! Upper bounds for the fields of a manifest. A larger count is an error and never leads to an
//! allocation.

use std::collections::BTreeSet;

use balcony_numeric::hex;
use sha2::{Digest, Sha256};

use super::manifest::FileFacts;
use super::manifest_file::Checked;
use super::rows::{RowsIdentity, RowsManifest};
use super::{Format, Identity, Manifest, Status};

/// Most replicates of a scenario or of a point; also most points of a design.
const MOST_REPLICATES: u32 = 1_000_000;
const MOST_POINTS: u32 = 1_000_000;
/// Most weeks: a century.
const MOST_WEEKS: u32 = 5_200;
const MOST_DRAWS: u32 = 10_000;
const MOST_STRATEGIES: usize = 256;
const MOST_FACTORS: usize = 50;
/// Most columns of a table: outcomes, or measures of a week.
const MOST_COLUMNS: usize = 256;
/// Most sums that are stored over strategies, quarters and samples.
const MOST_SUMS: u64 = 10_000_000;
/// First words of a resolved scenario without the authority's own figures. Its digest covers those
/// figures too, so it cannot be checked.
const KEPT_OUT: &str = "# Own figures of the authority that are kept out: ";

/// Tables of a run, without their extensions.
pub(super) const TABLES: [&str; 4] = ["outcomes", "quarters", "details", "series"];
/// Files that are text in every format of the tables.
pub(super) const TEXTS: [&str; 2] = ["summary.csv", "draws.csv"];

/// Names of all files of a run's folder in a format, except the manifest.
pub(super) fn names(format: Format) -> Vec<String> {
    let tables = TABLES.iter().map(|stem| format!("{stem}.{}", format.ending()));
    tables.chain(TEXTS.map(str::to_owned)).collect()
}

impl Checked for Manifest {
    fn check(&self) -> Result<(), String> {
        let identity = &self.identity;
        within("replicates", identity.replicates, 1, MOST_REPLICATES)?;
        within("weeks", identity.weeks, 1, MOST_WEEKS)?;
        within("draws", identity.draws, 0, MOST_DRAWS)?;
        within("parts", self.parts, 0, MOST_REPLICATES)?;
        if let Some(ran) = self.ran {
            within("replicates that were run", ran, 1, identity.replicates)?;
        }
        strategies(&identity.arms, &identity.baseline)?;
        columns("outcomes", &identity.outcomes)?;
        columns("measures", &identity.measures)?;
        for primary in identity.primaries() {
            listed("primary outcome", primary, &identity.outcomes)?;
        }
        sums(identity)?;
        scenario_is(&self.scenario, &identity.scenario_hash)?;
        let known = names(identity.format);
        for (name, facts) in &self.files {
            if !known.contains(name) {
                return Err(format!("lists a file that such a folder does not have ({name:?})"));
            }
            digest(name, facts)?;
        }
        Ok(())
    }
}

fn sums(identity: &Identity) -> Result<(), String> {
    let quarters = u64::from(identity.weeks.div_ceil(13));
    let sums = identity.arms.len() as u64 * quarters * u64::from(identity.draws.max(1));
    if sums > MOST_SUMS {
        return Err(format!("has {sums} sums of strategies, quarters and draws: more than {MOST_SUMS}"));
    }
    Ok(())
}

impl Checked for RowsManifest {
    fn check(&self) -> Result<(), String> {
        let RowsIdentity { points, replicates, weeks, draws, share: (index, of), .. } = self.identity;
        let identity = &self.identity;
        within("points", points, 1, MOST_POINTS)?;
        within("replicates", replicates, 1, MOST_REPLICATES)?;
        within("weeks", weeks, 1, MOST_WEEKS)?;
        within("draws", draws, 0, MOST_DRAWS)?;
        within("shares", of, 1, u32::MAX)?;
        within("number of the share", index, 1, of)?;
        within("points of a block", self.design.block, 0, points)?;
        within("levels", self.design.levels, 0, MOST_POINTS)?;
        strategies(&identity.arms, &identity.baseline)?;
        columns("outcomes", &identity.outcomes)?;
        if identity.factors.len() > MOST_FACTORS {
            return Err(format!("has {} factors: more than {MOST_FACTORS}", identity.factors.len()));
        }
        columns("factors", &identity.factors.iter().map(|of| of.name.clone()).collect::<Vec<_>>())?;
        for response in &self.responses {
            listed("response", response, &identity.outcomes)?;
        }
        let most = u64::from(points) * u64::from(replicates);
        if self.tasks > most || self.failed > self.tasks {
            return Err(format!(
                "has {} runs of which {} failed: {most} can be at most",
                self.tasks, self.failed
            ));
        }
        // Every point of a complete sweep has at least one run.
        if self.status == Status::Complete && of == 1 && self.tasks < u64::from(points) {
            return Err(format!("has {} runs for {points} points", self.tasks));
        }
        scenario_is(&self.scenario, &identity.scenario_hash)?;
        text_is("experiment", &self.experiment, &identity.experiment_hash)?;
        self.rows.as_ref().map_or(Ok(()), |facts| digest("rows.parquet", facts))
    }
}

fn within(what: &str, number: u32, low: u32, high: u32) -> Result<(), String> {
    if (low..=high).contains(&number) {
        Ok(())
    } else {
        Err(format!("gives {number} as its {what}: {low} to {high} can be"))
    }
}

fn strategies(arms: &[String], baseline: &str) -> Result<(), String> {
    if arms.is_empty() || arms.len() > MOST_STRATEGIES {
        return Err(format!("has {} strategies: 1 to {MOST_STRATEGIES} can be", arms.len()));
    }
    if arms.windows(2).any(|two| two[0] >= two[1]) {
        return Err("names its strategies out of their order".to_owned());
    }
    listed("baseline", baseline, arms)
}

fn columns(what: &str, names: &[String]) -> Result<(), String> {
    let different: BTreeSet<&String> = names.iter().collect();
    if names.len() > MOST_COLUMNS || different.len() < names.len() {
        return Err(format!("has {} {what}, {} of them different", names.len(), different.len()));
    }
    Ok(())
}

fn listed(what: &str, name: &str, among: &[String]) -> Result<(), String> {
    if among.iter().any(|known| known == name) {
        Ok(())
    } else {
        Err(format!("gives {name:?} as its {what}, which it does not list"))
    }
}

fn scenario_is(text: &str, hash: &str) -> Result<(), String> {
    if text.starts_with(KEPT_OUT) { Ok(()) } else { text_is("scenario", text, hash) }
}

fn text_is(what: &str, text: &str, hash: &str) -> Result<(), String> {
    if hex(&Sha256::digest(text)) == hash {
        Ok(())
    } else {
        Err(format!("holds the text of another {what} than it gives the digest of"))
    }
}

fn digest(name: &str, facts: &FileFacts) -> Result<(), String> {
    let plain = facts.sha256.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'));
    if facts.sha256.len() == 64 && plain { Ok(()) } else { Err(format!("gives no digest of {name}")) }
}
