//! Documents that are generated from the code and its registries, so that they cannot become
//! outdated: the table of rows, the ODD description of the model, the glossary, the list of
//! parameters, the guides to experiments and exercises. `tests/it/documents.rs` compares the files
//! in `docs/` with them.

mod england;
mod exercises;
mod experiments;
mod glossary;
pub mod national_rows;
mod odd;
pub mod rows;

use balcony_engine::measure::OUTCOMES;
use balcony_engine::parameters::Parameters;

/// File name in `docs/` and text of every document.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("ROWS.md", table_of_rows()),
        ("ODD.md", odd::text()),
        ("GLOSSARY.md", glossary::text()),
        ("PARAMETERS.md", parameters()),
        ("EXERCISES.md", exercises::text()),
        ("EXPERIMENTS.md", experiments::text()),
        ("ENGLAND.md", england::text()),
    ]
}

/// The table of the keys of a file: name, allowed values, default, meaning. All margins (one key
/// per outcome) share one row.
fn keys<'k>(rows: impl Iterator<Item = (String, String, String, &'k str)>) -> String {
    let mut text = String::from("| Key | What it takes | Default | Meaning |\n|---|---|---|---|\n");
    let mut margins = false;
    for (name, allowed, default, meaning) in rows {
        let (name, allowed, default) = match (name.starts_with("margins."), margins) {
            (false, _) => (name.replace('*', "NAME"), allowed, default),
            (true, true) => continue,
            (true, false) => (
                "margins.OUTCOME".to_owned(),
                "a share of the baseline's mean in quotes, such as \"5 %\"; or one size in the outcome's unit; or both, \
                 { share = 0.05, floor = 0.01 }"
                    .to_owned(),
                "the outcome's: `docs/PARAMETERS.md`".to_owned(),
            ),
        };
        margins |= name == "margins.OUTCOME";
        text.push_str(&format!("| `{name}` | {allowed} | {default} | {meaning} |\n"));
    }
    text
}

/// Head of every generated document.
fn head(title: &str, about: &str) -> String {
    format!(
        "# {title}\n\n{about}\n\nMade from the code; to make it anew: `BALCONY_UPDATE=1 cargo test --test it documents`.\n\n"
    )
}

fn codes(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn table_of_rows() -> String {
    let mut text = head(
        "The table of rows",
        "For every system that directors live with: the files of `crates/engine/src/mechanisms`, the keys by which a scenario reaches it, a \
         scenario that shows it, and the lever by which `cargo xtask prove rows` sees it at work. The expected direction was written \
         down before the first run; results stand in `proofs/rows.md`.",
    );
    text.push_str("| Row | System | Mechanisms | Keys | Scenario | Lever | Outcome | Expected |\n|---|---|---|---|---|---|---|---|\n");
    for row in rows::ROWS {
        let side = |side: rows::Side| {
            let sets = if side.sets.is_empty() { "as it is".to_owned() } else { codes(side.sets) };
            format!("{} under {}", sets, side.strategy)
        };
        let expected = if row.expected == rows::Expected::Up { "up" } else { "down" };
        text.push_str(&format!(
            "| {} | {} | {} | {} | `{}` | {} -> {} | `{}` | {expected} |\n",
            row.number,
            row.system,
            codes(row.mechanisms),
            codes(row.keys),
            row.scenario,
            side(row.sides[0]),
            side(row.sides[1]),
            row.outcome,
        ));
    }
    text.push_str(
        "\n## The national market\n\nLevers that one authority cannot show: two policies of a national scenario, and files of \
         `crates/market/src`. The expected direction was written down before the first run; `tests/it/england_dated.rs` runs them.\n\n\
         | Row | System | Mechanisms | Keys | National scenario | Lever | Figure | Expected |\n|---|---|---|---|---|---|---|---|\n",
    );
    for row in &national_rows::NATIONAL_ROWS {
        text.push_str(&format!(
            "| {} | {} | {} | {} | `{}` | `{}` -> `{}` | `{}` | {} |\n",
            row.number,
            row.system,
            codes(row.mechanisms),
            codes(row.keys),
            row.scenario,
            row.policies[0],
            row.policies[1],
            row.figure,
            if row.expected == rows::Expected::Up { "up" } else { "down" },
        ));
    }
    text
}

fn parameters() -> String {
    let mut text = head(
        "Parameters and outcomes",
        "Every number that the model can be told, and every figure that it tells. `balcony explain KEY` says the same of one.",
    );
    text.push_str(
        "## Parameters\n\n| Key | Default | Range | Unit | Meaning | Source |\n|---|---|---|---|---|---|\n",
    );
    for row in Parameters::registry() {
        text.push_str(&format!(
            "| `{}` | {} | {} to {} | {} | {} | {} |\n",
            row.key, row.default, row.low, row.high, row.unit, row.meaning, row.source
        ));
    }
    text.push_str("\n## Outcomes\n\n| Key | Title | Definition | Unit | Better | Published | Smallest difference that matters |\n|---|---|---|---|---|---|---|\n");
    for row in OUTCOMES {
        text.push_str(&format!(
            "| `{}` | {} | {} | {} | {:?} | {} | {} ({}) |\n",
            row.key,
            row.title,
            row.definition,
            row.unit,
            row.better,
            row.published,
            row.margin,
            row.margin_source
        ));
    }
    text
}
