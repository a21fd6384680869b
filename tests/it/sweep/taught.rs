//! Teaching material: the experiments in `experiments/`, and `docs/EXPERIMENTS.md`, of which every
//! command is run.

use std::path::Path;

use super::SweepFolder;
use crate::cli::{asked, narrow, text};

/// The document, read at run time, so that it can be rewritten without building the tests.
fn document() -> String {
    std::fs::read_to_string(root().join("docs/EXPERIMENTS.md")).expect("the document")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_experiment_that_is_shipped_is_sound() {
    let points =
        [("culture-shift-screening", 20 * 32), ("culture-shift-sensitivity", 128 * 14), ("regimes", 60)];
    let mut files: Vec<String> = std::fs::read_dir(root().join("experiments"))
        .expect("experiments")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, points.map(|(name, _)| format!("{name}.toml")));
    for (name, points) in points {
        let file = format!("experiments/{name}.toml");
        let output = asked(root(), &["sweep", &file, "--dry-run"], 0);
        let said = text(&output.stdout);
        assert!(said.contains("is sound") && said.contains(&format!("  points      {points} (")), "{said}");
        assert!(said.contains("three points tried"), "{said}");
        // Rutland has fewer people than a director can meet. Its screening reports this, so the
        // warning is expected.
        let said = text(&output.stderr).split("warning: ").skip(1).map(str::to_owned).collect::<Vec<_>>();
        let others = said.iter().filter(|warning| !warning.contains("changes nothing between"));
        assert_eq!(others.count(), 0, "{said:?}");
    }
}

/// The first experiment of the document, shortened: fewer points and weeks.
fn first() -> String {
    let document = document();
    let (_, after) = document.split_once("```toml\n").expect("an experiment");
    let whole = after.split_once("```").expect("its end").0;
    let short = whole
        .replace("weeks = 104", "weeks = 26\nset = [\"scenario.warm-up=26\"]")
        .replace("points = 40", "points = 4")
        .replace("count = 10", "count = 2");
    assert!(
        short.contains("points = 4\n") && short.contains("count = 2\n") && short.contains("warm-up"),
        "{short}"
    );
    short
}

#[test]
fn every_command_of_the_document_works() {
    let place = SweepFolder::new("");
    place.write("first.toml", &first());
    let commands = crate::cli::readme::commands(&document());
    assert!(commands.len() >= 10, "{commands:?}");
    assert_eq!(commands[0], "sweep first.toml --dry-run");
    for command in &commands {
        let words: Vec<&str> = command.split_whitespace().collect();
        asked(place.path(), &words, 0);
    }
    assert!(place.bytes("merged") == place.bytes("rows"), "what the document says of shares");
    // The script of the array job for its first job, run twice as if the job were submitted again.
    let document = document();
    let line = document.lines().find(|line| line.contains("$SLURM_ARRAY_TASK_ID/50")).expect("the script");
    let line = line.replace("$SLURM_ARRAY_TASK_ID", "1");
    for _ in 0..2 {
        place.asked(line.strip_prefix("balcony ").expect("a command"), 0);
    }
    assert_eq!(place.manifest("job-1")["identity"]["share"], serde_json::json!([1, 50]));
}

#[test]
fn the_document_names_every_design_and_every_key() {
    let document = document();
    for key in balcony::sweep::schema().keys {
        // All margins are in one row.
        let name = if key.path[0] == "margins" { "margins.OUTCOME".to_owned() } else { key.name() };
        assert!(document.contains(&format!("| `{}` |", name.replace('*', "NAME"))), "{name}");
    }
    let kind = balcony::sweep::key("design.kind").expect("a key");
    let balcony::scenario::schema::Kind::Choice(kinds) = kind.kind else { panic!("a choice") };
    for kind in kinds {
        assert!(document.contains(&format!("| `{kind}` |")), "{kind} is not in the table of designs");
    }
}

#[test]
fn what_is_said_of_a_sweep_fits_a_terminal() {
    let place = SweepFolder::new("");
    place.write("first.toml", &first());
    narrow(&place.asked("sweep first.toml --out rows --threads 1", 0).stdout);
}
