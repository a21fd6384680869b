//! What a life is lived by, and how far two of them go together.

use balcony_engine::setting::Event;
use balcony_engine::strategy::Strategy;

/// A strategy and what happens, for a team or a reference.
pub type RunInput = (Strategy, Vec<Event>);

/// Whether two are the same as far as the weeks before one go: what was lived by the one so far was
/// lived by the other.
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
