//! The market of directors, as one authority meets it: who applies, who is picked, who comes at
//! once.
//!
//! *Question.* Who follows a director who leaves? *Equations.* The readiest assistant director who
//! wishes to rise is chosen with probability `inside` x readiness / .3; else one of `pool`
//! candidates from elsewhere. A panel reads each candidate's competence with noise and takes the
//! best reading: a thinner pool gives a thinner pick. A ready deputy also holds the post until then
//! instead of an interim. This is the stationary market: an endless pool that one authority does
//! not empty; `fill` is all that the rest of the model asks of a market. *Sources.* MODEL.md
//! section 5 (imperfect signal); C041 (9 of 12 new directors promoted inside), C027-C033
//! (interims), MECHANISMS.md section 3 (vacancy chains, pipeline).

use crate::context::StepContext;
use crate::mechanisms::posts::{self, USUAL_DEPUTIES};
use crate::parameters;
use crate::rng::{EntityId, Tag};
use crate::samplers::normal;
use crate::world::{Appointment, Service};

parameters! {
    /// The market of directors.
    Market "market" {
        inside: 0.5, 0.1 .. 0.8, "probability", "C041 is .75 in one year; assumption", "Chance that the readiest assistant director who wishes to rise becomes director, at usual readiness (.3).";
        pool: 4.0, 1.0 .. 10.0, "candidates", "assumption", "Candidates from elsewhere for one post.";
        spread: 0.12, 0.0 .. 0.25, "0 to 1", "assumption", "Spread of each competence between candidates, around .5.";
        signal: 0.12, 0.0 .. 0.3, "0 to 1", "assumption", "Noise with which a panel reads a candidate.";
        acting: 0.5, 0.0 .. 1.0, "share", "assumption", "How far a fully ready deputy stands in for an interim.";
        known: 0.5, 0.0 .. 1.0, "share", "assumption; insiders better later (Schepker 2017)", "Of the bonds that would leave with a director, those that a successor from within keeps.";
    }
}

/// Highest chance of a successor from within: a numerical guard that keeps it away from 1.
const MOST_INSIDE: f64 = 0.95;
/// Least competence of a candidate: a numerical guard that keeps it away from 0.
const LEAST_COMPETENCE: f64 = 0.05;
/// Most competence of a candidate: a numerical guard that keeps it away from 1.
const MOST_COMPETENCE: f64 = 0.95;

/// Fills the post whose next incumbent has this number.
/// Also the post below that somebody from within leaves.
pub(crate) fn fill(
    service: &Service,
    context: &StepContext<'_>,
    incumbent: u32,
) -> (Appointment, Option<usize>) {
    let p = &context.p.market;
    let who = EntityId::director(service.authority, incumbent);
    let assistants = service.leadership.below.assistants();
    let from = posts::readiest(assistants, context, |_| true);
    if let Some(at) = from {
        let leader = &assistants[at];
        let inside = (p.inside * leader.readiness / USUAL_DEPUTIES).clamp(0.0, MOST_INSIDE);
        if context.rng_key.uniform(who, Tag::Appoint, 0, 0) < inside {
            let (competence, background) = (leader.competence, leader.background);
            let own = Some(leader.own);
            return (Appointment { inside: true, competence, background, own }, from);
        }
    }
    let mut best = (f64::NEG_INFINITY, [0.5; 4]);
    for number in 1..=(p.pool + 0.5).max(1.0) as u16 {
        let competence = candidate(context, who, number);
        let noise = normal(context.rng_key.uniform(who, Tag::Appoint, 1, number));
        let reading = competence.iter().sum::<f64>() / competence.len() as f64 + p.signal * noise;
        if reading > best.0 {
            best = (reading, competence);
        }
    }
    let background = posts::background(context.rng_key.uniform(who, Tag::Appoint, 2, 0));
    (Appointment { inside: false, competence: best.1, background, own: None }, None)
}

fn candidate(context: &StepContext<'_>, who: EntityId, number: u16) -> [f64; 4] {
    let draw = context.rng_key.block(who, Tag::Director, 1, number);
    [0, 1, 2, 3].map(|at| {
        (0.5 + context.p.market.spread * normal(draw.uniform(at))).clamp(LEAST_COMPETENCE, MOST_COMPETENCE)
    })
}
