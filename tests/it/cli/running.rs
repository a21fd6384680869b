//! Runs: their output, that every shipped scenario runs, and that only the question affects the
//! bytes.

use std::path::Path;

use serde_json::Value;

use super::{balcony, folder, narrow, small, text};
use crate::results::fake::bytes;

/// Parses the last line of standard output, the one object that `--json` promises.
fn json(stdout: &[u8]) -> Value {
    let last = text(stdout).lines().last().expect("a line");
    let object: Value = serde_json::from_str(last).expect("one object on one line");
    for key in ["case_weeks", "wall", "threads", "warm_up_case_weeks"] {
        assert!(object[key].is_number(), "{key} in {object}");
    }
    assert!(object.get("cpu").is_some());
    object
}

#[test]
fn every_shipped_scenario_runs_and_compares() {
    let folder = folder();
    for (name, _) in balcony::scenario::SHIPPED {
        // In a small authority: the comparison below runs in the scenario's own.
        let run = small(folder.path(), &["run", name, "--authority", "Rutland"], 0);
        narrow(&run.stdout);
        let said = text(&run.stdout);
        assert!(said.contains("OUTCOMES") && said.contains("OVER TIME"), "{said}");
        let compare = small(folder.path(), &["compare", name, "--json"], 0);
        let object = json(&compare.stdout);
        let own = match name {
            "development-programme" => 2,
            "first-three-years" => 1,
            _ => 0,
        };
        assert_eq!(object["arms"].as_array().map(Vec::len), Some(5 + own), "{object}");
        assert_eq!(object["baseline"], "incumbent");
        let said = text(&compare.stdout);
        let summary = &said[..said.trim_end().rfind('\n').expect("a summary before the object")];
        narrow(summary.as_bytes());
        for part in ["PAIRED DIFFERENCE", "WHY", "ANSWER", "IN MORE DETAIL", "Open Government Licence"] {
            assert!(summary.contains(part), "{part}\n{summary}");
        }
        assert!(summary.ends_with("the source of each figure."), "the attribution comes last");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no folder was asked for");
}

#[test]
fn published_figures_stand_beside_the_outcomes() {
    let run = small(folder().path(), &["run", "new-director", "--authority", "Barnsley"], 0);
    let said = text(&run.stdout);
    let row = said.lines().find(|line| line.starts_with("Re-referrals")).expect("a row");
    assert!(row.ends_with("22.6"), "{row}");
    let row = said.lines().find(|line| line.starts_with("Children in need")).expect("a row");
    assert!(!row.ends_with('-'), "{row}");
}

#[test]
fn quiet_is_quiet() {
    let folder = folder();
    let quiet = small(folder.path(), &["run", "new-director", "--quiet"], 0);
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty());
    let line = small(folder.path(), &["run", "new-director", "--quiet", "--json"], 0);
    assert_eq!(text(&line.stdout).lines().count(), 1);
    let object = json(&line.stdout);
    assert_eq!(object["replicates"], 3);
    assert!(object["warm_up_case_weeks"].as_u64() < object["case_weeks"].as_u64());
    assert!(line.stderr.is_empty());
}

fn compared(folder: &Path, name: &str, more: &[&str]) -> std::collections::BTreeMap<String, Vec<u8>> {
    let args = ["compare", "new-director", "--quiet", "--out", name];
    small(folder, &[&args[..], more].concat(), 0);
    bytes(&folder.join(name))
}

#[test]
fn threads_and_the_order_of_strategies_change_no_byte() {
    let folder = folder();
    let order = ["--strategies", "connected,personalised,distributed"];
    let one = compared(folder.path(), "one", &[&order[..], &["--threads", "1"]].concat());
    for file in ["details.parquet", "outcomes.parquet", "quarters.parquet", "series.parquet", "summary.csv"] {
        assert!(one.get(file).is_some_and(|bytes| !bytes.is_empty()), "{file} in {:?}", one.keys());
    }
    for threads in ["2", "8"] {
        assert_eq!(compared(folder.path(), threads, &[&order[..], &["--threads", threads]].concat()), one);
    }
    let other = ["--strategies", "distributed,incumbent,connected,personalised"];
    assert_eq!(compared(folder.path(), "other", &other), one);
    assert_ne!(compared(folder.path(), "seed", &[&order[..], &["--seed", "2"]].concat()), one);
}

#[test]
fn tables_can_be_text() {
    let folder = folder();
    let tables = compared(folder.path(), "text", &["--format", "csv"]);
    let outcomes = text(&tables["outcomes.csv"]);
    assert_eq!(outcomes.lines().count(), 1 + 5 * 3);
    assert!(outcomes.starts_with("strategy,replicate,"), "{}", &outcomes[..80]);
}

