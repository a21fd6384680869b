//! `cargo xtask factors`: solves the factors of every authority jointly, so that its stationary
//! state under the incumbent equals the published one.
//!
//! *Method.* Twelve factors are solved for twelve published figures
//! ([`balcony_engine::authority::FIGURES`]) by damped Newton steps. All steps use one Jacobian,
//! which is computed on the average authority with common random numbers and is nearly diagonal.
//! Every step uses new random numbers, and the factors of the later half of the steps are averaged.
//! Every replicate is run twice, the second time with the variation from year to year mirrored. So
//! the effect of that variation on a mean is included, and a single year's deviation is never taken
//! for the level. Large authorities are solved on a smaller copy with the same rates. Every step
//! also adjusts the two factors for children's needs before the warm-up, so that the first year has
//! the same level as the years that count (all but the first two after week 0), and takes the
//! incumbent's states from the run. *Files.* `data/factors.csv` (with residuals on random numbers
//! that no step has used) and `data/response.csv` (the response of the first factors to a change of
//! figures: rows of the inverse Jacobian).

mod measure;
mod newton;
mod write;

use crate::model::ordinary;
use anyhow::{Context, Result, ensure};
use balcony::profiles::{self, Profile};
use balcony_engine::authority::{PREDICTED, SOLVED, figures};
use balcony_engine::factors::Factors;
use balcony_engine::setting::{Authority, Setting};
use clap::Args;
use measure::{Stands, measure};
use newton::Jacobian;
use rayon::prelude::*;
use std::time::Instant;

/// What it may be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Steps
    #[arg(long, default_value_t = 10)]
    steps: u32,
    /// Years after the warm-up, the first two of which do not count
    #[arg(long, default_value_t = 9)]
    years: u32,
    /// Children simulated a step, about: small authorities take more replicates
    #[arg(long, default_value_t = 320_000.0)]
    children: f64,
    /// Go on from what is stored, for authorities by name or for those that miss a figure by more
    /// than a twentieth; the others keep their rows
    #[arg(long)]
    again: bool,
    /// Say what every step missed
    #[arg(long)]
    verbose: bool,
    /// Write data/factors.csv and data/response.csv
    #[arg(long)]
    write: bool,
    /// Authorities by name; all, archetypes included, if none is given
    #[arg(value_name = "AUTHORITY")]
    names: Vec<String>,
}

/// Solution for one profile.
pub(crate) struct Solved {
    profile: &'static Profile,
    /// The factors. In the file the linear response is subtracted from the first ones.
    factors: Factors,
    /// Logarithm of model over published value for each figure, with new random numbers.
    misses: [f64; SOLVED],
    /// Means of the final measurement, including quantities that were not solved for.
    stands: Stands,
}

/// Solves, prints, and writes the files with `--write`.
pub(crate) fn run(options: &Options) -> Result<()> {
    ensure!(options.steps > 1 && options.years > 0, "at least two steps and a year");
    if options.again {
        return again(options);
    }
    let start = Instant::now();
    let average = profiles::archetype(profiles::ENGLAND_AVERAGE).context("no average authority")?;
    let weeks = 52 * options.years;
    // The average authority first, because its Jacobian is used for all.
    let mut setting = ordinary(average.authority());
    setting.authority.factors = Factors::default();
    let jacobian = Jacobian::of(&setting, weeks)?;
    eprintln!("Jacobian: {:.0} s", start.elapsed().as_secs_f64());
    let solve_average = solve(average, &setting, &jacobian, options)?;
    setting.authority.factors = solve_average.factors;
    let jacobian = Jacobian::of(&setting, weeks)?;
    let mut wanted: Vec<&'static Profile> = Vec::new();
    if options.names.is_empty() {
        wanted.push(average);
        wanted.extend(profiles::ARCHETYPES.iter().filter_map(|name| profiles::archetype(name)));
        wanted.extend(profiles::all().iter().filter(|profile| ordinary_size(profile)));
    } else {
        for name in &options.names {
            let found = profiles::archetype(name).map_or_else(|| profiles::find(name), Ok);
            wanted.push(found.map_err(|_| anyhow::anyhow!("there is no authority {name}"))?);
        }
    }
    let solved: Vec<Solved> = wanted
        .par_iter()
        .with_max_len(1)
        .map(|profile| {
            let mut setting = ordinary(smaller(profile.authority()));
            // Initial factors of an authority: the linear response at its figures, plus the average
            // authority's solution.
            setting.authority.factors = begin(&setting.authority, &solve_average.factors, &jacobian);
            let solved = solve(profile, &setting, &jacobian, options)?;
            eprintln!("{}", write::line(&solved, start.elapsed().as_secs_f64()));
            Ok(solved)
        })
        .collect::<Result<_>>()?;
    println!("{}", write::summary(&solved));
    if options.write {
        write::response(&jacobian)?;
        write::factors(&solved, |authority| jacobian.predicted(authority))?;
    }
    Ok(())
}

