//! A room as a stage: a draft that cannot be done is cut where the round ends, and stays cut when
//! the room is opened again; recorded sessions of before are lived to the same states.

use crate::exercise::taster;
use balcony::exercise::{Entry, Export, Game, Provenance};
use balcony::host::{Session, device};
use balcony::scenario::England;

/// The log holds the draft and what was made of it; nothing depends on the rule any more.
#[test]
fn a_draft_is_cut_once_and_the_log_says_so_when_the_room_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let room = Session::open(&path, taster(), 2).unwrap();
    room.begin().unwrap();
    let seat = device(&room.join(None, 1, false).unwrap());
    let mut draft = room.lock().game.held(1);
    draft.time[4] += 7;
    draft.source = 4;
    room.draft((&seat, ""), 1, 1, 0, draft.clone()).unwrap();
    room.close("the end", 0).unwrap();
    let state = |room: &Session| {
        let inner = room.lock();
        let team = &inner.game.teams()[1];
        (team.decided.clone(), team.rounds[0].digest.clone())
    };
    let (decided, digest) = state(&room);
    assert_eq!(decided[0].how, Provenance::Cut);
    assert_eq!(decided[0].drafted.as_ref(), Some(&draft));
    assert_eq!(decided[0].decision.half_days_in_all(&[]), 12.0, "as much as can be done, and no less");
    assert_eq!(decided[0].decision.source, 4, "the rest of the draft is kept");
    // The decision that was cut is what holds from now on.
    assert_eq!(room.lock().game.held(1), decided[0].decision.carried());
    drop(room);
    let room = Session::open(&path, taster(), 2).unwrap();
    assert_eq!(state(&room), (decided, digest));
    assert!(room.lock().warnings.is_empty(), "{:?}", room.lock().warnings);
}

/// A log that knows nothing of cuts has no trace of them when it is written again.
#[test]
fn a_log_of_before_is_read_and_written_to_the_same_bytes() {
    let text = crate::exercise::exported();
    assert!(!text.contains("drafted"));
    let export = Export::read(&text).unwrap();
    assert_eq!(export.text(), text);
    let mut game = Game::new(export.exercise(&England).unwrap(), 2).unwrap();
    for row in &export.log {
        game.apply(&row.entry).unwrap();
    }
    let digests: Vec<Vec<String>> = game
        .teams()
        .iter()
        .map(|team| team.rounds.iter().map(|round| round.digest.clone()).collect())
        .collect();
    assert_eq!(digests, export.digests);
}

/// What the wall shows of the debrief does not stay there when the next round begins.
#[test]
fn a_new_round_clears_the_wall() {
    let mut game = Game::new(taster(), 1).unwrap();
    let close = |game: &mut Game| {
        let decisions = game.in_force(&[]);
        game.apply(&Entry::Close { round: game.round(), decisions }).unwrap();
    };
    close(&mut game);
    game.apply(&Entry::Reveal { part: "predictions".to_owned() }).unwrap();
    assert_eq!(game.revealed(), "predictions");
    close(&mut game);
    assert_eq!(game.revealed(), "");
}
