//! Workforce: people in posts, their strain, expertise, leaving, and who comes.
//!
//! *Equations.* x += .042 (1-x) f(u) - .04 x + .01 (team mean - x) - support effects, f = 1 / (1 +
//! (1.1/u)^6). Quits `quits` a year x exp(`quits_strain` (x - .3) - `quits_support` (support - .5))
//! x newcomer factor; no direct caseload term. E rises with supervision where discretion is
//! practised. A vacancy fills at `fill` a week, about 1 in 58, moved by reputation; agency covers
//! it in a week or two at a premium and leaves at short notice, taking no ties along and bringing
//! none. *Sources.* MODEL.md section 4; PROTOTYPE.md parts 1 and 3; Kim and Kao 2014, Mor Barak
//! 2009, Bakker 2005 (MECHANISMS.md section 3).

use crate::calendar::WEEKS_A_YEAR;
use crate::context::StepContext;
use crate::mechanisms::variation::Varies;
use crate::mechanisms::{allocation, establishment};
use crate::parameters;
use crate::rng::{Block, EntityId, Tag};
use crate::samplers::decay;
use crate::samplers::exp;
use crate::setting::State;
use crate::style::DecisionKind;
use crate::world::{Funding, Holder, Post, Service, World};

parameters! {
    /// Workforce.
    Workforce "workforce" {
        strain_up: 0.042, 0.02 .. 0.08, "a week", "MODEL.md section 4", "How fast load strains.";
        strain_down: 0.04, 0.02 .. 0.08, "a week", "MODEL.md section 4", "How fast people recover.";
        contagion: 0.01, 0.0 .. 0.03, "a week", "Bakker 2005 (MECHANISMS.md: 0-.03)", "How far strain of a team is catching.";
        relief: 0.01, 0.0 .. 0.03, "a week per unit of support", "assumption", "How far support above the usual relieves strain.";
        quits: 0.148, 0.1 .. 0.25, "a year", "PROTOTYPE.md part 1 (.13-.18)", "Employed workers who quit at strain .3 and usual support.";
        quits_strain: 0.5, 0.3 .. 1.6, "log", "Kim and Kao 2014", "How steeply quits rise with strain.";
        quits_support: 0.4, 0.2 .. 1.2, "log", "Mor Barak 2009", "How steeply quits fall with support.";
        newcomer: 0.8, 0.0 .. 2.0, "ratio", "PROTOTYPE.md part 1", "How much more a newcomer quits.";
        newcomer_weeks: 60.0, 20.0 .. 120.0, "weeks", "PROTOTYPE.md part 1", "How fast that wears off.";
        fill: 0.0172, 0.008 .. 0.03, "a week", "PROTOTYPE.md part 1 (fitted to vacancy)", "Employed starters per vacant post.";
        reputation: 0.35, 0.0 .. 0.8, "log", "assumption", "How far less strain than usual brings applicants.";
        agency_in: 0.9, 0.3 .. 1.0, "a week", "PROTOTYPE.md part 1", "Chance that a vacant post open to agency cover is covered.";
        agency_out: 0.028, 0.02 .. 0.05, "a week", "PROTOTYPE.md part 1", "Agency workers who leave.";
        agency_ended: 0.1, 0.02 .. 0.5, "a week", "assumption: a quarter's notice", "Agency workers who leave a post that there is no money for any more.";
        effort: 0.7, 0.0 .. 1.5, "elasticity", "assumption: without it small authorities run empty by chance", "How much harder recruiting is worked at where more posts than usual stand vacant.";
        agency_expertise: 0.45, 0.3 .. 0.7, "0 to 1", "assumption", "Expertise of an agency worker.";
        starter_expertise: 0.35, 0.2 .. 0.5, "0 to 1", "assumption", "Mean expertise of an employed starter.";
        learning: 0.004, 0.001 .. 0.01, "a week", "assumption", "How fast expertise grows at usual support with discretion.";
    }
}

/// What strain above the usual counts in reputation: in full where it is a quarter (assumption).
const REPUTATION_SPAN: f64 = 4.0;
/// Utilisation at which load strains half as much as it can (MODEL.md section 4).
const STRAINING: f64 = 1.1;
/// Strain of staff at which people quit at `workforce.quits`, 0 to 1.
const QUITTING_STRAIN: f64 = 0.3;
/// Expertise below which learning gets no slower, 0 to 1 (assumption).
const LEAST_LEARNER: f64 = 0.2;
/// Usual vacancy at least: a numerical guard that keeps the share away from 0.
const LEAST_VACANCY: f64 = 0.02;
/// Vacancy at least, over the usual: a numerical guard, below which recruiting gets no slacker.
const LEAST_VACANT: f64 = 0.2;
/// Between the least and the most expertise of those who start, 0 to 1 (assumption).
const STARTERS_DIFFER: f64 = 0.3;
/// Least expertise of those who start: a numerical guard that keeps it away from 0.
const LEAST_EXPERTISE: f64 = 0.05;
/// Most expertise of those who start: a numerical guard that keeps it away from 1.
const MOST_EXPERTISE: f64 = 0.95;
/// Mean strain of those who start, 0 to 1 (assumption).
const STARTING_STRAIN: f64 = 0.15;
/// Between the least and the most strain of those who start, 0 to 1 (assumption).
const STRAINS_DIFFER: f64 = 0.1;
/// Strain taken of a post or a service in which nobody sits, 0 to 1 (assumption).
pub(crate) const EMPTY_STRAIN: f64 = 0.2;

