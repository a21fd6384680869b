//! `balcony validate` from outside: the same bytes with any number of threads, every row accounted
//! for, faults of a file, and its document.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use balcony::experiment::{Cancel, Progress};
use balcony::profiles::{find, observed};
use balcony::summary::Look;
use balcony::validate::authority_runs::ValidationOptions;
use balcony::validate::rows::ComparedRow;
use balcony::validate::{ValidationFindings, ValidationRequest, csv, json, page, text, validate};

use crate::cli::readme::{commands, runs};
use crate::cli::{asked, folder, narrow, text as said};

const PLACES: &str = "Rutland,Hartlepool,Torbay";

/// Three small authorities and the average one, with two replicates each.
fn findings(rows: Vec<balcony::profiles::Observed>, threads: usize, worlds: bool) -> ValidationFindings {
    let asked = ValidationRequest {
        rows,
        from: "the test".to_owned(),
        authorities: PLACES.split(',').map(|name| find(name).expect("an authority")).collect(),
        which: PLACES.to_owned(),
        replicates: if worlds { 4 } else { 2 },
    };
    let (progress, cancel) = (Progress::silent(), Cancel::default());
    let how = ValidationOptions { seed: 3, worlds, threads, progress: &progress, cancel: &cancel };
    validate(&asked, &how).unwrap_or_else(|failed| panic!("{failed}"))
}

// Seen to fail with the lives taken in the order in which they end.
#[test]
fn threads_change_no_byte_and_every_row_is_accounted_for() {
    let one = findings(observed().to_vec(), 1, false);
    let two = findings(observed().to_vec(), 2, false);
    let files =
        |found: &ValidationFindings| [json(found), csv(found), page(found), text(found, &Look::PLAIN)];
    assert!(files(&one) == files(&two));
    let [json, csv, page, text] = files(&one);
    narrow(text.as_bytes());
    assert_eq!(one.rows.len(), observed().len());
    let compared = one.rows.iter().filter(|row| row.outcome.is_ok()).count();
    assert!((70..=110).contains(&compared), "{compared}");
    assert_eq!(csv.lines().count(), 1 + observed().len());
    let object: serde_json::Value = serde_json::from_str(&json).expect("one object");
    assert_eq!(object["rows"].as_array().map(Vec::len), Some(observed().len()));
    for row in object["rows"].as_array().expect("rows") {
        assert!(row["compared"].is_object() != row["not_compared"].is_object(), "{row}");
    }
    // The text and the page contain passing and failing rows, each once.
    for row in one.rows.iter().filter(|row| row.outcome.is_ok()) {
        assert!(text.contains(&format!("\n{} ", row.observed.id)), "{}", row.observed.id);
        assert!(page.contains(&format!("<th scope=\"row\">{}</th>", row.observed.id)), "{}", row.observed.id);
    }
    let page = page.replace("http://www.w3.org/2000/svg", "");
    assert!(!page.contains("://") && !page.contains("<script"), "the page asks nothing of anybody");
    let across = one.across.as_ref().expect("three authorities");
    assert_eq!((across.authorities.len(), across.replicates), (3, 2));
    assert!(one.drift.each.len() == 3 && one.drift.all.years.iter().flatten().all(|value| value.is_finite()));
    inputs_are_near(&one.rows);
}

/// Figures to which an authority is scaled come out close to their targets, so the comparison uses
/// the right figures in the right units.
fn inputs_are_near(rows: &[ComparedRow]) {
    for id in ["A019", "A020", "A066", "A146", "A281", "B032", "B036"] {
        let row = rows.iter().find(|row| row.observed.id == id).expect("a row");
        let compared = row.outcome.as_ref().expect("compared");
        // There are two replicates, each of which varies by a quarter from year to year. A wrong
        // unit would deviate by far more.
        assert!(compared.relative.abs() < 0.8, "{id}: {compared:?}");
        assert_eq!(compared.kind, "input");
    }
}

