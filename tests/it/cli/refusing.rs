//! User errors: all are reported together, with the nearest name and the right exit code, and
//! nothing is written.

use super::{SMALL, asked, folder, narrow, small, text};

#[test]
fn mistakes_are_told_with_the_nearest_name_and_nothing_is_written() {
    let folder = folder();
    let run = |args: &[&str]| {
        let output = small(folder.path(), &[args, &["--out", "results"]].concat(), 2);
        assert!(output.stdout.is_empty());
        text(&output.stderr).to_owned()
    };
    for (args, expected) in [
        (&["run", "culture-shift", "--authority", "Leds"][..], "nearest: Leeds"),
        (&["run", "cultre-shift"], "nearest: culture-shift"),
        (&["run", "culture-shift", "--set", "start.trsut=0.5"], "nearest: trust"),
        (&["run", "culture-shift", "--set", "start.trust"], "key=value"),
        (&["run", "culture-shift", "--set", "start.trust=7"], "out of range"),
        (&["run", "culture-shift", "--strategy", "conected"], "did you mean connected?"),
        (&["run", "culture-shift", "--strategy", "ours.toml"], "there is no such file"),
        (&["compare", "culture-shift", "--strategies", "connected,athentic"], "did you mean authentic?"),
        (&["compare", "culture-shift", "--baseline", "incumbnt"], "did you mean incumbent?"),
        (&["compare", "culture-shift", "--strategies", "incumbent"], "a comparison needs"),
    ] {
        let said = run(args);
        assert!(said.contains(expected), "{args:?}\n{said}");
    }
    let all = run(&[
        "run",
        "culture-shift",
        "--authority",
        "Leds",
        "--set",
        "start.trsut=1",
        "--set",
        "start.culture=4",
    ]);
    assert!(all.contains("3 faults"), "{all}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn usage_is_refused_with_code_2() {
    let folder = folder();
    for args in [
        &["comprae", "culture-shift"][..],
        &["run"],
        &["run", "culture-shift", "--replicates", "0"],
        &["run", "culture-shift", "--replicates", "1000001"],
        &["run", "culture-shift", "--weeks", "0"],
        &["run", "culture-shift", "--weeks", "5201"],
        &["run", "culture-shift", "--seed", "4294967296"],
        &["run", "culture-shift", "--resume"],
        &["run", "culture-shift", "--out", "x", "--resume", "--force"],
        &["run", "culture-shift", "--out", "x", "--format", "xlsx"],
        &[],
    ] {
        let output = asked(folder.path(), args, 2);
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    assert!(text(&asked(folder.path(), &["comprae"], 2).stderr).contains("compare"));
}

#[test]
fn folders_that_are_there_are_not_written_to() {
    let folder = folder();
    let run = ["run", "new-director", "--out", "results", "--quiet"];
    small(folder.path(), &run, 0);
    let before = crate::results::fake::bytes(&folder.path().join("results"));
    let refused = small(folder.path(), &run, 4);
    assert!(text(&refused.stderr).contains("--resume") && text(&refused.stderr).contains("--force"));
    narrow(&refused.stderr);
    let other = small(folder.path(), &[&run[..], &["--resume", "--seed", "2"]].concat(), 4);
    assert!(text(&other.stderr).contains("seed: 1 there, 2 asked for"));
    assert_eq!(crate::results::fake::bytes(&folder.path().join("results")), before);
    std::fs::create_dir(folder.path().join("photos")).unwrap();
    std::fs::write(folder.path().join("photos/one.jpg"), "x").unwrap();
    small(folder.path(), &["run", "new-director", "--out", "photos", "--force"], 4);
    assert_eq!(std::fs::read_dir(folder.path().join("photos")).unwrap().count(), 1);
    std::fs::write(folder.path().join("file"), "x").unwrap();
    small(folder.path(), &["run", "new-director", "--out", "file/under"], 4);
}

#[test]
fn own_figures_stay_out_of_the_manifest() {
    let folder = folder();
    let set = ["run", "new-director", "--out", "r", "--quiet", "--set", "authority.enquiries=1357.25"];
    asked(folder.path(), &[&set[..], &SMALL].concat(), 0);
    let manifest = std::fs::read_to_string(folder.path().join("r/manifest.json")).unwrap();
    // Seconds of processor time have digits enough for any short number.
    assert!(!manifest.contains("1357.25"), "{manifest}");
    assert!(manifest.contains("kept out"));
}

// Regression: of two files called ours.toml one was lost without a message.
#[test]
fn two_strategies_of_one_name_are_refused_with_both_paths() {
    let folder = folder();
    for (name, preset) in [("d1", "connected"), ("d2", "distributed")] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        std::fs::write(folder.path().join(name).join("ours.toml"), format!("preset = '{preset}'")).unwrap();
    }
    let ours = "base = 'culture-shift'\n[strategies.ours]\npreset = 'authentic'\n";
    std::fs::write(folder.path().join("s.toml"), ours).unwrap();
    let both = "two strategies are called `ours`: the files d1/ours.toml and d2/ours.toml";
    for (args, expected) in [
        (&["compare", "culture-shift", "--strategies", "d1/ours.toml,d2/ours.toml"][..], both),
        (&["compare", "culture-shift", "--strategies", "d1/ours.toml", "--baseline", "d2/ours.toml"], both),
        (
            &["compare", "s.toml", "--strategies", "ours,d2/ours.toml"],
            "two strategies are called `ours`: that of the scenario and the file d2/ours.toml",
        ),
    ] {
        let said = small(folder.path(), args, 2);
        assert!(text(&said.stderr).contains(expected), "{args:?}: {}", text(&said.stderr));
    }
    // The same file twice is one strategy; blanks around a name are ignored.
    let args = [
        "compare",
        "culture-shift",
        "--strategies",
        "d1/ours.toml, incumbent",
        "--baseline",
        "./d1/ours.toml",
    ];
    small(folder.path(), &args, 0);
    let args = ["compare", "culture-shift", "--strategies", "connected, distributed ,", "--quiet", "--json"];
    let said = small(folder.path(), &args, 0);
    assert!(text(&said.stdout).contains("\"arms\":[\"connected\",\"distributed\",\"incumbent\"]"));
}

#[test]
fn numbers_as_people_write_them_are_told_as_options_take_them() {
    let folder = folder();
    for (args, expected) in [
        (
            &["run", "culture-shift", "--set", "start.trust=70%"][..],
            "\"70%\" must be a number or a range: write 0.7",
        ),
        (
            &["run", "culture-shift", "--set", "start.trust=0,7"],
            "\"0,7\" must be a number or a range: write 0.7",
        ),
        (&["run", "culture-shift", "--set", "start.trust=25"], "25 is out of range: 25 % is 0.25"),
        (&["run", "culture-shift", "--set", "scenario.start=21/07/2016"], "must be a day: write 2016-07-21"),
        (&["run", "culture-shift", "--seed", "-1"], "invalid value '-1' for '--seed <N>'"),
        (&["run", "culture-shift", "--weeks", "-1"], "invalid value '-1' for '--weeks <N>'"),
        (&["audit", "--seed", "-1"], "invalid value '-1' for '--seed <N>'"),
    ] {
        let said = asked(folder.path(), args, 2);
        let said = text(&said.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(expected) && !said.contains("-- -1"), "{args:?}: {said}");
    }
}

#[test]
fn a_file_given_to_the_wrong_command_is_answered_with_the_right_one() {
    let folder = folder();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("scenario.toml", "base = 'culture-shift'\n");
    write("experiment.toml", "scenario = 'culture-shift'\n[design]\nkind = 'grid'\n");
    write("exercise.toml", "scenario = 'culture-shift'\nrounds = 4\n");
    write("strategy.toml", "preset = 'connected'\n");
    small(folder.path(), &["run", "culture-shift", "--out", "results", "--quiet"], 0);
    for (words, expected, help) in [
        (
            "check experiment.toml",
            "experiment.toml is an experiment, not a scenario",
            "balcony sweep experiment.toml",
        ),
        ("compare experiment.toml", "experiment.toml is an experiment, not a scenario", "balcony sweep"),
        (
            "compare exercise.toml",
            "exercise.toml is an exercise, not a scenario",
            "balcony exercise rehearse",
        ),
        ("run strategy.toml", "strategy.toml is a strategy, not a scenario", "--strategies strategy.toml"),
        ("show results", "results is a folder of results, not a scenario", "balcony report results"),
        ("sweep scenario.toml --dry-run", "scenario.toml is a scenario, not an experiment", "scenario.toml"),
        (
            "sweep exercise.toml --dry-run",
            "exercise.toml is an exercise, not an experiment",
            "balcony exercise",
        ),
        ("sweep results --dry-run", "results is a folder of results, not an experiment", "balcony report"),
        (
            "exercise rehearse experiment.toml",
            "experiment.toml is an experiment, not an exercise",
            "balcony sweep",
        ),
        ("exercise rehearse scenario.toml", "scenario.toml is a scenario, not an exercise", "scenario.toml"),
        (
            "compare culture-shift --strategies scenario.toml",
            "scenario.toml is a scenario, not a strategy",
            "balcony check scenario.toml",
        ),
        (
            "analyse experiment.toml",
            "experiment.toml is an experiment, not a folder of rows",
            "balcony sweep",
        ),
        ("report scenario.toml", "scenario.toml is a scenario, not a folder of results", "balcony check"),
        ("plot exercise.toml", "exercise.toml is an exercise, not a folder of results", "balcony exercise"),
    ] {
        let said = asked(folder.path(), &words.split(' ').collect::<Vec<_>>(), 2);
        let said = text(&said.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(expected) && said.contains(help), "{words}: {said}");
        assert!(said.matches("error").count() == 1, "{words}: {said}");
    }
}
