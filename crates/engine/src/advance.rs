//! One authority through its weeks: the numbered table of what happens when, the warm-up, and the
//! one function that advances.

use crate::build;
use crate::calendar::Week;
use crate::context::{Constants, StepContext};
use crate::measure::{self, Sink};
use crate::mechanisms::{
    allocation, casework, culture, directors, environment, framework, help, influence, inspection, invest,
    lead, leaders, needs, new_needs, noticing, partnership, pathway, placement, posts, programme, queues,
    reviews, schedule, scrutiny, siblings, signals, structure, variation, weekly_factors, work, workforce,
};
use crate::rng::RngKey;
use crate::setting::Setting;
use crate::strategy::Strategy;
use crate::style::Style;
use crate::treatment;
use crate::world::{Counts, RING, Stage, World};

/// One line of the week: phase, rank within the phase, name, what it does.
pub type Step = (u8, u8, &'static str, fn(&mut World, &mut StepContext<'_>));

/// The week, in its order (DESIGN.md section 3). Phases that concern children run together, child
/// by child, in step 5.2.
pub static STEPS: &[Step] = &[
    (1, 1, "environment: salience, events, budget", |world, context| {
        environment::update(&mut world.service, context)
    }),
    (1, 2, "variation from year to year", |world, context| variation::renew(&mut world.service, context)),
    (2, 1, "directors: leaving, interims, successors", |world, context| {
        directors::turn_over(&mut world.service, context)
    }),
    (2, 2, "leaders below: leaving, successors", |world, context| {
        posts::turn_over(&mut world.service, context)
    }),
    (2, 3, "leaders below: ways of leading, ties", |world, context| {
        leaders::lead(&mut world.service, context)
    }),
    (4, 1, "change programme", |world, context| programme::work(world, context)),
    (5, 0, "factors of the week", |world, context| weekly_factors::update(&world.service, context)),
    (5, 1, "needs arise", |world, context| new_needs::arise(world, context)),
    (5, 2, "children: time passes, shocks, noticing, occasions, decisions", |world, context| {
        process_due_children(world, context)
    }),
    (5, 3, "contacts without need", |world, context| noticing::background(&mut world.service, context)),
    (5, 4, "siblings join conferences", |world, context| siblings::join_conferences(world, context)),
    (6, 1, "allocation", |world, context| allocation::allocate(world, context)),
    (7, 1, "work", |world, context| work::weigh(&mut world.service, context)),
    (8, 1, "decisions that waited", |world, context| queues::serve(world, context)),
    (8, 2, "placements", |world, _| placement::settle(world)),
    (10, 1, "workforce", |world, context| workforce::live(world, context)),
    (10, 2, "practice framework", |world, context| framework::embed(&mut world.service, context)),
    (11, 1, "culture and prescription", |world, context| culture::shift(&mut world.service, context)),
    (11, 2, "influence: bonds and credibility", |world, context| {
        influence::build(&mut world.service, context)
    }),
    (11, 3, "partnership", |world, context| partnership::build(&mut world.service, context)),
    (11, 4, "experience of referring", |world, _| noticing::experience(&mut world.service)),
    (11, 5, "schools, residents, one roof", |world, context| structure::hold(&mut world.service, context)),
    (12, 1, "budget control", |world, context| environment::control(&mut world.service, context)),
    (12, 2, "what leaders see", |world, context| signals::see(&mut world.service, context)),
    (12, 3, "inspection", |world, context| inspection::inspect(&mut world.service, context)),
    (12, 4, "scrutiny", |world, context| scrutiny::scrutinise(&mut world.service, context)),
    (12, 5, "reviews of serious incidents", |world, context| reviews::review(&mut world.service, context)),
];

/// Processes every child whose next event falls in this week, and schedules the event after it.
/// Children without an open case come first. The order serves speed alone: no child reads what
/// another child's event has changed.
fn process_due_children(world: &mut World, context: &StepContext<'_>) {
    let mut due = core::mem::take(&mut world.population.calendar.ring[context.week as usize % RING]);
    let mut open = core::mem::take(&mut world.service.scratch.open_due);
    due.retain(|slot| {
        let child = &world.population.children[*slot as usize];
        // An entry that was rescheduled since is dropped.
        let stands = child.due == context.week && child.entity_id.0 != 0;
        if stands && child.is_open() {
            open.push(*slot);
        }
        stands && !child.is_open()
    });
    world.events += (due.len() + open.len()) as u64;
    for slot in due.iter().chain(&open) {
        process_child(world, *slot, context);
    }
    open.clear();
    world.service.scratch.open_due = open;
}

