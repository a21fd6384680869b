//! Compares every row of a file of published figures with the model, or gives the reason why not.
//!
//! **England** is the average authority of 60,000 children, scaled to England's children. Its
//! interval is that of many independent authorities together (198 by number of children; 152 if the
//! figure counts authorities). So the random deviation of one authority is divided by the square
//! root of their number. The spread of the replicates themselves, as if England were one authority
//! of 60,000 children, is reported too. **English LAs** are the simulated authorities, with one
//! cross-section per replicate. **An authority** is its own profile with its full random variation.
//! Differences between parameter samples are never divided, because all authorities share them.

use super::authority_runs::{AuthorityRun, ValidationPlace};
use super::figures::{FIGURES, Per};
use super::file::span;
use super::mapping::{FigureForm, Kind, To, find};
use super::published::{ACROSS, BASE, panel};
use super::reason::Reason;
use super::score::{Forecast, carried, crps, predictive, trended};
use super::stats::spearman;
use balcony_runs::experiment::stats::{mean, quantile, sd, t_quantile};
use balcony_scenario::profiles::{Observed, Profile, resolve};
use std::collections::BTreeMap;

/// Authorities with a director of their own in 2018-19 (`data/observed.csv`: C001).
const AUTHORITIES: f64 = 152.0;
/// Most years between a row and the base year.
const FAR: i32 = 10;
/// Fewest authorities for statements about their distribution.
pub const FEW: usize = 10;
/// Children aged 0-17 per child aged 0-16 (`crates/scenario/src/profiles/facts.rs`).
pub const OLDER: f64 = 1.07;

/// The simulated authorities with their runs.
#[derive(Debug, Clone, Copy)]
pub struct SimulatedAuthorities<'a> {
    /// The average authority.
    pub england: (&'a ValidationPlace, &'a [AuthorityRun]),
    /// The authorities that represent all of England.
    pub sample: &'a [(&'a ValidationPlace, &'a [AuthorityRun])],
    /// Authorities that a row names.
    pub own: &'a [(&'a ValidationPlace, &'a [AuthorityRun])],
}

/// A forecast without a model, and its errors.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Baseline {
    /// Forecast value.
    pub value: f64,
    /// Absolute error.
    pub error: f64,
    /// Continuous ranked probability score.
    pub crps: f64,
}

/// A published figure with the model's value.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Compared {
    /// Key of the figure.
    pub figure: &'static str,
    /// Title of the figure.
    pub title: &'static str,
    /// Kind of the figure: `emergent`, `fitted` or `input`.
    pub kind: &'static str,
    /// Years between the published figure and the base year.
    pub years_away: i32,
    /// Mean of the model, in the unit of the row.
    pub mean: f64,
    /// 95 % Monte Carlo interval of the mean.
    pub monte_carlo: Option<(f64, f64)>,
    /// 50 % predictive interval.
    pub half: Option<(f64, f64)>,
    /// 90 % predictive interval.
    pub ninety: Option<(f64, f64)>,
    /// 90 % interval of the replicates, as if England were one authority of 60,000 children.
    pub one_authority: Option<(f64, f64)>,
    /// Number of replicates in which the figure is defined.
    pub replicates: usize,
    /// Model minus published value, as a share of the published value.
    pub relative: f64,
    /// Absolute error of the mean.
    pub error: f64,
    /// Continuous ranked probability score of the model's sample.
    pub crps: f64,
    /// Baseline forecast: the last earlier published year carried forward.
    pub last: Option<Baseline>,
    /// Baseline forecast: the place's own mean plus the national trend.
    pub trend: Option<Baseline>,
}

impl Compared {
    /// Whether a value lies in an interval; `None` without an interval.
    pub fn within(interval: Option<(f64, f64)>, value: f64) -> Option<bool> {
        interval.map(|(low, high)| (low..=high).contains(&value))
    }
}

