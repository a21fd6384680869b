//! Belief: what is known of a child's risk, and what other agencies share of it.
//!
//! *Question.* What does a decision know? *Equations.* Belief m with variance v; v grows by `drift`
//! a week. H hours face to face show r + what the pieces that are not shared hide, with variance
//! `visit`^2 / (H (.5 + E)). What each piece hides errs either way, for good: sd `unseen` /
//! sqrt(k), so that not knowing makes the picture less certain, never milder. A newly shared piece
//! shows r with sd `piece`, and opens again what it had left open. A piece is shared and understood
//! at an occasion with probability (floor + (1 - floor) logistic(`slope` (T - .5))) L; floor .1,
//! under a plan .3, in an enquiry or conference .6; it goes stale at `stale` a week. *Units.* Risk
//! 0 to 1, hours, weeks. *Sources.* MODEL.md section 3, PROTOTYPE.md part 3, items 2 and 3.

use crate::context::StepContext;
use crate::cursor::ChildCursor;
use crate::parameters;
use crate::rng::Tag;
use crate::samplers::decay;
use crate::samplers::normal;
use crate::world::{AGENCIES, Child};

parameters! {
    /// Belief and shared information.
    Belief "belief" {
        prior: 0.42, 0.3 .. 0.55, "risk", "PROTOTYPE.md part 1 (fitted to no further action)", "Believed risk at referral before anything is known.";
        prior_variance: 0.03, 0.01 .. 0.08, "risk squared", "PROTOTYPE.md part 1", "Its variance.";
        drift: 0.0008, 0.0 .. 0.005, "risk squared a week", "assumption: the world moves", "By how much variance grows.";
        visit: 0.25, 0.15 .. 0.5, "risk", "PROTOTYPE.md part 1 (weak)", "Standard error of what one hour face to face shows.";
        piece: 0.15, 0.1 .. 0.3, "risk", "PROTOTYPE.md part 3, item 3", "Standard error of what one shared piece shows.";
        unseen: 0.12, 0.0 .. 0.25, "risk", "unknown: reviews find what one agency knew and others did not; no size is published", "Standard deviation of what all pieces leave open while none is shared: the picture without them errs either way.";
        floor_visit: 0.1, 0.0 .. 0.3, "probability", "MODEL.md section 3, assumption", "Least chance that a piece is shared at a review or visit.";
        floor_plan: 0.3, 0.1 .. 0.5, "probability", "MODEL.md section 3, assumption", "The same under a protection plan or in care.";
        floor_enquiry: 0.6, 0.4 .. 0.9, "probability", "MODEL.md section 3, assumption", "The same in an enquiry or conference.";
        slope: 8.0, 4.0 .. 12.0, "per unit of trust", "MECHANISMS.md section 3 (4-12)", "Steepness of sharing in trust.";
        stale: 0.02, 0.005 .. 0.05, "a week", "PROTOTYPE.md part 3, item 3", "How fast a shared piece goes stale.";
        lost: 0.35, 0.0 .. 0.8, "probability", "PROTOTYPE.md part 3, item 3", "Chance that a shared piece is lost when the worker changes.";
    }
}

/// Hours face to face below which nothing was seen: a numerical guard (variance / hours).
const LEAST_VISIT: f32 = 0.01;

/// How freely agencies share at an occasion: the row of [`crate::context::WeeklyFactors::shared`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Floor {
    /// A review or visit.
    Visit = 0,
    /// A review or visit of a child under a protection plan or in care, or a decision by
    /// practitioners.
    Plan = 1,
    /// An enquiry or conference.
    Enquiry = 2,
}

/// Takes one piece of evidence into the belief (Kalman's update of one number).
#[inline]
pub(crate) fn take_in(child: &mut Child, seen: f32, variance: f32) {
    let gain = child.variance / (child.variance + variance);
    child.believed += gain * (seen - child.believed);
    child.variance *= 1.0 - gain;
}

/// The belief as a referral finds it: the prior and what the referring agency saw.
pub(crate) fn begin(cursor: &mut ChildCursor<'_>, agency: u8, seen: f32) {
    let context = cursor.context;
    let p = &context.p;
    cursor.child.believed = p.belief.prior as f32;
    cursor.child.variance = p.belief.prior_variance as f32;
    cursor.child.believed_at = context.week;
    cursor.child.seen_hours = 0.0;
    cursor.child.shared = 0;
    take_in(cursor.child, seen, (p.noticing.piece_noise * p.noticing.piece_noise) as f32);
    share(cursor, agency);
}

/// Marks a piece as shared.
pub(crate) fn share(cursor: &mut ChildCursor<'_>, agency: u8) {
    let bit = cursor.child.holders & (1 << agency);
    if bit & !cursor.child.shared != 0 {
        cursor.child.shared |= bit;
        cursor.service.stocks.shared += 1;
    }
}

/// Forgets pieces, a bit each.
pub(crate) fn forget(cursor: &mut ChildCursor<'_>, pieces: u8) {
    let gone = cursor.child.shared & pieces;
    cursor.child.shared &= !gone;
    cursor.service.stocks.shared -= gone.count_ones();
}

