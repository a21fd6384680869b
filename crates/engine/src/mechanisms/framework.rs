//! Practice framework: a validated way of working that teams take up and embed, or that stays an
//! announcement.
//!
//! *Equations.* Once announced, a team takes it up at `adopt` x influence on it x (.5 + culture) a
//! week; where it is taken up it embeds with support and with time for developing others and on the
//! dance floor, and is lost with leavers and overload. What is embedded speeds learning and common
//! language and stands against slippage; what is only announced costs hours. *Sources.* MODEL.md
//! section 6.

use crate::context::StepContext;
use crate::mechanisms::influence;
use crate::parameters;
use crate::rng::{EntityId, Tag};
use crate::style::{USUAL_PRACTICE, Use};
use crate::world::Service;

parameters! {
    /// Practice framework.
    Framework "framework" {
        adopt: 0.08, 0.01 .. 0.3, "a week", "assumption", "Teams that take an announced framework up, at full influence and culture .5.";
        embed: 0.02, 0.005 .. 0.06, "a week", "assumption: about a year", "Rate at which a framework embeds, at usual support and the usual amount of the director's time on the dance floor and developing others.";
        lost: 0.02, 0.0 .. 0.06, "a week at overload 1", "assumption", "How fast overload undoes it.";
        learning: 0.5, 0.0 .. 1.0, "ratio", "assumption", "How much faster expertise and language grow where it is embedded.";
        holds: 0.5, 0.0 .. 1.0, "share", "assumption", "How much of the pull back to old habits an embedded framework stops.";
        announced: 0.02, 0.0 .. 0.08, "share of hours", "assumption", "Hours that a framework takes where it is announced and not embedded.";
    }
}

/// One week of the framework in every team.
pub(crate) fn embed(service: &mut Service, context: &StepContext<'_>) {
    if context.warming || service.programme.framework <= 0.0 {
        return;
    }
    let p = &context.p.framework;
    let time = ((context.style.time(Use::DanceFloor) + context.style.time(Use::Developing)) / USUAL_PRACTICE)
        .min(2.0);
    for index in 0..service.workforce.teams.len() {
        let influence = influence::strength(service, context, index);
        let backing = service.programme.framework;
        let team = &mut service.workforce.teams[index];
        if !team.adopted {
            let who = EntityId::team(service.authority, index as u16);
            let hazard = p.adopt * backing * influence * (0.5 + team.culture);
            team.adopted = context.rng_key.uniform(who, Tag::Framework, context.week, 0) < hazard;
        } else {
            let overload = (team.utilisation - 1.0).clamp(0.0, 1.0);
            let gain = p.embed * 2.0 * team.support * time * (1.0 - team.embedded);
            let loss = (team.left + p.lost * overload) * team.embedded;
            team.embedded = (team.embedded + gain - loss).clamp(0.0, 1.0);
        }
    }
}

/// Share of hours that a framework takes because it is announced and not embedded.
pub(crate) fn costs(service: &Service, context: &StepContext<'_>) -> f64 {
    if service.programme.framework <= 0.0 {
        return 0.0;
    }
    context.p.framework.announced * (1.0 - mean(service))
}

/// How far it is embedded, mean of teams.
pub(crate) fn mean(service: &Service) -> f64 {
    service.workforce.teams.iter().map(|team| team.embedded).sum::<f64>()
        / service.workforce.teams.len().max(1) as f64
}
