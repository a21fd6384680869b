//! Establishment: how many posts there is money for.
//!
//! *Question.* What happens to posts when there is more or less to do, and when money is short?
//! *Equations.* Case posts wanted are those at the start x (hours due / hours due in the stationary
//! state)^`work` x (load / usual load)^`load`, less what savings take; posts follow with a
//! half-life of `follow`, growth only as far as recruitment is not frozen. A post that goes is a
//! vacant one if there is any; else its holder stays until he or she leaves, and is not replaced.
//! *Sources.* Workforce statistics 2017-22: caseloads stay within 10 % within an
//! authority while cases move by 15 % (contrasts.md).

use crate::authority::USUAL_LOAD;
use crate::calendar::WEEKS_A_QUARTER;
use crate::context::StepContext;
use crate::parameters;
use crate::world::{Funding, Holder, Service};

parameters! {
    /// Posts.
    Establishment "establishment" {
        follow: 78.0, 26.0 .. 208.0, "weeks", "assumption: one to two budget years", "Half-life with which posts follow the work.";
        work: 0.8, 0.0 .. 1.0, "elasticity", "assumption: caseloads vary by .10 within an authority where cases vary by .15 (contrasts.md), so posts follow for the larger part", "How far posts wanted follow the hours of work due.";
        load: 0.2, 0.0 .. 1.0, "elasticity", "assumption: with .35 a service in a good state would have no lower caseloads than one in a bad state, where published ones are 4 % lower a grade", "How far posts wanted rise with the load, beyond the work itself.";
    }
}

/// Weeks over which hours due and load are averaged before anybody acts on them (a quarter).
const AVERAGED: f64 = WEEKS_A_QUARTER;
/// Least case posts, over those at the start: a numerical guard.
const LEAST_POSTS: f64 = 0.3;
/// Most case posts, over those at the start: a numerical guard.
const MOST_POSTS: f64 = 3.0;

/// One week: averages what is due, and moves the number of posts towards it.
pub(crate) fn follow(service: &mut Service, context: &StepContext<'_>, due: f64) {
    let begun = service.workforce.staffing.due > 0.0;
    let step = if begun { 1.0 / AVERAGED } else { 1.0 };
    service.workforce.staffing.due += step * (due - service.workforce.staffing.due);
    service.workforce.staffing.load +=
        step * (service.workforce.utilisation - service.workforce.staffing.load);
    let p = &context.p.establishment;
    let effects = &context.constants.effects;
    let kept = 1.0 - service.environment.posts_saved;
    let work = libm::pow(service.workforce.staffing.due / effects.due.max(1e-9), p.work);
    let load = libm::pow(service.workforce.staffing.load / USUAL_LOAD, p.load);
    let wanted = effects.case_posts as f64 * (work * load).clamp(LEAST_POSTS, MOST_POSTS) * kept;
    let pace = core::f64::consts::LN_2 / p.follow;
    let step = pace * (wanted - service.workforce.staffing.funded);
    service.workforce.staffing.funded +=
        if step > 0.0 { step * (1.0 - service.environment.frozen) } else { step };
    // Savings take posts within the year, not as slowly as work moves them.
    let most = effects.case_posts as f64 * kept * MOST_POSTS;
    service.workforce.staffing.funded = service.workforce.staffing.funded.clamp(1.0, most.max(1.0));
    let case_posts = usize::from(service.workforce.case_posts);
    fit(service, 0..case_posts, service.workforce.staffing.funded);
    let others = (effects.posts - effects.case_posts.min(effects.posts)) as f64;
    fit(service, case_posts..service.workforce.posts.len(), others * kept);
}

/// Makes the number of funded posts of a range what there is money for.
fn fit(service: &mut Service, range: core::ops::Range<usize>, funded: f64) {
    let target = (funded + 0.5) as usize;
    let mut now = range
        .clone()
        .filter(|post_index| service.workforce.posts[*post_index].funding == Funding::Funded)
        .count();
    while now < target {
        let Some(post_index) = range
            .clone()
            .find(|post_index| service.workforce.posts[*post_index].funding == Funding::Unfunded)
        else {
            return;
        };
        service.workforce.posts[post_index].funding = Funding::Funded;
        now += 1;
    }
    while now > target {
        let last = |holder: Holder| {
            range.clone().rev().find(|post_index| {
                let post = &service.workforce.posts[*post_index];
                post.funding == Funding::Funded && post.holder == holder
            })
        };
        let goes = last(Holder::Vacant).or_else(|| last(Holder::Agency)).or_else(|| last(Holder::Employed));
        let Some(post_index) = goes else { return };
        service.workforce.posts[post_index].funding = Funding::Unfunded;
        now -= 1;
    }
}

/// Posts there is money for, and those of them without an employed holder.
pub(crate) fn vacant(service: &Service) -> (f64, f64) {
    let (mut posts, mut vacant) = (0.0, 0.0);
    for post in &service.workforce.posts {
        if post.funding == Funding::Funded {
            posts += 1.0;
            vacant += f64::from(u8::from(post.holder != Holder::Employed));
        }
    }
    (posts, vacant)
}
