//! Damage to a session file: readable entries are kept, missing ones are counted, and the session
//! opens.

use crate::exercise::{few, taster};
use balcony::exercise::{Entry, Export, Game};
use balcony::host::{OpenedLog, Session, Store};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::path::Path;

/// Writes a session file with fifty entries of different sizes, and drafts, seats and values
/// between them.
fn fifty(path: &Path) -> Vec<u8> {
    let (mut store, _) = Store::open(path).unwrap();
    let mut game = Game::new(taster(), 3).unwrap();
    let mut entries = vec![Entry::Open { exercise: Game::identity(game.exercise()), teams: 3 }];
    while entries.len() < 50 {
        let round = game.round();
        if game.is_over() {
            entries.push(Entry::Rewind { to: 0 });
        } else if entries.len() % 5 == 4 {
            entries.push(Entry::Close { round, decisions: game.in_force(&[]) });
        } else if entries.len() % 7 == 3 {
            entries
                .push(Entry::Message { team: None, text: "\u{201c}Five minutes\u{201d}\nmore".to_owned() });
        } else {
            let team = entries.len() as u32 % 3;
            entries.push(Entry::Submit { team, round, decision: game.held(team) });
        }
        game.apply(entries.last().unwrap()).unwrap();
    }
    store.keep("code", "ABC123").unwrap();
    for (number, entry) in entries.iter().enumerate() {
        store.append(&format!("command-{number}"), entry).unwrap();
        if number % 4 == 0 {
            store.keep_drafts(game.round(), &[(0, &game.held(0)), (1, &game.held(1))]).unwrap();
            store.seat(&balcony::host::device(&number.to_string()), Some((0, number % 8 == 0))).unwrap();
        }
    }
    drop(store);
    std::fs::read(path).unwrap()
}

/// Positions of the entries' lines: number, first byte, and end of the record without the line
/// break.
fn lines(bytes: &[u8]) -> Vec<(u64, usize, usize)> {
    let mut at = 0;
    let mut all = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let text = std::str::from_utf8(line).unwrap();
        if let Some((_, row)) = text.split_once("{\"entry\":{\"number\":") {
            let number = row.split(',').next().unwrap().parse().unwrap();
            all.push((number, at, at + line.len() - 1));
        }
        at += line.len();
    }
    all
}

fn numbers(found: &OpenedLog) -> Vec<u64> {
    found.rows.iter().map(|row| row.number).collect()
}

/// Damages a file at random: bits flipped, blocks overwritten with zeros, noise or another part of
/// the file, or the end cut off.
fn damage(rng: &mut ChaCha8Rng, bytes: &mut Vec<u8>) -> &'static str {
    let length = bytes.len();
    let block = |rng: &mut ChaCha8Rng| {
        let from = rng.random_range(0..length);
        from..(from + rng.random_range(1..2000)).min(length)
    };
    match rng.random_range(0..6) {
        0 => {
            for _ in 0..rng.random_range(1..=8) {
                bytes[rng.random_range(0..length)] ^= 1 << rng.random_range(0..8);
            }
            "bits"
        }
        1 => {
            bytes[rng.random_range(0..length)] ^= 1 << rng.random_range(0..8);
            "one bit"
        }
        2 => {
            bytes[block(rng)].fill(0);
            "zeros"
        }
        3 => {
            bytes[block(rng)].iter_mut().for_each(|byte| *byte = rng.random());
            "noise"
        }
        4 => {
            let to = block(rng);
            let from = rng.random_range(0..=length - to.len());
            let copy = bytes[from..from + to.len()].to_vec();
            bytes[to].copy_from_slice(&copy);
            "another part"
        }
        _ => {
            bytes.truncate(rng.random_range(1..length));
            "cut"
        }
    }
}

