//! An authority as it stands when the warm-up begins: posts and who sits in them, teams, partners,
//! the director.
//!
//! States that the scenario gives stand at its values; the others where the authority stands under
//! its incumbent ([`crate::factors::Factors`]).

use crate::calendar::WEEKS_A_YEAR;
use crate::context::{AuthorityEffects, Constants, StepContext};
use crate::mechanisms::{environment, inspection, posts, relay, signals, workforce};
use crate::rng::{EntityId, RngKey, Tag};
use crate::samplers::{exponential, normal};
use crate::setting::{Setting, State};
use crate::treatment::Trial;
use crate::world::{
    AGENCIES, Calendar, Counts, DecidedBy, Deviations, Director, Environment, Funding, Holder, Inspection,
    Leadership, Leading, NEVER, Oversight, PARTNERS, Partner, Population, Post, Programme, RING, Reviewing,
    Scratch, Service, Staffing, Stocks, TEAM, Team, Workforce, World,
};

/// Most case posts and posts of an authority.
const MOST_CASE_POSTS: usize = 4000;
const MOST_POSTS: usize = 8000;
/// People of a team that holds no cases (MODEL.md section 2: 54 in 16 to 22 teams).
const OTHER_TEAM: usize = 10;
/// Most teams of either kind (guards).
const MOST_CASE_TEAMS: usize = 200;
const MOST_OTHER_TEAMS: usize = 50;
/// Longest time in a post that matters, weeks.
const LONGEST: f64 = 1500.0;
/// Mean time in post of a director in the middle of it, weeks (C048-C050: 26 to 37 months).
const IN_POST: f64 = 110.0;
/// Least culture of a team at the start: a numerical guard that keeps it away from 0.
const LEAST_CULTURE: f64 = 0.02;
/// Most culture of a team at the start: a numerical guard that keeps it away from 1.
const MOST_CULTURE: f64 = 0.98;
/// Trust of the public, which has none that anybody could win: half (assumption).
const PUBLIC_TRUST: f64 = 0.5;
/// Common language with the public, which nobody could win either: most (assumption).
const PUBLIC_LANGUAGE: f64 = 0.8;
/// Least turnover of staff, a year: a numerical guard that keeps it away from 0.
const LEAST_TURNOVER: f64 = 0.04;
/// Pace of learning without any rules, over `workforce.learning` (as there, .5 + discretion).
const UNPRESCRIBED: f64 = 1.5;

/// Posts that hold cases and that there is money for at the start.
fn funded(effects: &AuthorityEffects) -> usize {
    effects.case_posts.clamp(1, MOST_CASE_POSTS)
}

/// Teams whose posts hold cases, and other teams.
fn teams(effects: &AuthorityEffects) -> [usize; 2] {
    let funded = funded(effects);
    let others = effects.posts.saturating_sub(funded).min(MOST_POSTS);
    [((funded + 3) / TEAM).clamp(1, MOST_CASE_TEAMS), others.div_ceil(OTHER_TEAM).min(MOST_OTHER_TEAMS)]
}

/// Posts of leaders of tiers 2, 3 and 4.
pub(crate) fn leader_posts(effects: &AuthorityEffects) -> [usize; 3] {
    posts::structure(teams(effects).iter().sum())
}

