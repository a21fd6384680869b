//! Scrutiny: incidents that the public hears of, what leaders and members see, and the mandate.
//!
//! *Equation.* Authorisation A relaxes to visible performance at .3 a year, moved by time for
//! politics and lowered by incidents in proportion to salience. Visible performance is timeliness,
//! vacancy and overspending, late and against the usual: that is what is reported
//! ([`crate::mechanisms::signals`]). *Sources.* MODEL.md section 5; Moore; Boyne 2010
//! (MECHANISMS.md section 3).

use crate::calendar::WEEKS_A_YEAR;
use crate::context::StepContext;
use crate::mechanisms::environment;
use crate::parameters;
use crate::rng::{EntityId, Tag};
use crate::setting::State;
use crate::style::{Signal, Trigger, USUAL_POLITICS, Use};
use crate::world::Service;

parameters! {
    /// Scrutiny.
    Scrutiny "scrutiny" {
        relax: 0.3, 0.1 .. 1.0, "a year", "MODEL.md section 5", "How fast the mandate follows visible performance.";
        timely: 2.0, 0.0 .. 5.0, "per unit", "assumption", "How much timely assessments above the usual rate raise visible performance.";
        vacancy: 1.5, 0.0 .. 5.0, "per unit", "assumption", "How much vacancies above the usual rate lower visible performance.";
        usual_timely: 0.83, 0.7 .. 0.95, "share", "A172 to A177: assessments within 45 working days, England", "Timeliness at which nobody takes notice.";
        overspend: 1.0, 0.0 .. 4.0, "per unit", "assumption", "How much spending above the budget, as a share of the budget, lowers visible performance.";
        politics: 0.1, 0.0 .. 0.4, "a year", "assumption", "What usual time for politics adds to the mandate, times credibility with members.";
    }
}

/// What became known this week, and what it does to the mandate.
pub(crate) fn scrutinise(service: &mut Service, context: &StepContext<'_>) {
    let p = &context.p.scrutiny;
    let heard = f64::from(service.counts.incidents);
    if heard > 0.0 {
        let who = EntityId::authority(service.authority);
        for incident in 0..service.counts.incidents.min(8) {
            if context.rng_key.uniform(who, Tag::Public, context.week, incident as u16)
                < context.p.environment.heard
            {
                // A larger authority has more incidents: each is a smaller part of the news.
                let jump = context.p.environment.jump / context.constants.effects.scale.max(1.0);
                environment::jump(service, context, jump);
                environment::incident(service, context, jump);
                service.leadership.leading.happened |= Trigger::SeriousIncident.bit();
            }
        }
    }
    if context.holds(State::Authorisation) {
        return;
    }
    // An authority is held against what is usual there (posts) and everywhere (deadlines).
    let start = context.setting.start.authorisation;
    let timely = service.leadership.seen.now(Signal::Timeliness) - p.usual_timely;
    let vacant = service.leadership.seen.now(Signal::Vacancy) - context.setting.authority.vacancy;
    let overspent = service.leadership.seen.now(Signal::Overspend).max(0.0);
    let visible = (start + p.timely * timely - p.vacancy * vacant - p.overspend * overspent).clamp(0.0, 1.0);
    let politics = p.politics
        * ((context.style.time(Use::Politics) / USUAL_POLITICS).min(2.0)
            * service.leadership.director.credibility[7]
            / 0.5
            - 1.0);
    let director = &mut service.leadership.director;
    director.authorisation += (p.relax * (visible - director.authorisation)
        + politics * (1.0 - director.authorisation))
        / WEEKS_A_YEAR;
    director.authorisation = director.authorisation.clamp(0.0, 1.0);
}
