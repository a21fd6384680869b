//! Paired differences: every pair a dot, the mean with its 95 % interval, the zero line, and the
//! band of what does not matter.

use super::scale::{Scale, digits};
use super::words::heading;
use super::{Chart, DrawnChart, Grid, Source};
use crate::summary::{Figures, ends, list, pairs, signed};
use balcony_drawing::{Anchor, Class, Drawing};
use balcony_engine::registry::Better;
use balcony_study::experiment::stats::words::{CANNOT_TELL, NO_DIFFERENCE};
use balcony_study::experiment::stats::{Direction, Paired, Verdict};

const LEFT: f64 = 16.0;
const ROW: f64 = 66.0;

/// Draws it; none without another strategy than the baseline.
pub fn paired(source: &Source<'_>) -> Option<DrawnChart> {
    let (table, outcome) = (source.table, source.outcome());
    let base = table.outcome(table.baseline, source.outcome);
    let pairs = pairs(table, source.outcome);
    let figures = Figures::of(outcome, pairs.iter().flat_map(|(_, pair)| ends(pair)));
    if pairs.is_empty() || base.is_empty() {
        return None;
    }
    let matters = table.yardstick(source.outcome).size();
    let baseline = source.name(table.baseline);
    let finding = finding(source, &pairs, &baseline);
    let about = format!(
        "{}: difference to {baseline} in {} on the same children and the same luck. Each dot is a pair; the mark is the mean, the bar its 95 % \
         interval; within the grey band ({} either way) a difference does not matter.",
        source.what(),
        figures.unit,
        figures.least(matters)
    );
    let mut grid = Grid {
        heads: ["strategy", "mean difference", "95 % interval", "better in", "verdict"]
            .map(str::to_owned)
            .to_vec(),
        rows: Vec::new(),
    };
    let differences =
        |arm: usize| table.outcome(arm, source.outcome).iter().zip(base).map(|(arm, base)| arm - base);
    let every = || pairs.iter().flat_map(|(arm, _)| differences(*arm)).filter(|value| value.is_finite());
    let low = every().fold(-matters, f64::min);
    let high = every().fold(matters, f64::max);
    let scale = Scale::new(low * figures.factor, high * figures.factor, LEFT, source.width - LEFT);
    let mut drawing = Drawing::new(source.width);
    drawing.dress(&source.table.arms);
    let first = heading(&mut drawing, LEFT, &finding, source.titled);
    let bottom = first + ROW * pairs.len() as f64;
    drawing.grow(bottom + 46.0);
    let (from, to) = (scale.at(-matters * figures.factor), scale.at(matters * figures.factor));
    drawing.rect((from, first), (to - from, bottom - first), Class::Band);
    for (row, (arm, found)) in pairs.iter().enumerate() {
        let top = first + ROW * row as f64;
        let mean = figures.signed(found.difference);
        let name = source.name(*arm);
        drawing.text((LEFT, top + 16.0), Anchor::Start, Class::Strong, &name);
        let said = format!("{mean}, {}", found.verdict.short(outcome.better));
        drawing.text((source.width - LEFT, top + 16.0), Anchor::End, Class::Plain, &said);
        let middle = top + 42.0;
        // Beside the marks alone: through the words it would strike them out.
        drawing.line((scale.at(0.0), top + 22.0), (scale.at(0.0), top + ROW), Class::Zero, None);
        for (at, value) in differences(*arm).enumerate().filter(|(_, value)| value.is_finite()) {
            // Spread over the height by a fixed pattern, so that dots do not hide each other.
            let aside = (at * 7 % 13) as f64 - 6.0;
            drawing.dot(
                (scale.at(value * figures.factor), middle + aside),
                2.2,
                Class::Cloud,
                drawing.ink(*arm),
            );
        }
        if let Some(range) = found.interval {
            drawing.line(
                (scale.at(range.low * figures.factor), middle),
                (scale.at(range.high * figures.factor), middle),
                Class::Bar,
                Some(drawing.ink(*arm)),
            );
        }
        drawing.mark((scale.at(found.difference * figures.factor), middle), *arm);
        grid.rows.push(vec![
            name,
            mean,
            figures.interval(found.interval),
            format!("{} of {}", found.units_better, found.units()),
            found.verdict.words(outcome.better).to_owned(),
        ]);
    }
    axis(
        &mut drawing,
        &scale,
        bottom,
        source.width,
        &source.unit().replace(outcome.unit, figures.unit).replace("% of", "points of"),
    );
    Some(DrawnChart::new(Chart::Paired, finding, about, grid, drawing))
}

/// An axis of differences below a drawing, with its unit.
fn axis(drawing: &mut Drawing, scale: &Scale, bottom: f64, width: f64, unit: &str) {
    let ticks = scale.ticks((width / 110.0) as usize);
    let places = digits(&ticks);
    drawing.line((LEFT, bottom), (width - LEFT, bottom), Class::Axis, None);
    for tick in ticks {
        let x = scale.at(tick);
        drawing.line((x, bottom), (x, bottom + 5.0), Class::Axis, None);
        drawing.text((x, bottom + 20.0), Anchor::Middle, Class::Small, &signed(tick, places));
    }
    drawing.text((width / 2.0, bottom + 38.0), Anchor::Middle, Class::SmallFaint, unit);
}

/// The title: what may be said of all strategies together.
fn finding(source: &Source<'_>, pairs: &[(usize, Paired)], baseline: &str) -> String {
    let outcome = source.outcome();
    let title = outcome.title;
    // Clear ones first, better before worse, lower before higher.
    let mut said: Vec<(&str, Vec<String>)> = Vec::new();
    for clear in [true, false] {
        for way in [Direction::Lower, Direction::Higher] {
            let way = if outcome.better == Better::Higher { way.turned() } else { way };
            let verdict = if clear { Verdict::Clearly(way) } else { Verdict::Slightly(way) };
            let names =
                pairs.iter().filter(|(_, found)| found.verdict == verdict).map(|(arm, _)| source.name(*arm));
            said.push((verdict.words(outcome.better), names.collect()));
        }
    }
    said.retain(|(_, names)| !names.is_empty());
    let told: Vec<String> =
        said.into_iter().map(|(words, names)| format!("{} {words} than {baseline}", list(&names))).collect();
    let none = pairs.iter().all(|(_, found)| found.verdict == Verdict::NoDifference);
    match (told.is_empty(), none, pairs) {
        (true, true, [(arm, _)]) => {
            format!("{title}: {} makes {NO_DIFFERENCE} to {baseline}.", source.name(*arm))
        }
        (true, true, _) => format!("{title}: no strategy makes a difference to {baseline} that matters."),
        (true, false, _) => {
            format!("{title}: one {CANNOT_TELL} whether any strategy differs from {baseline}.")
        }
        _ => format!("{title}: {}.", told.join("; ")),
    }
}