/// An authority with its posts filled, before any child is known.
pub(crate) fn authority(setting: &Setting, constants: &Constants, rng_key: RngKey) -> World {
    let (start, factors) = (&setting.start, &setting.authority.factors);
    let effects = &constants.effects;
    let authority = setting.authority.id;
    let week = setting.start_week.0.saturating_sub(setting.warm_up);
    let given = |state: State, value: f64, usual: f64| if start.held.has(state) { value } else { usual };
    let culture = given(State::Culture, start.culture, factors.culture);
    let trust = given(State::Trust, start.trust, factors.trust);
    let language = given(State::Language, start.language, factors.language);
    let funded = funded(effects);
    // Room for a year in which twice as many agency workers are wanted.
    let beyond = if effects.beyond > 0.0 { (2.0 * effects.beyond) as usize + 1 } else { 0 };
    let case_posts = (funded + effects.spare + beyond).min(MOST_CASE_POSTS + beyond);
    let others = effects.posts.saturating_sub(funded).min(MOST_POSTS);
    let [case_teams, other_teams] = teams(effects);
    let workforce = Workforce {
        posts: Vec::with_capacity(case_posts + others),
        case_posts: case_posts as u16,
        teams: Vec::with_capacity(case_teams + other_teams),
        staffing: Staffing { funded: funded as f64, ..Staffing::default() },
        utilisation: crate::authority::USUAL_LOAD,
        ..Workforce::default()
    };
    let context = StepContext::new(setting, constants, &start.incumbent, rng_key, week, true);
    let leadership = Leadership {
        director: director(setting, rng_key, week),
        below: posts::at_start(&context, authority, case_teams + other_teams),
        style: start.incumbent,
        leading: Leading::default(),
        seen: signals::first(setting, culture, trust),
        prescription: [start.prescription; 5],
        queues: [Vec::new(), Vec::new()],
    };
    let inspection = Inspection {
        judgement: (start.judgement + 0.5).clamp(0.0, inspection::OUTSTANDING) as u8,
        ..Inspection::default()
    };
    let mut service = Service {
        authority,
        workforce,
        partners: [Partner::default(); AGENCIES],
        leadership,
        programme: Programme::default(),
        oversight: Oversight { inspection, reviews: Reviewing::default() },
        environment: environment_at_start(setting, constants),
        variation: Deviations::begin(&setting.parameters.variation, rng_key, authority, week),
        counts: Counts::default(),
        stocks: Stocks::default(),
        trial: Trial::default(),
        scratch: Scratch::default(),
    };
    for index in 0..case_teams + other_teams {
        let draw = rng_key.uniform(EntityId::team(authority, index as u16), Tag::TeamTraits, 0, 0);
        let own = setting.parameters.culture.spread * normal(draw);
        service.workforce.teams.push(Team {
            holds_cases: index < case_teams,
            culture: (culture + own).clamp(LEAST_CULTURE, MOST_CULTURE),
            own,
            routine: given(State::Routine, start.routine, factors.routine),
            bond: factors.bond,
            utilisation: crate::authority::USUAL_LOAD,
            statutory: 1.0,
            need: 1.0,
            support: 0.5,
            strain: factors.strain,
            expertise: 0.5,
            people: 1.0,
            ..Team::default()
        });
    }
    for agency in 0..AGENCIES {
        let draw = rng_key.block(EntityId::agency(authority, agency as u8), Tag::AgencyTraits, 0, 0);
        let own = draw.uniform(0);
        let partner = agency < PARTNERS;
        service.partners[agency] = Partner {
            trust: if partner { trust } else { PUBLIC_TRUST },
            language: if partner { language } else { PUBLIC_LANGUAGE },
            own_priority: own,
            priority: own,
            threshold: normal(draw.uniform(1)),
            discouraged: factors.experience,
        };
    }
    for index in 0..case_posts + others {
        let funding = match index {
            _ if index < funded => Funding::Funded,
            _ if index < funded + effects.spare => Funding::Unfunded,
            _ if index < case_posts => Funding::Beyond,
            _ => Funding::Funded,
        };
        // Case posts of every kind are spread over the teams that hold cases.
        let team = if index < case_posts {
            index % case_teams
        } else {
            case_teams + (index - case_posts) * other_teams / others
        };
        let place = index.saturating_sub(funded + effects.spare);
        service.workforce.posts.push(post(&context, index, funding, team as u16, index < case_posts, place));
    }
    let population =
        Population { calendar: Calendar { ring: vec![Vec::new(); RING] }, ..Population::default() };
    World { rng_key, week, population, service, case_weeks: 0, events: 0 }
}

