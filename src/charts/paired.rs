//! Paired differences: every pair a dot, the mean with its 95 % interval, the zero line, and the band of what does not matter.

use super::scale::{Scale, digits};
use super::svg::{Anchor, Drawing, ink};
use super::{Chart, Grid, Source};
use crate::experiment::stats::{Paired, Verdict, paired};
use crate::summary::{fixed, interval, list, signed};
use balcony_engine::registry::Better;

const LEFT: f64 = 16.0;
const ROW: f64 = 66.0;

pub(super) fn draw(source: &Source<'_>) -> Option<Chart> {
    let (table, outcome) = (source.table, source.outcome());
    let base = table.outcome(table.baseline, source.outcome);
    let pair = |arm: usize| {
        let found = paired(
            table.outcome(arm, source.outcome),
            base,
            outcome.better,
            table.margins[source.outcome],
            table.unit(),
        );
        (arm, found)
    };
    let pairs: Vec<(usize, Paired)> = source.others().map(pair).collect();
    if pairs.is_empty() || base.is_empty() {
        return None;
    }
    let matters = table.yardstick(source.outcome).size();
    let baseline = source.name(table.baseline);
    let finding = finding(source, &pairs, &baseline);
    let about = format!(
        "{}: difference to {baseline} on the same children and the same luck. Each dot is a pair; the mark is the mean, the bar its 95 % \
         interval; within the grey band ({} either way) a difference does not matter.",
        source.what(),
        fixed(matters, outcome.digits)
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
    let scale = Scale::new(low, high, LEFT, source.width - LEFT);
    let mut drawing = Drawing::new(source.width);
    let first = drawing.heading(LEFT, &finding, source.titled);
    let bottom = first + ROW * pairs.len() as f64;
    drawing.grow(bottom + 46.0);
    let (from, to) = (scale.at(-matters), scale.at(matters));
    drawing.rect((from, first), (to - from, bottom - first), "band");
    drawing.line((scale.at(0.0), first), (scale.at(0.0), bottom), "zero", None);
    for (row, (arm, found)) in pairs.iter().enumerate() {
        let top = first + ROW * row as f64;
        let mean = signed(found.difference, outcome.digits);
        let name = source.name(*arm);
        drawing.text((LEFT, top + 16.0), Anchor::Start, "strong", &name);
        let said = format!("{mean}, {}", verdict(found, outcome.better));
        drawing.text((source.width - LEFT, top + 16.0), Anchor::End, "", &said);
        let middle = top + 42.0;
        for (at, value) in differences(*arm).enumerate().filter(|(_, value)| value.is_finite()) {
            // Spread over the height by a fixed pattern, so that dots do not hide each other.
            let aside = (at * 7 % 13) as f64 - 6.0;
            drawing.dot((scale.at(value), middle + aside), 2.2, "cloud", ink(*arm));
        }
        if let Some(range) = found.interval {
            drawing.line(
                (scale.at(range.low), middle),
                (scale.at(range.high), middle),
                "bar",
                Some(ink(*arm)),
            );
        }
        drawing.mark((scale.at(found.difference), middle), *arm);
        grid.rows.push(vec![
            name,
            mean,
            interval(found.interval, outcome.digits),
            format!("{} of {}", found.units_better, found.units()),
            verdict(found, outcome.better),
        ]);
    }
    axis(&mut drawing, &scale, bottom, source.width, &source.unit().replace("% of", "points of"));
    let text = Chart::text(&finding, &about, &grid);
    let svg = drawing.finish("paired", &finding, &text);
    Some(Chart { key: "paired", finding, about, grid, svg })
}

/// An axis of differences below a drawing, with its unit.
fn axis(drawing: &mut Drawing, scale: &Scale, bottom: f64, width: f64, unit: &str) {
    let ticks = scale.ticks((width / 110.0) as usize);
    let places = digits(&ticks);
    drawing.line((LEFT, bottom), (width - LEFT, bottom), "axis", None);
    for tick in ticks {
        let x = scale.at(tick);
        drawing.line((x, bottom), (x, bottom + 5.0), "axis", None);
        drawing.text((x, bottom + 20.0), Anchor::Middle, "small", &signed(tick, places));
    }
    drawing.text((width / 2.0, bottom + 38.0), Anchor::Middle, "small faint", unit);
}

/// The verdict in a word or two.
fn verdict(found: &Paired, better: Better) -> String {
    match found.verdict {
        Verdict::Unlike(direction) => match direction.is_better(better) {
            Some(true) => "better".to_owned(),
            Some(false) => "worse".to_owned(),
            None if found.difference < 0.0 => "lower".to_owned(),
            None => "higher".to_owned(),
        },
        other => other.word().to_owned(),
    }
}

/// The title: what may be said of all strategies together.
fn finding(source: &Source<'_>, pairs: &[(usize, Paired)], baseline: &str) -> String {
    let outcome = source.outcome();
    let names = |word: &str| -> Vec<String> {
        pairs
            .iter()
            .filter(|(_, found)| verdict(found, outcome.better) == word)
            .map(|(arm, _)| source.name(*arm))
            .collect()
    };
    let title = outcome.title;
    let mut said = Vec::new();
    for (word, than) in [("better", "than"), ("worse", "than"), ("lower", "than"), ("higher", "than")] {
        let names = names(word);
        if !names.is_empty() {
            said.push(format!("{} {word} {than} {baseline}", list(&names)));
        }
    }
    let ties = names(Verdict::Tie.word());
    match (said.is_empty(), ties.len() == pairs.len()) {
        (true, true) if pairs.len() == 1 => format!("{title}: {} and {baseline} are a tie.", ties[0]),
        (true, true) if pairs.len() == 2 => format!("{title}: both are a tie with {baseline}."),
        (true, true) => format!("{title}: all {} are a tie with {baseline}.", pairs.len()),
        (true, false) => format!("{title}: nothing is told apart from {baseline} by as much as matters."),
        _ => format!("{title}: {}.", said.join("; ")),
    }
}
