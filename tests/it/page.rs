//! The page's requests to the engine, run natively: the values equal those of a run, whatever the
//! order and the desk, and own figures stay private.

use balcony::experiment::{Cancel, Job, Progress, Shape, Stopping, run};
use balcony::page::Desk;
use balcony::page::choice::{Choice, Ours};
use balcony::simulate::{Scratch, Simulation};
use serde_json::{Value, json};

const RUTLAND: &str = "E06000017";

fn choice() -> Choice {
    Choice {
        authority: RUTLAND.to_owned(),
        compared: vec!["connected".to_owned(), "ours".to_owned()],
        ours: vec![Ours::at("ours", 60, 85)],
        ..Choice::opening("new-director").expect("a shipped scenario")
    }
}

fn asked(desk: &mut Desk, what: &Value) -> Value {
    serde_json::from_str(&desk.ask(&what.to_string())).expect("an answer is JSON")
}

fn begun(choice: &Choice) -> Desk {
    let mut desk = Desk::default();
    assert_eq!(asked(&mut desk, &json!({ "ask": "begin", "choice": choice })), json!({ "begun": true }));
    desk
}

/// A desk that has received this many replicates from another desk, the last one first.
fn told(choice: &Choice, replicates: u32) -> (Desk, Value) {
    let (mut maker, mut teller) = (begun(choice), begun(choice));
    for number in (0..replicates).rev() {
        let kept: Value = serde_json::from_str(&teller.take(&maker.replicate(number))).expect("JSON");
        assert_eq!(kept["kept"], if number == 0 { replicates } else { 0 });
    }
    let told = asked(&mut teller, &json!({ "ask": "tell", "replicates": replicates }));
    (teller, told)
}

// Seen to fail with the replicates added in the order in which they come.
#[test]
fn the_page_tells_what_a_run_gives() {
    let choice = choice();
    let (_, told) = told(&choice, 3);
    let scenario = choice.scenario(3).expect("no fault");
    let (arms, baseline) = choice.arms();
    let primary = balcony_engine::measure::outcome_index(&scenario.primary).expect("an outcome");
    let simulation = Simulation::new(&scenario, &arms, primary, true).expect("known strategies");
    let job = Job {
        arms: &arms,
        baseline,
        replicates: 3,
        stopping: Stopping::All,
        primary,
        also: &scenario.also,
        margins: &[],
        draws: 0,
        shape: Shape::new(arms.len(), scenario.weeks, true),
        threads: 2,
        progress: &Progress::silent(),
        cancel: &Cancel::default(),
    };
    let simulate = |number, scratch: &mut Scratch| simulation.replicate(number, scratch);
    let run = run(&job, Scratch::default, simulate, None).expect("a run");
    assert_eq!(told["digest"], run.table.digest());
    assert_eq!(told["hash"], scenario.hash());
    assert_eq!(told["parts"].as_array().map(Vec::len), Some(8));
}

/// The interim result that is shown before there are enough pairs does not change the answer.
#[test]
fn what_the_first_pairs_point_to_changes_no_answer() {
    let choice = choice();
    let (mut maker, mut teller) = (begun(&choice), begun(&choice));
    for number in 0..9 {
        teller.take(&maker.replicate(number));
    }
    let hint = asked(&mut teller, &json!({ "ask": "so-far", "replicates": 8 }));
    let words = hint["words"].as_str().expect("words");
    assert!(words.starts_with("After 8 pairs, on "), "{words}");
    let told_later = asked(&mut teller, &json!({ "ask": "tell", "replicates": 9 }));
    assert_eq!(told_later["digest"], told(&choice, 9).1["digest"]);
}

#[test]
fn own_figures_are_in_the_file_and_in_nothing_else() {
    let with = Choice { own: [("in-need".to_owned(), 317.625)].into(), ..choice() };
    assert!(with.file(200, true).contains("in-need = 317.625") && !with.file(200, false).contains("317.625"));
    let (mut desk, told) = told(&with, 2);
    for what in ["report", "brief", "summary"] {
        let text = asked(&mut desk, &json!({ "ask": what }));
        assert!(text["text"].as_str().is_some_and(|text| text.len() > 1000), "{what}: {text}");
        assert!(!text.to_string().contains("317.625"), "{what}");
        let says = text.to_string().contains("with one figure of its own (not shown)");
        assert!(says || what == "summary", "{what}");
    }
    assert!(!told.to_string().contains("317.625"));
    // When figures are checked, only the file in the answer contains them.
    let checked = asked(&mut desk, &json!({ "ask": "check", "choice": with }));
    let Value::Object(mut checked) = checked else { panic!("no object") };
    assert!(checked.remove("file").is_some_and(|file| file.to_string().contains("317.625")));
    assert!(!Value::Object(checked).to_string().contains("317.625"));
}

#[test]
fn all_faults_of_a_choice_come_at_once() {
    let mut desk = Desk::default();
    let wrong =
        Choice { own: [("in-need".to_owned(), -1.0), ("vacancy".to_owned(), 7.0)].into(), ..choice() };
    let checked = asked(&mut desk, &json!({ "ask": "check", "choice": wrong }));
    let keys: Vec<&str> = checked["faults"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|fault| fault["key"].as_str())
        .collect();
    assert_eq!(keys, ["authority.in-need", "authority.vacancy"]);
    let tired = Choice { ours: vec![Ours { attention: [100; 7], ..Ours::at("ours", 0, 0) }], ..choice() };
    let checked = asked(&mut desk, &json!({ "ask": "check", "choice": tired }));
    assert_eq!(checked["faults"][0]["key"], "strategies.ours.attention");
    assert!(asked(&mut desk, &json!({ "ask": "dance" }))["fault"].is_string());
}

#[test]
fn a_story_is_told_of_a_child_by_either_rule_and_of_the_director() {
    let mut desk = Desk::default();
    let arms = ["incumbent", "connected"];
    let story = |desk: &mut Desk, whom: &str, child: Option<&str>| {
        let ask = json!({ "ask": "story", "choice": choice(), "arms": arms, "replicate": 0, "whom": whom, "child": child });
        asked(desk, &ask)
    };
    let first = story(&mut desk, "changes", None);
    let child = first["also"][1]["id"].as_str().expect("another child").to_owned();
    assert!(
        first["markup"].as_str().is_some_and(|markup| markup.contains("most changes of worker")),
        "{first}"
    );
    let again = story(&mut desk, "apart", Some(&child));
    assert_eq!(again["whose"], child.as_str());
    // The name by which the story calls the child is the one that was offered.
    let name = first["also"][1]["name"].as_str().expect("a name");
    assert!(
        again["known_as"].as_str().is_some_and(|known| known.starts_with(&format!("{name}, "))),
        "{again}"
    );
    let director = story(&mut desk, "director", None);
    assert_eq!((&director["whose"], &director["also"]), (&json!("director"), &json!([])));
    assert!(
        story(&mut desk, "apart", Some("nobody"))["fault"]
            .as_str()
            .is_some_and(|fault| fault.contains("does not name a child"))
    );
}
