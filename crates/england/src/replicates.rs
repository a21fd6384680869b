//! Runs of a national scenario on the market alone: one history for each replicate, from which every
//! policy sets out, so that policies share people and luck.

use crate::figures::{ROWS, shown};
use crate::scenario::{National, YEAR};
use crate::stored::{Nowhere, Store, alone, count};
use balcony_engine::rng::RngKey;
use balcony_market::counts::{Recorder, Year};
use balcony_market::log::{Change, Entry, Log, NoLog, Reason};
use balcony_market::{Market, advance};
use balcony_numeric::bytes::{Malformed, Reader, Writer};
use balcony_study::experiment::ModelFailure;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// Weeks from the beginning of a year until holders are compared: July, if it begins in April.
const JULY: u32 = 12;

/// What happened to the director's post of one place in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlaceCount {
    /// New holders, interims included.
    pub changes: u32,
    /// Permanent directors, with the one who was there at the start.
    pub directors: u32,
    /// Interims who started.
    pub interims: u32,
    /// Weeks without a permanent director.
    pub vacancy_weeks: u32,
    /// Panels that did not appoint.
    pub failed: u32,
    /// Directors who retired, left, or moved.
    pub gone: u32,
}

impl PlaceCount {
    /// How many counts there are.
    pub const COUNTS: usize = 6;

    /// The counts, in their order.
    pub fn counts(&self) -> [u32; Self::COUNTS] {
        let Self { changes, directors, interims, vacancy_weeks, failed, gone } = *self;
        [changes, directors, interims, vacancy_weeks, failed, gone]
    }

    /// The same from its counts.
    pub fn of(counts: [u32; Self::COUNTS]) -> Self {
        let [changes, directors, interims, vacancy_weeks, failed, gone] = counts;
        Self { changes, directors, interims, vacancy_weeks, failed, gone }
    }
}

/// One policy in one replicate.
#[derive(Debug, Clone, PartialEq)]
pub struct Life {
    /// The figures of every year.
    pub years: Vec<Year>,
    /// The places, in the order of the market's.
    pub places: Vec<PlaceCount>,
}

impl Life {
    /// The mean of every figure over the years, as it is shown; a year without a value is left out.
    pub fn means(&self) -> Vec<f64> {
        let years: Vec<Vec<f64>> = self.years.iter().map(shown).collect();
        let mean = |figure: usize| {
            let known: Vec<f64> =
                years.iter().map(|year| year[figure]).filter(|value| !value.is_nan()).collect();
            known.iter().sum::<f64>() / known.len() as f64
        };
        (0..ROWS.len()).map(mean).collect()
    }
}

/// Counts what happens to places.
#[derive(Debug, Clone)]
struct Places {
    counts: Vec<PlaceCount>,
    vacant_since: Vec<Option<u32>>,
}

impl Places {
    fn new(market: &Market) -> Self {
        let permanent = |post: &balcony_market::DirectorPost| post.holder.is_some() && !post.interim;
        let posts = || market.places.iter().map(|state| &state.director);
        Self {
            counts: posts()
                .map(|post| PlaceCount { directors: u32::from(permanent(post)), ..PlaceCount::default() })
                .collect(),
            vacant_since: posts().map(|post| (!permanent(post)).then_some(market.week)).collect(),
        }
    }

    fn end(mut self, week: u32) -> Vec<PlaceCount> {
        for (count, since) in self.counts.iter_mut().zip(&self.vacant_since) {
            count.vacancy_weeks += since.map_or(0, |since| week - since);
        }
        self.counts
    }
}

impl Log for Places {
    fn entry(&mut self, entry: Entry) {
        let at = usize::from(entry.place);
        let count = &mut self.counts[at];
        match entry.change {
            Change::Gone { reason, .. } => {
                count.gone += u32::from(reason != Reason::Moved);
                self.vacant_since[at] = Some(entry.week);
            }
            Change::Interim { .. } => {
                count.changes += 1;
                count.interims += 1;
            }
            Change::Panel { appoints, .. } => count.failed += u32::from(!appoints),
            Change::Started(_) => {
                count.changes += 1;
                count.directors += 1;
                if let Some(since) = self.vacant_since[at].take() {
                    count.vacancy_weeks += entry.week - since;
                }
            }
            _ => {}
        }
    }
}

/// Passes every entry to two logs.
struct Both<'a>(&'a mut dyn Log, &'a mut dyn Log);

impl Log for Both<'_> {
    fn entry(&mut self, entry: Entry) {
        self.0.entry(entry);
        self.1.entry(entry);
    }
}

