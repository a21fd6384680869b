//! The director's years: how the week is spent, who decides, what happened and what took effect,
//! above outcomes on the same axis.
//!
//! One panel a life. On a wide drawing two lives stand side by side, on a narrow one below each
//! other; in both, the other life's outcomes stand dotted behind, on the same scale.

mod panel;
mod told;

use super::words::heading;
use super::{Chart, DrawnChart};
use crate::summary::fixed;
use balcony_drawing::Drawing;
use panel::{Panel, key};
use told::{finding, grid, numbered};

const EDGE: f64 = 12.0;
/// From this width on two lives stand side by side.
const BESIDE: f64 = 600.0;

/// What a director's week goes to, in the order of [`balcony_engine::strategy::USES`].
pub const USES: [&str; 7] =
    ["balcony", "dance floor", "partners", "politics", "programme", "developing", "resilience"];

/// What the outcomes are, from the top: name, digits, and how far its axis reaches at least.
const OUTCOMES: [(&str, u8, f64); 3] = [
    ("cases per case holder", 1, 2.0),
    ("posts without an employed holder, %", 0, 10.0),
    ("culture of teams: 0 compliance, 1 learning", 2, 0.1),
];

/// One week of a director's post.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// Half-days by use.
    pub attention: [f64; 7],
    /// Share of decisions by site, mean of the kinds of decision.
    pub rights: [f64; 4],
    /// Open cases per case holder; posts without an employed holder, %; culture of teams.
    pub outcomes: [f64; 3],
}

/// What kind of thing happened; each has a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An event of the scenario.
    Event = 0,
    /// A task of the programme that took effect.
    Task = 1,
    /// Inspectors came.
    Inspection = 2,
    /// Another holder of the post.
    Director = 3,
}

/// Something that happened on a date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The week, from 0.
    pub week: u32,
    /// What kind of thing.
    pub kind: Kind,
    /// When, for people.
    pub date: String,
    /// What, in a few words.
    pub text: String,
}

/// A life of the post under one strategy.
#[derive(Debug, Clone, Copy)]
pub struct Lane<'a> {
    /// The strategy.
    pub name: &'a str,
    /// Every week from week 0 on.
    pub weeks: &'a [Week],
    /// What happened.
    pub marks: &'a [Mark],
}

/// Weeks in which nothing of what is stacked changed: first, behind the last, shares.
type Run<const N: usize> = (usize, usize, [f64; N]);

