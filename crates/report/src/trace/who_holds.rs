//! Changes of the worker who holds the case, in sentences.

use balcony_engine::world::{NO_POST, OUTSIDE, Stage};

use super::Event;
use super::changes::Changes;
use super::watch::Seen;
use super::words::nth;

/// Number of workers who have held the case since the referral; `None` if the referral was before
/// week 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Workers(Option<u32>);

impl Workers {
    /// State at the beginning of a story: known unless a case is open already.
    pub(super) fn at(start: Option<&Seen>) -> Self {
        Self((!start.is_some_and(|seen| seen.child.is_open())).then_some(0))
    }

    /// The number in words, such as `, the third since the referral`.
    fn nth(self) -> String {
        self.0.map_or_else(String::new, |number| format!(", the {} since the referral", nth(number)))
    }
}

/// Adds this week's change of worker. `workers` counts those who have held the case in this
/// episode.
pub(super) fn tell(changes: &Changes<'_>, workers: &mut Workers, events: &mut Vec<Event>) {
    let Some(after) = changes.after.filter(|after| after.child.is_open()) else {
        *workers = Workers(Some(0));
        return;
    };
    let mut say = |key, sentence: String, numbers: Vec<(&'static str, f64)>| {
        events.push(Event { week: changes.week(), key, sentence, numbers });
    };
    let (from, to, taken) = (changes.before.post_index, after.post_index, changes.taken());
    let kind = if after.agency_worker { "agency social worker" } else { "social worker" };
    let changed = changes.worker_changes();
    let left = changes.glimpse.worker_left && from < OUTSIDE;
    workers.0 = workers.0.map(|number| number + u32::from(taken && to != OUTSIDE));
    let sentence = match (from, to) {
        (_, OUTSIDE) if from != OUTSIDE => {
            Some("Another team of the council took the case on, without a social worker.".to_owned())
        }
        (NO_POST, NO_POST) if !changes.was().is_open() && !taken => {
            Some("No social worker was given the case yet.".to_owned())
        }
        (NO_POST, NO_POST) if taken => {
            Some("A social worker took the case and left within the week.".to_owned())
        }
        (NO_POST, NO_POST) => None,
        (_, NO_POST) if left => Some("The social worker left; for now nobody held the case.".to_owned()),
        (_, NO_POST) => Some("The case was handed over; for now nobody held it.".to_owned()),
        _ if !taken => None,
        (NO_POST, _) if workers.0.is_some_and(|number| number <= 1) => {
            Some(format!("{} {kind} took the case.", article(after.agency_worker)))
        }
        (NO_POST, _) => {
            Some(format!("{} {kind} took the case{}.", article(after.agency_worker), workers.nth()))
        }
        (from, to) if from == to => Some("The case was handed over, and stayed at the same desk.".to_owned()),
        _ => {
            let found = changes.was().stage == Stage::Assessment && after.child.stage == Stage::Need;
            let when = if found { "After the assessment the" } else { "The" };
            let whom = if after.agency_worker { "an agency social worker" } else { "another social worker" };
            Some(format!("{when} case passed to {whom}{}.", workers.nth()))
        }
    };
    if let Some(sentence) = sentence {
        say("worker", sentence, vec![("changes", f64::from(changed))]);
    } else if changed > 0 {
        say(
            "worker",
            "The case was handed over, with nobody to take it.".to_owned(),
            vec![("changes", f64::from(changed))],
        );
    }
}

fn article(agency_worker: bool) -> &'static str {
    if agency_worker { "An" } else { "A" }
}
