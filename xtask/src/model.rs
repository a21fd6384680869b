//! Runs the model for fits and proofs: the average authority, replicates in order, measurement
//! windows.

use anyhow::{Context, Result, anyhow};
use balcony::scenario::files::Disk;
use balcony::scenario::{England, Library, Scenario};
use balcony::{presets, profiles};
use balcony_engine::calendar::{Date, WEEKS_A_YEAR, Week};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::{OutcomeAccumulator, ROW, Sink, measure_index, outcome_index};
use balcony_engine::rng::RngKey;
use balcony_engine::setting::{Authority, Event, EventKind, Setting, Start};
use balcony_engine::strategy::Strategy;
use balcony_engine::world::{Counts, ONE, World};
use rayon::prelude::*;

/// Weeks of warm-up of the average authority.
pub(crate) const WARM_UP: u32 = balcony::scenario::WARM_UP;

/// The setting of the England average: 60,000 children at national rates.
pub(crate) fn average() -> Result<Setting> {
    let profile =
        profiles::archetype(profiles::ENGLAND_AVERAGE).context("the average authority is missing")?;
    Ok(ordinary(profile.authority()))
}

/// A setting without events, with average states and the usual incumbent.
pub(crate) fn ordinary(authority: Authority) -> Setting {
    let start = Start::of(&authority, presets::incumbent());
    let start_week = Week::on_or_after(Date::new(2019, 4, 1).expect("a date"));
    Setting::quiet(authority, start_week, WARM_UP, start)
}

/// Reads a shipped scenario.
pub(crate) fn scenario(name: &str) -> Result<Scenario> {
    with_library(|library| balcony::scenario::read(name, library))
        .map_err(|faults| anyhow!("{name}: {faults}"))
}

/// The scenario for another authority.
pub(crate) fn moved(scenario: &Scenario, authority: &str) -> Result<Scenario> {
    with_library(|library| scenario.with_authority(authority, library))
        .map_err(|faults| anyhow!("{authority}: {faults}"))
}

pub(crate) fn with_library<T>(read: impl FnOnce(&Library<'_>) -> T) -> T {
    read(&Library::new(&Disk, &England))
}

/// Sets a parameter by key.
pub(crate) fn set(setting: &mut Setting, key: &str, value: f64) -> Result<()> {
    *setting.parameters.value(key).with_context(|| format!("no parameter is called {key}"))? = value;
    Ok(())
}

/// Sets a parameter from `KEY=VALUE`.
pub(crate) fn set_text(setting: &mut Setting, text: &str) -> Result<()> {
    let (key, value) = text.split_once('=').with_context(|| format!("`{text}` is not KEY=VALUE"))?;
    let value = value.parse().with_context(|| format!("`{value}` is not a number"))?;
    set(setting, key, value)
}

/// An event that begins in week 0.
pub(crate) fn event(setting: &Setting, kind: EventKind, size: f64, weeks: u32) -> Event {
    Event { week: setting.start_week, weeks, kind, size }
}

/// The setting with one more event.
pub(crate) fn with_event(setting: &Setting, kind: EventKind, size: f64, weeks: u32) -> Setting {
    let mut setting = setting.clone();
    setting.events.push(event(&setting, kind, size, weeks));
    setting
}

/// Runs `work` for every replicate on all cores; results are in the order of replicates.
pub(crate) fn each<T: Send>(
    replicates: u32,
    work: impl Fn(u32) -> Result<T> + Sync + Send,
) -> Result<Vec<T>> {
    (0..replicates).into_par_iter().with_max_len(1).map(work).collect()
}

/// The state of an authority at week 0.
pub(crate) fn warm(place: &ForkPoint, rng_key: RngKey) -> Result<World> {
    place.warmed_up(rng_key).map_err(|failure| anyhow!("the warm-up failed: {failure:?}"))
}

/// Measurements within a window.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    /// Means of measures and detailed counts.
    pub(crate) tally: OutcomeAccumulator,
    /// One value per outcome of the registry, without hazards that accrued before the window.
    pub(crate) outcomes: Vec<f64>,
    /// The measures of every week.
    pub(crate) weeks: Vec<[f64; ROW]>,
    /// Number of case-weeks within the window.
    pub(crate) case_weeks: u64,
}

