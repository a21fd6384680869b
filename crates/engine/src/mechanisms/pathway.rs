//! The pathway of children: referral, assessment, enquiry, conference, plan, care, closure.
//!
//! *Question.* What follows from what? A decision is asked only at an occasion: referral, a noticed
//! shock, the end of an assessment or an enquiry, a conference, a review; never weekly. Competing
//! answers are settled by one judgement (`sites::judge`) against ordered thresholds. The words
//! are those of the published statistics (MODEL.md section 1): an episode of need counts from its
//! referral unless it closes with no further action or as not in need; a re-referral is one within
//! 12 months of the last; a second plan is a second ever. *Sources.* MODEL.md sections 1 and 3,
//! PROTOTYPE.md parts 1 and 3.

use crate::calendar::WORKING_DAYS;
use crate::context::StepContext;
use crate::cursor::ChildCursor;
use crate::mechanisms::belief::{self, Floor};
use crate::mechanisms::sites::{self, Site, SiteAssignment};
use crate::mechanisms::variation::Varies;
use crate::mechanisms::{casework, enquiry, help, placement};
use crate::parameters;
use crate::rng::{Block, Tag};
use crate::samplers::{exp, exponential};
use crate::style::DecisionKind;
use crate::world::{
    ASSESSING, CONFERENCE, Child, ENQUIRY, HURRIED, NEVER, OUTSIDE, Occasion, Process, Stage, WAITING,
    Waiting,
};

parameters! {
    /// Timings of the pathway.
    Pathway "pathway" {
        assessment_days: 55.0, 45.0 .. 80.0, "working days", "PROTOTYPE.md part 3, item 8 (fitted to durations)", "Calendar need of a usual assessment: flat from 0 to this.";
        slow_share: 0.15, 0.0 .. 0.4, "share", "PROTOTYPE.md part 3, item 8", "Share of assessments that wait for partners, courts or families.";
        slow_days: 32.0, 10.0 .. 60.0, "working days", "PROTOTYPE.md part 3, item 8", "Least calendar need of a slow assessment.";
        slow_tail: 44.0, 10.0 .. 90.0, "working days", "PROTOTYPE.md part 3, item 8", "Mean of what a slow assessment needs above that.";
        deadline: 45.0, 20.0 .. 80.0, "working days", "Working Together 2013 (D006)", "Statutory limit of an assessment.";
        hurry: 0.483, 0.0 .. 0.9, "probability", "PROTOTYPE.md part 1 (fitted); D022 (2.96 finish in the last five days for one after)", "Chance that an unfinished assessment is finished in the last five days before the limit, at utilisation .5.";
        hurry_culture: 0.5, 0.0 .. 1.0, "per unit of culture", "assumption", "How much more so in a culture of compliance.";
        reassess: 0.0026, 0.0 .. 0.01, "a week", "PROTOTYPE.md part 3, item 8", "Fresh assessments of open cases.";
        handover: 1.0, 0.2 .. 1.0, "probability", "PROTOTYPE.md part 1 (fitted to changes of worker)", "Chance that a case is handed to another team at the end of the assessment.";
        outside: 0.392, 0.1 .. 0.5, "probability", "PROTOTYPE.md part 3, item 12", "Chance that a child in need is held by others than a social worker's seat.";
        enquiry_weeks: 2.0, 1.0 .. 3.0, "weeks", "Working Together: conference within 15 working days", "Length of an enquiry.";
        first_review: 3.0, 1.0 .. 8.0, "weeks", "PROTOTYPE.md part 3, item 9", "From assessment to first review.";
        need_gap: 10.0, 5.0 .. 15.0, "weeks", "PROTOTYPE.md part 1", "Between reviews of a child in need.";
        plan_first: 11.5, 8.0 .. 14.0, "weeks", "Working Together: 3 months", "From conference to first review conference.";
        plan_gap: 18.0, 10.0 .. 26.0, "weeks", "Working Together: every 6 months at the latest; PROTOTYPE.md", "Between later review conferences.";
        permanence: 0.0025, 0.0005 .. 0.004, "a week", "PROTOTYPE.md part 1; A328, A329 (adoption, special guardianship)", "Hazard of leaving care for permanence.";
    }
}