/// Pieces that the former worker knew and the next does not.
pub(crate) fn lose(cursor: &mut ChildCursor<'_>) {
    let context = cursor.context;
    if cursor.child.shared == 0 {
        return;
    }
    let changes = cursor.service.trial.changes(cursor.child.entity_id, context.week);
    if changes.same_worker {
        return;
    }
    let draw = context.rng_key.block(cursor.child.entity_id, Tag::Lost, context.week, 0);
    let mut gone = 0;
    for agency in 0..AGENCIES {
        if cursor.child.shared >> agency & 1 == 1 && draw.half(agency) < context.p.belief.lost as f32 {
            gone |= 1 << agency;
        }
    }
    forget(cursor, gone & !changes.tells);
}

/// The lasting error of a picture without the pieces that are not shared: each of them hides a part
/// of its own.
fn astray(child: &Child, context: &StepContext<'_>) -> f32 {
    let unshared = child.holders & !child.shared;
    if unshared == 0 {
        return 0.0;
    }
    let draw = context.rng_key.block(child.entity_id, Tag::ChildTraits, 0, 2);
    let sum: f64 = each(unshared).map(|a| normal(f64::from(draw.half(a)))).sum();
    (context.p.belief.unseen * sum) as f32 / libm::sqrtf(child.pieces() as f32)
}

/// Standard deviation of the belief, unshared pieces included.
#[inline]
pub(crate) fn doubt(child: &Child, context: &StepContext<'_>) -> f32 {
    let unshared = (child.holders & !child.shared).count_ones() as f32 / child.pieces().max(1) as f32;
    let open = (context.p.belief.unseen * context.p.belief.unseen) as f32 * unshared;
    libm::sqrtf(child.variance + open)
}

/// The agencies of a set, a bit each, in their order.
#[inline]
fn each(mut bits: u8) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let agency = bits.trailing_zeros() as usize;
        (agency < AGENCIES).then(|| {
            bits &= bits - 1;
            agency
        })
    })
}

/// Brings the belief up to date at an occasion: pieces go stale, agencies share, visits are
/// weighed.
pub(crate) fn look(cursor: &mut ChildCursor<'_>, floor: Floor, expertise: f32) {
    let context = cursor.context;
    let p = &context.p.belief;
    let weeks = context.week - cursor.child.believed_at;
    cursor.child.variance += p.drift as f32 * weeks as f32;
    let fresh = decay(p.stale as f32 * weeks as f32);
    let r = cursor.child.risk();
    // One draw serves all agencies: half a word each for going stale, for being shared, for what a
    // piece tells.
    let who = cursor.child.entity_id;
    let draw = |what, index| context.rng_key.block(who, what, context.week, index);
    let tells = cursor.service.trial.changes(who, context.week).tells;
    if cursor.child.shared != 0 {
        let stale = draw(Tag::Stale, 0);
        let gone =
            each(cursor.child.shared).filter(|a| stale.half(*a) > fresh).fold(0, |gone, a| gone | 1 << a);
        forget(cursor, gone & !tells);
    }
    for a in each(cursor.child.shared) {
        cursor.service.counts.joint[a] += 1;
    }
    let unshared = cursor.child.holders & !cursor.child.shared;
    let visited = cursor.child.seen_hours > LEAST_VISIT;
    let mut told = 0u8;
    if unshared != 0 {
        let opens = draw(Tag::Share, 0);
        for a in each(unshared) {
            if opens.half(a) < context.weekly.shared[floor as usize][a] as f32 || tells >> a & 1 == 1 {
                told |= 1 << a;
                cursor.service.counts.joint[a] += 1;
            } else {
                cursor.service.counts.missed[a] += 1;
            }
        }
    }
    cursor.child.believed_at = context.week;
    if told == 0 && !visited {
        return;
    }
    let evidence = draw(Tag::Evidence, 0);
    // Pieces show the same risk with independent noise: together they are one observation, weighted
    // by their number.
    if told != 0 {
        let mut noise = 0.0;
        for a in each(told) {
            noise += normal(f64::from(evidence.half(a)));
            share(cursor, a as u8);
        }
        let pieces = told.count_ones() as f32;
        // New pieces raise the variance by the part that they had left open, before they are
        // weighed.
        cursor.child.variance += (p.unseen * p.unseen) as f32 * pieces / cursor.child.pieces() as f32;
        take_in(
            cursor.child,
            r + p.piece as f32 * noise as f32 / pieces,
            (p.piece * p.piece) as f32 / pieces,
        );
    }
    if visited {
        let visible = r + astray(cursor.child, context);
        let variance = (p.visit * p.visit) as f32 / (cursor.child.seen_hours * (0.5 + expertise));
        let noise = normal(f64::from(evidence.half(AGENCIES))) as f32;
        take_in(cursor.child, visible + libm::sqrtf(variance) * noise, variance);
        cursor.child.seen_hours = 0.0;
    }
}
