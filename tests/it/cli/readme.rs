//! Runs every command of README.md, of the guides and of every help text, with few and short
//! replicates.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::{SMALL, balcony, folder, narrow};

/// Documents for users.
const DOCUMENTS: [&str; 4] = [
    include_str!("../../../README.md"),
    include_str!("../../../docs/guides/designers.md"),
    include_str!("../../../docs/guides/researchers.md"),
    include_str!("../../../docs/guides/participants.md"),
];

/// The commands in the fenced `sh` blocks, without the program's name.
pub(crate) fn commands(document: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut inside = false;
    let mut unfinished = String::new();
    for line in document.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
            continue;
        }
        if !inside {
            continue;
        }
        unfinished.push_str(line.split(" #").next().unwrap_or("").trim());
        if let Some(more) = unfinished.strip_suffix('\\') {
            unfinished = more.to_owned();
            continue;
        }
        let line = std::mem::take(&mut unfinished);
        let program = ["balcony ", "cargo run --release -- "];
        commands.extend(program.iter().find_map(|name| line.strip_prefix(name)).map(str::to_owned));
    }
    commands
}

// Seen to fail with the answer of an engine before.
#[test]
fn the_answer_that_the_readme_quotes_is_what_its_command_says() {
    let readme = DOCUMENTS[0];
    let command = commands(readme).into_iter().next().expect("a first command");
    let quoted = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next());
    let quoted = quoted.expect("a quoted answer");
    let folder = folder();
    let output = balcony(folder.path(), &command.split_whitespace().collect::<Vec<_>>()).output();
    let output = output.expect("the program runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains(quoted), "README.md quotes:\n{quoted}\nThe program says:\n{said}");
}

