//! Elementary effects by Morris's method (Morris 1991, Technometrics 33; Campolongo, Cariboni &
//! Saltelli 2007, Environmental Modelling & Software 22), with the definitions of SALib 1.6
//! `morris.analyze`.
//!
//! The effect of factor j in a trajectory is (y after j rose - y before) / delta, where delta =
//! levels / (2 (levels - 1)). Mu is its mean over trajectories, mu* the mean of its absolute value,
//! and sigma its standard deviation.

use super::bootstrap::{draw, index, sd};
use super::{Index, Interval, TooFew, rounding};
use crate::design::Random;
use balcony_numeric::t_quantile;

/// Effects of all factors, and the data behind them.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// Number of complete trajectories.
    pub trajectories: usize,
    /// Number of trajectories that were left out, because a value is missing or not finite, or
    /// because they do not move every factor once.
    pub left_out: usize,
    /// Effects in the order of the factors.
    pub factors: Vec<Effect>,
}

/// Effect of one factor over its whole range, in the outcome's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Mean effect with its sign.
    pub mu: f64,
    /// Mean absolute effect, with intervals from resampled trajectories.
    pub mu_star: Index,
    /// mu* ± t sd / sqrt(r) over r independent trajectories. Show this interval: resampled ones are
    /// too narrow for the usual small number of trajectories (`proofs/sensitivity.md`).
    pub student: Interval,
    /// Standard deviation of the effect between trajectories, from nonlinearity and interactions
    /// with other factors.
    pub sigma: f64,
}

/// Computes effects from points `x` (row by row, coordinates of the unit cube) and their values
/// `y`, in the order of [`crate::design::Design::morris`]; the end may be missing. It makes at
/// least two resamples; `level` is between 0 and 1.
///
/// # Errors
/// If fewer than two trajectories are complete.
///
/// # Panics
/// If there is no factor, or if `x` does not have `factors` numbers for each of `y`.
pub fn effects(
    x: &[f64],
    y: &[f64],
    factors: usize,
    levels: usize,
    resamples: u32,
    level: f64,
    seed: u64,
) -> Result<Effects, TooFew> {
    assert!(factors > 0 && x.len() == factors * y.len(), "one row of {factors} numbers for each value");
    let delta = levels as f64 / (2.0 * (levels as f64 - 1.0));
    let y = rounding::settled(y);
    let of = |(x, y)| trajectory(x, y, factors, delta);
    let complete: Vec<Vec<f64>> =
        x.chunks(factors * (factors + 1)).zip(y.chunks(factors + 1)).filter_map(of).collect();
    let trajectories = complete.len();
    if trajectories < 2 {
        return Err(TooFew { found: trajectories, needed: 2 });
    }
    let effect = |factor: usize| {
        let steps: Vec<f64> = complete.iter().map(|effects| effects[factor]).collect();
        // Each factor has its own resamples, as in SALib, so that its results do not depend on the
        // number of factors.
        let mut random = Random::new(seed, b"balcony morris bootstrap", factor as u64);
        summary(&steps, resamples, level, &mut random)
    };
    Ok(Effects {
        trajectories,
        left_out: y.len().div_ceil(factors + 1) - trajectories,
        factors: (0..factors).map(effect).collect(),
    })
}

/// Effects by factor; `None` if the trajectory is not complete.
fn trajectory(x: &[f64], y: &[f64], factors: usize, delta: f64) -> Option<Vec<f64>> {
    if y.len() != factors + 1 || !y.iter().all(|value| value.is_finite()) {
        return None;
    }
    let mut found = vec![None; factors];
    for step in 0..factors {
        let (from, to) = (&x[step * factors..][..factors], &x[(step + 1) * factors..][..factors]);
        let mut moved = (0..factors).filter(|factor| from[*factor] != to[*factor]);
        let factor = moved.next()?;
        if moved.next().is_some() {
            return None;
        }
        let rise = y[step + 1] - y[step];
        found[factor] = Some(if to[factor] > from[factor] { rise } else { -rise } / delta);
    }
    found.into_iter().collect()
}

fn summary(steps: &[f64], resamples: u32, level: f64, random: &mut Random) -> Effect {
    let n = steps.len() as f64;
    let sizes: Vec<f64> = steps.iter().map(|step| step.abs()).collect();
    let sum: f64 = sizes.iter().sum();
    let mut weights = vec![0.0; steps.len()];
    let resampled: Vec<f64> = (0..resamples.max(2))
        .map(|_| {
            draw(random, &mut weights);
            sizes.iter().zip(&weights).map(|(size, weight)| size * weight).sum::<f64>() / n
        })
        .collect();
    let without_one: Vec<f64> = sizes.iter().map(|size| (sum - size) / (n - 1.0)).collect();
    let half = t_quantile(0.5 + level / 2.0, steps.len() as f64 - 1.0) * sd(&sizes) / libm::sqrt(n);
    Effect {
        student: Interval { low: sum / n - half, high: sum / n + half },
        mu: steps.iter().sum::<f64>() / n,
        mu_star: index(sum / n, &resampled, &without_one, level),
        sigma: sd(steps),
    }
}

#[cfg(test)]
#[path = "tests/morris.rs"]
mod tests;
