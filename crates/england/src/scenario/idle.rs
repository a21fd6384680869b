//! Finds given values without effect by trying: the first run is made again without the value. If
//! no figure of any year differs in its last bit, the value changed nothing there.

use super::National;
use super::read::read_text;
use crate::places;
use crate::replicates::{Life, replicate};
use balcony_engine::calendar::Date;
use balcony_market::events::Kind;
use balcony_scenario::scenario::Library;
use rayon::prelude::*;

/// Tables whose values are meant to change a run.
const MODEL: [&str; 4] = ["climate", "events", "parameters", "policies"];
/// Most values that are tried.
const MOST: usize = 60;

/// One sentence for each value of the user without which the first run is the same: those of a file
/// of their own, and those of `--set`.
pub fn without_effect(national: &National, library: &Library<'_>) -> Vec<String> {
    let model = |path: &&Vec<String>| {
        MODEL.contains(&path[0].as_str()) && path.last().is_some_and(|name| name != "title")
    };
    // An event is tried as a whole: without its day there is none.
    let mut paths: Vec<Vec<String>> = Vec::new();
    for path in national.given.iter().filter(model) {
        let tried = path[..path.len().min(if path[0] == "events" { 2 } else { usize::MAX })].to_vec();
        if !paths.contains(&tried) {
            paths.push(tried);
        }
    }
    if paths.is_empty() {
        return Vec::new();
    }
    let first = bits(national);
    let told = |path: &Vec<String>| {
        if let Some(why) = budgets_alone(national, path) {
            return Some(why);
        }
        let hidden = Some(path.clone());
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

/// What is said of an event that acts on budgets alone, which the market does not have.
fn budgets_alone(national: &National, path: &[String]) -> Option<String> {
    let [table, name] = path else { return None };
    let event = national.events.iter().find(|event| table == "events" && event.name == *name)?;
    let key = path.join(".");
    if event.size == 0.0 {
        return Some(format!("{key} has size 0: it is no event"));
    }
    if event.kind != Kind::Funding {
        return None;
    }
    let year = places::year_of_figures(national.start);
    let last = Date::new(year, 3, 31)?;
    Some(if event.date < national.start && event.date > last {
        format!(
            "{key} changes nothing: it lies before the start, and after March {year}, up to which figures are published; an event on the \
             day of the start acts"
        )
    } else if event.date < national.start {
        format!(
            "{key} changes nothing: it lies before the start, and is in the figures with which authorities begin"
        )
    } else if event.date.week().0 >= national.first_week() + national.weeks {
        format!("{key} changes nothing: it comes after the end")
    } else {
        format!("{key} changes nothing in the market alone: it acts on budgets, with --children")
    })
}

/// The bits of all figures of the first run.
fn bits(national: &National) -> Vec<u64> {
    let figures = |life: &Life| -> Vec<u64> {
        life.years.iter().flat_map(|year| year.values()).map(f64::to_bits).collect()
    };
    replicate(national, 0).iter().flat_map(figures).collect()
}
