//! The state of one authority: plain columns, cloned whole to fork an arm.
//!
//! Children with needs, open or not, are kept in one column of 128-byte records, because an event
//! touches the whole record and nothing else; what is swept in bulk (who holds whom) has a dense
//! column of its own. A position in a column is never an identity: identities are entity ids.

pub use crate::fixed::{ONE, fixed};
pub use crate::leading::{Director, Inspection, Leading, Programme, Reviewing, Seen};
use crate::mechanisms::variation::Deviations;
use crate::rng::{EntityId, RngKey};
use crate::samplers::Candidate;
use crate::strategy::{DecisionKind, Style};
use crate::treatment::Trial;

/// Number of sources of referrals: six partner agencies and the public (the last).
pub const AGENCIES: usize = 7;
/// Number of partner agencies of social care.
pub const PARTNERS: usize = 6;
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
    pub fn risk(&self) -> f32 {
        self.base + self.excess
    }
    /// Number of agencies that hold a piece.
    pub fn pieces(&self) -> u32 {
        self.holders.count_ones()
    }
    /// Is a case open?
    pub fn is_open(&self) -> bool {
        self.stage != Stage::Unserved
    }
    /// Is this flag set?
    pub fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
    /// Which hours the case is due: 0 assessment, 1 enquiry, 2 need, 3 plan, 4 care; 5 none.
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

/// Who is in a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Holder {
    /// Nobody.
    #[default]
    Vacant = 0,
    /// An employed social worker.
    Employed = 1,
    /// An agency worker.
    Agency = 2,
}

/// What a post is to the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Funding {
    /// There is money for it.
    #[default]
    Funded = 0,
    /// There is none: whoever sits there stays until he or she leaves, and is not replaced.
    Unfunded = 1,
    /// Beyond the establishment: for an agency worker alone.
    Beyond = 2,
}

/// A post and the person in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Post {
    /// What it is to the budget.
    pub funding: Funding,
    /// Who sits there.
    pub holder: Holder,
    /// Does the post hold cases?
    pub holds_cases: bool,
    /// Its team.
    pub team: u16,
    /// Number of the present incumbent.
    pub incumbent: u32,
    /// Since when.
    pub since: u32,
    /// Open cases held.
    pub load: u16,
    /// Cases by kind of work: assessment, enquiry, need, plan, care.
    pub cases: [u16; 5],
    /// Expertise, 0 to 1.
    pub expertise: f32,
    /// Strain, 0 to 1.
    pub strain: f32,
}

/// A team and its manager.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Team {
    /// Does it hold cases?
    pub holds_cases: bool,
    /// Culture: 0 compliance, 1 learning.
    pub culture: f64,
    /// Routine of working together.
    pub routine: f64,
    /// Bond with the director, built by being seen.
    pub bond: f64,
    /// How far above the mean of all teams its own culture lies, in the long run.
    pub own: f64,
    /// Has the team taken up the practice framework?
    pub adopted: bool,
    /// How far it is embedded, 0 to 1.
    pub embedded: f64,
    /// Utilisation of the last week.
    pub utilisation: f64,
    /// Share of statutory work done, and its integral.
    pub statutory: f64,
    /// Share of work for need done.
    pub need: f64,
    /// Integral of `statutory`.
    pub statutory_integral: f64,
    /// Integral of `need`.
    pub need_integral: f64,
    /// Supervision had over supervision due, .5 at usual practice.
    pub support: f64,
    /// Mean strain and expertise of the last week, people in post, newcomers' share.
    pub strain: f64,
    /// Mean expertise.
    pub expertise: f64,
    /// People in post.
    pub people: f64,
    /// Leavers of the last week over people.
    pub left: f64,
    /// Starters of the last week over people.
    pub joined: f64,
    /// Decisions its manager took in the last week.
    pub manager_decisions: u32,
    /// Hours of meetings since work was last weighed, 2^-40.
    pub meeting_hours: i64,
    /// Supervision that a trial gives on top, as a share.
    pub more_supervision: f64,
}

/// A partner agency as social care meets it (the public is the last, without trust or language).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Partner {
    /// Trust with social care.
    pub trust: f64,
    /// Common language with social care.
    pub language: f64,
    /// Its own priority, and where it stands now.
    pub own_priority: f64,
    /// Priority now.
    pub priority: f64,
    /// Its own threshold's deviation from the mean.
    pub threshold: f64,
    /// Bad experience with referring (no feedback), 0 to 1.
    pub discouraged: f64,
}

