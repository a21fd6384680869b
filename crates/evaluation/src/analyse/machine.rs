//! Analysis results for programs: everything as JSON, and every index as a row of comma-separated
//! text.

use serde_json::{Value, json};

use balcony_runs::experiment::stats::words;

use super::{Findings, Quantity, View, regimes};

/// All findings as one JSON object.
pub fn json(findings: &Findings) -> Value {
    let identity = &findings.manifest.identity;
    json!({
        "title": findings.manifest.title,
        "scenario_hash": identity.scenario_hash,
        "experiment_hash": identity.experiment_hash,
        "engine": identity.engine,
        "design": findings.manifest.design.kind.key(),
        "points": identity.points,
        "sample": findings.sample,
        "failed": findings.failed,
        "came_through": findings.came_through,
        "baseline": identity.baseline,
        "factors": identity.factors.iter().map(|column| json!({ "name": column.name, "key": column.key })).collect::<Vec<_>>(),
        "views": findings.views.iter().map(|view| self::view(findings, view)).collect::<Vec<_>>(),
        "regimes": findings.regimes.as_ref().map(|map| regime(findings, map)),
    })
}

fn strategy<'a>(findings: &'a Findings, view: &View) -> &'a str {
    match view.what {
        Quantity::Level => &findings.manifest.identity.baseline,
        Quantity::Difference(arm) => &findings.manifest.identity.arms[arm],
    }
}

fn view(findings: &Findings, view: &View) -> Value {
    let names = findings.factors();
    let rows = rows(findings, view);
    let factor = |at: usize| {
        let own = rows.iter().filter(|row| row.factor == at);
        let indices: serde_json::Map<String, Value> = own
            .map(|row| {
                (row.index.to_owned(), json!({ "value": row.value, "low": row.low, "high": row.high }))
            })
            .collect();
        json!({ "name": names[at], "indices": indices })
    };
    json!({
        "outcome": Findings::outcome(view).key,
        "what": if view.what == Quantity::Level { "level" } else { "difference" },
        "strategy": strategy(findings, view),
        "mean": view.mean,
        "margin": view.yardstick.size(),
        "lowest": view.range.0,
        "highest": view.range.1,
        "noise": view.noise.map(|noise| json!({
            "luck_of_a_run": noise.luck_of_a_run(),
            "luck_of_the_means": noise.share_now,
            "between_points": noise.between,
            "luck": noise.luck,
            "common_luck": noise.common,
            "replicates_for_5_percent": noise.replicates_for_share(super::text::TARGET),
        })),
        "no_value": view.no_value,
        "lost": view.lost.map(|(lost, all)| json!({ "left_out": lost, "of": all })),
        "sobol": view.sobol.as_ref().map(|sobol| json!({
            "rows": sobol.rows, "left_out": sobol.left_out, "variance": sobol.variance,
            "second": sobol.indices.as_ref().ok().map(|table| table.second.iter().map(|(a, b, index)| json!({
                "factors": [names[*a], names[*b]], "value": index.value, "low": index.bca.low, "high": index.bca.high,
            })).collect::<Vec<_>>()),
        })),
        "morris": view.morris.as_ref().map(|(trajectories, left_out, _)| json!({ "trajectories": trajectories, "left_out": left_out })),
        "factors": (0..names.len()).map(factor).collect::<Vec<_>>(),
        "turns": view.turns.iter().map(|turn| json!({
            "factor": names[turn.factor], "low_up_to": turn.cuts.0, "high_from": turn.cuts.1,
            "low": { "mean": turn.low.0, "low": turn.low.1.low, "high": turn.low.1.high },
            "high": { "mean": turn.high.0, "low": turn.high.1.low, "high": turn.high.1.high },
            "turned": turn.turned, "matters": turn.matters,
        })).collect::<Vec<_>>(),
    })
}

