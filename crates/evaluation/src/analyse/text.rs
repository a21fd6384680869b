//! An analysis in words for a terminal of 80 columns, and the sentences that the HTML page shares.

use balcony_engine::registry::Outcome;

use super::order_reversals::Turn;
use super::{Findings, Quantity, View};
use balcony_doe::design::Analysis;
use balcony_doe::sensitivity::tree::Leaf;
use balcony_report::summary::{Look, apart, clean, fixed, list, signed, wrap};
use balcony_runs::experiment::stats::words;
use balcony_scenario::currency::in_currency;

/// Most factors in a table on a terminal. The others are only counted.
const MOST_SHOWN: usize = 12;
/// Wanted share of random variation in the points' means.
pub(super) const TARGET: f64 = 0.05;

/// The analysis as text.
pub fn text(findings: &Findings, look: &Look) -> String {
    let manifest = &findings.manifest;
    let mut out = String::new();
    let mut say = |line: &str| {
        for line in wrap(line, look.width, look) {
            out.push_str(&line);
            out.push('\n');
        }
    };
    say(&look.strong(&format!("{}, {}", clean(&manifest.title), clean(&manifest.authority))));
    if !manifest.question.is_empty() {
        say(&clean(&manifest.question));
    }
    say(&ground(findings));
    let factors = findings.factors();
    for view in &findings.views {
        out.push_str(&format!("\n{}\n", look.strong(&title(findings, view))));
        for line in [spread(findings, view), luck(findings, view)].into_iter().chain(gaps(findings, view)) {
            for line in wrap(&line, look.width.saturating_sub(2), look) {
                out.push_str(&format!("  {line}\n"));
            }
        }
        out.push_str(&table(view, &factors));
        for turn in view.turns.iter().filter(|turn| turn.turned) {
            for line in wrap(&turned(findings, view, turn), look.width.saturating_sub(2), look) {
                out.push_str(&format!("  {line}\n"));
            }
        }
    }
    if findings.regimes.is_some() {
        out.push_str(&format!("\n{}\n", look.strong("WHERE WHO IS BEST")));
        for line in regimes(findings) {
            for line in wrap(&line, look.width.saturating_sub(2), look) {
                out.push_str(&format!("  {line}\n"));
            }
        }
    }
    out.push('\n');
    for line in wrap(LIMITS, look.width, look) {
        out.push_str(&format!("{line}\n"));
    }
    out
}

/// Limits that every analysis must state.
pub(super) const LIMITS: &str = "Intervals cover the luck of the points that were drawn, not whether the model is right, and not how many figures are looked at. Shares are of the variance over the ranges that the experiment gives: other ranges give other shares.";

/// What the analysis rests on: points, runs, scenario.
pub(super) fn ground(findings: &Findings) -> String {
    let (manifest, identity) = (&findings.manifest, &findings.manifest.identity);
    let failed =
        if findings.failed == 0 { String::new() } else { format!("; {} runs failed", findings.failed) };
    format!(
        "{} of {} points ({}), {} replicates at most, the same luck at all of them; {}; baseline {}; seed {}{failed}",
        counted(identity.factors.len(), "factor"),
        identity.points,
        manifest.design.kind,
        identity.replicates,
        counted(identity.arms.len(), "strategy").replace("strategys", "strategies"),
        identity.baseline,
        identity.seed,
    )
}

fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// Heading of a view.
pub(super) fn title(findings: &Findings, view: &View) -> String {
    let outcome = Findings::outcome(view);
    let identity = &findings.manifest.identity;
    match view.what {
        Quantity::Level => format!("{} under {}", outcome.title, identity.baseline),
        Quantity::Difference(arm) => {
            format!("{}: {} less {}", outcome.title, identity.arms[arm], identity.baseline)
        }
    }
}

fn number(outcome: &Outcome, view: &View, value: f64) -> String {
    // One digit more than usual, so that a fraction of the smallest effect of interest is visible.
    let digits = outcome.digits.saturating_add(1);
    if view.what == Quantity::Level { fixed(value, digits) } else { signed(value, digits) }
}

/// Mean and range of the points' means.
pub(super) fn spread(findings: &Findings, view: &View) -> String {
    let outcome = Findings::outcome(view);
    if view.mean.is_nan() {
        return "No point has a value.".to_owned();
    }
    let say = |value| number(outcome, view, value);
    format!(
        "Mean {} ({}); points from {} to {}; from {} on a difference matters.",
        say(view.mean),
        in_currency(outcome.unit.to_owned(), &findings.manifest.currency),
        say(view.range.0),
        say(view.range.1),
        fixed(view.yardstick.size(), outcome.digits)
    )
}

