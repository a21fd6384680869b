//! Faulty experiments and the messages about them: `tests/it/faulty-experiments/*.toml` with
//! `*.txt`.

use std::path::{Path, PathBuf};

use balcony::scenario::files::Texts;
use balcony::scenario::{England, Library};
use balcony::sweep::read;

use crate::cli::{balcony, folder, text};

fn files(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/faulty-experiments");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == kind));
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn experiments() -> impl Iterator<Item = PathBuf> {
    files("toml").into_iter().filter(|path| !name(path).starts_with("base-"))
}

#[test]
fn every_faulty_experiment_is_answered_as_stored() {
    let mut texts = Texts::default();
    for path in files("toml") {
        texts.0.insert(name(&path), std::fs::read(&path).unwrap());
    }
    let library = Library::new(&texts, &England);
    let (mut classes, mut answers) = (0, Vec::new());
    for path in experiments() {
        let Err(faults) = read(&name(&path), &library) else { panic!("{} was read", name(&path)) };
        let said = faults.to_string();
        if name(&path).starts_with("many-") {
            assert!(faults.list.len() >= 3, "{} combines at least three faults:\n{said}", name(&path));
        } else {
            classes += 1;
        }
        for fault in &faults.list {
            assert!(fault.line >= 1 && fault.column >= 1 || fault.shown.is_none(), "{said}");
            // A text that is not TOML, or is no experiment at all, has no key to name.
            let whole = ["syntax", "a-scenario", "a-strategy", "an-exercise"]
                .iter()
                .any(|start| name(&path).starts_with(start));
            assert!(!fault.key.is_empty() || whole, "{}: {said}", name(&path));
        }
        assert!(said.ends_with(&format!("in {}; nothing was run.\n", name(&path))), "{said}");
        answers.push((path.with_extension("txt"), said));
    }
    assert!(classes >= 40, "{classes} classes");
    crate::stored::all_hold(answers);
}

#[test]
fn every_stored_answer_has_its_experiment() {
    for path in files("txt") {
        assert!(path.with_extension("toml").exists(), "{}", path.display());
    }
}

#[test]
fn nothing_is_run_and_the_code_is_2() {
    let folder = folder();
    // The program says of each what the test above has checked: some show that it runs nothing.
    for path in experiments().step_by(4) {
        let asked = ["sweep", path.to_str().unwrap(), "--out", "rows"];
        let output = balcony(folder.path(), &asked).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}: {}", name(&path), text(&output.stderr));
        assert!(text(&output.stderr).contains("nothing was run"), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty() && !folder.path().join("rows").exists(), "{}", name(&path));
    }
}
