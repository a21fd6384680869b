//! The state of the market, and what it is set up with.

use crate::climate::Course;
use crate::development::{Enrolment, Rule, Scheme};
use crate::events::{self, Dates, Event};
use crate::parameters::Parameters;
use crate::person::{self, Newcomer, Person};
use crate::{ladder, level};
use balcony_engine::calendar::Date;
use balcony_engine::keyed;
use balcony_engine::rng::{EntityId, RngKey, Tag};

/// Weeks of one tick.
pub const TICK: u32 = 4;
/// Posts of tiers 2, 3 and 4 in an authority of the usual size (MODEL.md section 2): England's own
/// have as many as their teams ask for.
pub const POSTS: [u8; 3] = [3, 8, 33];

/// One authority, as the market needs it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Its number, 1 to 9999.
    pub id: u16,
    /// Its region, from 0.
    pub region: u8,
    /// Does its director also lead adults' services?
    pub twin: bool,
    /// Posts of tiers 2, 3 and 4.
    pub posts: [u8; 3],
}

keyed! {
    /// Which directors also lead adults' services.
    Twins {
        /// Those who do.
        AsTheyAre "as-they-are",
        /// Nobody.
        Nowhere "nowhere",
        /// Everybody.
        Everywhere "everywhere",
    }
}

/// What a run is set up with. Rule, twins and schemes are in force from `policy_from` on, but for
/// those that have dates of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The authorities, in order of their numbers.
    pub places: Vec<Place>,
    /// The first week: people below need about twenty years to settle.
    pub start_week: u32,
    /// The week in which every director was new: the post began in 2006. `None`: never.
    pub all_new: Option<u32>,
    /// The climate.
    pub course: Course,
    /// From when rule, twins and schemes are in force.
    pub policy_from: u32,
    /// Who may become a director.
    pub rule: Rule,
    /// When the rule is in force.
    pub rule_dates: Dates,
    /// Who leads adults' services too.
    pub twins: Twins,
    /// Programmes.
    pub schemes: Vec<Scheme>,
    /// Dated national events.
    pub events: Vec<Event>,
    /// Parameters.
    pub parameters: Parameters,
}

impl Setting {
    /// A setting in the climate of the years since 2014, from 1990 on: nobody new in 2006, open
    /// posts, no programmes.
    ///
    /// ```
    /// use balcony_market::{Place, Setting};
    /// let place = Place { id: 1, region: 0, twin: false, posts: [3, 8, 17] };
    /// let setting = Setting::closed(vec![place]);
    /// assert!(setting.schemes.is_empty() && setting.course.at(2000) == 0.4);
    /// ```
    pub fn closed(places: Vec<Place>) -> Self {
        let parameters = Parameters::default();
        Self {
            places,
            start_week: 0,
            all_new: None,
            course: Course::constant(parameters.climate.since),
            policy_from: u32::MAX,
            rule: Rule::Open,
            rule_dates: Dates::default(),
            twins: Twins::AsTheyAre,
            schemes: Vec::new(),
            events: Vec::new(),
            parameters,
        }
    }

    /// As history had it: calm until 2008, everybody new in 2006, from 1990 on.
    ///
    /// ```
    /// use balcony_market::{Place, Setting};
    /// let place = Place { id: 1, region: 0, twin: false, posts: [3, 8, 17] };
    /// let setting = Setting::history(vec![place]);
    /// assert_eq!(setting.course.at(0), 0.0);
    /// ```
    pub fn history(places: Vec<Place>) -> Self {
        let closed = Self::closed(places);
        let course = Course::history(&closed.parameters.climate);
        Self { course, all_new: Date::new(2006, 4, 3).map(|date| date.week().0), ..closed }
    }

    /// The rule in force in a week.
    pub(crate) fn rule_at(&self, week: u32) -> Rule {
        if self.rule_dates.hold(week, self.policy_from) { self.rule } else { Rule::Open }
    }

    /// Does a place's director lead adults' services too in a week?
    pub(crate) fn twin_at(&self, place: &Place, week: u32) -> bool {
        match self.twins {
            Twins::Nowhere if week >= self.policy_from => false,
            Twins::Everywhere if week >= self.policy_from => true,
            _ => place.twin,
        }
    }
}

