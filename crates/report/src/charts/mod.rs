//! Charts as drawings: one module for each chart, and one table of all charts ([`Chart`]). Each has
//! its finding as title, its unit, the same numbers as a table, and a text for those who do not see
//! it. Reads results; makes none.
//!
//! Nothing is told by colour alone: strategies have marks and their names beside them. All text of
//! users is text; the same results give the same bytes.

mod dots;
mod fan;
mod flow;
pub mod indices;
pub mod lives;
pub mod network;
mod paired;
pub mod regimes;
pub mod rounds;
mod scale;
mod spread;
pub mod timeline;
mod when;
mod words;

use crate::summary::clean;
pub(crate) use balcony_drawing::steers;
use balcony_drawing::{Anchor, Class, Drawing};
pub use balcony_drawing::{Ink, style};
use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::{Better, Outcome};
use balcony_study::experiment::Table;
pub use dots::dots;
pub use fan::fan;
pub use flow::flow;
pub use paired::paired;
use rounds::RoundsOptions;
pub use spread::spread;
pub use when::when;

/// Declares the charts, one row each: key, kind of data, function that draws it, what it shows.
macro_rules! charts {
    ($($name:ident $key:literal $from:ident($($by:expr),+), $shows:literal;)+) => {
        /// A kind of chart.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Chart {
            $(#[doc = $shows] $name,)+
        }

        impl Chart {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name that `balcony plot --chart` takes, and that ids inside the SVG begin with.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }

            /// What it shows.
            pub fn shows(self) -> &'static str {
                match self {
                    $(Self::$name => $shows,)+
                }
            }

            /// The kind of data that it shows, with the function that draws it.
            pub fn drawn_from(self) -> DrawnFrom {
                match self {
                    $(Self::$name => DrawnFrom::$from($($by),+),)+
                }
            }
        }
    };
}

charts! {
    Paired "paired" Results(paired, "needs at least two strategies"),
        "the difference to the baseline in every pair, its mean and interval, and what matters";
    Dots "dots" Results(dots, "needs at least two strategies"),
        "how the figures of a strategy are spread: twenty dots, each one chance in twenty";
    When "when" Results(when, "is of the primary outcome, of at least two strategies and two runs, with central parameters"),
        "the mean difference to the baseline, quarter by quarter";
    Fan "fan" Results(fan, "is of the primary outcome, of at least two runs and two quarters"),
        "how the primary outcome goes on: the median run, half and eight tenths of the runs, by quarter";
    Spread "spread" Results(spread, "needs at least two strategies, and an outcome that moves by half of what matters"),
        "every outcome that can be better or worse, in steps of what matters";
    Flow "flow" Results(flow, "needs the weekly series"),
        "where children come to on the pathway in a year, two strategies side by side";
    Rounds "rounds" Rounds(rounds::rounds), "a figure of an exercise, round by round";
    Fields "fields" Fields(rounds::fields), "numbers by row and round, the darker the greater";
    Lives "lives" Lives(lives::lives), "one child's lives: the pathway step by step, above the risk";
    Timeline "timeline" Timeline(timeline::timeline),
        "a director's years: the week, who decides, what happened, above three outcomes";
    Network "network" Network(network::network), "trust between social care and each of its partners";
    Indices "indices" Indices(indices::indices), "what moves a figure, the most important factor first";
    Regimes "regimes" Regimes(regimes::regimes), "where in a sweep which strategy is best";
}

/// Dates below an axis: weeks with their names.
pub type Dates = [(u32, String)];

