//! The registry of weekly measures, and how measures and outcomes are counted. Measuring draws
//! nothing.

use crate::calendar::{WEEKS_A_YEAR, Week};
use crate::mechanisms::{environment, establishment, framework, partners, programme, signals};
use crate::registry::Measure;
use crate::world::{Counts, Holder, ONE, World};

pub use crate::outcomes::OUTCOMES;

const fn measure(key: &'static str, definition: &'static str, unit: &'static str) -> Measure {
    Measure { key, definition, unit }
}

/// What is written for every week of every arm.
pub static MEASURES: &[Measure; ROW] = &[
    measure("contacts", "Contacts received.", "children"),
    measure("referrals", "Referrals received.", "children"),
    measure("re_referrals", "Referrals of a child referred within 12 months before.", "children"),
    measure("no_further_action", "Referrals closed at the front door.", "children"),
    measure("not_in_need", "Assessments that found no need.", "children"),
    measure("assessments", "Assessments completed.", "assessments"),
    measure("assessments_timely", "Of them within 45 working days.", "assessments"),
    measure("started", "Episodes of need that stood up: referrals found in need.", "children"),
    measure("ended", "Episodes of need ended.", "children"),
    measure("enquiries", "Section 47 enquiries started.", "children"),
    measure("conferences", "Initial child protection conferences.", "children"),
    measure("plans_started", "Protection plans started.", "children"),
    measure("plans_repeat", "Of them for a child who had one before.", "children"),
    measure("plans_ended", "Protection plans ended.", "children"),
    measure("care_started", "Children who started to be looked after.", "children"),
    measure("care_ceased", "Children who ceased to be looked after.", "children"),
    measure("open", "Open cases, referral to closure.", "children"),
    measure("plan_stock", "Children with a protection plan.", "children"),
    measure("care_stock", "Children looked after.", "children"),
    measure("assessments_open", "Assessments open.", "assessments"),
    measure("unserved", "Children with needs and no open case.", "children"),
    measure("harm_open", "Hazard of serious harm to open cases.", "incidents"),
    measure("harm_unserved", "Hazard of serious harm to children with needs and no open case.", "incidents"),
    measure("incidents", "Serious incidents that happened.", "incidents"),
    measure("employed", "Employed social workers in post.", "workers"),
    measure("agency", "Agency workers.", "workers"),
    measure("vacant", "Posts without an employed holder.", "posts"),
    measure("leavers", "Employed leavers.", "workers"),
    measure("starters", "Employed starters.", "workers"),
    measure("caseload", "Open cases per case holder.", "cases"),
    measure("utilisation", "Hours due over hours there, mean of teams.", "ratio"),
    measure("strain", "Mean strain of staff.", "0 to 1"),
    measure("expertise", "Mean expertise of staff.", "0 to 1"),
    measure("culture", "Mean culture of teams.", "0 to 1"),
    measure("prescription", "Mean prescription.", "0 to 1"),
    measure("trust", "Mean trust between social care and its partners.", "0 to 1"),
    measure("language", "Mean common language between social care and its partners.", "0 to 1"),
    measure("routine", "Mean routine of teams.", "0 to 1"),
    measure("credibility", "Mean credibility of the director.", "0 to 1"),
    measure("authorisation", "Authorisation.", "0 to 1"),
    measure("salience", "Public salience.", "0 to 1"),
    measure("waiting", "Decisions waiting in the queues of their sites.", "decisions"),
    measure("worker_changes", "Changes of a child's worker.", "changes"),
    measure("cost", "Spending, investments included.", "£m"),
    measure("adopted", "Partners that hold to joint proposals, of those asked.", "0 to 1"),
    measure("framework", "How far a practice framework is embedded, mean of teams.", "0 to 1"),
    measure("change_done", "Progress of the change programme, mean of its tasks.", "0 to 1"),
    measure("change_late", "Weeks by which tasks are late so far, mean of those with a date.", "weeks"),
    measure("judgement", "The last inspection's judgement.", "grades"),
    measure("inclusion", "Inclusion of schools.", "0 to 1"),
    measure("excluded", "School-age children with needs excluded from school.", "children"),
    measure("director_strain", "Strain of whoever holds the director's post.", "0 to 1"),
    measure("deputies", "Readiness of deputies.", "0 to 1"),
    measure("competence", "Mean competence of the director.", "0 to 1"),
    measure("known", "What leaders know of their service.", "0 to 1"),
    measure("reviews", "Reviews of serious incidents that have reported so far.", "reviews"),
    measure("ready_to_learn", "Teams with cases that would learn from a review that reports today.", "share"),
    measure("style_changes", "Changes of an adaptive director's way of leading so far.", "changes"),
];

