//! Environment: salience, events, budget.
//!
//! *Equations.* Salience S decays with a half-life of 18 months towards a level that itself
//! ratchets, and is forgotten over ten years. Spending is smoothed over a quarter. What exceeds the
//! budget beyond what the mandate allows asks for savings, V = `control` x the overspend, with a
//! lag of half a year. Councils take them in this order: vacancies stay open and agency workers go;
//! early help; then posts, as far as they fall vacant. Placements, which the law or a court
//! decides, are not cut. What cannot be saved is overspent. *Units.* Weeks, pounds of 2021-22.
//! *Sources.* MODEL.md section 6; Cafcass applications 2008-2012 (D077-D090); E006-E104; early help
//! fell by a half while spending on care rose (E-series, 2010-18).

use crate::calendar::{WEEKS_A_QUARTER, WEEKS_A_YEAR};
use crate::context::{Constants, StepContext};
use crate::mechanisms::programme::MOST_REMOVED;
use crate::mechanisms::{invest, reviews, structure};
use crate::parameters;
use crate::rng::{EntityId, Tag};
use crate::setting::{EventKind, Setting, State};
use crate::world::{Holder, Service};

parameters! {
    /// Environment.
    Environment "surroundings" {
        half_life: 78.0, 17.0 .. 156.0, "weeks", "MECHANISMS.md section 3: 18 months (4-36)", "Half-life of public salience.";
        ratchet: 0.15, 0.0 .. 0.5, "share", "assumption; D077-D090: the new level lasts", "Share of a jump of salience that stays.";
        elsewhere: 0.5, 0.1 .. 1.0, "share", "MECHANISMS.md section 3: surge far from the incident", "Fear from a scandal elsewhere, of one at home.";
        heard: 0.5, 0.1 .. 1.0, "probability", "assumption", "Chance that the public hears of a serious incident.";
        jump: 0.12, 0.0 .. 0.5, "share of 1 - salience", "assumption", "Jump of salience when it hears.";
        employed_cost: 1150.0, 800.0 .. 1500.0, "£ a week", "assumption from E044 over the workforce", "Cost of an employed social worker, overheads included.";
        agency_cost: 1750.0, 1200.0 .. 2500.0, "£ a week", "assumption", "Cost of an agency worker.";
        early_help_cost: 190000.0, 50000.0 .. 400000.0, "£ a week per 60,000", "sanity table: spending .90m of which .41 care and .23 safeguarding", "Usual spending on early help and family support.";
        usual_salience: 0.3, 0.1 .. 0.6, "0 to 1", "assumption: a scale on which nothing special is .3", "Public salience at which nobody in the country is more afraid than usual.";
        forgets: 520.0, 104.0 .. 2000.0, "weeks", "assumption; D077-D090: the new level of 2009 was still there in 2012", "Half-life of the part of a jump that stays.";
        tolerance: 0.1, 0.0 .. 0.2, "share", "E-series: authorities together overspent by about a tenth in 2017-18 (NAO 2019) and went on", "Overspending that full authorisation allows.";
        control: 6.0, 2.0 .. 15.0, "ratio", "assumption: a seventh of a gap stays an overspend", "Savings asked for, over the overspend.";
        early_help_saves: 0.5, 0.0 .. 0.8, "share", "E-series: preventive spending halved in 2010-18", "Most of early help that savings take.";
        agency_saves: 0.7, 0.0 .. 1.0, "share", "assumption", "Most of agency workers that savings take.";
        posts_save: 0.4, 0.0 .. 0.6, "share", "assumption", "Most of posts that savings take.";
    }
}

