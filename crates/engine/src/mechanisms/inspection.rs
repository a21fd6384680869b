//! Inspection: what files show, what practice is, and how well leaders know it.
//!
//! *Question.* What does a judgement rest on, and what does it set off? *Equations.* Inspectors
//! come about every `interval` weeks (a keyed spread of a fifth either way), after two years where
//! the last judgement was inadequate. Grade = `stays` x the last one + (1 - `stays`) x (`level` +
//! how files (timeliness), practice (culture, what is known of children, strain) and self-knowledge
//! stand against what is usual in the country) + noise - what a national framework is stricter by
//! ([`crate::mechanisms::succession::frame`]). Inadequate: the mandate falls, salience
//! jumps, rules grow, people stay away, the director's post shakes, hours go into monitoring; money
//! and help with practice come. Good and outstanding strengthen the mandate. *Sources.* MODEL.md
//! sections 1 and 5; persistence and turn-round: judgements before 2018 (inadequate
//! became inadequate 7, requires improvement 9, good 3; adequate 8, 21, 10; good 6, 11, 20 and 3
//! outstanding); MECHANISMS.md sections 1 (R7) and 3; weights are assumptions.

use crate::context::StepContext;
use crate::mechanisms::{environment, signals};
use crate::parameters;
use crate::rng::{EntityId, Tag};
use crate::samplers::normal;
use crate::style::{Signal, Trigger};
use crate::world::Service;

parameters! {
    /// Inspection.
    Inspection "inspection" {
        interval: 235.0, 104.0 .. 312.0, "weeks", "MODEL.md section 1: about every 4.5 years", "Between two inspections.";
        again: 104.0, 52.0 .. 156.0, "weeks", "assumption: about two years after an inadequate judgement", "Until the next inspection after an inadequate judgement.";
        files: 6.0, 0.0 .. 12.0, "grades per unit of timeliness", "assumption", "How much timely assessments raise the judgement.";
        practice: 5.0, 0.0 .. 10.0, "grades per unit", "assumption", "What practice counts: culture, what is known of children, strain.";
        knowledge: 3.0, 0.0 .. 8.0, "grades per unit", "assumption; MODEL.md section 1: how well leaders know it", "What leaders' knowledge of their service counts.";
        stays: 0.45, 0.0 .. 0.9, "share", "judgements before 2018, 98 pairs: 37 % of inadequate, 54 % of adequate, 58 % of good or better stay", "How far a judgement follows the last one.";
        level: 1.6, 1.0 .. 2.2, "grades", "judgements before 2018: where authorities come to in the long run", "Grade of a usual service, 0 inadequate to 4 beyond outstanding.";
        usual_practice: 0.61, 0.3 .. 0.8, "0 to 1", "computed: mean of culture, what is known, and 1 - strain in the average authority", "Practice of a usual service.";
        usual_known: 0.92, 0.5 .. 1.0, "0 to 1", "computed: in the average authority under the incumbent", "How well leaders know a usual service.";
        money: 0.04, 0.0 .. 0.15, "share", "assumption: improvement grants and members' rescue money", "Budget added while a service is inadequate.";
        improves: 0.05, 0.0 .. 0.2, "0 to 1", "unknown: partners in practice and commissioners", "Support of staff added while a service is inadequate.";
        noise: 0.75, 0.1 .. 1.2, "grades", "judgements before 2018, as `stays`", "Spread of judgements on the same service.";
        exits: 0.4, 0.0 .. 1.0, "log", "holders per authority 2008-14: 2.2 outstanding, 2.3 good, 2.6 adequate, 2.9 inadequate", "How an inadequate judgement drives directors out.";
        mandate: 0.3, 0.0 .. 0.6, "share", "assumption", "What an inadequate judgement takes of the mandate; a good one gives a third of it.";
        salience: 0.1, 0.0 .. 0.3, "share of 1 - salience", "assumption", "Jump of salience after an inadequate judgement.";
        rules: 0.12, 0.0 .. 0.4, "share of 1 - prescription", "MECHANISMS.md section 1 (R7)", "Rules added after an inadequate judgement.";
        repute: 0.25, 0.0 .. 0.8, "log", "assumption; vacancy rises steeply from good to inadequate (B-series)", "How far applicants stay away from an inadequate service.";
        monitoring: 0.02, 0.0 .. 0.06, "share of hours", "assumption: quarterly monitoring", "Hours that monitoring takes while inadequate.";
    }
}

