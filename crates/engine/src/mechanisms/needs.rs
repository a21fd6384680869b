//! Needs: how they rise with shocks, fall by themselves, do harm and end. They arise in
//! `new_needs`.
//!
//! *Question.* What happens to a child whether or not anybody looks? *Equations.* Need n of
//! (authority, source, week) arises if the sum of its first n keyed unit exponentials is below the
//! rate. Risk r = b + d: base level b falls by `fall` a week; the excess d, raised by keyed
//! family-wide shocks, relaxes by `reversion` a week, in closed form between events. Serious harm
//! has the hazard `harm` x r^5 x (1 - protection), in the first year of life `harm_infant` times as
//! high; twenty lesser harms go with each, and raise b. Protection outside care waits for what is
//! not shared (`blind`). *Units.* Risk 0 to 1, weeks. *Sources.* MODEL.md section 3, PROTOTYPE.md
//! part 1.
//!
//! Shocks (with the family's random numbers) and noticings are points of Poisson processes at
//! bounding rates, dealt by windows of weeks, at most one a week; harms, which are rare, are waited
//! for one by one. Each point has a mark that must lie below the hazard of its week. So two arms
//! see the same possible events, and a higher hazard adds events and moves none.

use crate::calendar::WEEKS_A_YEAR;
use crate::context::StepContext;
use crate::cursor::ChildCursor;
use crate::mechanisms::structure;
use crate::parameters;
use crate::rng::{EntityId, Tag};
use crate::samplers::{Chance, Windows, decay, exponential};
use crate::world::{AGENCIES, Child, NEVER, Stage, World, fixed};

parameters! {
    /// Needs of children.
    Needs "needs" {
        rate: 58.4, 30.0 .. 90.0, "children a week per 60,000", "PROTOTYPE.md part 1 (fitted there to referrals)", "New needs a week in an average authority.";
        base_mean: -0.6, -1.5 .. 0.0, "logit", "PROTOTYPE.md part 1", "Mean of the base level of risk of a new need, on the logit scale.";
        base_sd: 0.8, 0.3 .. 1.2, "logit", "PROTOTYPE.md part 1", "Spread of the base level, on the logit scale.";
        family_share: 0.5, 0.0 .. 1.0, "share", "assumption", "Share of the variance of base levels that siblings have in common.";
        fall: 0.0045, 0.001 .. 0.01, "a week", "PROTOTYPE.md part 1; not identified apart from help.gain", "Median natural fall of the base level.";
        fall_sd: 1.5, 0.5 .. 2.0, "log", "PROTOTYPE.md part 1", "Spread of the natural fall across children, on the log scale.";
        floor: 0.12, 0.05 .. 0.2, "risk", "PROTOTYPE.md part 1", "A need ends when its base level falls below this.";
        reversion: 0.05, 0.02 .. 0.1, "a week", "PROTOTYPE.md part 1", "How fast risk relaxes to its base level after a shock.";
        shock_rate: 0.02, 0.005 .. 0.04, "a week", "PROTOTYPE.md part 1", "Shocks to a family, times (0.5 + base level).";
        shock_size: 0.25, 0.1 .. 0.4, "share of 1 - risk", "PROTOTYPE.md part 1", "Mean size of a shock.";
        siblings: 0.5, 0.0 .. 0.8, "share", "MODEL.md section 1: half of families have two or more", "Share of families with two or more children in need; each further child needs the same again.";
        complexity: 0.4, 0.1 .. 0.8, "0 to 1", "MECHANISMS.md section 3 (Rivkin and Siggelkow; Grint)", "Mean complexity of a need.";
        history: 0.112, 0.0 .. 0.5, "share", "fitted to second or later plans (A236): a child may have had other needs before", "Share of new needs at mean base level whose children had a protection plan in an earlier need.";
        pieces: 0.45, 0.1 .. 0.8, "share", "assumption", "Chance that each further agency holds a piece of the picture, up to five.";
        tangled: 0.0, 0.0 .. 1.0, "share", "unknown: families at high risk are known to more agencies, by how much nobody has published", "How far complexity and the number of agencies that hold a piece rise with the base level of a new need.";
        harm: 5.01e-5, 1e-5 .. 5e-4, "a week at risk 1", "PROTOTYPE.md part 1 (fitted to .7 serious case reviews a year)", "Hazard of serious harm at full risk without protection.";
        lesser: 20.0, 5.0 .. 50.0, "per serious harm", "PROTOTYPE.md part 1", "Lesser harms that go with each serious one.";
        harm_base: 0.08, 0.0 .. 0.2, "share of 1 - base", "PROTOTYPE.md part 1", "How far a harm raises the base level.";
        protection_assessment: 0.18, 0.0 .. 0.5, "share", "PROTOTYPE.md part 1", "Protection from harm while assessed.";
        protection_need: 0.35, 0.0 .. 0.6, "share", "PROTOTYPE.md part 1", "Protection as a child in need.";
        protection_plan: 0.57, 0.2 .. 0.8, "share", "PROTOTYPE.md part 1", "Protection under a protection plan.";
        blind: 0.5, 0.0 .. 1.0, "share", "unknown: reviews of serious cases name missing information; no size is published", "How far protection outside care waits for what is not shared: nobody is kept safe from what nobody at the table knows.";
        protection_care: 0.8, 0.5 .. 0.95, "share", "PROTOTYPE.md part 1", "Protection in care.";
        prevention: 0.07, 0.0 .. 0.5, "elasticity", "fitted to Sure Start: harm 7 % lower at five, 8 % at 11 to 15 (balcony trial sure-start)", "By how much needs fall when early help doubles, a year on.";
        infants: 0.25, 0.05 .. 0.4, "share", "assumption; needs would arise before the first birthday in .056 if ages were flat", "Share of needs that arise before the first birthday, before birth included.";
        harm_infant: 15.0, 1.0 .. 20.0, "ratio", "fitted to a third to a half of reviews that concern infants (MECHANISMS.md section 1)", "Serious harm before the first birthday, over that of an older child at the same risk.";
        school: 0.25, 0.0 .. 0.6, "share of school time at risk 1", "assumption", "School time missed by a child of 5 to 15 at full risk.";
    }
}

