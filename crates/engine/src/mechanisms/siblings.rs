//! Brothers and sisters: they come to the same conference.
//!
//! *Rule.* Whoever has an open case, and for whom a plan is thinkable, joins the enquiry of a
//! brother or sister whose conference is called. *Sources.* Working Together.

use crate::context::StepContext;
use crate::mechanisms::{enquiry, help, schedule};
use crate::world::{CONFERENCE, ENQUIRY, Stage, WAITING, World};

/// Summons the brothers and sisters of a child whose conference was called just now, while the
/// family is still whole. Who comes is settled when the week's events are over
/// ([`join_conferences`]).
#[inline]
pub(crate) fn summon(world: &mut World) {
    let scratch = &mut world.service.scratch;
    for slot in scratch.convened.drain(..) {
        let mut other = world.population.children[slot as usize].sibling;
        while other != slot {
            scratch.summoned.push(other);
            other = world.population.children[other as usize].sibling;
        }
    }
}

/// Brothers and sisters with an open case, for whom a plan is thinkable, join the enquiry and come
/// to the same conference.
pub(crate) fn join_conferences(world: &mut World, context: &StepContext<'_>) {
    let mut summoned = core::mem::take(&mut world.service.scratch.summoned);
    summoned.sort_unstable_by_key(|slot| world.population.children[*slot as usize].entity_id);
    summoned.dedup();
    let thinkable = context.weekly.thresholds.plan;
    for slot in &summoned {
        let mut cursor = world.cursor(*slot, context);
        let child = &*cursor.child;
        let open = child.entity_id.0 != 0 && matches!(child.stage, Stage::Assessment | Stage::Need);
        if !open || child.has(ENQUIRY) || child.has(WAITING) || child.believed <= thinkable {
            continue;
        }
        help::deliver(&mut cursor);
        enquiry::begin(&mut cursor);
        cursor.child.flags |= CONFERENCE;
        cursor.child.enquiry_due = context.week + 1;
        schedule::put_down(world, context, *slot);
    }
    summoned.clear();
    world.service.scratch.summoned = summoned;
}
