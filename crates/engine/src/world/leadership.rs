//! States of those who lead and of what they lead with: the director, deputies, inspection, what is
//! seen, the programme.

use super::child::{NEVER, Occasion};
use super::leaders::{Background, Leaders, Way};
use crate::rng::EntityId;
use crate::style::{DecisionKind, InvestmentKind, Signal, Style};

/// The director and the post.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Director {
    /// Number of the present incumbent.
    pub incumbent: u32,
    /// Since when.
    pub since: u32,
    /// Is the post held by an interim?
    pub interim: bool,
    /// Week the interim ends.
    pub interim_until: u32,
    /// How much of the post's authority has passed to the incumbent, 0 to 1.
    pub settled: f64,
    /// Credibility with staff (0), six partners (1-6), members (7).
    pub credibility: [f64; 8],
    /// Strain.
    pub strain: f64,
    /// Authorisation.
    pub authorisation: f64,
    /// Competences, 0 to 1, mean .5: self-awareness, self-management, social awareness, group
    /// management.
    pub competence: [f64; 4],
    /// How this person would lead if nothing had been decided.
    pub own: Way,
    /// Who decides who leads.
    pub decided_by: DecidedBy,
}

/// Who decides who leads.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum DecidedBy {
    /// The authority's own draws.
    #[default]
    Itself,
    /// A national market ([`crate::mechanisms::succession`]); its news of this week, if any.
    Market(Option<Succession>),
}

/// What a national market tells an authority.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Succession {
    /// The director has gone; somebody stands in, or deputies cover.
    Interim {
        /// Competences, as in [`Director::competence`].
        competence: [f64; 4],
    },
    /// A permanent director starts.
    Starts(Appointment),
}

/// Who comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Appointment {
    /// From within?
    pub inside: bool,
    /// Competences, as in [`Director::competence`].
    pub competence: [f64; 4],
    /// Where this person worked before.
    pub background: Background,
    /// How this person would lead if nothing had been decided; `None`: it is drawn.
    pub own: Option<Way>,
}

/// Position in [`Director::competence`]: who notices that a style does not fit.
pub const SELF_AWARENESS: usize = 0;
/// Position in [`Director::competence`]: how load strains.
pub const SELF_MANAGEMENT: usize = 1;
/// Position in [`Director::competence`]: how time with people becomes bonds and credibility.
pub const SOCIAL_AWARENESS: usize = 2;
/// Position in [`Director::competence`]: how groups relay, talk and develop.
pub const GROUP_MANAGEMENT: usize = 3;

/// The director's present way of leading.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Leading {
    /// Position of the response (from 1) or rule (behind the responses) in force, 0 for none.
    pub act: u16,
    /// Until which week it holds.
    pub until: u32,
    /// What happened last week that a strategy may respond to, a bit each.
    pub happened: u8,
    /// Which of the styles to try an adaptive director is in.
    pub tried: u8,
    /// How well it went at the last look.
    pub went: f64,
    /// When that was; 0 before the first.
    pub looked: u32,
    /// How often the style was changed after a look.
    pub changes: u32,
    /// Number of the incumbent of week 0: whose decisions a strategy is.
    pub decides: u32,
}

/// Inspection and its judgement.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Inspection {
    /// 0 inadequate, 1 requires improvement, 2 good, 3 outstanding.
    pub judgement: u8,
    /// Week of the next.
    pub next: u32,
    /// Number of inspections so far.
    pub number: u32,
    /// Grades by which inspectors are stricter than they were at week 0: a national framework.
    pub stricter: f64,
}

impl Inspection {
    /// Is the service judged inadequate?
    pub(crate) const fn is_inadequate(&self) -> bool {
        self.judgement == 0
    }
}

/// Reviews of serious incidents.
#[derive(Debug, PartialEq, Default)]
pub struct Reviewing {
    /// Those under way: the week in which each reports, and how much it weighs, 0 to 1.
    pub due: Vec<(u32, f64)>,
    /// Reviews that have reported.
    pub reported: u32,
    /// Share of teams with cases that would learn from a review that reported today.
    pub ready: f64,
}