/// Weeks from the first birthday to the eighteenth: a child with more weeks left is an infant.
const INFANT: u32 = 887;
/// Share of the year that is term time: schools are open in 38 weeks.
const TERM_TIME: f32 = 38.0 / WEEKS_A_YEAR as f32;
/// Greatest shock, as a share of 1 - risk: a numerical guard that keeps risk below 1.
pub(crate) const MOST_SHOCK: f64 = 0.95;
/// Binomial coefficients of the fifth power, as the hazard of harm is one of base level and excess.
const CHOOSE: [f32; 6] = [1.0, 5.0, 10.0, 10.0, 5.0, 1.0];

/// Picks one of the agencies not in `taken` with probability proportional to its share.
pub(crate) fn pick(shares: &[f64; AGENCIES], taken: u8, draw: f64) -> Option<u8> {
    let free = |agency: usize| taken >> agency & 1 == 0;
    let total: f64 = (0..AGENCIES).filter(|agency| free(*agency)).map(|agency| shares[agency]).sum();
    let mut left = draw * total;
    let mut last = None;
    for agency in (0..AGENCIES).filter(|agency| free(*agency)) {
        if shares[agency] > 0.0 {
            last = Some(agency as u8);
            if left < shares[agency] {
                return last;
            }
            left -= shares[agency];
        }
    }
    last
}

/// Greatest rate of shocks, times `needs.shock_rate`: that at base level 1.
const SHOCK_BOUND: f64 = 1.5;

/// Windows of possible shocks.
pub(crate) fn windows(p: &Needs) -> Windows {
    Windows::new(p.shock_rate * SHOCK_BOUND)
}

