//! The numbers of a week that many mechanisms read: what is shared, fear, caution, thresholds,
//! the season, and how long a quorum takes.
//!
//! *Equations.* A piece held by an agency is shared with probability floor + (1 - floor) x logistic
//! (slope x (trust - .5)), opened further by what was adopted together and by one roof, times
//! language, what the sites keep, and who is there. Fear is `fear` x (salience - usual). Blame is
//! the mean of rules, compliance, lost mandate and salience; caution is `caution` x blame. A quorum
//! of k takes `quorum_base` + `quorum` x sqrt(k - 1) x (distrust) x (lack of routine) weeks.
//! *Sources.* MODEL.md sections 3 and 4; MECHANISMS.md section 3.

use crate::context::{AuthorityEffects, StepContext, Thresholds};
use crate::mechanisms::variation::{self, Deviations, Varies};
use crate::mechanisms::{partners, partnership, structure};
use crate::parameters::Parameters;
use crate::samplers::logistic;
use crate::style::DecisionKind;
use crate::world::{AGENCIES, Service};

/// Weight of each of the four things whose mean is blame: rules, compliance, lost mandate,
/// salience.
const EACH_OF_FOUR: f64 = 0.25;
/// Weeks to a quorum without trust, over `sites.quorum` (MECHANISMS.md section 3).
const QUORUM_DISTRUST: f64 = 1.2;
/// The same for a team without a routine of working together (MECHANISMS.md section 3).
const QUORUM_UNUSED: f64 = 1.2;

/// Works out this week's numbers from the states as they stand.
pub(crate) fn update(service: &Service, context: &mut StepContext<'_>) {
    let p = context.p;
    let sharing = &p.belief;
    let kept = context.kept(DecisionKind::Sharing);
    let roof = structure::roof(context);
    for (row, floor) in
        [sharing.floor_visit, sharing.floor_plan, sharing.floor_enquiry].into_iter().enumerate()
    {
        // By law a strategy discussion or conference shares directly: no level stands between.
        let kept = if row == 2 { 1.0 } else { kept };
        for agency in 0..AGENCIES {
            let partner = &service.partners[agency];
            let open = floor + (1.0 - floor) * logistic(sharing.slope * (partner.trust - 0.5));
            let there = partners::staffed(context, agency);
            // What was adopted together, and who sits under one roof, open part of what trust
            // leaves shut.
            let opened = if agency < 6 { partners::opened(service, context, agency).max(roof) } else { 0.0 };
            let open = open + opened * (1.0 - open);
            context.weekly.shared[row][agency] = open * partner.language * kept * there;
        }
    }
    context.weekly.fear =
        (p.decisions.fear * (service.environment.salience - p.environment.usual_salience)) as f32;
    context.weekly.thresholds = thresholds(p, &context.constants.effects, &service.variation);
    context.weekly.season = variation::season(p, context.week);
    let culture = service.workforce.teams.iter().map(|team| team.culture).sum::<f64>()
        / service.workforce.teams.len().max(1) as f64;
    let blame = EACH_OF_FOUR
        * (service.leadership.prescription[DecisionKind::Steps as usize] + 1.0 - culture + 1.0
            - service.leadership.director.authorisation
            + service.environment.salience);
    context.weekly.caution = (p.decisions.caution * blame) as f32;
    let trust = partnership::trust(service);
    let routine = service.workforce.teams.iter().map(|team| team.routine).sum::<f64>()
        / service.workforce.teams.len().max(1) as f64;
    let near = 1.0 - p.structure.roof_meets * context.setting.structure.together;
    for (k, weeks) in context.weekly.quorum.iter_mut().enumerate() {
        let others = (k as f64 - 1.0).max(0.0);
        *weeks = (p.sites.quorum_base
            + near
                * p.sites.quorum
                * libm::sqrt(others)
                * (QUORUM_DISTRUST - trust)
                * (QUORUM_UNUSED - routine)) as f32;
    }
    context.weekly.fresh = libm::exp(-sharing.stale) as f32;
}

/// Thresholds of an authority at its present deviations.
fn thresholds(p: &Parameters, effects: &AuthorityEffects, varies: &Deviations) -> Thresholds {
    let d = &p.decisions;
    let at = |threshold: f64, shift: f64| (threshold + shift) as f32;
    let plan = effects.plan + varies.of(Varies::Plan);
    let care = effects.care + varies.of(Varies::Care);
    let close = effects.close + varies.of(Varies::Close);
    Thresholds {
        no_further_action: at(d.no_further_action, effects.no_further_action + varies.of(Varies::Screening)),
        need: at(d.need, effects.need + varies.of(Varies::Need)),
        enquiry: at(d.enquiry, effects.enquiry + varies.of(Varies::Enquiry)),
        conference: at(d.conference, plan),
        plan: at(d.plan, plan),
        care: at(d.care, care),
        close: at(d.close, close),
        step_down: at(d.step_down, close + varies.of(Varies::Plan)),
        home: at(d.home, 0.5 * care),
    }
}
