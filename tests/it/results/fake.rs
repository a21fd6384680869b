//! A fake model: every figure is a pure function of replicate, strategy, outcome and week.

use std::path::Path;
use std::sync::Arc;

use balcony::experiment::{
    ArmResult, Cancel, Job, Keep, ModelFailure, Progress, Replicate, Run, Shape, Stop, Stopping, run,
};
use balcony::results::disk::{Disk, RealDisk};
use balcony::results::{Folder, Format, Identity, Manifest, Mode, OpenedFolder, Request, RunRequest};
use balcony_engine::measure::{MEASURES, OUTCOMES};
use sha2::{Digest, Sha256};

/// The resolved scenario.
const SCENARIO: &str = "title = \"A shift of culture\"\n";

/// The inputs of one test run.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) arms: Vec<String>,
    pub(crate) replicates: u32,
    pub(crate) draws: u32,
    pub(crate) stopping: Stopping,
    pub(crate) weeks: u32,
    pub(crate) threads: usize,
    pub(crate) format: Format,
    pub(crate) series: bool,
    /// The run interrupts itself when this replicate is simulated.
    pub(crate) stop_at: Option<u32>,
}

impl Default for Ask {
    fn default() -> Self {
        let arms = ["authentic", "connected", "incumbent"].map(str::to_owned).to_vec();
        Self {
            arms,
            replicates: 43,
            draws: 0,
            stopping: Stopping::All,
            weeks: 30,
            threads: 2,
            format: Format::Parquet,
            series: true,
            stop_at: None,
        }
    }
}

