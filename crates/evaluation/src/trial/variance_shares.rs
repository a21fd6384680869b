//! Components of the variance of authorities' rates: places, practice, years; and how much of it
//! leadership may explain.

use super::estimate::Estimate;
use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, Finding, Form, Study, TrialResult};
use crate::validate::published::{ACROSS, panel};
use balcony_engine::calendar::Week;
use balcony_engine::measure::{ROW, Sink, measure_index};
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;
use balcony_runs::experiment::stats::{mean, sd};
use balcony_scenario::presets::PRESETS;

pub(super) const STUDY: Study = Study {
    name: "variance-shares",
    title: "what rates vary by, and the room for leading",
    source: "worked out from data/authorities_2010_2019.csv: logarithms of rates, the mean of each year taken away, IDACI 2019",
    design: "Rates of all authorities 2010 to 2019, their variance cut in three: deprivation, what lasts in an authority beyond it, and what \
             changes from year to year.",
    model: "Each authority of the sample is lived for ten years under its incumbent and, from the same day with the same luck, under each of the four \
            models of leadership. Year to year: variance of the yearly logarithm around an authority's own mean, under the incumbent. Room: \
            variance between the five ways of leading in the tenth year, which must not exceed what lasts and what changes together, since \
            leading is part of these.",
    worlds: 31,
    parameters: &["variation.all"],
    run,
};

const YEAR: u32 = 52;
const YEARS: usize = 10;
/// Rates: key in the panel, measure, whether it is a stock (otherwise a yearly count), title.
const RATES: [(&str, &str, bool, &str); 5] = [
    ("looked-after", "care_stock", true, "children looked after"),
    ("care-started", "care_started", false, "starts of care"),
    ("plans", "plan_stock", true, "protection plans"),
    ("in-need", "open", true, "children in need"),
    ("referrals", "referrals", false, "referrals"),
];

/// Yearly rates of one simulation.
#[derive(Debug, Default)]
struct Yearly {
    from: u32,
    rates: Vec<[f64; RATES.len()]>,
}

impl Sink for Yearly {
    fn week(&mut self, week: Week, row: &[f64; ROW], _: &World) {
        let passed = week.0 - self.from;
        if passed.is_multiple_of(YEAR) {
            self.rates.push([0.0; RATES.len()]);
        }
        let Some(year) = self.rates.last_mut() else { return };
        for (rate, (_, measure, stock, _)) in year.iter_mut().zip(RATES) {
            let now = measure_index(measure).map_or(f64::NAN, |at| row[at]);
            // A stock is the value in the last week of the year.
            *rate = if stock { now } else { *rate + now };
        }
    }
}

/// Logarithms of the published rates by authority, minus the mean of each year.
fn published(key: &str) -> Vec<Vec<f64>> {
    let Some(at) = ACROSS.iter().position(|known| *known == key) else { return Vec::new() };
    let mut by: std::collections::BTreeMap<&str, Vec<f64>> = std::collections::BTreeMap::new();
    for codes in panel().figures[at].values() {
        let logs: Vec<(&str, f64)> = codes
            .iter()
            .filter(|(_, value)| **value > 0.0)
            .map(|(code, value)| (code.as_str(), libm::log(*value)))
            .collect();
        let middle = mean(&logs.iter().map(|(_, log)| *log).collect::<Vec<_>>());
        for (code, log) in logs {
            by.entry(code).or_default().push(log - middle);
        }
    }
    by.into_values().filter(|years| years.len() >= 5).collect()
}

/// Mean variance within authorities.
fn within(authorities: &[Vec<f64>]) -> f64 {
    mean(&authorities.iter().map(|years| sd(years) * sd(years)).collect::<Vec<_>>())
}

/// Shares of the published variance that persist beyond deprivation, and that change from year to
/// year (computed from the published panel), for each of `RATES`.
const SHARES: [[f64; 2]; RATES.len()] =
    [[0.43, 0.10], [0.47, 0.26], [0.43, 0.35], [0.46, 0.28], [0.31, 0.47]];

fn run(ground: &TrialOptions<'_>) -> Result<TrialResult, Failed> {
    let worlds = ground.live(|begun| {
        let live = |strategy: &Strategy| {
            let mut yearly = Yearly { from: begun.place.fork.week(0).0, rates: Vec::new() };
            begun.live(strategy, YEARS as u32 * YEAR, &mut yearly).map(|_| yearly.rates)
        };
        let mut ways = vec![live(&Strategy::default())?];
        for (_, source, impact, _) in PRESETS {
            ways.push(live(&Strategy::of(vec![(
                begun.place.fork.week(0),
                balcony_scenario::presets::style(source, impact),
            )]))?);
        }
        Ok(ways)
    })?;
    let mut findings = Vec::new();
    for (at, (key, _, _, title)) in RATES.into_iter().enumerate() {
        let log = |rate: f64| if rate > 0.0 { libm::log(rate) } else { f64::NAN };
        let found = published(key);
        let year_to_year = within(&found);
        let from_years = Estimate::over(&worlds, |worlds| {
            // Subtracts the common trend, as the panel subtracts the mean of each year.
            let series: Vec<Vec<f64>> =
                worlds.iter().map(|ways| ways[0].iter().map(|year| log(year[at])).collect()).collect();
            let years: Vec<f64> = (0..YEARS)
                .map(|year| mean(&series.iter().map(|logs: &Vec<f64>| logs[year]).collect::<Vec<_>>()))
                .collect();
            let left: Vec<Vec<f64>> = series
                .iter()
                .map(|logs| logs.iter().zip(&years).map(|(log, year)| log - year).collect())
                .collect();
            within(&left)
        });
        findings.push(Finding {
            outcome: format!("{title}: variance from year to year"),
            unit: "log squared",
            digits: 4,
            form: Form::Level,
            published: Published::Effect {
                value: year_to_year,
                low: 0.8 * year_to_year,
                high: 1.25 * year_to_year,
                how: "worked out; a fifth either way is an assumption: definitions and chance in small places differ",
            },
            levels: None,
            simulated: from_years,
            says: [
                "The model's years are too alike: less moves this rate than moves it in life.",
                "The model's years differ more than they do in life.",
            ],
        });
        let room = Estimate::over(&worlds, |worlds| {
            let between = |ways: &Vec<Vec<[f64; RATES.len()]>>| {
                let last: Vec<f64> =
                    ways.iter().filter_map(|years| years.last()).map(|year| log(year[at])).collect();
                sd(&last) * sd(&last)
            };
            mean(&worlds.iter().map(|ways| between(ways)).collect::<Vec<_>>())
        });
        let total = year_to_year / SHARES[at][1];
        findings.push(Finding {
            outcome: format!("{title}: variance between ways of leading"),
            unit: "log squared",
            digits: 4,
            form: Form::Level,
            published: Published::Bound {
                value: total * (SHARES[at][0] + SHARES[at][1]),
                how: "what lasts beyond deprivation and what changes from year to year",
            },
            levels: None,
            simulated: room,
            says: [
                "",
                "Leading moves this rate further than everything but deprivation together has moved it.",
            ],
        });
    }
    Ok(TrialResult {
        counted: vec![("authorities", vec![worlds.len() as u64])],
        balance: Vec::new(),
        findings,
    })
}
