//! Enquiries and conferences: section 47 of the Children Act 1989.
//!
//! *Question.* When a child may be suffering significant harm, who finds out, and what follows? An
//! enquiry may start on any day for any open child; within 15 working days it goes to an initial
//! child protection conference or back. The conference is multi-agency, with an independent chair;
//! brothers and sisters come to the same one. *Sources.* MODEL.md section 1; Working Together.

use crate::context::StepContext;
use crate::cursor::ChildCursor;
use crate::mechanisms::belief::{self, Floor};
use crate::mechanisms::casework::{change, hand_over, stands};
use crate::mechanisms::help;
use crate::mechanisms::pathway::{ask, enter, into_care};
use crate::mechanisms::sites::{self, Site, SiteAssignment};
use crate::rng::Tag;
use crate::samplers::normal;
use crate::style::DecisionKind;
use crate::world::{ASSESSING, CONFERENCE, ENQUIRY, NEVER, OUTSIDE, Occasion, Stage, WAITING};

/// The end of an enquiry, or its conference.
pub(crate) fn fall_due(cursor: &mut ChildCursor<'_>) {
    if cursor.child.has(CONFERENCE) { conference(cursor) } else { end(cursor) }
}

/// A section 47 enquiry begins (strategy discussion: social care, police, health, by law).
pub(crate) fn begin(cursor: &mut ChildCursor<'_>) {
    let context = cursor.context;
    cursor.service.counts.enquiries += 1;
    cursor.service.counts.enquiries_at_referral += u32::from(cursor.child.referred == context.week);
    change(cursor, |child| child.flags |= ENQUIRY);
    cursor.child.enquiry_due = context.week + context.p.pathway.enquiry_weeks as u32;
}

fn end(cursor: &mut ChildCursor<'_>) {
    let context = cursor.context;
    let worker = cursor.expertise();
    belief::look(cursor, Floor::Enquiry, worker);
    let at = statutory(context);
    sites::charge(cursor, at);
    let block = sites::block(cursor.child, context, 10);
    let judged = sites::judge(cursor, at, block) + sites::feared(cursor.child, context);
    let shift = sites::duty_shift(cursor);
    let at = &context.weekly.thresholds;
    if judged > at.care + shift && !cursor.child.has(WAITING) && granted(cursor, worker) {
        into_care(cursor, block);
    } else if judged > at.conference + shift && cursor.child.stage < Stage::ProtectionPlan {
        cursor.child.flags |= CONFERENCE;
        cursor.child.enquiry_due = context.week + 1;
        cursor.service.scratch.convened.push(cursor.slot);
    } else {
        back(cursor);
    }
}

/// Does a court or panel, with evidence of its own and on the balance of it, grant that a child
/// comes into care?
pub(crate) fn granted(cursor: &mut ChildCursor<'_>, worker: f32) -> bool {
    let context = cursor.context;
    let p = &context.p.decisions;
    cursor.service.trial.asks(cursor.child.entity_id, context.week);
    belief::look(cursor, Floor::Enquiry, worker);
    let draw = context.rng_key.uniform(cursor.child.entity_id, Tag::Court, context.week, 0);
    let seen = cursor.child.risk() + (p.court * normal(draw)) as f32;
    belief::take_in(cursor.child, seen, (p.court * p.court) as f32);
    cursor.child.believed > context.weekly.thresholds.care - p.court_below as f32
}

/// Who ends an enquiry: by law a discussion, not a queue; a right held above is used by the
/// standard answer below.
fn statutory(context: &StepContext<'_>) -> SiteAssignment {
    let right = |site| context.style.right(DecisionKind::Steps, site);
    if right(Site::Practitioners) > 0.5 {
        SiteAssignment { site: Site::Practitioners, standard: false }
    } else {
        SiteAssignment { site: Site::Manager, standard: right(Site::Director) + right(Site::Panel) > 0.5 }
    }
}

/// An initial child protection conference: multi-agency, with an independent chair.
fn conference(cursor: &mut ChildCursor<'_>) {
    let context = cursor.context;
    cursor.service.counts.conferences += 1;
    let worker = cursor.expertise();
    belief::look(cursor, Floor::Enquiry, worker);
    let at = SiteAssignment { site: Site::Practitioners, standard: false };
    let block = sites::block(cursor.child, context, 11);
    let judged = sites::judge(cursor, at, block) + sites::feared(cursor.child, context);
    let shift = sites::duty_shift(cursor);
    help::fit(cursor, at);
    let at = &context.weekly.thresholds;
    if judged > at.care + shift && !cursor.child.has(WAITING) && granted(cursor, worker) {
        into_care(cursor, block);
    } else if judged > at.plan + shift && !cursor.child.has(WAITING) {
        stands(cursor);
        cursor.service.counts.plans_started += 1;
        cursor.service.counts.plans_repeat += u32::from(cursor.child.plans_ever > 0);
        cursor.child.plans_ever = cursor.child.plans_ever.saturating_add(1);
        let held_outside = *cursor.post_index == OUTSIDE;
        change(cursor, |child| {
            child.stage = Stage::ProtectionPlan;
            child.flags &= !(ENQUIRY | CONFERENCE);
        });
        cursor.child.enquiry_due = NEVER;
        cursor.child.waiting = Occasion::None;
        enter(cursor.child, context, block);
        if held_outside {
            hand_over(cursor);
        }
    } else {
        back(cursor);
    }
}

/// Back from an enquiry or conference to where the case stood.
fn back(cursor: &mut ChildCursor<'_>) {
    change(cursor, |child| child.flags &= !(ENQUIRY | CONFERENCE));
    cursor.child.enquiry_due = NEVER;
    if cursor.child.stage == Stage::Assessment
        && !cursor.child.has(ASSESSING)
        && !cursor.child.has(WAITING)
        && cursor.child.waiting == Occasion::None
    {
        // The assessment ended while the enquiry ran: its question is still open.
        ask(cursor, Occasion::AssessmentEnd);
    }
}
