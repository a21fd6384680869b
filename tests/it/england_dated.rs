//! National scenarios in time: dated events, dates of rules and programmes, early starts, runs that
//! are killed and go on; and the levers of the national market.

use crate::cli::{asked, folder, narrow, text};
use balcony::documents::national_rows::{Expected, NATIONAL_ROWS};
use balcony::england::compare::pair;
use balcony::england::figures::position;
use balcony::england::replicates::{self, replicate};
use balcony::england::scenario::{National, SIZES, read, without_effect};
use balcony::england::{Plan, places};
use balcony::scenario::files::Texts;
use balcony::scenario::{England, Faults, Library};
use balcony_engine::calendar::{Date, Week};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

fn from(name: &str, text: Option<&str>, of: &[&str]) -> Result<National, Faults> {
    let mut files = Texts::default();
    files.0.extend(text.map(|text| (name.to_owned(), text.as_bytes().to_vec())));
    let sets: Vec<String> = of.iter().map(|set| (*set).to_owned()).collect();
    read(name, &sets, &Library::new(&files, &England))
}

fn shipped(name: &str, of: &[&str]) -> National {
    from(name, None, of).unwrap_or_else(|faults| panic!("{faults}"))
}

fn own(text: &str) -> National {
    from("own.toml", Some(text), &[]).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A file of two policies, of whose events some concern the other alone.
fn file(weeks: u32, rest: &str) -> String {
    format!(
        "[england]\ntitle = 'T'\nquestion = 'Q'\nweeks = {weeks}\nreplicates = 2\n\
         [policies.base]\n[policies.other]\n{rest}"
    )
}

/// An event under the other policy.
fn event(kind: &str, size: f64) -> String {
    let programme = if kind == "policy" { "programme = 'aspirants'\n" } else { "" };
    format!(
        "[events.a]\nkind = '{kind}'\ndate = 2026-06-01\nsize = {size}\npolicies = ['other']\n{programme}"
    )
}

fn lives(national: &National) -> Vec<String> {
    replicate(national, 0).iter().map(|life| format!("{life:?}")).collect()
}

fn idle(national: &National) -> String {
    let files = Texts::default();
    without_effect(national, &Library::new(&files, &England)).join("\n")
}

#[test]
fn an_event_of_size_nothing_changes_no_bit_and_others_are_felt_where_they_happen() {
    let without = lives(&own(&file(156, "")));
    for kind in SIZES.map(|row| row.kind.key()) {
        let none = own(&file(156, &event(kind, 0.0)));
        assert_eq!(lives(&none), without, "{kind}");
        assert!(idle(&none).contains("events.a has size 0"), "{}", idle(&none));
        let some = own(&file(156, &event(kind, 1.0)));
        let felt = lives(&some);
        assert_eq!(felt[0], without[0], "{kind}");
        if kind == "funding" {
            assert_eq!(felt, without);
            assert!(idle(&some).contains("acts on budgets, with --children"), "{}", idle(&some));
        } else {
            assert_ne!(felt[1], without[1], "{kind}");
            assert_eq!(idle(&some), "", "{kind}");
        }
    }
    let late = own(&file(52, "[events.late]\nkind = 'scandal'\ndate = 2040-01-01\nsize = 1\n"));
    assert!(idle(&late).contains("events.late changes nothing in the first run"), "{}", idle(&late));
    let before = own(&file(52, "[events.cut]\nkind = 'funding'\ndate = 2012-01-01\nsize = -0.1\n"));
    assert!(idle(&before).contains("and is in the figures"), "{}", idle(&before));
    let between = own(&file(52, "[events.cut]\nkind = 'funding'\ndate = 2022-01-01\nsize = -0.1\n"));
    assert!(idle(&between).contains("and after March 2019"), "{}", idle(&between));
}

#[test]
fn what_happened_before_the_start_happened_under_every_policy() {
    let scandal = "[events.then]\nkind = 'scandal'\ndate = 2020-01-01\nsize = 1\nweeks = 52\n";
    let (with, without) = (own(&file(52, scandal)), own(&file(52, "")));
    let (with, without) = (lives(&with), lives(&without));
    assert!(with[0] == with[1] && without[0] == without[1] && with[0] != without[0]);
}

#[test]
fn the_order_of_events_in_a_file_means_nothing() {
    let one = "[events.a]\nkind = 'scandal'\ndate = 2026-06-01\nsize = 0.1\n";
    let two = "[events.b]\nkind = 'scandal'\ndate = 2026-09-01\nsize = 0.2\n";
    let three = "[events.c]\nkind = 'policy'\nprogramme = 'lent'\ndate = 2026-09-01\nsize = 2\n";
    let of = |parts: [&str; 3]| own(&file(52, &parts.concat())).policies;
    assert_eq!(of([one, two, three]), of([three, two, one]));
}

#[test]
fn all_faults_of_dated_events_come_together() {
    let text = file(
        52,
        "[events.a]\nkind = 'scandle'\ndate = 2026-06-01\nsize = 0.5\n\
         [events.b]\nkind = 'scandal'\nsise = 1\n\
         [events.c]\nkind = 'funding'\ndate = 2026-06-01\nsize = 1.2\nprogramme = 'lent'\n\
         [events.d]\nkind = 'policy'\ndate = 1985-06-01\nsize = 1\n\
         [events.e]\nkind = 'scandal'\ndate = 2020-06-01\nsize = 1\npolicies = ['othr']\n\
         [policies.third]\nrule = 'social-work'\nrule-from = 2025-01-01\n\
         programmes.lent = { from = 2028-04-01, until = 2027-04-01 }\n",
    );
    let faults = from("own.toml", Some(&text), &[]).expect_err("it is full of faults");
    let said = faults.to_string();
    for (key, words) in [
        ("events.a.kind", "scandal"),
        ("events.b.date", "this is missing"),
        ("events.b.size", "this is missing"),
        ("events.b.sise", "size"),
        ("events.c.size", "-0.9 to 1 (share of every authority's budget)"),
        ("events.c.programme", "runs no programme"),
        ("events.d.programme", "this is missing"),
        ("events.d.date", "between 1990 and 2200"),
        ("events.e.policies", "other"),
        ("events.e.policies", "before the start"),
        ("policies.third.rule-from", "before the start"),
        ("policies.third.programmes.lent.until", "is not after 2028-04-01"),
    ] {
        let told = |fault: &&balcony::scenario::Fault| {
            fault.key == key
                && format!("{} {:?} {:?}", fault.message, fault.allowed, fault.nearest).contains(words)
        };
        assert!(faults.list.iter().any(|fault| told(&fault)), "{key} {words}\n{said}");
    }
}

#[test]
fn rules_and_programmes_begin_and_end_on_their_days() {
    let spent = |national: &National, policy: usize| -> Vec<f64> {
        replicate(national, 0)[policy].years.iter().map(|year| year.spent).collect()
    };
    let national = own(&file(
        260,
        "programmes.aspirants = { from = 2027-04-01, until = 2029-04-01 }\n\
         [events.all]\nkind = 'policy'\nprogramme = 'executive'\ndate = 2028-04-01\nweeks = 104\nsize = 0.5\n",
    ));
    let [base, other] = [0, 1].map(|policy| spent(&national, policy));
    // Ten seats of 20,000 pounds in each of two years; the other policy adds its own two years.
    assert_eq!(base, [0.0, 0.0, 200_000.0, 200_000.0, 0.0]);
    let aspirants: Vec<f64> = other.iter().zip(&base).map(|(other, base)| other - base).collect();
    let year = 35.0 * 33_000.0;
    assert_eq!(aspirants, [0.0, year, year, 0.0, 0.0]);
    let rule = |dates: &str| own(&file(260, &format!("rule = 'social-work'\n{dates}")));
    // As texts, because a figure may have no value.
    let of = |national: &National| {
        let years = &replicate(national, 1)[1].years;
        let texts: Vec<String> = years.iter().map(|year| format!("{year:?}")).collect();
        (texts, years[4].vacancy_weeks)
    };
    let ((always, long), (never, _)) = (of(&rule("")), of(&own(&file(260, ""))));
    let (late, _) = of(&rule("rule-from = 2028-04-01\nrule-until = 2029-04-01\n"));
    assert!(late[..2] == never[..2] && late[2] != never[2] && late[2] != always[2]);
    // No panel asks for social work any more: posts are filled again.
    let (ended, short) = of(&rule("rule-until = 2027-05-01\n"));
    assert_eq!(ended[0], always[0]);
    assert!(short < long, "{short} {long}");
}

#[test]
fn kinds_of_event_are_explained_and_in_the_schema() {
    let folder = folder();
    let kinds = SIZES.map(|row| row.kind.key());
    for kind in kinds {
        let output = asked(folder.path(), &["explain", kind], 0);
        narrow(&output.stdout);
        assert!(text(&output.stdout).contains("event of a national scenario"), "{kind}");
    }
    let schema = asked(folder.path(), &["schema", "--national"], 0);
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).expect("JSON");
    let event = &schema["properties"]["events"]["additionalProperties"]["properties"];
    assert_eq!(event["kind"]["enum"].as_array().map(Vec::len), Some(kinds.len()), "{event}");
    let policies = &schema["properties"]["policies"]["additionalProperties"]["properties"];
    let programmes = policies["programmes"]["properties"].as_object().expect("a table");
    assert_eq!(event["programme"]["enum"].as_array().map(Vec::len), Some(programmes.len()), "{event}");
}

