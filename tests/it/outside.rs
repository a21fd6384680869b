//! Problems that external testers reported: one test for each, with the correct result.

use assert_cmd::Command;
use balcony::jobs::{Laid, lay, without_own};
use balcony::scenario::files::Texts;
use balcony::scenario::{England, Faults, Library, Scenario, read_text};
use balcony::sweep;
use serde_json::Value;

fn with_library<T>(texts: &Texts, ask: impl FnOnce(&Library<'_>) -> T) -> T {
    ask(&Library::new(texts, &England))
}

fn read(text: &str) -> Scenario {
    with_library(&Texts::default(), |library| read_text("ours.toml", text, library)).expect("no fault")
}

fn set(scenario: &Scenario, sets: &[&str]) -> Result<Scenario, Faults> {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    with_library(&Texts::default(), |library| scenario.apply_sets(&sets, library))
}

fn place(scenario: &Scenario, name: &str) -> Scenario {
    with_library(&Texts::default(), |library| scenario.with_authority(name, library)).expect("no fault")
}

const OURS: &str = "base = \"culture-shift\"\n[authority]\nname = \"Rutland\"\nreferrals = 700\n";

#[test]
fn own_figures_stay_where_the_same_authority_is_named_in_any_way() {
    let ours = read(OURS);
    for name in ["Rutland", "rutland", "E06000017"] {
        let there = place(&ours, name);
        assert_eq!(there.authority.referrals, 700.0, "{name}");
        assert!(there.warnings.iter().all(|warning| !warning.contains("left out")), "{:?}", there.warnings);
    }
    let by_code = read("base = \"culture-shift\"\n[authority]\ncode = \"E08000016\"\nreferrals = 3000\n");
    assert_eq!(place(&by_code, "Barnsley").authority.referrals, 3000.0);
    let elsewhere = place(&ours, "Leeds");
    assert!(elsewhere.authority.referrals > 5000.0);
    assert!(
        elsewhere.warnings.iter().any(|warning| warning
            == "--authority names another authority, so that the own figures of the one below it are left out: authority.referrals"),
        "{:?}",
        elsewhere.warnings
    );
}

#[test]
fn the_order_of_overrides_says_nothing_and_a_key_is_set_once() {
    let base = read("base = \"culture-shift\"\n");
    let pairs = [
        ["authority.referrals=5000", "authority.name=Leeds"],
        ["authority.sources.schools=0.5", "authority.sources.health=0.5"],
        ["start.incumbent.rights.steps.director=0.4", "start.incumbent.rights.steps.panel=0.6"],
        ["strategies.mine.preset=connected", "strategies.mine.source=0.2"],
        ["scenario.start=2026-04-06", "scenario.weeks=60"],
    ];
    for [one, other] in pairs {
        let (there, back) =
            (set(&base, &[one, other]).expect("no fault"), set(&base, &[other, one]).expect("no fault"));
        assert_eq!(there.setting(), back.setting(), "{one} {other}");
        assert_eq!(there.strategies, back.strategies, "{one} {other}");
    }
    let leeds = set(&base, &["authority.referrals=5000", "authority.name=Leeds"]).expect("no fault");
    assert_eq!(leeds.authority.referrals, 5000.0);
    let twice = set(&base, &["start.trust=0.7", "start.trust=0.3"]).expect_err("twice").to_string();
    assert!(twice.contains("start.trust is set twice"), "{twice}");
    // An option and `--set` for the same key.
    for laid in [
        Laid { weeks: Some(20), sets: vec!["scenario.weeks=30".to_owned()], ..Laid::default() },
        Laid {
            authority: Some("Leeds".to_owned()),
            sets: vec!["authority.name=Rutland".to_owned()],
            weeks: None,
        },
    ] {
        let said =
            with_library(&Texts::default(), |library| lay(base.clone(), &laid, library)).expect_err("twice");
        assert!(said.to_string().contains("is set twice"), "{said}");
    }
}

#[test]
fn an_own_figure_holds_at_every_point_of_a_sweep_over_places() {
    let text = "scenario = \"culture-shift\"\nweeks = 20\nset = [\"authority.referrals=700\"]\nstrategies = [\"incumbent\"]\n\
        [design]\nkind = \"grid\"\nlevels = 2\n[replicates]\ncount = 1\n\
        [factors.place]\nkey = \"authority.name\"\nvalues = [\"Rutland\", \"Leeds\"]\n";
    with_library(&Texts::default(), |library| {
        let experiment = sweep::read_text("own.toml", text, library).expect("no fault");
        let tasks = sweep::Tasks::new(&experiment, library);
        for point in 0..2 {
            assert_eq!(tasks.scenario(point).expect("it can be").authority.referrals, 700.0, "point {point}");
        }
    });
}

#[test]
fn a_typical_place_of_another_size_has_its_rates() {
    let usual = read("base = \"culture-shift\"\n[authority]\narchetype = \"england-average\"\n");
    let small = set(&usual, &["authority.children=6000"]).expect("no fault");
    for (small, usual) in [
        (small.authority.referrals, usual.authority.referrals),
        (small.authority.looked_after, usual.authority.looked_after),
        (small.authority.in_post, usual.authority.in_post),
    ] {
        assert!((small / usual - 0.1).abs() < 1e-9, "{small} {usual}");
    }
    assert_eq!(
        (small.authority.vacancy, small.authority.caseload),
        (usual.authority.vacancy, usual.authority.caseload)
    );
    let own = set(&usual, &["authority.children=6000", "authority.referrals=500"]).expect("no fault");
    assert_eq!(own.authority.referrals, 500.0);
}

fn said(arguments: &[&str]) -> (String, String) {
    let done = Command::cargo_bin("balcony").expect("built").args(arguments).output().expect("it runs");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    (String::from_utf8_lossy(&done.stdout).into_owned(), String::from_utf8_lossy(&done.stderr).into_owned())
}

#[test]
fn a_value_without_effect_is_named_by_check_run_and_compare() {
    let unwrapped = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sets = [
        "--set",
        "authority.spending=9000000",
        "--set",
        "market.pool=3",
        "--set",
        "start.trust=0.45",
        "--set",
        "start.culture=0.6",
    ];
    let place = ["--authority", "Rutland", "--weeks", "26"];
    for command in ["check", "run", "compare"] {
        let runs: &[&str] = if command == "check" { &[] } else { &["--replicates", "2"] };
        let (out, err) = said(&[&[command, "culture-shift"][..], &place, &sets, runs].concat());
        let told = unwrapped(&format!("{out} {err}"));
        for expected in [
            "authority.spending is only on record: nothing in the model reads it",
            "parameters.market.pool changes nothing in the first run, to the last bit: what is rare may come in others",
            "start.trust has the value that it would have anyway",
        ] {
            assert!(told.contains(expected), "{command}: {told}");
        }
        assert!(!told.contains("start.culture has"), "{command}: {told}");
        if command != "check" {
            assert!(told.contains("With authority.spending of your own"), "{command}: {told}");
            assert!(told.contains("start.culture = 0.6"), "{command}: {told}");
        }
    }
    let (out, _) = said(
        &[&["run", "culture-shift"][..], &place, &sets, &["--replicates", "2", "--json", "--quiet"]].concat(),
    );
    let object: Value = serde_json::from_str(&out).expect("an object");
    let warnings = object["warnings"].as_array().expect("a list");
    assert!(
        warnings.iter().any(|warning| warning.as_str().is_some_and(|said| said.contains("market.pool"))),
        "{out}"
    );
}

#[test]
fn an_own_figure_stands_beside_its_outcome_and_a_wide_miss_is_said() {
    let (out, _) = said(&[
        "run",
        "culture-shift",
        "--authority",
        "Rutland",
        "--weeks",
        "52",
        "--replicates",
        "4",
        "--set",
        "authority.referrals=40000",
    ]);
    assert!(out.lines().any(|line| line.starts_with("Referrals") && line.ends_with("40000*")), "{out}");
    let told = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("* Your own figure in the place of the published one."), "{out}");
    assert!(told.contains("where yours is 40000"), "{out}");
}

