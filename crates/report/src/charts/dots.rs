//! How the figures of each strategy are spread: twenty dots, each standing for one chance in
//! twenty, so that chances can be counted.

use super::scale::{Scale, digits};
use super::words::heading;
use super::{Chart, DrawnChart, Grid, Source};
use crate::summary::fixed;
use balcony_drawing::{Anchor, Class, Drawing};
use balcony_study::experiment::stats::{quantile_sorted, sorted};

const LEFT: f64 = 16.0;
const DOTS: usize = 20;
const LABEL: f64 = 26.0;

/// Draws it; none without runs that have a figure.
pub fn dots(source: &Source<'_>) -> Option<DrawnChart> {
    let (table, outcome) = (source.table, source.outcome());
    let arms: Vec<Vec<f64>> =
        (0..table.arms.len()).map(|arm| sorted(table.outcome(arm, source.outcome))).collect();
    if arms.iter().any(Vec::is_empty) {
        return None;
    }
    let quantiles = |values: &[f64]| -> [f64; DOTS] {
        std::array::from_fn(|at| quantile_sorted(values, (at as f64 + 0.5) / DOTS as f64))
    };
    let dots: Vec<[f64; DOTS]> = arms.iter().map(|values| quantiles(values)).collect();
    let low = dots.iter().map(|dots| dots[0]).fold(f64::INFINITY, f64::min);
    let high = dots.iter().map(|dots| dots[DOTS - 1]).fold(f64::NEG_INFINITY, f64::max);
    let scale = Scale::new(low, high, LEFT + 6.0, source.width - LEFT - 6.0);
    let size = (source.width / 75.0).clamp(5.0, 8.0);
    let stacked: Vec<Vec<(f64, usize)>> = dots.iter().map(|dots| stack(dots, &scale, size)).collect();
    let tallest = stacked.iter().flatten().map(|(_, level)| level + 1).max().unwrap_or(1);
    // On a phone the words stand below the name, not beside it.
    let beside = source.width >= 480.0;
    let label = if beside { LABEL } else { LABEL + 18.0 };
    let row = label + size * tallest as f64 + 8.0;
    let finding = finding(source, &arms);
    let mut drawing = Drawing::new(source.width);
    drawing.dress(&source.table.arms);
    let first = heading(&mut drawing, LEFT, &finding, source.titled);
    let bottom = first + row * arms.len() as f64;
    drawing.grow(bottom + 46.0);
    let mut grid =
        Grid { heads: ["strategy", "median", "10 %", "90 %"].map(str::to_owned).to_vec(), rows: Vec::new() };
    for (arm, values) in arms.iter().enumerate() {
        let top = first + row * arm as f64;
        let [p10, median, p90] = [0.1, 0.5, 0.9].map(|p| fixed(quantile_sorted(values, p), outcome.digits));
        let name = source.name(arm);
        drawing.text((LEFT, top + 16.0), Anchor::Start, Class::Strong, &name);
        let said = format!("median {median}; 8 of 10 between {p10} and {p90}");
        if beside {
            drawing.text((source.width - LEFT, top + 16.0), Anchor::End, Class::Small, &said);
        } else {
            drawing.text((LEFT, top + 33.0), Anchor::Start, Class::Small, &said);
        }
        let floor = top + row - 4.0;
        drawing.line((LEFT, floor), (source.width - LEFT, floor), Class::Grid, None);
        for (x, level) in &stacked[arm] {
            let y = floor - size * (*level as f64 + 0.5);
            drawing.dot((*x, y), size / 2.0 - 0.4, Class::Plain, drawing.ink(arm));
        }
        grid.rows.push(vec![name, median, p10, p90]);
    }
    let ticks = scale.ticks((source.width / 110.0) as usize);
    let places = digits(&ticks);
    for tick in ticks {
        drawing.text((scale.at(tick), bottom + 18.0), Anchor::Middle, Class::Small, &fixed(tick, places));
    }
    drawing.text((source.width / 2.0, bottom + 38.0), Anchor::Middle, Class::SmallFaint, &source.unit());
    let about = format!(
        "{}: how {} runs of each strategy are spread. Each dot is one chance in twenty.",
        source.what(),
        table.replicates
    );
    Some(DrawnChart::new(Chart::Dots, finding, about, grid, drawing))
}

/// Dots put on top of those they would hide: place, level.
fn stack(dots: &[f64; DOTS], scale: &Scale, size: f64) -> Vec<(f64, usize)> {
    let mut placed: Vec<(f64, usize)> = Vec::with_capacity(DOTS);
    for value in dots {
        let bin = libm::round(scale.at(*value) / size) * size;
        let level = placed.iter().filter(|(x, _)| (x - bin).abs() < size * 0.5).count();
        placed.push((bin, level));
    }
    placed
}

/// The title: how far luck alone spreads the figures, beside how far the medians lie apart.
fn finding(source: &Source<'_>, arms: &[Vec<f64>]) -> String {
    let outcome = source.outcome();
    let median = |values: &Vec<f64>| quantile_sorted(values, 0.5);
    let base = &arms[source.table.baseline];
    let spread = quantile_sorted(base, 0.9) - quantile_sorted(base, 0.1);
    let low = arms.iter().map(median).fold(f64::INFINITY, f64::min);
    let high = arms.iter().map(median).fold(f64::NEG_INFINITY, f64::max);
    let (spread, apart) = (fixed(spread, outcome.digits), fixed(high - low, outcome.digits));
    if arms.len() == 1 {
        return format!("{}: in 8 of 10 runs within {spread} of each other.", outcome.title);
    }
    let what =
        if source.table.draws > 0 { "luck and parameter uncertainty spread" } else { "luck alone spreads" };
    format!(
        "{}: the medians of the strategies lie {apart} apart; under {}, {what} 8 of 10 runs over {spread}.",
        outcome.title,
        source.name(source.table.baseline)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_that_would_hide_each_other_are_stacked() {
        let scale = Scale::new(0.0, 1.0, 0.0, 100.0);
        let placed = stack(&[0.5; DOTS], &scale, 5.0);
        assert_eq!(placed.iter().map(|(_, level)| *level).collect::<Vec<_>>(), (0..DOTS).collect::<Vec<_>>());
        let mut apart = [0.0; DOTS];
        (0..DOTS).for_each(|at| apart[at] = at as f64);
        let scale = Scale::new(0.0, 19.0, 0.0, 500.0);
        assert!(stack(&apart, &scale, 5.0).iter().all(|(_, level)| *level == 0));
    }
}
