//! Allocation: which worker takes a child.
//!
//! Each child has its own hashed order of posts; the first post with somebody in it and under the
//! cap takes it (never the least loaded, which would scramble all luck after one resignation). If
//! every post is full, all caps rise by two. Where practitioners hold the right of allocation, they
//! know who knew the family before: a child that comes back goes to the same worker if that worker
//! is still there and under the cap. A right held above the manager costs a week. *Sources.*
//! MODEL.md section 4, PROTOTYPE.md part 3, item 11.

use crate::authority::AVERAGE;
use crate::context::StepContext;
use crate::mechanisms::{casework, help, needs};
use crate::parameters;
use crate::rng::Tag;
use crate::style::{DecisionKind, Site};
use crate::world::{Holder, NO_POST, Service, Stage, World};

parameters! {
    /// Allocation.
    Allocation "allocation" {
        cap: 20.0, 12.0 .. 30.0, "cases", "PROTOTYPE.md part 1 (18-24)", "Cases a worker holds at most, in an authority of average caseload.";
        newcomer: 0.6, 0.3 .. 1.0, "share", "PROTOTYPE.md part 1", "Cap of an employed worker in the first half-year, of the usual cap.";
        newcomer_weeks: 26.0, 0.0 .. 52.0, "weeks", "PROTOTYPE.md part 1", "How long a worker counts as new.";
    }
}

/// Draws tried before the posts are searched in order.
const TRIES: u16 = 12;

/// Allocates everybody who waits for it, in order of entity id.
pub(crate) fn allocate(world: &mut World, context: &StepContext<'_>) {
    let mut waiting = core::mem::take(&mut world.service.workforce.to_allocate);
    waiting.sort_unstable_by_key(|slot| world.population.children[*slot as usize].entity_id);
    waiting.dedup();
    ease_caps(&mut world.service, context);
    let mut later = 0;
    let nobody = world.service.workforce.posts[..usize::from(world.service.workforce.case_posts)]
        .iter()
        .all(|post| post.holder == Holder::Vacant);
    for index in 0..waiting.len() {
        let slot = waiting[index];
        let mut cursor = world.cursor(slot, context);
        let child = &*cursor.child;
        if !child.is_open() || child.entity_id.0 == 0 || *cursor.post_index != NO_POST {
            continue;
        }
        // The child waits if every post is empty, or if the right of allocation is held above the
        // manager.
        if nobody || delayed(child, context) {
            waiting[later] = slot;
            later += 1;
            continue;
        }
        let (post_index, known) = post_for(child, cursor.service, context);
        // Time passed without a worker brought no help.
        needs::pass(&mut cursor);
        casework::take(&mut cursor, post_index);
        if known {
            // The relationship is taken up again.
            cursor.child.worker_since = context.week.saturating_sub(13);
        }
    }
    waiting.truncate(later);
    world.service.workforce.to_allocate = waiting;
}

/// A right of allocation held above the manager: a new case waits a week for it.
fn delayed(child: &crate::world::Child, context: &StepContext<'_>) -> bool {
    let right = |site| context.style.right(DecisionKind::Allocation, site);
    let above = right(Site::Director) + right(Site::Panel);
    above > 0.0
        && child.referred == context.week
        && child.stage == Stage::Assessment
        && context.rng_key.uniform(child.entity_id, Tag::Allocate, context.week, 1000) < above
}

fn cap(service: &Service, context: &StepContext<'_>, post_index: usize) -> f64 {
    let p = &context.p.allocation;
    let post = &service.workforce.posts[post_index];
    let usual = p.cap * context.setting.authority.caseload / AVERAGE.caseload
        + f64::from(service.workforce.cap_raised);
    let new = post.holder == Holder::Employed && f64::from(context.week - post.since) < p.newcomer_weeks;
    if new { usual * p.newcomer } else { usual }
}

fn free(service: &Service, context: &StepContext<'_>, post_index: usize) -> bool {
    let post = &service.workforce.posts[post_index];
    post.holder != Holder::Vacant && f64::from(post.load) < cap(service, context, post_index)
}

/// The post that takes a child, and whether its worker knew the family before.
fn post_for(child: &crate::world::Child, service: &mut Service, context: &StepContext<'_>) -> (u16, bool) {
    let posts = usize::from(service.workforce.case_posts);
    let again = context.style.right(DecisionKind::Allocation, Site::Practitioners);
    if child.last_post != NO_POST
        && child.stage == Stage::Assessment
        && context.rng_key.uniform(child.entity_id, Tag::Allocate, context.week, 1001) < again
    {
        let post_index = usize::from(child.last_post);
        // A worker who started in a week took no child before the next week.
        if service.workforce.posts[post_index].since < child.worker_since
            && free(service, context, post_index)
        {
            return (child.last_post, true);
        }
    }
    for attempt in 0..TRIES {
        let block = context.rng_key.block(child.entity_id, Tag::Allocate, u32::from(child.reviews), attempt);
        for word in 0..4 {
            let post_index = (block.uniform(word) * posts as f64) as usize;
            if free(service, context, post_index) {
                return (post_index as u16, false);
            }
        }
    }
    let start = context.rng_key.uniform(child.entity_id, Tag::Allocate, context.week, 1002);
    let start = (start * posts as f64) as usize;
    loop {
        for step in 0..posts {
            let post_index = (start + step) % posts;
            if free(service, context, post_index) {
                return (post_index as u16, false);
            }
        }
        service.workforce.cap_raised += 2;
    }
}

/// Caps that were raised come down again when there is room.
fn ease_caps(service: &mut Service, context: &StepContext<'_>) {
    if service.workforce.cap_raised == 0 {
        return;
    }
    let room = (0..usize::from(service.workforce.case_posts))
        .filter(|post_index| free(service, context, *post_index))
        .count();
    if room * 2 > usize::from(service.workforce.case_posts) {
        service.workforce.cap_raised -= 1;
    }
}

/// Gives away the cases of a worker who leaves.
pub(crate) fn give_away(world: &mut World, context: &StepContext<'_>, post_index: u16) {
    if world.service.workforce.posts[usize::from(post_index)].load == 0 {
        return;
    }
    const MANY: usize = 64;
    let mut from = 0;
    while from < world.population.post_of.len() {
        // Many at a time: most hold none of this worker's.
        let to = (from + MANY).min(world.population.post_of.len());
        if !world.population.post_of[from..to].iter().fold(false, |held, of| held | (*of == post_index)) {
            from = to;
            continue;
        }
        for slot in from..to {
            if world.population.post_of[slot] != post_index {
                continue;
            }
            let mut cursor = world.cursor(slot as u32, context);
            help::deliver(&mut cursor);
            // What was learnt by visits goes with the worker unless it was written down at an
            // occasion.
            cursor.child.seen_hours = 0.0;
            casework::hand_over(&mut cursor);
        }
        from = to;
    }
}
