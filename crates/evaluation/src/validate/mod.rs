//! `balcony validate`: the model beside every published figure, failing rows beside the passing
//! ones.
//!
//! # What is compared
//! `file`: the rows of `data/observed.csv`, or of a file with the same columns. `mapping` leads
//! each row to a figure of the model (`figures`) or to a reason (`reason`) why the model does not
//! speak to it. `rows` sets them side by side: mean, its Monte Carlo interval, predictive
//! intervals, score, and two forecasts that know no model (`score`). Across authorities (`across`):
//! spread, ranks, persistence, gradients, judgements, ties, levels, from the files of authorities
//! by year (`published`). [`drift`]: ten quiet years.
//!
//! # What is lived
//! [`lives`]: a quiet scenario with nothing set but place and length, ten years under the
//! incumbent; the first year stands beside figures of 2018-19. Which authorities: `sample`.

pub mod across;
pub mod drift;
pub mod figures;
pub mod file;
mod headline;
pub mod lives;
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

use crate::experiment::Stop;
use crate::profiles::{ENGLAND_AVERAGE, Observed, Profile, archetype};
use crate::scenario::Faults;
use lives::{Life, RunOptions, ValidationPlace, live};
use rows::{Ground, Row};

/// What is asked.
#[derive(Debug, Clone)]
pub struct ValidationRequest {
    /// Rows of published figures.
    pub rows: Vec<Observed>,
    /// Where they come from, in words.
    pub from: String,
    /// Authorities that are lived in.
    pub authorities: Vec<&'static Profile>,
    /// Which authorities these are, in words.
    pub which: String,
    /// Replicates of the average authority, and of authorities of which a row tells.
    pub replicates: u32,
}

impl ValidationRequest {
    /// Replicates of the other authorities: a fifth, at least two; where parameters are drawn, at
    /// least four, in two draws.
    fn few(&self, worlds: bool) -> u32 {
        (self.replicates / 5).max(if worlds { 4 } else { 2 })
    }
}

/// Everything that is found.
#[derive(Debug, Clone)]
pub struct Findings {
    /// The version of the program.
    pub version: &'static str,
    /// The engine, by its golden digests.
    pub engine: String,
    /// Where the published figures come from.
    pub from: String,
    /// Which authorities.
    pub which: String,
    /// The seed.
    pub seed: u32,
    /// Replicates of the average authority.
    pub replicates: u32,
    /// Whether parameters were drawn.
    pub worlds: bool,
    /// Each row.
    pub rows: Vec<Row>,
    /// Across authorities; none of fewer than three.
    pub across: Option<across::Across>,
    /// Ten quiet years.
    pub drift: drift::Drift,
}

/// Why there are no findings.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// A place is no sound scenario.
    #[error("{0}")]
    Faults(Faults),
    /// The lives stopped.
    #[error(transparent)]
    Stop(#[from] Stop),
}

/// Lives and compares.
///
/// # Errors
/// If a place is no sound scenario, if the model fails, or if somebody asked to stop.
pub fn validate(asked: &ValidationRequest, how: &RunOptions<'_>) -> Result<Findings, Failed> {
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
    let all: Vec<(&ValidationPlace, &[Life])> = places.iter().zip(lives.iter().map(Vec::as_slice)).collect();
    let of = |profiles: &[&'static Profile]| -> Vec<(&ValidationPlace, &[Life])> {
        let known = |place: &ValidationPlace| profiles.iter().any(|profile| profile.id == place.profile.id);
        all.iter().copied().filter(|(place, _)| known(place)).collect()
    };
    let (mut sample, own) = (of(&asked.authorities), of(&told));
    sample.sort_by_key(|(place, _)| place.profile.id);
    let ground = Ground { england: all[0], sample: &sample, own: &own };
    Ok(Findings {
        version: env!("CARGO_PKG_VERSION"),
        engine: crate::results::engine(),
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
