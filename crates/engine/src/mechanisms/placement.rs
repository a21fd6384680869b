//! Placement: where a looked-after child lives, and moves.
//!
//! *Question.* What does it cost a child and the authority when the right place is not there in
//! time? A child comes into an emergency placement away from home ground; the placement decision,
//! at the site that holds that right and after its queue, finds a local place if there is one
//! (sufficiency), or residential care where the judged risk asks for it. Moves raise the base
//! level. *Units.* Pounds of 2021-22 a child and week. *Sources.* E006-E024 (section 251 unit
//! costs), A306 (three or more placements: 9-11 %).

use crate::cursor::ChildCursor;
use crate::mechanisms::sites::{self, SiteAssignment};
use crate::parameters;
use crate::rng::{Block, Tag};
use crate::samplers::exp;
use crate::world::{Stage, World};

parameters! {
    /// Placements.
    Placement "placement" {
        local_share: 0.62, 0.3 .. 0.95, "share", "assumption", "Local places over children looked after as published.";
        residential: 0.849, 0.5 .. 1.0, "risk", "assumption; fitted to about an eighth of children looked after", "Judged risk above which a child is placed in residential care.";
        local_price: 630.0, 400.0 .. 1000.0, "£ a week", "E024", "Price of local foster care.";
        distant_price: 950.0, 600.0 .. 1600.0, "£ a week", "assumption between E006 and E024", "Price of a placement bought elsewhere.";
        residential_price: 5025.0, 3000.0 .. 7000.0, "£ a week", "E015", "Price of residential care.";
        move_rate: 0.011, 0.002 .. 0.03, "a week", "assumption; A306", "Moves of a child in a local placement.";
        distant_moves: 2.0, 1.0 .. 4.0, "ratio", "assumption", "Moves from a placement elsewhere over those from a local one.";
        move_harm: 0.03, 0.0 .. 0.1, "share of 1 - base", "assumption", "How far a move raises the base level of risk.";
    }
}

/// Local foster care.
pub(crate) const LOCAL: u8 = 1;
/// Bought elsewhere.
pub(crate) const DISTANT: u8 = 2;
/// Residential care.
pub(crate) const RESIDENTIAL: u8 = 3;

/// Into the first place that there is.
pub(crate) fn emergency(cursor: &mut ChildCursor<'_>) {
    cursor.child.placement = DISTANT;
    cursor.service.stocks.placed[usize::from(DISTANT)] += 1;
}

/// The placement decision; the place itself is found at the end of the week's decisions
/// ([`settle`]).
pub(crate) fn place(cursor: &mut ChildCursor<'_>, at: SiteAssignment, block: Block) {
    let judged = sites::judge(cursor, at, block);
    let residential = f64::from(judged) > cursor.context.p.placement.residential;
    cursor.service.scratch.to_place.push((cursor.slot, residential));
}

/// Finds this week's placements, in order of entity id: local places go as far as there are any.
pub(crate) fn settle(world: &mut World) {
    let mut waiting = core::mem::take(&mut world.service.scratch.to_place);
    waiting.sort_unstable_by_key(|(slot, _)| world.population.children[*slot as usize].entity_id);
    for (slot, residential) in waiting.drain(..) {
        let child = &mut world.population.children[slot as usize];
        if child.entity_id.0 == 0 || child.stage != Stage::Care {
            continue;
        }
        let placed = &mut world.service.stocks.placed;
        placed[usize::from(child.placement)] -= 1;
        let places = world.service.environment.local_places + world.service.environment.places_bought;
        child.placement = if residential {
            RESIDENTIAL
        } else if f64::from(placed[usize::from(LOCAL)]) < places {
            LOCAL
        } else {
            DISTANT
        };
        placed[usize::from(child.placement)] += 1;
    }
    world.service.scratch.to_place = waiting;
}

/// Moves since the last review.
pub(crate) fn moves(cursor: &mut ChildCursor<'_>, weeks: f64) {
    let context = cursor.context;
    let p = &context.p.placement;
    let rate = if cursor.child.placement == LOCAL { p.move_rate } else { p.move_rate * p.distant_moves };
    let draw = context.rng_key.block(cursor.child.entity_id, Tag::Place, context.week, 0);
    if draw.uniform(0) < 1.0 - exp(-rate * weeks) {
        cursor.service.counts.moves += 1;
        let more = p.move_harm as f32;
        cursor.child.base += more * (1.0 - cursor.child.base);
        cursor.child.excess *= 1.0 - more;
        cursor.service.scratch.to_place.push((cursor.slot, f64::from(cursor.child.believed) > p.residential));
    }
}
