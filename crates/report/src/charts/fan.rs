//! How the primary outcome goes on under each strategy: the median run and where half and eight
//! tenths of the runs lie, by quarter.

use super::scale::Scale;
use super::words::heading;
use super::{Chart, DrawnChart, Source};
use crate::summary::fixed;
use balcony_drawing::{Anchor, Class, Drawing};
use balcony_study::experiment::stats::{quantile_sorted, sorted};

const LEFT: f64 = 60.0;
const RIGHT: f64 = 16.0;
const PANEL: f64 = 92.0;
const LABEL: f64 = 24.0;
/// The quantiles that are drawn: from the light band's lower edge to its upper one.
const AT: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// Draws it; none without the primary outcome by run and quarter.
pub fn fan(source: &Source<'_>) -> Option<DrawnChart> {
    let (table, outcome) = (source.table, source.outcome());
    let (quarters, replicates) = (table.shape().quarters, table.replicates as usize);
    let whole = source.quarters.len() == table.arms.len() * replicates * quarters;
    if !source.primary || !whole || quarters < 2 || replicates < 2 {
        return None;
    }
    let of = |arm: usize, quarter: usize| -> [f64; 5] {
        let values: Vec<f64> = (0..replicates)
            .map(|replicate| source.quarters[(arm * replicates + replicate) * quarters + quarter])
            .filter(|value| value.is_finite())
            .collect();
        let ascending = sorted(&values);
        AT.map(|p| quantile_sorted(&ascending, p))
    };
    let curves: Vec<Vec<[f64; 5]>> =
        (0..table.arms.len()).map(|arm| (0..quarters).map(|quarter| of(arm, quarter)).collect()).collect();
    let every = || curves.iter().flatten().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = (every().fold(f64::INFINITY, f64::min), every().fold(f64::NEG_INFINITY, f64::max));
    // A quarter in which no run has a figure (no referral, say) cannot be drawn through.
    if curves.iter().flatten().flatten().any(|value| !value.is_finite()) {
        return None;
    }
    let finding = finding(source, &curves);
    let mut drawing = Drawing::new(source.width);
    drawing.dress(&source.table.arms);
    let legend = heading(&mut drawing, RIGHT, &finding, source.titled);
    drawing.text(
        (RIGHT, legend + 12.0),
        Anchor::Start,
        Class::Small,
        "Line: median. Dark: half of the runs. Light: 8 of 10.",
    );
    let first = legend + 22.0;
    let bottom = first + (LABEL + PANEL) * curves.len() as f64;
    drawing.grow(bottom + 46.0);
    let across = Scale::new(1.0, quarters as f64, LEFT, source.width - RIGHT);
    let mut grid = super::by_quarter(quarters);
    for (arm, curve) in curves.iter().enumerate() {
        let top = first + (LABEL + PANEL) * arm as f64;
        drawing.text((RIGHT, top + 16.0), Anchor::Start, Class::Strong, &source.name(arm));
        let up = Scale::new(low, high, top + LABEL + PANEL - 6.0, top + LABEL + 6.0);
        super::rungs(&mut drawing, &up, (LEFT, source.width - RIGHT), fixed, Class::Grid);
        let line = |which: usize| -> Vec<(f64, f64)> {
            let place = |(at, five): (usize, &[f64; 5])| (across.at(at as f64 + 1.0), up.at(five[which]));
            curve.iter().enumerate().map(place).collect()
        };
        drawing.between(&line(0), &line(4), drawing.ink(arm));
        drawing.between(&line(1), &line(3), drawing.ink(arm));
        drawing.course(&line(2), arm);
        let mut cells = vec![source.name(arm)];
        cells.extend(curve.iter().map(|five| fixed(five[2], outcome.digits)));
        grid.rows.push(cells);
    }
    super::quarters(&mut drawing, &across, quarters, bottom, source.width);
    let about =
        format!("{}, quarter by quarter, over {} runs of each strategy.", source.what(), table.replicates);
    Some(DrawnChart::new(Chart::Fan, finding, about, grid, drawing))
}

/// The title: where the runs of the baseline begin and end.
fn finding(source: &Source<'_>, curves: &[Vec<[f64; 5]>]) -> String {
    let outcome = source.outcome();
    let base = &curves[source.table.baseline];
    let (begin, end) = (base[0], base[base.len() - 1]);
    let words = |five: [f64; 5]| five.map(|value| fixed(value, outcome.digits));
    let ([.., first, _, _], [low, _, last, _, high]) = (words(begin), words(end));
    format!(
        "{}: under {} the median run goes from {first} to {last}; in the last quarter 8 of 10 runs lie between {low} and {high}.",
        outcome.title,
        source.name(source.table.baseline)
    )
}
