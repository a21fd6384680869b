//! Standing needs: the children there are when the warm-up begins, each with the life that its need
//! has led so far.
//!
//! *Question.* Which needs of the last eighteen years are still there, and where do they stand?
//! *Method.* Each need that arose is followed in steps of six weeks by mean rates: it falls by
//! itself; it is referred at the hazard of `ByRisk::refers`, the excess of shocks averaged; an
//! assessment takes up to a quarter; what follows is a spell of need, plan or care with mean help,
//! which a review ends the likelier, the lower risk has come; then the need waits again. So two
//! years of warm-up are enough for the rest. Nothing here is used after the warm-up has begun.
//! *Sources.* Reviews and thresholds of the pathway; stocks over flows of MODEL.md section 2; the
//! factors `earlier_needs` and `care_entries` of an authority are solved so that nothing drifts
//! (`cargo xtask factors`).

use crate::calendar::WEEKS_A_YEAR;
use crate::context::StepContext;
use crate::cursor::ChildCursor;
use crate::mechanisms::help::REMAINS;
use crate::mechanisms::pathway::{BEFORE_PERMANENCE, CARE_FIRST, CARE_GAP};
use crate::mechanisms::{needs, noticing};
use crate::parameters;
use crate::rng::{Block, Tag};
use crate::samplers::{exp, exponential, ln, logistic};
use crate::world::{AGENCIES, ASSESSING, Child, FITS, KNOWN, OUTSIDE, Process, Stage};

parameters! {
    /// Lives of needs before the warm-up.
    Standing "standing" {
        help_need: 0.0022, 0.0005 .. 0.005, "a week", "computed: mean fall of the base level by help to a child in need", "What help took from the base level in an earlier episode of need.";
        help_plan: 0.0046, 0.001 .. 0.01, "a week", "computed: the same under a plan", "The same under a plan.";
        help_care: 0.0034, 0.001 .. 0.01, "a week", "computed: the same in care", "The same in care.";
        close: 0.115, 0.03 .. 0.4, "risk", "computed: as many episodes end in the first half-year as later (average authority)", "Base level at which half of the reviews of need closed a case, what the first reviews add aside.";
        step_down: 0.37, 0.2 .. 0.7, "risk", "computed: the same of plans", "Risk at which half of the review conferences ended a plan.";
        home: 0.24, 0.05 .. 0.4, "risk", "computed: the same of children who go home", "Base level at which half of the reviews in care sent a child home.";
    }
}

/// Weeks in eighteen years: nothing that arose earlier is left.
pub(crate) const YEARS_BACK: u32 = 939;
/// Weeks of a step.
const STEP: u32 = 6;
/// Mean base level of children who are found in need (measured in the average authority).
const MEAN_BASE: f64 = 0.42;
/// An assessment finds need with the probability logistic(steepness x (base - level)): what the
/// decision's noise comes to (measured in the average authority).
const FOUND: (f64, f64) = (8.0, 0.32);
/// How steeply the chance that a review ends a stage falls with risk: what the noise of a decision
/// comes to (as [`FOUND`]).
const STEEP: f64 = 22.0;
/// Least share of referrals that are found in need: a numerical guard that keeps it away from 0.
const LEAST_FOUND: f64 = 0.05;
/// Most of the episodes that lead to care: a numerical guard that keeps the share away from 1.
const MOST_CARE: f64 = 0.6;
/// The same of plans, at the mean base level.
const MOST_PLANS: f64 = 0.6;
/// Most reviews held that are counted: a numerical guard.
const MOST_REVIEWS: f64 = 40.0;
/// Sets that can be made of the agencies: each one's piece is shared or not, evenly (assumption).
const SETS_OF_AGENCIES: f64 = (1u32 << AGENCIES) as f64;
/// Longest assessment followed here, weeks.
const LONGEST_ASSESSMENT: f64 = 13.0;
/// Mean weeks in care and under a plan: published stock over published starts (MODEL.md section 2).
const CARE_WEEKS: f64 = 130.0;
const PLAN_WEEKS: f64 = 41.0;
/// What is believed of a child in a standing episode is known with this variance (mean in the
/// average authority).
const KNOWN_VARIANCE: f32 = 0.012;
/// Share of standing plans of help that fit (mean in the average authority).
const FITTING: f64 = 0.6;
/// Excess of risk with which a plan or care begins (mean in the average authority).
const EXCESS_AT_PLAN: f64 = 0.25;
/// Weeks of shocks that still matter, and most of them that are drawn.
const SHOCKS_BACK: f64 = 60.0;
const SHOCKS: u32 = 3;
/// Local, distant, residential: cumulated shares of standing placements.
const PLACEMENTS: [f64; 2] = [0.6, 0.88];

/// A spell with an open case.
struct Spell {
    stage: Stage,
    weeks: f64,
    help: f64,
    permanent: bool,
}

