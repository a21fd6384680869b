//! Enquiries and conferences: section 47 of the Children Act 1989.
//!
//! *Question.* When a child may be suffering significant harm, who finds out, and what follows? An
//! enquiry may start on any day for any open child; within 15 working days it goes to an initial
//! child protection conference or back. The conference is multi-agency, with an independent chair;
//! brothers and sisters come to the same one. *Sources.* MODEL.md section 1; Working Together.

use crate::context::StepContext;
use crate::mechanisms::belief::{self, Floor};
use crate::mechanisms::casework::{change, hand_over, stands};
use crate::mechanisms::pathway::{ask, enter, into_care};
use crate::mechanisms::sites::{self, Site, SiteAssignment};
use crate::mechanisms::{help, needs};
use crate::rng::Tag;
use crate::samplers::normal;
use crate::strategy::DecisionKind;
use crate::world::{
    ASSESSING, CONFERENCE, Child, ENQUIRY, NEVER, OUTSIDE, Occasion, Service, Stage, WAITING, World,
};

/// The end of an enquiry, or its conference.
pub fn fall_due(child: &mut Child, slot: u32, world: &mut World, context: &StepContext<'_>) {
    if child.has(CONFERENCE) {
        conference(child, slot, world, context)
    } else {
        end(child, slot, world, context)
    }
}

/// A section 47 enquiry begins (strategy discussion: social care, police, health, by law).
pub fn begin(child: &mut Child, slot: u32, world: &mut World, context: &StepContext<'_>) {
    world.service.counts.enquiries += 1;
    world.service.counts.enquiries_at_referral += u32::from(child.referred == context.week);
    change(child, slot, world, |child| child.flags |= ENQUIRY);
    child.enquiry_due = context.week + context.p.pathway.enquiry_weeks as u32;
}

fn end(child: &mut Child, slot: u32, world: &mut World, context: &StepContext<'_>) {
    let post_index = world.population.post_of[slot as usize];
    let worker =
        world.service.workforce.posts.get(usize::from(post_index)).map_or(0.5, |post| post.expertise);
    belief::look(child, &mut world.service, context, Floor::Enquiry, worker);
    let at = statutory(context);
    sites::charge(child, &mut world.service, context, at, post_index);
    let block = sites::block(child, context, 10);
    let judged =
        sites::judge(child, &world.service, context, at, post_index, block) + sites::feared(child, context);
    let shift = sites::duty_shift(&world.service, context, post_index);
    let at = &context.weekly.thresholds;
    if judged > at.care + shift && !child.has(WAITING) && granted(child, &mut world.service, context, worker)
    {
        into_care(child, slot, world, context, block);
    } else if judged > at.conference + shift && child.stage < Stage::ProtectionPlan {
        child.flags |= CONFERENCE;
        child.enquiry_due = context.week + 1;
        summon_siblings(child, slot, world);
    } else {
        back(child, slot, world, context);
    }
}

/// Does a court or panel, with evidence of its own and on the balance of it, grant that a child
/// comes into care?
pub(crate) fn granted(
    child: &mut Child,
    service: &mut Service,
    context: &StepContext<'_>,
    worker: f32,
) -> bool {
    let p = &context.p.decisions;
    service.trial.asks(child.entity_id, context.week);
    belief::look(child, service, context, Floor::Enquiry, worker);
    let draw = context.rng_key.uniform(child.entity_id, Tag::Court, context.week, 0);
    let seen = child.risk() + (p.court * normal(draw)) as f32;
    belief::take_in(child, seen, (p.court * p.court) as f32);
    child.believed > context.weekly.thresholds.care - p.court_below as f32
}

/// Who ends an enquiry: by law a discussion, not a queue; a right held above is used by the
/// standard answer below.
fn statutory(context: &StepContext<'_>) -> SiteAssignment {
    let right = |site| context.style.right(DecisionKind::Steps, site);
    if right(Site::Practitioners) > 0.5 {
        SiteAssignment { site: Site::Practitioners, standard: false }
    } else {
        SiteAssignment { site: Site::Manager, standard: right(Site::Director) + right(Site::Panel) > 0.5 }
    }
}

