//! An analysis as a self-contained HTML page in the style of the report.

use super::regimes::{PointVerdict, Regimes};
use super::text::{
    LIMITS, finding, gaps, ground, heads, luck, nothing, places, regimes, spread, title, turned,
};
use super::{Findings, Quantity, View};
use balcony_report::charts::indices::{Bar, Indices, indices};
use balcony_report::charts::regimes::{Axis, Mark, Regimes as Map, regimes as map};
use balcony_report::charts::{DrawnChart, Grid};
use balcony_report::report::html::{Drawings, fold, lines, list, part, table};
use balcony_report::summary::{clean, signed};
use balcony_runs::experiment::stats::words;
use balcony_scenario::currency::in_currency;
use maud::{Markup, html};

/// Widths of the two versions of each chart.
const WIDTHS: (f64, f64) = (720.0, 340.0);
/// Most factors in a chart. The table of numbers has all of them.
const MOST_DRAWN: usize = 20;

/// The page of an analysis.
pub fn page(findings: &Findings) -> String {
    let manifest = &findings.manifest;
    let heading = format!("What moves it: {}", clean(&manifest.title));
    let mut drawings = Drawings::default();
    let contents = html! {
        header {
            h1 { (heading) }
            p class="quiet" { (clean(&manifest.authority)) ". " (ground(findings)) "." }
        }
        main id="main" {
            @if !manifest.question.is_empty() { p class="question" { (clean(&manifest.question)) } }
            (part("luck", "How much of it is luck"))
            p {
                "Luck is what differs between replicates of the same point. Indices below are of the \
                 points' means over their replicates: where luck is a great part of these, an index is a \
                 share of luck too."
            }
            (table("Luck and points", &luck_table(findings), &[]))
            (part("moves", "What moves each outcome"))
            @for view in &findings.views { (moves(findings, view, &mut drawings)) }
            (part("turns", "What reverses a ranking"))
            (turns(findings))
            @if let Some(found) = &findings.regimes { (best(findings, found, &mut drawings)) }
            (part("cannot", "What this cannot say"))
            p { (LIMITS) }
            (part("again", "How to reproduce and cite it"))
            (again(findings))
        }
    };
    balcony_report::report::html::page(&heading, None, contents)
}

/// What moves one outcome.
fn moves(findings: &Findings, view: &View, drawings: &mut Drawings) -> Markup {
    let said = [spread(findings, view), luck(findings, view)].into_iter().chain(gaps(findings, view));
    html! {
        h3 { (title(findings, view)) }
        p { (said.collect::<Vec<_>>().join(" ")) }
        @if let Some(wide) = drawn(findings, view, WIDTHS.0) {
            p { (wide.finding) }
            (drawings.chart(&wide, drawn(findings, view, WIDTHS.1).as_ref(), true))
        } @else {
            p { (nothing(view)) }
        }
    }
}

/// Where who is best.
fn best(findings: &Findings, found: &Regimes, drawings: &mut Drawings) -> Markup {
    let said = regimes(findings);
    let points: Vec<&str> = said.iter().filter_map(|line| line.strip_prefix("- ")).collect();
    html! {
        (part("regimes", "Where who is best"))
        @for line in said.iter().filter(|line| !line.starts_with("- ")) { p { (line) } }
        @if !points.is_empty() { (list(points)) }
        @if let Some(wide) = mapped(findings, found, WIDTHS.0) {
            (drawings.chart(&wide, mapped(findings, found, WIDTHS.1).as_ref(), true))
        }
    }
}

fn again(findings: &Findings) -> Markup {
    let manifest = &findings.manifest;
    let identity = &manifest.identity;
    let rows = manifest.rows.as_ref().map_or("", |facts| facts.sha256.as_str());
    html! {
        p { "Command: " (clean(&manifest.command.join(" "))) }
        p class="digest" {
            "Balcony " (identity.version) ", engine " (identity.engine) ", seed " (identity.seed)
            "; scenario " (identity.scenario_hash) ", experiment " (identity.experiment_hash)
            " (SHA-256); rows " (rows) "."
        }
        (fold("The experiment", lines(&manifest.experiment)))
    }
}

fn luck_table(findings: &Findings) -> Grid {
    let heads = ["figure", "luck in a single run", "luck in the points' means", "replicates for 5 %"];
    let mut grid = Grid { heads: heads.map(str::to_owned).to_vec(), rows: Vec::new() };
    let percent =
        |share: Option<f64>| share.map_or("-".to_owned(), |share| format!("{:.1} %", share * 100.0));
    for view in &findings.views {
        let noise = view.noise.as_ref();
        grid.rows.push(vec![
            title(findings, view),
            percent(noise.and_then(|noise| noise.luck_of_a_run())),
            percent(noise.and_then(|noise| noise.share_now)),
            noise
                .and_then(|noise| noise.replicates_for_share(super::text::TARGET))
                .map_or("-".to_owned(), super::text::thousands),
        ]);
    }
    grid
}

