//! A country: every authority, simulated by itself, and the market that joins them.

use crate::coupling::{self, Usual};
use crate::places::{self, Authority};
use balcony_engine::calendar::Week;
use balcony_engine::digest::Digest;
use balcony_engine::error::ModelFailure;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::{OutcomeAccumulator, ROW, Sink};
use balcony_engine::rng::RngKey;
use balcony_engine::setting::{Event, EventKind};
use balcony_engine::strategy::Strategy;
use balcony_engine::style::Style;
use balcony_engine::world::{PostAppointment, PostNews, Succession, World};
use balcony_market::events::{self, Kind};
use balcony_market::log::Log;
use balcony_market::{Market, TICK};
use balcony_scenario::profiles;
use rayon::prelude::*;

/// One authority of the country.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who it is.
    pub authority: Authority,
    /// Its setting, with what follows from it.
    pub place: ForkPoint,
}

/// What is simulated: the authorities in order of their numbers, and the market.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The authorities.
    pub members: Vec<Member>,
    /// The market; its weeks are in step with week 0.
    pub market: balcony_market::Setting,
    /// Week 0.
    pub start: Week,
}

/// Over what a computation is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// Over the authorities of one country.
    Authorities,
    /// Over nothing: replicates are spread by the caller.
    Nothing,
}

impl Plan {
    /// England as it was published, from a week on, under the incumbents' way of leading: with the
    /// figures of the last year that ended before it, as far as there are any
    /// ([`places::year_of_figures`]).
    ///
    /// ```
    /// use balcony_engine::calendar::{Date, Week};
    /// use balcony_engine::golden;
    /// use balcony_england::Plan;
    /// let start = Week::on_or_after(Date::new(2019, 4, 1).unwrap());
    /// let plan = Plan::england(start, 104, golden::setting(0).start.incumbent);
    /// assert_eq!(plan.members.len(), 153);
    /// assert_eq!((plan.start.0 - plan.market.start_week) % 4, 0);
    /// ```
    pub fn england(start: Week, warm_up: u32, incumbent: Style) -> Self {
        let then = profiles::of_year(places::year_of_figures(start.monday()));
        let members = places::authorities().into_iter().zip(then).map(|(authority, then)| {
            let setting = places::quiet(then, start, warm_up, incumbent);
            Member { authority, place: ForkPoint::new(setting) }
        });
        let members = members.collect();
        let mut market = balcony_market::Setting::history(places::places(start));
        market.start_week = start.0 % TICK;
        Self { members, market, start }
    }

    /// From now on the country lives in another market: its dated events reach every authority too.
    pub fn live_in(&mut self, market: balcony_market::Setting) {
        let events = felt(&market, self.start);
        self.members.iter_mut().for_each(|member| member.place.set_events(&events));
        self.market = market;
    }

    /// The same with some of the authorities only: the market has all places, and those without an
    /// authority go on by themselves.
    #[must_use]
    pub fn only(mut self, numbers: &[u16]) -> Self {
        self.members.retain(|member| numbers.contains(&member.authority.profile.id));
        self
    }
}

/// What of the market's dated events every authority feels itself. A scandal is one elsewhere; what
/// is more than the whole is the whole. Funding before week 0 is in the figures that authorities
/// begin with.
fn felt(market: &balcony_market::Setting, start: Week) -> Vec<Event> {
    let felt = |event: &events::Event| {
        let (week, weeks) = (Week(event.week), event.weeks);
        match event.kind {
            Kind::Scandal => {
                Some(Event { week, weeks: 0, kind: EventKind::ScandalElsewhere, size: event.size.min(1.0) })
            }
            Kind::Funding if week >= start => {
                Some(Event { week, weeks, kind: EventKind::BudgetCut, size: -event.size })
            }
            Kind::Funding | Kind::Framework | Kind::Policy => None,
        }
    };
    market.events.iter().filter_map(felt).collect()
}

/// The state of a country.
#[derive(Debug, Clone)]
pub struct Country {
    /// Authorities, in the order of the plan's.
    pub worlds: Vec<World>,
    /// The market.
    pub market: Market,
    /// What was usual at week 0.
    pub usual: Usual,
    /// What each authority was told so far; empty unless it is recorded ([`Country::recorded`]).
    pub told: Vec<Told>,
}

/// All that an authority was told by the rest of the country: with it, the authority can be
/// simulated alone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// Who led at week 0: competences, since when, an interim or not.
    pub led: ([f64; 4], u32, bool),
    /// Who held the posts below the director at week 0, in their order; empty where the market has
    /// none of them.
    pub below: Vec<Option<PostAppointment>>,
    /// What it was told every four weeks.
    pub weeks: Vec<News>,
    /// What it was told of posts below the director: after how many times four weeks, which post,
    /// what.
    pub posts: Vec<(u16, u16, PostNews)>,
}

/// What an authority is told for the four weeks to come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct News {
    /// What the market decided.
    pub decided: Option<Succession>,
    /// Agency workers to be had, over those wanted.
    pub agency_supply: f64,
    /// Grades by which inspectors are stricter than they were at week 0.
    pub stricter: f64,
}

