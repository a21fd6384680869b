//! One life's part of the paper, and the key to the numbers below.

use super::told::Numbered;
use super::{EDGE, Lane, OUTCOMES, Run, USES, Week, percent, runs};
use crate::charts::scale::{Scale, digits};
use crate::charts::words::{cut_apart, wrapped};
use crate::summary::{clean, fixed};
use balcony_drawing::{Anchor, Class, Drawing, Ink};
use balcony_engine::strategy::SITES;

const LEFT: f64 = 104.0;
const SPENT: f64 = 126.0;
const DECIDES: f64 = 78.0;
const OUTCOME: f64 = 46.0;
const TITLE: f64 = 20.0;
const GAP: f64 = 12.0;
const ROW: f64 = 30.0;
/// Least distance between two labels, one below the other.
const LABEL: f64 = 13.0;
/// What a sign of small text takes at most, about.
const SIGN: f64 = 6.9;

/// Shades of the bands, so that no two neighbours are alike.
const SPENT_SHADES: [f64; 7] = [0.08, 0.28, 0.15, 0.40, 0.08, 0.28, 0.15];

/// Who decides has an order, and so have its shades. Text can be read on the darkest.
const DECIDES_SHADES: [f64; 4] = [0.40, 0.26, 0.14, 0.04];

/// One life's part of the paper.
pub(super) struct Panel<'a> {
    pub(super) lanes: &'a [Lane<'a>],
    pub(super) at: usize,
    pub(super) marks: &'a [Numbered<'a>],
    pub(super) length: usize,
    pub(super) left: f64,
    pub(super) width: f64,
}

