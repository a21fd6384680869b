//! Every decimal of the mechanisms, of [`balcony_engine::context`] and of the start is a parameter
//! or a named constant with its reason: a number that stands bare in an expression is told to
//! nobody.

use std::fs;
use std::path::{Path, PathBuf};

/// Decimals that may stand bare: nothing, all of it, a half or the middle, twice as much.
const PLAIN: [f64; 4] = [0.0, 0.5, 1.0, 2.0];

#[test]
fn every_number_of_the_mechanisms_has_a_name() {
    let files = sources();
    assert!(files.len() > 30, "only {} files were found", files.len());
    let mut found = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).expect("a source can be read");
        for (line, number) in bare(&text) {
            found.push(format!("{}:{line}: {number}", file.display()));
        }
    }
    assert!(found.is_empty(), "give these a name, a unit and a reason:\n{}", found.join("\n"));
}

#[test]
fn a_bare_number_is_found_wherever_it_stands_and_a_named_one_is_none() {
    let found = |text: &str| bare(text).into_iter().map(|(_, number)| number).collect::<Vec<_>>();
    assert_eq!(bare("fn f() {\n    a * 0.25\n}\n"), [(2, "0.25".to_owned())]);
    assert_eq!(found("f(13.0, 1_000.0, 4e3, 7f64, 3.)"), ["13.0", "1_000.0", "4e3", "7f64", "3."]);
    assert_eq!(found("x.max(0.05f32) + 3e-1"), ["0.05f32", "3e-1"]);
    assert_eq!(found("fn f() { '\"'; a * 0.3 } // \"\n/* 0.7 /* 0.8 */ 0.9 */ 1.25"), ["0.3", "1.25"]);
    assert_eq!(found("fn f<'a>(x: &'a str) { 1.5 }"), ["1.5"]);
    assert_eq!(found("const A: f64 = 3.0; static B: [f64; 2] = [4.0; 2]; x * 5.0"), ["5.0"]);
    assert_eq!(found("const fn f() -> f64 { 6.0 }"), ["6.0"]);
    assert_eq!(found("fn f<const N: usize>() { 6.5 } fn g() { h(); }"), ["6.5"]);
    assert_eq!(found("parameters! { A \"a\" { b: 7.0, 1.5 .. 9.0; } } 8.0"), ["8.0"]);
    assert_eq!(found("#[cfg(test)]\nmod tests { fn f() { 0.3 } }\nfn g() { 0.4 }"), ["0.4"]);
    assert!(found("0.0 + 0.5 - 1.0 * 2.0 + 1e-9 + 2.0f64 + pair.0.1 + a[1..4] + \"0.3\"").is_empty());
}

/// The files in which every number has a name.
fn sources() -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![source.join("build.rs"), source.join("context.rs")];
    let mechanisms = fs::read_dir(source.join("mechanisms")).expect("the mechanisms can be listed");
    files.extend(mechanisms.map(|entry| entry.expect("an entry can be read").path()));
    files.retain(|file| file.extension().is_some_and(|ending| ending == "rs"));
    files.sort();
    files
}

/// Decimals that stand bare in a source, with their lines.
fn bare(text: &str) -> Vec<(usize, String)> {
    let mut code = code(text);
    without(&mut code, "parameters!", false);
    without(&mut code, "#[cfg(test)]", false);
    without(&mut code, "const ", true);
    without(&mut code, "static ", true);
    numbers(&code)
}

/// The source without what its comments and texts say; every line stays a line.
fn code(text: &str) -> Vec<char> {
    let mut code: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < code.len() {
        let next = |ahead: usize| code.get(at + ahead).copied().unwrap_or(' ');
        let end = match (code[at], next(1)) {
            ('/', '/') => code[at..].iter().position(|c| *c == '\n').map_or(code.len(), |n| at + n),
            ('/', '*') => after_comment(&code, at),
            ('"', _) => after_text(&code, at + 1, '"'),
            // A letter; else a lifetime.
            ('\'', '\\') => after_text(&code, at + 1, '\''),
            ('\'', _) if next(2) == '\'' => at + 3,
            _ => {
                at += 1;
                continue;
            }
        };
        blank(&mut code[at..end]);
        at = end;
    }
    code
}