/// What surrounds the authority.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Environment {
    /// Public salience.
    pub salience: f64,
    /// The level it falls back to.
    pub floor: f64,
    /// Weekly budget over usual spending.
    pub budget: f64,
    /// Usual weekly spending, pounds: that of the stationary state.
    pub usual: f64,
    /// Smoothed spending, pounds a week.
    pub spending: f64,
    /// Early help over usual, and what families feel of it a year on.
    pub early_help: f64,
    /// What of it reaches families, with what was bought on top.
    pub early_help_reaches: f64,
    /// Early help as needs follow it.
    pub early_help_felt: f64,
    /// Money for improvement on top of the budget, over usual spending: who is judged inadequate is
    /// given some.
    pub improving: f64,
    /// What investments cost this week, pounds.
    pub invested: f64,
    /// Share of posts that may not be filled.
    pub frozen: f64,
    /// Savings asked for, as a share of usual spending: what an overspend has added up to.
    pub savings: f64,
    /// Share of posts that savings have taken.
    pub posts_saved: f64,
    /// Share of agency workers that savings have taken.
    pub agency_saved: f64,
    /// Relearning left of the last change of style, 1 falling to 0.
    pub relearning: f64,
    /// How far schools keep children who are hard to keep, 0 to 1; .5 is usual.
    pub inclusion: f64,
    /// Inclusion as needs follow it.
    pub inclusion_felt: f64,
    /// Local placements bought since week 0.
    pub places_bought: f64,
}

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

/// The calendar: positions of children by the week of their next event; a ring, later events are
/// asked again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calendar {
    /// Positions due, by week modulo the length of the ring.
    pub ring: Vec<Vec<u32>>,
}

/// Weeks the calendar sees ahead.
pub const RING: usize = 256;

impl Calendar {
    /// Puts a child's next event down.
    #[inline]
    pub fn put(&mut self, now: u32, due: u32, slot: u32) {
        debug_assert!(now < due && due - now < RING as u32);
        self.ring[due as usize % RING].push(slot);
    }
}

/// Integer counts of one week, and sums in fixed point so that their order does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Contacts.
    pub contacts: u32,
    /// Referrals, and re-referrals among them.
    pub referrals: u32,
    /// Re-referrals.
    pub re_referrals: u32,
    /// Referrals by source.
    pub by_source: [u32; AGENCIES],
    /// Closed with no further action.
    pub no_further_action: u32,
    /// Assessed, not in need.
    pub not_in_need: u32,
    /// Assessments completed.
    pub assessments: u32,
    /// Within 45 working days.
    pub timely: u32,
    /// On working days 41 to 45.
    pub at_deadline: u32,
    /// By working days: up to 10, 20, 30, 40, 45, 50, 60, more.
    pub assessment_days: [u32; 8],
    /// Episodes of need begun, ended.
    pub started: u32,
    /// Ended.
    pub ended: u32,
    /// Ended, by length: up to 3, 6, 12, 24 months, more.
    pub ended_by_length: [u32; 5],
    /// Enquiries.
    pub enquiries: u32,
    /// Enquiries begun in the week of the referral.
    pub enquiries_at_referral: u32,
    /// Conferences.
    pub conferences: u32,
    /// Plans started.
    pub plans_started: u32,
    /// Of them repeat plans.
    pub plans_repeat: u32,
    /// Plans ended.
    pub plans_ended: u32,
    /// Plans ended, by length: up to 3, 6, 12, 24 months, more.
    pub plans_by_length: [u32; 5],
    /// Children who started to be looked after.
    pub care_started: u32,
    /// Ceased.
    pub care_ceased: u32,
    /// Of them home, at 18.
    pub care_home: u32,
    /// At eighteen.
    pub care_eighteen: u32,
    /// Care that ended, by length (`details::care_class`).
    pub care_by_length: [u32; 5],
    /// Weeks that it had lasted.
    pub care_weeks: u32,
    /// Moves between placements.
    pub moves: u32,
    /// Changes of worker.
    pub worker_changes: u32,
    /// Serious incidents.
    pub incidents: u32,
    /// Employed leavers, starters; agency leavers, starters.
    pub leavers: u32,
    /// Employed starters.
    pub starters: u32,
    /// Agency leavers.
    pub agency_left: u32,
    /// Decisions taken by site: director, panel, manager, practitioners.
    pub decided: [u32; 4],
    /// Decisions served out of a queue, and the weeks that they waited.
    pub served: u32,
    /// Weeks waited.
    pub waited: u32,
    /// Changes of director.
    pub director_changes: u32,
    /// Of them, successors from within.
    pub director_inside: u32,
    /// Inspections.
    pub inspections: u32,
    /// School-age children excluded from school.
    pub excluded: u32,
    /// Pieces shared at occasions, by agency.
    pub joint: [u32; AGENCIES],
    /// Pieces not shared at occasions.
    pub missed: [u32; AGENCIES],
    /// Decisions taken over the heads of those who hold a piece, by agency.
    pub alone: [u32; AGENCIES],
    /// Contacts by agency that were not accepted.
    pub refused: [u32; AGENCIES],
    /// Hazard of serious harm to open cases, 2^-40.
    pub harm_open: i64,
    /// To children with no open case.
    pub harm_unserved: i64,
    /// Weeks of school missed, 2^-40.
    pub school_missed: i64,
    /// Hours face to face, 2^-40.
    pub face_hours: i64,
}

