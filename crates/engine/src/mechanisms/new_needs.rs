//! New needs: the families in which they arise, and their children.
//!
//! *Question.* In which families do needs arise, and with what traits do their children come? The
//! equation, the parameters and the sources stand in [`crate::mechanisms::needs`].

use crate::calendar::WEEKS_A_YEAR;
use crate::context::StepContext;
use crate::mechanisms::variation::Varies;
use crate::mechanisms::{needs, schedule, standing, structure};
use crate::rng::{EntityId, Tag};
use crate::samplers::{Candidate, arrivals, exp, ln, logistic, normal};
use crate::world::{AGENCIES, Child, NEVER, NO_POST, Occasion, Process, Service, Stage, World};

/// Weeks of childhood.
const EIGHTEEN: f64 = 939.0;
/// Years of childhood after the first.
const LATER_YEARS: f64 = 17.0;
/// Mean base level of risk of a new need, about (computed from `needs.base_mean` and `base_sd`).
const MEAN_BASE: f64 = 0.37;
/// Least mean complexity and chance of a further piece: a numerical guard, keeping both from 0.
const LEAST_SHARE: f64 = 0.02;
/// Most of both: a numerical guard, keeping them from 1.
const MOST_SHARE: f64 = 0.95;

/// New needs of this week, of every source.
pub(crate) fn arise(world: &mut World, context: &StepContext<'_>) {
    let varies = world.service.variation.factor(&context.p.variation, Varies::Needs);
    let rate =
        context.constants.effects.needs * context.weekly.needs * varies * prevention(&world.service, context);
    for source in 0..AGENCIES as u8 {
        let who = EntityId::agency(world.service.authority, source);
        let families = rate * families(context, source);
        for number in 0..arrivals(context.rng_key, who, Tag::NeedArises, context.week, families) {
            family(world, context, source, context.week, number);
        }
    }
}

/// Families of a source for every child in whom a need arises.
pub(crate) fn families(context: &StepContext<'_>, source: u8) -> f64 {
    context.setting.authority.sources[usize::from(source)] / children_per_family(context.p.needs.siblings)
}

/// Mean number of children of a family with needs: one, and each further one with the same chance,
/// up to four.
fn children_per_family(more: f64) -> f64 {
    1.0 + more + more * more + more * more * more
}

fn prevention(service: &Service, context: &StepContext<'_>) -> f64 {
    (1.0 - context.p.needs.prevention * (service.environment.early_help_felt - 1.0))
        .max(structure::LEAST_NEEDS)
        * structure::needs(service, context)
}

/// The children of a family whose need arose in a week, as they are today.
pub(crate) fn family(world: &mut World, context: &StepContext<'_>, source: u8, week: u32, number: u32) {
    let p = &context.p.needs;
    let family = EntityId::family(world.service.authority, source, week, number);
    let traits = context.rng_key.block(family, Tag::FamilyTraits, 0, 0);
    let common = normal(traits.uniform(0));
    let mut children = 1;
    let mut more = p.siblings;
    while children < 4 && traits.uniform(1) < more {
        children += 1;
        more *= p.siblings;
    }
    let mut first: Option<u32> = None;
    for child in 0..children {
        let Some(child) = new_child(context, family.child(child), source, week, (common, traits.uniform(2)))
        else {
            continue;
        };
        let slot = match world.population.free.pop() {
            Some(slot) => slot,
            None => world.population.push(child),
        };
        world.population.post_of[slot as usize] = NO_POST;
        world.population.children[slot as usize] = child;
        match first {
            None => {
                world.population.children[slot as usize].sibling = slot;
                first = Some(slot);
            }
            Some(first) => {
                world.population.children[slot as usize].sibling =
                    world.population.children[first as usize].sibling;
                world.population.children[first as usize].sibling = slot;
            }
        }
        standing::count_in(&mut world.cursor(slot, context));
        schedule::put_down(world, context, slot);
    }
}

