//! What moves a figure: a bar with its interval for every factor, the most important first, and a
//! mark for a second figure.

use super::scale::{Scale, digits};
use super::words::{cut_apart, heading};
use super::{Chart, DrawnChart, Grid};
use crate::summary::fixed;
use balcony_drawing::{Anchor, Class, Drawing, Ink};

const LEFT: f64 = 16.0;
const ROW: f64 = 40.0;

/// A value and both ends of its interval.
pub type Ranged = (f64, f64, f64);

/// One factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// The figure that orders them.
    pub main: Ranged,
    /// Another, beside it.
    pub second: Option<Ranged>,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Indices<'a> {
    /// What was found.
    pub finding: &'a str,
    /// What is shown and how to read it.
    pub about: &'a str,
    /// What the bar and the mark are called.
    pub heads: (&'a str, &'a str),
    /// The unit below the axis.
    pub unit: &'a str,
    /// Digits of every number.
    pub digits: u8,
    /// Factors in their order.
    pub bars: &'a [Bar],
}

/// Draws it; none without factors.
pub fn indices(what: &Indices<'_>, width: f64, titled: bool) -> Option<DrawnChart> {
    let ends = what.bars.iter().flat_map(|bar| {
        let (value, low, high) = bar.main;
        let second = bar.second.unwrap_or(bar.main);
        [value, low, high, second.0, second.1, second.2]
    });
    let ends: Vec<f64> = ends.filter(|end| end.is_finite()).collect();
    if ends.is_empty() {
        return None;
    }
    let low = ends.iter().copied().fold(0.0, f64::min);
    let high = ends.iter().copied().fold(0.0, f64::max);
    let scale = Scale::new(low, high, LEFT, width - LEFT);
    let mut drawing = Drawing::new(width);
    let below = heading(&mut drawing, LEFT, what.finding, titled);
    let seconds = what.bars.iter().any(|bar| bar.second.is_some());
    drawing.bar((LEFT, below + 3.0), (18.0, 9.0), Ink::of_series(0));
    drawing.text((LEFT + 24.0, below + 12.0), Anchor::Start, Class::Small, what.heads.0);
    if seconds {
        let x = LEFT + 24.0 + 7.2 * what.heads.0.chars().count() as f64 + 20.0;
        drawing.shape((x, below + 8.0), 4.5, 3, Ink::of_series(1));
        drawing.text((x + 10.0, below + 12.0), Anchor::Start, Class::Small, what.heads.1);
    }
    let first = below + 26.0;
    let bottom = first + ROW * what.bars.len() as f64;
    drawing.grow(bottom + 46.0);
    let mut grid =
        Grid { heads: vec!["factor".into(), what.heads.0.into(), "95 % interval".into()], rows: Vec::new() };
    if seconds {
        grid.heads.extend([what.heads.1.to_owned(), format!("95 % interval of {}", what.heads.1)]);
    }
    let say = |value: f64| fixed(value, what.digits);
    let span = |(_, low, high): Ranged| {
        if low == high { "-".into() } else { format!("{} to {}", say(low), say(high)) }
    };
    let names: Vec<&str> = what.bars.iter().map(|bar| bar.name.as_str()).collect();
    for (row, bar) in what.bars.iter().enumerate() {
        let top = first + ROW * row as f64;
        let (value, low, high) = bar.main;
        let room = ((width - 2.0 * LEFT) / 8.4) as usize;
        let said = say(value);
        drawing.text(
            (LEFT + 4.0, top + 13.0),
            Anchor::Start,
            Class::Strong,
            &cut_apart(&bar.name, &names, room.saturating_sub(said.len() + 2)),
        );
        drawing.text((width - LEFT, top + 13.0), Anchor::End, Class::Plain, &said);
        let (from, to) = (scale.at(value.min(0.0)), scale.at(value.max(0.0)));
        drawing.bar((from, top + 19.0), (to - from, 11.0), Ink::of_series(0));
        // Beside each bar only: a name may stand over the rest.
        drawing.line((scale.at(0.0), top + 17.0), (scale.at(0.0), top + 32.0), Class::Zero, None);
        if low.is_finite() && high.is_finite() {
            drawing.line((scale.at(low), top + 24.5), (scale.at(high), top + 24.5), Class::Axis, None);
            for end in [low, high] {
                drawing.line((scale.at(end), top + 20.5), (scale.at(end), top + 28.5), Class::Axis, None);
            }
        }
        let mut cells = vec![bar.name.clone(), said, span(bar.main)];
        if let Some(second) = bar.second {
            drawing.shape((scale.at(second.0), top + 24.5), 4.5, 3, Ink::of_series(1));
            cells.extend([say(second.0), span(second)]);
        } else if seconds {
            cells.extend(["-".to_owned(), "-".to_owned()]);
        }
        grid.rows.push(cells);
    }
    let ticks = scale.ticks((width / 110.0) as usize);
    let places = digits(&ticks);
    drawing.line((LEFT, bottom), (width - LEFT, bottom), Class::Axis, None);
    for tick in ticks {
        let x = scale.at(tick);
        drawing.line((x, bottom), (x, bottom + 5.0), Class::Axis, None);
        drawing.text((x, bottom + 20.0), Anchor::Middle, Class::Small, &fixed(tick, places));
    }
    drawing.text((width / 2.0, bottom + 38.0), Anchor::Middle, Class::SmallFaint, what.unit);
    Some(DrawnChart::new(Chart::Indices, what.finding.to_owned(), what.about.to_owned(), grid, drawing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_factor_is_drawn_and_in_the_table() {
        let bar = |name: &str, main, second| Bar { name: name.to_owned(), main, second };
        let bars = [
            bar("needs <rate>", (0.62, 0.55, 0.7), Some((0.5, 0.41, 0.6))),
            bar("trust", (-0.01, -0.05, 0.03), None),
        ];
        let what = Indices {
            finding: "F.",
            about: "A.",
            heads: ("total", "alone"),
            unit: "share",
            digits: 2,
            bars: &bars,
        };
        for width in [320.0, 720.0] {
            let chart = indices(&what, width, true).expect("a chart");
            assert_eq!(chart.grid.rows[0], ["needs <rate>", "0.62", "0.55 to 0.70", "0.50", "0.41 to 0.60"]);
            assert_eq!(chart.grid.rows[1], ["trust", "-0.01", "-0.05 to 0.03", "-", "-"]);
            assert!(chart.svg().contains("needs &lt;rate&gt;") && chart.svg().contains("trust: total -0.01"));
        }
        assert!(indices(&Indices { bars: &[], ..what }, 720.0, true).is_none());
    }
}
