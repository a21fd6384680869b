//! The ensemble: its file is valid, a sample is its member, and values of the scenario take
//! precedence.

use balcony::ensemble::{FILE, FIXED, drawn, members, read};
use balcony::scenario::files::Disk;
use balcony::scenario::{England, Library, Scenario, read_text};
use balcony_engine::parameters::Parameters;
use balcony_engine::registry::Parameter;

const TEXT: &str = "[scenario]\ntitle = 'Small'\nprimary = 'harm'\nreplicates = 200\nparameters = 'worlds'\n\
    [authority]\nname = 'Rutland'\n";

fn scenario(text: &str) -> Scenario {
    try_scenario(text).unwrap_or_else(|fault| panic!("{fault}"))
}

fn try_scenario(text: &str) -> Result<Scenario, String> {
    read_text("small.toml", text, &Library::new(&Disk, &England)).map_err(|faults| faults.to_string())
}

fn row(key: &str) -> &'static Parameter {
    Parameters::registry().find(|row| row.key == key).unwrap_or_else(|| panic!("no parameter {key}"))
}

/// The values of a scenario's parameters in a sample.
fn values(scenario: &Scenario, draw: u32) -> Vec<f64> {
    let mut setting = scenario.unknowns().setting(&scenario.setting(), draw);
    Parameters::registry().map(|row| *setting.parameters.value(row.key).expect("a parameter")).collect()
}

// This test detects a renamed parameter or a narrowed range: `cargo xtask worlds` then rewrites the
// file.
#[test]
fn every_line_of_the_file_is_a_world_within_the_registered_ranges() {
    let lines = FILE.lines().filter(|line| !line.starts_with('#')).count() - 1;
    assert_eq!(members().len(), lines, "a line cannot be read");
    assert!(lines >= 20, "{lines} worlds: intervals over so few are wide");
    assert!(members().windows(2).all(|pair| pair[0].candidate < pair[1].candidate));
    for world in members() {
        assert_eq!(world.fitted.len(), members()[0].fitted.len());
        for (key, value) in &world.fitted {
            let row = row(key);
            assert!((row.low..=row.high).contains(value), "{key} = {value} in candidate {}", world.candidate);
        }
        for row in Parameters::registry() {
            assert!((row.low..=row.high).contains(&world.value(row)), "{}", row.key);
        }
    }
}

#[test]
fn a_draw_is_the_world_of_its_number() {
    let scenario = scenario(TEXT);
    assert_eq!(scenario.draws as usize, members().len().min(40), "a fifth of the replicates");
    for draw in [0, 1, scenario.draws - 1] {
        let expected: Vec<f64> =
            Parameters::registry().map(|row| members()[draw as usize].value(row)).collect();
        assert_eq!(values(&scenario, draw), expected);
    }
    // The seed of the random numbers does not change the members.
    assert_eq!(values(&self::scenario(&TEXT.replace("200\n", "200\nseed = 9\n")), 3), values(&scenario, 3));
}

#[test]
fn what_is_fitted_is_not_what_the_range_alone_would_give() {
    let world = &members()[0];
    let alone = |key: &str| drawn(world.candidate, row(key)).to_bits();
    let moved = world.fitted.iter().filter(|(key, value)| value.to_bits() != alone(key)).count();
    // A parameter that was fitted to the end of its range may have been drawn there.
    assert!(moved + 2 >= world.fitted.len(), "{moved} of {}", world.fitted.len());
    let free = row("culture.conversion");
    assert_eq!(world.value(free).to_bits(), drawn(world.candidate, free).to_bits());
}

#[test]
fn fixed_parameters_stay_and_what_the_scenario_says_goes_before_a_world() {
    let keys = |scenario: &Scenario| -> Vec<String> {
        scenario.unknowns().list.into_iter().map(|unknown| unknown.key).collect()
    };
    let whole = scenario(TEXT);
    assert_eq!(keys(&whole).len(), Parameters::registry().count() - FIXED.len());
    assert!(FIXED.iter().all(|key| !keys(&whole).iter().any(|known| known == key)));
    let own = scenario(&format!(
        "{TEXT}[start]\ntrust = {{ low = 0.3, high = 0.6 }}\n[parameters]\n'needs.rate' = 60\n\
         'needs.fall' = {{ low = 0.006, high = 0.007 }}\n'influence.separate' = {{ low = 0.5, high = 1 }}\n"
    ));
    let list = own.unknowns().list;
    let of = |key: &str| list.iter().find(|unknown| unknown.key == key).map(|unknown| unknown.value(1, 0));
    assert_eq!(of("needs.rate"), None);
    assert!(of("needs.fall").is_some_and(|value| (0.006..=0.007).contains(&value)));
    assert!(
        of("influence.separate").is_some_and(|value| (0.5..1.0).contains(&value)),
        "a fixed parameter that is given a range is drawn"
    );
    assert!(of("start.trust").is_some_and(|value| (0.3..=0.6).contains(&value)));
    assert_eq!(of("culture.holds"), Some(members()[0].value(row("culture.holds"))));
}

// The resolved text of a run with ranges names every range as registered, including those of
// parameters that the ensemble holds fixed.
#[test]
fn a_fixed_parameter_with_its_registered_range_is_drawn_and_not_held() {
    let text = format!("{TEXT}[parameters]\n'influence.separate' = {{ low = 0, high = 1, central = 1 }}\n");
    let fixed =
        scenario(&text).unknowns().list.into_iter().find(|unknown| unknown.key == "influence.separate");
    let fixed = fixed.expect("it is drawn");
    let drawn: Vec<f64> = (0..8).map(|draw| fixed.value(1, draw)).collect();
    assert!(drawn.iter().any(|value| *value < 1.0), "{drawn:?}");
}

#[test]
fn the_resolved_text_reads_back_to_the_same_worlds() {
    let one = scenario(TEXT);
    let again = scenario(&one.resolved());
    assert_eq!((again.resolved(), again.unknowns()), (one.resolved(), one.unknowns()));
    let ranges = scenario(&TEXT.replace("'worlds'", "'ranges'"));
    assert_ne!(ranges.hash(), one.hash());
    assert_ne!(values(&ranges, 0), values(&one, 0));
}

#[test]
fn more_draws_than_worlds_are_refused_and_the_usual_number_is_capped() {
    let said = try_scenario(&TEXT.replace("200\n", "1000\ndraws = 400\n")).expect_err("too many");
    assert!(said.contains(&format!("400 draws, but {} worlds are registered", members().len())), "{said}");
    assert_eq!(scenario(&TEXT.replace("200", "1000")).draws as usize, members().len());
    assert_eq!(scenario(&TEXT.replace("200", "20")).draws, 4);
}

#[test]
fn a_line_that_is_no_world_is_not_read_as_one() {
    let read = read("# said\ncandidate,a,b\n3,1.5,2\n4,x,2\n5,1,2.5\n");
    assert_eq!(read.iter().map(|world| world.candidate).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(read[1].fitted, [("a".to_owned(), 1.0), ("b".to_owned(), 2.5)]);
}
