//! Help: hours that reach a family lower the base level of risk.
//!
//! *Equation.* db = -`gain` x h/(1+h) x fit x relationship x (.5 + E) x yield x (b - .05) a week, h
//! the hours delivered a week. Hours are the hours due for the kind of work times the share of work
//! that the worker's team gets done, kept as an integral by the team, so that no case is touched
//! weekly. Relationship rises from `stranger` to 1 with weeks with the same worker. Yield: the
//! share 1 - (1 - kappa)^(k-1) of the problem yields only to help that the agencies which hold a
//! piece give together, in proportion to pieces shared. While no piece is shared help fits less
//! often (`misfit`), and a problem that is wholly joint stays above the level `wicked` whatever is
//! done. *Sources.* MODEL.md section 3, PROTOTYPE.md part 1.

use crate::context::StepContext;
use crate::cursor::ChildCursor;
use crate::mechanisms::needs;
use crate::mechanisms::sites::{self, SiteAssignment};
use crate::parameters;
use crate::rng::Tag;
use crate::samplers::decay;
use crate::style::DecisionKind;
use crate::world::{ASSESSING, Child, FITS, NO_POST, OUTSIDE, Service, fixed};

parameters! {
    /// Help.
    Help "help" {
        gain: 0.04, 0.01 .. 0.15, "a week", "PROTOTYPE.md part 1; not identified apart from needs.fall", "Most that help lowers the base level.";
        stranger: 0.4, 0.0 .. 1.0, "share", "assumption", "Effect of help by a worker whom the family does not know, of one it knows.";
        acquaintance: 13.0, 2.0 .. 40.0, "weeks", "assumption", "Weeks until half of a relationship is there.";
        face_share: 0.6, 0.15 .. 0.7, "share", "sanity table: .65 of 2.2 paid hours a case, of which casework is about half", "Hours face to face of hours of casework.";
        misfit: 0.4, 0.0 .. 0.8, "share", "unknown: help that does not know the problem fits it less often", "How much less often help fits while no piece is shared; what is learnt at a review mends it.";
        wicked: 0.5, 0.0 .. 1.0, "risk", "unknown: Grint on wicked problems; trials of joint help bound it (balcony trial)", "Level below which help cannot bring a wholly joint problem while no piece is shared.";
        together: 1.0, 0.0 .. 1.0, "share", "MODEL.md section 3", "How far the joint part of a problem waits for joint help.";
    }
}

/// Base level of risk that no help takes away: a numerical guard that keeps it away from 0.
pub(crate) const REMAINS: f64 = 0.05;

/// Lets time pass for a child, and counts the help and the visits of that time.
///
/// ```
/// use balcony_engine::mechanisms::help;
/// use balcony_engine::context::StepContext;
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let style = place.setting().start.incumbent;
/// let (setting, constants) = (place.setting(), place.constants());
/// let rng_key = RngKey { seed: 1, replicate: 0 };
/// let context = StepContext::new(setting, constants, &style, rng_key, 1530, false);
/// let mut cursor = world.cursor(0, &context);
/// // The warm-up brought every child up to week 0, which is week 1526 of the calendar.
/// assert_eq!(cursor.child.at, 1526);
/// help::deliver(&mut cursor);
/// assert_eq!(cursor.child.at, 1530);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
#[inline]
pub fn deliver(cursor: &mut ChildCursor<'_>) {
    let context = cursor.context;
    let before = cursor.child.at;
    let weeks = needs::pass(cursor);
    let post_index = *cursor.post_index;
    if weeks == 0 || post_index == NO_POST || !cursor.child.is_open() {
        return;
    }
    let work = cursor.child.work();
    let (done, expertise) = if post_index == OUTSIDE {
        (weeks as f32, 0.5)
    } else {
        let post = &cursor.service.workforce.posts[usize::from(post_index)];
        let now = integral(cursor.service, post.team, work);
        let done = now - cursor.child.integral;
        cursor.child.integral = now;
        (done, post.expertise)
    };
    if cursor.child.has(ASSESSING) {
        cursor.child.to_assess -= done;
    }
    let p = &context.p.help;
    let hours = context.hours_due(work) as f32 * done;
    let face = hours * p.face_share as f32;
    cursor.child.seen_hours += face;
    cursor.service.counts.face_hours += fixed(face);
    if !cursor.child.has(FITS) {
        return;
    }
    let t = weeks as f32;
    let h = hours / t;
    let known = (before.saturating_sub(cursor.child.worker_since)) as f32 + 0.5 * t;
    let shared = cursor.child.shared;
    lower(cursor.child, context, p.gain as f32 * h / (1.0 + h), (known, expertise), shared, t);
}

