//! What a scenario becomes before the engine sees it: an authority, a start, an environment,
//! parameters.

use crate::calendar::Week;
use crate::factors::Factors;
use crate::keyed;
use crate::parameters::Parameters;
use crate::style::Style;

/// The published or own figures of one authority that the model takes as inputs; all a year unless
/// said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Authority {
    /// Entity id: a number that is the authority's own for ever (1 to 9999), never a position in a
    /// list.
    pub id: u16,
    /// Children aged 0-17.
    pub children: f64,
    /// Referrals a year.
    pub referrals: f64,
    /// Share of referrals closed with no further action.
    pub no_further_action: f64,
    /// Share of referrals assessed and found not in need.
    pub not_in_need: f64,
    /// Children in need at 31 March.
    pub in_need: f64,
    /// Section 47 enquiries a year.
    pub enquiries: f64,
    /// Children with a protection plan at 31 March.
    pub plans: f64,
    /// Children looked after at 31 March.
    pub looked_after: f64,
    /// Social workers in post, whole-time.
    pub in_post: f64,
    /// Agency workers as a share of (in post + agency).
    pub agency: f64,
    /// Vacant posts, covered ones included, as a share of posts.
    pub vacancy: f64,
    /// Leavers in twelve months as a share of those in post.
    pub turnover: f64,
    /// Cases per case holder.
    pub caseload: f64,
    /// Share of referrals that come from each source, in the order of
    /// [`crate::parameters::SOURCES`]; sums to 1.
    pub sources: [f64; 7],
    /// Income deprivation affecting children index, 2019, 0 to 1.
    pub deprivation: f64,
    /// Gross spending a year on children's services, pounds of 2021-22.
    pub spending: f64,
    /// What makes these figures the stationary state: solved jointly, kept as data.
    pub factors: Factors,
}

impl Authority {
    /// The same rates among that many children.
    /// Counts are scaled; shares stay.
    ///
    /// ```
    /// use balcony_engine::authority::AVERAGE;
    /// let half = AVERAGE.with_children(AVERAGE.children / 2.0);
    /// assert_eq!((half.referrals, half.vacancy), (AVERAGE.referrals / 2.0, AVERAGE.vacancy));
    /// ```
    #[must_use]
    pub fn with_children(self, children: f64) -> Self {
        let share = children / self.children;
        Self {
            children,
            referrals: self.referrals * share,
            in_need: self.in_need * share,
            enquiries: self.enquiries * share,
            plans: self.plans * share,
            looked_after: self.looked_after * share,
            in_post: self.in_post * share,
            spending: self.spending * share,
            ..self
        }
    }
}

/// A state that a scenario may hold at a value of its own until week 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// Culture of teams.
    Culture,
    /// Prescription.
    Prescription,
    /// Trust between agencies.
    Trust,
    /// Common language.
    Language,
    /// Routine of teams.
    Routine,
    /// Credibility of the director.
    Credibility,
    /// Authorisation.
    Authorisation,
    /// Public salience.
    Salience,
    /// The director's time in post.
    Tenure,
    /// The last inspection's judgement.
    Judgement,
}

/// States that are held through the warm-up because a scenario gives them. The others evolve as
/// they do after week 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HeldStates(u16);

impl HeldStates {
    /// Every state.
    pub const ALL: Self = Self(u16::MAX);

    /// With one state more.
    ///
    /// ```
    /// use balcony_engine::setting::{HeldStates, State};
    /// assert!(HeldStates::default().with(State::Trust).has(State::Trust));
    /// ```
    #[must_use]
    pub const fn with(self, state: State) -> Self {
        Self(self.0 | 1 << state as u8)
    }

    /// Is this state held?
    ///
    /// ```
    /// use balcony_engine::setting::{HeldStates, State};
    /// assert!(HeldStates::ALL.has(State::Trust) && !HeldStates::default().has(State::Trust));
    /// ```
    pub const fn has(self, state: State) -> bool {
        self.0 >> state as u8 & 1 == 1
    }

    /// Is a state held that the service itself is in, and not only who leads it or how it was
    /// judged?
    pub(crate) fn service(self) -> bool {
        [
            State::Culture,
            State::Prescription,
            State::Trust,
            State::Language,
            State::Routine,
            State::Credibility,
            State::Authorisation,
            State::Salience,
        ]
        .into_iter()
        .any(|state| self.has(state))
    }
}

