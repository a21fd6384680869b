//! A figure round by round: a team's own line, where its decisions lead with other luck, and other
//! lines beside it.

use super::scale::Scale;
use super::{Chart, DrawnChart, Grid};
use crate::summary::fixed;
use balcony_drawing::{Anchor, Class, Drawing, Ink};

/// A line: its name, what it is drawn in, and a value a round.
#[derive(Debug, Clone)]
pub struct Line {
    /// For people.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// Its mark.
    pub shape: usize,
    /// A value a round; NaN is left out.
    pub values: Vec<f64>,
}

/// A row of fields: its name, and a value a round.
pub type Row = (String, Vec<f64>);

/// Where runs lie: low, median and high by round, and what that is in words.
#[derive(Debug, Clone)]
pub struct Band {
    /// What it is.
    pub name: String,
    /// Low, median, high, by round.
    pub values: Vec<[f64; 3]>,
}

/// How it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct RoundsOptions<'a> {
    /// The finding, as title.
    pub finding: &'a str,
    /// What is shown and how to read it.
    pub about: &'a str,
    /// What a round is called.
    pub word: &'a str,
    /// Rounds in all, so that a drawing grows to the right and not in width.
    pub rounds: usize,
    /// Digits of the numbers.
    pub digits: u8,
    /// Width of the drawing.
    pub width: f64,
    /// What its axis holds at least, so that drawings beside each other can be compared; none for
    /// what it draws.
    pub holds: Option<(f64, f64)>,
}

const LEFT: f64 = 52.0;
const RIGHT: f64 = 16.0;
const TALL: f64 = 150.0;
/// About the widest that a sign of the key is on average.
const SIGN: f64 = 7.8;

/// The chart; none if no value can be drawn.
pub fn rounds(how: &RoundsOptions<'_>, lines: &[Line], band: Option<&Band>) -> Option<DrawnChart> {
    let of_band = band.into_iter().flat_map(|band| band.values.iter().flatten());
    let every = || {
        lines.iter().flat_map(|line| &line.values).chain(of_band.clone()).filter(|value| value.is_finite())
    };
    let (low, high) = every()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
    if low > high {
        return None;
    }
    let (low, high) = how.holds.map_or((low, high), |(least, most)| (low.min(least), high.max(most)));
    let mut drawing = Drawing::new(how.width);
    // The key, as many names beside each other as there is room for.
    let (mut left, mut top) = (RIGHT, 6.0);
    let mut place = |name: &str| {
        let wide = 14.0 + SIGN * crate::summary::width(name) as f64 + 18.0;
        if left > RIGHT && left + wide > how.width {
            (left, top) = (RIGHT, top + 20.0);
        }
        left += wide;
        (left - wide, top)
    };
    for line in lines {
        let (x, y) = place(&line.name);
        drawing.shape((x, y + 8.0), 6.0, line.shape, line.ink);
        drawing.text((x + 14.0, y + 13.0), Anchor::Start, Class::Small, &line.name);
    }
    if let Some(band) = band {
        let (x, y) = place(&band.name);
        // As dark as the band itself.
        let edge = |y: f64| [(x - 7.0, y), (x + 7.0, y)];
        drawing.between(&edge(y + 2.0), &edge(y + 14.0), Ink::Text);
        drawing.text((x + 14.0, y + 13.0), Anchor::Start, Class::Small, &band.name);
    }
    top += 20.0;
    let bottom = top + TALL + 12.0;
    drawing.grow(bottom + 40.0);
    let across = Scale::new(1.0, how.rounds.max(2) as f64, LEFT, how.width - RIGHT);
    let up = Scale::new(low, high, bottom - 4.0, top + 12.0);
    super::rungs(&mut drawing, &up, (LEFT, how.width - RIGHT), fixed, Class::Grid);
    let mut grid = Grid { heads: vec![how.word.to_owned()], rows: Vec::new() };
    let lived = lines.iter().map(|line| line.values.len()).max().unwrap_or(0);
    if let Some(band) = band {
        let edge = |which: usize| -> Vec<(f64, f64)> {
            let place = |(at, three): (usize, &[f64; 3])| (across.at(at as f64 + 1.0), up.at(three[which]));
            band.values
                .iter()
                .enumerate()
                .filter(|(_, three)| three.iter().all(|value| value.is_finite()))
                .map(place)
                .collect()
        };
        drawing.between(&edge(0), &edge(2), Ink::Text);
        drawing.dotted(&edge(1));
    }
    for line in lines {
        let points: Vec<(f64, f64)> = line
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| value.is_finite())
            .map(|(at, value)| (across.at(at as f64 + 1.0), up.at(*value)))
            .collect();
        drawing.curve(&points, line.ink);
        points.iter().for_each(|point| drawing.shape(*point, 5.0, line.shape, line.ink));
        grid.heads.push(line.name.clone());
    }
    if let Some(band) = band {
        grid.heads.extend(["low", "median", "high"].map(|end| format!("{}: {end}", band.name)));
    }
    let said = |value: Option<f64>| {
        value.filter(|value| value.is_finite()).map_or("none".to_owned(), |value| fixed(value, how.digits))
    };
    for round in 0..lived {
        let mut row = vec![(round + 1).to_string()];
        row.extend(lines.iter().map(|line| said(line.values.get(round).copied())));
        if let Some(band) = band {
            row.extend((0..3).map(|end| said(band.values.get(round).map(|three| three[end]))));
        }
        grid.rows.push(row);
    }
    let step = if how.rounds > 12 {
        4
    } else if how.rounds > 6 {
        2
    } else {
        1
    };
    for round in (1..=how.rounds).filter(|round| (round - 1) % step == 0) {
        drawing.text(
            (across.at(round as f64), bottom + 16.0),
            Anchor::Middle,
            Class::Small,
            &round.to_string(),
        );
    }
    drawing.text((how.width / 2.0, bottom + 34.0), Anchor::Middle, Class::SmallFaint, how.word);
    Some(DrawnChart::new(Chart::Rounds, how.finding.to_owned(), how.about.to_owned(), grid, drawing))
}

