//! Parameter uncertainty: samples run without failure, are the same for every strategy, and do not
//! depend on threads or interruptions.

use std::path::Path;

use balcony::experiment::{Cancel, Stop};
use balcony::results::{Format, Mode, read};
use balcony::scenario::files::Disk;
use balcony::scenario::{England, Library, Scenario, Unknowns, read_text};
use balcony::simulate::{Scratch, Simulation};
use balcony_engine::measure::outcome_index;
use balcony_engine::parameters::Parameters;
use balcony_engine::rng::RngKey;

use crate::cli::{asked, folder, text};
use crate::contract::kit;
use crate::property::wrong;
use crate::results::fake::{Ask, bytes, replicate};

const SMALL: &str = "[scenario]\ntitle = 'Small'\nprimary = 'harm'\nweeks = 26\nwarm-up = 52\nreplicates = 8\n\
    parameters = 'ranges'\ndraws = 4\n[authority]\nname = 'Rutland'\n\
    [start]\ntrust = { low = 0.2, high = 0.8 }\n";

/// Two strategies with equal content and different names.
const TWINS: &str = "[strategies.one]\npreset = 'connected'\n[strategies.two]\npreset = 'connected'\n";

fn scenario(text: &str) -> Scenario {
    let library = Library::new(&Disk, &England);
    read_text("small.toml", text, &library).unwrap_or_else(|faults| panic!("{faults}"))
}

// Samples from ranges, each simulated for a year after a year of warm-up, on an authority of 3,000
// children: the model does not fail, every measure and outcome is a number and not negative, and
// every count equals the recount. `property.rs` tests all parameters low and all high.
#[test]
fn two_hundred_random_draws_do_no_harm() {
    let unknowns: Unknowns =
        scenario(&SMALL.replace("replicates = 8", "replicates = 400").replace("draws = 4", "draws = 200"))
            .unknowns();
    assert_eq!(unknowns.list.len(), Parameters::registry().count() + 1);
    let mut central = kit::setting();
    central.authority = kit::authority(9000, 3_000.0);
    central.warm_up = 52;
    let strategy = kit::strategy(&[(0, kit::preset("connected")), (26, kit::preset("personalised"))]);
    for draw in 0..200 {
        let faults =
            wrong(&unknowns.setting(&central, draw), &strategy, 52, RngKey { seed: 1, replicate: draw }, 52);
        assert!(faults.is_empty(), "draw {draw}: {faults:#?}");
    }
}

// Seen to fail with the setting made anew for each strategy from another draw.
#[test]
fn strategies_live_in_the_same_draw_and_equal_ones_differ_by_exactly_nothing() {
    let scenario = scenario(&format!("{SMALL}{TWINS}"));
    let arms = ["incumbent", "one", "two"].map(str::to_owned);
    let simulation =
        Simulation::new(&scenario, &arms, outcome_index("harm").expect("an outcome"), true).expect("sound");
    let mut scratch = Scratch::default();
    let all: Vec<_> = (0..8).map(|r| simulation.replicate(r, &mut scratch).expect("it runs")).collect();
    for replicate in &all {
        // Compared as text, because undefined values (NaN) are not equal as numbers.
        let [one, two] = [1, 2].map(|arm| format!("{:?}", replicate.arms[arm]));
        assert_eq!(one, two, "replicate {}", replicate.replicate);
        assert_ne!(replicate.arms[0], replicate.arms[1]);
    }
    // A strategy's figures do not depend on the other strategies listed, nor on what a worker
    // computed before.
    let alone = Simulation::new(&scenario, &arms[2..], 0, true).expect("sound");
    let again = alone.replicate(5, &mut Scratch::default()).expect("it runs");
    assert_eq!(again.arms[0].outcomes, all[5].arms[2].outcomes);
}

// If every range is shrunk to its central value, a sample equals the central world with the same
// random numbers, bit for bit.
#[test]
fn a_draw_changes_the_world_and_not_the_luck() {
    let ranges = scenario(SMALL);
    let mut fixed = SMALL.replace("{ low = 0.2, high = 0.8 }", "{ low = 0.5, high = 0.5 }");
    fixed.push_str("[parameters]\n");
    for row in Parameters::registry() {
        fixed.push_str(&format!(
            "'{0}' = {{ low = {1:?}, central = {1:?}, high = {1:?} }}\n",
            row.key, row.default
        ));
    }
    let fixed = scenario(&fixed);
    let central =
        scenario(&SMALL.replace("'ranges'", "'central'").replace("{ low = 0.2, high = 0.8 }", "0.5"));
    let run = |scenario: &Scenario| {
        let arms = ["connected".to_owned()];
        let simulation = Simulation::new(scenario, &arms, 0, true).expect("sound");
        (0..3).map(|r| simulation.replicate(r, &mut Scratch::default()).expect("it runs")).collect::<Vec<_>>()
    };
    assert_eq!(run(&fixed), run(&central));
    assert_ne!(run(&ranges), run(&central));
}