/// The states that a run starts from, the same for every arm. A state that a scenario gives is held
/// until week 0. The others start where the authority stands under its incumbent, and evolve
/// through the warm-up. Shares from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// Which of these states the scenario gives.
    pub held: HeldStates,
    /// Mean culture of teams: 0 compliance, 1 learning.
    pub culture: f64,
    /// Prescription, all kinds of decision.
    pub prescription: f64,
    /// Trust between agencies, every pair.
    pub trust: f64,
    /// Common language between agencies, every pair.
    pub language: f64,
    /// Routine of working together, every team.
    pub routine: f64,
    /// The director's credibility with every audience.
    pub credibility: f64,
    /// Authorisation: the mandate from members, chief executive and public.
    pub authorisation: f64,
    /// Formal authority of the director's post.
    pub authority: f64,
    /// Public salience of child protection.
    pub salience: f64,
    /// Weeks the director has been in post.
    pub tenure: f64,
    /// The last inspection's judgement: 0 inadequate, 1 requires improvement, 2 good, 3
    /// outstanding.
    pub judgement: f64,
    /// The incumbent style: in force through the warm-up, and where an arm decides nothing else.
    pub incumbent: Style,
}

impl Start {
    /// States near the middle of their ranges, none of them held. Golden runs, tests and proofs
    /// start from these.
    ///
    /// ```
    /// use balcony_engine::setting::Start;
    /// use balcony_engine::strategy::Style;
    /// let style = Style { source: 0.5, rights: [[0.25; 4]; 5], attention: [1.0; 7] };
    /// assert_eq!(Start::middling(style).incumbent, style);
    /// ```
    pub fn middling(incumbent: Style) -> Self {
        Self {
            held: HeldStates::default(),
            culture: 0.4,
            prescription: 0.55,
            trust: 0.5,
            language: 0.6,
            routine: 0.7,
            credibility: 0.5,
            authorisation: 0.6,
            authority: 0.8,
            salience: 0.3,
            tenure: 60.0,
            judgement: 1.0,
            incumbent,
        }
    }

    /// The same with the states that an authority's factors give.
    ///
    /// ```
    /// use balcony_engine::golden;
    /// use balcony_engine::setting::Start;
    /// let setting = golden::setting(0);
    /// let start = Start::of(&setting.authority, setting.start.incumbent);
    /// assert_eq!(start.trust, setting.authority.factors.trust);
    /// ```
    pub fn of(authority: &Authority, incumbent: Style) -> Self {
        let Factors { culture, trust, language, routine, credibility, .. } = authority.factors;
        Self { culture, trust, language, routine, credibility, ..Self::middling(incumbent) }
    }

    /// Holds a state at a value until week 0, as a scenario that gives it does.
    ///
    /// ```
    /// use balcony_engine::golden;
    /// use balcony_engine::setting::State;
    /// let mut start = golden::setting(0).start;
    /// start.hold(State::Trust, 0.7);
    /// assert!(start.held.has(State::Trust) && start.trust == 0.7);
    /// ```
    pub fn hold(&mut self, state: State, value: f64) {
        self.held = self.held.with(state);
        *match state {
            State::Culture => &mut self.culture,
            State::Prescription => &mut self.prescription,
            State::Trust => &mut self.trust,
            State::Language => &mut self.language,
            State::Routine => &mut self.routine,
            State::Credibility => &mut self.credibility,
            State::Authorisation => &mut self.authorisation,
            State::Salience => &mut self.salience,
            State::Tenure => &mut self.tenure,
            State::Judgement => &mut self.judgement,
        } = value;
    }
}

/// Something that happens to an authority in a stated week, in every arm alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// The week it happens or begins.
    pub week: Week,
    /// Weeks that it lasts (0: a moment).
    pub weeks: u32,
    /// What happens.
    pub kind: EventKind,
    /// How much: a share, added or multiplied as the kind says; 0 is no event at all.
    pub size: f64,
}

keyed! {
    /// Kinds of event.
    EventKind {
        /// A child known to the authority is seriously harmed and the public hears: salience jumps
        /// by `size`.
        SeriousIncident "serious-incident",
        /// A scandal elsewhere: salience rises by `size`, half as much fear, no local blame.
        ScandalElsewhere "scandal-elsewhere",
        /// New needs arise at 1 + `size` times the usual rate while it lasts.
        NeedsSurge "needs-surge",
        /// Contacts without need come at 1 + `size` times the usual rate while it lasts.
        ContactsSurge "contacts-surge",
        /// Hours due per case are 1 + `size` times the usual while it lasts.
        WorkSurge "work-surge",
        /// The budget falls by the share `size` while it lasts (0 weeks: for good).
        BudgetCut "budget-cut",
        /// The director leaves (with probability `size`).
        DirectorLeaves "director-leaves",
        /// Rules are taken away: prescription falls by the share `size`, if and as fast as the
        /// programme is completed.
        RulesRemoved "rules-removed",
        /// Rules are added: prescription rises by the share `size` of what is left, at once.
        RulesAdded "rules-added",
        /// Prescription is held at `size` while it lasts (an experiment's lever, for tests of the
        /// model's parts).
        PrescriptionHeld "prescription-held",
        /// Trust between all agencies is held at `size` while it lasts (an experiment's lever).
        TrustHeld "trust-held",
        /// Vacancies are filled at 1 + `size` times the usual rate while it lasts.
        RecruitmentDrive "recruitment-drive",
        /// Inspectors come (with probability `size`), whenever they were due.
        Inspection "inspection",
        /// Partners' budgets fall by the share `size` while it lasts (0 weeks: for good); felt in
        /// their staff, and in what is pooled.
        PartnerCut "partner-cut",
    }
}

