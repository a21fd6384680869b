//! Gives the program the commit that it is built from, for `balcony --version`. It reads the
//! repository's files and needs no git.

use std::fs::read_to_string;
use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if let Some(commit) = commit(Path::new(".git")) {
        println!("cargo:rustc-env=BALCONY_COMMIT={commit}");
    }
}

/// The commit that is checked out; `None` outside a repository.
fn commit(git: &Path) -> Option<String> {
    let head = read_to_string(git.join("HEAD")).ok()?;
    println!("cargo:rerun-if-changed={}", git.join("HEAD").display());
    let Some(branch) = head.trim().strip_prefix("ref: ") else { return Some(head.trim().to_owned()) };
    let loose = git.join(branch);
    if loose.exists() {
        println!("cargo:rerun-if-changed={}", loose.display());
        return read_to_string(loose).ok().map(|text| text.trim().to_owned());
    }
    println!("cargo:rerun-if-changed={}", git.join("packed-refs").display());
    let packed = read_to_string(git.join("packed-refs")).ok()?;
    packed.lines().find_map(|line| line.strip_suffix(branch)).map(|line| line.trim().to_owned())
}
