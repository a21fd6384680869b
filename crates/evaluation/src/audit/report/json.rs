//! The last line of `--json`: one object, for programs.

use super::super::case::arms;
use super::super::coefficients::reversals;
use super::super::contexts::OUTCOMES;
use super::super::row::{EFFECTS, Row};
use super::super::tally::{Pooled, Tally, pooled, tally};
use super::{Report, short};
use balcony_engine::registry::Better;
use balcony_runs::experiment::stats::Direction;
use serde_json::{Map, Value, json};

/// The object on one line, without a line ending; `file` is the path of the report.
pub fn line(report: &Report<'_>, file: Option<&str>) -> String {
    let outcome = |(at, key): (usize, &&str)| {
        let counts = tally(report.contexts, at);
        let effect = |(effect, name): (usize, &&str)| {
            ((*name).to_owned(), effect_value(&pooled(report.contexts, at, effect)))
        };
        let effects: Map<String, Value> = EFFECTS.iter().enumerate().map(effect).collect();
        ((*key).to_owned(), json!({ "counts": counts_value(&counts), "effects": effects }))
    };
    let outcomes: Map<String, Value> = OUTCOMES.iter().enumerate().map(outcome).collect();
    let calls = |row: &Row| {
        let each = OUTCOMES
            .iter()
            .zip(&row.judged)
            .map(|(key, judged)| ((*key).to_owned(), json!(short(&judged.standing))));
        let own = row.own.iter().map(|(key, judged)| (key.clone(), json!(short(&judged.standing))));
        (row.about.name.clone(), Value::Object(each.chain(own).collect()))
    };
    let differing =
        report.shipped.iter().chain(report.contexts).filter(|row| row.differing.is_some_and(|n| n > 0));
    let reversed = report.coefficients.map(|coefficients| {
        let each = |found: super::super::coefficients::Reversal| {
            json!({
                "scenario": found.scenario,
                "parameter": found.key,
                "outcome": OUTCOMES[found.outcome],
                "pair": [arms()[found.pair.0], arms()[found.pair.1]],
            })
        };
        reversals(coefficients.rows).into_iter().map(each).collect::<Vec<_>>()
    });
    json!({
        "version": report.version,
        "seed": report.seed,
        "replicates": report.pairs,
        "contexts": report.contexts.len(),
        "arms": arms(),
        "outcomes": outcomes,
        "shipped": report.shipped.iter().map(calls).collect::<Map<_, _>>(),
        "null_differs_in": differing.map(|row| row.about.name.clone()).collect::<Vec<_>>(),
        "reversals": reversed,
        "report": file,
    })
    .to_string()
}

fn by_arm(counts: &[usize]) -> Value {
    Value::Object(arms().iter().zip(counts).map(|(arm, count)| ((*arm).to_owned(), json!(count))).collect())
}

fn counts_value(counts: &Tally) -> Value {
    json!({
        "cases": counts.cases,
        "best": by_arm(&counts.best),
        "at_top": by_arm(&counts.at_top),
        "clearly_worse": by_arm(&counts.worse),
        "no_difference_at_top": counts.several,
        "no_difference": counts.no_difference,
        "cannot_tell": counts.cannot_tell,
    })
}

fn effect_value(effect: &Pooled) -> Value {
    let direction = match effect.verdict.direction() {
        Some(Direction::Lower) => Some("lower"),
        Some(Direction::Higher) => Some("higher"),
        None => None,
    };
    json!({
        "mean": effect.mean.is_finite().then_some(effect.mean),
        "low_95": effect.interval.map(|interval| interval.low),
        "high_95": effect.interval.map(|interval| interval.high),
        "verdict": effect.verdict.words(Better::Neither),
        "direction": direction,
    })
}
