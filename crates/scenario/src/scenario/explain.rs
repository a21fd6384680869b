//! Output of `balcony explain`: the meaning of any name that occurs in a scenario, a table or a
//! results file.

use super::fault::nearest;
use super::schema::Schema;
use super::show::{WIDE, rounded, wrap};
use super::{SHIPPED, events, margins};
use crate::presets::PRESETS;
use balcony_engine::measure::{MEASURES, OUTCOMES};
use balcony_engine::registry::Better;

/// Explains a name, with every meaning if it has several. An empty name lists all names.
///
/// # Errors
/// A sentence with the nearest names if nothing has that name.
pub fn explain(name: &str, schema: &Schema) -> Result<String, String> {
    let name = name.trim();
    if name.is_empty() {
        return Ok(everything(schema));
    }
    let mut found: Vec<String> = Vec::new();
    if let Some(parameter) = schema.parameter(name.strip_prefix("parameters.").unwrap_or(name)) {
        found.push(page(
            &format!("{} (parameter)", parameter.key),
            parameter.meaning,
            &[
                ("unit", parameter.unit.to_owned()),
                ("default", rounded(parameter.default)),
                ("range", format!("{} to {}", rounded(parameter.low), rounded(parameter.high))),
                ("source", parameter.source.to_owned()),
                ("write", format!("[parameters] \"{}\" = {}", parameter.key, rounded(parameter.default))),
            ],
        ));
    }
    if let Some(outcome) = OUTCOMES.iter().find(|outcome| outcome.key == name) {
        let better = match outcome.better {
            Better::Lower => "lower",
            Better::Higher => "higher",
            Better::Neither => "neither: it describes, it does not judge",
        };
        found.push(page(
            &format!("{}: {} (outcome)", outcome.key, outcome.title),
            outcome.definition,
            &[
                ("unit", outcome.unit.to_owned()),
                ("better", better.to_owned()),
                ("published", outcome.published.to_owned()),
                (
                    "matters",
                    format!(
                        "a difference of {} ({}); a scenario can say otherwise in [margins]",
                        margins::with_unit(outcome.margin, outcome.unit),
                        outcome.margin_source
                    ),
                ),
                ("leaders see", format!("after {} weeks", outcome.seen_after)),
            ],
        ));
    }
    if let Some(measure) = MEASURES.iter().find(|measure| measure.key == name) {
        found.push(page(
            &format!("{} (weekly measure)", measure.key),
            measure.definition,
            &[("unit", measure.unit.to_owned())],
        ));
    }
    if let Some(kind) = events::find(name) {
        let lasts = if kind.lasts { "needs weeks" } else { "a moment, or weeks" };
        found.push(page(
            &format!("{} (kind of event)", kind.name),
            kind.meaning,
            &[
                ("size", format!("0 to {} ({})", kind.high, kind.unit)),
                ("lasts", lasts.to_owned()),
                ("write", format!("[events.NAME] kind = \"{}\"", kind.name)),
            ],
        ));
    }
    if let Some((_, source, impact, meaning)) = PRESETS.iter().find(|preset| preset.0 == name) {
        found.push(page(
            &format!("{name} (strategy)"),
            meaning,
            &[("source", source.to_string()), ("impact", impact.to_string())],
        ));
    }
    if name == crate::presets::INCUMBENT {
        found.push(page(
            "incumbent (strategy)",
            "The style in force before anybody decides anything; as a strategy, the style stays.",
            &[],
        ));
    }
    if name == crate::presets::ADAPTIVE {
        found.push(page(
            "adaptive (strategy)",
            "Begins as the incumbent does and looks twice a year at whether it goes worse, by what leaders see; if the director \
             notices, another of the four models is tried, and paid for as every change is.",
            &[("compare", "--strategies adaptive,connected: it is left out unless it is named".to_owned())],
        ));
    }
    if let Some((_, text)) = SHIPPED.iter().find(|shipped| shipped.0 == name) {
        found.push(
            text.lines()
                .take_while(|line| line.starts_with('#'))
                .map(|line| line.trim_start_matches(['#', ' ']).to_owned() + "\n")
                .collect(),
        );
    }
    found.extend(keys(name, schema));
    found.extend(table(name, schema));
    if found.is_empty() { Err(unknown(name, schema)) } else { Ok(found.join("\n")) }
}

/// Most keys of a table that are listed.
const MOST_KEYS: usize = 30;

