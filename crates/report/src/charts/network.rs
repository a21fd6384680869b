//! Trust between social care and each of its partners: at the start, on the way and at the end,
//! under each strategy.
//!
//! The model keeps one number of trust for each partner agency with social care, none between two
//! partners: the drawing is a star, not a web, and draws no line that the model does not have.

use super::words::{cut_apart, heading};
use super::{Chart, DrawnChart, Grid};
use crate::summary::{clean, fixed, signed};
use balcony_drawing::{Anchor, Class, Drawing, Ink};

/// The partners, in the order of [`balcony_engine::parameters::SOURCES`].
pub const PARTNERS: [&str; 6] = ["schools", "health", "police", "council services", "justice", "voluntary"];

const EDGE: f64 = 12.0;
/// Room above the stars of a life for its name, and of each star for its head.
const TITLE: f64 = 28.0;
const HEAD: f64 = 20.0;
/// From this width on a moment on the way is shown too.
const WIDE: f64 = 600.0;
/// Weeks of a year.
const YEAR: usize = 52;
/// Width of a line that stands for trust of 1.
const FULL: f64 = 16.0;
/// Half the width of social care in the middle.
const MIDDLE: f64 = 24.0;

/// Trust under one strategy.
#[derive(Debug, Clone, Copy)]
pub struct Lane<'a> {
    /// The strategy.
    pub name: &'a str,
    /// Trust of each partner with social care, 0 to 1: at week 0, then after every week.
    pub trust: &'a [[f64; 6]],
}

