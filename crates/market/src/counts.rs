//! Counts of a year, as the Association of Directors of Children's Services makes them.
//!
//! A year begins in April. A **change** is a new holder of the post: an interim, or a permanent
//! director, also one who was the interim before (which is counted apart as well). Snapshots are of
//! the end of March; *holder differs* compares one July with the next, so that of several changes
//! in a year it sees one.

use crate::campaign;
use crate::log::{Change, Entry, InterimSource, Log, Origin, Reason};
use crate::market::{Market, Setting, TICK};
use crate::person::{Background, SECOND, THIRD};
use balcony_engine::calendar::{Date, WEEKS_A_YEAR};
use balcony_engine::rng::{EntityId, RngKey};

/// One figure of a year: its key, its unit, what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Its key.
    pub key: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it counts.
    pub meaning: &'static str,
}

/// Declares the figures of a year once.
macro_rules! figures {
    ($($name:ident $key:literal, $unit:literal, $meaning:literal;)*) => {
        /// The figures of one year.
        #[derive(Debug, Clone, Copy, PartialEq, Default)]
        pub struct Year {
            /// The year in whose March it ends.
            pub year: u16,
            $(#[doc = $meaning] #[doc = concat!("Unit: ", $unit, ".")] pub $name: f64,)*
        }

        impl Year {
            /// The figures, in their order.
            pub const FIGURES: &'static [Figure] =
                &[$(Figure { key: $key, unit: $unit, meaning: $meaning },)*];

            /// A year with these values, in the same order; `None` if they are not as many.
            ///
            /// ```
            /// use balcony_market::counts::Year;
            /// let year = Year { year: 2030, changes: 40.0, ..Year::default() };
            /// assert_eq!(Year::of(2030, &year.values()), Some(year));
            /// assert_eq!(Year::of(2030, &[1.0]), None);
            /// ```
            pub fn of(year: u16, values: &[f64]) -> Option<Self> {
                let mut values = values.iter().copied();
                let found = Self { year, $($name: values.next()?,)* };
                values.next().is_none().then_some(found)
            }

            /// Their values, in the same order.
            pub fn values(&self) -> Vec<f64> {
                vec![$(self.$name),*]
            }
        }
    };
}

figures! {
    changes "changes", "changes", "New holders of the director's post, interims included.";
    permanent_exits "permanent-exits", "exits", "Permanent directors who went.";
    retired "retired", "exits", "Permanent directors who retired.";
    moves "moves", "moves", "Directors who became director elsewhere.";
    one "one-change", "authorities", "Authorities with exactly one change.";
    more "more-changes", "authorities", "Authorities with two changes or more.";
    appointed "appointed", "appointments", "Permanent directors who started.";
    first_time "first-time", "appointments", "Of them, those who had never been one.";
    second_tier "second-tier", "share of first-time appointments", "Of first-time directors, those from the second tier.";
    third_tier "third-tier", "appointments", "Heads of service who jumped a generation.";
    inside "inside", "share of first-time appointments", "Of first-time directors from the second tier, those of the same authority.";
    made_permanent "made-permanent", "appointments", "Interims who became permanent where they stood in.";
    interims "interim-appointments", "appointments", "Interims who started.";
    own "interims-own", "share of interim appointments", "Of them, assistant directors of the authority.";
    former "interims-former", "share of interim appointments", "Of them, former directors.";
    panels "panels", "panels", "Panels that met.";
    failed "failed", "panels", "Panels that did not appoint.";
    applicants "applicants", "applicants", "Eligible applicants for each panel.";
    vacancy_weeks "vacancy-weeks", "weeks", "Weeks in which posts had no permanent director, summed.";
    spell "interim-spell", "weeks", "Mean length of the interim spells that ended.";
    interims_in_post "interims-in-post", "posts", "Posts held by an interim at the end of March.";
    tenure "tenure", "months", "Mean time in post so far of permanent directors, at the end of March.";
    tenure_all "tenure-all", "months", "The same of all holders, interims included.";
    differs "holder-differs", "% of posts", "Posts whose holder in July was another than the July before.";
    age "age-directors", "years", "Mean age of permanent directors.";
    age_second "age-second", "years", "Mean age of assistant directors.";
    age_third "age-third", "years", "Mean age of heads of service.";
    age_attracted_second "age-aspirants", "years", "Mean age of assistant directors who want to be a director.";
    age_attracted_third "age-attracted-third", "years", "Mean age of heads of service who want to rise.";
    aspire "aspire", "share", "Assistant directors who want to be a director.";
    social_care "social-care", "share", "Permanent directors with a background in social care.";
    elsewhere "elsewhere-before", "share", "Permanent directors who had been one elsewhere.";
    from_social_care "from-social-care", "share of appointments", "Appointed straight from the second tier, with a background in social care.";
    age_appointed "age-appointed", "years", "Mean age of those appointed.";
    readiness_appointed "readiness-appointed", "readiness", "Mean readiness of those appointed.";
    competence_appointed "competence-appointed", "0 to 1", "Mean competence of those appointed.";
    spent "spent", "pounds", "Spent on programmes.";
}

/// Adds up a year.
#[derive(Debug, Clone)]
pub struct Recorder {
    year: Year,
    changed: Vec<u8>,
    vacant_since: Vec<Option<u32>>,
    vacancy_weeks: f64,
    spells: (f64, f64),
    applicants: f64,
    second: f64,
    inside: f64,
    own: f64,
    former: f64,
    from_social_care: f64,
    sums: [f64; 3],
    spent: f64,
    july: Vec<Option<EntityId>>,
}

impl Recorder {
    /// An empty year of a market.
    pub fn new(market: &Market) -> Self {
        let places = market.places.len();
        let vacant = market.places.iter().map(|state| {
            let post = &state.director;
            (post.holder.is_none() || post.interim).then_some(post.since)
        });
        Self {
            year: Year::default(),
            changed: vec![0; places],
            vacant_since: vacant.collect(),
            vacancy_weeks: 0.0,
            spells: (0.0, 0.0),
            applicants: 0.0,
            second: 0.0,
            inside: 0.0,
            own: 0.0,
            former: 0.0,
            from_social_care: 0.0,
            sums: [0.0; 3],
            spent: market.spent,
            july: Vec::new(),
        }
    }

    /// Compares holders with those of the last call.
    pub fn july(&mut self, market: &Market) {
        let holders =
            market.places.iter().map(|state| state.director.holder.map(|slot| market.person(slot).id));
        let holders: Vec<_> = holders.collect();
        if self.july.len() == holders.len() {
            let differs = self.july.iter().zip(&holders).filter(|(before, now)| before != now).count();
            self.year.differs = 100.0 * differs as f64 / holders.len().max(1) as f64;
        }
        self.july = holders;
    }

    /// The year that ends now; the next begins.
    pub fn end(&mut self, market: &Market, setting: &Setting, year: u16) -> Year {
        let week = market.week;
        let mut now = self.year;
        now.year = year;
        now.one = self.changed.iter().filter(|changes| **changes == 1).count() as f64;
        now.more = self.changed.iter().filter(|changes| **changes > 1).count() as f64;
        let share = |part: f64, of: f64| if of > 0.0 { part / of } else { f64::NAN };
        now.second_tier = share(self.second, now.first_time);
        now.inside = share(self.inside, self.second);
        now.own = share(self.own, now.interims);
        now.former = share(self.former, now.interims);
        now.applicants = share(self.applicants, now.panels);
        now.spell = share(self.spells.0, self.spells.1);
        now.from_social_care = share(self.from_social_care, now.appointed);
        [now.age_appointed, now.readiness_appointed, now.competence_appointed] =
            self.sums.map(|sum| share(sum, now.appointed));
        for since in self.vacant_since.iter_mut().flatten() {
            self.vacancy_weeks += f64::from(week - *since);
            *since = week;
        }
        now.vacancy_weeks = self.vacancy_weeks;
        now.spent = market.spent - self.spent;
        snapshot(&mut now, market, setting);
        let july = core::mem::take(&mut self.july);
        *self = Self { vacant_since: core::mem::take(&mut self.vacant_since), july, ..Self::new(market) };
        now
    }
}

/// Figures of the last day of a year.
fn snapshot(now: &mut Year, market: &Market, setting: &Setting) {
    let week = market.week;
    let months = |since: u32| f64::from(week - since) / WEEKS_A_YEAR * 12.0;
    let mut permanent = Mean::default();
    let (mut all, mut age, mut social_care, mut elsewhere) =
        (Mean::default(), Mean::default(), Mean::default(), Mean::default());
    for state in &market.places {
        let post = &state.director;
        let Some(slot) = post.holder else { continue };
        all.add(months(post.since));
        if post.interim {
            now.interims_in_post += 1.0;
            continue;
        }
        let person = market.person(slot);
        permanent.add(months(post.since));
        age.add(person.age(week));
        social_care.add(f64::from(u8::from(person.background == Background::SocialCare)));
        elsewhere.add(f64::from(u8::from(person.directorships > 1)));
    }
    let (mut second, mut aspirants, mut aspire) = (Mean::default(), Mean::default(), Mean::default());
    let (mut third, mut attracted) = (Mean::default(), Mean::default());
    for (_, person) in market.everybody() {
        match person.tier {
            SECOND => {
                second.add(person.age(week));
                let aspires = campaign::aspires(market, setting, person);
                aspire.add(f64::from(u8::from(aspires)));
                if aspires {
                    aspirants.add(person.age(week));
                }
            }
            THIRD => {
                third.add(person.age(week));
                if crate::ladder::wants_to_rise(market, setting, person) {
                    attracted.add(person.age(week));
                }
            }
            _ => {}
        }
    }
    now.tenure = permanent.value();
    now.tenure_all = all.value();
    now.age = age.value();
    now.social_care = social_care.value();
    now.elsewhere = elsewhere.value();
    now.age_second = second.value();
    now.age_attracted_second = aspirants.value();
    now.aspire = aspire.value();
    now.age_third = third.value();
    now.age_attracted_third = attracted.value();
}

/// A mean, one value after another.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: f64,
    n: f64,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.n += 1.0;
    }

    fn value(self) -> f64 {
        if self.n > 0.0 { self.sum / self.n } else { f64::NAN }
    }
}