/// Upper ends of the classes of assessments by working days, as published (characteristics of
/// children in need); the last class is open.
const DAYS: [f32; 7] = [10.0, 20.0, 30.0, 40.0, 45.0, 50.0, 60.0];
/// Weeks left to assess below which an assessment is done: a numerical guard.
const DONE: f32 = 1e-4;
/// Hurry with nothing else to do, over that at utilisation .5 (`pathway.hurry`).
const HURRY_IDLE: f64 = 1.25;
/// Utilisation from which on nobody finds the time to hurry (assumption).
const NO_HURRY: f64 = 2.5;
/// Weeks from coming into care to the first review (Care Planning Regulations: 20 working days).
pub(crate) const CARE_FIRST: f64 = 4.0;
/// Weeks from the first review of care to the second (the same: three months).
const CARE_SECOND: f64 = 13.0;
/// Weeks between later reviews of care (the same: six months).
pub(crate) const CARE_GAP: f64 = 26.0;
/// Weeks in care before which nobody is adopted or has a special guardian: half a year
/// (assumption).
pub(crate) const BEFORE_PERMANENCE: u32 = 26;
/// Earliest that a review is held, as a share of the usual gap: a sixth too soon (assumption).
const REVIEW_EARLIEST: f64 = 5.0 / 6.0;
/// The usual gap over the time within which a review is held: a sixth either side (assumption).
const REVIEW_SPANS: f64 = 3.0;

/// Weeks after a referral within which another one of the same child is a re-referral: twelve
/// months (DfE, children in need census).
pub const RE_REFERRAL: u32 = 52;

/// A referral: the front door decides at once.
pub(crate) fn refer(cursor: &mut ChildCursor<'_>, agency: u8, seen: f32) {
    let context = cursor.context;
    cursor.service.counts.referrals += 1;
    cursor.service.counts.by_source[usize::from(agency)] += 1;
    let again = cursor.child.referred > 0 && context.week - cursor.child.referred <= RE_REFERRAL;
    cursor.service.counts.re_referrals += u32::from(again);
    cursor.child.referred = context.week;
    cursor.child.holders |= 1 << agency;
    casework::change(cursor, |child| {
        child.stage = Stage::Assessment;
        child.flags = ASSESSING;
        child.stage_since = context.week;
    });
    cursor.service.stocks.pieces += cursor.child.pieces();
    belief::begin(cursor, agency, seen);
    // The front door is a desk, not a queue: whoever holds the right, the answer is due within a
    // working day.
    let at = SiteAssignment {
        site: Site::Manager,
        standard: context.style.right(DecisionKind::Steps, Site::Practitioners)
            + context.style.right(DecisionKind::Steps, Site::Manager)
            <= 0.0,
    };
    let judged = sites::judge(cursor, at, sites::block(cursor.child, context, 0));
    let shift = sites::shift(cursor);
    let feared = judged + sites::feared(cursor.child, context);
    let thresholds = &context.weekly.thresholds;
    if feared < thresholds.no_further_action + shift {
        cursor.service.counts.no_further_action += 1;
        casework::close(cursor);
        return;
    }
    begin_assessment(cursor.child, context);
    cursor.service.workforce.to_allocate.push(cursor.slot);
    if feared > thresholds.enquiry + sites::duty_shift(cursor) {
        enquiry::begin(cursor);
    }
}

fn begin_assessment(child: &mut Child, context: &StepContext<'_>) {
    let p = &context.p.pathway;
    let draw = context.rng_key.block(child.entity_id, Tag::Assess, context.week, 0);
    let days = if draw.uniform(0) < p.slow_share {
        p.slow_days + p.slow_tail * exponential(draw.uniform(1))
    } else {
        p.assessment_days * draw.uniform(1)
    };
    child.to_assess = (days / WORKING_DAYS) as f32;
    child.assess_since = context.week;
    child.flags &= !HURRIED;
    child.process = Process::Assess;
    child.process_due = next_look(child, context);
}

/// The next week in which the assessment can be done at the earliest, or is hurried.
fn next_look(child: &Child, context: &StepContext<'_>) -> u32 {
    let done = context.week + libm::ceilf(child.to_assess).max(1.0) as u32;
    let hurried = child.assess_since + last_week(context);
    if !child.has(HURRIED) && context.week < hurried { done.min(hurried) } else { done }
}

/// Whole weeks until the deadline.
fn last_week(context: &StepContext<'_>) -> u32 {
    (context.p.pathway.deadline / WORKING_DAYS) as u32
}

/// An agency passes on what it saw of a child whose case is open.
pub(crate) fn receive_information(cursor: &mut ChildCursor<'_>, agency: u8, seen: f32, alarming: bool) {
    let context = cursor.context;
    let noise = context.p.noticing.piece_noise;
    belief::take_in(cursor.child, seen, (noise * noise) as f32);
    belief::share(cursor, agency);
    if !alarming
        || cursor.child.stage == Stage::Care
        || cursor.child.has(ENQUIRY)
        || cursor.child.has(WAITING)
    {
        return;
    }
    let at = SiteAssignment { site: Site::Manager, standard: false };
    let judged = sites::judge(cursor, at, sites::block(cursor.child, context, 1));
    let feared = judged + sites::feared(cursor.child, context);
    if feared > context.weekly.thresholds.enquiry + sites::duty_shift(cursor) {
        enquiry::begin(cursor);
    }
}