/// A row of the file and its comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedRow {
    /// The published row.
    pub observed: Observed,
    /// The comparison, or the reason why there is none, with a remark.
    pub outcome: Result<Compared, (Reason, String)>,
}

/// Figure, form and place of a time series.
type Series = (usize, &'static str, String);

fn form_key(form: FigureForm) -> &'static str {
    match form {
        FigureForm::Total => "total",
        FigureForm::Each => "each",
        FigureForm::Rate => "rate",
        FigureForm::Plain => "plain",
        FigureForm::Median => "median",
        FigureForm::MedianRate => "median-rate",
        FigureForm::Gradient => "gradient",
    }
}

/// Years between a span and the base year.
fn away(span: (i32, i32)) -> i32 {
    if (span.0..=span.1).contains(&BASE) { 0 } else { (span.0 - BASE).abs().min((span.1 - BASE).abs()) }
}

/// Target of a row, if it has one.
fn series(row: &Observed) -> Option<(usize, FigureForm, Kind)> {
    match find(&row.quantity, &row.unit).ok()?.to {
        To::Figure(at, form, kind) => Some((at, form, kind)),
        To::Nowhere(_) => None,
    }
}

/// The authorities that rows of a file name.
pub fn authorities(rows: &[Observed]) -> Vec<&'static Profile> {
    let mut found: Vec<&'static Profile> = rows
        .iter()
        .filter(|row| series(row).is_some() && !NATIONAL.contains(&&*row.geography))
        .filter_map(|row| resolve(&row.geography).ok())
        .filter(|resolved| resolved.note.is_none() && resolved.profile.id < 9000)
        .map(|resolved| resolved.profile)
        .collect();
    found.sort_by_key(|profile| profile.id);
    found.dedup_by_key(|profile| profile.id);
    found
}

const ENGLAND: &str = "England";
const ALL: &str = "English LAs";
/// Geographies that are not a single authority.
const NATIONAL: [&str; 2] = [ENGLAND, ALL];

/// Compares all rows.
pub fn compare(rows: &[Observed], ground: &SimulatedAuthorities<'_>) -> Vec<ComparedRow> {
    // The year of each series that is compared: the nearest to the base year, in doubt the earlier.
    let mut nearest: BTreeMap<Series, (i32, i32)> = BTreeMap::new();
    for row in rows {
        if let (Some((at, form, _)), Some(span), Some(_)) = (series(row), span(&row.year), row.value) {
            let key = (at, form_key(form), row.geography.to_string());
            let here = (away(span), span.1);
            nearest.entry(key).and_modify(|best| *best = (*best).min(here)).or_insert(here);
        }
    }
    rows.iter()
        .map(|row| ComparedRow { observed: row.clone(), outcome: outcome(row, rows, &nearest, ground) })
        .collect()
}

