//! What else changes: every outcome that can be better or worse, all strategies, in steps of the
//! smallest difference that matters. Outcomes of children are shown also where nothing moved, and
//! say so.

use super::scale::Scale;
use super::words::heading;
use super::{Chart, DrawnChart, Grid, Source};
use crate::summary::{interval, pairs, signed};
use balcony_drawing::{Anchor, Class, Drawing};
use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::{Better, Concerns, Outcome};
use balcony_study::experiment::stats::words::NOT_SEEN;
use balcony_study::experiment::stats::{Paired, Verdict};

const LEFT: f64 = 16.0;
const ROW: f64 = 46.0;
/// Beyond so many steps a difference is drawn at the edge.
const EDGE: f64 = 5.0;
/// Narrower than this, a row has no room for words behind its title.
const NARROW: f64 = 500.0;

/// Draws it; none where no outcome moves by half of what matters.
pub fn spread(source: &Source<'_>) -> Option<DrawnChart> {
    let table = source.table;
    source.others().next()?;
    // An outcome in which nothing differs by half of what matters has no place in a picture of what
    // changes.
    let moved = |pairs: &[(usize, Paired)]| {
        pairs.iter().any(|(_, pair)| pair.yardstick.steps(pair.difference).abs() >= 0.5)
    };
    let mut rows: Vec<(&Outcome, Vec<(usize, Paired)>)> = OUTCOMES
        .iter()
        .enumerate()
        .filter(|(at, outcome)| *at != source.outcome && outcome.better != Better::Neither)
        .map(|(at, outcome)| (outcome, pairs(table, at)))
        .filter(|(outcome, pairs)| moved(pairs) || outcome.concerns == Concerns::Children)
        .collect();
    if !rows.iter().any(|(_, pairs)| moved(pairs)) {
        return None;
    }
    let told = rows.iter().filter(|(_, pairs)| pairs.iter().any(|(_, pair)| pair.verdict.is_clear())).count();
    let left_out = if source.rows == 0 { 0 } else { rows.len().saturating_sub(source.rows) };
    if left_out > 0 {
        // Those that moved most, in the registry's order.
        let most = |pairs: &[(usize, Paired)]| {
            pairs.iter().map(|(_, pair)| pair.yardstick.steps(pair.difference).abs()).fold(0.0, f64::max)
        };
        let mut sizes: Vec<f64> = rows.iter().map(|(_, pairs)| most(pairs)).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        let least = sizes[source.rows - 1];
        rows.retain(|(_, pairs)| most(pairs) >= least);
        rows.truncate(source.rows);
    }
    let baseline = source.name(table.baseline);
    let finding = match told {
        0 => format!(
            "Of the other outcomes that can be better or worse, none is clearly better or worse than under {baseline}."
        ),
        1 => format!(
            "Of the other outcomes that can be better or worse, one is clearly better or worse than under {baseline}."
        ),
        many => format!(
            "Of the other outcomes that can be better or worse, {many} are clearly better or worse under some strategy than under {baseline}."
        ),
    };
    let mut drawing = Drawing::new(source.width);
    drawing.dress(&source.table.arms);
    let below = heading(&mut drawing, LEFT, &finding, source.titled);
    let mut x = LEFT + 7.0;
    let mut y = below + 8.0;
    for arm in source.others() {
        let name = source.name(arm);
        let wide = 12.0 + 7.5 * crate::summary::width(&name) as f64 + 22.0;
        if x + wide > source.width - LEFT && x > LEFT + 7.0 {
            (x, y) = (LEFT + 7.0, y + 20.0);
        }
        drawing.mark((x, y), arm);
        drawing.text((x + 12.0, y + 5.0), Anchor::Start, Class::Small, &name);
        x += wide;
    }
    let first = y + 18.0;
    let bottom = first + ROW * rows.len() as f64;
    let scale = Scale::new(-EDGE, EDGE, LEFT, source.width - LEFT);
    let (from, to) = (scale.at(-1.0), scale.at(1.0));
    drawing.rect((from, first), (to - from, bottom - first), Class::Band);
    let mut heads = vec!["outcome".to_owned()];
    heads.extend(source.others().map(|arm| source.name(arm)));
    let mut grid = Grid { heads, rows: Vec::new() };
    for (row, (outcome, pairs)) in rows.iter().enumerate() {
        let top = first + ROW * row as f64;
        let none = pairs.iter().all(|(_, pair)| pair.verdict == Verdict::NoDifference);
        // On a phone the words stand to the right, where marks that stayed near the middle are not.
        let (title, beside) = match (none, source.width < NARROW) {
            (true, false) => (format!("{}: {NOT_SEEN}", outcome.title), ""),
            (true, true) => (outcome.title.to_owned(), NOT_SEEN),
            (false, _) => (outcome.title.to_owned(), ""),
        };
        drawing.text((LEFT, top + 13.0), Anchor::Start, Class::Small, &title);
        if !beside.is_empty() {
            drawing.text((source.width - LEFT, top + 26.0), Anchor::End, Class::Small, beside);
        }
        drawing.line((LEFT, top + 30.0), (source.width - LEFT, top + 30.0), Class::Grid, None);
        // Beside the marks alone: through the title it would strike the words out.
        drawing.line((scale.at(0.0), top + 19.0), (scale.at(0.0), top + 41.0), Class::Zero, None);
        let mut cells = vec![format!("{} ({})", outcome.title, outcome.unit)];
        for (place, (arm, pair)) in pairs.iter().enumerate() {
            // A little apart in height, so that marks do not hide each other.
            let middle = (pairs.len() as f64 - 1.0) / 2.0;
            let aside = 7.0 * (place as f64 - middle) / middle.max(1.0);
            // To the right is better, whichever way the figure goes.
            let way = if outcome.better == Better::Lower { -1.0 } else { 1.0 };
            let steps = way * pair.yardstick.steps(pair.difference);
            if steps.is_finite() {
                drawing.mark((scale.at(steps.clamp(-EDGE, EDGE)), top + 30.0 + aside), *arm);
            }
            let difference = signed(pair.difference, outcome.digits);
            cells.push(match pair.verdict {
                Verdict::NoDifference => {
                    format!("{difference} ({NOT_SEEN}, {})", interval(pair.interval, outcome.digits))
                }
                verdict => format!("{difference} ({})", verdict.short(outcome.better)),
            });
        }
        grid.rows.push(cells);
    }
    for (steps, words) in [(-EDGE, "worse"), (0.0, "as before"), (EDGE, "better")] {
        let anchor = match steps {
            steps if steps < 0.0 => Anchor::Start,
            steps if steps > 0.0 => Anchor::End,
            _ => Anchor::Middle,
        };
        drawing.text((scale.at(steps), bottom + 18.0), anchor, Class::Small, words);
    }
    drawing.grow(bottom + 30.0);
    let rest = if left_out > 0 {
        format!("Of {} outcomes the {} that moved most are shown.", rows.len() + left_out, rows.len())
    } else {
        "Outcomes in which every strategy stays within half a step are left out, but for those of children."
            .to_owned()
    };
    let about = format!(
        "Mean paired difference to {baseline} in steps of the smallest difference that matters: the grey band is one step either way, \
         the edge is {EDGE:.0} steps or more. {rest}"
    );
    Some(DrawnChart::new(Chart::Spread, finding, about, grid, drawing))
}