/// The events of this week, and what salience and the budget do.
pub(crate) fn update(service: &mut Service, context: &mut StepContext<'_>) {
    context.weekly.needs = 1.0;
    context.weekly.contacts = 1.0;
    context.weekly.work = 1.0;
    context.weekly.recruitment = 1.0;
    context.weekly.partner_budget = 1.0;
    let p = &context.p.environment;
    {
        let usual = resting_salience(context.setting, context.constants.effects.scale);
        let held = context.holds(State::Salience);
        let environment = &mut service.environment;
        if !held {
            let forgets = libm::exp(-core::f64::consts::LN_2 / p.forgets);
            let decay = libm::exp(-core::f64::consts::LN_2 / p.half_life);
            environment.floor = usual + (environment.floor - usual) * forgets;
            environment.salience = environment.floor + (environment.salience - environment.floor) * decay;
        }
        environment.relearning *= libm::exp(-1.0 / WEEKS_A_QUARTER);
        environment.early_help_felt +=
            (environment.early_help_reaches - environment.early_help_felt) / WEEKS_A_YEAR;
    }
    let mut budget = 1.0;
    let mut prescription_held = None;
    let mut trust_held = None;
    for event in context.setting.events.iter().chain(context.acts) {
        if event.size == 0.0 || context.week < event.week.0 {
            continue;
        }
        let first = context.week == event.week.0;
        let lasts = context.week < event.week.0.saturating_add(event.weeks.max(1));
        // Kinds of event that can last for good do so with 0 weeks.
        let goes_on = lasts || event.weeks == 0;
        let acts = match event.kind {
            EventKind::SeriousIncident
            | EventKind::ScandalElsewhere
            | EventKind::DirectorLeaves
            | EventKind::RulesRemoved
            | EventKind::RulesAdded
            | EventKind::Inspection => first,
            EventKind::NeedsSurge
            | EventKind::ContactsSurge
            | EventKind::WorkSurge
            | EventKind::RecruitmentDrive => lasts,
            EventKind::BudgetCut
            | EventKind::PartnerCut
            | EventKind::PrescriptionHeld
            | EventKind::TrustHeld => goes_on,
        };
        if !acts {
            continue;
        }
        match event.kind {
            EventKind::SeriousIncident => {
                jump(service, context, event.size);
                incident(service, context, event.size);
                reviews::begin(service, context, event.size / p.jump.max(1e-9));
            }
            EventKind::ScandalElsewhere => jump(service, context, event.size * p.elsewhere),
            EventKind::NeedsSurge => context.weekly.needs *= 1.0 + event.size,
            EventKind::ContactsSurge => context.weekly.contacts *= 1.0 + event.size,
            EventKind::WorkSurge => context.weekly.work *= 1.0 + event.size,
            EventKind::RecruitmentDrive => context.weekly.recruitment *= 1.0 + event.size,
            EventKind::BudgetCut => budget *= 1.0 - event.size,
            EventKind::DirectorLeaves => {
                let who = EntityId::authority(service.authority);
                if context.rng_key.uniform(who, Tag::Event, context.week, event.kind as u16) < event.size {
                    super::directors::leaves(service, context);
                }
            }
            EventKind::RulesRemoved => {
                service.programme.added.push(event.size.min(MOST_REMOVED));
            }
            EventKind::Inspection => {
                let who = EntityId::authority(service.authority);
                if context.rng_key.uniform(who, Tag::Event, context.week, event.kind as u16) < event.size {
                    service.oversight.inspection.next = context.week;
                }
            }
            EventKind::PartnerCut => context.weekly.partner_budget *= 1.0 - event.size,
            EventKind::RulesAdded => {
                for rules in &mut service.leadership.prescription {
                    *rules += event.size * (1.0 - *rules);
                }
            }
            EventKind::PrescriptionHeld => prescription_held = Some(event.size),
            EventKind::TrustHeld => trust_held = Some(event.size),
        }
    }
    service.environment.budget = budget;
    if let Some(held) = prescription_held {
        service.leadership.prescription = [held; 5];
    }
    if let Some(held) = trust_held {
        for partner in &mut service.partners[..6] {
            partner.trust = held;
        }
    }
}

/// Serious incidents a year in the average authority (MODEL.md section 2).
const INCIDENTS: f64 = 0.7;

/// What salience falls back to in an authority: the scenario's level, less what its own incidents
/// add on average.
pub(crate) fn resting_salience(setting: &Setting, scale: f64) -> f64 {
    let p = &setting.parameters.environment;
    let level = setting.start.salience;
    let jumps = INCIDENTS * scale.min(1.0) * p.heard * p.jump * (1.0 - level) / WEEKS_A_YEAR;
    let lasts = ((1.0 - p.ratchet) * p.half_life + p.ratchet * p.forgets) / core::f64::consts::LN_2;
    (level - jumps * lasts).max(0.0)
}

/// Salience jumps, and part of the jump stays.
pub(crate) fn jump(service: &mut Service, context: &StepContext<'_>, size: f64) {
    if context.holds(State::Salience) {
        return;
    }
    let environment = &mut service.environment;
    let more = size * (1.0 - environment.salience);
    environment.salience = (environment.salience + more).clamp(0.0, 1.0);
    let stays = context.p.environment.ratchet * more;
    environment.floor = (environment.floor + stays).min(environment.salience);
}