impl Panel<'_> {
    /// Where time runs: from the labels on the left to the numbers on the right.
    fn across(&self) -> Scale {
        let moved = |lane: &Lane<'_>| {
            let ends = lane.weeks.first().zip(lane.weeks.last());
            ends.is_some_and(|(a, b)| a.attention != b.attention || a.rights != b.rights)
        };
        // Where the end is not as the start was, the number on the right says both; the axis is the
        // same in all lives.
        let right = if self.lanes.iter().any(moved) { 64.0 } else { 42.0 };
        Scale::tight(0.0, self.length as f64, self.left + LEFT, self.left + self.width - right)
    }

    /// Draws it from a height on; gives the height below it.
    pub(super) fn draw(&self, drawing: &mut Drawing, top: f64, dates: &[(u32, String)]) -> f64 {
        let lane = &self.lanes[self.at];
        let across = self.across();
        drawing.mark((self.left + EDGE + 6.0, top + 14.0), self.at);
        let room = ((self.width - EDGE - 32.0) / 8.4) as usize;
        let names: Vec<String> = self.lanes.iter().map(|lane| clean(lane.name)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        drawing.text(
            (self.left + EDGE + 20.0, top + 19.0),
            Anchor::Start,
            Class::Strong,
            &cut_apart(&clean(lane.name), &names, room),
        );
        let mut y = top + 30.0;
        // The same scale in both lives; a full week is ten.
        let week = |lane: &Lane<'_>| {
            lane.weeks.iter().map(|week| week.attention.iter().sum::<f64>()).fold(10.0, f64::max)
        };
        let full = self.lanes.iter().map(week).fold(10.0, f64::max);
        y = self.title(drawing, y, "half-days of the director's week");
        let spent = runs(lane.weeks, |week| week.attention);
        self.stack(drawing, (y, SPENT), full, &spent, (&USES, &SPENT_SHADES), |half| fixed(half, 1));
        y = self.title(drawing, y + SPENT + GAP, "who decides, % of decisions");
        let decides = runs(lane.weeks, |week| week.rights);
        self.stack(drawing, (y, DECIDES), 1.0, &decides, (&SITES, &DECIDES_SHADES), percent);
        y += DECIDES + GAP;
        y = self.title(drawing, y, "what happened, by number");
        let from = y;
        y = self.marks(drawing, y);
        for (outcome, (name, ..)) in OUTCOMES.iter().enumerate() {
            y = self.title(drawing, y, name);
            self.outcome(drawing, y, outcome);
            y += OUTCOME + GAP;
        }
        for (x, row) in self.rows(self.at).0 {
            drawing.line((x, from + ROW * row as f64 + 25.0), (x, y - GAP), Class::Grid, None);
        }
        let mut last = f64::NEG_INFINITY;
        for (week, name) in dates.iter().filter(|(week, _)| (*week as usize) < self.length) {
            let x = across.at(f64::from(*week));
            drawing.line((x, y - GAP), (x, y - GAP + 5.0), Class::Axis, None);
            // A narrow drawing of many years names only those that have room.
            if x - last >= 38.0 {
                drawing.text((x, y - GAP + 18.0), Anchor::Middle, Class::Small, name);
                last = x;
            }
        }
        y + 16.0
    }

    fn title(&self, drawing: &mut Drawing, y: f64, words: &str) -> f64 {
        drawing.text((self.left + EDGE, y + TITLE - 7.0), Anchor::Start, Class::SmallFaint, words);
        y + TITLE
    }

    /// Bands one above the other, each with its name on the left and its number at the end on the
    /// right.
    fn stack<const N: usize>(
        &self,
        drawing: &mut Drawing,
        (top, height): (f64, f64),
        full: f64,
        runs: &[Run<N>],
        (names, shades): (&[&str; N], &[f64; N]),
        say: fn(f64) -> String,
    ) {
        let across = self.across();
        let bands = |shares: &[f64; N]| -> [(f64, f64); N] {
            let mut y = top;
            shares.map(|share| {
                let band = (y, share / full * height);
                y += band.1;
                band
            })
        };
        for (from, to, shares) in runs {
            let (x0, x1) = (across.at(*from as f64), across.at(*to as f64));
            for (band, shade) in bands(shares).iter().zip(shades) {
                drawing.shade((x0, band.0), (x1 - x0, band.1), *shade);
                drawing.line((x0, band.0), (x1, band.0), Class::Grid, None);
            }
            drawing.line(
                (x0, top),
                (x0, top + height * shares.iter().sum::<f64>() / full),
                Class::Grid,
                None,
            );
            // What is neither at the start nor at the end says its numbers itself, where there is
            // room.
            let between = *from > 0 && *to < self.lanes[self.at].weeks.len();
            if between && x1 - x0 > 26.0 {
                for ((y, height), share) in
                    bands(shares).into_iter().zip(shares).filter(|((_, high), _)| *high > 13.0)
                {
                    drawing.text(
                        ((x0 + x1) / 2.0, y + height / 2.0 + 4.0),
                        Anchor::Middle,
                        Class::Small,
                        &say(*share),
                    );
                }
            }
        }
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return };
        let (x0, x1) = (across.at(0.0), across.at(last.1 as f64));
        for (x, shares, way) in [(x0, &first.2, -1.0), (x1, &last.2, 1.0)] {
            let middles = bands(shares).map(|(y, height)| y + height / 2.0);
            let places = spread(&middles, LABEL, top + LABEL / 2.0, top + height - LABEL / 2.0);
            for (at, (place, middle)) in places.iter().zip(middles).enumerate() {
                drawing.line((x + way * 7.0, *place), (x, middle), Class::Grid, None);
                let (anchor, words) = if way < 0.0 {
                    (Anchor::End, names[at].to_owned())
                } else {
                    let (was, is) = (say(first.2[at]), say(last.2[at]));
                    (Anchor::Start, if was == is { is } else { format!("{was}→{is}") })
                };
                drawing.text((x + way * 9.0, place + 4.0), anchor, Class::Small, &words);
            }
        }
    }

    /// The row of each mark of a life, where those too near each other stand in rows, and how many
    /// rows there are.
    fn rows(&self, lane: usize) -> (Vec<(f64, usize)>, usize) {
        let across = self.across();
        let mut ends: Vec<f64> = Vec::new();
        let mut places = Vec::new();
        for mark in self.marks.iter().filter(|mark| mark.in_lane(lane)) {
            let x = across.at(f64::from(mark.mark.week) + 0.5);
            let row = ends.iter().position(|last| x - last >= 17.0).unwrap_or(ends.len());
            if row == ends.len() {
                ends.push(x);
            }
            ends[row] = x;
            places.push((x, row));
        }
        (places, ends.len())
    }

    /// Numbers with shapes on a line. As many rows in both lives, so that what is below stands
    /// level.
    fn marks(&self, drawing: &mut Drawing, top: f64) -> f64 {
        let (places, _) = self.rows(self.at);
        let own = self.marks.iter().filter(|mark| mark.in_lane(self.at));
        for (mark, (x, row)) in own.zip(&places) {
            let y = top + ROW * *row as f64;
            drawing.text((*x, y + 9.0), Anchor::Middle, Class::Small, &mark.number.to_string());
            drawing.shape((*x, y + 19.0), 5.0, mark.mark.kind as usize, Ink::Text);
        }
        if places.is_empty() {
            drawing.text(
                (self.across().at(0.0), top + 14.0),
                Anchor::Start,
                Class::Small,
                "nothing with a date",
            );
        }
        let most = (0..self.lanes.len()).map(|lane| self.rows(lane).1).max().unwrap_or(0);
        top + ROW * most.max(1) as f64
    }

    /// The other life dotted behind this one, on the scale of both.
    fn outcome(&self, drawing: &mut Drawing, top: f64, outcome: usize) {
        let across = self.across();
        let (_, places, least) = OUTCOMES[outcome];
        let all = || self.lanes.iter().flat_map(|lane| lane.weeks).map(|week| week.outcomes[outcome]);
        let low = all().fold(f64::INFINITY, f64::min);
        let high = all().fold(f64::NEG_INFINITY, f64::max);
        // What hardly moves is not made to look as if it did.
        let widen = ((least - (high - low)) / 2.0).max(0.0);
        let up = Scale::new((low - widen).max(0.0), high + widen, top + OUTCOME, top);
        let (x0, x1) = (across.at(0.0), across.at(self.length as f64));
        let ticks = (2..6).map(|about| up.ticks(about)).find(|ticks| ticks.len() > 1).unwrap_or_default();
        for tick in &ticks {
            let y = up.at(*tick);
            drawing.line((x0, y), (x1, y), Class::Grid, None);
            let words = fixed(*tick, digits(&ticks));
            drawing.text((x0 - 9.0, y + 4.0), Anchor::End, Class::Small, &words);
        }
        let course = |lane: &Lane<'_>| -> Vec<(f64, f64)> {
            let point =
                |(at, week): (usize, &Week)| (across.at(at as f64 + 0.5), up.at(week.outcomes[outcome]));
            lane.weeks.iter().enumerate().map(point).collect()
        };
        for (_, other) in self.lanes.iter().enumerate().filter(|(at, _)| *at != self.at) {
            drawing.dotted(&course(other));
        }
        let own = course(&self.lanes[self.at]);
        drawing.fine(&own, drawing.ink(self.at));
        if let (Some((x, y)), Some(week)) = (own.last(), self.lanes[self.at].weeks.last()) {
            let words = fixed(week.outcomes[outcome], places);
            drawing.text((x + 9.0, y + 4.0), Anchor::Start, Class::SmallStrong, &words);
        }
    }
}

