//! Tutorials can be followed: what they quote of the sources is there, once, and what they add is
//! not. `cargo xtask prove tutorial` follows them to the end.

#[path = "../../xtask/src/tutorial.rs"]
mod follow;

use follow::{Edit, Step, apply, missing, steps};
use std::collections::BTreeMap;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Tutorials by name.
fn tutorials() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(root().join("docs/tutorials")).expect("the tutorials");
    entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            (path.display().to_string(), std::fs::read_to_string(&path).expect("a text"))
        })
        .collect()
}

// Seen to fail with a line of STEPS that the tutorial quotes renamed, with a quoted line that
// stands twice, with its file made already, with tag 55 in the place of 56, and with a command of
// CONTRIBUTING.md that makes other texts anew.
#[test]
fn every_quoted_line_stands_in_the_sources_once() {
    let contributing = std::fs::read_to_string(root().join("CONTRIBUTING.md")).expect("a text");
    for (name, text) in tutorials() {
        let steps = steps(&text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let mut files = BTreeMap::new();
        let (mut edits, mut commands) = (0, 0);
        for step in &steps {
            match step {
                Step::Run { command, .. } => {
                    commands += 1;
                    // Both name the texts to make anew, and a reader may compare.
                    let same = !command.starts_with("BALCONY_UPDATE") || contributing.contains(command);
                    assert!(same, "{name}: CONTRIBUTING.md has another command than:\n{command}");
                }
                Step::Edit { file, what, text } => {
                    edits += 1;
                    let read = |file: &str| std::fs::read_to_string(root().join(file)).ok();
                    let before = files.get(file).cloned().or_else(|| read(file)).unwrap_or_default();
                    assert!(!before.contains(text.trim()), "{name}: {file} has this already:\n{text}");
                    apply(&mut files, read, file, what, text)
                        .unwrap_or_else(|fault| panic!("{name}: {fault}"));
                }
            }
        }
        assert!(edits > 5 && commands > 5, "{name}: {edits} edits and {commands} commands");
        let tags = files.get("crates/engine/src/rng.rs").map_or_else(Vec::new, |text| numbers(text));
        let distinct: std::collections::BTreeSet<u32> = tags.iter().copied().collect();
        assert_eq!(tags.len(), distinct.len(), "{name}: a tag has the number of another");
    }
}

/// Numbers of the tags of draws, as `rng.rs` has them.
fn numbers(text: &str) -> Vec<u32> {
    let body = text.split_once("\ntags! {").expect("the tags").1;
    let body = body.split_once("\n}").expect("their end").0;
    let number = |line: &str| line.trim().strip_suffix(',')?.split_once(" = ")?.1.parse().ok();
    body.lines().filter_map(number).collect()
}

// Seen to fail with lines that are found in any order, and with a line that is added after the one
// before which it belongs.
#[test]
fn a_tutorial_is_read_as_it_is_written() {
    let text = "# T\n\nIn `a.rs`, after the\nline `one`, add:\n\n```rust\ntwo\n```\n\nTry:\n\n```sh\nls\nwc\n```\n\n\
                It shows:\n\n```text\n1 ...\n```\n";
    let steps = steps(text).expect("a tutorial");
    let [Step::Edit { file, what, text }, Step::Run { command, .. }, Step::Run { shows, .. }] = &steps[..]
    else {
        panic!("{steps:?}");
    };
    assert_eq!((file.as_str(), text.as_str(), command.as_str()), ("a.rs", "two\n", "ls"));
    assert_eq!(*what, Edit::After("one".to_owned()));
    let mut files = BTreeMap::new();
    let read = |_: &str| Some("  one\nthree\n".to_owned());
    apply(&mut files, read, file, what, text).expect("there is such a line");
    assert_eq!(files["a.rs"], "  one\ntwo\nthree\n");
    assert!(apply(&mut files, read, file, &Edit::Replace("tw".to_owned()), "x\n").is_err());
    apply(&mut files, read, file, &Edit::Replace("two".to_owned()), "x\n").expect("there is such a line");
    apply(&mut files, read, file, &Edit::Before("x".to_owned()), "w\n").expect("there is such a line");
    assert_eq!(files["a.rs"], "  one\nw\nx\nthree\n");
    assert!(apply(&mut files, read, file, &Edit::Create, "").is_err());
    assert_eq!(missing(shows, "0\n  1 file\n"), None);
    assert_eq!(missing(shows, "0\n11 files\n"), Some("1 ..."));
    let later = ["b...d...".to_owned(), "a".to_owned()];
    assert_eq!(missing(&later, "a\nb c d e\n"), Some("a"));
    assert!(follow::steps("No file:\n\n```rust\nx\n```\n").is_err());
    assert!(follow::steps("```text\nx\n```\n").is_err());
}
