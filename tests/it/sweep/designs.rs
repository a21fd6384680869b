//! Designs: the number of points of each kind, and points from files.

use std::collections::BTreeSet;
use std::fs::File;
use std::sync::Arc;

use balcony::scenario::files::Texts;
use balcony::scenario::{England, Library};
use balcony::sweep::{Experiment, read_text};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::{BASE, SweepFolder, whole};

/// Three factors; `more` contains the design.
fn designed(more: &str) -> Experiment {
    let text = whole(&format!(
        "{more}\nfactors.trusting = {{ key = 'start.trust', low = 0.2, high = 0.8 }}\n\
         factors.needs = {{ key = 'needs.rate' }}\nfactors.warm = {{ key = 'scenario.warm-up', low = 20, high = 30 }}\n"
    ));
    let texts = Texts::default();
    read_text("e.toml", &text, &Library::new(&texts, &England)).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The settings of all points, in order.
fn points(experiment: &Experiment) -> Vec<Vec<String>> {
    (0..experiment.points() as usize).map(|point| experiment.settings(point)).collect()
}

#[test]
fn each_kind_of_design_has_the_points_that_it_promises() {
    for (design, wanted) in [
        ("design = { kind = 'grid' }", 5 * 5 * 5),
        ("design = { kind = 'grid', levels = 3 }", 3 * 3 * 3),
        ("design = { kind = 'latin-hypercube', points = 11 }", 11),
        ("design = { kind = 'sobol', points = 13 }", 13),
        ("design = { kind = 'sobol', points = 13, shift = 'yes', seed = 4 }", 13),
        ("design = { kind = 'morris', trajectories = 6 }", 6 * (3 + 1)),
        ("design = { kind = 'saltelli', points = 8 }", 8 * (3 + 2)),
        ("design = { kind = 'saltelli', points = 8, second-order = 'yes' }", 8 * (2 * 3 + 2)),
    ] {
        let experiment = designed(design);
        assert_eq!(experiment.points(), wanted, "{design}");
        let points = points(&experiment);
        assert!(points.iter().all(|point| point.len() == 3));
        for level in (0..experiment.points() as usize).map(|point| experiment.levels(point)) {
            let numbers: Vec<f64> = level.iter().filter_map(balcony::sweep::Level::number).collect();
            let [trust, needs, warm] = numbers[..] else { panic!("{level:?}") };
            assert!((0.2..=0.8).contains(&trust) && (30.0..=90.0).contains(&needs), "{design}: {level:?}");
            assert!((20.0..=30.0).contains(&warm) && warm.fract() == 0.0, "{design}: {level:?}");
        }
    }
    let grid = points(&designed("design = { kind = 'grid', levels = 3 }"));
    assert_eq!(grid.iter().collect::<BTreeSet<_>>().len(), 27, "every combination, once");
    let ends = |value: &str| grid.iter().filter(|point| point[0] == value).count();
    assert_eq!((ends("start.trust=0.2"), ends("start.trust=0.5"), ends("start.trust=0.8")), (9, 9, 9));
    let mixed = "design = { kind = 'grid', levels = 2 }\nfactors.day = { key = 'events.review.date', values = [2019-05-06, 2019-06-03, 2019-07-01] }\n\
                 factors.place = { key = 'authority.name', values = ['Rutland', 'Leeds'] }\nfactors.shocks = { key = 'needs.shock_rate', levels = 4 }";
    assert_eq!(designed(mixed).points(), 2 * 2 * 2 * 3 * 2 * 4);
    let seeds = |seed| {
        points(&designed(&format!("design = {{ kind = 'latin-hypercube', points = 11, seed = {seed} }}")))
    };
    assert!(seeds(1) == seeds(1) && seeds(1) != seeds(2));
}

const FACTORS: &str = "design = { kind = 'points', file = 'FILE' }\nreplicates = { count = 2 }\n\
                       factors.trusting = { key = 'start.trust' }\nfactors.warm = { key = 'scenario.warm-up' }\n\
                       factors.day = { key = 'events.review.date' }\nfactors.place = { key = 'authority.name' }\n";

const POINTS: &str = "place,trusting,warm,day\nRutland,0.30000000000000004,26,2019-05-06\n\"Isles of Scilly\" ,3e-1,20, 2019-06-03\n\
                      City of London,1,30,2019-04-08\n";

/// Writes [`POINTS`] as another program would: typed, with the columns in another order.
fn parquet(place: &SweepFolder) {
    let schema = "message points { required double trusting; required int64 warm; required int32 day (DATE); \
                  required binary place (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let file = File::create(place.at("points.parquet")).expect("made");
    let mut writer = SerializedFileWriter::new(file, schema, Arc::default()).expect("a writer");
    let mut group = writer.next_row_group().expect("a group");
    macro_rules! column {
        ($kind:ty, $values:expr) => {
            let mut column = group.next_column().expect("a column").expect("one more");
            column.typed::<$kind>().write_batch(&$values, None, None).expect("written");
            column.close().expect("closed");
        };
    }
    column!(DoubleType, [0.1 + 0.2, 0.3, 1.0]);
    column!(Int64Type, [26, 20, 30]);
    // Days since 1 January 1970.
    column!(Int32Type, [18022, 18050, 17994]);
    column!(ByteArrayType, ["Rutland", "Isles of Scilly", "City of London"].map(ByteArray::from));
    group.close().expect("closed");
    writer.close().expect("closed");
}

#[test]
fn points_from_csv_and_from_parquet_give_the_same_rows() {
    let place = SweepFolder::new(&FACTORS.replace("FILE", "points.csv"));
    place.write("points.csv", POINTS);
    parquet(&place);
    let csv = place.sweep("csv", "");
    place.write("e.toml", &whole(&FACTORS.replace("FILE", "points.parquet")));
    assert!(place.sweep("parquet", "") == csv);
    let first = &place.rows("csv")[0];
    assert_eq!(first.number("trusting").map(f64::to_bits), Some((0.1f64 + 0.2).to_bits()), "to the last bit");
    // A byte order mark, as spreadsheets write it.
    place.write("points.csv", &format!("\u{feff}{POINTS}"));
    place.write("e.toml", &whole(&FACTORS.replace("FILE", "points.csv")));
    assert!(place.sweep("mark", "") == csv);
}

// Seen to fail before a key that takes a day or weeks was read as the file writes it.
#[test]
fn a_key_that_takes_a_day_or_weeks_takes_what_the_file_of_points_writes() {
    let place = SweepFolder::new("");
    let base =
        BASE.replace("26']", "26', 'strategies.ours.preset=connected']").replace("'connected',", "'ours',");
    place.write(
        "e.toml",
        &format!("{base}design = {{ kind = 'points', file = 'points.csv' }}\nreplicates = {{ count = 1 }}\nfactors.from = {{ key = 'strategies.ours.from' }}\n"),
    );
    place.write("points.csv", "from\n2019-05-06\n2019-06-03\n");
    place.sweep("days", "");
    assert_eq!(place.rows("days")[0].field("from").to_string(), "2019-05-06");
    place.write("points.csv", "from\n5\n9\n");
    place.sweep("weeks", "");
    assert_eq!(place.rows("weeks")[0].whole("from"), 5);
    let outcomes =
        |out: &str| -> Vec<Option<f64>> { place.rows(out).iter().map(|row| row.number("culture")).collect() };
    assert_eq!(outcomes("days"), outcomes("weeks"), "week 5 is the week of 6 May");
    place.write("points.csv", "from\n5\n2019-06-03\n");
    let said = place.refused("sweep e.toml --out mixed --quiet", 2);
    assert!(said.contains("point 1, from: `2019-06-03` is not of the kind"), "{said}");
}

// Seen to fail when a value was looked at without the rest of its point.
#[test]
fn a_value_that_only_its_own_point_makes_room_for_is_sound() {
    let place = SweepFolder::new("");
    let base =
        BASE.replace("26']", "26', 'strategies.ours.preset=connected']").replace("'connected',", "'ours',");
    let week = "design = { kind = 'points', file = 'points.csv' }\nreplicates = { count = 1 }\n\
                factors.high = { key = 'strategies.ours.attention.balcony' }\n\
                factors.partners = { key = 'strategies.ours.attention.partners' }\n";
    place.write("e.toml", &format!("{base}{week}"));
    // Thirteen half-days with partners are too many for this director, except for one who spends
    // none on the balcony.
    place.write("points.csv", "high,partners\n1,2\n0,13\n");
    place.sweep("rows", "");
    assert!(place.rows("rows").iter().all(|row| row.number("harm").is_some()));
    place.write("points.csv", "high,partners\n1,2\n9,13\n");
    let said = place.refused("sweep e.toml --out more --quiet", 2);
    assert!(
        said.contains("point 1, partners = 13.0: attention sums to 21 half-days a week (allowed: at most 20"),
        "{said}"
    );
}

#[test]
fn what_is_wrong_with_a_file_of_points_is_told_by_column_and_point() {
    let place = SweepFolder::new(&FACTORS.replace("FILE", "points.csv"));
    let said = |points: &str| {
        place.write("points.csv", points);
        place.refused("sweep e.toml --out rows --quiet", 2)
    };
    let row = "Rutland,0.5,26,2019-05-06\n";
    for (points, expected) in [
        (
            "place,trust,warm,day\nRutland,0.5,26,2019-05-06\n".to_owned(),
            &[
                "has no column `trusting`; it has place, trust, warm, day",
                "has a column `trust`, which is no factor",
            ][..],
        ),
        ("place,trusting,warm,day\n".to_owned(), &["points.csv has no points"]),
        (String::new(), &["has no column `trusting`"]),
        (
            format!("place,trusting,warm,day\n{row}Rutland,high,26.5,6 May\n"),
            &[
                "point 1, trusting: `high` is not",
                "point 1, warm: `26.5` is not",
                "point 1, day: `6 May` is not",
            ],
        ),
        (format!("place,trusting,warm,day\n{row}Rutland,0.5\n"), &["point 1: 2 values for 4 columns"]),
        (
            format!("place,trusting,warm,day\n{row}Rutland,nan,26,2019-05-06\n"),
            &["point 1: there is no value of trusting"],
        ),
        (
            format!("place,trusting,warm,day\n{row}Rutland,,26,2019-05-06\n"),
            &["point 1: there is no value of trusting"],
        ),
        (
            format!("place,trusting,warm,day\n{row}Rutland,1.5,26,2019-05-06\n"),
            &["point 1, trusting = 1.5: ", "0 to 1"],
        ),
        (
            format!("place,trusting,warm,day\n{row}Rutlnd,0.5,26,2019-05-06\n{row}"),
            &["point 1, place = Rutlnd: there is no authority `Rutlnd`", "nearest: Rutland"],
        ),
        (format!("place,trusting,trusting,warm,day\n{row}"), &["has two columns `trusting`"]),
    ] {
        let said = said(&points);
        assert!(expected.iter().all(|expected| said.contains(expected)), "{points}{said}");
        assert!(said.contains("e.toml:") && said.contains("nothing was run"), "{said}");
    }
    let many: String = (0..50).map(|_| "Rutland,high,26,2019-05-06\n").collect();
    assert!(said(&format!("place,trusting,warm,day\n{many}")).contains("and 30 more"));
    std::fs::remove_file(place.at("points.csv")).expect("taken away");
    assert!(place.refused("sweep e.toml --out rows --quiet", 2).contains("points.csv cannot be read"));
    place.write("e.toml", &whole(&FACTORS.replace("FILE", "points.parquet")));
    place.write("points.parquet", "no table at all");
    assert!(place.refused("sweep e.toml --out rows --quiet", 2).contains("points.parquet cannot be read"));
    assert!(!place.at("rows").exists());
}