/// Everything dated that falls due for an open case this week.
pub(crate) fn proceed(cursor: &mut ChildCursor<'_>) {
    let context = cursor.context;
    if cursor.child.enquiry_due <= context.week {
        enquiry::fall_due(cursor);
    }
    if cursor.child.process_due > context.week || !cursor.child.is_open() {
        return;
    }
    if cursor.child.waiting != Occasion::None {
        if cursor.child.has(ENQUIRY) {
            cursor.child.process_due = cursor.child.enquiry_due + 1;
            return;
        }
        // A quorum has met.
        let occasion = cursor.child.waiting;
        let at = SiteAssignment { site: Site::Practitioners, standard: false };
        decide(cursor, at, occasion, occasion_block(cursor.child, context, occasion));
        return;
    }
    match cursor.child.process {
        Process::None => cursor.child.process_due = NEVER,
        Process::Assess => assess(cursor),
        Process::FirstReview => review(cursor, Occasion::FirstReview),
        Process::Review => review(cursor, Occasion::Review),
    }
}

fn assess(cursor: &mut ChildCursor<'_>) {
    let context = cursor.context;
    let p = &context.p.pathway;
    let elapsed = (context.week - cursor.child.assess_since) as f32;
    let mut days = WORKING_DAYS as f32 * (elapsed + cursor.child.to_assess);
    if cursor.child.to_assess > DONE {
        if cursor.child.has(HURRIED) || elapsed < last_week(context) as f32 {
            cursor.child.process_due = next_look(cursor.child, context);
            return;
        }
        // Days 41 to 45 have come.
        cursor.child.flags |= HURRIED;
        let draw = context.rng_key.block(cursor.child.entity_id, Tag::Assess, context.week, 1);
        let (u, culture) = match cursor.post() {
            Some(post) => {
                let team = &cursor.service.workforce.teams[usize::from(post.team)];
                (team.utilisation, team.culture)
            }
            None => (cursor.service.workforce.utilisation, context.p.culture.level),
        };
        let usual = context.p.culture.level;
        let varies = cursor.service.variation.factor(&context.p.variation, Varies::Assessing);
        let chance = p.hurry
            * varies
            * (HURRY_IDLE - 0.5 * u.min(NO_HURRY))
            * (1.0 + p.hurry_culture * (usual - culture));
        if draw.uniform(0) >= chance {
            cursor.child.process_due = next_look(cursor.child, context);
            return;
        }
        days = p.deadline as f32 - WORKING_DAYS as f32
            + libm::floorf((draw.uniform(1) * WORKING_DAYS) as f32)
            + 1.0;
    }
    // Whole working days from the day of the referral: day 0 is the day itself.
    let days = libm::ceilf(days).max(0.0);
    cursor.service.counts.assessments += 1;
    cursor.service.counts.timely += u32::from(days <= p.deadline as f32);
    cursor.service.counts.at_deadline +=
        u32::from(p.deadline as f32 - (WORKING_DAYS as f32) < days && days <= p.deadline as f32);
    let bin = DAYS.iter().position(|upto| days <= *upto).unwrap_or(DAYS.len());
    cursor.service.counts.assessment_days[bin] += 1;
    casework::change(cursor, |child| child.flags &= !(ASSESSING | HURRIED));
    cursor.child.process = Process::None;
    cursor.child.process_due = NEVER;
    if cursor.child.stage == Stage::Assessment {
        if cursor.child.has(ENQUIRY) {
            // The enquiry's end or the conference settles it.
            return;
        }
        ask(cursor, Occasion::AssessmentEnd);
    } else if cursor.child.has(ENQUIRY) {
        cursor.child.process = Process::Review;
        cursor.child.process_due = cursor.child.enquiry_due + 1;
    } else {
        ask(cursor, Occasion::Review);
    }
}

fn review(cursor: &mut ChildCursor<'_>, occasion: Occasion) {
    let context = cursor.context;
    if cursor.child.has(ENQUIRY) {
        cursor.child.process_due = cursor.child.enquiry_due + 1;
        return;
    }
    if let Some(post) = cursor.post() {
        // A review or closure needs hours too: it happens with the share of work that gets done.
        let team = &cursor.service.workforce.teams[usize::from(post.team)];
        let share = if cursor.child.stage == Stage::Need { team.need } else { team.statutory };
        if share < 1.0
            && context.rng_key.uniform(cursor.child.entity_id, Tag::Review, context.week, 0) > share
        {
            cursor.child.process_due = context.week + 1;
            return;
        }
    }
    ask(cursor, occasion);
}

