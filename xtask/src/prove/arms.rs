//! What the five arms achieve in the shipped scenarios, published as found.

mod coefficients;

use super::Options;
use super::sanity::digits;
use crate::model::{each, go_on, scenario, warm};
use crate::report::Report;
use anyhow::{Context, Result};
use balcony::experiment::stats::{Effect, ErrorUnit, Yardstick, ahead, factorial, mean, paired};
use balcony::presets::{ATTENTION, INCUMBENT, PRESETS, rights};
use balcony::scenario::{SHIPPED, Scenario};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::{Better, Outcome};
use balcony_engine::setting::Setting;
use balcony_engine::strategy::{Strategy, Style};

const CLAIM: &str = "With both routes of influence made equal and equal rights, the source of influence changes no figure by a \
                     single bit. What the arms do otherwise is shown as found, and so is what their order hangs on.";
const TOLD: [&str; 8] =
    ["harm", "re-referrals", "timely-assessments", "unserved", "turnover", "culture", "trust", "cost"];

/// Outcomes by arm (the incumbent, then the presets), outcome and replicate.
type Table = Vec<Vec<Vec<f64>>>;

/// Effects, null run, and ends of ranges.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let pairs = options.size(120, 6);
    let heads =
        ["scenario", "outcome", "arm", "difference", "95 % interval", "verdict", "better in", "incumbent"];
    let mut report = Report::new("arms", CLAIM, &heads);
    let mut effects = Vec::new();
    let mut leaders = Vec::new();
    let mut tables = Vec::new();
    for (name, _) in SHIPPED {
        let scenario = scenario(name)?;
        let setting = options.setting_of(&scenario)?;
        let table = run(options, &setting, &strategies(&scenario)?, pairs, scenario.weeks)?;
        let mut keys = TOLD.to_vec();
        if !keys.contains(&scenario.primary.as_str()) {
            keys.push(&scenario.primary);
        }
        for key in keys {
            let (at, outcome) = known(key)?;
            compare(&mut report, name, outcome, &table, at);
            let corner = |arm: usize| table[arm][at].as_slice();
            effects.push((
                name,
                outcome,
                factorial(
                    [corner(1), corner(2), corner(3), corner(4)],
                    Yardstick::of(outcome.margin, corner(0)).size(),
                    ErrorUnit::Replicate,
                ),
            ));
        }
        let (at, outcome) = known(&scenario.primary)?;
        leaders.push((name, outcome.key, ranking(outcome, &table, at)));
        tables.push((name, table));
    }
    report.table(
        "Effects of the two coordinates",
        &["scenario", "outcome", "source (moral)", "impact (social)", "interaction"],
    );
    for (name, outcome, found) in effects {
        let cell = |effect: Effect| {
            format!("{:+.4} ({:.4}), {}", effect.mean, effect.error, effect.verdict.words(Better::Neither))
        };
        report.row([
            name.to_owned(),
            outcome.key.to_owned(),
            cell(found.first),
            cell(found.second),
            cell(found.interaction),
        ]);
    }
    report.table(
        "Order on the primary outcome",
        &["scenario", "outcome", "best first, and whether it is clearly best"],
    );
    for (name, key, text) in leaders {
        report.row([name.to_owned(), key.to_owned(), text]);
    }
    every(&mut report, &tables);
    null(options, &mut report)?;
    coefficients::vary(options, &mut report)?;
    report.note(format!(
        "{pairs} pairs a scenario. Intervals and verdicts as in `balcony compare`; s.e. in brackets."
    ));
    report.note("Letters: i incumbent, p personalised, a authentic, d distributed, c connected.".to_owned());
    Ok(report)
}

/// Strategies of the arms: the incumbent first, then the presets in their order.
fn strategies(scenario: &Scenario) -> Result<Vec<Strategy>> {
    let names = std::iter::once(INCUMBENT).chain(PRESETS.iter().map(|preset| preset.0));
    names.map(|name| Ok(scenario.strategy(name)?)).collect()
}

/// Runs every strategy from the same warmed-up states.
fn run(
    options: &Options,
    setting: &Setting,
    strategies: &[Strategy],
    pairs: u32,
    weeks: u32,
) -> Result<Table> {
    let place = ForkPoint::new(setting.clone());
    let ran = each(pairs, |replicate| {
        let world = warm(&place, options.luck(replicate))?;
        let arm = |strategy| Ok(go_on(&mut world.clone(), strategy, &place, weeks)?.outcomes);
        strategies.iter().map(arm).collect::<Result<Vec<_>>>()
    })?;
    let column = |arm: usize, outcome: usize| ran.iter().map(|arms| arms[arm][outcome]).collect();
    Ok((0..strategies.len())
        .map(|arm| (0..OUTCOMES.len()).map(|outcome| column(arm, outcome)).collect())
        .collect())
}

