//! What a leader can decide, lowered: how influence travels, who holds which decision right, how a
//! week is spent; what is bought; and what is done when something happens or is seen.
//!
//! The engine knows no model of leadership. A preset is lowered to a [`Style`] by the faces;
//! nothing here says which.

use crate::calendar::Week;
use crate::setting::{Event, EventKind};
use crate::treatment::Treatment;

pub use crate::style::{
    DecisionKind, FULL_WEEK, INVESTMENTS, InvestmentKind, KINDS, SIGNALS, SITES, Signal, Site, Style,
    TRIGGERS, Trigger, USES, USUAL_BALCONY, USUAL_DANCE_FLOOR, USUAL_DEVELOPING, USUAL_PARTNERS,
    USUAL_POLITICS, USUAL_PRACTICE, USUAL_PROGRAMME, USUAL_RESILIENCE, Use,
};

impl Trigger {
    /// What an event of the scenario sets off in the week in which it begins. Inspections and
    /// judgements set off their own when they happen.
    pub(crate) const fn of_event(kind: EventKind) -> Option<Self> {
        match kind {
            EventKind::SeriousIncident => Some(Self::SeriousIncident),
            EventKind::ScandalElsewhere => Some(Self::ScandalElsewhere),
            EventKind::BudgetCut => Some(Self::BudgetCut),
            EventKind::NeedsSurge => Some(Self::NeedsSurge),
            EventKind::ContactsSurge
            | EventKind::WorkSurge
            | EventKind::DirectorLeaves
            | EventKind::RulesRemoved
            | EventKind::RulesAdded
            | EventKind::PrescriptionHeld
            | EventKind::TrustHeld
            | EventKind::RecruitmentDrive
            | EventKind::Inspection
            | EventKind::PartnerCut => None,
        }
    }
}

/// Events that are a leader's own to bring about; every other kind happens to an authority, whoever
/// leads it.
pub const ACTS: [EventKind; 5] = [
    EventKind::RulesRemoved,
    EventKind::RulesAdded,
    EventKind::BudgetCut,
    EventKind::WorkSurge,
    EventKind::DirectorLeaves,
];

/// Money for something, for a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Investment {
    /// From when it is paid for.
    pub from: Week,
    /// For how many weeks; 0: for good.
    pub weeks: u32,
    /// For what.
    pub kind: InvestmentKind,
    /// Pounds (million) a year.
    pub size: f64,
}

/// What is done for a time after something has happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Response {
    /// To what.
    pub to: Trigger,
    /// In force for how many weeks.
    pub weeks: u32,
    /// How things are led then.
    pub style: Style,
}

/// What is done when a figure that leaders see passes a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Which figure.
    pub signal: Signal,
    /// Does it act above the level, or below?
    pub above: bool,
    /// The level.
    pub level: f64,
    /// In force for how many weeks at least.
    pub weeks: u32,
    /// How things are led then.
    pub style: Style,
}

/// A leader who changes style when things go badly: tries the styles of a list, as far as he or she
/// notices the misfit.
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
    /// Dated actions of this strategy, of the kinds in [`ACTS`]. They act as events of the setting
    /// do, in this arm alone.
    pub acts: Vec<Event>,
    /// An adaptive director, if there is one. It replaces `changes` from the first of them on.
    pub adaptive: Option<Adaptive>,
    /// What a trial does in this arm; no strategy has any.
    pub treatments: Vec<Treatment>,
}

impl Strategy {
    /// A strategy of changes of style and nothing else.
    /// Weeks ascend.
    ///
    /// ```
    /// use balcony_engine::calendar::Week;
    /// use balcony_engine::strategy::{Strategy, Style};
    /// let style = Style { source: 1.0, rights: [[0.25; 4]; 5], attention: [1.0; 7] };
    /// assert_eq!(Strategy::of(vec![(Week(1526), style)]).changes.len(), 1);
    /// ```
    pub fn of(changes: Vec<(Week, Style)>) -> Self {
        Self { changes, ..Self::default() }
    }

    /// The style decided for a week, or none while the incumbent's is in force.
    ///
    /// ```
    /// use balcony_engine::calendar::Week;
    /// use balcony_engine::strategy::{Strategy, Style};
    /// let style = Style { source: 1.0, rights: [[0.25; 4]; 5], attention: [1.0; 7] };
    /// let strategy = Strategy::of(vec![(Week(1526), style)]);
    /// assert_eq!(strategy.at(Week(1525)), None);
    /// assert_eq!(strategy.at(Week(1600)), Some(&style));
    /// ```
    pub fn at(&self, week: Week) -> Option<&Style> {
        self.changes.iter().take_while(|(from, _)| *from <= week).last().map(|(_, style)| style)
    }
}