/// The drawing; none if there is nothing to draw. `dates` are weeks with their names, for the axis.
pub fn timeline(lanes: &[Lane<'_>], dates: &[(u32, String)], width: f64, titled: bool) -> Option<DrawnChart> {
    let length = lanes.iter().map(|lane| lane.weeks.len()).max().filter(|length| *length > 1)?;
    if lanes.iter().any(|lane| lane.weeks.is_empty()) {
        return None;
    }
    let finding = finding(lanes);
    let marks = numbered(lanes);
    let mut drawing = Drawing::new(width);
    drawing.dress(&lanes.iter().map(|lane| lane.name).collect::<Vec<_>>());
    let first = heading(&mut drawing, EDGE, &finding, titled);
    let beside = lanes.len() > 1 && width >= BESIDE;
    let column = if beside { width / lanes.len() as f64 } else { width };
    let mut bottom = first;
    for at in 0..lanes.len() {
        let (left, top) = if beside { (column * at as f64, first) } else { (0.0, bottom) };
        let panel = Panel { lanes, at, marks: &marks, length, left, width: column };
        let end = panel.draw(&mut drawing, top, dates);
        bottom = if beside { bottom.max(end) } else { end };
    }
    bottom = key(&mut drawing, lanes, &marks, bottom + 4.0, width);
    drawing.grow(bottom + 6.0);
    let mut about = "From above: the half-days of the director's week by use (balcony: figures and thinking; \
                     dance floor: where the work happens; developing: other people); who decides, in % of decisions, mean of the kinds of decision; what happened, by number; three \
                     outcomes. Numbers on the right are those of the last week, \
                     or from the first to the last."
        .to_owned();
    if lanes.len() > 1 {
        about.push_str(" Dots: the other life.");
    }
    let grid = grid(lanes);
    let told: Vec<String> = marks.iter().map(|mark| format!("{}.", mark.said(lanes))).collect();
    let more = format!("{about} {}", told.join(" "));
    Some(DrawnChart { about, ..DrawnChart::new(Chart::Timeline, finding, more, grid, drawing) })
}

/// Stretches of weeks in which what is stacked stays as it is.
fn runs<const N: usize>(weeks: &[Week], read: fn(&Week) -> [f64; N]) -> Vec<Run<N>> {
    let mut runs: Vec<Run<N>> = Vec::new();
    for (at, week) in weeks.iter().enumerate() {
        let shares = read(week);
        match runs.last_mut() {
            Some((_, to, same)) if *same == shares => *to = at + 1,
            _ => runs.push((at, at + 1, shares)),
        }
    }
    runs
}

fn percent(share: f64) -> String {
    fixed(100.0 * share, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(attention: f64, director: f64, outcome: f64) -> Week {
        Week {
            attention: [1.5, 1.5, attention, 1.5, 2.0, 1.0, 0.5],
            rights: [director, 0.1, 0.3, 0.6 - director],
            outcomes: [outcome, 2.0 * outcome, outcome / 40.0],
        }
    }

    fn mark(week: u32, kind: Kind, text: &str) -> Mark {
        Mark { week, kind, date: format!("week {week}"), text: text.to_owned() }
    }

    fn attribute(svg: &str, name: &str) -> Vec<f64> {
        let start = format!(" {name}=\"");
        svg.split(&start).skip(1).filter_map(|part| part.split_once('"')?.0.parse().ok()).collect()
    }

    #[test]
    fn the_table_holds_what_is_drawn_at_the_start_at_changes_and_at_the_end() {
        let mut weeks: Vec<Week> = (0..60).map(|at| week(2.0, 0.4, 16.0 + f64::from(at) / 10.0)).collect();
        for week in &mut weeks[30..] {
            week.attention[2] = 3.0;
        }
        let marks = [mark(30, Kind::Task, "<i>move</i>"), mark(31, Kind::Event, "cut")];
        let other = vec![week(2.0, 0.0, 18.0); 60];
        let lanes = [
            Lane { name: "<b>one", weeks: &weeks, marks: &marks },
            Lane { name: "two", weeks: &other, marks: &marks[1..] },
        ];
        let dates = [(0, "2019".to_owned()), (99, "2030".to_owned())];
        for width in [340.0, 720.0] {
            let chart = timeline(&lanes, &dates, width, true).unwrap();
            let firsts: Vec<&str> = chart.grid.rows.iter().map(|row| &*row[0]).collect();
            let ours = ["<b>one, week 1", "<b>one, week 31", "<b>one, week 52", "<b>one, week 60"];
            assert_eq!(firsts, [&ours[..], &["two, week 1", "two, week 52", "two, week 60"]].concat());
            let row = &chart.grid.rows[1];
            assert_eq!((&*row[3], &*row[8], &*row[12], &*row[14]), ("3.0", "40", "19.0", "0.47"));
            // The number at the end of each stack says from what to what.
            assert!(chart.svg().contains("2.0→3.0") && chart.svg().contains(">21.9<"));
            assert_eq!(chart.grid.rows[3][12], "21.9");
            // One mark is in both lives, one only in one.
            assert!(chart.svg().contains("week 30: &lt;i&gt;move&lt;/i&gt;, only under"));
            assert!(chart.svg().contains("week 31: cut<"));
            assert!(
                !chart.svg().contains("<b>") && !chart.svg().contains("<i>") && !chart.svg().contains("NaN")
            );
            assert!(chart.svg().contains("2019") && !chart.svg().contains("2030"));
            let height = attribute(&chart.svg(), "height")[0];
            for (names, most) in [(["x", "x1", "x2", "cx"], width), (["y", "y1", "y2", "cy"], height)] {
                for value in names.iter().flat_map(|name| attribute(&chart.svg(), name)) {
                    assert!((0.0..=most).contains(&value), "{value} of {most} at {width}");
                }
            }
        }
    }

    #[test]
    fn the_finding_says_what_holds() {
        let (one, two) = (vec![week(2.0, 0.4, 16.0); 9], vec![week(2.0, 0.0, 16.0); 9]);
        let lane = |name, weeks| Lane { name, weeks, marks: &[] };
        let both = timeline(&[lane("a", &one), lane("b", &two)], &[], 340.0, false).unwrap();
        assert_eq!(
            both.finding,
            "In both lives most time went to partners and the programme (each 2.0 half-days a week), without a change. \
             The largest share of decisions lay with the director (40 %) under a, with practitioners (60 %) under b."
        );
        let alone = timeline(&[lane("a", &one)], &[], 720.0, false).unwrap();
        assert!(alone.finding.starts_with("Under a most time went to partners"));
        assert!(alone.svg().contains("nothing with a date") && !alone.about.contains("other life"));
        assert!(timeline(&[], &[], 340.0, true).is_none());
        assert!(timeline(&[lane("a", &one[..1])], &[], 340.0, true).is_none());
        assert!(timeline(&[lane("a", &one), lane("b", &[])], &[], 340.0, true).is_none());
    }
}
