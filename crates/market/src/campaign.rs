//! Campaigns: who applies for a director's post, whom a panel appoints, who starts when.
//!
//! *Question.* Who follows? *Equations.* Assistant directors aspire where ambition - `slope` (age -
//! 51) - `climate.wish` C > `aspires`. Aspirants of the authority itself always apply; of the same
//! or the home region with probability `near`, from elsewhere `far`; mobile directors, 1.5 years in
//! post and under 58, `director_near` and `director_far`; former directors `former_near` and
//! `former_far`; all but the first x e^(`pull` (judgement - its mean) - `climate.wish` C + pay
//! ([`crate::pay`])). Poisson(`outsiders`) come from outside. The panel reads readiness +
//! `social_care` + `inside` + `experience` if ever a director + `reputation` x the person's own
//! ([`crate::reputation`]) + noise, and takes the best, if the reading reaches `standard`. Several
//! panels that want the same person are settled by the person's own keyed preference, not by the
//! order of authorities. A panel that fails meets again after `after_failure` weeks. *Sources.*
//! MARKET.md section 1; EVIDENCE.md section 1.

use crate::development;
use crate::ladder;
use crate::level;
use crate::log::{Change, Entry, Log, Origin, Reason, Start, origin};
use crate::market::{Market, Setting, Successor};
use crate::pay;
use crate::person::{DIRECTOR, Newcomer, Person, SECOND, THIRD};
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::parameters;
use balcony_engine::rng::{EntityId, Tag};
use balcony_engine::samplers::{arrivals, exp, normal};

parameters! {
    /// Campaigns for directors' posts.
    Campaign "campaign" {
        aspires: 0.57, 0.0 .. 1.5, "latent", "fitted: half of assistant directors aspire", "Ambition, less what age and climate take, above which somebody wants to be a director.";
        slope: 0.075, 0.0 .. 0.1, "latent a year", "fitted: those attracted are 50, assistant directors 51", "How far the wish to become a director falls with age.";
        near: 0.15, 0.05 .. 0.4, "probability", "fitted: nine applicants a campaign", "Chance that an aspirant of the same or the home region applies.";
        far: 0.015, 0.0 .. 0.06, "probability", "fitted: nine applicants a campaign", "Chance that an aspirant from elsewhere applies.";
        director_near: 0.07, 0.0 .. 0.2, "probability", "fitted: 9.5 moves a year", "Chance that a director of the region applies.";
        director_far: 0.015, 0.0 .. 0.05, "probability", "fitted: 9.5 moves a year", "Chance that a director from elsewhere applies.";
        former_near: 0.018, 0.0 .. 0.1, "probability", "assumption", "Chance that a former director of the region applies.";
        former_far: 0.004, 0.0 .. 0.05, "probability", "assumption", "Chance that a former director from elsewhere applies.";
        mobile: 0.5, 0.2 .. 0.8, "share", "assumption", "Share of people who, as directors, would go to another authority.";
        pull: 0.15, 0.0 .. 0.5, "log per grade", "assumption", "How far a good judgement draws applicants.";
        outsiders: 1.4, 0.0 .. 4.0, "applicants", "assumption", "Applicants from outside children's services.";
        outsiders_twin: 2.0, 0.0 .. 4.0, "applicants", "assumption", "Further applicants from outside where the post leads adults' services too.";
        outsiders_social_care: 0.3, 0.0 .. 0.8, "share", "assumption", "Applicants from outside with a background in social care.";
        social_care: 0.04, 0.0 .. 0.1, "readiness", "fitted: 64 % of directors", "What a background in social care is worth to a panel.";
        inside: 0.18, 0.0 .. 0.3, "readiness", "fitted: .6 to .75 appointed from inside", "What being of the house is worth to a panel.";
        experience: 0.04, 0.0 .. 0.15, "readiness", "fitted: moves and returns", "What having been a director is worth to a panel.";
        reputation: 0.03, 0.0 .. 0.1, "readiness a grade", "assumption", "What a grade of somebody's own reputation is worth to a panel.";
        noise: 0.12, 0.05 .. 0.25, "readiness", "fitted with `standard`; they trade off", "Noise with which a panel reads a candidate.";
        standard: 0.77, 0.65 .. 0.9, "readiness", "fitted: failing panels; unidentified", "What a panel asks for at least.";
        standard_twin: 0.03, -0.05 .. 0.1, "readiness", "unknown", "What it asks for on top where the post leads adults' services too.";
        after_notice: 12.0, 4.0 .. 26.0, "weeks", "MARKET.md section 1, assumption", "From a director's notice until a panel meets.";
        after_exit: 24.0, 8.0 .. 52.0, "weeks", "fitted: interim spells of 32 to 39 weeks", "From a director's going at once until a panel meets.";
        after_failure: 20.0, 12.0 .. 52.0, "weeks", "MARKET.md section 1, assumption", "From a panel that did not appoint until the next.";
        starts_inside: 4.0, 0.0 .. 12.0, "weeks", "assumption", "From a panel until somebody of the authority starts.";
        starts_outside: 12.0, 4.0 .. 26.0, "weeks", "usual notice: three months", "From a panel until somebody else starts.";
        jumps: 0.0, 0.0 .. 0.2, "probability", "unknown: none is known to be asked", "Chance that a ready head of service of the same authority applies.";
    }
}