/// A post and who sits in it.
fn post(
    context: &StepContext<'_>,
    index: usize,
    funding: Funding,
    team: u16,
    holds_cases: bool,
    place: usize,
) -> Post {
    let (setting, effects) = (context.setting, &context.constants.effects);
    let authority = setting.authority.id;
    let who = EntityId::post(authority, index as u16);
    let draw = context.rng_key.block(who, Tag::Fill, 1, 0);
    let wanted = || context.rng_key.uniform(who, Tag::Fill, 0, 1);
    // Some of the posts that want an agency worker are empty at the start: the number filled is the
    // published one.
    let here = draw.uniform(3) < libm::exp(-setting.authority.factors.agency);
    let holder = match funding {
        Funding::Unfunded => Holder::Vacant,
        Funding::Beyond if place as f64 + wanted() < effects.beyond && here => Holder::Agency,
        Funding::Funded if draw.uniform(0) >= setting.authority.vacancy => Holder::Employed,
        Funding::Funded if wanted() < effects.covered && here => Holder::Agency,
        Funding::Funded | Funding::Beyond => Holder::Vacant,
    };
    // Tenure of those in post at the authority's own turnover, and what is learnt in it.
    let turnover = setting.authority.turnover.max(LEAST_TURNOVER);
    let tenure = (exponential(draw.uniform(2)) * WEEKS_A_YEAR / turnover).min(LONGEST);
    let mut post = Post {
        funding,
        holder,
        holds_cases,
        team,
        incumbent: 0,
        since: context.week.saturating_sub(if holder == Holder::Employed { tenure as u32 } else { 13 }),
        load: 0,
        cases: [0; 5],
        expertise: 0.5,
        strain: workforce::EMPTY_STRAIN as f32,
    };
    workforce::person(context, authority, index as u16, &mut post);
    if holder == Holder::Employed {
        let pace = setting.parameters.workforce.learning * (UNPRESCRIBED - setting.start.prescription);
        let begun = f64::from(post.expertise);
        post.expertise = (1.0 / (1.0 + (1.0 - begun) / begun * libm::exp(-pace * tenure))) as f32;
        post.strain = setting.authority.factors.strain as f32;
    }
    post
}

fn director(setting: &Setting, rng_key: RngKey, week: u32) -> Director {
    let (start, factors) = (&setting.start, &setting.authority.factors);
    let held = start.held.has(State::Credibility);
    let usual = |value: f64| if held { start.credibility } else { value };
    let mut credibility = [usual(factors.partner_credibility); PARTNERS + 2];
    credibility[0] = usual(factors.credibility);
    credibility[PARTNERS + 1] = usual(factors.member_credibility);
    let since = if start.held.has(State::Tenure) {
        setting.start_week.0.saturating_sub(start.tenure as u32)
    } else {
        let draw = rng_key.uniform(EntityId::director(setting.authority.id, 0), Tag::Director, 0, 1);
        week.saturating_sub((IN_POST * exponential(draw)) as u32)
    };
    Director {
        incumbent: 0,
        since,
        interim: false,
        interim_until: NEVER,
        settled: 1.0,
        credibility,
        strain: relay::USUAL_STRAIN,
        authorisation: start.authorisation,
        competence: [0.5; 4],
        own: relay::way(&start.incumbent),
        decided_by: DecidedBy::Itself,
    }
}

fn environment_at_start(setting: &Setting, constants: &Constants) -> Environment {
    let (p, start) = (&setting.parameters.environment, &setting.start);
    let resting = environment::resting_salience(setting, constants.effects.scale);
    // The part that stays of the salience which its own incidents add.
    let (goes, stays) = ((1.0 - p.ratchet) * p.half_life, p.ratchet * p.forgets);
    let floor = resting + (start.salience - resting) * stays / (goes + stays);
    let usual = if start.held.service() { 0.0 } else { constants.effects.spending };
    Environment {
        salience: start.salience,
        floor,
        usual,
        local_places: setting.parameters.placement.local_share * setting.authority.looked_after,
        budget: 1.0,
        early_help: 1.0,
        early_help_felt: 1.0,
        early_help_reaches: 1.0,
        inclusion: 0.5,
        inclusion_felt: 0.5,
        agency_supply: 1.0,
        ..Environment::default()
    }
}
