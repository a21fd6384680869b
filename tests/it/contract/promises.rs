//! Promises of the mechanisms' documentation, and how a run must show them.

use super::kit::{Past, START, arm, event, go, preset, setting, strategy, warm};
use balcony_engine::calendar::Week;
use balcony_engine::context::Constants;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::rng::EntityId;
use balcony_engine::setting::EventKind;
use balcony_engine::strategy::Style;
use balcony_engine::world::{ASSESSING, ENQUIRY, Holder, Stage, World};
use std::collections::BTreeMap;

fn all_at(site: usize) -> Style {
    let row = core::array::from_fn(|index| f64::from(u8::from(index == site)));
    Style { rights: [row; 5], ..preset("connected") }
}

/// influence.rs: "Partners: what was decided together against what was decided over their heads."
#[test]
fn credibility_with_partners_follows_what_is_decided_with_them() {
    let setting = setting();
    let world = warm(&setting, 1, 0);
    let credibility = |style| {
        let (_, end) = arm(&world, &setting, &strategy(&[(0, style)]), 52);
        end.service.leadership.director.credibility[1..7].iter().sum::<f64>() / 6.0
    };
    let (together, over) = (credibility(all_at(3)), credibility(all_at(2)));
    assert!(together > over + 1e-6, "deciding together {together}, over their heads {over}");
}

/// sites.rs: a site is described by "what its meetings cost in hours", also if a decision has
/// waited in a queue.
#[test]
fn decisions_of_the_director_and_the_panel_cost_the_hours_they_are_said_to() {
    for (site, key) in [(0, "sites.director_hours"), (1, "sites.panel_hours")] {
        let base = setting();
        let mut dear = base.clone();
        *dear.parameters.value(key).expect("a parameter") = 40.0;
        let world = warm(&base, 1, 0);
        let strategy = strategy(&[(0, all_at(site))]);
        let ((usual, _), (dear, _)) = (arm(&world, &base, &strategy, 26), arm(&world, &dear, &strategy, 26));
        assert!(usual.first_difference(&dear, 26).is_some(), "{key} costs nothing");
    }
}

/// The last holder of each child's case: post and incumbent. A child that comes back may count as
/// known to its worker only if the holder is the same.
#[derive(Default)]
struct LastHolders {
    last: BTreeMap<EntityId, (u16, u32)>,
    again: u32,
    strangers: u32,
}

impl Sink for LastHolders {
    fn week(&mut self, week: Week, _: &[f64; ROW], world: &World) {
        for (child, post_index) in world.population.children.iter().zip(&world.population.post_of) {
            let Some(post) =
                world.service.workforce.posts.get(usize::from(*post_index)).filter(|_| child.is_open())
            else {
                continue;
            };
            let known = child.worker_since + 13 == week.0 && child.referred == week.0;
            if let Some(before) = self.last.get(&child.entity_id).filter(|_| known) {
                self.again += 1;
                self.strangers += u32::from(*before != (*post_index, post.incumbent));
            }
            self.last.insert(child.entity_id, (*post_index, post.incumbent));
        }
    }
}

/// allocation.rs: a child that comes back goes to the same worker "if that worker is still there".
#[test]
fn a_successor_in_the_same_seat_is_not_the_worker_whom_the_family_knew() {
    let mut setting = setting();
    setting.parameters.workforce.quits = 2.0;
    setting.parameters.workforce.fill = 0.5;
    let mut world = warm(&setting, 1, 0);
    let mut held = LastHolders::default();
    let constants = Constants::of(&setting);
    let until = Week(START + 156);
    let strategy = strategy(&[(0, all_at(3))]);
    balcony_engine::advance::advance(&mut world, &strategy, &setting, &constants, until, &mut held)
        .expect("a sound model");
    assert!(held.again > 20, "{} children came back to somebody known", held.again);
    // Holders are recorded at the end of a week, so a second worker who takes and closes a case
    // within one week leaves no record. Therefore one case in twenty may seem to go to a stranger;
    // without the rule most would.
    let seem = held.strangers * 20;
    assert!(
        seem <= held.again,
        "{} of {} children taken for known came to a stranger",
        held.strangers,
        held.again
    );
}

/// A case with an open enquiry begins no other.
#[test]
fn no_enquiry_begins_while_one_is_open() {
    #[derive(Default)]
    struct Open(BTreeMap<EntityId, u32>, Vec<EntityId>);
    impl Sink for Open {
        fn week(&mut self, _: Week, _: &[f64; ROW], world: &World) {
            let mut now = BTreeMap::new();
            for child in
                world.population.children.iter().filter(|child| child.entity_id.0 != 0 && child.has(ENQUIRY))
            {
                now.insert(child.entity_id, child.enquiry_due);
                // The end of an open enquiry may move only after it has passed, to the date of the
                // conference. An earlier move means that another enquiry began.
                if self
                    .0
                    .get(&child.entity_id)
                    .is_some_and(|due| *due >= world.week && *due != child.enquiry_due)
                {
                    self.1.push(child.entity_id);
                }
            }
            self.0 = now;
        }
    }
    let mut setting = setting();
    setting.parameters.pathway.reassess = 0.01;
    setting.parameters.decisions.enquiry = 0.45;
    setting.parameters.pathway.enquiry_weeks = 3.0;
    let mut world = warm(&setting, 1, 0);
    let mut open = Open::default();
    let (strategy, until) = (strategy(&[(0, all_at(2))]), Week(START + 156));
    balcony_engine::advance::advance(
        &mut world,
        &strategy,
        &setting,
        &Constants::of(&setting),
        until,
        &mut open,
    )
    .expect("a sound model");
    assert!(open.1.is_empty(), "{} enquiries began while one was open", open.1.len());
}

/// allocation.rs: "the first post with somebody in it".
// Seen to fail with `post_for` taking the first post drawn, even if it is vacant: "week 36".
#[test]
fn nobodys_seat_holds_cases() {
    let setting = setting();
    let mut world = warm(&setting, 1, 0);
    for week in 1..=52 {
        go(&mut world, &setting, &strategy(&[(0, preset("connected"))]), week, &mut Past::default());
        let empty = world.service.workforce.posts.iter().filter(|post| post.holder == Holder::Vacant);
        assert_eq!(empty.map(|post| u32::from(post.load)).sum::<u32>(), 0, "week {week}");
    }
}

/// Every assessment ends, even under the worst overload.
// Seen to fail with the cases of a leaver never allocated again: 2 assessments older than two
// years.
#[test]
fn under_overload_assessments_still_end() {
    let mut setting = setting();
    setting.events = vec![event(0, EventKind::WorkSurge, 3.0)];
    let mut world = warm(&setting, 1, 0);
    let mut past = Past::default();
    go(&mut world, &setting, &strategy(&[(0, preset("distributed"))]), 52, &mut past);
    let old = world.population.children.iter().filter(|child| {
        child.stage == Stage::Assessment && child.has(ASSESSING) && world.week - child.assess_since > 104
    });
    assert_eq!(old.count(), 0);
    assert!(past.counts.iter().all(|counts| counts.assessments > 0));
}