/// The kind of data that a chart shows, with the function that draws it. The function returns none
/// if there is nothing to draw.
#[derive(Debug, Clone, Copy)]
pub enum DrawnFrom {
    /// Stored results of runs or of a comparison. The text says what the results must have.
    Results(OfResults, &'static str),
    /// Figures of an exercise, round by round.
    Rounds(fn(&RoundsOptions<'_>, &[rounds::Line], Option<&rounds::Band>) -> Option<DrawnChart>),
    /// Rows of an exercise, round by round.
    Fields(fn(&RoundsOptions<'_>, &[rounds::Row]) -> Option<DrawnChart>),
    /// A child's story: lives, dates, width, and whether the finding stands in the drawing.
    Lives(fn(&[lives::Lane<'_>], &Dates, f64, bool) -> Option<DrawnChart>),
    /// A director's story, as [`DrawnFrom::Lives`].
    Timeline(fn(&[timeline::Lane<'_>], &Dates, f64, bool) -> Option<DrawnChart>),
    /// Trust in a director's story.
    Network(fn(&[network::Lane<'_>], f64, bool) -> Option<DrawnChart>),
    /// Indices of an analysis.
    Indices(fn(&indices::Indices<'_>, f64, bool) -> Option<DrawnChart>),
    /// Points of a sweep.
    Regimes(fn(&regimes::Regimes<'_>, f64, bool) -> Option<DrawnChart>),
}

/// A function that draws a chart of results. It returns none if there is nothing to draw: a single
/// strategy has no differences, only the primary outcome is kept by quarter, and only the weekly
/// series counts the pathway.
pub type OfResults = fn(&Source<'_>) -> Option<DrawnChart>;

/// A chart and everything that goes with it.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnChart {
    /// What kind of chart it is.
    pub chart: Chart,
    /// What was found: the title.
    pub finding: String,
    /// What is shown, in which unit, and how to read it.
    pub about: String,
    /// The numbers that are drawn.
    pub grid: Grid,
    /// The drawing, with its title and its text.
    pub drawing: Drawing,
}

/// Numbers as a table; the first column is words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Names of the columns.
    pub heads: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
}

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

/// An empty table of strategies with a column a quarter.
fn by_quarter(quarters: usize) -> Grid {
    let mut heads = vec!["strategy".to_owned()];
    heads.extend((1..=quarters).map(|quarter| format!("Q{quarter}")));
    Grid { heads, rows: Vec::new() }
}

/// Round numbers beside a panel, each with its line across; the zero line is stronger where
/// differences are shown.
fn rungs(
    drawing: &mut Drawing,
    up: &scale::Scale,
    (left, right): (f64, f64),
    say: fn(f64, u8) -> String,
    zero: Class,
) {
    let ticks = up.ticks(3);
    let places = scale::digits(&ticks);
    for tick in ticks {
        let y = up.at(tick);
        drawing.line((left, y), (right, y), if tick == 0.0 { zero } else { Class::Grid }, None);
        drawing.text((left - 6.0, y + 4.0), Anchor::End, Class::Small, &say(tick, places));
    }
}

/// The quarters below a drawing.
fn quarters(drawing: &mut Drawing, across: &scale::Scale, quarters: usize, bottom: f64, width: f64) {
    let step = if quarters > 12 { 4 } else { 2 };
    for quarter in (1..=quarters).filter(|quarter| (quarter - 1) % step == 0) {
        let x = across.at(quarter as f64);
        drawing.text((x, bottom + 14.0), Anchor::Middle, Class::Small, &quarter.to_string());
    }
    drawing.text((width / 2.0, bottom + 34.0), Anchor::Middle, Class::SmallFaint, "quarter of a year");
}

/// The charts of results, each with the function that draws it and what it needs.
pub fn of_results() -> impl Iterator<Item = (Chart, OfResults, &'static str)> {
    Chart::ALL.iter().filter_map(|chart| match chart.drawn_from() {
        DrawnFrom::Results(draw, needs) => Some((*chart, draw, needs)),
        _ => None,
    })
}

/// All charts of results that can be drawn.
pub fn all(source: &Source<'_>) -> Vec<DrawnChart> {
    of_results().filter_map(|(_, draw, _)| draw(source)).collect()
}

impl DrawnChart {
    fn new(chart: Chart, finding: String, about: String, grid: Grid, mut drawing: Drawing) -> Self {
        drawing.describe(&finding, &in_words(&finding, &about, &grid));
        Self { chart, finding, about, grid, drawing }
    }

    /// The drawing as SVG.
    pub fn svg(&self) -> String {
        self.svg_named(self.chart.key())
    }

    /// The same for a page with other drawings: ids inside the SVG begin with `id`.
    pub fn svg_named(&self, id: &str) -> String {
        self.drawing.svg(id)
    }
}

/// What stands in for the drawing: finding, what is shown, and every number.
fn in_words(finding: &str, about: &str, grid: &Grid) -> String {
    let row = |cells: &Vec<String>| {
        let pairs = grid.heads.iter().zip(cells).skip(1).map(|(head, cell)| format!("{head} {cell}"));
        format!("{}: {}.", cells.first().map_or("", String::as_str), pairs.collect::<Vec<_>>().join(", "))
    };
    let rows: Vec<String> = grid.rows.iter().map(row).collect();
    format!("{finding} {about} {}", rows.join(" "))
}
