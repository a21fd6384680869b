//! The registry of weekly measures, and how measures and outcomes are counted. Measuring draws
//! nothing.

use crate::calendar::{WEEKS_A_YEAR, Week};
use crate::mechanisms::{environment, establishment, framework, partners, programme, signals};
use crate::outcomes;
use crate::registry::Measure;
use crate::world::{Counts, Holder, ONE, Partner, Stocks, World};

pub use crate::outcomes::OUTCOMES;

/// A week's world, and sums over its posts.
struct WorldView<'a> {
    world: &'a World,
    counts: &'a Counts,
    stocks: &'a Stocks,
    partners: &'a [Partner],
    employed: f64,
    agency: f64,
    /// Filled posts that hold cases.
    holders: f64,
    /// Cases held.
    held: f64,
    strain: f64,
    expertise: f64,
    people: f64,
    teams: f64,
    open: u32,
}

impl<'a> WorldView<'a> {
    fn of(world: &'a World) -> Self {
        let (mut employed, mut agency, mut holders) = (0.0, 0.0, 0.0);
        let (mut strain, mut expertise, mut held) = (0.0, 0.0, 0.0);
        for post in &world.service.workforce.posts {
            match post.holder {
                Holder::Employed => employed += 1.0,
                Holder::Agency => agency += 1.0,
                Holder::Vacant => {}
            }
            if post.holder != Holder::Vacant {
                strain += f64::from(post.strain);
                expertise += f64::from(post.expertise);
                holders += f64::from(u8::from(post.holds_cases));
            }
            held += f64::from(post.load);
        }
        Self {
            world,
            counts: &world.service.counts,
            stocks: &world.service.stocks,
            partners: &world.service.partners[..6],
            employed,
            agency,
            holders,
            held,
            strain,
            expertise,
            people: f64::max(employed + agency, 1.0),
            teams: world.service.workforce.teams.len().max(1) as f64,
            open: world.service.stocks.stage[1..].iter().sum(),
        }
    }
}

/// One row a measure: its name in the code, its column, its definition, its unit, and its value in
/// a week. Nothing else lists measures.
macro_rules! measures {
    ($week:ident { $($name:ident $key:literal, $definition:literal, $unit:literal => $value:expr;)* }) => {
        /// A weekly measure, by its position in a week's row.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum WeeklyMeasure {
            $(#[doc = $definition] $name,)*
        }

        /// Number of measures.
        pub const ROW: usize = [$($key),*].len();

        /// What is written for every week of every arm.
        pub static MEASURES: &[Measure; ROW] =
            &[$(Measure { key: $key, definition: $definition, unit: $unit },)*];

        fn values($week: &WorldView<'_>) -> [f64; ROW] {
            [$($value,)*]
        }
    };
}

