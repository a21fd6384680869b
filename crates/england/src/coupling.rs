//! Coupling: what authorities share, every four weeks.
//!
//! *Question.* What does one authority feel of the others? *Equations.* The market sees a level of
//! each authority: the grade at which inspectors would put it today, less the mean and over the
//! spread of all authorities at week 0; its last judgement; and what drives its director out beyond
//! that, scrutiny beyond the country's mean included. The climate of the market rises by
//! `coupling.echo` x the mean salience above that of week 0. Agency workers to be had, over those
//! wanted, fall as (posts without an employed holder, over those of week 0)^-(1 -
//! `coupling.elastic`), in every authority alike. Dated national events reach every authority:
//! scandals and funding as its own events ([`Plan::live_in`]), a framework of inspection as grades
//! by which inspectors are stricter. *Sources.* Assumptions, all; see
//! [`balcony_engine::mechanisms::succession`] and [`balcony_market::coupling`].

use crate::simulate::{Country, Member, News, Plan};
use balcony_engine::mechanisms::succession;
use balcony_engine::world::{Appointment, Funding, Holder, Succession, World};
use balcony_market::events;
use balcony_market::log::{Change, Entry, Log, Origin};
use balcony_market::{Background, DirectorPost, Market, TICK, level};

/// Most and least that agency workers to be had may be of those wanted: guards.
const SUPPLY: (f64, f64) = (0.2, 2.0);

/// What the country was like at week 0, with which it is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    /// Mean of the grades.
    pub grade: f64,
    /// Their spread.
    pub spread: f64,
    /// Mean salience.
    pub salience: f64,
    /// Posts without an employed holder.
    pub vacant: f64,
}

impl Usual {
    /// Of the country as it is now.
    pub(crate) fn of(plan: &Plan, worlds: &[World]) -> Self {
        let n = worlds.len().max(1) as f64;
        let grades: Vec<f64> = worlds
            .iter()
            .zip(&plan.members)
            .map(|(world, member)| succession::grade(world, &member.place))
            .collect();
        let grade = grades.iter().sum::<f64>() / n;
        let variance = grades.iter().map(|one| (one - grade) * (one - grade)).sum::<f64>() / n;
        Self {
            grade,
            spread: if variance > 0.0 { libm::sqrt(variance) } else { 1.0 },
            salience: salience(worlds),
            vacant: vacant(worlds),
        }
    }
}

/// Mean salience.
fn salience(worlds: &[World]) -> f64 {
    worlds.iter().map(|world| world.service.environment.salience).sum::<f64>() / worlds.len().max(1) as f64
}

/// Posts with money for them but without an employed holder, in all authorities.
fn vacant(worlds: &[World]) -> f64 {
    let posts = worlds.iter().flat_map(|world| &world.service.workforce.posts);
    posts.filter(|post| post.funding == Funding::Funded && post.holder != Holder::Employed).count() as f64
}

/// Gives every authority the director whom the market has there, without anybody feeling a change.
pub(crate) fn hand_over(plan: &Plan, country: &mut Country) {
    country.market.told = true;
    for (index, member) in plan.members.iter().enumerate() {
        let post = country.market.places[member.authority.place].director;
        let competence = post.holder.map_or(DEPUTIES, |slot| country.market.person(slot).competence);
        let led = (competence, post.since, post.interim || post.holder.is_none());
        lead(&mut country.worlds[index], member, led);
        country.told[index].led = led;
    }
    see(plan, country, &mut balcony_market::log::NoLog);
}

/// Who leads an authority from week 0 on: competences, since when, an interim or not.
pub(crate) fn lead(world: &mut World, member: &Member, led: ([f64; 4], u32, bool)) {
    let (competence, since, interim) = led;
    succession::hand_over(world, &member.place, competence, since, interim);
}

/// What an authority is told for the four weeks to come.
pub(crate) fn tell(world: &mut World, news: &News) {
    if let Some(decided) = news.decided {
        succession::tell(world, decided);
    }
    succession::frame(world, news.stricter);
    world.service.environment.agency_supply = news.agency_supply;
}

