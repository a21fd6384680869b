//! `cargo xtask fit`: fits one parameter to one published figure each, by stochastic approximation
//! (Robbins and Monro 1951).
//!
//! Every step simulates several replicates of the average authority. It moves each parameter by its
//! gain times the logarithm of published over model, with a step size that falls as 1 / (1 + step /
//! 8). Every step uses new random numbers. `cargo xtask worlds` does the same for candidates whose
//! other parameters are sampled ([`worlds`]).

pub(crate) mod worlds;
mod write;

use crate::figures::named;
use crate::model::{WARM_UP, average, each, set_text, whole};
use anyhow::{Context, Result, bail};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::parameters::Parameters;
use balcony_engine::rng::RngKey;
use balcony_engine::setting::Setting;
use clap::Args;

/// What a fit may be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Replicates a step
    #[arg(long, default_value_t = 8)]
    replicates: u32,
    /// Years measured
    #[arg(long, default_value_t = 5)]
    years: u32,
    /// Steps
    #[arg(long, default_value_t = 24)]
    steps: u32,
    /// Weeks of warm-up
    #[arg(long, default_value_t = WARM_UP)]
    warm_up: u32,
    /// Seed
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Replace the defaults in the registry rows of crates/engine/src/mechanisms
    #[arg(long)]
    write: bool,
    /// Values to begin with; a parameter that is fitted moves on from there
    #[arg(value_name = "KEY=VALUE")]
    values: Vec<String>,
}

/// Parameter, figure and gain. The gain is the step of the parameter for a logarithmic miss of one.
const FITTED: &[(&str, &str, f64)] = &[
    ("needs.rate", "referrals a week", 40.0),
    ("noticing.contact_margin", "contacts a week", 0.10),
    ("decisions.no_further_action", "no further action, %", 0.03),
    ("decisions.need", "assessed, not in need, %", 0.06),
    ("decisions.enquiry", "enquiries a week", -0.10),
    ("decisions.conference", "conferences a week", -0.10),
    ("decisions.plan", "plans started a week", -0.10),
    ("decisions.step_down", "of them with a plan", -0.15),
    ("decisions.care", "care started a week", -0.10),
    ("decisions.home", "of them in care", -0.08),
    ("decisions.close", "of them other", -0.12),
    ("decisions.first_review", "ended within 3 months, %", 0.15),
    ("decisions.ease_lost", "ended after 3-6 months, %", -0.3),
    ("needs.harm", "serious reviews a year", 6e-5),
    ("needs.history", "repeat plans, %", 0.1),
    ("workforce.fill", "vacancies", -0.012),
    ("workforce.quits", "leavers a week", 0.10),
    ("pathway.hurry", "within 45 days, %", 1.5),
    ("pathway.outside", "caseload", -0.5),
    ("pathway.handover", "changes of worker a child and year", 0.5),
    ("placement.residential", "spending, £m a week", -0.2),
    ("work.need", "utilisation", 0.5),
];

/// The course of a fit: number of steps, replicates per step, and weeks after the warm-up.
#[derive(Debug, Clone, Copy)]
struct Course {
    steps: u32,
    replicates: u32,
    weeks: u32,
    seed: u32,
}

impl Course {
    /// Logarithm of published over model for every fitted figure, over the replicates of a step.
    fn misses(self, setting: &Setting, step: u32) -> Result<Vec<f64>> {
        let place = ForkPoint::new(setting.clone());
        let ran = each(self.replicates, |replicate| {
            let luck = RngKey { seed: self.seed, replicate: step * self.replicates + replicate };
            whole(&place, luck, self.weeks)
        })?;
        let miss = |(_, figure, _): &(&str, &str, f64)| -> Result<f64> {
            let line = named(figure)?;
            let model = ran.iter().map(|ran| (line.model)(ran)).sum::<f64>() / f64::from(self.replicates);
            Ok(libm::log((line.target.value()?.0 / model).clamp(0.3, 3.0)))
        };
        FITTED.iter().map(miss).collect()
    }

    /// Moves all fitted parameters step by step towards agreement.
    fn go(self, setting: &mut Setting, mut say: impl FnMut(u32, &[f64])) -> Result<()> {
        for step in 0..self.steps {
            let misses = self.misses(setting, step)?;
            let pace = 0.7 / (1.0 + f64::from(step) / 8.0);
            for ((key, _, gain), miss) in FITTED.iter().zip(&misses) {
                let row = registered(key)?;
                let value = setting.parameters.value(key).context("a parameter")?;
                *value = (*value + pace * gain * miss).clamp(row.low, row.high);
            }
            say(step, &misses);
        }
        Ok(())
    }
}

/// The figure with the largest miss, and the miss.
fn worst(misses: &[f64]) -> (&'static str, f64) {
    let far = misses.iter().zip(FITTED).max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    far.map_or(("", 0.0), |(miss, (_, figure, _))| (figure, *miss))
}

/// Fits, prints, and writes the values with `--write`.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.replicates == 0 || options.years == 0 {
        bail!("a fit needs at least one replicate and one year");
    }
    let mut setting = average()?;
    level(&mut setting);
    setting.warm_up = options.warm_up;
    for text in &options.values {
        set_text(&mut setting, text)?;
    }
    let Options { steps, replicates, seed, .. } = *options;
    let course = Course { steps, replicates, weeks: 52 * options.years, seed };
    course.go(&mut setting, |step, misses| {
        let (figure, miss) = worst(misses);
        eprintln!("step {step}: largest miss {:+.1} %, {figure}", 100.0 * miss);
    })?;
    for (key, figure, _) in FITTED {
        let (value, row) = (*setting.parameters.value(key).context("a parameter")?, registered(key)?);
        let edge = if value <= row.low || value >= row.high { " (at the end of its range)" } else { "" };
        let (target, origin) = named(figure)?.target.value()?;
        println!("{key} = {}{edge} for {figure} {target:.4} ({origin})", write::three_digits(value));
        if options.write {
            write::default(key, value)?;
        }
    }
    Ok(())
}

/// Removes the variation from year to year, which would be mistaken for the level.
fn level(setting: &mut Setting) {
    setting.parameters.variation.all = 0.0;
}

fn registered(key: &str) -> Result<&'static balcony_engine::registry::Parameter> {
    Parameters::registry().find(|row| row.key == key).with_context(|| format!("no parameter is called {key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fitted_parameter_and_figure_exists_once() {
        let mut keys: Vec<_> = FITTED.iter().map(|(key, ..)| *key).collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
        for (key, figure, gain) in FITTED {
            assert!(registered(key).is_ok() && named(figure).is_ok() && *gain != 0.0, "{key}");
        }
    }
}
