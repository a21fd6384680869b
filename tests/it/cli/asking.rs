//! Commands that run no simulation.

use std::process::Stdio;

use super::{asked, balcony, folder, narrow, text};

#[test]
fn every_help_is_narrow_and_has_examples_that_work() {
    let folder = folder();
    let mut examples = Vec::new();
    for command in [
        "", "run", "compare", "sweep", "merge", "trace", "audit", "check", "show", "diff", "new", "list",
        "explain", "schema", "exercise",
    ] {
        let args: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let output = asked(folder.path(), &args, 0);
        narrow(&output.stdout);
        let lines = text(&output.stdout).lines().filter_map(|line| line.strip_prefix("  balcony "));
        examples.extend(lines.map(str::to_owned));
    }
    assert!(examples.len() > 15, "{examples:?}");
    for example in examples {
        super::readme::runs(folder.path(), &example);
    }
}

#[test]
fn the_version_is_told() {
    let output = asked(folder().path(), &["--version"], 0);
    let said = text(&output.stdout);
    assert!(said.starts_with(&format!("balcony {}\n", env!("CARGO_PKG_VERSION"))), "{said}");
    let row = |name: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().next().unwrap_or_default().to_owned()
    };
    assert_eq!(row("engine"), balcony::results::engine());
    assert_eq!(row("parameters"), balcony::scenario::parameters_digest());
    assert!(row("commit").len() == 40 || row("commit") == "unknown:", "{said}");
    narrow(&output.stdout);
    let short = asked(folder().path(), &["-V"], 0);
    assert_eq!(text(&short.stdout), format!("balcony {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn scenarios_are_listed_checked_shown_and_told_apart() {
    let folder = folder();
    let list = asked(folder.path(), &["list"], 0);
    narrow(&list.stdout);
    for (name, _) in balcony::scenario::SHIPPED {
        assert!(text(&list.stdout).contains(&format!("{name}: ")));
        for command in ["check", "show"] {
            let output = asked(folder.path(), &[command, name, "--authority", "Rutland"], 0);
            narrow(&output.stdout);
            assert!(output.stderr.is_empty());
        }
    }
    let shown = asked(folder.path(), &["show", "new-director", "--set", "start.trust=0.7", "--seed", "9"], 0);
    assert!(text(&shown.stdout).lines().any(|line| line.contains("trust") && line.contains("0.7")));
    let diff = asked(folder.path(), &["diff", "culture-shift", "new-director"], 0);
    narrow(&diff.stdout);
    assert!(text(&diff.stdout).contains("values differ"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "asking writes nothing");
}

#[test]
fn names_are_explained() {
    let folder = folder();
    for key in [
        "re-referrals",
        "needs.rate",
        "culture",
        "serious-incident",
        "connected",
        "adaptive",
        "rules",
        "structure",
    ] {
        let output = asked(folder.path(), &["explain", key], 0);
        narrow(&output.stdout);
        assert!(text(&output.stdout).contains(key));
    }
    assert!(asked(folder.path(), &["explain"], 0).stdout.len() > 1000);
    let output = asked(folder.path(), &["explain", "re-referals"], 2);
    assert!(text(&output.stderr).contains("re-referrals"));
}

#[test]
fn the_schema_is_json() {
    let output = asked(folder().path(), &["schema"], 0);
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(schema["properties"]["scenario"].is_object());
}

#[test]
fn a_new_file_checks_clean_and_is_never_replaced_unasked() {
    let folder = folder();
    let new = ["new", "ours.toml", "--from", "culture-shift", "--authority", "Rutland"];
    narrow(&asked(folder.path(), &new, 0).stdout);
    asked(folder.path(), &["check", "ours.toml"], 0);
    let path = folder.path().join("ours.toml");
    std::fs::write(&path, "mine").unwrap();
    let refused = asked(folder.path(), &new, 4);
    assert!(text(&refused.stderr).contains("--force"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    asked(folder.path(), &[&new[..], &["--force"]].concat(), 0);
    asked(folder.path(), &["check", "ours.toml"], 0);
    asked(folder.path(), &["new", "x.toml", "--authority", "Bransley"], 2);
    let output = asked(folder.path(), &["new", "x.toml", "--from", "cultur-shift"], 2);
    assert!(text(&output.stderr).contains("did you mean culture-shift?"));
    asked(folder.path(), &["new", "."], 2);
    asked(folder.path(), &["new", "none/x.toml"], 5);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else was written");
}

#[test]
fn nobody_listening_is_no_failure() {
    let folder = folder();
    for args in [&["list"][..], &["explain"], &["schema"], &["--help"]] {
        let program = balcony(folder.path(), &[]).get_program().to_owned();
        let mut child = std::process::Command::new(program)
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(output.stderr.is_empty(), "{args:?}: {}", text(&output.stderr));
    }
}
