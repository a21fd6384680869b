//! Tests of the runs that show what luck does.

use super::*;
use balcony_exercise::exercise::{Entry, read_text, text};
use balcony_scenario::scenario::files::Disk;
use balcony_scenario::scenario::{England, Library};
use std::time::{Duration, Instant};

/// A session of three teams, each shown by four runs.
fn game() -> Game {
    let text = text("taster").unwrap().replace("runs = 200", "runs = 4");
    Game::new(read_text("taster", &text, &Library::new(&Disk, &England)).unwrap(), 3).unwrap()
}

fn all_lead(game: &Game, source: u8) -> Vec<Option<Decision>> {
    (0..3).map(|team| Some(Decision { source, ..game.held(team) })).collect()
}

fn close(game: &mut Game, drafts: &[Option<Decision>]) {
    let (round, decisions) = (game.round(), game.in_force(drafts));
    game.apply(&Entry::Close { round, decisions }).unwrap();
}

fn eventually(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        // The runs give way: on a busy machine they get a hundredth of a core.
        assert!(begun.elapsed() < Duration::from_secs(600), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether every team's present draft has been simulated ahead.
fn ahead(runs: &Runs) -> bool {
    let (target, ready) = (lock(&runs.shared.target), lock(&runs.shared.ready));
    let same =
        |(ready, asked): (&Ready, &RunInput)| ready.rounds == target.0.rounds + 1 && ready.asked == *asked;
    ready.len() == target.0.ahead.len() && ready.iter().zip(&target.0.ahead).all(same)
}

/// Every team's rounds in each of the four runs, from its decisions.
fn rounds(game: &Game) -> Vec<Vec<Vec<Round>>> {
    let of = |team: u32| (0..4).map(|run| game.replay(team, run, None).unwrap().0).collect();
    (0..3).map(of).collect()
}

/// The results of every team equal those of its decisions in every run, no more and no less.
fn is_right(found: &RunsSoFar, rounds: &[Vec<Vec<Round>>]) -> bool {
    found.teams.len() == rounds.len()
        && found.teams.iter().zip(rounds).all(|(spread, runs)| {
            runs.iter().enumerate().all(|(run, rounds)| {
                spread.figures.len() == rounds.len()
                    && rounds.iter().zip(&spread.figures).all(|(round, figures)| {
                        let bits = |value: f64| value.to_bits();
                        round.figures.iter().zip(figures).all(|(one, all)| bits(*one) == bits(all[run]))
                    })
            })
        })
}

#[test]
fn what_was_drafted_is_lived_when_the_round_ends() {
    let mut game = game();
    let runs = Runs::start(&game, &[], |_| ());
    for source in [4, 1] {
        let drafts = all_lead(&game, source);
        runs.aim(&game, &drafts);
        eventually("the drafts are lived ahead", || ahead(&runs));
        close(&mut game, &drafts);
        runs.aim(&game, &[]);
        assert!(is_right(&runs.found(), &rounds(&game)), "at once, and before anything else is worked out");
    }
    // What was not drafted is simulated later, and what was simulated ahead in vain is not
    // shown.
    let drafts = all_lead(&game, 3);
    close(&mut game, &drafts);
    runs.aim(&game, &[]);
    assert_eq!(runs.found().teams[0].figures.len(), 2);
    let right = rounds(&game);
    eventually("it is worked out", || is_right(&runs.found(), &right));
}

#[test]
fn every_team_whose_results_are_new_is_told() {
    // With only the team told that is published, the last two lines fail.
    let game = game();
    let (exercise, place) = (game.shared(), game.place());
    let asked = RunInput::default();
    let target = Target { rounds: 1, teams: vec![asked.clone(); 3], ..Target::default() };
    let shared = Shared {
        target: Mutex::new((target, false)),
        wake: Condvar::new(),
        found: Mutex::default(),
        ready: Mutex::default(),
    };
    let told = Mutex::new(Vec::new());
    let changed = |team: Option<u32>| lock(&told).push(team);
    let mut worker = Worker::new(&exercise, &place, &shared, &changed);
    worker.teams.resize_with(3, StrategyRuns::default);
    worker.publish(None);
    lock(&told).clear();
    // The third team was simulated ahead, and that was ready only after the round had ended.
    let spread = Arc::new(Spread { figures: vec![Vec::new()], outcomes: Vec::new() });
    let late = Ready { rounds: 1, asked, spread };
    *lock(&shared.ready) = vec![Ready::default(), Ready::default(), late];
    worker.publish(Some(0));
    worker.publish(Some(2));
    assert_eq!(lock(&shared.found).teams[2].figures.len(), 1);
    assert_eq!(*lock(&told), [Some(2)]);
}

#[test]
fn after_a_way_back_nothing_of_the_old_branch_is_shown() {
    let mut game = game();
    let runs = Runs::start(&game, &[], |_| ());
    for source in [4, 4, 4] {
        let drafts = all_lead(&game, source);
        close(&mut game, &drafts);
    }
    runs.aim(&game, &[]);
    let right = rounds(&game);
    eventually("three rounds", || is_right(&runs.found(), &right));
    game.apply(&Entry::Rewind { to: 1 }).unwrap();
    runs.aim(&game, &[]);
    let drafts = all_lead(&game, 0);
    close(&mut game, &drafts);
    runs.aim(&game, &[]);
    let (shown, right) = (runs.found(), rounds(&game));
    assert!(is_right(&shown, &right) || shown.teams.iter().all(|spread| spread.figures.len() < 2));
    eventually("the new branch", || is_right(&runs.found(), &right));
    // The references advance even while one team keeps changing its draft.
    let mut source = 0;
    while runs.found().references.iter().any(|spread| spread.figures.len() < 4) {
        source = (source + 1) % 5;
        let mut drafts = all_lead(&game, 2);
        drafts[1] = Some(Decision { source, ..game.held(1) });
        runs.aim(&game, &drafts);
        std::thread::sleep(Duration::from_millis(2));
        assert!(is_right(&runs.found(), &right));
    }
}