#[test]
fn nothing_over_nothing_is_missing_and_not_nought() {
    let folder = tempfile::tempdir().expect("a folder");
    let results = folder.path().join("results");
    let results = results.to_str().expect("a path");
    let (out, _) = said(&[
        "compare",
        "culture-shift",
        "--authority",
        "Isles of Scilly",
        "--weeks",
        "26",
        "--replicates",
        "30",
        "--strategies",
        "connected,incumbent",
        "--set",
        "scenario.primary=repeat-plans",
        "--fixed",
        "--out",
        results,
        "--format",
        "csv",
        "--json",
    ]);
    let object: Value = serde_json::from_str(out.lines().last().expect("a line")).expect("an object");
    let rows = std::fs::read_to_string(folder.path().join("results/outcomes.csv")).expect("there");
    let mut lines = rows.lines();
    let at =
        lines.next().expect("a head").split(',').position(|name| name == "repeat_plans").expect("a column");
    let cells: Vec<(&str, &str)> = lines
        .map(|line| (line.split(',').next().unwrap_or_default(), line.split(',').nth(at).unwrap_or_default()))
        .collect();
    for arm in ["connected", "incumbent"] {
        let own: Vec<&str> = cells.iter().filter(|(name, _)| *name == arm).map(|(_, cell)| *cell).collect();
        let values: Vec<f64> = own.iter().filter_map(|cell| cell.parse().ok()).collect();
        let missing = own.iter().filter(|cell| cell.is_empty()).count();
        assert!(missing > 3 && values.len() + missing == 30, "{arm}: {own:?}");
        assert_eq!(object["without_value"][arm], missing, "{arm}");
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let told = object["means"][arm].as_f64().expect("a mean");
        assert!((told - mean).abs() < 1e-9, "{arm}: {told} {mean}");
    }
    let told = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("of 30 runs under connected"), "{out}");
    // Results that are read back equal those that were written.
    let (again, _) =
        said(&["report", results, "--out", folder.path().join("r.html").to_str().expect("a path")]);
    assert!(!again.contains("damaged"), "{again}");
}