fn outcome(
    row: &Observed,
    rows: &[Observed],
    nearest: &BTreeMap<Series, (i32, i32)>,
    ground: &SimulatedAuthorities<'_>,
) -> Result<Compared, (Reason, String)> {
    let plain = |reason: Reason| (reason, String::new());
    let rule = find(&row.quantity, &row.unit).map_err(plain)?;
    let (at, form, kind) = match rule.to {
        To::Figure(at, form, kind) => (at, form, kind),
        To::Nowhere(reason) => return Err((reason, rule.why.clone())),
    };
    let value = row.value.ok_or(plain(Reason::NoNumber))?;
    let span = span(&row.year).ok_or(plain(Reason::NoNumber))?;
    let members = sample(at, form, &row.geography, ground)?;
    let best = nearest.get(&(at, form_key(form), row.geography.to_string()));
    if best.is_some_and(|best| *best != (away(span), span.1)) {
        return Err((Reason::OtherYear, String::new()));
    }
    if away(span) > FAR {
        return Err(plain(Reason::TooFar));
    }
    let Members { sample, wide, error, units } = members;
    if sample.len() < 2 {
        return Err(plain(Reason::Undefined));
    }
    let middle = mean(&sample);
    let t = t_quantile(0.975, (units.max(2) - 1) as f64);
    let (last, trend) = baselines(row, rows, at, form, span.0);
    let judged = |forecast: Forecast| Baseline {
        value: forecast.value,
        error: (forecast.value - value).abs(),
        crps: crps(&forecast.sample, value),
    };
    // Counts, shares and means cannot be negative; a correlation can.
    let clip = |interval: Option<(f64, f64)>| match form {
        FigureForm::Gradient => interval,
        _ => interval.map(|(low, high)| (low.max(0.0), high)),
    };
    Ok(Compared {
        figure: FIGURES[at].key,
        title: FIGURES[at].title,
        kind: kind.key(),
        years_away: away(span),
        mean: middle,
        monte_carlo: clip((units > 1).then_some((middle - t * error, middle + t * error))),
        half: clip(predictive(&sample, error, units, 0.5)),
        ninety: clip(predictive(&sample, error, units, 0.9)),
        one_authority: clip(wide.and_then(|wide| predictive(&wide, error, units, 0.9))),
        replicates: sample.len(),
        relative: if value == 0.0 { f64::NAN } else { (middle - value) / value },
        error: (middle - value).abs(),
        crps: crps(&sample, value),
        last: last.map(judged),
        trend: trend.map(judged),
    })
}

/// A sample of equally likely values from the model.
struct Members {
    sample: Vec<f64>,
    /// The values of the replicates, if `sample` is for many authorities together.
    wide: Option<Vec<f64>>,
    /// Standard error of the mean.
    error: f64,
    /// Number of independent units behind the error: replicates or parameter samples.
    units: usize,
}

fn sample(
    at: usize,
    form: FigureForm,
    geography: &str,
    ground: &SimulatedAuthorities<'_>,
) -> Result<Members, (Reason, String)> {
    if matches!(form, FigureForm::Median | FigureForm::MedianRate | FigureForm::Gradient) || geography == ALL
    {
        return across(at, form, ground);
    }
    if geography == ENGLAND {
        let (place, lives) = ground.england;
        let children = england();
        let (scale, many) = match form {
            FigureForm::Total => (children / place.children, children / place.children),
            FigureForm::Each => (AUTHORITIES, AUTHORITIES),
            FigureForm::Rate => (1e4 / place.children, children / place.children),
            _ if FIGURES[at].key.starts_with("director") => (1.0, AUTHORITIES),
            _ => (1.0, children / place.children),
        };
        return Ok(members(&values(lives, at, scale), many));
    }
    let resolved = resolve(geography).map_err(|unknown| {
        let country = ["wales", "scotland", "uk", "united kingdom", "great britain", "northern ireland"];
        let other = country.iter().any(|name| geography.to_lowercase().contains(name));
        let reason = if other {
            Reason::OtherCountry
        } else if unknown.nearest.len() > 1 && unknown.note.is_some() {
            Reason::Gone
        } else {
            Reason::NoPlace
        };
        (reason, unknown.note.unwrap_or_default())
    })?;
    if let Some(note) = resolved.note {
        return Err((Reason::Gone, note));
    }
    let found = ground.own.iter().find(|(place, _)| place.profile.id == resolved.profile.id);
    let (place, lives) = found.ok_or((Reason::NoPlace, String::new()))?;
    let scale = if form == FigureForm::Rate { 1e4 / place.children } else { 1.0 };
    Ok(members(&values(lives, at, scale), 1.0))
}

/// Children aged 0-17 in England in the base year, by the definition of the profiles.
pub fn england() -> f64 {
    panel().children.get(&BASE).map_or(f64::NAN, |codes| codes.values().sum::<f64>() * OLDER)
}

/// Values of the first year with their parameter sample; undefined values are left out.
fn values(lives: &[AuthorityRun], at: usize, scale: f64) -> Vec<(Option<u32>, f64)> {
    let value = |life: &AuthorityRun| Some((life.draw, scale * *life.years.first()?.get(at)?));
    lives.iter().filter_map(value).filter(|(_, value)| value.is_finite()).collect()
}

