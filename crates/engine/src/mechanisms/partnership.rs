//! Partnership: trust, common language and priorities of social care and its partner agencies.
//!
//! *Equations.* Trust T up .01 (1-T) per joint success, down .03 T per breach (a decision over a
//! partner's head), at most one of each a week, so as shares of the week's occasions; dialogue with
//! partners, at the director's influence on them, makes joint work more likely to succeed. Language
//! L rises with joint work; leavers on both sides take their share of T and L. Priorities follow
//! Friedkin and Johnsen on contact x trust, stubbornness .4, once a meeting cycle. *Sources.*
//! MODEL.md section 5; Ansell and Gash, Vangen and Huxham (MECHANISMS.md section 3); De Jong 2016.

use crate::context::StepContext;
use crate::mechanisms::{framework, influence, partners};
use crate::parameters;
use crate::setting::State;
use crate::style::{USUAL_PARTNERS, Use};
use crate::world::{GROUP_MANAGEMENT, PARTNERS, Service};

parameters! {
    /// Partnership.
    Partnership "partnership" {
        gain: 0.01, 0.005 .. 0.03, "a week", "MODEL.md section 5", "Trust gained in a week of joint successes, of what is missing.";
        loss: 0.03, 0.01 .. 0.06, "a week", "MODEL.md section 5 (ratio 3, range 2-6)", "Trust lost in a week of breaches, of what is there.";
        breach: 0.3, 0.1 .. 1.0, "share", "assumption", "Share of decisions over a partner's head that it takes for a breach.";
        meets: 0.03, 0.0 .. 0.1, "a week", "unknown: trust is built by meeting (Ansell and Gash); no size is published", "Trust gained by time with partners beyond the usual, at full influence, of what is missing; lost by less.";
        dialogue: 0.3, 0.0 .. 0.8, "share", "assumption", "How far full influence and usual time with partners turn missed into joint work.";
        language: 0.01, 0.001 .. 0.02, "a week", "MECHANISMS.md section 3 (+.02 a week of joint training)", "Language gained in a week of joint work, of what is missing.";
        partner_turnover: 0.15, 0.05 .. 0.3, "a year", "assumption", "Partners' staff who leave.";
        cut_turnover: 4.0, 0.0 .. 10.0, "ratio", "assumption: a cut of a quarter doubles departures", "How much more of partners' staff leave under a cut of their whole budget.";
        taken: 0.5, 0.0 .. 1.0, "share", "MECHANISMS.md section 3: half lost when a partner's worker changes", "What leavers take of their share of trust and language.";
        stubbornness: 0.4, 0.2 .. 0.7, "share", "Friedkin and Johnsen; MODEL.md section 5", "How far an agency stays with its own priorities.";
        cycle: 6.0, 2.0 .. 13.0, "weeks", "MECHANISMS.md section 3", "Meeting cycle of the boards.";
    }
}

/// What each board adds to talking: two are usual, and half of it is done elsewhere (assumption).
const EACH_BOARD: f64 = 0.25;
/// Half of social care's priority, which is in the middle: talks end half way between both.
const MIDDLE_HALF: f64 = 0.25;

/// Mean trust between social care and its partners.
pub(crate) fn trust(service: &Service) -> f64 {
    service.partners[..PARTNERS].iter().map(|partner| partner.trust).sum::<f64>() / PARTNERS as f64
}

/// Trust, language, priorities: one week.
pub(crate) fn build(service: &mut Service, context: &StepContext<'_>) {
    let p = &context.p.partnership;
    // Boards and forums are where the talking is done.
    let places = 0.5 + EACH_BOARD * context.setting.structure.boards;
    let attention = (context.style.time(Use::Partners) / USUAL_PARTNERS).min(2.0)
        * places
        * (0.5 + service.leadership.director.competence[GROUP_MANAGEMENT]);
    partners::keep(service, context);
    let embedded = 1.0 + context.p.framework.learning * framework::mean(service);
    let left = service.workforce.teams.iter().map(|team| team.left * team.people).sum::<f64>()
        / service.workforce.teams.iter().map(|team| team.people).sum::<f64>().max(1.0);
    // Cuts take partners' people, and with them what they knew of each other.
    let cut = 1.0 + p.cut_turnover * (1.0 - context.weekly.partner_budget);
    let turnover = p.partner_turnover * cut / crate::calendar::WEEKS_A_YEAR;
    let meets = context.week.is_multiple_of((p.cycle as u32).max(1));
    for agency in 0..PARTNERS {
        let influence = influence::on_partner(service, context, agency);
        let counts = &service.counts;
        let (joint, missed, alone) = (
            f64::from(counts.joint[agency]),
            f64::from(counts.missed[agency]),
            f64::from(counts.alone[agency]),
        );
        let partner = &mut service.partners[agency];
        let (mut trust, mut language) = (partner.trust, partner.language);
        let occasions = joint + missed;
        if occasions > 0.0 {
            let success = joint / occasions;
            let success = success + (1.0 - success) * p.dialogue * influence * attention;
            let breach = (alone / occasions).min(1.0) * p.breach;
            trust += p.gain * success * (1.0 - trust) - p.loss * breach * trust;
            language += p.language * embedded * success * (1.0 - language);
        }
        let more = p.meets * influence * (attention - 1.0);
        trust += if more > 0.0 { more * (1.0 - trust) } else { more * trust };
        let kept = 1.0 - p.taken * (left + turnover);
        if !context.holds(State::Trust) {
            partner.trust = (trust * kept).clamp(0.0, 1.0);
        }
        if !context.holds(State::Language) {
            partner.language = (language * kept).clamp(0.0, 1.0);
        }
        if meets {
            let pull = (1.0 - p.stubbornness) * partner.trust;
            partner.priority =
                (1.0 - pull) * partner.own_priority + pull * (partner.priority * 0.5 + MIDDLE_HALF);
        }
    }
}