/// Two hundred kinds of damage to fifty entries. Every readable entry is recovered, the count of
/// missing ones is right, and the file always opens, the second time without a warning about bytes.
#[test]
fn every_entry_that_can_be_read_is_recovered_and_the_count_is_true() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let sound = fifty(&path);
    let stand = lines(&sound);
    assert_eq!(stand.iter().map(|line| line.0).collect::<Vec<_>>(), (1..=50).collect::<Vec<_>>());
    let (mut readable, mut recovered, mut lost) = (0, 0, 0);
    for seed in 0..200 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut bytes = sound.clone();
        let how = damage(&mut rng, &mut bytes);
        // Counted without the program: entries whose bytes are unchanged at their original
        // position.
        let whole = |from: usize, to: usize| bytes.get(from..to) == Some(&sound[from..to]);
        let expected: Vec<u64> =
            stand.iter().filter(|(_, from, to)| whole(*from, *to)).map(|(number, ..)| *number).collect();
        std::fs::write(&path, &bytes).unwrap();
        let (store, found) = Store::open(&path).unwrap_or_else(|error| panic!("{seed}, {how}: {error}"));
        // A copied block may restore an entry that was overwritten elsewhere, which is equally
        // good.
        let got = numbers(&found);
        assert!(
            expected.iter().all(|number| got.contains(number)),
            "{seed}, {how}: {expected:?}, got {got:?}"
        );
        assert!(how == "another part" || got == expected, "{seed}, {how}: {expected:?}, got {got:?}");
        let last = got.last().copied().unwrap_or(0);
        assert_eq!(found.lost(), last - got.len() as u64, "{seed}, {how}");
        let said = found.warnings.join("\n");
        if bytes.len() == sound.len() || bytes.last() != Some(&b'\n') {
            let entries = if got.len() == 1 { "entry is" } else { "entries are" };
            assert!(said.contains(&format!(". {} {entries} recovered", got.len())), "{seed}, {how}: {said}");
            let missing = match found.lost() {
                0 => format!("up to number {last} none is missing"),
                n => format!("up to number {last}, {n} are known to be missing"),
            };
            assert!(said.contains(&missing), "{seed}, {how}: {said}");
            // The file that was set aside equals the damaged one.
            let aside = said.split("is kept as ").nth(1).unwrap();
            assert_eq!(std::fs::read(aside).unwrap(), bytes, "{seed}, {how}");
            std::fs::remove_file(aside).unwrap();
        }
        drop(store);
        let (_, again) = Store::open(&path).unwrap();
        assert_eq!(numbers(&again), got, "{seed}, {how}: the second time");
        assert!(!again.warnings.iter().any(|said| said.contains("cannot be read")), "{:?}", again.warnings);
        assert_eq!(again.lost(), found.lost());
        readable += expected.len();
        recovered += expected.iter().filter(|number| got.contains(number)).count();
        lost += 50 - expected.len();
    }
    assert!(
        lost > 200 && readable > 5000,
        "the damages are worth the name: {readable} readable, {lost} lost"
    );
    // `cargo xtask prove room` reads this line.
    println!("{{\"damages\":200,\"readable\":{readable},\"recovered\":{recovered},\"lost\":{lost}}}");
}

/// The last line is cut short or changed, as after a power failure. Only this record is lost, and
/// the message does not claim that nothing is missing.
#[test]
fn a_torn_last_write_is_told_and_costs_itself_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let (mut store, _) = Store::open(&path).unwrap();
    for number in 0..5 {
        store.append(&format!("c{number}"), &Entry::Pause { on: number % 2 == 0 }).unwrap();
    }
    drop(store);
    let sound = std::fs::read(&path).unwrap();
    let again = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        let (_, found) = Store::open(&path).unwrap();
        (found.rows.len(), found.warnings.join("\n"))
    };
    assert_eq!(again(&sound), (5, String::new()));
    let mut changed = sound.clone();
    let at = changed.len() - 20;
    changed[at] ^= 0xff;
    for bytes in [&changed[..], &sound[..sound.len() - 30]] {
        let (rows, said) = again(bytes);
        assert_eq!(rows, 4);
        assert!(said.contains("4 entries are recovered; up to number 4 none is missing"), "{said}");
        assert!(said.contains("whether more stood after number 4 nobody can tell"), "{said}");
        assert!(!said.contains("everything"), "{said}");
    }
}

