//! Stories: observing changes nothing, every fact agrees with the engine's own counts, equal
//! strategies give equal histories, and every sentence is plain language.

use crate::cli::{asked, folder, narrow, text};
use crate::contract::kit::{Past, event, go, preset, same, setting, strategy};
use balcony::charts::timeline::{self, Kind};
use balcony::trace::child::{life, of_kind};
use balcony::trace::choose::{Rule, Survey, telling};
use balcony::trace::post::PostWatch;
use balcony::trace::watch::{Glimpse, Watch};
use balcony::trace::{Event, LifeStory, Portrait, WarmReplicate, Years, director, id, tell};
use balcony_engine::calendar::Week;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::rng::{EntityId, RngKey};
use balcony_engine::setting::EventKind;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;

const WEEKS: u32 = 78;

/// A small authority in which the director leaves and a serious incident alarms the public.
fn ground() -> WarmReplicate {
    let mut setting = setting();
    setting.events = vec![
        event(9, EventKind::SeriousIncident, 0.4),
        event(20, EventKind::DirectorLeaves, 1.0),
        event(30, EventKind::RulesRemoved, 0.4),
    ];
    WarmReplicate::of(setting, RngKey { seed: 1, replicate: 0 }, WEEKS, "somewhere".to_owned())
        .expect("a sound model")
}

fn all(ground: &WarmReplicate, strategy: &Strategy) -> (Vec<EntityId>, Survey) {
    let mut survey = Survey::default();
    ground.live(strategy, &mut survey).expect("a sound model");
    (survey.lives.keys().copied().collect(), survey)
}

fn watched(ground: &WarmReplicate, strategy: &Strategy, children: &[EntityId]) -> Vec<Vec<Glimpse>> {
    let mut watch = Watch::new(ground, children);
    ground.live(strategy, &mut watch).expect("a sound model");
    watch.pasts()
}

/// Two sinks at once.
struct Both<'a>(&'a mut dyn Sink, &'a mut dyn Sink);

impl Sink for Both<'_> {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        self.0.week(week, row, world);
        self.1.week(week, row, world);
    }
}

/// Checks that a sentence contains nothing that a person would not say.
#[track_caller]
fn plain(event: &Event) {
    let sentence = &event.sentence;
    assert!(sentence.chars().count() < 200, "{} signs: {sentence}", sentence.chars().count());
    for debug in ["Some(", "None", "NaN", "inf ", "{", "}", "::", "  ", "-0.", "\"", "nobody each"] {
        assert!(!sentence.contains(debug), "{debug} in: {sentence}");
    }
    assert!(sentence.ends_with('.'), "{sentence}");
    assert!(
        sentence.chars().next().is_some_and(|first| first.is_uppercase() || first.is_numeric()),
        "{sentence}"
    );
    assert!(event.numbers.iter().all(|(_, value)| value.is_finite()), "{sentence}");
}

#[test]
fn watching_changes_nothing() {
    let ground = ground();
    let strategy = strategy(&[(0, preset("connected"))]);
    let mut alone = Past::keeping(&[WEEKS]);
    let mut unwatched = ground.start.clone();
    go(&mut unwatched, ground.place.setting(), &strategy, WEEKS, &mut alone);
    let (children, _) = all(&ground, &strategy);
    let mut watch = Watch::new(&ground, &children[..200]);
    let mut post = PostWatch::new(&ground.start);
    let mut beside = Past::keeping(&[WEEKS]);
    let end = ground
        .live(&strategy, &mut Both(&mut beside, &mut Both(&mut watch, &mut post)))
        .expect("a sound model");
    same(&alone, &beside, WEEKS as usize, "watched and not");
    assert!(end == unwatched, "the world at the end");
    assert_eq!(
        alone.outcomes(ground.place.setting(), &unwatched),
        beside.outcomes(ground.place.setting(), &end)
    );
}

