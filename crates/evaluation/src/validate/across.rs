//! Differences between authorities and their persistence, in the model and as published.
//!
//! One replicate of all simulated authorities is one cross-section of England. Each statistic is
//! computed in every replicate and then averaged, so that both sides include the random variation
//! of single years.

use super::authority_runs::{AuthorityRun, ValidationPlace, YEARS};
use super::figures::{FIGURES, Per, place};
use super::published::{ACROSS, BASE, LAGS, Years, panel, persistence, within};
use super::rows::OLDER;
use super::stats::{Point, coefficient, spearman};
use balcony_runs::experiment::stats::{mean, quantile};
use std::collections::BTreeSet;

/// Probabilities at which quantiles are reported.
pub const SHARES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// Pairs of figures whose rank correlation across authorities is reported.
pub const TIES: [(&str, &str); 10] = [
    ("caseload", "timely-assessments"),
    ("caseload", "turnover"),
    ("caseload", "vacancy"),
    ("vacancy", "agency"),
    ("vacancy", "turnover"),
    ("re-referrals", "caseload"),
    ("referrals", "in-need"),
    ("in-need", "plans"),
    ("in-need", "looked-after"),
    ("plans", "looked-after"),
];

/// Figures about staff.
const STAFF: [&str; 4] = ["turnover", "agency", "vacancy", "caseload"];

/// Inspection judgements in words, worst first.
pub const GRADES: [&str; 4] = ["inadequate", "requires improvement", "good", "outstanding"];

/// Distribution of one figure across authorities.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Spread {
    /// Key of the figure.
    pub figure: &'static str,
    /// Title of the figure.
    pub title: &'static str,
    /// Published quantiles of all authorities, at `SHARES`.
    pub all: [f64; 5],
    /// Published quantiles of the simulated authorities.
    pub published: [f64; 5],
    /// Quantiles in the model.
    pub model: [f64; 5],
    /// Rank correlation between model and published values.
    pub rank: f64,
    /// Median over authorities of the absolute error in the first year, as a share of the published
    /// value.
    pub level: f64,
    /// Rank correlation with the same figure 1, 3 and 5 years before: published for all
    /// authorities, and in the model.
    pub persistence: [(f64, f64); 3],
    /// Standard deviation of the logarithm within an authority: published, model.
    pub within: (f64, f64),
    /// Rank correlation with deprivation: published for all, published for those simulated, model.
    pub gradient: (f64, f64, f64),
    /// The figure by inspection judgement.
    pub judged: ByJudgement,
}

/// A figure by inspection judgement, and the change that goes with one grade better: in per cent
/// with its 95 % interval, adjusted for deprivation.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ByJudgement {
    /// Published mean and number of authorities of each grade.
    pub published: [(f64, usize); 4],
    /// Mean in the model and number of runs of each grade.
    pub model: [(f64, usize); 4],
    /// Published change per grade.
    pub better_published: Option<(f64, f64, f64)>,
    /// Change per grade in the model; `None` if its judgements do not determine it.
    pub better_model: Option<(f64, f64, f64)>,
}

/// Rank correlation of two figures across authorities.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Tie {
    /// Keys of the two figures.
    pub figures: (&'static str, &'static str),
    /// Published, for all authorities.
    pub all: f64,
    /// Published, for the simulated authorities.
    pub published: f64,
    /// In the model.
    pub model: f64,
}

/// Error of one figure of one authority in the first year.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Miss {
    /// Name of the authority.
    pub authority: &'static str,
    /// Title of the figure.
    pub title: &'static str,
    /// Published value.
    pub published: f64,
    /// Mean over the model's replicates.
    pub model: f64,
}

/// All comparisons across authorities.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Across {
    /// Names of the simulated authorities.
    pub authorities: Vec<&'static str>,
    /// Replicates of each authority.
    pub replicates: usize,
    /// Distribution of each figure.
    pub spreads: Vec<Spread>,
    /// Rank correlations between figures.
    pub ties: Vec<Tie>,
    /// The ten largest errors.
    pub worst: Vec<Miss>,
    /// Number of runs with an inspection, and number of all runs.
    pub inspected: (usize, usize),
}

/// The simulated authorities, each with its code in the panel.
struct Sample<'a> {
    places: Vec<(&'a ValidationPlace, &'a [AuthorityRun], &'a str)>,
    replicates: usize,
    codes: BTreeSet<String>,
}