/// The sample for `many` independent authorities together. Random deviations are divided by the
/// root of their number; differences between parameter samples are not.
fn members(values: &[(Option<u32>, f64)], many: f64) -> Members {
    let mut by_draw: BTreeMap<Option<u32>, Vec<f64>> = BTreeMap::new();
    for (draw, value) in values {
        by_draw.entry(*draw).or_default().push(*value);
    }
    let middles: BTreeMap<Option<u32>, f64> =
        by_draw.iter().map(|(draw, values)| (*draw, mean(values))).collect();
    let sample = values
        .iter()
        .map(|(draw, value)| middles[draw] + (value - middles[draw]) / libm::sqrt(many))
        .collect();
    let all: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
    let drawn = middles.keys().any(Option::is_some);
    let units: Vec<f64> = if drawn { middles.values().copied().collect() } else { all.clone() };
    Members {
        sample,
        wide: (many > 1.0).then_some(all),
        error: if units.len() > 1 { sd(&units) / libm::sqrt(units.len() as f64) } else { 0.0 },
        units: units.len(),
    }
}

/// One cross-section of the simulated authorities per replicate.
fn across(
    at: usize,
    form: FigureForm,
    ground: &SimulatedAuthorities<'_>,
) -> Result<Members, (Reason, String)> {
    if ground.sample.len() < FEW {
        return Err((Reason::TooFew, format!("{} of at least {FEW}", ground.sample.len())));
    }
    let replicates = ground.sample.iter().map(|(_, lives)| lives.len()).min().unwrap_or(0);
    let rate = matches!(form, FigureForm::MedianRate | FigureForm::Rate | FigureForm::Gradient);
    let section = |replicate: usize| {
        let values: Vec<(f64, f64)> = ground
            .sample
            .iter()
            .map(|(place, lives)| {
                let grows = rate && FIGURES[at].per == Per::Children;
                let scale = if grows { 1e4 / place.children } else { 1.0 };
                (scale * lives[replicate].years[0][at], place.profile.authority().deprivation)
            })
            .filter(|(value, _)| value.is_finite())
            .collect();
        let figure = if form == FigureForm::Gradient {
            spearman(&values)
        } else {
            quantile(&values.iter().map(|pair| pair.0).collect::<Vec<_>>(), 0.5)
        };
        (ground.sample[0].1[replicate].draw, figure)
    };
    let values: Vec<_> = (0..replicates).map(section).filter(|(_, value)| value.is_finite()).collect();
    Ok(members(&values, 1.0))
}

/// The two baseline forecasts of a row, from earlier years alone.
fn baselines(
    row: &Observed,
    rows: &[Observed],
    at: usize,
    form: FigureForm,
    year: i32,
) -> (Option<Forecast>, Option<Forecast>) {
    // The years of the panel, replaced by those of the file where it has them.
    let mut years: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    let told = history(rows, at, form, &row.geography, year);
    for point in from_panel(row, at, form, year).into_iter().chain(told) {
        years.insert(point.0 as i64, point);
    }
    let own: Vec<(f64, f64)> = years.into_values().collect();
    let nation = if NATIONAL.contains(&&*row.geography) {
        own.clone()
    } else {
        let mut nation = history(balcony_scenario::profiles::observed(), at, form, ENGLAND, year);
        if form == FigureForm::Total && !nation.is_empty() && !own.is_empty() {
            let level = |points: &[(f64, f64)]| mean(&points.iter().map(|point| point.1).collect::<Vec<_>>());
            let size = level(&own) / level(&nation);
            nation.iter_mut().for_each(|point| point.1 *= size);
        }
        nation
    };
    (carried(&own), trended(&own, &nation, f64::from(year)))
}