/// The drawing; none if there is nothing to draw.
pub fn network(lanes: &[Lane<'_>], width: f64, titled: bool) -> Option<DrawnChart> {
    let length = lanes.iter().map(|lane| lane.trust.len()).min().filter(|length| *length > 1)?;
    let moments = moments(length);
    let finding = finding(lanes, length);
    // The start, the end, and what lies nearest to the half of the way.
    let half = moments.iter().filter(|(at, _)| *at > 0 && at + 1 < length);
    let half = half.min_by_key(|(at, _)| (2 * at).abs_diff(length - 1));
    let mut shown = vec![moments[0].clone()];
    if width >= WIDE {
        shown.extend(half.cloned());
    }
    shown.extend(moments.last().cloned());
    let mut drawing = Drawing::new(width);
    drawing.dress(&lanes.iter().map(|lane| lane.name).collect::<Vec<_>>());
    let mut y = heading(&mut drawing, EDGE, &finding, titled);
    let cell = width / shown.len() as f64;
    // Labels of the partners take room on all sides of the star.
    let radius = (cell / 2.0 - 34.0).clamp(44.0, 72.0);
    let star = 2.0 * radius + 2.0 * 40.0;
    let names: Vec<String> = lanes.iter().map(|lane| clean(lane.name)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for (at, lane) in lanes.iter().enumerate() {
        drawing.mark((EDGE + 6.0, y + 14.0), at);
        let room = ((width - EDGE - 32.0) / 8.4) as usize;
        let name = cut_apart(&clean(lane.name), &names, room);
        drawing.text((EDGE + 20.0, y + 19.0), Anchor::Start, Class::Strong, &name);
        y += TITLE;
        for (place, (week, words)) in shown.iter().enumerate() {
            let middle = (cell * (place as f64 + 0.5), y + HEAD + star / 2.0);
            drawing.text((middle.0, y + 13.0), Anchor::Middle, Class::SmallFaint, words);
            // Where there is no room for it, the start stands right beside.
            let before = (*week > 0 && cell >= 200.0).then_some(&lane.trust[0]);
            let ink = drawing.ink(at);
            draw(&mut drawing, middle, radius, &lane.trust[*week], before, ink);
        }
        y += HEAD + star + 6.0;
    }
    drawing.grow(y + 4.0);
    let about = "Trust of each partner with social care, from 0 to 1; the wider a line, the more trust, and the number beside a \
                 partner says how much; in brackets, where there is room, the change since the start. The model keeps no trust between two partners."
        .to_owned();
    let grid = grid(lanes, &moments);
    Some(DrawnChart::new(Chart::Network, finding, about, grid, drawing))
}

/// One star: social care in the middle, its partners around it.
fn draw(
    drawing: &mut Drawing,
    (x, y): (f64, f64),
    radius: f64,
    trust: &[f64; 6],
    before: Option<&[f64; 6]>,
    ink: Ink,
) {
    // Half of the root of three: the sine of 60 degrees.
    let side = 0.866_025_403_784_438_6;
    let ways = [(0.0, -1.0), (side, -0.5), (side, 0.5), (0.0, 1.0), (-side, 0.5), (-side, -0.5)];
    for (agency, (dx, dy)) in ways.into_iter().enumerate() {
        let at = |far: f64| (x + far * dx, y + far * dy);
        let end = at(radius);
        drawing.tie(at(MIDDLE), end, FULL * trust[agency], ink);
        drawing.dot(end, 5.0, Class::Mark, Ink::Text);
        let mut number = fixed(trust[agency], 2);
        if let Some(before) = before {
            number.push_str(&format!(" ({})", change(before[agency], trust[agency])));
        }
        // The name and the number, outside of the star.
        // Right below stands the longest name: it keeps clear of its neighbours' numbers.
        let below = if dx == 0.0 { 23.0 } else { 19.0 };
        let first = if dy < 0.0 { end.1 - 25.0 } else { end.1 + below };
        let second = first + 14.0;
        drawing.text((end.0, first), Anchor::Middle, Class::Small, PARTNERS[agency]);
        drawing.text((end.0, second), Anchor::Middle, Class::SmallStrong, &number);
    }
    drawing.ring((x, y), MIDDLE);
    drawing.text((x, y - 1.0), Anchor::Middle, Class::Small, "social");
    drawing.text((x, y + 12.0), Anchor::Middle, Class::Small, "care");
}

/// The change between two numbers as they are printed, so that whoever adds up is not led astray.
fn change(from: f64, to: f64) -> String {
    let hundredths = |value: f64| libm::round(100.0 * value);
    signed((hundredths(to) - hundredths(from)) / 100.0, 2)
}

/// The start, the end of every year, and the end: places in the course of trust, with their names.
fn moments(length: usize) -> Vec<(usize, String)> {
    let mut moments = vec![(0, "at the start".to_owned())];
    let years = (1..).map(|year| (year * YEAR, format!("after year {year}")));
    moments.extend(years.take_while(|(at, _)| *at < length));
    let last = length - 1;
    if !last.is_multiple_of(YEAR) {
        moments.push((last, format!("after {last} weeks")));
    }
    moments
}

fn mean(trust: &[f64; 6]) -> f64 {
    trust.iter().sum::<f64>() / trust.len() as f64
}

/// A row for each life and partner, and one for the mean; a column for each moment.
fn grid(lanes: &[Lane<'_>], moments: &[(usize, String)]) -> Grid {
    let mut heads = vec!["trust with social care".to_owned()];
    heads.extend(moments.iter().map(|(_, words)| words.clone()));
    let mut rows = Vec::new();
    for lane in lanes {
        let mut row = |who: &str, read: &dyn Fn(&[f64; 6]) -> f64| {
            let mut cells = vec![format!("{}, {who}", clean(lane.name))];
            cells.extend(moments.iter().map(|(at, _)| fixed(read(&lane.trust[*at]), 2)));
            rows.push(cells);
        };
        for (agency, name) in PARTNERS.iter().enumerate() {
            row(name, &|trust| trust[agency]);
        }
        row("mean of all", &mean);
    }
    Grid { heads, rows }
}

/// The title: from where to where trust went in each life.
fn finding(lanes: &[Lane<'_>], length: usize) -> String {
    let mut said = Vec::new();
    let mut before = "";
    for lane in lanes {
        let (from, to) = (fixed(mean(&lane.trust[0]), 2), fixed(mean(&lane.trust[length - 1]), 2));
        let (verb, way) = if from == to {
            ("stayed", format!("at {to}"))
        } else {
            ("went", format!("from {from} to {to}"))
        };
        let verb = if verb == before { String::new() } else { format!("{verb} ") };
        said.push(format!("{verb}{way} under {}", clean(lane.name)));
        before = if from == to { "stayed" } else { "went" };
    }
    format!("Trust between social care and its partners (0 to 1) {}.", said.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(weeks: usize, step: f64) -> Vec<[f64; 6]> {
        let at = |week: usize, agency: usize| 0.5 + step * (week * (agency + 1)) as f64;
        (0..=weeks).map(|week| [0, 1, 2, 3, 4, 5].map(|agency| at(week, agency))).collect()
    }

    #[test]
    fn the_numbers_drawn_are_those_of_the_table_and_of_the_model() {
        let (up, down) = (course(156, 0.0002), course(156, -0.0002));
        let lanes = [Lane { name: "<b>up", trust: &up }, Lane { name: "down", trust: &down }];
        for (width, stars) in [(340.0, 2), (720.0, 3)] {
            let chart = network(&lanes, width, true).unwrap();
            assert_eq!(
                chart.finding,
                "Trust between social care and its partners (0 to 1) went from 0.50 to 0.61 under <b>up and from 0.50 to 0.39 \
                 under down."
            );
            assert_eq!(
                chart.grid.heads[1..],
                ["at the start", "after year 1", "after year 2", "after year 3"]
            );
            assert_eq!(chart.grid.rows[5], ["<b>up, voluntary", "0.50", "0.56", "0.62", "0.69"]);
            assert_eq!(chart.grid.rows[13], ["down, mean of all", "0.50", "0.46", "0.43", "0.39"]);
            assert!(chart.svg().contains(">0.69") && chart.svg().contains(">0.31"));
            assert_eq!(chart.svg().contains(">0.69 (+0.19)<"), width > 400.0);
            assert_eq!(chart.svg().contains(">0.31 (-0.19)<"), width > 400.0);
            assert_eq!(chart.svg().matches(">voluntary<").count(), 2 * stars);
            // A line is as wide as there is trust.
            assert!(chart.svg().contains(&format!("stroke-width=\"{:.2}\"", FULL * up[156][5])));
            assert!(!chart.svg().contains("<b>") && !chart.svg().contains("NaN"));
        }
    }

    #[test]
    fn a_short_life_has_a_start_and_an_end_and_none_has_no_drawing() {
        let flat = course(20, 0.0);
        let lane = Lane { name: "a", trust: &flat };
        let chart = network(&[lane], 720.0, false).unwrap();
        assert_eq!(
            chart.finding,
            "Trust between social care and its partners (0 to 1) stayed at 0.50 under a."
        );
        assert_eq!(chart.grid.heads[1..], ["at the start", "after 20 weeks"]);
        assert!(network(&[], 720.0, true).is_none());
        assert!(network(&[Lane { name: "a", trust: &flat[..1] }], 720.0, true).is_none());
    }

    #[test]
    fn a_change_is_the_difference_of_what_is_printed() {
        assert_eq!(
            (change(0.504, 0.506), change(0.5, 0.5), change(0.6, 0.5)),
            ("+0.01".into(), "0.00".into(), "-0.10".into())
        );
    }
}
