//! Reviews of serious incidents: what a service makes of them, learning or blame.
//!
//! *Question.* What is left when a review has reported? *Equations.* A serious incident is
//! reviewed; the review reports `weeks` later. A team with cases learns from it if it is safe to
//! speak and there is time to think: culture x (1 - `fear` x salience above the usual) x support >
//! `threshold`; l is the share of such teams. Learning gives such a team expertise (`lesson`
//! (1-E)), agencies a common language (`teach` l (1-L)), and takes rules away (`revise` l P). The
//! others hear blame: their people are strained (`hurt` (1-x)), partners' trust falls (`blame`
//! (1-l) T), rules are added in proportion to salience (`rules` (1-l) S (1-P)), and the director's
//! credibility with staff falls as after a breach. A review is about one case: where there are more
//! than 60,000 children, and as many more incidents, it concerns so much smaller a part of the
//! service. A scripted case counts by its size, in full from a jump of salience as large as that of
//! any other. *Sources.* MECHANISMS.md sections 1 (R6, B2) and 3 (double loop: near misses are
//! learnt from only if safety x time for reflection > theta, else dP = alpha S); MODEL.md section 5
//! (blame breaches trust).

use crate::context::StepContext;
use crate::parameters;
use crate::setting::State;
use crate::world::{PARTNERS, Service};

parameters! {
    /// Reviews of serious incidents.
    Reviews "reviews" {
        weeks: 30.0, 13.0 .. 60.0, "weeks", "assumption: reviews are due within six months and often late", "From a serious incident to its review's report.";
        threshold: 0.15, 0.05 .. 0.35, "0 to 1", "MECHANISMS.md section 3 (theta .15)", "Safety to speak times time to think above which a team learns from a review.";
        fear: 1.0, 0.0 .. 1.0, "share", "MECHANISMS.md section 1 (R6: blame hides failures), assumption", "How far public attention above the usual makes it unsafe to speak.";
        revise: 0.05, 0.0 .. 0.2, "share", "assumption; MECHANISMS.md section 3 (double loop)", "Rules that a review takes away where all learn.";
        teach: 0.05, 0.0 .. 0.2, "share", "assumption: reviews are held together", "Common language that a review brings where all learn, of what is missing.";
        lesson: 0.02, 0.0 .. 0.1, "share", "assumption", "Expertise that a review brings where all learn, of what is missing.";
        blame: 0.1, 0.0 .. 0.3, "share", "MODEL.md section 5 (blame is a breach); size: assumption", "Partners' trust that a review costs where all blame.";
        hurt: 0.02, 0.0 .. 0.1, "0 to 1", "assumption", "Strain that a review adds where all blame, of what is left.";
        rules: 0.05, 0.0 .. 0.2, "share per unit of salience", "MECHANISMS.md section 3 (single loop: dP = alpha S); size: assumption", "Rules that a review adds where all blame, of what is left.";
    }
}

/// A serious incident is to be reviewed, with a weight from 0 to 1.
pub(crate) fn begin(service: &mut Service, context: &StepContext<'_>, weight: f64) {
    service
        .oversight
        .reviews
        .due
        .push((context.week + context.p.reviews.weeks as u32, weight.clamp(0.0, 1.0)));
}

/// This week's incidents, and reviews that report this week.
pub(crate) fn review(service: &mut Service, context: &StepContext<'_>) {
    for _ in 0..service.counts.incidents {
        begin(service, context, 1.0);
    }
    service.oversight.reviews.ready = ready(service, context);
    let mut at = 0;
    while at < service.oversight.reviews.due.len() {
        let (week, weight) = service.oversight.reviews.due[at];
        if week > context.week {
            at += 1;
            continue;
        }
        service.oversight.reviews.due.remove(at);
        report(service, context, weight);
    }
}

fn report(service: &mut Service, context: &StepContext<'_>, weight: f64) {
    let p = &context.p.reviews;
    let near = weight / context.constants.effects.scale.max(1.0);
    let learns = service.oversight.reviews.ready;
    let blamed = 1.0 - learns;
    service.oversight.reviews.reported += 1;
    let salience = service.environment.salience;
    let held = context.holds(State::Prescription);
    for rules in service.leadership.prescription.iter_mut().filter(|_| !held) {
        let (off, on) = (p.revise * learns * *rules, p.rules * blamed * salience * (1.0 - *rules));
        *rules = (*rules + near * (on - off)).clamp(0.0, 1.0);
    }
    let (trust, language) = (!context.holds(State::Trust), !context.holds(State::Language));
    for partner in &mut service.partners[..PARTNERS] {
        if language {
            partner.language += near * p.teach * learns * (1.0 - partner.language);
        }
        if trust {
            partner.trust *= 1.0 - near * p.blame * blamed;
        }
    }
    for index in 0..service.workforce.posts.len() {
        let team = usize::from(service.workforce.posts[index].team);
        if !service.workforce.teams[team].holds_cases {
            continue;
        }
        let learns = can_learn(service, context, team);
        let post = &mut service.workforce.posts[index];
        if learns {
            post.expertise += (near * p.lesson) as f32 * (1.0 - post.expertise);
        } else {
            post.strain += (near * p.hurt) as f32 * (1.0 - post.strain);
        }
    }
    if !context.holds(State::Credibility) {
        service.leadership.director.credibility[0] *= 1.0 - near * context.p.influence.debit * blamed;
    }
}

/// Would a team learn from a review that reports today?
fn can_learn(service: &Service, context: &StepContext<'_>, team: usize) -> bool {
    let p = &context.p.reviews;
    let usual = context.p.environment.usual_salience;
    let fear = ((service.environment.salience - usual) / (1.0 - usual).max(1e-9)).clamp(0.0, 1.0);
    let team = &service.workforce.teams[team];
    team.culture * (1.0 - p.fear * fear) * team.support > p.threshold
}

/// Share of teams with cases that would learn from a review that reports today.
fn ready(service: &Service, context: &StepContext<'_>) -> f64 {
    let teams =
        || (0..service.workforce.teams.len()).filter(|team| service.workforce.teams[*team].holds_cases);
    let learn = teams().filter(|team| can_learn(service, context, *team)).count();
    learn as f64 / teams().count().max(1) as f64
}