/// Who was chosen, and from when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Successor {
    /// Position of the person.
    pub slot: u32,
    /// First week.
    pub starts: u32,
}

/// The director's post of a place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DirectorPost {
    /// Position of the holder, permanent or interim.
    pub holder: Option<u32>,
    /// Is the holder an interim?
    pub interim: bool,
    /// Since when.
    pub since: u32,
    /// When a holder on notice goes, and why.
    pub leaving: Option<(u32, crate::log::Reason)>,
    /// When the panel meets.
    pub panel: Option<u32>,
    /// Panels that have failed for this vacancy.
    pub failed: u32,
    /// Who was chosen.
    pub successor: Option<Successor>,
    /// Permanent directors so far: the number of the vacancy.
    pub incumbent: u32,
}

/// A post below the director's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// Position of the place.
    pub place: u16,
    /// Tier, 2 to 4.
    pub tier: u8,
    /// Number among the place's posts of this tier.
    pub seat: u8,
    /// Holders so far.
    pub incumbent: u32,
    /// Position of the holder.
    pub holder: Option<u32>,
    /// When the panel for a vacant post meets.
    pub panel: u32,
}

/// One place and what the market knows of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceState {
    /// The place.
    pub place: Place,
    /// Its director's post.
    pub director: DirectorPost,
    /// How well it does.
    pub level: level::State,
    /// What else drives its director out: a logarithm of the rate of leaving. 0 where no authority
    /// is simulated.
    pub drives: f64,
    /// How fast assistant directors here become ready, over the usual; 1 where no authority is
    /// simulated.
    pub develops: f64,
    /// Position of its first post below the director's.
    pub first_post: usize,
    /// People born into each tier so far, for their identities.
    pub births: [u32; 4],
}

/// Everybody, and the whole market.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    /// Key of every draw.
    pub rng_key: RngKey,
    /// The next week, a multiple of [`TICK`].
    pub week: u32,
    /// Places, in the order of the setting's.
    pub places: Vec<PlaceState>,
    /// Posts below the director's, by place, tier, seat.
    pub posts: Vec<Post>,
    /// For each region, its places' ranges of posts.
    pub(crate) regions: Vec<Vec<core::ops::Range<usize>>>,
    /// People; free positions hold `None`. A position is never an identity.
    pub people: Vec<Option<Person>>,
    /// Free positions.
    pub(crate) free: Vec<u32>,
    /// Programmes under way.
    pub(crate) enrolled: Vec<Enrolment>,
    /// Pounds of programmes so far.
    pub spent: f64,
    /// What simulated authorities add to the climate; 0 where there are none.
    pub echo: f64,
    /// Are authorities simulated, so that levels and judgements are told and not drawn?
    pub told: bool,
}

impl Market {
    /// The market of a setting at its first week: everybody newly in post, at ages that the ladder
    /// gives newcomers.
    pub fn new(setting: &Setting, rng_key: RngKey) -> Self {
        let mut market = Self {
            rng_key,
            week: setting.start_week,
            places: Vec::with_capacity(setting.places.len()),
            posts: Vec::new(),
            regions: Vec::new(),
            people: Vec::new(),
            free: Vec::new(),
            enrolled: Vec::new(),
            spent: 0.0,
            echo: 0.0,
            told: false,
        };
        for (index, place) in setting.places.iter().enumerate() {
            market.places.push(PlaceState {
                place: *place,
                director: DirectorPost { since: setting.start_week, ..DirectorPost::default() },
                level: level::State::first(setting, rng_key, place.id),
                drives: 0.0,
                develops: 1.0,
                first_post: market.posts.len(),
                births: [0; 4],
            });
            for (tier, seats) in (person::SECOND..).zip(place.posts) {
                for seat in 0..seats {
                    let slot = market.bear(setting, index as u16, tier, ladder::STANDING);
                    let holder = Some(slot);
                    market.posts.push(Post {
                        place: index as u16,
                        tier,
                        seat,
                        incumbent: 0,
                        holder,
                        panel: 0,
                    });
                }
            }
            let first = market.places[index].first_post;
            let region = usize::from(place.region);
            if market.regions.len() <= region {
                market.regions.resize(region + 1, Vec::new());
            }
            market.regions[region].push(first..market.posts.len());
            let slot = market.bear(setting, index as u16, person::DIRECTOR, ladder::STANDING);
            let director = &mut market.places[index].director;
            director.holder = Some(slot);
            if let Some(person) = &mut market.people[slot as usize] {
                person.been_director = true;
                person.directorships = 1;
                person.readiness = person.ceiling;
            }
        }
        market
    }

