//! Dated national events: a scandal, a change of funding, another framework of inspection.
//!
//! *Question.* What does a day that the whole country remembers do to the market? *Equations.* A
//! scandal adds its size to the climate for its weeks, and then falls back by half in every
//! `climate.half_life`; scandals add up. Where authorities are simulated with their children, their
//! own public salience echoes the scandal too ([`crate::coupling`]): of both the greater counts, so
//! that nothing is counted twice. While a stricter framework of inspection is in force, inspectors
//! read the level of every place as if it were lower by the size. Funding does nothing in the
//! market: it reaches authorities that are simulated with their children. *Sources.* The half-life
//! is that of public salience; sizes are whoever's who writes a file. A size of 0 is no event, to
//! the last bit.

use crate::market::Setting;
use balcony_engine::keyed;
use balcony_engine::samplers::exp;

keyed! {
    /// Kinds of national event.
    Kind {
        /// A scandal: the climate rises by `size`.
        Scandal "scandal",
        /// The budget of every authority changes by the share `size`.
        Funding "funding",
        /// Inspectors are stricter by `size`, in standard deviations of the level of authorities.
        Framework "inspection-framework",
        /// A programme is run for the whole country, with `size` times its usual seats.
        Policy "policy",
    }
}

/// Something that happens to the whole country.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// What.
    pub kind: Kind,
    /// When it happens or begins.
    pub week: u32,
    /// Weeks that it lasts; 0: a moment for a scandal, for good otherwise.
    pub weeks: u32,
    /// How much, as the kind says.
    pub size: f64,
}

impl Event {
    /// Whether something that goes on is in force in a week.
    fn holds(&self, week: u32) -> bool {
        week >= self.week && (self.weeks == 0 || week < self.week.saturating_add(self.weeks))
    }

    /// What is left of a scandal in a week.
    fn left(&self, week: u32, half_life: f64) -> f64 {
        let Some(since) = week.checked_sub(self.week) else { return 0.0 };
        let after = since.saturating_sub(self.weeks);
        self.size * exp(-core::f64::consts::LN_2 * f64::from(after) / half_life)
    }
}

/// From when until (not including) when a rule or a programme is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dates {
    /// `None`: from the start of the policies on.
    pub from: Option<u32>,
    /// `None`: for good.
    pub until: Option<u32>,
}

impl Dates {
    /// The first week, where policies begin in a week.
    pub(crate) fn first(&self, policy_from: u32) -> u32 {
        self.from.unwrap_or(policy_from)
    }

    /// Whether a week is among them.
    pub(crate) fn hold(&self, week: u32, policy_from: u32) -> bool {
        week >= self.first(policy_from) && self.until.is_none_or(|until| week < until)
    }
}

fn of(setting: &Setting, kind: Kind) -> impl Iterator<Item = &Event> {
    setting.events.iter().filter(move |event| event.kind == kind)
}

/// What dated scandals add to the climate of a week.
///
/// ```
/// use balcony_market::events::{Event, Kind, scandals};
/// use balcony_market::{Place, Setting};
/// let mut setting = Setting::closed(vec![Place { id: 1, region: 0, twin: false, posts: [3, 8, 17] }]);
/// setting.events.push(Event { kind: Kind::Scandal, week: 1000, weeks: 0, size: 0.6 });
/// assert_eq!([999, 1000].map(|week| scandals(&setting, week)), [0.0, 0.6]);
/// assert!((scandals(&setting, 1078) - 0.3).abs() < 1e-12);
/// ```
pub fn scandals(setting: &Setting, week: u32) -> f64 {
    let half_life = setting.parameters.climate.half_life;
    of(setting, Kind::Scandal).map(|event| event.left(week, half_life)).sum()
}

/// How much stricter inspectors are in a week, in standard deviations of the level.
///
/// ```
/// use balcony_market::events::{Event, Kind, stricter};
/// use balcony_market::{Place, Setting};
/// let mut setting = Setting::closed(vec![Place { id: 1, region: 0, twin: false, posts: [3, 8, 17] }]);
/// setting.events.push(Event { kind: Kind::Framework, week: 1000, weeks: 52, size: 0.5 });
/// assert_eq!([999, 1000, 1052].map(|week| stricter(&setting, week)), [0.0, 0.5, 0.0]);
/// ```
pub fn stricter(setting: &Setting, week: u32) -> f64 {
    of(setting, Kind::Framework).filter(|event| event.holds(week)).map(|event| event.size).sum()
}