#[test]
fn a_file_of_ones_own_may_tell_of_authorities_and_drawn_worlds_are_lived_too() {
    let own = "id,quantity,unit,year,geography,value\n\
               r1,Children looked after at 31 March,children,2019,Rutland,33\n\
               r2,Average caseload,cases per worker,2018-19,Leeds,15\n\
               r3,Turnover rate,% FTE,2019,Dyfed,15\n\
               r4,Turnover rate,% FTE,2019,Cumbria,15\n\
               r5,Turnover rate,% FTE,2019,Wales,15\n\
               r6,Number of swans,swans,2019,England,7\n\
               r7,Children looked after at 31 March,children,2016,Rutland,34\n\
               r8,Looked-after rate,\"per 10,000\",2019,Rutland,42\n";
    let rows = balcony::validate::file::read(own).expect("no fault");
    let found = findings(rows, 0, true);
    let by: BTreeMap<&str, &ComparedRow> = found.rows.iter().map(|row| (&*row.observed.id, row)).collect();
    let compared = |id: &str| by[id].outcome.as_ref().unwrap_or_else(|why| panic!("{id}: {why:?}"));
    assert!((5.0..90.0).contains(&compared("r1").mean), "{:?}", compared("r1"));
    assert!(compared("r1").last.is_some() && compared("r1").trend.is_some(), "from the panel");
    assert!((8.0..40.0).contains(&compared("r2").mean));
    // 33 of about 7,700 children are 42 per 10,000.
    let ratio = compared("r8").mean / compared("r1").mean;
    assert!((1.1..1.5).contains(&ratio), "{ratio}");
    let reasons: Vec<&str> = ["r3", "r4", "r5", "r6", "r7"]
        .map(|id| by[id].outcome.as_ref().err().map_or("compared", |(reason, _)| reason.key()))
        .to_vec();
    assert_eq!(reasons, ["no-place", "gone", "other-country", "unknown", "other-year"]);
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("written")
}

#[test]
fn the_command_writes_its_files_and_says_every_fault_of_a_file() {
    let folder = folder();
    let ask = ["validate", "--replicates", "2", "--authorities", PLACES, "--out", "found", "--json"];
    let output = asked(folder.path(), &ask, 0);
    let (words, line) = said(&output.stdout).trim_end().rsplit_once('\n').expect("text, then a line");
    narrow(words.as_bytes());
    assert_eq!(format!("{line}\n"), read(folder.path(), "found/validate.json"));
    assert!(read(folder.path(), "found/validate.html").starts_with("<!DOCTYPE html>"));
    assert!(
        read(folder.path(), "found/validate.csv").starts_with("id,quantity,unit,year,geography,published,")
    );
    let again = asked(folder.path(), &ask, 4);
    assert!(said(&again.stderr).contains("--force"), "{}", said(&again.stderr));

    fs::write(
        folder.path().join("bad.csv"),
        "id,quantity,unit,year,geography,value\na,b,c,soon,England,ten\n",
    )
    .expect("written");
    let refused = asked(folder.path(), &["validate", "--observed", "bad.csv"], 2);
    for fault in
        ["line 2, column 4 (year): `soon` names no year", "line 2, column 6 (value): `ten` is no number"]
    {
        assert!(said(&refused.stderr).contains(fault), "{}", said(&refused.stderr));
    }
    let few = asked(folder.path(), &["validate", "--parameters", "worlds", "--replicates", "2"], 2);
    assert!(said(&few.stderr).contains("at least 4"), "{}", said(&few.stderr));
    let refused = asked(folder.path(), &["validate", "--observed", "nowhere.csv"], 2);
    assert!(said(&refused.stderr).contains("nowhere.csv"));
    let refused = asked(folder.path(), &["validate", "--authorities", "Rutlnd,shire-county,Leeds"], 2);
    let error = said(&refused.stderr);
    assert!(error.contains("Rutland") && error.contains("shire-county is typical"), "{error}");
}

