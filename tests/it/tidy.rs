//! The structure of the code: which module may use which, how long a file may be, and that what
//! the documents name exists.

use balcony_engine::rng::Tag;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The modules of each crate with several modules, in order: each may use those before it.
/// Dependencies between crates are in their Cargo.toml, and Cargo allows no cycles there.
const ORDER: &[(&str, &[&str])] = &[
    ("crates/doe/src", &["design", "sensitivity"]),
    ("crates/scenario/src", &["currency", "presets", "uncertainty", "ensemble", "profiles", "scenario"]),
    ("crates/study/src", &["experiment", "results", "simulate"]),
    ("crates/runs/src", &["experiment", "results", "sweep"]),
    ("crates/report/src", &["glossary", "summary", "charts", "trace", "report"]),
    ("crates/evaluation/src", &["analyse", "audit", "validate", "trial"]),
    ("crates/exercise/src", &["exercise", "team_view"]),
    ("crates/app/src", &["codebook", "documents", "package", "jobs", "fuzzing"]),
];

/// Modules of a crate that use each other in a circle, but for the registry of parameters. It names
/// every mechanism, and every mechanism reads its own parameters through the context. Outside the
/// engine a module counts with the modules inside it.
const CIRCLES: [(&str, &[&[&str]]); 3] = [
    (
        "engine",
        &[
            // Weekly sums, and the outcomes that are worked out from them.
            &["measure", "outcomes"],
            // A decision may begin an enquiry, and an enquiry ends in a decision.
            &["mechanisms::enquiry", "mechanisms::pathway"],
        ],
    ),
    (
        "market",
        // The state of the market holds what mechanisms declare, and careers meet: a campaign asks
        // who has a seat of a programme, and a programme looks at who may apply.
        &[&[
            "campaign",
            "development",
            "events",
            "interims",
            "ladder",
            "leaving",
            "level",
            "log",
            "market",
            "pay",
            "person",
        ]],
    ),
    (
        "england",
        &[
            // A run names who is longest in post; a career takes the names of places from reports.
            &["career", "report"],
            // A country moves on by coupling its authorities; what is coupled is the country.
            &["coupling", "simulate"],
            // A scenario names what changes nothing in it, and runs itself to know.
            &["replicates", "scenario"],
        ],
    ),
];

/// Crates in which nothing is computed but by `+ - * /`, `libm` and the engine, and all that they
/// depend on.
const PURE: [(&str, &[&str]); 2] = [("engine", &["libm"]), ("market", &["balcony-engine", "libm"])];
/// Modules of the standard library that they may not use: files, threads, clock, environment.
const NOT_IN_PURE: [&str; 9] = ["fs", "thread", "time", "env", "net", "process", "io", "os", "sync"];

/// Crates that neither the pages nor the engine may depend on: threads, servers, tables on disk,
/// pictures other than SVG.
const NOT_IN_PAGES: [&str; 10] =
    ["axum", "tokio", "rayon", "parquet", "clap", "ctrlc", "indicatif", "skrifa", "tiny-skia", "pdf-writer"];

/// Largest number of lines of a file.
const LONG: usize = 600;
/// Files that were longer when the rule was introduced, with their permitted number of lines until
/// they are split.
const LONG_ALREADY: &[(&str, usize)] = &[];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files of a folder, by path from the root.
pub(crate) fn sources(folder: &str) -> BTreeMap<String, String> {
    files(folder, "rs")
}

/// The Rust files of a crate, but for those of its own tests.
fn outside_tests(name: &str) -> BTreeMap<String, String> {
    let mut files = sources(&format!("crates/{name}/src"));
    files.retain(|path, _| !path.contains("/tests/"));
    files
}

/// All files of a folder with an extension, by path from the root.
pub(crate) fn files(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the repository") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == ending) {
                let name =
                    path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
                found.insert(name, std::fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} holds no .{ending}");
    found
}

