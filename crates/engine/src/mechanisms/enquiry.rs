//! Enquiries and conferences: section 47 of the Children Act 1989.
//!
//! *Question.* When a child may be suffering significant harm, who finds out, and what follows? An enquiry may start on any day for
//! any open child; within 15 working days it goes to an initial child protection conference or back. The conference is
//! multi-agency, with an independent chair; brothers and sisters come to the same one. *Sources.* MODEL.md section 1; Working Together.

use crate::draws::Tag;
use crate::mechanisms::belief::{self, Floor};
use crate::mechanisms::pathway::{ask, change, enter, hand_over, into_care, stands};
use crate::mechanisms::sites::{self, Seatings, Site};
use crate::mechanisms::{help, needs};
use crate::samplers::normal;
use crate::scene::Scene;
use crate::world::{ASSESSING, CONFERENCE, Child, ENQUIRY, NEVER, OUTSIDE, Occasion, Stage, WAITING, World};

/// The end of an enquiry, or its conference.
pub fn fall_due(child: &mut Child, slot: u32, world: &mut World, scene: &Scene<'_>) {
    if child.has(CONFERENCE) { conference(child, slot, world, scene) } else { end(child, slot, world, scene) }
}

/// A section 47 enquiry begins (strategy discussion: social care, police, health, by law).
pub fn begin(child: &mut Child, slot: u32, world: &mut World, scene: &Scene<'_>) {
    world.counts.enquiries += 1;
    world.counts.enquiries_at_referral += u32::from(child.referred == scene.week);
    change(child, slot, world, |child| child.flags |= ENQUIRY);
    child.enquiry_due = scene.week + scene.p.pathway.enquiry_weeks as u32;
}

fn end(child: &mut Child, slot: u32, world: &mut World, scene: &Scene<'_>) {
    let seat = world.seat_of[slot as usize];
    let worker = world.seats.get(usize::from(seat)).map_or(0.5, |post| post.expertise);
    belief::look(child, world, scene, Floor::Enquiry, worker);
    let at = statutory(scene);
    sites::charge(child, world, scene, at, seat);
    let luck = sites::luck(child, scene, 10);
    let judged = sites::judge(child, world, scene, at, seat, luck) + sites::feared(child, scene);
    let shift = sites::duty_shift(world, scene, seat);
    let at = &scene.today.thresholds;
    if judged > at.care + shift && !child.has(WAITING) && granted(child, world, scene, worker) {
        into_care(child, slot, world, scene, luck);
    } else if judged > at.conference + shift && child.stage < Stage::Plan {
        child.flags |= CONFERENCE;
        child.enquiry_due = scene.week + 1;
        summon_siblings(child, slot, world);
    } else {
        back(child, slot, world, scene);
    }
}

/// Does a court or panel, with evidence of its own and on the balance of it, grant that a child comes into care?
pub(crate) fn granted(child: &mut Child, world: &mut World, scene: &Scene<'_>, worker: f32) -> bool {
    let p = &scene.p.decisions;
    world.trial.asks(child.lineage, scene.week);
    belief::look(child, world, scene, Floor::Enquiry, worker);
    let draw = scene.luck.uniform(child.lineage, Tag::Court, scene.week, 0);
    let seen = child.risk() + (p.court * normal(draw)) as f32;
    belief::take_in(child, seen, (p.court * p.court) as f32);
    child.believed > scene.today.thresholds.care - p.court_below as f32
}

/// Who ends an enquiry: by law a discussion, not a queue; a right held above is used by the standard answer below.
fn statutory(scene: &Scene<'_>) -> Seatings {
    let rights = &scene.style.rights[0];
    if rights[3] > 0.5 {
        Seatings { site: Site::Practitioners, standard: false }
    } else {
        Seatings { site: Site::Manager, standard: rights[0] + rights[1] > 0.5 }
    }
}

/// Brothers and sisters are thought of; who comes is settled when the week's events are over ([`join_conferences`]).
fn summon_siblings(child: &Child, slot: u32, world: &mut World) {
    let mut other = child.sibling;
    while other != slot {
        world.summoned.push(other);
        other = world.children[other as usize].sibling;
    }
}

/// Brothers and sisters with an open case, for whom a plan is thinkable, join the enquiry and come to the same conference.
pub fn join_conferences(world: &mut World, scene: &Scene<'_>) {
    let mut summoned = core::mem::take(&mut world.summoned);
    summoned.sort_unstable_by_key(|slot| world.children[*slot as usize].lineage);
    summoned.dedup();
    let thinkable = scene.today.thresholds.plan;
    for slot in &summoned {
        let mut child = world.children[*slot as usize];
        let open = child.lineage.0 != 0 && matches!(child.stage, Stage::Assessment | Stage::Need);
        if !open || child.has(ENQUIRY) || child.has(WAITING) || child.believed <= thinkable {
            continue;
        }
        help::deliver(&mut child, *slot, world, scene);
        begin(&mut child, *slot, world, scene);
        child.flags |= CONFERENCE;
        child.enquiry_due = scene.week + 1;
        world.children[*slot as usize] = child;
        needs::schedule(world, scene, *slot);
    }
    summoned.clear();
    world.summoned = summoned;
}

/// An initial child protection conference: multi-agency, with an independent chair.
fn conference(child: &mut Child, slot: u32, world: &mut World, scene: &Scene<'_>) {
    world.counts.conferences += 1;
    let seat = world.seat_of[slot as usize];
    let worker = world.seats.get(usize::from(seat)).map_or(0.5, |post| post.expertise);
    belief::look(child, world, scene, Floor::Enquiry, worker);
    let at = Seatings { site: Site::Practitioners, standard: false };
    let luck = sites::luck(child, scene, 11);
    let judged = sites::judge(child, world, scene, at, seat, luck) + sites::feared(child, scene);
    let shift = sites::duty_shift(world, scene, seat);
    help::fit(child, world, scene, at, seat);
    let at = &scene.today.thresholds;
    if judged > at.care + shift && !child.has(WAITING) && granted(child, world, scene, worker) {
        into_care(child, slot, world, scene, luck);
    } else if judged > at.plan + shift && !child.has(WAITING) {
        stands(child, world);
        world.counts.plans_started += 1;
        world.counts.plans_repeat += u32::from(child.plans_ever > 0);
        child.plans_ever = child.plans_ever.saturating_add(1);
        let held_outside = world.seat_of[slot as usize] == OUTSIDE;
        change(child, slot, world, |child| {
            child.stage = Stage::Plan;
            child.flags &= !(ENQUIRY | CONFERENCE);
        });
        child.enquiry_due = NEVER;
        child.waiting = Occasion::None;
        enter(child, scene, luck);
        if held_outside {
            hand_over(child, slot, world, scene);
        }
    } else {
        back(child, slot, world, scene);
    }
}

/// Back from an enquiry or conference to where the case stood.
fn back(child: &mut Child, slot: u32, world: &mut World, scene: &Scene<'_>) {
    change(child, slot, world, |child| child.flags &= !(ENQUIRY | CONFERENCE));
    child.enquiry_due = NEVER;
    if child.stage == Stage::Assessment
        && !child.has(ASSESSING)
        && !child.has(WAITING)
        && child.waiting == Occasion::None
    {
        // The assessment ended while the enquiry ran: its question is still open.
        ask(child, slot, world, scene, Occasion::AssessmentEnd);
    }
}