/// A number from 0 to 1 for a key (the finaliser of SplitMix64).
pub(crate) fn keyed(key: u64) -> f64 {
    let mut mixed = key.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// A strategy's own part of a figure. It depends on the name, so that the position in a list cannot
/// matter.
fn lean(arm: &str, outcome: u64) -> f64 {
    if arm == "incumbent" {
        return 0.0;
    }
    let name = arm.bytes().fold(7u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    keyed(name ^ (outcome << 40)) - 0.5
}

/// A plausible level of an outcome in a large authority, and the smallest effect of interest there.
pub(crate) fn level_and_size(outcome: &balcony_engine::registry::Outcome) -> (f64, f64) {
    let margin = outcome.margin;
    let level = if margin.share > 0.0 { 2000.0 * margin.floor } else { 60.0 * margin.floor };
    (level, margin.at(level))
}

/// Makes one replicate.
pub(crate) fn replicate(number: u32, arms: &[String], shape: Shape) -> Replicate {
    let luck = |salt: u64| keyed(u64::from(number) << 20 ^ salt);
    let arm = |name: &String| {
        let own = name.bytes().fold(1u64, |sum, byte| sum * 33 % 65_521 + u64::from(byte));
        let outcome = |(at, outcome): (usize, &balcony_engine::registry::Outcome)| {
            let (level, size) = level_and_size(outcome);
            let at = at as u64;
            level + size * (10.0 * luck(at) + 4.0 * lean(name, at) + luck(at ^ own << 8))
        };
        let week = |week: usize| {
            (0..MEASURES.len()).map(move |measure| {
                (luck(measure as u64) + lean(name, measure as u64) * week as f64 / 50.0) as f32
            })
        };
        let quarter = |quarter: usize| {
            if quarter == 1 && number == 3 {
                f64::NAN
            } else {
                3.0 + luck(99) + lean(name, 0) * quarter as f64 / 8.0
            }
        };
        ArmResult {
            outcomes: OUTCOMES.iter().enumerate().map(outcome).collect(),
            series: (0..shape.weeks).flat_map(week).collect(),
            primary_by_quarter: (0..shape.quarters).map(quarter).collect(),
            details: (0..shape.details).map(|at| if at == 2 { f64::NAN } else { at as f64 + 0.5 }).collect(),
            // The first outcome is the primary one.
            quarters: (0..shape.quarters)
                .flat_map(|at| (0..shape.by_quarter).map(move |outcome| quarter(at) + outcome as f64))
                .collect(),
        }
    };
    Replicate {
        replicate: number,
        arms: arms.iter().map(arm).collect(),
        case_weeks: 1000 + u64::from(number),
        warm_up_case_weeks: 100,
    }
}

impl Ask {
    pub(crate) fn sorted(&self) -> Vec<String> {
        let mut arms = self.arms.clone();
        arms.sort();
        arms
    }

    pub(crate) fn request(&self) -> Request {
        Request {
            shorter: None,
            asked: RunRequest {
                identity: Identity {
                    scenario_hash: balcony_numeric::hex(&Sha256::digest(SCENARIO)),
                    seed: 1,
                    version: "0.1.0".to_owned(),
                    arms: self.arms.clone(),
                    baseline: "incumbent".to_owned(),
                    primary: "harm".to_owned(),
                    also: Vec::new(),
                    replicates: self.replicates,
                    stopping: self.stopping,
                    parameters: if self.draws > 0 { "ranges" } else { "central" }.to_owned(),
                    draws: self.draws,
                    weeks: self.weeks,
                    start: "2019-04-01".to_owned(),
                    format: self.format,
                    series: self.series,
                    outcomes: OUTCOMES.iter().map(|outcome| outcome.key.to_owned()).collect(),
                    measures: MEASURES.iter().map(|measure| measure.key.to_owned()).collect(),
                    margins: balcony::results::Margins::default(),
                },
                title: "A shift of culture".to_owned(),
                authority: "Barnsley".to_owned(),
                currency: "£".to_owned(),
                question: "Does a shift of culture last?".to_owned(),
                scenario: SCENARIO.to_owned(),
                command: vec!["balcony".to_owned(), "compare".to_owned()],
            },
            drawn: ["needs.rate", "start.trust"]
                .map(|key| (key.to_owned(), (0..self.draws).map(|draw| f64::from(draw) / 8.0).collect()))
                .to_vec(),
        }
    }

    /// Runs without a folder.
    pub(crate) fn run(&self, keep: Option<&mut dyn Keep>) -> Result<Run, Stop> {
        let arms = self.sorted();
        let cancel = Cancel::default();
        let shape = Shape::new(arms.len(), self.weeks, self.series);
        self.run_with(keep, &cancel, |number, _: &mut ()| {
            if Some(number) == self.stop_at {
                cancel.raise();
            }
            Ok(replicate(number, &arms, shape))
        })
    }

    /// Runs with another model.
    pub(crate) fn run_with<S: Default>(
        &self,
        keep: Option<&mut dyn Keep>,
        cancel: &Cancel,
        simulate: impl Fn(u32, &mut S) -> Result<Replicate, ModelFailure> + Sync,
    ) -> Result<Run, Stop> {
        let arms = self.sorted();
        let job = Job {
            arms: &arms,
            baseline: arms.iter().position(|arm| arm == "incumbent").expect("the baseline is listed"),
            replicates: self.replicates,
            stopping: self.stopping,
            primary: 0,
            also: &[],
            draws: self.draws,
            margins: &[],
            shape: Shape::new(arms.len(), self.weeks, self.series),
            threads: self.threads,
            progress: &Progress::silent(),
            cancel,
        };
        run(&job, S::default, simulate, keep)
    }

    pub(crate) fn open(
        &self,
        path: &Path,
        mode: Mode,
        disk: Arc<dyn Disk>,
    ) -> Result<OpenedFolder, balcony::results::ResultsError> {
        Folder::open(path, self.request(), mode, disk)
    }

    /// Opens a folder, runs and finishes.
    pub(crate) fn keep(&self, path: &Path, mode: Mode) -> Result<Manifest, Stop> {
        self.keep_on(path, mode, Arc::new(RealDisk))
    }

    pub(crate) fn keep_on(&self, path: &Path, mode: Mode, disk: Arc<dyn Disk>) -> Result<Manifest, Stop> {
        let opened = self.open(path, mode, disk).map_err(|error| match error {
            balcony::results::ResultsError::Storage(error) => Stop::Storage(error),
            other => panic!("{other}"),
        })?;
        match opened {
            OpenedFolder::Complete(results) => Ok(results.manifest),
            OpenedFolder::Work(mut folder) => {
                let run = self.run(Some(&mut *folder))?;
                Ok(folder.finish(&run)?)
            }
        }
    }
}

/// All files of a folder except the manifest, by name.
pub(crate) fn bytes(path: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let entries =
        std::fs::read_dir(path).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    entries.filter(|path| !path.ends_with("manifest.json")).map(read).collect()
}
