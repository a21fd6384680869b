//! Directors: how long they stay, who comes after them, what leaves with them.
//!
//! *Equations.* The hazard of leaving is Weibull in tenure (shape 1.5, scale from the evidence) x
//! exp(`scrutiny` x salience above the usual + `mandate` x authorisation lost + `strain` x strain).
//! Two in three times an interim holds the post for most of a year, half as strong, in the
//! incumbent style; the next director takes up the arm's strategy (the authority chose it, not the
//! person), with new credibility, most bonds lost; who that is, the market says ([`market`]).
//! Those below become ready with time for practice ([`crate::mechanisms::leaders`]). *Sources.*
//! MODEL.md section 5; C004-C072 (15-34 % of posts a year; 37 months; three years).

use crate::context::StepContext;
use crate::mechanisms::market;
use crate::mechanisms::posts::USUAL_DEPUTIES;
use crate::mechanisms::relay::USUAL_STRAIN;
use crate::mechanisms::{posts, relay};
use crate::parameters;
use crate::rng::{EntityId, Tag};
use crate::setting::State;
use crate::style::{FULL_WEEK, USUAL_RESILIENCE, Use};
use crate::world::{Appointment, DecidedBy, NEVER, PARTNERS, SELF_MANAGEMENT, Service, Succession};

parameters! {
    /// Directors.
    Directors "directors" {
        shape: 1.5, 1.0 .. 3.0, "number", "MODEL.md section 5, assumption", "Shape of the Weibull distribution of tenure.";
        scale: 245.0, 120.0 .. 320.0, "weeks", "set so that a post changes hands .34 times a year, interims included (C005-C016: 39 to 65 in 152)", "Its scale.";
        scrutiny: 0.5, 0.0 .. 1.5, "log per unit of salience", "MECHANISMS.md section 3 (.5 S)", "How public salience drives directors out.";
        mandate: 0.8, 0.0 .. 2.0, "log per unit of authorisation", "MECHANISMS.md section 3 (.8)", "How a lost mandate drives directors out.";
        strain: 0.5, 0.0 .. 1.5, "log per unit of strain", "assumption", "How strain drives directors out.";
        confidence: 0.05, 0.0 .. 0.2, "share", "unknown: no published value; partners trust the person, not the post", "Trust of partners that leaves with a director whom nobody from within follows.";
        unease: 0.02, 0.0 .. 0.1, "share of 1 - strain", "unknown", "Strain that a director's departure brings to staff.";
        unsettles: 0.02, 0.0 .. 0.06, "share of hours", "unknown; as a fifth of a switch-over", "Hours lost at first when a director leaves, falling as after a switch-over.";
        fresh: 0.7, 0.0 .. 1.0, "share", "assumption", "How far a successor's mandate is a new one.";
        interim_share: 0.68, 0.0 .. 1.0, "probability", "C027-C033 over C008-C014: 86 interim appointments in 212 changes", "Chance that an interim follows a director who leaves; else the next one starts at once.";
        interim_weeks: 40.0, 8.0 .. 60.0, "weeks", "C045, C046: 15 to 18 interims in post at a time, of 152", "Mean time that an interim holds the post.";
        strain_up: 0.02, 0.0 .. 0.06, "a week per half-day above ten", "assumption", "What a week above ten half-days does to a leader.";
        deputies_up: 0.006, 0.001 .. 0.02, "a week", "MECHANISMS.md section 3: ready after 1.5 to 2 years' development", "Readiness gained in a week by those below whoever spends the usual time on practice (on the dance floor and on developing others), of what is missing.";
        deputies_down: 0.014, 0.005 .. 0.04, "a week", "makes .3 the usual readiness", "Readiness of deputies lost in a week: they leave, or forget.";
    }
}