/// The session is damaged, continued, and damaged again. Each time readable entries are kept and
/// the damaged file is set aside; deleting removes everything.
#[test]
fn a_room_opens_after_a_second_damage_and_deleting_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let room = Session::open(&path, few(), 2).unwrap();
    room.begin().unwrap();
    let say = |room: &Session, text: &str| {
        room.take(&format!("c-{text}"), &Entry::Message { team: None, text: text.to_owned() }).unwrap();
    };
    let texts = |room: &Session| -> Vec<String> {
        room.lock().game.messages().iter().map(|word| word.text.clone()).collect()
    };
    ["one", "two", "three"].iter().for_each(|text| say(&room, text));
    let code = room.lock().code.clone();
    drop(room);
    let flip = |text: &str| {
        let mut bytes = std::fs::read(&path).unwrap();
        let at = bytes.windows(text.len()).position(|part| part == text.as_bytes()).unwrap();
        bytes[at] ^= 1;
        std::fs::write(&path, bytes).unwrap();
    };
    flip("\"two\"");
    let room = Session::open(&path, few(), 2).unwrap();
    assert_eq!(texts(&room), ["one", "three"]);
    let said = room.lock().warnings.join("\n");
    assert!(said.contains("up to number 4, 1 are known to be missing: 3"), "{said}");
    assert!(said.contains("a.room.damaged-1"), "{said}");
    say(&room, "four");
    drop(room);
    flip("\"three\"");
    let room = Session::open(&path, few(), 2).unwrap();
    assert_eq!(texts(&room), ["one", "four"]);
    let said = room.lock().warnings.join("\n");
    assert!(said.contains("up to number 5, 2 are known to be missing: 3 to 4"), "{said}");
    assert!(said.contains("a.room.damaged-2"), "{said}");
    assert_eq!(room.lock().code, code);
    say(&room, "five");
    // The rest is a log that another laptop accepts, with a new chain of digests.
    let export = Export::read(&balcony::host::json(&room)).unwrap();
    assert_eq!(export.log.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 5, 6]);
    std::fs::write(folder.path().join("a.room.damaged-by-me"), "mine").unwrap();
    room.delete().unwrap();
    drop(room);
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["a.room.damaged-by-me"], "only what is not the room's");
}

/// The opening entry may be lost like any other, together with all values kept beside it. The other
/// entries are still replayed.
#[test]
fn a_room_that_lost_its_opening_opens() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let room = Session::open(&path, few(), 3).unwrap();
    room.begin().unwrap();
    room.close("end-of-round", 0).unwrap();
    let digest = room.lock().game.teams()[2].rounds[0].digest.clone();
    drop(room);
    let sound = std::fs::read_to_string(&path).unwrap();
    let without = |parts: &[&str]| {
        let damaged: Vec<String> = sound
            .lines()
            .map(|line| {
                let gone = parts.iter().any(|part| line.contains(part));
                if gone { "x".repeat(line.len()) } else { line.to_owned() }
            })
            .collect();
        std::fs::write(&path, damaged.join("\n") + "\n").unwrap();
        Session::open(&path, few(), 6).unwrap()
    };
    for parts in [&["\"kind\":\"open\""][..], &["\"kind\":\"open\"", "\"keep\":"]] {
        let room = without(parts);
        let inner = room.lock();
        assert_eq!(inner.game.teams().len(), 3);
        assert_eq!(inner.game.teams()[2].rounds[0].digest, digest);
        assert!(
            inner.warnings.iter().any(|said| said.contains("entry 1, the opening")),
            "{:?}",
            inner.warnings
        );
        assert!(inner.begun);
    }
}

/// Entries that depend on a lost one are not applied. A warning says so, and they stay in the log.
#[test]
fn entries_that_hang_on_a_lost_one_stay_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let room = Session::open(&path, few(), 2).unwrap();
    room.begin().unwrap();
    for round in 0..3 {
        room.close(&format!("end-{round}"), round).unwrap();
    }
    drop(room);
    let text = std::fs::read_to_string(&path).unwrap();
    let line = text.lines().find(|line| line.contains("end-1")).unwrap();
    std::fs::write(&path, text.replace(line, &line.replace("end-1", "end-x"))).unwrap();
    for _ in 0..2 {
        let room = Session::open(&path, few(), 2).unwrap();
        assert_eq!(room.lock().game.round(), 1);
        assert_eq!(room.rows().iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 4]);
        let said = room.lock().warnings.join("\n");
        assert!(said.contains("1 of 3 entries of the log are not taken"), "{said}");
    }
}

