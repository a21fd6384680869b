//! `plot`: from a folder of results to charts.

use std::path::Path;

use balcony_engine::measure::{OUTCOMES, outcome_index};

use super::args::Plot;
use super::fail::Failure;
use super::load::nearest;
use super::out::{keep, note, print};
use crate::charts::{CHARTS, Chart, Source, all, chart};
use crate::results::{Results, ResultsError, read};
use crate::summary::{Look, width, wrap};

/// `balcony plot`.
pub(super) fn plot(args: &Plot) -> Result<(), Failure> {
    let results = open(&args.folder)?;
    let identity = &results.manifest.identity;
    let primary = &*identity.primary;
    let key = args.outcome.as_deref().unwrap_or(primary);
    let outcome = outcome_index(key).ok_or_else(|| unknown_outcome(key))?;
    let source = Source {
        table: &results.table,
        outcome,
        primary: key == primary,
        quarters: &results.quarters,
        beside: None,
        width: f64::from(args.width),
        titled: true,
    };
    let Some(name) = args.chart.as_deref() else {
        if args.out.is_some() {
            return Err(Failure::Usage(format!("--out is for one chart: add --chart {}", names("|"))));
        }
        return print(&listed(&all(&source), &args.folder, &Look::detect()));
    };
    if !CHARTS.iter().any(|(known, _)| *known == name) {
        return Err(Failure::Usage(format!("no chart is called `{name}`; there are {}", names(", "))));
    }
    let drawn = chart(name, &source).ok_or_else(|| Failure::Usage(nothing_to_draw(name)))?;
    let text = format!("{}\n", drawn.svg);
    match &args.out {
        None => print(&text),
        Some(file) => {
            keep(file, "write the chart", &text, args.force)?;
            note(&drawn.finding);
            Ok(())
        }
    }
}

/// Reads results whose columns are those of this program's registry.
pub(super) fn open(folder: &Path) -> Result<Results, Failure> {
    let results = read(folder)?;
    let identity = &results.manifest.identity;
    if are_ours(&identity.outcomes) {
        return Ok(results);
    }
    let what = format!("its outcomes are not those of this program (it was made by {})", identity.version);
    Err(ResultsError::NotOurs { path: folder.to_owned(), what }.into())
}

/// A column is found by its place in the registry: another registry would give a wrong picture.
fn are_ours(outcomes: &[String]) -> bool {
    outcomes.iter().map(String::as_str).eq(OUTCOMES.iter().map(|outcome| outcome.key))
}

fn names(between: &str) -> String {
    CHARTS.map(|(key, _)| key).join(between)
}

fn unknown_outcome(key: &str) -> Failure {
    let hint = nearest(key, OUTCOMES.iter().map(|outcome| outcome.key))
        .map_or(String::new(), |near| format!("; the nearest name is `{near}`"));
    Failure::Usage(format!("no outcome is called `{key}`{hint} (balcony explain lists all names)"))
}

fn nothing_to_draw(name: &str) -> String {
    match name {
        "when" => "the chart `when` is of the primary outcome, of at least two strategies and two runs, with central parameters".to_owned(),
        "fan" => "the chart `fan` is of the primary outcome, of at least two runs and two quarters".to_owned(),
        "spread" => "the chart `spread` needs at least two strategies, and an outcome that moves by half of what matters".to_owned(),
        "flow" => "the chart `flow` needs the weekly series".to_owned(),
        _ => format!("the chart `{name}` needs at least two strategies"),
    }
}

/// Every chart with its finding and its numbers.
fn listed(charts: &[Chart], folder: &Path, look: &Look) -> String {
    let mut text = String::new();
    for chart in charts {
        text.push_str(&format!("{}\n", chart.key.to_uppercase()));
        for line in [&chart.finding, &chart.about].into_iter().flat_map(|said| wrap(said, look.width, look)) {
            text.push_str(&format!("{line}\n"));
        }
        // Where the numbers are too many for the terminal they are in the drawing.
        let lines = table(chart);
        if lines.iter().all(|line| width(line) <= look.width) {
            lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
        }
        text.push('\n');
    }
    let folder = folder.display();
    text + &format!(
        "To keep one ({}):\n  balcony plot {folder} --chart paired --out chart.svg\n",
        names(", ")
    )
}

/// The numbers of a chart in columns.
fn table(chart: &Chart) -> Vec<String> {
    let grid = &chart.grid;
    let all = || std::iter::once(&grid.heads).chain(&grid.rows);
    let columns: Vec<usize> =
        (0..grid.heads.len()).map(|at| all().map(|row| width(&row[at])).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let fill = " ".repeat(columns[at] - width(cell));
            line += &if at == 0 { format!("{cell}{fill}") } else { format!("  {fill}{cell}") };
        }
        line.trim_end().to_owned()
    };
    all().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_of_another_registry_are_not_drawn() {
        let ours: Vec<String> = OUTCOMES.iter().map(|outcome| outcome.key.to_owned()).collect();
        assert!(are_ours(&ours));
        assert!(!are_ours(&ours[1..]) && !are_ours(&ours[..ours.len() - 1]));
        let mut turned = ours;
        turned.swap(0, 1);
        assert!(!are_ours(&turned));
    }
}
