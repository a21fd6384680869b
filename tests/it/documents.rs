//! Documents that are made from the code match the code, and the table of rows names things that
//! exist.

use balcony::documents;
use balcony::documents::rows::ROWS;
use balcony_engine::measure::outcome_index;
use std::path::Path;

#[test]
fn the_documents_are_what_the_code_says() {
    crate::stored::all_hold(
        documents::all().into_iter().map(|(name, text)| (Path::new("docs").join(name), text)),
    );
}

#[test]
fn every_row_names_files_scenarios_outcomes_and_settings_that_exist() {
    let library =
        balcony::scenario::Library::new(&balcony::scenario::files::Disk, &balcony::scenario::England);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut numbers = std::collections::BTreeSet::new();
    for row in ROWS {
        assert!(numbers.insert(row.number), "{} twice", row.number);
        assert!(outcome_index(row.outcome).is_some(), "{}", row.outcome);
        for name in row.mechanisms {
            assert!(root.join(format!("crates/engine/src/mechanisms/{name}.rs")).is_file(), "{name}");
        }
        let scenario = balcony::scenario::read(row.scenario, &library).unwrap();
        for side in row.sides {
            let sets: Vec<String> = side.sets.iter().map(|set| (*set).to_owned()).collect();
            let told = scenario
                .apply_sets(&sets, &library)
                .unwrap_or_else(|faults| panic!("{}: {faults}", row.number));
            assert!(told.strategy(side.strategy).is_ok(), "{}: {}", row.number, side.strategy);
        }
        assert_ne!(row.sides[0], row.sides[1], "{}", row.number);
    }
    // All rows of the source material that a single authority can show.
    for number in 1..=23 {
        let shown =
            numbers.iter().any(|known| known.trim_end_matches(char::is_alphabetic) == number.to_string());
        assert!(shown, "row {number} has no lever");
    }
}
