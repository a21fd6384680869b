//! People: who somebody is. Traits are drawn once and belong to the person for ever.

use crate::market::Setting;
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::rng::{EntityId, RngKey, Tag};
use balcony_engine::samplers::normal;
pub use balcony_engine::world::Background;

/// The director's level: tier 1. Assistant directors are tier 2, heads of service 3, team managers
/// 4; 0 stands for somebody without a post.
pub const DIRECTOR: u8 = 1;
/// The level of assistant directors.
pub const SECOND: u8 = 2;
/// The level of heads of service.
pub const THIRD: u8 = 3;
/// The level of team managers.
pub const FOURTH: u8 = 4;

/// Share of a competence that the person's ceiling explains, as a correlation (assumption).
const SHARED: f64 = 0.5;
/// What is a competence's own: the square root of 1 - [`SHARED`] squared.
const OWN: f64 = 0.866_025_403_784_438_6;
/// Spread of each competence (the engine's `market.spread`).
const SPREAD: f64 = 0.12;
/// Numerical guards that keep a competence away from 0 and 1.
const COMPETENCE: (f64, f64) = (0.05, 0.95);

/// One person.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Who this is, in every arm and for ever.
    pub id: EntityId,
    /// Week of birth; before 1990 it is negative.
    pub born: i32,
    /// Where the working life began.
    pub background: Background,
    /// Region of the first post.
    pub home: u8,
    /// Drive to rise, standard normal, as it is now.
    pub ambition: f64,
    /// Where readiness for the director's post comes to, 0 to 1 and beyond.
    pub ceiling: f64,
    /// Readiness for the director's post.
    pub readiness: f64,
    /// Competences, 0 to 1, in the order of the engine's directors.
    pub competence: [f64; 4],
    /// Would this person, as a director, go to another authority?
    pub mobile: bool,
    /// Tier of the post held; 0 for none.
    pub tier: u8,
    /// Position of the place of that post among the market's.
    pub place: u16,
    /// Since which week in this tier.
    pub since: u32,
    /// Weeks spent in tier 2.
    pub second_tier_weeks: u32,
    /// Has held a director's post for good.
    pub been_director: bool,
    /// Director's posts held for good, this one included.
    pub directorships: u8,
    /// Chosen for a post that has not begun, or standing in as an interim: cannot retire, leave or
    /// be chosen again.
    pub taken: bool,
    /// Until when a former director may come back; 0 for others.
    pub former_until: u32,
    /// What panels think of this person's record: the judgements of the authorities where he or she
    /// held a post, in grades above the mean, the last years most.
    pub reputation: f64,
    /// Strain beyond the usual, 0 to 1, where the authority is simulated; 0 elsewhere.
    pub strain: f64,
    /// Programmes finished, a bit for each kind.
    pub finished: u16,
    /// Until when somebody backs this person: leaving is lower, and by how much.
    pub backed: (u32, f64),
}

impl Person {
    /// Somebody new, with all traits drawn: in which region, at which tier and place, at what mean
    /// age (years, spread 5), with which chance of a background in social care.
    pub(crate) fn born(setting: &Setting, rng_key: RngKey, entry: &Newcomer) -> Self {
        let p = &setting.parameters.ladder;
        let draw = |index| rng_key.block(entry.id, Tag::LeaderTraits, 0, index);
        let (first, second, third) = (draw(0), draw(1), draw(2));
        let ceiling_score = normal(first.uniform(1));
        let age = (entry.age + p.age_spread * normal(first.uniform(2))).clamp(YOUNGEST, OLDEST);
        let competence = [0, 1, 2, 3].map(|at| {
            let own = OWN * normal(third.uniform(at));
            (0.5 + SPREAD * (SHARED * ceiling_score + own)).clamp(COMPETENCE.0, COMPETENCE.1)
        });
        let ceiling = setting.parameters.growth.ceiling + setting.parameters.growth.spread * ceiling_score;
        Self {
            id: entry.id,
            born: entry.week as i32 - (age * WEEKS_A_YEAR) as i32,
            background: background(entry.social_care, first.uniform(3)),
            home: entry.region,
            ambition: normal(first.uniform(0)),
            ceiling,
            readiness: ceiling - setting.parameters.growth.green,
            competence,
            mobile: second.uniform(0) < setting.parameters.campaign.mobile,
            tier: entry.tier,
            place: entry.place,
            since: entry.week,
            second_tier_weeks: 0,
            been_director: false,
            directorships: 0,
            taken: false,
            former_until: 0,
            reputation: 0.0,
            strain: 0.0,
            finished: 0,
            backed: (0, 0.0),
        }
    }

    /// Age in years.
    pub fn age(&self, week: u32) -> f64 {
        f64::from(week as i32 - self.born) / WEEKS_A_YEAR
    }
}

/// Ages between which people enter (guards).
const YOUNGEST: f64 = 27.0;
const OLDEST: f64 = 60.0;

/// How somebody comes into the market.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Newcomer {
    pub id: EntityId,
    pub week: u32,
    pub tier: u8,
    pub place: u16,
    pub region: u8,
    /// Mean age, years.
    pub age: f64,
    /// Chance of a background in social care.
    pub social_care: f64,
}

/// Backgrounds other than social care, as shares of the rest: mostly education (assumption).
const OTHERS: [(Background, f64); 4] = [
    (Background::Education, 0.7),
    (Background::Health, 0.8),
    (Background::YouthJustice, 0.9),
    (Background::Other, 1.0),
];

fn background(social_care: f64, u: f64) -> Background {
    if u < social_care {
        return Background::SocialCare;
    }
    let rest = (u - social_care) / (1.0 - social_care);
    OTHERS.iter().find(|(_, upto)| rest < *upto).map_or(Background::Other, |(background, _)| *background)
}