/// Strain, learning, leaving and coming, post by post.
pub(crate) fn live(world: &mut World, context: &StepContext<'_>) {
    let p = &context.p.workforce;
    for team in &mut world.service.workforce.teams {
        team.left = 0.0;
        team.joined = 0.0;
    }
    let judged =
        if world.service.oversight.inspection.is_inadequate() { context.p.inspection.repute } else { 0.0 };
    let reputation = exp(-p.reputation
        * (mean_strain(&world.service) - context.setting.authority.factors.strain)
        * REPUTATION_SPAN
        - judged);
    let varies = |what| world.service.variation.factor(&context.p.variation, what);
    let quits = context.constants.effects.quits * varies(Varies::Quits);
    let agency = varies(Varies::Agency)
        * (1.0 - world.service.environment.agency_saved)
        * world.service.environment.agency_supply;
    let beyond =
        world.service.workforce.posts.iter().position(|post| post.funding == Funding::Beyond).unwrap_or(0);
    let fill = 1.0
        - exp(-context.constants.effects.fill
            * varies(Varies::Fill)
            * context.weekly.recruitment
            * reputation
            * effort(&world.service, context)
            * (1.0 - world.service.environment.frozen));
    let discretion = 1.0 - world.service.leadership.prescription[DecisionKind::Steps as usize];
    let mut four = (u16::MAX, Block([0; 4]));
    for index in 0..world.service.workforce.posts.len() {
        let mut post = world.service.workforce.posts[index];
        let who = EntityId::post(world.service.authority, index as u16);
        if post.holder != Holder::Vacant {
            let team = &world.service.workforce.teams[usize::from(post.team)];
            let u = team.utilisation;
            let x = f64::from(post.strain);
            let ratio = STRAINING / u.max(1e-3);
            let square = ratio * ratio;
            let f = if u <= 0.0 { 0.0 } else { 1.0 / (1.0 + square * square * square) };
            let change = p.strain_up * (1.0 - x) * f - p.strain_down * x + p.contagion * (team.strain - x)
                - p.relief * (team.support - 0.5);
            post.strain = (x + change).clamp(0.0, 1.0) as f32;
            let e = f64::from(post.expertise);
            post.expertise = (e + p.learning
                * (1.0 + context.p.framework.learning * team.embedded)
                * (1.0 - e)
                * (0.5 + team.support)
                * (0.5 + discretion)
                * e.max(LEAST_LEARNER))
            .min(1.0) as f32;
        }
        let draw = match post.holder {
            Holder::Vacant | Holder::Agency => context.rng_key.block(who, Tag::Fill, context.week, 0),
            // One block serves four neighbouring posts.
            Holder::Employed => {
                let first = index as u16 / 4 * 4;
                if four.0 != first {
                    let who = EntityId::post(world.service.authority, first);
                    four = (first, context.rng_key.block(who, Tag::Quit, context.week, 0));
                }
                four.1
            }
        };
        let funded = post.funding == Funding::Funded;
        match post.holder {
            Holder::Agency if post.funding == Funding::Unfunded && draw.uniform(2) < p.agency_ended => {
                world.service.counts.agency_left += 1;
                leave(world, context, index, &mut post);
            }
            Holder::Employed => {
                let team = &world.service.workforce.teams[usize::from(post.team)];
                let x = f64::from(post.strain);
                let tenure = f64::from(context.week - post.since);
                let newcomer = 1.0 + p.newcomer * f64::from(decay((tenure / p.newcomer_weeks) as f32));
                let yearly = p.quits
                    * quits
                    * newcomer
                    * exp(p.quits_strain * (x - QUITTING_STRAIN) - p.quits_support * (team.support - 0.5));
                if draw.uniform(index % 4) < 1.0 - f64::from(decay((yearly / WEEKS_A_YEAR) as f32)) {
                    world.service.counts.leavers += 1;
                    leave(world, context, index, &mut post);
                }
            }
            Holder::Agency => {
                if funded && draw.uniform(0) < fill {
                    world.service.counts.agency_left += 1;
                    leave(world, context, index, &mut post);
                    start(&mut world.service, context, index, &mut post, Holder::Employed);
                } else if draw.uniform(1) < p.agency_out {
                    world.service.counts.agency_left += 1;
                    leave(world, context, index, &mut post);
                }
            }
            Holder::Vacant => {
                if funded && draw.uniform(0) < fill {
                    start(&mut world.service, context, index, &mut post, Holder::Employed);
                } else if wanted(context, who, post.funding, index.saturating_sub(beyond), agency)
                    && draw.uniform(2) < p.agency_in
                {
                    start(&mut world.service, context, index, &mut post, Holder::Agency);
                }
            }
        }
        world.service.workforce.posts[index] = post;
    }
    gather(&mut world.service, context);
}

