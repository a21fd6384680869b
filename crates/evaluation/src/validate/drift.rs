//! Drift of the model over ten years under the incumbent without any event.

use super::authority_runs::{AuthorityRun, ValidationPlace, YEARS};
use super::figures;
use balcony_runs::experiment::stats::{mean, quantile};

/// Figures that are tracked: key, title, whether it is a count that is summed over authorities.
pub const LOOKED: [(&str, &str, bool); 7] = [
    ("in-need", "open cases", true),
    ("utilisation", "load", false),
    ("vacancy", "vacancy %", false),
    ("looked-after", "in care", true),
    ("timely-assessments", "timely %", false),
    ("plans", "plans", true),
    ("caseload", "caseload", false),
];

/// A load above which a service cannot keep up.
pub const OVERLOADED: f64 = 1.1;

/// The tracked figures of one authority, or of all together.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Line {
    /// Name of the authority.
    pub place: &'static str,
    /// Mean over replicates, by figure of `LOOKED` and year.
    pub years: Vec<Vec<f64>>,
}

impl Line {
    /// Change of a count from the first year to a later one, as a share of the first.
    pub fn change(&self, looked: usize, year: usize) -> f64 {
        self.years[looked][year] / self.years[looked][0] - 1.0
    }
}

/// Drift of all simulated authorities.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Drift {
    /// All simulated authorities together: counts are summed; other figures are means with equal
    /// weights.
    pub all: Line,
    /// The average authority.
    pub england: Line,
    /// Each simulated authority.
    pub each: Vec<Line>,
    /// Number of authorities that begin above `OVERLOADED`.
    pub overloaded: usize,
    /// Number of authorities whose open cases, children in care and caseload all change by at most
    /// 5 % in five years, and whose load changes by at most .05.
    pub standing: usize,
    /// Median over authorities of the absolute change in ten years: open cases, and children looked
    /// after.
    pub median: (f64, f64),
}

fn line(place: &ValidationPlace, lives: &[AuthorityRun]) -> Line {
    let of = |key: &str, year: usize| {
        let at = figures::place(key).unwrap_or(0);
        let values: Vec<f64> =
            lives.iter().map(|life| life.years[year][at]).filter(|value| value.is_finite()).collect();
        mean(&values)
    };
    let years = LOOKED.iter().map(|(key, ..)| (0..YEARS).map(|year| of(key, year)).collect()).collect();
    Line { place: place.profile.name, years }
}

/// Computes the drift; without simulated authorities, of the average authority alone.
pub fn drift(
    england: (&ValidationPlace, &[AuthorityRun]),
    places: &[(&ValidationPlace, &[AuthorityRun])],
) -> Drift {
    let each: Vec<Line> = places.iter().map(|(place, lives)| line(place, lives)).collect();
    let together = |looked: usize, summed: bool| {
        let at = |year: usize| {
            let values: Vec<f64> =
                each.iter().map(|line| line.years[looked][year]).filter(|value| value.is_finite()).collect();
            if summed { values.iter().sum() } else { mean(&values) }
        };
        (0..YEARS).map(at).collect()
    };
    let all = Line {
        place: "all of them together",
        years: LOOKED.iter().enumerate().map(|(at, (.., summed))| together(at, *summed)).collect(),
    };
    let stands = |line: &&Line| {
        let moved = |key: &str| {
            let at = LOOKED.iter().position(|(known, ..)| *known == key).unwrap_or(0);
            line.change(at, 4).abs() <= 0.05
        };
        let load = &line.years[1];
        moved("in-need") && moved("looked-after") && moved("caseload") && (load[4] - load[0]).abs() <= 0.05
    };
    let median = |looked: usize| {
        let changes: Vec<f64> = each
            .iter()
            .map(|line| line.change(looked, YEARS - 1).abs())
            .filter(|change| change.is_finite())
            .collect();
        quantile(&changes, 0.5)
    };
    Drift {
        overloaded: each.iter().filter(|line| line.years[1][0] > OVERLOADED).count(),
        standing: each.iter().filter(stands).count(),
        median: (median(0), median(3)),
        england: line(england.0, england.1),
        all,
        each,
    }
}