/// Simulates a need since it arose, at the mean rates of the service. False if it has ended.
pub(crate) fn live(child: &mut Child, context: &StepContext<'_>, first: f64, arose: u32) -> bool {
    let p = context.p;
    let weight = noticing::SEEN_ANYWAY + noticing::SEEN_BY_EACH * f64::from(child.pieces());
    let fall = f64::from(child.fall);
    let (mut base, mut at, mut number) = (first, arose, 0u32);
    let mut draw = context.rng_key.block(child.entity_id, Tag::Standing, 0, 2);
    let mut waits = exponential(draw.uniform(0));
    while at < context.week {
        let step = STEP.min(context.week - at);
        let referred = f64::from(context.constants.by_risk.refers(base as f32));
        waits -= weight * referred * f64::from(step);
        base *= exp(-fall * f64::from(step));
        at += step;
        if base < p.needs.floor {
            return false;
        }
        if waits > 0.0 {
            continue;
        }
        child.referred = at;
        number += 1;
        let more = context.rng_key.block(child.entity_id, Tag::Standing, number, 3);
        let left = context.week - at;
        let assessed = 1 + (LONGEST_ASSESSMENT * more.uniform(1)) as u32;
        if left < assessed {
            assess(child, context, base, assessed - left);
            break;
        }
        if draw.uniform(3) < logistic(FOUND.0 * (base - FOUND.1)) {
            let spell = spell(context, base, fall, draw, more);
            let weeks = spell.weeks as u32;
            let here = weeks.min(left);
            let passed = exp(-fall * f64::from(here));
            base = REMAINS + (base * passed - REMAINS) * exp(-spell.help * f64::from(here));
            if weeks >= left {
                open(child, context, base, &spell, here, more);
                break;
            }
            at += here;
            child.plans_ever =
                child.plans_ever.saturating_add(u8::from(spell.stage == Stage::ProtectionPlan));
            if spell.permanent || base < p.needs.floor {
                return false;
            }
        }
        draw = context.rng_key.block(child.entity_id, Tag::Standing, number, 2);
        waits = exponential(draw.uniform(0));
    }
    child.base = base as f32;
    remember_shocks(child, context, base);
    true
}

/// Reviews that end a stage: weeks until the first and between two, and the level of risk at which
/// half of them end it.
struct Reviews {
    first: f64,
    gap: f64,
    level: f64,
    /// What the first review adds to the level, and the share of it that each later one takes away.
    eased: (f64, f64),
    /// How far above the base level risk stands at first.
    excess: f64,
}

impl Reviews {
    /// Weeks until a review ends the stage. The lower the risk has fallen, the likelier a review
    /// ends it.
    fn until(&self, context: &StepContext<'_>, base: f64, falls: f64, uniform: f64) -> f64 {
        let (mut waits, mut weeks, mut held) = (exponential(uniform), self.first, 0.0);
        while weeks < f64::from(YEARS_BACK) {
            let risk = REMAINS
                + (base - REMAINS) * exp(-falls * weeks)
                + self.excess * exp(-context.p.needs.reversion * weeks);
            let level = self.level + self.eased.0 * (1.0 - self.eased.1 * held).max(0.0);
            // -ln(1 - logistic(x)) = ln(1 + e^x).
            waits -= ln(1.0 + exp(STEEP * (level - risk)));
            if waits <= 0.0 {
                break;
            }
            weeks += self.gap;
            held += 1.0;
        }
        weeks
    }
}

/// What follows an assessment that found need.
fn spell(context: &StepContext<'_>, base: f64, fall: f64, draw: Block, more: Block) -> Spell {
    let p = context.p;
    let a = &context.setting.authority;
    let found = 1.0 - a.no_further_action - a.not_in_need;
    let started = (a.referrals / WEEKS_A_YEAR * found.max(LEAST_FOUND)).max(1e-6);
    let relative = base / MEAN_BASE;
    let care = a.looked_after / CARE_WEEKS / started * exp(a.factors.care_entries);
    let care = (care.min(0.5) * relative * relative).min(MOST_CARE);
    let plan = (a.plans / PLAN_WEEKS / started).min(MOST_PLANS) * relative;
    let (kind, length) = (draw.uniform(1), draw.uniform(2));
    let effects = &context.constants.effects;
    let (path, standing) = (&p.pathway, &p.standing);
    if kind < care {
        let level = standing.home + 0.5 * effects.care;
        let reviews = Reviews { first: CARE_FIRST, gap: CARE_GAP, level, eased: (0.0, 0.0), excess: 0.0 };
        let home = reviews.until(context, base, fall + standing.help_care, length);
        let permanent = f64::from(BEFORE_PERMANENCE) + exponential(more.uniform(0)) / path.permanence;
        return Spell {
            stage: Stage::Care,
            weeks: home.min(permanent),
            help: standing.help_care,
            permanent: permanent < home,
        };
    }
    if kind < care + plan {
        let reviews = Reviews {
            first: path.plan_first,
            gap: path.plan_gap,
            level: standing.step_down + effects.close,
            eased: (0.0, 0.0),
            excess: EXCESS_AT_PLAN,
        };
        let weeks = reviews.until(context, base, fall + standing.help_plan, length);
        return Spell { stage: Stage::ProtectionPlan, weeks, help: standing.help_plan, permanent: false };
    }
    let reviews = Reviews {
        first: path.first_review,
        gap: path.need_gap,
        level: standing.close + effects.close,
        eased: (p.decisions.first_review, p.decisions.ease_lost),
        excess: 0.0,
    };
    let weeks = reviews.until(context, base, fall + standing.help_need, length);
    Spell { stage: Stage::Need, weeks, help: standing.help_need, permanent: false }
}