/// Position of a measure in a week's row, by key.
pub fn measure_index(key: &str) -> Option<usize> {
    MEASURES.iter().position(|measure| measure.key == key)
}

/// Position of an outcome in a run's row, by key.
pub fn outcome_index(key: &str) -> Option<usize> {
    OUTCOMES.iter().position(|outcome| outcome.key == key)
}

/// Where a run's weeks go. A sink reads; it never changes a world.
pub trait Sink {
    /// One week of one arm: its measures in the order of [`MEASURES`], and the world after it.
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World);
}

/// Number of measures.
pub const ROW: usize = 58;

/// A week's measures, in the order of [`MEASURES`].
pub fn row(world: &World) -> [f64; ROW] {
    let c = &world.counts;
    let s = &world.stocks;
    let (mut employed, mut agency, mut holders) = (0.0, 0.0, 0.0);
    let (mut strain, mut expertise, mut held) = (0.0, 0.0, 0.0);
    for post in &world.posts {
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
    let people = f64::max(employed + agency, 1.0);
    let teams = world.teams.len().max(1) as f64;
    let partners = &world.partners[..6];
    let open: u32 = s.stage[1..].iter().sum();
    [
        f64::from(c.contacts),
        f64::from(c.referrals),
        f64::from(c.re_referrals),
        f64::from(c.no_further_action),
        f64::from(c.not_in_need),
        f64::from(c.assessments),
        f64::from(c.timely),
        f64::from(c.started),
        f64::from(c.ended),
        f64::from(c.enquiries),
        f64::from(c.conferences),
        f64::from(c.plans_started),
        f64::from(c.plans_repeat),
        f64::from(c.plans_ended),
        f64::from(c.care_started),
        f64::from(c.care_ceased),
        f64::from(open),
        f64::from(s.stage[3]),
        f64::from(s.stage[4]),
        f64::from(s.assessing),
        f64::from(s.stage[0]),
        c.harm_open as f64 / ONE,
        c.harm_unserved as f64 / ONE,
        f64::from(c.incidents),
        employed,
        agency,
        establishment::vacant(world).1,
        f64::from(c.leavers),
        f64::from(c.starters),
        held / f64::max(holders, 1.0),
        world.utilisation,
        strain / people,
        expertise / people,
        world.teams.iter().map(|team| team.culture).sum::<f64>() / teams,
        world.prescription.iter().sum::<f64>() / 5.0,
        partners.iter().map(|partner| partner.trust).sum::<f64>() / 6.0,
        partners.iter().map(|partner| partner.language).sum::<f64>() / 6.0,
        world.teams.iter().map(|team| team.routine).sum::<f64>() / teams,
        world.director.credibility.iter().sum::<f64>() / 8.0,
        world.director.authorisation,
        world.environment.salience,
        (world.queues[0].len() + world.queues[1].len()) as f64,
        f64::from(c.worker_changes),
        (world.environment.spending + world.environment.invested) / 1e6,
        partners::adopted(world),
        framework::mean(world),
        programme::done(world),
        programme::late(world),
        f64::from(world.inspection.judgement),
        world.environment.inclusion,
        f64::from(c.excluded),
        world.director.strain,
        world.director.deputies,
        world.director.competence.iter().sum::<f64>() / 4.0,
        signals::known(world),
        f64::from(world.reviews.reported),
        world.reviews.ready,
        f64::from(world.leading.changes),
    ]
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
        let c = &world.counts;
        self.served += f64::from(c.served);
        self.waited += f64::from(c.waited);
        self.decided += c.decided.iter().map(|n| f64::from(*n)).sum::<f64>();
        self.directors += f64::from(c.director_changes);
        self.face += c.face_hours as f64 / ONE;
        self.budget += environment::allowed(world);
        self.spent += world.environment.spending;
        self.school += c.school_missed as f64 / ONE;
        self.pieces += f64::from(world.stocks.pieces);
        self.shared += f64::from(world.stocks.shared);
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
        for (sum, n) in t.placed.iter_mut().zip(&world.stocks.placed[1..]) {
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
    pub fn years(&self) -> f64 {
        self.weeks / WEEKS_A_YEAR
    }

    /// Mean of a measure over the weeks so far.
    pub fn mean(&self, key: &str) -> f64 {
        measure_index(key)
            .map_or(f64::NAN, |index| self.sums.get(index).copied().unwrap_or(0.0) / self.weeks.max(1.0))
    }

    /// The outcomes, in the order of [`OUTCOMES`]; NaN for a ratio to something of which there was
    /// nothing ([`crate::outcomes::MAY_BE_MISSING`]). `unaccrued` is what had passed but was not
    /// yet looked at when the run ended.
    pub fn outcomes(&self, unaccrued: &Counts) -> Vec<f64> {
        let years = self.weeks / WEEKS_A_YEAR;
        let sum = |key: &str| {
            measure_index(key).map_or(f64::NAN, |index| self.sums.get(index).copied().unwrap_or(0.0))
        };
        let yearly = |key: &str| sum(key) / years.max(1e-9);
        let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { f64::NAN };
        let percent = |part: f64, whole: f64| if whole > 0.0 { 100.0 * part / whole } else { f64::NAN };
        let late = |key: &str| {
            let index = measure_index(key).unwrap_or(0);
            self.last.iter().map(|row| row[index]).sum::<f64>() / self.last.len().max(1) as f64
        };
        let open = sum("open");
        let harm_open = (sum("harm_open") + unaccrued.harm_open as f64 / ONE) / years.max(1e-9);
        let harm_unserved = (sum("harm_unserved") + unaccrued.harm_unserved as f64 / ONE) / years.max(1e-9);
        let face = self.face + unaccrued.face_hours as f64 / ONE;
        let school = self.school + unaccrued.school_missed as f64 / ONE;
        OUTCOMES
            .iter()
            .map(|outcome| match outcome.key {
                "harm" => harm_open + harm_unserved,
                "harm-open" => harm_open,
                "harm-unserved" => harm_unserved,
                "re-referrals" => percent(sum("re_referrals"), sum("referrals")),
                "timely-assessments" => percent(sum("assessments_timely"), sum("assessments")),
                "referrals" => yearly("referrals"),
                "no-further-action" => percent(sum("no_further_action"), sum("referrals")),
                "not-in-need" => percent(sum("not_in_need"), sum("referrals")),
                "in-need" => self.mean("open"),
                "plans" => self.mean("plan_stock"),
                "looked-after" => self.mean("care_stock"),
                "enquiries" => yearly("enquiries"),
                "repeat-plans" => percent(sum("plans_repeat"), sum("plans_started")),
                "unserved" => self.mean("unserved"),
                "caseload" => self.mean("caseload"),
                "utilisation" => self.mean("utilisation"),
                "turnover" => percent(yearly("leavers"), self.mean("employed")),
                "vacancy" => percent(sum("vacant"), sum("vacant") + sum("employed")),
                "agency" => percent(sum("agency"), sum("agency") + sum("employed")),
                "worker-changes" => ratio(sum("worker_changes"), open / WEEKS_A_YEAR),
                "face-to-face" => ratio(face, open),
                "strain" => self.mean("strain"),
                "culture" => late("culture"),
                "prescription" => late("prescription"),
                "trust" => late("trust"),
                "shared" => percent(self.shared, self.pieces),
                "decision-wait" => ratio(self.waited, self.served),
                // Eleven years of age in eighteen are of compulsory school age.
                "school-missed" => {
                    let children = (sum("unserved") + sum("open")) / WEEKS_A_YEAR * 11.0 / 18.0;
                    ratio(school, children)
                }
                "cost" => yearly("cost"),
                "overspend" => percent(self.spent - self.budget, self.budget),
                "director-changes" => self.directors / years.max(1e-9),
                "authorisation" => late("authorisation"),
                "language" => late("language"),
                "adopted" => 100.0 * late("adopted"),
                "framework" => late("framework"),
                "change-late" => {
                    self.last.last().map_or(0.0, |row| row[measure_index("change_late").unwrap_or(0)])
                }
                "judgement" => {
                    self.last.last().map_or(0.0, |row| row[measure_index("judgement").unwrap_or(0)])
                }
                "inclusion" => late("inclusion"),
                "exclusions" => {
                    let children = (sum("unserved") + sum("open")) / WEEKS_A_YEAR * 11.0 / 18.0;
                    percent(sum("excluded"), children)
                }
                "director-strain" => self.mean("director_strain"),
                "deputies" => late("deputies"),
                "competence" => late("competence"),
                "known" => self.mean("known"),
                "ready-to-learn" => 100.0 * late("ready_to_learn"),
                _ => f64::NAN,
            })
            .collect()
    }
}
