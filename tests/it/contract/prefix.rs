//! Weeks 1 to 52 do not depend on the horizon, nor on how the run is divided.

use super::kit::{Past, arm, go, preset, run, same, setting, strategy, warm};
use balcony::scenario::{Library, Middling, files::Texts, read_text};

// Seen to fail with `advance` depending on the horizon (salience + 1e-9 in the week before
// `until`): "week 51: prescription is 0.53461449171… and …".
#[test]
fn a_longer_horizon_has_the_same_first_weeks_and_the_same_world() {
    let setting = setting();
    let strategy = strategy(&[(0, preset("connected")), (70, preset("personalised"))]);
    let (short, at_52) = run(&setting, &strategy, 52);
    let mut long = Past::keeping(&[52]);
    let mut world = warm(&setting, 1, 0);
    go(&mut world, &setting, &strategy, 156, &mut long);
    assert_eq!((short.rows.len(), long.rows.len()), (52, 156));
    same(&short, &long, 52, "52 weeks, and the first 52 of 156");
    assert!(long.worlds[0] == at_52, "the worlds after week 52 differ");
}

#[test]
fn a_longer_scenario_is_the_same_setting() {
    let texts = Texts::default();
    let library = Library::new(&texts, &Middling);
    let text = "[scenario]\ntitle = \"t\"\nquestion = \"q?\"\nprimary = \"harm\"\nstart = 2019-04-01\nweeks = 156\n\
                [authority]\narchetype = \"shire-county\"\n";
    let long = read_text("long", text, &library).expect("a sound scenario");
    let short = long.with_weeks(52, &library).expect("a sound scenario");
    assert_eq!((long.weeks, short.weeks), (156, 52));
    assert!(long.setting() == short.setting());
}

// Seen to fail with the same: "at once, and in pieces: week 0: prescription".
#[test]
fn advancing_in_pieces_equals_advancing_at_once() {
    let setting = setting();
    let strategy = strategy(&[(0, preset("distributed")), (33, preset("authentic"))]);
    let world = warm(&setting, 1, 0);
    let (at_once, end) = arm(&world, &setting, &strategy, 104);
    for cuts in [(1..=104).collect::<Vec<_>>(), vec![7, 8, 21, 34, 34, 65, 103, 104]] {
        let mut pieces = world.clone();
        let mut past = Past::default();
        for until in cuts {
            go(&mut pieces, &setting, &strategy, until, &mut past);
        }
        same(&at_once, &past, 104, "at once, and in pieces");
        assert!(end == pieces);
        assert_eq!(at_once.outcomes(&setting, &end), past.outcomes(&setting, &pieces));
    }
}