/// What the numbers stand for; gives the height below.
pub(super) fn key(
    drawing: &mut Drawing,
    lanes: &[Lane<'_>],
    marks: &[Numbered<'_>],
    top: f64,
    width: f64,
) -> f64 {
    let mut y = top;
    let room = ((width - 2.0 * EDGE - 46.0) / SIGN) as usize;
    for mark in marks {
        drawing.text((EDGE + 18.0, y + 14.0), Anchor::End, Class::SmallStrong, &mark.number.to_string());
        drawing.shape((EDGE + 30.0, y + 10.0), 5.0, mark.mark.kind as usize, Ink::Text);
        for line in wrapped(&mark.said(lanes), room) {
            drawing.text((EDGE + 44.0, y + 14.0), Anchor::Start, Class::Small, &line);
            y += 16.0;
        }
        y += 3.0;
    }
    y
}

/// Moves labels, given from the top, so far apart that they can be read.
fn spread<const N: usize>(wanted: &[f64; N], gap: f64, low: f64, high: f64) -> [f64; N] {
    let mut places = *wanted;
    let mut least = low;
    for place in &mut places {
        *place = place.max(least);
        least = *place + gap;
    }
    let mut most = high;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_distance_and_their_order() {
        let places = spread(&[0.0, 1.0, 50.0, 51.0, 100.0], 13.0, 6.0, 94.0);
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 13.0 - 1e-9), "{places:?}");
        assert!(places[0] >= 6.0 && places[4] <= 94.0);
    }
}