/// All Rust files of the program: those of its crates except the engine, and the command line.
pub(crate) fn of_the_program() -> BTreeMap<String, String> {
    let mut found = sources("src");
    for entry in std::fs::read_dir(root().join("crates")).expect("the crates") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        if name != "engine" {
            found.extend(sources(&format!("crates/{name}/src")));
        }
    }
    found
}

/// Removes the comments of a text. Sufficient for this repository, which has no raw strings with
/// quotes and no nested comments.
pub(crate) fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.find(['/', '"', '\'']) {
        let (before, from) = rest.split_at(next);
        code.push_str(before);
        let skip = if from.starts_with("//") {
            from.find('\n').unwrap_or(from.len())
        } else if from.starts_with("/*") {
            from.find("*/").map_or(from.len(), |end| end + 2)
        } else if let Some(string) = from.strip_prefix('"') {
            let mut escaped = false;
            let end = string.find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let length = end.map_or(from.len(), |end| end + 2);
            code.push_str(&from[..length]);
            length
        } else if from.starts_with("'\"'") {
            code.push_str("'\"'");
            3
        } else {
            code.push_str(&from[..1]);
            1
        };
        rest = &from[skip..];
    }
    code.push_str(rest);
    code
}

/// The name after each occurrence of `prefix`: `fs` for `std::fs::read`, and each name in
/// `std::{fs, io}`.
fn used(code: &str, prefix: &str) -> BTreeSet<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let after = &code[at + prefix.len()..];
        match after.strip_prefix('{') {
            None => found.extend([name(after)]),
            Some(list) => {
                let (mut depth, mut start) = (0, true);
                for (at, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if start && !c.is_whitespace() => {
                            found.extend([name(&list[at..])]);
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    found
}

#[test]
fn the_helpers_see_what_they_should() {
    let text = "use std::{fs, io::{self, Read}, fmt};\n// std::net\nlet a = \"// std::env\"; /* std::time */ std::thread::sleep";
    let seen = used(&code(text), "std::");
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), ["env", "fmt", "fs", "io", "thread"]);
}

// Seen to fail with `use std::time::Instant;` and `use rayon::prelude::*;` in work.rs, and with
// rayon among what the market depends on.
#[test]
fn the_engine_and_the_market_use_no_files_threads_or_clock() {
    for (name, needs) in PURE {
        for (path, text) in outside_tests(name) {
            let code = code(&text);
            for part in used(&code, "std::") {
                assert!(!NOT_IN_PURE.contains(&part.as_str()), "{path} uses std::{part}");
            }
            for line in code.lines().map(str::trim_start).filter(|line| line.starts_with("use ")) {
                let from = line[4..].split([':', ';', ' ']).next().unwrap_or_default();
                let own = ["crate", "super", "self", "core", "alloc", "std"].contains(&from)
                    || needs.contains(&&*from.replace('_', "-"));
                // The engine's own tests may use reference implementations.
                let oracle = ["proptest", "rand_distr", "rand"].contains(&from);
                let oracle = oracle && name == "engine" && text.contains("#[cfg(test)]");
                assert!(own || oracle, "{path}: {line}");
            }
            for banned in ["println!", "eprintln!", "dbg!", "HashMap", "HashSet", "static mut"] {
                assert!(!code.contains(banned), "{path} uses {banned}");
            }
        }
        assert_eq!(dependencies(name), needs, "crates/{name} depends on nothing else that computes");
    }
}

// Seen to fail with `use crate::{presets, scenario};` in crates/scenario/src/currency.rs, and with
// a module that is not in the list.
#[test]
fn modules_of_a_crate_use_each_other_one_way_only() {
    for (folder, order) in ORDER {
        for (path, text) in sources(folder) {
            let rest = path.trim_start_matches(folder).trim_start_matches('/');
            let module = rest.split(['/', '.']).next().unwrap_or_default();
            if module == "lib" {
                continue;
            }
            let at = order.iter().position(|name| *name == module);
            let at = at
                .unwrap_or_else(|| panic!("{path}: give `{module}` its place in ORDER of tests/it/tidy.rs"));
            for other in used(&code(&text), "crate::") {
                let later = order.iter().position(|name| *name == other).is_some_and(|other| other > at);
                assert!(!later, "{path} uses {other}, which comes after it");
            }
        }
    }
}

/// Reads a tree of paths, as after `use`: adds every path in it behind `before`, and returns the
/// bytes read.
fn path_tree(text: &str, before: &str, found: &mut BTreeSet<String>) -> usize {
    let name = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    if name == 0 {
        return 0;
    }
    let path = format!("{before}::{}", &text[..name]);
    let Some(rest) = text[name..].strip_prefix("::") else {
        found.insert(path);
        return name;
    };
    let Some(list) = rest.strip_prefix('{') else {
        return name + 2 + path_tree(rest, &path, found);
    };
    let mut at = 0;
    while !list[at..].starts_with('}') && at < list.len() {
        at += match path_tree(&list[at..], &path, found) {
            0 => list[at..].chars().next().map_or(1, char::len_utf8),
            read => read,
        };
    }
    name + 2 + 1 + at + 1
}

/// The modules of a crate, and those that each uses.
fn modules_of(of: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = format!("crates/{of}/src/");
    let name = |path: &str| {
        let path = path.trim_start_matches(&folder).trim_end_matches(".rs");
        path.trim_end_matches("/mod").replace('/', "::")
    };
    let files = outside_tests(of);
    let modules: BTreeSet<String> = files.keys().map(|path| name(path)).collect();
    let uses = |path: &str, text: &str| {
        let module = name(path);
        let code = code(text);
        let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let parent = module.rsplit_once("::").map_or(String::new(), |(parent, _)| format!("::{parent}"));
        let mut found = BTreeSet::new();
        for (prefix, before) in [("crate::", ""), ("super::", &*parent)] {
            for (at, _) in code.match_indices(prefix) {
                path_tree(&code[at + prefix.len()..], before, &mut found);
            }
        }
        // `use crate::parameters` brings the macro; the module is used by its items.
        found.remove("::parameters");
        if path.ends_with("/mod.rs") {
            let parts = code.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "));
            found.extend(parts.map(|part| format!("::{module}::{}", part.trim_end_matches(';'))));
        }
        let mut used = BTreeSet::new();
        for path in found {
            let mut path = path.trim_start_matches("::");
            while !modules.contains(path) {
                let Some((shorter, _)) = path.rsplit_once("::") else { break };
                path = shorter;
            }
            if modules.contains(path) && path != module {
                used.insert(path.to_owned());
            }
        }
        (module, used)
    };
    files.iter().map(|(path, text)| uses(path, text)).collect()
}

/// Outermost modules, each with what the modules inside it use of others.
fn outermost(graph: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    let outer = |module: &str| module.split("::").next().unwrap_or(module).to_owned();
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for (module, used) in graph {
        let module = outer(module);
        let others = used.iter().map(|used| outer(used)).filter(|used| *used != module);
        found.entry(module.clone()).or_default().extend(others);
    }
    found
}

/// All modules that a module uses, by whatever way.
fn reached(graph: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![from];
    while let Some(module) = left.pop() {
        for used in &graph[module] {
            if found.insert(used.clone()) {
                left.push(used);
            }
        }
    }
    found
}

// Seen to fail with `use crate::mechanisms::noticing;` in needs.rs, and with growth used by climate
// in the market.
#[test]
fn modules_use_each_other_in_no_other_circle() {
    let graph = modules_of("engine");
    assert!(graph.len() > 60 && graph["context"].contains("setting"), "{:?}", graph["context"]);
    assert!(graph["parameters"].contains("mechanisms::needs") && graph["world"].contains("world::child"));
    for (name, known) in CIRCLES {
        let mut graph = modules_of(name);
        if name != "engine" {
            graph = outermost(&graph);
        }
        graph.insert("parameters".to_owned(), BTreeSet::new());
        let reach: BTreeMap<&String, _> =
            graph.keys().map(|module| (module, reached(&graph, module))).collect();
        let circle = |module: &String| -> Vec<&str> {
            let both = |other: &&&String| reach[module].contains(**other) && reach[**other].contains(module);
            graph.keys().filter(|other| both(&other)).map(String::as_str).collect()
        };
        let circles: BTreeSet<_> = graph.keys().map(circle).filter(|circle| !circle.is_empty()).collect();
        assert_eq!(circles, known.iter().map(|circle| circle.to_vec()).collect(), "{name}: see CIRCLES");
    }
}

/// Names of the crates of this repository from which a crate is built, including itself.
fn built_from(name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![name.to_owned()];
    while let Some(name) = left.pop() {
        if found.insert(name.clone()) {
            left.extend(
                dependencies(&name)
                    .into_iter()
                    .filter_map(|of| Some(of.strip_prefix("balcony-")?.to_owned())),
            );
        }
    }
    found
}

/// The dependencies of a crate in `crates/`.
fn dependencies(name: &str) -> Vec<String> {
    let path = format!("crates/{name}/Cargo.toml");
    let manifest = std::fs::read_to_string(root().join(&path)).expect("a manifest");
    let manifest: toml::Table = manifest.parse().expect("a manifest is TOML");
    let table = manifest["dependencies"].as_table().unwrap_or_else(|| panic!("{path} has no dependencies"));
    table.keys().cloned().collect()
}

// Seen to fail with `rayon.workspace = true` in crates/study/Cargo.toml.
#[test]
fn the_pages_and_the_wheel_carry_no_server() {
    let pages = built_from("page");
    assert!(pages.len() > 4 && pages.contains("engine"), "{pages:?}");
    for of in &pages {
        for banned in NOT_IN_PAGES {
            assert!(
                !dependencies(of).iter().any(|used| used == banned),
                "the page needs {of}, and that {banned}"
            );
        }
    }
    assert!(pages.contains("drawing") && dependencies("drawing").is_empty(), "SVG needs nothing");
    let wheel = built_from("app");
    assert!(wheel.contains("runs") && !wheel.contains("server"), "{wheel:?}");
}

/// Calls that open, write or remove files, which only `crates/files/src/lib.rs` may use.
const OPENING: [&str; 9] = [
    "File::open(",
    "File::create(",
    "File::options(",
    "OpenOptions",
    "fs::read(",
    "fs::read_to_string(",
    "fs::write(",
    "remove_file(",
    ".from_path(",
];
/// Exceptions, each with what it opens. None opens a user's file.
const OPENS: &[(&str, &str, &str)] = &[
    ("crates/runs/src/experiment/clock.rs", "fs::read_to_string(", "/proc"),
    ("src/cli/rehearse.rs", "fs::read_to_string(", "/proc"),
    ("crates/runs/src/results/disk.rs", "File::open(", "a folder, so that its names are on the disk"),
    ("crates/runs/src/results/atomic_write.rs", "remove_file(", "what it has just made"),
    ("crates/runs/src/results/lock.rs", "remove_file(", "the file that it holds open"),
    ("crates/server/src/store.rs", "OpenOptions", "a room whose kind was asked for, and new files beside it"),
    ("crates/server/src/store.rs", "File::open(", "a room whose kind was asked for, and its folder"),
    ("crates/server/src/store.rs", "remove_file(", "a room, and what was set aside of it"),
    ("src/cli/exercise.rs", "remove_file(", "what an import that failed has just made"),
];

// Seen to fail with each of the calls of this kind that existed before `crates/files/src/lib.rs`.
#[test]
fn files_of_users_come_in_through_one_door() {
    for (path, text) in of_the_program() {
        if path == "crates/files/src/lib.rs" || path.contains("/tests") {
            continue;
        }
        let code = code(&text);
        let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for call in OPENING.iter().filter(|call| code.contains(*call)) {
            let may = OPENS.iter().any(|(file, known, _)| file == &path && known == call);
            assert!(
                may,
                "{path}: {call} opens what may be a pipe, a device or a link; use crates/files/src/lib.rs"
            );
        }
    }
    for (path, call, _) in OPENS {
        let text = std::fs::read_to_string(root().join(path)).expect("a source");
        assert!(text.contains(call), "{path} has no {call} any more: take its line away");
    }
}

// Seen to fail with a file without its head, and with one of 755 lines.
#[test]
fn every_file_says_what_it_is_and_is_not_too_long() {
    for (path, text) in of_the_program()
        .into_iter()
        .chain(sources("crates/engine/src"))
        .chain(sources("python/src"))
        .chain(sources("tests/it"))
    {
        // Test files inside `src` need no head.
        let inner = path.contains("/src/") && path.contains("/tests/");
        assert!(inner || text.starts_with("//!"), "{path} does not begin with //!");
        if !path.starts_with("tests") {
            let lines = text.lines().count();
            let may = LONG_ALREADY.iter().find(|(long, _)| *long == path).map_or(LONG, |(_, lines)| *lines);
            assert!(lines <= may, "{path} has {lines} lines, more than {may}");
        }
    }
}

/// Texts in backticks or in link brackets that look like paths of this repository.
fn paths_named(text: &str) -> BTreeSet<String> {
    let quoted = text.split('`').skip(1).step_by(2);
    let linked = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let path = |word: &str| {
        let word = word.split('#').next().unwrap_or_default().trim_end_matches('/');
        let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "_./-".contains(c));
        let first = word.split('/').next().unwrap_or_default();
        let ends =
            [".rs", ".md", ".toml", ".sh", ".mjs", ".csv", ".txt"].iter().any(|end| word.ends_with(end));
        let here = word.contains('/') && !first.is_empty() && root().join(first).exists();
        (plain && (here || ends) && first != "target" && !word.starts_with('/')).then(|| word.to_owned())
    };
    quoted.chain(linked).filter_map(path).collect()
}