/// The events of all children's stories add up to the engine's counts, and so does the hazard of
/// harm.
#[test]
fn what_is_told_of_all_children_together_is_what_the_engine_counted() {
    let ground = ground();
    for name in ["personalised", "connected"] {
        let strategy = strategy(&[(0, preset(name))]);
        let (children, _) = all(&ground, &strategy);
        assert!(children.len() > 1000);
        let mut watch = Watch::new(&ground, &children);
        let mut past = Past::default();
        let end = ground.live(&strategy, &mut Both(&mut past, &mut watch)).expect("a sound model");
        let pasts = watch.pasts();
        let lives: Vec<LifeStory> =
            pasts.iter().map(|past| life(name, past, &ground.place.setting().parameters)).collect();
        let told = |key: &str| lives.iter().flat_map(|life| of_kind(life, key)).count() as u32;
        let summed = |key: &str, number: &str| -> u32 {
            let events = lives.iter().flat_map(|life| of_kind(life, key));
            let numbers = events.flat_map(|event| event.numbers.iter().filter(|(name, _)| *name == number));
            numbers.map(|(_, value)| *value).sum::<f64>() as u32
        };
        let counted = |of: fn(&balcony_engine::world::Counts) -> u32| past.counts.iter().map(of).sum::<u32>();
        let pairs = [
            ("referrals", told("referral"), counted(|c| c.referrals)),
            ("re-referrals", summed("referral", "re-referral"), counted(|c| c.re_referrals)),
            ("no further action", told("no-further-action"), counted(|c| c.no_further_action)),
            ("not in need", told("not-in-need"), counted(|c| c.not_in_need)),
            ("assessments", told("assessed"), counted(|c| c.assessments)),
            ("in time", summed("assessed", "in time"), counted(|c| c.timely)),
            ("enquiries", told("enquiry"), counted(|c| c.enquiries)),
            ("conferences", told("conference"), counted(|c| c.conferences)),
            ("plans", told("plan"), counted(|c| c.plans_started)),
            ("plans ended", told("plan-ended"), counted(|c| c.plans_ended)),
            ("care", told("care"), counted(|c| c.care_started)),
            ("care ended", told("care-ended"), counted(|c| c.care_ceased)),
            ("moves", summed("placement", "moved"), counted(|c| c.moves)),
            ("changes of worker", summed("worker", "changes"), counted(|c| c.worker_changes)),
        ];
        // An event in the same week in which a need ends is not visible afterwards.
        let ends = told("eighteen");
        println!("{name}: {pairs:?}, {ends} turned 18");
        for (what, told, counted) in pairs {
            assert!(counted > 0, "{what}: nothing to tell");
            assert!(
                told.abs_diff(counted) <= counted / 200 + 1,
                "{name}: {what}: {told} told, {counted} counted"
            );
        }
        let exposure: f64 = pasts.iter().filter_map(|past| past.last()).map(|last| last.exposure).sum();
        let mut harm = ground.place.unaccrued(&end);
        harm.harm_open += past.counts.iter().map(|c| c.harm_open).sum::<i64>();
        harm.harm_unserved += past.counts.iter().map(|c| c.harm_unserved).sum::<i64>();
        let counted = (harm.harm_open + harm.harm_unserved) as f64 / balcony_engine::world::ONE;
        assert!((exposure / counted - 1.0).abs() < 1e-3, "exposure {exposure}, counted {counted}");
        // The number of harms agrees with the hazard within random variation. Lesser harms
        // accompany each serious one.
        let (harms, expected) =
            (f64::from(told("harm")), ground.place.setting().parameters.needs.lesser * counted);
        println!("{harms} harms told, {expected:.1} expected");
        assert!(
            (harms - expected).abs() <= 4.0 * expected.sqrt(),
            "{harms} harms told, {expected:.1} expected"
        );
        lives.iter().flat_map(|life| &life.events).for_each(plain);
        let count = |life: &LifeStory, key: &str| of_kind(life, key).count();
        let total =
            |life: &LifeStory, name: &str| life.totals.iter().find(|(key, _)| *key == name).unwrap().1;
        let mut unknown = 0;
        for (life, past) in lives.iter().zip(&pasts) {
            // A history either ends exactly once or continues.
            let ends = ["eighteen", "outgrown", "permanence", "stops"].map(|key| count(life, key));
            assert_eq!(ends.iter().sum::<usize>(), 1, "{life:?}");
            // A child that nobody knew was never referred and never had an open case.
            if count(life, "nobody-knew") > 0 {
                unknown += 1;
                assert_eq!(count(life, "referral"), 0, "{life:?}");
                assert_eq!(total(life, "weeks open"), 0.0, "{life:?}");
            }
            let open =
                past[1..].iter().filter_map(|glimpse| glimpse.seen).filter(|seen| seen.child.is_open());
            assert_eq!(open.count() as f64, total(life, "weeks open"));
            assert_eq!(count(life, "referral") as f64, total(life, "referrals"));
            assert!(total(life, "exposure") >= 0.0 && total(life, "highest risk") <= 1.0);
        }
        assert!(unknown > 100, "{unknown} children whom nobody knew");
    }
}