/// Brings a child up to date, and does what this week brings to it.
#[inline]
fn process_child(world: &mut World, slot: u32, context: &StepContext<'_>) {
    let mut cursor = world.cursor(slot, context);
    if cursor.child.due != context.week {
        return;
    }
    help::deliver(&mut cursor);
    let begun = noticing::WeekStart::of(cursor.child);
    needs::apply_shocks_and_harm(&mut cursor);
    noticing::notice(&mut cursor, begun);
    if cursor.child.is_open() {
        pathway::proceed(&mut cursor);
    }
    let ended = needs::ended(cursor.child, context);
    if ended && cursor.child.is_open() {
        cursor.service.counts.care_eighteen += u32::from(cursor.child.stage == Stage::Care);
        casework::close(&mut cursor);
    }
    siblings::summon(world);
    if ended {
        needs::remove(world, slot);
    } else {
        schedule::put_down(world, context, slot);
    }
}

/// Advances an authority week by week until (not including) a week, and passes every week to the
/// sink. Draws are keyed, so that the same world, strategy and setting give the same bytes, whether
/// the weeks are simulated in one call or in several.
///
/// ```
/// use balcony_engine::advance::{advance, warmed_up};
/// use balcony_engine::calendar::Week;
/// use balcony_engine::context::Constants;
/// use balcony_engine::measure::OutcomeAccumulator;
/// use balcony_engine::rng::RngKey;
/// use balcony_engine::strategy::Strategy;
/// let setting = balcony_engine::golden::setting(0);
/// let constants = Constants::of(&setting);
/// let mut world = warmed_up(&setting, &constants, RngKey { seed: 1, replicate: 0 })?;
/// let (strategy, mut sums) = (Strategy::default(), OutcomeAccumulator::default());
/// let until = Week(setting.start_week.0 + 13);
/// advance(&mut world, &strategy, &setting, &constants, until, &mut sums)?;
/// assert_eq!(world.week, until.0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
///
/// # Errors
/// [`crate::error::ModelFailure`] if a state leaves its bounds or stops being a number.
pub fn advance(
    world: &mut World,
    strategy: &Strategy,
    setting: &Setting,
    constants: &Constants,
    until: Week,
    sink: &mut dyn Sink,
) -> Result<(), crate::error::ModelFailure> {
    while world.week < until.0 {
        week(world, strategy, setting, constants, false);
        let row = measure::row(world);
        crate::error::check(world, &row)?;
        sink.week(Week(world.week - 1), &row, world);
    }
    Ok(())
}

fn week(world: &mut World, strategy: &Strategy, setting: &Setting, constants: &Constants, warming: bool) {
    world.service.counts = Counts::default();
    let style = lead::choose(world, strategy, setting, warming);
    // Two styles are the same to staff if they differ in source alone while both routes of
    // influence are one.
    let separate = setting.parameters.influence.separate;
    let felt = |style: &Style| (style.source * separate, style.rights, style.attention);
    if felt(&style) != felt(&world.service.leadership.style) {
        // Departing from the style in force costs everyone the same.
        world.service.environment.relearning = 1.0;
    }
    world.service.leadership.style = style;
    let style = lead::effective_style(&style, &world.service, setting);
    let mut context = StepContext::new(setting, constants, &style, world.rng_key, world.week, warming);
    context.acts = &strategy.acts;
    for (at, (_, _, _, step)) in STEPS.iter().enumerate() {
        step(world, &mut context);
        if at == 0 {
            invest::buy(&mut world.service, &mut context, strategy);
        }
    }
    if !strategy.treatments.is_empty() {
        treatment::act(world, &context, &strategy.treatments);
    }
    world.case_weeks += u64::from(world.service.stocks.stage[1..].iter().sum::<u32>());
    world.week += 1;
}

/// A sink that drops every week.
struct NoSink;

impl Sink for NoSink {
    fn week(&mut self, _: Week, _: &[f64; measure::ROW], _: &World) {}
}

