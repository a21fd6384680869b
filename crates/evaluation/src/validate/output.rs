//! Results for programs: one JSON object, and one line per row.

use super::ValidationFindings;
use super::reason::Reason;
use super::rows::{Baseline, Compared, ComparedRow};
use serde_json::{Map, Value, json};

/// A number, or null if it is undefined, so that it does not look like 0.
fn number(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}

fn row(row: &ComparedRow) -> Value {
    let observed = &row.observed;
    let mut object = Map::new();
    for (key, text) in [
        ("id", &observed.id),
        ("quantity", &observed.quantity),
        ("unit", &observed.unit),
        ("year", &observed.year),
        ("geography", &observed.geography),
    ] {
        object.insert(key.to_owned(), Value::String(text.to_string()));
    }
    object.insert("published".to_owned(), observed.value.map_or(Value::Null, number));
    let (key, value) = match &row.outcome {
        Ok(compared) => ("compared", json!(compared)),
        Err((reason, why)) => ("not_compared", json!({ "reason": reason.key(), "why": why })),
    };
    object.insert(key.to_owned(), value);
    Value::Object(object)
}

/// All results on one line.
pub fn json(findings: &ValidationFindings) -> String {
    let object = json!({
        "version": findings.version,
        "engine": findings.engine,
        "from": findings.from,
        "authorities": findings.which,
        "seed": findings.seed,
        "replicates": findings.replicates,
        "parameters": if findings.worlds { "worlds" } else { "central" },
        "summary": super::headline::headline(findings),
        "rows": findings.rows.iter().map(row).collect::<Vec<_>>(),
        "across": findings.across,
        "drift": findings.drift,
    });
    object.to_string()
}

/// Columns of the table of rows.
const HEADS: [&str; 34] = [
    "id",
    "quantity",
    "unit",
    "year",
    "geography",
    "published",
    "compared",
    "reason",
    "why",
    "figure",
    "kind",
    "years_away",
    "model",
    "monte_carlo_low",
    "monte_carlo_high",
    "half_low",
    "half_high",
    "ninety_low",
    "ninety_high",
    "one_authority_low",
    "one_authority_high",
    "inside_half",
    "inside_ninety",
    "replicates",
    "relative",
    "error",
    "crps",
    "last_value",
    "last_error",
    "last_crps",
    "trend_value",
    "trend_error",
    "trend_crps",
    "better_than",
];

/// One line per row. Numbers have all their digits; an undefined one is empty.
pub fn csv(findings: &ValidationFindings) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heads = HEADS.map(str::to_owned).to_vec();
    for cells in std::iter::once(heads).chain(findings.rows.iter().map(cells)) {
        // Writing to memory cannot fail.
        let _ = writer.write_record(&cells);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn exact(value: f64) -> String {
    if value.is_finite() { format!("{value:?}") } else { String::new() }
}

fn ends(interval: Option<(f64, f64)>) -> [String; 2] {
    interval.map_or([String::new(), String::new()], |(low, high)| [exact(low), exact(high)])
}

fn cells(row: &ComparedRow) -> Vec<String> {
    let observed = &row.observed;
    let mut cells: Vec<String> =
        [&observed.id, &observed.quantity, &observed.unit, &observed.year, &observed.geography]
            .map(|text| text.to_string())
            .to_vec();
    cells.push(observed.value.map_or(String::new(), exact));
    match &row.outcome {
        Err((reason, why)) => cells.extend(["no".to_owned(), reason.key().to_owned(), why.clone()]),
        Ok(found) => {
            cells.extend(["yes".to_owned(), String::new(), String::new()]);
            cells.extend(figures(found, observed.value.unwrap_or(f64::NAN)));
        }
    }
    cells.resize(HEADS.len(), String::new());
    cells
}

fn figures(found: &Compared, published: f64) -> Vec<String> {
    let mut cells = vec![found.figure.to_owned(), found.kind.to_owned(), found.years_away.to_string()];
    cells.push(exact(found.mean));
    for interval in [found.monte_carlo, found.half, found.ninety, found.one_authority] {
        cells.extend(ends(interval));
    }
    for interval in [found.half, found.ninety] {
        cells.push(match Compared::within(interval, published) {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => String::new(),
        });
    }
    cells.extend([
        found.replicates.to_string(),
        exact(found.relative),
        exact(found.error),
        exact(found.crps),
    ]);
    let baselines = [("last", &found.last), ("trend", &found.trend)];
    let mut better = Vec::new();
    for (name, baseline) in baselines {
        cells.extend(baseline_cells(baseline.as_ref()));
        if baseline.as_ref().is_some_and(|baseline| found.error < baseline.error) {
            better.push(name);
        }
    }
    cells.push(better.join(" "));
    cells
}

fn baseline_cells(baseline: Option<&Baseline>) -> [String; 3] {
    match baseline {
        Some(Baseline { value, error, crps }) => [exact(*value), exact(*error), exact(*crps)],
        None => Default::default(),
    }
}

/// Every reason that occurs, with its number of rows.
pub(super) fn reasons(findings: &ValidationFindings) -> Vec<(Reason, usize)> {
    let mut found: std::collections::BTreeMap<Reason, usize> = std::collections::BTreeMap::new();
    for row in &findings.rows {
        if let Err((reason, _)) = &row.outcome {
            *found.entry(*reason).or_default() += 1;
        }
    }
    found.into_iter().collect()
}