// The climate of those years is history's: worst in 2012-13 (MARKET.md: about 64 changes in
// 2013-14, 53 a year in calmer ones).
#[test]
fn a_run_from_2010_lives_through_the_years_that_followed() {
    let of = |more: &[&str]| {
        let sets =
            [&["england.start=2010-04-01", "england.weeks=208", "england.replicates=8"], more].concat();
        let national = shipped("england", &sets);
        let runs = replicates::run(&national, 0, &|| false, &|| ()).expect("nobody stops it");
        let exits = position("permanent-exits").expect("a figure");
        let mean = |year| runs.year(0, exits, year).iter().sum::<f64>() / 8.0;
        [mean(2), mean(3)]
    };
    let (history, calm) = (of(&[]), of(&["climate.constant=0"]));
    println!("exits in 2012-14: {history:?}, in a calm climate {calm:?}");
    assert!(history.iter().zip(&calm).all(|(history, calm)| history > calm), "{history:?} {calm:?}");
}

#[test]
fn authorities_begin_with_the_figures_of_the_year_before_the_start() {
    let looked_after = |year: u16| -> f64 {
        let start = Week::on_or_after(Date::new(year, 4, 1).expect("a date"));
        let plan = Plan::england(start, 0, balcony::presets::incumbent());
        plan.members.iter().map(|member| member.place.setting().authority.looked_after).sum()
    };
    // Published: 64,400 children in March 2010, 68,110 in 2013, 78,150 in 2019 (rounded sums).
    for (year, published) in [(2010, 64_400.0), (2013, 68_060.0), (2019, 78_140.0), (2026, 78_140.0)] {
        let found = looked_after(year);
        assert!((found / published - 1.0).abs() < 0.015, "{year}: {found} of {published}");
    }
    assert_eq!(places::year_of_figures(Date::new(2014, 3, 31).expect("a date")), 2013);
    let folder = folder();
    let output = asked(folder.path(), &["check", "england", "--set", "england.start=2012-04-01"], 0);
    narrow(&output.stdout);
    let words: Vec<&str> = text(&output.stdout).split_whitespace().collect();
    assert!(words.join(" ").contains("of the year ending March 2012"), "{words:?}");
}

