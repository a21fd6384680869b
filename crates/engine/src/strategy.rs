//! What a leader can decide, lowered: how influence travels, who holds which decision right, how a
//! week is spent; what is bought; and what is done when something happens or is seen.
//!
//! The engine knows no model of leadership. A preset is lowered to a [`Style`] by the faces;
//! nothing here says which.

use crate::calendar::Week;
use crate::setting::{Event, EventKind};
use crate::treatment::Treatment;

/// The seven uses of a leader's week, in the order of [`Style::attention`].
pub const USES: [&str; 7] =
    ["balcony", "dance-floor", "partners", "politics", "programme", "developing", "resilience"];

/// Half-days of a full week.
pub const FULL_WEEK: f64 = 10.0;
/// Half-days a week usually spent on the balcony: an incumbent's usual time (assumption).
pub const USUAL_BALCONY: f64 = 1.5;
/// The same on the dance floor.
pub const USUAL_DANCE_FLOOR: f64 = 1.5;
/// The same with partners.
pub const USUAL_PARTNERS: f64 = 2.0;
/// The same for politics.
pub const USUAL_POLITICS: f64 = 1.5;
/// The same for the change programme.
pub const USUAL_PROGRAMME: f64 = 2.0;
/// The same for developing others.
pub const USUAL_DEVELOPING: f64 = 1.0;
/// The same for one's own resilience.
pub const USUAL_RESILIENCE: f64 = 0.5;
/// The same for practice: on the dance floor and developing others.
pub const USUAL_PRACTICE: f64 = USUAL_DANCE_FLOOR + USUAL_DEVELOPING;

/// The five kinds of decision, in the order of [`Style::rights`].
pub const KINDS: [&str; 5] = ["steps", "placements", "allocation", "recording", "sharing"];

/// The four sites of decision, the columns of [`Style::rights`].
pub const SITES: [&str; 4] = ["director", "panel", "manager", "practitioners"];

/// What money can buy, in the order of [`Investment::kind`].
pub const INVESTMENTS: [&str; 8] = [
    "early-help",
    "recruitment",
    "supervision",
    "placements",
    "joint-training",
    "mentoring",
    "deputies",
    "peer-support",
];

/// What leaders can see, as it is reported to them, in the order of [`crate::mechanisms::signals`].
pub const SIGNALS: [&str; 8] =
    ["vacancy", "timeliness", "caseload", "overspend", "referrals", "strain", "culture", "trust"];

/// What a strategy can respond to, in the order of [`Response::to`].
pub const TRIGGERS: [&str; 6] = [
    "serious-incident",
    "scandal-elsewhere",
    "budget-cut",
    "needs-surge",
    "inspection",
    "inadequate-judgement",
];

/// Events that are a leader's own to bring about; every other kind happens to an authority, whoever
/// leads it.
pub const ACTS: [EventKind; 5] = [
    EventKind::RulesRemoved,
    EventKind::RulesAdded,
    EventKind::BudgetCut,
    EventKind::WorkSurge,
    EventKind::DirectorLeaves,
];

/// One way of leading, as the engine sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// 0: influence travels along the line; 1: along relationships; between: a mixture.
    pub source: f64,
    /// Share of occasions that each site decides, a row per kind; each row sums to 1.
    pub rights: [[f64; 4]; 5],
    /// Half-days a week, by use; ten is a full week, more drains.
    pub attention: [f64; 7],
}

/// Money for something, for a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Investment {
    /// From when it is paid for.
    pub from: Week,
    /// For how many weeks; 0: for good.
    pub weeks: u32,
    /// For what, a place in [`INVESTMENTS`].
    pub kind: u8,
    /// Pounds (million) a year.
    pub size: f64,
}

/// What is done for a time after something has happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Response {
    /// To what, a place in [`TRIGGERS`].
    pub to: u8,
    /// In force for how many weeks.
    pub weeks: u32,
    /// How things are led then.
    pub style: Style,
}

/// What is done when a figure that leaders see passes a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Which figure, a place in [`SIGNALS`].
    pub signal: u8,
    /// Does it act above the level, or below?
    pub above: bool,
    /// The level.
    pub level: f64,
    /// In force for how many weeks at least.
    pub weeks: u32,
    /// How things are led then.
    pub style: Style,
}

/// A leader who leads otherwise when it does not go well: tries what a list holds, as far as the
/// misfit is noticed.
#[derive(Debug, Clone, PartialEq)]
pub struct Adaptive {
    /// The ways of leading there are to try; the first is the one begun with.
    pub styles: Vec<Style>,
    /// Weeks between two looks at whether it goes well.
    pub every: u32,
}

/// One arm: the style in force from each of some weeks on. Before the first change the incumbent's
/// style is in force.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Strategy {
    /// Changes of style, by week, ascending.
    pub changes: Vec<(Week, Style)>,
    /// What is bought.
    pub investments: Vec<Investment>,
    /// What is done when something happens; the first that is under way holds.
    pub responses: Vec<Response>,
    /// What is done when something is seen; the first that is under way holds, behind responses.
    pub rules: Vec<Rule>,
    /// What the leader does on a date, of the kinds in [`ACTS`]: it goes the way of the events of
    /// the setting, in this arm alone.
    pub acts: Vec<Event>,
    /// Is the way of leading itself tried and changed? Stands in for `changes` from the first of
    /// them on.
    pub adaptive: Option<Adaptive>,
    /// What a trial does in this arm; no strategy has any.
    pub treatments: Vec<Treatment>,
}

impl Strategy {
    /// A plan of changes of style and nothing else.
    pub fn of(changes: Vec<(Week, Style)>) -> Self {
        Self { changes, ..Self::default() }
    }

    /// The style decided for a week, or none while the incumbent's is in force.
    pub fn at(&self, week: Week) -> Option<&Style> {
        self.changes.iter().take_while(|(from, _)| *from <= week).last().map(|(_, style)| style)
    }
}
