//! What every mechanism may read in one week: the setting, the style in force, and constants worked
//! out once.

use crate::parameters::Parameters;
use crate::rng::RngKey;
use crate::samplers::Windows;
use crate::setting::{Event, Setting, State};
use crate::style::{DecisionKind, Site, Style};
use crate::world::{AGENCIES, InvestmentEffects};

/// Numbers worked out once for a setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Constants {
    /// What is left of an excess of risk after n weeks.
    pub left: Vec<f32>,
    /// 1 / (j x rate), j = 1 to 5, for the integrals of its powers.
    pub over_rate: [f32; 5],
    /// What the levels of the line pass on.
    pub line: f64,
    /// Tables of noticing by risk.
    pub by_risk: ByRisk,
    /// Windows of possible shocks.
    pub shocks: Windows,
    /// Factors of the authority that its published figures stand for.
    pub effects: AuthorityEffects,
}

/// Tables of noticing by risk, worked out once for a setting.
#[derive(Debug, Clone, PartialEq)]
pub struct ByRisk {
    /// Scale of the chance of being noticed: of a child without an open case as far as what is seen
    /// may make a contact.
    pub(crate) seen: [Vec<f32>; 2],
    /// Chance that what an agency sees may make a contact.
    pub(crate) may_contact: Vec<f32>,
    /// How far below the usual threshold any agency's can come.
    pub(crate) most_below: f64,
    /// Windows of possible noticings, by slice.
    pub(crate) slices: [Windows; 2],
    /// Hazard of a referral by base level, excess averaged.
    pub(crate) refers: Vec<f32>,
}

/// How an authority differs from the average one: what deprivation, practice and history leave in
/// its published figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AuthorityEffects {
    /// New needs a week.
    pub needs: f64,
    /// Contacts without need a week.
    pub background: f64,
    /// Added to the threshold of no further action.
    pub no_further_action: f64,
    /// Added to the threshold of need.
    pub need: f64,
    /// Added to the thresholds of closing and of ending a plan.
    pub close: f64,
    /// Added to the threshold of an enquiry.
    pub enquiry: f64,
    /// Added to the thresholds of conference and plan.
    pub plan: f64,
    /// Added to the thresholds of care, and half of it to going home.
    pub care: f64,
    /// Multiplies quits.
    pub quits: f64,
    /// Vacancies filled a week.
    pub fill: f64,
    /// Share of vacant posts that agency workers may cover.
    pub covered: f64,
    /// Agency workers wanted beyond the establishment.
    pub beyond: f64,
    /// Posts there is money for at the start.
    pub posts: usize,
    /// Of them, posts that hold cases.
    pub case_posts: usize,
    /// Case posts built beyond them, empty until there is money.
    pub spare: usize,
    /// Multiplies hours due per case.
    pub work: f64,
    /// Hours of casework due a week in the stationary state.
    pub due: f64,
    /// Spending a week in the stationary state, pounds.
    pub spending: f64,
    /// Children over those of an average authority.
    pub scale: f64,
}

impl Constants {
    /// What is left of an excess of risk after some weeks.
    #[inline]
    pub(crate) fn left(&self, weeks: u32) -> f32 {
        self.left.get(weeks as usize).copied().unwrap_or(0.0)
    }
}

/// Thresholds that judged risk is compared with, by decision.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Thresholds {
    /// Below this a referral is closed with no further action.
    pub no_further_action: f32,
    /// Above this a child is found in need.
    pub need: f32,
    /// Above this an enquiry begins.
    pub enquiry: f32,
    /// Above this an enquiry goes to a conference.
    pub conference: f32,
    /// Above this a conference makes a plan.
    pub plan: f32,
    /// Above this a child comes into care.
    pub care: f32,
    /// Below this a case is closed, but for what the first reviews add.
    pub close: f32,
    /// Below this a plan ends.
    pub step_down: f32,
    /// Below this a child goes home.
    pub home: f32,
}

