//! The table of keys as a JSON Schema (2020-12), for editors that complete and check TOML.

use super::schema::{Key, Kind, MOST_CHOSEN, Schema};
use serde_json::{Map, Value, json};

/// The JSON Schema of a table of keys, either of a scenario or of an experiment.
pub fn schema(schema: &Schema, title: &str) -> Value {
    let mut root = Map::new();
    for key in &schema.keys {
        insert(&mut root, &key.path, leaf(key));
    }
    let mut parameters = Map::new();
    for parameter in &schema.parameters {
        let mut row = ranged(parameter.low, parameter.high);
        describe(
            &mut row,
            &format!(
                "{} Unit: {}. Default: {}. Source: {}.",
                parameter.meaning, parameter.unit, parameter.default, parameter.source
            ),
        );
        parameters.insert(parameter.key.to_owned(), row.clone());
        // The same parameter, in a table named by the part before the point.
        if let Some((table, field)) = parameter.key.split_once('.') {
            let table = parameters.entry(table).or_insert_with(
                || json!({ "type": "object", "additionalProperties": false, "properties": {} }),
            );
            table["properties"][field] = row;
        }
    }
    if !schema.parameters.is_empty() {
        root.insert(
            "parameters".to_owned(),
            json!({ "type": "object", "additionalProperties": false, "properties": parameters }),
        );
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "additionalProperties": false,
        "properties": root,
    })
}

/// Inserts the schema of a key and creates the tables on its path.
fn insert(properties: &mut Map<String, Value>, path: &[String], row: Value) {
    let [name, rest @ ..] = path else { return };
    if rest.is_empty() {
        properties.insert(name.clone(), row);
        return;
    }
    let table = properties
        .entry(name.clone())
        .or_insert_with(|| json!({ "type": "object", "additionalProperties": false, "properties": {} }));
    if rest[0] == "*" {
        let names = json!({ "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$" });
        if rest.len() == 1 {
            *table = json!({ "type": "object", "propertyNames": names, "additionalProperties": row });
            return;
        }
        let entry = match table.get("additionalProperties") {
            Some(Value::Object(entry)) => Value::Object(entry.clone()),
            _ => json!({ "type": "object", "additionalProperties": false, "properties": {} }),
        };
        *table = json!({ "type": "object", "propertyNames": names, "additionalProperties": entry });
        if let Some(Value::Object(inner)) = table.pointer_mut("/additionalProperties/properties") {
            insert(inner, &rest[1..], row);
        }
    } else if let Some(Value::Object(inner)) = table.get_mut("properties") {
        insert(inner, rest, row);
    }
}

fn leaf(key: &Key) -> Value {
    let day = json!({ "type": "string", "format": "date" });
    let mut row = match &key.kind {
        Kind::Text(most) => json!({ "type": "string", "maxLength": most }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Whole(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Kind::Number(low, high) => json!({ "type": "number", "minimum": low, "maximum": high }),
        Kind::Ranged(low, high) => ranged(*low, *high),
        Kind::Date => day,
        Kind::When => {
            json!({ "anyOf": [day, { "type": "integer", "minimum": 0, "maximum": 5200 }] })
        }
        Kind::Choice(names) => json!({ "enum": names }),
        Kind::Choices(names) => {
            let one = json!({ "enum": names });
            let list = json!({ "type": "array", "minItems": 1, "maxItems": MOST_CHOSEN, "uniqueItems": true, "items": one });
            json!({ "anyOf": [one, list] })
        }
        Kind::Bound => json!({ "anyOf": [day, { "type": "number" }] }),
        Kind::Margin(_, most) => {
            let least = super::margins::LEAST;
            let share = json!({ "type": "number", "minimum": 0, "maximum": 1 });
            let floor = json!({ "type": "number", "minimum": least, "maximum": most });
            json!({ "anyOf": [
                { "type": "string", "pattern": "^ *([0-9]+\\.?[0-9]*|\\.[0-9]+) *% *$" },
                floor,
                {
                    "type": "object",
                    "additionalProperties": false,
                    "minProperties": 1,
                    "properties": { "share": share, "floor": floor },
                },
            ] })
        }
        Kind::Values => {
            json!({ "type": "array", "items": { "anyOf": [day, { "type": ["number", "string"] }] } })
        }
    };
    let unit = if key.unit.is_empty() { String::new() } else { format!(" Unit: {}.", key.unit) };
    describe(
        &mut row,
        &format!("{}{unit} If not given: {}. Source: {}.", key.meaning, key.default, key.source),
    );
    row
}

fn ranged(low: f64, high: f64) -> Value {
    let number = json!({ "type": "number", "minimum": low, "maximum": high });
    let range = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["low", "high"],
        "properties": { "low": number, "high": number, "central": number },
    });
    json!({ "anyOf": [number, range] })
}

fn describe(row: &mut Value, words: &str) {
    if let Value::Object(row) = row {
        row.insert("description".to_owned(), Value::String(words.to_owned()));
    }
}