/// Runs an example, shortened if it would take long; it must succeed.
pub(crate) fn runs(folder: &Path, example: &str) {
    let mut words: Vec<&str> = example.split_whitespace().collect();
    let national = words.iter().any(|word| balcony::england::scenario::shipped(word).is_some());
    if national && words[0] != "new" {
        // Whole years, as few as possible; pictures and careers need no more.
        for option in ["--replicates", "--weeks"] {
            if let Some(at) = words.iter().position(|word| *word == option) {
                words.drain(at..at + 2);
            }
        }
        let runs = ["run", "compare"].contains(&words[0]);
        if runs || words[0] == "trace" {
            words.extend(["--weeks", "52"]);
        }
        if runs {
            words.extend(["--replicates", "2"]);
        }
    }
    if ["run", "compare"].contains(&words[0]) && !national {
        for option in ["--replicates", "--weeks"] {
            if let Some(at) = words.iter().position(|word| *word == option) {
                words.drain(at..at + 2);
            }
        }
        // Parameter samples need at least two samples of two replicates.
        let least = |word| if word == "3" && example.contains("--parameters worlds") { "4" } else { word };
        words.extend(SMALL.map(least));
    }
    if words[0] == "trial" && words.len() > 1 {
        // As few replicates as possible, in one small authority.
        if let Some(at) = words.iter().position(|word| *word == "--replicates") {
            words.drain(at..at + 2);
        }
        words.extend(["--replicates", "2"]);
        if !words.contains(&"--authority") {
            words.extend(["--authority", "Rutland"]);
        }
    }
    if words[0] == "trace" && !national {
        words.extend(["--weeks", "26", "--set", "scenario.warm-up=26"]);
    }
    if words[0] == "exercise" && words[1] == "host" {
        // A session stays open until somebody closes it.
        let (mut child, lines) = super::exercising::opened(folder, &words);
        assert!(lines.iter().any(|line| line.contains("Your desk")), "balcony {example}: {lines:?}");
        let _ = child.kill();
        let _ = child.wait();
        return;
    }
    if words[0] == "exercise" && ["new", "paper"].contains(&words[1]) {
        words.push("--force");
    }
    if words[0] == "exercise" && words[1] == "check" {
        words.extend(["--teams", "2", "--devices", "4", "--port", "0"]);
        let output = balcony(folder, &words).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() || said.contains("on no network"), "balcony {example}\n{said}");
        return;
    }
    if words[0] == "exercise" && words[1] == "replay" && !folder.join(words[2]).exists() {
        std::fs::write(folder.join(words[2]), crate::exercise::exported()).expect("written");
    }
    if ["plot", "report"].contains(&words[0])
        && !folder.join(words[1]).exists()
        && !folder.join("results").exists()
    {
        runs(folder, "compare tight-budgets --out results");
    }
    if words[0] == "sweep" && !folder.join(words[1]).exists() {
        std::fs::write(folder.join(words[1]), format!("{}{}", crate::sweep::BASE, crate::sweep::SMALL))
            .expect("written");
    }
    if words[0] == "analyse" && !folder.join(words[1]).exists() {
        runs(folder, &format!("sweep experiment.toml --out {}", words[1]));
    }
    if words[0] == "tables" {
        if !folder.join(words[1]).exists() {
            let make = if words[1] == "sweep" {
                "sweep experiment.toml --out sweep"
            } else {
                "compare tight-budgets --out results"
            };
            runs(folder, make);
        }
        words.push("--force");
    }
    if words[0] == "package" {
        // A package needs a new folder.
        let _ = std::fs::remove_dir_all(folder.join(words[words.len() - 1]));
        if !folder.join(words[1]).exists() {
            let make = if words[1] == "results" {
                "compare tight-budgets --out"
            } else {
                "sweep experiment.toml --out"
            };
            runs(folder, &format!("{make} {}", words[1]));
        }
    }
    if words[0] == "audit" {
        // This command always runs all shipped scenarios: two years in a small authority, with as
        // few pairs as possible.
        words.extend(["--set", r#"authority.name="Rutland""#]);
        for (option, least) in [("--contexts", "0"), ("--replicates", "2"), ("--years", "2")] {
            if let Some(at) = words.iter().position(|word| *word == option) {
                words.drain(at..at + 2);
            }
            words.extend([option, least]);
        }
    }
    if words[0] == "validate" {
        // This command always simulates ten years: few authorities, with as few replicates as
        // possible.
        let least = if words.contains(&"worlds") { "4" } else { "2" };
        for (option, least) in [("--authorities", "Rutland,Hartlepool,Torbay"), ("--replicates", least)] {
            if let Some(at) = words.iter().position(|word| *word == option) {
                words.drain(at..at + 2);
            }
            words.extend([option, least]);
        }
    }
    if words[0] == "report" {
        words.push("--force");
    }
    if words[0] == "new" && !words.contains(&"--force") {
        words.push("--force");
    }
    if alone(folder, &words) && !first_time(&words) {
        return;
    }
    let output = balcony(folder, &words).output().expect("the program runs");
    // The folder of an earlier example may exist.
    if output.status.code() == Some(4) && words.contains(&"--out") && !words.contains(&"--resume") {
        words.push("--force");
        balcony(folder, &words).assert().success();
        return;
    }
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "balcony {example}\n{said}");
    // What is for programs is not for a terminal of 80 columns.
    let data = ["schema", "codebook", "completions", "man"].contains(&words[0]);
    if !words.contains(&"--json") && !data && !words.contains(&"--chart") {
        narrow(&output.stdout);
    }
}

/// Whether a command neither reads nor writes files, so that it does the same in every folder.
fn alone(folder: &Path, words: &[&str]) -> bool {
    let asks = ["audit", "compare", "diff", "explain", "list", "run", "schema", "trace", "trial", "validate"];
    asks.contains(&words[0])
        && !words.contains(&"--out")
        && !words.iter().any(|word| word.contains(".toml") || folder.join(word).exists())
}

/// Whether none of these tests has run this command yet: many documents show the same ones.
fn first_time(words: &[&str]) -> bool {
    static RUN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    RUN.lock().unwrap_or_else(PoisonError::into_inner).insert(words.join(" "))
}

#[test]
fn every_command_of_the_readme_and_of_the_guides_works() {
    let folder = folder();
    let mut seen = BTreeSet::new();
    for document in DOCUMENTS {
        let commands = commands(document);
        assert!(commands.len() > 5, "{commands:?}");
        for command in commands.into_iter().filter(|command| seen.insert(command.clone())) {
            runs(folder.path(), &command);
        }
    }
    assert_eq!(commands(DOCUMENTS[0])[0], "compare culture-shift --authority Rutland");
}

// Seen to fail with the README of 2,882 words that this one replaced.
#[test]
fn the_readme_is_read_in_a_few_minutes() {
    let words = DOCUMENTS[0].split_whitespace().count();
    assert!(words <= 900, "{words} words");
}
