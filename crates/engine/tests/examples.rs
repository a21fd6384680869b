//! Every public function of the engine shows how it is called: an example in its documentation,
//! which `cargo test` runs.

use std::fs;
use std::path::Path;

// Seen to fail with `Start::middling` and `Setting::quiet`, which came without one.
#[test]
fn every_public_function_has_an_example() {
    let mut found = Vec::new();
    let mut functions = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the engine") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source can be read");
            functions += text.lines().filter(|line| public(line)).count();
            found
                .extend(without_example(&text).into_iter().map(|line| format!("{}: {line}", path.display())));
        }
    }
    assert!(functions > 50, "only {functions} public functions were found");
    assert!(found.is_empty(), "these have no example:\n{}", found.join("\n"));
}

// Seen to fail with attributes that end the documentation above a function.
#[test]
fn a_function_without_an_example_is_found() {
    let text = "/// A.\n///\n/// ```\n/// a();\n/// ```\n#[inline]\npub fn a() {}\n\n/// B.\n#[must_use]\npub const fn b() {}\n\
                pub(crate) fn c() {}\n";
    assert_eq!(without_example(text), ["pub const fn b() {}"]);
}

/// Does a public function begin in this line?
fn public(line: &str) -> bool {
    ["pub fn ", "pub const fn "].iter().any(|begins| line.trim_start().starts_with(begins))
}

/// The first lines of public functions whose documentation has no code.
fn without_example(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let has_example = |at: usize| {
        let above = lines[..at].iter().rev();
        let mut above =
            above.skip_while(|line| line.starts_with("#[")).take_while(|line| line.starts_with("///"));
        // `ignore` and `text` do not run.
        above.any(|line| *line == "/// ```")
    };
    (0..lines.len()).filter(|at| public(lines[*at]) && !has_example(*at)).map(|at| lines[at]).collect()
}