/// Numbers worked out once a week.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WeeklyFactors {
    /// Probability that a piece held by an agency is shared and understood: at a visit or review,
    /// under a plan, in an enquiry or conference.
    pub shared: [[f64; AGENCIES]; 3],
    /// Fear: how far thresholds have fallen.
    pub fear: f32,
    /// Standard deviations of doubt by which risk is judged higher.
    pub caution: f32,
    /// Thresholds of this authority this year, before fear and load.
    pub thresholds: Thresholds,
    /// Share of possible contacts that come in this month.
    pub season: f64,
    /// Multiplies needs, contacts without need, hours due.
    pub needs: f64,
    /// Multiplies contacts without need.
    pub contacts: f64,
    /// Multiplies hours due.
    pub work: f64,
    /// Multiplies recruitment.
    pub recruitment: f64,
    /// What investments bring.
    pub bought: InvestmentEffects,
    /// What they cost, pounds a week.
    pub invested: f64,
    /// Factor of partners' budgets.
    pub partner_budget: f64,
    /// Mean weeks a quorum of k takes, k = 0 to 7.
    pub quorum: [f32; 8],
    /// Probability that a shared piece is still fresh after a week.
    pub fresh: f32,
}

/// What a mechanism may read.
#[derive(Debug, Clone, Copy)]
pub struct StepContext<'a> {
    /// The setting.
    pub setting: &'a Setting,
    /// Its parameters.
    pub p: &'a Parameters,
    /// Constants.
    pub constants: &'a Constants,
    /// The style in force this week.
    pub style: &'a Style,
    /// Dated actions of the strategy in force.
    pub acts: &'a [Event],
    /// Key of draws.
    pub rng_key: RngKey,
    /// This week.
    pub week: u32,
    /// Is this a week of the warm-up?
    pub warming: bool,
    /// Numbers of this week.
    pub weekly: WeeklyFactors,
}

impl<'a> StepContext<'a> {
    /// The context of one week, before its events: nothing is multiplied, nothing worked out yet.
    ///
    /// ```
    /// use balcony_engine::context::StepContext;
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let style = place.setting().start.incumbent;
    /// let (setting, constants) = (place.setting(), place.constants());
    /// let rng_key = RngKey { seed: 1, replicate: 0 };
    /// let context = StepContext::new(setting, constants, &style, rng_key, 1526, false);
    /// assert_eq!((context.week, context.weekly.needs), (1526, 1.0));
    /// ```
    pub fn new(
        setting: &'a Setting,
        constants: &'a Constants,
        style: &'a Style,
        rng_key: RngKey,
        week: u32,
        warming: bool,
    ) -> Self {
        let weekly = WeeklyFactors {
            needs: 1.0,
            contacts: 1.0,
            work: 1.0,
            recruitment: 1.0,
            partner_budget: 1.0,
            ..WeeklyFactors::default()
        };
        Self { setting, p: &setting.parameters, constants, style, acts: &[], rng_key, week, warming, weekly }
    }

    /// Is a state held at the scenario's value this week?
    pub(crate) fn holds(&self, state: State) -> bool {
        self.warming && self.setting.start.held.has(state)
    }

    /// Hours due a week for a kind of work ([`crate::world::Child::work`]), as far as they reach
    /// the family. A surge of work adds to what is due, not to help.
    #[inline]
    pub(crate) fn hours_due(&self, work: usize) -> f64 {
        let p = &self.p.work;
        let hours = [p.assessment, p.enquiry, p.need, p.plan, p.care, 0.0][work];
        hours * self.constants.effects.work
    }

    /// Share of practitioners' knowledge that reaches the sites which decide a kind of decision, on
    /// average.
    pub(crate) fn kept(&self, kind: DecisionKind) -> f64 {
        let keep = self.p.sites.hop;
        let right = |site| self.style.right(kind, site);
        right(Site::Practitioners)
            + right(Site::Manager) * keep
            + right(Site::Panel) * keep * keep
            + right(Site::Director) * keep * keep * keep
    }
}
