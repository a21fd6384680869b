//! What a week is counted by: integers, so that the order of children does not matter.

use super::environment::AGENCIES;

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
    /// Care that ended, by length (`care_class`).
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

/// Upper ends in weeks of the classes of lengths of care, the last open.
const CARE_WEEKS: [u32; 4] = [26, 52, 104, 260];

/// The class of a length of care.
pub(crate) fn care_class(weeks: u32) -> usize {
    CARE_WEEKS.iter().position(|upto| weeks <= *upto).unwrap_or(CARE_WEEKS.len())
}
