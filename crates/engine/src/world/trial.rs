//! What a world remembers of a trial.

use super::child::Child;
use crate::rng::EntityId;

/// What is different for the treated; by default nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Changes {
    /// Agencies that tell what they know, a bit each: of what they hold nothing stays unshared, is
    /// lost or goes stale.
    pub tells: u8,
    /// The child's worker is, for the family, always the one it knows.
    pub same_worker: bool,
    /// The help that is decided on fits.
    pub fits: bool,
    /// Hours a week that a worker of its own gives the family, whether or not a case is open.
    pub hours: f64,
    /// Supervision that a team has on top, as a share of what it had.
    pub supervision: f64,
    /// A practice framework is announced with this backing (an authority as a whole).
    pub framework: f64,
    /// Share of hours of casework that go elsewhere (an authority as a whole).
    pub away: f64,
}

/// A child in a trial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Enrolled {
    /// The child.
    pub who: EntityId,
    /// Where it stands in the column of children, as long as it is there.
    pub slot: u32,
    /// Is it in the treated arm?
    pub treated: bool,
    /// Week of enrolment.
    pub since: u32,
    /// First week in which it is treated no more.
    pub until: u32,
    /// First week in which it is followed no more.
    pub followed: u32,
    /// What differs for it; nothing in the arm of comparison.
    pub changes: Changes,
    /// The child as it was enrolled, brought up to date.
    pub before: Child,
    /// The child as it is while it is followed, brought up to date every week; as it was last when
    /// its need has ended.
    pub now: Child,
    /// Has its need ended?
    pub gone: bool,
    /// Summed hazard of serious harm while it is followed.
    pub harm: f64,
    /// Week in which a court was first asked, or [`super::NEVER`].
    pub asked: u32,
    /// Workers whom it got since.
    pub workers: u16,
}

/// What a world remembers of a trial: nothing where there is none.
#[derive(Debug, PartialEq, Default)]
pub struct Trial {
    /// Children enrolled, by entity id.
    pub enrolled: Vec<Enrolled>,
    /// Share of hours of casework that go elsewhere.
    pub away: f64,
    /// Was the authority itself drawn into the treated arm?
    pub treated: bool,
}

clone_in_place!(Trial { enrolled, away, treated });

impl Trial {
    /// What differs for a child this week.
    #[inline]
    pub(crate) fn changes(&self, who: EntityId, week: u32) -> Changes {
        if self.enrolled.is_empty() {
            return Changes::default();
        }
        match self.find(who) {
            Some(at) if week < self.enrolled[at].until => self.enrolled[at].changes,
            _ => Changes::default(),
        }
    }

    /// A court is asked.
    #[inline]
    pub(crate) fn asks(&mut self, who: EntityId, week: u32) {
        if let Some(at) = self.find(who) {
            self.enrolled[at].asked = self.enrolled[at].asked.min(week);
        }
    }

    /// Another worker takes a child.
    #[inline]
    pub(crate) fn takes(&mut self, who: EntityId) {
        if let Some(at) = self.find(who) {
            self.enrolled[at].workers = self.enrolled[at].workers.saturating_add(1);
        }
    }

    #[inline]
    pub(crate) fn find(&self, who: EntityId) -> Option<usize> {
        self.enrolled.binary_search_by_key(&who, |enrolled| enrolled.who).ok()
    }
}
