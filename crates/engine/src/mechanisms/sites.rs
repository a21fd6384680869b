//! Sites of decision: who decides, with what knowledge, after which queue, at what price.
//!
//! *Question.* What difference does it make where a decision is made? A site is described only by
//! whose knowledge reaches it (the share `hop` is kept at each level), who sits there (expertise,
//! agencies), how many decisions a week it can take (a real queue) and what its meetings cost in
//! hours. No other term distinguishes sites. A right held by the director or the panel takes the
//! escalated share of occasions; the rest is decided below by the standard answer.
//!
//! *One function decides*, for every kind of decision: belief + noise x epsilon against thresholds,
//! noise = `sigma` (1.3 - .6 E)(1 + .5 overload)(1 - .4 P), at least .02. *Sources.* MODEL.md
//! section 3; capacities and meeting costs MECHANISMS.md section 3 (assumptions, section 7 there:
//! the riskiest).

use crate::authority::USUAL_LOAD;
use crate::context::StepContext;
use crate::cursor::ChildCursor;
use crate::mechanisms::{belief, partnership};
use crate::parameters;
use crate::rng::{Block, Tag};
use crate::samplers::normal;
use crate::style::DecisionKind;
pub use crate::style::Site;
use crate::world::{Child, Stage, fixed};

parameters! {
    /// Sites of decision.
    Sites "sites" {
        escalated: 0.1, 0.02 .. 0.3, "share", "MODEL.md section 3, assumption", "Share of the occasions under a right of the director or the panel that really reach them.";
        hop: 0.9, 0.8 .. 1.0, "share a level", "MECHANISMS.md section 3 (.8-.98)", "What a level keeps of what the level below knows.";
        director_capacity: 12.0, 4.0 .. 60.0, "decisions a week", "MECHANISMS.md section 3 (6-30 escalations a week)", "Decisions a director can take, whatever the size of the authority.";
        panel_capacity: 15.0, 5.0 .. 60.0, "decisions a week per 60,000", "assumption", "Decisions a panel can take.";
        patience: 8.0, 2.0 .. 52.0, "weeks", "assumption", "What has waited so long for the director or the panel is decided below by the standard answer.";
        director_expertise: 0.8, 0.5 .. 1.0, "0 to 1", "MECHANISMS.md section 3", "Expertise of a senior with time.";
        panel_expertise: 0.75, 0.5 .. 1.0, "0 to 1", "assumption", "Expertise of a panel.";
        manager_expertise: 0.7, 0.5 .. 1.0, "0 to 1", "assumption", "Expertise of a team manager.";
        director_hours: 1.0, 0.0 .. 4.0, "hours", "assumption", "Hours a practitioner writes for a decision of the director.";
        panel_hours: 2.0, 0.0 .. 6.0, "hours", "assumption", "Hours a practitioner prepares and attends for a panel.";
        manager_hours: 0.3, 0.0 .. 2.0, "hours", "assumption", "Hours a practitioner spends on a manager's decision.";
        meeting_base: 0.5, 0.0 .. 3.0, "hours", "MECHANISMS.md section 3 (cin .03 of a week)", "Hours a practitioner spends on deciding with those who hold the pieces.";
        meeting_each: 1.0, 0.2 .. 4.0, "hours an agency", "MECHANISMS.md section 3 (cm .02-.10 of a week)", "More for each further agency, times (1.4 - trust).";
        quorum_base: 0.2, 0.0 .. 1.0, "weeks", "MECHANISMS.md section 3 (w0 .5)", "Weeks until those who hold the pieces can meet: at least.";
        quorum: 0.9, 0.0 .. 2.0, "weeks", "MECHANISMS.md section 3 (wk .9)", "More for the root of further agencies, times (1.2 - trust)(1.2 - routine).";
    }
}
parameters! {
    /// Decisions.
    Decisions "decisions" {
        sigma: 0.1, 0.03 .. 0.2, "risk", "PROTOTYPE.md part 1; audit agreement would identify it", "A decider's own noise.";
        no_further_action: 0.409, 0.25 .. 0.55, "risk", "PROTOTYPE.md part 1 (fitted)", "Below this a referral is closed with no further action.";
        need: 0.401, 0.25 .. 0.55, "risk", "PROTOTYPE.md part 1 (fitted)", "Above this a child is found in need.";
        enquiry: 0.704, 0.55 .. 0.9, "risk", "PROTOTYPE.md part 1 (fitted)", "Above this a section 47 enquiry begins.";
        conference: 0.652, 0.5 .. 0.85, "risk", "PROTOTYPE.md part 1 (fitted)", "Above this an enquiry goes to an initial conference.";
        plan: 0.467, 0.35 .. 0.75, "risk", "PROTOTYPE.md part 1 (fitted)", "Above this a conference makes a protection plan.";
        care: 0.804, 0.65 .. 1.0, "risk", "PROTOTYPE.md part 1 (fitted)", "Above this a child comes into care.";
        close: 0.112, 0.03 .. 0.4, "risk", "PROTOTYPE.md part 1 (fitted)", "Below this a case is closed.";
        step_down: 0.448, 0.3 .. 0.7, "risk", "PROTOTYPE.md part 1 (fitted)", "Below this a plan ends.";
        home: 0.217, 0.05 .. 0.4, "risk", "PROTOTYPE.md part 1 (fitted)", "Below this a child goes home from care.";
        first_review: 0.406, 0.1 .. 0.55, "risk", "PROTOTYPE.md part 1 (fitted to episodes up to 3 months)", "How much easier a child in need's case closes at the first review.";
        ease_lost: 0.168, 0.05 .. 1.0, "share a review", "fitted to episodes of 3 to 6 months (A081)", "How much of that each later review takes away.";
        valve: 0.1, 0.0 .. 0.15, "risk per unit of utilisation", "MODEL.md section 3, assumption: rankings may hang on it", "How far thresholds rise with utilisation above .9.";
        fear: 0.08, 0.0 .. 0.25, "risk per unit of salience", "assumption; D077-D085 (care applications after 2008)", "How far thresholds fall with public salience.";
        caution: 0.5, 0.0 .. 1.5, "standard deviations per unit of blame", "unknown: defensive practice is described (MECHANISMS.md section 1), never sized; range from nothing to the strongest that keeps published contrasts", "How far above what is believed a service that fears blame judges, in standard deviations of what it does not know.";
        court: 0.12, 0.05 .. 0.3, "risk", "assumption: a guardian and experts are heard, and the other side", "Standard error of what a court learns by itself before a child comes into care.";
        court_below: 0.1, 0.0 .. 0.3, "risk", "assumption: the court decides on the balance of probabilities, the applicant on what it fears", "How far below the threshold of asking a court grants what is asked.";
        rationed: 0.5, 0.0 .. 1.0, "share", "assumption: duties by law are rationed less than services", "How far load moves the thresholds of enquiries, conferences, plans and care, of how it moves those of need.";
        least_noise: 0.02, 0.0 .. 0.05, "risk", "MODEL.md section 3", "Least noise of a decision.";
    }
}

