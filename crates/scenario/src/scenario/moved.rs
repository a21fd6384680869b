//! A base with another start: its dates move with it.
//!
//! A shipped scenario says "on 1 August 2019" of a run that starts on 1 April 2019. Whoever gives
//! it another start means the same story later, and cannot edit the file; so dates that come from a
//! base move by as many whole weeks as its start does, and fall on the same day of the week. Dates
//! of the author's own stay as they were written.

use super::build::START;
use super::layer::{Layer, Leaf, path};
use super::tree::SourceSpan;
use balcony_engine::calendar::{Date, Week};

/// Moves the dates of a layer that `of_a_base` knows, where the one that is laid on it gives
/// another start.
pub(super) fn shift(under: &mut Layer, over: &Layer, of_a_base: impl Fn(&SourceSpan) -> bool) {
    let start = path(&["scenario", "start"]);
    let day = |layer: &Layer| match layer.get(&start).map(|given| &given.leaf) {
        Some(Leaf::Day(date)) => Some(*date),
        _ => None,
    };
    if let Some(new) = day(over) {
        let week = |date: Date| i64::from(Week::on_or_after(date).0);
        let days = 7 * (week(new) - week(day(under).unwrap_or(START)));
        let dates = under.leaves.iter_mut().filter(|(at, given)| **at != start && of_a_base(&given.place));
        for given in dates.map(|(_, given)| given) {
            if let Leaf::Day(date) = &mut given.leaf
                && let Ok(moved) = u32::try_from(i64::from(date.days()) + days)
            {
                *date = Date::from_days(moved);
            }
        }
    }
}
