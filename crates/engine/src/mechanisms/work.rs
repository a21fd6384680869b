//! Work: hours due, hours there, utilisation.
//!
//! *Question.* How much of what is due gets done? *Equations.* A whole-time worker has 37 x
//! `presence` hours, of which the share `casework` - `recording` x prescription of recording is
//! casework; capacity falls with strain and inexperience, x (1 - .45 (x - .2)) (1 + .4 (E - .5));
//! meetings come out of it. Utilisation u = hours due / hours there, per team. Statutory work
//! first: its share is min(1, there / due); work for need gets the rest. *Units.* Hours a week.
//! *Sources.* MODEL.md section 4, PROTOTYPE.md parts 1 and 3, items 5 and 6; D044 (40 % and more of
//! time on administration).

use crate::context::StepContext;
use crate::mechanisms::{establishment, framework, programme};
use crate::parameters;
use crate::style::DecisionKind;
use crate::world::{Holder, ONE, Service};

parameters! {
    /// Hours.
    Work "work" {
        assessment: 1.12, 0.8 .. 1.8, "hours a week", "PROTOTYPE.md part 1 (fitted to utilisation .9)", "Casework due for an assessment.";
        enquiry: 2.6, 1.8 .. 4.0, "hours a week", "PROTOTYPE.md part 1", "Casework due while an enquiry runs.";
        need: 0.526, 0.3 .. 1.0, "hours a week", "PROTOTYPE.md part 1", "Casework due for a child in need.";
        plan: 1.45, 1.0 .. 2.2, "hours a week", "PROTOTYPE.md part 1", "Casework due under a protection plan.";
        care: 0.77, 0.5 .. 1.2, "hours a week", "PROTOTYPE.md part 1", "Casework due for a child looked after.";
        presence: 0.85, 0.7 .. 0.95, "share", "PROTOTYPE.md part 1", "Share of paid hours worked: leave, sickness, training.";
        casework: 0.7125, 0.6 .. 0.9, "share", "MECHANISMS.md section 3", "Casework of hours worked if nothing were prescribed.";
        recording: 0.25, 0.15 .. 0.5, "share", "MECHANISMS.md section 3; D035-D045", "What full prescription of recording takes of it.";
        strain: 0.45, 0.0 .. 0.8, "per unit of strain", "MODEL.md section 4", "Capacity lost with strain above .2.";
        expertise: 0.4, 0.0 .. 0.8, "per unit of expertise", "MODEL.md section 4", "Capacity gained with expertise above .5.";
        absence: 0.1, 0.0 .. 0.3, "per unit of strain", "assumption; absence 3 % in the workforce statistics", "Presence lost with strain above .2.";
        relearning: 0.05, 0.0 .. 0.2, "share", "assumption: the same for every departure from the predecessor's style", "Hours lost at first when a style changes.";
        change: 0.12, 0.05 .. 0.25, "share", "MECHANISMS.md section 3 (zeta)", "Hours that a task of the change programme takes while it is worked on at its usual pace.";
    }
}

/// Hours of a full-time week (local government's national agreement: 37).
const HOURS: f64 = 37.0;
/// Strain of staff at which presence and pace are usual, 0 to 1 (assumption).
const USUAL_STRAIN: f64 = 0.2;
/// Least pace of a worker, over the usual: a numerical guard that keeps it away from 0.
const LEAST_CAPACITY: f64 = 0.05;
/// Least of a team's hours that meetings and duty leave: a numerical guard that keeps them above 0.
const LEAST_THERE: f64 = 0.05;
/// Highest utilisation of a team: a numerical guard, as hours there may come near 0.
const MOST_UTILISATION: f64 = 5.0;

/// This week's work of every team.
pub(crate) fn weigh(service: &mut Service, context: &StepContext<'_>) {
    let p = &context.p.work;
    let hours_due = [0, 1, 2, 3, 4].map(|work| context.hours_due(work) * context.weekly.work);
    let casework =
        p.casework - p.recording * service.leadership.prescription[DecisionKind::Recording as usize];
    let lost = (1.0 - p.relearning * service.environment.relearning)
        * (1.0 - programme::unfinished(service, context))
        * (1.0 - service.programme.unsettled)
        * (1.0 - framework::costs(service, context))
        * (1.0 - service.trial.away)
        * if service.oversight.inspection.is_inadequate() {
            1.0 - context.p.inspection.monitoring
        } else {
            1.0
        };
    // Contacts are dealt with by duty, which every team that holds cases takes in turn.
    let duty = f64::from(service.counts.contacts) * context.p.noticing.contact_hours
        / service.workforce.teams.iter().filter(|team| team.holds_cases).count().max(1) as f64;
    let mut statutory = [0.0; 256];
    let mut need = [0.0; 256];
    let mut there = [0.0; 256];
    for post in &service.workforce.posts[..usize::from(service.workforce.case_posts)] {
        let team = usize::from(post.team).min(255);
        for work in [0, 1, 3, 4] {
            statutory[team] += f64::from(post.cases[work]) * hours_due[work];
        }
        need[team] += f64::from(post.cases[2]) * hours_due[2];
        if post.holder != Holder::Vacant {
            there[team] += hours_of(post, context, casework) * lost;
        }
    }
    let due: f64 = statutory.iter().chain(&need).sum();
    let (mut sum, mut teams) = (0.0, 0.0);
    for (index, team) in service.workforce.teams.iter_mut().enumerate() {
        if !team.holds_cases {
            continue;
        }
        let index = index.min(255);
        let there = (there[index] - team.meeting_hours as f64 / ONE - duty).max(LEAST_THERE * there[index]);
        let (statutory, need) = (statutory[index], need[index]);
        let all = statutory + need;
        team.utilisation = if all <= 0.0 {
            0.0
        } else if there <= 0.0 {
            MOST_UTILISATION
        } else {
            (all / there).min(MOST_UTILISATION)
        };
        team.statutory = if statutory <= there { 1.0 } else { there / statutory };
        team.need = if need <= 0.0 { 1.0 } else { ((there - statutory) / need).clamp(0.0, 1.0) };
        team.statutory_integral += team.statutory;
        team.need_integral += team.need;
        // What is decided from here on is paid for next week.
        team.meeting_hours = 0;
        sum += team.utilisation;
        teams += 1.0;
    }
    service.workforce.utilisation = if teams > 0.0 { sum / teams } else { 0.0 };
    let overall = service.workforce.utilisation;
    for team in &mut service.workforce.teams {
        if !team.holds_cases {
            team.utilisation = overall;
        }
    }
    establishment::follow(service, context, due);
}

/// Casework hours of one worker this week.
fn hours_of(post: &crate::world::Post, context: &StepContext<'_>, casework: f64) -> f64 {
    let p = &context.p.work;
    let strain = f64::from(post.strain) - USUAL_STRAIN;
    let presence = p.presence * (1.0 - p.absence * strain);
    let capacity = (1.0 - p.strain * strain) * (1.0 + p.expertise * (f64::from(post.expertise) - 0.5));
    HOURS * presence * casework * capacity.max(LEAST_CAPACITY)
}