#[test]
fn every_command_of_its_document_works() {
    let document = read(Path::new(env!("CARGO_MANIFEST_DIR")), "docs/VALIDATION.md");
    let commands = commands(&document);
    assert!(commands.len() >= 4, "{commands:?}");
    let folder = folder();
    fs::write(
        folder.path().join("ours.csv"),
        "id,quantity,unit,year,geography,value\nours-1,Average caseload,cases per worker,2019,Rutland,15\n",
    )
    .expect("written");
    for command in commands {
        runs(folder.path(), &command);
    }
    // The document explains every reason that a row may have.
    for (key, ..) in balcony::validate::reason::REASONS {
        assert!(document.contains(&format!("`{key}`")), "{key}");
    }
    // It also names every figure of the table of details.
    for detail in balcony_engine::details::details() {
        assert!(document.contains(&format!("`{}`", detail.figure)), "{}", detail.figure);
    }
}

/// The finer counts of a folder agree with its outcomes in every replicate, and harm is counted in
/// the quarter in which it accrued.
#[test]
fn details_agree_with_outcomes() {
    let folder = folder();
    let ask = [
        "compare",
        "high-profile-case",
        "--set",
        "scenario.warm-up=52",
        "--weeks",
        "65",
        "--replicates",
        "3",
    ];
    let more = ["--set", "scenario.primary=harm", "--format", "csv", "--out", "results", "--quiet"];
    asked(folder.path(), &[&ask[..], &more].concat(), 0);
    let table = |name: &str| -> Vec<BTreeMap<String, String>> {
        let file = folder.path().join("results").join(name);
        let mut reader = ::csv::Reader::from_path(file).expect("there");
        reader.deserialize().map(|row| row.expect("a row")).collect()
    };
    let (details, outcomes, series) = (table("details.csv"), table("outcomes.csv"), table("series.csv"));
    let same = |row: &BTreeMap<String, String>, of: &BTreeMap<String, String>| {
        row["strategy"] == of["strategy"] && row["replicate"] == of["replicate"]
    };
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let years = 65.0 / 52.18;
    for run in &outcomes {
        let sum = |figure: &str, of: &str| -> f64 {
            let rows = details.iter().filter(|row| same(row, run) && row["figure"] == figure);
            rows.filter(|row| of.is_empty() || row["band"] == of).map(|row| number(&row["value"])).sum()
        };
        let weekly = |key: &str| -> f64 {
            series.iter().filter(|row| same(row, run)).map(|row| number(&row[key])).sum::<f64>() / years
        };
        for (figure, key) in [
            ("referrals-by-source", "referrals"),
            ("assessment-days", "assessments"),
            ("episodes-ended-by-length", "ended"),
            ("plans-ended-by-length", "plans_ended"),
            ("care-ended-by-length", "care_ceased"),
            ("care-ended-by-way", "care_ceased"),
        ] {
            assert!(
                (sum(figure, "") - weekly(key)).abs() < 1e-6,
                "{figure}: {} {}",
                sum(figure, ""),
                weekly(key)
            );
        }
        let last = series.iter().rfind(|row| same(row, run)).expect("a week");
        assert_eq!(sum("open-by-length", ""), number(&last["open"]));
        assert_eq!(sum("plans-by-age", ""), number(&last["plan_stock"]));
        assert_eq!(sum("care-by-age", ""), number(&last["care_stock"]));
        // 65 weeks are five quarters, so their mean equals that of the run.
        for figure in ["harm-open", "harm-unserved"] {
            let (mean, whole) = (sum(figure, "") / 5.0, &run[&figure.replace('-', "_")]);
            assert!((mean / number(whole) - 1.0).abs() < 1e-9, "{figure}: {mean} {whole}");
            assert!(sum(figure, "quarter 1") > 0.5 * mean, "{figure} is booked late");
        }
    }
}
