//! Allocation: which worker takes a child.
//!
//! Each child has its own hashed order of seats; the first seat with somebody in it and under the cap takes it (never the least
//! loaded, which would scramble all luck after one resignation). If every seat is full, all caps rise by two. Where
//! practitioners hold the right of allocation, they know who knew the family before: a child that comes back goes to the
//! same worker if that worker is still there and under the cap. A right held above the manager costs a week. *Sources.*
//! MODEL.md section 4, PROTOTYPE.md part 3, item 11.

use crate::authority::AVERAGE;
use crate::draws::Tag;
use crate::mechanisms::{belief, help, needs, pathway};
use crate::parameters;
use crate::scene::Scene;
use crate::world::{Holder, NO_SEAT, Stage, World};

parameters! {
    /// Allocation.
    Allocation "allocation" {
        cap: 20.0, 12.0 .. 30.0, "cases", "PROTOTYPE.md part 1 (18-24)", "Cases a worker holds at most, in an authority of average caseload.";
        newcomer: 0.6, 0.3 .. 1.0, "share", "PROTOTYPE.md part 1", "Cap of an employed worker in the first half-year, of the usual cap.";
        newcomer_weeks: 26.0, 0.0 .. 52.0, "weeks", "PROTOTYPE.md part 1", "How long a worker counts as new.";
    }
}

/// Draws tried before the seats are searched in order.
const TRIES: u16 = 12;

/// Allocates everybody who waits for it, in order of lineage.
pub fn allocate(world: &mut World, scene: &Scene<'_>) {
    let mut waiting = core::mem::take(&mut world.to_allocate);
    waiting.sort_unstable_by_key(|slot| world.children[*slot as usize].lineage);
    waiting.dedup();
    ease_caps(world, scene);
    let mut later = 0;
    let nobody =
        world.seats[..usize::from(world.case_seats)].iter().all(|post| post.holder == Holder::Vacant);
    for index in 0..waiting.len() {
        let slot = waiting[index];
        let child = world.children[slot as usize];
        if !child.is_open() || child.lineage.0 == 0 || world.seat_of[slot as usize] != NO_SEAT {
            continue;
        }
        // With every post empty the child waits; so it does for a right held above.
        if nobody || delayed(&child, scene) {
            waiting[later] = slot;
            later += 1;
            continue;
        }
        let (seat, known) = seat_for(&child, world, scene);
        let mut child = child;
        // Time passed without a worker brought no help.
        needs::pass(&mut child, world, scene);
        pathway::take(&mut child, slot, world, scene.week, seat);
        if known {
            // The relationship is taken up again.
            child.worker_since = scene.week.saturating_sub(13);
        }
        world.children[slot as usize] = child;
    }
    waiting.truncate(later);
    world.to_allocate = waiting;
}

/// A right of allocation held above the manager: a new case waits a week for it.
fn delayed(child: &crate::world::Child, scene: &Scene<'_>) -> bool {
    let rights = &scene.style.rights[2];
    rights[0] + rights[1] > 0.0
        && child.referred == scene.week
        && child.stage == Stage::Assessment
        && scene.luck.uniform(child.lineage, Tag::Allocate, scene.week, 1000) < rights[0] + rights[1]
}

fn cap(world: &World, scene: &Scene<'_>, seat: usize) -> f64 {
    let p = &scene.p.allocation;
    let post = &world.seats[seat];
    let usual = p.cap * scene.setting.authority.caseload / AVERAGE.caseload + f64::from(world.cap_raised);
    let new = post.holder == Holder::Employed && f64::from(scene.week - post.since) < p.newcomer_weeks;
    if new { usual * p.newcomer } else { usual }
}

fn free(world: &World, scene: &Scene<'_>, seat: usize) -> bool {
    let post = &world.seats[seat];
    post.holder != Holder::Vacant && f64::from(post.load) < cap(world, scene, seat)
}

/// The seat that takes a child, and whether its worker knew the family before.
fn seat_for(child: &crate::world::Child, world: &mut World, scene: &Scene<'_>) -> (u16, bool) {
    let seats = usize::from(world.case_seats);
    let again = scene.style.rights[2][3];
    if child.last_seat != NO_SEAT
        && child.stage == Stage::Assessment
        && scene.luck.uniform(child.lineage, Tag::Allocate, scene.week, 1001) < again
    {
        let seat = usize::from(child.last_seat);
        // Whoever came in a week took no child before the next.
        if world.seats[seat].since < child.worker_since && free(world, scene, seat) {
            return (child.last_seat, true);
        }
    }
    for attempt in 0..TRIES {
        let block = scene.luck.block(child.lineage, Tag::Allocate, u32::from(child.reviews), attempt);
        for word in 0..4 {
            let seat = (block.uniform(word) * seats as f64) as usize;
            if free(world, scene, seat) {
                return (seat as u16, false);
            }
        }
    }
    let start = scene.luck.uniform(child.lineage, Tag::Allocate, scene.week, 1002);
    let start = (start * seats as f64) as usize;
    loop {
        for step in 0..seats {
            let seat = (start + step) % seats;
            if free(world, scene, seat) {
                return (seat as u16, false);
            }
        }
        world.cap_raised += 2;
    }
}

/// Caps that were raised come down again when there is room.
fn ease_caps(world: &mut World, scene: &Scene<'_>) {
    if world.cap_raised == 0 {
        return;
    }
    let room = (0..usize::from(world.case_seats)).filter(|seat| free(world, scene, *seat)).count();
    if room * 2 > usize::from(world.case_seats) {
        world.cap_raised -= 1;
    }
}

/// Gives away the cases of a worker who leaves.
pub fn give_away(world: &mut World, scene: &Scene<'_>, seat: u16) {
    if world.seats[usize::from(seat)].load == 0 {
        return;
    }
    const MANY: usize = 64;
    let mut from = 0;
    while from < world.seat_of.len() {
        // Many at a time: most hold none of this worker's.
        let to = (from + MANY).min(world.seat_of.len());
        if !world.seat_of[from..to].iter().fold(false, |held, of| held | (*of == seat)) {
            from = to;
            continue;
        }
        for slot in from..to {
            if world.seat_of[slot] != seat {
                continue;
            }
            let mut child = world.children[slot];
            help::deliver(&mut child, slot as u32, world, scene);
            // What was learnt by visits goes with the worker unless it was written down at an occasion.
            child.seen_hours = 0.0;
            pathway::release(&child, slot as u32, world);
            belief::lose(&mut child, world, scene);
            world.counts.worker_changes += 1;
            world.children[slot] = child;
            world.to_allocate.push(slot as u32);
        }
        from = to;
    }
}