measures! { week {
    Contacts "contacts", "Contacts received.", "children" => f64::from(week.counts.contacts);
    Referrals "referrals", "Referrals received.", "children" => f64::from(week.counts.referrals);
    ReReferrals "re_referrals", "Referrals of a child referred within 12 months before.", "children" => f64::from(week.counts.re_referrals);
    NoFurtherAction "no_further_action", "Referrals closed at the front door.", "children" => f64::from(week.counts.no_further_action);
    NotInNeed "not_in_need", "Assessments that found no need.", "children" => f64::from(week.counts.not_in_need);
    Assessments "assessments", "Assessments completed.", "assessments" => f64::from(week.counts.assessments);
    AssessmentsTimely "assessments_timely", "Of them within 45 working days.", "assessments" => f64::from(week.counts.timely);
    Started "started", "Episodes of need that stood up: referrals found in need.", "children" => f64::from(week.counts.started);
    Ended "ended", "Episodes of need ended.", "children" => f64::from(week.counts.ended);
    Enquiries "enquiries", "Section 47 enquiries started.", "children" => f64::from(week.counts.enquiries);
    Conferences "conferences", "Initial child protection conferences.", "children" => f64::from(week.counts.conferences);
    PlansStarted "plans_started", "Protection plans started.", "children" => f64::from(week.counts.plans_started);
    PlansRepeat "plans_repeat", "Of them for a child who had one before.", "children" => f64::from(week.counts.plans_repeat);
    PlansEnded "plans_ended", "Protection plans ended.", "children" => f64::from(week.counts.plans_ended);
    CareStarted "care_started", "Children who started to be looked after.", "children" => f64::from(week.counts.care_started);
    CareCeased "care_ceased", "Children who ceased to be looked after.", "children" => f64::from(week.counts.care_ceased);
    Open "open", "Open cases, referral to closure.", "children" => f64::from(week.open);
    PlanStock "plan_stock", "Children with a protection plan.", "children" => f64::from(week.stocks.stage[3]);
    CareStock "care_stock", "Children looked after.", "children" => f64::from(week.stocks.stage[4]);
    AssessmentsOpen "assessments_open", "Assessments open.", "assessments" => f64::from(week.stocks.assessing);
    Unserved "unserved", "Children with needs and no open case.", "children" => f64::from(week.stocks.stage[0]);
    HarmOpen "harm_open", "Hazard of serious harm to open cases.", "incidents" => week.counts.harm_open as f64 / ONE;
    HarmUnserved "harm_unserved", "Hazard of serious harm to children with needs and no open case.", "incidents" => week.counts.harm_unserved as f64 / ONE;
    Incidents "incidents", "Serious incidents that happened.", "incidents" => f64::from(week.counts.incidents);
    Employed "employed", "Employed social workers in post.", "workers" => week.employed;
    Agency "agency", "Agency workers.", "workers" => week.agency;
    Vacant "vacant", "Posts without an employed holder.", "posts" => establishment::vacant(&week.world.service).1;
    Leavers "leavers", "Employed leavers.", "workers" => f64::from(week.counts.leavers);
    Starters "starters", "Employed starters.", "workers" => f64::from(week.counts.starters);
    Caseload "caseload", "Open cases per case holder.", "cases" => week.held / f64::max(week.holders, 1.0);
    Utilisation "utilisation", "Hours due over hours there, mean of teams.", "ratio" => week.world.service.workforce.utilisation;
    Strain "strain", "Mean strain of staff.", "0 to 1" => week.strain / week.people;
    Expertise "expertise", "Mean expertise of staff.", "0 to 1" => week.expertise / week.people;
    Culture "culture", "Mean culture of teams.", "0 to 1" => week.world.service.workforce.teams.iter().map(|team| team.culture).sum::<f64>() / week.teams;
    Prescription "prescription", "Mean prescription.", "0 to 1" => week.world.service.leadership.prescription.iter().sum::<f64>() / 5.0;
    Trust "trust", "Mean trust between social care and its partners.", "0 to 1" => week.partners.iter().map(|partner| partner.trust).sum::<f64>() / 6.0;
    Language "language", "Mean common language between social care and its partners.", "0 to 1" => week.partners.iter().map(|partner| partner.language).sum::<f64>() / 6.0;
    Routine "routine", "Mean routine of teams.", "0 to 1" => week.world.service.workforce.teams.iter().map(|team| team.routine).sum::<f64>() / week.teams;
    Credibility "credibility", "Mean credibility of the director.", "0 to 1" => week.world.service.leadership.director.credibility.iter().sum::<f64>() / 8.0;
    Authorisation "authorisation", "Authorisation.", "0 to 1" => week.world.service.leadership.director.authorisation;
    Salience "salience", "Public salience.", "0 to 1" => week.world.service.environment.salience;
    Waiting "waiting", "Decisions waiting in the queues of their sites.", "decisions" => (week.world.service.leadership.queues[0].len() + week.world.service.leadership.queues[1].len()) as f64;
    WorkerChanges "worker_changes", "Changes of a child's worker.", "changes" => f64::from(week.counts.worker_changes);
    Cost "cost", "Spending, investments included.", "£m" => (week.world.service.environment.spending + week.world.service.environment.invested) / 1e6;
    Adopted "adopted", "Partners that hold to joint proposals, of those asked.", "0 to 1" => partners::adopted(&week.world.service);
    Framework "framework", "How far a practice framework is embedded, mean of teams.", "0 to 1" => framework::mean(&week.world.service);
    ChangeDone "change_done", "Progress of the change programme, mean of its tasks.", "0 to 1" => programme::done(&week.world.service);
    ChangeLate "change_late", "Weeks by which tasks are late so far, mean of those with a date.", "weeks" => programme::late(&week.world.service);
    Judgement "judgement", "The last inspection's judgement.", "grades" => f64::from(week.world.service.oversight.inspection.judgement);
    Inclusion "inclusion", "Inclusion of schools.", "0 to 1" => week.world.service.environment.inclusion;
    Excluded "excluded", "School-age children with needs excluded from school.", "children" => f64::from(week.counts.excluded);
    DirectorStrain "director_strain", "Strain of whoever holds the director's post.", "0 to 1" => week.world.service.leadership.director.strain;
    Deputies "deputies", "Readiness of deputies.", "0 to 1" => week.world.service.leadership.below.ready();
    LeaderTies "leader_ties", "Ties of leaders with whoever leads them.", "0 to 1" => week.world.service.leadership.below.ties();
    Competence "competence", "Mean competence of the director.", "0 to 1" => week.world.service.leadership.director.competence.iter().sum::<f64>() / 4.0;
    Known "known", "What leaders know of their service.", "0 to 1" => signals::known(&week.world.service);
    Reviews "reviews", "Reviews of serious incidents that have reported so far.", "reviews" => f64::from(week.world.service.oversight.reviews.reported);
    ReadyToLearn "ready_to_learn", "Teams with cases that would learn from a review that reports today.", "share" => week.world.service.oversight.reviews.ready;
    StyleChanges "style_changes", "Changes of an adaptive director's way of leading so far.", "changes" => f64::from(week.world.service.leadership.leading.changes);
} }

