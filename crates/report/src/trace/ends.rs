//! The beginning and the end of a story: the need, the end of the need, the last week, and whether
//! anybody knew.

use balcony_engine::world::Stage;

use super::Event;
use super::changes::Changes;
use super::pathway::standing;
use super::watch::Glimpse;
use super::words::{agencies, capital, risk, span};

/// Adds the beginning of a need in this week.
pub(super) fn begins(glimpse: &Glimpse, events: &mut Vec<Event>) {
    let Some(seen) = glimpse.seen else { return };
    let value = f64::from(seen.risk);
    let sentence = "The need began. It was nobody's case yet.".to_owned();
    events.push(Event { week: glimpse.week, key: "need-began", sentence, numbers: vec![("risk", value)] });
}

/// Adds the end of a need in this week.
pub(super) fn ends(changes: &Changes<'_>, events: &mut Vec<Event>) {
    if changes.after.is_some() {
        return;
    }
    let (was, base) = (changes.was(), changes.before.base);
    let (key, sentence) = if changes.came_of_age() {
        let how = match was.stage {
            Stage::Unserved => "with needs and no open case",
            Stage::Care => "in care, and left it",
            _ => "with an open case, which ended",
        };
        ("eighteen", format!("The child turned 18 {how}."))
    } else if changes.permanence() {
        ("permanence", "The need ended for children's services.".to_owned())
    } else if was.is_open() {
        ("outgrown", format!("The need was met: the lasting part of the risk had fallen to {base:.2}."))
    } else {
        let sentence =
            format!("The need was outgrown: the lasting part of the risk had fallen to {base:.2}.");
        ("outgrown", sentence)
    };
    events.push(Event {
        week: changes.week(),
        key,
        sentence,
        numbers: vec![("risk", f64::from(changes.before.risk))],
    });
}

/// Adds the child's state when the run ends, if the need still exists.
pub(super) fn last(glimpse: &Glimpse, events: &mut Vec<Event>) {
    let Some(seen) = glimpse.seen else { return };
    let value = f64::from(seen.risk);
    let sentence =
        format!("The story stops here: {}, at a risk of {}.", standing(&seen, glimpse.week), risk(value));
    events.push(Event { week: glimpse.week, key: "stops", sentence, numbers: vec![("risk", value)] });
}

/// Adds that nobody knew, if no case was open and nobody referred the child in all observed weeks.
pub(super) fn nobody_knew(past: &[Glimpse], events: &mut Vec<Event>) {
    let seen = || past.iter().filter_map(|glimpse| Some((glimpse, glimpse.seen?)));
    let weeks = seen().count() as u32;
    let before = past.first().map_or(0, |first| first.week);
    let known = seen().any(|(_, seen)| seen.child.is_open() || seen.child.referred > before);
    let Some((_, first)) = seen().next().filter(|_| !known && weeks > 1) else { return };
    let referred_before = first.child.referred > 0;
    let family = seen().any(|(_, seen)| seen.siblings.1 > 0);
    // In a week in which an agency may have noticed the child, a contact that was not accepted may
    // have been about this child.
    let told = past.windows(2).any(|pair| {
        let Some(before) = pair[0].seen else { return false };
        let noticed = before.child.next_notice.iter().any(|point| point.week == pair[1].week);
        noticed && pair[1].refused & before.child.holders != 0
    });
    let start = format!("In {} nobody referred the child", span(weeks));
    let sentence = match (family, told, referred_before) {
        (true, ..) => format!("{start}, though a brother or sister had an open case."),
        (_, true, _) => format!("{start}; if anybody told the front door, it was not taken up."),
        (_, _, true) => format!("{start} again; nobody who could act knew."),
        _ => {
            let who = capital(&agencies(first.child.holders));
            format!("{start}. {who} held a piece; nobody who could act knew.")
        }
    };
    let week = seen().next_back().map_or(0, |(glimpse, _)| glimpse.week);
    events.push(Event { week, key: "nobody-knew", sentence, numbers: vec![("weeks", f64::from(weeks))] });
}

/// Adds that nobody referred the child again, if its case was closed long before the last
/// observation.
pub(super) fn nobody_again(past: &[Glimpse], events: &mut Vec<Event>) {
    let seen = || past.iter().filter_map(|glimpse| Some((glimpse.week, glimpse.seen?)));
    let Some((last, _)) = seen().next_back() else { return };
    let Some((open, _)) = seen().rfind(|(_, seen)| seen.child.is_open()) else { return };
    let weeks = last - open;
    // Half a year is long for a need without an open case.
    if weeks >= 26 {
        let sentence = format!("For {} nobody had referred the child again.", span(weeks));
        let numbers = vec![("weeks", f64::from(weeks))];
        events.push(Event { week: last, key: "nobody-again", sentence, numbers });
    }
}
