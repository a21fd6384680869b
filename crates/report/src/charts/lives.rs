//! One child, two lives: the pathway step by step under each strategy, and below it the risk as it
//! was and as it was believed.

use super::scale::Scale;
use super::words::heading;
use super::{Chart, DrawnChart, Grid};
use crate::summary::{clean, fixed};
use balcony_drawing::{Anchor, Class, Drawing, Ink};

const LEFT: f64 = 92.0;
const RIGHT: f64 = 16.0;
const LABEL: f64 = 26.0;
const LADDER: f64 = 96.0;
const RISK: f64 = 62.0;
const GAP: f64 = 18.0;

/// Steps of the pathway, from the lowest.
pub const STEPS: [&str; 5] = ["no case", "assessment", "in need", "plan", "in care"];

/// One week of a child whose need lives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NeedWeek {
    /// The step of the pathway: a place in [`STEPS`].
    pub step: u8,
    /// Risk, 0 to 1.
    pub risk: f64,
    /// What social care takes it for; none while no case is open.
    pub believed: Option<f64>,
}

/// A life under one strategy.
#[derive(Debug, Clone, Copy)]
pub struct Lane<'a> {
    /// The strategy.
    pub name: &'a str,
    /// Every week from week 0 on; none while the child has no need.
    pub weeks: &'a [Option<NeedWeek>],
}

/// The drawing; none if there is nothing to draw. `dates` are weeks with their names, for the axis.
pub fn lives(lanes: &[Lane<'_>], dates: &[(u32, String)], width: f64, titled: bool) -> Option<DrawnChart> {
    let length = lanes.iter().map(|lane| lane.weeks.len()).max().filter(|length| *length > 1)?;
    let finding = finding(lanes);
    let mut drawing = Drawing::new(width);
    drawing.dress(&lanes.iter().map(|lane| lane.name).collect::<Vec<_>>());
    let first = heading(&mut drawing, RIGHT, &finding, titled);
    let lane_height = LABEL + LADDER + RISK + GAP;
    let bottom = first + lane_height * lanes.len() as f64;
    drawing.grow(bottom + 30.0);
    let across = Scale::new(0.0, (length - 1) as f64, LEFT, width - RIGHT);
    for (at, lane) in lanes.iter().enumerate() {
        let top = first + lane_height * at as f64;
        drawing.mark((RIGHT + 6.0, top + 12.0), at);
        drawing.text((RIGHT + 20.0, top + 17.0), Anchor::Start, Class::Strong, &clean(lane.name));
        let rung = |step: f64| top + LABEL + LADDER - 10.0 - step * (LADDER - 22.0) / 4.0;
        for (step, name) in STEPS.iter().enumerate() {
            let y = rung(step as f64);
            drawing.text((LEFT - 8.0, y + 4.0), Anchor::End, Class::Small, name);
            drawing.line((LEFT, y), (width - RIGHT, y), Class::Grid, None);
        }
        let floor = top + LABEL + LADDER + RISK - 6.0;
        let up = |risk: f64| floor - risk.clamp(0.0, 1.0) * (RISK - 14.0);
        for (risk, name) in [(0.0, "risk 0"), (1.0, "risk 1")] {
            drawing.text((LEFT - 8.0, up(risk) + 4.0), Anchor::End, Class::Small, name);
            drawing.line((LEFT, up(risk)), (width - RIGHT, up(risk)), Class::Grid, None);
        }
        for run in runs(lane.weeks) {
            let mut ladder = Vec::with_capacity(2 * run.len());
            for (week, lived) in &run {
                let y = rung(f64::from(lived.step));
                if let Some((_, before)) = ladder.last().copied() {
                    ladder.push((across.at(*week), before));
                }
                ladder.push((across.at(*week), y));
            }
            drawing.course(&ladder, at);
            let risk: Vec<(f64, f64)> =
                run.iter().map(|(week, lived)| (across.at(*week), up(lived.risk))).collect();
            drawing.course(&risk, at);
            for (week, believed) in run.iter().filter_map(|(week, lived)| Some((*week, lived.believed?))) {
                drawing.dot((across.at(week), up(believed)), 1.3, Class::Faint, Ink::Text);
            }
        }
    }
    for (week, name) in dates.iter().filter(|(week, _)| (*week as usize) < length) {
        let x = across.at(f64::from(*week));
        drawing.line((x, first + LABEL), (x, bottom - GAP), Class::Grid, None);
        drawing.text((x, bottom + 8.0), Anchor::Middle, Class::Small, name);
    }
    let mut heads = vec!["life under".to_owned()];
    heads.extend(STEPS.map(|step| format!("weeks: {step}")));
    heads.push("highest risk".to_owned());
    let row = |lane: &Lane<'_>| {
        let mut cells = vec![clean(lane.name)];
        cells.extend(
            (0..STEPS.len()).map(|step| weeks(lane, |lived| usize::from(lived.step) == step).to_string()),
        );
        let highest = lane.weeks.iter().flatten().map(|lived| lived.risk).fold(0.0, f64::max);
        cells.push(fixed(highest, 2));
        cells
    };
    let grid = Grid { heads, rows: lanes.iter().map(row).collect() };
    let about = "Above: the step of the pathway, week by week. Below: the line is the risk as it was, the dots what social care took it for \
                 while a case was open."
        .to_owned();
    Some(DrawnChart::new(Chart::Lives, finding, about, grid, drawing))
}

/// Stretches of weeks in which the need lives.
fn runs(weeks: &[Option<NeedWeek>]) -> Vec<Vec<(f64, NeedWeek)>> {
    let mut runs: Vec<Vec<(f64, NeedWeek)>> = vec![Vec::new()];
    for (week, lived) in weeks.iter().enumerate() {
        match (lived, runs.last_mut()) {
            (Some(lived), Some(run)) => run.push((week as f64, *lived)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn weeks(lane: &Lane<'_>, which: impl Fn(&NeedWeek) -> bool) -> usize {
    lane.weeks.iter().flatten().filter(|lived| which(lived)).count()
}

/// The title: weeks with an open case in each life.
fn finding(lanes: &[Lane<'_>]) -> String {
    let said =
        |lane: &Lane<'_>| format!("{} under {}", weeks(lane, |lived| lived.step > 0), clean(lane.name));
    let said: Vec<String> = lanes.iter().map(said).collect();
    format!("Weeks with an open case: {}.", said.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lived(step: u8) -> Option<NeedWeek> {
        Some(NeedWeek { step, risk: 0.5, believed: (step > 0).then_some(0.4) })
    }

    #[test]
    fn weeks_are_counted_step_by_step_and_a_gap_is_a_gap() {
        let one = [None, lived(0), lived(1), lived(2), None, lived(4)];
        let lane = Lane { name: "<b>one", weeks: &one };
        let chart = lives(&[lane], &[(0, "2019".to_owned()), (99, "2030".to_owned())], 360.0, true).unwrap();
        assert_eq!(chart.finding, "Weeks with an open case: 3 under <b>one.");
        assert_eq!(chart.grid.rows[0][1..], ["1", "1", "1", "0", "1", "0.50"].map(str::to_owned));
        assert!(
            !chart.svg().contains("<b>") && chart.svg().contains("2019") && !chart.svg().contains("2030")
        );
        // Two stretches, each with its ladder and its risk.
        assert_eq!(chart.svg().matches("class=\"curve\"").count(), 4);
        assert!(lives(&[], &[], 360.0, true).is_none());
        assert!(lives(&[Lane { name: "x", weeks: &[None] }], &[], 360.0, true).is_none());
    }
}
