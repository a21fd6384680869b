//! Nothing of an exercise is missing on paper, and nothing of it is markup.

use super::super::{Condition, Exercise, InjectTime, read};
use super::{clock, day, guide, numbered};
use balcony_scenario::scenario::files::Disk;
use balcony_scenario::scenario::{England, Library};
use maud::html;

const NAMES: [&str; 2] = ["first-three-years", "taster"];

fn shipped(name: &str) -> Exercise {
    read(name, &Library::new(&Disk, &England)).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A text as it stands in markup.
fn escape(text: &str) -> String {
    html! { (text) }.into_string()
}

fn count(text: &str, what: &str) -> usize {
    text.matches(what).count()
}

/// Every element that is opened is closed, in order.
fn assert_balanced(html: &str) {
    const ALONE: [&str; 4] = ["meta", "col", "br", "!DOCTYPE"];
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let name = tag.split(['>', ' ', '\n']).next().unwrap_or_default();
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "at </{name}>");
        } else if !ALONE.contains(&name) {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn every_part_of_an_exercise_is_on_paper() {
    for name in NAMES {
        let exercise = shipped(name);
        let text = day(&exercise, 6);
        for role in &exercise.roles {
            assert_eq!(count(&text, &format!("<h3>{}</h3>", escape(&role.title))), 6, "{}", role.title);
            assert_eq!(count(&text, &escape(&role.text)), 6);
        }
        for lever in &exercise.levers {
            // Once where it is explained, once on the sheet.
            assert!(count(&text, &escape(&lever.title)) >= 12, "{}", lever.title);
            assert_eq!(count(&text, &escape(&lever.text)), 6);
        }
        for inject in &exercise.injects {
            assert_eq!(count(&text, &format!("<h3>{}</h3>", escape(&inject.title))), 1, "{}", inject.title);
            for part in [&inject.sender, &inject.channel, &inject.text, &inject.expected, &inject.objective] {
                assert!(text.contains(&escape(part)), "{part}");
            }
            for answer in &inject.answers {
                assert!(text.contains(&format!("<strong>{}</strong>", escape(&answer.title))));
                assert!(text.contains(&escape(&answer.text)));
            }
        }
        for tile in &exercise.tiles {
            assert!(text.contains(&escape(&tile.title)) && text.contains(&escape(&tile.hides)));
        }
        for figure in &exercise.figures {
            assert!(text.contains(&escape(&figure.title)), "{}", figure.title);
        }
        for part in &exercise.debrief {
            for text in [&text, &guide(&exercise, 3)] {
                assert!(text.contains(&escape(&part.title)));
                assert!(part.questions.iter().all(|question| text.contains(&escape(question))));
            }
        }
        for text in [&exercise.briefing, &exercise.safety] {
            assert!(day(&exercise, 1).contains(&escape(text.trim())));
        }
    }
}

#[test]
fn every_team_has_its_sheets_and_there_is_a_column_for_every_round() {
    let exercise = shipped("first-three-years");
    for teams in [1, 6, 12] {
        let text = day(&exercise, teams);
        for (part, each) in [
            (": decision sheet</h2>", 1),
            (": who is who", 1),
            ("<h2>Observer of team", 1),
            ("our theory is</strong>", 3),
        ] {
            assert_eq!(count(&text, part), each * teams as usize, "{part}");
        }
        assert_eq!(count(&text, "<abbr title=\"quarter 12\">12</abbr>"), teams as usize);
    }
    let mut long = exercise;
    long.rounds = 30;
    let text = day(&long, 1);
    assert_eq!(count(&text, "<table class=\"grid\">"), 3);
    assert_eq!((1..=30).filter(|round| text.contains(&format!(">{round}</abbr>"))).count(), 30);
}

#[test]
fn markup_in_a_file_is_text_and_nothing_is_asked_of_the_outside() {
    let bad = "<img src=x onerror=alert(1)> & \"them\"";
    let mut exercise = shipped("taster");
    exercise.title = bad.to_owned();
    exercise.name = bad.to_owned();
    exercise.word = "<b>".to_owned();
    exercise.briefing = format!("{bad}\n\n{bad}");
    exercise.safety = bad.to_owned();
    exercise.scenario.name = bad.to_owned();
    for role in &mut exercise.roles {
        (role.title, role.text) = (bad.to_owned(), bad.to_owned());
    }
    for lever in &mut exercise.levers {
        (lever.title, lever.text) = (bad.to_owned(), bad.to_owned());
    }
    for figure in &mut exercise.figures {
        (figure.title, figure.unit) = (bad.to_owned(), bad.to_owned());
    }
    for tile in &mut exercise.tiles {
        (tile.title, tile.hides) = (bad.to_owned(), bad.to_owned());
    }
    for part in &mut exercise.debrief {
        (part.title, part.questions) = (bad.to_owned(), vec![bad.to_owned()]);
    }
    for inject in &mut exercise.injects {
        inject.title = bad.to_owned();
        for part in [
            &mut inject.sender,
            &mut inject.channel,
            &mut inject.text,
            &mut inject.expected,
            &mut inject.objective,
        ] {
            *part = bad.to_owned();
        }
        for answer in &mut inject.answers {
            (answer.title, answer.text) = (bad.to_owned(), bad.to_owned());
        }
    }
    exercise.injects[0].when = InjectTime::If(Condition { from: 1, figure: 0, above: true, level: 3.0 });
    for text in [day(&exercise, 2), guide(&exercise, 3)] {
        assert!(
            !text.contains("<img") && !text.contains("<b>") && !text.contains("\"them\""),
            "markup got through"
        );
        assert!(text.contains("&lt;img"));
        assert_balanced(&text);
    }
}

#[test]
fn both_documents_stand_alone_and_are_whole() {
    for name in NAMES {
        let exercise = shipped(name);
        for text in [day(&exercise, 6), guide(&exercise, 3)] {
            assert_balanced(&text);
            assert!(text.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
            assert_eq!((count(&text, "<title>"), count(&text, "<h1>")), (1, 1));
            for outside in ["<script", "<link", "<img", "src=", "href=", "url(", "@import"] {
                assert!(!text.contains(outside), "{outside}");
            }
            assert_eq!(count(&text, "<th "), count(&text, "scope="), "every head says of what");
            let levels: Vec<u32> =
                text.split("<h").skip(1).filter_map(|after| after.chars().next()?.to_digit(10)).collect();
            assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1), "headings skip a level: {levels:?}");
            assert!(!text.contains("{word}") && !text.contains("{name}") && !text.contains("{teams}"));
        }
    }
}