/// The effect in a week of a worker whom the family has for itself: `more` hours on top of the
/// usual ones, and help that is joint with the agencies of `tells`.
pub(crate) fn bring(
    child: &mut Child,
    context: &StepContext<'_>,
    usual: f32,
    more: f32,
    known: f32,
    tells: u8,
) {
    let all = usual + more;
    let gained = context.p.help.gain as f32 * (all / (1.0 + all) - usual / (1.0 + usual));
    lower(child, context, gained, (known, 0.5), child.shared | tells, 1.0);
}

/// Lowers the base level for some weeks, by a worker known for so long and of this expertise, with
/// the pieces that are shared.
#[inline]
fn lower(
    child: &mut Child,
    context: &StepContext<'_>,
    gained: f32,
    (known, expertise): (f32, f32),
    shared: u8,
    t: f32,
) {
    let p = &context.p.help;
    let relationship =
        p.stranger as f32 + (1.0 - p.stranger as f32) * known / (known + p.acquaintance as f32);
    let k = child.pieces();
    let mut alone = 1.0;
    for _ in 1..k {
        alone *= 1.0 - child.complexity;
    }
    let unshared = (child.holders & !shared).count_ones() as f32 / k as f32;
    let yields = 1.0 - p.together as f32 * (1.0 - alone) * unshared;
    let rate = gained * relationship * (0.5 + expertise) * yields;
    let risk = child.risk();
    // What yields only to joint help stays while the agencies that hold the pieces do not act
    // together.
    let stays = REMAINS as f32 + p.wicked as f32 * (1.0 - alone) * unshared;
    child.base = (stays + (child.base - stays) * decay(rate * t)).min(child.base);
    // Current risk follows the base level down; it does not jump with it.
    child.excess = risk - child.base;
}

/// The integral of the share of a kind of work that a team has got done.
pub(crate) fn integral(service: &Service, team: u16, work: usize) -> f32 {
    let team = &service.workforce.teams[usize::from(team)];
    (if work == 2 { team.need_integral } else { team.statutory_integral }) as f32
}

/// Restarts the integral when the worker or the kind of work has changed. The child must be up to
/// date.
pub(crate) fn restart(cursor: &mut ChildCursor<'_>) {
    if let Some(post) = cursor.post() {
        cursor.child.integral = integral(cursor.service, post.team, cursor.child.work());
    }
}

/// Draws whether the help that was decided on fits. Standard answers help novices and hinder
/// experts.
pub(crate) fn fit(cursor: &mut ChildCursor<'_>, at: SiteAssignment) {
    let (expertise, _) = sites::site_expertise(cursor, at.site);
    let ChildCursor { child, service, context, .. } = cursor;
    let p = if at.standard { 1.0 } else { service.leadership.prescription[DecisionKind::Steps as usize] };
    let kappa = f64::from(child.complexity);
    let unshared = f64::from((child.holders & !child.shared).count_ones()) / f64::from(child.pieces().max(1));
    let chance = (p * (1.0 - kappa) + (1.0 - p) * (1.0 - kappa * (1.0 - expertise)))
        * (1.0 - context.p.help.misfit * unshared);
    let draw = context.rng_key.uniform(
        child.entity_id,
        Tag::Fit,
        u32::from(child.stage as u8),
        child.plans_ever.into(),
    );
    if draw < chance || service.trial.changes(child.entity_id, context.week).fits {
        child.flags |= FITS;
    } else {
        child.flags &= !FITS;
    }
}
