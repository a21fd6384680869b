//! The week of a child's next event: the calendar of children.
//!
//! Nobody looks at a child weekly. The next event is the first of what is dated, of a possible
//! shock, harm or noticing, and of the week in which the need is outgrown.

use crate::context::StepContext;
use crate::mechanisms::{needs, noticing};
use crate::samplers::ln;
use crate::world::{Child, RING, World};

/// Weeks ahead that shocks are looked for; then again.
const AHEAD: u32 = 128;
/// A margin for rounding: a base level above the floor by this factor is above it in exact
/// arithmetic too.
const ROUNDED: f32 = 1.000_01;

/// Puts down the week of a child's next event.
#[inline]
pub(crate) fn put_down(world: &mut World, context: &StepContext<'_>, slot: u32) {
    next_event(&mut world.population.children[slot as usize], context);
    world.population.calendar.put(context.week, world.population.children[slot as usize].due, slot);
}

/// Works out the week of a child's next event.
#[inline]
fn next_event(child: &mut Child, context: &StepContext<'_>) {
    let from = context.week + 1;
    let share = needs::shock_share(child);
    child.next_shock = needs::shocks(child, context).next(
        context.rng_key,
        child.next_shock,
        from,
        context.week + AHEAD,
        share,
    );
    let dated = child.next_shock.week.min(child.next_harm as u32);
    let dated = dated.min(child.eighteen).min(child.process_due).min(child.enquiry_due);
    // An event beyond the calendar's end is searched again when the calendar reaches it.
    let dated = dated.clamp(from, context.week + RING as u32 - 1);
    // A base level that cannot have fallen to the floor by then (e^-x >= 1 - x) needs no logarithm.
    let least = child.base * (1.0 - child.fall * (dated - context.week) as f32);
    let stays = child.is_open() || least > context.p.needs.floor as f32 * ROUNDED;
    let dated = if stays { dated } else { dated.min(outgrown(child, context)) };
    // The search for a noticing ends at the next event, which may change its hazard.
    child.due = noticing::seek(child, context, from, dated).min(dated);
}

/// The week in which the base level has fallen below the floor by itself, as far as that lies ahead
/// of us; the need ends then.
fn outgrown(child: &Child, context: &StepContext<'_>) -> u32 {
    let above = child.base / context.p.needs.floor as f32;
    if above <= 1.0 {
        return context.week + 1;
    }
    let weeks = ln(f64::from(above)) / f64::from(child.fall.max(1e-9));
    context.week + 1 + weeks.min(f64::from(RING as u32)) as u32
}