/// Continues from the stored solution.
fn again(options: &Options) -> Result<()> {
    let start = Instant::now();
    let average = profiles::archetype(profiles::ENGLAND_AVERAGE).context("no average authority")?;
    let weeks = 52 * options.years;
    let jacobian = Jacobian::of(&ordinary(average.authority()), weeks)?;
    let named = |profile: &Profile| options.names.iter().any(|name| name == profile.name);
    let archetypes = profiles::ARCHETYPES.iter().filter_map(|name| profiles::archetype(name));
    let wanted: Vec<&'static Profile> = std::iter::once(average)
        .chain(archetypes)
        .chain(profiles::all().iter())
        .filter(|profile| if options.names.is_empty() { write::misses(profile.id) } else { named(profile) })
        .collect();
    let solved: Vec<Solved> = wanted
        .par_iter()
        .with_max_len(1)
        .map(|profile| {
            let solved = solve(profile, &ordinary(smaller(profile.authority())), &jacobian, options)?;
            eprintln!("{}", write::line(&solved, start.elapsed().as_secs_f64()));
            Ok(solved)
        })
        .collect::<Result<_>>()?;
    println!("{}", write::summary(&solved));
    if options.write {
        write::factors(&solved, profiles::predicted)?;
    }
    Ok(())
}

/// Whether an authority is large enough for a solution of its own; rates of smaller ones mean
/// little.
fn ordinary_size(profile: &Profile) -> bool {
    profile.authority().children >= 3000.0
}

/// Most children of the copy on which an authority is solved.
const MOST_CHILDREN: f64 = 60_000.0;

/// The authority, or a smaller copy of it with the same rates.
fn smaller(authority: Authority) -> Authority {
    let children = authority.children.min(MOST_CHILDREN);
    authority.with_children(children)
}

/// Initial factors of an authority.
fn begin(authority: &Authority, average: &Factors, jacobian: &Jacobian) -> Factors {
    let mut values = average.values();
    for (value, rule) in values.iter_mut().zip(jacobian.predicted(authority)) {
        *value += rule;
    }
    Factors::from_values(&values).unwrap_or_default()
}

/// Number of first steps in which load does not change thresholds, and number of steps at full
/// size.
const CALM: u32 = 4;
const FULL: u32 = 6;

/// Solves one authority by Newton steps.
fn solve(
    profile: &'static Profile,
    from: &Setting,
    jacobian: &Jacobian,
    options: &Options,
) -> Result<Solved> {
    let mut setting = from.clone();
    let weeks = 52 * options.years;
    // Half as many replicates, because each is run twice.
    let replicates = ((0.5 * options.children / setting.authority.children).round() as u32).clamp(2, 20);
    let published = figures(&setting.authority);
    let asked = newton::asked(&setting.authority);
    let misses = |stands: &Stands| -> [f64; SOLVED] {
        std::array::from_fn(|at| {
            let missed = stands.figures[at] - published[at];
            if asked[at] { missed.clamp(-1.5, 1.5) } else { 0.0 }
        })
    };
    let mut kept: Vec<Vec<f64>> = Vec::new();
    for step in 0..options.steps {
        // In the first steps load does not change thresholds, because a start far from the solution
        // would diverge. At the usual load it does not change them anyway.
        let calm = step < CALM && !options.again;
        setting.parameters.decisions.valve = if calm { 0.0 } else { from.parameters.decisions.valve };
        let stands = measure(&setting, 1000 + step * replicates..1000 + (step + 1) * replicates, weeks)?;
        // Full steps first, then smaller ones, because the remaining misses are random. A stored
        // solution is near the optimum already, so its steps are smaller from the beginning.
        let full = if options.again { 0.4 } else { 0.8 };
        let pace = if step < FULL { full } else { full * f64::from(FULL) / f64::from(step) };
        setting.authority.factors =
            stands.taken(&setting.authority.factors, if step == 0 { 1.0 } else { 0.5 }, pace);
        let missed = misses(&stands);
        if options.verbose {
            let level = (stands.first_year, stands.begun);
            eprintln!("  {} step {step}: {}; {level:?}", profile.name, write::percent(&missed));
        }
        let moved = jacobian.step(&setting.authority, &missed, pace);
        setting.authority.factors = moved;
        if step >= options.steps / if options.again { 3 } else { 2 } {
            kept.push(moved.values());
        }
    }
    let mean: Vec<f64> = (0..Factors::LIST.len())
        .map(|at| kept.iter().map(|values| values[at]).sum::<f64>() / kept.len() as f64)
        .collect();
    setting.authority.factors = Factors::from_values(&mean).context("as many values as factors")?;
    let stands = measure(&setting, 5000..5000 + 2 * replicates, weeks)?;
    setting.authority.factors = stands.settled(&setting.authority.factors);
    Ok(Solved { profile, factors: setting.authority.factors, misses: misses(&stands), stands })
}

impl Solved {
    /// Values for the file: the factors, with the linear response at this authority's figures
    /// subtracted from the first ones.
    fn beyond(&self, rule: impl Fn(&Authority) -> [f64; PREDICTED]) -> Vec<f64> {
        let mut values = self.factors.values();
        for (value, rule) in values.iter_mut().zip(rule(&self.profile.authority())) {
            *value -= rule;
        }
        values
    }
}
