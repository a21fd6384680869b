//! Unusual input: paths that are not UTF-8, titles that contain terminal commands, and files that
//! never end.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{SMALL, balcony, folder, small, text};

/// Runs the program with a last argument that is not UTF-8.
fn with_path(folder: &Path, args: &[&str], path: &OsStr, code: i32) -> String {
    let output = balcony(folder, args).arg(path).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    assert!(!said.contains("panicked"), "{args:?}: {said}");
    said
}

// Seen to fail: `compare` and `sweep` panicked, and so did `run`.
#[test]
fn a_path_that_is_not_utf_8_is_a_path() {
    let there = folder();
    let name = OsStr::from_bytes(b"r\xff\xfes");
    with_path(
        there.path(),
        &[&["compare", "culture-shift", "--quiet"][..], &SMALL, &["--out"]].concat(),
        name,
        0,
    );
    assert!(there.path().join(name).join("manifest.json").exists());
    with_path(there.path(), &["report"], name, 0);
    with_path(there.path(), &["plot"], name, 0);
    with_path(there.path(), &["package", "--out", "c"], name, 0);
    let run = OsStr::from_bytes(b"run\xff");
    with_path(there.path(), &[&["run", "culture-shift", "--quiet"][..], &SMALL, &["--out"]].concat(), run, 0);
    fs::write(
        there.path().join("e.toml"),
        format!("{}{}", crate::sweep::BASE, crate::sweep::SMALL.replace("30", "3")),
    )
    .expect("written");
    let rows = OsStr::from_bytes(b"rows\xff");
    with_path(there.path(), &["sweep", "e.toml", "--quiet", "--out"], rows, 0);
    with_path(there.path(), &["analyse"], rows, 0);
    with_path(there.path(), &["merge", "--quiet", "--out", "m"], rows, 0);
    // Arguments that must be text are refused with a message.
    for command in ["check", "show", "run", "sweep"] {
        with_path(there.path(), &[command], OsStr::from_bytes(b"s\xff.toml"), 2);
    }
    let paper = OsStr::from_bytes(b"paper\xff");
    with_path(there.path(), &["exercise", "paper", "taster"], paper, 0);
    with_path(there.path(), &["new"], OsStr::from_bytes(b"n\xff.toml"), 0);
}

/// Text that would clear the screen, set a colour and change the title of the window.
const EVIL: &str = "a\\u001b[2J\\u001b[31mb\\u001b]0;c\\u0007d\\u009b2Je";

#[test]
fn control_characters_of_titles_and_names_never_reach_the_terminal() {
    let there = folder();
    let at = |name: &str| there.path().join(name);
    fs::write(at("s.toml"), format!("base = 'culture-shift'\ntitle = \"{EVIL}\"\nquestion = \"{EVIL}\"\n"))
        .expect("written");
    let experiment = crate::sweep::BASE.replace("'culture-shift'", "'s.toml'");
    let e = format!("title = \"{EVIL}\"\n{experiment}{}", crate::sweep::SMALL.replace("30", "3"));
    fs::write(at("e.toml"), e).expect("written");
    let exercise = balcony::exercise::text("taster").expect("shipped");
    let titled: String =
        exercise
            .lines()
            .map(|line| {
                if line.starts_with("title = ") {
                    format!("title = \"{EVIL}\"\n")
                } else {
                    format!("{line}\n")
                }
            })
            .collect();
    assert!(titled.contains(EVIL));
    fs::write(at("x.toml"), titled).expect("written");
    fs::write(at("wrong\u{1b}[2J.toml"), "title = 3\nwhat\u{7f} = '\u{9b}2J'").expect("written");
    for args in [
        &["compare", "s.toml", "--out", "r"][..],
        &["run", "s.toml"],
        &["check", "s.toml"],
        &["show", "s.toml"],
        &["diff", "s.toml", "culture-shift"],
        &["trace", "s.toml"],
        &["plot", "r"],
        &["report", "r"],
        &["sweep", "e.toml", "--dry-run"],
        &["sweep", "e.toml", "--out", "rows"],
        &["sweep", "e.toml", "--out", "rows", "--row", "0"],
        &["analyse", "rows"],
        &["merge", "rows", "--out", "m"],
        &["exercise", "paper", "x.toml", "p"],
        &["check", "wrong\u{1b}[2J.toml"],
        &["check", "no\u{1b}[2J.toml"],
        &["check", "culture-shift", "--set", "a\u{1b}[2J=1"],
        &["explain", "a\u{1b}[2J"],
        &["plot", "r", "--chart", "\u{1b}[2J"],
        &["report", "no\u{1b}[2J\u{9b}"],
        &["\u{1b}[2J"],
        &["new", "n\u{1b}[2J.toml"],
    ] {
        let more: &[&str] = if ["compare", "run"].contains(&args[0]) { &SMALL } else { &[] };
        let output = balcony(there.path(), &[args, more].concat()).output().expect("it runs");
        for stream in [&output.stdout, &output.stderr] {
            let said = text(stream);
            let harm = said.chars().find(|sign| sign.is_control() && !matches!(sign, '\n' | '\t'));
            assert_eq!(harm, None, "{args:?}: {said}");
        }
    }
}