#[test]
fn an_unfinished_folder_is_gone_on_with_to_the_same_bytes() {
    let folder = folder();
    let ask = ["run", "new-director", "--authority", "Rutland", "--quiet", "--out"];
    let long = ["--weeks", "26", "--replicates", "120", "--set", "scenario.warm-up=26", "--threads", "2"];
    let whole = [&ask[..], &["whole"], &long].concat();
    balcony(folder.path(), &whole).assert().success();
    let cut = [&ask[..], &["cut"], &long].concat();
    let program = balcony(folder.path(), &[]).get_program().to_owned();
    let mut child = std::process::Command::new(program)
        .args(&cut)
        .current_dir(folder.path())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let parts = folder.path().join("cut/parts");
    // The run is killed as soon as something is stored. On a very fast machine it may be complete
    // before.
    while child.try_wait().unwrap().is_none() {
        if std::fs::read_dir(&parts).is_ok_and(|entries| entries.count() > 0) {
            child.kill().unwrap();
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let resumed = [&cut[..], &["--resume"]].concat();
    balcony(folder.path(), &resumed).assert().success();
    assert_eq!(bytes(&folder.path().join("cut")), bytes(&folder.path().join("whole")));
    let again = balcony(folder.path(), &[&resumed[..], &["--json"]].concat()).output().unwrap();
    assert_eq!(again.status.code(), Some(0));
    json(&again.stdout);
}

/// A comparison ends when its verdicts are settled. It says so, and reports the intervals at every
/// look. `--fixed` runs all pairs.
#[test]
fn a_comparison_says_when_it_was_settled_and_fixed_runs_all() {
    let folder = folder();
    let ask = "compare new-director --authority Rutland --weeks 26 --set scenario.warm-up=26 --strategies connected --json";
    let run = |more: &[&str]| {
        let words: Vec<&str> = ask.split(' ').chain(more.iter().copied()).collect();
        let output = balcony(folder.path(), &words).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        (text(&output.stdout).to_owned(), json(&output.stdout), text(&output.stderr).to_owned())
    };
    // The margin is so large that no difference can exceed it.
    let (said, found, _) =
        run(&["--replicates", "60", "--set", "margins.turnover=100", "--set", "scenario.primary=turnover"]);
    assert!(said.contains("Settled after 20 of at most 60 paired runs"), "{said}");
    assert_eq!(
        (&found["replicates"], &found["at_most"], &found["settled"]),
        (&20.into(), &60.into(), &true.into())
    );
    let pairs: Vec<u64> =
        found["course"].as_array().unwrap().iter().map(|look| look["pairs"].as_u64().unwrap()).collect();
    assert_eq!(pairs, [10, 20]);
    let last = &found["course"][1]["differences"]["connected"];
    assert_eq!(last["low_95"], found["verdicts"]["connected"]["low_95"]);
    let (said, found, _) = run(&[
        "--replicates",
        "30",
        "--fixed",
        "--set",
        "margins.turnover=100",
        "--set",
        "scenario.primary=turnover",
    ]);
    assert!(said.contains("30 paired runs: the same children"), "{said}");
    assert_eq!((&found["replicates"], &found["settled"]), (&30.into(), &serde_json::Value::Null));
    assert_eq!(found["course"].as_array().unwrap().len(), 3);
    // Where the option has no effect, the program says so.
    let (_, _, heard) = run(&["--replicates", "2", "--fixed"]);
    assert!(heard.contains("--fixed changes nothing here"), "{heard}");
}

/// A user interrupts a run with Ctrl-C. The exit code is 130, finished work is kept, and --resume
/// gives the bytes of an uninterrupted run.
// Seen to fail with `Stop::Interrupted` given exit code 1, and with the signal not handled (no code
// at all).
#[cfg(unix)]
#[test]
fn interrupted_by_control_c_it_says_so_and_can_be_resumed() {
    let folder = folder();
    let asked = |out: &str| {
        format!(
            "run new-director --authority Rutland --weeks 52 --replicates 400 --threads 1 --set scenario.warm-up=26 --quiet --out {out}"
        )
    };
    let interrupted = asked("cut");
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("balcony"))
        .current_dir(folder.path())
        .args(interrupted.split(' '))
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let begun = folder.path().join("cut");
    while !begun.exists() {
        assert!(child.try_wait().expect("a child").is_none(), "it ended before it began");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    std::thread::sleep(std::time::Duration::from_millis(100));
    let pid = child.id().to_string();
    crate::interrupt(&pid);
    let output = child.wait_with_output().expect("it ends");
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("interrupted: ") && said.contains("--resume"), "{said}");
    for command in [format!("{} --resume", asked("cut")), asked("whole")] {
        let words: Vec<&str> = command.split(' ').collect();
        super::asked(folder.path(), &words, 0);
    }
    assert_eq!(bytes(&begun), bytes(&folder.path().join("whole")));
}

/// A strategy in its own file, as an exercise would write it.
const OURS: &str = "title = 'Ours'\npreset = 'distributed'\nattention = { dance-floor = 3, balcony = 0 }\n\
                    investments.training = { kind = 'joint-training', size = 0.1 }\n\
                    responses.seen = { to = 'serious-incident', weeks = 26, attention = { politics = 3 } }\n\
                    rules.keep = { when = 'vacancy', above = 0.1, weeks = 8, source = 1 }\n";

#[test]
fn a_strategy_file_is_the_same_as_the_strategy_in_a_scenario() {
    let folder = folder();
    let path = folder.path();
    std::fs::write(path.join("ours.toml"), OURS).unwrap();
    let inside = OURS.lines().map(|line| format!("strategies.ours.{line}\n")).collect::<String>();
    std::fs::write(path.join("whole.toml"), format!("base = 'high-profile-case'\n{inside}")).unwrap();
    let file = json(
        &small(path, &["compare", "high-profile-case", "--strategies", "ours.toml", "--json"], 0).stdout,
    );
    let whole = json(&small(path, &["compare", "whole.toml", "--strategies", "ours", "--json"], 0).stdout);
    for key in ["arms", "means", "verdicts"] {
        assert_eq!(file[key], whole[key], "{key}");
    }
    assert_ne!(file["means"]["ours"], file["means"]["incumbent"]);
    small(path, &["run", "high-profile-case", "--strategy", "ours.toml"], 0);
    // All faults of the file are reported together, with its own line numbers.
    std::fs::write(
        path.join("ours.toml"),
        "preset = 'conected'\nattention.dance-flor = 3\nrules.x = { when = 'vacancy' }\n",
    )
    .unwrap();
    let said = small(path, &["run", "high-profile-case", "--strategy", "ours.toml"], 2);
    let said = text(&said.stderr);
    for part in ["nearest: connected", "nearest: dance-floor", "the level at which it acts", "ours.toml:2"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}
