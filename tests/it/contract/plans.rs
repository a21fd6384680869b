//! Plans differ from where they differ, and by exactly nothing where they do not.

use super::kit::{arm, plan, preset, same, setting, warm};
use balcony_engine::measure::OUTCOMES;
use balcony_engine::plan::Plan;

// Seen to fail with the week reading `plan.at` five weeks ahead: "authentic: week 45: utilisation".
#[test]
fn a_plan_that_differs_only_from_week_50_changes_nothing_before() {
    let setting = setting();
    let world = warm(&setting, 1, 0);
    let (stays, _) = arm(&world, &setting, &plan(&[(0, preset("personalised"))]), 90);
    for other in ["authentic", "distributed", "connected"] {
        let changes = plan(&[(0, preset("personalised")), (50, preset(other))]);
        let (changes, _) = arm(&world, &setting, &changes, 90);
        same(&stays, &changes, 50, other);
        assert!(stays.first_difference(&changes, 90).is_some(), "{other}: a change of style changes nothing");
    }
}

// Seen to fail with relearning charged at every stated change instead of at every change of style: "week 20:
// utilisation".
#[test]
fn two_plans_of_equal_content_differ_by_exactly_zero_in_every_outcome() {
    let setting = setting();
    let world = warm(&setting, 1, 0);
    let style = preset("distributed");
    let once = plan(&[(0, style)]);
    let restated = plan(&[(0, style), (20, style), (21, style), (77, style), (500, preset("connected"))]);
    let ((a, world_a), (b, world_b)) =
        (arm(&world, &setting, &once, 104), arm(&world, &setting, &restated, 104));
    same(&a, &b, 104, "a plan stated once, and restated");
    assert!(world_a == world_b);
    let (a, b) = (a.outcomes(&setting, &world_a), b.outcomes(&setting, &world_b));
    for ((outcome, a), b) in OUTCOMES.iter().zip(a).zip(b) {
        assert!(a.is_finite(), "{}", outcome.key);
        assert_eq!((a - b).to_bits(), 0, "{}", outcome.key);
    }
}

// Seen to fail with the same: "no plan, and a plan to go on: week 0: utilisation".
#[test]
fn going_on_as_before_is_the_same_as_deciding_nothing() {
    let setting = setting();
    let world = warm(&setting, 1, 0);
    let as_before = plan(&[(0, setting.start.incumbent)]);
    let ((a, world_a), (b, world_b)) =
        (arm(&world, &setting, &Plan::default(), 60), arm(&world, &setting, &as_before, 60));
    same(&a, &b, 60, "no plan, and a plan to go on");
    assert!(world_a == world_b);
}