clone_in_place!(Reviewing { due, reported, ready });

/// What leaders see of each [`Signal`], and what is usual.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Seen {
    /// As reported, late.
    pub now: [f64; Signal::COUNT],
    /// As reported at week 0.
    pub usual: [f64; Signal::COUNT],
    /// What was true last week.
    pub real: [f64; Signal::COUNT],
}

impl Seen {
    /// As reported, late.
    ///
    /// ```
    /// use balcony_engine::strategy::Signal;
    /// use balcony_engine::world::Seen;
    /// let mut seen = Seen::default();
    /// seen.now[Signal::Vacancy as usize] = 0.1;
    /// assert_eq!(seen.now(Signal::Vacancy), 0.1);
    /// ```
    pub const fn now(&self, signal: Signal) -> f64 {
        self.now[signal as usize]
    }

    /// What was true last week.
    pub(crate) const fn real(&self, signal: Signal) -> f64 {
        self.real[signal as usize]
    }
}

/// How far one task of the change programme has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Task {
    /// From 0 to 1.
    pub progress: f64,
    /// The week in which it took effect; [`NEVER`] before.
    pub done: u32,
}

impl Default for Task {
    fn default() -> Self {
        Self { progress: 0.0, done: NEVER }
    }
}

/// The change programme and what it left.
#[derive(Debug, PartialEq, Default)]
pub struct Programme {
    /// Tasks, in the order of the setting's, then those that events have brought.
    pub tasks: Vec<Task>,
    /// Sizes of the tasks that events have brought.
    pub added: Vec<f64>,
    /// Hours lost while people find their way after a switch-over, 0 to 1, falling.
    pub unsettled: f64,
    /// Progress made this week, summed over tasks.
    pub worked: f64,
    /// Strength with which a practice framework has been announced; 0 if it has not.
    pub framework: f64,
    /// Joint proposals that partners have been asked to adopt: the statutory force of each, and who
    /// has, a bit each.
    pub proposals: Vec<(f64, u8)>,
    /// Weeks late of tasks that took effect after their date, summed, and their number.
    pub late: f64,
    /// Dated tasks that took effect.
    pub dated_done: u32,
    /// Dated tasks whose date has come and that are still to do.
    pub overdue: u32,
    /// Weeks since their dates, summed.
    pub overdue_weeks: f64,
}

clone_in_place!(Programme {
    tasks,
    added,
    unsettled,
    worked,
    framework,
    proposals,
    late,
    dated_done,
    overdue,
    overdue_weeks
});

/// What investments bring this week: pounds (million) a year for every 60,000 children, by kind,
/// past their delay.
pub type InvestmentEffects = [f64; InvestmentKind::COUNT];

/// A decision that waits at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// Since when.
    pub since: u32,
    /// Whose.
    pub entity_id: EntityId,
    /// Position of the child.
    pub slot: u32,
    /// What is asked.
    pub occasion: Occasion,
}

/// Who leads, and how.
#[derive(Debug, PartialEq)]
pub struct Leadership {
    /// The director.
    pub director: Director,
    /// Those who lead below the director, and those who lead partner agencies.
    pub below: Leaders,
    /// Style in force last week.
    pub style: Style,
    /// The director's present way of leading.
    pub leading: Leading,
    /// What leaders see.
    pub seen: Seen,
    /// Prescription by kind of decision.
    pub prescription: [f64; DecisionKind::COUNT],
    /// Decisions waiting for the director and for the panel.
    pub queues: [Vec<Waiting>; 2],
}

clone_in_place!(Leadership { director, below, style, leading, seen, prescription, queues });

/// Those who look at the service from outside.
#[derive(Debug, PartialEq, Default)]
pub struct Oversight {
    /// Inspection.
    pub inspection: Inspection,
    /// Reviews of serious incidents.
    pub reviews: Reviewing,
}

clone_in_place!(Oversight { inspection, reviews });