impl Measured {
    /// An outcome by key.
    pub(crate) fn outcome(&self, key: &str) -> f64 {
        outcome_index(key).map_or(f64::NAN, |at| self.outcomes[at])
    }

    /// Mean of a measure over the weeks `from` to `to` of the window.
    pub(crate) fn mean(&self, key: &str, from: usize, to: usize) -> f64 {
        let (at, weeks) = (measure_index(key).unwrap_or(0), &self.weeks[from..to.min(self.weeks.len())]);
        weeks.iter().map(|row| row[at]).sum::<f64>() / weeks.len().max(1) as f64
    }
}

struct MeasureSink {
    tally: OutcomeAccumulator,
    weeks: Vec<[f64; ROW]>,
}

impl Sink for MeasureSink {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        self.tally.week(week, row, world);
        self.weeks.push(*row);
    }
}

/// Continues the run for some weeks and measures them.
pub(crate) fn go_on(
    world: &mut World,
    strategy: &Strategy,
    place: &ForkPoint,
    weeks: u32,
) -> Result<Measured> {
    let before = place.unaccrued(world);
    let case_weeks = world.case_weeks;
    let mut sink =
        MeasureSink { tally: OutcomeAccumulator::default(), weeks: Vec::with_capacity(weeks as usize) };
    let until = world.week + weeks - place.week(0).0;
    place
        .advance(world, strategy, until, &mut sink)
        .map_err(|failure| anyhow!("the model failed: {failure:?}"))?;
    let outcomes = settled(&sink.tally, &place.unaccrued(world), &before, f64::from(weeks));
    Ok(Measured { outcomes, tally: sink.tally, weeks: sink.weeks, case_weeks: world.case_weeks - case_weeks })
}

/// Outcomes without the hazards that had accrued but were not counted before the window.
fn settled(tally: &OutcomeAccumulator, after: &Counts, before: &Counts, weeks: f64) -> Vec<f64> {
    let mut outcomes = tally.outcomes(after);
    let years = weeks / WEEKS_A_YEAR;
    let (open, unserved) = (before.harm_open as f64 / ONE / years, before.harm_unserved as f64 / ONE / years);
    for (key, excess) in [("harm", open + unserved), ("harm-open", open), ("harm-unserved", unserved)] {
        if let Some(at) = outcome_index(key) {
            outcomes[at] -= excess;
        }
    }
    outcomes
}

/// Runs a replicate from its warm-up through some weeks under one strategy.
pub(crate) fn whole(place: &ForkPoint, rng_key: RngKey, weeks: u32) -> Result<Measured> {
    go_on(&mut warm(place, rng_key)?, &Strategy::default(), place, weeks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_does_not_count_what_passed_before_it() {
        let mut setting = average().unwrap();
        setting.authority.children = 6_000.0;
        for figure in [&mut setting.authority.referrals, &mut setting.authority.in_need] {
            *figure /= 10.0;
        }
        setting.warm_up = 60;
        let place = ForkPoint::new(setting);
        let rng_key = RngKey { seed: 1, replicate: 0 };
        let mut world = warm(&place, rng_key).unwrap();
        let strategy = Strategy::default();
        let first = go_on(&mut world, &strategy, &place, 26).unwrap();
        let second = go_on(&mut world, &strategy, &place, 26).unwrap();
        let whole = whole(&place, rng_key, 52).unwrap();
        let halves = (first.outcome("harm") + second.outcome("harm")) / 2.0;
        assert!((halves / whole.outcome("harm") - 1.0).abs() < 1e-9, "{halves}");
        assert_eq!(whole.weeks.len(), 52);
    }
}
