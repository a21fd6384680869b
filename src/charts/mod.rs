//! Charts as accessible SVG: one module a chart. Each has its finding as title, its unit, the same numbers as a table, and a text for
//! those who do not see it. Reads results; makes none.
//!
//! Nothing is told by colour alone: strategies have marks and their names beside them. All text of users is text
//! (see `svg.rs`); the same results give the same bytes.

mod dots;
mod paired;
mod scale;
mod svg;
mod when;

use crate::experiment::Table;
use crate::summary::clean;
use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::{Better, Outcome};

/// A chart and everything that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Its name, as `balcony plot --chart` takes it.
    pub key: &'static str,
    /// What was found: the title.
    pub finding: String,
    /// What is shown, in which unit, and how to read it.
    pub about: String,
    /// The numbers that are drawn.
    pub grid: Grid,
    /// The drawing.
    pub svg: String,
}

/// Numbers as a table; the first column is words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Names of the columns.
    pub heads: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
}

/// Names of the charts and what they show.
pub const CHARTS: [(&str, &str); 3] = [
    ("paired", "the difference to the baseline in every pair, its mean and interval, and what matters"),
    ("dots", "how the figures of a strategy are spread: twenty dots, each one chance in twenty"),
    ("when", "the mean difference to the baseline, quarter by quarter"),
];

/// What charts are made of: an outcome of some results, for a drawing of some width.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The results.
    pub table: &'a Table,
    /// The outcome: a row of the registry.
    pub outcome: usize,
    /// Whether it is the primary one, which alone is kept by quarter.
    pub primary: bool,
    /// Width of the drawing.
    pub width: f64,
}

impl Source<'_> {
    fn outcome(&self) -> &'static Outcome {
        &OUTCOMES[self.outcome.min(OUTCOMES.len() - 1)]
    }

    fn name(&self, arm: usize) -> String {
        clean(&self.table.arms[arm])
    }

    /// Strategies but the baseline.
    fn others(&self) -> impl Iterator<Item = usize> {
        let baseline = self.table.baseline;
        (0..self.table.arms.len()).filter(move |arm| *arm != baseline)
    }

    /// `serious incidents a year; lower is better`.
    fn unit(&self) -> String {
        let outcome = self.outcome();
        let better = match outcome.better {
            Better::Lower => "; lower is better",
            Better::Higher => "; higher is better",
            Better::Neither => "",
        };
        format!("{}{better}", outcome.unit)
    }

    /// `Serious harm (serious incidents a year; lower is better)`.
    fn what(&self) -> String {
        format!("{} ({})", self.outcome().title, self.unit())
    }
}

/// A chart by name; none if there is no such chart, or nothing to draw (one strategy has no differences, and differences by quarter are
/// kept of the primary outcome alone).
pub fn chart(key: &str, source: &Source<'_>) -> Option<Chart> {
    match key {
        "paired" => paired::draw(source),
        "dots" => dots::draw(source),
        "when" => when::draw(source),
        _ => None,
    }
}

/// All charts that can be drawn.
pub fn all(source: &Source<'_>) -> Vec<Chart> {
    CHARTS.iter().filter_map(|(key, _)| chart(key, source)).collect()
}

impl Chart {
    /// What stands in for the drawing: finding, what is shown, and every number.
    pub fn text(finding: &str, about: &str, grid: &Grid) -> String {
        let row = |cells: &Vec<String>| {
            let pairs = grid.heads.iter().zip(cells).skip(1).map(|(head, cell)| format!("{head} {cell}"));
            format!("{}: {}.", cells.first().map_or("", String::as_str), pairs.collect::<Vec<_>>().join(", "))
        };
        let rows: Vec<String> = grid.rows.iter().map(row).collect();
        format!("{finding} {about} {}", rows.join(" "))
    }
}