/// Runs a command on a path that is no file. It must be refused at once with a message that names
/// the file.
fn refused(folder: &Path, args: &[&str], code: i32) -> String {
    let begun = Instant::now();
    let output = balcony(folder, args).timeout(Duration::from_secs(20)).output().expect("it runs");
    let said = text(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    assert!(begun.elapsed() < Duration::from_secs(15), "{args:?}");
    assert!(!said.contains("panicked"), "{args:?}: {said}");
    said
}

#[test]
fn pipes_devices_and_folders_in_the_place_of_a_file_are_refused_in_words() {
    let there = folder();
    let at = |name: &str| there.path().join(name);
    assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().expect("mkfifo").success());
    symlink("/dev/zero", at("device")).expect("a link");
    fs::create_dir(at("folder")).expect("a folder");
    small(there.path(), &["compare", "culture-shift", "--out", "r", "--quiet"], 0);
    let points = "design = { kind = 'points', file = 'NAME' }\nreplicates = { count = 1 }\n\
                  factors.trusting = { key = 'start.trust' }\n";
    for (name, said) in [
        ("pipe", "a pipe, not a file"),
        ("device", "a device, not a file"),
        ("folder", "a folder, not a file"),
    ] {
        for ending in ["toml", "csv", "parquet"] {
            let _ = fs::remove_file(at(&format!("{name}.{ending}")));
            symlink(at(name), at(&format!("{name}.{ending}"))).expect("a link");
        }
        let toml = format!("{name}.toml");
        for args in [
            &["check", &toml][..],
            &["compare", "culture-shift", "--strategies", &toml],
            &["sweep", &toml, "--out", "x"],
            &["exercise", "check", &toml],
        ] {
            assert!(refused(there.path(), args, 2).contains(said), "{args:?}");
        }
        for ending in ["csv", "parquet"] {
            let text = format!("{}{points}", crate::sweep::BASE).replace("NAME", &format!("{name}.{ending}"));
            fs::write(at("e.toml"), text).expect("written");
            assert!(
                refused(there.path(), &["sweep", "e.toml", "--dry-run"], 2).contains(said),
                "{name}.{ending}"
            );
        }
        let csv = format!("{name}.csv");
        assert!(refused(there.path(), &["validate", "--observed", &csv], 2).contains(said), "{name}");
        assert!(refused(there.path(), &["exercise", "replay", name], 2).contains(said), "{name}");
        assert!(refused(there.path(), &["plot", "r", "--chart", "paired", "--out", "x.svg"], 0).len() < 500);
        // Only a regular file is replaced.
        for args in [&["report", "r", "--out", name, "--force"][..], &["new", name, "--force"]] {
            let output =
                balcony(there.path(), args).timeout(Duration::from_secs(20)).output().expect("it runs");
            assert!(matches!(output.status.code(), Some(2 | 5)), "{args:?}: {}", text(&output.stderr));
            assert!(!fs::symlink_metadata(at(name)).expect("it stays").is_file(), "{args:?}");
        }
        let _ = fs::remove_file(at("x.svg"));
    }
    let said = refused(there.path(), &["report", "r", "--out", "/dev/full", "--force"], 5);
    assert!(said.contains("a device, not a file"), "{said}");
}
