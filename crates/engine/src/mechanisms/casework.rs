//! The book-keeping of a case: who holds it, what work it is due, and what is counted when it is
//! given, taken back, handed over or closed. Nothing is decided here.

use crate::context::StepContext;
use crate::details;
use crate::mechanisms::{belief, help};
use crate::world::{
    ASSESSING, Child, KNOWN, NEVER, NO_POST, OUTSIDE, Occasion, Process, Service, Stage, World,
};

/// Changes what work a child is due, and keeps the post's count of it.
pub fn change(child: &mut Child, slot: u32, world: &mut World, with: impl FnOnce(&mut Child)) {
    let before = child.work();
    let stage = child.stage;
    let assessing = child.has(ASSESSING);
    with(child);
    let post_index = world.population.post_of[slot as usize];
    if post_index < OUTSIDE {
        let post = &mut world.service.workforce.posts[usize::from(post_index)];
        if before < 5 {
            post.cases[before] -= 1;
        }
        if child.work() < 5 {
            post.cases[child.work()] += 1;
        }
        help::restart(child, post_index, &world.service);
    }
    world.service.stocks.stage[stage as usize] -= 1;
    world.service.stocks.stage[child.stage as usize] += 1;
    world.service.stocks.assessing =
        world.service.stocks.assessing + u32::from(child.has(ASSESSING)) - u32::from(assessing);
}

/// Gives a child to a post (or to others, [`OUTSIDE`]).
pub fn take(child: &mut Child, slot: u32, world: &mut World, week: u32, post_index: u16) {
    world.population.post_of[slot as usize] = post_index;
    if !world.service.trial.changes(child.entity_id, week).same_worker {
        child.worker_since = week;
    }
    world.service.trial.takes(child.entity_id);
    if post_index == OUTSIDE {
        world.service.stocks.outside += 1;
    } else {
        let post = &mut world.service.workforce.posts[usize::from(post_index)];
        post.load += 1;
        post.cases[child.work()] += 1;
        help::restart(child, post_index, &world.service);
    }
}

/// Takes a child from its worker.
pub fn release(child: &Child, slot: u32, world: &mut World) {
    let post_index = world.population.post_of[slot as usize];
    world.population.post_of[slot as usize] = NO_POST;
    if post_index == OUTSIDE {
        world.service.stocks.outside -= 1;
    } else if post_index < OUTSIDE {
        let post = &mut world.service.workforce.posts[usize::from(post_index)];
        post.load -= 1;
        post.cases[child.work()] -= 1;
    }
}

/// Another team takes the case.
pub(crate) fn hand_over(child: &mut Child, slot: u32, world: &mut World, context: &StepContext<'_>) {
    release(child, slot, world);
    world.service.counts.worker_changes += 1;
    belief::lose(child, &mut world.service, context);
    world.service.workforce.to_allocate.push(slot);
}

/// The episode stands: it counts from its referral.
pub(crate) fn stands(child: &mut Child, service: &mut Service) {
    if !child.has(KNOWN) {
        child.flags |= KNOWN;
        service.counts.started += 1;
    }
}

pub(crate) fn end_plan(child: &Child, service: &mut Service, context: &StepContext<'_>) {
    service.counts.plans_ended += 1;
    service.counts.plans_by_length[length_bin(context.week - child.stage_since)] += 1;
}

pub(crate) fn leave_care(child: &Child, service: &mut Service, context: &StepContext<'_>) {
    let weeks = context.week - child.stage_since;
    service.counts.care_ceased += 1;
    service.counts.care_by_length[details::care_class(weeks)] += 1;
    service.counts.care_weeks += weeks;
}

fn length_bin(weeks: u32) -> usize {
    [13, 26, 52, 104].iter().position(|upto| weeks <= *upto).unwrap_or(4)
}

/// The case is closed, whatever its stage. The need may live on.
pub fn close(child: &mut Child, slot: u32, world: &mut World, context: &StepContext<'_>) {
    match child.stage {
        Stage::ProtectionPlan => end_plan(child, &mut world.service, context),
        Stage::Care => {
            leave_care(child, &mut world.service, context);
            world.service.stocks.placed[usize::from(child.placement)] -= 1;
        }
        _ => {}
    }
    if child.has(KNOWN) {
        world.service.counts.ended += 1;
        world.service.counts.ended_by_length[length_bin(context.week - child.referred)] += 1;
    }
    let post_index = world.population.post_of[slot as usize];
    child.last_post = if post_index < OUTSIDE { post_index } else { NO_POST };
    if post_index != NO_POST {
        release(child, slot, world);
    }
    belief::forget(child, &mut world.service, 0x7f);
    world.service.stocks.pieces -= child.pieces();
    change(child, slot, world, |child| {
        child.stage = Stage::Unserved;
        child.flags = 0;
    });
    child.placement = 0;
    child.process = Process::None;
    child.process_due = NEVER;
    child.enquiry_due = NEVER;
    child.waiting = Occasion::None;
    child.stage_since = context.week;
}
