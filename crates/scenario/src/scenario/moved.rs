//! Moves the dates of a base when a scenario changes the start.
//!
//! A shipped scenario may say "on 1 August 2019" in a run that starts on 1 April 2019. A user who
//! sets another start wants the same story at a later time and cannot edit the shipped file. So the
//! dates of a base move by as many whole weeks as the start does, and keep their day of the week.
//! Dates that the user wrote stay.

use super::build::START;
use super::layer::{Layer, Leaf, path};
use super::tree::SourceSpan;
use balcony_engine::calendar::{Date, Week};

/// Moves those dates of `under` whose place `of_a_base` accepts, if `over` sets another start.
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
