//! Partner agencies, and what surrounds the authority.

/// Number of sources of referrals: six partner agencies and the public (the last).
pub const AGENCIES: usize = 7;
/// Number of partner agencies of social care.
pub const PARTNERS: usize = 6;

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
    /// Local placements there were at week 0.
    pub local_places: f64,
    /// Local placements bought since week 0.
    pub places_bought: f64,
    /// Agency workers to be had, over those usually wanted: less than 1 where other authorities
    /// take them.
    pub agency_supply: f64,
}