/// The chart of a view.
fn drawn(findings: &Findings, view: &View, width: f64) -> Option<DrawnChart> {
    let names = findings.factors();
    let figures = view.figures(names.len());
    let bars: Vec<Bar> = view
        .ranking(names.len())
        .into_iter()
        .filter_map(|at| {
            let main = figures[at].main.or(figures[at].shift)?;
            Some(Bar { name: names[at].to_owned(), main, second: figures[at].second })
        })
        .take(MOST_DRAWN)
        .collect();
    let outcome = Findings::outcome(view);
    let (about, unit) = if view.morris.is_some() {
        (
            "Morris' elementary effects: the mean size of the change when a factor alone moves over its whole range; the diamond is sigma, how much that change differs from place to place (bends, and what factors do together).",
            &*in_currency(outcome.unit.to_owned(), &findings.manifest.currency),
        )
    } else if view.sobol.is_some() {
        (
            "Shares of the variance over the points: the bar is the total index, what would stay if all other factors were known; the diamond what would go if this factor alone were known. Lines are 95 % intervals. Where bar and diamond differ, factors work together.",
            "share of the variance",
        )
    } else {
        (
            "The bar is Borgonovo's delta: how far knowing the factor shifts the whole distribution, tails included, from 0 to 1. The diamond is the share of the variance that would go if it were known.",
            "0 to 1",
        )
    };
    let what = Indices {
        finding: &finding(findings, view),
        about,
        heads: heads(view),
        unit,
        digits: places(view),
        bars: &bars,
    };
    indices(&what, width, false)
}

/// The caption of the table of what reverses a ranking.
const ENDS: &str = "The difference at the low and the high end of each factor: a third of the points each, \
                    more where values are few";

fn turns(findings: &Findings) -> Markup {
    let heads = ["difference", "factor", "where it is low", "95 %", "where it is high", "95 %", "turned"];
    let mut grid = Grid { heads: heads.map(str::to_owned).to_vec(), rows: Vec::new() };
    let mut said = Vec::new();
    for view in findings.views.iter().filter(|view| view.what != Quantity::Level) {
        let digits = Findings::outcome(view).digits.saturating_add(1);
        for turn in &view.turns {
            let name = title(findings, view);
            if turn.turned {
                said.push(format!("{name}: {}", turned(findings, view, turn)));
            }
            let span = |range: balcony_runs::experiment::stats::Interval| {
                format!("{} to {}", signed(range.low, digits), signed(range.high, digits))
            };
            grid.rows.push(vec![
                name,
                findings.manifest.identity.factors[turn.factor].name.clone(),
                signed(turn.low.0, digits),
                span(turn.low.1),
                signed(turn.high.0, digits),
                span(turn.high.1),
                match (turn.turned, turn.matters) {
                    (_, true) => "yes, by as much as matters",
                    (true, _) => "yes, by too little to matter",
                    _ => "no",
                }
                .to_owned(),
            ]);
        }
    }
    html! {
        @if grid.rows.is_empty() {
            p {
                "One strategy, too few points, or a design of trajectories: nothing can be said of what \
                 reverses a ranking."
            }
        } @else {
            @if said.is_empty() {
                p {
                    "No factor reverses a ranking: nowhere do the intervals of its low and its high \
                     end lie on different sides of zero."
                }
            } @else {
                (list(said))
            }
            (fold("All factors and differences", table(ENDS, &grid, &[1, 6])))
        }
    }
}

/// Map of the two factors that separate best. If nothing separates, the first two factors.
fn mapped(findings: &Findings, found: &Regimes, width: f64) -> Option<DrawnChart> {
    let mut axes: Vec<usize> = Vec::new();
    if let Some(tree) = &found.tree {
        for leaf in tree.leaves() {
            for (factor, ..) in leaf.way {
                if !axes.contains(&factor) {
                    axes.push(factor);
                }
            }
        }
    }
    axes.extend((0..found.factors.len()).filter(|factor| !axes.contains(factor)).collect::<Vec<_>>());
    let (across, up) = (*axes.first()?, *axes.get(1)?);
    let names = findings.factors();
    let mark = |found: PointVerdict| match found {
        PointVerdict::Best(arm) => Mark::Best(arm),
        PointVerdict::Several => Mark::Several,
        PointVerdict::NoDifference => Mark::NoDifference,
        PointVerdict::CannotTell => Mark::CannotTell,
    };
    let points: Vec<(f64, f64, Mark)> = found
        .points
        .iter()
        .enumerate()
        .map(|(at, (_, what))| (found.factors[across][at], found.factors[up][at], mark(*what)))
        .collect();
    let arms = &findings.manifest.identity.arms;
    let mut grid = Grid { heads: vec!["found".into(), "points".into(), "share".into()], rows: Vec::new() };
    let all = found.judged() as f64;
    let mut row = |name: String, count: usize| {
        grid.rows.push(vec![name, count.to_string(), format!("{:.1} %", 100.0 * count as f64 / all)]);
    };
    arms.iter().zip(&found.best).for_each(|(arm, count)| row(format!("{arm} clearly best"), *count));
    row(words::SEVERAL.to_owned(), found.several);
    row(words::NO_DIFFERENCE.to_owned(), found.no_difference);
    row(words::CANNOT_TELL.to_owned(), found.cannot_tell);
    let told: usize = found.best.iter().sum();
    let finding = format!("One strategy is clearly best at {told} of {} points.", found.judged());
    let about = format!(
        "Every point of the sample between {} and {}; what other factors are there differs from point to point.",
        names[across], names[up]
    );
    let axis = |factor: usize| Axis { name: names[factor], words: &found.words[factor] };
    let what = Map {
        finding: &finding,
        about: &about,
        arms,
        axes: (axis(across), axis(up)),
        points: &points,
        grid: &grid,
    };
    map(&what, width, false)
}
