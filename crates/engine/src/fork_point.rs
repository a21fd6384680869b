//! The point from which every strategy of a replicate starts: a setting, the constants that follow
//! from it, and the authority that both warm up to.
//!
//! Everything that simulates goes through [`ForkPoint`], so that constants cannot belong to another
//! setting than the one that is simulated.

use crate::advance;
use crate::calendar::Week;
use crate::context::Constants;
use crate::error::ModelFailure;
use crate::measure::Sink;
use crate::rng::RngKey;
use crate::setting::{Event, Setting};
use crate::strategy::Strategy;
use crate::world::{Counts, World};

/// A setting with the constants that follow from it.
///
/// ```
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::measure::OutcomeAccumulator;
/// use balcony_engine::rng::RngKey;
/// use balcony_engine::strategy::Strategy;
///
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let start = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let mut arm = start.clone();
/// place.advance(&mut arm, &Strategy::default(), 4, &mut OutcomeAccumulator::default())?;
/// assert_eq!(arm.week, place.week(4).0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
#[derive(Debug, Clone)]
pub struct ForkPoint {
    setting: Setting,
    constants: Constants,
}

impl ForkPoint {
    /// Posts of leaders of tiers 2, 3 and 4: assistant directors, heads of service, team managers.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// let [second, third, fourth] = ForkPoint::leader_posts(&balcony_engine::golden::setting(0));
    /// assert!(0 < second && second <= third && third < fourth);
    /// ```
    pub fn leader_posts(setting: &Setting) -> [usize; 3] {
        crate::build::leader_posts(&crate::authority::effects(setting))
    }

    /// Works out the constants of a setting.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// assert!(place.constants().effects.scale > 0.0);
    /// ```
    pub fn new(setting: Setting) -> Self {
        Self { constants: Constants::of(&setting), setting }
    }

    /// The setting.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// assert_eq!(place.setting().warm_up, 60);
    /// ```
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// What follows from the setting, once for all weeks.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// assert_eq!(place.constants().left[0], 1.0);
    /// ```
    pub fn constants(&self) -> &Constants {
        &self.constants
    }

    /// The week that begins `after` weeks after week 0.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// assert_eq!(place.week(2).0, place.setting().start_week.0 + 2);
    /// ```
    pub fn week(&self, after: u32) -> Week {
        Week(self.setting.start_week.0 + after)
    }

    /// The same with other events. Constants do not depend on events.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(1));
    /// assert!(!place.setting().events.is_empty());
    /// assert!(place.with_events(&[]).setting().events.is_empty());
    /// ```
    #[must_use]
    pub fn with_events(&self, events: &[Event]) -> Self {
        let setting = Setting { events: events.to_vec(), ..self.setting.clone() };
        Self { setting, constants: self.constants.clone() }
    }

    /// Gives it other events in place, without a second copy of its constants.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// let mut place = ForkPoint::new(balcony_engine::golden::setting(1));
    /// place.set_events(&[]);
    /// assert!(place.setting().events.is_empty());
    /// ```
    pub fn set_events(&mut self, events: &[Event]) {
        self.setting.events = events.to_vec();
    }

    /// The authority at week 0 of one replicate: built, and warmed up under the incumbent style.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// assert_eq!(world.week, place.week(0).0);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    ///
    /// # Errors
    /// If a value is not finite or out of its bounds at the end of a week.
    pub fn warmed_up(&self, rng_key: RngKey) -> Result<World, ModelFailure> {
        advance::warmed_up(&self.setting, &self.constants, rng_key)
    }

    /// Simulates a world under a strategy until `until` weeks after week 0; every week's measures
    /// go to the sink.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::measure::OutcomeAccumulator;
    /// use balcony_engine::rng::RngKey;
    /// use balcony_engine::strategy::Strategy;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let mut sums = OutcomeAccumulator::default();
    /// place.advance(&mut world, &Strategy::default(), 13, &mut sums)?;
    /// assert!(sums.mean("caseload") > 0.0);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    ///
    /// # Errors
    /// If a value is not finite or out of its bounds at the end of a week.
    pub fn advance(
        &self,
        world: &mut World,
        strategy: &Strategy,
        until: u32,
        sink: &mut dyn Sink,
    ) -> Result<(), ModelFailure> {
        advance::advance(world, strategy, &self.setting, &self.constants, self.week(until), sink)
    }

    /// Hazards and hours that have passed since each child was last looked at, and are not yet
    /// counted. The world does not change.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// // Everything was counted when the warm-up ended.
    /// assert_eq!(place.unaccrued(&world).harm_open, 0);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn unaccrued(&self, world: &World) -> Counts {
        advance::unaccrued(world, &self.setting, &self.constants)
    }
}