/// An authority at week 0: built, then warmed up under the incumbent style. States that the
/// scenario gives are held at its values; the others evolve. This runs once a replicate; every arm
/// is a clone.
///
/// ```
/// use balcony_engine::advance::warmed_up;
/// use balcony_engine::context::Constants;
/// use balcony_engine::rng::RngKey;
/// let setting = balcony_engine::golden::setting(0);
/// let constants = Constants::of(&setting);
/// let world = warmed_up(&setting, &constants, RngKey { seed: 1, replicate: 0 })?;
/// assert_eq!(world.week, setting.start_week.0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
///
/// # Errors
/// As [`advance`].
pub fn warmed_up(
    setting: &Setting,
    constants: &Constants,
    rng_key: RngKey,
) -> Result<World, crate::error::ModelFailure> {
    watched_up(setting, constants, rng_key, &mut NoSink)
}

/// As [`warmed_up`], every week of the warm-up to a sink.
///
/// ```
/// use balcony_engine::advance::watched_up;
/// use balcony_engine::context::Constants;
/// use balcony_engine::measure::OutcomeAccumulator;
/// use balcony_engine::rng::RngKey;
/// let setting = balcony_engine::golden::setting(0);
/// let constants = Constants::of(&setting);
/// let mut sums = OutcomeAccumulator::default();
/// watched_up(&setting, &constants, RngKey { seed: 1, replicate: 0 }, &mut sums)?;
/// assert!(sums.years() > 1.0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
///
/// # Errors
/// As [`advance`].
pub fn watched_up(
    setting: &Setting,
    constants: &Constants,
    rng_key: RngKey,
    sink: &mut dyn Sink,
) -> Result<World, crate::error::ModelFailure> {
    let mut world = build::authority(setting, constants, rng_key);
    let style = setting.start.incumbent;
    {
        let context = StepContext::new(setting, constants, &style, rng_key, world.week, true);
        new_needs::stand(&mut world, &context);
        workforce::gather(&mut world.service, &context);
    }
    let strategy = Strategy::default();
    let year = 52.min(setting.warm_up);
    let (mut spent, mut weeks) = (0.0, 0.0);
    while world.week < setting.start_week.0 {
        week(&mut world, &strategy, setting, constants, true);
        let row = measure::row(&world);
        crate::error::check(&world, &row)?;
        sink.week(Week(world.week - 1), &row, &world);
        if setting.start_week.0 - world.week < year {
            spent += world.service.environment.spending;
            weeks += 1.0;
        }
    }
    if world.service.environment.usual <= 0.0 {
        // The scenario gives the state of the service: its budget is what it costs.
        let last = environment::weekly(&world.service, setting, constants);
        world.service.environment.usual = if weeks > 0.0 { spent / weeks } else { last };
    }
    // Brings every child up to date, so that nothing of the warm-up is counted after it.
    let context = StepContext::new(setting, constants, &style, rng_key, world.week, true);
    for slot in 0..world.population.children.len() {
        if world.population.children[slot].entity_id.0 != 0 {
            help::deliver(&mut world.cursor(slot as u32, &context));
        }
    }
    world.service.leadership.seen.usual = world.service.leadership.seen.now;
    world.service.leadership.leading.decides = world.service.leadership.director.incumbent;
    let live = StepContext::new(setting, constants, &style, rng_key, world.week, false);
    inspection::first(&mut world.service, &live);
    Ok(world)
}

/// The hazards and hours that have accrued since the last event of each child. The world itself is
/// not changed, so that a longer horizon has the same first weeks.
///
/// ```
/// use balcony_engine::advance::{unaccrued, warmed_up};
/// use balcony_engine::context::Constants;
/// use balcony_engine::rng::RngKey;
/// let setting = balcony_engine::golden::setting(0);
/// let constants = Constants::of(&setting);
/// let world = warmed_up(&setting, &constants, RngKey { seed: 1, replicate: 0 })?;
/// // Everything was counted when the warm-up ended.
/// assert_eq!(unaccrued(&world, &setting, &constants).harm_open, 0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn unaccrued(world: &World, setting: &Setting, constants: &Constants) -> Counts {
    let mut world = world.clone();
    world.service.counts = Counts::default();
    let style = world.service.leadership.style;
    let context = StepContext::new(setting, constants, &style, world.rng_key, world.week, false);
    for slot in 0..world.population.children.len() {
        if world.population.children[slot].entity_id.0 != 0 {
            help::deliver(&mut world.cursor(slot as u32, &context));
        }
    }
    world.service.counts
}
