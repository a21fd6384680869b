//! The vocabulary of leading: how a week is spent, what is decided and where, what can be bought,
//! seen and responded to, and one way of leading.

use crate::keyed;

keyed! {
    /// The seven uses of a leader's week.
    Use {
        /// Looking at the pattern.
        Balcony "balcony" "The balcony" "Figures, thinking, seeing the pattern: trends are seen sooner.",
        /// Being where the work happens.
        DanceFloor "dance-floor" "The dance floor"
            "Being where the work happens: what is reported comes closer to what is so, and people are met.",
        /// Partner agencies.
        Partners "partners" "Partners"
            "Schools, health, police and others: time in which trust and a common language can grow.",
        /// Members, chief executive, press.
        Politics "politics" "Politics"
            "Members, chief executive, public: keeps the mandate on which budget and tenure rest.",
        /// The change programme.
        Programme "programme" "The programme" "The dated changes: without it they come late.",
        /// Developing others.
        Developing "developing" "Developing others" "Deputies become ready; good routines take hold.",
        /// One's own resilience.
        Resilience "resilience" "Own resilience" "What keeps the director from wearing out.",
    }
}

/// Keys of [`Use`], in the order of [`Style::attention`].
pub const USES: [&str; Use::COUNT] = Use::KEYS;

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

keyed! {
    /// The five kinds of decision.
    DecisionKind {
        /// Steps with a family: assess, plan, close.
        Steps "steps" "Steps with a family" "Whether to assess, plan, step down, close.",
        /// Placements.
        Placements "placements" "Placements"
            "Where a child in care lives, and whether a child comes into care.",
        /// Who takes a case.
        Allocation "allocation" "Allocation" "Who takes which case.",
        /// Which rules are followed and dropped.
        Recording "recording" "Recording" "How much is written down, and how.",
        /// What is shared with partners.
        Sharing "sharing" "Sharing" "Whether a piece of the picture goes to another agency.",
    }
}

/// Keys of [`DecisionKind`], in the order of [`Style::rights`].
pub const KINDS: [&str; DecisionKind::COUNT] = DecisionKind::KEYS;

keyed! {
    /// The four sites of decision.
    Site {
        /// The director.
        Director "director" "Director" "Knows the pattern, not the child; there is one, so cases wait.",
        /// A panel.
        Panel "panel" "Panel" "Meets now and then; sees many cases briefly.",
        /// A team manager.
        Manager "manager" "Team manager" "Knows the team's cases.",
        /// Practitioners with those who hold the pieces.
        Practitioners "practitioners" "Practitioners"
            "Those who hold the pieces: the worker and the partners who know the child.",
    }
}

/// Keys of [`Site`], the columns of [`Style::rights`].
pub const SITES: [&str; Site::COUNT] = Site::KEYS;

keyed! {
    /// What money can buy.
    InvestmentKind {
        /// Early help.
        EarlyHelp "early-help" "Early help" "Help for families before or instead of social care.",
        /// Filling posts.
        Recruitment "recruitment" "Recruitment" "More people who apply for posts.",
        /// Managers' hours for supervision.
        Supervision "supervision" "Supervision" "Time with somebody who helps to think a case through.",
        /// Local placements.
        Placements "placements" "Placements near home" "More places for children in care.",
        /// Training with partners.
        JointTraining "joint-training" "Joint training" "A common language between agencies.",
        /// A mentor for the director.
        Mentoring "mentoring" "A mentor for the director" "Competence, slowly.",
        /// Programmes for those who may follow.
        Deputies "deputies" "Programmes for deputies" "People who are ready when the director leaves.",
        /// Peers and a coach for the director.
        PeerSupport "peer-support" "Peers of the director" "Relief from strain.",
    }
}

/// Keys of [`InvestmentKind`].
pub const INVESTMENTS: [&str; InvestmentKind::COUNT] = InvestmentKind::KEYS;