/// Weeks in post and age between which a mobile director applies elsewhere.
const SETTLED: u32 = 78;
const MOVES_UNTIL: f64 = 58.0;
/// Age with which the wish is compared: the mean of assistant directors.
const USUAL_AGE: f64 = 51.0;
/// Age of those who come from outside, years (assumption).
const OUTSIDER_AGE: f64 = 49.0;
/// Readiness of those who come from outside, less their ceiling (assumption).
const OUTSIDER_GREEN: f64 = 0.06;

/// Does an assistant director want to be a director?
pub(crate) fn aspires(market: &Market, setting: &Setting, person: &Person) -> bool {
    let p = &setting.parameters;
    let wish = person.ambition
        - p.campaign.slope * (person.age(market.week) - USUAL_AGE)
        - p.climate.wish * market.climate(setting);
    wish > p.campaign.aspires
}

/// Somebody who may be chosen.
#[derive(Debug, Clone)]
struct Candidate {
    who: Who,
    id: EntityId,
    reading: f64,
}

#[derive(Debug, Clone)]
enum Who {
    Known(u32),
    Outsider(Box<Person>),
}

/// A vacancy whose panel meets.
struct Vacancy {
    index: usize,
    /// Number of the vacancy and try: the *when* of its draws.
    key: u32,
    applicants: u32,
    /// Those who reach the standard, the best last.
    ranking: Vec<Candidate>,
    chosen: Option<Candidate>,
}

/// Number of a vacancy and of a try, in 32 bits: authority, incumbent, try.
fn vacancy_key(id: u16, incumbent: u32, tries: u32) -> u32 {
    u32::from(id) << 18 | (incumbent & 0x7ff) << 7 | tries.min(0x7f)
}

/// Panels meet, all of a tick together.
pub(crate) fn meet(market: &mut Market, setting: &Setting, log: &mut dyn Log) {
    let week = market.week;
    let due = |state: &crate::market::PlaceState| state.director.panel.is_some_and(|panel| panel <= week);
    let open: Vec<usize> = (0..market.places.len()).filter(|index| due(&market.places[*index])).collect();
    let mut vacancies: Vec<Vacancy> = open.iter().map(|index| rank(market, setting, *index)).collect();
    settle(market, &mut vacancies);
    for vacancy in vacancies {
        let state = &mut market.places[vacancy.index];
        let who = EntityId::authority(state.place.id);
        let appoints = vacancy.chosen.is_some();
        let change = Change::Panel { applicants: vacancy.applicants, appoints };
        log.entry(Entry { week, place: vacancy.index as u16, who, change });
        match vacancy.chosen {
            None => {
                state.director.failed += 1;
                state.director.panel = Some(week + setting.parameters.campaign.after_failure as u32);
            }
            Some(candidate) => choose(market, setting, vacancy.index, candidate),
        }
    }
}