/// All files of a folder but its parts: names and bytes.
fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let files = entries.filter(|entry| entry.path().is_file()).map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, std::fs::read(entry.path()).expect("a file"))
    });
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
}

// Waits for runs, not for seconds: whoever is killed has kept two of eight runs.
#[test]
fn a_killed_run_goes_on_to_the_same_bytes() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let asks = ["compare", "twin-posts", "--weeks", "52", "--replicates", "8", "--quiet"];
    let into = |out: &'static str, more: &[&'static str]| [&asks[..], &["--out", out], more].concat();
    asked(folder.path(), &into("whole", &[]), 0);
    let mut child = Command::new(env!("CARGO_BIN_EXE_balcony"))
        .args(into("cut", &["--threads", "1"]))
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let parts = || {
        let entries = std::fs::read_dir(at("cut").join("parts")).into_iter().flatten().flatten();
        entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "bin")).count()
    };
    while parts() < 2 && child.try_wait().expect("it runs").is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("it is killed");
    child.wait().expect("it is gone");
    let kept = parts();
    assert!((2..8).contains(&kept), "{kept} runs were kept");
    let refused = asked(folder.path(), &["plot", "cut"], 2);
    let words: Vec<&str> = text(&refused.stderr).split_whitespace().collect();
    assert!(words.join(" ").contains("run its command again with --resume"), "{words:?}");
    // Neither another seed nor a folder that is there goes on; a part that was changed is made
    // anew.
    let other = asked(folder.path(), &into("cut", &["--resume", "--seed", "2"]), 4);
    assert!(text(&other.stderr).contains("seed: 1 there, 2 asked for"), "{}", text(&other.stderr));
    asked(folder.path(), &into("cut", &[]), 4);
    let first = at("cut").join("parts/part-000000.bin");
    let mut bytes = std::fs::read(&first).expect("the first run");
    bytes[100] ^= 1;
    std::fs::write(&first, bytes).expect("written");
    asked(folder.path(), &into("cut", &["--resume", "--threads", "2"]), 0);
    assert!(files_of(&at("cut")) == files_of(&at("whole")));
    // What is complete is shown again without a run.
    let before = files_of(&at("cut"));
    asked(folder.path(), &into("cut", &["--resume"]), 0);
    assert!(files_of(&at("cut")) == before);
}

// Directions were committed before the first run. With eight pairs a direction must stand out by
// two standard errors.
#[test]
fn levers_of_the_national_market_move_what_they_must() {
    for row in &NATIONAL_ROWS {
        let mut national = shipped(row.scenario, &["england.weeks=260", "england.replicates=8"]);
        let [from, to] = row
            .policies
            .map(|name| national.policy(name).unwrap_or_else(|| panic!("{} has no {name}", row.scenario)));
        national.base = from;
        let runs = replicates::run(&national, 0, &|| false, &|| ()).expect("nobody stops it");
        let pair = pair(&national, &runs, to, position(row.figure).expect("a figure"));
        println!("{}: {} {:+.3}, s.e. {:.3}", row.number, row.figure, pair.difference, pair.error);
        let moved = if row.expected == Expected::Up { pair.difference } else { -pair.difference };
        assert!(moved > 2.0 * pair.error, "{}: {} by {}", row.number, row.figure, pair.difference);
    }
}
