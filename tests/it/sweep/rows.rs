//! Rows: each equals one run of its settings; also their order, columns, the description in the
//! file, and running one row again.

use std::fs::File;

use balcony_engine::measure::OUTCOMES;
use parquet::basic::{LogicalType, Type};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::{SMALL, SweepFolder, UNTIL, table, whole};
use crate::cli::text;
use crate::results::forged::sealed;

/// A factor of each type: a number, a whole number, a day and a name.
const TYPES: &str = "title = 'Four types'\nquestion = 'Does it hold?'\n\
                     design = { kind = 'points', file = 'points.csv' }\nreplicates = { count = 2 }\n\
                     factors.trusting = { key = 'start.trust' }\nfactors.warm = { key = 'scenario.warm-up' }\n\
                     factors.day = { key = 'events.review.date' }\nfactors.place = { key = 'authority.name' }\n";

const POINTS: &str = "place,trusting,warm,day\nRutland,0.3,26,2019-05-06\nIsles of Scilly,0.7000000000000001,20,2019-06-03\n\
                      City of London,0.5,30,2019-04-08\n";

fn types() -> SweepFolder {
    let place = SweepFolder::new(TYPES);
    place.write("points.csv", POINTS);
    place
}

#[test]
fn every_row_is_what_a_comparison_of_its_settings_says() {
    let place = types();
    place.sweep("rows", "");
    let rows = place.rows("rows");
    assert_eq!(rows.len(), 3 * 2 * 2);
    let mut seen = 0;
    for (point, line) in POINTS.lines().skip(1).enumerate() {
        let [name, trust, warm, day] = line.split(',').collect::<Vec<_>>()[..] else { panic!("four values") };
        let sets = [
            format!("start.trust={trust}"),
            format!("scenario.warm-up={warm}"),
            format!("events.review.date={day}"),
        ];
        let words: Vec<String> = sets.iter().flat_map(|set| ["--set".to_owned(), set.clone()]).collect();
        for strategies in
            [&["compare", "--strategies", "connected,incumbent"][..], &["run", "--strategy", "connected"]]
        {
            let out = format!("{}-{point}", strategies[0]);
            let mut asked = vec![
                strategies[0],
                "culture-shift",
                "--authority",
                name,
                "--weeks",
                "26",
                "--replicates",
                "2",
            ];
            asked.extend(["--quiet", "--out", &out]);
            asked.extend(&strategies[1..]);
            asked.extend(words.iter().map(String::as_str));
            crate::cli::asked(place.path(), &asked, 0);
            for there in table(&place.at(&out).join("outcomes.parquet")) {
                let there = super::Row(there);
                let key = (there.whole("replicate"), point as i64, there.text("strategy"));
                let row = rows.iter().find(|row| row.key() == key).expect("a row for every run");
                for outcome in OUTCOMES {
                    let (row, there) = (row.number(outcome.key), there.number(outcome.key));
                    assert_eq!(row.map(f64::to_bits), there.map(f64::to_bits), "{key:?}: {}", outcome.key);
                }
                seen += 1;
            }
        }
        for row in rows.iter().filter(|row| row.whole("point") == point as i64) {
            assert_eq!(row.text("place"), name);
            assert_eq!(row.number("trusting"), trust.parse().ok());
            assert_eq!(row.whole("warm").to_string(), warm);
            assert_eq!(row.field("day").to_string(), day);
        }
    }
    assert_eq!(seen, 3 * 2 * (2 + 1));
    // Authorities differ, so their names had an effect.
    let harm = |at: usize| rows[at].number("culture");
    assert!(harm(0) != harm(2) && harm(2) != harm(4));
}