impl Sample<'_> {
    /// A figure of an authority in a replicate and year, by the panel's definition.
    fn value(&self, at: usize, figure: usize, replicate: usize, year: usize) -> f64 {
        let (place, lives, _) = self.places[at];
        let scale = if FIGURES[figure].per == Per::Children { 1e4 * OLDER / place.children } else { 1.0 };
        scale * lives[replicate].years[year][figure]
    }

    fn first(&self, at: usize, figure: usize) -> f64 {
        let values: Vec<f64> = (0..self.replicates)
            .map(|replicate| self.value(at, figure, replicate, 0))
            .filter(|value| value.is_finite())
            .collect();
        mean(&values)
    }

    /// Mean over replicates of a statistic of the first year's cross-section.
    fn averaged(&self, of: impl Fn(usize) -> f64) -> f64 {
        let values: Vec<f64> = (0..self.replicates).map(of).filter(|value| value.is_finite()).collect();
        mean(&values)
    }

    fn section(&self, figure: usize, replicate: usize) -> Vec<f64> {
        (0..self.places.len()).map(|at| self.value(at, figure, replicate, 0)).collect()
    }

    /// All years of a replicate, in the form of the panel.
    fn years(&self, figure: usize, replicate: usize) -> Years {
        let mut years = Years::new();
        for year in 0..YEARS {
            let codes = years.entry(year as i32).or_default();
            for (at, (.., code)) in self.places.iter().enumerate() {
                let value = self.value(at, figure, replicate, year);
                if value.is_finite() {
                    codes.insert((*code).to_owned(), value);
                }
            }
        }
        years
    }
}

/// All comparisons across authorities; `None` for fewer than three.
pub fn across(places: &[(&ValidationPlace, &[AuthorityRun])]) -> Option<Across> {
    let places: Vec<_> = places
        .iter()
        .filter_map(|(place, lives)| Some((*place, *lives, panel().code(place.profile)?)))
        .collect();
    if places.len() < 3 {
        return None;
    }
    let replicates = places.iter().map(|(_, lives, _)| lives.len()).min()?;
    let codes = places.iter().map(|(.., code)| (*code).to_owned()).collect();
    let sample = Sample { places, replicates, codes };
    let figures: Vec<usize> = ACROSS.iter().filter_map(|key| place(key)).collect();
    let mut worst = Vec::new();
    let spreads =
        figures.iter().enumerate().map(|(at, figure)| spread(&sample, at, *figure, &mut worst)).collect();
    worst.sort_by(|a, b| b.0.total_cmp(&a.0));
    let lives = || sample.places.iter().flat_map(|(_, lives, _)| lives.iter());
    Some(Across {
        authorities: sample.places.iter().map(|(place, ..)| place.profile.name).collect(),
        replicates,
        spreads,
        ties: TIES.iter().filter_map(|pair| tie(&sample, *pair)).collect(),
        worst: worst.into_iter().take(10).map(|(_, miss)| miss).collect(),
        inspected: (lives().filter(|life| life.inspected.is_some()).count(), lives().count()),
    })
}

fn quantiles(values: &[f64]) -> [f64; 5] {
    let values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    SHARES.map(|share| quantile(&values, share))
}

