//! When a difference comes: the mean paired difference of the primary outcome by quarter, with its
//! 95 % interval.

use super::scale::Scale;
use super::words::heading;
use super::{Chart, DrawnChart, Source};
use crate::summary::{fixed, signed};
use balcony_drawing::{Anchor, Class, Drawing};
use balcony_study::experiment::stats::{ErrorUnit, t_quantile};

const LEFT: f64 = 52.0;
const RIGHT: f64 = 16.0;
const PANEL: f64 = 92.0;
const LABEL: f64 = 24.0;

/// Mean and half of the 95 % interval.
type Point = (f64, f64);

/// Draws it; none without quarters of the primary outcome, or with draws.
pub fn when(source: &Source<'_>) -> Option<DrawnChart> {
    let (table, outcome) = (source.table, source.outcome());
    if !source.primary || table.draws > 0 {
        // With draws the error of a quarter rests on draws, which are not kept by quarter.
        return None;
    }
    let curve = |arm: usize| -> Vec<Point> {
        let point = |moments: &balcony_study::experiment::stats::Moments| {
            let half = match moments.count {
                0 | 1 => 0.0,
                n => t_quantile(0.975, f64::from(n) - 1.0) * moments.standard_error(),
            };
            (moments.mean, half)
        };
        table.differences(arm).iter().map(point).collect()
    };
    let curves: Vec<(usize, Vec<Point>)> = source.others().map(|arm| (arm, curve(arm))).collect();
    let quarters = curves.first().map_or(0, |(_, curve)| curve.len());
    if quarters < 2 || table.replicates < 2 {
        return None;
    }
    let every = || curves.iter().flat_map(|(_, curve)| curve);
    let low = every().map(|(mean, half)| mean - half).fold(0.0, f64::min);
    let high = every().map(|(mean, half)| mean + half).fold(0.0, f64::max);
    let baseline = source.name(table.baseline);
    let finding = finding(source, &curves, &baseline);
    let mut drawing = Drawing::new(source.width);
    drawing.dress(&source.table.arms);
    let first = heading(&mut drawing, RIGHT, &finding, source.titled);
    let bottom = first + (LABEL + PANEL) * curves.len() as f64;
    drawing.grow(bottom + 46.0);
    let across = Scale::new(1.0, quarters as f64, LEFT, source.width - RIGHT);
    let mut grid = super::by_quarter(quarters);
    for (row, (arm, curve)) in curves.iter().enumerate() {
        let top = first + (LABEL + PANEL) * row as f64;
        drawing.text((RIGHT, top + 16.0), Anchor::Start, Class::Strong, &source.name(*arm));
        let up = Scale::new(low, high, top + LABEL + PANEL - 6.0, top + LABEL + 6.0);
        super::rungs(&mut drawing, &up, (LEFT, source.width - RIGHT), signed, Class::Zero);
        let line = |shift: f64| -> Vec<(f64, f64)> {
            let place = |(at, (mean, half)): (usize, &Point)| {
                (across.at(at as f64 + 1.0), up.at(mean + shift * half))
            };
            curve.iter().enumerate().map(place).collect()
        };
        drawing.between(&line(1.0), &line(-1.0), drawing.ink(*arm));
        drawing.course(&line(0.0), *arm);
        if let Some(end) = line(0.0).last() {
            drawing.mark(*end, *arm);
        }
        let mut cells = vec![source.name(*arm)];
        let both = |(mean, half): &Point| {
            format!("{} \u{b1} {}", signed(*mean, outcome.digits), fixed(*half, outcome.digits))
        };
        cells.extend(curve.iter().map(both));
        grid.rows.push(cells);
    }
    super::quarters(&mut drawing, &across, quarters, bottom, source.width);
    let about = format!(
        "{}: mean difference to {baseline} in every quarter; the shade is the 95 % interval of that quarter alone{}.",
        source.what(),
        match source.table.unit() {
            ErrorUnit::Looked(_) =>
                ", and narrower than that of the answer, which allows for looking again and again",
            _ => "",
        }
    );
    Some(DrawnChart::new(Chart::When, finding, about, grid, drawing))
}

/// The title: which strategy is furthest from the baseline in any quarter, and when.
fn finding(source: &Source<'_>, curves: &[(usize, Vec<Point>)], baseline: &str) -> String {
    let outcome = source.outcome();
    let points = curves
        .iter()
        .flat_map(|(arm, curve)| curve.iter().enumerate().map(move |(at, (mean, _))| (*arm, at + 1, *mean)));
    let furthest = points.max_by(|a, b| a.2.abs().total_cmp(&b.2.abs()));
    let Some((arm, quarter, mean)) = furthest else {
        return outcome.title.to_owned();
    };
    let size = fixed(mean.abs(), outcome.digits);
    let way = if mean < 0.0 { "below" } else { "above" };
    if mean.abs() <= source.table.yardstick(source.outcome).size() {
        return format!(
            "{}: in no quarter does any strategy differ from {baseline} by as much as matters (at most {size}, {} in quarter {quarter}).",
            outcome.title,
            source.name(arm)
        );
    }
    format!(
        "{}: {} is furthest from {baseline} in quarter {quarter}, {size} {way} it.",
        outcome.title,
        source.name(arm)
    )
}
