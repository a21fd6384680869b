//! A child with needs: one record of two cache lines, and the words of its pathway.

use crate::rng::EntityId;
use crate::samplers::Candidate;

/// No post: the child has no open case.
pub const NO_POST: u16 = u16::MAX;
/// Held by another team of the authority, not by a social worker's post.
pub const OUTSIDE: u16 = u16::MAX - 1;
/// A week that never comes.
pub const NEVER: u32 = u32::MAX;

/// Where a child stands on the pathway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[repr(u8)]
pub enum Stage {
    /// Has needs, no open case.
    #[default]
    Unserved = 0,
    /// Referred, being assessed.
    Assessment = 1,
    /// Child in need.
    Need = 2,
    /// Protection plan.
    ProtectionPlan = 3,
    /// Looked after.
    Care = 4,
}

/// What the child's next dated process is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Process {
    /// Nothing dated.
    #[default]
    None = 0,
    /// Look whether the assessment is done.
    Assess = 1,
    /// First review after the assessment.
    FirstReview = 2,
    /// A later review.
    Review = 3,
}

/// An occasion at which a decision is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[repr(u8)]
pub enum Occasion {
    /// None waits.
    #[default]
    None = 0,
    /// End of an assessment.
    AssessmentEnd = 1,
    /// First review after an assessment.
    FirstReview = 2,
    /// A later review.
    Review = 3,
    /// A placement in care is to be found.
    Placement = 4,
}

/// An enquiry is open.
pub const ENQUIRY: u8 = 1;
/// Its conference is called.
pub const CONFERENCE: u8 = 2;
/// A decision waits at its site.
pub const WAITING: u8 = 4;
/// An assessment is open (also of a child whose case is open already).
pub const ASSESSING: u8 = 8;
/// The help given fits.
pub const FITS: u8 = 16;
/// The current assessment has passed day 41.
pub const HURRIED: u8 = 32;
/// Works on the second or later episode within the history known (for tests and traces).
pub const KNOWN: u8 = 64;

/// A child with needs: two cache lines, and no more.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub struct Child {
    /// Identity for ever.
    pub entity_id: EntityId,
    /// Absolute week (with fraction) of the next possible harm.
    pub next_harm: f32,
    /// Week of the family's next possible shock.
    pub next_shock: Candidate,
    /// Week of the next possible noticing, by slice of the hazard.
    pub next_notice: [Candidate; 2],
    /// Base level of risk.
    pub base: f32,
    /// Current risk above base level.
    pub excess: f32,
    /// Natural fall of base a week.
    pub fall: f32,
    /// Complexity kappa, 0 to 1.
    pub complexity: f32,
    /// Believed risk.
    pub believed: f32,
    /// Its variance.
    pub variance: f32,
    /// Hours face to face since the belief was last brought up to date.
    pub seen_hours: f32,
    /// The worker's integral of work shares when this record was last brought up to date.
    pub integral: f32,
    /// Weeks of undisturbed work that the assessment still needs.
    pub to_assess: f32,
    /// Week the record was last brought up to date.
    pub at: u32,
    /// Week of its next event: its place in the calendar.
    pub due: u32,
    /// Week of the 18th birthday.
    pub eighteen: u32,
    /// Week the belief was last brought up to date.
    pub believed_at: u32,
    /// Since when the present worker.
    pub worker_since: u32,
    /// Week of the last referral; 0 if never.
    pub referred: u32,
    /// Week the present stage began.
    pub stage_since: u32,
    /// Week of the next dated process.
    pub process_due: u32,
    /// Week the enquiry ends or the conference is held.
    pub enquiry_due: u32,
    /// Position of the next child of the family; itself if alone.
    pub sibling: u32,
    /// Number of the next possible harm in its own stream.
    pub harm_number: u8,
    /// Post of the worker before, for continuity at a re-referral.
    pub last_post: u16,
    /// Agencies that hold a piece, a bit each.
    pub holders: u8,
    /// Pieces that are shared, a bit each.
    pub shared: u8,
    /// Stage.
    pub stage: Stage,
    /// Flags.
    pub flags: u8,
    /// Next dated process.
    pub process: Process,
    /// The decision that waits.
    pub waiting: Occasion,
    /// Placement: 0 none, 1 local, 2 distant, 3 residential.
    pub placement: u8,
    /// Protection plans ever.
    pub plans_ever: u8,
    /// Reviews held in the present stage.
    pub reviews: u8,
    /// Week the present assessment began.
    pub assess_since: u32,
}

impl Child {
    /// Current risk.
    /// From 0 to 1.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let child = world.population.children.iter().find(|child| child.is_open()).unwrap();
    /// assert_eq!(child.risk(), child.base + child.excess);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn risk(&self) -> f32 {
        self.base + self.excess
    }
    /// Number of agencies that hold a piece.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let child = world.population.children.iter().find(|child| child.is_open()).unwrap();
    /// assert!(child.pieces() <= 7);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn pieces(&self) -> u32 {
        self.holders.count_ones()
    }
    /// Is a case open?
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let child = world.population.children.iter().find(|child| child.is_open()).unwrap();
    /// assert!(child.stage > balcony_engine::world::Stage::Unserved);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn is_open(&self) -> bool {
        self.stage != Stage::Unserved
    }
    /// Is this flag set?
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let child = world.population.children.iter().find(|child| child.is_open()).unwrap();
    /// use balcony_engine::world::WAITING;
    /// assert_eq!(child.has(WAITING), child.flags & WAITING != 0);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
    /// Which hours the case is due: 0 assessment, 1 enquiry, 2 need, 3 plan, 4 care; 5 none.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let child = world.population.children.iter().find(|child| child.is_open()).unwrap();
    /// assert!(child.work() < 5);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn work(&self) -> usize {
        match self.stage {
            Stage::Unserved => 5,
            _ if self.has(ENQUIRY) => 1,
            _ if self.has(ASSESSING) => 0,
            Stage::Assessment => 0,
            Stage::Need => 2,
            Stage::ProtectionPlan => 3,
            Stage::Care => 4,
        }
    }
}

const _: () = assert!(size_of::<Child>() == 128);