/// Position of a measure in a week's row, by key.
///
/// ```
/// use balcony_engine::measure::{MEASURES, measure_index};
/// let at = measure_index("caseload").unwrap();
/// assert_eq!(MEASURES[at].unit, "cases");
/// assert_eq!(measure_index("nothing"), None);
/// ```
pub fn measure_index(key: &str) -> Option<usize> {
    MEASURES.iter().position(|measure| measure.key == key)
}

/// Position of an outcome in a run's row, by key.
///
/// ```
/// use balcony_engine::measure::{OUTCOMES, outcome_index};
/// let at = outcome_index("harm").unwrap();
/// assert_eq!(OUTCOMES[at].title, "Serious harm");
/// assert_eq!(outcome_index("nothing"), None);
/// ```
pub fn outcome_index(key: &str) -> Option<usize> {
    OUTCOMES.iter().position(|outcome| outcome.key == key)
}

/// Where a run's weeks go. A sink reads; it never changes a world.
pub trait Sink {
    /// One week of one arm: its measures in the order of [`MEASURES`], and the world after it.
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World);
}

/// A week's measures, in the order of [`MEASURES`].
///
/// ```
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::measure::{WeeklyMeasure, row};
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let culture = row(&world)[WeeklyMeasure::Culture as usize];
/// assert!(0.0 < culture && culture < 1.0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn row(world: &World) -> [f64; ROW] {
    values(&WorldView::of(world))
}

/// Sums of a run, from which its outcomes are worked out.
#[derive(Debug, Clone, Default)]
pub struct OutcomeAccumulator {
    weeks: f64,
    sums: Vec<f64>,
    /// Sums of the measures of the last 13 weeks, a ring.
    last: Vec<Vec<f64>>,
    served: f64,
    waited: f64,
    decided: f64,
    directors: f64,
    face: f64,
    budget: f64,
    spent: f64,
    school: f64,
    pieces: f64,
    shared: f64,
    /// All counts, summed, for tables finer than the outcomes.
    pub counts: Totals,
}