/// A decision is asked: at once, after a quorum has met, or after a queue.
pub(crate) fn ask(cursor: &mut ChildCursor<'_>, occasion: Occasion) {
    let context = cursor.context;
    let kind = if occasion == Occasion::Placement { DecisionKind::Placements } else { DecisionKind::Steps };
    let block = occasion_block(cursor.child, context, occasion);
    let at = sites::decision_site(context, kind, block);
    match at.site {
        Site::Director | Site::Panel => {
            cursor.service.leadership.queues[at.site as usize].push(Waiting {
                since: context.week,
                entity_id: cursor.child.entity_id,
                slot: cursor.slot,
                occasion,
            });
            cursor.child.flags |= WAITING;
            cursor.child.process_due = NEVER;
        }
        Site::Manager => decide(cursor, at, occasion, block),
        Site::Practitioners => {
            let mean = context.weekly.quorum[cursor.child.pieces().min(7) as usize];
            let wait = (mean + block.uniform(sites::QUORUM) as f32) as u32;
            if cursor.child.pieces() < 2 || wait == 0 {
                decide(cursor, at, occasion, block);
            } else {
                cursor.child.waiting = occasion;
                cursor.child.process_due = context.week + wait;
            }
        }
    }
}

/// The random numbers of a decision at an occasion, in the week in which it is taken.
pub(crate) fn occasion_block(child: &Child, context: &StepContext<'_>, occasion: Occasion) -> Block {
    sites::block(child, context, 2 + occasion as u16)
}

fn floor(child: &Child) -> Floor {
    if child.stage >= Stage::ProtectionPlan { Floor::Plan } else { Floor::Visit }
}

/// Takes a decision, and does what follows.
pub(crate) fn decide(cursor: &mut ChildCursor<'_>, at: SiteAssignment, occasion: Occasion, block: Block) {
    let context = cursor.context;
    cursor.child.waiting = Occasion::None;
    let worker = cursor.expertise();
    // Where those who hold the pieces decide, they share at least as under a plan.
    let room = if at.site == Site::Practitioners { Floor::Plan } else { floor(cursor.child) };
    sites::charge(cursor, at);
    belief::look(cursor, room.max(floor(cursor.child)), worker);
    if occasion == Occasion::Placement {
        placement::place(cursor, at, block);
        next_review(cursor.child, context, block.uniform(sites::NEXT));
        return;
    }
    let judged = sites::judge(cursor, at, block);
    // Where significant harm is the question, what is not known counts against waiting.
    let feared = judged + sites::feared(cursor.child, context);
    let shift = sites::shift(cursor);
    let duty = sites::duty_shift(cursor);
    let thresholds = &context.weekly.thresholds;
    let (enquiry, care) = (thresholds.enquiry + duty, thresholds.care + duty);
    help::fit(cursor, at);
    match cursor.child.stage {
        Stage::Unserved => {}
        Stage::Assessment => {
            if judged > thresholds.need + shift {
                into_need(cursor, block);
                if feared > enquiry {
                    enquiry::begin(cursor);
                }
            } else {
                cursor.service.counts.not_in_need += 1;
                casework::close(cursor);
            }
        }
        Stage::Need => {
            // The first reviews close a case more easily, and each later one less so. A case that
            // came down from a plan or from care starts again, as one from an assessment does.
            let later = f64::from(cursor.child.reviews.saturating_sub(1));
            let p = &context.p.decisions;
            let easier = (p.first_review * (1.0 - p.ease_lost * later).max(0.0)) as f32;
            if feared > enquiry {
                next_review(cursor.child, context, block.uniform(sites::NEXT));
                enquiry::begin(cursor);
            } else if judged < thresholds.close + easier + shift {
                casework::close(cursor);
            } else {
                go_on(cursor, block);
            }
        }
        Stage::ProtectionPlan => {
            if feared > care && enquiry::granted(cursor, worker) {
                into_care(cursor, block);
            } else if feared < thresholds.step_down + duty {
                casework::end_plan(cursor);
                casework::change(cursor, |child| child.stage = Stage::Need);
                enter(cursor.child, context, block);
            } else {
                go_on(cursor, block);
            }
        }
        Stage::Care => {
            // Since the last review, or since care began.
            let since = gap(Stage::Care, cursor.child.reviews.saturating_sub(1), context);
            let weeks = f64::from(since.min(context.week - cursor.child.stage_since));
            let early = context.week - cursor.child.stage_since < BEFORE_PERMANENCE;
            let leaves = if early { 0.0 } else { 1.0 - exp(-context.p.pathway.permanence * weeks) };
            if feared < thresholds.home + duty {
                casework::leave_care(cursor);
                cursor.service.counts.care_home += 1;
                cursor.service.stocks.placed[usize::from(cursor.child.placement)] -= 1;
                cursor.child.placement = 0;
                casework::change(cursor, |child| child.stage = Stage::Need);
                enter(cursor.child, context, block);
            } else if context.rng_key.uniform(cursor.child.entity_id, Tag::Leave, context.week, 0) < leaves {
                // Adopted, or with a special guardian: the need ends for this authority.
                casework::close(cursor);
                cursor.child.base = 0.0;
                cursor.child.excess = 0.0;
            } else {
                placement::moves(cursor, weeks);
                go_on(cursor, block);
            }
        }
    }
}

