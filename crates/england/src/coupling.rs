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
//! by which inspectors are stricter. Posts below the director are held by people of the market, one
//! population: whoever moves brings a way of leading to the next authority; strain there drives
//! people out, and a director's time for them makes the second tier ready sooner. *Sources.*
//! Assumptions, all; see [`balcony_engine::mechanisms::succession`] and
//! [`balcony_market::coupling`].

use crate::simulate::{Country, Member, News, Plan, Told};
use balcony_engine::mechanisms::succession;
use balcony_engine::rng::EntityId;
use balcony_engine::world::{
    Appointment, Brings, Funding, Holder, PostAppointment, PostNews, Succession, World,
};
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

/// Gives every authority the director whom the market has there, and those below, without anybody
/// feeling a change.
pub(crate) fn hand_over(plan: &Plan, country: &mut Country) {
    country.market.told = true;
    for (index, member) in plan.members.iter().enumerate() {
        let place = member.authority.place;
        let post = country.market.places[place].director;
        let competence = post.holder.map_or(DEPUTIES, |slot| country.market.person(slot).competence);
        let below = if bears(&country.market, member) {
            let holder = |slot| appointment(plan, &country.market, slot, None);
            country.market.posts_of(place).iter().map(|post| post.holder.map(holder)).collect()
        } else {
            Vec::new()
        };
        let led = (competence, post.since, post.interim || post.holder.is_none());
        let told = Told { led, below, ..Told::default() };
        lead(&mut country.worlds[index], member, &told);
        if let Some(recorded) = country.told.get_mut(index) {
            *recorded = told;
        }
    }
    see(plan, country, &mut balcony_market::log::NoLog);
}

/// Does an authority bear on the posts of its place? One that is served by another's director does
/// not: the leaders below are its own.
fn bears(market: &Market, member: &Member) -> bool {
    market.places[member.authority.place].place.id == member.authority.profile.id
}

/// Somebody of the market in a post below the director, as the authority is told.
fn appointment(plan: &Plan, market: &Market, slot: u32, brings: Option<Brings>) -> PostAppointment {
    let person = market.person(slot);
    let growth = &plan.market.parameters.growth;
    PostAppointment {
        person: person.id,
        age: person.age(market.week),
        background: person.background,
        competence: person.competence,
        ambition: person.ambition,
        readiness: succession::readiness((person.ceiling - growth.ceiling) / growth.spread),
        brings,
    }
}

/// Who leads an authority from week 0 on.
pub(crate) fn lead(world: &mut World, member: &Member, told: &Told) {
    let (competence, since, interim) = told.led;
    succession::hand_over(world, &member.place, competence, since, interim);
    if !told.below.is_empty() {
        succession::hand_over_posts(world, &member.place, &told.below);
    }
}

/// What an authority is told for the four weeks to come.
pub(crate) fn tell(world: &mut World, member: &Member, news: &News, posts: &[(u16, PostNews)]) {
    succession::tell_posts(world, &member.place, posts);
    if let Some(decided) = news.decided {
        succession::tell(world, decided);
    }
    succession::frame(world, news.stricter);
    world.service.environment.agency_supply = news.agency_supply;
}

/// Competences of deputies who cover, together.
const DEPUTIES: [f64; 4] = [0.5; 4];

/// Where everybody was before the market moved on.
struct Before {
    directors: Vec<DirectorPost>,
    /// Of each post below the director's its holder, and the holder's ceiling.
    holders: Vec<Option<(EntityId, f64)>>,
    /// Of each position of a person the post that he or she held, if below the director's.
    posts: Vec<Option<usize>>,
    /// Of each place the authority that bears on its posts.
    members: Vec<Option<usize>>,
}

impl Before {
    fn of(plan: &Plan, market: &Market) -> Self {
        let mut posts = vec![None; market.people.len()];
        let mut holders = Vec::with_capacity(market.posts.len());
        for (at, post) in market.posts.iter().enumerate() {
            holders.push(post.holder.map(|slot| {
                posts[slot as usize] = Some(at);
                let person = market.person(slot);
                (person.id, person.ceiling)
            }));
        }
        let mut members = vec![None; market.places.len()];
        for (index, member) in plan.members.iter().enumerate() {
            if bears(market, member) {
                members[member.authority.place] = Some(index);
            }
        }
        let directors = market.places.iter().map(|state| state.director).collect();
        Self { directors, holders, posts, members }
    }

