//! Files of points as other programs write them: pandas with its compressions, gaps, semicolons,
//! decimal commas.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use parquet::data_type::DoubleType;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;

use super::SweepFolder;
use crate::cli::text;

const FACTORS: &str = "design = { kind = 'points', file = 'FILE' }\nreplicates = { count = 1 }\n\
                       factors.trusting = { key = 'start.trust' }\nfactors.weeks = { key = 'scenario.warm-up' }\n\
                       factors.day = { key = 'events.review.date' }\n";

/// A file that pandas wrote by `tests/data/points/make.py`.
fn of_pandas(place: &SweepFolder, name: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/points").join(name);
    std::fs::copy(from, place.at(name)).expect("copied");
}

fn experiment(file: &str) -> SweepFolder {
    SweepFolder::new(&FACTORS.replace("FILE", file))
}

// Regression: an earlier version failed with "Disabled feature at compile time: snap".
#[test]
fn what_pandas_writes_is_read_with_its_index_days_and_whole_numbers() {
    let csv = "trusting,day,weeks\n0.25,2019-05-06,20\n0.5,2019-06-03,26\n0.75,2019-04-08,30\n";
    let place = experiment("points.csv");
    place.write("points.csv", csv);
    let wanted = place.sweep("csv", "");
    for file in ["pandas.parquet", "nanos.parquet"] {
        let place = experiment(file);
        of_pandas(&place, file);
        assert!(place.sweep("rows", "") == wanted, "{file}");
        assert_eq!(place.rows("rows")[0].field("day").to_string(), "2019-05-06");
        assert_eq!(place.rows("rows")[0].field("weeks"), &Field::Long(20));
        let said = place.asked("sweep e.toml --dry-run", 0);
        let index = text(&said.stderr).contains("the column __index_level_0__ is left out");
        assert_eq!(index, file == "pandas.parquet", "{}", text(&said.stderr));
    }
    // The same from to_csv: the index has no name, and whole numbers and days look as they do in
    // columns with gaps.
    let place = experiment("points.csv");
    let rows = "3,0.25,2019-05-06 00:00:00,20.0\n5,0.5,2019-06-03,26.0\n7,0.75,2019-04-08T00:00:00,30.0\n";
    place.write("points.csv", &format!(",trusting,day,weeks\n{rows}"));
    assert!(place.sweep("rows", "") == wanted);
}

#[test]
fn gaps_and_times_of_day_are_told_by_point() {
    let place = experiment("gaps.parquet");
    of_pandas(&place, "gaps.parquet");
    let said = place.refused("sweep e.toml --out rows --quiet", 2);
    assert!(said.contains("point 1: there is no value of trusting"), "{said}");
    assert!(said.contains("point 0, day: `2019-05-06 03:00:00.000000 +00:00` is not of the kind"), "{said}");
}

#[test]
fn every_packing_of_parquet_is_read() {
    let one = "design = { kind = 'points', file = 'points.parquet' }\nreplicates = { count = 1 }\n\
               factors.trusting = { key = 'start.trust' }\n";
    let schema =
        Arc::new(parse_message_type("message points { required double trusting; }").expect("a schema"));
    let place = SweepFolder::new(one);
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::BROTLI(BrotliLevel::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        let how = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let file = File::create(place.at("points.parquet")).expect("made");
        let mut writer = SerializedFileWriter::new(file, schema.clone(), how).expect("a writer");
        let mut group = writer.next_row_group().expect("a group");
        let mut column = group.next_column().expect("a column").expect("one");
        column.typed::<DoubleType>().write_batch(&[0.25, 0.5], None, None).expect("written");
        column.close().expect("closed");
        group.close().expect("closed");
        writer.close().expect("closed");
        let said = place.asked("sweep e.toml --dry-run", 0);
        assert!(text(&said.stdout).contains("points      2 (points)"), "{compression}");
    }
}

#[test]
fn semicolons_and_commas_in_numbers_are_told_with_what_to_do() {
    let place = experiment("points.csv");
    for (points, expected) in [
        (
            "trusting;day;weeks\n0,25;2019-05-06;20\n",
            "points.csv has semicolons between its columns (trusting | day | weeks): save it with commas, and numbers with points (0.7, not 0,7)",
        ),
        ("trusting\tday\tweeks\n0.25\t2019-05-06\t20\n", "points.csv has tabs between its columns"),
        (
            "trusting,day,weeks\n\"0,25\",2019-05-06,20\n",
            "`0,25` is not of the kind that start.trust takes: write 0.25",
        ),
        (
            "trusting,day,weeks\n70%,2019-05-06,20\n",
            "`70%` is not of the kind that start.trust takes: write 0.7",
        ),
        ("trusting,day,weeks\n25,2019-05-06,20\n", "out of range: 25 % is 0.25"),
        (
            "trusting,day,weeks\n0.2,06/05/2019,20\n",
            "`06/05/2019` is not of the kind that events.review.date takes: write 2019-05-06",
        ),
    ] {
        place.write("points.csv", points);
        let said = place.refused("sweep e.toml --out rows --quiet", 2);
        assert!(said.contains(expected), "{points}: {said}");
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_an_experiment() {
    let place = SweepFolder::new(super::SMALL);
    let whole = std::fs::read_to_string(place.at("e.toml")).expect("there");
    place.write("e.toml", &format!("\u{feff}{whole}"));
    place.asked("sweep e.toml --dry-run", 0);
}
