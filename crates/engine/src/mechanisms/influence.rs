//! Influence: how far what a director wants reaches a team or a partner, along the line and along
//! relationships.
//!
//! *Question.* Who is reached? *Equations.* Along the line: authority F x A x `line_keep`^levels,
//! at once, passing to a successor within about two months, inside the organisation only. Along
//! relationships: credibility M x bond or trust x `distance_keep`^distance, across agencies, built
//! over about a year by being there, mostly lost when the person leaves. A director meets about 150
//! people a quarter; the rest of what a team feels of leading are the days with its own leaders, as
//! far as these pass on what the director wants ([`relay`]). Influence is K_line + s K_rel (1 -
//! K_line), s the source coordinate of the way of leading that is felt there: the line is there in
//! any case, moral authority adds to it; overload weakens both. Culture converts at `chi_line`
//! along the line and at `chi_relations` along relationships. *Sources.* MODEL.md section 5 (all
//! coefficients `[a]`); Howell 2005, Tucker and Singer 2014.
//!
//! *The null run.* With `separate` at 0 relationships carry nothing beyond the line, so that the
//! source makes no difference, bit for bit.

use crate::context::StepContext;
use crate::mechanisms::relay;
use crate::parameters;
use crate::setting::State;
use crate::style::{USUAL_DANCE_FLOOR, USUAL_PARTNERS, USUAL_POLITICS, Use};
use crate::world::{GROUP_MANAGEMENT, SOCIAL_AWARENESS, Service, Way};

parameters! {
    /// Influence.
    Influence "influence" {
        separate: 1.0, 0.0 .. 1.0, "share", "MODEL.md section 5: the null run is 0", "How far moral authority adds to formal authority: 0 not at all, 1 in full.";
        formal: 0.6, 0.0 .. 1.0, "share", "unknown: whoever holds the post is met because of it", "What time with partners does under a formal source, of what it does under a moral one.";
        line_keep: 0.9, 0.7 .. 1.0, "share a level", "MODEL.md section 5, assumption", "What a level of the line passes on.";
        buried: 0.5, 0.0 .. 1.0, "share per unit of overload", "unknown: no published value; overload weakens both routes of influence", "What overload of a team takes of the influence that reaches it.";
        levels: 3.0, 1.0 .. 5.0, "levels", "MODEL.md section 2: director, assistant directors, heads, managers", "Levels between director and team.";
        distance_keep: 0.75, 0.5 .. 0.9, "share a step", "MODEL.md section 5, assumption; MECHANISMS.md (.5-.9)", "What a step of distance leaves of personal influence.";
        in_person: 150.0, 50.0 .. 300.0, "people a quarter", "MECHANISMS.md section 3", "People a director can meet at the usual time on the dance floor.";
        settle: 0.12, 0.03 .. 0.3, "a week", "MODEL.md section 5: within two months", "How fast the authority of the post passes to a successor.";
        chi_line: 0.3, 0.1 .. 0.8, "share", "MECHANISMS.md section 3 (.1-.5);, assumption", "How far influence along the line converts culture.";
        chi_relations: 0.8, 0.1 .. 1.0, "share", "MECHANISMS.md section 3 (.8);, assumption", "How far influence along relationships converts culture.";
        bond: 0.03, 0.01 .. 0.08, "a week", "MODEL.md section 5: about a year to build", "How fast a bond with a team grows when its people are met.";
        credit: 0.03, 0.01 .. 0.06, "a week", "MODEL.md section 5", "Credibility gained by a promise kept or a problem solved, of what is missing.";
        debit: 0.09, 0.03 .. 0.2, "a week", "MODEL.md section 5", "Credibility lost by a breach, of what is there.";
        lost: 0.7, 0.3 .. 1.0, "share", "MODEL.md section 5: mostly lost on leaving;, assumption", "Share of bonds that leave with the director.";
        newcomer: 0.3, 0.1 .. 0.5, "0 to 1", "MECHANISMS.md section 3 (succession resets M to .3)", "Credibility that a new director starts with.";
    }
}