/// Competences of deputies who cover, together.
const DEPUTIES: [f64; 4] = [0.5; 4];

/// Four weeks' news, both ways.
pub(crate) fn couple(plan: &Plan, country: &mut Country, log: &mut dyn Log) {
    see(plan, country, log);
    let before: Vec<DirectorPost> = country.market.places.iter().map(|state| state.director).collect();
    let week = country.market.week;
    let mut news = Starts { starts: vec![None; before.len()], log };
    let until = country.market.week + TICK;
    balcony_market::advance(&mut country.market, &plan.market, until, &mut news);
    let starts = news.starts;
    let agency_supply = agency_supply(plan, country);
    let stricter = stricter(plan, country.usual.spread, week);
    for (index, member) in plan.members.iter().enumerate() {
        let place = member.authority.place;
        let now = country.market.places[place].director;
        let decided = decided(&country.market, &before[place], &now, starts[place]);
        let news = News { decided, agency_supply, stricter };
        tell(&mut country.worlds[index], &news);
        country.told[index].weeks.push(news);
    }
}

/// Grades by which inspectors are stricter in a week than they were at week 0. The framework of
/// week 0 is in what was published.
fn stricter(plan: &Plan, spread: f64, week: u32) -> f64 {
    let at = |week| events::stricter(&plan.market, week);
    // What is dated from the start on is not yet in force in the week before.
    spread * (at(week) - at(plan.start.0.saturating_sub(1)))
}

/// What is new at the top of an authority.
fn decided(
    market: &Market,
    before: &DirectorPost,
    now: &DirectorPost,
    origin: Option<Origin>,
) -> Option<Succession> {
    let competence = now.holder.map_or(DEPUTIES, |slot| market.person(slot).competence);
    if now.incumbent != before.incumbent {
        let inside = origin == Some(Origin::Inside);
        let background = now.holder.map_or(Background::Other, |slot| market.person(slot).background);
        return Some(Succession::Starts(Appointment { inside, competence, background }));
    }
    let same = (now.holder, now.interim) == (before.holder, before.interim);
    (!same).then_some(Succession::Interim { competence })
}

/// Agency workers to be had, over those wanted.
fn agency_supply(plan: &Plan, country: &Country) -> f64 {
    let needed = vacant(&country.worlds) / country.usual.vacant.max(1.0);
    libm::pow(needed.max(1e-6), plan.market.parameters.coupling.elastic - 1.0).clamp(SUPPLY.0, SUPPLY.1)
}

/// What the market sees of the authorities.
fn see(plan: &Plan, country: &mut Country, log: &mut dyn Log) {
    let usual = country.usual;
    let salience = salience(&country.worlds);
    country.market.echo = plan.market.parameters.coupling.echo * (salience - usual.salience);
    for (world, member) in country.worlds.iter().zip(&plan.members) {
        let state = &mut country.market.places[member.authority.place];
        // An authority that is served by another's director does not bear on that post.
        if state.place.id != member.authority.profile.id {
            continue;
        }
        let inspection = &world.service.oversight.inspection;
        if inspection.number != state.level.number {
            let change = Change::Judged { judgement: inspection.judgement };
            let who = balcony_engine::rng::EntityId::authority(state.place.id);
            let place = member.authority.place as u16;
            log.entry(Entry { week: country.market.week, place, who, change });
            state.level.judged = world.week;
        }
        state.level = level::State {
            lasting: 0.0,
            passing: (succession::grade(world, &member.place) - usual.grade) / usual.spread,
            judgement: inspection.judgement,
            number: inspection.number,
            ..state.level
        };
        state.drives = succession::drives(world, &member.place, salience);
    }
}

/// Passes entries on, and notes where a director starts from.
struct Starts<'a> {
    starts: Vec<Option<Origin>>,
    log: &'a mut dyn Log,
}

impl Log for Starts<'_> {
    fn entry(&mut self, entry: Entry) {
        if let Change::Started(start) = entry.change {
            self.starts[usize::from(entry.place)] = Some(start.origin);
        }
        self.log.entry(entry);
    }
}
