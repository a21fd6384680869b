//! Seed and replicate determine all random numbers; forks are independent; observing changes
//! nothing.

use super::kit::{Past, arm, go, preset, run, same, setting, strategy, warm};
use balcony_engine::advance::unaccrued;
use balcony_engine::context::Constants;

// Seen to fail with quits drawn from a stream: "once, and again: week 0: enquiries is 4 and 3".
#[test]
fn the_same_run_twice_is_the_same() {
    let setting = setting();
    let strategy = strategy(&[(0, preset("connected"))]);
    let ((a, world_a), (b, world_b)) = (run(&setting, &strategy, 60), run(&setting, &strategy, 60));
    same(&a, &b, 60, "once, and again");
    assert!(world_a == world_b);
}

// Seen to fail with the seed, and then the replicate, left out of the key: the stocks are equal.
#[test]
fn another_seed_and_another_replicate_are_other_worlds() {
    let setting = setting();
    let strategy = strategy(&[(0, preset("connected"))]);
    let worlds = [warm(&setting, 1, 0), warm(&setting, 2, 0), warm(&setting, 1, 1), warm(&setting, 0, 1)];
    for (index, a) in worlds.iter().enumerate() {
        for b in &worlds[index + 1..] {
            assert_ne!(a.service.stocks, b.service.stocks, "{:?} {:?}", a.rng_key, b.rng_key);
            let ((a, _), (b, _)) = (arm(a, &setting, &strategy, 8), arm(b, &setting, &strategy, 8));
            assert!(a.first_difference(&b, 1).is_some());
        }
    }
}

// Seen to fail with quits drawn from a stream: "the first fork, and the third: week 0: employed is
// 44 and 45".
#[test]
fn a_fork_leaves_its_origin_alone_and_goes_the_same_way() {
    let setting = setting();
    let strategy = strategy(&[(0, preset("connected"))]);
    let origin = warm(&setting, 1, 0);
    let before = origin.clone();
    let (first, _) = arm(&origin, &setting, &strategy, 52);
    let (_, _) = arm(&origin, &setting, &super::kit::strategy(&[(0, preset("personalised"))]), 52);
    assert!(origin == before);
    let (again, _) = arm(&origin, &setting, &strategy, 52);
    same(&first, &again, 52, "the first fork, and the third");
}

// Seen to fail with quits drawn from a stream, and with results that depend on the horizon: "week
// 2: employed", "week 0: prescription".
#[test]
fn looking_at_what_is_outstanding_changes_nothing() {
    let setting = setting();
    let constants = Constants::of(&setting);
    let strategy = strategy(&[(0, preset("connected"))]);
    let mut looked_at = warm(&setting, 1, 0);
    let mut alone = looked_at.clone();
    let (mut a, mut b) = (Past::default(), Past::default());
    let mut seen = 0;
    for week in 1..=60 {
        go(&mut looked_at, &setting, &strategy, week, &mut a);
        let before = looked_at.clone();
        let counts = unaccrued(&looked_at, &setting, &constants);
        assert_eq!(counts, unaccrued(&looked_at, &setting, &constants));
        assert!(before == looked_at);
        seen += counts.harm_open + counts.harm_unserved;
    }
    go(&mut alone, &setting, &strategy, 60, &mut b);
    assert!(seen > 0, "nothing was outstanding");
    same(&a, &b, 60, "looked at every week, and not");
    assert!(looked_at == alone);
}
