//! A child's history under one strategy: the changes of every week in sentences, and a summary.

use crate::charts::lives::NeedWeek;
use balcony_engine::parameters::Parameters;

use super::changes::Changes;
use super::inner::Apart;
use super::watch::{Glimpse, Seen};
use super::who_holds::Workers;
use super::words::{count, risk};
use super::{Event, LifeStory, ends, inner, pathway, who_holds};

/// Builds the history from weekly observations; the first one is the state at week 0.
pub fn life(strategy: &str, past: &[Glimpse], p: &Parameters) -> LifeStory {
    let mut events = Vec::new();
    let mut apart = Apart::default();
    let mut workers = Workers::at(past.first().and_then(|first| first.seen.as_ref()));
    let mut sums = Sums::default();
    for pair in past.windows(2) {
        let (before, glimpse) = (pair[0], &pair[1]);
        match (&before.seen, &glimpse.seen) {
            (None, None) => {}
            (None, Some(_)) => ends::begins(glimpse, &mut events),
            (Some(was), now) => {
                let changes = Changes { before: was, after: now.as_ref(), glimpse, p };
                inner::tell(&changes, &mut events);
                pathway::tell(&changes, &mut events);
                who_holds::tell(&changes, &mut workers, &mut events);
                apart.tell(glimpse.week, glimpse, &mut events);
                ends::ends(&changes, &mut events);
                sums.changes += changes.worker_changes();
                sums.referrals += u32::from(changes.referred());
                sums.re_referrals += u32::from(changes.re_referred());
                sums.highest = sums.highest.max(changes.moved().to);
            }
        }
        if let Some(seen) = &glimpse.seen {
            sums.week(seen);
        }
    }
    ends::nobody_knew(past, &mut events);
    ends::nobody_again(past, &mut events);
    if let Some(last) = past.last() {
        ends::last(last, &mut events);
        sums.exposure = last.exposure;
    }
    // The sort is stable, so events of one week keep the order in which they were added.
    events.sort_by_key(|event| event.week);
    // The first observation is the state before week 0, so it is not part of the course.
    let course = past.iter().skip(1).map(|glimpse| glimpse.seen.as_ref().map(lived)).collect();
    LifeStory {
        strategy: strategy.to_owned(),
        events,
        sum: sums.sentence(),
        totals: sums.numbers(),
        course,
        years: None,
    }
}

/// Converts an observation to the values that the chart shows.
fn lived(seen: &Seen) -> NeedWeek {
    let child = &seen.child;
    NeedWeek {
        step: child.stage as u8,
        risk: f64::from(seen.risk),
        believed: child.is_open().then(|| f64::from(child.believed)),
    }
}

/// Totals of a history.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    open: u32,
    unserved: u32,
    changes: u32,
    referrals: u32,
    re_referrals: u32,
    exposure: f64,
    highest: f64,
}

impl Sums {
    fn week(&mut self, seen: &Seen) {
        let open = seen.child.is_open();
        self.open += u32::from(open);
        self.unserved += u32::from(!open);
        self.highest = self.highest.max(f64::from(seen.risk));
    }

    fn sentence(&self) -> String {
        if self.open + self.unserved == 0 {
            return "the need never arose.".to_owned();
        }
        format!(
            "{} with an open case, {} with needs and none; {} of worker; summed chance of serious harm {:.2} in 1,000; \
             highest risk {}.",
            count(self.open, "week", "weeks"),
            self.unserved,
            count(self.changes, "change", "changes"),
            1000.0 * self.exposure,
            risk(self.highest)
        )
    }

    fn numbers(&self) -> Vec<(&'static str, f64)> {
        vec![
            ("weeks open", f64::from(self.open)),
            ("weeks unserved", f64::from(self.unserved)),
            ("changes of worker", f64::from(self.changes)),
            ("referrals", f64::from(self.referrals)),
            ("re-referrals", f64::from(self.re_referrals)),
            ("exposure", self.exposure),
            ("highest risk", self.highest),
        ]
    }
}

/// The events of a history that have the given key.
pub fn of_kind<'a>(life: &'a LifeStory, key: &'a str) -> impl Iterator<Item = &'a Event> {
    life.events.iter().filter(move |event| event.key == key)
}
