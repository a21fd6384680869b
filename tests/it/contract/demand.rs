//! A higher rate of needs keeps all children of a lower rate: rates are nested.

use super::kit::{START, setting};
use balcony_engine::advance::{advance, warmed_up};
use balcony_engine::calendar::Week;
use balcony_engine::context::Constants;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::rng::{EntityId, RngKey};
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;
use std::collections::BTreeSet;

/// Entity ids and eighteenth birthdays of the children whose need arose, by week.
#[derive(Default)]
struct Arisen(Vec<BTreeSet<(EntityId, u32)>>);

impl Sink for Arisen {
    fn week(&mut self, week: Week, _: &[f64; ROW], world: &World) {
        let of_week = |entity_id: EntityId| entity_id.0 != 0 && (entity_id.0 >> 27 & 0xffff) as u32 == week.0;
        let new = world.population.children.iter().filter(|child| of_week(child.entity_id));
        self.0.push(new.map(|child| (child.entity_id, child.eighteen)).collect());
    }
}

fn arisen(rate: f64) -> Vec<BTreeSet<(EntityId, u32)>> {
    let mut setting = setting();
    setting.parameters.needs.rate = rate;
    let constants = Constants::of(&setting);
    let mut world = warmed_up(&setting, &constants, RngKey { seed: 1, replicate: 0 }).expect("a sound model");
    let mut arisen = Arisen::default();
    advance(&mut world, &Strategy::default(), &setting, &constants, Week(START + 26), &mut arisen)
        .expect("a sound model");
    arisen.0
}

// Seen to fail with `arrivals` keyed by the rate as well: "week 0: Some((Entity id(…".
#[test]
fn a_higher_rate_keeps_every_child_of_a_lower_one() {
    let rates = [30.0, 59.0, 60.0, 90.0, 400.0];
    let runs = rates.map(arisen);
    for (low, high) in runs.iter().zip(&runs[1..]) {
        for (week, (low, high)) in low.iter().zip(high).enumerate() {
            assert!(low.is_subset(high), "week {week}: {:?}", low.difference(high).next());
        }
    }
    let children = |run: &[BTreeSet<(EntityId, u32)>]| run.iter().map(BTreeSet::len).sum::<usize>();
    let (low, high) = (children(&runs[0]), children(&runs[3]));
    assert!(low > 100 && high > 2 * low, "{low} {high}");
}
