//! Responses of the engine to interventions, compared with those of the prototype (PROTOTYPE.md
//! part 6).
//!
//! Every lever is applied to a copy of the same warmed-up state with common random numbers, and
//! compared with a copy without it.

mod levers;

use super::Options;
use crate::model::{Measured, each, go_on, set, warm, with_event};
use crate::report::Report;
use anyhow::{Context, Result};
use balcony::experiment::stats::{mean, standard_error};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;
use levers::{Base, Lever, Span, bases, prototype};

const CLAIM: &str = "Surges, sustained load, recruitment, prescription and trust move the average authority as they moved the \
                     prototype; where the sign differs, the row says so.";

const HOURS: [&str; 5] = ["assessment", "enquiry", "need", "plan", "care"];
const QUARTERS: usize = 16;

/// Quantities reported for a lever, in the order of the columns.
const COLUMNS: [&str; 9] = [
    "utilisation",
    "need stock",
    "re-referrals, points",
    "within 45 days, points",
    "no further action, points",
    "harm, %",
    "harm open, %",
    "harm unserved, %",
    "turnover, points",
];

/// Measurements of the first year and of the three years after it.
struct Simulated {
    first: Measured,
    later: Measured,
}

impl Simulated {
    fn of(world: &World, place: &ForkPoint) -> Result<Self> {
        let (mut world, strategy) = (world.clone(), Strategy::default());
        let first = go_on(&mut world, &strategy, place, 52)?;
        Ok(Self { first, later: go_on(&mut world, &strategy, place, 156)? })
    }

    /// Mean of a measure in a quarter.
    fn quarter(&self, key: &str, at: usize) -> f64 {
        match at.checked_sub(4) {
            None => self.first.mean(key, 13 * at, 13 * at + 13),
            Some(at) => self.later.mean(key, 13 * at, 13 * at + 13),
        }
    }

    /// Values of the columns over a span.
    fn figures(&self, span: Span) -> [f64; 9] {
        let over = |key: &str| match span {
            Span::Surge => self.first.outcome(key),
            Span::Sustained => self.later.outcome(key),
        };
        // Harm from a surge is delayed, so it is measured over all four years.
        let harm = |key: &str| match span {
            Span::Surge => (self.first.outcome(key) + 3.0 * self.later.outcome(key)) / 4.0,
            Span::Sustained => self.later.outcome(key),
        };
        [
            over("utilisation"),
            over("in-need"),
            over("re-referrals"),
            over("timely-assessments"),
            over("no-further-action"),
            harm("harm"),
            harm("harm-open"),
            harm("harm-unserved"),
            over("turnover"),
        ]
    }
}

/// Applies all levers to all bases.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let pairs = options.size(32, 4);
    let mut heads = vec!["valve", "base u", "lever"];
    heads.extend(COLUMNS);
    heads.extend([
        "changes of worker",
        "vacancy, points",
        "u back after, quarters",
        "stock back after, quarters",
    ]);
    let mut report = Report::new("behaviours", CLAIM, &heads);
    let mut signs = Signs::default();
    for base in bases(options.quick) {
        let mut setting = options.average()?;
        set(&mut setting, "decisions.valve", base.valve)?;
        for hours in HOURS {
            let key = format!("work.{hours}");
            let usual = *setting.parameters.value(&key).context("hours")?;
            set(&mut setting, &key, usual * base.hours)?;
        }
        let place = ForkPoint::new(setting.clone());
        let places: Vec<ForkPoint> = base
            .levers
            .iter()
            .map(|lever| place.with_events(&with_event(&setting, lever.kind, lever.size, lever.weeks).events))
            .collect();
        let ran = each(pairs, |replicate| {
            let world = warm(&place, options.luck(replicate))?;
            let pulled = places.iter().map(|place| Simulated::of(&world, place));
            Ok((Simulated::of(&world, &place)?, pulled.collect::<Result<Vec<_>>>()?))
        })?;
        for (at, lever) in base.levers.iter().enumerate() {
            let pairs: Vec<(&Simulated, &Simulated)> =
                ran.iter().map(|(still, pulled)| (still, &pulled[at])).collect();
            report.row(row(&base, lever, &pairs, &mut signs));
        }
    }
    report.note(format!(
        "{pairs} pairs. Surges: utilisation and stock are the highest quarter of the mean difference; re-referrals, days and \
         turnover are of year 1, harm of years 1-4. All else: years 2-4. Mean (standard error); then the prototype's figure."
    ));
    report.note(
        "The prototype's surge was one of referrals; here needs, contacts without need, and hours are raised apart."
            .to_owned(),
    );
    report.note(format!("Signs that can be told and compared: {} agree.", signs.agree));
    for sentence in signs.disagree {
        report.note(format!("Sign differs: {sentence}."));
    }
    Ok(report)
}

