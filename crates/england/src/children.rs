//! What policies come to for children, staff and partners: the whole country simulated under each,
//! from the same week 0, with the same luck.

use crate::replicates::Stopped;
use crate::scenario::{National, YEAR};
use crate::simulate::{Collected, Country, Plan, Spread, digest};
use crate::stored::{Nowhere, Store, count, with_children};
use balcony_engine::calendar::Week;
use balcony_engine::measure::OUTCOMES;
use balcony_engine::rng::RngKey;
use balcony_market::log::NoLog;
use balcony_numeric::bytes::{Malformed, Reader, Writer};
use balcony_scenario::presets;
use balcony_scenario::scenario::WARM_UP;
use balcony_study::experiment::ModelFailure;
use balcony_study::experiment::stats::{ErrorUnit, Paired, paired};

/// One policy in one replicate.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// For each authority its outcomes, in the order of [`OUTCOMES`]; NaN where it has no value.
    pub authorities: Vec<Vec<f64>>,
    /// Digest of every weekly row of every authority.
    pub digest: u64,
}

impl Whole {
    /// The mean of an outcome over the authorities that have a value of it: each counts alike.
    ///
    /// ```
    /// use balcony_england::children::Whole;
    /// let whole = Whole { authorities: vec![vec![1.0], vec![3.0], vec![f64::NAN]], digest: 0 };
    /// assert_eq!(whole.mean(0), 2.0);
    /// ```
    pub fn mean(&self, outcome: usize) -> f64 {
        mean(self.authorities.iter().map(|outcomes| outcomes[outcome]))
    }
}

/// Mean of the values that are there; NaN if there is none.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) =
        values.filter(|value| !value.is_nan()).fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    if n > 0.0 { sum / n } else { f64::NAN }
}