/// Best candidates first; who is wanted by several takes the one that they prefer.
fn settle(market: &Market, vacancies: &mut [Vacancy]) {
    loop {
        let mut wanted: Vec<(EntityId, f64, usize)> = Vec::new();
        for (at, vacancy) in vacancies.iter().enumerate() {
            if let (None, Some(best)) = (&vacancy.chosen, vacancy.ranking.last()) {
                let likes = market.rng_key.uniform(best.id, Tag::LeaderPrefers, vacancy.key, 0);
                wanted.push((best.id, likes, at));
            }
        }
        if wanted.is_empty() {
            return;
        }
        wanted.sort_by(|a, b| (a.0, b.1).partial_cmp(&(b.0, a.1)).unwrap_or(core::cmp::Ordering::Equal));
        wanted.dedup_by_key(|(id, _, _)| *id);
        for (id, _, at) in wanted {
            vacancies[at].chosen = vacancies[at].ranking.pop();
            // Nobody else can have this person any more.
            for vacancy in vacancies.iter_mut() {
                vacancy.ranking.retain(|candidate| candidate.id != id);
            }
        }
    }
}

/// Everybody who applies for a post, as the panel reads them.
fn rank(market: &Market, setting: &Setting, index: usize) -> Vacancy {
    let p = &setting.parameters.campaign;
    let (week, rng_key) = (market.week, market.rng_key);
    let state = &market.places[index];
    let key = vacancy_key(state.place.id, state.director.incumbent, state.director.failed);
    let rule = setting.rule_at(week);
    let twin = setting.twin_at(&state.place, week);
    let draws = exp(p.pull * (f64::from(state.level.judgement) - level::MEAN_JUDGEMENT)
        - setting.parameters.climate.wish * market.climate(setting)
        + pay::pulls(market, setting, index));
    let standard = p.standard + if twin { p.standard_twin } else { 0.0 };
    let mut vacancy = Vacancy { index, key, applicants: 0, ranking: Vec::new(), chosen: None };
    let read = |vacancy: &mut Vacancy, person: &Person, who: Who, inside: bool| {
        vacancy.applicants += 1;
        let noise = normal(rng_key.uniform(person.id, Tag::LeaderRead, key, 0));
        let social_care = f64::from(u8::from(person.background == crate::Background::SocialCare));
        let reading = person.readiness
            + p.social_care * social_care
            + if inside { p.inside } else { 0.0 }
            + if person.been_director { p.experience } else { 0.0 }
            + p.reputation * person.reputation
            + p.noise * noise;
        if reading >= standard {
            vacancy.ranking.push(Candidate { who, id: person.id, reading });
        }
    };
    for (slot, person) in market.everybody() {
        if person.taken && !(state.director.interim && state.director.holder == Some(slot)) {
            continue;
        }
        if !development::eligible(rule, person) {
            continue;
        }
        let own = usize::from(person.place) == index;
        let place = &market.places[usize::from(person.place)];
        let near = person.home == state.place.region || place.place.region == state.place.region;
        let applies = match person.tier {
            SECOND if aspires(market, setting, person) => match (own, near) {
                (true, _) => 1.0,
                (false, true) => p.near * draws,
                (false, false) => p.far * draws,
            },
            THIRD if own && aspires(market, setting, person) && development::prepared(person) => {
                setting.parameters.development.accelerated_applies.max(p.jumps)
            }
            THIRD if own && aspires(market, setting, person) => p.jumps,
            DIRECTOR if !own && moves(market, person, slot) => {
                draws * if near { p.director_near } else { p.director_far }
            }
            0 if person.been_director && person.former_until > week => {
                draws * if near { p.former_near } else { p.former_far }
            }
            _ => continue,
        };
        if applies > 0.0 && rng_key.uniform(person.id, Tag::LeaderApplies, key, 0) < applies {
            // Who stands in is of the house, wherever they come from.
            let inside = (own && person.tier != 0) || state.director.holder == Some(slot);
            read(&mut vacancy, person, Who::Known(slot), inside);
        }
    }
    let rate = (p.outsiders + if twin { p.outsiders_twin } else { 0.0 }) * draws;
    let from = EntityId::authority(state.place.id);
    for number in 0..arrivals(rng_key, from, Tag::LeaderOutsiders, key, rate) {
        let person = outsider(market, setting, index, number);
        if development::eligible(rule, &person) {
            let who = Who::Outsider(Box::new(person.clone()));
            read(&mut vacancy, &person, who, false);
        }
    }
    vacancy.ranking.sort_by(|a, b| {
        (a.reading, a.id).partial_cmp(&(b.reading, b.id)).unwrap_or(core::cmp::Ordering::Equal)
    });
    vacancy
}