#[test]
fn one_row_again_is_the_same_in_every_bit() {
    let place = types();
    place.sweep("rows", "");
    let rows = place.rows("rows");
    for at in [0, 5, 11] {
        let output = place.asked(&format!("sweep e.toml --out rows --row {at} --quiet"), 0);
        let said = text(&output.stdout);
        let (replicate, point, strategy) = rows[at].key();
        assert!(
            said.starts_with(&format!("Row {at}: point {point}, replicate {replicate}, {strategy}\n")),
            "{said}"
        );
        assert!(said.contains("The same in every bit: yes."), "{said}");
        assert!(
            said.contains("--set 'authority.name=") || said.contains("--set authority.name=Rutland"),
            "{said}"
        );
        for outcome in OUTCOMES {
            let told =
                format!("  {:<40} {:?}\n", outcome.key, rows[at].number(outcome.key).expect("a number"));
            assert!(said.contains(&told), "{told} in {said}");
        }
    }
    let said = place.refused("sweep e.toml --out rows --row 12 --quiet", 2);
    assert!(said.contains("there is no row 12: the last is 11"), "{said}");
    // Rows with another seed under this name: complete, but not what this experiment makes.
    place.write(
        "other.toml",
        &format!("seed = 9\n{}", std::fs::read_to_string(place.at("e.toml")).expect("there")),
    );
    place.asked("sweep other.toml --out other --quiet", 0);
    let mut manifest = place.manifest("rows");
    let before = manifest.clone();
    manifest["rows"] = place.manifest("other")["rows"].clone();
    std::fs::copy(place.at("other/rows.parquet"), place.at("rows/rows.parquet")).expect("copied");
    place.write("rows/manifest.json", &sealed(&manifest.to_string()));
    let output = place.asked("sweep e.toml --out rows --row 5 --quiet", 4);
    assert!(
        text(&output.stdout).contains("The same in every bit: NO.")
            && text(&output.stdout).contains("  differs\n")
    );
    assert!(
        text(&output.stderr).contains("row 5 is not what this program makes"),
        "{}",
        text(&output.stderr)
    );
    // Changed and not even complete.
    place.write("rows/manifest.json", &sealed(&before.to_string()));
    let said = place.refused("sweep e.toml --out rows --row 5 --quiet", 4);
    assert!(said.contains("rows.parquet"), "{said}");
    std::fs::remove_file(place.at("rows/rows.parquet")).expect("taken away");
    let said = place.refused("sweep e.toml --out rows --row 5 --quiet", 4);
    assert!(said.contains("rows.parquet is missing"), "{said}");
    // One changed byte in the middle of a file of the right length.
    let mut bytes = place.sweep("rows", "--resume");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(place.at("rows/rows.parquet"), bytes).expect("written");
    let said = place.refused("sweep e.toml --out rows --row 5 --quiet", 4);
    assert!(said.contains("was changed after it was written"), "{said}");
}