keyed! {
    /// What leaders can see, as it is reported to them ([`crate::mechanisms::signals`]).
    Signal {
        /// Share of posts without an employed holder.
        Vacancy "vacancy" "vacancies (share of posts, 0 to 1)" "Counted; seen late.",
        /// Share of assessments in time.
        Timeliness "timeliness" "assessments in time (share, 0 to 1)" "Counted; seen late.",
        /// Open cases a case holder.
        Caseload "caseload" "cases per social worker" "Counted; seen late.",
        /// Spending beyond the budget.
        Overspend "overspend" "overspending (share of the budget)" "Counted; seen late.",
        /// Referrals over the usual.
        Referrals "referrals" "referrals (times the usual)" "Counted; seen late.",
        /// Strain of staff; noticed, not counted.
        Strain "strain" "strain (0 to 1)" "Looks lower than it is to a leader who never visits the teams.",
        /// Culture of teams; noticed, not counted.
        Culture "culture" "culture (0 compliance, 1 learning)"
            "Reported as better than it is to somebody who never goes and looks.",
        /// Trust between agencies; noticed, not counted.
        Trust "trust" "trust between agencies (0 to 1)"
            "Reported as better than it is to somebody who never goes and looks.",
    }
}

/// Keys of [`Signal`].
pub const SIGNALS: [&str; Signal::COUNT] = Signal::KEYS;

keyed! {
    /// What a strategy can respond to.
    Trigger {
        /// A child is seriously harmed and the public hears.
        SeriousIncident "serious-incident" "a serious incident here"
            "A child is seriously harmed, and it becomes known.",
        /// The same elsewhere.
        ScandalElsewhere "scandal-elsewhere" "a scandal elsewhere" "Another council is in the news.",
        /// The budget falls.
        BudgetCut "budget-cut" "a cut of the budget" "There is less to spend.",
        /// More children have needs.
        NeedsSurge "needs-surge" "a surge of need" "More families come into difficulties.",
        /// Inspectors come.
        Inspection "inspection" "an inspection" "The inspectorate is here.",
        /// They find the service inadequate.
        InadequateJudgement "inadequate-judgement" "an inadequate judgement"
            "The inspectorate has judged the service inadequate.",
    }
}

/// Keys of [`Trigger`].
pub const TRIGGERS: [&str; Trigger::COUNT] = Trigger::KEYS;

impl Trigger {
    /// Its bit among those that a week brings.
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

// A bit for each trigger.
const _: () = assert!(Trigger::COUNT <= 8);

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

// Plain numbers, since rustc 1.95 cannot compare the named ones inside closures.
const _: () = assert!(Site::COUNT == 4 && DecisionKind::COUNT == 5 && Use::COUNT == 7);

impl Style {
    /// Between this way of leading (a share of 0) and another (1).
    ///
    /// ```
    /// use balcony_engine::style::Style;
    /// let one = Style { source: 0.0, rights: [[0.25; 4]; 5], attention: [1.0; 7] };
    /// let other = Style { source: 1.0, ..one };
    /// assert_eq!(one.towards(&other, 0.25).source, 0.25);
    /// ```
    #[must_use]
    pub fn towards(&self, other: &Self, share: f64) -> Self {
        let between = |one: f64, other: f64| one + share * (other - one);
        let mut style = *self;
        style.source = between(self.source, other.source);
        for (row, others) in style.rights.iter_mut().zip(&other.rights) {
            for (right, other) in row.iter_mut().zip(others) {
                *right = between(*right, *other);
            }
        }
        for (time, other) in style.attention.iter_mut().zip(&other.attention) {
            *time = between(*time, *other);
        }
        style
    }

    /// Half-days a week for a use.
    ///
    /// ```
    /// use balcony_engine::style::{Style, Use};
    /// let attention = [1.5, 1.0, 2.0, 1.5, 2.0, 1.0, 1.0];
    /// let style = Style { source: 0.5, rights: [[0.25; 4]; 5], attention };
    /// assert_eq!(style.time(Use::ALL[0]), 1.5);
    /// ```
    #[inline]
    pub const fn time(&self, of: Use) -> f64 {
        self.attention[of as usize]
    }

    /// Share of the occasions of a kind that a site decides.
    #[inline]
    pub(crate) const fn right(&self, kind: DecisionKind, site: Site) -> f64 {
        self.rights[kind as usize][site as usize]
    }
}