/// Describes a table of a scenario and its keys. The tables of rights and attention appear as one
/// entry each.
fn table(name: &str, schema: &Schema) -> Option<String> {
    let mut rows: Vec<String> = Vec::new();
    for key in &schema.keys {
        let Some(at) = key.path.iter().position(|part| part == name) else { continue };
        let inner = &key.path[at + 1..];
        if inner.is_empty() {
            continue;
        }
        let open = |part: &String| if part == "*" { "NAME".to_owned() } else { part.clone() };
        let path: Vec<String> = key.path[..=at].iter().chain(inner).map(open).collect();
        let path = match path.iter().position(|part| part == "rights" || part == "attention") {
            Some(deep) if deep > at => format!("{}...", path[..=deep].join(".")),
            _ => path.join("."),
        };
        if rows.iter().all(|row| !row.starts_with(&format!("  {path}\n"))) {
            rows.push(format!("  {path}\n{}\n", wrap(key.meaning, "    ", "    ", WIDE)));
        }
    }
    let more = rows.len().saturating_sub(MOST_KEYS);
    rows.truncate(MOST_KEYS);
    if rows.is_empty() {
        return None;
    }
    let more =
        if more > 0 { format!("  and {more} more: balcony schema has them all\n") } else { String::new() };
    Some(format!("{name} (table of a scenario), with the keys\n{}{more}", rows.concat()))
}

/// Keys of a scenario with this name, which is a whole path or only its last part.
fn keys(name: &str, schema: &Schema) -> Vec<String> {
    let path: Vec<String> = name.split('.').map(str::to_owned).collect();
    let matching = schema.keys.iter().filter(|key| {
        if path.len() == 1 {
            key.path.last() == path.last()
        } else {
            key.name() == name || schema.find(&path) == Some(key)
        }
    });
    matching
        .take(6)
        .map(|key| {
            let name = key
                .path
                .iter()
                .map(|part| if part == "*" { "NAME" } else { part })
                .collect::<Vec<_>>()
                .join(".");
            page(
                &format!("{name} (key of a scenario)"),
                key.meaning,
                &[
                    ("takes", key.allowed()),
                    ("default", key.default.clone()),
                    ("source", key.source.to_owned()),
                ],
            )
        })
        .collect()
}

/// All names that can be explained, grouped by what they are.
fn everything(schema: &Schema) -> String {
    let mut text = String::from("balcony explain NAME says what a name means. The names:\n");
    let mut part = |title: &str, names: Vec<&str>| {
        text.push_str(&format!("\n{title}\n{}\n", wrap(&names.join(", "), "  ", "  ", WIDE)))
    };
    part("Outcomes", OUTCOMES.iter().map(|outcome| outcome.key).collect());
    part("Weekly measures", MEASURES.iter().map(|measure| measure.key).collect());
    part("Strategies", PRESETS.iter().map(|preset| preset.0).chain([crate::presets::INCUMBENT]).collect());
    part("Kinds of event", events::KINDS.iter().map(|kind| kind.name).collect());
    part("Shipped scenarios", SHIPPED.iter().map(|shipped| shipped.0).collect());
    for table in schema.names(&[]) {
        let names: Vec<&str> =
            schema.names(&[table.to_owned()]).into_iter().filter(|name| *name != "*").collect();
        if !names.is_empty() {
            part(&format!("Keys of [{table}]"), names);
        }
    }
    part("Parameters of the model", schema.parameters.iter().map(|parameter| parameter.key).collect());
    text
}

fn unknown(name: &str, schema: &Schema) -> String {
    let keys: Vec<String> = schema.keys.iter().map(|key| key.name()).collect();
    let lasts: Vec<&str> = schema.keys.iter().filter_map(|key| key.path.last()).map(String::as_str).collect();
    let mut names: Vec<&str> = schema.parameters.iter().map(|parameter| parameter.key).collect();
    names.extend(OUTCOMES.iter().map(|outcome| outcome.key));
    names.extend(MEASURES.iter().map(|measure| measure.key));
    names.extend(events::KINDS.iter().map(|kind| kind.name));
    names.extend(PRESETS.iter().map(|preset| preset.0));
    names.extend(SHIPPED.iter().map(|shipped| shipped.0));
    names.extend(lasts);
    names.extend(keys.iter().map(String::as_str));
    let name = super::report::short(name);
    match nearest(&name, names) {
        Some(near) => format!("Nothing is called `{name}`; the nearest name is `{near}`."),
        None => format!("Nothing is called `{name}`."),
    }
}

fn page(title: &str, meaning: &str, rows: &[(&str, String)]) -> String {
    let mut text = format!("{title}\n{}\n", wrap(meaning, "  ", "  ", WIDE));
    for (name, words) in rows {
        text.push_str(&wrap(words, &format!("  {name:<12} "), &" ".repeat(15), WIDE));
        text.push('\n');
    }
    text
}