/// One replicate under every policy, in the order of the policies.
///
/// ```
/// use balcony_england::{replicates::replicate, scenario::read};
/// use balcony_scenario::scenario::{England, Library, files::Texts};
/// let files = Texts::default();
/// let library = Library::new(&files, &England);
/// let national = read("ever-decreasing-circle", &["england.weeks=52".to_owned()], &library).unwrap();
/// let lives = replicate(&national, 0);
/// assert_eq!((lives.len(), lives[0].years.len(), lives[0].places.len()), (3, 1, 152));
/// ```
pub fn replicate(national: &National, replicate: u32) -> Vec<Life> {
    let key = RngKey { seed: national.seed, replicate };
    let (start, history) = (national.first_week(), &national.history);
    let mut market = Market::new(history, key);
    advance(&mut market, history, start + JULY - YEAR, &mut NoLog);
    let mut recorder = Recorder::new(&market);
    recorder.july(&market);
    advance(&mut market, history, start, &mut recorder);
    // The year before the start is counted for its July alone.
    recorder.end(&market, history, 0);
    national
        .policies
        .iter()
        .map(|policy| {
            let setting = &policy.setting;
            let (mut market, mut recorder) = (market.clone(), recorder.clone());
            let mut places = Places::new(&market);
            let mut years = Vec::with_capacity(national.years() as usize);
            for year in 0..national.years() {
                let begins = start + year * YEAR;
                advance(&mut market, setting, begins + JULY, &mut Both(&mut recorder, &mut places));
                recorder.july(&market);
                advance(&mut market, setting, begins + YEAR, &mut Both(&mut recorder, &mut places));
                years.push(recorder.end(&market, setting, national.ends(year)));
            }
            Life { years, places: places.end(market.week) }
        })
        .collect()
}

/// All replicates of a national scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Runs {
    /// Replicates, in order; in each the policies, in order.
    pub lives: Vec<Vec<Life>>,
    /// Means over the years: by policy, figure, replicate.
    means: Vec<Vec<Vec<f64>>>,
}

impl Runs {
    fn new(lives: Vec<Vec<Life>>, policies: usize) -> Self {
        let mut means = vec![vec![Vec::with_capacity(lives.len()); ROWS.len()]; policies];
        for replicate in &lives {
            for (life, of) in replicate.iter().zip(&mut means) {
                for (value, values) in life.means().into_iter().zip(of) {
                    values.push(value);
                }
            }
        }
        Self { lives, means }
    }

    /// A figure under a policy: its mean over the years, in each replicate.
    pub fn figure(&self, policy: usize, figure: usize) -> &[f64] {
        &self.means[policy][figure]
    }

    /// A figure under a policy in one year, in each replicate.
    pub fn year(&self, policy: usize, figure: usize, year: usize) -> Vec<f64> {
        self.lives.iter().map(|lives| shown(&lives[policy].years[year])[figure]).collect()
    }

    /// A sum over some places under a policy, in each replicate.
    pub fn places(
        &self,
        policy: usize,
        places: &[usize],
        count: impl Fn(&PlaceCount) -> u32 + Copy,
    ) -> Vec<f64> {
        let sum = |lives: &Vec<Life>| {
            let of = &lives[policy].places;
            f64::from(places.iter().map(|place| count(&of[*place])).sum::<u32>())
        };
        self.lives.iter().map(sum).collect()
    }
}

/// One replicate under every policy, exact to the bit.
fn lives_as_bytes(lives: &[Life]) -> Vec<u8> {
    let mut bytes = Writer::default();
    bytes.u32(lives.len() as u32);
    for life in lives {
        bytes.u32(life.years.len() as u32);
        for year in &life.years {
            bytes.u32(u32::from(year.year)).f64s(&year.values());
        }
        bytes.u32(life.places.len() as u32);
        for place in &life.places {
            for count in place.counts() {
                bytes.u32(count);
            }
        }
    }
    bytes.finish()
}

/// The same read back; `None` if it is not one under so many policies.
fn lives_of(bytes: &[u8], policies: usize) -> Option<Vec<Life>> {
    let mut bytes = Reader::new(bytes);
    let mut read = || -> Result<Vec<Life>, Malformed> {
        let lives = count(&mut bytes)?;
        let life = |_| {
            let years = count(&mut bytes)?;
            let years = (0..years).map(|_| {
                let year = u16::try_from(bytes.u32()?).map_err(|_| Malformed)?;
                Year::of(year, &bytes.f64s(Year::FIGURES.len())?).ok_or(Malformed)
            });
            let years = years.collect::<Result<_, _>>()?;
            let places = count(&mut bytes)?;
            let places = (0..places).map(|_| {
                let mut counts = [0; PlaceCount::COUNTS];
                for count in &mut counts {
                    *count = bytes.u32()?;
                }
                Ok::<_, Malformed>(PlaceCount::of(counts))
            });
            Ok::<_, Malformed>(Life { years, places: places.collect::<Result<_, _>>()? })
        };
        let lives = (0..lives).map(life).collect::<Result<_, _>>()?;
        bytes.finish()?;
        Ok(lives)
    };
    read().ok().filter(|lives| lives.len() == policies)
}