/// Noise of a decider without expertise, over `decisions.sigma` (MODEL.md section 3).
const NOVICE_NOISE: f64 = 1.3;
/// What full expertise takes from it (MODEL.md section 3).
const EXPERT_LESS: f64 = 0.6;
/// Share that full overload adds to noise (MODEL.md section 3).
const OVERLOAD_MORE: f64 = 0.5;
/// Share that full prescription takes from noise (MODEL.md section 3).
const RULES_LESS: f64 = 0.4;
/// Length of a meeting without trust, over `sites.meeting_each` (MECHANISMS.md section 3).
const MEETING_DISTRUST: f64 = 1.4;

/// Where an occasion is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SiteAssignment {
    /// The site.
    pub site: Site,
    /// Is it the standard answer of somebody below the holder of the right?
    pub standard: bool,
}

/// The random numbers of one occasion: a word each for the noise of the judgement, the site that
/// decides, escalation (or the wait for a quorum), and the next review.
#[inline]
pub(crate) fn block(child: &Child, context: &StepContext<'_>, index: u16) -> Block {
    context.rng_key.block(child.entity_id, Tag::Decide, context.week, index)
}
/// Word of [`block`]: a decider's own noise.
const JUDGED: usize = 0;
/// Word of [`block`]: which site.
const SITE: usize = 1;
/// Word of [`block`]: is it escalated? Also: how long does a quorum take, where practitioners
/// decide.
const ESCALATED: usize = 2;
/// Word of [`block`]: the wait for a quorum.
pub(crate) const QUORUM: usize = ESCALATED;
/// Word of [`block`]: when the next review falls, or a fresh assessment begins.
pub(crate) const NEXT: usize = 3;

/// Which site decides this occasion under the rights of a kind of decision. Practitioners come
/// first on the scale of the draw, the director last, so that rights which move one way move every
/// child one way.
#[inline]
pub(crate) fn decision_site(context: &StepContext<'_>, kind: DecisionKind, block: Block) -> SiteAssignment {
    let right = |site| context.style.right(kind, site);
    let practitioners = right(Site::Practitioners);
    let manager = practitioners + right(Site::Manager);
    let u = block.uniform(SITE);
    let escalated = block.uniform(ESCALATED) < context.p.sites.escalated;
    let below = SiteAssignment { site: Site::Manager, standard: true };
    if u < practitioners {
        SiteAssignment { site: Site::Practitioners, standard: false }
    } else if u < manager {
        SiteAssignment { site: Site::Manager, standard: false }
    } else if u < manager + right(Site::Panel) {
        if escalated { SiteAssignment { site: Site::Panel, standard: false } } else { below }
    } else if escalated {
        SiteAssignment { site: Site::Director, standard: false }
    } else {
        below
    }
}

