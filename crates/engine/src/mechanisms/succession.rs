//! Succession: what an authority is told by a national market of directors, and what the market
//! sees of the authority.
//!
//! *Question.* What does an authority feel of who comes and goes, where that is decided for the
//! whole country? *Rules.* After [`hand_over`] nobody leaves and nobody follows by the authority's
//! own draws ([`crate::mechanisms::directors`], [`crate::mechanisms::market`]); what a change of
//! director does to the authority stays the same. The market sees the grade at which inspectors
//! would put the service today, and what drives the director out beyond it: a mandate lost, strain,
//! scrutiny beyond the country's. *Sources.* As `directors` and `inspection`.

use crate::context::StepContext;
use crate::fork_point::ForkPoint;
use crate::mechanisms::inspection;
use crate::mechanisms::relay::USUAL_STRAIN;
use crate::style::Style;
use crate::world::{DecidedBy, NEVER, Succession, World};

/// From now on a national market says who leads. Whoever leads today has these competences, has
/// been in post since a week, and is an interim or not; nobody feels a change.
///
/// ```
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::mechanisms::succession;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// succession::hand_over(&mut world, &place, [0.6; 4], 1500, false);
/// assert_eq!(world.service.leadership.director.since, 1500);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn hand_over(world: &mut World, place: &ForkPoint, competence: [f64; 4], since: u32, interim: bool) {
    let style = world.service.leadership.style;
    let judgement = inspection::judge(&world.service, &context(world, place, &style), 0);
    world.service.oversight.inspection.judgement = judgement;
    let director = &mut world.service.leadership.director;
    director.decided_by = DecidedBy::Market(None);
    director.competence = competence;
    director.since = since;
    director.interim = interim;
    director.interim_until = NEVER;
}

/// Tells an authority what the market decided; it takes effect in the week to come.
///
/// ```
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::measure::OutcomeAccumulator;
/// use balcony_engine::mechanisms::succession;
/// use balcony_engine::rng::RngKey;
/// use balcony_engine::strategy::Strategy;
/// use balcony_engine::world::Succession;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// succession::hand_over(&mut world, &place, [0.6; 4], 1500, false);
/// succession::tell(&mut world, Succession::Interim { competence: [0.4; 4] });
/// place.advance(&mut world, &Strategy::default(), 1, &mut OutcomeAccumulator::default())?;
/// assert!(world.service.leadership.director.interim);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn tell(world: &mut World, news: Succession) {
    world.service.leadership.director.decided_by = DecidedBy::Market(Some(news));
}

/// Tells an authority by how many grades inspectors are stricter than they were at week 0.
///
/// ```
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::mechanisms::succession;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// succession::frame(&mut world, 0.5);
/// assert_eq!(world.service.oversight.inspection.stricter, 0.5);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn frame(world: &mut World, stricter: f64) {
    world.service.oversight.inspection.stricter = stricter;
}

/// The grade at which inspectors would put the service today, without their noise: 0 inadequate to
/// 4 beyond outstanding.
///
/// ```
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::mechanisms::succession;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let grade = succession::grade(&world, &place);
/// assert!(-4.0 < grade && grade < 8.0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn grade(world: &World, place: &ForkPoint) -> f64 {
    let style = world.service.leadership.style;
    inspection::grade(&world.service, &context(world, place, &style))
}

/// What drives the director out beyond the grade, as a logarithm of the rate of leaving: scrutiny
/// beyond a usual salience, a mandate lost, strain.
///
/// ```
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::mechanisms::succession;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let salience = world.service.environment.salience;
/// assert!(succession::drives(&world, &place, salience) < succession::drives(&world, &place, 0.0));
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn drives(world: &World, place: &ForkPoint, usual_salience: f64) -> f64 {
    let setting = place.setting();
    let p = &setting.parameters.directors;
    let director = &world.service.leadership.director;
    p.scrutiny * (world.service.environment.salience - usual_salience)
        + p.mandate * (setting.start.authorisation - director.authorisation)
        + p.strain * (director.strain - USUAL_STRAIN)
}

fn context<'a>(world: &World, place: &'a ForkPoint, style: &'a Style) -> StepContext<'a> {
    StepContext::new(place.setting(), place.constants(), style, world.rng_key, world.week, false)
}