/// Why there are no runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// A stop was asked for.
    Asked,
    /// Threads could not be started; why.
    Threads(String),
    /// A value of an authority left its bounds; which.
    Model(ModelFailure),
    /// What a run yielded could not be kept, or not be read again; a sentence.
    Storage(String),
}

/// Runs all replicates on so many threads (0: one for each processor). The results are the same for
/// any number. `step` is called after each replicate; the flag stops the work.
///
/// # Errors
/// If the flag is raised, or threads cannot be started.
pub fn run(
    national: &National,
    threads: usize,
    stop: &(dyn Fn() -> bool + Sync),
    step: &(dyn Fn() + Sync),
) -> Result<Runs, Stopped> {
    run_kept(national, threads, &Nowhere, stop, step)
}

/// The same, and a store keeps what each run yields: those that it has already are not run again.
///
/// # Errors
/// As [`run`], or if the store fails.
pub fn run_kept(
    national: &National,
    threads: usize,
    store: &dyn Store,
    stop: &(dyn Fn() -> bool + Sync),
    step: &(dyn Fn() + Sync),
) -> Result<Runs, Stopped> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Stopped::Threads(error.to_string()))?;
    let stopped = AtomicBool::new(false);
    let policies = national.policies.len();
    let one = |number: u32| -> Result<Vec<Life>, String> {
        let kept = store.load(alone(number))?.and_then(|bytes| lives_of(&bytes, policies));
        if let Some(lives) = kept {
            return Ok(lives);
        }
        let lives = replicate(national, number);
        store.save(alone(number), &lives_as_bytes(&lives))?;
        Ok(lives)
    };
    let lives: Vec<Option<Result<Vec<Life>, String>>> = pool.install(|| {
        (0..national.replicates)
            .into_par_iter()
            .map(|number| {
                if stopped.load(Ordering::Relaxed) || stop() {
                    stopped.store(true, Ordering::Relaxed);
                    return None;
                }
                let lives = one(number);
                stopped.fetch_or(lives.is_err(), Ordering::Relaxed);
                step();
                Some(lives)
            })
            .collect()
    });
    if let Some(Err(why)) = lives.iter().flatten().find(|lives| lives.is_err()) {
        return Err(Stopped::Storage(why.clone()));
    }
    let lives: Option<Vec<Vec<Life>>> = lives.into_iter().map(|lives| lives?.ok()).collect();
    lives.map(|lives| Runs::new(lives, policies)).ok_or(Stopped::Asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read;
    use balcony_scenario::scenario::files::Texts;
    use balcony_scenario::scenario::{England, Library};

    fn national(sets: &[&str]) -> National {
        let files = Texts::default();
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        read("ever-decreasing-circle", &sets, &Library::new(&files, &England)).expect("it is sound")
    }

    // Two counts of the same things: by year for England, and by place for the whole run.
    #[test]
    fn places_add_up_to_england() {
        for life in replicate(&national(&["england.weeks=156"]), 1) {
            let years = |value: fn(&Year) -> f64| life.years.iter().map(value).sum::<f64>();
            let places =
                |value: fn(&PlaceCount) -> u32| f64::from(life.places.iter().map(value).sum::<u32>());
            assert_eq!(years(|year| year.changes), places(|place| place.changes));
            assert_eq!(years(|year| year.interims), places(|place| place.interims));
            assert_eq!(years(|year| year.failed), places(|place| place.failed));
            assert_eq!(years(|year| year.vacancy_weeks), places(|place| place.vacancy_weeks));
            assert!(life.years.iter().all(|year| year.differs > 5.0));
        }
    }

    #[test]
    fn a_stop_leaves_nothing() {
        assert_eq!(run(&national(&["england.weeks=52"]), 1, &|| true, &|| ()), Err(Stopped::Asked));
    }

    #[test]
    fn what_is_read_back_is_the_same_to_the_bit() {
        let mut year = Year { year: 2031, changes: 0.1 + 0.2, ..Year::default() };
        year.spell = f64::NAN;
        let life = |seed: u32| Life {
            years: vec![year, Year { year: 2032, ..Year::default() }],
            places: vec![PlaceCount::of([seed, 2, 3, 4, 5, 6]), PlaceCount::default()],
        };
        let lives = vec![life(1), life(7)];
        let bytes = lives_as_bytes(&lives);
        let back = lives_of(&bytes, 2).expect("as it was written");
        assert_eq!(format!("{back:?}"), format!("{lives:?}"));
        assert_eq!(lives_as_bytes(&back), bytes);
        assert!(lives_of(&bytes, 3).is_none() && lives_of(&bytes[1..], 2).is_none());
    }
}