/// Readiness of deputies that can come on top of the usual, 0 to 1.
const READIER: f64 = 1.0 - USUAL_DEPUTIES;
/// Load that a half-day above a full week is, in units of `directors.strain_up` (assumption).
const OVERTIME: f64 = 10.0;
/// Load felt without any self-management, over that felt at a middling one (assumption).
const UNMANAGED: f64 = 1.25;
/// How fast a director's strain follows load and rest, a week (assumption).
const STRAIN_PACE: f64 = 0.01;
/// Strain that a unit of load brings, at [`STRAIN_PACE`] (assumption).
const LOAD_STRAINS: f64 = 0.6;
/// Share of strain that usual rest takes away, at [`STRAIN_PACE`] (assumption).
const REST_RELIEVES: f64 = 0.6;
/// What is borne without strain, at [`STRAIN_PACE`] (assumption).
const BORNE: f64 = 0.2;

/// Leaving, interims, successors.
pub(crate) fn turn_over(service: &mut Service, context: &StepContext<'_>) {
    let p = &context.p.directors;
    hear(service, context);
    let who = EntityId::director(service.authority, service.leadership.director.incumbent);
    if service.leadership.director.interim {
        if service.leadership.director.interim_until <= context.week {
            follow(service, context);
        }
        return;
    }
    let competence = service.leadership.director.competence;
    let half_days: f64 = context.style.attention.iter().sum();
    let load =
        0.5 + 0.5 * service.environment.salience + (half_days - FULL_WEEK).max(0.0) * p.strain_up * OVERTIME;
    let load = load * (UNMANAGED - 0.5 * competence[SELF_MANAGEMENT]);
    let rest = 0.5 + 0.5 * (context.style.time(Use::Resilience) / USUAL_RESILIENCE).min(2.0);
    service.leadership.director.strain = (service.leadership.director.strain
        + STRAIN_PACE
            * (load * LOAD_STRAINS - rest * REST_RELIEVES * service.leadership.director.strain - BORNE))
        .clamp(0.0, 1.0);
    if context.holds(State::Tenure) || service.leadership.director.decided_by != DecidedBy::Itself {
        return;
    }
    let tenure = f64::from(context.week.saturating_sub(service.leadership.director.since)) + 0.5;
    let base = p.shape / p.scale * libm::pow(tenure / p.scale, p.shape - 1.0);
    let driven = p.scrutiny * (service.environment.salience - context.p.environment.usual_salience)
        + p.mandate * (context.setting.start.authorisation - service.leadership.director.authorisation)
        + p.strain * (service.leadership.director.strain - USUAL_STRAIN)
        + if service.oversight.inspection.is_inadequate() { context.p.inspection.exits } else { 0.0 };
    let hazard = base * libm::exp(driven) * (1.0 - context.setting.structure.bound);
    if context.rng_key.uniform(who, Tag::DirectorLeaves, context.week, 0) < 1.0 - libm::exp(-hazard) {
        leaves(service, context);
    }
}

/// The director leaves; an interim comes, or the next director at once. Where a national market
/// says who leads, it alone decides who leaves.
pub(crate) fn leaves(service: &mut Service, context: &StepContext<'_>) {
    let own = service.leadership.director.decided_by == DecidedBy::Itself;
    if service.leadership.director.interim || !own {
        return;
    }
    let p = &context.p.directors;
    let who = EntityId::director(service.authority, service.leadership.director.incumbent + 1);
    let draw = context.rng_key.block(who, Tag::Director, 0, 0);
    // A deputy who is ready holds the post instead of an interim.
    let interims = p.interim_share
        * (1.0
            - context.p.market.acting * (service.leadership.below.ready() - USUAL_DEPUTIES).max(0.0)
                / READIER);
    if draw.uniform(1) >= interims {
        follow(service, context);
        return;
    }
    let weeks = (p.interim_weeks * (0.5 + draw.uniform(0))) as u32 + 1;
    stand_in(service, context, context.week + weeks);
}

/// What a national market has decided takes effect.
fn hear(service: &mut Service, context: &StepContext<'_>) {
    let DecidedBy::Market(Some(news)) = service.leadership.director.decided_by else { return };
    service.leadership.director.decided_by = DecidedBy::Market(None);
    match news {
        Succession::Interim { competence } => {
            if !service.leadership.director.interim {
                stand_in(service, context, NEVER);
            }
            service.leadership.director.competence = competence;
        }
        // The market says as well which post somebody from within has left.
        Succession::Starts(appointed) => start(service, context, &appointed, None),
    }
}

