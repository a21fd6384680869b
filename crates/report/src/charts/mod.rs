//! Charts as accessible SVG: one module a chart. Each has its finding as title, its unit, the same
//! numbers as a table, and a text for those who do not see it. Reads results; makes none.
//!
//! Nothing is told by colour alone: strategies have marks and their names beside them. All text of
//! users is text (see `svg.rs`); the same results give the same bytes.

mod dots;
mod fan;
mod flow;
pub mod indices;
pub mod lives;
pub mod network;
mod paired;
#[cfg(test)]
mod pictured;
pub mod regimes;
pub mod rounds;
mod scale;
mod spread;
mod svg;
pub mod timeline;
mod when;

use crate::experiment::Table;
use crate::summary::clean;
use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::{Better, Outcome};
pub use svg::STYLE;
pub(crate) use svg::steers;

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
pub const CHARTS: [(&str, &str); 6] = [
    ("paired", "the difference to the baseline in every pair, its mean and interval, and what matters"),
    ("dots", "how the figures of a strategy are spread: twenty dots, each one chance in twenty"),
    ("when", "the mean difference to the baseline, quarter by quarter"),
    ("fan", "how the primary outcome goes on: the median run, half and eight tenths of the runs, by quarter"),
    ("spread", "every outcome that can be better or worse, in steps of what matters"),
    ("flow", "where children come to on the pathway in a year, two strategies side by side"),
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
    /// The primary outcome by strategy, replicate and quarter; empty where it is not at hand.
    pub quarters: &'a [f64],
    /// The strategy that `flow` sets beside the baseline; the first other one if not given.
    pub beside: Option<usize>,
    /// Width of the drawing.
    pub width: f64,
    /// Whether the finding stands in the drawing, not only beside it.
    pub titled: bool,
    /// Outcomes that `spread` shows at most, those that moved most; 0 for all.
    pub rows: usize,
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

/// A chart by name; none if there is no such chart, or nothing to draw (one strategy has no
/// differences, quarters are kept of the primary outcome alone, and the pathway is counted in the
/// weekly series).
pub fn chart(key: &str, source: &Source<'_>) -> Option<Chart> {
    match key {
        "paired" => paired::draw(source),
        "dots" => dots::draw(source),
        "when" => when::draw(source),
        "fan" => fan::draw(source),
        "spread" => spread::draw(source),
        "flow" => flow::draw(source),
        _ => None,
    }
}

/// An empty table of strategies with a column a quarter.
fn by_quarter(quarters: usize) -> Grid {
    let mut heads = vec!["strategy".to_owned()];
    heads.extend((1..=quarters).map(|quarter| format!("Q{quarter}")));
    Grid { heads, rows: Vec::new() }
}

/// Round numbers beside a panel, each with its line across; the zero line is stronger where
/// differences are shown.
fn rungs(
    drawing: &mut svg::Drawing,
    up: &scale::Scale,
    (left, right): (f64, f64),
    say: fn(f64, u8) -> String,
    zero: &str,
) {
    let ticks = up.ticks(3);
    let places = scale::digits(&ticks);
    for tick in ticks {
        let y = up.at(tick);
        drawing.line((left, y), (right, y), if tick == 0.0 { zero } else { "grid" }, None);
        drawing.text((left - 6.0, y + 4.0), svg::Anchor::End, "small", &say(tick, places));
    }
}

/// The quarters below a drawing.
fn quarters(drawing: &mut svg::Drawing, across: &scale::Scale, quarters: usize, bottom: f64, width: f64) {
    let step = if quarters > 12 { 4 } else { 2 };
    for quarter in (1..=quarters).filter(|quarter| (quarter - 1) % step == 0) {
        let x = across.at(quarter as f64);
        drawing.text((x, bottom + 14.0), svg::Anchor::Middle, "small", &quarter.to_string());
    }
    drawing.text((width / 2.0, bottom + 34.0), svg::Anchor::Middle, "small faint", "quarter of a year");
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