/// A child as the need arises, brought forward to this week; none if the need has ended meanwhile.
fn new_child(
    context: &StepContext<'_>,
    entity_id: EntityId,
    source: u8,
    week: u32,
    (common, history): (f64, f64),
) -> Option<Child> {
    let p = &context.p.needs;
    let a = context.rng_key.block(entity_id, Tag::ChildTraits, 0, 0);
    let b = context.rng_key.block(entity_id, Tag::ChildTraits, 0, 1);
    let own = normal(a.uniform(0));
    let z = libm::sqrt(p.family_share) * common + libm::sqrt(1.0 - p.family_share) * own;
    let base = logistic(p.base_mean + p.base_sd * z);
    let fall = p.fall * exp(p.fall_sd * normal(a.uniform(1)));
    // Ages at which needs arise: a share before the first birthday, the rest flat to 17
    // (assumption).
    let age = a.uniform(2);
    let age = if age < p.infants {
        WEEKS_A_YEAR * age / p.infants
    } else {
        WEEKS_A_YEAR + LATER_YEARS * WEEKS_A_YEAR * (age - p.infants) / (1.0 - p.infants)
    };
    let eighteen = week + (EIGHTEEN - age).max(0.0) as u32 + 1;
    // Complexity: mean at the parameter, spread over (0, 1) by a power of a uniform.
    // The heavier the need, the more tangled.
    let tangled = 1.0 + p.tangled * (base / MEAN_BASE - 1.0);
    let mean = (p.complexity * tangled).clamp(LEAST_SHARE, MOST_SHARE);
    let complexity = exp(ln(a.uniform(3)) * (1.0 - mean) / mean);
    let further = (p.pieces * tangled).clamp(LEAST_SHARE, MOST_SHARE);
    let weeks = context.week - week;
    let first = base;
    let base = base * exp(-fall * f64::from(weeks));
    if base < p.floor || eighteen <= context.week {
        return None;
    }
    let mut holders = 1u8 << source;
    let mut candidate = source;
    for piece in 0..4 {
        if b.uniform(piece) >= further {
            break;
        }
        // The next agency, by the shares in which agencies refer: below the chance, the draw is
        // uniform again.
        let draw = b.uniform(piece) / further;
        candidate = needs::pick(&context.setting.authority.sources, holders, draw).unwrap_or(candidate);
        holders |= 1 << candidate;
    }
    let mut child = Child {
        entity_id,
        // Streams of a need that stands when the warm-up begins start there: an exponential wait
        // has no memory.
        next_harm: context.week as f32,
        next_shock: Candidate::UNKNOWN,
        next_notice: [Candidate::UNKNOWN; 2],
        base: base as f32,
        excess: 0.0,
        fall: fall as f32,
        complexity: complexity as f32,
        believed: 0.0,
        variance: 0.0,
        seen_hours: 0.0,
        integral: 0.0,
        to_assess: 0.0,
        at: context.week,
        due: NEVER,
        eighteen,
        believed_at: context.week,
        worker_since: 0,
        referred: 0,
        stage_since: context.week,
        process_due: NEVER,
        enquiry_due: NEVER,
        sibling: 0,
        harm_number: 0,
        last_post: NO_POST,
        holders,
        shared: 0,
        stage: Stage::Unserved,
        flags: 0,
        process: Process::None,
        waiting: Occasion::None,
        placement: 0,
        plans_ever: u8::from(history < p.history * base / MEAN_BASE),
        reviews: 0,
        assess_since: 0,
    };
    if weeks > 0 && !standing::live(&mut child, context, first, week) {
        return None;
    }
    needs::next_harm(&mut child, context);
    Some(child)
}

/// Of all children in whom a need arose in the years before, the share for whom there is room at
/// once. About a quarter stand at any time.
const ROOM: f64 = 0.3;

/// Needs that stand when the warm-up begins: those of the last eighteen years that were neither
/// outgrown nor met.
pub(crate) fn stand(world: &mut World, context: &StepContext<'_>) {
    let earlier = context.constants.effects.needs * exp(context.setting.authority.factors.earlier_needs);
    let families_a_week: f64 = (0..AGENCIES as u8).map(|source| families(context, source)).sum();
    let arrived = earlier
        * families_a_week
        * children_per_family(context.p.needs.siblings)
        * f64::from(standing::YEARS_BACK);
    world.population.reserve((ROOM * arrived) as usize);
    for ago in (1..=standing::YEARS_BACK).rev() {
        let Some(week) = context.week.checked_sub(ago) else { continue };
        for source in 0..AGENCIES as u8 {
            let who = EntityId::agency(world.service.authority, source);
            let families = earlier * families(context, source);
            for number in 0..arrivals(context.rng_key, who, Tag::NeedArises, week, families) {
                family(world, context, source, week, number);
            }
        }
    }
}