/// The best judgement, in grades: 0 inadequate to 3 outstanding (Ofsted's four).
pub(crate) const OUTSTANDING: f64 = 3.0;
/// Highest grade before it is rounded down: a numerical guard that keeps it below 4.
const MOST_GRADE: f64 = 3.99;
/// Things that inspectors look at in practice: culture, what is known of children, strain.
const LOOKED_AT: f64 = 3.0;
/// Soonest next inspection, as a share of the interval (assumption: a fifth either way).
const SOONEST: f64 = 0.8;
/// From the soonest to the latest, as a share of the interval (assumption: a fifth either way).
const SPAN: f64 = 0.4;
/// Mandate that an inadequate judgement takes, over what each grade from good on gives
/// (assumption).
const MANDATE_PARTS: f64 = 3.0;

/// When the first inspection after the warm-up comes: at any time of an interval.
pub(crate) fn first(service: &mut Service, context: &StepContext<'_>) {
    let who = EntityId::authority(service.authority);
    let draw = context.rng_key.uniform(who, Tag::Inspect, 0, 0);
    service.oversight.inspection.judgement =
        (context.setting.start.judgement + 0.5).clamp(0.0, OUTSTANDING) as u8;
    service.oversight.inspection.next = context.week + (draw * interval(service, context)) as u32;
}

fn interval(service: &Service, context: &StepContext<'_>) -> f64 {
    let p = &context.p.inspection;
    if service.oversight.inspection.is_inadequate() { p.again } else { p.interval }
}

/// What inspectors find where they look at practice itself.
fn practice(service: &Service) -> f64 {
    let known = f64::from(service.stocks.shared) / f64::from(service.stocks.pieces.max(1));
    (service.leadership.seen.real(Signal::Culture) + known + 1.0
        - service.leadership.seen.real(Signal::Strain))
        / LOOKED_AT
}

/// Where the service stands today, in grades, by what inspectors look at.
pub(crate) fn grade(service: &Service, context: &StepContext<'_>) -> f64 {
    let p = &context.p.inspection;
    let files = service.leadership.seen.now(Signal::Timeliness) - context.p.scrutiny.usual_timely;
    p.level
        + p.files * files
        + p.practice * (practice(service) - p.usual_practice)
        + p.knowledge * (signals::known(service) - p.usual_known)
}

/// What inspectors would say, at an inspection of a number.
pub(crate) fn judge(service: &Service, context: &StepContext<'_>, number: u32) -> u8 {
    let p = &context.p.inspection;
    let who = EntityId::authority(service.authority);
    // The first number is drawn on when the first inspection falls: its judgement has a block
    // apart.
    let draw = context.rng_key.block(who, Tag::Inspect, number, u16::from(number == 0));
    let last = f64::from(service.oversight.inspection.judgement) + 0.5;
    let stands = grade(service, context);
    let grade = p.stays * last + (1.0 - p.stays) * stands + p.noise * normal(draw.uniform(0))
        - service.oversight.inspection.stricter;
    grade.clamp(0.0, MOST_GRADE) as u8
}

/// The week of an inspection.
pub(crate) fn inspect(service: &mut Service, context: &StepContext<'_>) {
    if context.warming || service.oversight.inspection.next > context.week {
        return;
    }
    let p = &context.p.inspection;
    let who = EntityId::authority(service.authority);
    service.oversight.inspection.number += 1;
    let draw = context.rng_key.block(who, Tag::Inspect, service.oversight.inspection.number, 0);
    service.oversight.inspection.judgement = judge(service, context, service.oversight.inspection.number);
    let next = interval(service, context) * (SOONEST + SPAN * draw.uniform(1));
    service.oversight.inspection.next = context.week + (next as u32).max(4);
    service.counts.inspections += 1;
    service.leadership.leading.happened |= Trigger::Inspection.bit();
    match service.oversight.inspection.judgement {
        0 => {
            service.leadership.director.authorisation *= 1.0 - p.mandate;
            environment::jump(service, context, p.salience);
            for rules in &mut service.leadership.prescription {
                *rules += p.rules * (1.0 - *rules);
            }
            service.leadership.leading.happened |= Trigger::InadequateJudgement.bit();
        }
        1 => {}
        better => {
            let gain = p.mandate / MANDATE_PARTS * f64::from(better - 1);
            service.leadership.director.authorisation +=
                gain * (1.0 - service.leadership.director.authorisation);
        }
    }
}