/// Numbers by row and round as fields, the darker the greater, each with its number: where a week
/// went, and when.
pub fn fields(how: &RoundsOptions<'_>, rows: &[Row]) -> Option<DrawnChart> {
    let most = rows.iter().flat_map(|(_, values)| values).copied().fold(0.0, f64::max);
    let count = rows.iter().map(|(_, values)| values.len()).max().filter(|count| *count > 0)?;
    let label = if how.width < 480.0 { 0.0 } else { 190.0 };
    let tall = if label == 0.0 { 44.0 } else { 26.0 };
    let wide = (how.width - 2.0 * RIGHT - label) / how.rounds.max(count) as f64;
    let mut drawing = Drawing::new(how.width);
    let mut grid = Grid { heads: vec!["use".to_owned()], rows: Vec::new() };
    grid.heads.extend((1..=count).map(|round| format!("{} {round}", how.word)));
    for (at, (name, values)) in rows.iter().enumerate() {
        let top = 6.0 + tall * at as f64;
        let words = super::words::cut(name, if label == 0.0 { 44 } else { 28 });
        drawing.text((RIGHT, top + 16.0), Anchor::Start, Class::Small, &words);
        let y = if label == 0.0 { top + 20.0 } else { top };
        let mut cells = vec![name.clone()];
        for (round, value) in values.iter().enumerate() {
            let x = RIGHT + label + wide * round as f64;
            if *value > 0.0 {
                drawing.shade((x + 1.0, y + 1.0), (wide - 2.0, 22.0), 0.08 + 0.3 * value / most.max(1e-9));
            }
            drawing.text(
                (x + wide / 2.0, y + 16.0),
                Anchor::Middle,
                Class::Small,
                &fixed(*value, how.digits),
            );
            cells.push(fixed(*value, how.digits));
        }
        grid.rows.push(cells);
    }
    let bottom = 6.0 + tall * rows.len() as f64;
    drawing.grow(bottom + 26.0);
    for round in 1..=count {
        let x = RIGHT + label + wide * (round as f64 - 0.5);
        drawing.text((x, bottom + 16.0), Anchor::Middle, Class::SmallFaint, &round.to_string());
    }
    Some(DrawnChart::new(Chart::Fields, how.finding.to_owned(), how.about.to_owned(), grid, drawing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how() -> RoundsOptions<'static> {
        RoundsOptions {
            finding: "It rises.",
            about: "A figure.",
            word: "quarter",
            rounds: 12,
            digits: 1,
            width: 360.0,
            holds: None,
        }
    }

    #[test]
    fn numbers_of_drawing_and_table_are_the_same_and_gaps_stay_gaps() {
        let line = Line {
            name: "Amber".to_owned(),
            ink: Ink::rgb(0x123456),
            shape: 0,
            values: vec![1.26, f64::NAN, 3.0],
        };
        let band = Band { name: "9 of 10 runs".to_owned(), values: vec![[1.0, 2.0, 3.0]] };
        let chart = rounds(&how(), &[line], Some(&band)).unwrap();
        assert_eq!(chart.grid.rows[0], ["1", "1.3", "1.0", "2.0", "3.0"]);
        assert_eq!(chart.grid.rows[1], ["2", "none", "none", "none", "none"]);
        assert!(chart.svg().contains("Amber") && !chart.svg().contains("NaN"));
        assert!(rounds(&how(), &[], None).is_none());
    }

    #[test]
    fn fields_say_every_number() {
        let chart = fields(&how(), &[("Balcony".to_owned(), vec![1.5, 0.0])]).unwrap();
        assert_eq!(chart.grid.rows[0], ["Balcony", "1.5", "0.0"]);
        assert!(chart.svg().contains(">1.5<") && chart.svg().contains(">0.0<"));
    }
}