fn spread(sample: &Sample<'_>, at: usize, figure: usize, worst: &mut Vec<(f64, Miss)>) -> Spread {
    let panel = panel();
    let all: Vec<f64> =
        panel.figures[at].get(&BASE).into_iter().flat_map(|codes| codes.values().copied()).collect();
    let own: Vec<f64> = sample.places.iter().map(|(.., code)| panel.value(at, BASE, code)).collect();
    let deprivation: Vec<f64> = sample
        .places
        .iter()
        .map(|(.., code)| panel.deprivation.get(*code).copied().unwrap_or(f64::NAN))
        .collect();
    let mut errors = Vec::new();
    for (place, published) in own.iter().enumerate() {
        let model = sample.first(place, figure);
        if *published > 0.0 && model.is_finite() {
            errors.push((model / published - 1.0).abs());
            let authority = sample.places[place].0.profile.name;
            let miss = Miss { authority, title: FIGURES[figure].title, published: *published, model };
            worst.push((libm::log((model / published).max(1e-3)).abs(), miss));
        }
    }
    let sections: Vec<[f64; 5]> =
        (0..sample.replicates).map(|replicate| quantiles(&sample.section(figure, replicate))).collect();
    let with = |others: &[f64]| {
        sample.averaged(|replicate| {
            let section = sample.section(figure, replicate);
            spearman(&section.into_iter().zip(others.iter().copied()).collect::<Vec<_>>())
        })
    };
    let years: Vec<Years> = (0..sample.replicates).map(|replicate| sample.years(figure, replicate)).collect();
    // A zero count of children is as often suppressed as true, so it is left out; zeros of staff
    // are kept.
    let children = !STAFF.contains(&ACROSS[at]);
    let shown = |values: &[f64]| {
        quantiles(&values.iter().copied().filter(|value| !children || *value > 0.0).collect::<Vec<_>>())
    };
    Spread {
        figure: FIGURES[figure].key,
        title: FIGURES[figure].title,
        all: shown(&all),
        published: shown(&own),
        model: std::array::from_fn(|at| {
            mean(&sections.iter().map(|section| section[at]).collect::<Vec<_>>())
        }),
        rank: with(&own),
        level: quantile(&errors, 0.5),
        persistence: LAGS
            .map(|lag| (panel.persistence(at, lag), sample.averaged(|r| persistence(&years[r], lag, 2)))),
        within: (panel.within(at), sample.averaged(|r| within(&years[r]))),
        gradient: (panel.gradient(at, None), panel.gradient(at, Some(&sample.codes)), with(&deprivation)),
        judged: judged(sample, at, figure),
    }
}

/// Converts a coefficient of a logarithm to per cent, with its 95 % interval.
fn percent((beta, error): (f64, f64)) -> (f64, f64, f64) {
    let percent = |log: f64| 100.0 * (libm::exp(log) - 1.0);
    (percent(beta), percent(beta - 1.98 * error), percent(beta + 1.98 * error))
}

/// The model's figures by its first inspection after week 0: those of the year before the
/// inspection, or else of the first year.
fn judged(sample: &Sample<'_>, at: usize, figure: usize) -> ByJudgement {
    let (published, better) = panel().by_grade(at);
    let mut points = Vec::new();
    for (group, (_, lives, code)) in sample.places.iter().enumerate() {
        let second = panel().deprivation.get(*code).copied();
        for (replicate, life) in lives.iter().take(sample.replicates).enumerate() {
            let (Some((year, grade)), Some(second)) = (life.inspected, second) else { continue };
            let y = sample.value(group, figure, replicate, year.saturating_sub(1));
            if y > 0.0 {
                points.push((y, Point { y: libm::log(y), first: f64::from(grade), second, group }));
            }
        }
    }
    let model = std::array::from_fn(|grade| {
        let of: Vec<f64> =
            points.iter().filter(|(_, point)| point.first == grade as f64).map(|(value, _)| *value).collect();
        (mean(&of), of.len())
    });
    let points: Vec<Point> = points.into_iter().map(|(_, point)| point).collect();
    ByJudgement {
        published,
        model,
        better_published: better.map(percent),
        better_model: coefficient(&points, true).map(percent),
    }
}

fn tie(sample: &Sample<'_>, (a, b): (&'static str, &'static str)) -> Option<Tie> {
    let figure = |key: &str| Some((ACROSS.iter().position(|known| *known == key)?, place(key)?));
    let ((at_a, figure_a), (at_b, figure_b)) = (figure(a)?, figure(b)?);
    let panel = panel();
    let pairs = |only: Option<&BTreeSet<String>>| {
        let codes = panel.figures[at_a].get(&BASE);
        let pairs: Vec<(f64, f64)> = codes
            .into_iter()
            .flatten()
            .filter(|(code, _)| only.is_none_or(|only| only.contains(*code)))
            .map(|(code, value)| (*value, panel.value(at_b, BASE, code)))
            .collect();
        spearman(&pairs)
    };
    Some(Tie {
        figures: (FIGURES[figure_a].title, FIGURES[figure_b].title),
        all: pairs(None),
        published: pairs(Some(&sample.codes)),
        model: sample.averaged(|replicate| {
            let (x, y) = (sample.section(figure_a, replicate), sample.section(figure_b, replicate));
            spearman(&x.into_iter().zip(y).collect::<Vec<_>>())
        }),
    })
}