    /// Somebody new at a place and tier, older by some years than those who enter.
    pub(crate) fn bear(&mut self, setting: &Setting, index: u16, tier: u8, older: f64) -> u32 {
        let state = &mut self.places[usize::from(index)];
        let number = state.births[usize::from(tier) - 1];
        state.births[usize::from(tier) - 1] += 1;
        let p = &setting.parameters.ladder;
        let entry = Newcomer {
            id: EntityId::leader(state.place.id, tier, number),
            week: self.week,
            tier,
            place: index,
            region: state.place.region,
            age: [p.age_second + 3.0, p.age_second, p.age_third, p.age_fourth][usize::from(tier) - 1] + older,
            social_care: p.social_care,
        };
        let person = Person::born(setting, self.rng_key, &entry);
        self.add(person)
    }

    /// The climate of a week: the setting's, and what simulated authorities add. They echo a dated
    /// scandal as well: what they echo of it is not counted twice.
    pub fn climate(&self, setting: &Setting) -> f64 {
        let unheard = (events::scandals(setting, self.week) - self.echo.max(0.0)).max(0.0);
        (setting.course.at(self.week) + self.echo + unheard).max(0.0)
    }

    /// Keeps a person; the position is free or new.
    pub(crate) fn add(&mut self, person: Person) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.people[slot as usize] = Some(person);
            return slot;
        }
        self.people.push(Some(person));
        self.people.len() as u32 - 1
    }

    /// Forgets a person who leaves the market.
    pub(crate) fn remove(&mut self, slot: u32) {
        self.people[slot as usize] = None;
        self.free.push(slot);
    }

    /// The person in a position.
    ///
    /// # Panics
    /// If nobody is there: posts and successors hold only positions of people.
    pub fn person(&self, slot: u32) -> &Person {
        self.people[slot as usize].as_ref().expect("a post holds the position of somebody")
    }

    pub(crate) fn person_mut(&mut self, slot: u32) -> &mut Person {
        self.people[slot as usize].as_mut().expect("a post holds the position of somebody")
    }

    /// Everybody with the position.
    pub fn everybody(&self) -> impl Iterator<Item = (u32, &Person)> {
        self.people.iter().enumerate().filter_map(|(slot, person)| Some((slot as u32, person.as_ref()?)))
    }

    /// When a vacancy has its turn among those of the same tick that want the same people: drawn,
    /// so that neither a low number nor the order of the setting is an advantage.
    pub(crate) fn turn(&self, place: usize, tier: u8, seat: u8) -> f64 {
        let who = EntityId::authority(self.places[place].place.id);
        self.rng_key.uniform(who, Tag::LeaderPrefers, self.week, u16::from(tier) << 8 | u16::from(seat))
    }

    /// The posts below the director's of a place, by tier and seat.
    pub fn posts_of(&self, place: usize) -> &[Post] {
        let state = &self.places[place];
        let posts: usize = state.place.posts.iter().map(|posts| usize::from(*posts)).sum();
        &self.posts[state.first_post..state.first_post + posts]
    }

    /// The strain of a person beyond the usual, where the authority is simulated.
    ///
    /// # Panics
    /// As [`Market::person`].
    pub fn strains(&mut self, slot: u32, strain: f64) {
        self.person_mut(slot).strain = strain;
    }

    /// The posts below the director's of all places of a region.
    pub(crate) fn posts_of_region(&self, region: u8) -> impl Iterator<Item = &Post> {
        self.regions[usize::from(region)].iter().flat_map(|range| &self.posts[range.clone()])
    }

    /// Takes a person out of the post below the director's that they hold, which is then filled.
    pub(crate) fn vacate(&mut self, slot: u32, panel: u32) {
        if let Some(post) = self.posts.iter_mut().find(|post| post.holder == Some(slot)) {
            post.holder = None;
            post.incumbent += 1;
            post.panel = panel;
        }
    }
}
