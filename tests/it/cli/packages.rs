//! Packages are reproducible whatever the names of their inputs.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use super::{SMALL, asked, folder};

/// Reproduces a package by its own script, from another folder.
fn reproduces(package: &Path) {
    let output =
        Command::new("sh").arg(package.join("reproduce.sh")).current_dir("/").output().expect("a shell");
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("Everything came out again"), "{said}");
}

// Seen to fail for the first two names when the script contained a path as it was given.
#[test]
fn a_package_of_any_name_reproduces() {
    for name in
        ["-rf.toml", "two\nlines.toml", "it's \"$(touch x)\" & co.toml", "back\\slash.toml", "--out=x.toml"]
    {
        let there = folder();
        std::fs::write(there.path().join(name), "base = 'culture-shift'\nauthority.name = 'Rutland'\n")
            .expect("written");
        let words = [&["compare", "--out", "r", "--quiet"][..], &SMALL, &["--", name]].concat();
        asked(there.path(), &words, 0);
        asked(there.path(), &["package", "r", "--out", "-c"], 2);
        // The old word of the command still works.
        asked(there.path(), &["capsule", "r", "--out", "./-c"], 0);
        assert!(there.path().join("-c/inputs").join(name).exists(), "{name:?}");
        reproduces(&there.path().join("-c"));
        assert!(!Path::new("/x").exists() && !there.path().join("-c/inputs/x").exists());
    }
}