/// Share of influence that leaders below relay whatever they think of the director (assumption).
const RELAYED_ANYWAY: f64 = 0.3;
/// The rest, which they relay in proportion to the director's credibility with staff.
const RELAYED_ON_CREDIT: f64 = 0.7;
/// What is relayed without ready deputies, over that with usual ones (assumption).
const RELAYED_ALONE: f64 = 0.85;
/// Share of a bond that fades in a week without being renewed: half of it in a year.
const FADES: f64 = 0.013;
/// Utilisation at which no promise to staff can be kept (assumption).
const NOTHING_DONE: f64 = 1.5;
/// Share of what is not kept, or decided over heads, that is taken for a breach (assumption).
const BREACHES: f64 = 0.35;
/// Breach that members see in an overspend of the whole budget: full from a quarter on
/// (assumption).
const OVERSPEND_BREACHES: f64 = 4.0;

/// Of what a team feels of leading, the part that comes from the director in person, and of the
/// rest what its own leaders pass on.
fn reach(service: &Service, context: &StepContext<'_>, team: usize) -> (f64, f64) {
    let people = service.workforce.people;
    let met = (context.p.influence.in_person * context.style.time(Use::DanceFloor)
        / USUAL_DANCE_FLOOR
        / people.max(1.0))
    .min(1.0);
    let direct = (1.0 - context.p.leaders.daily) * met;
    let relay = relay::passed_on(service, context, team)
        * (RELAYED_ANYWAY + RELAYED_ON_CREDIT * service.leadership.director.credibility[0])
        * (0.5 + service.leadership.director.competence[GROUP_MANAGEMENT])
        * (RELAYED_ALONE + 0.5 * service.leadership.below.ready());
    (direct, (1.0 - direct) * relay.min(1.0))
}

/// Routes to a team: the strength of the line and of relationships, and the way of leading that is
/// felt at their end.
struct Routes {
    line: f64,
    relations: f64,
    felt: Way,
}

fn routes(service: &Service, context: &StepContext<'_>, team: usize) -> Routes {
    let p = &context.p.influence;
    let director = &service.leadership.director;
    let interim = if director.interim { 0.5 } else { 1.0 };
    // Who is buried in work is reached less, by whatever route.
    let buried = 1.0 - p.buried * (service.workforce.teams[team].utilisation - 1.0).clamp(0.0, 1.0);
    let line = context.setting.start.authority
        * director.authorisation
        * director.settled
        * interim
        * buried
        * context.constants.line;
    let (direct, relayed) = reach(service, context, team);
    // The director is a step away, and so are a team's own leaders.
    let relations = director.credibility[0]
        * interim
        * buried
        * p.distance_keep
        * (direct * service.workforce.teams[team].bond + relayed).min(1.0);
    Routes { line, relations: p.separate * relations, felt: relay::felt(service, context, team, direct) }
}

/// Influence of the director on a team, 0 to 1: everybody in the post has the line; moral authority
/// comes on top, in what the line leaves (vertical and shared leadership add: Nicolaides and others
/// 2014).
pub(crate) fn strength(service: &Service, context: &StepContext<'_>, team: usize) -> f64 {
    let Routes { line, relations, felt } = routes(service, context, team);
    (line + felt.source * relations * (1.0 - line)).clamp(0.0, 1.0)
}

/// Influence on a team's behaviour, as far as it converts culture: what people do because they
/// believe in it. Time on the dance floor and on developing others is what it travels by.
pub(crate) fn conversion(service: &Service, context: &StepContext<'_>, team: usize) -> f64 {
    let p = &context.p.influence;
    let Routes { line, relations, felt } = routes(service, context, team);
    let (line, relations) = (p.chi_line * line, p.chi_relations * relations);
    (line + felt.source * relations * (1.0 - line)).clamp(0.0, 1.0) * felt.practice
}