    /// What somebody in a position brings from the post before to a place: how they lead, and what
    /// they won there if it is the same place.
    fn brings(&self, country: &Country, slot: u32, to: usize) -> Option<Brings> {
        let market = &country.market;
        if let Some(at) = self.posts.get(slot as usize).copied().flatten() {
            let place = usize::from(market.posts[at].place);
            let here = self.holders[at].is_some_and(|(who, _)| who == market.person(slot).id);
            let world = &country.worlds[self.members[place].filter(|_| here)?];
            let leader = world.service.leadership.below.posts.get(at - market.places[place].first_post)?;
            let credibility = (place == to).then_some(leader.credibility);
            return Some(Brings { way: leader.way, own: leader.own, credibility });
        }
        let led = |post: &DirectorPost| post.holder == Some(slot) && !post.interim;
        let place = self.directors.iter().position(led)?;
        let leadership = &country.worlds[self.members[place]?].service.leadership;
        Some(Brings { way: leadership.director.own, own: leadership.director.own, credibility: None })
    }

    /// What became of the posts below the director of an authority's place.
    fn changed(&self, plan: &Plan, country: &Country, place: usize) -> Vec<(u16, PostNews)> {
        let market = &country.market;
        let spread = plan.market.parameters.growth.spread;
        let mut news = Vec::new();
        for (at, post) in market.posts_of(place).iter().enumerate() {
            let before = self.holders[market.places[place].first_post + at];
            let now = post.holder.map(|slot| (slot, market.person(slot)));
            match (before, now) {
                (Some((who, ceiling)), Some((_, person))) if who == person.id => {
                    if person.ceiling != ceiling {
                        let spreads = (person.ceiling - ceiling) / spread;
                        news.push((at as u16, PostNews::Developed(succession::developed(spreads))));
                    }
                }
                (None, None) => {}
                (before, now) => {
                    if before.is_some() {
                        news.push((at as u16, PostNews::Vacant));
                    }
                    if let Some((slot, _)) = now {
                        let brings = self.brings(country, slot, place);
                        let appointed = appointment(plan, market, slot, brings);
                        news.push((at as u16, PostNews::Appointed(appointed)));
                    }
                }
            }
        }
        news
    }
}

/// Four weeks' news, both ways.
pub(crate) fn couple(plan: &Plan, country: &mut Country, log: &mut dyn Log) {
    see(plan, country, log);
    let before = Before::of(plan, &country.market);
    let week = country.market.week;
    let mut starts = Starts { starts: vec![None; before.directors.len()], log };
    balcony_market::advance(&mut country.market, &plan.market, week + TICK, &mut starts);
    let starts = starts.starts;
    let agency_supply = agency_supply(plan, country);
    let stricter = stricter(plan, country.usual.spread, week);
    // All is found before anybody is told: who moves takes along what the old authority knows.
    let news: Vec<(News, Vec<(u16, PostNews)>)> = plan
        .members
        .iter()
        .map(|member| {
            let place = member.authority.place;
            let decided = decided(country, &before, place, starts[place]);
            let own = bears(&country.market, member);
            let posts = if own { before.changed(plan, country, place) } else { Vec::new() };
            (News { decided, agency_supply, stricter }, posts)
        })
        .collect();
    for (index, (member, (news, posts))) in plan.members.iter().zip(news).enumerate() {
        tell(&mut country.worlds[index], member, &news, &posts);
        if let Some(told) = country.told.get_mut(index) {
            let when = told.weeks.len() as u16;
            told.posts.extend(posts.into_iter().map(|(at, news)| (when, at, news)));
            told.weeks.push(news);
        }
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
fn decided(country: &Country, before: &Before, place: usize, origin: Option<Origin>) -> Option<Succession> {
    let market = &country.market;
    let (before_it, now) = (&before.directors[place], &market.places[place].director);
    let competence = now.holder.map_or(DEPUTIES, |slot| market.person(slot).competence);
    if now.incumbent != before_it.incumbent {
        let inside = origin == Some(Origin::Inside);
        let background = now.holder.map_or(Background::Other, |slot| market.person(slot).background);
        let brings = now.holder.and_then(|slot| before.brings(country, slot, place));
        let own = brings.map(|brings| brings.own);
        return Some(Succession::Starts(Appointment { inside, competence, background, own }));
    }
    let same = (now.holder, now.interim) == (before_it.holder, before_it.interim);
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
        let place = member.authority.place;
        if !bears(&country.market, member) {
            continue;
        }
        let below = &world.service.leadership.below.posts;
        for (at, leader) in below.iter().enumerate() {
            if let Some(slot) = country.market.posts_of(place).get(at).and_then(|post| post.holder) {
                country.market.strains(slot, succession::strain(leader));
            }
        }
        let state = &mut country.market.places[place];
        state.develops = succession::develops(world);
        let inspection = &world.service.oversight.inspection;
        if inspection.number != state.level.number {
            let change = Change::Judged { judgement: inspection.judgement };
            let who = EntityId::authority(state.place.id);
            let place = place as u16;
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
