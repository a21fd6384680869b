//! The inputs of a run, and whether two inputs agree before a given week.

use balcony_engine::setting::Event;
use balcony_engine::strategy::Strategy;

/// A strategy and events, for a team or a reference.
pub type RunInput = (Strategy, Vec<Event>);

/// Whether two inputs agree in all weeks before `until`, so that a run of one up to that week is
/// also a run of the other.
pub fn same_before(one: &RunInput, other: &RunInput, until: u32) -> bool {
    let cut = |asked: &RunInput| {
        let mut asked = asked.clone();
        asked.0.changes.retain(|(week, _)| week.0 < until);
        asked.0.investments.retain(|bought| bought.from.0 < until);
        asked.0.acts.retain(|act| act.week.0 < until);
        asked.1.retain(|event| event.week.0 < until);
        asked
    };
    cut(one) == cut(other)
}
