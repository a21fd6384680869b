//! Finds given values without effect by trying: the first run is made again without the value. If
//! no figure of any year differs in its last bit, the value changed nothing there.

use super::National;
use super::read::read_text;
use crate::replicates::{Life, replicate};
use balcony_scenario::scenario::Library;
use rayon::prelude::*;

/// Tables whose values are meant to change a run.
const MODEL: [&str; 3] = ["climate", "parameters", "policies"];
/// Most values that are tried.
const MOST: usize = 60;

/// One sentence for each value of the user without which the first run is the same: those of a file
/// of their own, and those of `--set`.
pub fn without_effect(national: &National, library: &Library<'_>) -> Vec<String> {
    let model = |path: &&Vec<String>| {
        MODEL.contains(&path[0].as_str()) && path.last().is_some_and(|name| name != "title")
    };
    let paths: Vec<&Vec<String>> = national.given.iter().filter(model).collect();
    if paths.is_empty() {
        return Vec::new();
    }
    let first = bits(national);
    let told = |path: &&Vec<String>| {
        let hidden = Some(path.to_vec());
        let other = read_text(&national.name, &national.text, &national.sets, hidden, library).ok()?;
        let key = path.join(".");
        if other.policies == national.policies && other.history == national.history {
            return Some(format!("{key} has the value that it would have anyway"));
        }
        (bits(&other) == first).then(|| {
            format!(
                "{key} changes nothing in the first run, to the last bit: what is rare may come in others"
            )
        })
    };
    let mut found: Vec<String> = paths.par_iter().take(MOST).filter_map(told).collect();
    if paths.len() > MOST {
        found.push(format!(
            "of {} values that were given, the first {MOST} were tried for an effect",
            paths.len()
        ));
    }
    found
}

/// The bits of all figures of the first run.
fn bits(national: &National) -> Vec<u64> {
    let figures = |life: &Life| -> Vec<u64> {
        life.years.iter().flat_map(|year| year.values()).map(f64::to_bits).collect()
    };
    replicate(national, 0).iter().flat_map(figures).collect()
}