/// Brothers and sisters are thought of; who comes is settled when the week's events are over
/// ([`join_conferences`]).
fn summon_siblings(child: &Child, slot: u32, world: &mut World) {
    let mut other = child.sibling;
    while other != slot {
        world.service.scratch.summoned.push(other);
        other = world.population.children[other as usize].sibling;
    }
}

/// Brothers and sisters with an open case, for whom a plan is thinkable, join the enquiry and come
/// to the same conference.
pub fn join_conferences(world: &mut World, context: &StepContext<'_>) {
    let mut summoned = core::mem::take(&mut world.service.scratch.summoned);
    summoned.sort_unstable_by_key(|slot| world.population.children[*slot as usize].entity_id);
    summoned.dedup();
    let thinkable = context.weekly.thresholds.plan;
    for slot in &summoned {
        let mut child = world.population.children[*slot as usize];
        let open = child.entity_id.0 != 0 && matches!(child.stage, Stage::Assessment | Stage::Need);
        if !open || child.has(ENQUIRY) || child.has(WAITING) || child.believed <= thinkable {
            continue;
        }
        help::deliver(&mut child, *slot, world, context);
        begin(&mut child, *slot, world, context);
        child.flags |= CONFERENCE;
        child.enquiry_due = context.week + 1;
        world.population.children[*slot as usize] = child;
        needs::schedule(world, context, *slot);
    }
    summoned.clear();
    world.service.scratch.summoned = summoned;
}

/// An initial child protection conference: multi-agency, with an independent chair.
fn conference(child: &mut Child, slot: u32, world: &mut World, context: &StepContext<'_>) {
    world.service.counts.conferences += 1;
    let post_index = world.population.post_of[slot as usize];
    let worker =
        world.service.workforce.posts.get(usize::from(post_index)).map_or(0.5, |post| post.expertise);
    belief::look(child, &mut world.service, context, Floor::Enquiry, worker);
    let at = SiteAssignment { site: Site::Practitioners, standard: false };
    let block = sites::block(child, context, 11);
    let judged =
        sites::judge(child, &world.service, context, at, post_index, block) + sites::feared(child, context);
    let shift = sites::duty_shift(&world.service, context, post_index);
    help::fit(child, &world.service, context, at, post_index);
    let at = &context.weekly.thresholds;
    if judged > at.care + shift && !child.has(WAITING) && granted(child, &mut world.service, context, worker)
    {
        into_care(child, slot, world, context, block);
    } else if judged > at.plan + shift && !child.has(WAITING) {
        stands(child, &mut world.service);
        world.service.counts.plans_started += 1;
        world.service.counts.plans_repeat += u32::from(child.plans_ever > 0);
        child.plans_ever = child.plans_ever.saturating_add(1);
        let held_outside = world.population.post_of[slot as usize] == OUTSIDE;
        change(child, slot, world, |child| {
            child.stage = Stage::ProtectionPlan;
            child.flags &= !(ENQUIRY | CONFERENCE);
        });
        child.enquiry_due = NEVER;
        child.waiting = Occasion::None;
        enter(child, context, block);
        if held_outside {
            hand_over(child, slot, world, context);
        }
    } else {
        back(child, slot, world, context);
    }
}

/// Back from an enquiry or conference to where the case stood.
fn back(child: &mut Child, slot: u32, world: &mut World, context: &StepContext<'_>) {
    change(child, slot, world, |child| child.flags &= !(ENQUIRY | CONFERENCE));
    child.enquiry_due = NEVER;
    if child.stage == Stage::Assessment
        && !child.has(ASSESSING)
        && !child.has(WAITING)
        && child.waiting == Occasion::None
    {
        // The assessment ended while the enquiry ran: its question is still open.
        ask(child, slot, world, context, Occasion::AssessmentEnd);
    }
}