/// Somebody stands in until a week.
pub(crate) fn stand_in(service: &mut Service, context: &StepContext<'_>, until: u32) {
    service.counts.director_changes += 1;
    service.leadership.director.incumbent += 1;
    service.leadership.director.interim = true;
    service.leadership.director.interim_until = until;
    service.leadership.director.since = context.week;
    service.leadership.director.settled = 0.0;
    lose_bonds(service, context.p.influence.lost);
    depart(service, context, 1.0);
    if !context.holds(State::Credibility) {
        for credibility in &mut service.leadership.director.credibility {
            *credibility = context.p.influence.newcomer.min(*credibility);
        }
    }
}

/// What a service feels within months when its director goes: partners lose whom they knew, people
/// lose whom they worked for, hours are spent on finding the way.
fn depart(service: &mut Service, context: &StepContext<'_>, share: f64) {
    let p = &context.p.directors;
    if !context.holds(State::Trust) {
        for partner in &mut service.partners[..PARTNERS] {
            partner.trust *= 1.0 - p.confidence * share;
        }
    }
    for post in &mut service.workforce.posts {
        post.strain += (p.unease * share) as f32 * (1.0 - post.strain);
    }
    let now = &mut service.programme.unsettled;
    *now = (*now + p.unsettles * share).min(0.5);
}

/// A successor has a new mandate: most of what the predecessor had won or lost no longer counts.
fn mandate(service: &mut Service, context: &StepContext<'_>) {
    if !context.holds(State::Authorisation) {
        let fresh = context.p.directors.fresh;
        let usual = context.setting.start.authorisation;
        service.leadership.director.authorisation +=
            fresh * (usual - service.leadership.director.authorisation);
    }
}

/// Bonds that leave with a person.
fn lose_bonds(service: &mut Service, lost: f64) {
    for team in &mut service.workforce.teams {
        team.bond *= 1.0 - lost;
    }
    relay::lose_ties(service, None, lost);
}

/// The next permanent director starts: whom this authority's own market gives.
fn follow(service: &mut Service, context: &StepContext<'_>) {
    let (appointed, from) = market::fill(service, context, service.leadership.director.incumbent + 1);
    start(service, context, &appointed, from);
}

/// A permanent director starts, who held the post `from` before if he or she is from within.
fn start(service: &mut Service, context: &StepContext<'_>, appointed: &Appointment, from: Option<usize>) {
    let p = &context.p.influence;
    let incumbent = service.leadership.director.incumbent + 1;
    let kept = if appointed.inside { context.p.market.known } else { 0.0 };
    if !service.leadership.director.interim {
        lose_bonds(service, p.lost * (1.0 - kept));
        depart(service, context, 1.0 - kept);
    }
    let drawn = || posts::own_way(context, EntityId::director(service.authority, incumbent));
    let own = appointed.own.unwrap_or_else(drawn);
    mandate(service, context);
    service.counts.director_changes += 1;
    service.counts.director_inside += u32::from(appointed.inside);
    let director = &mut service.leadership.director;
    director.incumbent = incumbent;
    director.interim = false;
    director.interim_until = NEVER;
    director.since = context.week;
    director.settled = 0.0;
    director.strain = USUAL_STRAIN;
    director.competence = appointed.competence;
    director.own = own;
    if !context.holds(State::Credibility) {
        for credibility in &mut director.credibility {
            *credibility = p.newcomer + kept * (*credibility - p.newcomer).max(0.0);
        }
        if let Some(agency) = appointed.background.agency() {
            let credibility = &mut director.credibility[1 + agency];
            *credibility += context.p.posts.knows * (1.0 - *credibility);
        }
    }
    if let Some(from) = from {
        // Whoever moves up leaves a gap.
        posts::vacate(service, context, from);
    }
}
