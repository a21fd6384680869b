//! How far the rates and thresholds of an authority are from their long-run means just now.

/// What varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Varies {
    /// The rate of new needs.
    Needs,
    /// What agencies must see to refer.
    Referral,
    /// The threshold of no further action.
    Screening,
    /// The threshold of need.
    Need,
    /// The threshold of an enquiry.
    Enquiry,
    /// The thresholds of conference and plan, and of the end of a plan.
    Plan,
    /// The threshold of care.
    Care,
    /// The threshold of closing.
    Close,
    /// Resignations.
    Quits,
    /// Recruitment.
    Fill,
    /// Use of agency workers.
    Agency,
    /// How many assessments are finished just before the limit.
    Assessing,
}

/// Every kind, in the order of the states.
pub(crate) const VARIES: [Varies; 12] = [
    Varies::Needs,
    Varies::Referral,
    Varies::Screening,
    Varies::Need,
    Varies::Enquiry,
    Varies::Plan,
    Varies::Care,
    Varies::Close,
    Varies::Quits,
    Varies::Fill,
    Varies::Agency,
    Varies::Assessing,
];

/// How far an authority is from its own long-run mean at present.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Deviations {
    pub(crate) now: [f64; VARIES.len()],
}

impl Deviations {
    /// The deviation of one kind.
    #[inline]
    pub(crate) fn of(&self, what: Varies) -> f64 {
        self.now[what as usize]
    }
}