/// Mean influence over teams.
pub(crate) fn mean_strength(service: &Service, context: &StepContext<'_>) -> f64 {
    let teams = service.workforce.teams.len().max(1) as f64;
    (0..service.workforce.teams.len()).map(|team| strength(service, context, team)).sum::<f64>() / teams
}

/// Influence on a partner agency, which no line reaches.
pub(crate) fn on_partner(service: &Service, context: &StepContext<'_>, agency: usize) -> f64 {
    let p = &context.p.influence;
    let director = &service.leadership.director;
    let interim = if director.interim { 0.5 } else { 1.0 };
    let relations =
        director.credibility[1 + agency] * interim * service.partners[agency].trust * p.distance_keep;
    // No line reaches a partner; the post opens its doors, and moral authority does the rest.
    let under = p.formal + (1.0 - p.formal) * p.separate * relay::met_by_partner(service, context, agency);
    (under * relations).clamp(0.0, 1.0)
}

/// Credibility that a leader who is seen so much wins or loses in a week with staff of a load.
/// Promises are kept where work can be done and breached where it cannot; visits raise hopes and,
/// if what they raise is resolved, credibility.
pub(crate) fn earned(context: &StepContext<'_>, seen: f64, load: f64, now: f64) -> f64 {
    let p = &context.p.influence;
    let done = (NOTHING_DONE - load).clamp(0.0, 1.0);
    seen * (p.credit * done * (1.0 - now) - p.debit * (1.0 - done) * BREACHES * now)
}

/// Bonds and credibility, week by week.
pub(crate) fn build(service: &mut Service, context: &StepContext<'_>) {
    let p = &context.p.influence;
    let people = service.workforce.people;
    let met =
        (p.in_person * context.style.time(Use::DanceFloor) / USUAL_DANCE_FLOOR / people.max(1.0)).min(1.0);
    service.leadership.director.settled += p.settle * (1.0 - service.leadership.director.settled);
    if context.holds(State::Credibility) {
        return;
    }
    let social = 0.5 + service.leadership.director.competence[SOCIAL_AWARENESS];
    for team in &mut service.workforce.teams {
        team.bond = (team.bond + p.bond * social * met * (1.0 - team.bond)
            - FADES * team.bond
            - 0.5 * team.left * team.bond)
            .clamp(0.0, 1.0);
    }
    let seen = social * (context.style.time(Use::DanceFloor) / USUAL_DANCE_FLOOR).min(2.0);
    let staff = &mut service.leadership.director.credibility[0];
    *staff += earned(context, seen, service.workforce.utilisation, *staff);
    *staff = staff.clamp(0.0, 1.0);
    // Partners: what was decided together against what was decided over their heads.
    let attention = social * (context.style.time(Use::Partners) / USUAL_PARTNERS).min(2.0);
    for agency in 0..6 {
        let together = f64::from(service.counts.joint[agency]);
        let over = f64::from(service.counts.alone[agency]);
        let share = if together + over > 0.0 { together / (together + over) } else { 0.5 };
        let partner = &mut service.leadership.director.credibility[1 + agency];
        *partner +=
            attention * p.credit * share * (1.0 - *partner) - p.debit * (1.0 - share) * BREACHES * *partner;
        *partner = partner.clamp(0.0, 1.0);
    }
    let politics = (context.style.time(Use::Politics) / USUAL_POLITICS).min(2.0);
    let members = &mut service.leadership.director.credibility[7];
    let overspent = (service.environment.spending / service.environment.usual.max(1.0)
        - service.environment.budget)
        .max(0.0);
    *members += politics * p.credit * 0.5 * (1.0 - *members)
        - p.debit * (overspent * OVERSPEND_BREACHES).min(1.0) * *members;
    *members = members.clamp(0.0, 1.0);
}