#[test]
fn what_a_folder_cannot_hold_is_refused_before_it_is_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = Command::cargo_bin("balcony")
        .expect("built")
        .current_dir(folder.path())
        .args([
            "compare",
            "culture-shift",
            "--authority",
            "Rutland",
            "--weeks",
            "5200",
            "--replicates",
            "20000",
        ])
        .args(["--set", "scenario.parameters=ranges", "--set", "scenario.draws=10000", "--out", "r"])
        .timeout(std::time::Duration::from_secs(60))
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(!done.status.success() && said.contains("the results cannot be kept"), "{said}");
    assert!(!folder.path().join("r/parts").exists());
}

/// Each `--set` sets one key, as TOML defines keys. A second key in it would be stored in the
/// results unseen.
#[test]
fn a_setting_is_one_key_however_it_is_written() {
    let scenario = read("base = 'culture-shift'\n[authority]\nname = 'Rutland'\n");
    for one in [
        "margins.harm.floor=0.3",
        "margins.harm={ floor = 0.3 }",
        "needs.rate={ low = 35, central = 50, high = 60 }",
        "authority. children = 9000",
        "\"authority\".children=9000",
        "authority.sources={ schools = 1 }",
        "compare.strategies=[\"connected\"]",
        "strategies.ours.preset=connected",
        "scenario.title=a.b = \"c\"",
    ] {
        let found = set(&scenario, &[one]);
        assert!(found.is_ok(), "{one}: {}", found.unwrap_err());
    }
    for two in ["scenario.seed=1\nauthority.plans=31", "authority.name='Leeds'\nauthority.plans=31"] {
        let faults = set(&scenario, &[two]).unwrap_err();
        assert!(faults.to_string().contains("this sets more than"), "{two}: {faults}");
    }
    // A fault has one message, and the message is correct.
    for (wrong, said) in [
        ("strategies.Ours.preset=connected", "cannot be a name"),
        ("events.\"a b\".week=3", "cannot be a name"),
        ("scenario.weeks.x=3", "cannot be a table"),
    ] {
        let faults = set(&scenario, &[wrong]).unwrap_err();
        assert!(faults.list.len() == 1 && faults.to_string().contains(said), "{wrong}: {faults}");
    }
    for hidden in
        ["authority.plans=31", "\"authority\"={plans=31}", "authority . plans=31", "authority={plans=31}"]
    {
        let kept = without_own(hidden);
        assert!(!kept.contains("31"), "{kept}");
    }
    assert_eq!(without_own("authority.name=Leeds"), "authority.name=Leeds");
    assert_eq!(without_own("needs.rate=31"), "needs.rate=31");
}
