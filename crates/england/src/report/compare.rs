//! The text of `compare`: the answer first, then every policy against the base.

use super::answer::{size, small};
use super::{answer, cut, heading, left, name_columns, push, right, unit};
use crate::compare::{CountOfRegion, OF_REGIONS, foremost, moved, others, pair, regions};
use crate::figures::{ROWS, position};
use crate::replicates::Runs;
use crate::scenario::National;
use balcony_engine::registry::Better;
use balcony_report::summary::{Look, clean, fixed, interval, item, list, many, signed, wrap};
use balcony_study::experiment::stats::words::SIGNS;
use balcony_study::experiment::stats::{Paired, Verdict, mean};

/// Most figures that the first lines name as moved.
const MOVED: usize = 3;
/// Policies beside each other in a table.
const BESIDE: usize = 3;
/// Columns of a year.
const YEAR: usize = 7;
/// Figures that are shown whether anything moved or not.
const ALWAYS: [&str; 6] = ["changes", "interims-in-post", "failed", "tenure", "applicants", "spent"];

/// The whole text.
pub fn compare(national: &National, runs: &Runs, look: &Look) -> String {
    let mut out = String::new();
    super::head(national, true, look, &mut out);
    first(national, runs, look, &mut out);
    if national.policies.len() > 1 {
        primary(national, runs, look, &mut out);
        by_year(national, runs, look, &mut out);
        figures(national, runs, look, &mut out);
        by_region(national, runs, look, &mut out);
    }
    out.push('\n');
    let luck = format!(
        "Luck: the intervals cover the luck of {}. Not known: how true the model and its parameters are. What programmes do to \
         people, and all margins, are assumptions. A difference in the model is a reason to look, not a proof.",
        many(national.replicates.into(), "paired run", "paired runs")
    );
    out.push_str(&item("", &luck, look));
    out
}

/// The answer, what moved, the price.
fn first(national: &National, runs: &Runs, look: &Look, out: &mut String) {
    heading("answer", "", look, out);
    let said = answer(national, runs);
    wrap(&clean(&said), look.width, look)
        .iter()
        .for_each(|line| out.push_str(&format!("{}\n", look.strong(line))));
    let Some((policy, _)) = foremost(national, runs) else { return };
    let name = &national.policies[policy].name;
    let money = position("spent");
    let moved: Vec<_> = moved(national, runs, policy)
        .into_iter()
        .filter(|(figure, _)| Some(*figure) != money && ROWS[*figure].better != Better::Neither)
        .take(MOVED)
        .collect();
    if moved.is_empty() {
        out.push_str(&item("", &format!("Nothing else is clearly better or worse under {name}."), look));
    }
    for (figure, pair) in moved {
        let row = &ROWS[figure];
        let way = if pair.difference < 0.0 { "lower" } else { "higher" };
        let verdict = pair.verdict.words(row.better);
        let line = format!(
            "{}: {verdict} under {name}, {} {way} ({})",
            row.title,
            size(figure, &pair),
            levels(&pair, figure)
        );
        out.push_str(&item("- ", &line, look));
    }
    if let Some(spent) = money {
        let pair = pair(national, runs, policy, spent);
        let price = match pair.verdict {
            Verdict::NoDifference => format!("{name} costs no more in programmes."),
            _ => {
                let more = if pair.difference < 0.0 { "less" } else { "more" };
                format!("{name} costs {} a year {more} in programmes.", size(spent, &pair))
            }
        };
        out.push_str(&item("Price: ", &if look.unicode { price } else { price.replace('£', "GBP ") }, look));
    }
}

/// `38.2 under the base, 35.9 under it`.
fn levels(pair: &Paired, figure: usize) -> String {
    let digits = ROWS[figure].digits;
    let base = pair.yardstick.level;
    format!("{} to {}", fixed(base, digits), fixed(base + pair.difference, digits))
}

/// The primary figure under every policy: level, difference, interval, verdict.
fn primary(national: &National, runs: &Runs, look: &Look, out: &mut String) {
    let figure = national.primary;
    let row = &ROWS[figure];
    let base = &national.policies[national.base];
    heading(row.title, &unit(row, look), look, out);
    let names = name_columns(national);
    let line = |cells: [&str; 6]| {
        let [name, level, difference, share, interval, verdict] = cells;
        format!(
            "{}{}{}{}  {}  {verdict}",
            left(name, names, look),
            right(level, 8, look),
            right(difference, 9, look),
            right(share, 7, look),
            right(interval, 18, look)
        )
    };
    push(&line(["policy", "level", "against", "share", "95 % interval", "verdict"]), out);
    let level = mean(runs.figure(national.base, figure));
    push(&line([&base.name, &fixed(level, row.digits), "base", "", "", ""]), out);
    for policy in others(national) {
        let pair = pair(national, runs, policy, figure);
        let cells = [
            &national.policies[policy].name[..],
            &fixed(pair.yardstick.level + pair.difference, row.digits),
            &signed(pair.difference, row.digits),
            &share(&pair),
            &interval(pair.interval, row.digits),
            pair.verdict.short(row.better),
        ];
        push(&line(cells), out);
    }
    let matters = row.margin.at(level);
    let by_share = row.margin.share * level.abs() > row.margin.floor;
    let how = if by_share { format!(", {}", row.margin) } else { String::new() };
    let rule = format!(
        "What matters: {}{how} (assumption). clearly: the interval excludes 0, the mean is beyond what matters; a little: it excludes 0, \
         and the mean is not beyond it; no difference: all of it smaller than matters; cannot tell: neither.",
        fixed(matters, row.digits.max(1))
    );
    wrap(&rule, look.width, look).iter().for_each(|line| out.push_str(&format!("{}\n", look.faint(line))));
    for policy in national.policies.iter().filter(|policy| policy.title != policy.name) {
        out.push_str(&item(&format!("  {}: ", policy.name), &clean(&policy.title), look));
    }
}

