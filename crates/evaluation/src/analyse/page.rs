//! An analysis as a self-contained HTML page in the style of the report.

use super::regimes::{PointVerdict, Regimes};
use super::text::{
    LIMITS, finding, gaps, ground, heads, luck, nothing, places, regimes, spread, title, turned,
};
use super::{Findings, View, What};
use crate::charts::indices::{Bar, Indices, indices};
use crate::charts::regimes::{Axis, Mark, Regimes as Map, regimes as map};
use crate::charts::{Chart, Grid};
use crate::currency::in_currency;
use crate::experiment::stats::words;
use crate::report::Html;
use crate::summary::{clean, signed};

/// Widths of the two versions of each chart.
const WIDTHS: (f64, f64) = (720.0, 340.0);
/// Most factors in a chart. The table of numbers has all of them.
const MOST_DRAWN: usize = 20;

/// The page of an analysis.
pub fn page(findings: &Findings) -> String {
    let manifest = &findings.manifest;
    let heading = format!("What moves it: {}", clean(&manifest.title));
    let mut html = Html::default();
    html.raw("<header>\n").element("h1", &heading);
    html.element("p class=\"quiet\"", &format!("{}. {}.", clean(&manifest.authority), ground(findings)));
    html.raw("</header>\n<main id=\"main\">\n");
    if !manifest.question.is_empty() {
        html.element("p class=\"question\"", &clean(&manifest.question));
    }
    html.part("luck", "How much of it is luck");
    html.element("p", "Luck is what differs between replicates of the same point. Indices below are of the points' means over their replicates: where luck is a great part of these, an index is a share of luck too.");
    html.table("Luck and points", &luck_table(findings), &[]);
    html.part("moves", "What moves each outcome");
    for view in &findings.views {
        html.element("h3", &title(findings, view));
        let said = [spread(findings, view), luck(findings, view)].into_iter().chain(gaps(findings, view));
        html.element("p", &said.collect::<Vec<_>>().join(" "));
        match (drawn(findings, view, WIDTHS.0), drawn(findings, view, WIDTHS.1)) {
            (Some(wide), narrow) => html.element("p", &wide.finding).chart(&wide, narrow.as_ref(), true),
            (None, _) => html.element("p", &nothing(view)),
        };
    }
    html.part("turns", "What turns an order round");
    turns(findings, &mut html);
    if let Some(found) = &findings.regimes {
        html.part("regimes", "Where who is best");
        let said = regimes(findings);
        for line in said.iter().filter(|line| !line.starts_with("- ")) {
            html.element("p", line);
        }
        if said.iter().any(|line| line.starts_with("- ")) {
            html.list("ul", said.iter().filter_map(|line| line.strip_prefix("- ")).map(str::to_owned));
        }
        if let Some(wide) = mapped(findings, found, WIDTHS.0) {
            html.chart(&wide, mapped(findings, found, WIDTHS.1).as_ref(), true);
        }
    }
    html.part("cannot", "What this cannot say");
    html.element("p", LIMITS);
    html.part("again", "How to reproduce and cite it");
    html.element("p", &format!("Command: {}", clean(&manifest.command.join(" "))));
    let identity = &manifest.identity;
    html.element(
        "p class=\"digest\"",
        &format!(
            "Balcony {}, engine {}, seed {}; scenario {}, experiment {} (SHA-256); rows {}.",
            identity.version,
            identity.engine,
            identity.seed,
            identity.scenario_hash,
            identity.experiment_hash,
            manifest.rows.as_ref().map_or("", |facts| facts.sha256.as_str())
        ),
    );
    html.raw("<details><summary>The experiment</summary>\n<pre tabindex=\"0\">");
    html.raw(&crate::charts::escape(&manifest.experiment)).raw("</pre>\n</details>\n</main>\n");
    html.page(&heading, "")
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
fn drawn(findings: &Findings, view: &View, width: f64) -> Option<Chart> {
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

fn turns(findings: &Findings, html: &mut Html) {
    let heads = ["difference", "factor", "where it is low", "95 %", "where it is high", "95 %", "turned"];
    let mut grid = Grid { heads: heads.map(str::to_owned).to_vec(), rows: Vec::new() };
    let mut said = Vec::new();
    for view in findings.views.iter().filter(|view| view.what != What::Level) {
        let digits = Findings::outcome(view).digits.saturating_add(1);
        for turn in &view.turns {
            let name = title(findings, view);
            if turn.turned {
                said.push(format!("{name}: {}", turned(findings, view, turn)));
            }
            let span = |range: crate::experiment::stats::Interval| {
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
    if grid.rows.is_empty() {
        html.element("p", "One strategy, too few points, or a design of trajectories: nothing can be said of what turns an order round.");
        return;
    }
    if said.is_empty() {
        html.element("p", "No factor turns an order round: nowhere do the intervals of its low and its high end lie on different sides of zero.");
    } else {
        html.list("ul", said);
    }
    html.raw("<details><summary>All factors and differences</summary>\n");
    html.table("The difference at the low and the high end of each factor: a third of the points each, more where values are few", &grid, &[1, 6]);
    html.raw("</details>\n");
}

/// Map of the two factors that separate best. If nothing separates, the first two factors.
fn mapped(findings: &Findings, found: &Regimes, width: f64) -> Option<Chart> {
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