/// Stocks, kept by counting in and out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stocks {
    /// Children by stage.
    pub stage: [u32; 5],
    /// Assessments open.
    pub assessing: u32,
    /// Cases held outside the posts.
    pub outside: u32,
    /// Pieces held by other agencies about open children, and those shared.
    pub pieces: u32,
    /// Shared.
    pub shared: u32,
    /// Placements in use: none, local, distant, residential.
    pub placed: [u32; 4],
}

/// Posts and the work that they follow.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Staffing {
    /// Case posts there is money for.
    pub funded: f64,
    /// Hours due a week, over about a quarter.
    pub due: f64,
    /// Load, over about a quarter.
    pub load: f64,
}

/// One authority in one replicate.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Key of its draws.
    pub rng_key: RngKey,
    /// The authority's number.
    pub authority: u16,
    /// The week to be simulated next.
    pub week: u32,
    /// Children with needs.
    pub children: Vec<Child>,
    /// Post that holds each child, or [`NO_POST`], or [`OUTSIDE`].
    pub post_of: Vec<u16>,
    /// Positions free for new children.
    pub free: Vec<u32>,
    /// Next events.
    pub calendar: Calendar,
    /// Posts.
    pub posts: Vec<Post>,
    /// Number of posts that hold cases (they come first).
    pub case_posts: u16,
    /// Teams.
    pub teams: Vec<Team>,
    /// Partner agencies and the public.
    pub partners: [Partner; AGENCIES],
    /// The director.
    pub director: Director,
    /// Prescription by kind of decision.
    pub prescription: [f64; DecisionKind::COUNT],
    /// Environment.
    pub environment: Environment,
    /// The director's way just now.
    pub leading: Leading,
    /// What is seen.
    pub seen: Seen,
    /// Inspection.
    pub inspection: Inspection,
    /// Reviews of serious incidents.
    pub reviews: Reviewing,
    /// The change programme.
    pub programme: Programme,
    /// Extra cases above the usual cap.
    pub cap_raised: u16,
    /// Decisions waiting for the director and for the panel.
    pub queues: [Vec<Waiting>; 2],
    /// Children with an open case whose week is lived; empty between weeks.
    pub open_due: Vec<u32>,
    /// Children to be allocated this week.
    pub to_allocate: Vec<u32>,
    /// Children summoned to a sibling's conference this week.
    pub summoned: Vec<u32>,
    /// Placements to be found this week: position of the child, residential or not.
    pub to_place: Vec<(u32, bool)>,
    /// Stocks.
    pub stocks: Stocks,
    /// Style in force last week.
    pub style: Style,
    /// Counts of the present week.
    pub counts: Counts,
    /// Local placements there are.
    pub local_places: f64,
    /// Case-weeks so far.
    pub case_weeks: u64,
    /// Events of children so far: what benchmarks divide by.
    pub events: u64,
    /// Posts and the work that they follow.
    pub staffing: Staffing,
    /// How far the authority is from its own long-run mean just now.
    pub variation: Deviations,
    /// People in post.
    pub people: f64,
    /// Mean utilisation of the last week, mean of teams with cases.
    pub utilisation: f64,
    /// What is remembered of a trial.
    pub trial: Trial,
}