fn known(key: &str) -> Result<(usize, &'static Outcome)> {
    let at = outcome_index(key).with_context(|| format!("no outcome is called {key}"))?;
    Ok((at, &OUTCOMES[at]))
}

fn compare(report: &mut Report, scenario: &str, outcome: &Outcome, table: &Table, at: usize) {
    let base = &table[0][at];
    for (arm, (name, ..)) in PRESETS.iter().enumerate() {
        let found = paired(&table[arm + 1][at], base, outcome.better, outcome.margin, ErrorUnit::Replicate);
        let interval = found.interval.map_or(String::new(), |i| format!("{:+.4} to {:+.4}", i.low, i.high));
        report.row([
            scenario.to_owned(),
            outcome.key.to_owned(),
            (*name).to_owned(),
            format!("{:+.4}", found.difference),
            interval,
            found.verdict.words(outcome.better).to_owned(),
            format!("{}/{}", found.better, found.pairs),
            digits(mean(base)),
        ]);
    }
}

/// All outcomes in short: the incumbent's mean, and the differences of the presets.
fn every(report: &mut Report, tables: &[(&str, Table)]) {
    let mut heads = vec!["scenario", "outcome", "incumbent"];
    heads.extend(PRESETS.iter().map(|preset| preset.0));
    report.table("Every outcome", &heads);
    for (name, table) in tables {
        for (at, outcome) in OUTCOMES.iter().enumerate() {
            let base = &table[0][at];
            let mut cells = vec![(*name).to_owned(), outcome.key.to_owned(), digits(mean(base))];
            for arm in &table[1..] {
                let found = paired(&arm[at], base, outcome.better, outcome.margin, ErrorUnit::Replicate);
                cells.push(format!("{:+.4} ({:.4})", found.difference, found.error));
            }
            report.row(cells);
        }
    }
}

/// Arms ordered by mean, best first, and whether the first is clearly best.
fn ranking(outcome: &Outcome, table: &Table, at: usize) -> String {
    let lists: Vec<&[f64]> = table.iter().map(|arm| arm[at].as_slice()).collect();
    let means: Vec<f64> = lists.iter().map(|list| mean(list)).collect();
    let higher = outcome.better == Better::Higher;
    let mut order: Vec<usize> = (0..lists.len()).collect();
    order.sort_by(
        |a, b| if higher { means[*b].total_cmp(&means[*a]) } else { means[*a].total_cmp(&means[*b]) },
    );
    let letters: String = order.iter().map(|arm| ['i', 'p', 'a', 'd', 'c'][*arm]).collect();
    let spread = means[order[order.len() - 1]] - means[order[0]];
    let told =
        ahead(&lists, outcome.better, Yardstick::of(outcome.margin, lists[0]).size(), ErrorUnit::Replicate)
            .map_or("", |found| if found.best { ", the first clearly best" } else { ", none clearly best" });
    format!("{letters}{told}; spread {:.4}, connected {:+.4}", spread.abs(), means[4] - means[0])
}

/// Both routes of influence and the rights are equal, so that arms differ only in their source.
fn null(options: &Options, report: &mut Report) -> Result<()> {
    report.table("The null run: source 0 against source 1", &["scenario", "pairs", "outcomes that differ"]);
    let pairs = options.size(20, 2).min(20);
    for (name, _) in SHIPPED {
        let scenario = scenario(name)?;
        let mut setting = options.setting_of(&scenario)?;
        crate::model::set(&mut setting, "influence.separate", 0.0)?;
        let start = setting.start_week;
        let style = |source| Style { source, rights: rights(0.5), attention: ATTENTION };
        let strategies = [0.0, 1.0].map(|source| Strategy::of(vec![(start, style(source))]));
        let table = run(options, &setting, &strategies, pairs, scenario.weeks)?;
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        let differing: Vec<&str> = OUTCOMES
            .iter()
            .enumerate()
            .filter(|(at, _)| bits(&table[0][*at]) != bits(&table[1][*at]))
            .map(|(_, outcome)| outcome.key)
            .collect();
        report.row([
            name.to_owned(),
            pairs.to_string(),
            if differing.is_empty() { "none".to_owned() } else { differing.join(", ") },
        ]);
        report.expect(differing.is_empty(), || format!("{name}, null run: {} differ", differing.join(", ")));
    }
    Ok(())
}
