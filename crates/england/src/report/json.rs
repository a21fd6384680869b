//! The last line of `--json`: one object for programs.

use super::answer;
use crate::compare::{CountOfRegion, OF_REGIONS, others, pair, regions};
use crate::figures::ROWS;
use crate::replicates::Runs;
use crate::scenario::National;
use balcony_study::experiment::stats::{Paired, mean, quantile, sd};
use serde_json::{Map, Value, json};

/// The object as one line, without a line break. The last argument is how long it took, in seconds,
/// and on how many threads; then what is known of children.
pub fn json_line(
    national: &National,
    runs: &Runs,
    compares: bool,
    warnings: &[String],
    (wall, threads): (f64, usize),
    children: Option<Value>,
) -> String {
    let each = |of: &dyn Fn(usize) -> Value| -> Value {
        let pairs = national.policies.iter().enumerate();
        pairs.map(|(at, policy)| (policy.name.clone(), of(at))).collect::<Map<_, _>>().into()
    };
    let mut object = json!({
        "scenario": national.name,
        "title": national.title,
        "question": national.question,
        "primary": ROWS[national.primary].key,
        "start": national.start.to_string(),
        "weeks": national.weeks,
        "replicates": national.replicates,
        "seed": national.seed,
        "base": national.policies[national.base].name,
        "set": national.sets,
        "figures": ROWS.iter().map(|row| (row.key.to_owned(), json!({
            "title": row.title, "unit": row.unit, "margin": { "share": row.margin.share, "floor": row.margin.floor },
        }))).collect::<Map<_, _>>(),
        "levels": each(&|policy| levels(runs, policy)),
        "years": each(&|policy| years(national, runs, policy)),
        "regions": each(&|policy| of_regions(national, runs, policy)),
        "warnings": warnings,
        "wall": wall,
        "threads": threads,
    });
    if let (Some(children), Some(object)) = (children, object.as_object_mut()) {
        object.insert("children".to_owned(), children);
    }
    if compares && let Some(object) = object.as_object_mut() {
        object.insert("answer".to_owned(), answer(national, runs).into());
        let differences: Map<String, Value> = others(national)
            .map(|policy| {
                let figures: Map<String, Value> = (0..ROWS.len())
                    .map(|figure| {
                        let pair = pair(national, runs, policy, figure);
                        (
                            ROWS[figure].key.to_owned(),
                            difference(&pair, pair.verdict.words(ROWS[figure].better)),
                        )
                    })
                    .collect();
                (national.policies[policy].name.clone(), figures.into())
            })
            .collect();
        object.insert("differences".to_owned(), differences.into());
        let regions: Map<String, Value> = others(national)
            .map(|policy| {
                let each: Map<String, Value> = regions(national)
                    .iter()
                    .map(|region| {
                        let figures: Map<String, Value> = OF_REGIONS
                            .iter()
                            .map(|what| {
                                let pair = CountOfRegion { national, runs, region, what }.pair(policy);
                                let words = pair.verdict.words(balcony_engine::registry::Better::Lower);
                                (what.key.to_owned(), difference(&pair, words))
                            })
                            .collect();
                        (region.name.to_owned(), figures.into())
                    })
                    .collect();
                (national.policies[policy].name.clone(), each.into())
            })
            .collect();
        object.insert("differences_by_region".to_owned(), regions.into());
    }
    object.to_string()
}

fn finite(value: f64) -> Value {
    if value.is_finite() { value.into() } else { Value::Null }
}

fn difference(pair: &Paired, verdict: &str) -> Value {
    json!({
        "difference": finite(pair.difference),
        "standard_error": finite(pair.error),
        "low_95": pair.interval.map(|interval| interval.low),
        "high_95": pair.interval.map(|interval| interval.high),
        "better_in": pair.better,
        "same_in": pair.same,
        "matters": finite(pair.yardstick.size()),
        "verdict": verdict,
    })
}

fn levels(runs: &Runs, policy: usize) -> Value {
    let of = |figure: usize| {
        let values = runs.figure(policy, figure);
        json!({
            "mean": finite(mean(values)),
            "sd": finite(sd(values)),
            "p10": finite(quantile(values, 0.1)),
            "p90": finite(quantile(values, 0.9)),
        })
    };
    ROWS.iter()
        .enumerate()
        .map(|(figure, row)| (row.key.to_owned(), of(figure)))
        .collect::<Map<_, _>>()
        .into()
}

fn years(national: &National, runs: &Runs, policy: usize) -> Value {
    let of = |year: u32| {
        let mean = |figure| finite(mean(&runs.year(policy, figure, year as usize)));
        let figures: Map<String, Value> =
            ROWS.iter().enumerate().map(|(figure, row)| (row.key.to_owned(), mean(figure))).collect();
        (national.ends(year).to_string(), figures.into())
    };
    (0..national.years()).map(of).collect::<Map<String, Value>>().into()
}

fn of_regions(national: &National, runs: &Runs, policy: usize) -> Value {
    let of = |region: &crate::compare::Region| {
        let mut figures: Map<String, Value> = OF_REGIONS
            .iter()
            .map(|what| {
                let values = CountOfRegion { national, runs, region, what }.under(policy);
                (what.key.to_owned(), finite(mean(&values)))
            })
            .collect();
        figures.insert("posts".to_owned(), region.places.len().into());
        (region.name.to_owned(), figures.into())
    };
    regions(national).iter().map(of).collect::<Map<String, Value>>().into()
}
