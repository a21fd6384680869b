//! `balcony validate`: compares the model with every published figure and lists failing rows beside
//! passing ones.
//!
//! # What is compared
//! `file` reads the rows of `data/observed.csv`, or of a file with the same columns. `mapping` maps
//! each row to a figure of the model (`figures`) or to a reason why there is none (`reason`).
//! `rows` compares them: mean, Monte Carlo interval, predictive intervals, score, and two forecasts
//! without a model (`score`). `across` compares authorities by spread, ranks, persistence,
//! gradients, judgements, correlations and levels with the files of authorities by year
//! (`published`). [`drift`] describes ten years without events.
//!
//! # What is simulated
//! [`authority_runs`] simulates a scenario that sets only authority and length, for ten years under
//! the incumbent. The first year is compared with figures of 2018-19. `sample` chooses the
//! authorities.

pub mod across;
pub mod authority_runs;
pub mod drift;
pub mod figures;
pub mod file;
mod headline;
pub mod mapping;
mod output;
mod page;
pub mod published;
pub mod reason;
pub mod rows;
pub mod sample;
pub mod score;
pub mod stats;
mod text;

pub use output::{csv, json};
pub use page::page;
pub use text::text;

use authority_runs::{AuthorityRun, ValidationOptions, ValidationPlace, live};
use balcony_runs::experiment::Stop;
use balcony_scenario::profiles::{ENGLAND_AVERAGE, Observed, Profile, archetype};
use balcony_scenario::scenario::Faults;
use rows::{ComparedRow, SimulatedAuthorities};

/// What to validate.
#[derive(Debug, Clone)]
pub struct ValidationRequest {
    /// Rows of published figures.
    pub rows: Vec<Observed>,
    /// Source of the rows, in words.
    pub from: String,
    /// Authorities to simulate.
    pub authorities: Vec<&'static Profile>,
    /// Description of these authorities, in words.
    pub which: String,
    /// Replicates of the average authority, and of authorities that a row names.
    pub replicates: u32,
}

impl ValidationRequest {
    /// Replicates of the other authorities: a fifth, but at least two. If parameters are sampled at
    /// least four, in two samples.
    fn few(&self, worlds: bool) -> u32 {
        (self.replicates / 5).max(if worlds { 4 } else { 2 })
    }
}

/// All results of a validation.
#[derive(Debug, Clone)]
pub struct ValidationFindings {
    /// Version of the program.
    pub version: &'static str,
    /// Identifier of the engine, from its golden digests.
    pub engine: String,
    /// Source of the published figures, in words.
    pub from: String,
    /// Description of the authorities, in words.
    pub which: String,
    /// Seed of the random numbers.
    pub seed: u32,
    /// Replicates of the average authority.
    pub replicates: u32,
    /// Whether parameters were sampled.
    pub worlds: bool,
    /// Result of each row.
    pub rows: Vec<ComparedRow>,
    /// Comparison across authorities; `None` for fewer than three.
    pub across: Option<across::Across>,
    /// Drift over ten years without events.
    pub drift: drift::Drift,
}

/// Why there are no findings.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// An authority, or a value of `--set`, gives no valid scenario.
    #[error("{0}")]
    Faults(Faults),
    /// The simulation stopped.
    #[error(transparent)]
    Stop(#[from] Stop),
}

/// Simulates and compares.
///
/// # Errors
/// If an authority gives no valid scenario, the model fails, or a stop was requested.
pub fn validate(
    asked: &ValidationRequest,
    how: &ValidationOptions<'_>,
) -> Result<ValidationFindings, Failed> {
    let england = archetype(ENGLAND_AVERAGE).into_iter();
    let told = rows::authorities(&asked.rows);
    let few = asked.few(how.worlds);
    let mut wanted: Vec<(&'static Profile, u32)> =
        england.chain(told.iter().copied()).map(|profile| (profile, asked.replicates)).collect();
    for profile in &asked.authorities {
        if !wanted.iter().any(|(known, _)| known.id == profile.id) {
            wanted.push((profile, few));
        }
    }
    let places = wanted
        .into_iter()
        .map(|(profile, replicates)| ValidationPlace::new(profile, replicates, how.worlds))
        .collect::<Result<Vec<_>, _>>()
        .map_err(Failed::Faults)?;
    let lives = live(&places, how)?;
    let all: Vec<(&ValidationPlace, &[AuthorityRun])> =
        places.iter().zip(lives.iter().map(Vec::as_slice)).collect();
    let of = |profiles: &[&'static Profile]| -> Vec<(&ValidationPlace, &[AuthorityRun])> {
        let known = |place: &ValidationPlace| profiles.iter().any(|profile| profile.id == place.profile.id);
        all.iter().copied().filter(|(place, _)| known(place)).collect()
    };
    let (mut sample, own) = (of(&asked.authorities), of(&told));
    sample.sort_by_key(|(place, _)| place.profile.id);
    let ground = SimulatedAuthorities { england: all[0], sample: &sample, own: &own };
    Ok(ValidationFindings {
        version: env!("CARGO_PKG_VERSION"),
        engine: balcony_runs::results::engine(),
        from: asked.from.clone(),
        which: asked.which.clone(),
        seed: how.seed,
        replicates: asked.replicates,
        worlds: how.worlds,
        rows: rows::compare(&asked.rows, &ground),
        across: across::across(&sample),
        drift: drift::drift(all[0], &sample),
    })
}