/// The sums and the digest of one authority's weeks.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// Sums that outcomes are worked out from.
    pub sums: OutcomeAccumulator,
    /// Digest of every weekly row.
    pub digest: Digest,
}

impl Sink for Collected {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        for value in row {
            self.digest.add(value.to_bits());
        }
        self.sums.week(week, row, world);
    }
}

impl Country {
    /// The country at week 0 of one replicate: every authority warmed up by itself, the market
    /// brought to that week, and each authority led by whom the market has there.
    ///
    /// # Errors
    /// If a value of an authority is not finite or out of its bounds.
    pub fn begin(plan: &Plan, rng_key: RngKey, spread: Spread) -> Result<Self, ModelFailure> {
        Self::at_week_0(plan, rng_key, spread, false)
    }

    /// The same country; what each authority is told is recorded, so that it can be simulated
    /// [alone](Self::alone).
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn recorded(plan: &Plan, rng_key: RngKey, spread: Spread) -> Result<Self, ModelFailure> {
        Self::at_week_0(plan, rng_key, spread, true)
    }

    fn at_week_0(plan: &Plan, rng_key: RngKey, spread: Spread, recorded: bool) -> Result<Self, ModelFailure> {
        let warm = |member: &Member| member.place.warmed_up(rng_key);
        let worlds: Vec<World> = match spread {
            Spread::Authorities => plan.members.par_iter().map(warm).collect::<Result<_, _>>()?,
            Spread::Nothing => plan.members.iter().map(warm).collect::<Result<_, _>>()?,
        };
        let mut market = Market::new(&plan.market, rng_key);
        balcony_market::advance(&mut market, &plan.market, plan.start.0, &mut balcony_market::log::NoLog);
        let usual = Usual::of(plan, &worlds);
        let told = vec![Told::default(); if recorded { worlds.len() } else { 0 }];
        let mut country = Self { worlds, market, usual, told };
        coupling::hand_over(plan, &mut country);
        Ok(country)
    }

    /// Simulates until (not including) a number of weeks after week 0, a multiple of four. What
    /// happens in the market goes to the log, the weeks of each authority to its sums.
    ///
    /// # Errors
    /// If a value of an authority is not finite or out of its bounds.
    pub fn advance(
        &mut self,
        plan: &Plan,
        until: u32,
        sums: &mut [Collected],
        log: &mut dyn Log,
        spread: Spread,
    ) -> Result<(), ModelFailure> {
        let strategy = Strategy::default();
        while self.market.week < plan.start.0 + until {
            let after = self.market.week + TICK - plan.start.0;
            coupling::couple(plan, self, log);
            let one = |((world, member), sums): ((&mut World, &Member), &mut Collected)| {
                member.place.advance(world, &strategy, after, sums)
            };
            match spread {
                Spread::Authorities => self
                    .worlds
                    .par_iter_mut()
                    .zip(&plan.members)
                    .zip(sums.par_iter_mut())
                    .try_for_each(one)?,
                Spread::Nothing => {
                    self.worlds.iter_mut().zip(&plan.members).zip(sums.iter_mut()).try_for_each(one)?
                }
            }
        }
        Ok(())
    }

    /// One authority with the coupling held fixed: simulated without the others, told what it was
    /// told among them.
    ///
    /// # Errors
    /// If a value is not finite or out of its bounds.
    pub fn alone(member: &Member, rng_key: RngKey, told: &Told) -> Result<Collected, ModelFailure> {
        let mut world = member.place.warmed_up(rng_key)?;
        coupling::lead(&mut world, member, told);
        let mut sums = Collected::default();
        for (number, news) in told.weeks.iter().enumerate() {
            let then = |(when, at, news): &(u16, u16, PostNews)| {
                (usize::from(*when) == number).then_some((*at, *news))
            };
            let posts: Vec<(u16, PostNews)> = told.posts.iter().filter_map(then).collect();
            coupling::tell(&mut world, member, news, &posts);
            let after = (number as u32 + 1) * TICK;
            member.place.advance(&mut world, &Strategy::default(), after, &mut sums)?;
        }
        Ok(sums)
    }

    /// The outcomes of every authority, in the order of [`balcony_engine::outcomes`].
    pub fn outcomes(&self, plan: &Plan, sums: &[Collected]) -> Vec<Vec<f64>> {
        let each = self.worlds.iter().zip(&plan.members).zip(sums);
        each.map(|((world, member), sums)| sums.sums.outcomes(&member.place.unaccrued(world))).collect()
    }
}

/// A digest of every weekly row of every authority, in order of their numbers.
///
/// ```
/// use balcony_england::simulate::{Collected, digest};
/// assert_eq!(digest(&[Collected::default()]), digest(&[Collected::default()]));
/// ```
pub fn digest(sums: &[Collected]) -> u64 {
    let mut all = Digest::default();
    for one in sums {
        all.add(one.digest.value());
    }
    all.value()
}