/// An incident at home costs the mandate in proportion to salience.
pub(crate) fn incident(service: &mut Service, context: &StepContext<'_>, size: f64) {
    if !context.holds(State::Authorisation) {
        let loss = size * service.environment.salience;
        service.leadership.director.authorisation =
            (service.leadership.director.authorisation * (1.0 - loss)).clamp(0.0, 1.0);
    }
}

/// This week's spending, pounds.
pub(crate) fn weekly(service: &Service, setting: &Setting, constants: &Constants) -> f64 {
    let p = &setting.parameters.environment;
    let q = &setting.parameters.placement;
    let mut sum = p.early_help_cost * constants.effects.scale * service.environment.early_help;
    for post in &service.workforce.posts {
        sum += match post.holder {
            Holder::Vacant => 0.0,
            Holder::Employed => p.employed_cost,
            Holder::Agency => p.agency_cost,
        };
    }
    let placed = service.stocks.placed;
    sum + f64::from(placed[1]) * q.local_price
        + f64::from(placed[2]) * q.distant_price
        + f64::from(placed[3]) * q.residential_price
}

/// The budget of a week, pounds: what the service usually costs, cuts taken off, money for
/// improvement added where there is any.
pub(crate) fn allowed(service: &Service) -> f64 {
    service.environment.usual * (service.environment.budget + service.environment.improving)
}

/// Budget control: a quarter's spending against the budget.
pub(crate) fn control(service: &mut Service, context: &StepContext<'_>) {
    // What a strategy buys was agreed: it costs, and is no overspend.
    service.environment.invested = context.weekly.invested;
    let now = weekly(service, context.setting, context.constants);
    let smoothing = if service.environment.spending == 0.0 { 1.0 } else { 1.0 / WEEKS_A_QUARTER };
    service.environment.spending += smoothing * (now - service.environment.spending);
    // If a scenario gives the state of the service, the budget is what that service costs. It is
    // known at week 0.
    if service.environment.usual <= 0.0 {
        return;
    }
    let p = &context.p.environment;
    let pooled = context.setting.structure.pooled;
    service.environment.improving =
        if service.oversight.inspection.is_inadequate() { context.p.inspection.money } else { 0.0 };
    // Partners carry their part of an overspend where budgets are pooled, and bring their own cuts
    // in.
    let gap = (service.environment.spending / service.environment.usual
        - service.environment.budget
        - service.environment.improving)
        * (1.0 - pooled)
        + pooled * (1.0 - context.weekly.partner_budget);
    let over = (gap - p.tolerance * service.leadership.director.authorisation).max(0.0);
    save(service, context, over);
}

/// Weeks over which savings are asked for: half a year. Early help and contracts follow in a
/// quarter.
const HALF_A_YEAR: f64 = 26.0;
/// Share of agency workers left by savings, as they are counted back: a numerical guard.
const LEAST_LEFT: f64 = 0.2;
/// Most of the vacancies that are kept open: a numerical guard that keeps the share away from 1.
const MOST_FROZEN: f64 = 0.9;

/// Savings, in the order in which councils take them.
fn save(service: &mut Service, context: &StepContext<'_>, over: f64) {
    let p = &context.p.environment;
    let agency = service.workforce.posts.iter().filter(|post| post.holder == Holder::Agency).count() as f64;
    let posts = context.constants.effects.posts as f64;
    let now = &mut service.environment;
    now.savings += (p.control * over - now.savings) / HALF_A_YEAR;
    let mut left = now.savings * now.usual;
    // What a measure gives at most, and how much of it is taken.
    let mut take = |most: f64| {
        let share = (left / most.max(1.0)).clamp(0.0, 1.0);
        left -= share * most;
        share
    };
    let staffed = agency / (1.0 - now.agency_saved).max(LEAST_LEFT);
    let agency = take(staffed * p.agency_cost * p.agency_saves) * p.agency_saves;
    let early_help = p.early_help_cost * context.constants.effects.scale;
    let help = take(early_help * p.early_help_saves) * p.early_help_saves;
    let posts = take(posts * p.employed_cost * p.posts_save) * p.posts_save;
    now.agency_saved += (agency - now.agency_saved) / WEEKS_A_QUARTER;
    now.early_help += (1.0 - help - now.early_help) / WEEKS_A_QUARTER;
    now.posts_saved += (posts - now.posts_saved) / WEEKS_A_QUARTER;
    // Vacancies stay open as long as agency workers go, and the longer the more posts are to go.
    let frozen = (agency + posts / p.posts_save.max(1e-9)).min(MOST_FROZEN);
    now.frozen += (frozen - now.frozen) / WEEKS_A_QUARTER;
    now.early_help_reaches = now.early_help * structure::take_up(context) + invest::early_help(context);
}
