//! Mistakes: told all at once, with the nearest name, the right exit code, and nothing written.

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
    let set = ["run", "new-director", "--out", "r", "--quiet", "--set", "authority.enquiries=1357"];
    asked(folder.path(), &[&set[..], &SMALL].concat(), 0);
    let manifest = std::fs::read_to_string(folder.path().join("r/manifest.json")).unwrap();
    assert!(!manifest.contains("1357"), "{manifest}");
    assert!(manifest.contains("kept out"));
}