/// The possible shocks of the child's family.
#[inline]
pub(crate) fn shocks<'a>(child: &Child, context: &StepContext<'a>) -> Chance<'a> {
    Chance {
        who: child.entity_id.of_family(),
        what: Tag::Shock,
        index: 0,
        windows: &context.constants.shocks,
    }
}

/// Share of possible shocks that happen. Only harms and moves raise it.
#[inline]
pub(crate) fn shock_share(child: &Child) -> f32 {
    (0.5 + child.base) * (1.0 / SHOCK_BOUND as f32)
}

pub(crate) fn next_harm(child: &mut Child, context: &StepContext<'_>) {
    let draw = context.rng_key.uniform(child.entity_id, Tag::Harm, u32::from(child.harm_number), 0);
    child.next_harm += (exponential(draw) / harm_bound(context)) as f32;
    child.harm_number = child.harm_number.wrapping_add(1);
}

fn harm_bound(context: &StepContext<'_>) -> f64 {
    context.p.needs.harm * context.p.needs.lesser
}

fn protection(child: &Child, context: &StepContext<'_>) -> f32 {
    let p = &context.p.needs;
    let most = match child.stage {
        Stage::Unserved => return 0.0,
        Stage::Assessment => p.protection_assessment,
        Stage::Need => p.protection_need,
        Stage::ProtectionPlan => p.protection_plan,
        Stage::Care => return p.protection_care as f32,
    };
    let unshared = (child.holders & !child.shared).count_ones() as f32 / child.pieces() as f32;
    most as f32 * (1.0 - p.blind as f32 * unshared)
}

/// Lets time pass for a child until this week: natural fall, relaxation, and the integrals of harm
/// and of school missed. Changes no stage. Help is added by [`crate::mechanisms::help::deliver`],
/// which calls this first.
#[inline]
pub(crate) fn pass(cursor: &mut ChildCursor<'_>) -> u32 {
    let context = cursor.context;
    let weeks = context.week - cursor.child.at;
    if weeks == 0 {
        return 0;
    }
    let half = decay(0.5 * cursor.child.fall * weeks as f32);
    let (harm, school) = integrals(cursor.child, context, weeks, half);
    if cursor.child.is_open() {
        cursor.service.counts.harm_open += harm;
    } else {
        cursor.service.counts.harm_unserved += harm;
    }
    cursor.service.counts.school_missed += school;
    cursor.child.base *= half * half;
    cursor.child.excess *= context.constants.left(weeks);
    cursor.child.at = context.week;
    weeks
}

/// Integrals over some weeks from the child's present state: hazard of serious harm, school weeks
/// missed. Exact in the excess; the base level is taken at the middle of the interval, to which it
/// falls by `half`.
#[inline]
fn integrals(child: &Child, context: &StepContext<'_>, weeks: u32, half: f32) -> (i64, i64) {
    let t = weeks as f32;
    let b = child.base * half;
    let d = child.excess;
    let e = context.constants.left(weeks);
    let over = &context.constants.over_rate;
    let (b2, d2) = (b * b, d * d);
    let (e2, b3, d3) = (e * e, b2 * b, d2 * d);
    let fifth = b3 * b2 * t
        + CHOOSE[1] * b2 * b2 * d * (1.0 - e) * over[0]
        + CHOOSE[2] * b3 * d2 * (1.0 - e2) * over[1]
        + CHOOSE[3] * b2 * d3 * (1.0 - e2 * e) * over[2]
        + CHOOSE[4] * b * d2 * d2 * (1.0 - e2 * e2) * over[3]
        + d3 * d2 * (1.0 - e2 * e2 * e) * over[4];
    let p = &context.p.needs;
    let harm = p.harm as f32 * fifth * (1.0 - protection(child, context)) * serious(child, child.at, context);
    let school = if school_age(child, context.week) {
        p.school as f32 * (b * t + d * (1.0 - e) * over[0]) * TERM_TIME
    } else {
        0.0
    };
    (fixed(harm), fixed(school))
}