/// Sums of what the sanity table needs beside the measures.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Totals {
    /// Assessments by working days.
    pub assessment_days: [u64; 8],
    /// Assessments on days 41 to 45.
    pub at_deadline: u64,
    /// Ended episodes by length.
    pub ended_by_length: [u64; 5],
    /// Ended plans by length.
    pub plans_by_length: [u64; 5],
    /// Enquiries begun in the week of the referral.
    pub enquiries_at_referral: u64,
    /// Care ceased: home, at eighteen.
    pub care_home: u64,
    /// At eighteen.
    pub care_eighteen: u64,
    /// Care that ended, by length.
    pub care_by_length: [u64; 5],
    /// Weeks that it had lasted.
    pub care_weeks: u64,
    /// Weeks that children spent in local, distant and residential placements.
    pub placed: [u64; 3],
    /// Moves.
    pub moves: u64,
    /// Decisions by site.
    pub decided: [u64; 4],
    /// Referrals by source.
    pub by_source: [u64; 7],
}

impl Sink for OutcomeAccumulator {
    fn week(&mut self, _week: Week, row: &[f64; ROW], world: &World) {
        self.sums.resize(ROW, 0.0);
        self.weeks += 1.0;
        for (sum, value) in self.sums.iter_mut().zip(row) {
            *sum += value;
        }
        if self.last.len() == 13 {
            let mut oldest = self.last.remove(0);
            oldest.copy_from_slice(row);
            self.last.push(oldest);
        } else {
            self.last.push(row.to_vec());
        }
        let c = &world.service.counts;
        self.served += f64::from(c.served);
        self.waited += f64::from(c.waited);
        self.decided += c.decided.iter().map(|n| f64::from(*n)).sum::<f64>();
        self.directors += f64::from(c.director_changes);
        self.face += c.face_hours as f64 / ONE;
        self.budget += environment::allowed(&world.service);
        self.spent += world.service.environment.spending;
        self.school += c.school_missed as f64 / ONE;
        self.pieces += f64::from(world.service.stocks.pieces);
        self.shared += f64::from(world.service.stocks.shared);
        let t = &mut self.counts;
        for (sum, n) in t.assessment_days.iter_mut().zip(c.assessment_days) {
            *sum += u64::from(n);
        }
        for (sum, n) in t.ended_by_length.iter_mut().zip(c.ended_by_length) {
            *sum += u64::from(n);
        }
        for (sum, n) in t.plans_by_length.iter_mut().zip(c.plans_by_length) {
            *sum += u64::from(n);
        }
        for (sum, n) in t.decided.iter_mut().zip(c.decided) {
            *sum += u64::from(n);
        }
        for (sum, n) in t.by_source.iter_mut().zip(c.by_source) {
            *sum += u64::from(n);
        }
        for (sum, n) in t.care_by_length.iter_mut().zip(c.care_by_length) {
            *sum += u64::from(n);
        }
        for (sum, n) in t.placed.iter_mut().zip(&world.service.stocks.placed[1..]) {
            *sum += u64::from(*n);
        }
        t.care_weeks += u64::from(c.care_weeks);
        t.at_deadline += u64::from(c.at_deadline);
        t.enquiries_at_referral += u64::from(c.enquiries_at_referral);
        t.care_home += u64::from(c.care_home);
        t.care_eighteen += u64::from(c.care_eighteen);
        t.moves += u64::from(c.moves);
    }
}

impl OutcomeAccumulator {
    /// Years so far.
    /// A year has 52.18 weeks.
    ///
    /// ```
    /// use balcony_engine::measure::OutcomeAccumulator;
    /// assert_eq!(OutcomeAccumulator::default().years(), 0.0);
    /// ```
    pub fn years(&self) -> f64 {
        self.weeks / WEEKS_A_YEAR
    }

    /// Mean of a measure over the weeks so far, by key; NaN if there is no such measure.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::measure::OutcomeAccumulator;
    /// use balcony_engine::rng::RngKey;
    /// use balcony_engine::strategy::Strategy;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let mut sums = OutcomeAccumulator::default();
    /// place.advance(&mut world, &Strategy::default(), 26, &mut sums)?;
    /// assert!(sums.mean("open") > 0.0);
    /// assert!(sums.mean("nothing").is_nan());
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn mean(&self, key: &str) -> f64 {
        measure_index(key)
            .map_or(f64::NAN, |index| self.sums.get(index).copied().unwrap_or(0.0) / self.weeks.max(1.0))
    }