/// A dated task of the change programme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Task {
    /// What it does when it takes effect.
    pub kind: TaskKind,
    /// When work on it may begin.
    pub from: Week,
    /// The date by which it is to take effect; a switch-over never comes before it.
    pub due: Week,
    /// Weeks of work at full influence and usual time for the programme.
    pub effort: f64,
    /// How much, a share.
    pub size: f64,
    /// Tasks that must be done before, a bit each, by their place in the list.
    pub after: u64,
}

/// What a task does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskKind {
    /// Prescription falls by the share `size`, step by step as the work is done.
    RulesRemoved,
    /// People, teams or systems are switched over on the day: ties are cut, cases change hands,
    /// hours are lost.
    SwitchOver,
    /// A practice framework is announced; teams take it up and embed it, or not. `size`: how well
    /// it is backed.
    PracticeFramework,
    /// Partners are asked to adopt a way of working together. `size`: the force of law behind it.
    JointProposal,
}

/// One number of an authority's structure: its key in a scenario, what it may be, and where it
/// stands.
#[derive(Debug, Clone, Copy)]
pub struct StructureKey {
    /// Its key in `[structure]`.
    pub key: &'static str,
    /// The value used when a scenario says nothing.
    pub default: f64,
    /// The greatest value; the least is 0.
    pub high: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// Its place.
    pub field: fn(&mut Structure) -> &mut f64,
}

/// One row a number: its name in the code, its key, default and greatest value, its unit, its
/// meaning. Nothing else lists them.
macro_rules! structure {
    ($($field:ident $key:literal: $default:literal, $high:literal, $unit:literal, $meaning:literal;)*) => {
        /// Who sits where and who governs: what an authority is built like, beyond its line.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct Structure { $(#[doc = $meaning] pub $field: f64,)* }

        impl Default for Structure {
            /// As usual: nobody under one roof, two boards (a trust board and a programme board).
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        /// The numbers of a structure, in the order of a file.
        pub const STRUCTURE: [StructureKey; [$($key),*].len()] = [$(StructureKey {
            key: $key,
            default: $default,
            high: $high,
            unit: $unit,
            meaning: $meaning,
            field: |structure| &mut structure.$field,
        },)*];
    };
}

structure! {
    together "together": 0.0, 1.0, "share",
        "Share of partners' staff who work under one roof with social care.";
    schools_led_together "schools-led-together": 0.0, 1.0, "share",
        "Share of schools that are led together: one head or trust for several.";
    residents "residents": 0.0, 1.0, "share",
        "Share of the boards' seats that residents hold.";
    pooled "pooled": 0.0, 0.5, "share",
        "Share of budgets that is pooled with partners.";
    boards "boards": 2.0, 4.0, "boards",
        "Boards between decision makers and practitioners: each makes decisions less clear, and each is a place to talk.";
    bound "bound": 0.0, 1.0, "share",
        "How far the director is kept in post: at 0 directors leave at the published rate, at 1 only by an event or a decision.";
}

/// Everything about a run but the strategy of an arm, the seed and the replicate.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The authority.
    pub authority: Authority,
    /// Week 0: arms begin to differ here at the earliest.
    pub start_week: Week,
    /// Weeks of warm-up before week 0.
    pub warm_up: u32,
    /// States at week 0.
    pub start: Start,
    /// Events, by week.
    pub events: Vec<Event>,
    /// The change programme.
    pub tasks: Vec<Task>,
    /// Who sits where.
    pub structure: Structure,
    /// Parameters of the model.
    pub parameters: Parameters,
}

impl Setting {
    /// A setting without events and tasks, with the default structure and parameters.
    ///
    /// ```
    /// use balcony_engine::authority::AVERAGE;
    /// use balcony_engine::calendar::Week;
    /// use balcony_engine::setting::{Setting, Start};
    /// use balcony_engine::strategy::Style;
    /// let style = Style { source: 0.5, rights: [[0.25; 4]; 5], attention: [1.0; 7] };
    /// let setting = Setting::quiet(AVERAGE, Week(1526), 104, Start::middling(style));
    /// assert!(setting.events.is_empty() && setting.tasks.is_empty());
    /// ```
    pub fn quiet(authority: Authority, start_week: Week, warm_up: u32, start: Start) -> Self {
        Self {
            authority,
            start_week,
            warm_up,
            start,
            events: Vec::new(),
            tasks: Vec::new(),
            structure: Structure::default(),
            parameters: Parameters::default(),
        }
    }
}
