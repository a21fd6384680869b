//! Children who exist in two arms are the same children there.

use super::kit::{Past, START, arm, event, go, preset, setting, strategy, warm};
use balcony_engine::rng::EntityId;
use balcony_engine::setting::EventKind;
use balcony_engine::world::{Child, World};
use std::collections::BTreeMap;

/// Traits of a child that no strategy changes: its eighteenth birthday, natural decline of risk,
/// complexity, and the agency that saw it first.
type Traits = (u32, u32, u32, bool);

fn traits(child: &Child) -> Traits {
    let source = (child.entity_id.0 >> 43 & 7) as u8;
    (child.eighteen, child.fall.to_bits(), child.complexity.to_bits(), child.holders >> source & 1 == 1)
}

fn people(world: &World) -> BTreeMap<EntityId, (usize, Traits)> {
    let living = world.population.children.iter().enumerate().filter(|(_, child)| child.entity_id.0 != 0);
    living.map(|(slot, child)| (child.entity_id, (slot, traits(child)))).collect()
}

// Seen to fail with natural decline scaled by what happens in the week in which the need arises
// (`today.work`): traits of a child of the third week and of later ones differ.
#[test]
fn children_in_two_arms_at_week_104_are_the_same_children() {
    let setting = setting();
    let world = warm(&setting, 1, 0);
    let (_, a) = arm(&world, &setting, &strategy(&[(0, preset("personalised"))]), 104);
    let mut surge = setting.clone();
    surge.events = vec![event(3, EventKind::NeedsSurge, 0.5), event(30, EventKind::WorkSurge, 0.5)];
    let (_, b) = arm(&world, &surge, &strategy(&[(0, preset("connected"))]), 104);
    let (a, b) = (people(&a), people(&b));
    let (mut both, mut moved, mut new) = (0, 0, 0);
    for (entity_id, (slot, traits)) in &a {
        assert!(traits.3, "the agency that saw the child first holds no piece");
        let Some((other_slot, other)) = b.get(entity_id) else { continue };
        assert_eq!(traits, other, "{entity_id:?}");
        both += 1;
        moved += usize::from(slot != other_slot);
        new += usize::from((entity_id.0 >> 27 & 0xffff) as u32 >= START);
    }
    // The test can fail only if there are such children, some born after the fork, and some in
    // other slots.
    assert!(both > 500 && new > 100 && moved > 50, "{both} {new} {moved}");
}

// Seen to fail with all children of a family numbered 0: 1,156 entity ids of several children.
// (Siblings then share random numbers, so positions and recounts fail too.)
#[test]
fn no_two_children_have_one_lineage() {
    let setting = setting();
    let (_, world) = arm(&warm(&setting, 1, 0), &setting, &strategy(&[(0, preset("distributed"))]), 52);
    let living = world.population.children.iter().filter(|child| child.entity_id.0 != 0).count();
    assert_eq!(people(&world).len(), living);
}

/// Regression: a need ended only when something else happened to the child, so one unserved child
/// in seven had outgrown its need long ago.
// Seen to fail without `outgrown` in `needs::schedule`: 189 children in week 1.
#[test]
fn a_need_ends_in_the_week_in_which_it_is_outgrown() {
    let setting = setting();
    let mut world = warm(&setting, 1, 0);
    let floor = setting.parameters.needs.floor;
    for week in 1..=52 {
        go(&mut world, &setting, &strategy(&[(0, preset("connected"))]), week, &mut Past::default());
        let (mut living, mut gone) = (0, 0);
        for child in
            world.population.children.iter().filter(|child| child.entity_id.0 != 0 && !child.is_open())
        {
            // Base level at the beginning of the week.
            let passed = f64::from(child.fall) * f64::from((world.week - 1).saturating_sub(child.at));
            living += 1;
            gone += u32::from(f64::from(child.base) * libm::exp(-passed) < (1.0 - 1e-4) * floor);
        }
        assert!(living > 1_000, "week {week}: {living}");
        assert_eq!(gone, 0, "week {week}, of {living}");
    }
}