/// Recruiting is worked at harder where more posts than usual stand vacant.
fn effort(service: &Service, context: &StepContext<'_>) -> f64 {
    let usual = context.setting.authority.vacancy.max(LEAST_VACANCY);
    let (posts, vacant) = establishment::vacant(service);
    libm::pow((vacant / posts.max(1.0)).max(LEAST_VACANT * usual) / usual, context.p.workforce.effort)
}

/// Is an agency worker wanted in this post? Drawn once a post, so that authorities differ in how
/// far they cover vacancies.
fn wanted(context: &StepContext<'_>, who: EntityId, post: Funding, place: usize, agency: f64) -> bool {
    let draw = context.rng_key.uniform(who, Tag::Fill, 0, 1);
    match post {
        Funding::Funded => draw < context.constants.effects.covered * agency,
        // Beyond the establishment posts are opened in their order; of the last one its share of
        // authorities has it.
        Funding::Beyond => place as f64 + draw < context.constants.effects.beyond * agency,
        Funding::Unfunded => false,
    }
}

fn leave(world: &mut World, context: &StepContext<'_>, index: usize, post: &mut Post) {
    world.service.workforce.posts[index] = *post;
    allocation::give_away(world, context, index as u16);
    *post = world.service.workforce.posts[index];
    post.holder = Holder::Vacant;
    world.service.workforce.teams[usize::from(post.team)].left += 1.0;
}

fn start(service: &mut Service, context: &StepContext<'_>, index: usize, post: &mut Post, holder: Holder) {
    if holder == Holder::Employed {
        service.counts.starters += 1;
    }
    post.incumbent += 1;
    post.since = context.week;
    post.holder = holder;
    person(context, service.authority, index as u16, post);
    service.workforce.teams[usize::from(post.team)].joined += 1.0;
}

/// Traits of the person who takes up a post.
pub(crate) fn person(context: &StepContext<'_>, authority: u16, post_index: u16, post: &mut Post) {
    let p = &context.p.workforce;
    let draw =
        context.rng_key.block(EntityId::person(authority, post_index, post.incumbent), Tag::Person, 0, 0);
    let mean = if post.holder == Holder::Agency { p.agency_expertise } else { p.starter_expertise };
    post.expertise =
        (mean + STARTERS_DIFFER * (draw.uniform(0) - 0.5)).clamp(LEAST_EXPERTISE, MOST_EXPERTISE) as f32;
    post.strain = (STARTING_STRAIN + STRAINS_DIFFER * (draw.uniform(1) - 0.5)) as f32;
}

fn mean_strain(service: &Service) -> f64 {
    let (mut sum, mut people) = (0.0, 0.0);
    for team in &service.workforce.teams {
        sum += team.strain * team.people;
        people += team.people;
    }
    if people > 0.0 { sum / people } else { EMPTY_STRAIN }
}

/// Means of every team, and its routine: built by working together, taken along by leavers.
pub(crate) fn gather(service: &mut Service, context: &StepContext<'_>) {
    for team in &mut service.workforce.teams {
        team.strain = 0.0;
        team.expertise = 0.0;
        team.people = 0.0;
    }
    for post in &service.workforce.posts {
        if post.holder != Holder::Vacant {
            let team = &mut service.workforce.teams[usize::from(post.team)];
            team.strain += f64::from(post.strain);
            team.expertise += f64::from(post.expertise);
            team.people += 1.0;
        }
    }
    service.workforce.people = service.workforce.teams.iter().map(|team| team.people).sum();
    for team in &mut service.workforce.teams {
        if team.people > 0.0 {
            team.strain /= team.people;
            team.expertise /= team.people;
        }
        let n = (team.people + team.left).max(1.0);
        team.left /= n;
        team.joined /= n;
        if !context.holds(State::Routine) {
            team.routine = (team.routine + context.p.culture.routine * (1.0 - team.routine)
                - team.routine * team.left)
                .clamp(0.0, 1.0);
        }
    }
}
