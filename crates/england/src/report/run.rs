//! The text of `run`: levels of one policy, year by year, with their spread over the runs.

use super::{cut, heading, left, push, right, unit};
use crate::career;
use crate::compare::{CountOfRegion, OF_REGIONS, regions};
use crate::figures::ROWS;
use crate::replicates::Runs;
use crate::scenario::National;
use balcony_report::summary::{Look, fixed, item};
use balcony_study::experiment::stats::{mean, quantile};

/// Columns of a figure of regions.
const COLUMN: usize = 12;
/// Columns of the small bars.
const BAR: usize = 24;

/// The whole text, of the base.
pub fn run(national: &National, runs: &Runs, look: &Look) -> String {
    let mut out = String::new();
    super::head(national, false, look, &mut out);
    let policy = &national.policies[national.base];
    if national.policies.len() > 1 {
        let line =
            format!("Under the policy {} ({}); balcony compare has them all.", policy.name, policy.title);
        out.push_str(&item("", &line, look));
    }
    primary(national, runs, look, &mut out);
    levels(national, runs, look, &mut out);
    by_region(national, runs, look, &mut out);
    directors(national, look, &mut out);
    out.push('\n');
    out.push_str(&item(
        "",
        "The spread is luck alone. How true the model and its parameters are, no spread here covers: docs/ENGLAND.md says what is assumed.",
        look,
    ));
    out
}

fn spread(values: &[f64], digits: u8) -> String {
    format!("{} to {}", fixed(quantile(values, 0.1), digits), fixed(quantile(values, 0.9), digits))
}

/// The primary figure, year by year.
fn primary(national: &National, runs: &Runs, look: &Look, out: &mut String) {
    let row = &ROWS[national.primary];
    heading(row.title, &unit(row, look), look, out);
    let line = |cells: [&str; 4]| {
        let [year, level, spread, bar] = cells;
        format!("{}{}  {}  {bar}", left(year, 16, look), right(level, 8, look), right(spread, 18, look))
    };
    push(&line(["year to", "mean", "10 to 90 % of runs", ""]), out);
    let years: Vec<Vec<f64>> =
        (0..national.years() as usize).map(|year| runs.year(national.base, national.primary, year)).collect();
    let means: Vec<f64> = years.iter().map(|values| mean(values)).collect();
    let most = means.iter().copied().filter(|mean| mean.is_finite()).fold(0.0, f64::max);
    for (year, values) in years.iter().enumerate() {
        let sign = if look.unicode { "█" } else { "#" };
        let share = if most > 0.0 && means[year].is_finite() { means[year].max(0.0) / most } else { 0.0 };
        let bar = sign.repeat((share * BAR as f64).round() as usize);
        let label = format!("{} {}", national.month_of_end(), national.ends(year as u32));
        let cells = [&label[..], &fixed(means[year], row.digits), &spread(values, row.digits), &bar];
        push(&line(cells), out);
    }
    let all: Vec<f64> = years.concat();
    let at = |share| fixed(quantile(&all, share), row.digits);
    let single = format!(
        "Of {} single years one in ten lies below {}, half between {} and {}, and one in ten above {}.",
        all.len(),
        at(0.1),
        at(0.25),
        at(0.75),
        at(0.9)
    );
    out.push_str(&item("", &single, look));
}

/// Every figure: mean over the years with its spread, first and last year.
fn levels(national: &National, runs: &Runs, look: &Look, out: &mut String) {
    heading("levels", "means over the years, and between which values 80 of 100 runs lie", look, out);
    let line = |cells: [&str; 5]| {
        let [title, level, spread, first, last] = cells;
        format!(
            "{}{}  {}{}{}",
            left(title, 40, look),
            right(level, 7, look),
            right(spread, 15, look),
            right(first, 8, look),
            right(last, 8, look)
        )
    };
    let years = national.years() as usize;
    let (first, last) = (national.ends(0).to_string(), national.ends(years as u32 - 1).to_string());
    push(&line(["", "mean", "10 to 90 %", &first, &last]), out);
    for (figure, row) in ROWS.iter().enumerate() {
        let values = runs.figure(national.base, figure);
        let year = |year| fixed(mean(&runs.year(national.base, figure, year)), row.digits);
        let cells = [
            row.title,
            &fixed(mean(values), row.digits),
            &spread(values, row.digits),
            &year(0),
            &year(years - 1),
        ];
        push(&line(cells), out);
    }
}

/// What is told of regions.
fn by_region(national: &National, runs: &Runs, look: &Look, out: &mut String) {
    let what = "weeks without a permanent director and others, for each post and year";
    heading("by region", what, look, out);
    let mut line = format!("{}{}", left("", 26, look), right("posts", 6, look));
    OF_REGIONS.iter().for_each(|what| line.push_str(&right(what.head, COLUMN, look)));
    push(&line, out);
    for region in regions(national) {
        let mut line =
            format!("{}{}", left(region.name, 26, look), right(&region.places.len().to_string(), 6, look));
        for what in &OF_REGIONS {
            let values = CountOfRegion { national, runs, region: &region, what }.under(national.base);
            let level = mean(&values);
            line.push_str(&right(&fixed(level, what.digits), COLUMN, look));
        }
        push(&line, out);
    }
}

/// For each region the director of the first run who has been there longest, for `trace`.
fn directors(national: &National, look: &Look, out: &mut String) {
    let what = "longest in post in each region, at the end of run 0";
    heading("directors to follow", what, look, out);
    for longest in career::longest(national, national.base, 0) {
        let line = format!("{}{}, {:.0} years", left(&longest.id, 42, look), longest.place, longest.years);
        push(&cut(&line, look.width, look), out);
    }
    out.push_str(&item(
        "",
        &format!("A career in sentences: balcony trace {} --leader ID", national.name),
        look,
    ));
}
