//! Exercises: files, decisions, the game and its log, common random numbers, codes, and decisions
//! as strategy files.

use balcony::exercise::{
    Bot, Decision, EXERCISES, Effective, Entry, Exercise, Export, Game, InjectTime, Prediction, Provenance,
    Refused, Row, code, cut, decode, read, read_text, strategy_file, table,
};
use balcony::host::{Session, SessionError, csv, fields, scenario};
use balcony::scenario::files::Disk;
use balcony::scenario::{England, Library};

pub(crate) fn library() -> Library<'static> {
    Library::new(&Disk, &England)
}

pub(crate) fn taster() -> Exercise {
    read("taster", &library()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The text of the same, in which so many runs show what luck does: a session works them out in the
/// background, and tests look at other things.
pub(crate) fn with_runs(runs: u32) -> String {
    let text = balcony::exercise::text("taster").unwrap();
    let changed = text.replacen("runs = 200", &format!("runs = {runs}"), 1);
    assert_ne!(text, changed);
    changed
}

/// The same, for sessions.
pub(crate) fn few() -> Exercise {
    read_text("taster", &with_runs(2), &library()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn close(game: &mut Game) {
    let decisions = game.in_force(&[]);
    game.apply(&Entry::Close { round: game.round(), decisions }).unwrap();
}

fn submit(game: &mut Game, team: u32, decision: &Decision) -> Result<(), Refused> {
    game.apply(&Entry::Submit { team, round: game.round(), decision: decision.clone() })
}

/// A decision that differs from the opening one as far as the rules allow.
fn other(game: &Game, team: u32) -> Decision {
    let mut decision = game.held(team);
    decision.source = 4;
    decision.time = [1, 6, 5, 2, 3, 3, 1];
    decision.rights[0] = 3;
    decision.points = vec![6, 4, 3, 2, 3, 2, 0];
    decision.rules = -1;
    decision.prediction = Some(Prediction::Fall);
    for inject in game.injects(team) {
        let least = inject.answers.iter().find(|answer| answer.time.iter().sum::<f64>() <= 1.5);
        if let Some(answer) = least {
            decision.answers.insert(inject.key.clone(), answer.key.clone());
        }
    }
    decision
}

#[test]
fn shipped_exercises_are_sound() {
    for (name, _) in EXERCISES {
        let exercise = read(name, &library()).unwrap_or_else(|faults| panic!("{faults}"));
        let opening = &exercise.opening;
        assert_eq!(opening.wrong(&exercise, opening, &[], 0.0), Vec::new(), "{name}");
        let spent: f64 = opening.time.iter().map(|time| f64::from(*time) / 2.0).sum();
        assert_eq!(spent, 10.0, "{name}: the week that the room opens with is full, no more");
        assert_eq!(exercise.scenario.weeks, exercise.rounds * exercise.weeks, "{name}");
    }
}

#[test]
fn the_same_decisions_give_the_same_digests_in_every_team_and_another_lever_leaves_the_first_rounds_alone() {
    let mut game = Game::new(taster(), 3).unwrap();
    close(&mut game);
    let decision = other(&game, 2);
    submit(&mut game, 2, &decision).unwrap();
    close(&mut game);
    close(&mut game);
    let digest = |team: usize, round: usize| game.teams()[team].rounds[round].digest.clone();
    for round in 0..3 {
        assert_eq!(digest(0, round), digest(1, round));
        assert_eq!(digest(0, round) == digest(2, round), round == 0, "round {round}");
    }
    // The same entries again, and a replay of all rounds at once, give the same results.
    for team in 0..3 {
        let (rounds, outcomes) = game.replay(team, game.exercise().luck, None).unwrap();
        assert_eq!(rounds, game.teams()[team as usize].rounds);
        assert_eq!(Some(outcomes), game.outcomes(team));
    }
}

#[test]
fn rewinding_comes_back_to_the_same_digest_and_keeps_the_branch() {
    let mut game = Game::new(taster(), 2).unwrap();
    let decision = other(&game, 0);
    submit(&mut game, 0, &decision).unwrap();
    close(&mut game);
    game.apply(&Entry::Send { round: 1, inject: "headline".to_owned() }).unwrap();
    assert!(matches!(
        game.apply(&Entry::Send { round: 1, inject: "headline".to_owned() }),
        Err(Refused::No(_))
    ));
    close(&mut game);
    close(&mut game);
    let before: Vec<_> = game.teams().to_vec();
    game.apply(&Entry::Rewind { to: 1 }).unwrap();
    assert_eq!(game.round(), 1);
    assert_eq!(game.branches().len(), 1);
    assert_eq!(game.branches()[0].teams[0].rounds, before[0].rounds);
    assert_eq!(game.teams()[0].rounds[..], before[0].rounds[..1]);
    assert!(
        game.injects(0).iter().all(|inject| inject.key != "headline"),
        "what was sent by hand is held again"
    );
    close(&mut game);
    assert_ne!(
        game.teams()[0].rounds[1].digest,
        before[0].rounds[1].digest,
        "this time without the headline"
    );
    game.apply(&Entry::Rewind { to: 1 }).unwrap();
    game.apply(&Entry::Send { round: 1, inject: "headline".to_owned() }).unwrap();
    close(&mut game);
    assert_eq!(game.teams()[0].rounds[1].digest, before[0].rounds[1].digest);
}

#[test]
fn what_cannot_be_decided_is_refused_with_every_reason_at_once() {
    let mut game = Game::new(taster(), 2).unwrap();
    let mut decision = game.held(0);
    decision.time[0] = 12;
    decision.rights = [0, 0, 0, 3, 3];
    decision.points[0] = 21;
    decision.answers.insert("letter".to_owned(), "remove".to_owned());
    let Err(Refused::Wrong(wrong)) = submit(&mut game, 0, &decision) else { panic!("taken") };
    let parts: Vec<&str> = wrong.iter().map(|wrong| wrong.part).collect();
    assert_eq!(parts, ["time", "rights", "points", "answers"]);
    assert!(game.teams()[0].submitted.is_none());
    let late = Entry::Submit { team: 0, round: 1, decision: game.held(0) };
    assert!(matches!(game.apply(&late), Err(Refused::OtherRound(..))));
    let nobody = Entry::Submit { team: 2, round: 0, decision: game.held(0) };
    assert!(matches!(game.apply(&nobody), Err(Refused::No(_))));
}

#[test]
fn a_draft_counts_if_nothing_was_handed_in_and_is_cut_where_it_is_more_than_can_be_done() {
    let mut game = Game::new(taster(), 3).unwrap();
    let sound = other(&game, 0);
    let mut over = sound.clone();
    over.time[4] += 5;
    over.points[0] += 2;
    over.rights = [3, 3, 3, 1, 2];
    let force = game.in_force(&[Some(sound.clone()), Some(over.clone()), None]);
    assert_eq!(force[0], Effective::of(sound.clone(), Provenance::Draft));
    assert_eq!(force[2], Effective::of(game.exercise().opening.clone(), Provenance::Carried));
    let cut = &force[1];
    assert_eq!((cut.how, cut.drafted.as_ref()), (Provenance::Cut, Some(&over)));
    // What is over goes; all else of the draft is kept.
    assert_eq!(cut.decision.prediction, over.prediction);
    assert_eq!(cut.decision.answers, over.answers);
    assert_eq!(cut.decision.source, over.source);
    assert_eq!(cut.decision.rights[..2], over.rights[..2], "the first two changes stay");
    assert_eq!(cut.decision.rights[2..], game.held(1).rights[2..], "the others go back");
    assert_eq!(cut.decision.points[0], over.points[0] - 2, "points go from the largest investment");
    assert!(cut.decision.time.iter().zip(over.time).all(|(now, before)| *now <= before));
    assert!(game.wrong(1, &cut.decision).is_empty());
    // The log holds the draft; the same log gives the same states, and the words of the cut.
    let close = Entry::Close { round: 0, decisions: force };
    let text = serde_json::to_string(&close).unwrap();
    assert!(text.contains("\"how\":\"cut\"") && text.matches("drafted").count() == 1, "{text}");
    let again: Entry = serde_json::from_str(&text).unwrap();
    assert_eq!(again, close);
    game.apply(&close).unwrap();
    let mut other = Game::new(taster(), 3).unwrap();
    other.apply(&again).unwrap();
    assert_eq!(game.teams()[1].rounds, other.teams()[1].rounds);
    let words = balcony::team_view::cut_words(game.exercise(), &game.teams()[1].decided[0]);
    assert!(words.iter().any(|one| one.contains("half-day")), "{words:?}");
    assert!(words.iter().any(|one| one.contains("(drafted: ")), "{words:?}");
    assert!(words.iter().any(|one| one.contains(" points")), "{words:?}");
    // A log that knows no cut is read and written as before.
    let old =
        r#"{"decision":{"time":[2,2,3,4,6,2,1],"source":1,"rights":[2,1,2,0,2],"points":[4]},"how":"draft"}"#;
    let read: Effective = serde_json::from_str(old).unwrap();
    assert!(!serde_json::to_string(&read).unwrap().contains("drafted"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]
    /// Whatever a draft holds, what is in force can be done; what can be done stays as it is; and
    /// cutting what was cut changes nothing. Nothing grows.
    // Seen to fail with answers that take more than there is left in place.
    #[test]
    fn what_is_cut_can_be_done_and_what_can_be_done_is_not_cut(
        time in proptest::array::uniform7(0u8..60),
        source in 0u8..8,
        rights in proptest::array::uniform5(0u8..6),
        points in proptest::collection::vec(0u8..30, 5..9),
        rules in -2i8..3,
        answers in proptest::collection::btree_map("[a-z]{1,5}", "[a-z]{1,5}", 0..3),
        chosen in proptest::collection::vec(0usize..5, 8),
        bound in 0u32..9,
    ) {
        let exercise = EXERCISE.get_or_init(taster);
        let injects: Vec<_> = exercise.injects.iter().take(4).collect();
        let before = &exercise.opening;
        let mut draft = Decision { time, source, rights, points, rules, answers, prediction: None };
        for (inject, chosen) in injects.iter().zip(&chosen) {
            if let Some(answer) = inject.answers.get(*chosen) {
                draft.answers.insert(inject.key.clone(), answer.key.clone());
            }
        }
        let bound = f64::from(bound) / 2.0;
        let done = cut(exercise, before, &injects, bound, &draft);
        proptest::prop_assert_eq!(done.wrong(exercise, before, &injects, bound), Vec::new());
        proptest::prop_assert_eq!(&cut(exercise, before, &injects, bound, &done), &done);
        if draft.wrong(exercise, before, &injects, bound).is_empty() {
            proptest::prop_assert_eq!(&done, &draft);
        }
        proptest::prop_assert!(done.time.iter().zip(draft.time).all(|(now, before)| *now <= before));
        if draft.points.len() == exercise.levers.len() {
            proptest::prop_assert!(done.points.iter().zip(&draft.points).all(|(now, before)| now <= before));
        }
    }
}

static EXERCISE: std::sync::OnceLock<Exercise> = std::sync::OnceLock::new();

// The figure of the condition has its value of week 0 (18.0 % of posts). At the level nothing
// comes; past it the inject comes.
#[test]
fn conditional_injects_come_past_the_level_and_once() {
    let opening = Game::new(taster(), 1).unwrap();
    let at = opening.exercise().figures.iter().position(|figure| figure.key == "vacancy").unwrap();
    let value = opening.opening()[at];
    let comes = |level: f64| {
        let text = EXERCISES[1].1.replace(
            "[injects.letter]\n",
            &format!("[injects.gone]\ntitle = \"Gone\"\nif = {{ figure = \"vacancy\", above = {level:?}, from = 1 }}\nsender = \"HR\"\nchannel = \"Email\"\ntext = \"More have gone.\"\n\n[injects.letter]\n"),
        );
        let exercise = read_text("made.toml", &text, &library()).unwrap_or_else(|faults| panic!("{faults}"));
        let mut game = Game::new(exercise, 1).unwrap();
        let first = game.injects(0).iter().any(|inject| inject.key == "gone");
        close(&mut game);
        (first, game.injects(0).iter().any(|inject| inject.key == "gone"))
    };
    assert!(!comes(value).0, "at the level it does not come");
    let (first, again) = comes(value - 1e-9);
    assert!(first && !again, "past it it comes, once");
}

#[test]
fn a_code_is_the_decision_and_a_wrong_sign_is_found() {
    let game = Game::new(taster(), 2).unwrap();
    let exercise = game.exercise();
    let decision = other(&game, 0);
    let injects = game.injects(0);
    let text = code(exercise, &injects, 0, 0, &decision).unwrap();
    assert!(text.len() <= 40, "{text} is short enough to read out");
    assert_eq!(
        decode(exercise, &injects, 0, 0, &text.to_lowercase().replace('-', " ")),
        Ok(decision.clone())
    );
    assert!(decode(exercise, &injects, 1, 0, &text).is_err(), "another team's");
    assert!(decode(exercise, &injects, 0, 1, &text).is_err(), "another round's");
    let signs: Vec<char> = text.chars().collect();
    for at in (0..signs.len()).filter(|at| signs[*at] != '-') {
        for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().filter(|sign| *sign != signs[at]) {
            let mut wrong = signs.clone();
            wrong[at] = sign;
            let wrong: String = wrong.into_iter().collect();
            assert!(decode(exercise, &injects, 0, 0, &wrong).is_err(), "{wrong} for {text}");
        }
        if let Some(next) = (at + 1..signs.len()).find(|next| signs[*next] != '-')
            && signs[at] != signs[next]
        {
            let mut wrong = signs.clone();
            wrong.swap(at, next);
            let wrong: String = wrong.into_iter().collect();
            assert!(decode(exercise, &injects, 0, 0, &wrong).is_err(), "{wrong} for {text}, exchanged");
        }
    }
    assert!(decode(exercise, &injects, 0, 0, "").is_err());
    assert!(decode(exercise, &injects, 0, 0, &"Z".repeat(5000)).is_err());
}

/// A decision made from a number. Every part has different values for different numbers.
fn numbered(exercise: &Exercise, game: &Game, team: u32, number: usize) -> Decision {
    let at = |place: usize, values: usize| (number * (2 * place + 3) + place) % values;
    let times = (exercise.most_half_days * 2.0) as usize + 1;
    let injects = game.injects(team).into_iter().enumerate();
    let answers = injects.filter_map(|(place, inject)| {
        let answer = inject.answers.get(at(place, inject.answers.len() + 1))?;
        Some((inject.key.clone(), answer.key.clone()))
    });
    Decision {
        time: std::array::from_fn(|place| at(place, times) as u8),
        source: at(7, 5) as u8,
        rights: std::array::from_fn(|place| at(place + 8, 4) as u8),
        points: (0..exercise.levers.len()).map(|place| at(place + 13, 11) as u8).collect(),
        rules: at(20, 3) as i8 - 1,
        answers: answers.collect(),
        prediction: [None, Some(Prediction::Rise), Some(Prediction::Fall), Some(Prediction::Stay)][at(21, 4)],
    }
}

/// Stores forms with their codes, and the table from which a page makes a code by itself while its
/// connection is down. web/tests/code.test.mjs tests the pages' script against the same file.
// Seen to fail with another factor of the check in the stored file.
#[test]
fn codes_are_the_ones_that_pages_make_by_themselves() {
    let mut game = Game::new(taster(), 2).unwrap();
    let mut forms = Vec::new();
    for round in 0..2 {
        for team in 0..2 {
            let (exercise, injects) = (game.exercise(), game.injects(team));
            let codes: Vec<[String; 2]> = (0..12)
                .map(|number| {
                    let decision = numbered(exercise, &game, team, number);
                    let code = code(exercise, &injects, team, round, &decision).expect("it has a code");
                    assert_eq!(decode(exercise, &injects, team, round, &code), Ok(decision.clone()));
                    [fields(&decision, round), code]
                })
                .collect();
            let table: serde_json::Value =
                serde_json::from_str(&table(exercise, &injects, team, round)).expect("JSON");
            forms.push(serde_json::json!({ "table": table, "codes": codes }));
        }
        close(&mut game);
    }
    let text = serde_json::to_string_pretty(&forms).expect("JSON") + "\n";
    crate::stored::holds("tests/golden/codes.json", &text);
}

#[test]
fn a_team_s_play_as_a_strategy_file_is_lowered_to_the_same_plan() {
    let mut game = Game::new(taster(), 1).unwrap();
    for _ in 0..game.exercise().rounds {
        let decision = other(&game, 0);
        submit(&mut game, 0, &decision).unwrap();
        close(&mut game);
    }
    let scenario = &game.exercise().scenario;
    let (plan, _) = game.strategy(0);
    let incumbent = &scenario.start_states.incumbent;
    let text = strategy_file("Amber", &plan, scenario.start_week(), incumbent);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("amber.toml");
    std::fs::write(&path, &text).unwrap();
    let (with, name) = scenario
        .with_strategy_file(&path.display().to_string(), &library())
        .unwrap_or_else(|faults| panic!("{text}\n{faults}"));
    assert_eq!(with.strategy(&name).unwrap(), plan);
}

/// A log of two rounds as the desk exports it.
pub(crate) fn exported() -> String {
    let mut game = Game::new(taster(), 2).unwrap();
    let mut entries = vec![Entry::Open { exercise: Game::identity(game.exercise()), teams: 2 }];
    for _ in 0..2 {
        let submit = Entry::Submit { team: 1, round: game.round(), decision: other(&game, 1) };
        game.apply(&submit).unwrap();
        let close = Entry::Close { round: game.round(), decisions: game.in_force(&[]) };
        game.apply(&close).unwrap();
        entries.extend([submit, close]);
    }
    let mut log: Vec<Row> = Vec::new();
    for (number, entry) in (1..).zip(entries) {
        log.push(Row::after(log.last(), &format!("test:{number}"), entry));
    }
    Export::of(&game, 0, log).text()
}

#[test]
fn an_export_that_was_changed_is_refused() {
    let text = exported();
    assert!(Export::read(&text).is_ok());
    let changed = text.replacen("\"rules\": -1", "\"rules\": 1", 1);
    assert_ne!(text, changed);
    assert!(Export::read(&changed).unwrap_err().contains("was changed after it was written"));
    assert!(Export::read("{}").is_err());
}

/// An export contains the user's files that the exercise names, so another laptop needs nothing
/// else.
#[test]
fn an_export_holds_the_files_that_its_exercise_names() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let place = balcony::scenario::SHIPPED.iter().find(|(name, _)| *name == "first-three-years").unwrap().1;
    std::fs::write(at("place.toml"), place).unwrap();
    let text = balcony::exercise::text("taster").unwrap();
    let own = text.replacen("scenario = \"first-three-years\"", "scenario = \"place.toml\"", 1);
    assert_ne!(own, text);
    std::fs::write(at("day.toml"), &own).unwrap();
    let exercise = read(at("day.toml").to_str().unwrap(), &library()).unwrap();
    assert_eq!(exercise.attached.len(), 1);
    let mut game = Game::new(exercise, 1).unwrap();
    close(&mut game);
    let open = Entry::Open { exercise: Game::identity(game.exercise()), teams: 1 };
    let export = Export::of(&game, 0, vec![Row::after(None, "open", open)]);
    drop(folder);
    let again = Export::read(&export.text()).unwrap().exercise(&England).unwrap();
    assert_eq!(Game::identity(&again), export.exercise);
    assert!(taster().attached.is_empty());
}

/// An observer's device has a seat but never the edit lock. It may edit after it joins again
/// without observing.
#[test]
fn an_observer_decides_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let room = Session::open(&path, few(), 2).unwrap();
    room.begin().unwrap();
    let token = room.join(None, 1, true).unwrap();
    let device = balcony::host::device(&token);
    let decision = other(&room.lock().game, 1);
    room.take_edit_lock((&device, ""), 1);
    assert!(room.lock().edit_locks[1].is_none());
    let refused =
        |done: Result<(), SessionError>| assert!(done.unwrap_err().to_string().contains("you observe"));
    refused(room.draft((&device, ""), 1, 1, 0, decision.clone()));
    refused(room.submit("a command", (&device, ""), 1, 0, &decision));
    assert_eq!(room.lock().devices(1), (0, 0));
    drop(room);
    // The session remembers that the device observes.
    let room = Session::open(&path, few(), 2).unwrap();
    refused(room.submit("a command", (&device, ""), 1, 0, &decision));
    assert_eq!(room.join(Some(&token), 1, false).unwrap(), token);
    room.submit("a command", (&device, ""), 1, 0, &decision).unwrap();
}

/// The next tick writes all drafts to disk in one write, for the present round only.
#[test]
fn drafts_go_to_disk_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.room");
    let room = Session::open(&path, few(), 2).unwrap();
    room.begin().unwrap();
    let seats = [0, 1].map(|team| balcony::host::device(&room.join(None, team, false).unwrap()));
    let decisions = [0, 1].map(|team| other(&room.lock().game, team));
    for (team, (device, decision)) in (0..).zip(seats.iter().zip(&decisions)) {
        room.draft((device, ""), 1, team, 0, decision.clone()).unwrap();
    }
    room.tick();
    drop(room);
    let room = Session::open(&path, few(), 2).unwrap();
    assert_eq!(room.lock().drafts, decisions.clone().map(Some));
    let [late, _] = decisions;
    assert!(room.draft((&seats[0], ""), 2, 0, 1, late).is_err());
    room.close("end of round", 0).unwrap();
    room.tick();
    drop(room);
    assert_eq!(Session::open(&path, few(), 2).unwrap().lock().drafts, [None, None]);
}

#[test]
fn the_table_of_decisions_has_stable_heads_and_a_row_a_team_and_round() {
    let mut game = Game::new(taster(), 2).unwrap();
    close(&mut game);
    let table = csv(&game, 0);
    let heads = table.lines().next().unwrap();
    assert!(heads.starts_with("team,round,how,time-balcony,time-dance-floor"), "{heads}");
    assert!(heads.ends_with("digest"));
    assert_eq!(table.lines().count(), 3);
    assert!(table.contains("Amber,1,carried forward"));
}

#[test]
fn the_place_as_a_scenario_takes_a_team_s_way() {
    let mut game = Game::new(taster(), 2).unwrap();
    while !game.is_over() {
        close(&mut game);
    }
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("place.toml");
    std::fs::write(&place, scenario(&game)).unwrap();
    let read = balcony::scenario::read(&place.display().to_string(), &library())
        .unwrap_or_else(|faults| panic!("{faults}"));
    let (_, events) = game.strategy(0);
    assert_eq!(read.setting().events.len(), events.len());
    assert_eq!(read.start_states.incumbent, game.exercise().scenario.start_states.incumbent);
}

#[test]
fn robots_play_every_exercise_to_its_end() {
    for (name, _) in EXERCISES {
        let mut game = Game::new(read(name, &library()).unwrap(), 6).unwrap();
        while !game.is_over() {
            for team in 0..6 {
                if let Some(decision) = Bot::of(team).decide(&game, team) {
                    submit(&mut game, team, &decision).unwrap();
                }
            }
            close(&mut game);
        }
        let exercise = game.exercise();
        for (at, inject) in exercise.injects.iter().enumerate() {
            let times = game.teams()[0].came.iter().flatten().filter(|came| **came == at).count();
            let due = usize::from(matches!(inject.when, InjectTime::Round(_)));
            if let InjectTime::If(condition) = &inject.when {
                // Once, in the first round before which the figure was past its level; otherwise
                // never.
                let lived = &game.teams()[0].rounds;
                let first = (condition.from..exercise.rounds)
                    .find(|round| condition.holds(lived[*round as usize - 1].figures[condition.figure]));
                let came = game.teams()[0].came.iter().position(|came| came.contains(&at));
                assert_eq!(came, first.map(|round| round as usize), "{name}: {}", inject.key);
                continue;
            }
            assert_eq!(times, due, "{name}: {}", inject.key);
        }
    }
}

/// A session that went back twenty times keeps no more worlds than one that never did.
#[test]
fn going_back_keeps_decisions_and_lets_worlds_go() {
    let mut game = Game::new(taster(), 1).unwrap();
    for _ in 0..20 {
        close(&mut game);
        game.apply(&Entry::Rewind { to: 0 }).unwrap();
    }
    assert_eq!(game.branches().len(), 20);
    for branch in game.branches() {
        assert_eq!((branch.teams[0].decided.len(), branch.teams[0].rounds.len()), (1, 1));
        assert_eq!(branch.teams[0].worlds(), 0);
    }
    close(&mut game);
    assert_eq!(game.teams()[0].worlds(), 1);
}

/// The teams are the directors. An interim would undo a team's decisions without its knowledge. If
/// the post is not bound, some directors leave within two years. An interim's strain does not
/// change, which is how the test detects one.
#[test]
fn nobody_is_replaced_by_chance_while_a_room_plays() {
    let gone = |text: &str| {
        let mut game = Game::new(read_text("taster", text, &library()).unwrap(), 1).unwrap();
        (0..4).for_each(|_| close(&mut game));
        let strain = game.exercise().figures.iter().position(|figure| figure.key == "own-strain").unwrap();
        let stands = |run: u32| {
            let (rounds, _) = game.replay(0, run, None).unwrap();
            rounds.windows(2).any(|two| two[0].figures[strain] == two[1].figures[strain])
        };
        (0..60).filter(|run| stands(*run)).count()
    };
    let bound = balcony::exercise::text("taster").unwrap();
    assert_eq!(gone(bound), 0);
    // At .34 changes a year about 60 of 100 directors would leave within two and a half years;
    // interims hold the post for most of a year.
    assert!(gone(&bound.replace("structure.bound=1", "structure.bound=0")) > 3);
}
