//! Adding an authority changes nothing in another one.

use super::kit::{Past, arm, authority, go, preset, same, setting, strategy, warm};

// Seen to fail with quits drawn by a counter of all draws (a stream) instead of by week: "week 0:
// ended is 7 and 8".
#[test]
fn another_authority_before_between_or_after_changes_nothing() {
    let here = setting();
    let mut there = setting();
    there.authority = authority(77, 9_000.0);
    let strategy = strategy(&[(0, preset("connected"))]);

    let (alone, end) = arm(&warm(&here, 1, 0), &here, &strategy, 60);

    let mut other = warm(&there, 1, 0);
    let (mut past, mut elsewhere) = (Past::default(), Past::default());
    go(&mut other, &there, &strategy, 13, &mut elsewhere);
    let mut world = warm(&here, 1, 0);
    for week in 1..=60 {
        go(&mut world, &here, &strategy, week, &mut past);
        go(&mut other, &there, &strategy, 13 + week, &mut elsewhere);
    }
    same(&alone, &past, 60, "alone, and beside another authority");
    assert!(world == end);

    let (beside, _) = arm(&warm(&there, 1, 0), &there, &strategy, 73);
    same(&beside, &elsewhere, 73, "the other alone, and beside this one");
}

// Seen to fail with `EntityId::pack` leaving the authority out: the first assertion.
#[test]
fn authorities_alike_in_all_but_their_number_have_luck_of_their_own() {
    let here = setting();
    let mut there = setting();
    there.authority.id = 77;
    let (a, b) = (warm(&here, 1, 0), warm(&there, 1, 0));
    assert!(
        a.population
            .children
            .iter()
            .all(|child| child.entity_id.0 == 0 || child.entity_id.authority_id() == 9000)
    );
    assert!(
        b.population
            .children
            .iter()
            .all(|child| child.entity_id.0 == 0 || child.entity_id.authority_id() == 77)
    );
    assert_ne!(a.service.stocks, b.service.stocks);
}