fn gap(stage: Stage, reviews: u8, context: &StepContext<'_>) -> u32 {
    let p = &context.p.pathway;
    (match (stage, reviews) {
        (Stage::ProtectionPlan, 0) => p.plan_first,
        (Stage::ProtectionPlan, _) => p.plan_gap,
        (Stage::Care, 0) => CARE_FIRST,
        (Stage::Care, 1) => CARE_SECOND,
        (Stage::Care, _) => CARE_GAP,
        _ => p.need_gap,
    }) as u32
}

/// The next review, at a place of its span from 0 to 1.
fn next_review(child: &mut Child, context: &StepContext<'_>, draw: f64) {
    if child.has(ASSESSING) {
        child.process = Process::Assess;
        child.process_due = next_look(child, context).max(context.week + 1);
        return;
    }
    let gap = f64::from(gap(child.stage, child.reviews, context));
    child.process = Process::Review;
    child.process_due = context.week + ((gap * (REVIEW_EARLIEST + draw / REVIEW_SPANS)) as u32).max(1);
    child.reviews = child.reviews.saturating_add(1);
}

/// The case goes on as it is; now and then it is assessed afresh.
fn go_on(cursor: &mut ChildCursor<'_>, block: Block) {
    let context = cursor.context;
    let weeks = f64::from(gap(cursor.child.stage, cursor.child.reviews, context));
    let afresh = 1.0 - exp(-context.p.pathway.reassess * weeks);
    let draw = block.uniform(sites::NEXT);
    if !cursor.child.has(ASSESSING) && draw < afresh {
        casework::change(cursor, |child| child.flags |= ASSESSING);
        begin_assessment(cursor.child, context);
        cursor.child.reviews = cursor.child.reviews.saturating_add(1);
    } else {
        // What is left of the draw is uniform again.
        next_review(cursor.child, context, ((draw - afresh) / (1.0 - afresh)).clamp(0.0, 1.0));
    }
}

/// A new stage begins (the stage is set already).
pub(crate) fn enter(child: &mut Child, context: &StepContext<'_>, block: Block) {
    child.stage_since = context.week;
    child.reviews = 0;
    next_review(child, context, block.uniform(sites::NEXT));
}

fn into_need(cursor: &mut ChildCursor<'_>, block: Block) {
    let context = cursor.context;
    casework::stands(cursor);
    casework::change(cursor, |child| child.stage = Stage::Need);
    enter(cursor.child, context, block);
    cursor.child.process = Process::FirstReview;
    cursor.child.process_due = context.week + context.p.pathway.first_review as u32;
    let draw = context.rng_key.block(cursor.child.entity_id, Tag::After, context.week, 0);
    if draw.uniform(0) < context.p.pathway.outside {
        casework::release(cursor);
        casework::take(cursor, OUTSIDE);
    } else if draw.uniform(1) < context.p.pathway.handover {
        casework::hand_over(cursor);
    }
}

pub(crate) fn into_care(cursor: &mut ChildCursor<'_>, block: Block) {
    let context = cursor.context;
    casework::stands(cursor);
    if cursor.child.stage == Stage::ProtectionPlan {
        casework::end_plan(cursor);
    }
    cursor.service.counts.care_started += 1;
    let held_outside = *cursor.post_index == OUTSIDE;
    casework::change(cursor, |child| {
        child.stage = Stage::Care;
        child.flags &= !(ENQUIRY | CONFERENCE);
    });
    cursor.child.enquiry_due = NEVER;
    enter(cursor.child, context, block);
    placement::emergency(cursor);
    if held_outside {
        casework::hand_over(cursor);
    }
    ask(cursor, Occasion::Placement);
}