#[test]
fn a_story_is_the_same_on_repeat_and_equal_strategies_give_equal_lives() {
    let ground = ground();
    let strategies = [strategy(&[(0, preset("authentic"))]), strategy(&[(0, preset("distributed"))])];
    let surveys = strategies.each_ref().map(|strategy| all(&ground, strategy).1);
    let chosen = telling(Rule::Apart, &surveys, ground.first(), 6);
    assert_eq!(chosen.len(), 6);
    assert_eq!(chosen, telling(Rule::Apart, &surveys, ground.first(), 6));
    assert!(chosen.iter().all(|child| id::parts(*child).week >= ground.first()));
    let p = &ground.place.setting().parameters;
    let lives = |strategy: &Strategy| -> Vec<LifeStory> {
        watched(&ground, strategy, &chosen).iter().map(|past| life("a", past, p)).collect()
    };
    let (once, again, other) = (lives(&strategies[0]), lives(&strategies[0].clone()), lives(&strategies[1]));
    assert_eq!(once, again);
    for (a, b) in once.iter().zip(&other) {
        assert!(tell::parting(a, b).is_some(), "chosen because the lives differ");
        assert_eq!(tell::parting(a, a), None);
    }
}

/// By changes of worker: no child whose need arose after the start has more in either history, and
/// the stories report the same number.
#[test]
fn the_child_with_most_changes_of_worker_has_most() {
    let ground = ground();
    let strategies = [strategy(&[(0, preset("personalised"))]), strategy(&[(0, preset("connected"))])];
    let surveys = strategies.each_ref().map(|strategy| all(&ground, strategy).1);
    let chosen = telling(Rule::Changes, &surveys, ground.first(), 3);
    let p = &ground.place.setting().parameters;
    let mut most = 0;
    for (strategy, survey) in strategies.iter().zip(&surveys) {
        let after = survey.lives.keys().copied().filter(|child| id::parts(*child).week >= ground.first());
        let children: Vec<EntityId> = after.collect();
        for (child, past) in children.iter().zip(watched(&ground, strategy, &children)) {
            let told = life("a", &past, p);
            let changes =
                told.totals.iter().find(|(name, _)| *name == "changes of worker").expect("a total").1;
            assert_eq!(changes as u32, survey.lives[child].worker_changes, "{}", id::text(*child));
            most = most.max(changes as u32);
        }
    }
    let has = |child: &EntityId| {
        surveys.iter().filter_map(|survey| survey.lives.get(child)).map(|life| life.worker_changes).max()
    };
    assert!(most > 2, "{most}");
    assert_eq!(has(&chosen[0]), Some(most));
    assert!(chosen.windows(2).all(|pair| has(&pair[0]) >= has(&pair[1])));
    // Under one strategy only its own changes count.
    let alone = telling(Rule::Changes, &surveys[1..], ground.first(), 1)[0];
    assert!(surveys[1].lives.values().map(|life| life.worker_changes).max() >= has(&alone));
    assert!(Rule::Changes.words(1) != Rule::Changes.words(2) && Rule::default() == Rule::Apart);
}

#[test]
fn a_child_is_the_same_person_in_both_lives() {
    let ground = ground();
    let strategies = [strategy(&[(0, preset("personalised"))]), strategy(&[(0, preset("connected"))])];
    let (children, _) = all(&ground, &strategies[0]);
    let some: Vec<EntityId> = children.into_iter().step_by(7).collect();
    let pasts = strategies.each_ref().map(|strategy| watched(&ground, strategy, &some));
    let mut both = 0;
    for (at, entity_id) in some.iter().enumerate() {
        let portrait = |life: usize| Portrait::of(*entity_id, &pasts[life][at], ground.first());
        // Early help may prevent a need in one of the runs.
        if let (Some(a), Some(b)) = (portrait(0), portrait(1)) {
            assert_eq!(a, b);
            both += 1;
        }
    }
    assert!(both * 10 > some.len() * 9, "{both} of {}", some.len());
}