/// Hazard of serious harm in this week. The child must be up to date.
pub(crate) fn hazard(child: &Child, context: &StepContext<'_>) -> f32 {
    let r2 = child.risk() * child.risk();
    let most = context.p.needs.harm as f32 * r2 * r2 * child.risk();
    most * (1.0 - protection(child, context)) * serious(child, context.week, context)
}

/// Hazard of serious harm at the child's age, over that of an older child: an infant may die of a
/// blow that an older child survives.
#[inline]
fn serious(child: &Child, week: u32, context: &StepContext<'_>) -> f32 {
    let infant = child.eighteen.saturating_sub(week) > INFANT;
    if infant { context.p.needs.harm_infant as f32 } else { 1.0 }
}

/// Is the child of compulsory school age, 5 to 15?
///
/// ```
/// use balcony_engine::mechanisms::needs::school_age;
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let mut child = world.population.children[0];
/// // Ten years before the eighteenth birthday.
/// child.eighteen = world.week + 520;
/// assert!(school_age(&child, world.week));
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn school_age(child: &Child, week: u32) -> bool {
    let left = child.eighteen.saturating_sub(week);
    (104..=678).contains(&left)
}

/// The shock and the harms of this week.
#[inline]
pub(crate) fn apply_shocks_and_harm(cursor: &mut ChildCursor<'_>) {
    let context = cursor.context;
    let p = &context.p.needs;
    let end = (context.week + 1) as f32;
    let known = cursor.child.next_shock;
    if let Some(draw) =
        shocks(cursor.child, context).comes(context.rng_key, known, context.week, shock_share(cursor.child))
    {
        // Exponential sizes: most shocks are small, a few change everything.
        let size = (p.shock_size * exponential(draw.uniform(2))).min(MOST_SHOCK);
        cursor.child.excess += size as f32 * (1.0 - cursor.child.risk());
        if school_age(cursor.child, context.week)
            && draw.uniform(1) < structure::excluded(cursor.service, context, cursor.child.risk())
        {
            let built = &context.p.structure;
            cursor.service.counts.excluded += 1;
            cursor.service.counts.school_missed += fixed(built.away as f32);
            cursor.child.excess += built.hurt as f32 * (1.0 - cursor.child.risk());
        }
    }
    while cursor.child.next_harm < end {
        let draw =
            context.rng_key.block(cursor.child.entity_id, Tag::Harm, u32::from(cursor.child.harm_number), 1);
        let r = cursor.child.risk();
        let r2 = r * r;
        let hazard = r2 * r2 * r * (1.0 - protection(cursor.child, context));
        if draw.uniform(0) < f64::from(hazard) {
            let more = p.harm_base as f32;
            cursor.child.base += more * (1.0 - cursor.child.base);
            cursor.child.excess *= 1.0 - more;
            if draw.uniform(1) * p.lesser < f64::from(serious(cursor.child, context.week, context)) {
                cursor.service.counts.incidents += 1;
            }
        }
        next_harm(cursor.child, context);
    }
}

/// Has the need ended? Below the floor (if no case is open) or at eighteen.
pub(crate) fn ended(child: &Child, context: &StepContext<'_>) -> bool {
    child.eighteen <= context.week || (!child.is_open() && child.base < context.p.needs.floor as f32)
}

/// Removes a child whose need has ended from the column.
pub(crate) fn remove(world: &mut World, slot: u32) {
    let next = world.population.children[slot as usize].sibling;
    if next != slot {
        let mut before = next;
        while world.population.children[before as usize].sibling != slot {
            before = world.population.children[before as usize].sibling;
        }
        world.population.children[before as usize].sibling = next;
    }
    world.population.children[slot as usize].due = NEVER;
    world.population.children[slot as usize].entity_id = EntityId(0);
    world.population.children[slot as usize].sibling = slot;
    world.population.free.push(slot);
    world.service.stocks.stage[0] -= 1;
}
