//! Succession: what an authority is told by a national market of directors, and what the market
//! sees of the authority.
//!
//! *Question.* What does an authority feel of who comes and goes, where that is decided for the
//! whole country? *Rules.* After [`hand_over`] nobody leaves and nobody follows by the authority's
//! own draws ([`crate::mechanisms::directors`], [`crate::mechanisms::market`]); what a change of
//! director does to the authority stays the same. The same holds for the posts below
//! ([`crate::mechanisms::posts`]): people of the market hold them; each brings a way of leading, and
//! takes it along. The market sees the grade at which inspectors
//! would put the service today, and what drives the director out beyond it: a mandate lost, strain,
//! scrutiny beyond the country's. *Sources.* As `directors` and `inspection`.

use crate::context::StepContext;
use crate::fork_point::ForkPoint;
use crate::mechanisms::relay::USUAL_STRAIN;
use crate::mechanisms::{inspection, leaders, posts};
use crate::style::Style;
use crate::world::{DecidedBy, Leader, NEVER, PostAppointment, PostNews, Succession, World};

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

/// From now on a national market says who holds the posts below the director: in the order of the
/// authority's posts, those whom it has there today. Nobody feels a change: ways of leading, ties
/// and what was won stay with the post.
///
/// ```
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::mechanisms::succession;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let posts = world.service.leadership.below.posts.len();
/// succession::hand_over_posts(&mut world, &place, &vec![None; posts]);
/// assert_eq!(world.service.leadership.below.ready(), 0.0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn hand_over_posts(world: &mut World, place: &ForkPoint, holders: &[Option<PostAppointment>]) {
    posts::hand_over(&mut world.service, holders, place.setting().parameters.influence.newcomer);
}

/// Tells an authority what became of some of its posts below the director, by their positions.
///
/// ```
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::mechanisms::succession;
/// use balcony_engine::rng::RngKey;
/// use balcony_engine::world::PostNews;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// succession::tell_posts(&mut world, &place, &[(0, PostNews::Vacant)]);
/// assert_eq!(world.service.leadership.below.posts[0].readiness, 0.0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn tell_posts(world: &mut World, place: &ForkPoint, news: &[(u16, PostNews)]) {
    let style = world.service.leadership.style;
    let context = context(world, place, &style);
    for (at, news) in news {
        posts::hear(&mut world.service, &context, usize::from(*at), news);
    }
}

/// Readiness for the post above of somebody who comes to a post, 0 to 1: around the usual, by how
/// many spreads the person's own gifts lie above the mean of people.
///
/// ```
/// use balcony_engine::mechanisms::succession::readiness;
/// assert!(readiness(-1.0) < readiness(0.0) && readiness(9.0) == 1.0);
/// ```
pub fn readiness(spreads: f64) -> f64 {
    (posts::USUAL_DEPUTIES + developed(spreads)).clamp(0.0, 1.0)
}

/// What so many spreads of gifts are worth in readiness for the post above.
///
/// ```
/// use balcony_engine::mechanisms::succession::developed;
/// assert_eq!(developed(2.0), 2.0 * developed(1.0));
/// ```
pub fn developed(spreads: f64) -> f64 {
    posts::READY_DIFFERS * spreads
}

/// How much the director develops the second tier, over the usual: time for practice, by how well
/// it is used; less under an interim.
///
/// ```
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::mechanisms::succession;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// world.service.leadership.director.interim = false;
/// let before = succession::develops(&world);
/// world.service.leadership.director.interim = true;
/// assert!(succession::develops(&world) < before);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn develops(world: &World) -> f64 {
    leaders::develops(&world.service, &world.service.leadership.style)
}

/// Strain of a leader below the director beyond the usual; below it none.
///
/// ```
/// use balcony_engine::mechanisms::succession::strain;
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// assert!(world.service.leadership.below.posts.iter().all(|leader| strain(leader) < 1.0));
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn strain(leader: &Leader) -> f64 {
    (leader.strain - USUAL_STRAIN).max(0.0)
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