fn compared(
    folder: &Path,
    out: &str,
    more: &[&str],
    code: i32,
) -> std::collections::BTreeMap<String, Vec<u8>> {
    let file = folder.join("small.toml");
    std::fs::write(&file, format!("{SMALL}{TWINS}")).expect("it can be written");
    let args = ["compare", "small.toml", "--strategies", "one,two", "--quiet", "--out", out];
    asked(folder, &[&args[..], more].concat(), code);
    bytes(&folder.join(out))
}

#[test]
fn threads_and_resuming_change_no_byte_and_what_was_drawn_is_written_down() {
    let folder = folder();
    let one = compared(folder.path(), "one", &["--threads", "1", "--format", "csv"], 0);
    let two = compared(folder.path(), "two", &["--threads", "2", "--format", "csv"], 0);
    assert!(one == two, "1 and 2 threads");
    let again = compared(folder.path(), "one", &["--resume", "--format", "csv"], 0);
    assert!(one == again, "resumed");
    let draws = text(&one["draws.csv"]);
    assert_eq!(draws.lines().next(), Some("draw,key,value"));
    assert_eq!(draws.lines().count(), 1 + 4 * (Parameters::registry().count() + 1));
    assert!(draws.lines().any(|line| line.starts_with("3,start.trust,0.")), "{draws}");
    let outcomes = text(&one["outcomes.csv"]);
    assert!(outcomes.starts_with("strategy,replicate,draw,"), "{}", &outcomes[..80]);
    assert!(outcomes.lines().any(|line| line.starts_with("one,6,2,")));
    let summary = text(&one["summary.csv"]);
    assert!(
        summary
            .lines()
            .next()
            .is_some_and(|head| head.ends_with(",low_95_world,high_95_world,draws_of_same_sign"))
    );
    let columns = summary.lines().next().map(|head| head.split(',').count());
    assert_eq!(columns, Some(33));
    let manifest = std::fs::read_to_string(folder.path().join("one/manifest.json")).expect("a manifest");
    assert!(
        manifest.contains("\"parameters\": \"ranges\"") && manifest.contains("\"draws\": 4"),
        "{manifest}"
    );
    // One sample alone, replayed with its values written in the scenario, is the same world.
    asked(
        folder.path(),
        &["compare", "small.toml", "--set", "scenario.draws=2", "--quiet", "--out", "one", "--resume"],
        4,
    );
}

#[test]
fn an_own_figure_is_drawn_and_not_written_down() {
    let folder = folder();
    let set = ["--set", "authority.caseload={low=14, high=19}"];
    let files = compared(folder.path(), "own", &set, 0);
    assert!(!text(&files["draws.csv"]).contains("authority."), "own figures stay in the file");
    let manifest = std::fs::read_to_string(folder.path().join("own/manifest.json")).expect("a manifest");
    // The margin of the outcome with the same name is not an own figure.
    let figure = manifest.replace("caseload = { share", "");
    assert!(!figure.contains("caseload = ") && manifest.contains("kept out"), "{manifest}");
}

// Seen to fail with `in_draw` left out of the runner.
#[test]
fn a_failure_of_the_model_names_the_draw() {
    let ask = Ask { replicates: 40, draws: 7, threads: 1, ..Ask::default() };
    let (arms, shape) = (ask.sorted(), balcony::experiment::Shape::new(3, 30, true));
    let failed = ask.run_with(None, &Cancel::default(), |number, _: &mut ()| {
        let mut found = replicate(number, &arms, shape);
        if number == 17 {
            found.arms[0].outcomes[0] = f64::NAN;
        }
        Ok(found)
    });
    match failed {
        Err(stop @ Stop::Model(_)) => {
            assert_eq!(stop.exit_code(), 3);
            assert!(stop.to_string().contains("replicate 17, draw 3 of the uncertain parameters"), "{stop}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn folders_of_draws_are_resumed_and_read_back_in_both_forms() {
    for format in [Format::Parquet, Format::Csv] {
        let ask = Ask { draws: 9, format, ..Ask::default() };
        let whole = folder();
        let manifest = ask.keep(whole.path(), Mode::New).expect("it runs");
        let expected = bytes(whole.path());
        assert!(expected.contains_key("draws.csv"));
        let cut = folder();
        let stopped = Ask { stop_at: Some(17), ..ask.clone() }.keep(cut.path(), Mode::New);
        assert!(matches!(stopped, Err(Stop::Interrupted { .. })));
        Ask { threads: 1, ..ask.clone() }.keep(cut.path(), Mode::Resume).expect("it goes on");
        assert!(bytes(cut.path()) == expected, "{format:?}");
        let back = read(whole.path()).expect("it is whole");
        assert_eq!(back.table, ask.run(None).expect("it runs").table);
        assert_eq!(back.manifest, manifest);
        // Without samples the folder contains none of this.
        let central = folder();
        Ask { draws: 0, ..ask.clone() }.keep(central.path(), Mode::New).expect("it runs");
        let plain = bytes(central.path());
        assert!(!plain.contains_key("draws.csv"));
        let head = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().next().map(str::to_owned);
        assert!(head(&plain["summary.csv"]).is_some_and(|head| head.ends_with("verdict,direction")));
    }
}
