//! What a table of Apache Parquet says of itself: the run that made it, and unit and meaning of
//! every column. It names no machine, folder or command, so that the same run gives the same bytes.

use balcony_engine::measure::{MEASURES, OUTCOMES};
use balcony_engine::registry::Better;
use balcony_scenario::currency::in_currency;
use parquet::file::metadata::KeyValue;
use serde_json::{Value, json};

use super::{Identity, Manifest, column, engine};

/// The metadata of every table of a run. `identity` has the replicates that were run.
pub(super) fn metadata(identity: &Identity, about: &Manifest) -> Vec<KeyValue> {
    let mut columns = vec![
        json!({ "name": "strategy", "meaning": "name of the strategy" }),
        json!({ "name": "replicate", "meaning": "number of the replicate, from 0: the same luck under every strategy" }),
        json!({ "name": "draw", "meaning": "number of the draw of parameters, from 0" }),
        json!({ "name": "week", "meaning": "week of the run, from 0" }),
        json!({ "name": "quarter", "meaning": "quarter of 13 weeks, from 0" }),
        json!({ "name": "date", "meaning": "the Monday on which the week or the quarter begins" }),
    ];
    columns.extend(identity.outcomes.iter().filter_map(|key| outcome(key, identity, &about.currency)));
    columns.extend(MEASURES.iter().map(
        |measure| json!({ "name": column(measure.key), "unit": measure.unit, "meaning": measure.definition }),
    ));
    let pairs = [
        ("balcony.title", about.title.clone()),
        ("balcony.question", about.question.clone()),
        ("balcony.authority", about.authority.clone()),
        ("balcony.version", identity.version.clone()),
        ("balcony.engine", engine()),
        ("balcony.seed", identity.seed.to_string()),
        ("balcony.baseline", identity.baseline.clone()),
        ("balcony.primary", identity.primaries().join(",")),
        ("balcony.parameters", identity.parameters.clone()),
        ("balcony.scenario_hash", identity.scenario_hash.clone()),
        ("balcony.scenario", about.scenario.clone()),
        ("balcony.columns", Value::Array(columns).to_string()),
    ];
    pairs.into_iter().map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect()
}

/// A column of an outcome: title, unit, meaning, better direction, what matters.
pub(super) fn outcome(key: &str, identity: &Identity, currency: &str) -> Option<Value> {
    let outcome = OUTCOMES.iter().find(|outcome| outcome.key == key)?;
    let better = match outcome.better {
        Better::Lower => "lower",
        Better::Higher => "higher",
        Better::Neither => "neither",
    };
    let margin = identity.margins.by_key(key).unwrap_or(outcome.margin);
    Some(json!({
        "name": column(key), "key": key, "unit": in_currency(outcome.unit.to_owned(), currency),
        "title": outcome.title, "meaning": outcome.definition,
        "better": better, "margin_share": margin.share, "margin_floor": margin.floor, "published": outcome.published,
    }))
}
