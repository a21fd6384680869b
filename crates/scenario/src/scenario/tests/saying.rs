use super::super::files::Texts;
use super::super::*;
use super::library;
use serde_json::Value;

#[test]
fn new_files_check_clean() {
    let files = Texts::default();
    let library = library(&files);
    for (from, authority) in [
        (None, None),
        (Some("tight-budgets"), None),
        (None, Some("Leeds")),
        (Some("culture-shift"), Some("inner-london")),
    ] {
        let text = new_file(from, authority, &library).unwrap();
        let scenario =
            read_text("new.toml", &text, &library).unwrap_or_else(|faults| panic!("{faults}\n{text}"));
        assert_eq!(scenario.warnings.len(), 0);
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        // The example values are valid when they are no longer comments.
        let bare: String = text
            .lines()
            .map(|line| {
                line.strip_prefix("# ")
                    .filter(|rest| {
                        rest.starts_with(['[', '"'])
                            || rest
                                .split_once(" = ")
                                .is_some_and(|(key, value)| !key.contains(' ') && !value.contains("..."))
                    })
                    .unwrap_or(line)
                    .to_owned()
                    + "\n"
            })
            .collect();
        let bare =
            if text.contains("\narchetype = ") { bare.replace("# archetype", "## archetype") } else { bare };
        if let Err(faults) = read_text("bare.toml", &bare, &library) {
            let real: Vec<_> = faults
                .list
                .iter()
                .filter(|fault| {
                    !fault.message.contains("given before") && !fault.message.contains("given twice")
                })
                .collect();
            assert!(real.is_empty(), "{faults}");
        }
    }
    assert!(new_file(Some("nothing"), None, &library).is_err());
    assert!(new_file(None, Some("Leeeds"), &library).unwrap_err().to_string().contains("leeds"));
}

#[test]
fn texts_of_commands_fit_eighty_columns() {
    let files = Texts::default();
    let library = library(&files);
    for (name, _) in SHIPPED {
        let scenario = read(name, &library).unwrap();
        let checked = check(&scenario, 2, Vec::new());
        assert_eq!(checked.arms, scenario.compared.len());
        assert!(checked.arms >= 5 && checked.runs == 200 * checked.arms as u64, "{name}: {}", checked.runs);
        for text in [
            show(&scenario),
            checked.to_string(),
            diff(&scenario, &read("new-director", &library).unwrap()),
            list_text(&Middling),
        ] {
            let wide = text
                .lines()
                .filter(|line| {
                    line.chars().count() > 80
                        && !line.contains("sha256")
                        && !line.trim_start().starts_with("hash")
                })
                .collect::<Vec<_>>();
            assert!(wide.is_empty(), "{wide:#?}");
        }
    }
}

#[test]
fn every_name_is_explained() {
    let files = Texts::default();
    let schema = library(&files).schema;
    let outcomes = balcony_engine::measure::OUTCOMES.iter().map(|outcome| outcome.key);
    let measures = balcony_engine::measure::MEASURES.iter().map(|measure| measure.key);
    let kinds = events::KINDS.iter().map(|kind| kind.name);
    for name in outcomes.chain(measures).chain(kinds).chain(SHIPPED.map(|shipped| shipped.0)).chain([
        "needs.rate",
        "connected",
        "incumbent",
        "warm-up",
        "scenario.weeks",
        "strategies.ours.source",
    ]) {
        assert!(explain(name, &schema).is_ok(), "{name}");
    }
    for key in &schema.keys {
        assert!(explain(&key.name(), &schema).is_ok(), "{}", key.name());
    }
    assert!(explain("needs.rat", &schema).unwrap_err().contains("needs.rate"));
    assert!(explain("", &schema).unwrap().contains("needs.rate"));
    assert!(explain("zzzzzz", &schema).is_err());
}

/// Whether a TOML value has the structure that a JSON Schema requires.
fn fits(value: &toml::Value, schema: &Value, path: &str) {
    if let Some(options) = schema.get("anyOf").and_then(Value::as_array) {
        let (table, list) = (value.is_table(), value.is_array());
        let whole = value.is_integer() && options.iter().any(|option| option["type"] == "integer");
        let option = options
            .iter()
            .find(|option| {
                let kind = &option["type"];
                (kind == "object") == table && (kind == "array") == list && (!whole || kind != "string")
            })
            .unwrap_or_else(|| panic!("{path}"));
        return fits(value, option, path);
    }
    if let Some(choices) = schema.get("enum").and_then(Value::as_array) {
        return assert!(choices.iter().any(|choice| choice.as_str() == value.as_str()), "{path}");
    }
    match (schema["type"].as_str().unwrap_or(""), value) {
        ("object", toml::Value::Table(rows)) => {
            for (name, value) in rows {
                let inner = schema
                    .pointer("/properties")
                    .and_then(|rows| rows.get(name))
                    .or_else(|| schema.get("additionalProperties").filter(|rows| rows.is_object()));
                fits(
                    value,
                    inner.unwrap_or_else(|| panic!("{path}.{name} is not in the schema")),
                    &format!("{path}.{name}"),
                );
            }
        }
        ("array", toml::Value::Array(list)) => {
            list.iter().for_each(|value| fits(value, &schema["items"], path))
        }
        ("string", toml::Value::String(_) | toml::Value::Datetime(_))
        | ("integer" | "number", toml::Value::Integer(_))
        | ("number", toml::Value::Float(_)) => {}
        (kind, value) => panic!("{path}: {value} is not of type {kind}"),
    }
}

#[test]
fn shipped_scenarios_fit_the_json_schema() {
    let files = Texts::default();
    let json = schema(&library(&files).schema, "A scenario of Balcony");
    for (name, text) in SHIPPED {
        fits(&toml::Value::Table(text.parse().unwrap()), &json, name);
        let resolved = read(name, &library(&files)).unwrap().resolved();
        fits(&toml::Value::Table(resolved.parse().unwrap()), &json, name);
    }
}

/// All leaves of a JSON Schema as paths, with `*` for chosen names.
fn leaves(schema: &Value, path: &str, found: &mut Vec<String>) {
    if let Some(rows) = schema.get("properties").and_then(Value::as_object) {
        rows.iter().for_each(|(name, row)| leaves(row, &format!("{path}.{name}"), found));
    } else if let Some(row) = schema.get("additionalProperties").filter(|row| row.is_object()) {
        leaves(row, &format!("{path}.*"), found);
    } else {
        found.push(path.trim_start_matches('.').to_owned());
    }
}

#[test]
fn reader_and_json_schema_know_the_same_keys() {
    let files = Texts::default();
    let library = library(&files);
    let mut found = Vec::new();
    leaves(&schema(&library.schema, "A scenario of Balcony"), "", &mut found);
    for key in &found {
        let text = format!("{} = true\n", key.replace('*', "x"));
        let faults = read_text("key.toml", &text, &library).unwrap_err().to_string();
        assert!(faults.contains("true must be "), "{key}: {faults}");
    }
    let of_file = found.iter().filter(|key| !key.starts_with("parameters"));
    assert_eq!(of_file.count(), library.schema.keys.len());
}
