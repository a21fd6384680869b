//! Simulates the authorities of a trial in parallel, in the order of the replicates. Nothing
//! happens in them but what the trial does.
//!
//! A "world" is one replicate: one authority with one stream of random numbers. Without an
//! authority of the user's choice, replicate r uses the r-th authority of a fixed sample of about
//! thirty, cyclically, because the studies were spread over authorities.

use super::Failed;
use crate::validate::sample;
use balcony_engine::error::ModelFailure as Broken;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::Sink;
use balcony_engine::rng::RngKey;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;
use balcony_runs::experiment::{Cancel, ModelFailure, Pool, Progress, Stop, Stopping};
use balcony_scenario::profiles::Profile;
use balcony_scenario::scenario::files::Texts;
use balcony_scenario::scenario::{England, Library, read_text};
use std::ops::ControlFlow;

/// Most weeks that any trial simulates.
pub const LONGEST: u32 = 850;

/// How to simulate a trial.
#[derive(Debug, Clone)]
pub struct TrialOptions<'a> {
    /// The authority; `None` for the sample.
    pub authority: Option<&'static Profile>,
    /// Number of replicates; 0 for as many as the study suggests.
    pub worlds: u32,
    /// Seed of the random numbers.
    pub seed: u32,
    /// Number of threads; 0 means one per processor.
    pub threads: usize,
    /// Changed parameters as `key=value` settings.
    pub sets: Vec<String>,
    /// Progress display.
    pub progress: &'a Progress,
    /// Stop flag.
    pub cancel: &'a Cancel,
}

/// An authority in which a trial is simulated.
#[derive(Debug, Clone)]
pub struct TrialPlace {
    /// Profile of the authority.
    pub profile: &'static Profile,
    /// The engine's inputs except the strategy, with the constants derived from them.
    pub fork: ForkPoint,
}

/// A replicate at week 0.
#[derive(Debug)]
pub struct WarmReplicate<'a> {
    /// Index of the replicate.
    pub number: u32,
    /// The authority.
    pub place: &'a TrialPlace,
    /// State at week 0.
    pub start: World,
}

impl TrialPlace {
    /// A scenario that sets only the authority, the start and the length.
    fn new(profile: &'static Profile, sets: &[String]) -> Result<Self, Failed> {
        let text = format!(
            "[scenario]\ntitle = \"Trial\"\nquestion = \"What was found?\"\nprimary = \"re-referrals\"\nstart = 2019-04-01\n\
             weeks = {LONGEST}\nreplicates = 2\n[authority]\nname = \"{}\"\n",
            profile.code
        );
        let texts = Texts::default();
        let library = Library::new(&texts, &England);
        let scenario = read_text("trial", &text, &library).map_err(Failed::Faults)?;
        let scenario = scenario.apply_sets(sets, &library).map_err(Failed::Faults)?;
        Ok(Self { profile, fork: ForkPoint::new(scenario.setting()) })
    }
}

impl WarmReplicate<'_> {
    /// Simulates a copy of the state under a strategy until `weeks` weeks after week 0; `sink` gets
    /// every week.
    ///
    /// # Errors
    /// If the model fails.
    pub fn live(&self, strategy: &Strategy, weeks: u32, sink: &mut dyn Sink) -> Result<World, Broken> {
        let mut world = self.start.clone();
        self.place.fork.advance(&mut world, strategy, weeks, sink)?;
        Ok(world)
    }
}

impl TrialOptions<'_> {
    /// Uses `worlds` replicates if the user gave no number.
    #[must_use]
    pub fn with_worlds(&self, worlds: u32) -> Self {
        let mut ground = self.clone();
        if ground.worlds == 0 {
            ground.worlds = worlds;
        }
        ground
    }

    /// Name of the authority or the sample, in words.
    pub fn place(&self) -> String {
        self.authority.map_or_else(
            || "a fixed sample of authorities, one after the other".to_owned(),
            |profile| profile.name.to_owned(),
        )
    }

    /// The authorities that are simulated.
    pub fn profiles(&self) -> Vec<&'static Profile> {
        self.authority.map_or_else(sample::sample, |profile| vec![profile])
    }

    /// Simulates every replicate, each in its authority.
    ///
    /// # Errors
    /// If a setting is invalid, the model fails, or a stop was requested.
    pub fn live<T: Send>(
        &self,
        work: impl Fn(&WarmReplicate<'_>) -> Result<T, Broken> + Sync,
    ) -> Result<Vec<T>, Failed> {
        self.live_in(&self.profiles(), work)
    }

    /// Simulates every replicate in one of `profiles`, cyclically.
    ///
    /// # Errors
    /// As for [`TrialOptions::live`].
    pub fn live_in<T: Send>(
        &self,
        profiles: &[&'static Profile],
        work: impl Fn(&WarmReplicate<'_>) -> Result<T, Broken> + Sync,
    ) -> Result<Vec<T>, Failed> {
        let places = profiles
            .iter()
            .map(|profile| TrialPlace::new(profile, &self.sets))
            .collect::<Result<Vec<_>, _>>()?;
        let pool = Pool::new(self.threads)?;
        self.progress.begin(self.worlds, 0, Stopping::All);
        let mut found = Vec::with_capacity(self.worlds as usize);
        let ended = pool.ordered(
            self.worlds as usize,
            self.cancel,
            || (),
            |job, ()| {
                let place = &places[job % places.len()];
                let number = job as u32;
                let rng_key = RngKey { seed: self.seed, replicate: number };
                place
                    .fork
                    .warmed_up(rng_key)
                    .and_then(|start| work(&WarmReplicate { number, place, start }))
                    .map_err(|broken| ModelFailure::of(&broken, place.profile.name, place.fork.week(0)))
            },
            |_, world| {
                found.push(world.map_err(Stop::Model)?);
                self.progress.step();
                Ok::<_, Stop>(ControlFlow::Continue(()))
            },
        )?;
        self.progress.finish();
        if ended.whole {
            Ok(found)
        } else {
            Err(Failed::Stop(Stop::Interrupted { kept: 0, replicates: self.worlds }))
        }
    }
}