/// Where a comment of several lines that begins here is over; such comments nest.
fn after_comment(code: &[char], from: usize) -> usize {
    let (mut depth, mut at) = (0, from);
    while at + 1 < code.len() {
        match (code[at], code[at + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

/// Where a text that begins here is over.
fn after_text(code: &[char], from: usize, mark: char) -> usize {
    let mut at = from;
    while at < code.len() && code[at] != mark {
        at += if code[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(code.len())
}

fn blank(code: &mut [char]) {
    code.iter_mut().filter(|c| **c != '\n').for_each(|c| *c = ' ');
}

/// Takes out every item that begins so. An item ends with its brace; one that is a value, which has
/// a name in capitals, with its semicolon.
fn without(code: &mut [char], begins: &str, value: bool) {
    let begins: Vec<char> = begins.chars().collect();
    let mut at = 0;
    while at + begins.len() < code.len() {
        let name = code[at + begins.len()];
        let word_before = at > 0 && (code[at - 1].is_alphanumeric() || code[at - 1] == '_');
        // A number that a type is given is none.
        let given = || matches!(code[..at].iter().rev().find(|c| !c.is_whitespace()), Some('<' | ','));
        let named = !value || name.is_uppercase() || name == '_';
        if !code[at..].starts_with(&begins) || word_before || !named || (value && given()) {
            at += 1;
            continue;
        }
        let (mut depth, mut end) = (0, at);
        while end < code.len() {
            match code[end] {
                '{' | '[' | '(' => depth += 1,
                '}' | ']' | ')' => depth -= 1,
                _ => {}
            }
            let over = depth == 0 && (code[end] == ';' || (!value && code[end] == '}'));
            end += 1;
            if over {
                break;
            }
        }
        blank(&mut code[at..end]);
        at = end;
    }
}

/// Decimals of a source without items and texts, but for those that may stand bare.
fn numbers(code: &[char]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut line, mut at) = (1, 0);
    while at < code.len() {
        if code[at] == '\n' {
            line += 1;
        }
        let part = |c: char| c.is_alphanumeric() || c == '_';
        if !part(code[at]) {
            at += 1;
            continue;
        }
        // Of a pair's place, such as `pair.0`, the dot says that it is none.
        let place = at > 0 && code[at - 1] == '.' && (at < 2 || code[at - 2] != '.');
        let number = code[at].is_ascii_digit();
        let from = at;
        while at < code.len() {
            let before = if at > from { code[at - 1] } else { ' ' };
            let after = code.get(at + 1).copied().unwrap_or(' ');
            let point = code[at] == '.' && !code[from..at].contains(&'.') && after != '.';
            let point = point && (after.is_ascii_digit() || !part(after));
            let sign = matches!(code[at], '+' | '-') && matches!(before, 'e' | 'E') && after.is_ascii_digit();
            if !(part(code[at]) || (number && (point || sign))) {
                break;
            }
            at += 1;
        }
        let word: String = code[from..at].iter().collect();
        if number && !place && decimal(&word) {
            found.push((line, word));
        }
    }
    found
}

/// Is it a decimal that needs a name? Guards against division by nought, such as `1e-9`, need none.
fn decimal(word: &str) -> bool {
    let plain: String = word.chars().filter(|c| *c != '_').collect();
    let ending = plain.strip_suffix("f64").or_else(|| plain.strip_suffix("f32"));
    let digits = ending.unwrap_or(&plain);
    let whole = digits.chars().all(|c| c.is_ascii_digit());
    let Ok(value) = digits.parse::<f64>() else { return false };
    (ending.is_some() || !whole) && !PLAIN.contains(&value) && !digits.starts_with("1e-")
}