/// Is a director free to go elsewhere?
fn moves(market: &Market, person: &Person, slot: u32) -> bool {
    let post = &market.places[usize::from(person.place)].director;
    person.mobile
        && post.holder == Some(slot)
        && post.leaving.is_none()
        && market.week >= post.since + SETTLED
        && person.age(market.week) < MOVES_UNTIL
}

/// Somebody from outside who applies for this vacancy and no other.
fn outsider(market: &Market, setting: &Setting, index: usize, number: u32) -> Person {
    let state = &market.places[index];
    let entry = Newcomer {
        id: EntityId::outsider(state.place.id, state.director.incumbent, state.director.failed, number),
        week: market.week,
        tier: 0,
        place: index as u16,
        region: state.place.region,
        age: OUTSIDER_AGE,
        social_care: setting.parameters.campaign.outsiders_social_care,
    };
    let mut person = Person::born(setting, market.rng_key, &entry);
    person.readiness = person.ceiling - OUTSIDER_GREEN;
    person
}

/// The chosen one has a date; a director chosen elsewhere gives notice.
fn choose(market: &mut Market, setting: &Setting, index: usize, candidate: Candidate) {
    let p = &setting.parameters.campaign;
    let week = market.week;
    let slot = match candidate.who {
        Who::Known(slot) => slot,
        Who::Outsider(person) => market.add(*person),
    };
    let person = market.person_mut(slot);
    person.taken = true;
    let (tier, home) = (person.tier, usize::from(person.place));
    let inside = home == index && tier != 0;
    let earliest = week + if inside { p.starts_inside } else { p.starts_outside } as u32;
    // Nobody leaves the post before while the one to come is still held.
    let starts = market.places[index].director.leaving.map_or(earliest, |(until, _)| earliest.max(until));
    if tier == DIRECTOR {
        let post = &mut market.places[home].director;
        post.leaving = Some((starts, Reason::Moved));
        post.panel = Some(week + p.after_notice as u32);
        post.failed = 0;
    }
    let post = &mut market.places[index].director;
    post.panel = None;
    post.successor = Some(Successor { slot, starts });
}

/// Those whose day has come start.
pub(crate) fn start(market: &mut Market, setting: &Setting, log: &mut dyn Log) {
    let week = market.week;
    for index in 0..market.places.len() {
        let post = market.places[index].director;
        let Some(successor) = post.successor.filter(|successor| successor.starts <= week) else { continue };
        // A predecessor on notice is still there: both days are the same at the earliest.
        if post.holder.is_some() && !post.interim {
            continue;
        }
        let was_interim = post.interim && post.holder == Some(successor.slot);
        if post.interim {
            crate::interims::end(market, index, was_interim, log);
        }
        let person = market.person(successor.slot);
        let start = Start {
            origin: origin(person, index as u16),
            first_time: !person.been_director,
            was_interim,
            age: person.age(week),
            background: person.background,
            readiness: person.readiness,
            competence: person.competence.iter().sum::<f64>() / person.competence.len() as f64,
        };
        let id = person.id;
        if matches!(start.origin, Origin::Inside | Origin::Second | Origin::Third) {
            market.vacate(successor.slot, week + ladder::FILLS_AFTER);
        }
        let backed = development::backs(market, setting, index);
        let person = market.person_mut(successor.slot);
        person.tier = DIRECTOR;
        person.place = index as u16;
        person.since = week;
        person.taken = false;
        person.been_director = true;
        person.directorships = person.directorships.saturating_add(1);
        person.former_until = 0;
        if let Some((until, share)) = backed {
            development::back(person, week, until, share);
        }
        let director = &mut market.places[index].director;
        director.holder = Some(successor.slot);
        director.interim = false;
        director.since = week;
        director.successor = None;
        director.leaving = None;
        director.failed = 0;
        director.incumbent += 1;
        log.entry(Entry { week, place: index as u16, who: id, change: Change::Started(start) });
    }
}

/// Weeks of a year, whole.
pub(crate) const YEAR: u32 = WEEKS_A_YEAR as u32;