impl Log for Recorder {
    fn entry(&mut self, entry: Entry) {
        let place = usize::from(entry.place);
        let year = &mut self.year;
        match entry.change {
            Change::Gone { reason, .. } => {
                year.permanent_exits += 1.0;
                year.retired += f64::from(u8::from(reason == Reason::Retired));
                year.moves += f64::from(u8::from(reason == Reason::Moved));
                self.vacant_since[place] = Some(entry.week);
            }
            Change::Interim { source } => {
                year.changes += 1.0;
                year.interims += 1.0;
                self.own += f64::from(u8::from(source == InterimSource::Own));
                self.former += f64::from(u8::from(source == InterimSource::Former));
                self.changed[place] = self.changed[place].saturating_add(1);
            }
            Change::InterimEnds { weeks } => {
                self.spells.0 += f64::from(weeks);
                self.spells.1 += 1.0;
            }
            Change::Panel { applicants, appoints } => {
                year.panels += 1.0;
                year.failed += f64::from(u8::from(!appoints));
                self.applicants += f64::from(applicants);
            }
            Change::Started(start) => {
                year.changes += 1.0;
                year.appointed += 1.0;
                year.made_permanent += f64::from(u8::from(start.was_interim));
                let tier = matches!(start.origin, Origin::Inside | Origin::Second);
                let social_care = start.background == Background::SocialCare;
                self.from_social_care += f64::from(u8::from(tier && social_care));
                year.third_tier += f64::from(u8::from(start.origin == Origin::Third));
                if start.first_time {
                    year.first_time += 1.0;
                    self.second += f64::from(u8::from(tier));
                    self.inside += f64::from(u8::from(start.origin == Origin::Inside));
                }
                for (sum, value) in self.sums.iter_mut().zip([start.age, start.readiness, start.competence]) {
                    *sum += value;
                }
                self.changed[place] = self.changed[place].saturating_add(1);
                if let Some(since) = self.vacant_since[place].take() {
                    self.vacancy_weeks += f64::from(entry.week - since);
                }
            }
            Change::Rose { .. } | Change::Exited { .. } | Change::Finished { .. } | Change::Judged { .. } => {
            }
        }
    }
}

