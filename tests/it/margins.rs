//! Smallest effects of interest, from a file to the output: small and large authorities, the
//! manifest, results that are read back, experiments, exercises.

use crate::cli::{asked, folder, small, text};
use balcony::jobs::library;
use balcony::{exercise, sweep};
use balcony_engine::measure::{OUTCOMES, outcome_index};
use serde_json::Value;

/// Parses the object that `--json` prints last.
fn object(printed: &[u8]) -> Value {
    serde_json::from_str(text(printed).trim_end().lines().last().expect("a last line")).expect("JSON")
}

// Regression: the margin was .05 incidents a year everywhere, which is 62 % of Rutland's harm and 2
// % of Leeds's.
#[test]
fn in_rutland_and_in_leeds_a_difference_matters_from_the_same_share_on() {
    let place = folder();
    let told = |authority: &str| {
        let args =
            ["compare", "high-profile-case", "--authority", authority, "--strategies", "connected", "--json"];
        object(&small(place.path(), &args, 0).stdout)
    };
    let mut levels = Vec::new();
    for authority in ["Rutland", "Leeds"] {
        let told = told(authority);
        let margin = |key: &str| told["margin"][key].as_f64().expect("a number");
        assert_eq!(told["margin"]["from"], "share", "{told}");
        assert!((margin("size") / margin("baseline_mean") - 0.05).abs() < 1e-12, "{told}");
        levels.push(margin("baseline_mean"));
        let of_it = told["verdicts"]["connected"]["share_of_baseline"].as_f64().expect("a share");
        assert!(of_it.abs() < 1.0, "{told}");
        assert!(
            told["answer"].as_str().is_some_and(|answer| answer.split_whitespace().count() <= 20),
            "{told}"
        );
    }
    assert!(levels[1] > 10.0 * levels[0], "{levels:?}");
}

#[test]
fn a_margin_that_is_set_is_in_the_manifest_the_files_and_what_is_said_of_them() {
    let place = folder();
    let base = ["compare", "high-profile-case", "--strategies", "connected", "--quiet"];
    let set = ["--set", "margins.harm=90", "--set", "margins.cost=3 %"];
    small(place.path(), &[&base[..], &set, &["--out", "set"]].concat(), 0);
    let manifest = std::fs::read_to_string(place.path().join("set/manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    assert_eq!(manifest["identity"]["margins"]["harm"]["floor"], 90.0);
    assert_eq!(manifest["identity"]["margins"]["cost"]["share"], 0.03);
    assert_eq!(manifest["identity"]["margins"].as_object().map(serde_json::Map::len), Some(OUTCOMES.len()));
    assert!(
        manifest["scenario"]
            .as_str()
            .is_some_and(|text| text.contains("harm = { share = 0.0, floor = 90.0 }"))
    );
    let csv = std::fs::read_to_string(place.path().join("set/summary.csv")).expect("a summary");
    let cells = |key: &str| -> Vec<String> {
        let line = csv.lines().find(|line| line.starts_with(&format!("connected,{key},"))).expect("a row");
        line.split(',').map(str::to_owned).collect()
    };
    let at = |name: &str| {
        csv.lines().next().and_then(|head| head.split(',').position(|cell| cell == name)).expect(name)
    };
    assert_eq!((&*cells("harm")[at("margin")], &*cells("harm")[at("margin_from")]), ("90", "floor"));
    assert_eq!(&*cells("harm")[at("verdict")], "no difference that matters");
    assert_eq!(&*cells("cost")[at("margin_from")], "share");
    // Results that are read back use the margins of their folder. Another margin is another run.
    asked(place.path(), &["report", "set"], 0);
    let page = std::fs::read_to_string(place.path().join("set.html")).expect("a page");
    assert!(page.contains("What matters: 90.000 serious incidents a year"), "the report");
    let resumed = small(place.path(), &[&base[..], &["--out", "set", "--resume"]].concat(), 4);
    let said = text(&resumed.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("margins") && said.contains("harm 0 % and 90"), "{said}");
    let refused = small(place.path(), &["run", "culture-shift", "--set", "margins.hram=5 %"], 2);
    assert!(text(&refused.stderr).contains("nearest: harm"), "{}", text(&refused.stderr));
}

#[test]
fn experiments_and_exercises_set_margins_too() {
    let library = library();
    let harm = outcome_index("harm").expect("an outcome");
    let experiment = |more: &str| {
        let text = format!(
            "scenario = 'culture-shift'\n{more}[design]\nkind = 'grid'\n[factors.trusting]\nkey = 'start.trust'\nvalues = [0.3, 0.6]\n"
        );
        sweep::read_text("e.toml", &text, &library)
    };
    let by_table = experiment("[margins]\nharm = '7 %'\n").expect("sound");
    let by_set = experiment("set = ['margins.harm=7 %']\n").expect("sound");
    assert_eq!(by_table.scenario.margin(harm).share, 0.07);
    assert_eq!(by_set.scenario.margins, by_table.scenario.margins);
    let manifest = sweep::manifest(&by_table, sweep::Share::WHOLE, Vec::new());
    assert_eq!(manifest.identity.margin(harm).share, 0.07);
    let faults = experiment("[margins]\nhram = '7 %'\n").expect_err("no such outcome");
    assert_eq!((faults.list[0].line, faults.list[0].nearest.as_deref()), (3, Some("harm")));
    let varied = "scenario = 'culture-shift'\n[design]\nkind = 'grid'\n[factors.m]\nkey = 'margins.harm'\nvalues = [1, 2]\n";
    let faults =
        sweep::read_text("e.toml", varied, &library).expect_err("a margin changes nothing that is lived");
    assert!(faults.to_string().contains("is the same at every point"), "{faults}");
    let text = exercise::text("taster").expect("it is shipped");
    let ours = exercise::read_text("ours.toml", &format!("{text}\n[margins]\nharm = 0.5\n"), &library)
        .expect("sound");
    assert_eq!((ours.scenario.margin(harm).share, ours.scenario.margin(harm).floor), (0.0, 0.5));
    let wrong = format!("{text}\n[margins]\nharm = 'much'\n");
    let faults = exercise::read_text("ours.toml", &wrong, &library).expect_err("no share");
    assert!(faults.to_string().contains("margins.harm: \"much\" is no share"), "{faults}");
}
