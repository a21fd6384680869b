//! The child's pathway through the service in sentences: referral, assessment, enquiry, conference,
//! plan, care, closure.

use balcony_engine::world::{AGENCIES, ASSESSING, Child, FITS, NEVER, Occasion, Stage, WAITING};

use super::Event;
use super::changes::Changes;
use super::watch::Seen;
use super::words::{SOMEBODY, believed as took, count, level, nth, risk, span, thousands};

/// Adds this week's events of the pathway.
pub(super) fn tell(changes: &Changes<'_>, events: &mut Vec<Event>) {
    let mut say = |key, sentence: String, numbers: Vec<(&'static str, f64)>| {
        events.push(Event { week: changes.week(), key, sentence, numbers });
    };
    referral(changes, &mut say);
    enquiry(changes, &mut say);
    assessment(changes, &mut say);
    decided(changes, &mut say);
    stage(changes, &mut say);
    enquiry_began(changes, &mut say);
    decisions(changes, &mut say);
}

type Say<'a> = dyn FnMut(&'static str, String, Vec<(&'static str, f64)>) + 'a;

fn referral(changes: &Changes<'_>, say: &mut Say<'_>) {
    let Some(after) = changes.after.filter(|_| changes.referred()) else { return };
    let (child, before) = (&after.child, changes.was());
    let bits = changes.referrers();
    let source = (bits.count_ones() == 1).then(|| bits.trailing_zeros() as usize);
    // If a referral was closed in the same week, the state may not show who made it.
    let who = source.map_or("The child was referred".to_owned(), |source| {
        format!("{} referred the child", SOMEBODY[source.min(AGENCIES - 1)])
    });
    let since = (before.referred > 0).then(|| changes.week() - before.referred);
    let again = changes.re_referred();
    let sentence = match since {
        None => format!("{who} to children's social care."),
        Some(weeks) if again => {
            format!("{who} again, {} after the last referral: a re-referral.", span(weeks))
        }
        Some(weeks) => format!("{who} again, {} after the last referral.", span(weeks)),
    };
    let mut numbers = vec![("re-referral", f64::from(u8::from(again)))];
    numbers.extend(since.map(|weeks| ("weeks since the last", f64::from(weeks))));
    numbers.extend(source.map(|source| ("source", source as f64)));
    say("referral", sentence, numbers);
    let (believed, true_) = (f64::from(child.believed).clamp(0.0, 1.0), f64::from(child.risk()));
    let numbers = vec![("believed", believed), ("risk", true_)];
    if child.is_open() {
        let sentence = format!("The front door {}. A social work assessment began.", took(believed, true_));
        say("assessment", sentence, numbers);
    } else {
        let sentence = format!(
            "The front door {}. The referral was closed with no further action.",
            took(believed, true_)
        );
        say("no-further-action", sentence, numbers);
    }
}

fn enquiry(changes: &Changes<'_>, say: &mut Say<'_>) {
    if changes.enquiry_ended() {
        let into_care = changes.after.is_some_and(|after| after.child.stage == Stage::Care);
        if changes.conference_called() {
            say(
                "conference-called",
                "The section 47 enquiry led to an initial child protection conference.".to_owned(),
                vec![],
            );
        } else if !into_care && changes.after.is_some_and(|after| after.child.is_open()) {
            say(
                "enquiry-ended",
                "The section 47 enquiry ended; no conference was called.".to_owned(),
                vec![],
            );
        }
    }
    if changes.conference_held() {
        let after = changes.after.map(|after| &after.child);
        let sentence = match after.map(|child| child.stage) {
            Some(Stage::ProtectionPlan) if changes.plan_started() => {
                let nth_ = after.map_or(1, |child| u32::from(child.plans_ever));
                let more = if nth_ > 1 { format!(", the child's {}", nth(nth_)) } else { String::new() };
                format!("The initial child protection conference made a protection plan{more}.")
            }
            Some(Stage::Care) => "The conference decided that the child should be looked after.".to_owned(),
            _ => "The initial child protection conference made no protection plan.".to_owned(),
        };
        say("conference", sentence, vec![]);
    }
    if changes.plan_started() {
        let ever = changes.after.map_or(0, |after| after.child.plans_ever);
        let sentence = format!("The plan began at a risk of {}.", now(changes));
        say("plan", sentence, vec![("plans ever", f64::from(ever))]);
    }
}

fn enquiry_began(changes: &Changes<'_>, say: &mut Say<'_>) {
    if changes.enquiry_began() {
        let sentence = if changes.enquiry_joined() {
            "The section 47 enquiry into a brother or sister was widened to this child; the conference is in a week."
        } else if changes.referred() {
            "A section 47 enquiry began at once: social care, police and health ask whether the child is being harmed."
        } else {
            "A section 47 enquiry began: social care, police and health ask whether the child is being harmed."
        };
        say("enquiry", sentence.to_owned(), vec![]);
    }
}

fn now(changes: &Changes<'_>) -> String {
    risk(f64::from(changes.after.map_or(changes.before.risk, |after| after.child.risk())))
}

fn assessment(changes: &Changes<'_>, say: &mut Say<'_>) {
    if let Some(weeks) = changes.assessed() {
        let limit = changes.p.pathway.deadline;
        let timely = f64::from(weeks * 5) <= limit;
        let within =
            if timely { "in time".to_owned() } else { format!("past the limit of {limit:.0} working days") };
        let sentence = format!("The assessment took {}, {within}.", count(weeks, "week", "weeks"));
        say(
            "assessed",
            sentence,
            vec![("weeks", f64::from(weeks)), ("in time", f64::from(u8::from(timely)))],
        );
    }
    if changes.assessed_afresh() {
        say("assessed-afresh", "At a review a fresh assessment was ordered.".to_owned(), vec![]);
    }
}

fn stage(changes: &Changes<'_>, say: &mut Say<'_>) {
    let was = changes.was();
    let after = changes.after.map(|after| &after.child);
    let is = after.map_or(Stage::Unserved, |child| child.stage);
    let weeks = changes.week().saturating_sub(was.stage_since);
    let lasted = vec![("weeks", f64::from(weeks))];
    match (was.stage, is) {
        (Stage::Assessment, Stage::Need) => {
            let sentence = "The child was found to be a child in need.".to_owned();
            say("need", sentence, vec![]);
        }
        (Stage::ProtectionPlan, Stage::Need) => {
            let sentence =
                format!("The protection plan ended after {}; the child stays a child in need.", span(weeks));
            say("plan-ended", sentence, lasted);
        }
        (Stage::ProtectionPlan, Stage::Care | Stage::Unserved) => {
            say("plan-ended", format!("The protection plan ended after {}.", span(weeks)), lasted);
        }
        (Stage::Care, Stage::Need) => {
            let sentence = format!("After {} in care the child went home, as a child in need.", span(weeks));
            say("care-ended", sentence, lasted);
        }
        (Stage::Care, Stage::Unserved) if changes.permanence() => {
            let sentence = format!(
                "After {} in care the child left for good: adopted, or with a special guardian.",
                span(weeks)
            );
            say("care-ended", sentence, lasted);
        }
        (Stage::Care, Stage::Unserved) => {
            say("care-ended", format!("Care ended after {}.", span(weeks)), lasted);
        }
        _ => {}
    }
    if was.stage != Stage::Care && is == Stage::Care {
        let child = after.unwrap_or(was);
        let waits = child.has(WAITING) || child.waiting == Occasion::Placement;
        let sentence = if waits {
            "The child came into care, to an emergency placement away from home ground.".to_owned()
        } else {
            format!("The child came into care: {}.", placed(child))
        };
        say("care", sentence, vec![("risk", f64::from(child.risk()))]);
    } else if let Some(child) = after.filter(|child| is == Stage::Care && child.placement != was.placement) {
        let moved = changes.moved().moved;
        let sentence = if moved {
            format!("The placement broke down; the child moved: {}.", placed(child))
        } else {
            format!("A placement was settled: {}.", placed(child))
        };
        say(
            "placement",
            sentence,
            vec![("placement", f64::from(child.placement)), ("moved", f64::from(u8::from(moved)))],
        );
    } else if changes.moved().moved {
        say(
            "placement",
            "The placement broke down; the child moved to another of the same kind.".to_owned(),
            vec![("moved", 1.0)],
        );
    }
    closed(changes, say);
    help(changes, after, say);
}

fn placed(child: &Child) -> &'static str {
    match child.placement {
        1 => "a local foster home",
        2 => "foster care bought elsewhere, away from home ground",
        _ => "residential care",
    }
}