/// What else looks at a run while its years are counted.
pub trait Watch: Log {
    /// A July, with the market as it is then.
    fn july(&mut self, market: &Market, year: u16);
    /// The end of March.
    fn march(&mut self, market: &Market, year: u16);
}

/// Passes entries to the counts and to whoever else looks.
struct Both<'a>(&'a mut Recorder, &'a mut dyn Watch);

impl Log for Both<'_> {
    fn entry(&mut self, entry: Entry) {
        self.0.entry(entry);
        self.1.entry(entry);
    }
}

/// The tick on or after the first day of a month: where the counts put its beginning.
///
/// ```
/// let week = balcony_market::counts::tick_of(2019, 4);
/// assert_eq!((week, week % balcony_market::TICK), (1528, 0));
/// ```
pub fn tick_of(year: u16, month: u8) -> u32 {
    let week = Date::new(year, month, 1).map_or(0, |date| date.week().0);
    week.div_ceil(TICK) * TICK
}

/// Moves a market on to the end of March of the year `last`, and counts the years that end from
/// `first` to `last`.
///
/// ```
/// use balcony_market::{Market, Place, Setting, counts};
/// use balcony_engine::rng::RngKey;
/// let place = |id| Place { id, region: 0, twin: false, posts: [3, 8, 17] };
/// let setting = Setting::history((1..=10).map(place).collect());
/// let mut market = Market::new(&setting, RngKey { seed: 1, replicate: 0 });
/// let years = counts::years(&mut market, &setting, 2015, 2018, &mut counts::Holders::default());
/// assert_eq!((years.len(), market.week), (4, counts::tick_of(2018, 4)));
/// ```
pub fn years(
    market: &mut Market,
    setting: &Setting,
    first: u16,
    last: u16,
    watch: &mut dyn Watch,
) -> Vec<Year> {
    crate::advance(market, setting, tick_of(first - 1, 4), watch);
    let mut recorder = Recorder::new(market);
    let mut years = Vec::new();
    for year in first..=last {
        crate::advance(market, setting, tick_of(year - 1, 7), &mut Both(&mut recorder, watch));
        recorder.july(market);
        watch.july(market, year - 1);
        crate::advance(market, setting, tick_of(year, 4), &mut Both(&mut recorder, watch));
        watch.march(market, year);
        years.push(recorder.end(market, setting, year));
    }
    years
}