#[test]
fn a_file_of_an_earlier_balcony_or_of_another_program_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let refused = |bytes: &[u8], why: &str| {
        std::fs::write(&path, bytes).unwrap();
        let said = Store::open(&path).unwrap_err().to_string();
        assert!(said.contains(why), "{said}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    };
    let mut database = vec![0; 4096];
    database[..16].copy_from_slice(b"SQLite format 3\0");
    refused(&database, "another program");
    database[68..72].copy_from_slice(b"BALC");
    refused(&database, "an earlier Balcony, in a database: take its log from the desk there");
    refused(b"a letter to my aunt, not a room", "not the file of a room");
    refused(b"{\"format\": \"balcony-exercise\"}", "not the file of a room");
    assert!(Store::open(folder.path()).unwrap_err().to_string().contains("not the file of a room"));
    // An empty file is the beginning of a session, and a warning says so.
    std::fs::write(&path, "").unwrap();
    let (_, found) = Store::open(&path).unwrap();
    assert!(found.warnings[0].contains("was empty"), "{:?}", found.warnings);
}

/// Outdated drafts are not kept for ever, and no valid data is removed with them.
#[test]
fn a_long_file_is_written_anew_without_what_is_past() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let game = Game::new(taster(), 2).unwrap();
    let (mut store, _) = Store::open(&path).unwrap();
    store.append("open", &Entry::Pause { on: true }).unwrap();
    let drafts: Vec<(u32, _)> = vec![(0, game.held(0)); 30_000];
    let drafts: Vec<(u32, &_)> = drafts.iter().map(|(team, draft)| (*team, draft)).collect();
    store.keep_drafts(0, &drafts).unwrap();
    store.seat("a device", Some((1, true))).unwrap();
    drop(store);
    let long = std::fs::metadata(&path).unwrap().len();
    assert!(long > 4 << 20, "{long}");
    let (store, found) = Store::open(&path).unwrap();
    assert!(std::fs::metadata(&path).unwrap().len() < 4096);
    assert_eq!((found.rows.len(), found.warnings.len()), (1, 0));
    assert_eq!(store.drafts(0), [(0, game.held(0))]);
    assert_eq!(store.seats()["a device"], (1, true));
    // No other program may open it meanwhile, although it is a new file now.
    assert!(Store::open(&path).unwrap_err().to_string().contains("has this room open"));
}

/// Entries that were missing in a damaged session are missing on the laptop that continues with its
/// log.
#[test]
fn an_import_keeps_the_gaps_of_a_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let bytes = fifty(&path);
    let (number, from, to) = lines(&bytes)[20];
    let mut damaged = bytes.clone();
    damaged[(from + to) / 2] ^= 0xff;
    std::fs::write(&path, damaged).unwrap();
    let (store, found) = Store::open(&path).unwrap();
    assert_eq!((numbers(&found).len(), found.lost()), (49, 1));
    let game = Game::new(taster(), 3).unwrap();
    let export = Export::of(&game, 0, found.rows.clone());
    drop(store);
    let export = Export::read(&serde_json::to_string(&export).unwrap()).unwrap();
    let other = folder.path().join("b.room");
    balcony::host::import(&other, &export).unwrap();
    let (_, again) = Store::open(&other).unwrap();
    assert_eq!((numbers(&again), again.lost()), (numbers(&found), 1));
    assert!(again.warnings.join(" ").contains(&number.to_string()), "{:?}", again.warnings);
    let mut backwards = export.clone();
    backwards.log[5].number = 2;
    assert!(Export::read(&serde_json::to_string(&backwards).unwrap()).is_err());
}

/// If something cannot be deleted, the session continues with all its data.
#[test]
fn a_room_that_cannot_be_deleted_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    drop(fifty(&path));
    let before = std::fs::read(&path).unwrap();
    // A folder with the name of a damaged file.
    std::fs::create_dir(folder.path().join("a.room.damaged-1")).unwrap();
    let (mut store, _) = Store::open(&path).unwrap();
    assert!(store.delete().is_err());
    assert_eq!(std::fs::read(&path).unwrap(), before);
    store.append("one more", &Entry::Pause { on: true }).unwrap();
    std::fs::remove_dir(folder.path().join("a.room.damaged-1")).unwrap();
    store.delete().unwrap();
    assert!(!path.exists());
}
