//! The book-keeping of a case: who holds it, what work it is due, and what is counted when it is
//! given, taken back, handed over or closed. Nothing is decided here.

use crate::cursor::ChildCursor;
use crate::mechanisms::{belief, help};
use crate::world::{ASSESSING, Child, KNOWN, NEVER, NO_POST, OUTSIDE, Occasion, Process, Stage, care_class};

/// Changes what work a child is due, and keeps the post's count of it.
pub(crate) fn change(cursor: &mut ChildCursor<'_>, with: impl FnOnce(&mut Child)) {
    let before = cursor.child.work();
    let stage = cursor.child.stage;
    let assessing = cursor.child.has(ASSESSING);
    with(cursor.child);
    let post_index = *cursor.post_index;
    if post_index < OUTSIDE {
        let post = &mut cursor.service.workforce.posts[usize::from(post_index)];
        if before < 5 {
            post.cases[before] -= 1;
        }
        if cursor.child.work() < 5 {
            post.cases[cursor.child.work()] += 1;
        }
        help::restart(cursor);
    }
    let stocks = &mut cursor.service.stocks;
    stocks.stage[stage as usize] -= 1;
    stocks.stage[cursor.child.stage as usize] += 1;
    stocks.assessing = stocks.assessing + u32::from(cursor.child.has(ASSESSING)) - u32::from(assessing);
}

/// Gives a child to a post (or to others, [`OUTSIDE`]).
pub(crate) fn take(cursor: &mut ChildCursor<'_>, post_index: u16) {
    let week = cursor.context.week;
    *cursor.post_index = post_index;
    if !cursor.service.trial.changes(cursor.child.entity_id, week).same_worker {
        cursor.child.worker_since = week;
    }
    cursor.service.trial.takes(cursor.child.entity_id);
    if post_index == OUTSIDE {
        cursor.service.stocks.outside += 1;
    } else {
        let post = &mut cursor.service.workforce.posts[usize::from(post_index)];
        post.load += 1;
        post.cases[cursor.child.work()] += 1;
        help::restart(cursor);
    }
}

/// Takes a child from its worker.
pub(crate) fn release(cursor: &mut ChildCursor<'_>) {
    let post_index = *cursor.post_index;
    *cursor.post_index = NO_POST;
    if post_index == OUTSIDE {
        cursor.service.stocks.outside -= 1;
    } else if post_index < OUTSIDE {
        let post = &mut cursor.service.workforce.posts[usize::from(post_index)];
        post.load -= 1;
        post.cases[cursor.child.work()] -= 1;
    }
}

/// Another team takes the case.
pub(crate) fn hand_over(cursor: &mut ChildCursor<'_>) {
    release(cursor);
    cursor.service.counts.worker_changes += 1;
    belief::lose(cursor);
    cursor.service.workforce.to_allocate.push(cursor.slot);
}

/// The episode stands: it counts from its referral.
pub(crate) fn stands(cursor: &mut ChildCursor<'_>) {
    if !cursor.child.has(KNOWN) {
        cursor.child.flags |= KNOWN;
        cursor.service.counts.started += 1;
    }
}

pub(crate) fn end_plan(cursor: &mut ChildCursor<'_>) {
    let weeks = cursor.context.week - cursor.child.stage_since;
    cursor.service.counts.plans_ended += 1;
    cursor.service.counts.plans_by_length[length_bin(weeks)] += 1;
}

pub(crate) fn leave_care(cursor: &mut ChildCursor<'_>) {
    let weeks = cursor.context.week - cursor.child.stage_since;
    cursor.service.counts.care_ceased += 1;
    cursor.service.counts.care_by_length[care_class(weeks)] += 1;
    cursor.service.counts.care_weeks += weeks;
}

fn length_bin(weeks: u32) -> usize {
    [13, 26, 52, 104].iter().position(|upto| weeks <= *upto).unwrap_or(4)
}

/// Closes the case, whatever its stage. The need may go on.
pub(crate) fn close(cursor: &mut ChildCursor<'_>) {
    let week = cursor.context.week;
    match cursor.child.stage {
        Stage::ProtectionPlan => end_plan(cursor),
        Stage::Care => {
            leave_care(cursor);
            cursor.service.stocks.placed[usize::from(cursor.child.placement)] -= 1;
        }
        _ => {}
    }
    if cursor.child.has(KNOWN) {
        cursor.service.counts.ended += 1;
        cursor.service.counts.ended_by_length[length_bin(week - cursor.child.referred)] += 1;
    }
    let post_index = *cursor.post_index;
    cursor.child.last_post = if post_index < OUTSIDE { post_index } else { NO_POST };
    if post_index != NO_POST {
        release(cursor);
    }
    belief::forget(cursor, 0x7f);
    cursor.service.stocks.pieces -= cursor.child.pieces();
    change(cursor, |child| {
        child.stage = Stage::Unserved;
        child.flags = 0;
    });
    cursor.child.placement = 0;
    cursor.child.process = Process::None;
    cursor.child.process_due = NEVER;
    cursor.child.enquiry_due = NEVER;
    cursor.child.waiting = Occasion::None;
    cursor.child.stage_since = week;
}