#[test]
fn the_directors_years_agree_with_the_engine() {
    let ground = ground();
    let strategy = strategy(&[(0, preset("authentic"))]);
    let (mut watch, mut past) = (PostWatch::new(&ground.start), Past::default());
    let end = ground.live(&strategy, &mut Both(&mut watch, &mut past)).expect("a sound model");
    let told = director::life("authentic", &watch.past, ground.place.setting());
    assert_eq!(told, director::life("authentic", &watch.past, ground.place.setting()));
    let changes: u32 = past.counts.iter().map(|counts| counts.director_changes).sum();
    assert_eq!(of_kind(&told, "director").count() as u32, changes);
    assert_eq!(
        changes,
        end.service.leadership.director.incumbent - ground.start.service.leadership.director.incumbent
    );
    let incidents: u32 = past.counts.iter().map(|counts| counts.incidents).sum();
    let numbers = of_kind(&told, "incident").flat_map(|event| &event.numbers);
    let numbers: f64 = numbers.filter(|(name, _)| *name == "incidents").map(|(_, value)| value).sum();
    assert_eq!(numbers as u32, incidents);
    assert_eq!(of_kind(&told, "event").count(), 2, "the director's leaving is told as such");
    assert_eq!(of_kind(&told, "style").next().map(|event| event.week), Some(ground.first()));
    told.events.iter().for_each(plain);
    let weeks: Vec<u32> = told.events.iter().map(|event| event.week).collect();
    assert!(weeks.is_sorted());
}

/// The chart of a post shows what the engine simulated: the style in force, trust of every partner,
/// and changes of director.
#[test]
fn what_is_drawn_of_the_post_is_what_the_engine_lived() {
    let ground = ground();
    let style = preset("connected");
    let strategy = strategy(&[(0, style)]);
    let (mut watch, mut past) = (PostWatch::new(&ground.start), Past::default());
    let end = ground.live(&strategy, &mut Both(&mut watch, &mut past)).expect("a sound model");
    let years = Years::of(&watch.past, ground.place.setting(), &ground.names);
    assert_eq!((years.weeks.len(), years.trust.len()), (WEEKS as usize, WEEKS as usize + 1));
    let trust = |world: &World| [0, 1, 2, 3, 4, 5].map(|agency: usize| world.service.partners[agency].trust);
    assert_eq!((years.trust[0], *years.trust.last().expect("weeks")), (trust(&ground.start), trust(&end)));
    // The mean of the drawn values is the weekly measure.
    let written = watch.past.iter().map(|sight| sight.measure("trust"));
    for (drawn, written) in years.trust.iter().zip(written) {
        assert!((drawn.iter().sum::<f64>() / 6.0 - written).abs() < 1e-12);
    }
    assert_eq!(years.weeks[0].attention, style.attention);
    let mean = |site: usize| style.rights.iter().map(|row| row[site]).sum::<f64>() / 5.0;
    assert!((0..4).all(|site| (years.weeks[0].rights[site] - mean(site)).abs() < 1e-12));
    let of = |kind: Kind| years.marks.iter().filter(move |mark| mark.kind == kind);
    let changes: u32 = past.counts.iter().map(|counts| counts.director_changes).sum();
    let inspections = past.counts.iter().filter(|counts| counts.inspections > 0).count();
    assert_eq!((of(Kind::Director).count() as u32, of(Kind::Inspection).count()), (changes, inspections));
    // The director's departure is drawn as a change of director, not as an event too.
    let weeks: Vec<u32> = of(Kind::Event).map(|mark| mark.week).collect();
    assert_eq!(weeks, [9, 30]);
    assert_eq!(of(Kind::Director).next().map(|mark| mark.week), Some(20));
    let lane = timeline::Lane { name: "connected", weeks: &years.weeks, marks: &years.marks };
    assert_eq!(timeline::timeline(&[lane], &[], 340.0, true), timeline::timeline(&[lane], &[], 340.0, true));
}

const SHORT: [&str; 6] = ["--weeks", "52", "--set", "scenario.warm-up=52", "--authority", "Rutland"];

