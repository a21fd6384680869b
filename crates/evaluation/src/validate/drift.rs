//! What moves in ten years in which nothing happens: the incumbent, no event.

use super::figures;
use super::lives::{Life, ValidationPlace, YEARS};
use crate::experiment::stats::{mean, quantile};

/// What is looked at: key, title, whether it is a count that is summed over places.
pub const LOOKED: [(&str, &str, bool); 7] = [
    ("in-need", "open cases", true),
    ("utilisation", "load", false),
    ("vacancy", "vacancy %", false),
    ("looked-after", "in care", true),
    ("timely-assessments", "timely %", false),
    ("plans", "plans", true),
    ("caseload", "caseload", false),
];

/// A load above which a service does not keep up.
pub const OVERLOADED: f64 = 1.1;

/// One place, or all together: a line of years for each of `LOOKED`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Line {
    /// Which place.
    pub place: &'static str,
    /// By what is looked at, then by year; the mean of replicates.
    pub years: Vec<Vec<f64>>,
}

impl Line {
    /// The change of a count from the first year to a later one, as a share of the first.
    pub fn change(&self, looked: usize, year: usize) -> f64 {
        self.years[looked][year] / self.years[looked][0] - 1.0
    }
}

/// All of it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Drift {
    /// The simulated authorities together: counts summed, the rest a mean in which each authority
    /// counts alike.
    pub all: Line,
    /// The average authority.
    pub england: Line,
    /// Each.
    pub each: Vec<Line>,
    /// Authorities that begin above `OVERLOADED`.
    pub overloaded: usize,
    /// Authorities whose open cases, children in care and caseload all move by at most 5 % in five
    /// years, and the load by at most .05.
    pub standing: usize,
    /// Median over authorities of the absolute change of open cases and of children looked after in
    /// ten years.
    pub median: (f64, f64),
}

fn line(place: &ValidationPlace, lives: &[Life]) -> Line {
    let of = |key: &str, year: usize| {
        let at = figures::place(key).unwrap_or(0);
        let values: Vec<f64> =
            lives.iter().map(|life| life.years[year][at]).filter(|value| value.is_finite()).collect();
        mean(&values)
    };
    let years = LOOKED.iter().map(|(key, ..)| (0..YEARS).map(|year| of(key, year)).collect()).collect();
    Line { place: place.profile.name, years }
}

/// What moves; without authorities there is the average one alone.
pub fn drift(england: (&ValidationPlace, &[Life]), places: &[(&ValidationPlace, &[Life])]) -> Drift {
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