/// Earlier years of a series, each once, in order.
fn history(rows: &[Observed], at: usize, form: FigureForm, geography: &str, year: i32) -> Vec<(f64, f64)> {
    let mut points: BTreeMap<i32, f64> = BTreeMap::new();
    for other in rows.iter().filter(|other| other.geography == geography) {
        let same = series(other).is_some_and(|(figure, other, _)| figure == at && other == form);
        if let (true, Some((_, to)), Some(value)) = (same, span(&other.year), other.value)
            && to < year
        {
            points.entry(to).or_insert(value);
        }
    }
    points.into_iter().map(|(year, value)| (f64::from(year), value)).collect()
}

/// Earlier years of an authority's own figure, from the panel.
fn from_panel(row: &Observed, at: usize, form: FigureForm, year: i32) -> Vec<(f64, f64)> {
    let figure = ACROSS.iter().position(|key| *key == FIGURES[at].key);
    let profile = resolve(&row.geography).ok().map(|resolved| resolved.profile);
    let code = profile.filter(|profile| profile.id < 9000).and_then(|profile| panel().code(profile));
    let (Some(figure), Some(code)) = (figure, code) else { return Vec::new() };
    let point = |earlier: &i32| {
        let value = panel().value(figure, *earlier, code);
        let people = panel().children.get(earlier).and_then(|codes| codes.get(code)).copied();
        let scale = match (FIGURES[at].per, form) {
            (Per::Children, FigureForm::Total) => people? / 1e4,
            (Per::Children, _) => 1.0 / OLDER,
            _ => 1.0,
        };
        Some((f64::from(*earlier), scale * value)).filter(|point| point.1.is_finite())
    };
    panel().figures[figure].keys().filter(|earlier| **earlier < year).filter_map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Two samples with means 10 and 20 and random deviations of 1; four authorities together halve
    // the deviation.
    #[test]
    fn luck_is_divided_and_what_is_drawn_is_not() {
        let drawn = [(Some(0), 9.0), (Some(0), 11.0), (Some(1), 19.0), (Some(1), 21.0)];
        let Members { sample, wide, error, units } = members(&drawn, 4.0);
        assert_eq!(sample, [9.5, 10.5, 19.5, 20.5]);
        assert_eq!(wide.unwrap(), [9.0, 11.0, 19.0, 21.0]);
        // Two samples: the s.d. of 10 and 20 is sqrt(50); over sqrt(2) it is 5.
        assert!((error - 5.0).abs() < 1e-12 && units == 2);
        let central = [(None, 1.0), (None, 3.0)];
        let Members { sample, wide, error, units } = members(&central, 1.0);
        assert_eq!((sample, wide, units), (vec![1.0, 3.0], None, 2));
        assert!((error - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_base_year_is_no_year_away() {
        assert_eq!([(2019, 2019), (2018, 2025), (2017, 2017), (2021, 2024)].map(away), [0, 0, 2, 2]);
    }

    #[test]
    fn england_has_its_children() {
        assert!((11_800_000.0..12_000_000.0).contains(&england()), "{}", england());
    }

    #[test]
    fn earlier_years_alone_make_a_baseline() {
        let rows = balcony_scenario::profiles::observed();
        let row = rows.iter().find(|row| row.id == "A041").unwrap();
        let (at, form, _) = series(row).unwrap();
        let past = history(rows, at, form, ENGLAND, 2019);
        assert_eq!((past.first().unwrap().0, past.last().copied()), (2011.0, Some((2018.0, 21.9))));
        let (last, trend) = baselines(row, rows, at, form, 2019);
        assert_eq!(last.unwrap().value, 21.9);
        assert!(trend.unwrap().value < 21.9);
        // An authority's own figure, from the panel.
        let own = Observed { geography: "Rutland".into(), ..row.clone() };
        let (last, trend) = baselines(&own, std::slice::from_ref(&own), at, form, 2019);
        assert!(last.is_some() && trend.is_some());
    }
}