fn told(args: &[&str], code: i32) -> (String, String) {
    let output = asked(folder().path(), &[&["trace"], args, &SHORT].concat(), code);
    if !args.contains(&"--json") {
        narrow(&output.stdout);
    }
    if !text(&output.stderr).contains("Usage:") {
        narrow(&output.stderr);
    }
    (text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
}

#[test]
fn a_year_is_told_from_the_command_line() {
    let (story, _) = told(&["culture-shift"], 0);
    for part in
        ["ONE CHILD, TWO LIVES", "Chosen by rule", "INCUMBENT", "no evidence", "balcony compare", "--case"]
    {
        assert!(story.contains(part), "{part}\n{story}");
    }
    assert_eq!(story, told(&["culture-shift"], 0).0);
    assert_eq!(story, told(&["culture-shift", "--by", "apart"], 0).0, "as if nothing is given");
    // The other children that the story names have stories too.
    let other = story.lines().skip_while(|line| !line.contains("--case")).nth(1).expect("others");
    let other = other.split_whitespace().next().expect("a name");
    let (story, _) = told(&["culture-shift", "--case", other], 0);
    assert!(story.contains(other) && !story.contains("Chosen by rule"), "{story}");
    let (equal, _) = told(&["culture-shift", "--case", other, "--strategies", "connected,connected"], 0);
    assert!(
        equal.contains("BOTH LIVES, TO THE END") && equal.contains("do not differ in anything"),
        "{equal}"
    );
    let (by, _) = told(&["culture-shift", "--by", "changes"], 0);
    let words = by.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("Chosen by rule: the child with the most changes of worker in one of its two"),
        "{by}"
    );
    let (one, _) = told(&["culture-shift", "--strategies", "connected"], 0);
    assert!(one.contains("ONE CHILD\n") && one.contains("UNDER CONNECTED"), "{one}");
    let (post, _) = told(&["new-director", "--post", "director", "--strategies", "incumbent,connected"], 0);
    assert!(post.contains("THE DIRECTOR'S POST") && post.contains("The director left"), "{post}");
}

#[test]
fn the_same_events_are_told_as_json() {
    for args in [&["high-profile-case", "--json"][..], &["high-profile-case", "--json", "--post", "director"]]
    {
        let (line, _) = told(args, 0);
        assert_eq!(line.lines().count(), 1);
        let object: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let lives = object["lives"].as_array().expect("lives");
        assert_eq!(lives.len(), if args.contains(&"--post") { 1 } else { 2 });
        for event in lives.iter().flat_map(|life| life["events"].as_array().expect("events")) {
            let week = event["week"].as_i64().expect("a week");
            assert!((0..52).contains(&week), "{event}");
            assert!(event["date"].as_str().is_some_and(|date| date.len() == 10) && event["key"].is_string());
            assert!(event["sentence"].as_str().is_some_and(|sentence| sentence.len() < 220), "{event}");
        }
    }
}

#[test]
fn a_child_that_is_not_there_is_refused_with_children_that_are() {
    for (args, expected) in [
        (&["culture-shift", "--case", "2019-04-08-nobody-1a"][..], "does not name a child"),
        (&["culture-shift", "--case", "2019-04-08-schools-16384p"], "no child 2019-04-08-schools-16384p"),
        (&["culture-shift", "--strategies", "conected"], "did you mean connected?"),
        (&["culture-shift", "--strategies", "connected,authentic,distributed"], "one or two"),
        (&["culture-shift", "--strategies", "ours.toml"], "there is no such file"),
        (&["culture-shift", "--post", "director", "--case", "x"], "cannot be used with"),
        (&["culture-shift", "--post", "mayor"], "director"),
        (&["culture-shift", "--by", "changes", "--post", "director"], "cannot be used with"),
        (&["culture-shift", "--by", "changes", "--case", "x"], "cannot be used with"),
        (&["culture-shift", "--by", "luck"], "changes"),
    ] {
        let (out, said) = told(args, 2);
        assert!(out.is_empty() && said.contains(expected), "{args:?}\n{said}");
        if args[1] == "--case" {
            // The children that the message names exist.
            let name = said.split([' ', ',', '\n']).rfind(|word| word.starts_with("20")).expect("examples");
            told(&["culture-shift", "--case", name], 0);
        }
    }
}

/// The stories of docs/TRACES.md, as the program tells them today.
#[test]
fn the_printed_stories_are_what_the_program_tells() {
    let folder = folder();
    let mut printed = "# Two stories\n\nOne child, two lives; and one director's three years. Printed by the commands above them, \
                       word by word; made anew by `BALCONY_UPDATE=1 cargo test --test it stories`.\n"
        .to_owned();
    for args in [
        &["trace", "culture-shift", "--authority", "Leeds", "--replicate", "3"][..],
        &[
            "trace",
            "first-three-years",
            "--replicate",
            "5",
            "--post",
            "director",
            "--strategies",
            "connected",
        ],
    ] {
        let told = asked(folder.path(), args, 0);
        printed += &format!("\n## `balcony {}`\n\n```text\n{}```\n", args.join(" "), text(&told.stdout));
    }
    crate::stored::holds("docs/TRACES.md", &printed);
}