/// What is left out of a view, and why.
pub(super) fn gaps(findings: &Findings, view: &View) -> Vec<String> {
    let mut said = Vec::new();
    if view.no_value > 0 {
        said.push(format!(
            "{} of {} runs have no value of it and are left out.",
            thousands(view.no_value),
            thousands(findings.came_through)
        ));
    }
    if let Some((lost, all)) = view.lost.filter(|(lost, _)| *lost > 0) {
        let what = match findings.manifest.design.kind.analysis() {
            Analysis::ElementaryEffects => "trajectories",
            Analysis::SobolIndices | Analysis::AnySample => "base rows",
        };
        said.push(format!(
            "{} of {} {what} are left out: one of their points has no value, because its runs failed or gave none, and indices need {what} with all {} points.",
            thousands(lost as u64),
            thousands(all as u64),
            findings.manifest.design.block
        ));
    }
    said
}

fn percent(share: f64) -> String {
    match share * 100.0 {
        little if little > 0.0 && little < 1.0 => "under 1 %".to_owned(),
        percent => format!("{percent:.0} %"),
    }
}

/// How much of the variation is random, and how many replicates are needed.
pub(super) fn luck(findings: &Findings, view: &View) -> String {
    let Some(noise) = &view.noise else {
        return "Luck: unknown; it takes two points, and two replicates of one.".to_owned();
    };
    let (Some(run), Some(now)) = (noise.luck_of_a_run(), noise.share_now) else {
        return "Nothing varies, neither with the points nor by luck.".to_owned();
    };
    // If parameters are sampled, another replicate may also mean another parameter sample.
    let drawn =
        if findings.manifest.identity.draws > 0 { " and parameter uncertainty, together" } else { "" };
    let mut said = format!(
        "Luck{drawn}: {} of the spread of single runs; {} of the spread of the points' means as they are",
        percent(run),
        percent(now)
    );
    match noise.replicates_for_share(TARGET) {
        _ if now <= TARGET => said.push_str(", which is little"),
        Some(replicates) => {
            said.push_str(&format!("; {} replicates of a point bring it to 5 %", thousands(replicates)))
        }
        None => said.push_str("; the factors have no effect that can be distinguished from luck"),
    }
    let mostly = if now > 0.5 { " What moves it, below, is mostly luck." } else { "" };
    format!("{said}.{mostly}")
}

pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Headings of the two columns of indices.
pub(super) fn heads(view: &View) -> (&'static str, &'static str) {
    if view.morris.is_some() {
        ("mean effect", "sigma")
    } else if view.sobol.is_some() {
        ("total", "alone")
    } else {
        ("shift", "alone")
    }
}

/// Decimal places of a view's indices: effects are in the outcome's unit, shares have two.
pub(super) fn places(view: &View) -> u8 {
    if view.morris.is_some() { Findings::outcome(view).digits.saturating_add(1) } else { 2 }
}