/// The risk that a site judges from a belief. It is compared with thresholds, whatever the decision
/// is about.
#[inline]
pub(crate) fn judge(cursor: &ChildCursor<'_>, at: SiteAssignment, block: Block) -> f32 {
    let context = cursor.context;
    let p = context.p;
    let (expertise, overload) = site_expertise(cursor, at.site);
    let prescription =
        if at.standard { 1.0 } else { cursor.service.leadership.prescription[DecisionKind::Steps as usize] };
    let hops = match at.site {
        Site::Practitioners => 0,
        Site::Manager => 1,
        Site::Panel => 2,
        Site::Director => 3,
    };
    let mut kept = 1.0;
    for _ in 0..hops {
        kept *= p.sites.hop as f32;
    }
    let sigma = p.decisions.sigma
        * (NOVICE_NOISE - EXPERT_LESS * expertise)
        * (1.0 + OVERLOAD_MORE * overload)
        * (1.0 - RULES_LESS * prescription);
    let sigma = sigma.max(p.decisions.least_noise) as f32;
    // What was learnt of this child since the referral and does not reach the level adds noise. A
    // level that knew nothing would judge with the spread of the prior, not more mildly.
    let learnt = (p.belief.prior_variance as f32 - cursor.child.variance).max(0.0);
    let noise = libm::sqrtf(sigma * sigma + (1.0 - kept) * learnt);
    let epsilon = normal(block.uniform(JUDGED)) as f32;
    cursor.child.believed + noise * epsilon
}

/// What is added to a judged risk where significant harm is the question. A service that fears
/// blame counts what it does not know as risk.
///
/// ```
/// use balcony_engine::mechanisms::sites;
/// use balcony_engine::context::StepContext;
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let style = place.setting().start.incumbent;
/// let (setting, constants) = (place.setting(), place.constants());
/// let rng_key = RngKey { seed: 1, replicate: 0 };
/// let context = StepContext::new(setting, constants, &style, rng_key, 1526, false);
/// // Nothing is feared before the week's caution is worked out.
/// assert_eq!(sites::feared(&world.population.children[0], &context), 0.0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
#[inline]
pub fn feared(child: &Child, context: &StepContext<'_>) -> f32 {
    context.weekly.caution * belief::doubt(child, context)
}

/// Expertise of a site, and overload of those who sit there.
pub(crate) fn site_expertise(cursor: &ChildCursor<'_>, site: Site) -> (f64, f64) {
    let context = cursor.context;
    let p = &context.p.sites;
    let (worker, overload) = match cursor.post() {
        Some(post) => (
            f64::from(post.expertise),
            (cursor.service.workforce.teams[usize::from(post.team)].utilisation - 1.0).clamp(0.0, 1.0),
        ),
        None => (0.5, (cursor.service.workforce.utilisation - 1.0).clamp(0.0, 1.0)),
    };
    match site {
        Site::Practitioners => (worker, overload),
        Site::Manager => (p.manager_expertise, overload),
        Site::Panel => (p.panel_expertise, 0.0),
        Site::Director => (p.director_expertise, 0.0),
    }
}

/// The shift of all thresholds: down with fear, up with the utilisation of the child's team.
#[inline]
pub(crate) fn shift(cursor: &ChildCursor<'_>) -> f32 {
    let context = cursor.context;
    let u = match cursor.post() {
        Some(post) => cursor.service.workforce.teams[usize::from(post.team)].utilisation,
        None => cursor.service.workforce.utilisation,
    };
    (context.p.decisions.valve * (u.min(2.0) - USUAL_LOAD)) as f32 - context.weekly.fear
}

/// The shift of the thresholds of enquiry, conference, plan and care: load moves duties by law
/// less.
#[inline]
pub(crate) fn duty_shift(cursor: &ChildCursor<'_>) -> f32 {
    let context = cursor.context;
    let all = shift(cursor);
    (all + context.weekly.fear) * context.p.decisions.rationed as f32 - context.weekly.fear
}

/// Charges the hours of a decision to the child's team, and counts the agencies that had no part in
/// it.
pub(crate) fn charge(cursor: &mut ChildCursor<'_>, at: SiteAssignment) {
    let context = cursor.context;
    let p = &context.p.sites;
    cursor.service.counts.decided[at.site as usize] += 1;
    let others = f64::from(cursor.child.pieces() - 1);
    let hours = match at.site {
        Site::Director => p.director_hours,
        Site::Panel => p.panel_hours,
        Site::Manager => p.manager_hours,
        Site::Practitioners => {
            p.meeting_base + p.meeting_each * others * (MEETING_DISTRUST - partnership::trust(cursor.service))
        }
    };
    if let Some(post) = cursor.post() {
        let team = usize::from(post.team);
        let team = &mut cursor.service.workforce.teams[team];
        team.meeting_hours += fixed(hours as f32);
        if at.site == Site::Manager {
            team.manager_decisions += 1;
        }
    }
    // A decision by others than practitioners leaves out the agencies that hold a piece which is
    // not shared.
    if at.site != Site::Practitioners && cursor.child.stage != Stage::Unserved {
        for agency in 0..6 {
            if (cursor.child.holders & !cursor.child.shared) >> agency & 1 == 1 {
                cursor.service.counts.alone[agency] += 1;
            }
        }
    }
}