// Seen to fail with a README.md that named src/nothing.rs.
#[test]
fn every_path_that_the_documents_name_exists() {
    assert_eq!(paths_named("`src/a.rs` [b](b.md#c) `https://x.md` `--set` [d](https://d.md) `x.y`").len(), 2);
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let Ok(text) = std::fs::read_to_string(root().join(document)) else { continue };
        for path in paths_named(&text) {
            assert!(root().join(&path).exists(), "{document} names {path}, which does not exist");
        }
    }
}

// A number is assigned once and never reused, even if its use is gone; `tests/golden/tags.txt`
// records all of them. Seen to fail with the numbers of two tags exchanged.
#[test]
fn tags_of_draws_keep_their_numbers() {
    let path = "tests/golden/tags.txt";
    let now: BTreeMap<u16, String> = Tag::ALL.iter().map(|tag| (*tag as u16, format!("{tag:?}"))).collect();
    let mut known: BTreeMap<u16, String> = std::fs::read_to_string(root().join(path))
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(number, name)| (number.parse().expect("a number"), name.to_owned()))
        .collect();
    for (number, name) in &now {
        if let Some(before) = known.get(number) {
            assert_eq!(before, name, "tag {number} was {before}: give {name} a number of its own");
        }
        let elsewhere = known.iter().find(|(other, known)| *known == name && *other != number);
        assert!(elsewhere.is_none(), "{name} had the number {elsewhere:?}");
    }
    known.extend(now);
    let text: String = known.iter().map(|(number, name)| format!("{number} {name}\n")).collect();
    crate::stored::holds(path, &text);
}
