//! The market of directors beside published figures; the sentences of the source; rules and
//! programmes; what their effects hang on.

mod matters;
mod policies;
mod published;
mod sentences;

use super::Options;
use crate::report::Report;
use anyhow::{Context, Result};
use balcony::experiment::stats::{ErrorUnit, Estimate};
use balcony_engine::calendar::Week;
use balcony_england::places::places;
use balcony_market::climate::Course;
use balcony_market::counts::{Watch, tick_of};
use balcony_market::log::NoLog;
use balcony_market::{Entry, Log, Market, Setting, advance};

const CLAIM: &str = "Published figures of the market of directors are set beside 100 runs of the model, each called fitted or not, failing \
                     rows beside passing ones; five sentences of the source are looked for in three climates; rules and programmes \
                     are compared over ten years in pairs with the same luck. Nothing is claimed but that it is shown as found.";
/// The year in whose April policies begin.
const POLICY: u16 = 2019;

/// Runs the four parts.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let mut report = Report::new("market", CLAIM, &published::HEADS);
    report.only_shows();
    let wants = |part: u32| options.only.is_none_or(|only| only == part);
    let base = base(options)?;
    if wants(1) {
        published::show(options, &base, &mut report)?;
    }
    if wants(2) {
        sentences::show(options, &base, &mut report)?;
    }
    if wants(3) {
        policies::show(options, &base, &mut report)?;
    }
    if wants(4) {
        matters::show(options, &base, &mut report)?;
    }
    Ok(report)
}

/// England as history had it, with the settings of `--set`; policies begin in April 2019.
fn base(options: &Options) -> Result<Setting> {
    let mut setting =
        Setting { policy_from: tick_of(POLICY, 4), ..Setting::history(places(Week(tick_of(POLICY, 4)))) };
    for text in &options.sets {
        let (key, value) = text.split_once('=').with_context(|| format!("`{text}` is not KEY=VALUE"))?;
        let value = value.parse().with_context(|| format!("`{value}` is not a number"))?;
        setting = with(&setting, key, value)?;
    }
    Ok(setting)
}

/// The setting with another value of a parameter.
fn with(setting: &Setting, key: &str, value: f64) -> Result<Setting> {
    let mut setting = setting.clone();
    let place = setting.parameters.value(key);
    *place.with_context(|| format!("no parameter of the market is called {key}"))? = value;
    // The course was made from the parameters of the climate.
    setting.course = Course::history(&setting.parameters.climate);
    Ok(setting)
}

/// The market when policies begin.
fn warm(options: &Options, setting: &Setting, replicate: u32) -> Market {
    let mut market = Market::new(setting, options.luck(replicate));
    advance(&mut market, setting, setting.policy_from, &mut NoLog);
    market
}

/// Nobody looks beside the counts.
struct Nobody;

impl Log for Nobody {
    fn entry(&mut self, _: Entry) {}
}

impl Watch for Nobody {
    fn july(&mut self, _: &Market, _: u16) {}
    fn march(&mut self, _: &Market, _: u16) {}
}

/// The mean of values or paired differences, with the 95 % interval of Student's t.
fn estimate(values: &[f64]) -> Estimate {
    ErrorUnit::Replicate.estimate(values)
}

/// Half the width of an interval.
fn half(estimate: &Estimate) -> f64 {
    estimate.interval.map_or(f64::NAN, |interval| (interval.high - interval.low) / 2.0)
}

/// The share of values for which something holds, in per cent.
fn percent<T>(values: &[T], holds: impl Fn(&T) -> bool) -> f64 {
    100.0 * values.iter().filter(|value| holds(value)).count() as f64 / values.len() as f64
}