fn regime(findings: &Findings, map: &regimes::Regimes) -> Value {
    let arms = &findings.manifest.identity.arms;
    let class = |found: regimes::PointVerdict| match found {
        regimes::PointVerdict::Best(arm) => arms[arm].as_str(),
        regimes::PointVerdict::Several => words::SEVERAL,
        regimes::PointVerdict::NoDifference => words::NO_DIFFERENCE,
        regimes::PointVerdict::CannotTell => words::CANNOT_TELL,
    };
    json!({
        "outcome": balcony_engine::measure::OUTCOMES.get(map.outcome).map(|outcome| outcome.key),
        "points": map.judged(),
        "left_out": map.left_out,
        "best": arms.iter().zip(&map.best).map(|(arm, count)| (arm.clone(), json!(count))).collect::<serde_json::Map<_, _>>(),
        "at_the_top": arms.iter().zip(&map.top).map(|(arm, count)| (arm.clone(), json!(count))).collect::<serde_json::Map<_, _>>(),
        "no_difference_at_the_top": map.several,
        "no_difference": map.no_difference,
        "cannot_tell": map.cannot_tell,
        "by_point": map.points.iter().map(|(point, found)| json!({ "point": point, "found": class(*found) })).collect::<Vec<_>>(),
    })
}

/// One index of one factor.
struct IndexRow {
    factor: usize,
    index: &'static str,
    value: f64,
    low: f64,
    high: f64,
    /// Number of base rows, trajectories or points that the index rests on, and number of those
    /// left out.
    rests: (usize, usize),
}

fn rows(findings: &Findings, view: &View) -> Vec<IndexRow> {
    let mut rows = Vec::new();
    for factor in 0..findings.manifest.identity.factors.len() {
        let mut row =
            |index, value, low, high, rests| rows.push(IndexRow { factor, index, value, low, high, rests });
        if let Some((sobol, Ok(table))) = view.sobol.as_ref().map(|sobol| (sobol, &sobol.indices)) {
            for (name, list) in [("first", &table.first), ("total", &table.total)] {
                let index = &list[factor];
                row(name, index.value, index.bca.low, index.bca.high, (sobol.rows, sobol.left_out));
            }
        }
        if let Some((trajectories, left_out, effects)) = &view.morris
            && let Some(effect) = effects.get(factor)
        {
            let rests = (*trajectories, *left_out);
            row("mu", effect.mu, f64::NAN, f64::NAN, rests);
            row("mu_star", effect.mu_star.value, effect.student.low, effect.student.high, rests);
            row("sigma", effect.sigma, f64::NAN, f64::NAN, rests);
        }
        if let Some(Some(data)) = view.given.get(factor)
            && let Ok(measures) = &data.measures
        {
            for (name, found) in [("delta", &measures.delta), ("first_given_data", &measures.first)] {
                let rests = (data.points, data.left_out);
                row(name, found.value, found.interval.low, found.interval.high, rests);
            }
        }
    }
    rows
}

/// Every index as one row, for a table in a paper. The last three columns say what the index rests
/// on: base rows, trajectories or points; how many of them are left out; and runs in which the
/// outcome is undefined.
pub fn csv(findings: &Findings) -> String {
    let mut text = String::from(
        "outcome,what,strategy,baseline,factor,key,index,value,low,high,rests_on,left_out,no_value\n",
    );
    let identity = &findings.manifest.identity;
    let number = |value: f64| if value.is_finite() { format!("{value:?}") } else { String::new() };
    for view in &findings.views {
        let what = if view.what == Quantity::Level { "level" } else { "difference" };
        for row in rows(findings, view) {
            let column = &identity.factors[row.factor];
            let (value, low, high) = (number(row.value), number(row.low), number(row.high));
            text.push_str(&format!(
                "{},{what},{},{},{},{},{},{value},{low},{high},{},{},{}\n",
                Findings::outcome(view).key,
                strategy(findings, view),
                identity.baseline,
                column.name,
                column.key,
                row.index,
                row.rests.0,
                row.rests.1,
                view.no_value,
            ));
        }
    }
    text
}