fn closed(changes: &Changes<'_>, say: &mut Say<'_>) {
    let Some(from) = changes.closed() else { return };
    let weeks = changes.week().saturating_sub(changes.was().referred);
    let numbers = vec![("weeks", f64::from(weeks)), ("risk", f64::from(changes.before.risk))];
    if from == Stage::Assessment && !changes.came_of_age() {
        say("not-in-need", "Assessed as not in need: the case was closed.".to_owned(), numbers);
    } else if !changes.permanence() && !changes.came_of_age() {
        say("closed", format!("The case was closed, {} after the referral.", span(weeks)), numbers);
    }
    if let Some(after) = changes.after {
        let left = f64::from(after.child.risk());
        let believed = f64::from(after.child.believed).clamp(0.0, 1.0);
        let sentence = format!("The need lived on: social care {}.", took(believed, left));
        say("lived-on", sentence, vec![("risk", left), ("believed", believed)]);
    }
}

/// Adds whether the help fits the need: when help is first agreed, and when that changes.
fn help(changes: &Changes<'_>, after: Option<&Child>, say: &mut Say<'_>) {
    let was = changes.was();
    let Some(child) = after.filter(|child| child.stage >= Stage::Need) else { return };
    let fits = child.has(FITS);
    let first = was.stage < Stage::Need;
    if !first && fits == was.has(FITS) {
        return;
    }
    let sentence = match (first, fits) {
        (true, true) => "The help agreed fits what this family needs.",
        (true, false) => "The help agreed does not fit what this family needs.",
        (false, true) => "The help was changed, and now fits what this family needs.",
        (false, false) => "The help was changed, and no longer fits what this family needs.",
    };
    say("help", sentence.to_owned(), vec![("fits", f64::from(u8::from(fits)))]);
}