/// The country under each policy, for some weeks (a multiple of four), in one replicate. All
/// policies set out from the same country at week 0. Afterwards the plan is as it was.
///
/// # Errors
/// If a value of an authority is not finite or out of its bounds, or a stop was asked for.
pub fn replicate(
    plan: &mut Plan,
    policies: &[&balcony_market::Setting],
    rng_key: RngKey,
    weeks: u32,
    spread: Spread,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Whole>, Stopped> {
    let history = plan.market.clone();
    plan.live_in(history.clone());
    let lives = under_each(plan, policies, rng_key, weeks, spread, stop);
    plan.live_in(history);
    lives
}

fn under_each(
    plan: &mut Plan,
    policies: &[&balcony_market::Setting],
    rng_key: RngKey,
    weeks: u32,
    spread: Spread,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Whole>, Stopped> {
    let mut begun = Some(Country::begin(plan, rng_key, spread).map_err(|failure| failed(plan, &failure))?);
    let mut lives = Vec::with_capacity(policies.len());
    for (number, policy) in policies.iter().enumerate() {
        let last = number + 1 == policies.len();
        // The last policy takes the country itself: one policy alone needs no second country.
        let country = if last { begun.take() } else { begun.clone() };
        let Some(mut country) = country else { break };
        plan.live_in((*policy).clone());
        let mut sums = vec![Collected::default(); plan.members.len()];
        // A year at a time, so that a stop is heard.
        for until in (YEAR..weeks).step_by(YEAR as usize).chain([weeks]) {
            if stop() {
                return Err(Stopped::Asked);
            }
            country
                .advance(plan, until, &mut sums, &mut NoLog, spread)
                .map_err(|failure| failed(plan, &failure))?;
        }
        lives.push(Whole { authorities: country.outcomes(plan, &sums), digest: digest(&sums) });
    }
    Ok(lives)
}

/// The failure of an authority, by its name.
fn failed(plan: &Plan, failure: &balcony_engine::error::ModelFailure) -> Stopped {
    let failing = plan.members.iter().find(|member| member.authority.profile.id == failure.authority);
    let name = failing.map_or("", |member| member.authority.profile.name);
    Stopped::Model(ModelFailure::of(failure, name, plan.start))
}

/// Some replicates of a national scenario, with children.
#[derive(Debug, Clone)]
pub struct Children {
    /// Regions of the authorities, by their numbers in [`crate::places::REGIONS`].
    regions: Vec<u8>,
    /// Replicates, in order; in each the policies, in order.
    pub lives: Vec<Vec<Whole>>,
}

impl Children {
    /// The mean of an outcome over all authorities, in each replicate.
    pub fn means(&self, policy: usize, outcome: usize) -> Vec<f64> {
        self.lives.iter().map(|lives| lives[policy].mean(outcome)).collect()
    }

    /// The same over the authorities of a region.
    pub fn of_region(&self, policy: usize, outcome: usize, region: usize) -> Vec<f64> {
        let there = |lives: &Vec<Whole>| {
            let pairs = self.regions.iter().zip(&lives[policy].authorities);
            mean(pairs.filter(|(at, _)| usize::from(**at) == region).map(|(_, outcomes)| outcomes[outcome]))
        };
        self.lives.iter().map(there).collect()
    }

    /// For each authority the mean of an outcome over the replicates.
    pub fn by_authority(&self, policy: usize, outcome: usize) -> Vec<f64> {
        let of =
            |index: usize| mean(self.lives.iter().map(|lives| lives[policy].authorities[index][outcome]));
        (0..self.regions.len()).map(of).collect()
    }

    /// A policy against another on an outcome, in pairs on the same luck.
    pub fn pair(&self, policy: usize, base: usize, outcome: usize) -> Paired {
        let row = &OUTCOMES[outcome];
        let values = |policy| self.means(policy, outcome);
        paired(&values(policy), &values(base), row.better, row.margin, ErrorUnit::Replicate)
    }

    /// A digest of every week of every authority under a policy, in each replicate.
    pub fn digests(&self, policy: usize) -> Vec<u64> {
        self.lives.iter().map(|lives| lives[policy].digest).collect()
    }
}

/// One replicate under every policy, exact to the bit.
fn wholes_as_bytes(wholes: &[Whole]) -> Vec<u8> {
    let mut bytes = Writer::default();
    bytes.u32(wholes.len() as u32);
    for whole in wholes {
        bytes.u64(whole.digest).u32(whole.authorities.len() as u32);
        for outcomes in &whole.authorities {
            bytes.f64s(outcomes);
        }
    }
    bytes.finish()
}

/// The same read back; `None` if it is not one of so many authorities under so many policies.
fn wholes_of(bytes: &[u8], policies: usize, authorities: usize) -> Option<Vec<Whole>> {
    let mut bytes = Reader::new(bytes);
    let mut read = || -> Result<Vec<Whole>, Malformed> {
        let wholes = count(&mut bytes)?;
        let whole = |_| {
            let (digest, all) = (bytes.u64()?, count(&mut bytes)?);
            let all = (0..all).map(|_| bytes.f64s(OUTCOMES.len()));
            Ok::<_, Malformed>(Whole { authorities: all.collect::<Result<_, _>>()?, digest })
        };
        let wholes = (0..wholes).map(whole).collect::<Result<_, _>>()?;
        bytes.finish()?;
        Ok(wholes)
    };
    let sound = |wholes: &Vec<Whole>| {
        wholes.len() == policies && wholes.iter().all(|whole| whole.authorities.len() == authorities)
    };
    read().ok().filter(sound)
}

/// Runs the first replicates of a national scenario with children, on so many threads (0: one for
/// each processor). The results are the same for any number. `step` is called after each replicate.
///
/// # Errors
/// If the flag is raised, threads cannot be started, or the model fails.
pub fn run(
    national: &National,
    replicates: u32,
    threads: usize,
    stop: &(dyn Fn() -> bool + Sync),
    step: &(dyn Fn() + Sync),
) -> Result<Children, Stopped> {
    run_kept(national, replicates, threads, &Nowhere, stop, step)
}

/// The same, and a store keeps what each run yields: those that it has already are not run again.
///
/// # Errors
/// As [`run`], or if the store fails.
pub fn run_kept(
    national: &National,
    replicates: u32,
    threads: usize,
    store: &dyn Store,
    stop: &(dyn Fn() -> bool + Sync),
    step: &(dyn Fn() + Sync),
) -> Result<Children, Stopped> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Stopped::Threads(error.to_string()))?;
    let mut plan = Plan::england(Week(national.first_week()), WARM_UP, presets::incumbent());
    plan.market = national.history.clone();
    let policies: Vec<&balcony_market::Setting> =
        national.policies.iter().map(|policy| &policy.setting).collect();
    let mut lives = Vec::with_capacity(replicates as usize);
    for number in 0..replicates {
        let rng_key = RngKey { seed: national.seed, replicate: number };
        let kept = store.load(with_children(number)).map_err(Stopped::Storage)?;
        let one = match kept.and_then(|bytes| wholes_of(&bytes, policies.len(), plan.members.len())) {
            Some(one) => one,
            None => {
                let (spread, weeks) = (Spread::Authorities, national.weeks);
                let one = pool.install(|| replicate(&mut plan, &policies, rng_key, weeks, spread, stop))?;
                let bytes = wholes_as_bytes(&one);
                store.save(with_children(number), &bytes).map_err(Stopped::Storage)?;
                one
            }
        };
        lives.push(one);
        step();
    }
    let regions = plan.members.iter().map(|member| member.authority.region).collect();
    Ok(Children { regions, lives })
}

/// The position of an outcome of authorities.
///
/// ```
/// assert!(balcony_england::children::position("harm").is_some());
/// assert_eq!(balcony_england::children::position("nothing"), None);
/// ```
pub fn position(key: &str) -> Option<usize> {
    OUTCOMES.iter().position(|outcome| outcome.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_back_is_the_same_to_the_bit() {
        let outcomes: Vec<f64> = (0..OUTCOMES.len()).map(|at| 1.0 / (at + 1) as f64).collect();
        let wholes = vec![Whole { authorities: vec![outcomes; 3], digest: 9 }];
        let bytes = wholes_as_bytes(&wholes);
        assert_eq!(wholes_of(&bytes, 1, 3).as_ref(), Some(&wholes));
        assert!(wholes_of(&bytes, 1, 2).is_none() && wholes_of(&bytes[..bytes.len() - 1], 1, 3).is_none());
    }
}