#[test]
fn a_share_has_rows_of_its_own_that_are_lived_again() {
    let place = SweepFolder::new(&SMALL.replace("30", "5"));
    place.sweep("share", "--shard 2/3");
    let output = place.asked("sweep e.toml --out share --row 3 --quiet", 0);
    assert!(
        text(&output.stdout).starts_with("Row 3: point 4, replicate 0, incumbent\n"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn rows_come_by_replicate_then_point_then_strategy() {
    for experiment in [SMALL, UNTIL] {
        let place = SweepFolder::new(experiment);
        place.sweep("rows", "");
        let rows = place.rows("rows");
        let keys: Vec<_> = rows.iter().map(super::Row::key).collect();
        assert!(keys.is_sorted_by(|a, b| a < b));
        assert!(rows.iter().enumerate().all(|(at, row)| row.whole("row") == at as i64));
    }
}

#[test]
fn columns_have_types_and_the_file_says_what_they_mean() {
    let place = types();
    place.sweep("rows", "");
    let path = place.at("rows/rows.parquet");
    let reader = SerializedFileReader::new(File::open(&path).expect("there")).expect("a Parquet file");
    let file = reader.metadata().file_metadata();
    let columns = file.schema_descr().columns();
    let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
    let keys = ["row", "point", "replicate", "strategy", "trusting", "warm", "day", "place"];
    let outcomes: Vec<String> =
        OUTCOMES.iter().map(|outcome| balcony::results::column(outcome.key)).collect();
    let outcomes = outcomes.iter().map(String::as_str);
    let expected: Vec<&str> = keys.into_iter().chain(outcomes).chain(["error"]).collect();
    assert_eq!(names, expected);
    let kind = |name: &str| {
        let column = columns.iter().find(|column| column.name() == name).expect("a column");
        (column.physical_type(), column.logical_type_ref().cloned())
    };
    assert_eq!(kind("row"), (Type::INT64, None));
    assert_eq!(kind("point"), (Type::INT32, None));
    assert_eq!(kind("strategy"), (Type::BYTE_ARRAY, Some(LogicalType::String)));
    assert_eq!(kind("trusting"), (Type::DOUBLE, None));
    assert_eq!(kind("warm"), (Type::INT64, None));
    assert_eq!(kind("day"), (Type::INT32, Some(LogicalType::Date)));
    assert_eq!(kind("place"), (Type::BYTE_ARRAY, Some(LogicalType::String)));
    assert_eq!(kind("harm"), (Type::DOUBLE, None));
    let pairs = file.key_value_metadata().expect("metadata");
    let value = |key: &str| {
        let pair = pairs.iter().find(|pair| pair.key == key).unwrap_or_else(|| panic!("no {key}"));
        pair.value.clone().expect("a value")
    };
    assert_eq!(value("balcony.title"), "Four types");
    assert_eq!(value("balcony.question"), "Does it hold?");
    assert_eq!(value("balcony.baseline"), "incumbent");
    let told: Vec<serde_json::Value> = serde_json::from_str(&value("balcony.columns")).expect("a list");
    let told_names: Vec<&str> = told.iter().map(|column| column["name"].as_str().expect("a name")).collect();
    assert_eq!(told_names, expected, "every column, in its place");
    for column in &told {
        assert!(column["meaning"].as_str().is_some_and(|meaning| meaning.len() > 10), "{column}");
    }
    let trusting = &told[4];
    assert_eq!((&trusting["key"], trusting["unit"].is_string()), (&"start.trust".into(), true), "{trusting}");
    let harm = told.iter().find(|column| column["name"] == "harm").expect("harm");
    assert!(
        harm["unit"].as_str().is_some_and(|unit| !unit.is_empty()) && harm["better"] == "lower",
        "{harm}"
    );
}

#[test]
fn nothing_of_a_machine_or_a_day_is_in_the_rows() {
    let place = types();
    let bytes = place.sweep("rows", "--threads 1");
    let has = |word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    assert!(has("balcony.columns"), "the metadata can be searched");
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let home = std::env::var("HOME").unwrap_or_default();
    let folder = place.path().display().to_string();
    let days = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock").as_secs()
        / 86_400;
    let today = balcony_engine::calendar::Date::from_days(days as u32 - 7305).to_string();
    let manifest_dir = env!("CARGO_MANIFEST_DIR");
    for word in
        [folder.as_str(), host.trim(), &home, &today, manifest_dir, "/tmp", "/home", "e.toml", "--threads"]
    {
        assert!(word.len() < 4 || !has(word), "{word} is in the rows");
    }
    // Another file name, another folder, another day: the same bytes.
    let other = SweepFolder::new("");
    other.write("points.csv", POINTS);
    other.write("another.toml", &whole(TYPES));
    other.asked("sweep another.toml --out elsewhere --quiet", 0);
    assert!(other.bytes("elsewhere") == bytes);
    let manifest = std::fs::read_to_string(place.at("rows/manifest.json")).expect("a manifest");
    assert!(!manifest.contains(&folder) && !manifest.contains(manifest_dir));
}

#[test]
fn a_null_is_a_null() {
    // Other programs read a cell without an error as null, not as an empty text.
    let place = SweepFolder::new(&SMALL.replace("30", "2"));
    place.sweep("rows", "");
    assert!(place.rows("rows").iter().all(|row| row.field("error") == &Field::Null));
}
