//! Posts, the people in them, their teams, and the work that waits for them.

/// Case holders of a team, its manager not counted (MODEL.md section 2: 100 in 16 to 22 teams).
pub(crate) const TEAM: usize = 6;

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

/// The people who do the work, and what is given to them.
#[derive(Debug, PartialEq, Default)]
pub struct Workforce {
    /// Posts.
    pub posts: Vec<Post>,
    /// Number of posts that hold cases (they come first).
    pub case_posts: u16,
    /// Teams.
    pub teams: Vec<Team>,
    /// Posts there is money for, and the work that they follow.
    pub staffing: Staffing,
    /// People in post.
    pub people: f64,
    /// Utilisation of the last week, mean of teams with cases.
    pub utilisation: f64,
    /// Extra cases above the usual cap.
    pub cap_raised: u16,
    /// Positions of children that wait for a worker. Some may wait beyond this week.
    pub to_allocate: Vec<u32>,
}

clone_in_place!(Workforce {
    posts,
    case_posts,
    teams,
    staffing,
    people,
    utilisation,
    cap_raised,
    to_allocate
});
