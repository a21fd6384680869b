//! What leaders below the director pass on, and what is felt of their ways of leading.
//!
//! *Question.* What reaches a team, and a partner, of the people between them and the director?
//! *Equations.* A team's leaders pass on the mean of tie x group competence x credibility, less
//! what strain takes. What a team feels of leading is the director's way as far as it is met and
//! not its own leaders' day, and its leaders' ways for the rest. A partner meets the director's
//! source and that of its own leader. *Sources.* As [`crate::mechanisms::leaders`], which moves the
//! states.

use crate::context::StepContext;
use crate::style::{Style, USUAL_PRACTICE, Use};
use crate::world::{GROUP_MANAGEMENT, Service, Way};

/// Usual strain of a leader, 0 to 1, with which everybody starts (assumption).
pub(crate) const USUAL_STRAIN: f64 = 0.3;
/// Weights of a team's manager, head of service and assistant director in what the team feels of
/// them (assumption).
const FELT: [f64; 3] = [0.5, 0.3, 0.2];
/// Credibility that a leader's word has by the post alone, over what credibility adds (assumption).
const BY_POST: f64 = 0.4;
/// Share of a leader's part that whoever covers a vacant post plays (assumption, as interims).
pub(crate) const COVERED: f64 = 0.5;
/// Most time for practice that counts, over the usual.
pub(crate) const MOST_PRACTICE: f64 = 2.0;

/// The way of leading of a style, as those below meet it.
pub(crate) fn way(style: &Style) -> Way {
    let practice = (style.time(Use::DanceFloor) + style.time(Use::Developing)) / USUAL_PRACTICE;
    Way { source: style.source, practice: practice.min(MOST_PRACTICE) }
}

/// What leaders above a team pass on, 0 to 1.
pub(crate) fn passed_on(service: &Service, context: &StepContext<'_>, team: usize) -> f64 {
    let p = &context.p.leaders;
    let below = &service.leadership.below;
    let of = |at: usize| {
        let leader = &below.posts[at];
        let worn = 1.0 - p.worn * (leader.strain - USUAL_STRAIN).max(0.0);
        let here = if leader.vacant_until > context.week { COVERED } else { 1.0 };
        leader.tie
            * (0.5 + leader.competence[GROUP_MANAGEMENT])
            * (BY_POST + leader.credibility)
            * worn
            * here
    };
    let passed = below.above(team).map(of);
    p.carries * passed.iter().sum::<f64>() / passed.len() as f64
}

/// The way of leading that a team feels, of which a part comes from the director in person.
pub(crate) fn felt(service: &Service, context: &StepContext<'_>, team: usize, direct: f64) -> Way {
    let below = &service.leadership.below;
    let mut leaders = Way { source: 0.0, practice: 0.0 };
    for (at, weight) in below.above(team).into_iter().zip(FELT) {
        let of = below.posts[at].way;
        leaders.source += weight * of.source;
        leaders.practice += weight * of.practice;
    }
    leaders.towards(way(context.style), direct)
}

/// The source of influence that a partner agency meets: the director's, and that of its own leader.
pub(crate) fn met_by_partner(service: &Service, context: &StepContext<'_>, agency: usize) -> f64 {
    let director = context.style.source;
    let Some(leader) = service.leadership.below.partners.get(agency) else { return director };
    director + context.p.leaders.partner_pull * (leader.source - director)
}

/// Whoever led some posts has gone: those whom they led lose a share of their ties.
pub(crate) fn lose_ties(service: &mut Service, of: Option<usize>, lost: f64) {
    for leader in &mut service.leadership.below.posts {
        let led = match of {
            None => leader.tier == 2,
            Some(at) => leader.tier > 2 && usize::from(leader.above) == at,
        };
        if led {
            leader.tie *= 1.0 - lost;
        }
    }
}