    /// The outcomes, in the order of [`OUTCOMES`]; NaN for a ratio whose denominator is nought
    /// (`may_be_missing`). `unaccrued` is what had accrued by the end of the run and was not yet
    /// counted.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::measure::{OUTCOMES, OutcomeAccumulator};
    /// use balcony_engine::rng::RngKey;
    /// use balcony_engine::strategy::Strategy;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let mut sums = OutcomeAccumulator::default();
    /// place.advance(&mut world, &Strategy::default(), 26, &mut sums)?;
    /// let outcomes = sums.outcomes(&place.unaccrued(&world));
    /// assert_eq!(outcomes.len(), OUTCOMES.len());
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn outcomes(&self, unaccrued: &Counts) -> Vec<f64> {
        outcomes::values(&Run::of(self, unaccrued))
    }
}

/// A run at its end, as the expressions of the outcomes see it.
pub(crate) struct Run<'a> {
    sums: &'a OutcomeAccumulator,
    years: f64,
    pub(crate) harm_open: f64,
    pub(crate) harm_unserved: f64,
    pub(crate) face_hours: f64,
    pub(crate) school_missed: f64,
}

impl<'a> Run<'a> {
    fn of(sums: &'a OutcomeAccumulator, unaccrued: &Counts) -> Self {
        let years = sums.weeks / WEEKS_A_YEAR;
        let mut run = Self {
            sums,
            years,
            harm_open: 0.0,
            harm_unserved: 0.0,
            face_hours: sums.face + unaccrued.face_hours as f64 / ONE,
            school_missed: sums.school + unaccrued.school_missed as f64 / ONE,
        };
        let a_year = years.max(1e-9);
        run.harm_open = (run.sum(WeeklyMeasure::HarmOpen) + unaccrued.harm_open as f64 / ONE) / a_year;
        run.harm_unserved =
            (run.sum(WeeklyMeasure::HarmUnserved) + unaccrued.harm_unserved as f64 / ONE) / a_year;
        run
    }

    /// Sum over the weeks.
    pub(crate) fn sum(&self, measure: WeeklyMeasure) -> f64 {
        self.sums.sums.get(measure as usize).copied().unwrap_or(0.0)
    }

    /// Sum a year.
    pub(crate) fn yearly(&self, measure: WeeklyMeasure) -> f64 {
        self.sum(measure) / self.years.max(1e-9)
    }

    /// Mean over the weeks.
    pub(crate) fn mean(&self, measure: WeeklyMeasure) -> f64 {
        self.sum(measure) / self.sums.weeks.max(1.0)
    }

    /// Mean over the last 13 weeks.
    pub(crate) fn late(&self, measure: WeeklyMeasure) -> f64 {
        let last = &self.sums.last;
        last.iter().map(|row| row[measure as usize]).sum::<f64>() / last.len().max(1) as f64
    }

    /// The value of the last week.
    pub(crate) fn last(&self, measure: WeeklyMeasure) -> f64 {
        self.sums.last.last().map_or(0.0, |row| row[measure as usize])
    }

    /// Changes of the director a year.
    pub(crate) fn director_changes(&self) -> f64 {
        self.sums.directors / self.years.max(1e-9)
    }

    /// Weeks that decisions waited, a decision that was served.
    pub(crate) fn decision_wait(&self) -> f64 {
        ratio(self.sums.waited, self.sums.served)
    }

    /// Pieces of information that were shared, of those there were.
    pub(crate) fn shared(&self) -> f64 {
        percent(self.sums.shared, self.sums.pieces)
    }

    /// Spending beyond what was allowed.
    pub(crate) fn overspend(&self) -> f64 {
        percent(self.sums.spent - self.sums.budget, self.sums.budget)
    }

    /// School-age children with needs, in child-years: eleven years of age in eighteen are of
    /// compulsory school age.
    pub(crate) fn school_years(&self) -> f64 {
        (self.sum(WeeklyMeasure::Unserved) + self.sum(WeeklyMeasure::Open)) / WEEKS_A_YEAR * 11.0 / 18.0
    }
}

/// A part over a whole; NaN where there is no whole.
pub(crate) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}

/// A part of a whole in per cent; NaN where there is no whole.
pub(crate) fn percent(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { 100.0 * part / whole } else { f64::NAN }
}
