//! Where children come to on the pathway, a year, under two strategies side by side: from referral
//! to care.

use super::words::heading;
use super::{Chart, DrawnChart, Grid, Source};
use crate::summary::fixed;
use balcony_drawing::{Anchor, Class, Drawing};
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::measure::measure_index;

const LEFT: f64 = 16.0;
const ROW: f64 = 62.0;
const BAR: f64 = 13.0;

/// Steps of the pathway: the weekly measure, and its name for people.
const STEPS: [(&str, &str); 8] = [
    ("referrals", "Referrals"),
    ("assessments", "Assessments completed"),
    ("started", "Found in need: episodes begun"),
    ("enquiries", "Section 47 enquiries"),
    ("conferences", "Initial child protection conferences"),
    ("plans_started", "Protection plans begun"),
    ("care_started", "Came into care"),
    ("no_further_action", "Closed with no further action"),
];

/// Draws it; none without the weekly series of the pathway.
pub fn flow(source: &Source<'_>) -> Option<DrawnChart> {
    let table = source.table;
    let other = source.beside.filter(|arm| *arm < table.arms.len() && *arm != table.baseline);
    let arms: Vec<usize> =
        std::iter::once(table.baseline).chain(other.or_else(|| source.others().next())).collect();
    let yearly = |arm: usize, key: &str| -> Option<f64> {
        let quarters = table.measure(arm, measure_index(key).filter(|at| *at < table.shape().measures)?);
        // Quarters are of 13 weeks, the last may be shorter: a mean over weeks.
        let weeks = table.shape().weeks;
        let length = |at: usize| (weeks - at * 13).min(13) as f64;
        let sum: f64 = quarters.iter().enumerate().map(|(at, mean)| mean * length(at)).sum();
        Some(sum / weeks.max(1) as f64 * WEEKS_A_YEAR)
    };
    let step = |(key, words): &(&str, &'static str)| -> Option<(&'static str, Vec<f64>)> {
        Some((*words, arms.iter().map(|arm| yearly(*arm, key)).collect::<Option<_>>()?))
    };
    let steps: Vec<(&str, Vec<f64>)> = STEPS.iter().map(step).collect::<Option<_>>()?;
    let most = steps.iter().flat_map(|(_, values)| values.iter().copied()).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let finding = finding(source, &arms, &steps);
    let mut drawing = Drawing::new(source.width);
    drawing.dress(&source.table.arms);
    let first = heading(&mut drawing, LEFT, &finding, source.titled);
    let mut heads = vec!["step, children a year".to_owned()];
    heads.extend(arms.iter().map(|arm| source.name(*arm)));
    let mut grid = Grid { heads, rows: Vec::new() };
    // Room for the number behind the longest bar, and for the mark before it.
    let (from, room) = (LEFT + 20.0, source.width - 2.0 * LEFT - 20.0 - 62.0);
    for (row, (words, values)) in steps.iter().enumerate() {
        let top = first + ROW * row as f64;
        drawing.text((LEFT, top + 16.0), Anchor::Start, Class::Plain, words);
        let mut cells = vec![(*words).to_owned()];
        for (at, (arm, value)) in arms.iter().zip(values).enumerate() {
            let middle = top + 30.0 + (BAR + 4.0) * at as f64;
            let length = room * value / most;
            drawing.mark((LEFT + 7.0, middle), *arm);
            drawing.bar((from, middle - BAR / 2.0), (length, BAR), drawing.ink(*arm));
            let said = fixed(*value, 0);
            drawing.text((from + length + 6.0, middle + 4.5), Anchor::Start, Class::Small, &said);
            cells.push(said);
        }
        grid.rows.push(cells);
    }
    let bottom = first + ROW * steps.len() as f64 + 6.0;
    let mut x = LEFT + 7.0;
    for arm in &arms {
        let name = source.name(*arm);
        drawing.mark((x, bottom + 8.0), *arm);
        drawing.text((x + 12.0, bottom + 13.0), Anchor::Start, Class::Small, &name);
        x += 12.0 + 7.5 * crate::summary::width(&name) as f64 + 24.0;
    }
    drawing.grow(bottom + 28.0);
    let about = format!(
        "Children who come to each step of the pathway in a year, mean of {} runs. The steps are not a funnel of the same children: \
         an enquiry may begin in a case that is open already.",
        table.replicates
    );
    Some(DrawnChart::new(Chart::Flow, finding, about, grid, drawing))
}

/// The title: of a hundred referrals, how many come to three of the steps.
fn finding(source: &Source<'_>, arms: &[usize], steps: &[(&str, Vec<f64>)]) -> String {
    let of = |at: usize, step: usize| fixed(100.0 * steps[step].1[at] / steps[0].1[at], 1);
    let said = |(at, arm): (usize, &usize)| {
        format!(
            "under {} {} found in need, {} enquiries, {} protection plans",
            source.name(*arm),
            of(at, 2),
            of(at, 3),
            of(at, 5)
        )
    };
    let said: Vec<String> = arms.iter().enumerate().map(said).collect();
    format!("For every 100 referrals: {}.", said.join("; "))
}
