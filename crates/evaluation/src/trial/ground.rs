//! Where trials are lived: places that are quiet but for what a trial does, worlds in parallel, in
//! the order of their numbers.
//!
//! A world is one authority under one luck. Without a place of the reader's own, world r is lived
//! in the r-th authority of a fixed sample of about thirty, over and over, as studies were spread
//! over authorities.

use super::Failed;
use crate::experiment::{Cancel, ModelFailure, Pool, Progress, Stop, Stopping};
use crate::profiles::Profile;
use crate::scenario::files::Texts;
use crate::scenario::{England, Library, read_text};
use crate::validate::sample;
use balcony_engine::error::ModelFailure as Broken;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::Sink;
use balcony_engine::rng::RngKey;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;
use std::ops::ControlFlow;

/// Most weeks that any trial lives.
pub const LONGEST: u32 = 850;

/// How to live.
#[derive(Debug, Clone)]
pub struct Ground<'a> {
    /// One authority, or none for the sample.
    pub authority: Option<&'static Profile>,
    /// Worlds; 0 stands for as many as the study wants.
    pub worlds: u32,
    /// The number from which all luck is drawn.
    pub seed: u32,
    /// Threads; 0 stands for as many as the machine has.
    pub threads: usize,
    /// Parameters with another value, each as key=value.
    pub sets: Vec<String>,
    /// Tells a person.
    pub progress: &'a Progress,
    /// Asks to stop.
    pub cancel: &'a Cancel,
}

/// An authority that a trial is simulated in.
#[derive(Debug, Clone)]
pub struct TrialPlace {
    /// Whose figures it has.
    pub profile: &'static Profile,
    /// What the engine is told, with its constants.
    pub fork: ForkPoint,
}

/// A world at week 0, and where it stands.
#[derive(Debug)]
pub struct Begun<'a> {
    /// Its number.
    pub number: u32,
    /// Where.
    pub place: &'a TrialPlace,
    /// Week 0.
    pub start: World,
}

impl TrialPlace {
    /// A scenario that says nothing but where, when and how long.
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

impl Begun<'_> {
    /// A copy of the world lived under a strategy until so many weeks after week 0; every week goes
    /// to the sink.
    ///
    /// # Errors
    /// If the model fails.
    pub fn live(&self, strategy: &Strategy, weeks: u32, sink: &mut dyn Sink) -> Result<World, Broken> {
        let mut world = self.start.clone();
        self.place.fork.advance(&mut world, strategy, weeks, sink)?;
        Ok(world)
    }
}

impl Ground<'_> {
    /// With so many worlds where nobody asked for a number.
    #[must_use]
    pub fn with_worlds(&self, worlds: u32) -> Self {
        let mut ground = self.clone();
        if ground.worlds == 0 {
            ground.worlds = worlds;
        }
        ground
    }

    /// In words, where.
    pub fn place(&self) -> String {
        self.authority.map_or_else(
            || "a fixed sample of authorities, one after the other".to_owned(),
            |profile| profile.name.to_owned(),
        )
    }

    /// The authorities that are lived in.
    pub fn profiles(&self) -> Vec<&'static Profile> {
        self.authority.map_or_else(sample::sample, |profile| vec![profile])
    }

    /// Lives every world, each in its place.
    ///
    /// # Errors
    /// If a place is not sound, the model fails, or somebody asked to stop.
    pub fn live<T: Send>(
        &self,
        work: impl Fn(&Begun<'_>) -> Result<T, Broken> + Sync,
    ) -> Result<Vec<T>, Failed> {
        self.live_in(&self.profiles(), work)
    }

    /// Lives every world in one of some authorities, one after the other.
    ///
    /// # Errors
    /// As `Ground::live`.
    pub fn live_in<T: Send>(
        &self,
        profiles: &[&'static Profile],
        work: impl Fn(&Begun<'_>) -> Result<T, Broken> + Sync,
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
                    .and_then(|start| work(&Begun { number, place, start }))
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