/// Years between whose Julys holders are counted.
const HOLDERS: (u16, u16) = (2008, 2014);

/// Holders of a post in the seven Julys of 2008 to 2014.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Holders {
    seen: Vec<Vec<EntityId>>,
    /// Sum and number of authorities, by the judgement of July 2014.
    pub by_judgement: [(f64, f64); 4],
}

impl Log for Holders {
    fn entry(&mut self, _: Entry) {}
}

impl Watch for Holders {
    fn july(&mut self, market: &Market, year: u16) {
        if !(HOLDERS.0..=HOLDERS.1).contains(&year) {
            return;
        }
        self.seen.resize(market.places.len(), Vec::new());
        for (held, state) in self.seen.iter_mut().zip(&market.places) {
            if let Some(id) = state.director.holder.map(|slot| market.person(slot).id)
                && !held.contains(&id)
            {
                held.push(id);
            }
        }
        if year == HOLDERS.1 {
            for (held, state) in self.seen.iter().zip(&market.places) {
                let (sum, n) = &mut self.by_judgement[usize::from(state.level.judgement)];
                *sum += held.len() as f64;
                *n += 1.0;
            }
        }
    }

    fn march(&mut self, _: &Market, _: u16) {}
}

/// The years of one run, and holders by judgement.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Years, in order.
    pub years: Vec<Year>,
    /// Holders of a post in the seven Julys of 2008 to 2014, by the judgement of July 2014: sum and
    /// number of authorities.
    pub holders: [(f64, f64); 4],
}

/// Runs a market to the end of March of a year, and counts the years that end from `first` to
/// `last`.
///
/// ```
/// use balcony_market::{Place, Setting, counts};
/// use balcony_engine::rng::RngKey;
/// let place = |id| Place { id, region: 0, twin: false, posts: [3, 8, 17] };
/// let setting = Setting::history((1..=10).map(place).collect());
/// let history = counts::history(&setting, RngKey { seed: 1, replicate: 0 }, 2015, 2018);
/// assert_eq!(history.years.len(), 4);
/// ```
pub fn history(setting: &Setting, rng_key: RngKey, first: u16, last: u16) -> History {
    let mut market = Market::new(setting, rng_key);
    let mut holders = Holders::default();
    let years = years(&mut market, setting, first, last, &mut holders);
    History { years, holders: holders.by_judgement }
}