/// The mean difference of every policy on the primary figure, year by year: whether it lasts.
fn by_year(national: &National, runs: &Runs, look: &Look, out: &mut String) {
    let (figure, years) = (national.primary, national.years() as usize);
    let names = name_columns(national);
    let columns = ((look.width - names) / YEAR).min(years);
    if columns < 2 {
        return;
    }
    // The first year, the last, and others at even distances.
    let shown: Vec<usize> = (0..columns).map(|at| at * (years - 1) / (columns - 1)).collect();
    let row = &ROWS[figure];
    let base = &national.policies[national.base].name;
    let what = format!("mean difference to {base} in the year to {}", national.month_of_end());
    heading("by year", &what, look, out);
    let mut line = left("", names, look);
    shown.iter().for_each(|year| line.push_str(&right(&national.ends(*year as u32).to_string(), YEAR, look)));
    push(&line, out);
    for policy in others(national) {
        let mut line = left(&national.policies[policy].name, names, look);
        for year in &shown {
            let [of, base] = [policy, national.base].map(|policy| mean(&runs.year(policy, figure, *year)));
            let digits = if (of - base).abs() < 100.0 { row.digits } else { 0 };
            line.push_str(&right(&signed(of - base, digits), YEAR, look));
        }
        push(&line, out);
    }
}

/// A difference as a signed share of the base.
fn share(pair: &Paired) -> String {
    match pair.yardstick.share_of_level(pair.difference) {
        Some(share) if pair.difference != 0.0 => {
            let percent = 100.0 * share;
            format!("{} %", signed(percent, u8::from(percent.abs() < 9.95)))
        }
        _ => "-".to_owned(),
    }
}

/// Other figures: those that are always shown, and those that clearly moved under some policy.
fn figures(national: &National, runs: &Runs, look: &Look, out: &mut String) {
    let pairs: Vec<Vec<Paired>> = others(national)
        .map(|policy| (0..ROWS.len()).map(|figure| pair(national, runs, policy, figure)).collect())
        .collect();
    let shown = |figure: &usize| {
        *figure != national.primary
            && (ALWAYS.contains(&ROWS[*figure].key) || pairs.iter().any(|of| of[*figure].verdict.is_clear()))
    };
    let figures: Vec<usize> = (0..ROWS.len()).filter(shown).collect();
    let all: Vec<usize> = others(national).collect();
    for (chunk, policies) in all.chunks(BESIDE).enumerate() {
        let base = &national.policies[national.base].name;
        let what = format!("{base}'s level, then the difference to it, and its verdict");
        heading(if chunk == 0 { "other figures" } else { "continued" }, &what, look, out);
        let mut line = format!("{}{}", left("", 28, look), right(base, 7, look));
        for policy in policies {
            line.push_str(&right(&cut(&national.policies[*policy].name, 14, look), 15, look));
        }
        push(&line, out);
        for figure in &figures {
            let row = &ROWS[*figure];
            let level = mean(runs.figure(national.base, *figure));
            let mut line =
                format!("{}{}", left(row.title, 28, look), right(&fixed(level, row.digits), 7, look));
            for column in 0..policies.len() {
                let pair = &pairs[chunk * BESIDE + column][*figure];
                let sign = pair.verdict.sign(row.better);
                let cell = format!("{} {}", signed(pair.difference, row.digits), left(sign, 7, look));
                line.push_str(&right(&cell, 15, look));
            }
            push(&line, out);
        }
    }
    let rest = ROWS.len() - 1 - figures.len();
    let note =
        format!("{SIGNS}. {rest} more figures moved clearly under no policy: --json and --out have all.");
    wrap(&note, look.width, look).iter().for_each(|line| out.push_str(&format!("{}\n", look.faint(line))));
}

/// One policy in every region.
fn by_region(national: &National, runs: &Runs, look: &Look, out: &mut String) {
    let Some((policy, _)) = foremost(national, runs) else { return };
    let name = &national.policies[policy].name;
    let what = &OF_REGIONS[0];
    heading("by region", &format!("weeks without a permanent director, a post and year; {name}"), look, out);
    let line = |cells: [&str; 6]| {
        let [name, posts, level, difference, interval, verdict] = cells;
        format!(
            "{}{}{}{}  {}  {verdict}",
            left(name, 26, look),
            right(posts, 5, look),
            right(level, 8, look),
            right(difference, 9, look),
            right(interval, 16, look)
        )
    };
    let base = &national.policies[national.base].name;
    push(&line(["", "posts", base, "against", "95 % interval", ""]), out);
    for region in regions(national) {
        let count = CountOfRegion { national, runs, region: &region, what };
        let (pair, level) = (count.pair(policy), mean(&count.under(national.base)));
        let cells = [
            region.name,
            &region.places.len().to_string(),
            &fixed(level, what.digits),
            &signed(pair.difference, what.digits),
            &interval(pair.interval, what.digits),
            pair.verdict.sign(Better::Lower),
        ];
        push(&line(cells), out);
    }
    let unlike: Vec<String> = others(national)
        .filter(|other| *other != policy)
        .map(|other| national.policies[other].name.clone())
        .collect();
    if !unlike.is_empty() {
        let note = format!("{} by region: --out DIR writes regions.csv.", small(&list(&unlike)));
        wrap(&note, look.width, look)
            .iter()
            .for_each(|line| out.push_str(&format!("{}\n", look.faint(line))));
    }
}