#[derive(Default)]
struct Signs {
    agree: u32,
    disagree: Vec<String>,
}

fn row(base: &Base, lever: &Lever, pairs: &[(&Simulated, &Simulated)], signs: &mut Signs) -> Vec<String> {
    let span = lever.span();
    let still: Vec<f64> = pairs.iter().map(|(still, _)| still.later.outcome("utilisation")).collect();
    let mut cells = vec![base.valve.to_string(), format!("{:.3}", mean(&still)), lever.name.to_owned()];
    for (at, column) in COLUMNS.iter().enumerate() {
        let mut effects: Vec<f64> = pairs
            .iter()
            .map(|(still, pulled)| {
                let (still, pulled) = (still.figures(span)[at], pulled.figures(span)[at]);
                if column.ends_with(", %") { 100.0 * (pulled / still - 1.0) } else { pulled - still }
            })
            .collect();
        if let (Span::Surge, Some(measure)) = (span, ["utilisation", "open"].get(at)) {
            effects = difference(pairs, measure, peak(pairs, measure));
        }
        let (found, error) = (mean(&effects), standard_error(&effects));
        let mut cell = format!("{found:+.3} ({error:.3})");
        if let Some(expected) = prototype(lever.name, base, at) {
            cell += &format!(" / {expected:+}");
            if expected != 0.0 && found.abs() > 2.0 * error {
                if found * expected > 0.0 {
                    signs.agree += 1;
                } else {
                    signs.disagree.push(format!("{}, valve {}, {column}: {cell}", lever.name, base.valve));
                }
            }
        }
        cells.push(cell);
    }
    for key in ["worker-changes", "vacancy"] {
        let effects: Vec<f64> = pairs
            .iter()
            .map(|(still, pulled)| pulled.later.outcome(key) - still.later.outcome(key))
            .collect();
        cells.push(format!("{:+.3} ({:.3})", mean(&effects), standard_error(&effects)));
    }
    for (measure, small) in [("utilisation", 0.02), ("open", 30.0)] {
        cells.push(match span {
            Span::Surge => back(pairs, measure, small),
            Span::Sustained => "-".to_owned(),
        });
    }
    cells
}

/// Differences of a measure in a quarter, by pair.
fn difference(pairs: &[(&Simulated, &Simulated)], measure: &str, quarter: usize) -> Vec<f64> {
    pairs
        .iter()
        .map(|(still, pulled)| pulled.quarter(measure, quarter) - still.quarter(measure, quarter))
        .collect()
}

/// The quarter with the largest mean difference.
fn peak(pairs: &[(&Simulated, &Simulated)], measure: &str) -> usize {
    let height = |at: &usize| mean(&difference(pairs, measure, *at));
    (0..QUARTERS).max_by(|a, b| height(a).total_cmp(&height(b))).unwrap_or(0)
}

/// Number of quarters after the end of a surge (two quarters) until the mean difference remains
/// small.
fn back(pairs: &[(&Simulated, &Simulated)], measure: &str, small: f64) -> String {
    let last = (0..QUARTERS).rev().find(|at| mean(&difference(pairs, measure, *at)).abs() >= small);
    match last {
        Some(at) if at + 1 == QUARTERS => "never".to_owned(),
        Some(at) => at.saturating_sub(1).to_string(),
        None => "0".to_owned(),
    }
}
