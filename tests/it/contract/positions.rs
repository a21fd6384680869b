//! A slot is not an identity: children moved to other slots have the same histories.

use super::kit::{arm, preset, same, setting, strategy, warm};
use balcony_engine::world::World;

/// The same world with its children, including removed ones, in reversed slots.
fn turned_round(world: &World) -> World {
    let last = world.population.children.len() as u32 - 1;
    let mut turned = world.clone();
    turned.population.children.reverse();
    turned.population.post_of.reverse();
    for child in &mut turned.population.children {
        child.sibling = last - child.sibling;
    }
    let slots = turned.population.free.iter_mut().chain(turned.service.workforce.to_allocate.iter_mut());
    for slot in slots.chain(turned.population.calendar.ring.iter_mut().flatten()) {
        *slot = last - *slot;
    }
    for waiting in turned.service.leadership.queues.iter_mut().flatten() {
        waiting.slot = last - waiting.slot;
    }
    turned
}

/// The same world with the children of each week in another order in the calendar.
fn put_down_otherwise(world: &World) -> World {
    let mut other = world.clone();
    for week in &mut other.population.calendar.ring {
        week.reverse();
    }
    other
}

fn live_the_same_lives(otherwise: fn(&World) -> World) {
    let setting = setting();
    for seed in 1..5 {
        let world = warm(&setting, seed, 0);
        for name in ["personalised", "connected"] {
            let strategy = strategy(&[(0, preset(name))]);
            let (a, _) = arm(&world, &setting, &strategy, 60);
            let (b, _) = arm(&otherwise(&world), &setting, &strategy, 60);
            same(&a, &b, 60, name);
        }
    }
}

// Seen to fail with the draw of a review keyed by the slot instead of by lineage: "week 34: ended
// is 3 and 2".
#[test]
fn children_at_other_positions_live_the_same_lives() {
    live_the_same_lives(turned_round);
}

// Seen to fail with the engine as it was when this test was written: "week 3: enquiries is 9 and
// 8".
#[test]
fn children_put_down_in_another_order_live_the_same_lives() {
    live_the_same_lives(put_down_otherwise);
}
