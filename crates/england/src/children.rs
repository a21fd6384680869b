//! What policies come to for children, staff and partners: the whole country simulated under each,
//! from the same week 0, with the same luck.

use crate::places::REGIONS;
use crate::simulate::{Collected, Country, Plan, Spread, digest};
use balcony_engine::error::ModelFailure;
use balcony_engine::outcomes::OUTCOMES;
use balcony_engine::rng::RngKey;
use balcony_market::log::NoLog;

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

    /// The same over the authorities of each region, in the order of [`REGIONS`].
    pub fn regions(&self, plan: &Plan, outcome: usize) -> Vec<f64> {
        let of = |region: usize| {
            let members = plan.members.iter().zip(&self.authorities);
            let there = members.filter(move |(member, _)| usize::from(member.authority.region) == region);
            mean(there.map(|(_, outcomes)| outcomes[outcome]))
        };
        (0..REGIONS.len()).map(of).collect()
    }
}

/// Mean of the values that are there; NaN if there is none.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) =
        values.filter(|value| !value.is_nan()).fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    if n > 0.0 { sum / n } else { f64::NAN }
}

/// The country under each policy, for some weeks (a multiple of four), in one replicate. All policies
/// set out from the same country at week 0.
///
/// # Errors
/// If a value of an authority is not finite or out of its bounds.
pub fn replicate(
    plan: &Plan,
    policies: &[&balcony_market::Setting],
    rng_key: RngKey,
    weeks: u32,
    spread: Spread,
) -> Result<Vec<Whole>, ModelFailure> {
    let begun = Country::begin(plan, rng_key, spread)?;
    let mut begun = Some(begun);
    let mut lives = Vec::with_capacity(policies.len());
    for (number, policy) in policies.iter().enumerate() {
        let last = number + 1 == policies.len();
        // The last policy takes the country itself: one policy alone needs no second country.
        let country = if last { begun.take() } else { begun.clone() };
        let Some(mut country) = country else { break };
        let mut under = plan.clone();
        under.market = (*policy).clone();
        let mut sums = vec![Collected::default(); plan.members.len()];
        country.advance(&under, weeks, &mut sums, &mut NoLog, spread)?;
        lives.push(Whole { authorities: country.outcomes(&under, &sums), digest: digest(&sums) });
    }
    Ok(lives)
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