/// Adds that a decision was made after waiting in a queue.
fn decided(changes: &Changes<'_>, say: &mut Say<'_>) {
    let waits = changes.after.is_some_and(|after| after.queue.is_some());
    if let Some(queue) = changes.before.queue.filter(|_| !waits && !changes.came_of_age()) {
        let weeks = changes.week().saturating_sub(queue.since);
        let sentence = format!("The decision that had waited {} was made.", span(weeks));
        say("decided", sentence, vec![("weeks", f64::from(weeks))]);
    }
}

fn decisions(changes: &Changes<'_>, say: &mut Say<'_>) {
    let Some(after) = changes.after else { return };
    let (was, child) = (changes.was(), &after.child);
    if let Some(queue) = after.queue.filter(|_| changes.before.queue.is_none()) {
        let site = if queue.director { "the director" } else { "the panel" };
        let others = match queue.before {
            0 => "as the first in the queue".to_owned(),
            1 => "behind one other".to_owned(),
            before => format!("behind {} others", thousands(f64::from(before))),
        };
        let sentence = format!("The decision {} had to wait for {site}, {others}.", on(queue.occasion));
        say("waiting", sentence, vec![("before", f64::from(queue.before))]);
    }
    let weeks = child.process_due.saturating_sub(changes.week());
    let meets = child.waiting != Occasion::None && was.waiting == Occasion::None && child.is_open();
    if meets && weeks >= 2 && child.process_due != NEVER {
        let sentence = format!(
            "All who hold a piece are to decide together {}; to meet takes them {}.",
            on(child.waiting),
            count(weeks, "week", "weeks")
        );
        say("meeting", sentence, vec![("weeks", f64::from(weeks))]);
    }
}

/// Describes the subject of a decision.
fn on(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::Placement => "on the placement",
        Occasion::AssessmentEnd => "on what follows from the assessment",
        _ => "at the review",
    }
}

/// Describes the state of a case at the beginning or the end of a story.
pub(super) fn standing(seen: &Seen, week: u32) -> String {
    let child = &seen.child;
    let weeks = span(week.saturating_sub(child.stage_since).max(1));
    let mut said = match child.stage {
        Stage::Unserved => "no open case".to_owned(),
        Stage::Assessment if child.has(ASSESSING) => "a social work assessment under way".to_owned(),
        Stage::Assessment => format!("assessed, {weeks} after the referral, and nothing decided"),
        Stage::Need => format!("a child in need for {weeks}"),
        Stage::ProtectionPlan => format!("under a protection plan for {weeks}"),
        Stage::Care => format!("looked after for {weeks}, in {}", placed(child)),
    };
    if let Some(queue) = seen.queue.filter(|queue| queue.since < week) {
        let site = if queue.director { "director" } else { "panel" };
        said.push_str(&format!(", a decision waiting for the {site} for {}", span(week - queue.since)));
    }
    said
}

/// The word for a level of risk.
pub(super) fn high(value: f64) -> &'static str {
    level(value)
}
