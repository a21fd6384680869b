//! Faulty scenarios and the messages about them: `tests/it/faulty/*.toml` with `*.txt`.

use balcony::scenario::files::{Disk, Texts};
use balcony::scenario::{Faults, Library, Middling, read, read_text};
use balcony_engine::registry::Parameter;
use std::path::{Path, PathBuf};

fn parameters() -> Vec<Parameter> {
    let row = |key, meaning, default, low, high| Parameter {
        key,
        meaning,
        unit: "a week",
        default,
        low,
        high,
        source: "assumption",
    };
    vec![
        row("needs.rate", "New needs a week.", 54.0, 45.0, 70.0),
        row("leaders.chi_line", "Conversion along the line.", 0.3, 0.1, 0.5),
        row("work.hours", "Hours due.", 2.2, 1.0, 4.0),
    ]
}

/// The texts of a folder under their bare names, so that messages contain no path of a machine.
fn folder() -> Texts {
    let mut texts = Texts::default();
    for path in files("toml") {
        texts.0.insert(name(&path), std::fs::read(&path).unwrap());
    }
    texts
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn files(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/faulty");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == kind));
    files.sort();
    files
}

fn said(name: &str, texts: &Texts) -> Faults {
    let library = Library::with_parameters(texts, &Middling, parameters());
    match read(name, &library) {
        Err(faults) => faults,
        Ok(_) => panic!("{name} is faulty, and was read"),
    }
}

#[test]
fn every_faulty_scenario_is_answered_as_stored() {
    let texts = folder();
    let (mut classes, mut combined, mut answers) = (0, 0, Vec::new());
    for path in files("toml").iter().filter(|path| !name(path).starts_with("base-")) {
        let faults = said(&name(path), &texts);
        let text = faults.to_string();
        if name(path).starts_with("many-") {
            combined += 1;
            assert!(faults.list.len() >= 3, "{} combines at least three faults:\n{text}", name(path));
        } else {
            classes += 1;
        }
        for fault in &faults.list {
            assert!(fault.line >= 1 && fault.column >= 1 || fault.shown.is_none(), "{text}");
            let whole = fault.shown.as_ref().map(|(line, span)| line.get(span.clone()));
            assert!(whole != Some(None), "the span lies in its line: {text}");
        }
        let places: Vec<_> = faults
            .list
            .iter()
            .map(|fault| (fault.file != faults.file, fault.file.clone(), fault.line))
            .collect();
        assert!(places.is_sorted(), "{text}");
        assert!(text.ends_with(&format!("in {}; nothing was run.\n", name(path))), "{text}");
        answers.push((path.with_extension("txt"), text));
    }
    assert!(classes >= 30 && combined >= 30, "{classes} classes, {combined} combinations");
    crate::stored::all_hold(answers);
}

#[test]
fn every_stored_answer_has_its_scenario() {
    for path in files("txt") {
        assert!(path.with_extension("toml").exists(), "{}", path.display());
    }
}

#[test]
fn a_fault_says_file_line_column_key_range_and_nearest_name() {
    let text = "[scenario]\ntitle = 't'\nprimary = 'harm'\nweks = 3\n[authority]\narchetype = 'metropolitan'\n[start]\n  culture = 1.5\n";
    let texts = Texts::default();
    let faults =
        read_text("x.toml", text, &Library::with_parameters(&texts, &Middling, parameters())).unwrap_err();
    let [unknown, range] = faults.list.as_slice() else { panic!("{faults}") };
    assert_eq!((unknown.line, unknown.column, unknown.key.as_str()), (4, 1, "scenario.weks"));
    assert_eq!(unknown.nearest.as_deref(), Some("weeks"));
    assert_eq!((range.line, range.column, range.key.as_str()), (8, 13, "start.culture"));
    assert!(range.allowed.as_ref().unwrap().contains("0 to 1 (share)"));
}

#[test]
fn files_that_are_no_scenario_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::with_parameters(&Disk, &Middling, parameters());
    let answer = |file: &str, bytes: &[u8]| {
        let path = folder.path().join(file);
        std::fs::write(&path, bytes).unwrap();
        read(&path.display().to_string(), &library).unwrap_err().to_string()
    };
    assert!(answer("empty.toml", b"").contains("title"));
    assert!(answer("latin.toml", b"[scenario]\ntitle = \"Caf\xe9\"\n").contains("UTF-8"));
    assert!(answer("zeros.toml", &[0; 1000]).contains("nothing was run"));
    assert!(
        answer(
            "brackets.toml",
            "x = ".bytes().chain(std::iter::repeat_n(b'[', 900_000)).collect::<Vec<_>>().as_slice()
        )
        .contains("inside each other")
    );
    assert!(
        answer(
            "tables.toml",
            "x = ".bytes().chain("{a=".bytes().cycle().take(900_000)).collect::<Vec<_>>().as_slice()
        )
        .contains("inside each other")
    );
    assert!(answer("points.toml", "a.".repeat(400_000).as_bytes()).contains("inside each other"));
    assert!(answer("keys.toml", "a=1\n".repeat(200_000).as_bytes()).contains("and "));
    assert!(answer("line.toml", format!("title = \"{}\"", "é".repeat(400_000)).as_bytes()).len() < 3000);
    let many: String =
        (0..20_000).map(|at| format!("[strategies.s{at}]\nsource = 0\nimpact = 1\n")).collect();
    assert!(answer("strategies.toml", many.as_bytes()).contains("more than 100"));
    let list = format!("[compare]\nstrategies = [{}]\n", "'a',".repeat(200_000));
    assert!(answer("list.toml", list.as_bytes()).contains("there is no strategy"));
    let path = folder.path().join("large.toml");
    std::fs::File::create(&path).unwrap().set_len(50_000_000).unwrap();
    assert!(read(&path.display().to_string(), &library).unwrap_err().to_string().contains("1 MiB"));
    assert!(read(&folder.path().display().to_string(), &library).unwrap_err().to_string().contains("folder"));
    assert!(read("culture-shfit", &library).unwrap_err().to_string().contains("culture-shift"));
}
