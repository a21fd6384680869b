//! Where who is best: every point a mark between two factors, by shape and colour; the other points
//! are small and plain.

use super::scale::{Scale, digits};
use super::words::{cut, heading};
use super::{Chart, DrawnChart, Grid};
use crate::summary::fixed;
use balcony_drawing::{Anchor, Class, Drawing, Ink};
use balcony_study::experiment::stats::words;

const LEFT: f64 = 54.0;
const RIGHT: f64 = 16.0;

/// What is found at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A strategy, by its place, is best alone.
    Best(usize),
    /// Some lead, and no difference between them matters.
    Several,
    /// No difference matters.
    NoDifference,
    /// It cannot be told yet.
    CannotTell,
}

/// One axis: the name of a factor, and what its whole numbers stand for where it is a text.
#[derive(Debug, Clone, Copy)]
pub struct Axis<'a> {
    /// Its name.
    pub name: &'a str,
    /// Words for 0, 1, 2...; none for a number.
    pub words: &'a [String],
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Regimes<'a> {
    /// What was found.
    pub finding: &'a str,
    /// What is shown and how to read it.
    pub about: &'a str,
    /// Names of the strategies.
    pub arms: &'a [String],
    /// Across and up.
    pub axes: (Axis<'a>, Axis<'a>),
    /// Points.
    pub points: &'a [(f64, f64, Mark)],
    /// The numbers beside the drawing: shares.
    pub grid: &'a Grid,
}

/// Draws it; none without points.
pub fn regimes(what: &Regimes<'_>, width: f64, titled: bool) -> Option<DrawnChart> {
    let there = || what.points.iter().filter(|(x, y, _)| x.is_finite() && y.is_finite());
    there().next()?;
    let ends = |pick: fn(&(f64, f64, Mark)) -> f64| {
        let values = || there().map(pick);
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    };
    let (across, up) = (ends(|point| point.0), ends(|point| point.1));
    let mut drawing = Drawing::new(width);
    drawing.dress(what.arms);
    let below = heading(&mut drawing, 16.0, what.finding, titled);
    // Only what occurs has its place in the legend.
    let mut legend: Vec<(Mark, &str)> = Vec::new();
    for (at, arm) in what.arms.iter().enumerate() {
        legend.push((Mark::Best(at), arm));
    }
    legend.extend([
        (Mark::Several, words::SEVERAL),
        (Mark::NoDifference, words::NO_DIFFERENCE),
        (Mark::CannotTell, words::CANNOT_TELL),
    ]);
    let (mut x, mut y) = (23.0, below + 8.0);
    for (mark, name) in legend.into_iter().filter(|(mark, _)| there().any(|(.., found)| found == mark)) {
        let wide = 12.0 + 7.5 * crate::summary::width(name) as f64 + 22.0;
        if x + wide > width - RIGHT && x > 23.0 {
            (x, y) = (23.0, y + 20.0);
        }
        put(&mut drawing, (x, y), mark);
        drawing.text((x + 12.0, y + 5.0), Anchor::Start, Class::Small, name);
        x += wide;
    }
    let top = y + 34.0;
    let bottom = top + (width - LEFT - RIGHT).min(460.0) * 0.72;
    drawing.grow(bottom + 44.0);
    let name = cut(what.axes.1.name, ((width - 32.0) / 7.2) as usize);
    drawing.text((16.0, top - 8.0), Anchor::Start, Class::SmallFaint, &name);
    let scales = (Scale::new(across.0, across.1, LEFT, width - RIGHT), Scale::new(up.0, up.1, bottom, top));
    for (at, said) in rungs(&scales.1, &what.axes.1, 5, up) {
        drawing.line((LEFT, at), (width - RIGHT, at), Class::Grid, None);
        drawing.text((LEFT - 6.0, at + 4.0), Anchor::End, Class::Small, &cut(&said, 8));
    }
    drawing.line((LEFT, bottom), (width - RIGHT, bottom), Class::Axis, None);
    for (at, said) in rungs(&scales.0, &what.axes.0, (width / 120.0) as usize, across) {
        drawing.line((at, bottom), (at, bottom + 5.0), Class::Axis, None);
        drawing.text((at, bottom + 20.0), Anchor::Middle, Class::Small, &said);
    }
    drawing.text(((LEFT + width) / 2.0, bottom + 38.0), Anchor::Middle, Class::SmallFaint, what.axes.0.name);
    // Plain points first: what is told lies on top.
    for plain in [true, false] {
        for (x, y, mark) in there().filter(|(.., mark)| matches!(mark, Mark::Best(_)) != plain) {
            put(&mut drawing, (scales.0.at(*x), scales.1.at(*y)), *mark);
        }
    }
    let (finding, about) = (what.finding.to_owned(), what.about.to_owned());
    Some(DrawnChart::new(Chart::Regimes, finding, about, what.grid.clone(), drawing))
}

fn put(drawing: &mut Drawing, at: (f64, f64), mark: Mark) {
    match mark {
        Mark::Best(arm) => drawing.mark_sized(at, 4.5, arm),
        Mark::Several => drawing.shape(at, 2.8, 1, Ink::Text),
        Mark::NoDifference => drawing.dot(at, 2.2, Class::Cloud, Ink::Text),
        Mark::CannotTell => drawing.ring(at, 2.6),
    }
}

/// Places along an axis and what stands there: words for a text, round numbers for a number.
fn rungs(scale: &Scale, axis: &Axis<'_>, about: usize, (low, high): (f64, f64)) -> Vec<(f64, String)> {
    if !axis.words.is_empty() {
        let words = axis.words.iter().enumerate().map(|(at, word)| (at as f64, word));
        return words
            .filter(|(at, _)| (low..=high).contains(at))
            .map(|(at, word)| (scale.at(at), word.clone()))
            .collect();
    }
    let ticks = scale.ticks(about);
    let places = digits(&ticks);
    ticks.into_iter().map(|tick| (scale.at(tick), fixed(tick, places))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_marked_by_who_is_best_and_what_does_not_occur_is_not_in_the_legend() {
        let arms = ["authentic".to_owned(), "connected".to_owned()];
        let words = ["Leeds".to_owned(), "Rutland".to_owned()];
        let points =
            [(0.1, 0.0, Mark::Best(1)), (0.5, 1.0, Mark::NoDifference), (f64::NAN, 1.0, Mark::CannotTell)];
        let grid = Grid {
            heads: vec!["found".into(), "points".into()],
            rows: vec![vec!["connected".into(), "1".into()]],
        };
        let axes = (Axis { name: "trust", words: &[] }, Axis { name: "place", words: &words });
        let what = Regimes { finding: "F.", about: "A.", arms: &arms, axes, points: &points, grid: &grid };
        let chart = regimes(&what, 360.0, true).expect("a chart");
        assert!(chart.svg().contains(">connected<") && !chart.svg().contains(">authentic<"));
        assert!(
            chart.svg().contains(">no difference that matters<")
                && !chart.svg().contains(">cannot tell yet<")
        );
        assert!(chart.svg().contains(">Rutland<") && chart.svg().contains("connected: points 1."));
        assert!(regimes(&Regimes { points: &points[2..], ..what }, 360.0, true).is_none());
    }
}