/// The need is being assessed when the warm-up begins.
fn assess(child: &mut Child, context: &StepContext<'_>, base: f64, left: u32) {
    let prior = context.p.belief.prior;
    child.believed = (prior + 0.5 * (base - prior)) as f32;
    child.variance = KNOWN_VARIANCE;
    child.stage = Stage::Assessment;
    child.stage_since = child.referred;
    child.flags = ASSESSING;
    child.assess_since = child.referred;
    child.to_assess = left as f32;
    child.process = Process::Assess;
    child.process_due = context.week + left;
}

/// An episode that is open when the warm-up begins.
fn open(child: &mut Child, context: &StepContext<'_>, base: f64, spell: &Spell, here: u32, more: Block) {
    let p = &context.p.pathway;
    child.stage = spell.stage;
    child.stage_since = child.referred + STEP.min(here);
    child.flags = KNOWN | if more.uniform(1) < FITTING { FITS } else { 0 };
    if spell.stage >= Stage::ProtectionPlan {
        let left = exp(-context.p.needs.reversion * f64::from(here));
        child.excess = (EXCESS_AT_PLAN * left * (1.0 - base)) as f32;
    }
    child.believed = base as f32 + child.excess;
    child.variance = KNOWN_VARIANCE;
    let since = f64::from(here.saturating_sub(STEP));
    let (first, gap) = match spell.stage {
        Stage::Care => (CARE_FIRST, CARE_GAP),
        Stage::ProtectionPlan => (p.plan_first, p.plan_gap),
        _ => (p.first_review, p.need_gap),
    };
    let held = if since > first { 1.0 + ((since - first) / gap).min(MOST_REVIEWS) } else { 0.0 };
    child.reviews = 1 + held as u8;
    child.process = Process::Review;
    child.process_due = context.week + 1 + (gap * more.uniform(2)) as u32;
    child.plans_ever = child.plans_ever.saturating_add(u8::from(spell.stage == Stage::ProtectionPlan));
    child.shared = child.holders & (more.uniform(3) * SETS_OF_AGENCIES) as u8;
}

/// What is left of the family's shocks of the last year.
fn remember_shocks(child: &mut Child, context: &StepContext<'_>, base: f64) {
    let p = &context.p.needs;
    let family = child.entity_id.of_family();
    let (mut ago, rate) = (0.0, p.shock_rate * (0.5 + base));
    for shock in 0..SHOCKS {
        let draw = context.rng_key.block(family, Tag::Standing, shock, 6);
        ago += exponential(draw.uniform(0)) / rate;
        if ago > SHOCKS_BACK {
            break;
        }
        let size =
            (p.shock_size * exponential(draw.uniform(1))).min(needs::MOST_SHOCK) * exp(-p.reversion * ago);
        child.excess += size as f32 * (1.0 - child.base - child.excess);
    }
}

/// Adds a new child to the stocks, with an open case if it has one.
pub(crate) fn count_in(cursor: &mut ChildCursor<'_>) {
    let ChildCursor { child, service, context, .. } = cursor;
    service.stocks.stage[child.stage as usize] += 1;
    if child.stage == Stage::Unserved {
        return;
    }
    service.stocks.assessing += u32::from(child.has(ASSESSING));
    service.stocks.pieces += child.pieces();
    service.stocks.shared += child.shared.count_ones();
    if child.stage == Stage::Care {
        let draw = context.rng_key.uniform(child.entity_id, Tag::Standing, 0, 4);
        let kind = 1 + PLACEMENTS.iter().filter(|upto| draw >= **upto).count();
        child.placement = kind as u8;
        service.stocks.placed[kind] += 1;
    }
    let outside = context.rng_key.uniform(child.entity_id, Tag::Standing, 0, 5) < context.p.pathway.outside;
    if child.stage == Stage::Need && outside {
        *cursor.post_index = OUTSIDE;
        service.stocks.outside += 1;
    } else {
        service.workforce.to_allocate.push(cursor.slot);
    }
}