fn table(view: &View, factors: &[&str]) -> String {
    let figures = view.figures(factors.len());
    if figures.iter().all(|figure| figure.main.is_none() && figure.shift.is_none()) {
        return format!("  {}\n", nothing(view));
    }
    let (main, second) = heads(view);
    let shift = if view.sobol.is_some() { "shift" } else { "" };
    let mut text = format!("  {:<26}{main:>11}  {:<15}{second:>7}  {:<9}{shift:>6}\n", "factor", "95 %", "");
    let digits = places(view);
    let value =
        |figure: Option<(f64, f64, f64)>| figure.map_or("-".to_owned(), |(value, ..)| fixed(value, digits));
    let span = |figure: Option<(f64, f64, f64)>| {
        figure.map_or(String::new(), |(_, low, high)| {
            format!("{} to {}", fixed(low, digits), fixed(high, digits))
        })
    };
    for factor in view.ranking(factors.len()).into_iter().take(MOST_SHOWN) {
        let figure = figures[factor];
        let first = figure.main.or(figure.shift);
        let shift = if view.sobol.is_some() { value(figure.shift) } else { String::new() };
        let name = apart(factors[factor], factors, 25, "~", |name| name.chars().take(25).collect());
        let line = format!(
            "  {name:<26}{:>11}  {:<15}{:>7}  {:<9}{shift:>6}",
            value(first),
            span(first),
            value(figure.second),
            ""
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if let (Some(nothing), None) = (view.nothing, &view.sobol) {
        text.push_str(&format!("  {:<26}{:>11}\n", "(one that does nothing)", fixed(nothing, 2)));
    }
    if factors.len() > MOST_SHOWN {
        text.push_str(&format!("  and {} more, each of less\n", factors.len() - MOST_SHOWN));
    }
    text
}

/// Why a view has no indices.
pub(super) fn nothing(view: &View) -> String {
    let flat = matches!(&view.sobol, Some(sobol) if sobol.indices.is_err())
        || view.given.iter().flatten().any(|data| data.measures.is_err());
    if flat {
        "It is the same at every point: no factor moves it.".to_owned()
    } else {
        "Too few points for indices.".to_owned()
    }
}

/// Describes a factor that reverses an order.
pub(super) fn turned(findings: &Findings, view: &View, turn: &Turn) -> String {
    let outcome = Findings::outcome(view);
    let column = &findings.manifest.identity.factors[turn.factor];
    let say = |(mean, range): (f64, balcony_runs::experiment::stats::Interval)| {
        let digits = outcome.digits.saturating_add(1);
        format!("{} ({} to {})", signed(mean, digits), signed(range.low, digits), signed(range.high, digits))
    };
    let by = if turn.matters { ", by as much as matters" } else { ", by too little to matter" };
    format!(
        "{} turns the order round{by}: {} up to {}, {} from {} on.",
        column.name,
        say(turn.low),
        short(turn.cuts.0),
        say(turn.high),
        short(turn.cuts.1)
    )
}

/// A factor value with few digits.
pub(super) fn short(value: f64) -> String {
    let digits = match value.abs() {
        big if big >= 100.0 => 0,
        middle if middle >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Which strategy is best where: shares, and what separates them.
pub(super) fn regimes(findings: &Findings) -> Vec<String> {
    let Some(map) = &findings.regimes else { return Vec::new() };
    let arms = &findings.manifest.identity.arms;
    let all = map.judged();
    let share = |count: usize| format!("{count} of {all}");
    let won: Vec<String> = arms.iter().zip(&map.best).map(|(arm, count)| format!("{arm} {count}")).collect();
    let outcome = balcony_engine::measure::OUTCOMES.get(map.outcome).map_or("", |outcome| outcome.title);
    let mut said = vec![format!(
        "{outcome}, point by point: clearly best {}; {} in {}, {} in {}, {} in {}.",
        list(&won),
        words::NO_DIFFERENCE,
        share(map.no_difference),
        words::SEVERAL,
        share(map.several),
        words::CANNOT_TELL,
        share(map.cannot_tell)
    )];
    if map.several > 0 {
        let top: Vec<String> =
            arms.iter().zip(&map.top).map(|(arm, count)| format!("{arm} {count}")).collect();
        said.push(format!(
            "Where somebody is clearly worse, at the top alone or with others: {}.",
            list(&top)
        ));
    }
    if map.left_out > 0 {
        said.push(format!("{} points have too few runs to be judged.", map.left_out));
    }
    said.push("All points use the same random numbers, so a chance result at one point recurs at others. A share of \"clearly best\" that is not near all may be luck.".to_owned());
    match &map.tree {
        None => said.push("No factor separates these places.".to_owned()),
        Some(tree) => {
            said.push("What separates them best, in at most two questions (a description of these points, not a test):".to_owned());
            said.extend(tree.leaves().iter().map(|leaf| way(findings, leaf)));
        }
    }
    said
}

/// Describes a leaf of the tree.
fn way(findings: &Findings, leaf: &Leaf) -> String {
    let Some(map) = &findings.regimes else { return String::new() };
    let factors = findings.factors();
    let step = |(factor, above, cut): &(usize, bool, f64)| {
        let words = &map.words[*factor];
        if words.is_empty() {
            return format!(
                "{} {} {}",
                factors[*factor],
                if *above { "above" } else { "up to" },
                short(*cut)
            );
        }
        let inside: Vec<String> = words
            .iter()
            .enumerate()
            .filter(|(at, _)| (*at as f64 > *cut) == *above)
            .map(|(_, word)| word.clone())
            .collect();
        format!("{} {}", factors[*factor], inside.join(" or "))
    };
    let all: usize = leaf.counts.iter().sum();
    let class = |at: usize| match at.checked_sub(map.best.len()) {
        None => format!("{} clearly best", findings.manifest.identity.arms[at]),
        Some(0) => words::SEVERAL.to_owned(),
        Some(1) => words::NO_DIFFERENCE.to_owned(),
        _ => words::CANNOT_TELL.to_owned(),
    };
    let mut order: Vec<usize> = (0..leaf.counts.len()).filter(|at| leaf.counts[*at] > 0).collect();
    order.sort_by(|a, b| leaf.counts[*b].cmp(&leaf.counts[*a]).then(a.cmp(b)));
    let shares: Vec<String> = order
        .into_iter()
        .map(|at| format!("{} {}", class(at), percent(leaf.counts[at] as f64 / all as f64)))
        .collect();
    format!(
        "- {} ({all} points): {}.",
        leaf.way.iter().map(step).collect::<Vec<_>>().join(", "),
        shares.join(", ")
    )
}

/// One sentence that says which factors move a view.
pub(super) fn finding(findings: &Findings, view: &View) -> String {
    let factors = findings.factors();
    let figures = view.figures(factors.len());
    let title = title(findings, view);
    let floor = view.floor(findings.manifest.design.levels);
    let told = |factor: &usize| {
        let figure = figures[*factor];
        figure.main.or(figure.shift).is_some_and(|(_, low, _)| low > floor)
    };
    let some: Vec<String> = view
        .ranking(factors.len())
        .into_iter()
        .filter(told)
        .take(3)
        .map(|at| factors[at].to_owned())
        .collect();
    match some.len() {
        0 => format!("{title}: no factor can be told to move it."),
        1 => format!("{title}: {} moves it most.", some[0]),
        _ => format!("{title}: {} move it most, in this order.", list(&some)),
    }
}