#[test]
fn the_day_takes_as_long_as_it_says() {
    let whole = shipped("first-three-years");
    assert_eq!(clock::slots(&whole).last().map(|slot| slot.to), Some(90.0));
    assert!(guide(&whole, 6).contains("In all it takes 90 minutes"));
    let taster = shipped("taster");
    assert_eq!(clock::slots(&taster).last().map(|slot| slot.to), Some(20.0));
    assert_eq!(clock::time(35.5), "35:30");
    let years = clock::years(&whole);
    assert_eq!(years, [(1, 0, 3), (2, 4, 7), (3, 8, 11)]);
    assert_eq!(numbered("quarter", &[0, 4, 8]), "quarters 1, 5 and 9");
}

#[test]
fn the_guide_speaks_of_every_round_and_every_held_card() {
    for name in NAMES {
        let exercise = shipped(name);
        let text = guide(&exercise, 3);
        for inject in &exercise.injects {
            assert!(text.contains(&escape(&inject.title)), "{}", inject.title);
        }
        for round in 0..exercise.rounds {
            assert!(text.contains(&super::capital(&exercise.round_name(round))), "{name}: round {round}");
        }
        assert!(text.contains(&format!("balcony exercise host {name} --teams 3")));
    }
}

/// `BALCONY_PAPER=folder cargo test paper` leaves the documents there, to be looked at.
#[test]
fn documents_may_be_left_in_a_folder() {
    let Ok(folder) = std::env::var("BALCONY_PAPER") else { return };
    for name in NAMES {
        let exercise = shipped(name);
        std::fs::write(format!("{folder}/{name}-day.html"), day(&exercise, 6)).unwrap();
        std::fs::write(format!("{folder}/{name}-guide.html"), guide(&exercise, 3)).unwrap();
    }
}
